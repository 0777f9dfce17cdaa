"""Text to read: headings, sentences, quotes. Whatever arrives is cleaned before it is drawn."""

from collections.abc import Callable, Sequence
from typing import Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.text import join, safe

Look = Literal["head", "label", "text", "soft", "quote", "strong", "warn"]
_STYLES: dict[str, str] = {
    "head": "bold $primary",
    "label": "$primary",
    "text": "",
    "soft": "$soft",
    "quote": "italic",
    "strong": "bold",
    "warn": "bold $warning",
}


class Reading(Widget):
    """A column of text that grows with it."""

    DEFAULT_CSS = """
    Reading { height: auto; width: 1fr; }
    """

    parts: reactive[tuple[tuple[str, str], ...]] = reactive[tuple[tuple[str, str], ...]]((), layout=True)

    def show_parts(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show paragraphs, each (look, text)."""
        self.parts = tuple(parts)

    def show_line(self, pieces: Sequence[tuple[str, str]]) -> None:
        """Show pieces (look, text) side by side on one line."""
        self._side_by_side = True
        self.parts = tuple(pieces)

    _side_by_side = False
    find: Callable[[str], Sequence[tuple[int, int]]] | None = None
    """Names the places of searched words in a text; they are marked in what the person wrote."""

    def render(self) -> Content:
        """Paragraphs one below the other; a `head` has a blank line above it."""
        if self._side_by_side:
            return join(*((text, _STYLES[look]) for look, text in self.parts))
        lines: list[Content] = []
        for look, text in self.parts:
            if look == "head" and lines:
                lines.append(safe("\n"))
            lines.append(join(self._marked(look, text), "\n"))
        return join(*lines).rstrip("\n") if lines else safe("")

    def _marked(self, look: str, text: str) -> Content:
        content = safe(text, _STYLES[look])
        if self.find is not None and look in ("text", "quote"):
            for begin, end in self.find(content.plain):
                content = content.stylize("bold underline $primary", begin, end)
        return content
