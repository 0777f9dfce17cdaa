"""What was read off the config file last time, kept in STATE/cache: the YAML reader costs 10 ms a start.

Counts only for the same file, unchanged by its size, times and inode. A lost or damaged copy costs time,
never a setting: the file itself is read again.
"""

import contextlib
import json
import os
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from msgspec import Struct, ValidationError, convert

from coach import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coach.config import Problem

_SETTLED: Final = 2.0
"""Seconds; a file changed later than that could change again within one tick of its clock."""


class Read(NamedTuple):
    """What a config file holds."""

    values: dict[str, Any]
    lines: dict[str, int]
    """Dotted key: the line it stands on."""
    problems: "tuple[Problem, ...]"


def read(path: Path, shape: type[Struct], kept: Path | None) -> Read:
    """As `config_file.read`, from `kept` where that is still true.

    Args:
        path: the config file.
        shape: the Struct its top level must match.
        kept: the copy; None to read the file itself and keep nothing.
    """
    mark = _mark(path) if kept is not None else None
    known = _known(kept, mark, shape) if kept is not None and mark is not None else None
    if known is not None:
        return known
    from coach.config_file import read as read_file

    found = Read(*read_file(path, shape))
    if kept is not None and mark is not None and not found.problems:
        _keep(kept, {"mark": mark, "values": found.values, "lines": found.lines})
    return found


def _mark(path: Path) -> list[Any] | None:
    """What tells this state of the file from any other; None where nothing can."""
    try:
        state = path.stat()
    except OSError:
        return None
    if abs(time.time() - state.st_mtime) < _SETTLED:
        return None
    return [__version__, str(path), state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]


def _known(kept: Path, mark: list[Any], shape: type[Struct]) -> Read | None:
    try:
        found = json.loads(kept.read_bytes())
        if found["mark"] != mark:
            return None
        convert(found["values"], shape)
        return Read(found["values"], convert(found["lines"], dict[str, int]), ())
    except (OSError, ValueError, TypeError, KeyError, RecursionError, ValidationError):
        return None


def _keep(kept: Path, value: dict[str, Any]) -> None:
    """Only where the folder is there already: reading the settings makes nothing."""
    part = kept.with_name(f".{kept.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        try:
            # Path.open takes no opener.
            with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(json.dumps(value).encode())
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)
