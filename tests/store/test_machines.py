"""Several machines and sync programs in one folder: nobody writes another's journal, and all of it merges
(promises P7, P9, P12, P13). The whole campaign is in tests/torture.
"""

import os
import shutil
from datetime import UTC, datetime

import pytest

from coach.engine.ports import Remove
from coach.errors import StoreReadOnly
from coach.store.lines import Op, encode_line
from coach.store.stamps import next_stamp
from tests.store.helpers import keep, texts


def test_a_copied_home_writes_a_journal_of_its_own(opened, entry, clock, tmp_path):
    keep(opened().store, entry("One"))
    shutil.copytree(tmp_path / "state/here", tmp_path / "state/copy")
    keep(opened("copy").store, entry("On the copy"))
    clock.move(seconds=1)
    keep(opened().store, entry("On the first"))
    assert len(list((tmp_path / "data/journals").iterdir())) == 2
    assert texts(opened().store) == ["One", "On the copy", "On the first"]
    assert [done.label for done in opened("copy").store.history()] == ["note added"]


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"{}", b'{"writer": 3}', b'{"writer":"a/../b"}', b"\0" * 1024]
)
def test_a_damaged_identity_means_a_new_journal(opened, entry, tmp_path, content):
    keep(opened().store, entry("One"))
    (tmp_path / "state/here/writer.json").write_bytes(content)
    keep(opened().store, entry("Two"))
    assert texts(opened().store) == ["One", "Two"]
    assert len(list((tmp_path / "data/journals").iterdir())) == 2


def test_an_older_journal_brought_back_by_a_sync_program_is_not_written_to(opened, entry, journal):
    keep(opened().store, entry("One"))
    path = journal()
    old = path.read_bytes()
    running = opened()
    keep(running.store, entry("Two"))
    path.write_bytes(old)
    keep(running.store, entry("Three"))
    assert path.read_bytes() == old
    assert texts(opened().store) == ["One", "Three"]
    assert any("Another program changed" in notice for notice in running.keeper.notices())


def test_a_file_replaced_by_rename_is_read_anew_and_never_written_blind(opened, entry, tmp_path):
    keep(opened("there").store, entry("Theirs"))
    running = opened()
    assert texts(running.store) == ["Theirs"]
    keep(opened("there").store, entry("Theirs too"))
    (theirs,) = (tmp_path / "data/journals").iterdir()
    (tmp_path / "new").write_bytes(theirs.read_bytes())
    (tmp_path / "new").replace(theirs)
    assert running.store.refresh() is True
    assert running.store.refresh() is False
    assert texts(running.store) == ["Theirs", "Theirs too"]


def test_the_own_journal_replaced_by_rename_keeps_taking_lines(opened, entry, journal, tmp_path):
    running = opened()
    keep(running.store, entry("One"))
    shutil.copy(journal(), tmp_path / "new")
    (tmp_path / "new").replace(journal())
    keep(running.store, entry("Two"))
    assert texts(opened().store) == ["One", "Two"]


def test_a_journal_replaced_while_a_line_is_written_does_not_swallow_it(
    opened, entry, journal, tmp_path, monkeypatch
):
    """The line would go to a file that has no name any more."""
    running = opened()
    keep(running.store, entry("One"))
    path, real = journal(), os.fsync

    def replaced_first(fd):
        monkeypatch.setattr(os, "fsync", real)
        shutil.copy(tmp_path / "old", tmp_path / "new")
        (tmp_path / "new").replace(path)
        real(fd)

    shutil.copy(path, tmp_path / "old")
    monkeypatch.setattr(os, "fsync", replaced_first)
    keep(running.store, entry("Two"))
    assert texts(opened().store) == ["One", "Two"]


@pytest.mark.parametrize(
    "name",
    [
        "{}.sync-conflict-20261122-093000-ABCDEFG.jsonl",
        "{} (conflicted copy 2026-11-22 093000).jsonl",
        "{} (Mina's conflicted copy 2026-11-22).jsonl",
        "{} 2.jsonl",
        "{}.jsonl.sync-conflict-20261122-093000-ABCDEFG",
    ],
)
def test_a_conflict_copy_is_read_as_a_journal_listed_and_left_alone(opened, entry, journal, name):
    first, second = entry("One"), entry("Two")
    keep(opened().store, first)
    shared = journal().read_bytes()
    keep(opened().store, second)
    copy = journal().with_name(name.format(journal().stem))
    at = next_stamp(datetime(2026, 11, 22, 10, tzinfo=UTC), "", "0therwriter")
    extra = encode_line(
        at, "2026-11-22T10:00:00+00:00", "note added", [Op("entries", "x", b'{"id":"x","text":"Third"}')]
    )
    copy.write_bytes(shared + extra)
    again = opened()
    assert texts(again.store) == ["One", "Two", "Third"]
    assert len(again.store.versions("entries", first["id"])) == 1
    assert any(copy.name in finding.message for finding in again.keeper.check(fix=True))
    assert copy.read_bytes() == shared + extra


def test_half_copied_files_are_not_read(opened, entry, tmp_path):
    keep(opened().store, entry("One"))
    for name in (".syncthing.x.jsonl.tmp", "~x.jsonl", "x.jsonl.tmp", "notes.txt"):
        (tmp_path / "data/journals" / name).write_bytes(b"not a journal\n")
    again = opened()
    assert texts(again.store) == ["One"]
    assert again.keeper.notices() == []


