"""Every word that any phrase names, and which of them one word of a text stands for.

A text holds `dies`, `dieing` or `d1e`; the phrases say `die`, `die*` or `~die`. Knows no phrase and no
language.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from coach.engine.safety.words import fold

_UMLAUT = re.compile("[äöü]")
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}
_DOUBLED = re.compile(r"(.)\1+")
_DOUBLED_END = re.compile(r"([a-z])\1$")
_CACHE_LIMIT = 20_000
"""Distinct words remembered with their forms: about 3 MB."""

Forms = tuple[str, ...]
"""The words of the cue files that one word of a text stands for: mostly none or itself."""


class Vocabulary:
    """The words, and the ways to them. Filled once, before the first text is looked at."""

    def __init__(self) -> None:
        self._plain: dict[str, str] = {}
        self._known: set[str] = set()
        self._stems: set[str] = set()
        self._also: dict[str, str] = {}
        self._fuzzy: set[str] = set()
        self._near: dict[str, set[str]] = {}
        self._never: set[str] = set()
        self._cache: dict[str, Forms] = {}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Vocabulary":
        """The one that `to_value` wrote down."""
        made = cls()
        made._known = set(value["known"].split())
        made._stems = set(value["stems"].split())
        made._never = set(value["never"].split())
        made._also = dict(value["also"])
        for word in value["fuzzy"].split():
            made._take_near(word)
        return made

    def to_value(self) -> dict[str, Any]:
        """As JSON."""
        words = {"known": self._known, "stems": self._stems, "never": self._never, "fuzzy": self._fuzzy}
        return {"also": self._also, **{name: " ".join(sorted(held)) for name, held in words.items()}}

    def add(self, word: str) -> str:
        """Take in a word of a cue file; how it is called from now on."""
        plain = self._plain.get(word)
        if plain is None:
            plain = self._plain[word] = self._take(word)
        return plain

    def _take(self, word: str) -> str:
        bare = word.removeprefix("~")
        plain = fold(bare).replace("'", "")
        if _UMLAUT.search(bare):
            self._also[fold(_UMLAUT.sub(lambda found: _WRITTEN_OUT[found[0]], bare))] = plain
        if plain.endswith("*"):
            self._stems.add(plain)
        else:
            self._known.add(plain)
        if word != bare:
            self._take_near(plain)
        return plain

    def _take_near(self, plain: str) -> None:
        self._fuzzy.add(plain)
        for near in {plain, *_one_less(plain)}:
            self._near.setdefault(near, set()).add(plain)

    def never_a_typo(self, words: Iterable[str]) -> None:
        """Real words that are close to a cue word and must not be taken for it."""
        self._never.update(fold(word) for word in words)

    def forms(self, word: str) -> Forms:
        """What one word of a text stands for."""
        known = self._cache.get(word)
        if known is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            known = self._cache[word] = tuple(self._look_up(word))
        return known

    def _look_up(self, word: str) -> set[str]:
        found = {word} & self._known
        if word in self._also:
            found.add(self._also[word])
        found |= {stem for end in range(2, len(word) + 1) if (stem := word[:end] + "*") in self._stems}
        if "*" in word:  # a masked letter, as in "f*ck"
            found |= {word.replace("*", vowel) for vowel in "aeiou"} & self._known
        if not found and len(word) > 4 and word not in self._never:
            for near in {word, *_one_less(word)}:
                found |= self._near.get(near, set())
        if word not in self._known and _DOUBLED_END.search(word):
            found |= self._look_up(_DOUBLED.sub(r"\1", word))
        return found


def _one_less(word: str) -> list[str]:
    """The word with one letter left out, the first excepted: typing errors seldom hit the first letter."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]
