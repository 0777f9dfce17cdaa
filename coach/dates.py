"""Days as people write them, and as the program says them. Never guesses: what is not understood is said.

Own rules first; the dateparser package, English only, for the rest and imported only then.
All sums are done on calendar days, so a change to summer time moves nothing.
"""

import re
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Final, Literal, NamedTuple

from coach.errors import InvalidData, UsageError

EXAMPLES: Final = (
    "2026-11-20, 20 nov, friday, last friday, next tuesday 14:00, in 2 weeks, 3d or end of month"
)

Lean = Literal["near", "past", "future"]
"""Which way a phrase without a year, or a bare weekday, is read."""

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS: Final = {
    "d": "day", "day": "day", "days": "day", "w": "week", "wk": "week", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "mo": "month", "y": "year", "year": "year", "years": "year",
}  # fmt: skip
_NAMED_DAYS: Final = {"today": 0, "now": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}

_TIME: Final = re.compile(
    r"(?:^|[\s,])(?:at\s+)?(?:(?P<h>\d{1,2})[:.](?P<m>\d{2})(?::\d{2})?\s*(?P<half>[ap]m)?|(?P<h12>\d{1,2})\s*(?P<half12>[ap]m)"
    r"|(?P<word>noon|midnight))$"
)
_ISO_TIMED: Final = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{1,2}:\d{2}.*")
_AMOUNT: Final = re.compile(
    r"(in\s+|\+)?(?P<count>\d{1,4}|[a-z]+)\s*(?P<unit>[a-z]+)(?P<ago>\s+ago)?(\s+from\s+now)?"
)
_NUMERIC: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4})?)?")
_DAY_MONTH: Final = re.compile(
    r"(?:(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[a-z]{3,9})\.?"
    r"|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?P<year>\d{4}))?"
)


class Understood(NamedTuple):
    """A day, and a time of day where one was given."""

    day: date
    time: clock_time | None = None

    def echo(self) -> str:
        """What is said back to the person: `on Fri 20 Nov 2026`, with ` at 14:00` where a time was given."""
        at = f" at {self.time:%H:%M}" if self.time else ""
        return f"on {_full(self.day)}{at}"


def understand(text: str, today: date, *, lean: Lean = "near") -> Understood:
    """Find the day a person means, seen from `today`.

    A weekday means the coming one (today's own name means today); "next X" is the X of the next calendar
    week, "last X" the latest one before today; "20 nov" is the one nearest to today. "in a month" on the 31st
    is the month's last day. Numbers with slashes count only where they can be read one way.

    Args:
        text: what the person wrote.
        today: the day they live in.
        lean: `past` where only what has been makes sense (the day of an entry), `future` for a due date:
            it decides a bare weekday and a day without its year.

    Raises:
        UsageError: not understood, not a day of the calendar, a bare number or a single letter.
    """
    wanted = " ".join(text.casefold().replace("\N{NO-BREAK SPACE}", " ").split()).strip(" ,")
    if len(wanted) < 2 or len(wanted) > 60 or wanted.isdigit():
        raise _not_understood(text)
    if _ISO_TIMED.fullmatch(wanted):
        return _iso_moment(wanted, text)
    rest, at = _split_time(wanted, text)
    if not rest:
        return Understood(today, at)
    rest = rest.removeprefix("on ").removeprefix("by ").strip(" ,")
    day = _own_rules(rest, today, text, lean)
    return Understood(day if day is not None else _ask_dateparser(rest, today, text), at)


def parse_stored(text: str) -> date:
    """The day of an ISO date or date-time as records hold it. Raises InvalidData."""
    try:
        return date.fromisoformat(text[:10])
    except (ValueError, TypeError):
        raise InvalidData("A stored date is not an ISO date (YYYY-MM-DD).") from None


def say_day(day: date, today: date) -> str:
    """`Fri 20 Nov`; the year follows when it is not this one."""
    short = f"{_WEEKDAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1][:3].title()}"
    return short if day.year == today.year else f"{short} {day.year}"


def say_ago(day: date, today: date) -> str:
    """`today`, `yesterday`, `6 days ago`; for a day to come `tomorrow`, `in 6 days`."""
    days = (today - day).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "yesterday" if days > 0 else "tomorrow"
    return f"{days} days ago" if days > 0 else f"in {-days} days"


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it has no such day. Raises OverflowError."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("outside the calendar")
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _full(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1][:3].title()} {day.year}"


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return (following - timedelta(days=1)).day if following else 31


def _not_understood(text: str) -> UsageError:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return UsageError(
        f'The day "{shown}" is not understood; nothing was changed.', hint=f"Write it like {EXAMPLES}."
    )


def _iso_moment(wanted: str, text: str) -> Understood:
    try:
        moment = datetime.fromisoformat(wanted.upper())
    except ValueError:
        raise _not_understood(text) from None
    if moment.tzinfo is not None:
        moment = moment.astimezone()
    return Understood(moment.date(), moment.time().replace(second=0, microsecond=0))


def _split_time(wanted: str, text: str) -> tuple[str, clock_time | None]:
    found = _TIME.search(wanted)
    if not found:
        return wanted, None
    if found["word"]:
        at = clock_time(12 if found["word"] == "noon" else 0)
    else:
        hour, minute = int(found["h"] or found["h12"]), int(found["m"] or 0)
        half = found["half"] or found["half12"]
        if half and not 1 <= hour <= 12:
            raise _not_understood(text)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23 or minute > 59:
            raise _not_understood(text)
        at = clock_time(hour, minute)
    return wanted[: found.start()].strip(" ,"), at


