"""The program on the screen: holds the `Coach`, moves between screens, and loses nothing that was typed."""

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import AwaitMount

from coach.tui import wording
from coach.tui.areas import AREAS
from coach.tui.commands import Command, clashes, effective
from coach.tui.drafts import is_box
from coach.tui.service import Service
from coach.tui.themes import OWN, choose, extra_variables

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.engine.ports import Done
    from coach.engine.today import TodayView


class CoachApp(Service, inherit_bindings=False):
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
        self.first_view = first_view
        """Today as it was last time, for the first frame; read again behind it."""
        settings = coach.settings
        self.hiding = bool(settings.ui.hide_private)
        self.commands = effective(settings.keys)
        super().__init__(coach, open_editor=open_editor)
        if settings.ui.ascii:
            from coach.tui.ascii import AsciiOnly

            self._filters.append(AsciiOnly())
        for theme in OWN:
            self.register_theme(theme)
        self.theme = choose(settings.ui.theme, os.environ, self.available_themes)
        self.animation_level = "none"
        self.set_keymap(dict(settings.keys))
        self._first_session = session

    # ---- life

    @property
    def engine_line(self) -> str:
        """Where thinking happens, for the header of the next screen that opens (ux, rule 8)."""
        place = self.coach.thinks_at
        if place is None:
            return wording.ENGINE_HERE
        return wording.engine_remote(place.host, here=place.on_this_machine)

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

    def show_over_today(self, screen: Screen[Any]) -> AwaitMount:
        """Show a screen in place of whatever lies over Today.

        Not `switch_screen`: in Textual 8.2.8 the stack is empty for a moment then, and a key in that moment
        ends the program.
        """
        self._back_to_today()
        return self.push_screen(screen)

    def _back_to_today(self) -> None:
        self.book.save_all()
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _refresh_base(self, changed: object = None) -> None:
        from coach.tui.screens.base import CoachScreen

        if changed and isinstance(self.base, CoachScreen):
            self.base.undone()
        if changed:
            self.read_ahead()

    def show_demo(self) -> None:
        """The same program on sample data, in its own process; this one waits behind it."""
        import subprocess
        import sys

        self.book.save_all()
        try:
            # A fixed command: this interpreter, this package.
            self.outside(lambda: subprocess.run([sys.executable, "-m", "coach", "demo"], check=False))
        except (SuspendNotSupported, OSError):
            self.say("Sample data cannot be opened from here. Run: coach demo", "warning")

    async def run_command(self, command: Command) -> None:
        """Do what a command of the palette says, on the screen below it."""
        if command.action:
            await self.run_action(command.action, self.base)

    def use_theme(self, wanted: str) -> None:
        """Other colours for this run; the config decides for the next."""
        self.theme = choose(wanted, os.environ, self.available_themes)

    def show_entry(self, id: str) -> None:
        """Read one entry over the present screen; Esc leads back to it."""
        from coach.tui.screens.entries_read import EntryReader

        self.book.save_all()
        self.push_screen(EntryReader(id))

    async def show_entries(self, query: str = "", *, search: bool = False) -> None:
        """The entries that fit a query; with `search` the cursor is in the query."""
        from coach.tui.screens.entries import EntriesScreen

        screen = EntriesScreen(query)
        await self.show_over_today(screen)
        if search:
            screen.action_search()

    # ---- actions of every screen

    async def action_moving(self, action: str) -> None:
        """An action of a single letter; see `check_action`."""
        await getattr(self, f"action_{action}")()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """While a text box has the focus, letters are text."""
        return action != "moving" or not is_box(self.focused)

    def action_hide(self) -> None:
        """Hide what is private, or show it again; at once, before anything else."""
        from coach.tui.screens.base import Framed
        from coach.tui.widgets.frame import Header

        self.hiding = not self.hiding
        self.work(self._tell_sessions, group="hide")
        for screen in self.screen_stack:
            for header in screen.query(Header):
                header.hiding = self.hiding
            if isinstance(screen, Framed):
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
        history = self.coach.history
        said, done = await self.engine(lambda: self._change(history.list, history.undo))
        self.say(f"Undone: {said}." if done else wording.NOTHING_TO_UNDO)
        self._refresh_base(done)

    async def _redo(self) -> None:
        history = self.coach.history
        said, done = await self.engine(lambda: self._change(partial(history.list, undone=True), history.redo))
        self.say(f"Done again: {said}." if done else wording.NOTHING_TO_REDO)
        self._refresh_base(done)

    def _change(
        self, ahead: "Callable[[int], list[Done]]", change: "Callable[[], list[Done]]"
    ) -> "tuple[str, list[Done]]":
        """Do it, and name it by the words of its record, which may be gone before or after.

        Runs on the engine's thread.
        """
        from coach.tui.screens.changed import words_of

        coming = ahead(1)
        before = words_of(self.coach, coming[0]) if coming else ""
        done = change()
        words = before or (words_of(self.coach, done[0]) if done else "")
        return (f"{done[0].label} {words}".strip() if done else ""), done

    def action_leave_program(self) -> None:
        """Quit; drafts are saved."""
        self.exit()

    def action_how_to_quit(self) -> None:
        """^c does not quit; say what does."""
        self.say(wording.HOW_TO_QUIT)
