"""Words as the search compares them, and what a query asks for. Knows no index."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

_WORD = re.compile(r"\w+")
_WORD_IN_PLACE = re.compile(r"\w(?:\w|['’ʼ](?=\w))*")
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_STEMMERS = ("english", "german", "french", "spanish", "portuguese")
"""English first; the others help a little: they see words without accents, which they do not expect."""


def words_of(text: str) -> list[str]:
    """The words of a text, plain: no case, accents or apostrophes."""
    return _WORD.findall(_plain(text))


def words_in_place(text: str) -> Iterator[tuple[str, int, int]]:
    """Each plain word with where it begins and ends in the text as it was written."""
    for found in _WORD_IN_PLACE.finditer(text):
        yield _plain(found[0]), found.start(), found.end()


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "")
    spread = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all of it must be in an entry."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    """What stood in quotation marks, word for word."""

    @classmethod
    def of(cls, text: str) -> "Query":
        """Read a query. A quotation mark without its partner is no phrase yet: the person is still typing."""
        phrases = [tuple(words_of(quoted)) for quoted in _QUOTED.findall(text)]
        words = words_of(_QUOTED.sub(" ", text))
        return cls(tuple(dict.fromkeys(words)), tuple(phrase for phrase in phrases if phrase))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the package's own name


@lru_cache(maxsize=1)
def _stemmers() -> tuple[_Stemmer, ...]:
    import snowballstemmer

    return tuple(snowballstemmer.stemmer(language) for language in _STEMMERS)


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """The stem of a word in each language, so that two words are related where any of them agree."""
    return tuple(stemmer.stemWord(word) for stemmer in _stemmers())


def related(one: str, other: str) -> bool:
    """Whether two plain words have a stem in common."""
    if one == other:
        return True
    pairs = zip(stems(one), stems(other), strict=True)
    return any(mine == theirs and len(mine) >= 3 for mine, theirs in pairs)  # shorter stems join strangers


def one_typo(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two swapped make one word the other."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1
