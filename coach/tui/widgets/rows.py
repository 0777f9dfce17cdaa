"""A list of lines with a cursor: Today, palette, help, choices, and later entries and commitments.

One widget instead of a widget a row: it draws ten thousand rows as fast as ten, aligns its columns by itself,
and has a single place where text is cleaned. Knows nothing of what its rows mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from coach.tui.commands import list_bindings
from coach.tui.text import fit, line, pad, plain
from coach.tui.widgets.columns import columns_by_section, detail_of, wrap

Kind = Literal["row", "head", "text", "quote"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. All texts are raw; the widget cleans them."""

    id: str
    """What the row stands for; empty for a line the cursor passes over."""
    title: str
    lead: str = ""
    """Narrow column before the title: an owner, a date, a key."""
    detail: str = ""
    """Column after the title."""
    note: str = ""
    """Flush right, and the first to go where the window is narrow."""
    mark: str = ""
    """One character with a meaning of its own: `!` late, `~` drafted, `*` own, `=` done."""
    kind: Kind = "row"
    """`head` is a heading, `text` wraps, `quote` wraps, is set in, and with an id the cursor stops at it."""
    private: bool = False
    """Shown as `(private)` while private things are hidden."""
    aligned: bool = False
    """The detail keeps its blanks: figures that are to stand one under the other."""
    found: tuple[tuple[int, int], ...] = ()
    """Begin and end of each searched word in the cleaned title; marked when it is drawn."""


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    text: str = ""


