"""What is worth ten minutes now: its order, without guilt (ux 4.1, features C16, C20)."""

import json
from datetime import timedelta

import pytest

from coach.engine.facts import Facts
from coach.engine.ports import Put
from coach.errors import UsageError
from tests.engine.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_first_day_is_empty_and_nothing_is_due(desk: Desk) -> None:
    view = desk.today.view()

    assert view.empty
    assert view.due == ()
    assert "first reflection" in desk.today.line()


def test_a_reflection_is_due_every_seven_days_and_says_days_not_streaks(desk: Desk) -> None:
    desk.session(6)
    assert desk.today.view().due == ()

    desk.clock.pass_days(1)
    (item,) = desk.today.view().due
    assert (item.key, item.action, item.late) == ("reflection", ("start", "weekly"), False)
    assert item.detail == "7 days since last"
    assert item.since == desk.day()


def test_notes_alone_lead_to_a_first_reflection(desk: Desk) -> None:
    desk.entries.log("a note")

    (item,) = desk.today.view().due
    assert (item.kind, item.detail) == ("reflection", "the first one")


def test_after_three_weeks_the_return_is_gentle_and_names_what_is_open(desk: Desk) -> None:
    """Design section 8: gap 21 days; practice 21; feature C16."""
    desk.session(21)
    desk.commitments.add("send the notes", due=desk.day(-9))

    (item,) = desk.today.view().due
    assert (item.kind, item.action) == ("return", ("start", "return"))
    assert item.detail == "21 days since last · open: 1 commitment"
    assert desk.today.view().gap_days == 21


def test_a_debrief_is_no_weekly_reflection_and_yet_ends_a_gap(desk: Desk) -> None:
    desk.session(30)
    desk.session(2, kind="debrief")

    (item,) = desk.today.view().due
    assert (item.kind, item.detail) == ("reflection", "30 days since last")
    assert desk.today.view().gap_days is None


def test_an_unfinished_reflection_is_offered_instead_of_a_new_one_and_comes_first(desk: Desk) -> None:
    desk.session(14)
    paused = desk.session(1, state="paused", title="the fares")
    desk.experiments.add("say it", review_on=desk.day(-1))
    paused["session"]["plan"] = [{"id": str(number)} for number in range(4)]
    desk.store.commit([Put("entries", paused)], label="pause session")

    first, second = desk.today.view().due
    assert (first.action, first.title) == (("resume", paused["id"]), "Weekly reflection: the fares")
    assert (first.detail, first.minutes) == ("paused Tue, 1 of 4 answered", 9)
    assert second.kind == "experiment"


def test_a_reflection_begun_long_ago_does_not_stand_in_the_way_of_a_new_one(desk: Desk) -> None:
    desk.session(30)
    desk.session(9, state="paused")

    assert [item.action[0] for item in desk.today.view().due] == ["resume", "start"]


def test_a_session_stopped_for_safety_is_never_due_and_is_no_reflection_of_the_week(desk: Desk) -> None:
    """Rubric S7: the next session opens gently, not with the topic."""
    desk.session(9)
    desk.session(2, state="stopped", title="what happened", stopped_for_safety=True)

    view = desk.today.view()
    assert [(item.key, item.detail) for item in view.due] == [("reflection", "9 days since last")]
    assert "what happened" not in str(desk.today.facts())
    assert len(desk.entries.list("is:open")) == 1


def test_experiments_and_assumptions_come_on_their_day(desk: Desk) -> None:
    desk.session(1)
    desk.experiments.add("say it", review_on=desk.day())
    desk.assumptions.add("only I can", review_on=desk.day(-10))
    desk.experiments.add("not yet", review_on=desk.day(1))

    assert [(item.kind, item.detail) for item in desk.today.view().due] == [
        ("experiment", "what happened? back today"),
        ("assumption", "does it still hold? back since Sun 8 Nov"),
    ]


def test_commitments_have_their_own_block_the_late_ones_first(desk: Desk) -> None:
    desk.session(1)
    desk.people.add("Ines")
    desk.commitments.add("far", due=desk.day(20))
    desk.commitments.add("no day")
    desk.commitments.add("scope", due=desk.day(2), owner="Ines")
    desk.commitments.add("notes", due=desk.day(-2))
    desk.commitments.add("older", due=desk.day(-12))

    block = desk.today.view().commitments
    assert (block.open, block.late) == (5, 2)
    assert [(row.owner, row.text, row.when, row.late) for row in block.rows] == [
        ("me", "older", "was due Fri 6 Nov", True),
        ("me", "notes", "was due Mon", True),
        ("Ines", "scope", "Fri 20 Nov", False),
        ("me", "no day", "", False),
    ]
    assert desk.today.view().due == ()
    assert [item.action[0] for item in desk.today.due()] == ["commitment", "commitment"]
    assert [row.text for row in desk.today.view(30).commitments.rows][-2:] == ["far", "no day"]


def test_a_put_off_hides_an_item_until_its_day_and_deletes_nothing(desk: Desk) -> None:
    desk.session(9)
    late = desk.commitments.add("notes", due=desk.day(-2))
    desk.today.put_off("reflection", desk.day(3))
    desk.today.put_off(f"commitment/{late['id']}", desk.day(1))

    assert desk.today.due() == []
    assert (desk.today.view().commitments.open, desk.today.view().commitments.rows) == (1, ())
    assert [item.kind for item in desk.today.due(desk.day(1))] == ["commitment"]
    assert [item.kind for item in desk.today.due(desk.day(3))] == ["reflection", "commitment"]
    desk.history.undo(2)
    assert len(desk.today.due()) == 2


