"""What goes wrong around the store: damage, missing files, full disks, no permission, sync programs, clocks.

The whole campaign is in tests/torture; here is one fast sample of each kind.
"""

import errno
import json
import os
import shutil
from datetime import UTC, datetime, timedelta, timezone
from zlib import crc32

import pytest

from coach import writing
from coach.engine.ports import Put, Remove
from coach.errors import StoreBusy, StoreReadOnly, StoreUnwritable
from coach.store import lock as locks
from coach.store.lines import Op, encode_line
from coach.store.stamps import next_stamp


def keep(store, *docs, label="note added"):
    for doc in docs:
        store.commit([Put("entries", doc)], label=label)


def texts(store):
    return [doc["text"] for doc in store.all("entries")]


@pytest.fixture
def journal(tmp_path):
    """The only journal there is."""

    def find():
        (path,) = (tmp_path / "data/journals").iterdir()
        return path

    return find


def test_a_damaged_line_is_set_aside_and_named_and_the_rest_loads(opened, entry, journal, tmp_path):
    keep(opened().store, entry("One"), entry("Two"), entry("Three"))
    lines = journal().read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"Two", b"Tvo")
    journal().write_bytes(b"".join(lines))
    again = opened()
    assert texts(again.store) == ["One", "Three"]
    (notice,) = again.keeper.notices()
    assert "1 damaged line was set aside" in notice
    (kept,) = (tmp_path / "state/here/set-aside").iterdir()
    assert kept.read_bytes() == lines[1]
    assert "Two" not in notice


def test_damage_goes_on_being_named_until_it_is_taken_out_of_the_journal(opened, entry, journal, tmp_path):
    keep(opened().store, entry("One"), entry("Two"), entry("Three"))
    lines = journal().read_bytes().splitlines(keepends=True)
    journal().write_bytes(lines[0] + b"\xff\x00" + lines[1][2:] + lines[2])
    assert opened().keeper.notices() == []  # nothing was read yet
    again = opened()
    keep(again.store, entry("Four"))
    assert texts(again.store) == ["One", "Three", "Four"]
    levels = {finding.level for finding in again.keeper.check(fix=True) if finding.area == "journals"}
    assert levels == {"ok"}
    fixed = opened()
    assert texts(fixed.store) == ["One", "Three", "Four"]
    assert fixed.keeper.notices() == []
    assert len(list((tmp_path / "state/here/set-aside").iterdir())) == 1


@pytest.mark.parametrize("cut", [1, 17, 18, 60, -3, -2])
def test_a_torn_last_line_is_moved_aside_by_the_next_commit(opened, entry, journal, tmp_path, cut):
    keep(opened().store, entry("One"), entry("Two"))
    before = journal().read_bytes()
    last = before.rindex(b"\n", 0, -1) + 1
    torn = before[last:][:cut]
    journal().write_bytes(before[:last] + torn)
    again = opened()
    assert texts(again.store) == ["One"]
    assert "unfinished" in again.keeper.notices()[0]
    keep(again.store, entry("Three"))
    assert texts(opened().store) == ["One", "Three"]


def test_a_journal_whose_last_line_is_another_is_not_written_to(opened, entry, journal):
    """Same length, other words: someone else writes this file, so this machine no longer may."""
    keep(opened().store, entry("One"))
    line = journal().read_bytes()
    rest = line[18:-1].replace(b"One", b"Two")
    journal().write_bytes(b'{"sum":"%08x",%s\n' % (crc32(rest), rest))
    other = journal().read_bytes()
    assert len(other) == len(line)
    path = journal()
    keep(opened().store, entry("Three"))
    assert path.read_bytes() == other
    assert texts(opened().store) == ["Two", "Three"]


@pytest.mark.parametrize("noted", [True, False])
def test_a_last_line_without_its_line_end_is_whole(opened, entry, journal, tmp_path, noted):
    keep(opened().store, entry("One"))
    kept = (tmp_path / "state/here/writer.json").read_bytes()
    keep(opened().store, entry("Two"))
    journal().write_bytes(journal().read_bytes()[:-1])
    if not noted:
        (tmp_path / "state/here/writer.json").write_bytes(kept)
    again = opened()
    assert texts(again.store) == ["One", "Two"]
    keep(again.store, entry("Three"))
    assert texts(again.store) == texts(opened().store) == ["One", "Two", "Three"]
    assert len(list((tmp_path / "data/journals").iterdir())) == (2 if noted else 1)


