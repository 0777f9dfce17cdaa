"""Ports whose makers come in at their first use."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.domain.guide import Guide
    from coach.engine.ports import Finding, Guides, Headline
    from coach.engine.search import Search


class LazySearch:
    """Implements the search port of `Entries`; the index and its packages come in at the first search."""

    def __init__(self, search: "Callable[[], Search]") -> None:
        self._search = search

    def find(self, words: str) -> Collection[str]:
        """Ids of the entries that match all the words."""
        return self._search().find(words)


class LazyGuides:
    """Implements the port `Guides`; the prompt files and their packages come in when a guide is wanted."""

    def __init__(self, guides: "Callable[[], Guides]") -> None:
        self._guides = guides

    def all(self) -> "list[Guide]":
        """Every guide that can be used."""
        return self._guides().all()

    def get(self, id: str) -> "Guide":
        """One guide. Raises NotFound, InvalidData."""
        return self._guides().get(id)

    def headline(self, id: str) -> "Headline":
        """Title and minutes."""
        return self._guides().headline(id)

    def problems(self) -> "list[Finding]":
        """What is wrong with guide files."""
        return self._guides().problems()
