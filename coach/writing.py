"""Writes files that survive a crash and that nobody else can read (promises P2, P40). A leaf: knows no room.

Every file is 0600, whatever the umask. It is written beside its place, flushed to disk, and then given its
name, so that a crash leaves the old content or the new, never half of one. Links are followed: the target
changes, the link stays (promise P13).
"""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

FILE_MODE = 0o600
TEMPORARY = ".tmp"
"""Ending of files on their way; left behind only by a crash, and never read."""


def replace(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` in place of the file at `path`, whole or not at all.

    Args:
        path: the file; a link is followed.
        data: its new content.
        durable: False for what may be rebuilt: then neither file nor folder is synced.

    Raises:
        OSError: nothing was changed and the temporary file is gone.
    """
    # One os-level call, so that tests can fail each by number.
    _write(Path(os.path.realpath(path)), data, os.replace, durable=durable)


def create(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all, and never over one that is there.

    Raises:
        FileExistsError: something has that name, be it a link that leads nowhere.
        OSError: nothing was changed and the temporary file is gone.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    _write(path, data, _name_new)


def spare_name(target: Path) -> Path:
    """A name beside `target` for a file on its way there."""
    return target.with_name(f".{target.name[:64]}.{os.urandom(4).hex()}{TEMPORARY}")


def write_all(fd: int, data: bytes) -> None:
    """Write every byte or raise OSError: a disk that is nearly full takes a part, then refuses."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def sync(fd: int) -> None:
    """Make what was written to `fd` survive power loss."""
    if sys.platform == "darwin":  # there fsync leaves the data in the drive's cache
        import fcntl

        with contextlib.suppress(OSError):  # not every disk knows it
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def sync_folder(path: Path) -> None:
    """Make names added to or removed from a folder survive power loss."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network disks cannot sync a folder
            raise
    finally:
        os.close(fd)


def _write(target: Path, data: bytes, name: Callable[[Path, Path], None], *, durable: bool = True) -> None:
    spare = spare_name(target)
    with _gone_on_failure(spare):
        fd = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
        try:
            os.fchmod(fd, FILE_MODE)  # the umask may have taken the owner's own rights
            write_all(fd, data)
            if durable:
                sync(fd)
        finally:
            os.close(fd)
        name(spare, target)
    if durable:
        sync_folder(target.parent)


@contextlib.contextmanager
def _gone_on_failure(spare: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            spare.unlink()
        raise


_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})


def _name_new(spare: Path, target: Path) -> None:
    """Give the finished file its name unless another took it since."""
    try:
        os.link(spare, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.replace(spare, target)  # noqa: PTH105  # a file system without hard links; that it was free was seen before
    else:
        spare.unlink()
