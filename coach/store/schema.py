"""DATA/coach.json: the version of the format (promise P7)."""

import json
from pathlib import Path

from coach import writing
from coach.store.lines import SCHEMA


def read_schema(data: Path) -> int:
    """The format version in coach.json; 0 where there is none or it is damaged: each line says it too."""
    try:
        content = json.loads((data / "coach.json").read_bytes())
        return int(content["schema"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return 0


def write_schema(data: Path) -> None:
    """Write coach.json where there is none: the same bytes on every machine, so that no two conflict."""
    if not (data / "coach.json").exists():
        writing.replace(data / "coach.json", b'{"schema": %d}\n' % SCHEMA)
