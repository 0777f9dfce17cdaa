"""How the rows of a list share its width, and how its paragraphs break. Draws nothing."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from coach.tui.text import fit, line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.tui.widgets.rows import Row

SHORT_DETAIL = 20
"""A detail up to this wide (a day, a status) is always worth cutting the title for."""

_BOTH = 44
"""Columns from which a long title and a long detail are both cut rather than the detail left out."""


def detail_of(row: "Row", width: int | None = None) -> str:
    """The detail of a row on one cleaned line, cut to `width` where one is given."""
    if not row.aligned:
        return line(row.detail, width)
    kept = plain(row.detail).replace("\n", " ").replace("\t", " ")
    return kept if width is None else fit(kept, width)


def wrap(text: str, width: int) -> list[str]:
    """Break one cleaned paragraph at spaces into lines of at most `width` columns; a long word is cut."""
    lines: list[str] = []
    current = ""
    for word in text.expandtabs(4).split(" "):
        while cell_len(word) > width:
            head = fit(word, width + 1)[:-1] or word[:1]
            if current:
                lines.append(current)
                current = ""
            lines.append(head)
            word = word[len(head) :]  # noqa: PLW2901  # the rest of the word is what is left to place
        together = f"{current} {word}" if current else word
        if cell_len(together) <= width:
            current = together
        else:
            lines.append(current)
            current = word
    lines.append(current)
    return lines


def columns_by_section(rows: "Sequence[Row]", width: int) -> list[tuple[int, int, int]]:
    """The columns for each row: those of its section, from one heading to the next."""
    found: list[tuple[int, int, int]] = []
    section: list[Row] = []
    for row in (*rows, None):
        if row is None or row.kind == "head":
            found += [_columns(section, width)] * len(section)
            section = []
        if row is not None:
            section.append(row)
    return found


def _columns(rows: "Sequence[Row]", width: int) -> tuple[int, int, int]:
    """Widths of lead, title and detail. The note goes first, then both are cut, last the detail."""
    plain_rows = [row for row in rows if row.kind == "row"]
    lead = min(max((cell_len(line(row.lead)) for row in plain_rows), default=0), 14)
    lead = lead + 2 if lead else 0
    title = max((cell_len(line(row.title, 90)) for row in plain_rows), default=0) + 2
    detail = max((cell_len(detail_of(row, 40)) for row in plain_rows), default=0)
    note = max((cell_len(line(row.note, 40)) for row in plain_rows), default=0)
    room = max(width - 4 - lead, 8)
    if title + detail + note + 2 <= room:
        spare = max(room - title - detail - note - 3, 0)
        return lead, title + min(spare, 8), detail + 2 if detail else 0
    if title + detail <= room:
        return lead, room - detail, detail
    if detail and (detail <= SHORT_DETAIL or room - detail >= 40) and room - detail >= 16:
        return lead, room - detail, detail
    if detail and room >= _BOTH:
        share = min(detail, room * 45 // 100)  # one long title must not take every row's detail away
        return lead, room - share, share
    return lead, room, 0
