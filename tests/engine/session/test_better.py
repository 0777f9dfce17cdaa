"""A better question in a session: when it is wished for, and what becomes of it (design, section 5; C17)."""

from dataclasses import replace

import pytest

from coach.domain.asking import Because, Card, EngineName
from coach.engine.gate.holding import Holding
from coach.engine.ports import Put
from coach.engine.questions.wish import Wish
from coach.engine.session import Session
from tests.engine.session.guides import guide, step
from tests.engine.session.table import LONG, Table

BETTER = 'You wrote "explaining them to everybody twice": what did that cost you?'


@pytest.fixture
def table() -> Table:
    table = Table()
    table.asking.has_remote = True
    table.guides.own["own"] = guide("own", step("first", follow_ups=2), step("last"))
    return table


@pytest.fixture
def session(table: Table) -> Session:
    session = table.sessions.start("own")
    session.answer(LONG)
    return session


def better(wish: Wish, text: str = BETTER) -> Card:
    because = Because("phrase", "explaining them to everybody twice", "You said so.")
    engine = EngineName("remote", "m", "llm.example")
    return Card("ask", text, text, wish.situation.stage, because, "remote:1", engine)


def wish_of(session: Session) -> Wish:
    wish = session.wants_better()
    assert wish is not None
    return wish


def question(session: Session) -> str:
    assert session.turn is not None
    return session.turn.question


def late(session: Session) -> bool:
    return session.has_late


def test_a_follow_up_of_this_machine_could_be_better(session: Session) -> None:
    wish = wish_of(session)

    assert wish.situation.answer == LONG
    assert wish.embedded.reply == question(session)
    assert wish.source.entry_id == session.id
    assert wish.source.text == LONG
    assert wish.place == ("first", 1)


def test_a_guides_own_question_stands_as_it_is(table: Table) -> None:
    assert table.sessions.start("own").wants_better() is None


def test_without_a_remote_engine_nothing_is_wished_for(table: Table, session: Session) -> None:
    table.asking.has_remote = False
    assert session.wants_better() is None


def test_it_takes_the_place_of_the_question_while_nothing_is_typed(table: Table, session: Session) -> None:
    wish = wish_of(session)

    assert session.offer(wish, better(wish), replace=True)

    assert question(session) == BETTER
    assert session.turn is not None
    assert session.turn.card is not None
    assert session.turn.card.engine == EngineName("remote", "m", "llm.example")
    assert session.wants_better() is None
    _, changes = table.store.commits[-1]
    assert [change.table for change in changes] == ["entries", "asked"]


def test_who_asked_is_kept_with_the_answer(table: Table, session: Session) -> None:
    wish = wish_of(session)
    session.offer(wish, better(wish), replace=True)
    session.answer("An hour, and my temper.")

    kept = table.kept(session.id)["answers"][1]
    assert kept["engine"] == {"kind": "remote", "model": "m", "host": "llm.example"}
    assert kept["question"] == BETTER
    session.back()
    assert session.turn is not None
    assert session.turn.card is not None
    assert session.turn.card.engine.model == "m"


def test_a_late_one_waits_for_another_question_and_comes_first(session: Session) -> None:
    wish = wish_of(session)
    before = question(session)

    assert not session.offer(wish, better(wish), replace=False)
    assert question(session) == before
    assert late(session)
    session.another()
    assert question(session) == BETTER
    assert not late(session)
    session.another()
    assert question(session) not in (before, BETTER)


def test_one_for_a_question_that_is_gone_is_dropped(session: Session) -> None:
    wish = wish_of(session)
    session.answer("So I wrote it down for them and sent it round to all of them before noon.")

    assert not session.offer(wish, better(wish), replace=True)
    assert not late(session)
    assert question(session) != BETTER


def test_after_another_question_a_late_one_only_waits(session: Session) -> None:
    wish = wish_of(session)
    session.another()
    shown = question(session)

    assert not session.offer(wish, better(wish), replace=True)
    assert question(session) == shown
    assert late(session)


def test_another_and_deeper_are_wished_for_as_such(session: Session) -> None:
    session.another()
    assert wish_of(session).move == "other_angle"
    session.deeper()
    assert wish_of(session).move == "deeper"


def test_nothing_is_wished_for_a_private_answer_and_none_is_taken(session: Session) -> None:
    """C18, P35."""
    wish = wish_of(session)
    session.set_private(on=True)

    assert session.wants_better() is None
    assert not session.offer(wish, better(wish), replace=True)
    session.another()
    assert question(session) != BETTER


def test_nothing_is_wished_for_words_that_are_never_to_be_sent(table: Table, session: Session) -> None:
    doc = {**table.kept(session.id), "never_send": True}
    table.store.commit([Put("entries", doc)], label="mark")
    again = table.sessions.resume(session.id)

    assert again.wants_better() is None


def test_nothing_is_wished_for_ones_own_question(session: Session) -> None:
    session.ask_own("What would Ana say to me?")
    assert session.wants_better() is None


def test_what_the_program_says_counts_once(session: Session) -> None:
    """Rubric F5: a question nobody is shown any more leaves the share."""
    wish = wish_of(session)
    before = int(session._doc["session"]["words"])
    session.offer(wish, better(wish, wish.embedded.reply + " Now?"), replace=True)

    assert int(session._doc["session"]["words"]) == before + 1


def test_a_follow_up_that_quotes_a_withheld_answer_stays_here_too(table: Table, session: Session) -> None:
    """P35: the question quotes the words before it."""
    session.answer("So I wrote it all down for them, every step, and sent it round before noon on Friday.")
    doc = table.kept(session.id)
    doc["answers"][0]["private"] = True
    table.store.commit([Put("entries", doc)], label="mark")
    again = table.sessions.resume(session.id)
    if again.turn is not None and again.turn.follow_up == 2:
        assert again.wants_better() is None


def test_earlier_answers_come_with_their_marks(table: Table) -> None:
    table.guides.own["two"] = guide("two", step("one", follow_ups=1), step("other", follow_ups=1))
    session = table.sessions.start("two")
    session.set_private(on=True)
    session.answer(LONG)
    while session.turn is not None and session.turn.step == "one":
        session.skip()
    session.answer("Later I told Ana the plan and she laughed, so I stopped and kept the rest to myself.")

    wish = wish_of(session)

    holding = Holding([], lambda _: None, lambda _: False)
    assert [holding.reason(one.source) for one in wish.earlier if one.source] == ["private"]


def test_a_late_question_is_not_shown_once_its_answer_became_private(session: Session) -> None:
    wish = wish_of(session)
    session.offer(wish, better(wish), replace=False)
    session.set_private(on=True)

    session.another()

    assert question(session) != BETTER


def test_a_wish_is_plain_data(session: Session) -> None:
    wish = wish_of(session)
    assert replace(wish) == wish
