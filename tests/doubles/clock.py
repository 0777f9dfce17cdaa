"""A clock that stands still until it is moved."""

from datetime import UTC, date, datetime, timedelta


class FixedClock:
    """Implements `ports.Clock`; `pass_days` moves it on."""

    def __init__(self, now: datetime = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.date()

    def stamp(self) -> datetime:
        return self._now

    def pass_days(self, days: int) -> None:
        self._now += timedelta(days=days)
