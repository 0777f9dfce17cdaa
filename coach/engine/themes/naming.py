"""Names a group: a known theme's name where it leads clearly, else the person's own words (rubric T9).

Loads numpy: imported when themes are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coach.engine.themes.catalogue import Known
from coach.engine.themes.compared import Compared
from coach.engine.themes.likeness import Floats
from coach.engine.themes.vectors import Vectors
from coach.engine.themes.words import Words, most_spelled

SURE, LEAD = 0.25, 0.05
"""What a known theme must score, and by how much it must lead, for its name to be the heading."""
_NEAREST = 3
_CHOICES = 3
_SECOND = 0.6
"""A second word stands in the heading where it sets the group apart so well, measured by the first."""
_ABOUT = 2.0
"""How much nearness to what a group is about adds to a word that sets it apart."""
_AGAINST, _CLEARLY, _LEAST_WORDS = 0.35, 0.05, 5
"""Cosine with an exception from which on a sentence may speak against a theme, by how much it must be nearer
to it than to the exemplars, and the words it needs."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A known theme as it fits a group."""

    place: int
    score: float


class Naming:
    """Names for the groups of one comparison."""

    def __init__(self, compared: Compared, known: Sequence[Known], vectors: Vectors) -> None:
        self._compared = compared
        self._known = known
        self._vectors = vectors

    def ranked(self, members: Sequence[int]) -> list[Ranked]:
        """The known themes, best first: how near the group is, less half of how near the whole period is."""
        scores = self._activations[list(members)].mean(axis=0) - 0.5 * self._activations.mean(axis=0)
        return [Ranked(int(place), float(scores[place])) for place in np.argsort(-scores, kind="stable")]

    def choices(self, members: Sequence[int]) -> tuple[str, ...]:
        """The best three names of the catalogue, to be offered."""
        return tuple(self._known[one.place].name for one in self.ranked(members)[:_CHOICES])

    def label(self, members: Sequence[int], taken: Sequence[str] = ()) -> str:
        """The heading of a group. `taken` holds headings that other groups have already."""
        best, second = self.ranked(members)[:2]
        known = self._known[best.place].name
        if best.score >= SURE and best.score - second.score >= LEAD and known not in taken:
            return known
        return _own_words(self._compared, members, taken) or known

    def against(self, members: Sequence[int], place: int) -> int | None:
        """The unit that goes the other way in theme `place`: nearer to its exceptions than to its exemplars.

        The strongest one among the sentences of the members; None where there is none (rubric T7).
        """
        known = self._known[place]
        inside = set(members)
        found = [
            number
            for number, unit in enumerate(self._compared.units)
            if self._compared.owners[number] in inside
            and unit.sentence >= 0
            and not unit.part
            and len(unit.text.split()) >= _LEAST_WORDS
        ]
        if not found:
            return None
        rows = self._compared.rows[found]
        other_way = (rows @ self._vectors.of(known.exceptions).T).max(axis=1)
        this_way = (rows @ self._vectors.of(known.exemplars).T).max(axis=1)
        margin = np.where(other_way >= _AGAINST, other_way - this_way, -1)
        best = int(margin.argmax())
        return found[best] if margin[best] >= _CLEARLY else None

    @cached_property
    def _activations(self) -> Floats:
        """[entry, known theme]: mean of the three highest cosines with its sentences."""
        sentences = [sentence for one in self._known for sentence in one.sentences]
        cosines = self._compared.wholes @ self._vectors.of(sentences).T
        columns, first = [], 0
        for one in self._known:
            part = cosines[:, first : first + len(one.sentences)]
            columns.append(np.sort(part, axis=1)[:, -_NEAREST:].mean(axis=1))
            first += len(one.sentences)
        return np.stack(columns, axis=1)


def _own_words(compared: Compared, members: Sequence[int], taken: Sequence[str]) -> str:
    """ "Around Viktor and reviews": the words that set the group apart and are near to what it is about.

    Two that stand side by side in the entries stay so: "Around night shifts".
    """
    inside = [compared.words[place] for place in members]
    outside = [words for place, words in enumerate(compared.words) if place not in set(members)]
    small = {
        word for words in compared.words for seen in words.spelled.values() for word in seen if word.islower()
    }
    about = compared.wholes[list(members)].mean(axis=0) - compared.wholes.mean(axis=0)
    about = about / max(float(np.linalg.norm(about)), 1e-9)
    scores: list[tuple[float, str]] = []
    for root in {root for words in inside for root in words.stems}:
        times = sum(root in words.stems for words in inside)
        if times >= 2:
            apart = times / len(inside) - sum(root in words.stems for words in outside) / max(len(outside), 1)
            word = _shown(most_spelled(root, inside), small)
            place = compared.vocabulary.get(word.lower())
            near = 0.0 if place is None else float(compared.spoken[place] @ about)
            scores.append((apart * (1 + _ABOUT * near), word))
    scores.sort(key=lambda pair: (-pair[0], pair[1]))
    spelled = [(score, word) for score, word in scores[:6] if score > 0]
    for place, (score, word) in enumerate(spelled):
        rest = [other for strength, other in spelled[place + 1 :] if strength >= _SECOND * score]
        label = f"Around {_paired(word, rest[0], inside) if rest else word}"
        if label not in taken:
            return label
    return ""


def _paired(one: str, other: str, inside: Sequence[Words]) -> str:
    beside = {pair for words in inside for pair in words.beside}
    if (one.lower(), other.lower()) in beside:
        return f"{one} {other}"
    return f"{other} {one}" if (other.lower(), one.lower()) in beside else f"{one} and {other}"


def _shown(word: str, small: set[str]) -> str:
    """With its capital where it is never written without one: then it is a name."""
    return word.lower() if word.lower() in small and not word.isupper() else word
