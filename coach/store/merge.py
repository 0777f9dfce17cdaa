"""The merged view of all journals: per document the latest change wins, the others stay readable as
versions.

Knows nothing of files. Order is the order of stamps; two lines with one stamp (a copied machine) are both
kept, ordered by their bytes, so that every machine sees the same result.
"""

from bisect import insort
from typing import TYPE_CHECKING

from coach.store.stamps import writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.store.reading import Change, Commit


def _order(change: "Change") -> tuple[str, str]:
    return (change.commit.at, change.commit.sum)


class Merged:
    """What all commits taken so far amount to."""

    def __init__(self) -> None:
        self._documents: dict[str, dict[str, list[Change]]] = {}
        self._live: dict[str, dict[str, Change]] = {}
        self._unsorted: set[str] = set()
        self._tops: dict[str, str] = {}
        self._sums: dict[str, str] = {}
        self._newest = ""
        self._top_schema = 0
        self.commits: dict[str, list[Commit]] = {}
        """All commits of each writer, in the order in which they were read."""

    @property
    def newest(self) -> str:
        """The latest stamp seen; a new one must be later."""
        return self._newest

    @property
    def top_schema(self) -> int:
        """The latest format version seen in a line."""
        return self._top_schema

    def take(self, commit: "Commit") -> bool:
        """Add one commit; False where it is known already, as in a conflict copy."""
        known = self._sums.get(commit.at)
        if known is not None and (known == commit.sum or self._has_twin(commit)):
            return False
        self._sums[commit.at] = commit.sum
        self.commits.setdefault(writer_of(commit.at), []).append(commit)
        self._newest = max(self._newest, commit.at)
        self._top_schema = max(self._top_schema, commit.v)
        for change in commit.changes:
            self._take_change(change)
        return True

    def _has_twin(self, commit: "Commit") -> bool:
        """Whether this line was taken before: needed only where several lines carry one stamp."""
        same = self.commits.get(writer_of(commit.at), ())
        return any(other.at == commit.at and other.sum == commit.sum for other in same)

    def _take_change(self, change: "Change") -> None:
        table, id = change.table, change.id  # noqa: A001  # the port's own word
        documents = self._documents.setdefault(table, {})
        live = self._live.setdefault(table, {})
        versions = documents.get(id)
        if versions is None:
            documents[id] = [change]
        elif _order(versions[-1]) < _order(change):
            versions.append(change)
        else:
            insort(versions, change, key=_order)
            change = versions[-1]
        if change.body is None:
            live.pop(id, None)
            return
        before = live.get(id)
        if before is None:
            born = change.born if versions is None else self.born(table, id)
            if born > self._tops.get(table, ""):
                self._tops[table] = born
            else:
                self._unsorted.add(table)
        elif change.born != before.born:
            self._unsorted.add(table)
        live[id] = change

    def born(self, table: str, id: str) -> str:
        """The stamp of a document's first version; empty where the document is not known."""
        return min((version.born for version in self.versions(table, id)), default="")

    def live(self, table: str) -> "dict[str, Change]":
        """The current version of each live document, oldest document first. Not for the caller to change."""
        live = self._live.get(table, {})
        if table in self._unsorted:
            live = dict(sorted(live.items(), key=lambda item: (self.born(table, item[0]), item[0])))
            self._live[table] = live
            self._unsorted.discard(table)
        return live

    def tables(self) -> list[str]:
        """Names of the tables that hold a live document."""
        return [name for name, live in self._live.items() if live]

    def versions(self, table: str, id: str) -> "list[Change]":
        """All versions of a document, oldest first; none of what was forgotten for good."""
        versions = self._documents.get(table, {}).get(id, [])
        for at in range(len(versions) - 1, -1, -1):
            if versions[at].gone:
                return versions[at + 1 :]
        return versions

    def current(self, table: str, id: str) -> "Change | None":
        """The version that counts: live or in the bin. None where there is none, or it was forgotten."""
        versions = self.versions(table, id)
        return versions[-1] if versions else None

    def before(self, table: str, id: str, stamp: str) -> "Change | None":
        """The version that counted before the commit `stamp`."""
        earlier = [version for version in self.versions(table, id) if version.commit.at < stamp]
        return earlier[-1] if earlier else None

    def binned(self) -> "Iterator[tuple[Change, Change]]":
        """For each document in the bin: its last content, and the change that put it there."""
        for table, documents in self._documents.items():
            live = self._live.get(table, {})
            for key in documents:
                if key in live:
                    continue
                versions = self.versions(table, key)
                last = next((version for version in reversed(versions) if version.body is not None), None)
                if last is not None:
                    yield last, versions[-1]
