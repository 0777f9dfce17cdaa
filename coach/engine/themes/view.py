"""What reading the themes gives: plain values for screens, commands and JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from coach.domain.asking import EngineName

State = Literal["new", "kept", "renamed"]
Trend = Literal["rising", "fading", "steady"]
Word = Literal["new", "gone", "more", "less", "same"]
THEMES, RECURRING = "Themes", "Recurring words"
"""What the list is called: words that only recur are never called themes."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Words that stand in an entry."""

    entry: str
    """The entry's id in the store."""
    date: str
    """ISO day of the entry."""
    quote: str
    """Letter by letter as written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what it rests on (feature C1)."""

    text: str
    evidence: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """What keeps returning, with its proof (rubric T1-T7)."""

    id: str
    """Stays the same for the same entries; the id of the record once the person decided about it."""
    label: str
    state: State
    trend: Trend | None
    """None where the period has under eight entries (rubric T5)."""
    entries: tuple[str, ...]
    """Ids in the store, oldest first."""
    weeks: tuple[int, ...]
    """Entries a week, beside `ThemesView.weeks`."""
    summary: tuple[Claim, ...]
    evidence: tuple[Receipt, ...]
    against: tuple[Receipt, ...]
    """Empty: none found."""
    question: str
    choices: tuple[str, ...] = ()
    """Up to three names from the catalogue, to offer when the person renames."""
    people: tuple[str, ...] = ()
    """Names that stand in at least two of its entries."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A word that returns: a count and quotes, no meaning claimed."""

    words: str
    count: int
    """Entries it stands in."""
    evidence: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment on record, or an intention found in an entry (rubric T4)."""

    text: str
    opened: str | None
    """The entry it was said in; None where a record names none."""
    opened_on: str
    closed: str | None
    status: Literal["open", "closed"]
    record: str | None = None
    """Id of the commitment on record."""
    proposal: Receipt | None = None
    """A later entry that may tell it was done: to be asked about, never closed without a yes."""


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The themes of a period."""

    since: date
    until: date
    entries: int
    """Entries read; those left out are told in `notes`."""
    engine: EngineName
    made: int
    """Claims made."""
    kept: int
    """Claims that passed the check of their receipts, the only ones shown."""
    themes: tuple[Theme, ...]
    promises: tuple[Promise, ...]
    heading: str = THEMES
    recurring: tuple[Recurring, ...] = ()
    unsorted: tuple[str, ...] = ()
    """Ids of entries in no theme."""
    weeks: tuple[date, ...] = ()
    """The Monday of each week of the period."""
    notes: tuple[str, ...] = ()
    """Plain sentences to be shown: too few entries, other languages, what was left out and why."""
    private_left_out: int = 0
    complete: bool = True
    """False where it was stopped before all entries were read."""
    drawn: datetime | None = None
    shown_ids: Mapping[str, str] = field(default_factory=dict)
    """The id each entry was imported with, where it has one: it stands for the entry in JSON output."""

    def theme(self, id: str) -> Theme | None:
        """The theme with this whole id."""
        return next((theme for theme in self.themes if theme.id == id), None)

    def to_value(self) -> dict[str, Any]:
        """`data` of the themes document (design, section 6)."""

        def shown(entry: str | None) -> str | None:
            return None if entry is None else self.shown_ids.get(entry, entry)

        def receipts(found: Sequence[Receipt]) -> list[dict[str, Any]]:
            return [{"entry": shown(one.entry), "date": one.date, "quote": one.quote} for one in found]

        value: dict[str, Any] = {
            "period": {"since": self.since.isoformat(), "until": self.until.isoformat()},
            "entries": self.entries,
            "engine": {"kind": self.engine.kind, "model": self.engine.model},
            "claims": {"made": self.made, "kept": self.kept},
            "themes": [
                {
                    "id": theme.id,
                    "label": theme.label,
                    "state": theme.state,
                    "trend": theme.trend,
                    "count": len(theme.entries),
                    "entries": [shown(entry) for entry in theme.entries],
                    "summary": [
                        {"text": claim.text, "evidence": receipts(claim.evidence)} for claim in theme.summary
                    ],
                    "evidence": receipts(theme.evidence),
                    "against": receipts(theme.against),
                    "question": theme.question,
                }
                for theme in self.themes
            ],
            "commitments": [
                {
                    "text": promise.text,
                    "opened": shown(promise.opened),
                    "closed": shown(promise.closed),
                    "status": promise.status,
                    "proposal": receipts([promise.proposal])[0] if promise.proposal else None,
                }
                for promise in self.promises
            ],
            "unsorted": [shown(entry) for entry in self.unsorted],
            "private_left_out": self.private_left_out,
            "complete": self.complete,
            "notes": list(self.notes),
        }
        if self.heading == RECURRING:
            value["recurring_words"] = [
                {"words": one.words, "count": one.count, "evidence": receipts(one.evidence)}
                for one in self.recurring
            ]
        return value


@dataclass(frozen=True, slots=True)
class Likeness:
    """An entry near in meaning to a text or another entry."""

    entry: str
    date: str
    score: float
    """Cosine, -1 to 1: an estimate to order by, not a measure of truth."""
    quote: str
    """The sentence that is nearest."""


@dataclass(frozen=True, slots=True)
class Change:
    """One theme before and after a day."""

    theme: Theme
    before: int
    after: int
    """Entries on each side."""
    word: Word


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since a day: one grouping over the whole period, counted on each side of it."""

    view: ThemesView
    then: date
    before: int
    after: int
    """Entries read on each side."""
    rows: tuple[Change, ...]
