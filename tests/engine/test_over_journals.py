"""The use cases over real journals behave as over the store in memory, also after a restart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.engine.facts import Facts
from coach.store.open import open_store
from tests.doubles.clock import FixedClock
from tests.engine.desk import Desk


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], Desk]:
    """Opens the same folder again at each call, as a new process would."""

    def again() -> Desk:
        clock = FixedClock()
        folders = tmp_path / "data", tmp_path / "state"
        return Desk(open_store(*folders, clock=clock, backups=tmp_path / "backups", keep=1).store)

    return again


def course(desk: Desk, later: Callable[[], Desk]) -> tuple[list[str], Facts]:
    """Two days of use: written, corrected, hidden, put away, brought back, promised, closed, undone."""
    first = desk.entries.log("with @ines on #scope")
    desk.entries.log("a win", kind="win", people=["Ines"])
    desk.entries.edit(first["id"], "with @ines and @tomasz on #dates")
    desk.entries.set_private(first["id"], True)
    promise = desk.commitments.add("send it", owner="ines", due=desk.day(-1))
    desk.commitments.carry(promise["id"], desk.day(2))
    test = desk.experiments.add("say it", review_on=desk.day())
    desk.session(8)
    desk.today.put_off("reflection", desk.day(1))

    desk = later()
    desk.experiments.close(test["id"], "keep", "it went well")
    gone = desk.entries.log("gone and back")
    desk.entries.bin(gone["id"])
    desk.entries.restore(gone["id"])
    desk.commitments.close("send", "done")
    desk.history.undo()
    desk.entries.log("undone and redone")
    desk.history.undo()
    desk.history.redo()

    desk = later()
    said = [f"{hit.kind}: {hit.headline} {sorted(hit.people)} {hit.private}" for hit in desk.entries.list()]
    said += [str(len(desk.entries.versions(first["id"])))]
    said += [f"{doc['text']} {doc['status']} {doc['carried']}" for doc in desk.commitments.list(status="all")]
    said += [f"{doc['test']} {doc['verdict']}" for doc in desk.experiments.list(status="all")]
    return said, desk.today.facts()


def test_the_same_course_leaves_the_same_over_journals_and_in_memory(opened: Callable[[], Desk]) -> None:
    memory = Desk()
    expected, facts = course(memory, lambda: memory)
    said, kept = course(opened(), opened)

    assert said == expected
    assert (kept.entries, kept.sessions, kept.weeks) == (facts.entries, facts.sessions, facts.weeks)
    assert [fact.text for fact in kept.commitments] == ["send it"]
    assert kept.experiments == facts.experiments == ()
