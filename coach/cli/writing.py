"""Writes a result file in one step, readable by its owner only (ux, section 6; promise P40)."""

import os
from pathlib import Path

from coach.errors import CoachError, UsageError


def write_whole(target: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file in one step: a temporary one beside it, flushed to disk, renamed; mode 0600 (promise P40).

    Raises:
        UsageError: it is there and `force` is off.
        CoachError: it cannot be written; what was there is untouched.
    """
    from secrets import token_hex

    if not force and os.path.lexists(target):
        raise UsageError(f"{target} is already there; nothing was written.", hint="Replace it with --force.")
    beside = target.with_name(f".{target.name[:100]}.{token_hex(4)}.tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if force:
                beside.replace(target)
            else:
                _name_new(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as problem:
        why = problem.strerror or "unknown error"
        raise CoachError(
            f"{target} cannot be written ({why}); what was there is untouched.",
            hint="Choose another place with -o.",
        ) from None


def _name_new(beside: Path, target: Path) -> None:
    """Give the finished file its name unless another took it; not every file system knows hard links."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise UsageError(
            f"{target} is already there; nothing was written.", hint="Replace it with --force."
        ) from None
    except OSError:
        beside.replace(target)
