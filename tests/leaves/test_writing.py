"""Files that survive a crash and that nobody else can read (promises P2, P13, P40)."""

import errno
import fcntl
import os
import sys
from pathlib import Path

import pytest

from coach import writing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "here"
    made.mkdir()
    return made


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_p40_a_file_is_replaced_whole_and_is_its_owners_alone(folder: Path) -> None:
    target = folder / "a.txt"
    target.write_bytes(b"old")
    before = os.umask(0)
    try:
        writing.replace(target, b"new")
    finally:
        os.umask(before)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert names(folder) == {"a.txt"}


def test_p13_a_link_stays_a_link_and_its_target_changes(folder: Path) -> None:
    target, link = folder / "far" / "a.txt", folder / "a.txt"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    writing.replace(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_new_file_never_goes_over_one_that_is_there(folder: Path) -> None:
    target = folder / "a.txt"
    writing.create(target, b"first")
    for there in (target, folder / "dangling"):
        (folder / "dangling").unlink(missing_ok=True)
        (folder / "dangling").symlink_to(folder / "nowhere")
        with pytest.raises(FileExistsError):
            writing.create(there, b"second")
    assert target.read_bytes() == b"first"
    assert names(folder) == {"a.txt", "dangling"}


def test_a_name_taken_at_the_last_moment_is_left_to_who_took_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, real = folder / "a.txt", os.link

    def late(spare: Path, name: Path) -> None:
        name.write_bytes(b"theirs")
        real(spare, name)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(FileExistsError):
        writing.create(target, b"mine")
    assert target.read_bytes() == b"theirs"
    assert names(folder) == {"a.txt"}


def test_a_disk_without_hard_links_takes_a_new_file_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
    writing.create(folder / "a.txt", b"new")
    assert (folder / "a.txt").read_bytes() == b"new"
    assert names(folder) == {"a.txt"}


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_p2_a_failure_leaves_what_was_there_and_no_half_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = folder / "a.txt"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match="full"):
        writing.replace(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert names(folder) == {"a.txt"}


@pytest.mark.parametrize("known", [True, False])
def test_p2_on_macos_the_drives_own_cache_is_written_out_where_the_disk_can(
    folder: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    called: list[object] = []

    def full(_: int, what: int) -> int:
        called.append(what)
        if not known:
            raise OSError(errno.ENOTSUP, "not on this disk")
        return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda _: called.append("fsync"))
    with (folder / "a.txt").open("wb") as file:
        writing.sync(file.fileno())
    assert called == ([51] if known else [51, "fsync"])
