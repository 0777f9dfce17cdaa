"""How alike two entries are. Loads numpy: imported when themes are asked for.

Four views are added up, each as deviations from what is usual among this person's entries: the pieces of one
entry against the best piece of the other, the same with single words, shared stems, and the entry as a whole.
Why these and with which weights: docs/measurements.md, "Themes".
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WORDS, STEMS, WHOLE = 0.5, 0.5, 0.3
"""What the other views count beside the pieces, which count 1."""
_BLOCK = 512  # rows compared at a time, so that memory stays small
_MANY = 6_000
"""Pieces from which on rows are projected to their strongest directions: as good, and three times as fast."""
_DIRECTIONS = 128


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of entries: sentences, clauses, words. The same text in two entries has one row."""

    rows: Floats
    """One for each different text."""
    index: NDArray[np.intp]
    """For each piece its row; all pieces of an entry side by side, entries in order."""
    owners: NDArray[np.intp]
    """For each piece the place of its entry."""
    weights: Floats


@dataclass(frozen=True, slots=True)
class Aligned:
    """Texts compared with entries."""

    best: Floats
    """[row, entry]: the cosine with the entry's nearest piece, centred."""
    between: Floats
    """[entry, entry]: the weighted mean over pieces, both ways."""


def centred(rows: Floats) -> Floats:
    """Rows less their mean, of length 1 again: what is common to all entries of a person tells nothing."""
    moved = rows - rows.mean(axis=0)
    return _unit(moved)


def standard(matrix: Floats) -> Floats:
    """Deviations from the mean over all pairs of different entries, in standard deviations."""
    upper = matrix[np.triu_indices(len(matrix), 1)]
    spread = float(upper.std()) if upper.size else 0.0
    if spread < 1e-9:
        return np.zeros_like(matrix)
    deviations: Floats = (matrix - upper.mean()) / np.float32(spread)
    return deviations


def align(pieces: Pieces, count: int) -> Aligned:
    """Compare every piece with every one of `count` entries. An entry without a piece is like no other."""
    rows = _unit(pieces.rows - pieces.rows[pieces.index].mean(axis=0))
    if len(rows) > _MANY:
        rows = _strongest(rows)
    present, starts = np.unique(pieces.owners, return_index=True)
    best: Floats = np.full((len(rows), count), -1, np.float32)
    for first in range(0, len(rows), _BLOCK):
        cosines = rows[first : first + _BLOCK] @ rows.T
        best[first : first + _BLOCK, present] = np.maximum.reduceat(cosines[:, pieces.index], starts, axis=1)
    shares = np.zeros((count, len(rows)), np.float32)
    np.add.at(shares, (pieces.owners, pieces.index), pieces.weights)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), np.float32(1e-9))
    between = shares @ best
    return Aligned(best, ((between + between.T) / 2).astype(np.float32))


def shared_stems(stems: Sequence[frozenset[str]]) -> Floats:
    """Cosines of the entries' stems, weighed by how few entries have them.

    A stem in one entry only counts in the length and never matches.
    """
    count = len(stems)
    seen = Counter(stem for found in stems for stem in found)
    shared = {stem: place for place, stem in enumerate(stem for stem, times in seen.items() if times > 1)}
    table = np.zeros((count, len(shared)), np.float32)
    lengths = np.full(count, np.float32(1e-9))
    for place, found in enumerate(stems):
        for stem in found:
            weight = math.log(count / seen[stem])
            lengths[place] += weight * weight
            if stem in shared:
                table[place, shared[stem]] = weight
    table /= np.sqrt(lengths)[:, None]
    return table @ table.T


def word_pieces(words: Sequence[Sequence[str]], vocabulary: Sequence[str], rows: Floats) -> Pieces:
    """Single words as pieces, with a row for each word of the vocabulary. Rare words weigh more."""
    places = {word: place for place, word in enumerate(vocabulary)}
    seen = Counter(word for found in words for word in found)
    owners = [place for place, found in enumerate(words) for _ in found]
    index = [places[word] for found in words for word in found]
    weights = [math.log((len(words) + 1) / seen[word]) for found in words for word in found]
    return Pieces(rows, np.array(index, np.intp), np.array(owners, np.intp), np.array(weights, np.float32))


def together(pieces: Aligned, words: Floats, stems: Floats, wholes: Floats) -> Floats:
    """One measure of likeness from the four views, in standard deviations."""
    whole = centred(wholes)
    total = (
        standard(pieces.between)
        + WORDS * standard(words)
        + STEMS * standard(stems)
        + WHOLE * standard(whole @ whole.T)
    )
    return standard(total.astype(np.float32))


def _strongest(rows: Floats) -> Floats:
    _, directions = np.linalg.eigh(rows.T @ rows)
    projected = rows @ np.ascontiguousarray(directions[:, -_DIRECTIONS:])
    return _unit(projected)


def _unit(rows: Floats) -> Floats:
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))
    return scaled
