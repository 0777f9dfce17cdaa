"""A small digest of the store from which Today is built; JSON-able, the same on every day.

It holds facts with their dates, never a judgement about now, so that a digest kept yesterday serves today.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date  # noqa: TC003  # a plain import costs less than the guard is worth
from typing import Any

from coach.domain.commitment import asks_at_third_carry, is_open, say_whole, times_carried
from coach.domain.entry import answers_of, day_of, headline, is_unfinished, session_state
from coach.domain.records import Doc
from coach.domain.rhythm import week_of
from coach.engine.ports import Guides, Store
from coach.errors import CoachError

WIN_STEPS = ("win", "wins")
"""Steps whose answer is a win."""
SHAPE = 3
"""Number of this shape; a kept digest of another number is not used."""
_BUILT_IN_TITLES = {
    "weekly": ("Weekly reflection", 12),
    "light": ("Light week", 4),
    "return": ("Pick up again", 5),
}
"""Where a guide cannot be read."""
_KEPT_WEEKS = 60
RETURN = "return"
"""The guide offered after a gap."""
_GUIDES_NAMED = ("weekly", "light", RETURN)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is open, or a win: what Today needs of its record."""

    id: str
    text: str
    """The person's words, or a session's title."""
    day: str | None = None
    """ISO date: due, to be reviewed on, or the day of a win."""
    since: str | None = None
    """ISO date or date-time: opened, or last gone on with."""
    owner: str = ""
    """Name of the owner; empty for the person themself."""
    kind: str = ""
    """A session's guide and a session's state are kept as 'guide/state'."""
    count: int = 0
    """Times carried; of a session the questions answered."""
    of: int = 0
    """Questions a session has, follow-ups not counted; 0 where unknown."""
    asks: bool = False
    """The question of the third carry is due."""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """The digest."""

    entries: int = 0
    anything: bool = False
    """Whether there is any entry, commitment, experiment, person or aim."""
    sessions: dict[str, str] = field(default_factory=dict)
    """For each kind of session the ISO date of the last closed; one ended by a stop for safety is none."""
    weeks: tuple[str, ...] = ()
    """Mondays of the weeks in which anything was written, the latest sixty, newest first."""
    unfinished: tuple[Fact, ...] = ()
    """Sessions begun or paused. One stopped for safety waits in the entries and is never due (rubric S7)."""
    commitments: tuple[Fact, ...] = ()
    """Open ones."""
    experiments: tuple[Fact, ...] = ()
    assumptions: tuple[Fact, ...] = ()
    """Open ones that no open experiment tests."""
    wins: tuple[Fact, ...] = ()
    """The latest, and the latest not private where that is another."""
    put_off: dict[str, str] = field(default_factory=dict)
    """For each key of a due item the ISO date until which it stays away."""
    titles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Title and minutes of the guides that are named."""
    shape: int = SHAPE

    def to_value(self) -> dict[str, Any]:
        """The digest as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_value(cls, value: object) -> "Facts | None":
        """The digest kept earlier; None when it is of another shape or damaged."""
        if not isinstance(value, Mapping) or value.get("shape") != SHAPE:
            return None
        try:
            return cls(
                entries=int(value["entries"]),
                anything=bool(value["anything"]),
                sessions=dict(value["sessions"]),
                weeks=tuple(value["weeks"]),
                put_off=dict(value["put_off"]),
                titles={id_: (str(title), int(minutes)) for id_, (title, minutes) in value["titles"].items()},
                unfinished=_rows(value, "unfinished"),
                commitments=_rows(value, "commitments"),
                experiments=_rows(value, "experiments"),
                assumptions=_rows(value, "assumptions"),
                wins=_rows(value, "wins"),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _rows(value: Mapping[str, Any], name: str) -> tuple[Fact, ...]:
    return tuple(Fact(**row) for row in value[name])


def gather(store: Store, *, guides: Guides | None, guide: str) -> Facts:
    """Read the digest off the store: one pass over the entries."""
    sessions: dict[str, str] = {}
    weeks: set[date] = set()
    unfinished: list[Doc] = []
    win: Fact | None = None
    plain_win: Fact | None = None
    for entry in store.each("entries"):
        day = day_of(entry)
        if day is None:
            continue
        weeks.add(week_of(day))
        state = session_state(entry)
        if is_unfinished(entry) and state != "stopped":
            unfinished.append(entry)
        elif (answers_of(entry) or state == "closed") and not ended_by_a_stop(entry):
            kind = str(entry.get("kind", ""))
            sessions[kind] = max(sessions.get(kind, ""), day.isoformat())
        found = _win(entry)
        if found is not None:
            win = _newer(win, found)
            plain_win = plain_win if found.private else _newer(plain_win, found)
    commitments = [doc for doc in store.all("commitments") if is_open(doc)]
    experiments = [doc for doc in store.all("experiments") if is_open(doc)]
    tested = {doc.get("assumption") for doc in experiments}
    names = {doc["id"]: str(doc.get("name", "")) for doc in store.all("people")}
    entries = store.count("entries")
    named = dict.fromkeys([guide, *_GUIDES_NAMED, *(str(doc.get("kind", "")) for doc in unfinished)])
    return Facts(
        entries=entries,
        anything=bool(entries or commitments or experiments or names or store.count("aims")),
        sessions=sessions,
        weeks=tuple(week.isoformat() for week in sorted(weeks, reverse=True)[:_KEPT_WEEKS]),
        unfinished=tuple(_unfinished(doc) for doc in unfinished),
        commitments=tuple(_commitment(doc, names) for doc in commitments),
        experiments=tuple(_returning(doc, "test") for doc in experiments),
        assumptions=tuple(
            _returning(doc, "text")
            for doc in store.all("assumptions")
            if is_open(doc) and doc["id"] not in tested
        ),
        wins=tuple(dict.fromkeys(fact for fact in (win, plain_win) if fact is not None)),
        put_off={str(doc["id"]): str(doc.get("until", "")) for doc in store.all("putoffs")},
        titles={id_: _title(guides, id_) for id_ in named if id_},
    )


def ended_by_a_stop(entry: Doc) -> bool:
    """Whether a session stopped for safety and nothing was written after it: no reflection (rubric S7)."""
    written = list(answers_of(entry))
    if session_state(entry) == "stopped":
        return True
    return bool(entry.get("stopped_for_safety") and written and written[-1].get("stopped_for_safety"))


def _newer(one: Fact | None, other: Fact) -> Fact:
    return other if one is None or (other.day or "", other.id) >= (one.day or "", one.id) else one


def _commitment(doc: Doc, names: Mapping[str, str]) -> Fact:
    from coach.engine.people import GONE  # not above: the first frame needs no people

    owner = str(doc.get("owner") or "me")
    return Fact(
        id=str(doc["id"]),
        text=say_whole(doc),
        day=doc.get("due") or None,
        since=doc.get("review") or None,
        owner="" if owner == "me" else names.get(owner, GONE),
        count=times_carried(doc),
        asks=asks_at_third_carry(doc),
        private=bool(doc.get("private")),
    )


def _returning(doc: Doc, words: str) -> Fact:
    return Fact(
        id=str(doc["id"]),
        text=str(doc.get(words, "")),
        day=doc.get("review_on") or None,
        private=bool(doc.get("private")),
    )


def _unfinished(doc: Doc) -> Fact:
    session = doc.get("session") or {}
    return Fact(
        id=str(doc["id"]),
        text=str(doc.get("title") or session.get("title") or ""),
        since=str(session.get("touched") or session.get("started") or doc.get("date") or "") or None,
        kind=f"{doc.get('kind', '')}/{session.get('state', 'open')}",
        count=sum(1 for answer in answers_of(doc) if not answer.get("follow_up")),
        of=len(plan) if isinstance(plan := session.get("plan"), list) else 0,
        private=bool(doc.get("private")),
    )


def _win(entry: Doc) -> Fact | None:
    """The win of an entry: written as one, or what a session answered when asked for one (practice 7)."""
    private = bool(entry.get("private"))
    text = headline(entry) if entry.get("kind") == "win" else ""
    if not text and not is_unfinished(entry):
        answer = next(
            (one for one in answers_of(entry) if one.get("becomes") == "win" or one.get("step") in WIN_STEPS),
            {},
        )
        text = str(answer.get("answer") or "").strip().partition("\n")[0]
        private = private or bool(answer.get("private"))
    if not text or entry.get("stopped_for_safety"):
        return None
    return Fact(id=str(entry["id"]), text=text, day=str(entry.get("date", ""))[:10], private=private)


def _title(guides: Guides | None, id: str) -> tuple[str, int]:
    if guides is not None:
        try:
            guide = guides.get(id)
        except CoachError:
            pass
        else:
            return guide.title, guide.minutes
    return _BUILT_IN_TITLES.get(id, (id.capitalize(), 0))
