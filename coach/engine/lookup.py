"""Finds one record from what someone typed: an id, the start of an id, a name or the start of a name."""

from collections.abc import Mapping, Sequence
from typing import Any

from coach.domain.ids import shortest_prefix
from coach.domain.records import Doc, Table
from coach.domain.text import fold
from coach.engine.ports import Store
from coach.errors import NotFound, NotUnique

SHORTEST_PREFIX = 4
"""Characters of an id that stand for it at least (design, section 6)."""

ONE: dict[Table, str] = {
    "entries": "entry",
    "people": "person",
    "aims": "aim",
    "commitments": "commitment",
    "experiments": "experiment",
    "assumptions": "assumption",
    "changes": "change",
    "putoffs": "put-off",
    "asked": "question",
    "marks": "mark",
    "themes": "theme",
}
_LISTED_BY: dict[Table, str] = {
    "entries": "coach entries",
    "people": "coach people",
    "aims": "coach aims",
    "commitments": "coach commit list",
    "experiments": "coach experiment list",
    "themes": "coach themes",
}
_SHOWN_MATCHES = 8


def find_one(store: Store, table: Table, text: str, *, name_fields: Sequence[str] = ("name", "aka")) -> Doc:
    """The one record meant by `text`.

    Tried in order: the whole id; the start of an id, four characters or more; a whole name, or the id it was
    imported with; the start of a name. Case and accents of a name do not count.

    Raises:
        NotFound: nothing matches. NotUnique: more than one does; `matches` names them.
    """
    wanted = text.strip()
    if not wanted:
        raise NotFound(f"No {ONE[table]} was named.", hint=_how_to_list(table))
    exact = store.get(table, wanted)
    if exact is not None:
        return exact
    by_id = _by_id_start(store, table, wanted)
    found = by_id or _by_name(store, table, wanted, name_fields)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"No {ONE[table]} matches “{wanted}”.", hint=_how_to_list(table))
    raise NotUnique(
        f"“{wanted}” matches {len(found)}: which {ONE[table]} is meant?",
        matches=[_line(doc, found) for doc in found[:_SHOWN_MATCHES]],
        hint="Write more of the id or name.",
    )


def matching(docs: Sequence[Doc], text: str, name_fields: Sequence[str] = ("name", "aka")) -> list[Doc]:
    """The records whose name is `text`; where there is none, those with a name that starts with it."""
    wanted = fold(text)
    if not wanted:
        return []
    whole, started = [], []
    for doc in docs:
        names = [fold(name) for name in _names(doc, name_fields)]
        if wanted in names:
            whole.append(doc)
        elif any(name.startswith(wanted) for name in names):
            started.append(doc)
    return whole or started


def _by_id_start(store: Store, table: Table, wanted: str) -> list[Doc]:
    start = wanted.lower()
    if len(start) < SHORTEST_PREFIX or not start.isalnum():
        return []
    found = (store.get(table, one) for one in store.ids(table) if one.startswith(start))
    return [doc for doc in found if doc is not None]


def _by_name(store: Store, table: Table, wanted: str, name_fields: Sequence[str]) -> list[Doc]:
    if table == "entries":
        return [doc for doc in store.each(table) if doc.get("source_id") == wanted]
    return matching(store.all(table), wanted, name_fields)


def _names(doc: Mapping[str, Any], name_fields: Sequence[str]) -> list[str]:
    names: list[str] = []
    for field in name_fields:
        value = doc.get(field)
        names += [str(one) for one in value] if isinstance(value, list) else [str(value or "")]
    return [name for name in names if name]


def _line(doc: Mapping[str, Any], among: Sequence[Mapping[str, Any]]) -> str:
    short = shortest_prefix(str(doc["id"]), [str(other["id"]) for other in among])
    said = doc.get("name") or doc.get("text") or doc.get("test") or doc.get("kind") or ""
    return f"{short}  {str(said).strip().partition(chr(10))[0][:60]}"


def _how_to_list(table: Table) -> str:
    command = _LISTED_BY.get(table)
    return f"“{command}” lists what is there." if command else ""
