"""The small rules: trends by definition, weeks, sentences as written (rubric T5, T2)."""

from datetime import date

import pytest

from coach.engine.themes.trend import by_week, mondays, trend_of
from coach.engine.themes.units import clauses, sentences, units

PERIOD = [f"e{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("first", "second", "trend"),
    [
        (0, 2, "rising"),
        (1, 3, "rising"),
        (2, 4, "rising"),
        (4, 7, "rising"),
        (3, 5, "steady"),
        (4, 6, "steady"),
        (0, 1, "steady"),
        (5, 5, "steady"),
        (2, 0, "fading"),
        (7, 4, "fading"),
        (5, 3, "steady"),
    ],
)
def test_a_trend_needs_1_75_times_as_many_and_two_more_t5(first: int, second: int, trend: str) -> None:
    assert trend_of(PERIOD, [*PERIOD[:first], *PERIOD[10 : 10 + second]]) == trend


def test_under_eight_entries_there_is_no_trend_t5() -> None:
    assert trend_of(PERIOD[:7], PERIOD[4:7]) is None
    assert trend_of(PERIOD[:8], PERIOD[4:7]) == "rising"


def test_entries_are_counted_by_the_week_their_day_is_in() -> None:
    weeks = mondays(date(2026, 11, 5), date(2026, 11, 16))
    assert [week.isoformat() for week in weeks] == ["2026-11-02", "2026-11-09", "2026-11-16"]
    assert by_week(weeks, [date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 20)]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Olsen came. He left.", ["Mr. Olsen came.", "He left."]),
        ("She said “go.” I went.", ["She said “go.”", "I went."]),
        ("List:\n- one thing\n- another\n\nEnd", ["List:", "one thing", "another", "End"]),
        ("No stop at all", ["No stop at all"]),
        ("… !", []),
        ("", []),
    ],
)
def test_sentences_stand_in_the_text_as_written_t2(text: str, found: list[str]) -> None:
    assert sentences(text) == found
    assert all(one in text for one in sentences(text))


def test_an_entry_is_read_to_its_fortieth_sentence_and_a_sentence_to_400_letters() -> None:
    assert len(sentences("One more line. " * 100)) == 40
    assert len(sentences("word " * 1_000)[0]) <= 400


def test_pieces_are_the_whole_its_sentences_and_their_clauses_each_once() -> None:
    text = "I asked her twice, but she kept the key. Rain."
    assert clauses("I asked her twice, but she kept the key.") == [
        "I asked her twice",
        "but she kept the key.",
    ]
    assert [unit.text for unit in units(text)] == [
        "I asked her twice, but she kept the key.",
        "I asked her twice",
        "but she kept the key.",
        "Rain.",
        text,
    ]
    assert [unit.text for unit in units("Rain.")] == ["Rain."]
    assert all(not unit.part for unit in units(text, fine=False))
