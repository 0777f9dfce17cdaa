"""`coach undo`, `redo` and `bin`: nothing is gone until the bin is emptied (promise P21)."""

from collections.abc import Mapping

import click

from coach.clean import one_line
from coach.cli.app import App, command, group, pass_app
from coach.cli.records import entry_json, hides_private, short, show_list
from coach.domain.entry import has_private, headline
from coach.domain.ids import LONG_PREFIX
from coach.domain.records import Doc
from coach.engine.lookup import ONE
from coach.engine.ports import Binned, Done
from coach.errors import NotFound, UsageError

_COUNT = click.option(
    "-n", "count", type=click.IntRange(min=1), default=1, show_default=True, help="How many changes."
)
_WORD = "empty"


@command("undo")
@_COUNT
@click.option("--list", "listing", is_flag=True, help="Only list what can be undone, the newest first.")
@pass_app
def undo(app: App, count: int, listing: bool) -> None:
    """Reverse the last change of this machine, also after a restart."""
    if listing:
        _list(app, app.coach.history.list(), "There is nothing to undo.")
        return
    _say(app, app.coach.history.undo(count), "Undone", "There is nothing to undo.")


@command("redo")
@_COUNT
@click.option("--list", "listing", is_flag=True, help="Only list what can be brought back, the next first.")
@pass_app
def redo(app: App, count: int, listing: bool) -> None:
    """Bring back what was undone last."""
    if listing:
        _list(app, app.coach.history.list(undone=True), "There is nothing to redo.")
        return
    _say(app, app.coach.history.redo(count), "Done again", "There is nothing to redo.")


@group("bin", default="list")
def bin_() -> None:
    """What was put away."""


@bin_.command("list")
@pass_app
def list_(app: App) -> None:
    """List what was put away, the newest first."""
    hidden = hides_private(app)
    found = [one for one in app.coach.history.bin() if not (hidden and has_private(one.doc))]
    ids = short(one.doc for one in app.coach.history.bin())
    names = app.coach.people.names()
    show_list(
        app,
        "bin",
        [_binned_json(one, names) for one in found],
        lambda: [
            (ids[one.doc["id"]], f"{one.at.astimezone():%Y-%m-%d %H:%M}", ONE[one.table], _words(one))
            for one in found
        ],
        nothing="The bin is empty.",
    )


@bin_.command("restore")
@click.argument("record")
@pass_app
def restore(app: App, record: str) -> None:
    """Bring something back: its id, or the start of it."""
    if hides_private(app) and any(
        one.doc["id"].startswith(record) and has_private(one.doc) for one in app.coach.history.bin()
    ):
        raise NotFound(
            "This record is marked private, and private records are hidden.", hint="Leave out --hide-private."
        )
    doc = app.coach.history.restore(record)
    names = app.coach.people.names()
    app.out.show("record", entry_json(doc, names) if "kind" in doc else doc, "Brought back.")


@bin_.command("empty")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_app
def empty(app: App, yes: bool) -> None:
    """Forget everything in the bin. This cannot be undone."""
    count = len(app.coach.history.bin())
    if count and not yes:
        typed = app.out.ask(f'{count} in the bin. This cannot be undone. Type "{_WORD}" to go on:', "--yes")
        if typed.strip().casefold() != _WORD:
            raise UsageError(f'The word "{_WORD}" was not typed, so the bin was left as it is.')
    gone = app.coach.history.empty_bin(yes=True) if count else 0
    app.out.show("bin", {"emptied": gone}, f"{gone} forgotten." if gone else "The bin was empty.")


def _list(app: App, changes: list[Done], nothing: str) -> None:
    show_list(
        app,
        "changes",
        [_as_json(one) for one in changes],
        lambda: [(f"{one.at.astimezone():%Y-%m-%d %H:%M}", _which(one)) for one in changes],
        nothing=nothing,
    )


def _say(app: App, done: list[Done], what: str, nothing: str) -> None:
    rows = [(f"{what}: {_which(one)}",) for one in done]
    show_list(app, "changes", [_as_json(one) for one in done], lambda: rows, nothing=nothing)


def _which(one: Done) -> str:
    """What was done and to which record, by its id: a person's words stay out of it."""
    if not one.touched:
        return one.label
    more = f" and {len(one.touched) - 1} more" if len(one.touched) > 1 else ""
    # A note that made someone a person is still a note.
    id_ = next((id_ for table, id_ in one.touched if table == "entries"), one.touched[0][1])
    return f"{one.label} {id_[:LONG_PREFIX]}{more}"


def _as_json(one: Done) -> Doc:
    touched = [{"table": table, "id": id_} for table, id_ in one.touched]
    return {"label": one.label, "at": one.at.isoformat(), "touched": touched}


def _binned_json(one: Binned, names: Mapping[str, str]) -> Doc:
    doc = entry_json(one.doc, names) if one.table == "entries" else one.doc
    return {"table": one.table, "at": one.at.isoformat(), "record": doc}


def _words(one: Binned) -> str:
    doc = one.doc
    return one_line(str(doc.get("name") or doc.get("test") or headline(doc) or doc.get("kind") or ""), 80)
