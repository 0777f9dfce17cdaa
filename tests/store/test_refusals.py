"""A disk that is full, read-only or without locks, and another coach that is writing: said, and nothing half
kept (promises P3, P10, P11). The whole campaign is in tests/torture.
"""

import errno
import os

import pytest

from coach import writing
from coach.errors import StoreBusy, StoreReadOnly, StoreUnwritable
from coach.store import lock as locks
from tests.store.helpers import keep, texts


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
