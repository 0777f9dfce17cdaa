"""The moves of a session: each durable when it returns, none losing a word (issue 2, section 3; P1)."""

import pytest

from coach.engine.ports import Put
from coach.errors import NotFound, UsageError
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_session_is_kept_at_once_so_that_a_draft_has_a_home(table: Table) -> None:
    """P16: the draft key names an entry that exists."""
    session = table.sessions.start("light")

    assert session.turn is not None
    assert session.turn.draft_key == f"session/{session.id}/keep"
    assert table.kept(session.id)["session"]["state"] == "open"


def test_an_untouched_session_of_the_same_guide_is_begun_anew_in_its_place(table: Table) -> None:
    first = table.sessions.start("light").id
    table.clock.pass_days(1)

    again = table.sessions.start("light")

    assert again.id == first
    assert table.kept(first)["date"].startswith("2026-11-19")
    assert table.store.count("entries") == 1


def test_a_session_with_an_answer_is_not_replaced_by_a_new_one(table: Table) -> None:
    first = table.sessions.start("light")
    first.answer("short")

    assert table.sessions.start("light").id != first.id


def test_each_move_is_one_commit_and_is_kept_when_it_returns(table: Table) -> None:
    """P1: what was answered is in the store before the next question is shown."""
    session = table.sessions.start("weekly")
    before = len(table.store.commits)

    session.answer(LONG)

    assert len(table.store.commits) == before + 1
    assert table.kept(session.id)["answers"][0]["answer"] == LONG


def test_an_answer_is_kept_letter_by_letter(table: Table) -> None:
    """P15: what looks like markup, a template or a command is the person's text."""
    text = "  {{ 7*7 }} [/x] \x1b[31m\nsecond line  "
    session = table.sessions.start("free")

    session.answer(text)

    assert table.kept(session.id)["answers"][0]["answer"] == text


def test_an_empty_answer_is_skipped_without_a_prompt(table: Table) -> None:
    """ux 4.2: an untouched answer is skipped."""
    session = table.sessions.start("weekly")

    session.answer("  \n ")

    assert session.turn is not None
    assert session.turn.step == "change"
    assert table.kept(session.id)["answers"] == []
    assert table.kept(session.id)["session"]["skipped"] == ["win"]
    assert table.asking.asked == []


