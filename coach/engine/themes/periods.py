"""The periods themes are read for, each of whole weeks, and the one that is shown first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coach.engine.themes.trend import ENOUGH


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that ends today."""

    name: str
    weeks: int | None
    """How many, this one included; None for everything."""

    def since(self, today: date) -> date | None:
        """Its first day, a Monday; None for everything."""
        if self.weeks is None:
            return None
        return today - timedelta(days=today.weekday(), weeks=self.weeks - 1)


PERIODS = (
    Period("last 8 weeks", 8),
    Period("last 6 months", 26),
    Period("last year", 52),
    Period("everything", None),
)


def first_shown(days: Iterable[date], today: date) -> int:
    """The place in `PERIODS` of the shortest that holds enough entries for themes; else of everything.

    Args:
        days: the day of each entry that may be read.
        today: the last day of every period.
    """
    written = [day for day in days if day <= today]
    for place, period in enumerate(PERIODS):
        since = period.since(today)
        if since is None or sum(day >= since for day in written) >= ENOUGH:
            return place
    return len(PERIODS) - 1
