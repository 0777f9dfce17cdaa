"""Writes this machine's journal: one commit is one line, one write, one fsync, under the lock.

Before it writes, it makes sure that the journal is still the one this machine left: after that, no other
writer can be in this file. Where it is not (copied home, restored backup, a sync engine brought back an old
file), a new writer id is taken: a new journal is harmless, two writers of one file are not.
"""

import contextlib
import os
import stat as stat_module
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from coach import writing
from coach.engine.ports import Clock
from coach.errors import StoreReadOnly, StoreUnwritable
from coach.store import files, identity, lock, wording
from coach.store.ending import brought_up
from coach.store.identity import Identity
from coach.store.lines import SCHEMA
from coach.store.names import journal_stats
from coach.store.schema import read_schema, write_schema
from coach.store.stamps import next_stamp

_TRIES = 3
"""How often a commit is written again when a sync engine replaces the journal at that very moment."""


class Written(NamedTuple):
    """A line that is durable."""

    name: str
    """The journal's file name."""
    line: bytes
    stat: os.stat_result
    """Of the journal after the line."""


class _Journal(NamedTuple):
    """The own journal, checked, open for one append."""

    own: Identity
    fd: int
    size: int
    new: bool
    """Whether its name may not be durable yet: no line in it was ever reported as kept."""


