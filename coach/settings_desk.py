"""The settings as things to look at and change: value, where it comes from, what it means, what is allowed.

A change is made in the text of the config file, so that comments and order stay as the person left them. What
comes out is read again before it is written: nothing but the one value may differ (promise P42).
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from coach import writing
from coach.config import Loaded, Problem, Settings, flat
from coach.errors import CoachError, InvalidData, NotFound, UsageError

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_./:-]*")
"""Text that YAML takes as it stands; what reads as a switch or nothing is quoted all the same."""


_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})


Sentences = list[str]


class Setting(NamedTuple):
    """One setting."""

    key: str
    value: Any
    source: str
    """`default`, `line 12`, the name of a variable or of an option."""
    choices: tuple[str, ...]
    """The values there are, where they can be counted."""
    about: str
    """What it means, in the words of the example file."""


class SettingsDesk:
    """Looks at settings and changes them, one at a time."""

    def __init__(self, read: Callable[[], Loaded], file: Path, changed: Callable[[], None]) -> None:
        """Keep how to read the settings anew, the config file, and whom to tell of a change."""
        self._read = read
        self._changed = changed
        self.file = file

    def list(self) -> "list[Setting]":
        """Every setting in the order of the example file."""
        loaded = self._read()
        words = about()
        return [
            Setting(key, value, loaded.sources[key], choices(key), words.get(key, ""))
            for key, value in flat(loaded.settings).items()
        ]

    def change(self, key: str, text: str) -> Setting:
        """Set one value from what a person typed; the file is made from the example where there is none.

        Raises:
            NotFound: no such key. UsageError: the value does not fit, or an option or variable is stronger.
            InvalidData: the file is broken already. CoachError: it cannot be written.
        """
        loaded = self._read()
        before = loaded.require()
        if key not in flat(before):
            raise self._unknown(key, list(flat(before)))
        value = self._understood(key, text)
        wanted = {**flat(self._from_file()), key: value}
        old = self._text()
        new = with_value(old, key, value)
        if flat(_settings_of(new)) != wanted:
            raise UsageError(
                f"{key} cannot be changed from here; {self.file} is as it was.",
                hint="`coach config edit` opens it.",
            )
        _replace(self.file, new)
        self._changed()
        return next(setting for setting in self.list() if setting.key == key)

    def text(self) -> str:
        """The config file as it stands; the example where there is none yet. Raises InvalidData."""
        return self._text()

    def problems(self) -> "Sentences":
        """What is wrong in the file, a plain sentence each; until it is right, the defaults are in force."""
        return [_sentence(problem) for problem in self._read().problems]

    def replace(self, text: str) -> "Sentences":
        """Put a whole text in place of the file, unless something in it is wrong; then only say what.

        Raises:
            CoachError: it cannot be written; the file is as it was.
        """
        from coach.config_file import parse

        problems = parse(text.encode(errors="replace"), Settings)[2]
        if not problems:
            _replace(self.file, text)
            self._changed()
        return [_sentence(problem) for problem in problems]

    def _unknown(self, key: str, known: Sentences) -> CoachError:
        """What to say of a key that cannot be set by its name."""
        several = next((one for one in known if key.startswith(f"{one}.")), None)
        if several is not None:
            return UsageError(
                f"{several} holds several values, which are set in the file; nothing was changed.",
                hint="`coach config edit` opens it.",
            )
        from difflib import get_close_matches

        near = get_close_matches(key, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else "`coach config show` lists the settings."
        return NotFound(f"There is no setting {key}; nothing was changed.", hint=hint)

    def _understood(self, key: str, text: str) -> Any:
        from coach.config_file import read_value

        value, problem = read_value(key, text, Settings)
        if problem is not None:
            raise UsageError(f"{problem.message}; nothing was changed.")
        return value

    def _from_file(self) -> Settings:
        return _settings_of(self._text())

    def _text(self) -> str:
        try:
            return self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return example().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InvalidData(f"{self.file} cannot be read; nothing was changed.") from None


def _sentence(problem: Problem) -> str:
    where = f"Line {problem.line}: " if problem.line else ""
    return f"{where}{problem.message}. {problem.hint}".rstrip()


def example() -> Path:
    """The example file: inside the wheel, else at the top of the repository. Raises NotFound."""
    package = Path(__file__).resolve().parent
    for place in (package / "_config.example.yaml", package.parent / "config.example.yaml"):
        if place.is_file():
            return place
    raise NotFound("The example config is missing from this installation.", hint="Install coach again.")


def about() -> dict[str, str]:
    """What each setting means: the comment above it in the example file."""
    words: dict[str, str] = {}
    section, comment = "", ""
    for line in example().read_text(encoding="utf-8").splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            comment = f"{comment} {bare.lstrip('# ')}".strip()
            continue
        name, colon, _ = bare.partition(":")
        if colon and line.startswith(" "):
            words[f"{section}.{name}"] = comment
        elif colon:
            section = name
            words[name] = comment
        comment = ""
    return {key: text for key, text in words.items() if text}


def choices(key: str) -> tuple[str, ...]:
    """The values a setting can have, where they can be counted."""
    from msgspec import inspect

    from coach.config_file import type_of

    info = inspect.type_info(type_of(key, Settings))
    if isinstance(info, inspect.BoolType):
        return ("true", "false")
    return tuple(str(value) for value in info.values) if isinstance(info, inspect.LiteralType) else ()


def with_value(text: str, key: str, value: Any) -> str:
    """The text of a config file with one value set; comments and order stay."""
    import yaml

    section, _, name = key.partition(".")
    said = _say(value)
    # The Python parser: its marks count characters, where the C one counts bytes.
    top = yaml.compose(text, Loader=yaml.SafeLoader)  # composes nodes, builds nothing
    holder = _child(top, section)
    if holder is None or not name:
        return f"{text.rstrip()}\n\n{section}:\n  {name}: {said}\n".lstrip("\n")
    node = _child(holder, name)
    if node is not None:
        start, end = node.start_mark.index, node.end_mark.index
        lead = "" if end > start or text[start - 1 : start] == " " else " "
        return f"{text[:start]}{lead}{said}{text[end:]}"
    if isinstance(holder, yaml.MappingNode) and holder.flow_style:
        end = holder.end_mark.index - 1
        comma = ", " if holder.value else ""
        return f"{text[:end].rstrip()}{comma}{name}: {said}{text[end:]}"
    if isinstance(holder, yaml.MappingNode) and holder.value:
        first = holder.value[0][0].start_mark
        return f"{text[: first.index]}{name}: {said}\n{' ' * first.column}{text[first.index :]}"
    end = holder.start_mark.index
    return f"{text[:end].rstrip()}\n  {name}: {said}{text[end:]}"


def _child(node: Any, name: str) -> Any:
    for key, value in getattr(node, "value", ()) if node is not None else ():
        if key.value == name:
            return value
    return None


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = _BARE.fullmatch(text) and text.casefold() not in _NOT_TEXT
    if plain and not text.endswith(":"):
        return text
    return '"' + "".join(_escaped(ch) for ch in text) + '"'


def _escaped(ch: str) -> str:
    """For YAML's double quotes, which fold some line ends and spaces that JSON leaves alone."""
    if ch in '"\\':
        return f"\\{ch}"
    if ch.isprintable():
        return ch
    return f"\\u{ord(ch):04x}" if ord(ch) < 0x10000 else f"\\U{ord(ch):08x}"


def _settings_of(text: str) -> Settings:
    from msgspec import convert

    from coach.config_file import parse

    values, _, problems = parse(text.encode(), Settings)
    if problems:
        raise InvalidData(f"The config could not be changed: {problems[0].message}.")
    return convert(values, Settings)


def _replace(file: Path, text: str) -> None:
    """Through a link to the file it points at: people keep their settings in a folder of their own."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        writing.replace(file, text.encode())
    except OSError as problem:
        raise CoachError(f"{file} cannot be written ({problem.strerror}); it is as it was.") from None
