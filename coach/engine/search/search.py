"""Connects the index to the store: feeds it what was written and keeps it up to date."""

from collections.abc import Iterator
from contextlib import suppress
from threading import Lock
from typing import Any, Protocol, runtime_checkable

from coach.domain.entry import texts_of
from coach.domain.records import Doc, Table
from coach.engine.search.index import Index, highlight
from coach.errors import InvalidData


class Source(Protocol):
    """What the search needs of a store."""

    def each(self, table: Table) -> Iterator[Doc]:
        """All live documents of a table, one at a time."""
        ...


@runtime_checkable
class Signed(Protocol):
    """A store that can say cheaply whether anything changed."""

    def signature(self) -> str:
        """Text that changes whenever a record does."""
        ...


@runtime_checkable
class Keeps(Protocol):
    """A store that keeps bytes beside the records, as private as they are."""

    def read_bytes(self, name: str) -> bytes | None:
        """What was kept last; None where there is nothing."""
        ...

    def keep_bytes(self, name: str, content: bytes) -> None:
        """Keep this in its place."""
        ...


_NAME = "search"
_WORTH_KEEPING = 100
"""New entries; to read fewer again in the next process costs less than writing the whole index now."""


class Search:
    """Finds entries by what was written, by tag and by the names of people.

    The index is built at the first search, or before in a thread by `build`. Afterwards each search first
    looks whether anything was written since; only entries that changed are read into the index again. The
    next process starts from the index as this one kept it, and checks it against the entries.
    """

    def __init__(self, store: Source) -> None:
        self._store = store
        self._index = Index()
        self._building = Lock()
        self._built_at: str | None = None

    def build(self) -> None:
        """Bring the index up to date. May run in a thread of its own; a search meanwhile waits for it."""
        with self._building:
            seen = self._store.signature() if isinstance(self._store, Signed) else None
            if seen is not None and seen == self._built_at:
                return
            if self._built_at is None and not len(self._index):
                self._start_from_kept()
            names = {str(person["id"]): _names(person) for person in self._store.each("people")}
            alive, taken_in, gone = set(), 0, 0
            for entry in self._store.each("entries"):
                one = str(entry["id"])
                alive.add(one)
                taken_in += self._index.add(one, _text(entry, names))
            for one in self._index.ids():
                if one not in alive:
                    self._index.remove(one)
                    gone += 1
            self._built_at = seen
            if isinstance(self._store, Keeps) and (gone or taken_in >= _WORTH_KEEPING):
                self._store.keep_bytes(_NAME, self._index.to_bytes())

    def _start_from_kept(self) -> None:
        content = self._store.read_bytes(_NAME) if isinstance(self._store, Keeps) else None
        if content is not None:
            with suppress(InvalidData):
                self._index = Index.from_bytes(content)

    def find(self, words: str, limit: int | None = None) -> list[str]:
        """Ids of the entries that hold all the words, best first, then newest first."""
        self.build()
        return self._index.find(words, limit)

    def highlight(self, text: str, words: str) -> list[tuple[int, int]]:
        """Where in a text the words stand, to mark them: begin and end of each, in order."""
        return highlight(text, words)

    def to_bytes(self) -> bytes:
        """The index for a cache file. It holds what the person wrote: keep it as private as that."""
        return self._index.to_bytes()

    def restore(self, content: bytes) -> None:
        """Start from a kept index; the next search brings it up to date. Raises InvalidData."""
        with self._building:
            self._index, self._built_at = Index.from_bytes(content), None


def _names(person: Doc) -> str:
    return " ".join([str(person.get("name") or ""), *(str(other) for other in person.get("aka") or ())])


def _text(entry: Doc, names: dict[str, str]) -> str:
    pieces: list[Any] = [*texts_of(entry), *(entry.get("tags") or ())]
    pieces += [names.get(str(person), "") for person in entry.get("with") or ()]
    return "\n".join(str(piece) for piece in pieces)