def test_back_shows_the_earlier_answer_and_a_new_one_takes_its_place(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer("brief")
    session.skip()
    session.back()
    turn = session.turn
    assert turn is not None
    assert (turn.step, turn.answer) == ("keep", "brief")

    session.answer("the long talk with Omar about the plan on Tuesday")

    answers = table.kept(session.id)["answers"]
    assert answers[0]["answer"] == "the long talk with Omar about the plan on Tuesday"
    earlier = [version.doc["answers"][0]["answer"] for version in table.store.versions("entries", session.id)
               if version.doc and version.doc["answers"]]  # fmt: skip
    assert "brief" in earlier


def test_an_answer_left_as_it_was_brings_back_the_question_that_followed_it(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    asked = session.turn
    session.back()

    session.answer(LONG)

    assert session.turn == asked
    assert len(table.asking.asked) == 1


def test_emptying_an_earlier_answer_takes_it_out_and_a_version_stays(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer("brief")
    session.skip()
    session.back()

    session.answer("")

    assert table.kept(session.id)["answers"] == []
    assert any(
        version.doc and version.doc["answers"] for version in table.store.versions("entries", session.id)
    )


def test_taking_an_answer_out_takes_out_what_followed_from_it_and_undo_brings_both_back(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    session.answer("because of the hour it cost")
    session.back()
    session.back()

    session.answer("")

    assert table.kept(session.id)["answers"] == []
    assert "coach undo" in session.remarks[0]
    table.store.undo()
    assert len(table.kept(session.id)["answers"]) == 2


def test_the_first_question_has_none_before_it(table: Table) -> None:
    session = table.sessions.start("light")

    with pytest.raises(UsageError, match="first question"):
        session.back()

    assert session.turn is not None
    assert session.turn.step == "keep"


def test_answers_stand_in_the_order_of_the_questions_whenever_they_were_given(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.skip()
    session.answer("Ask first")
    session.skip()
    session.back()
    session.back()
    assert session.turn is not None
    assert session.turn.step == "win"

    session.answer("A short list")

    assert [one["step"] for one in table.kept(session.id)["answers"]] == ["win", "change"]


def test_back_from_the_recap_stands_at_the_last_question(table: Table) -> None:
    session = table.walk(table.sessions.start("light"), {"recovery": "a walk"})
    assert session.state == "recap"

    session.back()

    assert session.turn is not None
    assert (session.turn.step, session.turn.answer) == ("recovery", "a walk")


def test_another_wording_changes_the_question_and_not_the_place(table: Table) -> None:
    """C17: other angle, also for a guide's own question; what is typed keeps its draft."""
    session = table.sessions.start("light")
    first = session.turn
    assert first is not None

    session.another()

    second = session.turn
    assert second is not None
    assert second.question != first.question
    assert (second.step, second.draft_key) == (first.step, first.draft_key)
    session.answer("a quiet hour")
    assert table.kept(session.id)["answers"][0]["question"] == second.question


def test_all_wordings_come_round_again(table: Table) -> None:
    session = table.sessions.start("light")
    assert session.turn is not None
    first = session.turn.question
    seen = [first]
    for _ in range(10):
        session.another()
        assert session.turn is not None
        seen.append(session.turn.question)

    assert seen.count(first) > 1
    assert len(set(seen)) >= 4


def test_why_says_the_reason_of_the_step(table: Table) -> None:
    session = table.sessions.start("light")

    assert session.turn is not None
    assert session.why() == session.turn.why


def test_why_of_a_follow_up_shows_the_phrase_that_led_to_it(table: Table) -> None:
    """C17: the question card shows its phrase."""
    session = table.sessions.start("light")
    session.answer(LONG)

    assert session.why() == "You wrote “The numbers came”. These were your first words."


def test_pause_keeps_the_place_and_resume_goes_on(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.answer("short")
    session.pause()
    assert session.state == "paused"
    assert session.turn is None

    session.resume()

    assert session.state == "open"
    assert session.turn is not None
    assert table.kept(session.id)["session"]["state"] == "open"


def test_progress_says_what_is_done_left_out_here_and_ahead(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.skip()
    session.answer("short")
    session.skip()

    status = {mark.step: mark.status for mark in session.progress}

    assert status == {
        "win": "skipped", "change": "done", "assumption": "now", "experiment": "then", "commitment": "then",
    }  # fmt: skip


def test_a_step_that_needs_another_is_passed_over_when_that_was_left_out(table: Table) -> None:
    """Without an assumption there is nothing to test (practice 58)."""
    session = table.sessions.start("weekly")
    for _ in ("win", "change", "assumption"):
        session.skip()

    assert session.turn is not None
    assert session.turn.step == "commitment"


def test_minutes_left_shrink_from_the_guides_length_to_one(table: Table) -> None:
    session = table.sessions.start("weekly")
    left = []
    while session.turn is not None:
        left.append(session.turn.minutes_left)
        session.skip()

    assert left[0] == 12
    assert left == sorted(left, reverse=True)
    assert left[-1] >= 1


def test_people_and_tags_an_answer_names_are_linked_as_in_a_note(table: Table) -> None:
    mina = table.people.add("Mina")
    session = table.sessions.start("light")

    session.answer("@mina asked @Jo about the #plan twice before lunch today")

    entry = table.kept(session.id)
    jo = next(doc for doc in table.store.all("people") if doc["name"] == "Jo")
    assert entry["with"] == [mina["id"], jo["id"]]
    assert entry["tags"] == ["plan"]


def test_a_session_in_the_bin_says_so_and_writes_nothing(table: Table) -> None:
    session = table.sessions.start("light")
    table.entries.bin(session.id)
    before = len(table.store.commits)

    with pytest.raises(NotFound, match="bin"):
        session.answer("still here")

    assert len(table.store.commits) == before


def test_a_failed_write_leaves_the_session_where_it_stood(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P3: disk full: the question stays, the answer can be given again."""
    session = table.sessions.start("light")
    commit = table.store.commit

    def full(changes: list[Put], *, label: str) -> None:
        raise OSError("no space")

    monkeypatch.setattr(table.store, "commit", full)
    with pytest.raises(OSError, match="no space"):
        session.answer(LONG)
    monkeypatch.setattr(table.store, "commit", commit)

    assert session.turn is not None
    assert (session.turn.step, session.turn.follow_up) == ("keep", 0)
    session.answer(LONG)
    assert len(table.kept(session.id)["answers"]) == 1


def test_a_title_names_the_session(table: Table) -> None:
    session = table.sessions.start("debrief", title=" Pricing rollout ")

    assert session.title == "Pricing rollout"
    assert table.kept(session.id)["title"] == "Pricing rollout"


def test_a_guide_with_nothing_to_ask_today_says_so(table: Table) -> None:
    from tests.engine.session.guides import guide, step

    table.guides.own["idle"] = guide("idle", step("only", when=("aims",)))

    with pytest.raises(UsageError, match="nothing to ask"):
        table.sessions.start("idle")
    assert table.store.count("entries") == 0
