"""Groups entries by likeness. Loads numpy: imported when themes are asked for. Same input, same groups.

Several spectral groupings with different numbers of groups vote on which entries belong together; entries
that the votes join become one group; who is no nearer to it than usual leaves it (docs/measurements.md).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Group = list[int]

MOST_SHOWN = 6
"""Rubric T9."""
FEW = 12
"""Entries under which two make a group; from here on it takes three."""
TOGETHER = 0.35
"""Share of votes from which on two groups are one."""
STAYS = 0.0
"""Mean likeness to the others, in standard deviations, under which an entry leaves its group."""
JOINS = 0.65
"""The same, from which on an entry belongs to a second group too."""
WIDEST = 1 / 3
"""Share of all entries from which on a group is divided in two: what is about everything is no theme."""
_STARTS = 12
_ROUNDS = 15


def group(likeness: Floats, most: int = MOST_SHOWN) -> list[Group]:
    """Groups of row numbers, the strongest first; a row may be in none, or in two."""
    count = len(likeness)
    least = 2 if count < FEW else 3
    if count < least + 1:
        return []
    votes = _votes(likeness, _numbers(count))
    found = [one for one in _merged(votes) if len(one) >= least]
    found = _ranked(found, likeness, most)
    found = [part for one in found for part in _divided_if_wide(_settled(one, likeness), likeness, least)]
    found = _ranked([one for one in found if len(one) >= least], likeness, most)
    whole = (tuple(with_second(one, likeness)) for one in found)
    return [list(one) for one in dict.fromkeys(whole)]


def with_second(members: Group, likeness: Floats) -> Group:
    """The group with those outside it that are near to it all the same."""
    mean = likeness[:, members].mean(axis=1)
    return sorted({*members, *(int(place) for place in np.flatnonzero(mean >= JOINS))})


def mean_to(members: Sequence[int], place: int, likeness: Floats) -> float:
    """Mean likeness of one row to the others of a group; 0 where there is no other."""
    others = [one for one in members if one != place]
    return float(likeness[place, others].mean()) if others else 0.0


def halves(members: Sequence[int], likeness: Floats) -> tuple[Group, Group]:
    """The two most distinct halves of a group, by merging until two are left."""
    inside = likeness[np.ix_(members, members)]
    first, second = _merged(inside, threshold=-np.inf, least=2)
    return sorted(members[place] for place in first), sorted(members[place] for place in second)


def _numbers(count: int) -> tuple[int, ...]:
    if count < FEW:
        return (2, 3)
    return (3, 4, 5) if count < 20 else (4, 5, 6)


def _votes(likeness: Floats, numbers: tuple[int, ...]) -> Floats:
    votes = np.zeros_like(likeness)
    near = np.maximum(likeness, 0) + np.float32(1e-6)
    np.fill_diagonal(near, 1e-6)
    degree = near.sum(axis=1)
    _, vectors = np.linalg.eigh((near / np.sqrt(degree[:, None] * degree[None])).astype(np.float64))
    for number in numbers:
        points = vectors[:, -number:]
        points = points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
        for start in range(_STARTS):
            labels = _divided(points, number, start)
            votes += labels[:, None] == labels[None]
    return votes / np.float32(len(numbers) * _STARTS)


def _divided(points: NDArray[np.float64], number: int, seed: int) -> NDArray[np.intp]:
    """k-means with spread-out starts; the seed makes it the same each time."""
    draw = np.random.default_rng(seed)
    centres = points[[int(draw.integers(len(points)))]]
    while len(centres) < number:
        away = _distances(points, centres).min(axis=1)
        total = float(away.sum())
        chosen = int(draw.choice(len(points), p=away / total)) if total > 1e-12 else 0
        centres = np.concatenate([centres, points[[chosen]]])
    labels: NDArray[np.intp] = _distances(points, centres).argmin(axis=1)
    for _ in range(_ROUNDS):
        centres = np.stack(
            [points[labels == k].mean(axis=0) if (labels == k).any() else centres[k] for k in range(number)]
        )
        moved = _distances(points, centres).argmin(axis=1)
        if (moved == labels).all():
            break
        labels = moved
    return labels


def _distances(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
    return found


def _merged(measure: Floats, threshold: float = TOGETHER, least: int = 3) -> list[Group]:
    """Average linkage: the two groups with the highest mean are merged until it falls under `threshold`."""
    between = measure.astype(np.float64)
    np.fill_diagonal(between, -np.inf)
    groups: dict[int, Group] = {place: [place] for place in range(len(measure))}
    while len(groups) > least:
        one, other = np.unravel_index(int(between.argmax()), between.shape)
        a, b = int(one), int(other)
        if not between[a, b] >= threshold:
            break
        size_a, size_b = len(groups[a]), len(groups[b])
        row = (between[a] * size_a + between[b] * size_b) / (size_a + size_b)
        between[a], between[:, a] = row, row
        between[b], between[:, b] = -np.inf, -np.inf
        between[a, a] = -np.inf
        groups[a] += groups.pop(b)
    return [sorted(found) for found in groups.values()]


def _settled(members: Group, likeness: Floats) -> Group:
    return [place for place in members if mean_to(members, place, likeness) >= STAYS]


def _divided_if_wide(members: Group, likeness: Floats, least: int) -> list[Group]:
    if len(members) <= WIDEST * len(likeness) or len(members) < 2 * least:
        return [members]
    parts = halves(members, likeness)
    return list(parts) if min(map(len, parts)) >= least else [max(parts, key=len)]


def _ranked(groups: list[Group], likeness: Floats, most: int) -> list[Group]:
    """By size times mean likeness inside."""

    def strength(members: Group) -> float:
        inside = likeness[np.ix_(members, members)]
        size = len(members)
        return float(inside.sum() - np.trace(inside)) / max(size - 1, 1)

    return sorted(groups, key=lambda members: (-strength(members), members))[:most]
