"""Writes a result file in one step, readable by its owner only (ux, section 6; promise P40)."""

from pathlib import Path

from coach import writing
from coach.errors import CoachError, UsageError


def write_whole(target: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file in one step, and over one that is there only with `force`.

    Raises:
        UsageError: it is there and `force` is off.
        CoachError: it cannot be written; what was there is untouched.
    """
    try:
        if force:
            writing.replace(target, content)
        else:
            writing.create(target, content)
    except FileExistsError:
        raise UsageError(
            f"{target} is already there; nothing was written.", hint="Replace it with --force."
        ) from None
    except OSError as problem:
        why = problem.strerror or "unknown error"
        raise CoachError(
            f"{target} cannot be written ({why}); what was there is untouched.",
            hint="Choose another place with -o.",
        ) from None
