"""What is read out of an answer: choices, if-then, days, owners. Never guessed (rubric E1, E2)."""

from datetime import date

import pytest

from coach.dates import understand
from coach.domain.promise import ENGLISH
from coach.engine.session_reading import (
    day_in,
    own_words,
    owner_in,
    promise_in,
    read_choice,
)

CHOICES = (("done", "done"), ("handed_over", "handed over"), ("not_yet", "not yet"), ("keep", "keep it"))
WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("done", "done", ""),
        ("  DONE. ", "done", ""),
        ("done – on Monday", "done", "on Monday"),
        ("handed_over", "handed_over", ""),
        ("handed over: to Omar", "handed_over", "to Omar"),
        ("not yet, friday", "not_yet", "friday"),
        ("Not yet in 3 days", "not_yet", "in 3 days"),
        ("keep it", "keep", ""),
        ("keep: it holds", "keep", "it holds"),
    ],
)
def test_a_choice_is_its_word_alone_or_before_a_mark(text: str, value: str, rest: str) -> None:
    choice = read_choice(text, CHOICES)

    assert choice is not None
    assert (choice.value, choice.rest) == (value, rest)


@pytest.mark.parametrize(
    "text", ["done nothing about it", "keep in mind that I was ill", "doner", "I am done", ""]
)
def test_a_sentence_that_begins_like_a_choice_is_none(text: str) -> None:
    assert read_choice(text, CHOICES) is None


@pytest.mark.parametrize(
    ("text", "cue", "act"),
    [
        ("When Omar calls, I will ask him first.", "Omar calls", "I will ask him first"),
        ("if I open the tool then I'll write one line", "I open the tool", "I'll write one line"),
        ("I will call Mina as soon as the build is green", "the build is green", "I will call Mina"),
        ("If the list is long, then cut it in half", "the list is long", "cut it in half"),
        ("Well. After lunch on Monday I will go for a walk", "After lunch on Monday", "I will go for a walk"),
        (
            "Next time Marisol explains the bed plan I will count to five before I speak",
            "Marisol explains the bed plan",
            "I will count to five before I speak",
        ),
        (
            "I will wait until she is done every time Ana presents",
            "Ana presents",
            "I will wait until she is done",
        ),
        ("I will write to Omar once the numbers are in", "the numbers are in", "I will write to Omar"),
    ],
)
def test_if_then_is_found_in_the_persons_own_letters(text: str, cue: str, act: str) -> None:
    found = ENGLISH.if_then(text)

    assert found is not None
    assert (found.cue, found.act) == (cue, act)
    assert cue in text
    assert act in text


@pytest.mark.parametrize(
    "text",
    [
        "I will count to five before I speak",
        "Before I speak, I will count to five",
        "I will stay out of it until Omar asks",
        "Unless Omar calls, I will ring when I am home",
        "I will count when she explains before I speak",
        "I will call Omar when he lands, without slides",
        "I will ask instead of telling",
        "I will answer even if he shouts",
        "I will look after the new ones",
        "I will call her once this week",
    ],
)
def test_what_turns_the_meaning_of_the_act_stays_with_it(text: str) -> None:
    """Rubric E1: split at "before", the moment would be the opposite of what was promised."""
    assert ENGLISH.if_then(text) is None


@pytest.mark.parametrize("text", ["I will call Omar", "Nothing came of it", "Ask him on friday"])
def test_where_there_is_no_if_then_none_is_made(text: str) -> None:
    assert ENGLISH.if_then(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I will send it by Friday", date(2026, 11, 20)),
        ("tomorrow at nine", date(2026, 11, 19)),
        ("in two weeks, I think", date(2026, 12, 2)),
        ("on 24 November or so", date(2026, 11, 24)),
        ("until 2026-11-27", date(2026, 11, 27)),
        ("next Tuesday", date(2026, 11, 24)),
        ("by the end of the month", date(2026, 11, 30)),
        ("last time it was 2026-11-02, now by Monday", date(2026, 11, 23)),
    ],
)
def test_the_first_day_to_come_is_found(text: str, day: date) -> None:
    assert day_in(text, WEDNESDAY, understand) == day


@pytest.mark.parametrize("text", ["soon", "by and by", "on the 3rd floor", "in 2019 or so", "2026-02-31"])
def test_no_day_is_made_of_what_is_none(text: str) -> None:
    assert day_in(text, WEDNESDAY, understand) is None


def test_the_owner_stands_at_the_beginning() -> None:
    assert owner_in("@Mina will do it") == "Mina"
    assert owner_in("I will ask @Mina") is None


def test_a_short_answer_is_its_own_line() -> None:
    assert promise_in("  Ask first, then write. ") == "Ask first, then write."


def test_words_the_program_quotes_are_not_its_own() -> None:
    """F5."""
    assert own_words("What lies behind “it cost me an hour” for you?") == 5
