"""From texts to the likeness of entries. Loads numpy: imported when themes are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coach.engine.themes.likeness import (
    Aligned,
    Floats,
    Pieces,
    align,
    centred,
    shared_stems,
    together,
    word_pieces,
)
from coach.engine.themes.units import Unit, units
from coach.engine.themes.vectors import Progress, Vectors
from coach.engine.themes.words import WordLists, Words, words_in

FINE = 400
"""Entries from which on clauses are left out: sentences and wholes do there, in a third of the time."""


@dataclass(frozen=True, slots=True)
class Compared:
    """All that grouping, naming and quoting need to know about the entries of a period."""

    units: tuple[Unit, ...]
    owners: tuple[int, ...]
    """For each unit the place of its entry."""
    words: tuple[Words, ...]
    wholes: Floats
    """One row an entry."""
    rows: Floats
    """One row a unit."""
    vocabulary: dict[str, int]
    """For each telling word, in lower case, its place in `spoken`."""
    spoken: Floats
    """One row a word, centred."""
    aligned: Aligned
    likeness: Floats
    """[entry, entry], in standard deviations from what is usual between two of these entries."""


def compare(
    texts: Sequence[str],
    vectors: Vectors,
    lists: WordLists,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Compared | None:
    """Compare entries, none of them empty; None where it was stopped. Raises EncoderMissing."""
    cut = [units(text, fine=len(texts) < FINE) for text in texts]
    words = [words_in(text, lists) for text in texts]
    groups = [[*(unit.text for unit in found), *told.plain] for found, told in zip(cut, words, strict=True)]
    if not vectors.prepare(groups, progress, stop):
        return None
    flat = [unit for found in cut for unit in found]
    owners = [place for place, found in enumerate(cut) for _ in found]
    rows = vectors.of([unit.text for unit in flat])
    wholes = vectors.of([whole_of(found) for found in cut])
    weights = np.array([unit.weight for unit in flat], np.float32)
    aligned = align(Pieces(rows, np.arange(len(rows)), np.array(owners, np.intp), weights), len(texts))
    plain = [told.plain for told in words]
    vocabulary = list(dict.fromkeys(word for found in plain for word in found))
    spoken = vectors.of(vocabulary)
    by_word = align(word_pieces(plain, vocabulary, spoken), len(texts)).between
    by_stem = shared_stems([frozenset(told.stems) for told in words])
    likeness = together(aligned, by_word, by_stem, wholes)
    return Compared(
        units=tuple(flat),
        owners=tuple(owners),
        words=tuple(words),
        wholes=wholes,
        rows=rows,
        vocabulary={word: place for place, word in enumerate(vocabulary)},
        spoken=centred(spoken),
        aligned=aligned,
        likeness=likeness,
    )


def pieces_of(texts: Sequence[str], lists: WordLists, *, fine: bool = False) -> list[list[str]]:
    """For each entry the texts that need a row; `fine`: clauses too, however many entries there are."""
    fine = fine or len(texts) < FINE
    return [[*(unit.text for unit in units(text, fine=fine)), *words_in(text, lists).plain] for text in texts]


def whole_of(found: Sequence[Unit]) -> str:
    """The text of the unit that stands for the whole entry: its last one, or its only sentence."""
    return next((unit.text for unit in found if unit.sentence < 0), found[0].text)
