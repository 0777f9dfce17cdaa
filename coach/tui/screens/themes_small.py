"""The small screens over Themes: a name, another theme, one question about an intention."""

from datetime import date
from typing import TYPE_CHECKING

from coach.tui.screens.choosing import Chooser
from coach.tui.screens.themes_rows import asked_rows
from coach.tui.widgets.rows import Row, RowList
from coach.tui.widgets.writing import LineBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.engine.themes import Promise, Theme


def key_of(theme: "Theme") -> str:
    """What the draft of a theme's name is kept under."""
    return f"theme/{theme.id}"


class RenameTheme(Chooser[str]):
    """Returns a name; those of the catalogue are offered above the line.

    What was typed stays a draft under `key_of` until the store has it (promises P3, P16).
    """

    def __init__(self, theme: "Theme") -> None:
        offered = [one for one in theme.choices if one != theme.label]
        text = [("soft", "Others call such a thing:")] if offered else []
        super().__init__(
            "What do you call it?",
            [Row(name, name) for name in offered],
            text=[("strong", theme.label), *text],
            line="a name of your own, two to five words",
        )
        self._key = key_of(theme)

    def ready(self) -> None:
        """Into the line; what was begun before is there."""
        box = self.query_one(LineBox)
        book = self.coach_app.book
        left = book.find(self._key)
        box.begin(left.text if left else "", book=book, key=self._key, about={"title": "A theme's name"})
        if not self.query_one(RowList).rows:
            self.query_one(RowList).display = False
            self.set_focus(box)

    def chosen(self, row: Row) -> None:
        """A name that is offered."""
        self.dismiss(row.title)

    def submitted(self) -> None:
        """A name of one's own; an empty line changes nothing."""
        if self.line_text:
            self.dismiss(self.line_text)


class MergeWith(Chooser[str]):
    """Returns the id of the theme that is to become part of this one."""

    def __init__(self, theme: "Theme", others: "Sequence[Theme]") -> None:
        rows = [Row(one.id, one.label, detail=f"{len(one.entries)} entries") for one in others]
        super().__init__(f"Merge with “{theme.label}”", rows)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(row.id)


_ANSWERS = (
    Row("yes", "Yes, that was it", detail="closes it as done"),
    Row("no", "No, it is still open", detail="not asked again about this entry"),
    Row("look", "Let me read the entry first"),
)


class WasThisIt(Chooser[str]):
    """Returns yes, no or look; Esc leaves the question for another day."""

    DEFAULT_CSS = """
    WasThisIt.-low #panel { padding: 0 1; & > Reading { max-height: 5; margin: 0; } }
    """

    def __init__(self, promise: "Promise", today: date) -> None:
        text = [(row.kind, row.title) for row in asked_rows(promise, 0, today)[1:]]
        super().__init__("Was this it?", _ANSWERS, text=text)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(row.id)
