"""What a model says, without what it thought aloud: `<think>` blocks are taken out as the text comes."""

import re
from typing import Final

_TAG: Final = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_TAGS: Final = ("<think>", "</think>", "<thinking>", "</thinking>")
_LONGEST: Final = len("</thinking>")


class Spoken:
    """Text in pieces, in; what is meant for the reader, out. Holds `limit` bytes of UTF-8 at most.

    Some templates put the opening tag into the prompt, so that only `</think>` comes: everything before it
    was thought. A block that never closes is thought to the end.
    """

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._limit = limit
        self._said: list[str] = []
        self._pending = ""
        self._thinking = False
        self._blocks = 0
        self.over = False
        """More came than fits; the rest is dropped."""

    @property
    def text(self) -> str:
        """All that was said so far."""
        return self._tidy("".join(self._said))

    @property
    def any(self) -> bool:
        """Whether anything but white space was said."""
        return any(not piece.isspace() for piece in self._said)

    def feed(self, piece: str) -> None:
        """Take the next piece."""
        self._pending += piece
        while found := _TAG.search(self._pending):
            said, self._pending = self._pending[: found.start()], self._pending[found.end() :]
            closing = bool(found.group(1))
            if closing and not self._blocks and not self._thinking:
                self._said, self._room, self.over = [], self._limit, False
            else:
                self._say(said)
            self._thinking = not closing
            self._blocks += 1
        cut = len(self._pending) - self._tail()
        self._say(self._pending[:cut])
        self._pending = self._pending[cut:]

    def end(self) -> str:
        """Nothing more comes: what was held back as the beginning of a tag was text after all."""
        self._say(self._pending)
        self._pending = ""
        return self.text

    def _say(self, piece: str) -> None:
        if self._thinking or self.over or not piece:
            return
        encoded = piece.encode("utf-8", "surrogatepass")
        if len(encoded) > self._room:
            self.over = True
            piece = encoded[: self._room].decode("utf-8", "ignore")
        self._room -= len(encoded)
        if piece:
            self._said.append(piece)

    def _tail(self) -> int:
        """How many characters at the end may be the beginning of a tag."""
        at = self._pending.rfind("<", max(0, len(self._pending) - _LONGEST + 1))
        rest = self._pending[at:].lower() if at >= 0 else "no tag"
        return len(rest) if any(tag.startswith(rest) for tag in _TAGS) else 0

    def _tidy(self, text: str) -> str:
        """Without the white space a block leaves behind; halves of a character put together.

        A character beyond U+FFFF may come as two JSON escapes in two pieces; a lone half becomes U+FFFD.
        """
        if any("\ud800" <= ch <= "\udfff" for ch in text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.lstrip() if self._blocks else text
