"""Import and export of entries as JSON lines, one entry a line (design section 6; promises P15, P43, P44)."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from coach.domain.entry import day_of
from coach.domain.ids import new_id
from coach.domain.person import names_of
from coach.domain.records import Doc
from coach.domain.text import fold
from coach.engine.ports import Clock, Put, Store
from coach.errors import InvalidData
from coach.exchange.entry_lines import Incoming, incoming, outgoing
from coach.exchange.json_lines import dump, numbered, parse_object

_BATCH_ENTRIES = 1000
_BATCH_CHARS = 4_000_000
"""A batch is one commit: all of it is kept or none. Few and large: undo goes back commit by commit."""


@dataclass(slots=True)
class Report:
    """What an import did."""

    read: int = 0
    """Lines that held anything."""
    added: int = 0
    skipped: int = 0
    """Lines that are here already, with the same content."""
    conflicts: list[Doc] = field(default_factory=list)
    """`{"line", "id"}` of entries added although another content has their id already."""
    errors: list[Doc] = field(default_factory=list)
    """`{"line", "message"}` of lines that could not be read."""
    people: list[str] = field(default_factory=list)
    """Names that became people."""


@dataclass(slots=True)
class LeftOut:
    """What an export did not write, counted while it runs."""

    entries: int = 0
    answers: int = 0


class Exchange:
    """Takes entries in and hands them out."""

    def __init__(self, *, store: Store, clock: Clock, check: Callable[[str], object] | None = None) -> None:
        """Keep what is needed.

        Args:
            check: the safety check; what it answers to is taken in with `stopped_for_safety` (rubric S1, S6).
        """
        self._store = store
        self._clock = clock
        self._check = check

    def read_in(self, lines: Iterable[bytes], *, dry_run: bool = False) -> Report:
        """Add the entries of a file, one JSON object a line.

        A line that is here already with the same content is skipped, so that a repeat after a crash adds
        nothing twice; one whose id is here with other content is added beside it and listed. An unreadable
        line is listed and the rest goes in. Unknown names become people. Nothing is ever overwritten.

        Args:
            lines: the file's lines as bytes.
            dry_run: only report what would be done.
        """
        report = Report()
        known = _Known(self._store, self._clock)
        batch: list[Put] = []
        size = 0
        for number, raw in numbered(lines):
            report.read += 1
            try:
                entry = incoming(parse_object(raw))
            except InvalidData as error:
                report.errors.append({"line": number, "message": error.message})
                continue
            digest = content_digest(entry)
            standing = known.standing(entry.id, digest)
            if standing == "same":
                report.skipped += 1
                continue
            if standing == "other":
                report.conflicts.append({"line": number, "id": entry.id})
            puts = known.take(entry, digest, report)
            if not dry_run:
                self._mark_danger(puts[-1].doc)
            batch.extend(puts)
            report.added += 1
            size += len(raw)
            if len(batch) >= _BATCH_ENTRIES or size >= _BATCH_CHARS:
                self._keep(batch, dry_run=dry_run)
                batch, size = [], 0
        self._keep(batch, dry_run=dry_run)
        return report

    def write_out(
        self,
        *,
        include_private: bool = False,
        since: date | None = None,
        person: str | None = None,
        left_out: LeftOut | None = None,
    ) -> Iterator[Doc]:
        """The entries as objects of an entry file, in the order they were created.

        Args:
            include_private: also what is marked private.
            since: only entries of this day or later.
            person: only entries with the person of this id.
            left_out: filled while the iterator runs.
        """
        names = _Names(self._store)
        counted = left_out if left_out is not None else LeftOut()
        for entry in self._store.each("entries"):
            if since is not None and ((day := day_of(entry)) is None or day < since):
                continue
            if person is not None and person not in entry.get("with", ()):
                continue
            if not entry.get("answers") and not entry.get("text"):
                continue  # a session begun and not yet answered holds no words of the person
            line = outgoing(entry, names.of(entry), include_private=include_private)
            if line is None:
                counted.entries += 1
                continue
            counted.answers += len(entry.get("answers", ())) - len(line.get("answers", ()))
            yield line

    def whole(self) -> tuple[list[str], LeftOut]:
        """Every line of a file with all entries but what is private, and how much was left out."""
        left_out = LeftOut()
        return [to_line(entry) for entry in self.write_out(left_out=left_out)], left_out

    def _mark_danger(self, entry: Doc) -> None:
        """Mark what the check answers to, as what is written here is marked. Raises InvalidData."""
        if self._check is None:
            return
        found = bool(entry.get("text")) and self._check(str(entry["text"])) is not None
        for answer in entry.get("answers", ()):
            if self._check(answer["answer"]) is not None:
                answer["stopped_for_safety"] = found = True
        if found:
            entry["stopped_for_safety"] = True

    def _keep(self, batch: list[Put], *, dry_run: bool) -> None:
        if batch and not dry_run:
            entries = sum(put.table == "entries" for put in batch)
            self._store.commit(batch, label=f"Import {entries} {'entry' if entries == 1 else 'entries'}")


def to_line(entry: Doc) -> str:
    """One object of `write_out` as a line of a file, without its line end."""
    return dump(entry)


def content_digest(entry: Incoming) -> str:
    """A checksum of what was written and how it is filed; two lines with the same one are the same entry."""
    answers = None
    if entry.answers is not None:
        answers = [
            [answer["question"], answer["answer"], bool(answer.get("private"))] for answer in entry.answers
        ]
    people = sorted({fold(name) for name in entry.people})
    content = [entry.date, entry.kind, entry.text, answers, people, list(entry.tags), entry.private]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


class _Names:
    """Names of people by id, those removed since included."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_id = {person["id"]: str(person.get("name") or "") for person in store.all("people")}

    def of(self, entry: Doc) -> list[str]:
        return [self._name(one) for one in entry.get("with", ())]

    def _name(self, id: str) -> str:
        if id not in self._by_id:
            gone = (version.doc for version in self._store.versions("people", id))
            self._by_id[id] = next((str(doc["name"]) for doc in gone if doc and doc.get("name")), id)
        return self._by_id[id]


