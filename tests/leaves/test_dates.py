"""Days as people write them: own rules, nothing guessed (ux, section 6)."""

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.dates import add_months, parse_stored, say_ago, say_day, understand
from coach.errors import InvalidData, UsageError

WEDNESDAY = date(2026, 11, 18)

UNDERSTOOD = {
    "today": (date(2026, 11, 18), None),
    "tomorrow": (date(2026, 11, 19), None),
    "yesterday": (date(2026, 11, 17), None),
    "the day after tomorrow": (date(2026, 11, 20), None),
    "2026-11-20": (date(2026, 11, 20), None),
    "2026-11-20 14:00": (date(2026, 11, 20), time(14)),
    "2026-11-20T14:05:30": (date(2026, 11, 20), time(14, 5)),
    "20 nov": (date(2026, 11, 20), None),
    "Nov 20": (date(2026, 11, 20), None),
    "20th of November": (date(2026, 11, 20), None),
    "20 november 2027": (date(2027, 11, 20), None),
    "1 sept": (date(2026, 9, 1), None),
    "20.11.2027": (date(2027, 11, 20), None),
    "25/12/2026": (date(2026, 12, 25), None),
    "friday": (date(2026, 11, 20), None),
    "Fri": (date(2026, 11, 20), None),
    "wednesday": (date(2026, 11, 18), None),
    "last friday": (date(2026, 11, 13), None),
    "last wednesday": (date(2026, 11, 11), None),
    "next tuesday 14:00": (date(2026, 11, 24), time(14)),
    "next friday at 3pm": (date(2026, 11, 27), time(15)),
    "tomorrow noon": (date(2026, 11, 19), time(12)),
    "on friday": (date(2026, 11, 20), None),
    "in 2 weeks": (date(2026, 12, 2), None),
    "in three weeks": (date(2026, 12, 9), None),
    "3d": (date(2026, 11, 21), None),
    "2w": (date(2026, 12, 2), None),
    "10 days ago": (date(2026, 11, 8), None),
    "next week": (date(2026, 11, 25), None),
    "last month": (date(2026, 10, 18), None),
    "end of month": (date(2026, 11, 30), None),
    "end of the week": (date(2026, 11, 22), None),
    "end of next month": (date(2026, 12, 31), None),
    "end of quarter": (date(2026, 12, 31), None),
    "start of next week": (date(2026, 11, 23), None),
    "29 feb": (date(2028, 2, 29), None),
    "in a fortnight": (date(2026, 12, 2), None),
    "  Friday ": (date(2026, 11, 20), None),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_day_is_understood(text: str) -> None:
    understood = understand(text, WEDNESDAY)
    assert (understood.day, understood.time) == UNDERSTOOD[text]


REFUSED = (
    "", " ", "20", "1", "x", "m", "2026", "20261120", "5/11", "05/11/2026", "20.11.", "30 feb", "31 nov",
    "blue", "may", "november", "someday", "soon", "friday 13", "2026-13-40", "2026-11-20T99:00",
    "today 25:00", "13pm", "the fox 3", "3 foxes ran", "week 48", "9999999999d",
    "friday" * 20, "\0", "tom", "su",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_surely_a_day_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError) as told:
        understand(text, WEDNESDAY)
    assert "nothing was changed" in told.value.message
    assert "2026-11-20" in told.value.hint


def test_an_entry_looks_back_and_a_due_date_ahead() -> None:
    assert understand("friday", WEDNESDAY, lean="past").day == date(2026, 11, 13)
    assert understand("wednesday", WEDNESDAY, lean="past").day == WEDNESDAY
    assert understand("20 nov", WEDNESDAY, lean="past").day == date(2025, 11, 20)
    assert understand("20 may", WEDNESDAY, lean="future").day == date(2027, 5, 20)
    assert understand("20 may", WEDNESDAY).day == date(2026, 5, 20)


def test_a_month_on_from_its_last_day_is_the_last_day() -> None:
    assert understand("in a month", date(2027, 1, 31)).day == date(2027, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_a_change_to_summer_time_moves_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    import time as process_time

    monkeypatch.setenv("TZ", "Europe/Dublin")
    process_time.tzset()
    saturday = date(2027, 3, 27)
    assert understand("tomorrow", saturday).day == date(2027, 3, 28)
    assert understand("in 1 week", saturday).day == date(2027, 4, 3)
    assert understand("2027-03-28 01:30", saturday).time == time(1, 30)  # an hour that the clock skips


def test_the_echo_names_weekday_and_year() -> None:
    assert understand("friday", WEDNESDAY).echo() == "on Fri 20 Nov 2026"
    assert understand("friday 9:05", WEDNESDAY).echo() == "on Fri 20 Nov 2026 at 09:05"


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_usage_error(text: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(understand(text, WEDNESDAY).day, date)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_what_is_said_is_understood_again(day: date, today: date) -> None:
    assert understand(day.isoformat(), today).day == day
    said = say_day(day, today)
    assert (
        understand(
            said.split(" ", 1)[1] + ("" if said.endswith(str(day.year)) else f" {day.year}"), today
        ).day
        == day
    )


def test_days_are_said_shortly() -> None:
    assert say_day(date(2026, 11, 20), WEDNESDAY) == "Fri 20 Nov"
    assert say_day(date(2027, 1, 1), WEDNESDAY) == "Fri 1 Jan 2027"
    assert [say_ago(date(2026, 11, day), WEDNESDAY) for day in (12, 17, 18, 19, 24)] == [
        "6 days ago",
        "yesterday",
        "today",
        "tomorrow",
        "in 6 days",
    ]


def test_a_stored_day_is_read_from_a_date_or_a_moment() -> None:
    assert parse_stored("2026-11-20") == date(2026, 11, 20)
    assert parse_stored("2026-11-20T23:30:00-05:00") == date(2026, 11, 20)
    with pytest.raises(InvalidData):
        parse_stored("friday")
