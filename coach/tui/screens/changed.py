"""Names the record a change was made to, for the sentence after an undo."""

from typing import TYPE_CHECKING, Any

from coach.domain.entry import headline, seen_for
from coach.errors import CoachError
from coach.tui.text import line, quote

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.engine.ports import Done

LONGEST = 40
"""Columns of a record's own words."""


def words_of(coach: "Coach", done: "Done") -> str:
    """The beginning of the record's words in quotation marks, and how many records more.

    Empty where the record has none, or is private: a toast is seen by whoever looks.
    """
    if not done.touched:
        return ""
    at = next((one for one in done.touched if one[0] == "entries"), done.touched[0])
    doc = _found(coach, *at)
    more = f" and {len(done.touched) - 1} more" if len(done.touched) > 1 else ""
    seen, _ = seen_for(doc, "screen_shared") if doc is not None else (None, 0)
    if seen is None:
        return more.strip()
    said = headline(seen) or next((str(seen[key]) for key in ("text", "test", "name") if seen.get(key)), "")
    return (f"{quote(line(said, LONGEST))}{more}" if said.strip() else more).strip()


def _found(coach: "Coach", table: str, id: str) -> dict[str, Any] | None:
    """The record, live or in the bin; None where it is in neither, or its table has no list."""
    get = getattr(getattr(coach, table, None), "get", None)  # themes are drawn, and have none
    try:
        if get is not None:
            return dict(get(id))
    except CoachError:
        pass
    return next((one.doc for one in coach.history.bin() if one.doc["id"] == id), None)
