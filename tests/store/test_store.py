"""The Store port over real files: what is committed is there, in order, as the caller's own copy."""

import subprocess
import sys

import pytest

from coach.engine.ports import Put, Remove
from coach.errors import InvalidData, NotFound


def test_a_committed_document_is_there_after_a_restart(opened, entry):
    doc = entry("I said no to the extra project.")
    opened().store.commit([Put("entries", doc)], label="note added")
    assert opened().store.get("entries", doc["id"]) == doc


def test_documents_come_oldest_first_and_each_is_the_callers_own_copy(opened, entry):
    store = opened().store
    docs = [entry(f"Note {number}") | {"tags": ["a"]} for number in range(5)]
    for doc in docs:
        store.commit([Put("entries", doc)], label="note added")
    store.all("entries")[0]["tags"].append("changed outside")
    assert store.all("entries") == docs
    assert list(store.each("entries")) == docs
    assert store.ids("entries") == [doc["id"] for doc in docs]
    assert store.count("entries") == 5
    assert store.count("people") == 0


def test_an_edited_document_keeps_its_place_and_its_versions(opened, entry):
    store = opened().store
    first, second = entry("First"), entry("Second")
    store.commit([Put("entries", first)], label="note added")
    store.commit([Put("entries", second)], label="note added")
    store.commit([Put("entries", first | {"text": "First, put better"})], label="note edited")
    assert [doc["text"] for doc in opened().store.all("entries")] == ["First, put better", "Second"]
    versions = opened().store.versions("entries", first["id"])
    assert [(v.doc["text"], v.label, v.current) for v in versions] == [
        ("First, put better", "note edited", True),
        ("First", "note added", False),
    ]


def test_several_documents_are_one_line(opened, entry, tmp_path):
    docs = [entry(), entry(), entry()]
    opened().store.commit([Put("entries", doc) for doc in docs], label="session closed")
    (journal,) = (tmp_path / "data/journals").iterdir()
    assert journal.read_bytes().count(b"\n") == 1
    assert opened().store.all("entries") == docs


def test_a_removed_document_is_in_the_bin_and_comes_back_to_its_place(opened, entry):
    store = opened().store
    docs = [entry("One"), entry("Two"), entry("Three")]
    for doc in docs:
        store.commit([Put("entries", doc)], label="note added")
    store.commit([Remove("entries", docs[0]["id"])], label="note put away")
    assert store.get("entries", docs[0]["id"]) is None
    assert [binned.doc for binned in opened().store.bin()] == [docs[0]]
    assert opened().store.restore("entries", docs[0]["id"]) == docs[0]
    assert opened().store.all("entries") == docs
    assert opened().store.bin() == []


def test_undo_and_redo_work_after_a_restart(opened, entry):
    first, second = entry("First"), entry("Second")
    opened().store.commit([Put("entries", first)], label="first added")
    opened().store.commit([Put("entries", second)], label="second added")
    opened().store.commit([Put("entries", first | {"text": "Changed"})], label="first edited")
    assert [done.label for done in opened().store.history()] == [
        "first edited",
        "second added",
        "first added",
    ]
    assert opened().store.undo().label == "first edited"
    assert opened().store.undo().label == "second added"
    assert opened().store.all("entries") == [first]
    assert opened().store.redo().label == "second added"
    assert opened().store.redo().label == "first edited"
    assert opened().store.redo() is None
    assert opened().store.get("entries", first["id"])["text"] == "Changed"
    assert opened().store.get("entries", second["id"]) == second


def test_something_new_ends_the_redo(opened, entry):
    store = opened().store
    store.commit([Put("entries", entry())], label="a")
    store.undo()
    store.commit([Put("entries", entry())], label="b")
    assert store.redo() is None
    assert [done.label for done in store.history()] == ["b"]


def test_what_another_window_did_comes_first(opened, entry):
    """P10: under the lock, this machine's last change is the last one, whichever window made it."""
    running, other = opened().store, opened().store
    first, second = entry("First"), entry("Second")
    running.commit([Put("entries", first)], label="first added")
    assert running.count("entries") == 1
    other.commit([Put("entries", second)], label="second added")
    assert running.undo().label == "second added"
    other.commit([Remove("entries", first["id"])], label="put away")
    with pytest.raises(NotFound):
        running.commit([Remove("entries", first["id"])], label="put away")
    assert running.all("entries") == []


def test_undo_reaches_fifty_changes_back_and_no_further(opened, entry):
    store = opened().store
    for _ in range(53):
        store.commit([Put("entries", entry())], label="note added")
    undone = 0
    while store.undo():
        undone += 1
    assert (undone, store.count("entries")) == (50, 3)


def test_an_emptied_bin_is_beyond_undo(opened, entry):
    store = opened().store
    kept, gone = entry("Kept"), entry("Gone")
    store.commit([Put("entries", kept), Put("entries", gone)], label="both added")
    store.commit([Remove("entries", gone["id"])], label="put away")
    assert store.empty_bin() == 1
    assert store.bin() == []
    assert store.versions("entries", gone["id"]) == []
    assert [done.label for done in store.history()] == ["both added"]
    with pytest.raises(NotFound):
        store.restore("entries", gone["id"])


def test_removing_what_is_not_there_is_refused_and_writes_nothing(opened, entry):
    store = opened().store
    with pytest.raises(NotFound):
        store.commit([Put("entries", entry()), Remove("entries", "nothing")], label="x")
    assert store.all("entries") == []


@pytest.mark.parametrize(
    "doc", [{}, {"id": ""}, {"id": 3}, {"id": "a", "n": float("nan")}, {"id": "a", "n": {1, 2}}]
)
def test_what_is_no_json_record_is_refused(opened, doc):
    with pytest.raises(InvalidData):
        opened().store.commit([Put("entries", doc)], label="x")


def test_a_quick_note_reads_no_journal(opened, entry, tmp_path):
    """`coach log` must not load 10 000 sessions, nor the libraries that would (design, section 7)."""
    opened().store.commit([Put("entries", entry("Before"))], label="note added")
    script = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from coach.domain.ids import new_id
from coach.engine.ports import Put
from coach.store.open import open_store
class Clock:
    def now(self): return datetime.now(UTC)
opened = open_store(Path({str(tmp_path / "data")!r}), Path({str(tmp_path / "state/here")!r}), clock=Clock(),
                    backups=Path({str(tmp_path / "b")!r}), keep=1)
opened.store.commit([Put("entries", {{"id": new_id(Clock().now()), "text": "Quick"}})], label="note added")
print(*sorted(sys.modules.keys() & {{"tinydb", "msgspec", "filelock", "zipfile", "asyncio", "subprocess"}}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    assert [doc["text"] for doc in opened().store.all("entries")] == ["Before", "Quick"]


def test_an_emptied_bin_empties_what_is_kept_beside_the_journals(opened, entry, tmp_path):
    store = opened().store
    store.commit([Put("entries", entry("Gone for good"))], label="added")
    store.keep_bytes("search", b"Gone for good")
    assert store.read_bytes("search") == b"Gone for good"
    store.commit([Remove("entries", store.ids("entries")[0])], label="put away")
    store.empty_bin()
    assert store.read_bytes("search") is None
    assert not list((tmp_path / "state/here/cache").iterdir())
