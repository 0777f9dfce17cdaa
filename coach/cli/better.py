"""A better question than this machine's, on the command line: consent, a visible wait, one sentence where it
fails."""

import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final

from coach.domain.asking import Card, Situation
from coach.engine.chat import EngineFault, Stop
from coach.errors import CoachError, EngineUnavailable, StoreUnwritable

if TYPE_CHECKING:
    from coach.cli.context import App
    from coach.engine.questions.asking import Asking
    from coach.engine.questions.remote import Prepared

_TICK: Final = 0.1
"""Seconds between two looks at the wait: Ctrl-C is heard, and the elapsed time redrawn, that often."""
_LET_GO: Final = 1.0
"""Seconds a stopped request may take to end; its thread is a daemon and holds nobody up."""
_CHOICES: Final = ("Send nothing", "Allow once", "Allow for this kind")


class BetterQuestions:
    """Asks the model elsewhere where the settings say so; else every card stays as it is.

    With `--engine remote` there is no fallback: what fails is raised (exit 5).
    """

    def __init__(self, app: "App", asking: "Asking", *, many: bool = False) -> None:
        """`many`: for a stream of answers, about which nobody is asked anything.

        Raises:
            EngineFault: `--engine remote`, and consent is missing where nobody can be asked for it.
        """
        self._app = app
        self._asking = asking
        self._strict = app.options.engine == "remote"
        self._many = many
        self._told: set[str] = set()
        self._once = False
        self._on = asking.has_remote and app.coach.privacy.status().refusal is None
        if self._on and not self._may_ask and not app.coach.privacy.given("follow_up"):
            self._failed(_no_consent(app))
            self._on = False

    def instead_of(self, card: Card, situation: Situation) -> Card:
        """The model's question where it may be asked and passes every check, else `card`.

        Raises:
            EngineUnavailable: with `--engine remote`, where the model has no question to show.
        """
        if not self._on:
            return card
        from coach.engine.questions.wish import wish_for_text

        wish = wish_for_text(situation, card)
        if wish is None:
            return card  # a stop for safety, or nothing to build on: a model would know no more
        try:
            prepared = self._asking.prepare(wish)
            if prepared is None or not self._allowed(prepared):
                return card
            better = self._waited(prepared)
        except (EngineFault, StoreUnwritable) as fault:  # a record that cannot be written: nothing was sent
            self._failed(fault)
            return card
        if better is None:
            self._failed(_dropped(strict=self._strict))
            return card
        return better

    @property
    def _may_ask(self) -> bool:
        return self._app.out.may_ask and not self._many

    def _allowed(self, prepared: "Prepared") -> bool:
        """Whether this may be sent; at a terminal the exact text is shown and the person decides (P35)."""
        privacy = self._app.coach.privacy
        if privacy.given("follow_up"):
            return True
        from coach.cli.privacy import preview_text

        out = self._app.out
        out.ask_about(preview_text(prepared.parcel))
        chosen = out.pick("May this be sent?", _CHOICES, "coach privacy allow follow_up")
        if chosen == 2:
            privacy.allow("follow_up")
        self._once = chosen == 1
        if chosen == 0:
            self._failed(_no_consent(self._app))
        return chosen > 0

    def _waited(self, prepared: "Prepared") -> Card | None:
        """Wait on a thread of its own, the elapsed time shown; Ctrl-C ends the wait, not the program."""
        stop = Stop()
        done: list[Card | None] = []
        failed: list[CoachError] = []
        notes = [""]

        def run() -> None:
            try:
                done.append(
                    self._asking.better(
                        prepared,
                        once=self._once,
                        stop=stop,
                        on_progress=lambda waiting: notes.__setitem__(0, waiting.note),
                    )
                )
            except CoachError as error:
                failed.append(error)

        worker = threading.Thread(target=run, name="better-question", daemon=True)
        begun = monotonic()
        worker.start()
        try:
            while worker.is_alive():
                worker.join(_TICK)
                self._say_waiting(prepared, monotonic() - begun, notes[0])
        except KeyboardInterrupt:
            stop.set()
            with suppress(KeyboardInterrupt):
                worker.join(_LET_GO)
            if self._strict or self._many:
                raise
            self._app.out.passing("")
            self._app.out.echo("Stopped; this machine asks.")
            raise _Stopped from None
        finally:
            self._app.out.passing("")
        if failed:
            raise failed[0]
        if not done:
            raise EngineUnavailable("The remote engine stopped without a word. What you wrote is kept.")
        return done[0]

    def _say_waiting(self, prepared: "Prepared", seconds: float, note: str) -> None:
        place = prepared.parcel.place
        where = f"{place.model} at {place.host}" if place else "the model"
        self._app.out.passing(f"Asking {where}, {seconds:.1f} s. {note}".rstrip())

    def _failed(self, error: CoachError) -> None:
        """One sentence, once; with `--engine remote` the end of it."""
        if isinstance(error, _Stopped):
            return
        if self._strict:
            raise error
        if error.message not in self._told:
            self._told.add(error.message)
            self._app.out.warn(f"{error.message} This machine asks. {error.hint}".rstrip())


class _Stopped(EngineFault):
    """The person ended the wait; they know."""

    def __init__(self) -> None:
        super().__init__("stopped", "The wait was ended.")


def _no_consent(app: "App") -> EngineFault:
    place = app.coach.privacy.status().place
    return EngineFault(
        "no_consent",
        f"Sending text to {place.host if place else 'the endpoint'} for a better question is not allowed;"
        " nothing was sent.",
        hint="`coach privacy preview follow_up` shows it, `coach privacy allow follow_up` allows it.",
    )


def _dropped(*, strict: bool) -> EngineUnavailable:
    return EngineUnavailable(
        "The model's question did not pass the checks of a good question, so it is not shown.",
        hint="Without --engine remote the question of this machine stands in its place." if strict else "",
    )