def _own_rules(rest: str, today: date, text: str, lean: Lean) -> date | None:
    """The day by our own rules; None where none applies. Raises UsageError for an impossible day."""
    try:
        if rest in _NAMED_DAYS:
            return today + timedelta(days=_NAMED_DAYS[rest])
        if rest in {"day after tomorrow", "the day after tomorrow"}:
            return today + timedelta(days=2)
        if rest in {"day before yesterday", "the day before yesterday"}:
            return today - timedelta(days=2)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", rest):
            return date.fromisoformat(rest)
        if _NUMERIC.fullmatch(rest):
            return _numeric(rest)
        for rule in (_edge, _relative_unit, _amount):
            day = rule(rest, today)
            if day is not None:
                return day
        return _weekday(rest, today, lean) or _day_month(rest, today, lean)
    except (ValueError, OverflowError):
        raise _not_understood(text) from None


def _match_name(word: str, names: tuple[str, ...], shortest: int = 3) -> int | None:
    """The place of the one name that `word` is, or abbreviates."""
    word = word.rstrip(".")
    if len(word) < shortest:
        return None
    hits = [place for place, name in enumerate(names) if name == word or name.startswith(word)]
    if word == "sept":
        return 8
    return hits[0] if len(hits) == 1 else None


def _weekday(rest: str, today: date, lean: Lean) -> date | None:
    prefix, _, word = rest.rpartition(" ")
    place = _match_name(word, _WEEKDAYS)
    if place is None or prefix not in {"", "this", "coming", "this coming", "next", "last", "past"}:
        return None
    if prefix in {"last", "past"}:
        return today - timedelta(days=(today.weekday() - place - 1) % 7 + 1)
    if not prefix and lean == "past":
        return today - timedelta(days=(today.weekday() - place) % 7)
    if prefix == "next":
        return today + timedelta(days=7 - today.weekday() + place)
    return today + timedelta(days=(place - today.weekday()) % 7)


def _edge(rest: str, today: date) -> date | None:
    """`end of month`, `start of next week` and their kind."""
    found = re.fullmatch(
        r"(?P<edge>end|start|beginning|middle) of (?:the |this )?(?P<next>next )?"
        r"(?P<unit>week|month|quarter|year)",
        rest,
    )
    if not found:
        return None
    unit, ahead = found["unit"], 1 if found["next"] else 0
    if unit == "week":
        first = today + timedelta(days=7 * ahead - today.weekday())
        return first + timedelta(days={"end": 6, "middle": 2}.get(found["edge"], 0))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = add_months(date(today.year, (today.month - 1) // months * months + 1, 1), months * ahead)
    if found["edge"] == "end":
        return add_months(first, months) - timedelta(days=1)
    if found["edge"] == "middle":
        return first + (add_months(first, months) - first) // 2
    return first


def _relative_unit(rest: str, today: date) -> date | None:
    found = re.fullmatch(r"(?P<way>next|last) (?P<unit>week|month|year)", rest)
    if not found:
        return None
    sign = 1 if found["way"] == "next" else -1
    return _shift(today, sign, found["unit"])


def _amount(rest: str, today: date) -> date | None:
    """`3d`, `in 2 weeks`, `two days ago`. A bare amount looks ahead."""
    found = _AMOUNT.fullmatch(rest)
    if not found or found["unit"] not in _UNITS:
        return None
    count = int(found["count"]) if found["count"].isdigit() else _NUMBERS.get(found["count"])
    if count is None:
        return None
    return _shift(today, -count if found["ago"] else count, _UNITS[found["unit"]])


def _shift(today: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    return add_months(today, count * (12 if unit == "year" else 1))


def _numeric(rest: str) -> date:
    """`20.11.2026`, day first as dots mean everywhere; slashes only where one reading is possible."""
    first, mark, second, year = _NUMERIC.fullmatch(rest).groups()  # type: ignore[union-attr]  # the caller matched it
    if year is None:
        raise ValueError("no year")
    a, b = int(first), int(second)
    if mark != "." and a != b and a <= 12 and b <= 12:
        raise ValueError("two readings")
    return date(int(year), a, b) if b > 12 and mark != "." else date(int(year), b, a)


def _day_month(rest: str, today: date, lean: Lean) -> date | None:
    found = _DAY_MONTH.fullmatch(rest)
    if not found:
        return None
    place = _match_name(found["month"] or found["month2"], _MONTHS)
    if place is None:
        return None
    month, number = place + 1, int(found["day"] or found["day2"])
    if found["year"]:
        return date(int(found["year"]), month, number)
    if not 1 <= number <= (29 if month == 2 else _month_length(2024, month)):
        raise ValueError("no such day")
    near = [
        date(year, month, number)
        for year in range(today.year - 4, today.year + 5)
        if 1 <= year <= 9999 and number <= _month_length(year, month)
    ]
    if lean != "near":
        near = [day for day in near if day == today or (day < today) == (lean == "past")]
    return min(near, key=lambda day: (abs((day - today).days), day < today))


def _ask_dateparser(rest: str, today: date, text: str) -> date:
    """English phrases beyond our own rules. A part that is missing is never filled in by the parser."""
    if " " not in rest:
        raise _not_understood(text)  # single words beyond ours: the parser reads too much into them
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser 1.5 warns about its own use of the standard library
        import dateparser

        found = dateparser.parse(
            rest,
            languages=["en"],
            settings={
                "RELATIVE_BASE": datetime.combine(today, clock_time(12)),  # a calendar day, not a moment
                "REQUIRE_PARTS": ["day", "month"],
                "PREFER_DATES_FROM": "future",
                "DATE_ORDER": "DMY",
                "STRICT_PARSING": False,
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    if found is None:
        raise _not_understood(text)
    day: date = found.date()
    return day
