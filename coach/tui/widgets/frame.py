"""The first and last line of every screen, and the notice for a window that is too small."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.commands import Command, show_key
from coach.tui.text import fit, join, line, safe
from coach.tui.wording import engine_forms

FOOTER_KEYS = 7
FOOTER_COLUMNS = 64
"""Textual cuts a longer footer without a word; so ours never is (ux, section 2)."""


class Header(Widget):
    """`coach · Screen` on the left; on the right how far, and always where the thinking happens."""

    DEFAULT_CSS = """
    Header { dock: top; height: 1; width: 1fr; background: $bar; color: $foreground; padding: 0 1; }
    """

    heading: reactive[str] = reactive("")
    status: reactive[tuple[str, ...]] = reactive[tuple[str, ...]](())
    """Parts for the right side, the least needed first; the last one is never left out above 60 columns."""

    def __init__(self, heading: str, engine: str, *, demo: bool = False, hiding: bool = False) -> None:
        super().__init__()
        self.set_reactive(Header.heading, heading)
        self._engine = engine
        self._demo = demo
        self.set_reactive(Header.hiding, hiding)

    hiding: reactive[bool] = reactive(default=False)
    """Private words are hidden now: said for as long as it is so, for someone may be looking."""

    def render(self) -> Content:
        """Fit both sides into the width."""
        width = self.content_size.width
        dot = " · "
        marks = ("  DEMO" if self._demo else "") + ("  private hidden" if self.hiding else "")
        left = "coach" + marks
        heading = line(self.heading)
        room = width - cell_len(left) - cell_len(dot) - 2
        status = dot.join(self._right_side(width, room - cell_len(heading)))
        right = fit(status, max(room - min(cell_len(heading), 12), 0)) if width >= 58 else ""
        heading = fit(heading, max(room + 2 - cell_len(right) - (2 if right else 0), 0))
        gap = max(width - cell_len(left) - cell_len(dot) - cell_len(heading) - cell_len(right), 0)
        brand = join(("coach", "bold $primary"), (marks, "bold $warning"))
        return join(brand, (dot, "$soft"), (heading, "bold"), " " * gap, (right, "$soft"))

    def _right_side(self, width: int, room: int) -> list[str]:
        """As many parts as fit; the engine says less before another part is left out."""
        parts = [line(part) for part in self.status if part]
        if width < 58:
            return parts
        engines = engine_forms(line(self._engine))
        for left_out in range(len(parts) + 1):
            for engine in engines:
                shown = [*parts[left_out:], engine]
                if cell_len(" · ".join(shown)) <= room:
                    return shown
        return [engines[-1]]


@dataclass(frozen=True, slots=True)
class _Spot:
    start: int
    end: int
    key: str


class KeyLine(Widget):
    """The footer: keys that work right now, most useful first, at most seven and 64 columns."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; width: 1fr; background: $bar; color: $foreground; padding: 0 1; }
    """

    commands: reactive[tuple[Command, ...]] = reactive[tuple[Command, ...]](())
    working: reactive[str] = reactive("")
    """A line in place of the keys while something takes longer than a moment."""

    class Pressed(Message):
        """A key in the footer was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key
            """The Textual name of the key."""

    def __init__(self) -> None:
        super().__init__()
        self._spots: tuple[_Spot, ...] = ()

    def render(self) -> Content:
        """Put in as many keys as fit; the palette's is kept for last and always there."""
        if self.working:
            self._spots = ()
            return safe(self.working, "$soft")
        parts: list[Content | tuple[str, str] | str] = []
        spots: list[_Spot] = []
        at = 0
        for command in chosen(self.commands, self.content_size.width):
            if parts:
                parts.append("  ")
                at += 2
            key, word = _label(command)
            parts += [(key, "bold $primary"), (f" {word}", "$soft")]
            spots.append(_Spot(at, at + _width(command), command.keys.split(",")[0].strip()))
            at += _width(command)
        self._spots = tuple(spots)
        return join(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for spot in self._spots:
            if spot.start <= offset.x < spot.end:
                self.post_message(self.Pressed(spot.key))


def chosen(commands: Iterable[Command], width: int) -> list[Command]:
    """The commands a footer of this width shows, most useful first; the palette's is kept for last."""
    ranked = sorted((command for command in commands if command.footer), key=lambda command: command.footer)
    last = [ranked.pop()] if ranked and ranked[-1].id == "palette" else []
    room = min(width, FOOTER_COLUMNS) - sum(_width(command) + 2 for command in last)
    limit = (FOOTER_KEYS if width >= 58 else 3) - len(last)
    return [*_take(ranked, room, limit), *last]


def _label(command: Command) -> tuple[str, str]:
    return show_key(command.keys.split(",")[0].strip()), command.short or command.title


def _width(command: Command) -> int:
    key, word = _label(command)
    return cell_len(key) + 1 + cell_len(word)


def _take(commands: list[Command], room: int, limit: int) -> list[Command]:
    taken: list[Command] = []
    used = 0
    for command in commands:
        if len(taken) == limit:
            break
        needed = _width(command) + (2 if taken else 0)
        if used + needed <= room:
            taken.append(command)
            used += needed
    return taken


class TooSmall(Widget):
    """Shown alone while the window is below 40 by 12; everything goes on behind it."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: notice; width: 100%; height: 100%;
        background: $background; color: $foreground;
    }
    """

    def render(self) -> Content:
        """One sentence that fits anywhere."""
        return safe("Make the window larger: 40x12 or more. Nothing is lost.")
