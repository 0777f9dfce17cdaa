"""How the records of the program look on the command line: short ids, names, one JSON shape for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from coach.dates import say_day
from coach.domain.entry import day_of
from coach.domain.ids import shortest_prefix
from coach.domain.records import Doc
from coach.domain.visibility import may
from coach.engine.people import GONE
from coach.errors import NotFound, NotUnique, UsageError

if TYPE_CHECKING:
    from coach.cli.app import App

_SESSION = ("guide", "version", "state", "support", "started", "closed", "skipped", "mark")


def short(docs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """For each record of a table the shortest start of its id that names it alone (four characters or more).

    Args:
        docs: all records of the table, not only the ones shown.
    """
    ids = sorted(str(doc["id"]) for doc in docs)
    found = {}
    for place, id_ in enumerate(ids):  # sorted, so the closest relatives stand beside each other
        found[id_] = shortest_prefix(id_, ids[max(place - 1, 0) : place + 2])
    return found


def hides_private(app: "App") -> bool:
    """Whether nothing marked private is to be read or shown in this run."""
    return app.coach.settings.ui.hide_private


def refuse_hidden(app: "App", doc: Doc) -> Doc:
    """The record itself. Raises NotFound when it is private and private records are hidden in this run."""
    if hides_private(app) and not may(doc, "screen_shared"):
        raise NotFound(
            "This record is marked private, and private records are hidden.", hint="Leave out --hide-private."
        )
    return doc


def found(app: "App", get: Callable[[str], Doc], text: str) -> Doc:
    """The one record `get` finds, if it may be shown in this run.

    Raises:
        NotFound, NotUnique: as `get`; where private records are hidden, their words are in neither.
    """
    try:
        return refuse_hidden(app, get(text))
    except NotUnique as error:
        if hides_private(app):
            raise NotUnique(error.message, matches=[], hint=error.hint) from None
        raise


def say_owner(owner: object, names: Mapping[str, str]) -> str:
    """`me`, or the name of the person who owns something."""
    return "me" if owner in (None, "", "me") else names.get(str(owner), GONE)


def say_date(doc: Mapping[str, Any], field: str, today: date) -> str:
    """A stored day as it is said: `Fri 20 Nov`; empty where there is none."""
    day = day_of(doc, field)
    return say_day(day, today) if day else ""


def entry_json(entry: Mapping[str, Any], names: Mapping[str, str]) -> Doc:
    """An entry as JSON shows it: the id it was imported with stands for it, names for people (design 6)."""
    doc = {key: value for key, value in entry.items() if key not in ("source_digest", "source_id")}
    doc["id"] = entry.get("source_id") or entry["id"]
    doc["own_id"] = entry["id"]
    if isinstance(entry.get("session"), Mapping):
        # The inner state of a running session holds pieces of answers, private ones too.
        doc["session"] = {key: entry["session"][key] for key in _SESSION if key in entry["session"]}
    doc["with"] = [names.get(str(one), str(one)) for one in entry.get("with", ())]
    doc.setdefault("tags", [])
    return doc


def owned_json(doc: Mapping[str, Any], names: Mapping[str, str]) -> Doc:
    """A commitment as JSON shows it: with its owner's name beside the id."""
    return {**doc, "owner_name": say_owner(doc.get("owner"), names)}


def show_list(
    app: "App",
    kind: str,
    items: Sequence[Any],
    rows: Callable[[], Sequence[Sequence[str]]],
    *,
    nothing: str,
) -> None:
    """Print a list as JSON or as a table. Where it is empty, stdout stays empty and stderr says `nothing`."""
    app.out.json(kind, list(items))
    if items and not app.out.json_wanted:
        app.out.result(app.out.table(rows()))
    elif not items:
        app.out.echo(nothing)


def given(changes: Mapping[str, Any], options: Sequence[str]) -> dict[str, Any]:
    """The changes asked for. Raises UsageError naming the options when there are none."""
    wanted = {field: value for field, value in changes.items() if value is not None}
    if not wanted:
        raise UsageError(
            "Nothing to change was given; the record is as it was.", hint=f"Use one of {', '.join(options)}."
        )
    return wanted
