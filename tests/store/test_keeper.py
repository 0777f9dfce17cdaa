"""Copies outside the data folder, restore in one command (P22), and what stays when old versions go."""

import errno
import os
import shutil
import zipfile

import pytest

from coach.engine.ports import Put, Remove
from coach.errors import InvalidData, NotFound, StoreReadOnly, StoreUnwritable


def state_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add(store, doc, label="note added"):
    store.commit([Put("entries", doc)], label=label)


def test_a_wiped_data_folder_comes_back_byte_for_byte(opened, entry, tmp_path):
    for machine in ("here", "there"):
        for number in range(3):
            add(opened(machine).store, entry(f"{machine} {number}"))
    (tmp_path / "data/journals/x.sync-conflict-1.jsonl").write_bytes(b"odd\n")
    before = state_of(tmp_path / "data")
    backup = opened().keeper.back_up()
    assert (backup.entries, backup.size) == (6, backup.path.stat().st_size)
    shutil.rmtree(tmp_path / "data")
    returned = opened().keeper.restore(backup.path)
    assert state_of(tmp_path / "data") == before
    assert returned.entries == 0
    store = opened().store
    add(store, entry("After"))
    assert len(store.all("entries")) == 7


def test_what_was_there_is_backed_up_before_a_restore_and_can_come_back_too(opened, entry, tmp_path):
    add(opened().store, entry("Old"))
    old = opened().keeper.back_up()
    running = opened()
    add(running.store, entry("New"))
    before = running.keeper.restore(old.path)
    assert [doc["text"] for doc in running.store.all("entries")] == ["Old"]
    assert before.entries == 2
    opened().keeper.restore(before.path)
    assert [doc["text"] for doc in opened().store.all("entries")] == ["Old", "New"]


def test_after_a_restore_this_machine_writes_a_new_journal(opened, entry, tmp_path):
    add(opened().store, entry("Old"))
    (journal,) = (tmp_path / "data/journals").iterdir()
    content = journal.read_bytes()
    opened().keeper.restore(opened().keeper.back_up().path)
    add(opened().store, entry("New"))
    assert journal.read_bytes() == content
    assert len(list((tmp_path / "data/journals").iterdir())) == 2


def test_a_damaged_or_foreign_archive_changes_nothing(opened, entry, tmp_path):
    add(opened().store, entry("Kept"))
    good = opened().keeper.back_up(tmp_path / "good.zip").path.read_bytes()
    before = state_of(tmp_path / "data")
    bad = tmp_path / "bad.zip"
    cases = [b"", b"no zip", good[:-40], good[:60] + bytes(40) + good[100:]]
    for content in cases:
        bad.write_bytes(content)
        with pytest.raises(InvalidData, match="Nothing was changed"):
            opened().keeper.restore(bad)
    with pytest.raises(NotFound):
        opened().keeper.restore(tmp_path / "none.zip")
    assert state_of(tmp_path / "data") == before


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/tmp/evil",
        "journals/../../evil.jsonl",
        "journals/.hidden",
        "notes.txt",
        "journals/a/b.jsonl",
    ],
)
def test_an_archive_cannot_write_outside_the_store(opened, entry, tmp_path, name):
    """P43: names are checked before anything is touched."""
    import json
    from hashlib import sha256

    add(opened().store, entry("Kept"))
    before = state_of(tmp_path / "data")
    files = {name: {"size": 1, "sha256": sha256(b"x").hexdigest()}}
    manifest = {"format": 1, "schema": 1, "made": "2026-11-22T09:00:00+00:00", "entries": 1, "files": files}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr(name, b"x")
    with pytest.raises(InvalidData):
        opened().keeper.restore(tmp_path / "evil.zip")
    assert state_of(tmp_path / "data") == before


def test_a_backup_that_fails_leaves_no_half_archive(opened, entry, tmp_path, monkeypatch):
    add(opened().store, entry())

    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "replace", refuse)
    keeper = opened().keeper
    with pytest.raises(StoreUnwritable, match="untouched"):
        keeper.back_up()
    assert list((tmp_path / "state/here/backups").iterdir()) == []


def test_automatic_copies_come_once_a_day_when_something_changed_and_the_oldest_go(opened, entry, clock):
    keeper = opened(keep=3).keeper
    assert keeper.snapshot_if_due() is None  # nothing to copy
    for _ in range(5):
        add(opened().store, entry())
        assert keeper.snapshot_if_due() is not None
        assert keeper.snapshot_if_due() is None
        add(opened().store, entry())
        assert keeper.snapshot_if_due() is None  # today there was one
        clock.move(days=1)
    assert [backup.entries for backup in keeper.backups()] == [9, 7, 5]
    clock.move(days=1)
    assert keeper.snapshot_if_due() is not None
    clock.move(days=1)
    assert keeper.snapshot_if_due() is None  # nothing changed since


def test_copies_made_by_hand_are_never_deleted(opened, entry, clock):
    keeper = opened(keep=1).keeper
    add(opened().store, entry())
    by_hand = keeper.back_up()
    for _ in range(3):
        add(opened().store, entry())
        clock.move(days=1)
        keeper.snapshot_if_due()
    assert by_hand.path in [backup.path for backup in keeper.backups()]
    assert len(keeper.backups()) == 2


def test_a_missing_store_is_not_backed_up_over_good_copies(opened, entry, tmp_path):
    add(opened().store, entry())
    shutil.rmtree(tmp_path / "data")
    with pytest.raises(StoreReadOnly):
        opened().keeper.back_up()


def test_doctor_says_all_is_well_on_a_store_in_use(opened, entry):
    assert all(finding.level in {"ok", "note"} for finding in opened().keeper.check())
    add(opened().store, entry())
    opened().keeper.back_up()
    findings = list(opened().keeper.check())
    assert {finding.level for finding in findings} == {"ok"}
    assert {finding.area for finding in findings} == {"journals", "lock", "permissions", "backups"}


