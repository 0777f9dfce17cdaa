"""Weighs the words of a few sentences where no cue stands: for danger hinted at in words nobody listed.

Every beginning of a word has a weight, learnt from the project's own labelled texts (docs/safety.md says
how); a stretch of three sentences is as heavy as its words together, over the root of how many they are. What
is found so is never certain. Plain sums: the same text always weighs the same, and each weight can be read in
prompts/safety/weights.yaml.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from coach.engine.safety.notice import KINDS, Kind

BEGINNING = 5
"""Letters of a word that count: long enough to tell words apart, short enough for its endings not to."""
_STRETCH = 3
"""Sentences weighed together: a hint is seldom one sentence, and a page would hide it."""
_LONGEST = 40
"""Words of a sentence; a longer one, as in text without full stops, is weighed in parts."""
_FEWEST = 4
"""A shorter stretch weighs as if it had so many words: one word alone must not decide."""
ALL = "danger"
"""The part of a language that says whether there is danger; the others say which kind."""


class Scales:
    """The weights of all languages."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take up weights.yaml: for each language its `threshold` and its parts of "beginning weight …"."""
        self._bias = float(content["bias"])
        self._content = content
        self._read: dict[tuple[str, str], dict[str, float]] = {}

    def kind(self, sentences: Sequence[Sequence[str]], language: str, common: Collection[str]) -> Kind | None:
        """The kind of danger where a stretch is heavy enough; `common` words of the language do not count."""
        weights = self._weights(language, ALL)
        told = [[word for word in words if word not in common] for words in sentences]
        heaviest = max(
            stretches(told), key=lambda words: self._bias + weight(words, weights), default=frozenset()
        )
        if self._bias + weight(heaviest, weights) < float(self._content[language]["threshold"]):
            return None
        return max(KINDS, key=lambda kind: self._kind_weight(kind, language, heaviest))

    def _kind_weight(self, kind: Kind, language: str, words: Collection[str]) -> float:
        return weight(words, self._weights(language, kind))

    def _weights(self, language: str, part: str) -> dict[str, float]:
        known = self._read.get((language, part))
        if known is None:
            known = self._read[language, part] = read_weights(self._content[language][part])
        return known


def read_weights(text: str) -> dict[str, float]:
    """`kill 1.2 plan -0.1`. Raises ValueError."""
    parts = text.split()
    return dict(zip(parts[::2], map(float, parts[1::2]), strict=True))


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """What of some words is weighed."""
    return frozenset(word[:BEGINNING] for word in words)


def stretches(sentences: Sequence[Sequence[str]]) -> Iterator[frozenset[str]]:
    """The beginnings of words in every few sentences that follow each other."""
    pieces = [
        beginnings(words[at : at + _LONGEST]) for words in sentences for at in range(0, len(words), _LONGEST)
    ]
    for first in range(max(1, len(pieces) - _STRETCH + 1)) if pieces else ():
        yield frozenset().union(*pieces[first : first + _STRETCH])


def weight(words: Collection[str], weights: Mapping[str, float]) -> float:
    """How heavy they are together; words without a weight do not count."""
    known = [weights[word] for word in words if word in weights]
    return sum(sorted(known)) / sqrt(max(_FEWEST, len(known)))
