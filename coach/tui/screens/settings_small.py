"""Small screens around settings: a value from a few, a value to type, sentences to read, a yes or no."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from coach.tui.screens.base import CoachModal
from coach.tui.screens.choosing import Chooser
from coach.tui.screens.entries_small import Asking
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList


class ChooseValue(Chooser[str]):
    """Returns one of a few values, or None. `seen` is called for each the cursor comes to."""

    def __init__(
        self,
        title: str,
        values: Sequence[str],
        now: str,
        about: str,
        seen: Callable[[str], None] | None = None,
    ) -> None:
        rows = [
            Row(one, one, detail="now" if one == now else "", mark="*" if one == now else "")
            for one in values
        ]
        super().__init__(title, rows, text=(("soft", about),) if about else ())
        self._now = now
        self._seen = seen

    def ready(self) -> None:
        """On the value in force."""
        choices = self.query_one(RowList)
        choices.show(choices.rows, select=self._now)

    @on(RowList.Moved)
    def look(self, event: RowList.Moved) -> None:
        """Show what it would be like."""
        if self._seen is not None:
            self._seen(event.row.id)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(row.id)


class TypeValue(Asking):
    """Returns what was typed, or None."""

    DO = "Keep"

    def __init__(self, title: str, about: str, value: str) -> None:
        super().__init__(about, value)
        self.title_text = title


class AskFile(Asking):
    """Returns the path of a file to read, or None."""

    TITLE_TEXT = "Import from a file"
    DO = "Look at it"

    def __init__(self) -> None:
        super().__init__(
            "A file of entries, one JSON object a line, as this program exports them. "
            "First you see what it would add.",
            hint="a path",
        )


class Agree(Chooser[bool]):
    """Returns True when it is to be done."""

    def __init__(self, title: str, text: Sequence[tuple[str, str]], do: str) -> None:
        super().__init__(title, (Row("yes", do), Row("no", "Not now")), text=text)

    def chosen(self, row: Row) -> None:
        """Yes or no."""
        self.dismiss(row.id == "yes")


class Sentences(CoachModal[None]):
    """Something to read."""

    DEFAULT_CSS = """
    Sentences #panel { width: 84; }
    Sentences VerticalScroll { height: auto; max-height: 20; }
    Sentences ActionBar { padding: 0; margin: 1 0 0 0; }
    """

    def __init__(self, title: str, parts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._parts = tuple(parts)

    def compose_panel(self) -> ComposeResult:
        """The sentences, and a way out."""
        with VerticalScroll(can_focus=True):
            reading = Reading()
            reading.parts = self._parts
            yield reading
        yield ActionBar((Choice("close", "Close", "Esc"),))

    def on_mount(self) -> None:
        """Name the panel."""
        self.query_one("#panel", Vertical).border_title = safe(self._title)
        self.set_focus(self.query_one(ActionBar))

    @on(ActionBar.Pressed)
    def press(self) -> None:
        """Close."""
        self.action_close()
