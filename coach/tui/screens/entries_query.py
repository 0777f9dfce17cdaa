"""The query of the entry list: the box it is typed into, and what one search brings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from coach.engine.entry_list import Hit
from coach.tui.text import line
from coach.tui.widgets.writing import LineBox

if TYPE_CHECKING:
    from coach.engine.coach import Coach


class SearchBox(LineBox):
    """The query. Tab completes a filter, Down and Enter go to what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the filter", show=False),
        Binding("down", "to_list", "To the list", show=False),
    ]

    class Complete(Message):
        """Tab was pressed."""

    class ToList(Message):
        """Down was pressed."""

    def action_complete(self) -> None:
        """Tab."""
        self.post_message(self.Complete())

    def action_to_list(self) -> None:
        """Down."""
        self.post_message(self.ToList())


@dataclass(frozen=True, slots=True)
class Found:
    """What one search brought."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    in_force: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    """What the last filter can become, as whole queries."""
    words: str = ""
    """The query without its filters."""
    marks: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """For each entry found, where the words stand in its headline."""


def search(coach: "Coach", query: str, limit: int, *, hiding: bool) -> Found:
    """Search once, what others wrote since included.

    Raises UsageError and NotFound for a filter that is not understood.
    """
    coach.refresh()
    entries = coach.entries
    options = tuple(entries.complete(query)) if query[-1:].strip() else ()
    filters = entries.parse(query)
    hits = entries.select(filters, limit=limit + 1, hide_private=hiding)
    words = filters.words.strip()
    marks = {
        hit.id: tuple(coach.search.highlight(line(hit.headline), words)) for hit in hits[:limit] if words
    }
    return Found(tuple(hits[:limit]), len(hits) > limit, tuple(filters.in_force), options, words, marks)


def start_of_last(option: str, query: str) -> int:
    """Where the last piece of a completed query begins: what stands before it is on the screen already."""
    place = max(option.rfind(sign) for sign in " @#") if not query.endswith('"') else 0
    return place + 1 if place >= 0 and option[place] == " " else max(place, 0)
