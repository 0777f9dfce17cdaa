"""Looking after the data as a whole: backup, restore, demo.

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


def _as_json(copy: Backup) -> dict[str, object]:
    return {"path": str(copy.path), "at": copy.at.isoformat(), "entries": copy.entries, "bytes": copy.size}


@command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the copies at hand, newest first.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@pass_app
def backup(app: App, file: Path | None, listing: bool, force: bool) -> None:
    """Copy everything into one checked file."""
    keeper = app.coach.keeper
    if listing:
        copies = keeper.backups()
        rows = [
            (f"{c.at:%Y-%m-%d %H:%M}", f"{c.entries} entries", f"{c.size} bytes", str(c.path)) for c in copies
        ]
        app.out.show("backups", [_as_json(c) for c in copies], lambda: app.out.table(rows))
        if not copies:
            app.out.echo("There is no copy yet; `coach backup` makes one.")
        return
    if file is not None and file.exists() and not force:
        raise click.UsageError(f"{file} is already there; nothing was written. Replace it with --force.")
    copy = keeper.back_up(file.absolute() if file is not None else None)
    app.out.show("backup", _as_json(copy), f"{copy.path}")
    app.out.echo(f"{copy.entries} entries copied and checked.")
