"""Sample data that looks lived in, for any day it is opened on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coach.cli.answers import read_answers
from coach.cli.scripted import run_scripted
from coach.domain.commitment import WITHIN_DAYS, asks_at_third_carry
from coach.domain.entry import answers_of, day_of, has_private, texts_of
from coach.domain.experiment import MOST_OPEN
from coach.engine import demo
from coach.engine.aims import Aims
from coach.engine.changes import Changes
from coach.engine.commitments import Commitments
from coach.engine.due import Today
from coach.engine.experiments import Experiments
from coach.engine.people import People
from coach.engine.questions.asking import Asking
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.memory import Memory
from coach.engine.safety import Safety
from coach.engine.session import Sessions
from coach.errors import InvalidData, UsageError
from coach.prompting.files import PromptFiles
from coach.prompting.guides import GuideFiles
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore

FILES = PromptFiles()
GUIDES = GuideFiles(FILES)
ANSWERS = Path(__file__).parents[2] / "prompts" / "demo" / "answers.yaml"


def filled(clock: FixedClock, weeks: int = 8) -> MemoryStore:
    store = MemoryStore(clock)
    demo.fill(store, clock, demo.load(FILES), guides=GUIDES, weeks=weeks)
    return store


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return filled(FixedClock())


def test_eight_weeks_three_people_and_two_aims(store: MemoryStore) -> None:
    kinds = [entry["kind"] for entry in store.all("entries")]
    assert (kinds.count("weekly"), kinds.count("debrief")) == (8, 1)
    assert kinds.count("note") >= 14
    assert kinds.count("win") >= 3
    assert "idea" in kinds
    assert {person["role"] for person in store.all("people")} == {"mentee", "mentor", "peer"}
    assert len(store.all("aims")) == 2


@pytest.mark.parametrize("offset", range(7))
def test_on_every_day_of_the_week_a_reflection_and_an_experiment_are_due_and_one_promise_is_late(
    offset: int,
) -> None:
    clock = FixedClock(datetime(2026, 11, 16, 9, 0, tzinfo=UTC) + timedelta(days=offset))
    view = Today(store=filled(clock), clock=clock, guides=GUIDES).view()

    assert [item.kind for item in view.due] == ["reflection", "experiment"]
    assert view.due[0].detail == "7 days since last"
    assert (view.commitments.open, view.commitments.late) == (4, 1)
    assert [row.owner for row in view.commitments.rows] == ["me", "me", "Noor", "Tomasz"]
    assert view.win is not None
    assert view.rhythm.touched >= 7  # on a Monday nothing has been written this week yet


def test_a_promise_carried_three_times_waits_to_be_asked_about(store: MemoryStore) -> None:
    asking = [doc for doc in store.all("commitments") if asks_at_third_carry(doc)]

    assert len(asking) == 1
    assert asking[0]["carried"] == 3


def test_it_follows_the_rules_it_shows(store: MemoryStore) -> None:
    """Rubric E2, E3, E6: the sample is an example."""
    for doc in store.all("experiments"):
        opened, review = day_of(doc, "opened_on"), day_of(doc, "review_on")
        assert opened is not None
        assert review is not None
        assert (review - opened).days <= WITHIN_DAYS
        assert doc["sign"]
        assert doc["against"]
        day = opened
        while day <= review:
            still = [
                one
                for one in store.all("experiments")
                if (day_of(one, "opened_on") or date.max) <= day < (day_of(one, "closed_on") or date.max)
            ]
            assert len(still) <= MOST_OPEN
            day += timedelta(days=1)


def test_every_loop_is_closed_where_a_session_tells_of_it(store: MemoryStore) -> None:
    entries = {entry["id"]: entry for entry in store.all("entries")}
    for table, closed in (("changes", "answered_in"), ("commitments", "closed"), ("experiments", "closed")):
        for doc in store.all(table):  # type: ignore[arg-type]  # the three names above are tables
            assert doc["opened"] in entries
            assert doc[closed] is None or doc[closed] in entries
    assert len([doc for doc in store.all("changes") if doc["came_of_it"] is None]) == 1


def test_what_a_session_opens_stands_in_its_answers(store: MemoryStore) -> None:
    """Receipts rest on exact words: the records of the loop quote the entry they come from."""
    entries = {entry["id"]: entry for entry in store.all("entries")}
    for doc in store.all("changes"):
        words = " ".join(" ".join(texts_of(entries[doc["opened"]])).split())
        assert doc.get("private") or doc["text"].rstrip(".") in words


def test_there_is_a_private_line_and_hiding_takes_it_out(store: MemoryStore) -> None:
    private = [entry for entry in store.all("entries") if has_private(entry)]

    assert private
    assert not any(entry.get("private") for entry in private)


def test_notes_are_written_on_working_days_and_names_are_linked(store: MemoryStore) -> None:
    for entry in store.all("entries"):
        day = day_of(entry)
        assert day is not None
        assert "session" in entry or day.weekday() < 5
    assert sum(1 for entry in store.all("entries") if entry["with"]) >= 15
    assert len(store.all("people")) == 3


def test_ids_and_times_lie_on_the_days_they_tell_of(store: MemoryStore) -> None:
    entries = store.all("entries")

    assert [entry["date"] for entry in entries] == sorted(entry["date"] for entry in entries)
    assert [entry["id"][:7] for entry in entries] == sorted(entry["id"][:7] for entry in entries)


def test_every_answer_carries_the_question_of_its_guide(store: MemoryStore) -> None:
    for entry in store.all("entries"):
        for answer in answers_of(entry):
            assert answer["question"].endswith("?")
            assert answer["answer"]


def test_fewer_weeks_hold_together_too() -> None:
    clock = FixedClock()
    for weeks in range(1, 9):
        store = filled(clock, weeks)
        oldest = min(day_of(entry) or date.max for entry in store.all("entries"))
        assert oldest >= clock.today() - timedelta(days=7 * weeks + 3)
        view = Today(store=store, clock=clock, guides=GUIDES).view()
        assert [item.kind for item in view.due] == ["reflection", "experiment"]
        assert (view.commitments.open, view.commitments.late) == (4, 1)
    with pytest.raises(UsageError, match="9"):
        filled(clock, 9)


@pytest.mark.parametrize("damage", [{"notes": [{"text": "no day"}]}, {"sessions": "x"}, {"people": []}])
def test_a_damaged_sample_is_named(damage: dict[str, object]) -> None:
    clock = FixedClock()
    with pytest.raises(InvalidData, match=r"demo/journal.yaml"):
        demo.fill(MemoryStore(clock), clock, {**demo.load(FILES), **damage}, guides=GUIDES)


def test_the_scripted_reflection_runs_through_the_real_engine_and_closes_what_is_due() -> None:
    """What `coach demo` does where there is no terminal."""
    clock = FixedClock()
    store = filled(clock)
    people, aims = People(store=store, clock=clock), Aims(store=store, clock=clock)
    commitments = Commitments(store=store, clock=clock, people=people, prompts=FILES)
    experiments = Experiments(store=store, clock=clock)
    memory = Memory(store, clock)
    asking = Asking(safety=Safety(FILES), embedded=EmbeddedQuestions(FILES), memory=memory)
    session = Sessions(
        store=store,
        guides=GUIDES,
        asking=asking,
        memory=memory,
        commitments=commitments,
        experiments=experiments,
        people=people,
        aims=aims,
        clock=clock,
    ).start("weekly")
    answers = read_answers(ANSWERS.read_bytes(), "answers.yaml", GUIDES.get("weekly"), asked=())
    said: list[str] = []
    run_scripted(session, answers, say=said.append, warn=lambda _: None, today=clock.today())

    assert session.state == "closed"
    assert said.count("This question is left out.") <= 2  # how often the engine asks again is its own affair
    assert commitments.late(clock.today()) == []
    assert len(experiments.list()) == 1
    change = Changes(store=store, clock=clock).list(open_only=True)[-1]
    assert change["opened"] == session.id
    assert Today(store=store, clock=clock, guides=GUIDES).view().due == ()


def test_the_sample_person_has_named_two_themes_and_none_of_their_entries_is_private(
    store: MemoryStore,
) -> None:
    """Themes are decided by the person (T12); private words feed none (design, section 4)."""
    entries = {doc["id"]: doc for doc in store.all("entries")}
    themes = store.all("themes")
    assert [doc["label"] for doc in themes] == ["Handing work over", "Asking while it is cheap"]
    for doc in themes:
        assert len(doc["entries"]) >= 2
        assert not any(entries[entry].get("private") for entry in doc["entries"])
