"""`coach config`: where the settings are, what they are, and where each comes from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from coach.cli.app import App, group, pass_app
from coach.cli.config_look import all_problems, refuse_unknown
from coach.cli.editor import edit_file
from coach.cli.writing import write_whole
from coach.config import Loaded, Problem, flat
from coach.errors import InvalidData, NotFound, UsageError
from coach.settings_desk import example


@group("config")
def config() -> None:
    """Settings: where, which, from where."""


@config.command("path")
@pass_app
def path(app: App) -> None:
    """The config file in use, there or not."""
    file = _file(app)
    app.out.show("config.path", {"path": str(file), "exists": file.exists()}, str(file))


@config.command("show")
@click.option("--effective", is_flag=True, help="With the source of each value.")
@pass_app
def show(app: App, effective: bool) -> int:
    """Every setting with the value in force."""
    loaded = app.loaded
    values = flat(loaded.settings)
    if effective:
        data: Any = {key: {"value": plain(v), "source": loaded.sources[key]} for key, v in values.items()}
    else:
        data = {key: plain(value) for key, value in values.items()}
    rows = [
        (key, say(value), *((loaded.sources[key],) if effective else ())) for key, value in values.items()
    ]
    app.out.show("config", data, lambda: app.out.table(rows))
    return _tell_problems(app, loaded)


@config.command("get")
@click.argument("key")
@pass_app
def get(app: App, key: str) -> int:
    """The value of one setting, e.g. `reflect.every_days`."""
    loaded = app.loaded
    values = flat(loaded.settings)
    if key not in values:
        raise NotFound(f"There is no setting {key!r}.", hint=_nearest(key, list(values)))
    value = values[key]
    app.out.show(
        "config.value", {"key": key, "value": plain(value), "source": loaded.sources[key]}, say(value)
    )
    return _tell_problems(app, loaded)


@config.command("check")
@pass_app
def check(app: App) -> int:
    """Read the config and name everything that is wrong, with its line."""
    file = _file(app)
    problems = all_problems(app)
    found = [{"line": p.line, "key": p.key, "message": p.message, "hint": p.hint} for p in problems]
    there = file.exists()
    fine = f"{file} is right." if there else f"There is no {file}; the defaults are in force."
    lines = [f"{file}, line {p.line}: {p.message}. {p.hint}".rstrip() for p in problems]
    data = {"path": str(file), "exists": there, "problems": found}
    app.out.show("config.check", data, "\n".join(lines) if lines else fine)
    if there and file.stat().st_mode & 0o077:
        app.out.warn(f"{file} can be read by others; `chmod 600` closes it")
    return InvalidData.exit_code if problems else 0


@config.command("set")
@click.argument("key")
@click.argument("value")
@pass_app
def set_(app: App, key: str, value: str) -> None:
    """Change one setting; comments in the file stay."""
    refuse_unknown(app, key, value)
    setting = app.coach.settings_desk.change(key, value)
    data = {"key": key, "value": plain(setting.value), "source": setting.source}
    app.out.show("config.value", data, f"{key}: {say(setting.value)}")
    if not setting.source.startswith("line"):
        app.out.warn(f"{setting.source} is stronger than the file for now")


@config.command("init")
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@pass_app
def init(app: App, force: bool) -> None:
    """Write a config file with every setting, its meaning and its usual value."""
    file = _file(app)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(file, example().read_bytes(), force=force)
    app.out.show("config.path", {"path": str(file), "exists": True}, str(file))


@config.command("edit")
@pass_app
def edit(app: App) -> int:
    """Open the config in your editor; afterwards it is checked."""
    file = _file(app)
    if not app.out.may_ask:
        raise UsageError("An editor needs a terminal; nothing was changed.", hint=f"Edit {file} yourself.")
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, example().read_bytes())
        app.out.echo(f"{file} was not there yet; it begins as the example.")
    edit_file(file, app.environ)
    app.forget_settings()
    problems = all_problems(app)
    if not problems:
        app.out.echo("The config is right.")
    return _tell_problems(app, app.loaded, problems)


def plain(value: Any) -> Any:
    """A setting as JSON holds it."""
    import msgspec

    return msgspec.to_builtins(value)


def say(value: Any) -> str:
    """A setting on one line, as it could stand in the file."""
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, tuple | dict):
        import json

        return json.dumps(plain(value), ensure_ascii=False)
    return str(value) if value != "" else '""'


def _file(app: App) -> Path:
    from coach.wiring import places

    return places(app.options).config_file


def _tell_problems(app: App, loaded: Loaded, problems: Sequence[Problem] = ()) -> int:
    """Problems on stderr with the exit status for them: what was shown are then the defaults.

    Args:
        problems: all that were found, where more was looked at than what loading finds.
    """
    problems = problems or loaded.problems
    for problem in problems:
        app.out.warn(f"{loaded.path}, line {problem.line}: {problem.message}. {problem.hint}".rstrip())
    if loaded.problems:
        app.out.warn("the defaults are in force until the file is right")
    return InvalidData.exit_code if problems else 0


def _nearest(key: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]}?" if near else "`coach config show` lists them."
