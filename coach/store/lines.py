"""One commit as one line of a journal: how it is written and how its checksum is tested. Standard library
only.

    {"sum":"8 hex digits","at":STAMP,"v":1,"when":ISO,"label":TEXT,"ops":[OP…]}

`sum` is the CRC-32 of all bytes after `"sum":"…",` up to the end of the line. See docs/data.md for the whole
format.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from coach.errors import InvalidData

SCHEMA = 1
"""Version of the format this program writes. Lines of a later one make the store read-only (promise P7)."""
HEAD = 18
"""Length of `{"sum":"xxxxxxxx",`."""


class Op(NamedTuple):
    """What one commit does to one document."""

    table: str
    id: str
    body: bytes | None
    """The document as JSON; None puts it into the bin."""
    born: str = ""
    """Where the document stands in order, from its first version; empty in that version itself."""
    gone: bool = False
    """Forgotten for good: no longer in the bin either."""


def encode_json(value: Any) -> bytes:  # any JSON value
    """JSON as compact bytes that read back exactly: also NUL, controls and lone surrogates (promise P15).

    Raises:
        InvalidData: the value is no JSON (NaN, an object, nesting without end). The message holds none of it.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InvalidData(
            "This record holds a value that cannot be kept as JSON. Nothing was written.",
            hint="This is a fault of the program or of the imported file; please report it.",
        ) from error


def encode_line(
    at: str, when: str, label: str, ops: Sequence[Op], *, extra: Iterable[tuple[str, Any]] = ()
) -> bytes:
    """The line for one commit, with its newline.

    Args:
        at: the stamp.
        when: the wall clock with zone, for people; never used for order.
        label: what was done, in the words history shows.
        ops: the changes.
        extra: further fields: `undo` or `redo` with the stamp of the commit meant.
    """
    parts = [
        b'"at":"%s","v":%d,"when":"%s","label":' % (at.encode(), SCHEMA, when.encode()),
        _encode_text(label),
    ]
    for name, value in extra:
        parts += [b",", encode_json(name), b":", encode_json(value)]
    parts.append(b',"ops":[')
    parts.append(b",".join(_encode_op(op) for op in ops))
    parts.append(b"]}")
    rest = b"".join(parts)
    return b'{"sum":"%08x",%s\n' % (crc32(rest), rest)


def _encode_op(op: Op) -> bytes:
    born = b',"born":"%s"' % op.born.encode() if op.born else b""
    gone = b',"gone":true' if op.gone else b""
    return b'{"t":%s,"id":%s%s%s,"doc":%s}' % (
        _encode_text(op.table),
        _encode_text(op.id),
        born,
        gone,
        b"null" if op.body is None else op.body,
    )


def _encode_text(text: str) -> bytes:
    plain = text.isascii() and text.replace(" ", "").isalnum()
    return b'"%s"' % text.encode("ascii") if plain else encode_json(text)


def sum_of(line: bytes) -> str | None:
    """The checksum a line carries, if it holds for the rest of the line; None for a damaged line.

    Line ends changed to CR LF by another program do no harm.
    """
    end = len(line)
    while end and line[end - 1] in b"\r\n":
        end -= 1
    if end <= HEAD or line[:8] != b'{"sum":"' or line[16:18] != b'",':
        return None
    given = line[8:16]
    if b"%08x" % crc32(memoryview(line)[HEAD:end]) != given:
        return None
    return given.decode("ascii")
