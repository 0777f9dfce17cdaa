"""The entries a period's themes may be drawn from, and a plain account of those that were left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coach.domain.entry import day_of, seen_for, texts_of
from coach.domain.records import Doc, Use
from coach.engine.ports import Prompts, Store
from coach.engine.questions.languages import Languages
from coach.engine.questions.reading import folded

LANGUAGE = "en"
"""What the encoder reads (docs/themes.md)."""
_SAMPLE = 150  # words that are plenty to tell a language by
_LANGUAGES = "questions/languages.yaml"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as far as it may be used."""

    id: str
    shown: str
    """The id it was imported with, else its own."""
    day: date
    kind: str
    text: str
    """The person's words, one answer a paragraph."""


@dataclass(frozen=True, slots=True)
class Material:
    """The entries of a period, oldest first, and how many were left out."""

    items: tuple[Item, ...]
    foreign: tuple[Item, ...]
    """Those in a language the engine cannot read: said, not guessed."""
    private: int
    """Entries left out, or used in part, because they are private."""
    stopped: int
    """Entries left out because they were stopped for safety."""
    never_send: int

    @property
    def texts(self) -> dict[str, str]:
        """The words of each entry by id."""
        return {item.id: item.text for item in self.items}

    @property
    def dates(self) -> dict[str, str]:
        """The ISO day of each entry by id."""
        return {item.id: item.day.isoformat() for item in self.items}


def gather(
    store: Store,
    prompts: Prompts,
    since: date | None,
    until: date | None,
    *,
    people: Sequence[str] | None = None,
    use: Use = "own_themes",
) -> Material:
    """Read the entries of a period.

    Args:
        since, until: both days included; None leaves that side open.
        people: only entries that name one of these ids.
        use: `own_themes`, or `remote` for what may leave the machine (design, section 4).
    """
    languages = Languages(prompts.data(_LANGUAGES), _LANGUAGES)
    items: list[Item] = []
    foreign: list[Item] = []
    left_out = {"private": 0, "stopped": 0, "never_send": 0}
    for entry in store.each("entries"):
        day = day_of(entry)
        if day is None or (since and day < since) or (until and day > until):
            continue
        if people is not None and not set(people) & set(_named(entry)):
            continue
        seen, hidden = seen_for(entry, use)
        if seen is None or hidden:
            left_out[_why(entry, whole=seen is None)] += 1
        item = _item(seen, day) if seen is not None else None
        if item is not None:
            english = languages.of(folded(item.text, _SAMPLE), item.text) == LANGUAGE
            (items if english else foreign).append(item)
    items.sort(key=lambda item: item.day)
    foreign.sort(key=lambda item: item.day)
    return Material(tuple(items), tuple(foreign), **left_out)


def _item(entry: Doc, day: date) -> Item | None:
    text = "\n\n".join(piece.strip() for piece in texts_of(entry))
    if not any(ch.isalnum() for ch in text):
        return None
    shown = str(entry.get("source_id") or entry["id"])
    return Item(str(entry["id"]), shown, day, str(entry.get("kind") or "note"), text)


def _why(entry: Doc, *, whole: bool) -> str:
    if whole and not entry.get("private"):
        return "stopped" if entry.get("stopped_for_safety") else "never_send"
    return "private"


def _named(entry: Doc) -> list[Any]:
    value = entry.get("with")
    return value if isinstance(value, list) else []
