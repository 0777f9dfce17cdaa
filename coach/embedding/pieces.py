"""Cuts a text into the word pieces the encoder knows."""

import re
import unicodedata
from collections.abc import Sequence

_PIECE = re.compile(r"\w+|[^\w\s]")
_LONGEST = 18  # characters of a piece; the vocabulary was cut so
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "_": " "})
_PLENTY = 4_000
"""Characters of a text that are looked at: far more than the pieces that count can cover, so that a text of a
megabyte costs no more than a page."""


class Pieces:
    """Turns texts into ids, each distinct word once."""

    def __init__(self, pieces: Sequence[str], max_tokens: int) -> None:
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._start, self._end = self._ids["[CLS]"], self._ids["[SEP]"]
        self._unknown = (self._ids["[UNK]"],)
        self._most = max_tokens - 2
        self._known: dict[str, tuple[int, ...]] = {}

    def ids(self, text: str) -> list[int]:
        """The ids of a text, with start and end; what goes beyond `max_tokens` is cut."""
        spread = unicodedata.normalize("NFD", text[:_PLENTY].lower().translate(_STRAIGHT))
        plain = (
            "".join(ch for ch in spread if unicodedata.category(ch) != "Mn")
            if not spread.isascii()
            else spread
        )
        found: list[int] = []
        for match in _PIECE.finditer(plain):
            found += self._of(match[0])
            if len(found) >= self._most:
                break
        return [self._start, *found[: self._most], self._end]

    def _of(self, word: str) -> tuple[int, ...]:
        kept = self._known.get(word)
        if kept is None:
            kept = self._known[word] = self._cut(word)
        return kept

    def _cut(self, word: str) -> tuple[int, ...]:
        """Greedily the longest piece from the left; the whole word is unknown where none fits."""
        ids: list[int] = []
        place = 0
        while place < len(word):
            for end in range(min(len(word), place + _LONGEST), place, -1):
                number = self._ids.get(("##" if place else "") + word[place:end])
                if number is not None:
                    break
            else:
                return self._unknown
            ids.append(number)
            place = end
        return tuple(ids)
