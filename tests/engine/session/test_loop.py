"""What was promised comes back: change, commitments, experiments, beliefs (C5; practices 19, 57, 58)."""

from typing import Any

import pytest

from coach.domain.records import Doc
from coach.engine.ports import Put
from coach.engine.session import Session, Turn
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def at(session: Session) -> Turn:
    turn = session.turn
    assert turn is not None
    return turn


def promise(table: Table, text: str = "send the notes to Omar", **more: Any) -> Doc:
    values = {"due": table.day(-1), **more}
    return table.commitments.add(text, **values)


def test_the_next_weekly_session_opens_with_the_exact_words_of_the_change(table: Table) -> None:
    """C5, practice 57: what you said would change is the first thing asked."""
    said = "Ask first,  then write — “short”!"
    entry = table.week({"change": said})
    table.clock.pass_days(7)

    turn = at(table.sessions.start("weekly"))

    assert (turn.step, turn.kind, turn.position) == ("last_change", "opening", 1)
    receipt = turn.receipts[0]
    assert (receipt.text, receipt.entry, receipt.date) == (said, entry["id"], "2026-11-18")
    assert receipt.label == "You said would change"


def test_what_came_of_it_closes_the_loop_when_the_session_closes(table: Table) -> None:
    table.week({"change": "Ask first"})
    table.clock.pass_days(7)

    entry = table.week({"last_change": "Asked twice, guessed once"})

    change = table.one("changes")
    assert (change["came_of_it"], change["answered_in"]) == ("Asked twice, guessed once", entry["id"])
    table.clock.pass_days(7)
    assert "last_change" not in dict(table.sessions.questions("weekly"))


def test_a_change_nobody_told_the_outcome_of_is_asked_about_again(table: Table) -> None:
    """Design, principle 2: nothing open is silently dropped."""
    table.week({"change": "Ask first"})
    table.clock.pass_days(7)
    table.week({"win": "A short list"})
    table.clock.pass_days(7)

    assert at(table.sessions.start("weekly")).receipts[0].text == "Ask first"


def test_each_commitment_that_is_due_is_asked_about_once_with_its_words(table: Table) -> None:
    table.commitments.add("later", due=table.day(5))
    table.commitments.add("not mine", owner="me", due=table.day(0))
    mina = table.people.add("Mina")
    table.commitments.add("hers", owner=mina["id"], due=table.day(-1))
    promise(table)
    session = table.sessions.start("weekly")

    first = at(session)
    session.answer("done: on Monday")
    second = at(session)

    assert [first.receipts[0].text, second.receipts[0].text] == ["send the notes to Omar", "not mine"]
    assert [value for value, _ in first.choices] == [
        "done", "partly", "changed", "dropped", "handed_over", "not_yet",
    ]  # fmt: skip


def test_a_commitment_that_is_due_is_quoted_with_its_moment(table: Table) -> None:
    """Rubric E1."""
    table.commitments.add("I will count to five", if_cue="Omar calls", due=table.clock.today())

    [receipt] = at(table.sessions.start("weekly")).receipts

    assert receipt.text == "I will count to five — when Omar calls"


def test_three_commitments_at_most_are_asked_about_in_one_session(table: Table) -> None:
    """A session stays light; the rest waits in the list."""
    for number in range(5):
        promise(table, f"promise {number}")

    asked = [step for step, _ in table.sessions.questions("weekly") if step.startswith("last_commitment:")]

    assert len(asked) == 3


@pytest.mark.parametrize(
    ("typed", "outcome", "note"),
    [
        ("done", "done", ""),
        ("Done: sent on Monday", "done", "sent on Monday"),
        ("partly done - half of it", "partly", "half of it"),
        ("handed over to Omar", "handed_over", "to Omar"),
        ("dropped, it made no sense", "dropped", "it made no sense"),
    ],
)
def test_a_typed_outcome_closes_the_commitment(table: Table, typed: str, outcome: str, note: str) -> None:
    doc = promise(table)

    entry = table.week({f"last_commitment:{doc['id']}": typed})

    closed = table.commitments.get(doc["id"])
    assert (closed["status"], closed["outcome"], closed["note"]) == ("closed", outcome, note)
    assert closed["closed"] == entry["id"]


