"""The wait for a better question than the one that stands there (design, section 5; ux 4.2).

A thread of its own asks; the session and its keys go on meanwhile. What comes takes the question's place only
while nothing is typed and in time; later it waits for `r`. Nothing typed is ever touched.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from coach.crash import explain
from coach.engine.chat import EngineFault, Stop, Waiting
from coach.engine.turns import Turn
from coach.errors import CoachError
from coach.tui import wording
from coach.tui.screens.preview import Allowed, PreviewScreen

if TYPE_CHECKING:
    from coach.domain.asking import Card, EngineName
    from coach.engine.questions.remote import Prepared
    from coach.engine.questions.wish import Wish
    from coach.engine.session import Session
    from coach.tui.screens.session import SessionScreen

EVERY = 0.2
"""Seconds between two drawings of the wait: ten a second are allowed, half of them cost half."""
UNREADABLE = 0.7
"""Seconds in which nobody has read a preview: a key pressed then was meant for something else."""


@dataclass(slots=True)
class _Wait:
    """One request under way."""

    wish: "Wish"
    where: str
    begun: float
    stop: Stop
    words: int = 0
    note: str = ""


class Better:
    """Beside one session screen; all of it runs on the screen's thread but `_ask`."""

    def __init__(self, screen: "SessionScreen", wait_seconds: float) -> None:
        """`wait_seconds`: how long after it was shown a question may still be replaced."""
        self._screen = screen
        self._wait_seconds = wait_seconds
        self._wait: _Wait | None = None
        self._late = ""
        self._place: tuple[object, ...] = ()
        self._told = False
        self._refused = False
        self._ticking: Any = None

    @property
    def waiting(self) -> bool:
        """Whether a request is under way."""
        return self._wait is not None

    @property
    def state(self) -> str:
        """How it stands, for the line above the question; empty where there is nothing to say."""
        wait = self._wait
        if wait is None:
            return self._late
        return wording.asking_elsewhere(wait.where, monotonic() - wait.begun, wait.words, wait.note)

    def connect(self) -> None:
        """Import and connect while the person reads; only to where text may go."""
        asking, privacy = self._app.coach.asking, self._app.coach.privacy
        if asking.has_remote and privacy.given("follow_up"):
            asking.connect()

    def shown(self, session: "Session", turn: Turn) -> None:
        """A question was drawn: end what was under way for another, begin for this one."""
        place = (turn.step, turn.follow_up, turn.question, turn.private)
        if place == self._place:
            return  # the same, drawn anew
        self._place = place
        self.cancel()
        if turn.follow_up and not self._refused and self._app.coach.asking.has_remote:
            self._app.work(lambda: self._begin(session), group="better")

    def cancel(self) -> None:
        """Stop waiting; the request ends by itself."""
        wait, self._wait = self._wait, None
        self._late = ""
        if wait is not None:
            wait.stop.set()
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def stop(self) -> None:
        """Esc: the question that stands there is the one."""
        self.cancel()
        self._screen.draw_state()

    # ---- one request

    @property
    def _app(self) -> Any:
        return self._screen.coach_app

    async def _begin(self, session: "Session") -> None:
        begun = monotonic()
        found = await self._screen.engine(lambda: self._prepared(session))
        if found is None or not self._screen.is_current:
            return
        wish, prepared, given = found
        if given:
            self._send(session, wish, prepared, begun, once=False)
            return
        if self._screen.typed:
            return  # somebody is writing: the next follow-up will do
        self._refused = True  # asked once in a session, whatever comes of it
        self._app.push_screen(
            _Preview(prepared.parcel), lambda chosen: self._decided(chosen, session, wish, prepared)
        )

    def _prepared(self, session: "Session") -> "tuple[Wish, Prepared, bool] | None":
        """On the engine's thread: what would be sent, and whether it may be."""
        coach = self._app.coach
        wish = session.wants_better()
        if wish is None or coach.privacy.status().refusal is not None:
            return None
        try:
            prepared = coach.asking.prepare(wish)
        except EngineFault:
            return None  # withheld: nothing anybody has to act on
        return (wish, prepared, coach.privacy.given("follow_up")) if prepared is not None else None

    def _is_as_shown(self, wish: "Wish", prepared: "Prepared") -> bool:
        """On the engine's thread: a preview may stand for hours while another window marks what is in it."""
        coach = self._app.coach
        coach.refresh()
        try:
            now = coach.asking.prepare(wish)
        except EngineFault:
            return False
        return now is not None and now.parcel.text == prepared.parcel.text

    def _decided(
        self, chosen: Allowed | None, session: "Session", wish: "Wish", prepared: "Prepared"
    ) -> None:
        if chosen in (None, "nothing"):
            return
        self._refused = chosen == "once"

        async def allow() -> None:
            if chosen == "kind":
                await self._screen.engine(lambda: self._app.coach.privacy.allow("follow_up"))
            if not await self._screen.engine(lambda: self._is_as_shown(wish, prepared)):
                self._app.say(wording.NO_LONGER_AS_SHOWN, "warning")
                return
            self._send(session, wish, prepared, monotonic(), once=chosen == "once")

        self._app.work(allow, group="better")

    def _send(
        self, session: "Session", wish: "Wish", prepared: "Prepared", begun: float, *, once: bool
    ) -> None:
        if not self._screen.is_attached:
            return
        self.cancel()
        place = prepared.parcel.place
        where = wording.model_at(place.model, place.host) if place else ""
        wait = self._wait = _Wait(wish, where, begun, Stop())
        loop = asyncio.get_running_loop()
        self._ticking = self._screen.set_interval(EVERY, self._screen.draw_state, name="better")
        self._screen.draw_state()

        def ask() -> None:
            """On a thread of its own, and a daemon: nobody waits for a server at the end (P17)."""
            card: Card | None = None
            failed: CoachError | None = None

            def progress(now: Waiting) -> None:
                wait.words, wait.note = len(now.text.split()), now.note

            try:
                card = self._app.coach.asking.better(
                    prepared, once=once, on_progress=progress, stop=wait.stop
                )
            except CoachError as error:
                failed = error
            except Exception as problem:  # noqa: BLE001  # the wait has to end, whatever it was
                failed = explain(problem)
            _tell(loop, lambda: self._came(session, wait, card, failed))

        threading.Thread(target=ask, name="better-question", daemon=True).start()

    def _came(self, session: "Session", wait: _Wait, card: "Card | None", failed: CoachError | None) -> None:
        if self._wait is not wait or not self._screen.is_attached:
            return  # stopped, left, or moved on meanwhile
        self.cancel()
        if failed is not None and not self._told:
            self._told = True
            self._app.say(wording.error(f"{failed.message} {wording.QUESTION_STAYS}", failed.hint), "warning")
        if card is None:
            self._screen.draw_state()
            return
        in_time = monotonic() - wait.begun <= self._wait_seconds
        replace = in_time and not self._screen.typed and self._screen.is_current
        engine = card.engine

        async def offer() -> None:
            if await self._screen.engine(lambda: session.offer(wait.wish, card, replace=replace)):
                await self._screen.show_again()
            else:
                await self._wait_for_r(session, engine)

        self._run(offer, holding=replace)

    def _run(self, step: Callable[[], Awaitable[None]], *, holding: bool) -> None:
        """With the box held where the question changes, so that what is typed meanwhile is not lost."""
        if holding and not self._screen.busy:
            self._screen.hold_and_run(step)
        else:
            self._app.work(step, group="better")

    async def _wait_for_r(self, session: "Session", engine: "EngineName") -> None:
        if await self._screen.engine(lambda: session.has_late) and self._screen.is_attached:
            self._late = wording.better_waits(wording.model_at(engine.model or "a model", engine.host))
            self._screen.draw_state()


class _Preview(PreviewScreen):
    """Deaf for a moment: a person who was typing has not read it."""

    def __init__(self, parcel: Any) -> None:
        super().__init__(parcel)
        self._since = monotonic()

    def action_allow(self, what: Allowed) -> None:
        """Take a choice that was read."""
        if monotonic() - self._since >= UNREADABLE:
            super().action_allow(what)


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(what)
    except RuntimeError:
        return  # the screen is gone; nobody waits any more
