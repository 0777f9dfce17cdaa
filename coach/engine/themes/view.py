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

    def to_value(self, shown_ids: Mapping[str, str]) -> dict[str, str]:
        """As JSON shows it; `shown_ids` as in `ThemesView`."""
        return {"entry": shown_ids.get(self.entry, self.entry), "date": self.date, "quote": self.quote}


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

    def to_value(self, shown_ids: Mapping[str, str]) -> dict[str, Any]:
        """One theme of the themes document (design, section 6); `shown_ids` as in `ThemesView`."""
        return {
            "id": self.id,
            "label": self.label,
            "state": self.state,
            "trend": self.trend,
            "count": len(self.entries),
            "entries": [shown_ids.get(entry, entry) for entry in self.entries],
            "summary": [
                {"text": claim.text, "evidence": _values(claim.evidence, shown_ids)} for claim in self.summary
            ],
            "evidence": _values(self.evidence, shown_ids),
            "against": _values(self.against, shown_ids),
            "question": self.question,
        }


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
    coverage: tuple[tuple[int, int], ...] = ()
    """For each week: entries that are in a theme, entries read."""
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
        shown = self._shown
        value: dict[str, Any] = {
            "period": {"since": self.since.isoformat(), "until": self.until.isoformat()},
            "entries": self.entries,
            "engine": {"kind": self.engine.kind, "model": self.engine.model},
            "claims": {"made": self.made, "kept": self.kept},
            "themes": [theme.to_value(self.shown_ids) for theme in self.themes],
            "commitments": [
                {
                    "text": promise.text,
                    "opened": shown(promise.opened),
                    "closed": shown(promise.closed),
                    "status": promise.status,
                    "proposal": promise.proposal.to_value(self.shown_ids) if promise.proposal else None,
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
                {"words": one.words, "count": one.count, "evidence": _values(one.evidence, self.shown_ids)}
                for one in self.recurring
            ]
        return value

    def _shown(self, entry: str | None) -> str | None:
        return None if entry is None else self.shown_ids.get(entry, entry)


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

    def to_value(self) -> dict[str, Any]:
        """`data` of the comparison document."""
        return {
            "period": {"since": self.view.since.isoformat(), "until": self.view.until.isoformat()},
            "then": self.then.isoformat(),
            "entries": {"before": self.before, "after": self.after},
            "themes": [
                {"id": row.theme.id, "label": row.theme.label, "before": row.before, "after": row.after}
                | {"change": row.word}
                for row in self.rows
            ],
        }


def _values(receipts: Sequence[Receipt], shown_ids: Mapping[str, str]) -> list[dict[str, str]]:
    return [one.to_value(shown_ids) for one in receipts]
