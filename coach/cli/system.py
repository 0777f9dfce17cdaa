"""Looking after the data as a whole: backup and restore.

How a command is written (the pattern of all command modules):

1. `@command("name")` for one command, `@group("noun")` and `@noun.command("verb")` for several, click options
   and arguments below, `@pass_app` last. Add the name to `COMMANDS` in `coach/cli/app.py`.
2. The function takes `app: App` first. `app.coach` is the bundle of use cases; it is built at first use.
3. Results only through `app.out`: `show(kind, data, text)` prints JSON or text; `echo` and `warn` use stderr.
4. Raise our errors (`UsageError`, `NotFound` …); never print one, never call sys.exit.
5. Return nothing, or an exit status.
"""

from pathlib import Path

import click

from coach.cli.app import App, command, pass_app
from coach.engine.ports import Backup
from coach.errors import NotFound, UsageError


def _as_json(copy: Backup) -> dict[str, object]:
    return {"path": str(copy.path), "at": copy.at.isoformat(), "entries": copy.entries, "bytes": copy.size}


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


@command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the copies at hand, newest first.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@pass_app
def backup(app: App, file: Path | None, listing: bool, force: bool) -> None:
    """Copy everything into one checked file."""
    keeper = app.coach.keeper
    if listing:
        _list_copies(app)
        return
    if file is not None and file.exists() and not force:
        raise UsageError(f"{file} is already there; nothing was written.", hint="Replace it with --force.")
    copy = keeper.back_up(file.absolute() if file is not None else None)
    app.out.show("backup", _as_json(copy), f"{copy.path}")
    app.out.echo(f"{_entries(copy.entries)} copied and checked.")


def _list_copies(app: App) -> None:
    copies = app.coach.keeper.backups()
    rows = [(f"{c.at:%Y-%m-%d %H:%M}", _entries(c.entries), f"{c.size} bytes", str(c.path)) for c in copies]
    app.out.show("backups", [_as_json(c) for c in copies], lambda: app.out.table(rows))
    if not copies:
        app.out.echo("There is no copy yet; `coach backup` makes one.")


@command("restore")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the copies at hand, newest first.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_app
def restore(app: App, file: Path | None, listing: bool, yes: bool) -> int:
    """Put a copy in place of what is there.

    What is there is copied first, so that this can be reversed. FILE may be `latest`.
    """
    keeper = app.coach.keeper
    if listing:
        _list_copies(app)
        return 0
    if file is None:
        raise UsageError(
            "Which copy is to be put in place? Nothing was changed.",
            hint="Name a file, or `latest`; `coach restore --list` shows the copies.",
        )
    if str(file) == "latest":
        copies = keeper.backups()
        if not copies:
            raise NotFound("There is no copy yet; nothing was changed.", hint="`coach backup` makes one.")
        file = copies[0].path
    elif not file.exists():
        raise NotFound(
            f"There is no file {file}; nothing was changed.", hint="`coach backup --list` shows the copies."
        )
    found = keeper.look(file.absolute())  # whether it is a copy at all is said before anything is asked
    if not yes and not app.out.confirm(
        f"Put {file} ({_entries(found.entries)}) in place of what is there?", "--yes"
    ):
        app.out.echo("Nothing was changed.")
        return UsageError.exit_code
    before = keeper.restore(file.absolute())
    data = {"restored": str(file), "before": _as_json(before)}
    app.out.show("restore", data, f"{file} is in place.")
    app.out.echo(f"What was there before is in {before.path}.")
    return 0
