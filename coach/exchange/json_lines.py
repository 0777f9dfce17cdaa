"""One JSON object a line, read with suspicion and written without a byte a terminal could obey.

A file may come from anywhere: broken encodings, keys given twice, endless nesting and numbers of a thousand
digits are named by line, never guessed at and never a crash. What is written keeps every character (promise
P15) and shows the unsafe ones as escapes, so that a file printed on a terminal stays text (promise P31).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from coach.errors import InvalidData

# What clean() would take out of shown text, and the line ends that only some programs see. JSON allows them
# as they are, so they are escaped here; C0 is escaped by json itself.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BOM = b"\xef\xbb\xbf"


def dump(value: object) -> str:
    """Write `value` as one line of JSON without its line end; reading it back gives the same characters."""
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False))


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, with their number from 1; a byte order mark at the start is dropped."""
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(_BOM) if number == 1 else line
        raw = raw.strip(b" \t\r\n")
        if raw:
            yield number, raw


def parse_object(raw: bytes) -> dict[str, Any]:
    """Read one line as a JSON object.

    Raises:
        InvalidData: what is wrong in plain words, never with the text itself.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidData(f"The line is not UTF-8 text (byte {error.start + 1}).") from None
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InvalidData(f"The line is not JSON (column {error.colno}).") from None
    except RecursionError:
        raise InvalidData("The line is nested too deeply.") from None
    except ValueError:  # a number of more digits than Python converts
        raise InvalidData("The line holds a number that is too long.") from None
    if not isinstance(value, dict):
        raise InvalidData("The line is not a JSON object.")
    return value


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # json keeps the last value and drops the others without a word
        raise InvalidData("A key stands twice in one object.")
    return found


def _no_constant(_: str) -> NoReturn:
    raise InvalidData("NaN and Infinity are not JSON.")
