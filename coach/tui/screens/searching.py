"""The common shape of palette and help: one line to type into, a list that follows it."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from coach.tui.screens.base import CoachModal, T
from coach.tui.text import safe
from coach.tui.widgets.rows import Row, RowList
from coach.tui.widgets.writing import LineBox


class Searcher(CoachModal[T]):
    """Type to narrow, arrows to move, Enter to take."""

    TITLE_TEXT = ""
    HINT = ""
    DEFAULT_CSS = """
    Searcher { align: center top; }
    Searcher #panel { width: 84; margin: 1 0; padding: 0 1; height: 1fr; max-height: 30; }
    Searcher LineBox { background: $surface; border: none; height: 1; padding: 0 1; margin: 1 0; }
    Searcher LineBox:focus { border: none; }
    Searcher RowList { height: 1fr; padding: 0; background: $surface; }
    """

    def compose_panel(self) -> ComposeResult:
        """The line, the list."""
        yield LineBox(id="search", hint=self.HINT)
        yield RowList(id="found")

    def on_mount(self) -> None:
        """Into the line."""
        self.query_one("#panel", Vertical).border_title = safe(self.TITLE_TEXT)
        self.set_focus(self.query_one(LineBox))
        self.narrow("")

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.narrow(event.value.strip())

    @on(Input.Submitted)
    def take(self) -> None:
        """Enter takes the selected row."""
        self.query_one(RowList).action_open()

    @on(RowList.Chosen)
    def took(self, event: RowList.Chosen) -> None:
        """A row was taken."""
        self.chosen(event.row)

    def on_key(self, event: events.Key) -> None:
        """Arrows move the list while the line has the focus."""
        rows = self.query_one(RowList)
        moves = {
            "down": rows.action_down, "up": rows.action_up,
            "pagedown": rows.action_page_down, "pageup": rows.action_page_up,
        }  # fmt: skip
        if event.key in moves and not rows.has_focus:
            moves[event.key]()
            event.stop()
            event.prevent_default()

    def narrow(self, text: str) -> None:
        """Show the rows that fit `text`."""

    def chosen(self, row: Row) -> None:
        """What taking a row means."""
