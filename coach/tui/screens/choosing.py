"""The common shape of small screens: a title, text, a list to choose from, maybe one line to write."""

from collections.abc import Sequence
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from coach.tui.screens.base import CoachModal
from coach.tui.text import safe
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList
from coach.tui.widgets.writing import HIDDEN, LineBox

T = TypeVar("T")


class Chooser(CoachModal[T]):
    """Subclasses fill in title, text, rows and what a choice means."""

    DEFAULT_CSS = """
    Chooser #panel > RowList { height: auto; max-height: 16; padding: 0; background: $surface; }
    Chooser #panel > Reading { margin: 0 0 1 0; }
    Chooser #panel > LineBox { margin: 1 0 0 0; background: $surface; }
    Chooser.-low #panel > RowList { max-height: 6; }
    """

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        *,
        text: Sequence[tuple[str, str]] = (),
        line: str = "",
        private: bool = False,
    ) -> None:
        """Prepare; `private` says that text and line are blanked while private things are hidden."""
        super().__init__()
        self._private = private
        self._title = title
        self._rows = tuple(rows)
        self._text = tuple(text)
        self._line = line

    def compose_panel(self) -> ComposeResult:
        """Text, list, line."""
        if self._text:
            reading = Reading()
            reading.parts = self._text
            yield reading
        yield RowList(self._rows, id="choices")
        if self._line:
            yield LineBox(hint=self._line, id="line")

    def on_mount(self) -> None:
        """Name the panel."""
        self.query_one("#panel", Vertical).border_title = safe(self._title)
        self.set_focus(self.query_one(RowList))
        self.hiding_changed(hiding=self.coach_app.hiding)
        self.ready()

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank private words, or show them again."""
        self.query_one(RowList).hiding = hiding
        if not self._private:
            return
        for reading in self.query(Reading):
            reading.show_parts((("soft", HIDDEN),) if hiding else self._text)
        for box in self.query(LineBox):
            box.password = hiding

    def ready(self) -> None:
        """What a subclass does once it stands; see `CoachScreen.ready`."""

    @on(RowList.Chosen)
    def take(self, event: RowList.Chosen) -> None:
        """A row was chosen."""
        self.chosen(event.row)

    @on(Input.Submitted)
    def take_line(self) -> None:
        """Enter in the line."""
        self.submitted()

    @property
    def line_text(self) -> str:
        """What stands in the line."""
        return self.query_one(LineBox).value.strip() if self._line else ""

    def chosen(self, row: Row) -> None:
        """What a choice means."""

    def submitted(self) -> None:
        """What Enter in the line means: the selected row, as a rule."""
        self.query_one(RowList).action_open()