def test_a_put_off_needs_a_day_to_come_and_old_ones_are_cleared(desk: Desk) -> None:
    with pytest.raises(UsageError, match="not after today"):
        desk.today.put_off("reflection", desk.day())
    desk.today.put_off("reflection", desk.day(1))
    desk.clock.pass_days(2)
    desk.today.put_off("experiment/x", desk.day(1))

    assert desk.store.ids("putoffs") == ["experiment/x"]


def test_one_win_is_shown_the_latest_also_from_a_session(desk: Desk) -> None:
    desk.entries.log("she closed it without me", kind="win", on=desk.day(-5))
    assert desk.today.view().win is not None

    desk.session(2)
    win = desk.today.view().win
    assert win is not None
    assert (win.text, win.day) == ("the list was short", desk.day(-2))


def test_rhythm_counts_weeks_touched(desk: Desk) -> None:
    for ago in (0, 1, 8, 40, 300):
        desk.entries.log("x", on=desk.day(-ago))

    rhythm = desk.today.view().rhythm
    assert rhythm.touched == 3
    assert rhythm.weeks == (False, True, False, False, False, False, True, True)


def test_hidden_private_things_are_left_out_and_counted(desk: Desk) -> None:
    """`--hide-private`, feature C18."""
    desk.session(1)
    desk.commitments.add("ask about pay", due=desk.day(-1), private=True)
    desk.experiments.add("say pay first", review_on=desk.day(), private=True)
    desk.entries.log("asked for pay", kind="win", private=True)

    view = desk.today.view(hide_private=True)
    assert "pay" not in json.dumps(view.to_value())
    assert (view.commitments.open, view.due, view.left_out) == (0, (), 2)
    assert view.win is not None
    assert len(desk.today.due()) == 2
    assert "pay" not in desk.today.line("{first} {line}", hide_private=True)


def test_the_digest_survives_json_and_serves_another_day(desk: Desk) -> None:
    """Design section 7: the first frame reads no journal."""
    desk.people.add("Ines")
    desk.session(6)
    desk.session(1, state="paused", kind="debrief")
    desk.entries.log("a win", kind="win")
    desk.commitments.add("notes", due=desk.day(1), owner="Ines")
    desk.experiments.add("say it")
    desk.assumptions.add("only I")
    desk.today.put_off("experiment/x", desk.day(3))
    value = json.loads(json.dumps(desk.today.facts().to_value()))
    kept = Facts.from_value(value)
    assert kept == desk.today.facts()

    desk.clock.pass_days(2)
    reads = desk.store.reads
    view = desk.today.view(facts=kept)
    assert desk.store.reads == reads
    assert view == desk.today.view()
    assert view.commitments.late == 1


@pytest.mark.parametrize(
    "damage", [None, [], {}, {"shape": 0}, {"shape": 1}, {"shape": 1, "unfinished": [{"x": 1}]}]
)
def test_a_damaged_digest_is_not_used(damage: object) -> None:
    assert Facts.from_value(damage) is None


def test_the_line_names_what_is_next_when_nothing_is_due(desk: Desk) -> None:
    desk.session(1)
    desk.commitments.add("notes", due=desk.day(2))

    assert desk.today.line() == "Nothing is due. Next: notes, Fri 20 Nov."


def test_the_line_says_what_is_due_and_what_is_late_without_scolding(desk: Desk) -> None:
    desk.session(9)
    desk.experiments.add("say it", review_on=desk.day(-1))
    desk.commitments.add("notes", due=desk.day(-2))
    desk.commitments.add("list", due=desk.day())

    assert desk.today.line() == (
        "Weekly reflection (9 days since last) · 1 more due"
        " · 1 commitment due today · 1 commitment past its day"
    )


def test_a_template_fills_known_fields_only(desk: Desk) -> None:
    desk.session(9)

    assert desk.today.line("{due} due, {late} late, {days}d, {weeks}/8 100% {first}") == (
        "1 due, 0 late, 9d, 1/8 100% Weekly reflection"
    )
    with pytest.raises(UsageError, match="nonsense") as caught:
        desk.today.line("{nonsense}")
    assert "{due}" in caught.value.hint or "due" in caught.value.hint


@pytest.mark.parametrize("entry", [{"date": "not a day"}, {}, {"date": 5, "answers": "x", "session": []}])
def test_a_damaged_entry_does_not_hide_the_rest(desk: Desk, entry: dict[str, object]) -> None:
    """Promise P5."""
    desk.store.commit([Put("entries", {"id": "damaged", **entry})], label="x")
    desk.session(7)

    assert [item.kind for item in desk.today.view().due] == ["reflection"]
    assert len(desk.entries.list()) == 2


def test_a_moved_clock_does_no_harm(desk: Desk) -> None:
    """Promise P14: a session that lies ahead of today."""
    desk.session(-30)

    view = desk.today.view()
    assert (view.days_since, view.due) == (0, ())
    assert view.upcoming is not None
    assert view.upcoming.day == desk.day(30) + timedelta(days=7)


def test_a_reflection_that_is_due_stands_there_once_where_one_was_begun_and_never_answered(
    desk: Desk,
) -> None:
    desk.session(15)
    desk.session(9, state="paused", answers=[])

    assert [item.action for item in desk.today.view().due] == [("start", "weekly")]
