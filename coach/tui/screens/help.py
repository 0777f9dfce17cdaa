"""Help, made from the commands: what this screen is for, one tip, and every key. Searchable."""

from typing import Any

from coach.tui.commands import for_screen, show_keys
from coach.tui.screens.base import Framed
from coach.tui.screens.searching import Searcher
from coach.tui.widgets.rows import Row, RowList

_STATES = {"always": "", "typing": "while typing", "moving": ""}


class HelpScreen(Searcher[None]):
    """Keys of one screen."""

    TITLE_TEXT = "Help"
    HINT = "search the keys"

    def __init__(self, about: Any) -> None:
        super().__init__()
        self._purpose = about.PURPOSE if isinstance(about, Framed) else ""
        self._tip = about.TIP if isinstance(about, Framed) else ""
        self._about = about.NAME if isinstance(about, Framed) else ""

    def narrow(self, text: str) -> None:
        """Keys by group; each with its sentence."""
        rows: list[Row] = []
        if not text:
            rows += [
                Row("", part, kind="text")
                for part in (self._purpose, f"Tip: {self._tip}" if self._tip else "")
                if part
            ]
            rows.append(
                Row("", "Letters act while no text box has the focus; Esc leaves a box.", kind="text")
            )
        group = None
        for command in sorted(
            for_screen(self._about, self.coach_app.commands), key=lambda c: _ORDER.get(c.group, 0)
        ):
            words = f"{command.title} {command.help} {show_keys(command.keys)}".casefold()
            if text.casefold() not in words:
                continue
            if command.group != group:
                group = command.group
                if rows:
                    rows.append(Row("", "", kind="text"))
                rows.append(Row("", group.upper(), kind="head"))
            rows.append(
                Row(command.id, command.title, lead=show_keys(command.keys), note=_STATES[command.scope])
            )
            rows.append(Row("", command.help, kind="quote"))
        if not rows:
            rows.append(Row("", "No key has these words.", kind="text"))
        self.query_one(RowList).show(rows)

    def chosen(self, row: Row) -> None:
        """Reading only; Esc closes."""


_ORDER = {"Do here": 0, "Everywhere": 1, "Go to": 2, "List": 3, "Text box": 4}
