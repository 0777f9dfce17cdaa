"""Reads a settings file: YAML, safely, with the line of every value (promise P42).

Two passes. The first runs over the parser's events, which cost no depth and build nothing: it refuses
aliases, tags, deep nesting and a second document. The second walks the nodes beside the Structs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import msgspec
import yaml
from msgspec import inspect, structs

from coach.config import ADDRESS, Problem

MAX_BYTES: Final = 256 * 1024
"""A settings file of a person is under 10 kB; more is a mistake or an attack."""
_MAX_DEPTH: Final = 8

# yaml.CSafeLoader is twelve times the pure one; it is missing where PyYAML was built without libyaml.
_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG: Final = "tag:yaml.org,2002:"


def read(
    path: Path, shape: type[msgspec.Struct]
) -> tuple[dict[str, Any], dict[str, int], tuple[Problem, ...]]:
    """Values as plain data, the line of each dotted key, and all problems in the order of the file.

    Args:
        path: the file.
        shape: the Struct its top level must match.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as problem:
        return {}, {}, (Problem(0, "", f"the file cannot be read ({problem.strerror or 'unknown error'})"),)
    return parse(raw, shape)


def parse(
    raw: bytes, shape: type[msgspec.Struct]
) -> tuple[dict[str, Any], dict[str, int], tuple[Problem, ...]]:
    """The same from bytes."""
    if len(raw) > MAX_BYTES:
        return {}, {}, (Problem(0, "", f"the file is larger than {MAX_BYTES // 1024} kB"),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return {}, {}, (Problem(raw[: problem.start].count(b"\n") + 1, "", "this line is not UTF-8 text"),)
    try:
        refused = next(_refused(text), None)
        if refused is not None:
            return {}, {}, (refused,)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        return {}, {}, (_syntax(problem, text),)
    if node is None:
        return {}, {}, ()
    walk = _Walk()
    values = walk.struct(node, shape, "")
    return values, walk.lines, tuple(sorted(walk.problems, key=lambda problem: problem.line))


def _refused(text: str) -> Iterator[Problem]:
    """What is refused before any node is built."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            yield Problem(line, "", "an alias (*name) is not allowed here", "Write the value out.")
        if getattr(event, "anchor", None):
            yield Problem(line, "", "an anchor (&name) is not allowed here", "Write the value out.")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                yield Problem(line, "", "a second document starts here", "Remove the line ---.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                yield Problem(line, "", f"nested more than {_MAX_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":  # "!" is what libyaml says of a quoted text
            yield Problem(line, "", "a tag (!name) is not allowed here", "Write the plain value.")


def _syntax(problem: yaml.YAMLError, text: str) -> Problem:
    mark = getattr(problem, "problem_mark", None)
    before = text[: getattr(problem, "position", 0) or 0]
    line = mark.line + 1 if mark is not None else before.count("\n") + 1
    # The parser's own words name tokens, never the text; its snippet of the file is left out.
    why = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "not readable"
    return Problem(line, "", f"this is not YAML: {why}", "Look for a missing colon, quote or space.")


class _Walk:
    """One pass over the nodes."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def wrong(self, node: yaml.Node, key: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(node.start_mark.line + 1, key, message, hint))

    def pairs(self, node: yaml.MappingNode, key: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        """Each key once, as text; a key that stands twice is a problem."""
        seen: dict[str, int] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode):
                self.wrong(name_node, key, "a key must be plain text")
                continue
            name = str(name_node.value)
            full = f"{key}.{name}" if key else name
            if name in seen:
                self.wrong(
                    name_node, full, f"{_show(full)} stands twice, first on line {seen[name]}", "Keep one."
                )
                continue
            seen[name] = name_node.start_mark.line + 1
            yield name, name_node, value_node

    def struct(self, node: yaml.Node, shape: type[msgspec.Struct], key: str) -> dict[str, Any]:
        """The values of one section; a section whose keys are all commented out is an empty one."""
        if key and _is_empty(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, key, f"{key or 'the file'}: expected keys with values, found {_found(node)}")
            return {}
        fields = {field.name: field for field in structs.fields(shape)}
        values: dict[str, Any] = {}
        at_start = len(self.problems)
        for name, name_node, value_node in self.pairs(node, key):
            full = f"{key}.{name}" if key else name
            field = fields.get(name)
            if field is None:
                self.wrong(name_node, full, f"{_show(full)} is not a known key", _nearest(full, key, fields))
                continue
            before = len(self.problems)
            value = self.value(value_node, field.type, full)
            if len(self.problems) == before:
                values[name] = value
                self.lines[full] = name_node.start_mark.line + 1
        for field in fields.values():
            if field.required and field.name not in values and len(self.problems) == at_start:
                self.wrong(node, key, f"{key}: {field.name} is missing")
        return values

    def value(self, node: yaml.Node, kind: Any, key: str) -> Any:
        """One value of the type `kind`."""
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(node, kind, key)
        origin = get_origin(kind)
        if origin in {tuple, dict} and _is_empty(node):
            return () if origin is tuple else {}
        if origin is tuple:
            if not isinstance(node, yaml.SequenceNode):
                self.wrong(node, key, f"{key}: expected a list, found {_found(node)}")
                return ()
            inner = get_args(kind)[0]
            return [self.value(item, inner, f"{key}[{place}]") for place, item in enumerate(node.value)]
        if origin is dict:
            if not isinstance(node, yaml.MappingNode):
                self.wrong(node, key, f"{key}: expected keys with values, found {_found(node)}")
                return {}
            inner = get_args(kind)[1]
            found = {}
            for name, name_node, item in self.pairs(node, key):
                found[name] = self.value(item, inner, f"{key}.{name}")
                self.lines[f"{key}.{name}"] = name_node.start_mark.line + 1
            return found
        return self.leaf(node, kind, key)

    def leaf(self, node: yaml.Node, kind: Any, key: str) -> Any:
        """Text, number or switch. Text is taken as it stands: `country: NO` is Norway, not a switch."""
        info = inspect.type_info(kind)
        if isinstance(node, yaml.ScalarNode) and not _is_empty(node):
            value = _plain(node, info)
            try:
                return msgspec.convert(value, kind)
            except msgspec.ValidationError:
                pass
        self.wrong(node, key, f"{_show(key)}: expected {_expected(info)}, found {_found(node)}")
        return None


def _plain(node: yaml.ScalarNode, info: inspect.Type) -> Any:
    text = str(node.value)
    wants_text = isinstance(info, inspect.StrType) or (
        isinstance(info, inspect.LiteralType) and isinstance(info.values[0], str)
    )
    if wants_text or _is_quoted(node):
        return text
    if isinstance(info, inspect.BoolType) and node.tag == f"{_TAG}bool":
        return text.casefold() in {"true", "yes", "on"}
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text) else text


