"""The one way text gets onto a screen (promises P31 and P32).

A plain `str` given to a widget is read as markup, and Textual passes escape sequences on to the terminal. So
every widget is given what these functions return; a test reads the syntax tree of this package to see that it
is so. Knows nothing of screens.
"""

import re

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.style import Style

from coach.clean import clean, one_line


def plain(text: str) -> str:
    """Text for a place that takes only a `str` and reads no markup from it: an editor, a notification."""
    return clean(text)


def line(text: str, width: int | None = None) -> str:
    """One cleaned line, cut to `width` terminal columns with an ellipsis."""
    flat = one_line(text, None if width is None else width + 1)
    return flat if width is None else fit(flat, width)


def flow(text: str) -> str:
    """Cleaned text for the middle of a line: white space folded, blanks at its ends kept."""
    return re.sub(r"\s+", " ", clean(text))


def fit(text: str, width: int) -> str:
    """An already clean line cut to `width` columns; wide characters count as two."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """An already clean line cut or filled to exactly `width` columns, flush right where asked."""
    cut = fit(text, width)
    room = " " * max(width - cell_len(cut), 0)
    return room + cut if right else cut + room


def safe(text: str, style: str | Style = "") -> Content:
    """Untrusted text as content: no markup is read from it, and nothing in it can order a terminal about."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def join(*parts: Content | tuple[str, str | Style] | str) -> Content:
    """Several pieces, each cleaned, as one content."""
    ready: list[Content | tuple[str, str | Style]] = []
    for part in parts:
        if isinstance(part, Content):
            ready.append(part)
        elif isinstance(part, tuple):
            ready.append((clean(part[0]), part[1]))
        else:
            ready.append(Content(clean(part)))
    return Content.assemble(*ready)


def quote(text: str) -> str:
    """A person's own words on one line between quotation marks."""
    return f"“{line(text)}”"
