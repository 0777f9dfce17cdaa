"""A better question in plain mode: waited for a moment before a follow-up is printed, later on `/another`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.engine.chat import EngineFault, Stop
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.domain.asking import Card
    from coach.engine.coach import Coach
    from coach.engine.questions.remote import Prepared
    from coach.engine.questions.wish import Wish
    from coach.engine.session import Session


@dataclass
class _Asked:
    """One request under way, or what came of it."""

    wish: "Wish"
    stop: Stop = field(default_factory=Stop)
    card: "Card | None" = None
    failed: CoachError | None = None


class PlainBetter:
    """Text is only appended here: what has been printed stays, so a late question is asked for."""

    def __init__(self, coach: "Coach", session: "Session", say: Callable[[str], None]) -> None:
        self._coach = coach
        self._session = session
        self._say = say
        self._on = coach.asking.has_remote and coach.privacy.status().refusal is None
        self._under_way: _Asked | None = None
        self._told = False
        if self._on and coach.privacy.given("follow_up"):
            coach.asking.connect()

    def before_a_question(self) -> None:
        """Called when a question is about to be printed: wait a moment for a better one."""
        self.leave()
        wish = self._session.wants_better() if self._on else None
        if wish is None:
            return
        if not self._coach.privacy.given("follow_up"):
            self._on = False
            self._say(
                "\nA model could ask better questions, but sending it what you write is not allowed yet;"
                " nothing was sent. `coach privacy preview follow_up` shows the text, `coach privacy allow"
                " follow_up` allows it."
            )
            return
        try:
            prepared = self._coach.asking.prepare(wish)
        except EngineFault:
            return  # withheld: nothing anybody has to act on
        if prepared is not None:
            self._wait(wish, prepared)

    def before_another(self) -> None:
        """Called for `/another`: what has come meanwhile is shown first."""
        asked = self._under_way
        if asked is not None and asked.card is not None:
            self._under_way = None
            self._session.offer(asked.wish, asked.card, replace=False)

    def leave(self) -> None:
        """Wait no longer."""
        if self._under_way is not None:
            self._under_way.stop.set()
            self._under_way = None

    def _wait(self, wish: "Wish", prepared: "Prepared") -> None:
        asked = self._under_way = _Asked(wish)
        place = prepared.parcel.place
        seconds = self._coach.settings.remote.wait_seconds
        self._say(f"\nAsking {place.model} at {place.host} for a better question." if place else "")
        worker = threading.Thread(
            target=self._ask, args=(asked, prepared), name="better-question", daemon=True
        )
        worker.start()
        worker.join(seconds)
        if worker.is_alive():
            self._say("It is not there yet; /another shows it once it is.")
            return
        self._under_way = None
        if asked.failed is not None and not self._told:
            self._told = True
            self._say(
                f"{asked.failed.message} The question of this machine stays. {asked.failed.hint}".rstrip()
            )
        if asked.card is not None:
            self._session.offer(wish, asked.card, replace=True)
        elif asked.failed is None:
            self._say("It has no question that passes the checks. The question of this machine stays.")

    def _ask(self, asked: _Asked, prepared: "Prepared") -> None:
        """On a thread of its own."""
        try:
            asked.card = self._coach.asking.better(prepared, stop=asked.stop)
        except CoachError as error:
            asked.failed = error
