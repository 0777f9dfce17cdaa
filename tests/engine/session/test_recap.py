"""The recap: every line editable, one of each thing, all records in one commit (rubric E1-E7)."""

import pytest

from coach.errors import UsageError
from tests.engine.session.table import LONG, Table

WEEK = {
    "win": "Mina ran the review alone",
    "change": "I will ask before I write",
    "assumption": "I took it that questions annoy Omar",
    "experiment": "Ask him one thing on friday",
    "commitment": "When Omar sends the numbers on Tuesday, I will call him at once.",
}


@pytest.fixture
def table() -> Table:
    return Table()


def values(table: Table, answers: dict[str, str]) -> dict[str, str]:
    session = table.walk(table.sessions.start("weekly"), answers)
    return {line.key: line.value for line in session.recap}


def test_the_recap_holds_the_persons_words_and_what_was_read_from_them(table: Table) -> None:
    """E1: if-then, the act and its moment are pieces of the answer, letter by letter."""
    lines = values(table, WEEK)

    assert lines["change"] == WEEK["change"]
    assert lines["win"] == WEEK["win"]
    assert lines["assumption.text"] == WEEK["assumption"]
    assert lines["experiment.test"] == WEEK["experiment"]
    assert lines["experiment.review_on"] == "2026-11-20"
    assert lines["commitment.if"] == "Omar sends the numbers on Tuesday"
    assert lines["commitment.text"] == "I will call him at once"
    assert lines["commitment.owner"] == "me"
    assert lines["commitment.due"] == "2026-11-24"


def test_what_the_program_filled_in_is_marked_as_drafted(table: Table) -> None:
    """ux rule 3: generated text is labelled."""
    session = table.walk(table.sessions.start("weekly"), {**WEEK, "commitment": "I will call Omar"})
    drafted = {line.key for line in session.recap if line.drafted}
    assert drafted == {"commitment.owner", "commitment.due", "experiment.review_on"}

    session.edit("commitment.due", "friday")

    line = next(line for line in session.recap if line.key == "commitment.due")
    assert (line.value, line.drafted) == ("2026-11-20", False)


def test_a_commitment_without_a_day_gets_one_within_two_weeks(table: Table) -> None:
    """E2."""
    assert values(table, {"commitment": "I will call Omar"})["commitment.due"] == "2026-11-25"


def test_closing_makes_all_records_in_one_commit_with_the_entry(table: Table) -> None:
    """P1: all or nothing."""
    session = table.walk(table.sessions.start("weekly"), WEEK)
    for key, value in {
        "commitment.sign": "he answers the same day",
        "commitment.obstacle": "he is away",
        "commitment.obstacle_plan": "I write to him",
        "experiment.against": "he sighs",
        "experiment.sign": "he answers",
    }.items():
        session.edit(key, value)
    before = len(table.store.commits)

    closed = session.close(mark=4)

    assert len(table.store.commits) == before + 1
    assert session.state == "closed"
    commitment, test = table.one("commitments"), table.one("experiments")
    assert commitment["if_cue"] == "Omar sends the numbers on Tuesday"
    assert commitment["then_act"] == commitment["text"] == "I will call him at once"
    assert (commitment["sign"], commitment["obstacle"]) == ("he answers the same day", "he is away")
    assert (commitment["obstacle_plan"], commitment["opened"]) == ("I write to him", closed.entry)
    assert test["assumption"] == table.one("assumptions")["id"]
    assert (test["belief"], test["against"], test["sign"]) == (WEEK["assumption"], "he sighs", "he answers")
    assert table.one("changes")["text"] == WEEK["change"]
    assert closed.kept == (
        "Your change for next week is kept; the next reflection begins with it.",
        "One win is kept.",
        "Your experiment comes back on Fri 20 Nov.",
        "Your commitment is due on Tue 24 Nov.",
    )
    entry = table.kept(closed.entry)["session"]
    assert (entry["state"], entry["mark"]) == ("closed", 4)
    assert not {"plan", "pending", "recap"} & set(entry)


def test_undo_takes_a_closed_session_back_whole(table: Table) -> None:
    table.walk(table.sessions.start("weekly"), WEEK).close()

    table.store.undo()

    assert [table.store.count(one) for one in ("changes", "commitments", "experiments", "assumptions")] == [
        0
    ] * 4


def test_an_emptied_line_makes_no_record_and_the_answer_stays(table: Table) -> None:
    session = table.walk(table.sessions.start("weekly"), WEEK)
    for key in ("change", "commitment.text", "experiment.test", "assumption.text", "win"):
        session.edit(key, "")

    closed = session.close()

    assert closed.kept == ("What you wrote is kept.",)
    assert [table.store.count(one) for one in ("changes", "commitments", "experiments", "assumptions")] == [
        0
    ] * 4
    answers = {one["step"]: one for one in table.kept(closed.entry)["answers"]}
    assert answers["win"]["answer"] == WEEK["win"]
    assert "becomes" not in answers["win"]


