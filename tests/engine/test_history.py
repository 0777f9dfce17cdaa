"""Undo, redo, and the bin (promise P21)."""

import pytest

from coach.errors import NotFound, UsageError
from tests.engine.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_undo_and_redo_take_several_steps_and_stop_at_the_end(desk: Desk) -> None:
    for text in ("one", "two", "three"):
        desk.entries.log(text)

    assert [done.label for done in desk.history.undo(2)] == ["add note", "add note"]
    assert [hit.headline for hit in desk.entries.list()] == ["one"]
    assert len(desk.history.redo(5)) == 2
    assert len(desk.entries.list()) == 3
    assert desk.history.redo() == []
    assert len(desk.history.list(2)) == 2


def test_undoing_a_note_takes_the_person_it_made_along(desk: Desk) -> None:
    desk.entries.log("with @ines")
    desk.history.undo()

    assert desk.people.list() == []


@pytest.mark.parametrize("number", [0, -1])
def test_no_number_of_changes_is_refused(desk: Desk, number: int) -> None:
    with pytest.raises(UsageError):
        desk.history.undo(number)


def test_emptying_the_bin_needs_to_be_confirmed(desk: Desk) -> None:
    doc = desk.entries.log("one")
    desk.entries.bin(doc["id"])

    with pytest.raises(UsageError, match="cannot be undone"):
        desk.history.empty_bin(yes=False)
    assert desk.history.empty_bin(yes=True) == 1
    with pytest.raises(NotFound):
        desk.history.restore(doc["id"])