def test_doctor_removes_what_a_crash_left_behind_and_leaves_the_rest(opened, entry, tmp_path):
    add(opened().store, entry())
    left = tmp_path / "data/journals/.abc.jsonl.0123abcd.tmp"
    other = tmp_path / "data/journals/.syncthing.abc.jsonl.tmp"
    for path in (left, other):
        path.write_bytes(b"half")
        os.utime(path, (1, 1))
    assert any("left by a crash" in finding.message for finding in opened().keeper.check())
    list(opened().keeper.check(fix=True))
    assert (left.exists(), other.exists()) == (False, True)


def test_doctor_names_a_clock_that_stands_before_the_latest_change(opened, entry, clock):
    add(opened().store, entry())
    clock.move(days=-30)
    (finding,) = [finding for finding in opened().keeper.check() if finding.area == "clock"]
    assert "22 Nov 2026" in finding.message


def test_compaction_drops_only_what_is_old_and_not_needed(opened, entry, clock, tmp_path):
    store = opened().store
    edited, binned, forgotten = entry("v0"), entry("In the bin"), entry("Forgotten words")
    for doc in (edited, binned, forgotten):
        add(store, doc)
    for number in range(1, 4):
        clock.move(minutes=1)
        add(store, edited | {"text": f"v{number}"})
    store.commit([Remove("entries", forgotten["id"])], label="put away")
    store.empty_bin()
    store.commit([Remove("entries", binned["id"])], label="put away")
    order = store.ids("entries")
    assert "Forgotten words" in _journal(tmp_path)
    assert opened().keeper.tidy() > 0
    assert "Forgotten words" not in _journal(tmp_path)
    assert len(opened().store.versions("entries", edited["id"])) == 4  # too young to go
    for _ in range(100):
        clock.move(days=1)
        add(store, entry("A day"))
    add(store, edited | {"text": "v4"})
    assert opened().keeper.tidy() > 0
    again = opened().store
    assert [v.doc["text"] for v in again.versions("entries", edited["id"])] == ["v4", "v3"]
    assert [b.doc["text"] for b in again.bin()] == ["In the bin"]
    assert again.ids("entries")[:1] == order
    assert again.restore("entries", binned["id"]) == binned
    assert again.ids("entries")[:2] == [edited["id"], binned["id"]]
    undone = 0
    while again.undo():
        undone += 1
    assert undone == 50
    assert again.get("entries", edited["id"])["text"] == "v3"
    assert opened().keeper.notices() == []
    assert len(list((tmp_path / "data/journals").iterdir())) == 1


def test_an_old_edit_among_the_last_changes_is_undone_to_its_first_words_after_compaction(
    opened, entry, clock
):
    """P21: undo needs the version before, also where that one is long out of date."""
    store = opened().store
    kept, churned = entry("First words"), entry("v0")
    add(store, kept)
    for number in range(60):
        clock.move(minutes=1)
        add(store, {**churned, "text": f"v{number}"})
    clock.move(days=1)
    add(store, {**kept, "text": "Second thoughts"})
    for number in range(6):
        clock.move(days=20)
        add(store, entry(f"Later {number}"))
    assert opened().keeper.tidy() > 0
    store = opened().store
    for _ in range(7):
        store.undo()
    assert store.get("entries", kept["id"])["text"] == "First words"
    assert kept["id"] not in {one.doc["id"] for one in store.bin()}


def test_compaction_keeps_documents_in_their_order(opened, entry, clock):
    """Also where the later version was written without reading, and so does not tell the document's place."""
    first, second = entry("First"), entry("Second")
    add(opened().store, first)
    add(opened().store, second)
    add(opened().store, first | {"text": "First again"})
    store = opened().store
    for _ in range(150):
        clock.move(days=1)
        add(store, entry("A day"))
    assert opened().keeper.tidy() > 0
    again = opened().store
    assert [doc["text"] for doc in again.all("entries")][:2] == ["First again", "Second"]
    assert len(again.versions("entries", first["id"])) == 1


@pytest.mark.parametrize("jump", [+80 * 365, -40 * 365])
def test_a_clock_that_jumps_makes_nothing_old(opened, entry, clock, jump):
    store = opened().store
    doc = entry("v0")
    add(store, doc)
    for number in range(1, 120):
        add(store, doc | {"text": f"v{number}"})
    clock.move(days=jump)
    add(store, entry("After the jump"))
    opened().keeper.tidy()
    assert len(opened().store.versions("entries", doc["id"])) == 120


def test_another_process_notices_a_compaction(opened, entry, clock):
    running = opened()
    doc = entry("v0")
    add(running.store, doc)
    add(running.store, doc | {"text": "v1"})
    running.store.commit([Remove("entries", doc["id"])], label="put away")
    other = opened().store
    assert other.empty_bin() == 1
    assert opened().keeper.tidy() > 0
    add(running.store, entry("Still here"))
    assert [d["text"] for d in running.store.all("entries")] == ["Still here"]
    assert [d["text"] for d in opened().store.all("entries")] == ["Still here"]


def _journal(tmp_path):
    return "".join(path.read_text() for path in (tmp_path / "data/journals").iterdir())


def test_small_derived_values_hold_until_a_journal_changes(opened, entry):
    calls = []

    def build():
        calls.append(1)
        return {"count": len(calls)}

    store = opened().store
    add(store, entry())
    assert store.cached("today", build) == opened().store.cached("today", build) == {"count": 1}
    assert opened().store.peek("today") == {"count": 1}
    add(store, entry())
    assert opened().store.peek("today") is None
    assert opened().store.cached("today", build) == {"count": 2}
