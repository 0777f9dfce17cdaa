"""Use cases: how much structure the questions give, and what speaks for another level (F1-F2, C7).

The level is the person's. The program proposes a step where it can show why, and moves nothing by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any, NamedTuple, cast

from coach.domain.asking import SUPPORT_LEVELS as LEVELS
from coach.domain.asking import Support as Level
from coach.domain.entry import answers_of, day_of, session_state
from coach.domain.records import Doc
from coach.domain.text import fold
from coach.domain.visibility import may
from coach.engine.ports import Clock, Prompts, Put, Store
from coach.errors import UsageError

_MARK = "support"
_LOOK_BACK = 12
"""Closed sessions that are looked at at all."""
_LOOKED_AT = 4
_NEEDED = 3
"""A next step with its sign in 3 of the last 4 sessions speaks for a step up (rubric F2)."""
_RECENT = 2
"""Being stuck counts in the last two sessions."""
_LEFT_OUT = 2
"""Two reflections left out speak for a step down (rubric F2)."""
_NO_STEP = ("return",)
"""Session kinds that ask for no next step; they speak neither for nor against."""


class Sign(NamedTuple):
    """One piece of evidence: the very words, and where they stand."""

    entry: str
    day: date
    quote: str
    """The person's words; empty where a day alone speaks."""


class Proposal(NamedTuple):
    """A step worth talking about. It is the person's to take."""

    level: Level
    now: Level
    why: str
    """One plain sentence."""
    evidence: tuple[Sign, ...]
    """Oldest first."""


class Step(NamedTuple):
    """One decision about the level, as history keeps it."""

    day: date | None
    old: str
    new: str
    why: str


