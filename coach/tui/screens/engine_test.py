"""Trying the engine elsewhere: one sentence of the program's own, its answer as it comes (ux 4.11, key t)."""

import asyncio
import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from coach.crash import explain
from coach.errors import CoachError
from coach.tui.screens.base import CoachModal
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.streaming import StreamingText

if TYPE_CHECKING:
    from coach.engine.chat import Stop, Waiting
    from coach.engine.gate.parcel import Answer
    from coach.engine.gate.privacy import Privacy

_SHOW_TIME_EVERY = 0.5


class EngineTest(CoachModal[None]):
    """Sends the sentence at once. Esc stops and keeps what came; Esc again closes."""

    DEFAULT_CSS = """
    EngineTest {
        & #answer { height: auto; max-height: 10; margin: 1 0; }
        & ActionBar { padding: 0; }
    }
    """

    def __init__(self, privacy: "Privacy") -> None:
        super().__init__()
        self._privacy = privacy
        self._stop: Stop | None = None
        self._begun = 0.0
        self._note = ""

    def compose_panel(self) -> ComposeResult:
        """What is sent and where; the answer; how it stands."""
        yield Reading(id="about")
        with VerticalScroll(id="answer", can_focus=False):
            yield StreamingText(id="stream")
        yield Reading(id="state")
        yield ActionBar((Choice("stop", "Stop", "Esc"),))

    def on_mount(self) -> None:
        """Begin."""
        from coach.engine.chat import Stop
        from coach.engine.gate.privacy import TEST_SENTENCE

        self.query_one("#panel", Vertical).border_title = safe("Testing the engine")
        place = self._privacy.status().place
        where = f"{place.host}, model {place.model}" if place else "nowhere"
        self.query_one("#about", Reading).show_parts(
            (("text", f"To {where}"), ("soft", f"All that is sent: “{TEST_SENTENCE}”"))
        )
        self.set_focus(self.query_one(ActionBar))
        self._stop = Stop()
        self._begun = monotonic()
        self.set_interval(_SHOW_TIME_EVERY, self._tick, name="elapsed")
        self._tick()
        loop = asyncio.get_running_loop()
        # A thread of its own, and a daemon: nobody waits for a server at the end of the program (P17).
        threading.Thread(target=self._ask, args=(loop, self._stop), name="engine-test", daemon=True).start()

    def action_close(self) -> None:
        """Stop; once stopped, or done, close."""
        if self._stop is not None:
            self._stop.set()
            self._end("Stopped. What came is kept above.")
        elif self.is_current:
            self.dismiss(None)

    @on(ActionBar.Pressed)
    def press(self) -> None:
        """The button is Esc."""
        self.action_close()

    def _ask(self, loop: asyncio.AbstractEventLoop, stop: "Stop") -> None:
        """On the thread: nothing of the screen is touched but through its loop."""
        stream = self.query_one(StreamingText)

        def progress(waiting: "Waiting") -> None:
            self._note = waiting.note
            stream.put(waiting.text)

        try:
            answer = self._privacy.test(on_progress=progress, stop=stop)
        except CoachError as error:
            _tell(loop, self._failed, error)
        except Exception as problem:  # noqa: BLE001  # the wait has to end, whatever it was
            _tell(loop, self._failed, explain(problem))
        else:
            _tell(loop, self._done, answer)

    def _tick(self) -> None:
        if self._stop is not None:
            took = monotonic() - self._begun
            self._say("soft", f"Waiting, {took:.1f} s. {self._note}".strip())

    def _done(self, answer: "Answer") -> None:
        if self._stop is None:
            return  # stopped already; what came stands
        self.query_one(StreamingText).finish(answer.text)
        reply = answer.reply
        first = "" if reply.first_token is None else f" First word after {reply.first_token:.1f} s."
        whole = (
            "The engine answers." if reply.ending == "whole" else f"The answer is not whole ({reply.ending})."
        )
        used = f" {reply.usage.sent + reply.usage.received} tokens."
        self._end(f"{whole}{first} In all {reply.seconds:.1f} s, model {reply.model}.{used}")

    def _failed(self, error: CoachError) -> None:
        if self._stop is not None:
            self._end(f"{error.message} {error.hint}".strip(), look="warn")

    def _end(self, sentence: str, *, look: str = "text") -> None:
        self._stop = None
        self._say(look, sentence)
        self.query_one(ActionBar).choices = (Choice("close", "Close", "Esc"),)

    def _say(self, look: str, sentence: str) -> None:
        self.query_one("#state", Reading).show_parts(((look, sentence),))


def _tell(loop: asyncio.AbstractEventLoop, what: Any, value: object) -> None:
    try:
        loop.call_soon_threadsafe(what, value)
    except RuntimeError:
        return  # the screen is gone; nobody reads any more
