"""A closer look at the config: values of the right form that name nothing there is (promise P42).

Only `coach config` and `coach doctor` look so closely: it reads themes, guides, keys and countries, which a
start has no time for. There an unknown theme is `auto`, and an unknown country shows lines of several.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from coach.cli.app import App
from coach.config import Problem, Settings
from coach.errors import CoachError, NotFound, UsageError

_THEMES: Final = ("auto", "dark", "light", "high-contrast", "ansi")
_RESOURCES: Final = "safety/resources.yaml"
_ALSO_CALLED: Final = {"GB": "UK"}
"""As `engine.safety.reply`: the code of the standard beside the one the file uses."""


def all_problems(app: App) -> list[Problem]:
    """Every problem of the config file in the order of its lines; also beside one that makes it unusable."""
    from coach.config_file import read
    from coach.wiring import places

    file = places(app.options).config_file
    found = list(app.loaded.problems)
    if not file.exists():
        return found
    values, lines, _ = read(file, Settings)
    at = _Place(lines)
    found += [*_theme(values, at), *_guide(app, values, at), *_keys(values, at), *_country(app, values, at)]
    return sorted(found, key=lambda problem: problem.line)


def refuse_unknown(app: App, key: str, value: str) -> None:
    """Raise UsageError where a value of the right form names no theme, guide or country there is."""
    section, _, name = key.partition(".")
    values, at = {section: {name: value}}, _Place({})
    looks = {
        "ui.theme": lambda: _theme(values, at),
        "reflect.guide": lambda: _guide(app, values, at),
        "safety.country": lambda: _country(app, values, at),
    }
    for problem in looks[key]() if key in looks else ():
        raise UsageError(f"{problem.message}; nothing was changed.", hint=problem.hint)


class _Place:
    """Makes problems with the line of their key."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines

    def problem(self, key: str, message: str, hint: str = "") -> Problem:
        line = self._lines.get(key) or self._lines.get(key.partition(".")[0], 0)
        return Problem(line, key, message, hint)


def _theme(values: Mapping[str, Any], at: _Place) -> Iterator[Problem]:
    wanted = values.get("ui", {}).get("theme", "auto")
    if wanted in _THEMES:
        return
    from coach.tui.themes import names

    if wanted not in names():
        others = _near(wanted, names())
        yield at.problem(
            "ui.theme",
            f"ui.theme: there is no theme {wanted}",
            f"There are {', '.join(_THEMES)}. {others}".strip(),
        )


def _guide(app: App, values: Mapping[str, Any], at: _Place) -> Iterator[Problem]:
    wanted = values.get("reflect", {}).get("guide")
    if wanted is None:
        return
    try:
        app.tolerant_coach.guides.get(wanted)
    except NotFound as error:
        yield at.problem("reflect.guide", f"reflect.guide: there is no guide {wanted}", error.hint)
    except CoachError as error:
        yield at.problem("reflect.guide", f"reflect.guide: {error.message.rstrip('.')}", error.hint)


def _keys(values: Mapping[str, Any], at: _Place) -> Iterator[Problem]:
    keys: dict[str, str] = values.get("keys") or {}
    if not keys:
        return
    from coach.tui.commands import clashes

    for sentence in clashes(keys):
        words = sentence.rstrip(".").replace(":", " ").split()
        name = next((name for name in keys if name in words), "")
        yield at.problem(
            f"keys.{name}" if name else "keys",
            sentence.rstrip("."),
            "The palette (^p) and ? name the commands.",
        )


def _country(app: App, values: Mapping[str, Any], at: _Place) -> Iterator[Problem]:
    wanted = str(values.get("safety", {}).get("country") or "")
    if not wanted:
        return
    known = _countries(app)
    if _ALSO_CALLED.get(wanted.upper(), wanted.upper()) not in known:
        yield at.problem(
            "safety.country",
            f"safety.country: no help lines are known for {wanted}",
            f"There are {', '.join(sorted(known))}; safety.resources takes your own.",
        )


def _countries(app: App) -> Collection[str]:
    from coach.prompting.yamlfile import parse_yaml

    text = app.tolerant_coach.prompts_desk.show(_RESOURCES)
    return list(parse_yaml(text, _RESOURCES).value["countries"])


def _near(wanted: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, n=1)
    return f"Did you mean {near[0]}?" if near else ""