def _is_empty(node: yaml.Node) -> bool:
    return node.tag == f"{_TAG}null" and not _is_quoted(node)


def _is_quoted(node: yaml.Node) -> bool:
    """The C parser says '' of a plain text where the Python one says None."""
    return bool(getattr(node, "style", None))


def _show(key: str) -> str:
    return key if len(key) <= 60 else key[:59] + "…"


def _found(node: yaml.Node) -> str:
    """What stands there, cut short. A settings file holds no entries, so its values may be named."""
    if isinstance(node, yaml.MappingNode):
        return "keys with values"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if _is_empty(node):
        return "nothing"
    text = str(node.value)
    return f'"{_show(text)}"' if _is_quoted(node) else _show(text)


def _expected(info: inspect.Type) -> str:
    if isinstance(info, inspect.LiteralType):
        values = [str(value) for value in info.values]
        return f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else values[0]
    if isinstance(info, inspect.BoolType):
        return "true or false"
    if isinstance(info, inspect.IntType):
        if info.le is not None:
            return f"a whole number from {info.ge} to {info.le}"
        return f"a whole number, {info.ge} or more" if info.ge is not None else "a whole number"
    if isinstance(info, inspect.StrType):
        if info.pattern == ADDRESS:
            return "an address that begins with http:// or https://"
        return "some text" if info.pattern is None else f"text of the form {info.pattern}"
    return "another value"


def _nearest(full: str, section: str, fields: Mapping[str, Any]) -> str:
    """The known key meant: in the same section first, then anywhere."""
    name = full.rpartition(".")[2]
    near = get_close_matches(name, list(fields), n=1)
    if near:
        return f"Did you mean {section + '.' if section else ''}{near[0]}?"
    from coach.config import Settings, flat

    everything = list(flat(Settings()))
    by_name = [key for key in everything if key.rpartition(".")[2] == name]
    near = by_name or get_close_matches(full, everything, n=1)
    return f"Did you mean {near[0]}?" if near else "`coach config show` lists the known keys."


def type_of(key: str, shape: type[msgspec.Struct]) -> Any:
    """The type of the value at a dotted key. Raises KeyError."""
    kind: Any = shape
    for name in key.split("."):
        kind = {field.name: field.type for field in structs.fields(kind)}[name]
    return kind


def read_value(key: str, text: str, shape: type[msgspec.Struct]) -> tuple[Any, Problem | None]:
    """One value as a person typed it, by the rules of the file; or what is wrong with it."""
    kind = type_of(key, shape)
    if get_origin(kind) in {tuple, dict}:
        return None, Problem(0, key, f"{key} holds several values; `coach config edit` opens the file")
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    resolve: Callable[..., str] = yaml.SafeLoader("").resolve
    tag = resolve(yaml.ScalarNode, text, (True, False))
    # Text may be empty on purpose: an empty country, an empty folder.
    style = '"' if not text else None
    walk = _Walk()
    value = walk.leaf(yaml.ScalarNode(tag, text, mark, mark, style=style), kind, key)
    return value, walk.problems[0] if walk.problems else None
