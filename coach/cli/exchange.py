"""`coach import` and `coach export`: entries in and out as JSON lines (design section 6; P43, P44)."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.app import App, command, pass_app
from coach.cli.names import Person
from coach.cli.records import hides_private
from coach.cli.sources import opened
from coach.errors import CoachError, UsageError

if TYPE_CHECKING:
    from coach.exchange.journal import LeftOut, Report

FILE_NAME = "coach-entries.jsonl"
"""What an export into a folder is called."""
_SHOWN = 10
_INVALID = 4
_MUCH = 0.1
"""A change of more than this part of what is there is asked about first (promise P21)."""


@command("import")
@click.argument("path", metavar="FILE|-")
@click.option(
    "--from", "kind", type=click.Choice(["auto", "jsonl"]), default="auto", help="The format of the file."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--yes", is_flag=True, help="Do not ask, however much is added.")
@pass_app
def import_(app: App, path: str, kind: str, dry_run: bool, yes: bool) -> int:  # noqa: ARG001  # one format so far; others will ask
    """Add the entries of a file: JSON lines, one entry a line.

    What is here already is skipped, so a file can be imported again. Nothing is overwritten: an entry whose
    id is here with other content is added beside it and listed. Exit status 4 when there was such a conflict
    or a line could not be read; the rest is in.
    """
    if not (dry_run or yes or path == "-") and app.out.may_ask and not _agreed(app, path):
        app.out.echo("Nothing was imported.")
        return UsageError.exit_code
    with opened(path, so="nothing was imported") as lines:
        try:
            report = app.coach.exchange.read_in(lines, dry_run=dry_run)
        except (
            OSError
        ) as problem:  # the file gave out; what the store cannot keep is told by an error of its own
            raise CoachError(
                f"{path} could not be read to its end ({problem.strerror}).",
                hint="Import it again when it can: what is in already is skipped.",
            ) from None
    app.out.show("import", _as_json(report), lambda: _said(report, dry_run=dry_run))
    for line in _troubles(report):
        app.out.warn(line)
    return _INVALID if report.conflicts or report.errors else 0


def _agreed(app: App, path: str) -> bool:
    """Whether to go on; asked where a person sits there and the file adds more than a tenth (promise P21).

    Into an empty store there is nothing to ask, and a script is never asked.
    """
    here = len(app.coach.entries.ids())
    if not here:
        return True
    with opened(path, so="nothing was imported") as lines:
        more = app.coach.exchange.read_in(lines, dry_run=True).added
    if more <= here * _MUCH:
        return True
    return app.out.confirm(
        f"This adds {_count(more, 'entry', 'entries')} to the {here} here. Go on?", "--yes"
    )


@command("export")
@click.argument("target", metavar="FILE|DIR|-")
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("--since", metavar="DATE", help="Only entries of this day or later.")
@click.option("--person", metavar="PERSON", type=Person(), help="Only entries with this person.")
@click.option("--include-private", is_flag=True, help="Also what is marked private.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@pass_app
def export(
    app: App,
    *,
    target: str,
    form: str,
    since: str | None,
    person: str | None,
    include_private: bool,
    force: bool,
) -> None:
    """Write the entries to FILE, into DIR, or to standard output with -.

    Without --include-private, what is marked private is left out and counted.
    """
    from coach.exchange.journal import LeftOut, to_line

    if include_private and hides_private(app):
        raise UsageError(
            "Private text is hidden in this run, so it cannot be included; nothing was written.",
            hint="Leave out --hide-private or --include-private.",
        )
    left_out = LeftOut()
    found = app.coach.exchange.write_out(
        include_private=include_private,
        since=app.day(since, lean="past") if since else None,
        person=app.coach.people.get(person)["id"] if person else None,
        left_out=left_out,
    )
    if target != "-":
        path = Path(target)
        if path.is_dir():
            path /= FILE_NAME
        lines = [to_line(entry) for entry in found]
        app.out.write_file(path, "".join(f"{line}\n" for line in lines), force=force)
        data = {"path": str(path), "format": form, "written": len(lines), "left_out": _counts(left_out)}
        app.out.json("export", data)
    elif app.out.json_wanted:
        app.out.json("export", list(found))
    else:
        for entry in found:
            app.out.raw(to_line(entry))
    _say_left_out(app, left_out)


def _counts(left_out: "LeftOut") -> dict[str, int]:
    return {"entries": left_out.entries, "answers": left_out.answers}


def _say_left_out(app: App, left_out: "LeftOut") -> None:
    if left_out.entries or left_out.answers:
        parts = [_count(left_out.entries, "entry", "entries"), _count(left_out.answers, "answer", "answers")]
        said = " and ".join(part for part in parts if part)
        app.out.echo(f"Left out as private: {said}. --include-private adds them.")


def _as_json(report: "Report") -> dict[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "skipped": report.skipped,
        "conflicts": report.conflicts,
        "errors": report.errors,
    }


def _said(report: "Report", *, dry_run: bool) -> str:
    verb = "would be added" if dry_run else "added"
    parts = [f"{_count(report.read, 'line', 'lines') or 'No line'} read", f"{report.added} {verb}"]
    if report.skipped:
        parts.append(f"{report.skipped} here already")
    if report.people:
        parts.append(f"{_count(len(report.people), 'person', 'people')} new")
    return ", ".join(parts) + "."


def _troubles(report: "Report") -> Iterable[str]:
    for conflict in report.conflicts[:_SHOWN]:
        yield f"line {conflict['line']}: its id is here with other content; the entry was added beside it."
    if len(report.conflicts) > _SHOWN:
        yield f"{len(report.conflicts) - _SHOWN} more conflicts; --json lists all."
    if report.errors and len(report.errors) == report.read:
        yield "no line holds an entry: this reads JSON lines, one entry a line (docs/formats.md)"
    for error in report.errors[:_SHOWN]:
        yield f"line {error['line']} was left out: {error['message']}"
    if len(report.errors) > _SHOWN:
        yield f"{len(report.errors) - _SHOWN} more lines were left out; --json lists all."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
