"""The Store of `engine.ports` over the journals: one line per commit, and TinyDB for looking things up.

A pass over a whole table takes the documents straight from the merged view: nothing is to be looked up there.
"""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from coach.domain import ids
from coach.domain.records import Doc, Table
from coach.engine.ports import Binned, Clock, Done, Put, Remove, Version
from coach.errors import InvalidData, NotFound, StoreReadOnly
from coach.store import wording
from coach.store.cache import Cache
from coach.store.folder import Folder
from coach.store.lines import SCHEMA, Op, encode_json, encode_line
from coach.store.pen import Pen
from coach.store.stamps import moment_of

if TYPE_CHECKING:
    from coach.store.merge import Merged
    from coach.store.reading import Change, Commit
    from coach.store.tables import Edits, JournalDB

_NEW_ID = re.compile(rf"[0-9a-hjkmnp-tv-z]{{{ids.ID_LENGTH}}}")


class JournalStore:
    """Records of one data folder. All methods may be called from any thread."""

    def __init__(self, folder: Folder, pen: Pen, cache: Cache, clock: Clock) -> None:
        self._folder = folder
        self._pen = pen
        self._cache = cache
        self._clock = clock
        self._mutex = threading.RLock()
        self._opened_db: JournalDB | None = None

    # Reading

    def get(self, table: Table, id: str) -> Doc | None:
        """The live document with this whole id, or None."""
        with self._mutex:
            found = self.db.table(table).get(doc_id=cast("Any", id))
            return dict(found) if isinstance(found, dict) else None

    def all(self, table: Table) -> list[Doc]:
        """All live documents of a table, oldest first by the journal's order of creation."""
        return list(self.each(table))

    def each(self, table: Table) -> Iterator[Doc]:
        """The same, one at a time; documents committed meanwhile do not appear."""
        with self._mutex:
            changes = list(self._merged().live(table).values())
        yield from _documents(changes)

    def ids(self, table: Table) -> list[str]:
        """The ids of all live documents of a table, in the order of `all`."""
        with self._mutex:
            return list(self._merged().live(table))

    def count(self, table: Table) -> int:
        """How many live documents a table has."""
        with self._mutex:
            return len(self.db.table(table))

    @property
    def db(self) -> "JournalDB":
        """The same records as a TinyDB, for queries in its own language."""
        if self._opened_db is None:
            from coach.store.tables import open_db

            self._opened_db = open_db(_Journals(self, self._merged, self._clock))
        return self._opened_db

    # Writing

    def commit(self, changes: Sequence[Put | Remove], *, label: str) -> None:
        """Make all changes durable at once, or none. New documents need no reading of the journals.

        Raises:
            StoreBusy, StoreReadOnly, StoreUnwritable: as the port says.
            NotFound: a document to remove is not there. InvalidData: a document is no JSON or has no id.
        """
        if not changes:
            return
        wanted: dict[tuple[str, str], bytes | None] = {}
        for change in changes:
            if isinstance(change, Put):
                wanted[change.table, _id_of(change.doc)] = encode_json(change.doc)
            else:
                wanted[change.table, change.id] = None
        fresh = all(body is not None and _NEW_ID.fullmatch(key) for (_, key), body in wanted.items())
        with self._mutex:
            if not fresh:
                self._merged()
            with self._pen.hold():
                self._catch_up()
                ops = [self._op(table, key, body) for (table, key), body in wanted.items()]
                self._append(ops, label)

    def _op(self, table: str, id: str, body: bytes | None) -> Op:
        if not self._folder.loaded:
            return Op(table, id, body)
        merged = self._folder.merged
        if body is None and id not in merged.live(table):
            raise NotFound(f"There is no record {id} to put away. Nothing was written.")
        return Op(table, id, body, merged.born(table, id))

    def _catch_up(self) -> None:
        """Under the lock: what another coach on this machine wrote comes first (promise P10)."""
        place = self._pen.place()
        if self._folder.loaded and place is not None and self._folder.read_to(place[0]) != place[1]:
            self._folder.refresh()
            self._merged()

    def _append(self, ops: Sequence[Op], label: str, *, extra: Mapping[str, str] | None = None) -> None:
        if self._folder.loaded and self._folder.merged.top_schema > SCHEMA:
            raise StoreReadOnly(wording.newer(self._folder.merged.top_schema), hint=wording.NEWER_HINT)
        written = self._pen.append(
            self._newest, lambda at, when: encode_line(at, when, label, ops, extra=(extra or {}).items())
        )
        self._folder.took(written.name, written.line, written.stat)

    def _newest(self, must_know: bool) -> str:  # noqa: FBT001  # a plain callback
        return self._folder.merged.newest if must_know or self._folder.loaded else ""

    # Undo, bin, versions

    def undo(self) -> Done | None:
        """Reverse this machine's last change not yet undone (of the last 50); None when there is none."""
        return self._step("undo")

    def redo(self) -> Done | None:
        """Bring back what was undone last; None when there is nothing, or something new was done since."""
        return self._step("redo")

    def _step(self, way: str) -> Done | None:
        from coach.store import undo

        with self._mutex:
            self._merged()
            with self._pen.hold():
                self._catch_up()
                merged, mine = self._folder.merged, self._pen.mine()
                done, undone = undo.stacks(merged, mine)
                stack = done if way == "undo" else undone
                if not stack:
                    return None
                commit = stack[-1]
                ops = (undo.reverse if way == "undo" else undo.repeat)(merged, commit, mine)
                self._append(ops, f"{way}: {commit.label}", extra={way: commit.at})
        return Done(commit.label, _moment(commit), tuple((cast("Table", op.table), op.id) for op in ops))

    def history(self, limit: int = 50, *, undone: bool = False) -> list[Done]:
        """What `undo` would reverse, newest first; `undone`: what `redo` would bring back, next first."""
        from coach.store import undo

        with self._mutex:
            stack = undo.stacks(self._merged(), self._pen.mine())[1 if undone else 0]
        return [Done(c.label, _moment(c), _touched(c)) for c in reversed(stack[-limit:] if limit > 0 else [])]

    def versions(self, table: Table, id: str) -> list[Version]:
        """Every version of a document, newest first, those that lost a merge included."""
        with self._mutex:
            found = list(self._merged().versions(table, id))
        newest = found[-1] if found else None
        return [
            Version(_moment(c.commit), c.commit.writer, c.commit.label, _document(c), c is newest)
            for c in reversed(found)
        ]

    def bin(self) -> list[Binned]:
        """What was put away, newest first."""
        with self._mutex:
            found = sorted(self._merged().binned(), key=lambda pair: pair[1].commit.at, reverse=True)
        listed = []
        for last, put_away in found:
            doc = _document(last)
            if doc is not None:
                listed.append(Binned(cast("Table", last.table), doc, _moment(put_away.commit)))
        return listed

    def restore(self, table: Table, id: str) -> Doc:
        """Bring a document back from the bin. Raises NotFound."""
        with self._mutex:
            self._merged()
            with self._pen.hold():
                self._catch_up()
                merged = self._folder.merged
                kept = [last for last, _ in merged.binned() if (last.table, last.id) == (table, id)]
                doc = _document(kept[0]) if kept else None
                if doc is None:
                    raise NotFound(
                        f"There is no {id} in the bin.", hint="`coach bin list` shows what is there."
                    )
                body = bytes(cast("Any", kept[0].body))
                self._append([Op(table, id, body, merged.born(table, id))], "back from the bin")
        return doc

    def empty_bin(self) -> int:
        """Forget what is in the bin; how many documents that were. Not undoable."""
        with self._mutex:
            self._merged()
            with self._pen.hold():
                self._catch_up()
                ops = [Op(last.table, last.id, None, gone=True) for last, _ in self._folder.merged.binned()]
                if ops:
                    self._append(ops, "bin emptied")
                    self._cache.clear()
        return len(ops)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep every other writer out, of this process and of others. Raises StoreBusy, StoreReadOnly."""
        with self._mutex, self._pen.hold():
            self._folder.refresh()
            yield

    # Keeping up, and small derived values

    def refresh(self) -> bool:
        """Take in what other processes and machines wrote since; True when anything changed."""
        with self._mutex:
            return self._folder.refresh()

    def signature(self) -> str:
        """Short text that changes whenever a journal does; cheap, reads no journal."""
        return self._folder.signature()

    def peek(self, name: str) -> Any | None:
        """A small value kept by `cached`, if the journals are still those it was made from."""
        return self._cache.cached(name, self.signature())

    def cached(self, name: str, build: Callable[[], Any]) -> Any:
        """A small JSON value made from the records: the kept one while nothing changed, else `build()`."""
        signature = self.signature()
        value = self._cache.cached(name, signature)
        if value is None:
            value = build()
            if self.signature() == signature:
                self._cache.keep(name, signature, value)
        return value

    def read_bytes(self, name: str) -> bytes | None:
        """What `keep_bytes` kept last, true or not; None where there is nothing."""
        return self._cache.read_bytes(name)

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep bytes on this machine that can be made again, such as a search index."""
        self._cache.keep_bytes(name, content)

    def _merged(self) -> "Merged":
        if not self._folder.loaded:
            self._pen.refuse_if_missing()
        return self._folder.merged


