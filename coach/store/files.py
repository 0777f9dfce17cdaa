"""Folders and open files of the store, and what its errors say (promises P2, P40). See `coach/writing.py`.

Every file is 0600 and every folder 0700, whatever the umask.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from coach.errors import StoreReadOnly, StoreUnwritable
from coach.writing import FILE_MODE, sync_folder

FOLDER_MODE = 0o700


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
