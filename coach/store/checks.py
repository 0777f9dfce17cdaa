"""What `coach doctor` looks at in the store, and what it can put right."""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from coach import writing
from coach.engine.ports import Clock, Finding
from coach.errors import CoachError, StoreBusy
from coach.store import files, lock, wording
from coach.store.drafts import DraftFiles
from coach.store.folder import Folder
from coach.store.lines import SCHEMA
from coach.store.names import is_conflict_copy, journal_stats
from coach.store.schema import read_schema
from coach.store.stamps import moment_of

_LEFT_BEHIND = re.compile(rf"\..+\.[0-9a-f]{{8}}{re.escape(writing.TEMPORARY)}")
_STALE = 3600
"""Seconds after which a temporary file is no longer on its way."""


def permissions(data: Path, state: Path, *, fix: bool) -> Iterator[Finding]:
    """Files and folders that others can read (promise P40)."""
    loose = [path for path in _ours(data, state) if not path.is_symlink() and _state(path).st_mode & 0o077]
    if not loose:
        yield Finding("permissions", "ok", "Files and folders can be read by you alone.")
        return
    if not fix:
        message = (
            f"{_some(len(loose), 'file or folder', 'files or folders')} can be read by others: {loose[0]}"
        )
        yield Finding("permissions", "warning", message, "`coach doctor --fix` closes them.")
        return
    for path in loose:
        with contextlib.suppress(OSError):  # another owner's; named below
            path.chmod(files.FOLDER_MODE if path.is_dir() else writing.FILE_MODE)
    still = [path for path in loose if _state(path).st_mode & 0o077]
    if still:
        message = f"{still[0]} could not be closed: it belongs to someone else."
        yield Finding("permissions", "warning", message, "Its owner, or `sudo chmod go=`, can close it.")
    closed = len(loose) - len(still)
    if closed:
        yield Finding("permissions", "ok", f"{_some(closed, 'file or folder', 'files or folders')} closed.")


def _ours(data: Path, state: Path) -> Iterator[Path]:
    """The folders and what this program writes in them; a data folder may hold other things too."""
    journals = data / "journals"
    yield from (path for path in (data, data / "coach.json", journals, state) if path.exists())
    yield from (journals / name for name, _ in journal_stats(data))
    for folder, names, leaves in os.walk(state):
        yield from (Path(folder, name) for name in (*names, *leaves))


def journals(data: Path, folder: Folder, own: str | None, aside: Path) -> Iterator[Finding]:
    """The journals: how many, how large, whose; what is damaged, unfinished or a conflict copy."""
    try:
        found = journal_stats(data)
        merged = folder.merged
    except CoachError as error:
        yield Finding("journals", "error", error.message, error.hint)
        return
    size = sum(stat.st_size for _, stat in found)
    mine = f"; this machine writes {own}" if own else ""
    yield Finding("journals", "ok", f"{_some(len(found), 'journal', 'journals')}, {size // 1024} kB{mine}.")
    schema = max(read_schema(data), merged.top_schema)
    if schema > SCHEMA:
        yield Finding("journals", "warning", wording.newer(schema), wording.NEWER_HINT)
    for name, reason in folder.unreadable.items():
        yield Finding("journals", "error", wording.unreadable(name, reason), "Check its permissions.")
    for name in sorted({damage.file for damage in folder.damages if not damage.torn}):
        count = sum(1 for damage in folder.damages if damage.file == name and not damage.torn)
        hint = "`coach doctor --fix` takes them out of this machine's journal." if name == own else ""
        yield Finding("journals", "warning", wording.damaged(name, count, aside), hint)
    for name in sorted({damage.file for damage in folder.damages if damage.torn}):
        yield Finding("journals", "note", wording.unfinished(name))
    for name, _ in found:
        if is_conflict_copy(name):
            yield Finding("journals", "note", wording.conflict_copy(name), wording.CONFLICT_HINT)


def set_aside(aside: Path) -> Iterator[Finding]:
    """Damaged lines kept as files."""
    count = len(list(aside.iterdir())) if aside.is_dir() else 0
    if count:
        message = f"{_some(count, 'damaged line is', 'damaged lines are')} kept in {aside}."
        yield Finding("set aside", "note", message, "Open them to see what can be saved.")


def locking(state: Path) -> Iterator[Finding]:
    """Whether the lock can be had."""
    if not state.is_dir():
        yield Finding("lock", "ok", "Nothing was written on this machine yet.")
        return
    try:
        with lock.held(f"{state}/lock", wait=0):
            yield Finding("lock", "ok", "No other coach is writing.")
    except StoreBusy as error:
        yield Finding("lock", "note", error.message, error.hint)
    except lock.LocksUnavailable:
        yield Finding("lock", "warning", wording.NO_LOCKS, "Choose a state folder on a local disk.")
    except OSError as error:
        reason = (error.strerror or "no access").lower()
        yield Finding("lock", "error", f"The lock cannot be opened ({reason}): nothing can be saved here.")


def left_drafts(drafts: DraftFiles, folder: Path) -> Iterator[Finding]:
    """Typed text that no running coach holds."""
    count = len(drafts.left_over())
    if count:
        message = f"{_some(count, 'draft', 'drafts')} left by a coach that was closed or ended."
        yield Finding("drafts", "note", message, "Start `coach`: it offers them.")
    bad = drafts.unreadable()
    if bad:
        message = f"{_some(len(bad), 'draft file', 'draft files')} in {folder} cannot be read."
        yield Finding("drafts", "warning", message, f"Open {bad[0].name} to see what can be saved.")


def clock_and_order(folder: Folder, clock: Clock) -> Iterator[Finding]:
    """Whether the clock stands before what was already written (promise P14)."""
    newest = folder.merged.newest
    if newest and moment_of(newest) > clock.now() + timedelta(days=1):
        when = f"{moment_of(newest):%d %b %Y}"
        yield Finding("clock", "warning", wording.clock(when), "Check the date of this computer.")


def left_behind(data: Path, state: Path, *, fix: bool) -> Iterator[Finding]:
    """Temporary files of writes that a crash cut off. What they were to replace is whole."""
    places = [data, data / "journals", state, state / "drafts", state / "cache", state / "backups"]
    found = [path for place in places if place.is_dir() for path in place.iterdir()]
    old = time.time() - _STALE
    stale = [path for path in found if _LEFT_BEHIND.fullmatch(path.name) and 0 < _state(path).st_mtime < old]
    if not stale:
        return
    what = _some(len(stale), "temporary file", "temporary files")
    if not fix:
        yield Finding("journals", "note", f"{what} left by a crash.", "`coach doctor --fix` removes them.")
        return
    for path in stale:
        with contextlib.suppress(OSError):  # another owner's; it does no harm
            path.unlink()
    yield Finding("journals", "ok", f"{what} left by a crash removed.")


def _state(path: Path) -> os.stat_result:
    """The state of a file; all zero for one that a running coach has just replaced."""
    try:
        return path.lstat()
    except OSError:
        return os.stat_result((0,) * 10)


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
