"""The program on the screen: holds the `Coach`, moves between screens, and loses nothing that was typed."""

import asyncio
import itertools
import os
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker

from coach.errors import CoachError
from coach.tui import wording
from coach.tui.areas import AREAS
from coach.tui.commands import Command, clashes, effective
from coach.tui.drafts import DraftBook, is_box
from coach.tui.ending import Ending
from coach.tui.text import plain
from coach.tui.themes import OWN, choose, extra_variables
from coach.tui.thinking import Thinker

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.engine.today import TodayView
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


class CoachApp(App[None], inherit_bindings=False):
    """The app. Commands that belong to every screen have their actions here."""

    TITLE = "coach"
    ENABLE_COMMAND_PALETTE = (
        False  # our own palette knows people, entries and settings, and no screenshot command
    )
    CSS_PATH = ["app.tcss", "screens/today.tcss"]  # noqa: RUF012  # Textual's own form; it reads no style sheet of a default screen
    NOTIFICATION_TIMEOUT = 4
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # an instance variable in Textual, so no ClassVar
        (0, "-slim"), (40, "-tiny"), (60, "-std"), (110, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012  # likewise
        (0, "-short"),
        (12, "-low"),
        (18, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "how_to_quit", "How to quit", show=False, system=True),
    ]

    def __init__(
        self,
        coach: "Coach",
        *,
        first_view: "TodayView | None" = None,
        session: str | None = None,
        open_editor: Callable[[str], str] | None = None,
    ) -> None:
        self.coach = coach
        self.first_view = first_view
        """Today as it was last time, for the first frame; read again behind it."""
        settings = coach.settings
        self.hiding = bool(settings.ui.hide_private)
        self.commands = effective(settings.keys)
        self.engine_line = _engine_line(settings)
        super().__init__()
        if settings.ui.ascii:
            from coach.tui.ascii import AsciiOnly

            self._filters.append(AsciiOnly())
        for theme in OWN:
            self.register_theme(theme)
        self.theme = choose(settings.ui.theme, os.environ, self.available_themes)
        self.animation_level = "none"
        self.set_keymap(dict(settings.keys))
        self.book = DraftBook(coach.drafts)
        self.log_lines: deque[LogLine] = deque(maxlen=LOG_LINES)
        self._thinker = Thinker()
        self._first_session = session
        self._open_editor = open_editor
        self.ending = Ending(self)

    # ---- life

    def get_css_variables(self) -> dict[str, str]:
        """Textual's variables and ours (see `themes`)."""
        variables = super().get_css_variables()
        variables |= extra_variables(variables, ansi=self.current_theme.ansi)
        self.theme_variables = variables
        return variables

    def get_default_screen(self) -> Screen[Any]:
        """Today."""
        from coach.tui.screens.today import TodayScreen

        return TodayScreen(self.first_view)

    def on_mount(self) -> None:
        """Take over the signals that would end the program without a word."""
        self.ending.watch_signals()
        for problem in clashes(self.coach.settings.keys):
            self.record("warning", problem)
        if self._first_session is not None:
            self.resume_session(self._first_session)
        else:
            self.work(self._welcome, group="welcome")

    async def _welcome(self) -> None:
        """The welcome over an empty Today, unless the person is faster."""
        if await self.engine(lambda: self.coach.first_time) and len(self.screen_stack) == 1:
            from coach.tui.screens.onboarding import OnboardingScreen

            self.push_screen(OnboardingScreen())

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
        self._thinker.stop()

    # ---- for screens

    async def engine(self, job: Callable[[], T]) -> T:
        """Run an engine call on the engine's thread; the footer shows a longer wait (ux, rule 7)."""
        waiting = asyncio.get_running_loop().create_task(self._show_waiting(), name="waiting")
        try:
            return await self._thinker(job)
        finally:
            waiting.cancel()

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
        severity = level if level in ("information", "warning", "error") else "information"
        self.notify(plain(text), severity=severity, markup=False)  # type: ignore[arg-type]  # checked the line before

    def fail(self, error: CoachError) -> None:
        """Say what happened, what was kept and what to do next."""
        self.say(wording.error(error.message, error.hint), "error")

    def record(self, level: str, text: str) -> None:
        """Remember a message for the log view."""
        self.log_lines.append(LogLine(self.coach.clock.now(), level, text))

    def edit_outside(self, text: str) -> str | None:
        """The person's own editor; None when it could not be opened, and then they were told."""
        self.book.save_all()
        try:
            if self._open_editor is not None:
                return self._open_editor(text)
            from coach.tui.editor import open_in_editor

            with self.suspend():
                return open_in_editor(text)
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

    # ---- moving between screens

    @property
    def base(self) -> Screen[Any]:
        """The screen below the modals."""
        from textual.screen import ModalScreen

        return next(screen for screen in reversed(self.screen_stack) if not isinstance(screen, ModalScreen))

    def back(self) -> None:
        """One screen back, never further than the first."""
        self.book.save_all()
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def action_go(self, area: str) -> None:
        """Another area of the program. Today lies under all of them, so Esc and q lead back to it."""
        from importlib import import_module

        if area == "today":
            self._back_to_today()
            return
        module, _, name = next(one.screen for one in AREAS if one.id == area).partition(":")
        self.show_over_today(getattr(import_module(module), name)())

    async def action_palette(self) -> None:
        """Everything, by typing a few letters."""
        from coach.tui.screens.palette import PaletteScreen

        await self.push_screen(PaletteScreen())

    async def action_help(self) -> None:
        """Help for this screen."""
        from coach.tui.screens.help import HelpScreen

        await self.push_screen(HelpScreen(self.base))

    async def action_log(self) -> None:
        """What happened in this run."""
        from coach.tui.screens.log import LogScreen

        await self.push_screen(LogScreen())

    async def action_capture(self) -> None:
        """A one-line note from anywhere."""
        from coach.tui.screens.capture import CaptureScreen

        await self.push_screen(CaptureScreen(), self._refresh_base)

    async def action_choose_session(self) -> None:
        """Choose a kind of session and begin."""
        from coach.tui.screens.choose import ChooseSession

        await self.push_screen(ChooseSession(), self._start_chosen)

    def _start_chosen(self, guide: str | None) -> None:
        if guide:
            self.start_session(guide)

    def start_session(self, guide: str) -> None:
        """A new session of this guide."""
        from coach.tui.screens.session import SessionScreen

        self.show_over_today(SessionScreen(lambda: self.coach.sessions.start(guide)))

    def resume_session(self, entry: str) -> None:
        """Go on with an unfinished session."""
        from coach.tui.screens.session import SessionScreen

        self.show_over_today(SessionScreen(lambda: self.coach.sessions.resume(entry)))

    def show_over_today(self, screen: Screen[Any]) -> None:
        """Show a screen in place of whatever lies over Today.

        Not `switch_screen`: in Textual 8.2.8 the stack is empty for a moment then, and a key in that moment
        ends the program.
        """
        self._back_to_today()
        self.push_screen(screen)

    def _back_to_today(self) -> None:
        self.book.save_all()
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _refresh_base(self, changed: object = None) -> None:
        from coach.tui.screens.base import CoachScreen

        if changed and isinstance(self.base, CoachScreen):
            self.base.undone()

    def show_demo(self) -> None:
        """The same program on sample data, in its own process; this one waits behind it."""
        import subprocess
        import sys

        self.book.save_all()
        try:
            with self.suspend():
                # A fixed command: this interpreter, this package.
                subprocess.run([sys.executable, "-m", "coach", "demo"], check=False)
        except (SuspendNotSupported, OSError):
            self.say("Sample data cannot be opened from here. Run: coach demo", "warning")

    async def run_command(self, command: Command) -> None:
        """Do what a command of the palette says, on the screen below it."""
        if command.action:
            await self.run_action(command.action, self.base)

    def use_theme(self, wanted: str) -> None:
        """Other colours for this run; the config decides for the next."""
        self.theme = choose(wanted, os.environ, self.available_themes)

    def show_found(self, kind: str, what: str) -> None:
        """Open an entry or a person's entries found in the palette."""
        from coach.tui.screens.entry import EntryScreen

        if kind == "entry":
            self.push_screen(EntryScreen(what))
        else:
            self.say(f"Entries with them: search for @{what} in Entries.")

    # ---- actions of every screen

    async def action_moving(self, action: str) -> None:
        """An action of a single letter; see `check_action`."""
        await getattr(self, f"action_{action}")()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """While a text box has the focus, letters are text."""
        return action != "moving" or not is_box(self.focused)

    def action_hide(self) -> None:
        """Hide what is private, or show it again; at once, before anything else."""
        from coach.tui.screens.base import CoachScreen

        self.hiding = not self.hiding
        self.work(self._tell_sessions, group="hide")
        for screen in self.screen_stack:
            if isinstance(screen, CoachScreen):
                screen.hiding_changed(hiding=self.hiding)
        self.say(wording.HIDDEN if self.hiding else wording.SHOWN)

    async def _tell_sessions(self) -> None:
        def tell() -> None:
            self.coach.sessions.hide_private = self.hiding

        await self.engine(tell)

    def action_undo(self) -> None:
        """Reverse the last change."""
        self.work(self._undo, group="undo")

    def action_redo(self) -> None:
        """Bring back what was undone last."""
        self.work(self._redo, group="undo")

    async def _undo(self) -> None:
        done = await self.engine(self.coach.history.undo)
        self.say(f"Undone: {done[0].label}." if done else wording.NOTHING_TO_UNDO)
        self._refresh_base(done)

    async def _redo(self) -> None:
        done = await self.engine(self.coach.history.redo)
        self.say(f"Done again: {done[0].label}." if done else wording.NOTHING_TO_REDO)
        self._refresh_base(done)

    def action_leave_program(self) -> None:
        """Quit; drafts are saved."""
        self.exit()

    def action_how_to_quit(self) -> None:
        """^c does not quit; say what does."""
        self.say(wording.HOW_TO_QUIT)


def _engine_line(settings: Any) -> str:
    if settings.engine.use != "remote":
        return wording.ENGINE_HERE
    return wording.engine_remote(urlsplit(settings.remote.base_url or "").hostname or "not set")
