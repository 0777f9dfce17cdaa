"""What happened in this run: every message with its time. Holds nothing that was written."""

from coach.tui.screens.choosing import Chooser
from coach.tui.widgets.rows import Row, RowList

_MARKS = {"warning": "!", "error": "!"}


class LogScreen(Chooser[None]):
    """Messages, newest first."""

    def __init__(self) -> None:
        super().__init__("What happened", ())

    def ready(self) -> None:
        """Newest first."""
        rows: list[Row] = []
        for entry in reversed(self.coach_app.log_lines):
            mark = _MARKS.get(entry.level, "")
            rows.append(Row(f"{len(rows)}", f"{entry.at.astimezone():%H:%M:%S}", mark=mark))
            rows.append(Row("", entry.text, kind="quote"))
        self.query_one(RowList).show(rows or [Row("", "Nothing yet.", kind="text")])
