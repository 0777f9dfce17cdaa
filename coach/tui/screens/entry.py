"""Read one entry, whole, with its questions."""

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from coach.dates import parse_stored, say_day
from coach.errors import InvalidData
from coach.tui.screens.base import CoachModal
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading


class EntryScreen(CoachModal[None]):
    """One entry by its id."""

    DEFAULT_CSS = """
    EntryScreen #panel { width: 88; height: 90%; }
    EntryScreen VerticalScroll { height: 1fr; }
    EntryScreen ActionBar { padding: 0; margin: 1 0 0 0; }
    """

    def __init__(self, id: str) -> None:
        super().__init__()
        self._entry = id

    def compose_panel(self) -> ComposeResult:
        """The text, and a way out."""
        with VerticalScroll(id="text"):
            yield Reading(id="entry")
        yield ActionBar((Choice("close", "Close", "Esc"),))

    def on_mount(self) -> None:
        """Read it behind the frame."""
        self.query_one("#panel", Vertical).border_title = safe("Entry")
        self.coach_app.work(self._read, group="entry", latest_only=True)

    async def _read(self) -> None:
        coach, hiding = self.coach_app.coach, self.coach_app.hiding
        entry = await self.engine(lambda: coach.entries.get(self._entry, hide_private=hiding))
        self.query_one(Reading).show_parts(paragraphs(entry, self._day(entry)))

    def _day(self, entry: dict[str, Any]) -> str:
        try:
            return say_day(parse_stored(str(entry.get("date", ""))), self.coach_app.coach.clock.today())
        except InvalidData:
            return ""

    @on(ActionBar.Pressed)
    def press(self) -> None:
        """Close."""
        self.action_close()


def paragraphs(entry: dict[str, Any], day: str) -> tuple[tuple[str, str], ...]:
    """Look and text of each paragraph of an entry."""
    private = ", private" if entry.get("private") else ""
    parts: list[tuple[str, str]] = [("soft", f"{day}, {entry.get('kind', '')}{private}".strip(", "))]
    if entry.get("text"):
        parts += [("text", ""), ("text", str(entry["text"]))]
    for answer in entry.get("answers") or []:
        mark = "  (private)" if answer.get("private") else ""
        parts += [
            ("text", ""),
            ("soft", str(answer.get("question", "")) + mark),
            ("text", str(answer.get("answer", ""))),
        ]
    return tuple(parts)
