"""TinyDB as the query layer over the journals, by its own extension points: a Storage and a table class.

TinyDB's default path rewrites the whole file on each change. Here the storage hands out a live view of the
merged journals, and a change made through a table becomes one commit of just the documents it touched. Every
document handed out is decoded afresh, so it is the caller's own copy and cannot poison anything.

Only imported when something is read: TinyDB costs 22 ms of start-up.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, Protocol

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from coach.domain.records import Doc
from coach.store.merge import Merged
from coach.store.reading import decode_document

Edits = dict[str, Mapping[str, Any] | None]
"""Documents by id as they are to be; None moves one to the bin."""


class Journals(Protocol):
    """What the storage stands on."""

    def merged(self) -> Merged:
        """The merged view as it is now."""
        ...

    def keep(self, edits: Mapping[str, Edits]) -> None:
        """Make edits durable in one commit, by table."""
        ...

    def new_id(self) -> str:
        """An id for a document that came without one."""
        ...


class LiveTable(Mapping[str, Doc]):
    """The live documents of one table by id, oldest first; each access makes a fresh copy."""

    def __init__(self, merged: Merged, name: str) -> None:
        self._changes = merged.live(name)

    def __getitem__(self, id: str) -> Doc:
        body = self._changes[id].body
        doc = None if body is None else decode_document(body)
        if doc is None:
            raise KeyError(id)
        return doc

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._changes))

    def __len__(self) -> int:
        return len(self._changes)

    def __contains__(self, id: object) -> bool:
        return id in self._changes


class _Edited(MutableMapping[str, Any]):
    """A table while it is being changed: remembers what was touched, and nothing else is copied."""

    def __init__(self, before: Mapping[str, Doc]) -> None:
        self._before = before
        self.edits: Edits = {}

    def __getitem__(self, id: str) -> Any:
        if id not in self.edits:
            # TinyDB changes the document it gets in place: from here on it counts as touched if it differs.
            self.edits[id] = self._before[id]
        doc = self.edits[id]
        if doc is None:
            raise KeyError(id)
        return doc

    def __setitem__(self, id: str, doc: Any) -> None:
        self.edits[id] = doc

    def __delitem__(self, id: str) -> None:
        if id not in self:
            raise KeyError(id)
        self.edits[id] = None

    def __contains__(self, id: object) -> bool:
        return self.edits[id] is not None if id in self.edits else id in self._before

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._before if key in self)
        yield from (key for key in list(self.edits) if key not in self._before and key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changed(self) -> Edits:
        """What differs from before."""
        return {key: doc for key, doc in self.edits.items() if doc != self._before.get(key)}


class JournalStorage(Storage):
    """TinyDB's storage over the journals."""

    def __init__(self, journals: Journals) -> None:
        self.journals = journals

    def read(self) -> dict[str, dict[str, Any]]:
        """Live views of all tables."""
        merged = self.journals.merged()
        return {name: LiveTable(merged, name) for name in merged.tables()}  # type: ignore[misc]  # a Mapping serves TinyDB

    def live(self, name: str) -> LiveTable:
        """A live view of one table."""
        return LiveTable(self.journals.merged(), name)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the store hold just these tables, in one commit of what differs."""
        edits: dict[str, Edits] = {}
        for name in {*self.journals.merged().tables(), *data}:
            before, after = self.live(name), data.get(name, {})
            wanted: Edits = dict.fromkeys(before)
            wanted.update({str(key): doc for key, doc in after.items()})
            edits[name] = {key: doc for key, doc in wanted.items() if doc != before.get(key)}
        self.journals.keep(edits)


class JournalTable(Table):
    """A table whose changes are commits and whose ids are text."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB's extension point; its annotation says int

    _storage: JournalStorage

    def __init__(self, storage: JournalStorage, name: str, **_: Any) -> None:
        # No query cache: others' changes come in unseen, and TinyDB hands out cached documents themselves.
        super().__init__(storage, name, cache_size=0)

    def _read_table(self) -> Mapping[str, Doc]:  # type: ignore[override]  # TinyDB only reads it
        return self._storage.live(self._name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        edited = _Edited(self._storage.live(self._name))
        updater(edited)
        edits = edited.changed()
        for key, doc in edits.items():
            if doc is not None and doc.get("id") != key:
                edits[key] = {**doc, "id": key}
        self._storage.journals.keep({self._name: edits})

    def _get_next_id(self) -> str:
        return self._storage.journals.new_id()

    def drop(self) -> None:
        """Move every document of the table to the bin."""
        self._storage.journals.keep({self._name: dict.fromkeys(self._read_table())})


class JournalDB(TinyDB):
    """A TinyDB over the journals. Dropping a table moves its documents to the bin, to be had back."""

    table_class = JournalTable  # type: ignore[assignment]  # its constructor takes no query cache

    def drop_table(self, name: str) -> None:
        """Move every document of one table to the bin."""
        self.table(name).drop()  # type: ignore[attr-defined]  # table() makes a JournalTable
        self._tables.pop(name, None)

    def drop_tables(self) -> None:
        """Move every document of every table to the bin, in one commit."""
        self.storage.write({})
        self._tables.clear()


def open_db(journals: Journals) -> JournalDB:
    """A TinyDB over the journals."""
    return JournalDB(journals, storage=JournalStorage)
