"""Brings older data up to the format this program writes: stepwise, a copy first, whole or not at all
(promise P8).

Each machine rewrites only its own journal; what other machines wrote is brought up by them, when
`coach doctor --fix` runs there. Killed at any moment, the next run goes on: lines brought up already are left
alone, and coach.json comes last.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from coach import writing
from coach.store.lines import SCHEMA, encode_json, sum_of
from coach.store.schema import read_schema

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes one line of a format, without its checksum, to the next format."""

STEPS: Mapping[int, Step] = {}
"""By the format they start from. Format 1 is the first."""


def is_due(data: Path, schema: int = SCHEMA) -> bool:
    """Whether the data folder is of an older format."""
    return 0 < read_schema(data) < schema


def migrate(
    data: Path,
    *,
    copy_first: Callable[[], object],
    rewrite: Callable[[Callable[[str, bytes], bytes]], object],
    steps: Mapping[int, Step] = STEPS,
    schema: int = SCHEMA,
) -> bool:
    """Bring this machine's journal up to `schema`; False where there was nothing to do. Needs the lock.

    Args:
        data: the data folder.
        copy_first: makes the backup; if it raises, nothing is changed.
        rewrite: puts new content in place of this machine's journal, as `Pen.rewrite` does.
        steps: by the format they start from.
        schema: the format to reach.
    """
    if not is_due(data, schema):
        return False
    copy_first()
    rewrite(lambda _, content: _upgraded(content, steps, schema))
    writing.replace(data / "coach.json", b'{"schema": %d}\n' % schema)
    return True


def _upgraded(content: bytes, steps: Mapping[int, Step], schema: int) -> bytes:
    return b"".join(_upgraded_line(line, steps, schema) for line in content.splitlines(keepends=True))


def _upgraded_line(line: bytes, steps: Mapping[int, Step], schema: int) -> bytes:
    if sum_of(line) is None:
        return line
    fields = json.loads(line)
    version = fields.get("v", 1)
    if version >= schema:
        return line
    del fields["sum"]
    while version < schema:
        fields = steps[version](fields)
        version += 1
        fields["v"] = version
    rest = encode_json(fields)[1:]
    return b'{"sum":"%08x",%s\n' % (crc32(rest), rest)
