"""What all screens share: header, footer, typing and moving, the notice for a small window.

Screens ask the app for everything that leaves them (engine calls, toasts, other screens) and never import it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack  # Textual 8.2.8 has no public name for it

from coach.tui.commands import Command, bindings, for_screen
from coach.tui.drafts import is_box
from coach.tui.widgets.frame import Header, KeyLine, TooSmall

if TYPE_CHECKING:
    from coach.tui.app import CoachApp
    from coach.tui.widgets.field import FieldBox
    from coach.tui.widgets.writing import AnswerBox, LineBox

T = TypeVar("T")


class Framed:
    """Mixed into screens and modals: who the app is, and what state the keys are in."""

    NAME: ClassVar[str] = ""
    """The name commands know the screen by."""
    PURPOSE: ClassVar[str] = ""
    """One sentence for help."""
    TIP: ClassVar[str] = ""
    """One tip for help."""

    @property
    def coach_app(self) -> "CoachApp":
        """The app, by its own type."""
        return cast("CoachApp", cast("Screen[Any]", self).app)

    @property
    def typing(self) -> bool:
        """Whether letters are text now."""
        return is_box(cast("Screen[Any]", self).focused)

    _under_way = False

    def once(self, what: Callable[[], Awaitable[object]], *, group: str) -> None:
        """Do something that changes the store; while it is under way the same key does nothing more."""
        if self._under_way:
            return
        self._under_way = True

        async def run() -> None:
            try:
                await what()
            finally:
                self._under_way = False

        self.coach_app.work(run, group=group)

    def hiding_changed(self, *, hiding: bool) -> None:
        """Private things are to be hidden, or shown again."""

    async def engine(self, job: Callable[[], T]) -> T:
        """Run an engine call off the screen's thread, in order with the others."""
        return await self.coach_app.engine(job)


class CoachScreen(Framed, Screen[None]):
    """A whole screen."""

    HEADING: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.NAME:
            cls.BINDINGS = cast("list[Any]", bindings(cls.NAME))
            cls._merged_bindings = cls._merge_bindings()

    def compose(self) -> ComposeResult:
        """Header, body, footer."""
        app = self.coach_app
        yield Header(self.HEADING, app.engine_line, demo=app.coach.demo, hiding=app.hiding)
        with Vertical(id="body"):
            yield from self.compose_body()
        yield KeyLine()
        yield TooSmall()

    def compose_body(self) -> ComposeResult:
        """What stands between header and footer."""
        yield from ()

    def on_mount(self) -> None:
        """Keep the footer true to the state of the keys."""
        self.watch(self, "focused", self._state_changed, init=True)
        try:
            self.ready()
        except NoMatches:
            if self in self.app.screen_stack:
                raise
            # Left before it stood: a key that goes back was faster than the first frame.

    def ready(self) -> None:
        """What a screen does once it stands. Not `on_mount`: Textual calls the one of a subclass first."""

    # ---- header and footer

    @property
    def header(self) -> Header:
        """The first line."""
        return self.query_one(Header)

    def available(self) -> tuple[Command, ...]:
        """The commands whose keys act in the present state."""
        typing = self.typing
        wanted = ("always", "typing") if typing else ("always", "moving")
        found: list[Command] = []
        for command in for_screen(self.NAME, self.coach_app.commands):
            if command.scope not in wanted or (command.id == "esc" and not self.can_leave()):
                continue
            found.append(replace(command, short="Back") if command.id == "esc" and not typing else command)
        return tuple(found)

    def can_leave(self) -> bool:
        """Whether Esc does something now."""
        return self.typing

    def _state_changed(self) -> None:
        for rack in self.query(ToastRack):  # on the rack alone: a class on the screen restyles all of it
            rack.set_class(self.typing, "-top")
        try:
            self.query_one(KeyLine).commands = self.available()
        except NoMatches:
            return  # not composed yet

    def refresh_keys(self) -> None:
        """Ask the footer to look again."""
        self._state_changed()

    @on(KeyLine.Pressed)
    def press_key(self, event: KeyLine.Pressed) -> None:
        """A click on a footer key is the key."""
        self.app.simulate_key(event.key)

    # ---- moving about

    def resting_place(self) -> Widget | None:
        """Where the focus goes when a text box is left."""
        return None

    def action_leave(self) -> None:
        """Esc: out of the text box, else one screen back."""
        if self.typing:
            self.set_focus(self.resting_place())
        else:
            self.action_back()

    def action_back(self) -> None:
        """One screen back."""
        self.coach_app.back()

    def action_main(self) -> None:
        """The main action, where a screen has one."""

    def action_editor(self) -> None:
        """The outside editor, for the box that has the focus."""
        if self.typing:
            self.coach_app.edit_box(cast("AnswerBox | LineBox | FieldBox", self.focused))

    def undone(self) -> None:
        """Something was undone or redone: show what is there now."""


class CoachModal(Framed, ModalScreen[T]):
    """A small screen over another; Esc closes it and changes nothing."""

    BINDINGS: ClassVar[list[Binding | tuple[str, str] | tuple[str, str, str]]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("f8", "app.hide", "Hide what is private", show=False),
        Binding("ctrl+q", "app.leave_program", "Quit", show=False),
    ]
    DEFAULT_CSS = """
    CoachModal {
        align: center middle; background: $background 60%; layers: default notice _toastrack;
        & > #panel {
            width: 72; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $surface; border: round $rule; border-title-color: $primary; border-title-style: bold;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """A panel with a title."""
        with Vertical(id="panel"):
            yield from self.compose_panel()
        yield TooSmall()

    def compose_panel(self) -> ComposeResult:
        """What stands in the panel."""
        yield from ()

    def action_close(self) -> None:
        """Close and change nothing."""
        if self.is_current:
            self.dismiss(None)
