"""How often someone writes, without streaks: weeks touched, days since the last session (feature C16)."""

from collections.abc import Collection
from datetime import date, timedelta

GAP_DAYS = 21
"""After this many days without a session the return is a gentle one: two questions (design, section 8)."""
WEEKS = 8
"""Weeks looked back on."""


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def touched(weeks: Collection[date], today: date) -> tuple[bool, ...]:
    """For each of the last eight weeks, oldest first and this one last, whether anything was written in it.

    `weeks` are Mondays.
    """
    this = week_of(today)
    return tuple(this - timedelta(weeks=back) in weeks for back in range(WEEKS - 1, -1, -1))


def days_since(last: date | None, today: date) -> int | None:
    """Whole days since a day; None where there was none, 0 where it lies ahead (a moved clock)."""
    return None if last is None else max((today - last).days, 0)


def is_gap(last: date | None, today: date) -> bool:
    """Whether the last closed session of any guide lies 21 days back or more; who never had one is new."""
    days = days_since(last, today)
    return days is not None and days >= GAP_DAYS
