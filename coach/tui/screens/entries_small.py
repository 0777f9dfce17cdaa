"""Small screens around entries: which answer, which person, where to save, the word that empties the bin."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from coach.tui.screens.base import CoachModal
from coach.tui.screens.choosing import Chooser
from coach.tui.screens.entries_rows import Answer
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList
from coach.tui.widgets.writing import LineBox

WHOLE = 0
"""Stands for the entry as a whole where an answer is chosen."""
EVERYONE = "everyone"


class ChooseAnswer(Chooser[int]):
    """Returns the number of an answer, `WHOLE`, or None."""

    def __init__(
        self, title: str, answers: Sequence[Answer], *, whole: str = "", private: bool = False
    ) -> None:
        rows = [Row(str(WHOLE), whole, detail="private" if private else "")] if whole else []
        rows += [
            Row(str(one.number), one.text, detail="private" if one.private else "", private=one.private)
            for one in answers
        ]
        super().__init__(title, rows)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(int(row.id))


class ChoosePerson(Chooser[str]):
    """Returns a name, `EVERYONE`, or None."""

    def __init__(self, *, filtered: bool) -> None:
        super().__init__("Entries with", (Row("", "Reading …", kind="text"),))
        self._filtered = filtered

    def ready(self) -> None:
        """Read the people behind the frame."""
        self.coach_app.work(self._read, group="people", latest_only=True)

    async def _read(self) -> None:
        people = await self.engine(self.coach_app.coach.people.list)
        rows = [
            Row(f"name/{one['name']}", str(one["name"]), detail=str(one.get("role") or "")) for one in people
        ]
        if self._filtered:
            rows.insert(0, Row(EVERYONE, "Everyone"))
        self.query_one(RowList).show(rows or [Row("", "Nobody is listed yet.", kind="text")])

    def chosen(self, row: Row) -> None:
        """Take them."""
        self.dismiss(row.id.removeprefix("name/"))


class Asking(CoachModal[str]):
    """A line to write and two buttons."""

    TITLE_TEXT = ""
    DO = ""
    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("ctrl+n,f9", "take", "Do it", show=False),
    ]
    DEFAULT_CSS = """
    Asking #panel > LineBox { background: $surface; margin: 1 0; }
    Asking #panel > ActionBar { padding: 0; }
    """

    def __init__(self, words: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self.title_text = self.TITLE_TEXT
        self._words = words
        self._value = value
        self._hint = hint

    def compose_panel(self) -> ComposeResult:
        """What is asked, the line, the buttons."""
        reading = Reading()
        reading.parts = (("text", self._words),)
        yield reading
        yield LineBox(self._value, hint=self._hint)
        yield ActionBar((Choice("take", self.DO, "Enter"), Choice("close", "Not now", "Esc")))

    def on_mount(self) -> None:
        """Into the line."""
        self.query_one("#panel", Vertical).border_title = safe(self.title_text)
        self.set_focus(self.query_one(LineBox))

    @on(Input.Submitted)
    def submit(self) -> None:
        """Enter."""
        self.action_take()

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button."""
        if event.choice.id == "take":
            self.action_take()
        else:
            self.action_close()

    def action_take(self) -> None:
        """Give back the line."""
        self.dismiss(self.query_one(LineBox).value.strip())


class AskPath(Asking):
    """Returns the path of a new file, or None."""

    TITLE_TEXT = "Export to a file"
    DO = "Write the file"

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words, str(Path.home() / name), hint="a path")


class EmptyBin(Asking):
    """Returns what was typed; only the word itself empties the bin (ux, rule 5)."""

    TITLE_TEXT = "Empty the bin"
    DO = "Empty it"
    WORD = "empty"

    def __init__(self, count: int) -> None:
        things = "1 thing" if count == 1 else f"{count} things"
        super().__init__(
            f"{things} will be gone for good; u cannot bring that back. Type the word {self.WORD} to do it.",
            hint=self.WORD,
        )
