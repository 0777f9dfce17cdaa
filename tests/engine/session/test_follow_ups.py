"""When a follow-up comes, when it does not, and what can be done with one (C15, C17; rubric Q22, F3, F5)."""

import pytest

from coach.domain.asking import Card, Support
from coach.domain.text import count_words
from coach.engine.session_reading import own_words
from coach.errors import UsageError
from tests.engine.session.guides import guide, step
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_an_answer_gets_a_follow_up_built_on_it(table: Table) -> None:
    session = table.sessions.start("light")

    session.answer(LONG)

    turn = session.turn
    assert turn is not None
    assert (turn.kind, turn.follow_up, turn.step) == ("follow_up", 1, "keep")
    assert turn.card is not None
    assert turn.question == turn.card.reply
    assert table.asking.asked[0][0].answer == LONG
    assert [one.answer for one in session.earlier] == [LONG]


def test_the_form_that_was_shown_is_remembered_in_the_same_commit(table: Table) -> None:
    """Contract: answer and memory are one line of the journal."""
    session = table.sessions.start("light")

    session.answer(LONG)

    _, changes = table.store.commits[-1]
    assert [change.table for change in changes] == ["entries", "asked"]
    assert table.memory.recent() == ("first-1",)


def test_a_follow_up_keeps_its_form_and_its_phrase_with_the_answer(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    session.answer("because it takes an hour")

    follow_up = table.kept(session.id)["answers"][1]

    assert follow_up["follow_up"] is True
    assert follow_up["form"] == "first-1"
    assert follow_up["because"] == {"cue": "first_words", "quote": "The numbers came"}


def test_a_second_follow_up_is_asked_only_where_the_first_answer_has_substance(table: Table) -> None:
    table.guides.own["two"] = guide("two", step("a", follow_ups=2), step("b"))
    session = table.sessions.start("two")
    session.answer(LONG * 9)
    session.answer("just the hour it cost me")
    assert session.turn is not None
    assert session.turn.step == "b"

    session = table.sessions.start("two")
    session.answer(LONG * 3)
    session.answer(LONG * 3)
    assert session.turn is not None
    assert (session.turn.step, session.turn.follow_up) == ("a", 2)
    session.answer(LONG * 3)
    assert session.turn is not None
    assert session.turn.step == "b"


def test_a_step_without_follow_ups_asks_none(table: Table) -> None:
    session = table.sessions.start("debrief")

    session.answer(LONG)

    assert session.turn is not None
    assert session.turn.step == "decision"
    assert table.asking.asked == []


def test_two_nearly_empty_answers_in_a_row_get_no_follow_up_and_an_offer_to_skip(table: Table) -> None:
    """Q22: one easy door, then an offer to skip or stop."""
    table.guides.own["many"] = guide("many", *(step(one, follow_ups=1) for one in "abc"))
    session = table.sessions.start("many")
    session.answer("fine")
    assert len(table.asking.asked) == 1

    session.answer("ok")

    assert session.turn is not None
    assert (session.turn.step, session.turn.follow_up) == ("b", 0)
    assert session.remarks == (
        "Short answers are fine. Skip what does not fit today, or pause and come back.",
    )
    session.answer("fine")
    assert session.turn is not None
    assert session.turn.step == "c"
    assert len(table.asking.asked) == 1


def test_at_the_independent_level_a_step_has_one_follow_up_at_most(table: Table) -> None:
    """F3: each level up means fewer prompts."""
    table.guides.own["two"] = guide("two", step("a", follow_ups=2), step("b"))
    session = table.room(support="independent").start("two")

    session.answer(LONG * 3)
    assert session.turn is not None
    assert session.turn.follow_ups == 1
    session.answer(LONG * 3)

    assert session.turn is not None
    assert session.turn.step == "b"


def test_after_three_follow_ups_more_must_be_earned_by_the_persons_words(table: Table) -> None:
    """F5: the program's share of words stays small for those who write little."""
    names = "abcdef"
    table.guides.own["long"] = guide("long", *(step(one, follow_ups=1) for one in names))
    terse = table.walk(
        table.sessions.start("long"), dict.fromkeys(names, "it went past me again"), "it did so"
    )
    table.asking.asked.clear()
    terse_asked = sum(1 for one in table.kept(terse.id)["answers"] if one.get("follow_up"))
    wordy = table.walk(table.sessions.start("long"), dict.fromkeys(names, LONG * 4), LONG)

    assert terse_asked == 3
    assert sum(1 for one in table.kept(wordy.id)["answers"] if one.get("follow_up")) == len(names)


def test_follow_ups_left_out_count_too_so_that_nobody_is_pressed(table: Table) -> None:
    names = "abcdef"
    table.guides.own["long"] = guide("long", *(step(one, follow_ups=1) for one in names))

    table.walk(table.sessions.start("long"), dict.fromkeys(names, "it went past me again"), "")

    assert len(table.asking.asked) == 3


def test_one_counter_question_a_session_at_the_step_it_fits_best(table: Table) -> None:
    """C15: at challenge 2 and 3 exactly one."""
    for challenge in (2, 3):
        table.asking.asked.clear()
        sessions = table.room(challenge=challenge)
        answers = dict.fromkeys(("win", "change", "assumption", "experiment", "commitment"), LONG)

        table.walk(sessions.start("weekly"), answers, LONG)

        moves = [(move, situation.stage) for situation, move, _ in table.asking.asked]
        assert [move for move, _ in moves].count("counter") == 1
        assert ("counter", "learning") in moves
        assumption = next(s for s, move, _ in table.asking.asked if move == "counter")
        assert assumption.history[-1].question.startswith("What did you take for granted")


def test_a_second_step_that_would_fit_gets_no_second_counter_question(table: Table) -> None:
    table.guides.own["two"] = guide(
        "two", step("a", follow_ups=1, counter=True), step("b", follow_ups=1, counter=True)
    )

    table.walk(table.room(challenge=3).start("two"), {"a": LONG, "b": LONG}, "so it was")

    assert [move for _, move, _ in table.asking.asked] == ["counter", "first"]


def test_without_challenge_there_is_no_counter_question(table: Table) -> None:
    table.walk(table.room(challenge=1).start("weekly"), dict.fromkeys(("change", "assumption"), LONG), LONG)

    assert "counter" not in [move for _, move, _ in table.asking.asked]


def test_where_the_best_step_was_left_out_the_counter_question_comes_at_a_later_fitting_one(
    table: Table,
) -> None:
    table.guides.own["odd"] = guide(
        "odd",
        step("a", follow_ups=1, counter=True),
        step("b", follow_ups=1, stage="describe"),
        step("c", follow_ups=1),
    )
    table.walk(table.room(challenge=2).start("odd"), {"b": LONG, "c": LONG}, "so it was")

    assert [move for _, move, _ in table.asking.asked] == ["first", "counter"]


def test_a_counter_question_that_cannot_be_asked_becomes_a_plain_one(table: Table) -> None:
    table.asking.script = [Card("clarify", "What was it?", "What was it?", "meaning", None, "door")]
    table.guides.own["one"] = guide("one", step("a", follow_ups=1))
    session = table.room(challenge=2).start("one")

    session.answer(LONG)

    assert [move for _, move, _ in table.asking.asked] == ["counter", "first"]
    assert table.kept(session.id)["session"].get("counter") is None


def test_another_angle_and_deeper_ask_again_and_avoid_what_was_shown(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)

    session.another()
    session.deeper()

    assert [(move, avoid) for _, move, avoid in table.asking.asked] == [
        ("first", ()),
        ("other_angle", ("first-1",)),
        ("deeper", ("first-1", "other_angle-2")),
    ]
    assert {situation.answer for situation, _, _ in table.asking.asked} == {LONG}
    assert session.turn is not None
    assert session.turn.follow_up == 1


def test_never_ask_this_again_is_remembered_and_another_question_comes(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)

    session.never_again()

    assert table.memory.never() == {"first-1"}
    assert session.turn is not None
    assert session.turn.card is not None
    assert session.turn.card.form == "other_angle-2"


def test_p21_one_undo_takes_never_again_back_with_the_question_that_came_for_it(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    before = len(table.store.history())

    session.never_again()

    assert len(table.store.history()) == before + 1
    table.store.undo()
    assert table.memory.never() == frozenset()


def test_where_no_other_question_is_left_the_one_that_stands_stays(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    now = session.turn
    assert now is not None
    assert now.card is not None
    table.asking.script = [now.card]

    with pytest.raises(UsageError, match="no other question"):
        session.another()

    assert session.turn == now


@pytest.mark.parametrize("move", ["deeper", "never_again"])
def test_moves_on_follow_ups_do_not_work_on_a_guides_own_question(table: Table, move: str) -> None:
    session = table.sessions.start("light")

    with pytest.raises(UsageError, match="guide's own"):
        getattr(session, move)()

    assert table.memory.never() == frozenset()


def test_a_follow_up_left_out_ends_its_step(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)

    session.skip()

    assert session.turn is not None
    assert session.turn.step == "recovery"
    assert table.kept(session.id)["session"]["skipped"] == []


def test_the_question_a_follow_up_answers_is_known_to_whoever_asks(table: Table) -> None:
    """Q9: nothing is asked twice in a session; the answer itself is given once."""
    session = table.sessions.start("weekly")
    session.answer(LONG)
    session.answer("It cost an hour of my day")
    session.answer(LONG)

    history = table.asking.asked[-1][0].history

    assert [one.answer for one in history] == [LONG, "It cost an hour of my day", ""]
    assert all(one.question for one in history)


@pytest.mark.parametrize(("support", "limit"), [("guided", 0.30), ("supported", 0.30), ("independent", 0.20)])
def test_the_programs_share_of_words_stays_small_for_someone_who_writes_two_lines_an_answer(
    table: Table, support: Support, limit: float
) -> None:
    """F5, over a whole weekly session with an earlier change, aims and a commitment that is due."""
    two_lines = (
        "I asked Omar about the limits before I wrote the plan, and he sent the numbers the same day, "
        "which saved us the rework we had last month."
    )
    assert count_words(two_lines) == 28
    table.aims.add("Speak up in design review")
    table.week({"change": "Ask first"})
    table.commitments.add("send the notes", due=table.day(7))
    table.clock.pass_days(7)
    sessions = table.room(support=support, challenge=2)

    answers = {step: two_lines for step, _ in sessions.questions("weekly")}
    session = table.walk(sessions.start("weekly"), answers, two_lines)

    entry = table.kept(session.id)
    mine = sum(own_words(one["question"]) for one in entry["answers"])
    theirs = sum(count_words(one["answer"]) for one in entry["answers"])
    assert mine == entry["session"]["words"]
    assert mine / (mine + theirs) <= limit
    assert sum(1 for _, move, _ in table.asking.asked if move == "counter") == 1
