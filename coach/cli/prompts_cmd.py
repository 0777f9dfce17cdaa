"""`coach prompts`: the wording and guides in use, and one's own in their place."""

import json
from typing import Any

import click

from coach.cli.app import App, group, pass_app, read_stdin
from coach.errors import InvalidData, UsageError


@group("prompts", default="list")
def prompts() -> None:
    """The wording and guides in use; your own beside them.

    Every file can be overridden by one of the same name in your own folder. A guide in `guides/` there is a
    session kind of your own.
    """


@prompts.command("list")
@pass_app
def list_(app: App) -> None:
    """Every prompt file, whose it is, and the title of guides."""
    lines = app.coach.prompts_desk.list()
    data = [
        {"name": x.name, "source": x.source, "overrides": x.overrides, "title": x.title, "path": x.path}
        for x in lines
    ]
    rows = [
        (x.name, x.source + (" (in place of a built-in one)" if x.overrides else ""), x.title) for x in lines
    ]
    app.out.show("prompts", data, lambda: app.out.table(rows))
    app.tell_problems()


@prompts.command("show")
@click.argument("name")
@pass_app
def show(app: App, name: str) -> None:
    """The text of a file as it is used."""
    text = app.coach.prompts_desk.show(name)
    app.out.show("prompt", {"name": name, "text": text}, text)


@prompts.command("override")
@click.argument("name")
@pass_app
def override(app: App, name: str) -> None:
    """Copy a built-in file into your own folder, to be changed there."""
    path = app.coach.prompts_desk.override(name)
    app.out.show("prompts.override", {"name": name, "path": str(path)}, str(path))
    app.out.echo("Change it there; `coach prompts check` reads it.")


@prompts.command("diff")
@click.argument("name")
@pass_app
def diff(app: App, name: str) -> None:
    """How your file differs from the built-in one."""
    text = app.coach.prompts_desk.diff(name)
    app.out.show("prompts.diff", {"name": name, "diff": text}, text)
    if not text:
        app.out.echo("The two are the same.")


@prompts.command("check")
@click.argument("name", required=False)
@pass_app
def check(app: App, name: str | None) -> int:
    """Read every file and name what is wrong, with file and line."""
    findings = app.coach.prompts_desk.check(name)
    wrong = [finding for finding in findings if finding.level == "error"]
    data = [{"level": x.level, "message": x.message, "hint": x.hint} for x in findings]
    fine = f"{len(findings)} files read, all right."
    lines = [f"{x.message} {x.hint}".rstrip() for x in wrong]
    app.out.show("prompts.check", data, "\n".join(lines) if lines else fine)
    return InvalidData.exit_code if wrong else 0


@prompts.command("render")
@click.argument("name")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A value for the template.")
@pass_app
def render(app: App, name: str, pairs: tuple[str, ...]) -> None:
    """Fill in a template.

    A VALUE is a text; a whole number or a JSON list counts as one. A VALUE of - is read from standard input.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.isidentifier():
            raise UsageError(f"{pair!r} is not KEY=VALUE.", hint="Example: --set answer=words.")
        values[key] = read_stdin() if value == "-" else _value(value)
    text = app.coach.prompts_desk.render(name, values)
    app.out.show("prompt", {"name": name, "text": text}, text)


def _value(text: str) -> Any:
    """A number or a JSON list as such; everything else is the text it is."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    if text.startswith("["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text
