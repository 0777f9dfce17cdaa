"""When a theme comes up: its trend by definition (rubric T5), and its entries a week."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from coach.engine.themes.material import Item
from coach.engine.themes.view import Trend

ENOUGH = 8
"""Entries of a period from which on themes and trends are shown."""


def split_counts(period: Sequence[str], theme: Iterable[str]) -> tuple[int, int]:
    """How many of the theme's entries stand in the first and in the second half of the period's entries."""
    first = set(period[: len(period) // 2])
    members = set(theme) & set(period)
    return len(members & first), len(members - first)


def trend_of(period: Sequence[str], theme: Iterable[str]) -> Trend | None:
    """Rubric T5: rising where the second half has 1.75 times as many and 2 more, fading the other way round.

    Else steady; None where the period has under eight entries.

    Args:
        period: ids of all entries read, oldest first.
        theme: ids of the theme's entries.
    """
    if len(period) < ENOUGH:
        return None
    before, after = split_counts(period, theme)
    if after >= 1.75 * before and after - before >= 2:
        return "rising"
    if before >= 1.75 * after and before - after >= 2:
        return "fading"
    return "steady"


def mondays(since: date, until: date) -> tuple[date, ...]:
    """The Monday of each week that has a day of the period."""
    first = since - timedelta(days=since.weekday())
    return tuple(first + timedelta(weeks=week) for week in range(((until - first).days // 7) + 1))


def by_week(weeks: Sequence[date], days: Iterable[date]) -> tuple[int, ...]:
    """How many of the days fall in each week."""
    counts = [0] * len(weeks)
    for day in days:
        place = (day - weeks[0]).days // 7 if weeks else -1
        if 0 <= place < len(counts):
            counts[place] += 1
    return tuple(counts)


def coverage(
    weeks: Sequence[date], items: Sequence[Item], unsorted: Collection[str]
) -> tuple[tuple[int, int], ...]:
    """For each week: entries that are in a theme, entries read."""
    sorted_ = by_week(weeks, (item.day for item in items if item.id not in unsorted))
    return tuple(zip(sorted_, by_week(weeks, (item.day for item in items)), strict=True))