@pytest.mark.parametrize(
    "typed", ["I keep meaning to", "done with excuses I am, so no", "change is slow here"]
)
def test_an_answer_without_an_outcome_closes_nothing(table: Table, typed: str) -> None:
    """Nothing is guessed: the recap says so in its line, and leaves the promise as it is."""
    doc = promise(table)
    session = table.walk(table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": typed})
    line = session.recap[0]
    assert (line.key, line.value) == (f"commitment:{doc['id']}.outcome", "not said yet")
    assert "send the notes" in line.label

    session.close()

    assert table.commitments.get(doc["id"]) == doc


@pytest.mark.parametrize(
    ("typed", "said", "status", "outcome"),
    [
        ("I did it. Phone off. Nothing was missed", "done", "closed", "done"),
        ("I got through half of it", "partly done", "closed", "partly"),
        ("I did not, no time", "not yet", "open", None),
        ("I dropped it", "dropped", "closed", "dropped"),
    ],
)
def test_typed_words_draft_an_outcome_that_keeping_the_recap_makes_so(
    table: Table, typed: str, said: str, status: str, outcome: str | None
) -> None:
    """Design section 8, ux rule 3: drafted in sight, nothing is closed before the recap is kept."""
    doc = promise(table)
    session = table.walk(table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": typed})
    line = session.recap[0]
    assert (line.value, line.drafted) == (said, True)
    assert table.commitments.get(doc["id"]) == doc

    session.close()

    after = table.commitments.get(doc["id"])
    assert (after["status"], after["outcome"]) == (status, outcome)
    assert status == "open" or after["note"] == typed


def test_a_drafted_outcome_can_be_taken_out(table: Table) -> None:
    doc = promise(table)
    session = table.walk(table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": "I did it"})

    session.edit(f"commitment:{doc['id']}.outcome", "")
    session.close()

    assert table.commitments.get(doc["id"]) == doc


def test_a_test_told_in_ones_own_words_is_done_and_its_belief_stays_open(table: Table) -> None:
    """E8: whether the belief holds is never read from words; the same question does not come back."""
    belief = table.assumptions.add("They will think I am slow")
    doc = table.experiments.add("Phone off at four", assumption=belief["id"], review_on=table.day(0))
    step = f"last_experiment:{doc['id']}"
    typed = "I did it. Phone off. Nothing was missed"
    session = table.walk(table.sessions.start("weekly"), {step: typed, f"{step}/then": "Less than I feared"})
    assert (session.recap[0].value, session.recap[0].drafted) == ("done", True)

    session.close()

    after = table.experiments.get(doc["id"])
    assert (after["status"], after["verdict"], after["result"]) == ("closed", None, typed)
    assert table.one("assumptions")["status"] == "open"
    table.clock.pass_days(7)
    assert step not in dict(table.sessions.questions("weekly"))


def test_where_no_outcome_can_be_read_the_close_says_so(table: Table) -> None:
    doc = table.experiments.add("Phone off at four", review_on=table.day(0))
    session = table.walk(table.sessions.start("weekly"), {f"last_experiment:{doc['id']}": "A quiet hour"})
    assert session.recap[0].value == "not said yet"

    kept = session.close().kept

    assert "One experiment stays open: what became of it is not said yet." in kept
    assert table.experiments.get(doc["id"]) == doc


def test_an_outcome_can_be_said_in_the_recap(table: Table) -> None:
    doc = promise(table)
    session = table.walk(
        table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": "it is in their hands now"}
    )

    session.edit(f"commitment:{doc['id']}.outcome", "handed over")
    session.close()

    assert table.commitments.get(doc["id"])["outcome"] == "handed_over"


@pytest.mark.parametrize(
    ("typed", "until"), [("not yet", "2026-11-25"), ("not yet, on friday", "2026-11-20")]
)
def test_not_yet_carries_the_promise_to_a_new_day(table: Table, typed: str, until: str) -> None:
    doc = promise(table)

    table.week({f"last_commitment:{doc['id']}": typed})

    carried = table.commitments.get(doc["id"])
    assert (carried["status"], carried["due"], carried["carried"]) == ("open", until, 1)


def test_the_day_it_moves_to_is_a_line_of_the_recap(table: Table) -> None:
    doc = promise(table)
    session = table.walk(table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": "not yet"})
    until = next(line for line in session.recap if line.key.endswith(".until"))
    assert (until.value, until.drafted) == ("2026-11-25", True)

    session.edit(until.key, "in 3 days")
    session.close()

    assert table.commitments.get(doc["id"])["due"] == "2026-11-21"


def carried_twice(table: Table) -> Doc:
    doc = {**promise(table), "carried": 2}
    table.store.commit([Put("commitments", doc)], label="carry")
    return doc


@pytest.mark.parametrize(
    ("choice", "status", "outcome"),
    [
        ("do: tomorrow", "open", None),
        ("change", "closed", "changed"),
        ("hand over", "closed", "handed_over"),
        ("drop", "closed", "dropped"),
        ("escalate: to Ana", "open", None),
    ],
)
def test_the_third_carry_asks_once_what_the_promise_needs(
    table: Table, choice: str, status: str, outcome: str | None
) -> None:
    """C4, design section 8: do, change, hand over, drop, escalate."""
    doc = carried_twice(table)
    session = table.sessions.start("weekly")
    session.answer("not yet")
    turn = at(session)
    assert (turn.kind, turn.question) == (
        "follow_up",
        "This is its third move. What does it need from you?",
    )
    assert [value for value, _ in turn.choices] == ["do", "change", "hand_over", "drop", "escalate"]
    session.answer(choice)
    table.walk(session, {})
    session.close()

    after = table.commitments.get(doc["id"])
    assert (after["status"], after["outcome"]) == (status, outcome)
    if status == "open":
        assert (after["carried"], after["asked_third_carry"]) == (3, True)
        table.clock.pass_days(20)
        again = table.sessions.start("weekly")
        again.answer("not yet")
        assert again.turn is None or again.turn.step != f"last_commitment:{doc['id']}"


def test_an_experiment_that_is_due_asks_what_happened_then_what_to_do_with_the_belief(table: Table) -> None:
    """E8: what happened, what it says about the assumption, keep, change or drop."""
    belief = table.assumptions.add("They will think I am slow")
    doc = table.experiments.add(
        "Say the doubt in the first five minutes", belief="They will think I am slow",
        assumption=belief["id"], review_on=table.day(0),
    )  # fmt: skip
    session = table.sessions.start("weekly")
    turn = at(session)
    assert [receipt.text for receipt in turn.receipts] == [doc["test"], doc["belief"]]
    session.answer("Said it twice and nobody minded")
    turn = at(session)
    assert [value for value, _ in turn.choices] == ["keep", "change", "drop"]
    assert [receipt.text for receipt in turn.receipts] == [doc["test"], doc["belief"]]
    session.answer("drop: it was not so")
    table.walk(session, {})
    session.close()

    after = table.experiments.get(doc["id"])
    assert (after["status"], after["verdict"]) == ("closed", "drop")
    assert after["result"] == "Said it twice and nobody minded"
    assert table.one("assumptions")["verdict"] == "drop"


def test_a_test_that_did_not_take_place_comes_back_without_reproach(table: Table) -> None:
    """E8: 'not done' is data."""
    doc = table.experiments.add("Say the doubt early", review_on=table.day(0))
    session = table.sessions.start("weekly")
    assert at(session).choices == (("not_yet", "it has not taken place yet"),)
    session.answer("not yet")
    assert at(session).step == "win"
    table.walk(session, {})
    session.close()

    after = table.experiments.get(doc["id"])
    assert (after["status"], after["review_on"]) == ("open", "2026-11-25")


def test_a_belief_without_a_test_comes_back_on_its_day(table: Table) -> None:
    """Practice 58: the assumption returns on its date."""
    doc = table.assumptions.add("Only I know the billing code", review_on=table.day(0))
    session = table.sessions.start("weekly")
    assert at(session).receipts[0].text == "Only I know the billing code"
    session.answer("Mina fixed it alone")
    session.answer("change")
    table.walk(session, {})
    session.close()

    assert table.assumptions.get(doc["id"])["verdict"] == "change"


def test_a_commitment_closed_elsewhere_meanwhile_is_left_alone(table: Table) -> None:
    doc = promise(table)
    session = table.walk(table.sessions.start("weekly"), {f"last_commitment:{doc['id']}": "dropped"})
    table.commitments.close(doc["id"], "done")

    session.close()

    assert table.commitments.get(doc["id"])["outcome"] == "done"


def test_aims_are_asked_about_only_where_there_are_some(table: Table) -> None:
    """Practice 59."""
    assert "aims" not in dict(table.sessions.questions("weekly"))
    table.aims.add("Speak up in design review")
    session = table.sessions.start("weekly")
    while at(session).step != "aims":
        session.skip()

    assert [receipt.text for receipt in at(session).receipts] == ["Speak up in design review"]


def test_every_fourth_weekly_session_asks_for_the_direction(table: Table) -> None:
    """Practice 56."""
    asked = []
    for _ in range(8):
        asked.append([step for step, _ in table.sessions.questions("weekly") if "direction" in step])
        table.week({"win": "short", "first_direction": "Towards design work"})
        table.clock.pass_days(7)

    assert asked == [[], [], [], ["first_direction"], [], [], [], ["direction"]]
    assert table.one("marks")["text"] == "Towards design work"


def test_a_direction_that_still_holds_stays_as_it_is_and_a_new_one_keeps_the_old_version(
    table: Table,
) -> None:
    table.store.commit(
        [
            Put(
                "marks",
                {"id": "intent", "created": "2026-10-01T09:00:00+00:00", "text": "Towards design work"},
            )
        ],
        label="intent",
    )
    for _ in range(3):
        table.week({"win": "short"})
    session = table.walk(table.sessions.start("weekly"), {"direction": "All of it holds"})
    line = next(line for line in session.recap if line.key == "intent")
    assert line.value == "Towards design work"
    session.edit("intent", "Towards leading design work")
    session.close()

    assert table.one("marks")["text"] == "Towards leading design work"
    texts = [version.doc["text"] for version in table.store.versions("marks", "intent") if version.doc]
    assert texts == ["Towards leading design work", "Towards design work"]


def test_after_three_weeks_away_a_gentle_return_is_suggested(table: Table) -> None:
    """C16: two questions and what was open; no count of missed weeks."""
    table.week({"change": "Ask first"})
    table.clock.pass_days(20)
    assert table.sessions.suggested() == "weekly"
    table.clock.pass_days(1)
    assert table.sessions.suggested() == "return"
    table.commitments.add("send the notes", due=table.day(-14))

    session = table.sessions.start("return")
    assert len(table.sessions.questions("return")) == 2
    session.answer("")

    assert [receipt.text for receipt in at(session).receipts] == ["Ask first", "send the notes"]
    everything = " ".join([at(session).question, at(session).why, *(line.title for line in session.progress)])
    assert not any(word in everything.lower() for word in ("streak", "missed", "behind"))


def test_someone_new_is_not_told_to_return(table: Table) -> None:
    assert table.sessions.suggested() == "weekly"


def test_what_was_open_can_be_closed_in_the_recap_of_a_return(table: Table) -> None:
    doc = table.commitments.add("send the notes", due=table.day(-30))
    session = table.walk(table.sessions.start("return"), {"now": LONG})

    session.edit(f"commitment:{doc['id']}.outcome", "dropped")
    session.close()

    assert table.commitments.get(doc["id"])["outcome"] == "dropped"


def test_with_nothing_open_the_return_asks_for_one_thing_ahead(table: Table) -> None:
    assert [step for step, _ in table.sessions.questions("return")] == ["now", "next"]
