"""What the app does for its screens: engine calls, work beside them, toasts, the log, the outside editor."""

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App, SuspendNotSupported
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker

from coach.errors import CoachError
from coach.tui import wording
from coach.tui.drafts import DraftBook
from coach.tui.ending import Ending
from coach.tui.text import plain
from coach.tui.thinking import Thinker

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.tui.widgets.field import FieldBox
    from coach.tui.widgets.writing import AnswerBox, LineBox

T = TypeVar("T")
LOG_LINES = 200
A_MOMENT = 0.3
"""Seconds; a longer wait is shown."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of this run. Never holds what the person wrote."""

    at: datetime
    level: str
    text: str


class Service(App[None], inherit_bindings=False):
    """The part of the app that knows no screen by name."""

    def __init__(self, coach: "Coach", *, open_editor: Callable[[str], str] | None = None) -> None:
        self.coach = coach
        super().__init__()
        self.book = DraftBook(coach.drafts)
        self.log_lines: deque[LogLine] = deque(maxlen=LOG_LINES)
        self.ending = Ending(self)
        self._thinker = Thinker()
        self.meaning = Thinker()
        """For what reads entries by meaning: a thread of its own, since a first reading takes long."""
        self._ahead = Event()
        self._read_entries = -1
        """How many entries there were when meaning was last read; -1 while it never was in this run."""
        self._open_editor = open_editor
        self._said_last = ("", "")

    async def engine(self, job: Callable[[], T]) -> T:
        """Run an engine call on the engine's thread; the footer shows a longer wait (ux, rule 7)."""
        waiting = asyncio.get_running_loop().create_task(self._show_waiting(), name="waiting")
        try:
            return await self._thinker(job)
        finally:
            waiting.cancel()

    def themes_drawn(self) -> None:
        """From now on what is written is read in the background, for the encoder is loaded anyway."""
        self._read_entries = max(self._read_entries, 0)

    def stop_reading_ahead(self) -> None:
        """Somebody waits for the thread."""
        self._ahead.set()

    def read_ahead(self) -> None:
        """Read by meaning what was written since, so that the next drawing is quick; never before a first."""
        if self._read_entries >= 0:
            self.work(self._read_ahead, group="read ahead", latest_only=True)

    async def _read_ahead(self) -> None:
        coach = self.coach
        count = await self._thinker(lambda: sum(1 for _ in coach.entries.ids()))
        if count == self._read_entries:
            return
        stop = self._ahead = Event()
        with contextlib.suppress(CoachError):  # whoever opens Themes is told what is wrong
            if await self.meaning(lambda: coach.themes.read_ahead(stop.is_set)):
                self._read_entries = count

    async def _show_waiting(self) -> None:
        from coach.tui.widgets.frame import KeyLine

        await asyncio.sleep(A_MOMENT)
        screen = self.screen
        try:
            for tenths in itertools.count(int(A_MOMENT * 10)):
                for footer in screen.query(KeyLine):
                    footer.working = wording.working(tenths / 10)
                await asyncio.sleep(0.1)
        finally:
            for footer in screen.query(KeyLine):
                footer.working = ""

    def work(
        self, what: Callable[[], Awaitable[object]], *, group: str, latest_only: bool = False
    ) -> Worker[None]:
        """Run a coroutine function beside the screen, its errors told in one sentence.

        Args:
            what: is called when the work begins.
            group: names the work in logs; constant, for Textual's own description would quote arguments.
            latest_only: stop waiting for earlier work of the group: for reading, never for changes.
        """
        return self.run_worker(
            partial(self._guarded, what, self.screen),
            group=group,
            name=group,
            description=group,
            exclusive=latest_only,
            exit_on_error=False,
        )

    async def _guarded(self, what: Callable[[], Awaitable[object]], screen: Screen[Any]) -> None:
        try:
            await what()
        except CoachError as error:
            self.fail(error)
        except NoMatches as error:
            if screen.is_attached:  # else it was left while the engine worked: nobody is there
                self.ending.note(error)
                self.say(wording.UNEXPECTED, "error")
        except Exception as error:  # noqa: BLE001  # one sentence for the person; the screen stays usable
            self.ending.note(error)
            self.say(wording.UNEXPECTED, "error")

    def say(self, text: str, level: str = "information") -> None:
        """One toast, kept in the log too."""
        self.record(level, text)
        if self._said_last in (("information", ""), ("warning", ""), ("error", text)):
            self.clear_notifications()  # toasts that pile up cover what is being read and written
        self._said_last = (level, text if level == "error" else "")
        severity = level if level in ("information", "warning", "error") else "information"
        self.notify(plain(text), severity=severity, markup=False)  # type: ignore[arg-type]  # checked the line before

    def fail(self, error: CoachError) -> None:
        """Say what happened, what was kept and what to do next."""
        self.say(wording.error(error.message, error.hint), "error")

    def record(self, level: str, text: str) -> None:
        """Remember a message for the log view."""
        self.log_lines.append(LogLine(self.coach.clock.now(), level, text))

    def outside(self, job: Callable[[], T]) -> T:
        """Run another program in this terminal; the screen is back afterwards, also when it failed.

        Textual 8.2.8 does not take the terminal back when an exception leaves `suspend`.

        Raises:
            SuspendNotSupported: there is no terminal to give away. Else what the job raises.
        """
        done: list[T] = []
        failed: Exception | None = None
        with self.suspend():
            try:
                done.append(job())
            except Exception as error:  # noqa: BLE001  # raised again once the screen is back
                failed = error
        if failed is not None:
            raise failed
        return done[0]

    def edit_outside(self, text: str) -> str | None:
        """The person's own editor; None when it could not be opened, and then they were told."""
        self.book.save_all()
        try:
            if self._open_editor is not None:
                return self._open_editor(text)
            from coach.tui.editor import open_in_editor

            return self.outside(lambda: open_in_editor(text))
        except SuspendNotSupported:
            self.say(wording.EDITOR_NOT_HERE, "warning")
        except CoachError as error:
            self.fail(error)
        return None

    def edit_box(self, box: "AnswerBox | LineBox | FieldBox") -> None:
        """Let the person write the text of a box in their editor; the cursor comes back to its end."""
        edited = self.edit_outside(box.written)
        if edited is not None and edited != box.written:
            box.rewrite(edited)
        self.screen.set_focus(box)

    # ---- the end

    def _fatal_error(self) -> None:
        """After an unexpected exception: keep the drafts, say so without the words of anyone (promise P39).

        Textual 8.2.8 would print every local variable here, entry text among them.
        """
        self.ending.report(self._exception)
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:  # noqa: ARG002  # what they would draw is the reason not to
        """An error that knows how to draw itself may draw what was written; it is reported like any other."""
        self._fatal_error()

    def exit(self, result: None = None, return_code: int = 0, message: Any | None = None) -> None:
        """Leave; drafts first."""
        self.book.save_all()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """Let a save that has begun finish."""
        self._ahead.set()
        self.meaning.stop(0)
        self._thinker.stop()