def test_nothing_answered_closes_quietly(table: Table) -> None:
    session = table.walk(table.sessions.start("weekly"), {})
    assert session.recap == ()

    assert session.close().kept == ("What you wrote is kept.",)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("commitment.due", "soon", "not understood"),
        ("commitment.due", "", "needs a day"),
        ("commitment.due", "2026-11-01", "has passed"),
        ("commitment.owner", "Nobody", "No person"),
        ("commitment.colour", "red", "no line"),
    ],
)
def test_a_value_that_is_not_understood_is_said_and_the_old_one_stays(
    table: Table, key: str, value: str, message: str
) -> None:
    session = table.walk(table.sessions.start("weekly"), WEEK)
    before = session.recap

    with pytest.raises(UsageError, match=message):
        session.edit(key, value)

    assert session.recap == before


def test_the_owner_can_be_someone_else_by_name(table: Table) -> None:
    mina = table.people.add("Mina Sato")
    session = table.walk(
        table.sessions.start("weekly"), {"commitment": "@Mina will send the notes on Friday"}
    )
    line = next(line for line in session.recap if line.key == "commitment.owner")
    assert line.value == "Mina Sato"
    session.edit("commitment.owner", "I")
    session.edit("commitment.owner", "@mina")

    session.close()

    assert table.one("commitments")["owner"] == mina["id"]


def test_a_name_further_in_does_not_make_someone_the_owner(table: Table) -> None:
    """E5: I will ask @Mina is mine."""
    table.people.add("Mina")

    assert values(table, {"commitment": "I will ask @Mina on Friday"})["commitment.owner"] == "me"


def test_a_vague_promise_gets_one_question_and_no_block(table: Table) -> None:
    """E7: try, improve, work on."""
    session = table.walk(
        table.sessions.start("weekly"), {"commitment": "I will try to be better at planning"}
    )
    assert (session.note() or "").count("?") == 1

    session.edit("commitment.text", "I will try to plan")

    assert session.note() is None
    session.close()
    assert table.one("commitments")["text"] == "I will try to plan"


def test_a_plain_promise_gets_no_question(table: Table) -> None:
    assert table.walk(table.sessions.start("weekly"), WEEK).note() is None


def test_a_third_experiment_asks_which_old_one_to_close(table: Table) -> None:
    """E6: at most two open."""
    first = table.experiments.add("stand up meetings", review_on=table.day(9))
    table.experiments.add("walks", review_on=table.day(9))
    session = table.walk(table.sessions.start("weekly"), WEEK)
    line = next(line for line in session.recap if line.key == "experiment.instead")
    assert "1 stand up meetings; 2 walks" in line.hint

    session.edit("experiment.instead", "1")
    session.close()

    assert table.experiments.get(first["id"])["status"] == "closed"
    assert [doc["test"] for doc in table.experiments.list()] == ["Ask him one thing on friday", "walks"]


def test_without_a_choice_the_third_experiment_stays_in_the_entry(table: Table) -> None:
    table.experiments.add("stand up meetings", review_on=table.day(9))
    table.experiments.add("walks", review_on=table.day(9))

    closed = table.walk(table.sessions.start("weekly"), WEEK).close()

    assert "Two experiments are open already, so this one stays in the entry only." in closed.kept
    assert len(table.experiments.list()) == 2
    assert table.one("assumptions")["text"] == WEEK["assumption"]


def test_a_test_closed_in_the_same_session_makes_room_for_the_new_one(table: Table) -> None:
    due = table.experiments.add("stand up meetings", review_on=table.day(0))
    table.experiments.add("walks", review_on=table.day(9))
    session = table.walk(
        table.sessions.start("weekly"),
        {
            **WEEK,
            f"last_experiment:{due['id']}": "They were shorter",
            f"last_experiment:{due['id']}/then": "keep",
        },
    )
    assert "experiment.instead" not in {line.key for line in session.recap}

    session.close()

    assert table.experiments.get(due["id"])["verdict"] == "keep"
    assert len(table.experiments.list()) == 2


def test_a_long_answer_gives_the_sentence_that_carries_the_promise(table: Table) -> None:
    """The line is cut at sentence ends, the whole answer stays in the entry."""
    long = f"{LONG} {LONG} I will write the plan on Monday. {LONG}"
    session = table.walk(table.sessions.start("weekly"), {"change": long})
    line = next(line for line in session.recap if line.key == "change")
    assert (line.value, line.drafted) == ("I will write the plan on Monday.", True)

    entry = table.kept(session.close().entry)

    assert next(one for one in entry["answers"] if one["step"] == "change")["answer"] == long


def test_a_changed_win_is_the_answer_and_the_earlier_one_a_version(table: Table) -> None:
    session = table.walk(table.sessions.start("weekly"), WEEK)
    session.edit("win", "Mina ran the whole review alone")

    entry = table.kept(session.close().entry)

    answer = next(one for one in entry["answers"] if one.get("becomes") == "win")
    assert answer["answer"] == "Mina ran the whole review alone"


@pytest.mark.parametrize("mark", [0, 6, True])
def test_a_mark_is_one_to_five_or_nothing(table: Table, mark: int) -> None:
    session = table.walk(table.sessions.start("light"), {"keep": "short"})

    with pytest.raises(UsageError, match="1 to 5"):
        session.close(mark=mark)

    assert session.state == "recap"
    session.close()
    assert "mark" not in table.kept(session.id)["session"]


def test_a_session_with_questions_left_cannot_be_closed(table: Table) -> None:
    session = table.sessions.start("light")

    with pytest.raises(UsageError, match="questions left"):
        session.close()

    assert session.state == "open"