def test_a_line_torn_by_a_killed_write_is_moved_aside_and_the_same_journal_goes_on(
    opened, entry, journal, tmp_path
):
    keep(opened().store, entry("One"))
    with journal().open("ab") as handle:
        handle.write(b'{"sum":"12345678","at":"half a li')
    again = opened()
    keep(again.store, entry("Two"))
    assert texts(again.store) == ["One", "Two"]
    assert journal().read_bytes().count(b"\n") == 2  # one journal, two whole lines
    (kept,) = (tmp_path / "state/here/set-aside").iterdir()
    assert kept.read_bytes() == b'{"sum":"12345678","at":"half a li'
    assert any("cut off" in notice for notice in again.keeper.notices())


def test_a_line_written_just_before_a_crash_counts(opened, entry, journal, tmp_path):
    """The journal is durable before writer.json knows of it (P1)."""
    keep(opened().store, entry("One"))
    kept = (tmp_path / "state/here/writer.json").read_bytes()
    keep(opened().store, entry("Two"))
    (tmp_path / "state/here/writer.json").write_bytes(kept)
    keep(opened().store, entry("Three"))
    assert texts(opened().store) == ["One", "Two", "Three"]
    journal()  # still one


@pytest.mark.parametrize("how", ["no file", "empty file", "no folder"])
def test_an_empty_store_where_one_was_is_no_fresh_start(opened, entry, journal, tmp_path, how):
    keep(opened().store, entry("One"))
    if how == "no folder":
        shutil.rmtree(tmp_path / "data")
    elif how == "no file":
        journal().unlink()
    else:
        journal().write_bytes(b"")
    before = sorted(tmp_path.rglob("*"))
    again = opened()
    with pytest.raises(StoreReadOnly, match="Nothing was written"):
        again.store.all("entries")
    with pytest.raises(StoreReadOnly, match="empty or gone"):
        keep(again.store, entry("Two"))
    assert "empty or gone" in again.keeper.notices()[0]
    assert next(iter(again.keeper.check())).level == "error"
    assert again.keeper.snapshot_if_due() is None
    assert sorted(tmp_path.rglob("*")) == before


