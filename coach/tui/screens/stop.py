"""The stop for safety: what it says, whom to turn to, three ways on. No coaching question (rubric S1-S8)."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from coach.tui import wording
from coach.tui.commands import Command
from coach.tui.screens.base import CoachModal, CoachScreen
from coach.tui.screens.session_view import SessionView
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from coach.engine.safety.notice import Notice
    from coach.engine.session import Session

_CHOICES = (
    Row("save", "Save and close", detail="what you wrote is kept, and never shared"),
    Row("on", "Go on", detail="with the next question, none about this"),
    Row("delete", "Delete this session", detail="to the bin; u brings it back"),
)


_OFFERED = ("stop.choose", "esc", "help.mark", "palette", "hide")


class StopScreen(CoachScreen):
    """Shown in place of a question."""

    NAME = "stop"
    HEADING = "A stop"
    CSS_PATH = "stop.tcss"
    PURPOSE = (
        "The session has stopped because of what you wrote. Nothing was sent anywhere, and nothing is lost."
    )
    TIP = "The three choices are yours; there is no wrong one."
    AUTO_FOCUS: ClassVar[str | None] = "#choices"

    def __init__(self, session: "Session", view: SessionView) -> None:
        super().__init__()
        self._session = session
        self._view = view

    def compose_body(self) -> ComposeResult:
        """The words, then the choices."""
        with VerticalScroll(id="notice", can_focus=True):
            yield Reading(id="words")
        yield RowList(_CHOICES, id="choices")

    def ready(self) -> None:
        """Show the whole notice."""
        self.header.heading = self._view.title
        if self._view.notice is not None:
            self.query_one("#words", Reading).show_parts((("text", self._view.notice.text),))

    def available(self) -> tuple[Command, ...]:
        """No invitation to anything but the three choices and help."""
        return tuple(command for command in super().available() if command.id in _OFFERED)

    def can_leave(self) -> bool:
        """Esc leaves everything as it stands."""
        return True

    def action_back(self) -> None:
        """Out, with word of what became of the text and where it is."""
        self.coach_app.back()
        self.coach_app.say(wording.STOPPED_KEPT)

    def resting_place(self) -> Widget | None:
        """The choices."""
        return self.query_one("#choices")

    @on(RowList.Chosen, "#choices")
    def choose(self, event: RowList.Chosen) -> None:
        """Take one."""
        self.once(lambda: self._take(event.row.id), group="stop")

    async def _take(self, choice: str) -> None:
        session = self._session
        if choice == "on":
            await self.engine(session.go_on)
            from coach.tui.screens.session import SessionScreen

            self.coach_app.show_over_today(SessionScreen(lambda: session))
        elif choice == "save":
            await self.engine(session.save_and_close)
            self.coach_app.book.drop_all(f"session/{self._view.id}/")
            self.coach_app.back()
            self.coach_app.say(wording.STOPPED_SAVED)
        else:
            await self.engine(session.delete)
            self.coach_app.back()
            self.coach_app.say("In the bin. u brings it back.")


class NoticeScreen(CoachModal[None]):
    """The same words after a captured note, which is kept already."""

    DEFAULT_CSS = """
    NoticeScreen #panel { width: 80; height: auto; max-height: 90%; }
    NoticeScreen VerticalScroll { height: auto; max-height: 100%; }
    NoticeScreen ActionBar { padding: 0; margin: 1 0 0 0; }
    """

    def __init__(self, notice: "Notice") -> None:
        super().__init__()
        self._notice = notice

    def compose_panel(self) -> ComposeResult:
        """The words."""
        reading = Reading()
        reading.parts = (("text", self._notice.said("kept")),)
        with VerticalScroll():
            yield reading
        yield ActionBar((Choice("close", "Close", "Esc"),))

    def on_mount(self) -> None:
        """Name the panel."""
        self.query_one("#panel", Vertical).border_title = safe("Kept")
        self.set_focus(self.query_one(ActionBar))

    @on(ActionBar.Pressed)
    def press(self) -> None:
        """Close."""
        self.action_close()
