"""The person writes the follow-up question themself, from the supported level on (rubric F4, S1)."""

import pytest

from coach.errors import UsageError
from tests.doubles.scripted_asking import RISKY
from tests.engine.session.table import LONG, Table

OWN = "What did I want to protect when I stayed quiet?"


@pytest.fixture
def table() -> Table:
    return Table()


def test_f4_a_question_of_ones_own_takes_the_place_of_the_follow_up_and_is_kept_with_its_answer(
    table: Table,
) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    assert session.turn is not None
    assert session.turn.may_ask

    session.ask_own(f"  {OWN} ")

    turn = session.turn
    assert turn is not None
    assert (turn.question, turn.own, turn.card, turn.follow_up) == (OWN, True, None, 1)
    assert table.sessions.resume(session.id).turn == turn
    session.answer("my standing")
    kept = table.kept(session.id)["answers"][1]
    assert (kept["question"], kept["own"]) == (OWN, True)
    assert "form" not in kept
    assert "because" not in kept


def test_another_question_after_ones_own_is_the_programs_again(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    session.ask_own(OWN)

    session.another()

    assert session.turn is not None
    assert not session.turn.own
    assert session.turn.card is not None


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_changes_nothing(table: Table, question: str) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    before = session.turn

    with pytest.raises(UsageError, match="stays"):
        session.ask_own(question)

    assert session.turn == before


def test_f4_neither_at_the_guided_level_nor_in_place_of_the_guides_own_question(table: Table) -> None:
    guided = table.sessions.start("light", support="guided")
    with pytest.raises(UsageError, match="guide's own"):
        guided.ask_own(OWN)
    guided.answer(LONG)
    assert guided.turn is not None
    assert not guided.turn.may_ask
    with pytest.raises(UsageError, match="guided level"):
        guided.ask_own(OWN)


def test_s1_a_question_that_speaks_of_danger_stops_the_session_and_is_kept(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)

    session.ask_own(RISKY)

    assert session.state == "stopped"
    kept = table.kept(session.id)["answers"][-1]
    assert (kept["answer"], kept["stopped_for_safety"]) == (RISKY, True)


def test_c18_a_question_of_ones_own_on_a_private_answer_is_hidden_with_it(table: Table) -> None:
    session = table.sessions.start("light")
    session.set_private(on=True)
    session.answer(LONG)
    session.ask_own(OWN)
    table.sessions.hide_private = True

    assert session.turn is not None
    assert OWN not in session.turn.question
