"""Commitments, experiments, assumptions, changes: nothing open is lost (rubric E, practices 57, 58)."""

from pathlib import Path

import pytest
import yaml

from coach.domain.commitment import OUTCOMES, read_outcome, say_whole
from coach.domain.vague import read_vague
from coach.errors import NotFound, UsageError
from tests.engine.desk import Desk

VAGUE = Path(__file__).parents[2] / "prompts" / "questions" / "vague.yaml"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_open_commitments_come_by_day_those_without_one_last_closed_behind(desk: Desk) -> None:
    desk.people.add("Ines")
    desk.commitments.add("no day")
    desk.commitments.add("later", due=desk.day(5), owner="ines")
    late = desk.commitments.add("late", due=desk.day(-2))
    gone = desk.commitments.add("closed", due=desk.day(-9))
    desk.commitments.close(gone["id"], "done")

    def texts(**wanted: object) -> list[str]:
        return [doc["text"] for doc in desk.commitments.list(**wanted)]  # type: ignore[arg-type]  # test shorthand

    assert texts() == ["late", "later", "no day"]
    assert texts(status="all") == ["late", "later", "no day", "closed"]
    assert texts(status="closed") == ["closed"]
    assert texts(person="ines") == texts(person="others") == ["later"]
    assert texts(person="me") == ["late", "no day"]
    assert texts(due_by=desk.day()) == ["late"]
    assert desk.commitments.late(desk.day()) == [late]
    with pytest.raises(UsageError, match="weird"):
        texts(status="weird")
    with pytest.raises(NotFound):
        texts(person="tomasz")


@pytest.mark.parametrize(
    ("text", "cue", "whole"),
    [
        ("I will wait before I speak.", "Omar calls", "I will wait before I speak — when Omar calls"),
        ("I will ring", "After lunch", "I will ring — after lunch"),
        ("I will ring", "lunch", "I will ring — when: lunch"),
        ("zähle ich bis fünf", "Omar fragt", "zähle ich bis fünf — when: Omar fragt"),
        ("When Omar calls, I will wait", "Omar calls", "When Omar calls, I will wait"),
        ("send it", "", "send it"),
    ],
)
def test_a_commitment_is_said_with_its_moment_in_its_own_words(
    desk: Desk, text: str, cue: str, whole: str
) -> None:
    """Rubric E1: the act alone may be the opposite of what was meant; what is kept stays as it is."""
    doc = desk.commitments.add(text, if_cue=cue, due=desk.day())

    assert say_whole(doc) == whole
    assert (doc["text"], doc["if_cue"]) == (text, cue)
    assert desk.today.view().commitments.rows[0].text == whole
    assert desk.today.due()[-1].title == whole


def test_on_its_day_it_is_due_and_not_yet_late(desk: Desk) -> None:
    doc = desk.commitments.add("send it", due=desk.day())

    assert desk.commitments.due(desk.day()) == [doc]
    assert desk.commitments.late(desk.day()) == []
    assert desk.commitments.late(desk.day(1)) == [doc]


def test_without_a_day_it_is_looked_at_again_after_a_week(desk: Desk) -> None:
    """Rubric E2: a review date; nothing open is silently dropped."""
    doc = desk.commitments.add("write to Ruth")

    assert desk.commitments.due(desk.day(6)) == []
    assert [one["id"] for one in desk.commitments.due(desk.day(7))] == [doc["id"]]
    assert desk.commitments.late(desk.day(30)) == []


@pytest.mark.parametrize("said", [*OUTCOMES, "handed over", "Handed-Over", " Done "])
def test_it_closes_with_one_of_five_outcomes_however_typed(desk: Desk, said: str) -> None:
    """Design section 8: done, partly, changed, dropped, handed over."""
    doc = desk.commitments.add("send the notes")

    after = desk.commitments.close(doc["id"], said, note="went out late", on_entry="e1")

    assert after["outcome"] in OUTCOMES
    assert (after["status"], after["note"], after["closed"]) == ("closed", "went out late", "e1")
    assert after["closed_on"] == "2026-11-18"


def test_another_outcome_or_a_second_closing_changes_nothing(desk: Desk) -> None:
    doc = desk.commitments.add("send the notes")
    with pytest.raises(UsageError, match="learned") as caught:
        desk.commitments.close(doc["id"], "learned")
    assert "handed over" in caught.value.hint
    assert desk.commitments.get(doc["id"])["status"] == "open"

    desk.commitments.close(doc["id"], "partly")
    with pytest.raises(UsageError, match="partly done"):
        desk.commitments.close(doc["id"], "done")
    with pytest.raises(UsageError, match="closed"):
        desk.commitments.carry(doc["id"], desk.day(3))
    assert desk.commitments.reopen(doc["id"])["outcome"] is None
    with pytest.raises(UsageError, match="is open"):
        desk.commitments.reopen(doc["id"])


