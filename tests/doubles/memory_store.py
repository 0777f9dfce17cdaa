"""A Store that lives in memory: the same behaviour as the journals, for tests of everything above them."""

from collections.abc import Iterator, Sequence
from copy import deepcopy

from coach.domain.records import TABLES, Doc, Table
from coach.engine.ports import Binned, Clock, Done, Put, Remove, Version
from coach.errors import NotFound

_Before = dict[tuple[Table, str], Doc | None]


class MemoryStore:
    """Implements `ports.Store`. `commits` lists label and changes of each commit, `reads` counts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tables: dict[Table, dict[str, Doc]] = {table: {} for table in TABLES}
        self._binned: list[Binned] = []
        self._versions: dict[tuple[Table, str], list[Version]] = {}
        self._done: list[tuple[Done, _Before]] = []
        self._undone: list[tuple[Done, _Before]] = []
        self.commits: list[tuple[str, list[Put | Remove]]] = []
        self.reads = 0

    def get(self, table: Table, id: str) -> Doc | None:
        self.reads += 1
        return deepcopy(self._tables[table].get(id))

    def all(self, table: Table) -> list[Doc]:
        return list(self.each(table))

    def each(self, table: Table) -> Iterator[Doc]:
        self.reads += 1
        for doc in list(self._tables[table].values()):
            yield deepcopy(doc)

    def ids(self, table: Table) -> list[str]:
        self.reads += 1
        return list(self._tables[table])

    def count(self, table: Table) -> int:
        self.reads += 1
        return len(self._tables[table])

    def commit(self, changes: Sequence[Put | Remove], *, label: str) -> None:
        self.commits.append((label, list(deepcopy(changes))))
        before = self._apply(changes, label)
        self._done.append((Done(label, self._clock.now(), tuple(before)), before))
        self._undone.clear()

    def undo(self) -> Done | None:
        return self._move(self._done, self._undone)

    def redo(self) -> Done | None:
        return self._move(self._undone, self._done)

    def history(self, limit: int = 50, *, undone: bool = False) -> list[Done]:
        return [done for done, _ in reversed(self._undone if undone else self._done)][:limit]

    def versions(self, table: Table, id: str) -> list[Version]:
        return list(reversed(self._versions.get((table, id), [])))

    def bin(self) -> list[Binned]:
        return deepcopy(list(reversed(self._binned)))

    def restore(self, table: Table, id: str) -> Doc:
        for binned in self._binned:
            if binned.table == table and binned.doc["id"] == id:
                self.commit([Put(table, binned.doc)], label="restore")
                return deepcopy(binned.doc)
        raise NotFound(f"Nothing in the bin has the id {id}.")

    def empty_bin(self) -> int:
        number = len(self._binned)
        self._binned.clear()
        return number

    def refresh(self) -> bool:
        return False

    def _apply(self, changes: Sequence[Put | Remove], label: str) -> _Before:
        before: _Before = {}
        for change in changes:
            id_ = change.doc["id"] if isinstance(change, Put) else change.id
            key: tuple[Table, str] = (change.table, id_)
            before[key] = deepcopy(self._tables[change.table].get(id_))
            self._set(key, deepcopy(change.doc) if isinstance(change, Put) else None, label)
        return before

    def _set(self, key: tuple[Table, str], doc: Doc | None, label: str) -> None:
        table, id_ = key
        now = self._clock.now()
        old = self._tables[table].get(id_)
        self._binned = [one for one in self._binned if (one.table, one.doc["id"]) != key]
        if doc is not None:
            self._tables[table][id_] = doc
        elif old is not None:
            self._binned.append(Binned(table, old, now))
            del self._tables[table][id_]
        earlier = [
            Version(one.at, one.writer, one.label, one.doc, current=False)
            for one in self._versions.get(key, [])
        ]
        self._versions[key] = [*earlier, Version(now, "memory", label, deepcopy(doc), current=True)]

    def _move(self, source: list[tuple[Done, _Before]], target: list[tuple[Done, _Before]]) -> Done | None:
        if not source:
            return None
        done, before = source.pop()
        now: _Before = {key: deepcopy(self._tables[key[0]].get(key[1])) for key in before}
        for key, doc in before.items():
            self._set(key, deepcopy(doc), done.label)
        target.append((done, now))
        return done
