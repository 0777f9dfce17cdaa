"""Counts drawn in one line of characters, with the numbers always beside them (ux, section 2)."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇"


def spark(counts: Sequence[int]) -> str:
    """One character for each count, the tallest for the greatest."""
    most = max(counts, default=0)
    if most <= 0:
        return BARS[0] * len(counts)
    return "".join(BARS[-(-count * (len(BARS) - 1) // most)] for count in counts)


def fold(counts: Sequence[int], most: int = 13) -> tuple[int, tuple[int, ...]]:
    """Weekly counts as at most `most` sums of whole weeks: how many weeks a sum covers, and the sums.

    The last sum ends with the last week; the first may cover fewer.
    """
    weeks = -(-len(counts) // most) or 1
    start = len(counts) % weeks
    sums = [sum(counts[:start])] if start else []
    sums += [sum(counts[place : place + weeks]) for place in range(start, len(counts), weeks)]
    return weeks, tuple(sums)


def say_counts(counts: Sequence[int]) -> str:
    """Weekly counts as words, numbers and bars: `week by week 0 1 2 ▁▄▇`."""
    weeks, sums = fold(counts)
    step = "week by week" if weeks == 1 else f"every {weeks} weeks"
    return f"{step} {' '.join(map(str, sums))} {spark(sums)}"
