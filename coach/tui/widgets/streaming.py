"""Text that comes piece by piece, drawn at most ten times a second (issue 3, section 5)."""

import asyncio
from time import monotonic

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.text import safe

BETWEEN = 0.1
"""Seconds between two drawings."""


class StreamingText(Widget):
    """Shows the text it was given last. `put` may be called from any thread, as often as one likes."""

    DEFAULT_CSS = """
    StreamingText { height: auto; width: 1fr; }
    """

    text: reactive[str] = reactive("", layout=True)
    """What is drawn now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given = ""
        self._due = False
        self._drawn = float("-inf")
        self._loop: asyncio.AbstractEventLoop | None = None
        self.drawings = 0
        """How often the text was drawn anew."""

    def on_mount(self) -> None:
        """Know whose thread draws."""
        self._loop = asyncio.get_running_loop()

    def put(self, text: str) -> None:
        """All that has come so far. The first is drawn at once, more after a tenth of a second."""
        self._given = text
        if self._due or self._loop is None:
            return
        self._due = True
        try:
            self._loop.call_soon_threadsafe(self._wait)
        except RuntimeError:
            return  # the screen is gone; nobody reads any more

    def finish(self, text: str) -> None:
        """The whole text, drawn now. For the screen's own thread."""
        self._given = text
        self._draw()

    def render(self) -> Content:
        """The text, cleaned."""
        return safe(self.text)

    def _wait(self) -> None:
        rest = self._drawn + BETWEEN - monotonic()
        if rest > 0 and self._loop is not None:
            self._loop.call_later(rest, self._draw)
        else:
            self._draw()

    def _draw(self) -> None:
        self._due = False
        if self.is_attached and self._given != self.text:
            self._drawn = monotonic()
            self.drawings += 1
            self.text = self._given
