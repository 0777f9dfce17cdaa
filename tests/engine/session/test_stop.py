"""A session stopped for safety: nothing asked about it, nothing lost, nothing brought up (rubric S1-S7)."""

import pytest

from coach.errors import UsageError
from tests.doubles.scripted_asking import HELP, RISKY
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_every_answer_passes_the_check_before_anything_else(table: Table) -> None:
    """S6: on the raw text."""
    session = table.sessions.start("light")

    session.answer("  raw \x1b text with enough words in it to ask about something  ")

    assert table.asking.looked_at == ["  raw \x1b text with enough words in it to ask about something  "]


def test_a_risky_answer_stops_the_session_and_is_kept(table: Table) -> None:
    """S1, S7: no follow-up, the text is in the entry, marked."""
    session = table.sessions.start("weekly")

    session.answer(f"{RISKY}, all of it")

    assert session.state == "stopped"
    assert session.notice == HELP
    assert session.turn is None
    assert table.asking.asked == []
    entry = table.kept(session.id)
    assert entry["stopped_for_safety"] is True
    assert entry["answers"][0]["answer"] == f"{RISKY}, all of it"
    assert entry["answers"][0]["stopped_for_safety"] is True


@pytest.mark.parametrize("move", ["skip", "back", "another", "pause", "close"])
def test_a_stopped_session_waits_for_one_of_three_ways(table: Table, move: str) -> None:
    session = table.sessions.start("weekly")
    session.answer(RISKY)

    if move == "pause":
        session.pause()
    else:
        with pytest.raises(UsageError):
            getattr(session, move)()

    assert session.state == "stopped"


def test_going_on_asks_the_next_question_and_no_follow_up_for_the_rest(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.answer(RISKY)

    session.go_on()
    table.walk(session, {"change": LONG, "assumption": LONG})

    assert session.state == "recap"
    assert table.asking.asked == []


def test_no_record_is_made_of_the_answer_that_stopped(table: Table) -> None:
    """S1: no change, commitment or theme of it."""
    session = table.sessions.start("weekly")
    session.skip()
    session.answer(RISKY)
    session.go_on()
    table.walk(session, {"commitment": "I will call Ana"})

    assert "change" not in {line.key for line in session.recap}
    session.close()

    assert table.store.count("changes") == 0
    assert table.store.count("commitments") == 1


def test_save_and_close_keeps_the_words_and_what_was_told_of_promises(table: Table) -> None:
    doc = table.commitments.add("send the notes", due=table.day(0))
    session = table.sessions.start("weekly")
    session.answer("done")
    session.answer(LONG)
    session.skip()
    session.answer(RISKY)

    session.save_and_close()

    assert session.state == "closed"
    assert table.commitments.get(doc["id"])["outcome"] == "done"
    assert [table.store.count(one) for one in ("changes", "experiments", "assumptions")] == [0, 0, 0]
    assert [one["answer"] for one in table.kept(session.id)["answers"]] == ["done", LONG, RISKY]


def test_delete_moves_the_session_to_the_bin(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.answer(RISKY)

    session.delete()

    assert session.state == "closed"
    assert table.store.get("entries", session.id) is None
    assert [binned.doc["id"] for binned in table.store.bin()] == [session.id]


def test_a_risky_line_in_the_recap_stops_too_and_is_kept(table: Table) -> None:
    session = table.walk(table.sessions.start("weekly"), {"change": "Ask first"})

    session.edit("change", RISKY)

    assert session.state == "stopped"
    assert table.kept(session.id)["answers"][-1]["answer"] == RISKY
    session.go_on()
    assert next(line for line in session.recap if line.key == "change").value == "Ask first"


def test_the_next_session_opens_gently_and_never_with_the_topic(table: Table) -> None:
    """S7: nothing of the stopped session is quoted; what it left open stays in the lists."""
    session = table.sessions.start("weekly")
    session.skip()
    session.answer("I will sleep before I decide anything about the job")
    session.skip()
    session.answer(RISKY)
    session.go_on()
    table.walk(session, {"commitment": "I will talk to Ana tomorrow"})
    session.close()
    table.clock.pass_days(7)

    following = table.sessions.start("weekly")

    assert following.progress[0].step == "arrive"
    following.answer("for a quiet look at the plan")
    quoted = []
    while following.turn is not None:
        quoted += [receipt.text for receipt in following.turn.receipts]
        following.skip()
    assert quoted == []
    assert len(table.commitments.list()) == 1
    following.close()
    table.clock.pass_days(7)
    assert "arrive" not in dict(table.sessions.questions("weekly"))


def test_a_stopped_session_is_not_the_one_taken_up_unasked(table: Table) -> None:
    first = table.sessions.start("light")
    first.answer("short")
    table.clock.pass_days(1)
    stopped = table.sessions.start("weekly")
    stopped.answer(RISKY)

    assert table.sessions.resume().id == first.id
    again = table.sessions.resume(stopped.id)
    assert (again.state, again.notice) == ("stopped", HELP)


def test_a_stopped_answer_is_no_part_of_later_questions(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.answer(RISKY)
    session.go_on()
    session.answer(LONG)

    assert all(RISKY not in str(situation) for situation, _, _ in table.asking.asked)
