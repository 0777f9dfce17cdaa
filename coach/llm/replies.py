"""JSON out of a reply, where one was asked for; anything else is a plain refusal (promises P29, P34).

Bounded in depth and size before the parser sees it. What is returned holds only what the schema names.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from coach.engine.chat import Shape

_SIZE: Final = 65_536
"""Characters."""
_DEPTH: Final = 32
_STARTS: Final = 16
"""Opening brackets that are tried before giving up."""
_DIGITS: Final = 18
_FENCE: Final = re.compile(r"```[A-Za-z0-9_-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class NotParsed(ValueError):
    """The reply is not the JSON that was asked for. The text says why, and nothing of the reply."""


def parse(text: str, shape: Shape) -> Any:
    """The JSON in `text` that has the shape: the whole text, else its last fenced block, else its first
    balanced object.

    Refused: duplicate keys, NaN and infinity, numbers of more than 18 digits, more than 32 levels, more than
    65,536 characters. Keys the schema does not name are left out.

    Raises:
        NotParsed: nothing of this shape is there.
    """
    if len(text) > _SIZE:
        raise NotParsed("too long")
    why = NotParsed("no JSON")
    for candidate in _candidates(text):
        try:
            return fitted(_load(candidate), shape.schema)
        except NotParsed as problem:
            why = problem
    raise why


def _candidates(text: str) -> Iterator[str]:
    whole = text.strip()
    yield whole
    if fenced := _FENCE.findall(text):
        yield fenced[-1].strip()
    yield from _balanced(whole)


def _balanced(text: str) -> Iterator[str]:
    """Balanced objects from the first opening brackets on, those inside one another left out."""
    at = 0
    for _ in range(_STARTS):
        at = text.find("{", at)
        if at < 0:
            return
        end = _closing(text, at)
        if end:
            yield text[at:end]
        at = end or at + 1


def _closing(text: str, start: int) -> int:
    """The position after the bracket that closes the one at `start`; 0 where none does."""
    depth, quoted, escaped = 0, False, False
    for at in range(start, len(text)):
        ch = text[at]
        if quoted:
            quoted, escaped = escaped or ch != '"', ch == "\\" and not escaped
        elif ch == '"':
            quoted = True
        elif ch in "{[":
            depth += 1
            if depth > _DEPTH:
                return 0
        elif ch in "}]":
            depth -= 1
            if not depth:
                return at + 1
    return 0


def _load(text: str) -> Any:
    if _deep(text):
        raise NotParsed("too deep")
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_int=_number(int),
            parse_float=_number(float),
        )
    except NotParsed:
        raise
    except (ValueError, RecursionError):
        # The parser's own message would carry the text.
        raise NotParsed("no JSON") from None


def _deep(text: str) -> bool:
    depth = 0
    for ch in text:
        if ch in "{[":
            depth += 1
            if depth > _DEPTH * 4:  # brackets inside words count here too, hence the room
                return True
        elif ch in "}]":
            depth -= 1
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotParsed("a key twice")
    return found


def _no_constant(_name: str) -> Any:
    raise NotParsed("not a number")


def _number(make: type) -> Any:
    def read(text: str) -> Any:
        if len(text) > _DIGITS + 6 or sum(ch.isdigit() for ch in text) > _DIGITS:
            raise NotParsed("too large a number")
        value = make(text)
        if not math.isfinite(value):
            raise NotParsed("too large a number")
        return value

    return read


def fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    """`value` as far as the schema names it. Raises NotParsed where it does not fit.

    Knows `type`, `properties`, `required`, `items`, `enum`, `anyOf`: what a strict schema may hold. In doubt
    about a schema nothing is refused.
    """
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            try:
                return fitted(value, one)
            except NotParsed:
                continue
        raise NotParsed("another type")
    if "enum" in schema and value not in schema["enum"]:
        raise NotParsed("another value")
    if not _is_of(value, schema.get("type")):
        raise NotParsed("another type")
    if isinstance(value, dict) and "properties" in schema:
        missing = [key for key in schema.get("required", ()) if key not in value]
        if missing:
            raise NotParsed("a key is missing")
        return {key: fitted(value[key], one) for key, one in schema["properties"].items() if key in value}
    if isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        return [fitted(one, schema["items"]) for one in value]
    return value


def _is_of(value: Any, wanted: Any) -> bool:
    if wanted is None:
        return True
    for name in (wanted,) if isinstance(wanted, str) else wanted:
        kinds = _TYPES.get(name, (object,))
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool) or object in kinds):
            return True
    return False