class RowList(ScrollView, can_focus=True):
    """Rows in columns, one of them under the cursor."""

    DEFAULT_CSS = """
    RowList {
        height: 1fr; width: 1fr; padding: 0 1; overflow-x: hidden; scrollbar-size-vertical: 1;
        & > .rows--title { color: $foreground; }
        & > .rows--soft { color: $soft; }
        & > .rows--head { color: $primary; text-style: bold; }
        & > .rows--mark { color: $warning; text-style: bold; }
        & > .rows--found { color: $primary; text-style: bold underline; }
        & > .rows--cursor { background: $panel; }
        &:focus > .rows--cursor { background: $cursor; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--title", "rows--soft", "rows--head", "rows--mark", "rows--found", "rows--cursor",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*list_bindings()]

    rows: reactive[tuple[Row, ...]] = reactive[tuple[Row, ...]]((), always_update=True, repaint=False)
    cursor: reactive[int] = reactive(-1)
    hiding: reactive[bool] = reactive(default=False)

    class About(Message):
        """Something happened to a row."""

        def __init__(self, rows: "RowList", row: Row) -> None:
            super().__init__()
            self.rows = rows
            """The list it stands in."""
            self.row = row
            """The row."""

        @property
        def control(self) -> "RowList":
            """The list; lets handlers name it by selector."""
            return self.rows

    class Chosen(About):
        """A row was opened, by Enter or a click."""

    class Moved(About):
        """The cursor came to another row."""

    def __init__(
        self, rows: Iterable[Row] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[_Line] = []
        self._starts: list[int] = []
        self._columns: list[tuple[int, int, int]] = []
        self.set_reactive(RowList.rows, tuple(rows))
        self.set_reactive(RowList.cursor, self._first())

    # ---- what is shown

    def show(self, rows: Sequence[Row], *, select: str | None = None) -> None:
        """Show other rows; the cursor stays on the row with the same id where there is one."""
        wanted = select or (self.selected.id if self.selected else None)
        self.rows = tuple(rows)
        place = next((i for i, row in enumerate(self.rows) if row.id and row.id == wanted), self._first())
        self.cursor = place
        self._lay_out()

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def _first(self) -> int:
        return next((i for i, row in enumerate(self.rows) if row.id), -1)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._break_lines(width)
        self.virtual_size = Size(width, len(self._lines))
        self._keep_in_view()
        self.refresh()

    def _break_lines(self, width: int) -> None:
        lines: list[_Line] = []
        starts: list[int] = []
        for index, row in enumerate(self.rows):
            starts.append(len(lines))
            if row.kind in ("text", "quote") and width > 4:
                room = width - (6 if row.kind == "quote" else 2)
                for paragraph in plain(row.title).split("\n"):
                    lines.extend(_Line(index, piece) for piece in wrap(paragraph, room))
            else:
                lines.append(_Line(index))
        self._lines, self._starts = lines, starts
        self._columns = columns_by_section(self.rows, width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """As many lines as there are, where the style says `height: auto`."""
        if width != self.virtual_size.width:
            self.virtual_size = Size(width, len(self._lines) or len(self.rows))
        return len(self._lines) or len(self.rows)

    def watch_hiding(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if self.rows and not self._lines:  # the first frame is drawn before word of the size has come
            self._break_lines(width)
        base = self.rich_style
        if not 0 <= place < len(self._lines):
            return Strip.blank(width, base)
        item = self._lines[place]
        row = self.rows[item.row]
        here = item.row == self.cursor
        names = ("rows--cursor",) if here else ()

        def style(name: str) -> Style:
            return self.get_visual_style(name, *names)

        parts = self._parts(row, item, width, here=here)
        segments = [Segment(text, style(name).rich_style) for text, name in parts if text]
        return Strip(segments).adjust_cell_length(width, style("rows--title").rich_style)

    def _parts(self, row: Row, item: _Line, width: int, *, here: bool) -> list[tuple[str, str]]:
        if row.kind == "head":
            room = width - cell_len(line(row.note)) - 1
            return [(pad(line(row.title), room), "rows--head"), (" " + line(row.note), "rows--soft")]
        if row.kind == "text":
            return [(" " * 2 + item.text, "rows--soft")]
        if row.kind == "quote":
            text = "(private)" if self.hiding and row.private else item.text
            begins = here and self._lines[self._starts[item.row]] is item
            return [("> " if begins else "  ", "rows--mark"), ("  " + text, "rows--soft")]
        lead, title, detail = self._columns[item.row]
        note_room = max(width - 4 - lead - title - detail, 0)
        heading = "(private)" if self.hiding and row.private else row.title
        parts = [
            ("> " if here else "  ", "rows--mark"),
            (pad(line(row.mark), 2), "rows--mark"),
            (pad(line(row.lead), lead), "rows--soft"),
            *_marked(pad(fit(line(heading), title - 2), title), () if heading != row.title else row.found),
        ]
        if detail:
            hidden = self.hiding and row.private
            parts.append((pad("" if hidden else detail_of(row), detail), "rows--soft"))
        note = line(row.note)
        if note and cell_len(note) < note_room:
            parts.append((pad(note, note_room, right=True), "rows--soft"))
        return parts

    # ---- moving

    def watch_cursor(self) -> None:
        self._keep_in_view()
        if self.selected is not None and self.is_mounted:
            self.post_message(self.Moved(self, self.selected))

    def _keep_in_view(self) -> None:
        if not 0 <= self.cursor < len(self._starts):
            return
        top = self._starts[self.cursor]
        if self.cursor == self._first():
            top = 0  # the heading above the first row belongs to it
        bottom = self._starts[self.cursor + 1] if self.cursor + 1 < len(self._starts) else len(self._lines)
        self.scroll_to_region(
            Region(0, top, 1, max(bottom - top, 1)), animate=False, force=True, immediate=True
        )

    def _move(self, step: int, *, start: int | None = None) -> None:
        place = self.cursor if start is None else start
        while 0 <= place + step < len(self.rows):
            place += step
            if self.rows[place].id:
                self.cursor = place
                return
        if start is None:  # no further row: let the rest of the text scroll into view
            self.scroll_relative(y=step, animate=False)

    def action_down(self) -> None:
        """The next row."""
        self._move(1)

    def action_up(self) -> None:
        """The previous row."""
        self._move(-1)

    def action_top(self) -> None:
        """The first row."""
        self._move(1, start=-1)
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """The last row."""
        self._move(-1, start=len(self.rows))

    def action_page_down(self) -> None:
        """One window down."""
        for _ in range(max(self.size.height - 2, 1)):
            self._move(1)

    def action_page_up(self) -> None:
        """One window up."""
        for _ in range(max(self.size.height - 2, 1)):
            self._move(-1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.selected is not None:
            self.post_message(self.Chosen(self, self.selected))

    def on_click(self, event: events.Click) -> None:
        """A click opens the row it meets."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = offset.y + self.scroll_offset.y
        if 0 <= place < len(self._lines) and self.rows[self._lines[place].row].id:
            self.cursor = self._lines[place].row
            self.action_open()


def _marked(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """A title in pieces, those that were searched for in a look of their own."""
    parts: list[tuple[str, str]] = []
    at = 0
    for begin, end in found:
        parts += [(text[at:begin], "rows--title"), (text[begin:end], "rows--found")]
        at = end
    return [*parts, (text[at:], "rows--title")]
