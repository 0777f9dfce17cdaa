"""Lines with a label, for the recap and for forms; the column they stand in says where it goes on."""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from coach.engine.turns import RecapLine
from coach.tui.text import line, safe
from coach.tui.widgets.field import FieldBox
from coach.tui.widgets.reading import Reading


class Labelled(Horizontal):
    """A label and a line."""

    DEFAULT_CSS = """
    Labelled { height: auto; }
    Labelled > .label { width: 24; padding: 0 1; color: $soft; }
    Labelled > FieldBox { width: 1fr; }
    .-tiny Labelled > .label, .-low Labelled > .label { width: 16; padding: 0; }
    """

    def __init__(self, shown: RecapLine, *, hint: bool = True) -> None:
        """Prepare; with `hint` the empty line says what belongs into it, else the screen does."""
        super().__init__()
        self.shown = shown
        """The line as it was last told."""
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Label and line."""
        label = Reading(classes="label")
        label.parts = self.label_parts()
        yield label
        yield FieldBox(hint=self.shown.hint if self._hint else "–")

    def label_parts(self) -> tuple[tuple[str, str], ...]:
        """What stands before the line."""
        return (("soft", line(self.shown.label)),)

    @property
    def box(self) -> FieldBox:
        """The line."""
        return self.query_one(FieldBox)


class Column(VerticalScroll, can_focus=False):
    """Lines one below the other, closed by a rule that says whether there are more."""

    DEFAULT_CSS = """
    Column { height: auto; max-height: 1fr; border-bottom: solid $rule; border-subtitle-color: $primary; }
    """

    def on_resize(self) -> None:
        """Look whether all of it is seen."""
        self.call_after_refresh(self.tell_more)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Likewise after scrolling."""
        super().watch_scroll_y(old_value, new_value)
        self.tell_more()

    def tell_more(self) -> None:
        """Name what is out of sight."""
        above, below = self.scroll_y > 0, self.scroll_y < self.max_scroll_y
        words = "more above and below" if above and below else "more above" if above else "more below"
        self.border_subtitle = safe(words if above or below else "")