class Pen:
    """The only writer of this machine's journal."""

    def __init__(self, data: Path, state: Path, clock: Clock, say: Callable[[str], None]) -> None:
        """Remember the places; nothing is read or made before the first commit.

        Args:
            data: the data folder.
            state: this machine's state for it.
            clock: for the real time.
            say: takes a sentence for the person, e.g. that a new journal was begun.
        """
        self._data = data
        self._state = state
        self._journals = f"{data}/journals"
        self._aside = state / "set-aside"
        self._clock = clock
        self._say = say
        self._alone: Identity | None = None
        self._kept: tuple[bytes, Identity] | None = None
        self._held: Identity | None = None
        self._depth = 0
        self._schema_seen: tuple[int, int, int] | None = None

    @cached_property
    def _machine(self) -> str:
        return identity.machine_id()

    def _own(self) -> Identity | None:
        """Who this machine is; None where nothing is kept, it is damaged, or it came here from elsewhere."""
        if self._alone is not None:
            return self._alone
        raw = identity.read_raw(self._state)
        if self._kept is None or self._kept[0] != raw:
            own = identity.parse(raw)
            if own is None or own.machine != self._machine:
                return None
            self._kept = (raw, own)
        own = self._kept[1]
        return own if own.inode == os.stat(self._state).st_ino else None  # noqa: PTH116  # twice as fast, at each save

    def place(self) -> tuple[str, int] | None:
        """Under the lock: this machine's journal and its length when last written; None before that."""
        return (_name(self._held), self._held.length) if self._held else None

    def journal(self) -> str | None:
        """File name of this machine's journal; None where it has none yet."""
        own = self._own()
        return _name(own) if own else None

    def mine(self) -> frozenset[str]:
        """All writer ids this machine has or had here: whose changes `undo` may reverse."""
        own = self._own()
        ids = (own.writer, *own.former) if own else ()
        return frozenset(ids)

    def refuse_if_missing(self) -> None:
        """Raise StoreReadOnly where this machine kept something and nothing is there now (promise P6)."""
        refuse_if_missing(self._data, identity.read_kept(self._state))

    @contextlib.contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock; may be nested. Raises StoreBusy, or StoreReadOnly where STATE cannot be written."""
        if self._depth:
            yield
            return
        with contextlib.ExitStack() as stack:
            with files.translated("The change", wording.KEPT):
                try:
                    self._lock(stack)
                except FileNotFoundError:
                    files.make_folder(self._state)
                    self._lock(stack)
            self._held = self._own()
            self._depth = 1
            try:
                yield
            finally:
                self._depth = 0

    def _lock(self, stack: contextlib.ExitStack) -> None:
        try:
            stack.enter_context(lock.held(f"{self._state}/lock"))
        except lock.LocksUnavailable:
            self._go_alone()

    def _go_alone(self) -> None:
        """No locks on this disk: a journal of this process's own needs none (promise P11)."""
        if self._alone is None:
            kept = identity.read_kept(self._state)
            self._alone = identity.fresh_identity(self._state, seen=kept is not None and kept.seen)
            self._say(wording.NO_LOCKS)

    def append(self, newest: Callable[[bool], str], build: Callable[[str, str], bytes]) -> Written:
        """Make one line durable. The lock must be held.

        Args:
            newest: gives the latest stamp known; with True, after reading all journals if need be.
            build: makes the line from its stamp and the wall clock's time.

        Raises:
            StoreReadOnly, StoreUnwritable: nothing counts of what was written.
        """
        with files.translated("The change", wording.KEPT):
            self._check_schema()
            for _ in range(_TRIES):
                written = self._append_once(newest, build)
                if written is not None:
                    return written
        raise StoreUnwritable(wording.JOURNAL_MOVES, hint=wording.JOURNAL_MOVES_HINT)

    def _check_schema(self) -> None:
        """Raise StoreReadOnly where a later version of the program wrote here (promise P7)."""
        try:
            stat = os.stat(f"{self._data}/coach.json")  # noqa: PTH116  # a plain text path, at each save
        except FileNotFoundError:
            return
        seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if seen == self._schema_seen:
            return
        found = read_schema(self._data)
        if found > SCHEMA:
            raise StoreReadOnly(wording.newer(found), hint=wording.NEWER_HINT)
        self._schema_seen = seen

    def _append_once(
        self, newest: Callable[[bool], str], build: Callable[[str, str], bytes]
    ) -> Written | None:
        journal = self._open_journal()
        try:
            own, fd = journal.own, journal.fd
            now = self._clock.now()
            # A new identity knows no stamp yet, and the clock may stand before those in the journals.
            at = next_stamp(now, max(own.at, newest(not own.at)), own.writer)
            line = build(at, _wall_clock(now))
            try:
                writing.write_all(fd, line)
                writing.sync(fd)
                if journal.new:
                    writing.sync_folder(Path(self._journals))
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(fd, journal.size)
                    writing.sync(fd)
                raise
            path = f"{self._journals}/{_name(own)}"
            stat = os.fstat(fd)
            if not _is_at(stat, path):
                self._renew(own)
                return None
        finally:
            os.close(journal.fd)
        length = journal.size + len(line)
        self._keep(
            own._replace(length=length, last=journal.size, sum=line[8:16].decode("ascii"), at=at, seen=True)
        )
        return Written(_name(own), line, stat)

    def rewrite(self, change: Callable[[str, bytes], bytes]) -> int:
        """Put shorter content in place of this machine's journal; how many bytes that freed. Needs the lock.

        Args:
            change: gets name and content of the journal and gives the new content.

        Raises:
            StoreReadOnly, StoreUnwritable: the journal is as it was.
        """
        if self._held is None or not Path(self._journals, _name(self._held)).exists():
            return 0
        with files.translated("The journal", wording.KEPT):
            self._check_schema()
            journal = self._open_journal()
            try:
                own = journal.own
                path = Path(self._journals) / _name(own)
                before = os.pread(journal.fd, journal.size, 0)
                after = change(path.name, before)
                if after in {before, b""} or not _is_at(os.fstat(journal.fd), str(path)):
                    return 0
            finally:
                os.close(journal.fd)
            writing.replace(path, after)
            last = after.rfind(b"\n", 0, len(after) - 1) + 1
            kept = after[last + 8 : last + 16].decode("ascii")
            self._keep(own._replace(length=len(after), last=last, sum=kept))
        return len(before) - len(after)

    def _keep(self, own: Identity) -> None:
        self._held = own
        if self._alone is not None:
            self._alone = own
            return
        with contextlib.suppress(OSError):  # the line is durable; the next commit finds it by itself
            self._kept = (identity.write_identity(self._state, own), own)

    def _renew(self, own: Identity) -> Identity:
        own = own.renewed()
        self._held = own
        if self._alone is not None:
            self._alone = own
        else:
            identity.write_identity(self._state, own)
        return own

    def _open_journal(self) -> _Journal:
        """This machine's journal, checked against what was kept of it; a new one where they disagree."""
        own = self._held
        if own is None:
            kept = identity.read_kept(self._state)
            refuse_if_missing(self._data, kept)
            own = identity.fresh_identity(self._state, seen=kept is not None and kept.seen)
            identity.write_identity(self._state, own)
            self._held = own
        try:
            fd = os.open(f"{self._journals}/{_name(own)}", os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        except FileNotFoundError:
            refuse_if_missing(self._data, own)
            if own.length:
                self._say(wording.journal_gone(_name(own)))
                own = self._renew(own)
            return self._begin(own)
        try:
            checked = brought_up(own, fd, self._aside, self._say)
            if checked is not None:
                return _Journal(checked, fd, checked.length, new=not own.length)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
        refuse_if_missing(self._data, own)
        self._say(wording.journal_changed(_name(own)))
        return self._begin(self._renew(own))

    def _begin(self, own: Identity) -> _Journal:
        files.make_folder(Path(self._journals))
        write_schema(self._data)
        fd = files.open_private(f"{self._journals}/{_name(own)}", os.O_RDWR | os.O_APPEND | os.O_CREAT)
        return _Journal(own, fd, os.fstat(fd).st_size, new=True)


def _name(own: Identity) -> str:
    return f"{own.writer}.jsonl"


def _wall_clock(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _is_at(stat: os.stat_result, path: str) -> bool:
    """Whether the open file is still the one at that path (promise P12)."""
    try:
        there = os.stat(path)  # noqa: PTH116  # a plain text path, at each save
    except OSError:
        return False
    return (there.st_ino, there.st_dev) == (stat.st_ino, stat.st_dev) and stat_module.S_ISREG(there.st_mode)


def refuse_if_missing(data: Path, own: Identity | None) -> None:
    """Raise StoreReadOnly where this machine kept something in `data` and nothing is there (promise P6)."""
    if is_missing(data, own):
        raise StoreReadOnly(wording.missing(data), hint=wording.MISSING_HINT)


def is_missing(data: Path, own: Identity | None) -> bool:
    """Whether a store that was there is gone or empty."""
    return own is not None and own.seen and not any(stat.st_size for _, stat in journal_stats(data))