class _Journals:
    """What TinyDB's storage stands on."""

    def __init__(self, store: JournalStore, merged: "Callable[[], Merged]", clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.merged = merged

    def keep(self, edits: "Mapping[str, Edits]") -> None:
        changes: list[Put | Remove] = []
        for name, documents in edits.items():
            table = cast("Table", name)
            changes += [
                Remove(table, key) if doc is None else Put(table, dict(doc)) for key, doc in documents.items()
            ]
        self._store.commit(changes, label="changed")

    def new_id(self) -> str:
        return ids.new_id(self._clock.now())


def _id_of(doc: Doc) -> str:
    key = doc.get("id")
    if not isinstance(key, str) or not key:
        raise InvalidData("A record without an id cannot be kept. Nothing was written.")
    return key


def _documents(changes: "Sequence[Change]") -> Iterator[Doc]:
    for change in changes:
        doc = _document(change)
        if doc is not None:
            yield doc


def _document(change: "Change") -> Doc | None:
    from coach.store.reading import decode_document

    return None if change.body is None else decode_document(change.body)


def _moment(commit: "Commit") -> datetime:
    """The wall clock's time as it was written; from the stamp where that is unreadable."""
    try:
        when = datetime.fromisoformat(commit.when)
    except ValueError:
        return moment_of(commit.at)
    return when if when.tzinfo else moment_of(commit.at)


def _touched(commit: "Commit") -> tuple[tuple[Table, str], ...]:
    return tuple((cast("Table", change.table), change.id) for change in commit.changes)