def test_the_third_carry_asks_once(desk: Desk) -> None:
    """Design section 8: third carry asks once."""
    doc = desk.commitments.add("tidy the rota", due=desk.day(1))
    for ahead in (2, 3):
        doc = desk.commitments.carry(doc["id"], desk.day(ahead))
        assert desk.commitments.third_carry_question(doc) is None

    doc = desk.commitments.carry(doc["id"], desk.day(4))
    assert (doc["carried"], doc["due"], doc["review"]) == (3, "2026-11-22", "2026-11-22")
    assert "three times" in (desk.commitments.third_carry_question(doc) or "")

    doc = desk.commitments.asked_third(doc["id"])
    assert desk.commitments.third_carry_question(doc) is None
    assert desk.commitments.third_carry_question(desk.commitments.carry(doc["id"], desk.day(9))) is None


def test_it_is_not_carried_into_the_past(desk: Desk) -> None:
    doc = desk.commitments.add("tidy the rota", due=desk.day(1))
    with pytest.raises(UsageError, match="has passed"):
        desk.commitments.carry(doc["id"], desk.day(-1))
    assert desk.commitments.get(doc["id"])["carried"] == 0


def test_a_change_is_built_without_being_kept(desk: Desk) -> None:
    """A session commits all it produces in one line."""
    doc = desk.commitments.new("call the harbour", if_cue="when the mail comes", due=desk.day(2))
    put = desk.commitments.closing(doc, "done")
    later = desk.commitments.carrying(doc, desk.day(4))

    assert desk.store.commits == []
    assert doc["then_act"] == "call the harbour"
    assert (put.doc["status"], later.doc["carried"], doc["status"]) == ("closed", 1, "open")


def test_editing_checks_each_field_before_anything_is_kept(desk: Desk) -> None:
    ines = desk.people.add("Ines")
    doc = desk.commitments.add("call", due=desk.day(2))
    kept = len(desk.store.commits)

    for changes in ({"text": " "}, {"status": "closed"}, {"owner": "Tomasz"}):
        with pytest.raises((UsageError, NotFound)):
            desk.commitments.edit(doc["id"], **changes)
    assert len(desk.store.commits) == kept

    after = desk.commitments.edit(doc["id"], owner="ines", due=None, sign="they answer", private=True)
    assert (after["owner"], after["due"], after["sign"], after["text"]) == (
        ines["id"],
        None,
        "they answer",
        "call",
    )
    assert desk.commitments.list(hide_private=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "try to hand it over",
        "I will try to hand it over",
        "if it is Monday, then I'll be more patient",
        "Improve the runbook",
        "work on my listening",
        "we should talk to Tomasz",
        "We need to decide",
        "to get better at asking",
    ],
)
def test_vague_promises_lead_to_one_question(text: str) -> None:
    """Rubric E5 and E7: one question, not a block."""
    question = read_vague(yaml.safe_load(VAGUE.read_text("utf-8"))).question(text)

    assert question is not None
    assert question.count("?") == 1


@pytest.mark.parametrize(
    "text",
    [
        "send Tomasz the two open questions before noon",
        "when the date moves, then I ask Ines what she needs",
        "improvise nothing: read the list aloud",
        "I will workshop the draft with Ruth",
        "tell Ines the country code is hers",
        "",
    ],
)
def test_a_plain_act_is_left_alone(text: str) -> None:
    assert read_vague(yaml.safe_load(VAGUE.read_text("utf-8"))).question(text) is None


@pytest.mark.parametrize("data", [None, [], {"verbs": "try"}, {"verbs": [None], "ask_seen": 3}])
def test_a_damaged_word_list_asks_nothing(data: object) -> None:
    assert read_vague(data).question("try harder") is None


def test_a_far_day_leads_to_one_question_and_a_vague_verb_goes_before_it(desk: Desk) -> None:
    """Rubric E2: within fourteen days."""
    far = desk.day(15)

    assert "two weeks" in (desk.commitments.vague("send the list", due=far) or "")
    assert "two weeks" not in (desk.commitments.vague("try to send it", due=far) or "")
    assert desk.commitments.vague("send the list", due=desk.day(14)) is None