class Support:
    """The level of support: what it is, what speaks for another, who decided when."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        prompts: Prompts | None = None,
        setting: Level = "supported",
        every_days: int = 7,
    ) -> None:
        """Keep what is needed.

        Args:
            prompts: for the words of being stuck; without them words speak for nothing.
            setting: the level of the settings: in force until a step is taken here, and again from the moment
                it is changed there: the later decision holds.
            every_days: days between two reflections.
        """
        self._store = store
        self._clock = clock
        self._prompts = prompts
        self._setting = setting
        self._every_days = every_days

    def level(self) -> Level:
        """The level in force."""
        kept = self._kept()
        level = kept.get("level")
        if level in LEVELS and kept.get("instead_of") == self._setting:
            return cast("Level", level)
        return self._setting

    def history(self) -> list[Step]:
        """Every decision, the newest first."""
        rows = self._kept().get("history")
        found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        return [
            Step(day_of(row, "on"), str(row.get("from", "")), str(row.get("to", "")), str(row.get("why", "")))
            for row in reversed(found)
        ]

    def proposal(self) -> Proposal | None:
        """A step that the last sessions speak for; None where nothing does, or it was answered already.

        Only sessions since the last decision count, and nothing that is private.
        """
        now = self.level()
        closed = self._sessions()
        place = LEVELS.index(now)
        if place > 0 and (found := self._stuck(closed) or self._left_out(closed)):
            why, evidence = found
            return Proposal(LEVELS[place - 1], now, why, evidence)
        if place < len(LEVELS) - 1 and (signs := self._own_steps(closed)):
            why = (
                f"In {len(signs)} of your last {_LOOKED_AT} sessions you named a next step and the sign "
                "by which it will be seen, without being asked for one."
            )
            return Proposal(LEVELS[place + 1], now, why, signs)
        return None

    def move(self, level: str, why: str = "") -> Level:
        """Take a step, up or down, proposed or not; the reason is kept with it, and undo takes it back.

        Raises:
            UsageError: no such level, or it is in force already.
        """
        if level not in LEVELS:
            raise UsageError(
                f"“{level}” is no level of support. Nothing was changed.", hint=f"Use {', '.join(LEVELS)}."
            )
        now = self.level()
        if level == now:
            raise UsageError(f"The level is {now} already. Nothing was changed.")
        self._decide(now, level, why.strip(), label=f"support: {level}")
        return level

    def stay(self, why: str = "") -> Level:
        """Answer a proposal with no: what spoke for it is not brought up again."""
        now = self.level()
        self._decide(now, now, why.strip(), label=f"support: stays {now}")
        return now

    def _decide(self, old: Level, new: Level, why: str, *, label: str) -> None:
        kept, now = self._kept(), self._clock.now().isoformat(timespec="seconds")
        today = self._clock.today().isoformat()
        rows = kept.get("history")
        doc: Doc = {
            **(kept or {"id": _MARK, "created": now}),
            "level": new,
            "instead_of": self._setting,
            "since": today,
            "after": [str(doc["id"]) for doc in self._sessions()][-_LOOKED_AT:],
            "history": [
                *(rows if isinstance(rows, list) else []),
                {"on": today, "from": old, "to": new, "why": why},
            ],
        }
        self._store.commit([Put("marks", doc)], label=label)

    def _kept(self) -> Doc:
        return self._store.get("marks", _MARK) or {}

    def _sessions(self) -> list[Doc]:
        """Closed sessions since the last decision that ask for a next step, oldest first."""
        kept = self._kept()
        since, known = day_of(kept, "since"), kept.get("after") or ()
        found = [
            entry
            for entry in islice(self._closed(), _LOOK_BACK)
            if entry.get("kind") not in _NO_STEP
            and may(entry, "own_themes")
            and (day := day_of(entry)) is not None
            and (since is None or (day >= since and entry["id"] not in known))
        ]
        return sorted(found, key=lambda entry: str(entry.get("date", ""))[:10])

    def _closed(self) -> Iterator[Doc]:
        """Closed sessions, the one begun last first; reads no further than it is asked to."""
        for id_ in reversed(self._store.ids("entries")):
            entry = self._store.get("entries", id_)
            if entry is not None and session_state(entry) == "closed":
                yield entry

    def _own_steps(self, closed: Sequence[Doc]) -> tuple[Sign, ...]:
        """The signs named in the last sessions, one a session; none where they are too few."""
        last = closed[-_LOOKED_AT:]
        by_entry: dict[str, str] = {}
        for table in ("experiments", "commitments"):
            for doc in self._store.each(table):
                sign = str(doc.get("sign") or "").strip()
                if sign and doc.get("opened") and may(doc, "own_themes"):
                    by_entry[str(doc["opened"])] = sign
        signs = [_sign(entry, by_entry[entry["id"]]) for entry in last if entry["id"] in by_entry]
        return tuple(signs) if len(last) == _LOOKED_AT and len(signs) >= _NEEDED else ()

    def _stuck(self, closed: Sequence[Doc]) -> tuple[str, tuple[Sign, ...]] | None:
        words = self._words()
        said = [_sign(entry, sentence) for entry in closed[-_RECENT:] for sentence in _saying(entry, *words)]
        return ("You said that you are stuck.", tuple(said)) if said else None

    def _left_out(self, closed: Sequence[Doc]) -> tuple[str, tuple[Sign, ...]] | None:
        """Whether two reflections were left out before the last one, or since it."""
        if not closed:
            return None
        span = timedelta(days=self._every_days * (_LEFT_OUT + 1))
        days = [*(cast("date", day_of(entry)) for entry in closed[-_RECENT:]), self._clock.today()]
        if all(later - earlier < span for earlier, later in pairwise(days)):
            return None
        return "Two reflections were left out.", tuple(_sign(entry, "") for entry in closed[-_RECENT:])

    def _words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        data: Any = self._prompts.data("questions/support.yaml") if self._prompts else None
        lists = data if isinstance(data, Mapping) else {}
        return _phrases(lists.get("stuck")), _phrases(lists.get("unless"))


def _sign(entry: Doc, quote: str) -> Sign:
    return Sign(str(entry["id"]), cast("date", day_of(entry)), quote)


def _saying(entry: Doc, phrases: Sequence[str], unless: Sequence[str]) -> Iterator[str]:
    """The sentences of an entry's answers in which one of the phrases stands."""
    for answer in answers_of(entry):
        if not may(answer, "own_themes"):
            continue
        text = str(answer.get("answer", ""))
        for sentence in text.replace("!", ".").replace("\n", ".").split("."):
            plain = f" {fold(sentence.replace('’', chr(39)))} "
            if any(f" {one} " in plain.replace(",", " ") for one in phrases) and not any(
                one in plain for one in unless
            ):
                yield sentence.strip()


def _phrases(value: object) -> tuple[str, ...]:
    return tuple(fold(one) for one in value if isinstance(one, str)) if isinstance(value, list) else ()
