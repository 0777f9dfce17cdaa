"""Walks all entries for the list: what passes a query, what may be seen now, newest first."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Protocol

from coach.domain.entry import day_of, has_private, headline, seen_for, texts_of, words_in
from coach.domain.records import Doc
from coach.domain.text import fold
from coach.engine.filters import Filters, phrases
from coach.engine.people import GONE, People
from coach.engine.ports import Store

_MANY = 500
"""From so many matches on, one pass over all entries is quicker than fetching each."""


class Search(Protocol):
    """Finds entries by words."""

    def find(self, words: str) -> Collection[str]:
        """Ids of the entries that match all the words."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of the entry list."""

    id: str
    day: date | None
    kind: str
    people: tuple[str, ...]
    """Names."""
    tags: tuple[str, ...]
    private: bool
    """The entry, or one of its answers, is marked private."""
    left_out: int
    """Private answers not shown because private words are hidden now."""
    doc: Doc
    """The entry as it may be seen now."""

    @property
    def headline(self) -> str:
        """First line of the person's words; not cut and not cleaned: the surface does both."""
        return headline(self.doc)

    @property
    def words(self) -> int:
        """How many words of their own the person wrote, those left out not counted."""
        return words_in(self.doc)


class Hits(list[Hit]):
    """The rows of the entry list."""

    hidden: int = 0
    """Entries left out because they are private as a whole and private words are hidden now. Counted by day
    and kind: where words, people or tags are asked for, whether a hidden entry has them is not told."""


@dataclass(frozen=True, slots=True)
class _Found:
    doc: Doc
    left_out: int
    place: int


class EntryList:
    """Finds entries; changes nothing."""

    def __init__(self, *, store: Store, people: People, search: Search | None = None) -> None:
        self._store = store
        self._people = people
        self._search = search

    def select(self, filters: Filters, *, limit: int | None = None, hide_private: bool = False) -> Hits:
        """Entries that match, newest first."""
        hits = Hits()
        found = self._matching(filters, hits, hide_private=hide_private)
        # With a limit only that many are held at a time: ten thousand at once cost five times as much.
        shown = sorted(found, key=_when, reverse=True) if limit is None else nlargest(limit, found, key=_when)
        names = self._people.names() if any(one.doc.get("with") for one in shown) else {}
        hits.extend(_hit(one, names) for one in shown)
        return hits

    def _matching(self, filters: Filters, hits: Hits, *, hide_private: bool) -> Iterator[_Found]:
        wanted = self._search.find(filters.words) if self._search and filters.words else None
        names = self._people.names() if filters.words else {}
        telling = filters.words or filters.people or filters.tags
        for place, whole in enumerate(self._candidates(wanted)):
            doc, left_out = seen_for(whole, "screen_shared") if hide_private else (whole, 0)
            if doc is None:
                hits.hidden += not telling and filters.admit(whole)
                continue
            if not filters.admit(doc):
                continue
            # The search knows private answers too: what is hidden must not be found by its words either.
            unsure = filters.words and (wanted is None or left_out)
            if not unsure or _has_words(doc, filters.words, names):
                yield _Found(doc, left_out, place)

    def _candidates(self, wanted: Collection[str] | None) -> Iterable[Doc]:
        """In the order in which they were written."""
        if wanted is None:
            return self._store.each("entries")
        among = frozenset(wanted)
        if len(among) > _MANY:
            return (doc for doc in self._store.each("entries") if doc["id"] in among)
        ids = (one for one in self._store.ids("entries") if one in among)
        return (doc for one in ids if (doc := self._store.get("entries", one)) is not None)


def _hit(found: _Found, names: dict[str, str]) -> Hit:
    doc = found.doc
    return Hit(
        id=str(doc["id"]),
        day=day_of(doc),
        kind=str(doc.get("kind", "note")),
        people=tuple(names.get(str(one), GONE) for one in doc.get("with") or ()),
        tags=tuple(str(tag) for tag in doc.get("tags") or ()),
        private=has_private(doc),
        left_out=found.left_out,
        doc=doc,
    )


def _when(found: _Found) -> tuple[str, str, int]:
    """The day, then the time within it, then the order of writing."""
    stamp = str(found.doc.get("date") or "")
    return stamp[:10], stamp[11:19] or str(found.doc.get("created") or "")[11:19], found.place


def _has_words(doc: Doc, words: str, names: dict[str, str]) -> bool:
    pieces = [*texts_of(doc), *(str(tag) for tag in doc.get("tags") or ())]
    pieces += [names.get(str(one), "") for one in doc.get("with") or ()]
    text = fold(" ".join(pieces))
    return all(fold(piece) in text for piece in phrases(words))