def test_a_linked_folder_and_a_linked_journal_stay_links(opened, entry, journal, tmp_path):
    keep(opened().store, entry("One"))
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    (tmp_path / "data").symlink_to(tmp_path / "elsewhere")
    path = journal()
    path.rename(tmp_path / "a journal")
    path.symlink_to(tmp_path / "a journal")
    again = opened()
    keep(again.store, entry("Two"))
    again.store.commit([Remove("entries", again.store.ids("entries")[0])], label="put away")
    again.store.empty_bin()
    assert again.keeper.tidy() > 0
    assert texts(opened().store) == ["Two"]
    assert path.is_symlink()
    assert (tmp_path / "data").is_symlink()


def test_two_machines_merge_and_a_change_that_lost_stays_readable(opened, entry, clock):
    doc = entry("First")
    keep(opened("here").store, doc)
    there = opened("there").store
    assert texts(there) == ["First"]
    here = opened("here").store
    here.ids("entries")
    clock.move(minutes=1)
    keep(here, doc | {"text": "Here"})
    clock.move(minutes=1)
    keep(there, doc | {"text": "There"})  # has not seen the other change, as after a day without network
    for machine in ("here", "there"):
        store = opened(machine).store
        assert texts(store) == ["There"]
        versions = store.versions("entries", doc["id"])
        assert [version.doc["text"] for version in versions] == ["There", "Here", "First"]
        assert [version.current for version in versions] == [True, False, False]


def test_undo_leaves_what_another_machine_changed_since(opened, entry, clock):
    doc = entry("First")
    here, there = opened("here").store, opened("there").store
    keep(here, doc)
    clock.move(minutes=1)
    keep(there, doc | {"text": "There"})
    assert here.refresh()
    assert here.undo().touched == ()
    assert texts(here) == ["There"]


def test_a_removed_document_that_was_edited_later_elsewhere_lives(opened, entry, clock):
    doc = entry("First")
    here, there = opened("here").store, opened("there").store
    keep(here, doc)
    assert texts(there) == ["First"]
    clock.move(minutes=1)
    here.commit([Remove("entries", doc["id"])], label="put away")
    here.empty_bin()
    clock.move(minutes=1)
    keep(there, doc | {"text": "Written on"})
    assert here.refresh()
    assert texts(here) == texts(there) == ["Written on"]


def test_ids_that_look_alike_are_different_documents(opened):
    """P9: '01' and '1' stay apart, and so do upper and lower case."""
    store = opened().store
    docs = [
        {"id": "1", "text": "a"},
        {"id": "01", "text": "b"},
        {"id": "A", "text": "c"},
        {"id": "a", "text": "d"},
    ]
    keep(store, *docs)
    assert opened().store.all("entries") == docs


def test_a_newer_schema_opens_for_reading_only(opened, entry, tmp_path):
    keep(opened().store, entry("One"))
    (tmp_path / "data/coach.json").write_text('{"schema": 99, "more": [1]}')
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.json*")}
    again = opened()
    assert texts(again.store) == ["One"]
    assert again.keeper.tidy() == 0
    for attempt in (lambda: keep(again.store, entry("Two")), again.store.undo):
        with pytest.raises(StoreReadOnly, match="newer coach"):
            attempt()
    assert any("newer coach" in notice for notice in again.keeper.notices())
    assert {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.json*")} == before


def test_a_newer_line_of_another_machine_makes_the_store_read_only(opened, entry, tmp_path, monkeypatch):
    keep(opened().store, entry("One"))
    monkeypatch.setattr("coach.store.lines.SCHEMA", 99)
    at = next_stamp(datetime(2027, 1, 1, tzinfo=UTC), "", "0therwriter")
    line = encode_line(
        at, "2027-01-01T00:00:00+00:00", "x", [Op("entries", "n", b'{"id":"n","text":"New","odd":{}}')]
    )
    (tmp_path / "data/journals/0therwrite.jsonl").write_bytes(line)
    monkeypatch.undo()
    again = opened()
    assert texts(again.store) == ["One", "New"]
    with pytest.raises(StoreReadOnly, match="newer coach"):
        keep(again.store, entry("Two"))


def test_unknown_fields_and_tables_survive_an_edit_and_compaction(opened, entry, journal, clock):
    doc = entry("One", later={"nested": [1, {"deep": None}]}, other=1.5)
    store = opened().store
    keep(store, doc)
    at = next_stamp(clock.now(), "", journal().stem)
    line = encode_line(
        at.replace("-0000-", "-0009-"),
        "2026-11-22T09:00:00+00:00",
        "x",
        [
            Op("gadgets", "g", b'{"id":"g","k":1}'),
            Op("entries", doc["id"], b'{"id":"%s","text":"x"}' % doc["id"].encode()),
        ],
        extra=[("mood", {"of": "later"})],
    )
    with journal().open("ab") as handle:
        handle.write(line)
    keep(opened().store, doc | {"text": "Two"})
    assert opened().store.get("entries", doc["id"]) == doc | {"text": "Two"}
    many = opened()
    for number in range(60):
        keep(many.store, doc | {"text": str(number)})
    for _ in range(120):
        clock.move(days=1)
        keep(many.store, entry("A day"))
    assert opened().keeper.tidy() > 0
    assert b'"mood":{"of":"later"}' in journal().read_bytes()
    assert opened().store.get("gadgets", "g") == {"id": "g", "k": 1}
