"""Reads one YAML file: every mistake is named by line, and nothing in it can do harm (P41, P42).

Refused: more than a megabyte, aliases and anchors (a few lines of them unfold into gigabytes), a key twice
in one mapping (the last would win in silence), tags, several documents, deep nesting (the C reader of
PyYAML 6.0.3 ends the whole process at some ten thousand levels). Keys are taken as written: `no:` is the
key "no", not false.
"""

from typing import Any, NamedTuple

from coach.errors import InvalidData

MOST_BYTES = 1_000_000
DEEPEST = 30

Place = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""


class Parsed(NamedTuple):
    """The content of a file, and the line of everything in it."""

    shown: str
    """The file as it is named to the person."""
    value: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The 1-based line of a value; of what holds it where the value itself is missing."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def error(self, place: Place, what: str, *, hint: str = "") -> InvalidData:
        """An error that names file, line and key."""
        key = say_place(place)
        where = f"{self.shown}, line {self.line(place)}" + (f", {key}" if key else "")
        return InvalidData(f"{where}: {what}", hint=hint)


def say_place(place: Place) -> str:
    """`steps[2].questions.guided`"""
    said = ""
    for part in place:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def decode(raw: bytes, shown: str) -> str:
    """The text of a prompt file. Raises InvalidData: too large, or not UTF-8."""
    if len(raw) > MOST_BYTES:
        raise InvalidData(f"{shown} is larger than a megabyte, so it was not read.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InvalidData(
            f"{shown}, line {line}: this is not UTF-8 text.", hint="Save the file as UTF-8."
        ) from None


def parse_yaml(text: str, shown: str) -> Parsed:
    """The content of `text`, with lines.

    Raises:
        InvalidData: names `shown` and the line.
    """
    import yaml

    try:
        _refuse_traps(text, shown)
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise InvalidData(f"{shown}, line {line}: {error.problem or error.context or 'no YAML'}.") from None
    except yaml.YAMLError as error:
        place = getattr(error, "position", None)
        line = text[:place].count("\n") + 1 if isinstance(place, int) else 1
        raise InvalidData(f"{shown}, line {line}: there is a character here that YAML cannot hold.") from None
    parsed = Parsed(shown, None, {})
    value = _build(node, (), parsed) if node is not None else None
    return Parsed(shown, value, parsed.lines)


def _loader() -> Any:  # one of two loader classes without a common public base
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refuse_traps(text: str, shown: str) -> None:
    """Walk the events, which need no recursion, before anything is built from them."""
    import yaml

    depth = documents = 0
    for event in yaml.parse(text, Loader=_loader()):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InvalidData(
                f"{shown}, line {line}: anchors and aliases (& and *) are not read here.",
                hint="Write the text out, or put it in quotes where it begins with & or *.",
            )
        if getattr(event, "tag", None):
            raise InvalidData(
                f"{shown}, line {line}: tags (!) are not read here.",
                hint="Put the text in quotes where it begins with an exclamation mark.",
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > DEEPEST:
            raise InvalidData(f"{shown}, line {line}: nested more than {DEEPEST} levels deep.")
        if documents > 1:
            raise InvalidData(
                f"{shown}, line {line}: a second document begins here (---); one file holds one."
            )


def _build(node: Any, place: Place, parsed: Parsed) -> Any:  # YAML holds anything
    import yaml

    parsed.lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise InvalidData(
                    f"{parsed.shown}, line {line}: a key must be a word.",
                    hint="Put a text that begins with { or [ in quotes.",
                )
            key = str(key_node.value)
            if key in built:
                raise InvalidData(
                    f"{parsed.shown}, line {line}: “{key}” stands here a second time.",
                    hint="Keep one of the two.",
                )
            built[key] = _build(value_node, (*place, key), parsed)
            parsed.lines[(*place, key)] = line
        return built
    if isinstance(node, yaml.SequenceNode):
        return [_build(one, (*place, number), parsed) for number, one in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError):
        raise parsed.error(
            place, f"“{node.value}” is not read as a value.", hint="Put it in quotes."
        ) from None
