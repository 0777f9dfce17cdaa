"""The words of an entry that can tell what it is about: stems, spellings, names. Knows nothing of meaning."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from coach.errors import InvalidData

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))*")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'"})
_NAME = re.compile(r"(?<![.!?…:\"“”\n])(?<!^)\s([A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-Z]?[a-zà-ÿ]+)?)")
_PLENTY = 20_000  # characters of an entry that are read


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the package's own name


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer

    return snowballstemmer.stemmer("english")  # type: ignore[no-any-return]  # the package has no types


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem of a plain word."""
    return _stemmer().stemWord(word)


@dataclass(frozen=True, slots=True)
class WordLists:
    """`prompts/themes/words.yaml`: what the engine must know about English words."""

    stop: frozenset[str]
    """Words too common to tell anything, weekdays, months and number words among them."""
    neutral: frozenset[str]
    """Stems of words about entries rather than in them."""

    @classmethod
    def read(cls, data: Any, name: str) -> "WordLists":  # parsed YAML holds anything
        """Check the parsed file. Raises InvalidData."""
        lists = []
        for key in ("stop", "neutral"):
            listed = data.get(key) if isinstance(data, dict) else None
            if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
                raise InvalidData(f"{name}, key {key}: a list of words is needed.")
            lists.append([word.lower() for word in listed])
        return cls(frozenset(lists[0]), frozenset(stem(word) for word in lists[1]))


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of one text."""

    stems: Counter[str]
    spelled: dict[str, Counter[str]]
    """How each stem is written."""
    plain: tuple[str, ...]
    """Each telling word once, in lower case, without a possessive ending."""
    names: frozenset[str]
    """Words with a capital letter where none is needed."""
    beside: frozenset[tuple[str, str]]
    """Telling words that follow each other, in lower case."""


def words_in(text: str, lists: WordLists) -> Words:
    """Find the telling words of a text."""
    stems: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    plain: dict[str, None] = {}
    beside: set[tuple[str, str]] = set()
    before, ended = "", -1
    for match in _WORD.finditer(text[:_PLENTY]):
        low = match[0].lower().translate(_STRAIGHT)
        bare = low.split("'")[0]
        if len(bare) < 3 or low in lists.stop or bare in lists.stop:
            continue
        root = stem(bare)
        if root in lists.stop:
            continue
        stems[root] += 1
        written = match[0].translate(_STRAIGHT).split("'")[0]
        spelled.setdefault(root, Counter())[written] += 1
        plain.setdefault(bare)
        if match.start() == ended + 1 and text[ended] == " ":
            beside.add((before, bare))
        before, ended = bare, match.end()
    names = frozenset(found[1].split("'")[0].split("’")[0] for found in _NAME.finditer(text[:_PLENTY]))
    return Words(stems, spelled, tuple(plain), names - {"I"}, frozenset(beside))


def true_names(found: Sequence[Words], lists: WordLists) -> frozenset[str]:
    """Names of all texts: with a capital inside a sentence, never without, and no weekday or month."""
    small = {word for one in found for counts in one.spelled.values() for word in counts if word.islower()}
    return frozenset(name for one in found for name in one.names if name.lower() not in small | lists.stop)


def stem_set(text: str, lists: WordLists) -> frozenset[str]:
    """The stems of the telling words of a text."""
    return frozenset(words_in(text, lists).stems)


def most_spelled(root: str, found: Iterable[Words]) -> str:
    """How a stem is most often written, small letters before capitals where it is a draw."""
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(one.spelled.get(root, {}))
    return min(counts, key=lambda word: (-counts[word], not word.islower(), word)) if counts else root
