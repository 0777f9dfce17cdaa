"""Files and folders that survive a crash and that nobody else can read (promises P2, P40).

Every file is 0600 and every folder 0700, whatever the umask. A file is replaced by a temporary file beside
it, fsync, rename, fsync of the folder, in this order. Links are followed: the target changes, the link stays
(promise P13).
"""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from coach.errors import StoreReadOnly, StoreUnwritable

FILE_MODE = 0o600
FOLDER_MODE = 0o700
TEMPORARY = ".tmp"
"""Ending of files on their way; left behind only by a crash, and never read."""


def make_folder(path: Path) -> None:
    """Make a private folder with its parents, durably. One that is there keeps its mode: doctor warns."""
    missing = []
    here = path
    while not here.is_dir():
        missing.append(here)
        if here.parent == here:
            break
        here = here.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(FOLDER_MODE)
            folder.chmod(FOLDER_MODE)
        sync_folder(folder.parent)


def sync(fd: int) -> None:
    """Make what was written to `fd` survive power loss."""
    if sys.platform == "darwin":  # there fsync leaves the data in the drive's cache; not tested
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


def open_private(path: Path | str, flags: int) -> int:
    """Open `path`; where that creates it, it is 0600 from the first moment."""
    try:
        return os.open(path, flags & ~os.O_CREAT | os.O_CLOEXEC)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    fd = os.open(path, flags | os.O_CLOEXEC, FILE_MODE)
    os.fchmod(fd, FILE_MODE)  # the umask may have taken the owner's own rights
    return fd


def write_all(fd: int, data: bytes) -> None:
    """Write every byte or raise OSError: a disk that is nearly full takes a part, then refuses."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` in place of the file at `path`, whole or not at all.

    Args:
        path: the file; a link is followed.
        data: its new content.
        durable: False for what may be rebuilt: then neither file nor folder is synced.

    Raises:
        OSError: nothing was changed and the temporary file is gone.
    """
    import secrets  # not above: it costs 2 ms at each start

    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:64]}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
        try:
            os.fchmod(fd, FILE_MODE)
            write_all(fd, data)
            if durable:
                sync(fd)
        finally:
            os.close(fd)
        os.replace(temporary, target)  # noqa: PTH105  # one os-level call, so that tests can fail each by number
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        sync_folder(target.parent)


@contextlib.contextmanager
def translated(what: str, kept: str) -> Iterator[None]:
    """Turn the system's refusals into ours, once: what could not be written, and what was kept.

    Args:
        what: what was to be written, e.g. 'The change'.
        kept: one sentence on what is safe, e.g. 'Everything saved before is intact.'

    Raises:
        StoreReadOnly: no permission, or a read-only disk. StoreUnwritable: anything else.
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        message = f"{what} could not be written ({reason}). {kept}"
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            where = f" {error.filename}" if error.filename else ""
            raise StoreReadOnly(
                message, hint=f"Check the permissions of{where or ' the folders'}."
            ) from error
        raise StoreUnwritable(message, hint=_what_to_do(error)) from error


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_PLACE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP}
)


def _what_to_do(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "Make room on the disk, then save again."
    if error.errno in _NO_PLACE:
        where = error.filename or "the data"
        return f"There can be no folder at {where}. Check --data and COACH_DATA, or ask `coach doctor`."
    return "Check the disk, then save again."
