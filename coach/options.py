"""The options every command takes: one table, read before click is imported and by click (ux, section 6)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple


class Global(NamedTuple):
    """One global option."""

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    """Empty for a switch."""
    choices: tuple[str, ...] = ()


GLOBALS: Final = (
    Global("config", ("--config",), "Use this config file.", "FILE"),
    Global("data", ("--data",), "Use this data folder.", "DIR"),
    Global("plain", ("--plain",), "Only append text: no cursor movement, no colour, no drawing."),
    Global("json", ("--json",), "Print one JSON document."),
    Global("ascii", ("--ascii",), "Draw with ASCII characters only."),
    Global("color", ("--color",), "When to use colour.", "WHEN", ("auto", "always", "never")),
    Global("no_input", ("--no-input",), "Never ask; fail with the option that answers."),
    Global("offline", ("--offline",), "Reach nothing beyond this machine, whatever the config says."),
    Global("hide_private", ("--hide-private",), "Read and show nothing that is marked private."),
    Global("engine", ("--engine",), "Who thinks; remote allows no fallback.", "NAME", ("embedded", "remote")),
    Global("today", ("--today",), "Live on this day: moves due dates, never ids or order.", "DATE"),
    Global("quiet", ("-q", "--quiet"), "Say only the result, warnings and errors."),
    Global("verbose", ("-v", "--verbose"), "Say more about what is done."),
)


class Options(NamedTuple):
    """What the person asked for on the command line and in the environment, before any file is read."""

    environ: Mapping[str, str] = MappingProxyType({})
    config: str | None = None
    data: str | None = None
    plain: bool = False
    json: bool = False
    ascii: bool = False
    color: str = "auto"
    no_input: bool = False
    offline: bool = False
    hide_private: bool = False
    engine: str | None = None
    today: str | None = None
    quiet: bool = False
    verbose: bool = False
    demo: bool = False
    """Sample data in a temporary folder; screens are marked DEMO."""

    @property
    def wants_plain(self) -> bool:
        """Plain by switch, by COACH_PLAIN, or for a terminal that can do no more. The config adds to it."""
        return self.plain or truthy(self.environ.get("COACH_PLAIN")) or self.environ.get("TERM") == "dumb"


def truthy(value: str | None) -> bool:
    """Whether an environment variable switches something on: set, and not 0, false, no or off."""
    return bool(value) and str(value).strip().casefold() not in {"0", "false", "no", "off"}


def only_globals(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The values when the command line holds nothing but global options, all of them right; else None.

    None means that click looks at the line again: it knows the commands and says what is wrong.
    """
    by_flag = {flag: option for option in GLOBALS for flag in option.flags}
    values: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        flag, equals, value = rest.pop(0).partition("=")
        option = by_flag.get(flag)
        if option is None or (equals and not (option.metavar and flag.startswith("--"))):
            return None
        if not option.metavar:
            values[option.name] = True
            continue
        if not equals:
            if not rest:
                return None
            value = rest.pop(0)
        if option.choices and value not in option.choices:
            return None
        values[option.name] = value
    return values
