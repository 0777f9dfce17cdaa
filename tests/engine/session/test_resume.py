"""A session goes on from its record: in another process, with a newer guide (issue 2 section 3; P1)."""

import json

import pytest

from coach.engine.ports import Put
from coach.errors import NotFound, UsageError
from tests.engine.session.guides import guide, step
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_at_every_move_another_process_sees_the_same_question(table: Table) -> None:
    """P1: whatever was shown is what a fresh process shows."""
    table.commitments.add("send the notes", due=table.day(0))
    session = table.sessions.start("weekly")
    moves = [
        lambda: session.answer("not yet"),
        lambda: session.answer(LONG),
        session.another,
        session.deeper,
        lambda: session.set_private(True),
        lambda: session.answer(LONG),
        session.back,
        session.skip,
        lambda: session.answer(LONG),
        session.skip,
        lambda: session.answer("short"),
        session.skip,
        lambda: session.answer("Ask him"),
        lambda: session.answer("I will ask"),
        lambda: session.edit("commitment.due", "friday"),
    ]
    for move in moves:
        move()
        other = table.room().resume(session.id)
        assert (other.turn, other.earlier, other.progress) == (
            session.turn,
            session.earlier,
            session.progress,
        )
        assert (other.state, other.recap, other.note()) == (session.state, session.recap, session.note())
    assert session.state == "recap"


def test_what_is_kept_is_plain_json(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.answer(LONG)
    session.another()

    entry = table.kept(session.id)

    assert json.loads(json.dumps(entry)) == entry


def test_a_paused_session_is_open_when_it_is_taken_up(table: Table) -> None:
    first = table.sessions.start("light")
    first.answer("short")
    first.pause()

    session = table.room().resume()

    assert session.state == "open"
    session.answer("a walk")
    assert table.kept(session.id)["session"]["state"] == "open"


def test_unfinished_sessions_are_listed_the_one_touched_last_first(table: Table) -> None:
    first = table.sessions.start("light")
    first.answer("short")
    table.clock.pass_days(1)
    second = table.sessions.start("free")
    second.answer("short")
    table.clock.pass_days(1)
    first.answer("a walk")

    assert [doc["id"] for doc in table.sessions.unfinished()] == [first.id, second.id]
    assert table.sessions.resume().id == first.id


def test_with_nothing_to_resume_it_says_how_to_begin(table: Table) -> None:
    with pytest.raises(NotFound, match="No session waits"):
        table.sessions.resume()


def test_a_closed_session_cannot_be_resumed(table: Table) -> None:
    entry = table.week({"win": "short"})

    with pytest.raises(UsageError, match="no session that could be resumed"):
        table.sessions.resume(entry["id"])


def test_two_windows_never_answer_each_others_question(table: Table) -> None:
    """P10 for sessions: the second window is told, sees where it stands, and loses nothing."""
    here = table.sessions.start("weekly")
    there = table.room().resume(here.id)
    there.answer("short")

    with pytest.raises(UsageError, match="moved on somewhere else"):
        here.answer("my own long answer")

    assert here.turn == there.turn
    assert [one["answer"] for one in table.kept(here.id)["answers"]] == ["short"]
    here.answer("my own long answer")
    assert len(table.kept(here.id)["answers"]) == 2


def test_what_others_wrote_into_the_entry_meanwhile_stays(table: Table) -> None:
    """P7: unknown keys, and tags added elsewhere, survive."""
    session = table.sessions.start("light")
    entry = table.kept(session.id)
    table.store.commit([Put("entries", {**entry, "tags": ["later"], "from_the_future": 1})], label="tag")

    session.answer("short")

    after = table.kept(session.id)
    assert (after["tags"], after["from_the_future"]) == (["later"], 1)


def test_a_newer_guide_goes_on_with_its_questions_and_says_so(table: Table) -> None:
    table.guides.own["mine"] = guide("mine", step("a"), step("b"))
    session = table.sessions.start("mine")
    session.answer("short")
    newer = guide("mine", step("a"), step("b", questions=dict.fromkeys(
        ("guided", "supported", "independent"), "What is new about it for you?")), version=2)  # fmt: skip
    table.guides.own["mine"] = newer

    again = table.room().resume(session.id)

    assert again.turn is not None
    assert again.turn.question == "What is new about it for you?"
    assert "changed since" in again.remarks[0]
    again.answer("all")
    assert again.remarks == ()


def test_a_step_that_left_the_guide_is_left_out_and_its_answer_stays(table: Table) -> None:
    table.guides.own["mine"] = guide("mine", step("a", becomes="change"), step("b"), step("c"))
    session = table.sessions.start("mine")
    session.answer("Ask first")
    table.guides.own["mine"] = guide("mine", step("c"), version=2)

    again = table.room().resume(session.id)

    assert again.turn is not None
    assert again.turn.step == "c"
    assert "left out" in again.remarks[0]
    again.skip()
    assert next(line for line in again.recap if line.key == "change").value == "Ask first"
    again.close()
    assert table.one("changes")["text"] == "Ask first"


def test_a_session_whose_guide_is_gone_can_still_be_closed(table: Table) -> None:
    table.guides.own["mine"] = guide("mine", step("a", becomes="change"), step("b"))
    session = table.sessions.start("mine")
    session.answer("Ask first")
    table.guides.own["mine"] = None

    again = table.room().resume(session.id)

    assert again.state == "recap"
    assert "no longer there" in again.remarks[0]
    again.close()
    assert table.one("changes")["text"] == "Ask first"


def test_a_session_record_without_what_this_version_writes_can_be_taken_up(table: Table) -> None:
    """A record of an older or newer program: what is missing has a plain meaning."""
    doc = table.session(0, state="open", answers=[])

    session = table.sessions.resume(doc["id"])

    assert session.state == "recap"
    session.close()


def test_an_unanswered_session_is_begun_anew_though_questions_were_skipped_in_it(table: Table) -> None:
    """Empty sessions do not pile up; a private mark set before an answer stays with what was typed."""
    first = table.sessions.start("light")
    first.set_private(on=True)
    first.skip()
    first.back()
    first.pause()

    again = table.sessions.start("light")

    assert again.id == first.id
    assert again.turn is not None
    assert again.turn.draft_key == f"session/{first.id}/keep"
    assert len(table.sessions.unfinished()) == 1