def test_a_journal_that_is_gone_among_others_is_said_and_a_new_one_is_begun(opened, entry, tmp_path):
    keep(opened("there").store, entry("Theirs"))
    keep(opened().store, entry("Mine"))
    mine = opened().keeper
    assert (tmp_path / "data/journals").is_dir()
    name = json.loads((tmp_path / "state/here/writer.json").read_bytes())["writer"]
    (tmp_path / f"data/journals/{name}.jsonl").unlink()
    again = opened()
    keep(again.store, entry("More"))
    assert texts(again.store) == ["Theirs", "More"]
    assert any("is gone" in notice for notice in again.keeper.notices())
    assert mine.where()["data"] == tmp_path / "data"


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


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG])
def test_a_write_that_fails_says_so_and_leaves_no_trace(opened, entry, journal, monkeypatch, call, number):
    running = opened()
    keep(running.store, entry("One"))
    before = journal().read_bytes()

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    real = getattr(os, call)
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StoreUnwritable, match="is intact") as caught:
        keep(running.store, entry("Secret words"))
    monkeypatch.setattr(os, call, real)
    assert "Secret" not in str(caught.value)
    assert journal().read_bytes() == before
    keep(running.store, entry("Two"))
    assert texts(running.store) == texts(opened().store) == ["One", "Two"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_first_line_whose_journal_name_is_not_durable_is_taken_back(opened, entry, monkeypatch, number):
    """P3: what failed is not there, so keeping it again makes one; P2: the name is synced then."""
    running, real, synced = opened(), writing.sync_folder, []

    def refuse(path):
        if path.name == "journals":
            raise OSError(number, os.strerror(number))
        real(path)

    monkeypatch.setattr(writing, "sync_folder", refuse)
    with pytest.raises(StoreUnwritable):
        keep(running.store, entry("One"))
    monkeypatch.setattr(writing, "sync_folder", lambda path: (synced.append(path.name), real(path)))
    assert texts(opened().store) == []
    keep(running.store, entry("One"))
    assert "journals" in synced
    assert texts(running.store) == texts(opened().store) == ["One"]


def test_a_half_written_line_on_a_full_disk_is_taken_back(opened, entry, journal, monkeypatch):
    running = opened()
    keep(running.store, entry("One"))
    before, real = journal().read_bytes(), os.write

    def half(fd, data):
        monkeypatch.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        return real(fd, bytes(data)[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(StoreUnwritable):
        keep(running.store, entry("Two"))
    monkeypatch.setattr(os, "write", real)
    assert journal().read_bytes() == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_read_only_disk_is_said_and_reading_goes_on(opened, entry, monkeypatch, number):
    keep(opened().store, entry("One"))
    running, real = opened(), os.open

    def refuse(path, flags, *more, **named):
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert texts(running.store) == ["One"]
    with pytest.raises(StoreReadOnly, match="intact") as caught:
        keep(running.store, entry("Two"))
    assert not isinstance(caught.value, StoreUnwritable)


def test_a_folder_that_may_not_be_read_is_said(opened, entry, monkeypatch):
    """P4: one sentence from every door, and no traceback."""
    keep(opened().store, entry("One"))
    running, real = opened(), os.scandir

    def refuse(path):
        if str(path).endswith("journals"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    for door in (
        lambda: texts(running.store),
        running.store.signature,
        running.keeper.back_up,
        running.store.undo,
    ):
        with pytest.raises(StoreReadOnly, match="cannot be read"):
            door()
    assert "cannot be read" in running.keeper.notices()[0]
    assert [finding.level for finding in running.keeper.check()] == ["error"]


def test_a_lock_held_elsewhere_is_waited_for_and_then_named(opened, entry, tmp_path, monkeypatch):
    running = opened()
    keep(running.store, entry("One"))
    monkeypatch.setattr(locks, "WAIT", 0.05)
    with (
        locks.held(f"{tmp_path}/state/here/lock"),
        pytest.raises(StoreBusy, match=rf"process {os.getpid()}\).*Nothing was written"),
    ):
        keep(running.store, entry("Two"))
    assert texts(running.store) == ["One"]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS])
def test_a_disk_without_locks_gets_a_journal_for_each_process(opened, entry, tmp_path, monkeypatch, number):
    import fcntl

    keep(opened().store, entry("One"))

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    running = opened()
    keep(running.store, entry("Two"), entry("Three"))
    assert len(list((tmp_path / "data/journals").iterdir())) == 2
    assert sum("no file locks" in notice for notice in running.keeper.notices()) == 1
    assert running.store.undo().label == "note added"
    monkeypatch.undo()
    assert texts(opened().store) == ["One", "Two"]


def test_a_store_that_begins_on_a_disk_without_locks_works(opened, entry, monkeypatch):
    import fcntl

    def refuse(*_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    keep(opened().store, entry("One"))
    assert texts(opened().store) == ["One"]


def test_order_holds_wherever_the_clock_jumps(opened, entry, clock):
    times = [
        datetime(2026, 11, 22, 9, tzinfo=UTC),
        datetime(2025, 11, 22, 9, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 59, tzinfo=timezone(timedelta(hours=1))),
        datetime(2026, 3, 29, 3, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=-11))),
        datetime(1, 1, 1, tzinfo=UTC),
    ]
    docs = []
    for number, time in enumerate(times):
        clock.time = time
        docs.append(entry(f"Note {number}"))
        keep(opened().store, docs[-1])
    assert opened().store.all("entries") == docs
    history = opened().store.history()
    assert [done.at.replace(microsecond=0) for done in history] == [
        t.replace(microsecond=0) for t in reversed(times)
    ]
    assert [done.at.utcoffset() for done in history] == [t.utcoffset() for t in reversed(times)]


def test_an_edit_by_a_machine_whose_clock_is_behind_still_counts(opened, entry, clock):
    doc = entry("First")
    keep(opened("here").store, doc)
    there = opened("there").store
    assert texts(there) == ["First"]
    clock.move(days=-400)
    keep(there, doc | {"text": "After"})
    assert texts(opened("here").store) == ["After"]


def test_a_thousand_commits_in_one_millisecond_keep_their_order():
    stamp, now = "", datetime(2026, 11, 22, tzinfo=UTC)
    stamps = [stamp := next_stamp(now, stamp, "w" * 10) for _ in range(70_000)]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_are_0600_and_folders_0700_whatever_the_umask(opened, entry, tmp_path, umask):
    before = os.umask(umask)
    try:
        running = opened()
        keep(running.store, entry("One"), entry("Two"))
        running.store.commit([Remove("entries", running.store.ids("entries")[0])], label="x")
        running.store.empty_bin()
        running.store.cached("today", lambda: {"x": 1})
        running.drafts.save("capture", "Half a")
        running.keeper.back_up()
        running.keeper.snapshot_if_due()
        running.keeper.tidy()
        running.keeper.restore(running.keeper.backups()[0].path)
    finally:
        os.umask(before)
    made = [path for top in ("data", "state") for path in (tmp_path / top, *(tmp_path / top).rglob("*"))]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}


def test_looser_files_are_named_and_closed(opened, entry, journal):
    keep(opened().store, entry("One"))
    journal().chmod(0o644)
    assert "can be read by others" in _only(opened().keeper.check(), "permissions").message
    assert _only(opened().keeper.check(fix=True), "permissions").level == "ok"
    assert journal().stat().st_mode & 0o777 == 0o600


def _only(findings, area):
    (found,) = [finding for finding in findings if finding.area == area]
    return found
