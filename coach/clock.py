"""The time. `--today` and COACH_TODAY move the day one lives in; ids and order keep to the real clock."""

from datetime import date, datetime, time

from coach.errors import UsageError


class SystemClock:
    """Implements the port `Clock`."""

    def __init__(self, day: date | None = None, at: time | None = None) -> None:
        """Live on `day`, at `at` where a time was given; with neither, now."""
        self._day = day
        self._at = at

    def now(self) -> datetime:
        """The real time, in this machine's zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """The day the person lives in."""
        return self._day or self.now().date()

    def stamp(self) -> datetime:
        """The time for a record's `date`: the day lived in, with its given time or the real one."""
        now = self.now()
        if self._day is None:
            return now
        # Asked of the zone anew: the offset of that day may not be today's (summer time).
        return datetime.combine(self._day, self._at or now.time()).astimezone()


def clock_for(text: str | None, *, named: str) -> SystemClock:
    """The clock for a value of `--today` or COACH_TODAY: a date, an ISO time, or a day as people write it.

    Args:
        text: the value; None or empty for the real day.
        named: where the value comes from, for the error.

    Raises:
        UsageError: not understood.
    """
    if not text or not text.strip():
        return SystemClock()
    from coach.dates import EXAMPLES, understand

    try:
        understood = understand(text, SystemClock().today())
    except UsageError:
        raise UsageError(
            f"The day in {named} is not understood; nothing was done.", hint=f"Write it like {EXAMPLES}."
        ) from None
    return SystemClock(understood.day, understood.time)
