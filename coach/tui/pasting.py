"""A paste is text, whatever bytes are in it: an escape inside must never press keys (promises P16, P19)."""

import sys
from collections.abc import Iterable

from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.message import Message

_ESCAPE = "\x1b"


class WholePastes(XTermParser):
    """Reads what a terminal sends.

    Textual 8.2.8 takes up to 32 characters after an escape inside a bracketed paste out of the text and acts
    on them as keys. Here the escape is left out before that, as boxes would do (see `coach.clean`). One that
    holds the mark of its own end is the terminal's to prevent: nobody else can tell the two apart.
    """

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002  # Textual's signature
        super().__init__(debug)
        self._pasting = False
        self._last = ""
        """The end of what came before, where the mark of a paste may have begun."""
        self._held = ""
        """The end of a piece of a paste, where the mark of its end may have begun."""

    def feed(self, data: str) -> Iterable[Message]:
        """Take in what was read; empty is the end of all input."""
        if not data:
            return super().feed(data)
        kept = "".join(self._pieces(data))
        return super().feed(kept) if kept else ()

    def _pieces(self, data: str) -> Iterable[str]:
        data, self._held = self._held + data, ""
        while data:
            if self._pasting:
                text, end, data = data.partition(END)
                if end:
                    self._pasting = False
                else:
                    self._held = next((END[:n] for n in range(len(END), 0, -1) if text.endswith(END[:n])), "")
                    text = text.removesuffix(self._held)
                yield text.replace(_ESCAPE, "") + end
                continue
            begin = (self._last + data).find(START)
            self._pasting = begin >= 0
            until = begin + len(START) - len(self._last) if self._pasting else len(data)
            yield data[:until]
            self._last = "" if self._pasting else (self._last + data)[1 - len(START) :]
            data = data[until:]


def keep_pastes_whole() -> None:
    """Let the terminal's driver read with `WholePastes`; Textual 8.2.8 has no way to hand it a reader."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.XTermParser = WholePastes  # type: ignore[attr-defined]  # see above
