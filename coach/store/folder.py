"""All journals of a data folder, read and merged, and kept up to date as other processes and machines write.

Reads only; `pen.py` writes. Damaged lines are copied aside on this machine before anything else happens to
them.
"""

import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

from coach.store.damage import Damage, put_aside
from coach.store.merge import Merged
from coach.store.names import journal_files, journal_stats


class Known(NamedTuple):
    """How far a journal was read."""

    inode: int
    size: int
    mtime: int
    read: int
    """Offset behind the last whole line."""
    last: bytes
    """The last bytes before that offset: whether what was read is still what the file holds."""


class Folder:
    """The journals of one data folder as one merged view."""

    def __init__(self, data: Path, aside: Path) -> None:
        """Remember the places; nothing is read before it is needed.

        Args:
            data: the data folder.
            aside: this machine's folder for damaged lines.
        """
        self._data = data
        self._aside = aside
        self._merged: Merged | None = None
        self._known: dict[str, Known] = {}
        self._frozen = False
        self.damages: list[Damage] = []
        """Lines that could not be read, in the order of files and offsets."""
        self.unreadable: dict[str, str] = {}
        """Journals that could not be opened, with the reason."""

    @property
    def loaded(self) -> bool:
        """Whether the journals were read."""
        return self._merged is not None

    @property
    def merged(self) -> Merged:
        """The merged view; read now if it was not."""
        if self._merged is None:
            self._load()
        assert self._merged is not None
        return self._merged

    def forget(self) -> None:
        """Drop what was read; the next use reads again."""
        if self._frozen:
            gc.unfreeze()
            self._frozen = False
        self._merged = None
        self._known = {}

    def signature(self) -> str:
        """Short text that changes whenever a journal does. Costs one look at the folder, reads nothing."""
        stats = journal_stats(self._data)
        seen = [(name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
        return f"{crc32(repr(seen).encode()):08x}-{sum(stat.st_size for _, stat in stats)}"

    def _load(self) -> None:
        merged = Merged()
        self._known, self.damages, self.unreadable = {}, [], {}
        with _no_collector():
            for entry in journal_files(self._data):
                self._read(entry.name, merged, None)
            self._frozen = any(known.read > _LARGE for known in self._known.values())
            if self._frozen:  # they stay: a pass of the collector over 10 000 sessions takes 26 ms
                gc.freeze()
        self._merged = merged
        self._set_aside()

    def _read(self, name: str, merged: Merged, known: Known | None) -> bool:
        """Read one journal, or the part behind what is known of it; True when a commit was new."""
        from coach.store.reading import Commit, read_commits

        changed = False
        try:
            with (self._data / "journals" / name).open("rb") as handle:
                offset = known.read if known else 0
                last = known.last if known else b""
                handle.seek(offset)
                # Before reading: what is appended meanwhile must look new to the next `refresh`.
                stat = os.fstat(handle.fileno())
                for end, found in read_commits(handle, name, offset):
                    if isinstance(found, Commit):
                        changed = merged.take(found) or changed
                    else:
                        self.damages.append(found)
                        if found.torn:
                            continue
                    offset = end
                    last = b""
                if not last:
                    last = _bytes_before(handle, offset)
        except OSError as error:
            self.unreadable[name] = (error.strerror or "cannot be read").lower()
            return changed
        self._known[name] = Known(stat.st_ino, stat.st_size, stat.st_mtime_ns, offset, last)
        self.unreadable.pop(name, None)
        return changed

    def refresh(self, only: str | None = None) -> bool:
        """Take in what was written since; True when anything changed. Does nothing before the first read.

        Args:
            only: look at this journal alone; used under the lock, where only its own journal matters.
        """
        merged = self._merged
        if merged is None:
            return False
        names = (
            [only] if only else sorted({entry.name for entry in journal_files(self._data)} | set(self._known))
        )
        changed = False
        for name in names:
            known = self._known.get(name)
            try:
                stat = (self._data / "journals" / name).stat()
            except OSError:
                if known is None:
                    continue
                self.forget()
                return True
            if known and (known.inode, known.size, known.mtime) == (
                stat.st_ino,
                stat.st_size,
                stat.st_mtime_ns,
            ):
                continue
            if known and not self._goes_on(name, known):
                self.forget()
                return True
            self.damages = [damage for damage in self.damages if damage.file != name or not damage.torn]
            changed = self._read(name, merged, known) or changed
        if changed:
            self._set_aside()
        return changed

    def _goes_on(self, name: str, known: Known) -> bool:
        """Whether the journal still begins with what was read of it."""
        try:
            with (self._data / "journals" / name).open("rb") as handle:
                return _bytes_before(handle, known.read) == known.last
        except OSError:
            return False

    def read_to(self, name: str) -> int:
        """How many bytes of a journal were read."""
        known = self._known.get(name)
        return known.read if known else 0

    def took(self, name: str, line: bytes, stat: os.stat_result) -> None:
        """Take in a line this process has just appended to its journal."""
        merged = self._merged
        if merged is None:
            return
        if self.read_to(name) != stat.st_size - len(line):
            self.refresh(name)
            return
        from coach.store.reading import Commit, parse

        found = parse(line, name, stat.st_size - len(line))
        assert isinstance(found, Commit)
        merged.take(found)
        tail = line[-_TAIL:]
        if name in self._known and len(tail) < _TAIL:
            tail = (self._known[name].last + tail)[-_TAIL:]
        self._known[name] = Known(stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_size, tail)

    def _set_aside(self) -> None:
        """Copy damaged lines to the aside folder, once each (promise P5).

        The unfinished end of a file is left alone, as it may still be on its way. In this machine's own
        journal the next commit moves it.
        """
        for damage in self.damages:
            if not damage.torn:
                with contextlib.suppress(OSError):  # read-only: the line stays in the journal, and is named
                    put_aside(self._aside, damage)


_TAIL = 64
_LARGE = 4_000_000
"""Bytes of a journal from which on its records are worth keeping from the collector."""


def _bytes_before(handle: BinaryIO, offset: int) -> bytes:
    start = max(0, offset - _TAIL)
    return os.pread(handle.fileno(), offset - start, start)


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Loading makes many small objects that all stay: looking for garbage among them doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