def test_a_third_experiment_names_the_two_that_are_open(desk: Desk) -> None:
    """Rubric E6: at most two open; a new one asks which old one to close."""
    desk.experiments.add("say the doubt first")
    second = desk.experiments.add("leave the room at the end")
    with pytest.raises(UsageError) as caught:
        desk.experiments.add("a third")
    assert "say the doubt first" in caught.value.message
    assert "leave the room at the end" in caught.value.message
    assert "close" in caught.value.hint

    desk.experiments.close(second["id"], "drop", "nobody noticed")
    desk.experiments.add("a third")
    with pytest.raises(UsageError):
        desk.experiments.reopen(second["id"])


def test_an_experiment_comes_back_on_its_day_and_closes_with_a_verdict(desk: Desk) -> None:
    """Rubric E8; practice 58."""
    doc = desk.experiments.add("say it", belief="they will think I am slow", against="nobody answers")

    assert desk.experiments.due(desk.day(6)) == []
    assert [one["id"] for one in desk.experiments.due(desk.day(7))] == [doc["id"]]
    with pytest.raises(UsageError, match="maybe"):
        desk.experiments.close(doc["id"], "maybe")
    after = desk.experiments.close(doc["id"], "Change", "two asked back")
    assert (after["verdict"], after["result"], after["status"]) == ("change", "two asked back", "closed")
    with pytest.raises(UsageError, match="closed already"):
        desk.experiments.close(doc["id"], "keep")
    assert desk.experiments.list() == []
    assert [one["id"] for one in desk.experiments.list(status="closed")] == [doc["id"]]


def test_editing_an_experiment_needs_a_day_and_words(desk: Desk) -> None:
    doc = desk.experiments.add("say it")
    for changes in ({"test": ""}, {"review_on": None}, {"verdict": "keep"}):
        with pytest.raises(UsageError, match=r"Nothing was|Nothing was changed"):
            desk.experiments.edit(doc["id"], **changes)
    assert desk.experiments.edit(doc["id"], review_on=desk.day(3), sign="a nod")["review_on"] == "2026-11-21"


def test_an_assumption_comes_back_by_itself_unless_an_experiment_tests_it(desk: Desk) -> None:
    """Practice 58: it returns on its date; only once."""
    belief = desk.assumptions.add("only I know the fares", limited_what="I did them alone")
    test = desk.experiments.add("let Ines do them", assumption=belief["id"])

    assert desk.assumptions.due(desk.day(7)) == []
    desk.experiments.close(test["id"], "keep", "she did")
    assert [one["id"] for one in desk.assumptions.due(desk.day(7))] == [belief["id"]]
    desk.assumptions.later(belief["id"], desk.day(20))
    assert desk.assumptions.due(desk.day(7)) == []
    assert desk.assumptions.close(belief["id"], "drop")["verdict"] == "drop"
    assert desk.assumptions.list() == []
    with pytest.raises(UsageError):
        desk.assumptions.close(belief["id"], "drop")


def test_the_latest_change_whose_outcome_is_not_told_is_asked_first(desk: Desk) -> None:
    """Practice 57, feature C5."""
    from coach.engine.ports import Put

    assert desk.changes.list(open_only=True) == []
    for ago, text in ((14, "ask before I guess"), (7, "leave the last part alone")):
        change = desk.changes.new(text, opened="e", opened_on=desk.day(-ago))
        desk.store.commit([Put("changes", change)], label="close session")

    latest = desk.changes.list(open_only=True)[-1]
    assert latest["text"] == "leave the last part alone"
    desk.store.commit(
        [desk.changes.answering(latest, "I did, twice", answered_in="e2")], label="close session"
    )
    assert [one["text"] for one in desk.changes.list(open_only=True)] == ["ask before I guess"]


def test_records_are_found_by_the_start_of_their_words(desk: Desk) -> None:
    desk.commitments.add("Send the notes")
    desk.experiments.add("Say it early")

    assert desk.commitments.get("send")["text"] == "Send the notes"
    assert desk.experiments.get("say it")["test"] == "Say it early"
    desk.commitments.remove("send")
    desk.experiments.remove("say")
    assert {binned.table for binned in desk.history.bin()} == {"commitments", "experiments"}


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("done", "done"),
        ("Partly done.", "partly"),
        ("partially", "partly"),
        ("handed-over", "handed_over"),
        ("hand over", "handed_over"),
        ("delegated", "handed_over"),
        ("Finished", "done"),
        ("dropped", "dropped"),
        ("not done", None),
        ("partly changed", None),
        ("", None),
    ],
)
def test_an_outcome_is_read_in_the_words_people_use(typed: str, outcome: str | None) -> None:
    """Practice 19: one of five; what could mean another is asked again, never guessed."""
    assert read_outcome(typed) == outcome