class _Known:
    """What the store holds, as an import needs to ask it; grows with what the import adds."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._clock = clock
        self._people: dict[str, str] = {}
        for person in store.all("people"):
            for name in names_of(person):
                self._people.setdefault(fold(str(name)), person["id"])
        self._by_id: dict[str, set[str]] = {}
        self._loose: Counter[str] = Counter()
        names = _Names(store)
        for entry in store.each("entries"):
            digests = _digests(entry, names.of(entry))
            for known_as in {entry["id"], entry.get("source_id") or entry["id"]}:
                self._by_id.setdefault(known_as, set()).update(digests)
            self._loose.update(digests)

    def standing(self, id: str | None, digest: str) -> str:
        """Whether a line is here already: `same`, `other` content under its id, or `new`.

        Lines without an id are told apart by content alone: the second of two equal ones is a second entry,
        once, however often the file is read.
        """
        if id is None:
            if self._loose[digest] > 0:
                self._loose[digest] -= 1
                return "same"
            return "new"
        digests = self._by_id.get(id)
        if digests is None:
            return "new"
        return "same" if digest in digests else "other"

    def take(self, entry: Incoming, digest: str, report: Report) -> list[Put]:
        """The documents that keep one new entry: people not known yet, then the entry."""
        now = self._clock.now()
        puts: list[Put] = []
        ids = []
        for name in entry.people:
            key = fold(name)
            if key not in self._people:
                person: Doc = {
                    "id": new_id(now),
                    "created": now.isoformat(),
                    "name": name,
                    "role": "peer",
                    "aka": [],
                }
                self._people[key] = person["id"]
                report.people.append(name)
                puts.append(Put("people", person))
            if self._people[key] not in ids:
                ids.append(self._people[key])
        doc: Doc = {
            **entry.more,
            "id": new_id(now),
            "created": now.isoformat(),
            "date": entry.date,
            "kind": entry.kind,
        }
        if entry.text is not None:
            doc["text"] = entry.text
        if entry.answers is not None:
            doc["answers"] = [dict(answer) for answer in entry.answers]
        doc |= {"with": ids, "tags": list(entry.tags), "source_digest": digest}
        if entry.private:
            doc["private"] = True
        if entry.id is not None:
            doc["source_id"] = entry.id
            self._by_id.setdefault(entry.id, set()).add(digest)
        puts.append(Put("entries", doc))
        return puts


def _digests(entry: Doc, names: list[str]) -> set[str]:
    """The checksums under which an entry is recognised: as it came, as it is, and as an export without the
    private parts gives it. So an entry corrected after its import is not added again in its old form."""
    found = {str(entry["source_digest"])} if entry.get("source_digest") else set()
    for include_private in (True, False):
        line = outgoing(entry, names, include_private=include_private)
        if line is not None:
            try:
                found.add(content_digest(incoming(line)))
            except (
                InvalidData
            ):  # a record of a later version, or an entry emptied by its author: no file can equal it
                continue
    return found
