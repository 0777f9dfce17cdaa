"""What Today shows, as values: due items, commitments, one win, the rhythm. Frozen, no behaviour."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

ActionKind = Literal["start", "resume", "commitment", "experiment", "assumption"]


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that is due."""

    key: str
    """Stable: what a put-off remembers, e.g. 'reflection', 'experiment/ID'."""
    kind: Literal["session", "reflection", "return", "experiment", "assumption", "commitment"]
    title: str
    detail: str
    action: tuple[ActionKind, str]
    """What Enter does: 'start' with a guide's id, 'resume' with an entry's, else kind and id of a record."""
    minutes: int
    """About how long it takes; 0 where unknown."""
    late: bool
    """Only a commitment past its day is late; nothing else is."""
    since: date | None
    """The day it fell due, or was last gone on with."""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One open commitment as Today lists it."""

    id: str
    text: str
    owner: str
    """'me' or a name."""
    when: str
    """'was due Mon', 'due today', 'Fri 20 Nov', or empty without a day."""
    due: date | None
    late: bool
    carried: int
    asks_third_carry: bool


@dataclass(frozen=True, slots=True)
class CommitmentBlock:
    """Open commitments: how many, and those whose day is near."""

    open: int
    late: int
    rows: tuple[CommitmentRow, ...]
    """Late ones, those due within the days looked ahead, those without a day; never those put off."""


@dataclass(frozen=True, slots=True)
class Win:
    """One small improvement that was seen."""

    entry: str
    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class LastTheme:
    """A theme of the view drawn last, with one of its quotes."""

    id: str
    label: str
    entries: int
    counts: tuple[int, ...]
    """Entries over the period, in a few sums of whole weeks; empty where entries went since."""
    trend: str | None
    """rising, fading, steady; None where it cannot be said."""
    entry: str
    """The entry of the quote."""
    day: date
    quote: str
    """Letter by letter as written."""

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> "LastTheme":
        """From a JSON value. Raises KeyError, TypeError, ValueError: it is none."""
        return cls(
            id=str(value["id"]),
            label=str(value["label"]),
            entries=int(value["entries"]),
            counts=tuple(int(one) for one in value["counts"]),
            trend=value["trend"],
            entry=str(value["entry"]),
            day=date.fromisoformat(value["day"][:10]),
            quote=str(value["quote"]),
        )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weeks touched, of the last eight. A count, never a streak."""

    touched: int
    weeks: tuple[bool, ...]
    """Oldest first; the last is this week."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next thing with a day, for when nothing is due."""

    title: str
    day: date
    when: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """Today, ready to be shown, in its order: due, next meeting, commitments, last theme, one win."""

    today: date
    due: tuple[DueItem, ...]
    """Without commitments: they have a block of their own."""
    next_meeting: None
    """Meetings are not kept yet."""
    commitments: CommitmentBlock
    last_theme: LastTheme | None
    """None where no theme was drawn on this machine, or none of them holds."""
    win: Win | None
    gap_days: int | None
    """Days since the last closed session, where that is 21 or more; else None."""
    days_since: int | None
    """Days since the last reflection; None before the first."""
    rhythm: Rhythm
    upcoming: Upcoming | None
    empty: bool
    """First day: nothing has been written or planned yet."""
    left_out: int
    """Private things not shown because private words are hidden now."""

    def to_value(self) -> dict[str, Any]:
        """The view as JSON holds it: days as ISO dates."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
