"""Entries near to a text in meaning. Loads numpy: imported when it is asked for."""

from collections.abc import Callable, Sequence

import numpy as np

from coach.engine.themes.compared import Compared
from coach.engine.themes.likeness import Floats, centred
from coach.engine.themes.material import Item
from coach.engine.themes.units import units
from coach.engine.themes.vectors import Progress, Vectors
from coach.engine.themes.view import Likeness

_WHOLE = 0.5
"""How much the entry as a whole counts beside its nearest sentence."""


def like(
    text: str,
    items: Sequence[Item],
    vectors: Vectors,
    limit: int,
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Likeness]:
    """The nearest entries, nearest first; none where it was stopped. Raises EncoderMissing."""
    cut = [units(item.text, fine=False) for item in items]
    if not items or not vectors.prepare([[unit.text for unit in found] for found in cut], progress, stop):
        return []
    wanted = [unit.text for unit in units(text, fine=False)]
    asked = vectors.of(wanted)
    whole = vectors.of([text.strip()[:800]])[0]
    found = []
    for item, pieces in zip(items, cut, strict=True):
        rows = vectors.of([unit.text for unit in pieces])
        best = (rows @ asked.T).max(axis=1)
        score = (1 - _WHOLE) * float(best.max()) + _WHOLE * float((rows @ whole).max())
        said = [place for place, unit in enumerate(pieces) if unit.sentence >= 0] or [0]
        nearest = max(said, key=lambda place: float(best[place]))
        found.append(Likeness(item.id, item.day.isoformat(), round(score, 4), pieces[nearest].text))
    return sorted(found, key=lambda one: -one.score)[:limit]


def nearness(compared: Compared, vectors: Vectors) -> Callable[[str, int, str], float]:
    """Measures how near an intention is to a sentence of a later entry, less what all entries share."""
    common = compared.rows.mean(axis=0)
    rows = centred(compared.rows)
    places = {
        (owner, unit.text): number
        for number, (owner, unit) in enumerate(zip(compared.owners, compared.units, strict=True))
    }
    asked: dict[str, Floats] = {}

    def near(text: str, later: int, sentence: str) -> float:
        place = places.get((later, sentence))
        if place is None:
            return 0.0
        if text not in asked:
            own = vectors.of([text])[0] - common
            asked[text] = own / max(float(np.linalg.norm(own)), 1e-9)
        return float(asked[text] @ rows[place])

    return near


def cosine(vectors: Vectors) -> Callable[[str, str], float]:
    """Measures how near two texts are in meaning."""

    def near(one: str, other: str) -> float:
        rows = vectors.of([one, other])
        return float(rows[0] @ rows[1])

    return near
