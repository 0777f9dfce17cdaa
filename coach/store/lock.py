"""One writer at a time on this machine: a lock on a file in the state folder (promises P10, P11).

The lock is `flock`, the call the library `filelock` makes on Linux and macOS, made here directly: the
library costs 55 ms of start-up and 80 µs for each save, a third of the fsync it protects. Where there is no
`fcntl`, it is used.
"""

import contextlib
import errno
import os
import time
from collections.abc import Iterator

from coach import writing
from coach.errors import StoreBusy
from coach.store import files

WAIT = 5.0
"""Seconds to wait for another coach."""
_POLL = 0.005
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class LocksUnavailable(Exception):  # names a state of the disk, and never leaves the store
    """The disk knows no locks; the caller must write where nobody else does."""


@contextlib.contextmanager
def held(path: str, wait: float | None = None) -> Iterator[None]:
    """Hold the lock at `path`, waiting for it at most `wait` seconds, or `WAIT`.

    Raises:
        StoreBusy: another process held it all the while; names its pid.
        LocksUnavailable: the disk knows no locks.
        OSError: the lock file cannot be opened.
    """
    wait = WAIT if wait is None else wait
    try:
        import fcntl
    except ImportError:  # Windows; not tested
        with _held_by_library(path, wait):
            yield
        return
    fd = files.open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    raise LocksUnavailable from error
                if error.errno not in {errno.EAGAIN, errno.EACCES}:
                    raise
                if time.monotonic() >= deadline:
                    raise _busy(holder(fd), wait) from error
                time.sleep(_POLL)
        with contextlib.suppress(OSError):  # a full disk must not keep anyone out: the pid is only a help
            pid = b"%-10d\n" % os.getpid()
            if os.pread(fd, 11, 0) != pid:
                os.pwrite(fd, pid, 0)
        yield
    finally:
        os.close(fd)


def holder(fd: int) -> int | None:
    """The process that took the lock last, as it wrote itself into the lock file."""
    try:
        return int(os.pread(fd, 11, 0))
    except (OSError, ValueError):
        return None


def _busy(pid: int | None, wait: float) -> StoreBusy:
    who = f"Another coach (process {pid})" if pid else "Another coach"
    since = f"has been writing for {wait:g} seconds" if wait else "is writing just now"
    return StoreBusy(
        f"{who} {since}. Nothing was written.",
        hint="Try again; if that process hangs, end it.",
    )


@contextlib.contextmanager
def _held_by_library(path: str, wait: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(path, timeout=wait, mode=writing.FILE_MODE):
            yield
    except Timeout as error:
        raise _busy(None, wait) from error
