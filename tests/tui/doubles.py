"""A Coach for the screens: the real use cases over a store in memory, and a scripted session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from coach.config import Settings
from coach.domain.asking import Because, Card
from coach.domain.guide import Guide, Step
from coach.engine.aims import Aims
from coach.engine.assumptions import Assumptions
from coach.engine.commitments import Commitments
from coach.engine.due import Today
from coach.engine.entries import Entries
from coach.engine.experiments import Experiments
from coach.engine.gate.privacy import Status
from coach.engine.history import History
from coach.engine.people import People
from coach.engine.ports import Draft, Finding
from coach.engine.safety.notice import Notice
from coach.engine.search.index import highlight
from coach.engine.themes import Themes
from coach.engine.today import TodayView
from coach.engine.turns import Closed, RecapLine, Receipt, StepMark, Turn
from coach.errors import NotFound, StoreUnwritable, UsageError
from tests.doubles.memory_store import MemoryStore
from tests.engine.themes.desk import (
    BUDGET,
    SINGING,
    TRAINS,
    Asks,
    RowsInMemory,
    ShelfInMemory,
    WordEncoder,
    packaged,
)

NOW = datetime(2026, 11, 18, 14, 2, 11, tzinfo=UTC)


class Clock:
    """A clock that stands still, on a Wednesday."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()

    def stamp(self) -> datetime:
        return NOW


class MemoryDrafts:
    """Drafts in memory. `left` are those of a process that is gone; `refuse` makes every save fail."""

    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}
        self.left: list[str] = []
        self.saves: list[tuple[str, str]] = []
        self.refuse = False

    def leave(self, key: str, text: str, *, at: datetime = NOW - timedelta(days=1), **about: str) -> None:
        self.kept[key] = Draft(key, text, at, about)
        self.left.append(key)

    def save(self, key: str, text: str, about: Mapping[str, str] | None = None) -> datetime:
        if self.refuse:
            raise StoreUnwritable("The disk is full; your text is still on the screen.", hint="Make room.")
        self.saves.append((key, text))
        self.kept[key] = Draft(key, text, NOW, dict(about or {}))
        if key in self.left:
            self.left.remove(key)
        return NOW

    def get(self, key: str) -> Draft | None:
        return self.kept.get(key)

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)
        if key in self.left:
            self.left.remove(key)

    def discard(self, draft: Draft) -> None:
        self.drop(draft.key)

    def left_over(self) -> list[Draft]:
        return [self.kept[key] for key in self.left]


WEEKLY = Guide(
    id="weekly",
    version=1,
    title="Weekly reflection",
    intent="What this week taught, and one thing to try.",
    minutes=12,
    roles=("self",),
    steps=(
        Step(
            "win",
            "win",
            {"supported": "Which small thing went better this week?"},
            "Small wins add up.",
            "describe",
        ),
        Step(
            "assumption",
            "assumption",
            {"supported": "Which belief held you back most this week, and what would test another one?"},
            "A belief that is named can be tested.",
            "meaning",
            follow_ups=2,
            becomes="assumption",
        ),
        Step(
            "commitment",
            "commitment",
            {"supported": "What will you do, and by when?"},
            "One is plenty.",
            "plan",
        ),
    ),
)
LIGHT = replace(WEEKLY, id="light", title="Light week", intent="Two questions for a full week.", minutes=4)


class Guides:
    def all(self) -> list[Guide]:
        return [WEEKLY, LIGHT]

    def get(self, id: str) -> Guide:
        for guide in self.all():
            if guide.id == id:
                return guide
        raise NotFound("No such guide.")

    def headline(self, id: str) -> Any:
        guide = self.get(id)
        return SimpleNamespace(id=id, title=guide.title, minutes=guide.minutes)

    def problems(self) -> list[Finding]:
        return []


@dataclass
class ScriptedSession:
    """Walks `guide` and remembers every move; a step that allows follow-ups asks them after each answer."""

    guide: Guide = WEEKLY
    id: str = "0entry0000000000000000a"
    state: str = "open"
    notice: Notice | None = None
    title: str = ""
    moves: list[tuple[str, Any]] = field(default_factory=list)
    receipts: tuple[Receipt, ...] = ()
    stop_on: str = "I want to die"
    stop_notice: Notice | None = None
    failing: bool = False
    question: str = ""
    at: int = 0
    follow: int = 0
    private: bool = False
    given: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(
        default_factory=lambda: {
            "change": "Ask Omar on Monday",
            "commitment.text": "Write the notes",
            "commitment.due": "2026-11-20",
        }
    )
    choices: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    shown_recap: tuple[RecapLine, ...] = ()
    """Lines of the recap in place of the usual ones."""
    own: bool = False
    moved_on: bool = False
    """The next move is refused, for another window answered this question meanwhile."""

    @property
    def turn(self) -> Turn:
        step = self.guide.steps[self.at]
        card = None
        question = self.question or step.questions["supported"]
        if self.follow:
            because = Because(
                "hedge", "so I guessed the limits", "You named a guess; it may hide a question."
            )
            question = self.question or "You wrote “so I guessed the limits”: what did guessing cost?"
            card = Card("ask", question, question, step.stage, because, "cost")
        key = f"session/{self.id}/{step.id}" + (f"/{self.follow}" if self.follow else "")
        return Turn(
            step=step.id,
            kind="follow_up" if self.follow else "step",
            title=step.title,
            question=question,
            why=step.why,
            stage=step.stage,
            receipts=() if self.follow else self.receipts,
            card=card,
            follow_up=self.follow,
            follow_ups=step.follow_ups,
            position=self.at + 1,
            total=len(self.guide.steps),
            minutes_left=8 - 2 * self.at,
            draft_key=key,
            answer=self.given.get(key, ""),
            private=self.private,
            choices=self.choices,
            own=self.own,
            may_ask=self.follow > 0,
        )

    @property
    def earlier(self) -> tuple[Turn, ...]:
        if not self.follow:
            return ()
        step = self.guide.steps[self.at]
        first = replace(
            self.turn,
            kind="step",
            question=step.questions["supported"],
            answer=self.given.get(f"session/{self.id}/{step.id}", ""),
        )
        return (first,)

    @property
    def progress(self) -> tuple[StepMark, ...]:
        def status(place: int, key: str) -> Any:
            if place == self.at and self.state == "open":
                return "now"
            return ("done" if self.given.get(key) else "skipped") if place < self.at else "then"

        return tuple(
            StepMark(step.id, step.title, status(place, f"session/{self.id}/{step.id}"))
            for place, step in enumerate(self.guide.steps)
        )

    def _moved(self, move: str, value: Any = None) -> None:
        if self.failing:
            raise StoreUnwritable(
                "The disk is full; nothing was changed.", hint="Make room and press ^n again."
            )
        if self.moved_on:
            self.moved_on = False
            self._next()
            raise UsageError("This session moved on somewhere else. What you typed is still here.")
        self.remarks = ()
        self.moves.append((move, value))

    def _next(self) -> None:
        self.question, self.private, self.own = "", False, False
        if self.at + 1 < len(self.guide.steps):
            self.at, self.follow = self.at + 1, 0
        else:
            self.state = "recap"

    def answer(self, text: str) -> None:
        if not text.strip():
            self.skip()
            return
        self._moved("answer", text)
        self.given[self.turn.draft_key] = text
        if self.stop_on in text:
            self.state = "stopped"
            self.notice = self.stop_notice or Notice(
                "self_harm",
                True,
                "en",
                "I stop here. You can call 000.\nThis is a program; it told nobody.",
                (),
            )
        elif self.follow < self.guide.steps[self.at].follow_ups:
            self.follow += 1
        else:
            self._next()

    def skip(self) -> None:
        self._moved("skip")
        self._next()

    def back(self) -> None:
        self._moved("back")
        if self.state == "recap":
            self.state = "open"
        elif self.follow:
            self.follow -= 1
        else:
            self.at = max(self.at - 1, 0)

    def another(self) -> None:
        self._moved("another")
        self.question = "And seen from Omar's side?"

    def deeper(self) -> None:
        if not self.follow:
            raise UsageError("Only a follow-up can go deeper.")
        self._moved("deeper")

    def never_again(self) -> None:
        if not self.follow:
            raise UsageError("Only a follow-up can be left out for good.")
        self._moved("never_again")

    def ask_own(self, question: str) -> None:
        self._moved("ask_own", question)
        self.question, self.own = question, True

    def set_private(self, on: bool) -> None:
        self._moved("private", on)
        self.private = on

    def pause(self) -> None:
        self._moved("pause")
        self.state = "paused"

    def resume(self) -> None:
        self._moved("resume")
        self.state = "open"

    def go_on(self) -> None:
        self._moved("go_on")
        self.state = "open"
        self._next()

    def save_and_close(self) -> None:
        self._moved("save_and_close")
        self.state = "closed"

    def delete(self) -> None:
        self._moved("delete")
        self.state = "closed"

    @property
    def recap(self) -> tuple[RecapLine, ...]:
        if self.shown_recap:
            return self.shown_recap
        return (
            RecapLine(
                "change", "Change for next week", self.lines["change"], "what will be different", False, True
            ),
            RecapLine(
                "commitment.text", "Commitment", self.lines["commitment.text"], "one thing", False, True
            ),
            RecapLine(
                "commitment.due", "Commitment: until", self.lines["commitment.due"], "a day", False, True
            ),
        )

    def edit(self, key: str, value: str) -> None:
        if key.endswith("due") and value == "blue":
            raise UsageError("“blue” is no day.", hint="Write friday or 2026-11-20.")
        self._moved("edit", (key, value))
        if self.stop_on in value:
            self.state, self.notice = "stopped", Notice("self_harm", True, "en", "I stop here.", ())
            return
        self.lines[key] = value

    def note(self) -> str | None:
        return "“Write the notes”: how will you see that it is done?"

    def close(self, *, mark: int | None = None) -> Closed:
        self._moved("close", mark)
        self.state = "closed"
        return Closed(
            self.id,
            ("Your change for next week comes back next Wednesday.", "One commitment, due Fri 20 Nov."),
        )


@dataclass
class Sessions:
    session: ScriptedSession = field(default_factory=ScriptedSession)
    started: list[str] = field(default_factory=list)
    hide_private: bool = False

    def start(self, guide: str, **_: Any) -> ScriptedSession:
        self.started.append(guide)
        return self.session

    def resume(self, id: str | None = None) -> ScriptedSession:
        self.session.resume()
        return self.session

    def suggested(self) -> str:
        return "weekly"


class Desk:
    """A `Coach` of real use cases in memory; `today.fixed` replaces the view a test wants."""

    def __init__(
        self, *, settings: Settings | None = None, state: Path | None = None, demo: bool = False
    ) -> None:
        self.clock = Clock()
        self.store = MemoryStore(self.clock)
        self.settings = settings or Settings()
        self.people = People(store=self.store, clock=self.clock)
        self.entries = Entries(store=self.store, clock=self.clock, people=self.people)
        self.commitments = Commitments(store=self.store, clock=self.clock, people=self.people)
        self.experiments = Experiments(store=self.store, clock=self.clock)
        self.assumptions = Assumptions(store=self.store, clock=self.clock)
        self.aims = Aims(store=self.store, clock=self.clock)
        self.history = History(store=self.store)
        self.guides = Guides()
        self.today = _Today(Today(store=self.store, clock=self.clock, guides=self.guides))
        self.sessions = Sessions()
        self.encoder = WordEncoder()
        self.themes = Themes(
            store=self.store,
            clock=self.clock,
            prompts=packaged(),
            embedder=self.encoder,
            rows=RowsInMemory(),
            shelf=ShelfInMemory(),
            asks=Asks(),
            commitments=self.commitments,
        )
        self.drafts = MemoryDrafts()
        self.found: list[str] = []
        place = state or Path("/nowhere")
        self.keeper = SimpleNamespace(
            notices=lambda: self.found, where=lambda: {"state": place, "data": place / "data"}, backups=list
        )
        self.settings_desk = SimpleNamespace(list=list, problems=list, file=place / "config.yaml")
        self.prompts_desk = SimpleNamespace(list=list)
        self.search = SimpleNamespace(highlight=highlight)
        self.thinks_at: Any = None
        self.privacy = SimpleNamespace(
            status=_nothing_leaves, kinds=tuple, log=lambda limit=None: (), preview=lambda kind: None,
            given=lambda kind: False,
        )  # fmt: skip
        self.warmed: list[str] = []
        self.asking = SimpleNamespace(
            has_remote=False, notice=self._notice, warm=lambda: self.warmed.append("warm")
        )
        self.problems: tuple[Finding, ...] = ()
        self.demo = demo
        self.first_time = False

    def _notice(self, text: str) -> Notice | None:
        if "I want to die" not in text:
            return None
        return Notice("self_harm", True, "en", "I stop here. You can call 000.", ())

    def refresh(self) -> bool:
        return False

    def closing(self) -> None:
        return None

    def fill(self) -> "Desk":
        """A normal week: two people, commitments early and late, a win, a test that comes due."""
        mina = self.people.add("Mina", role="mentee")
        self.people.add("Omar", role="mentor")
        self.commitments.add("Send rollout notes to Omar", due=date(2026, 11, 16))
        self.commitments.add("Draft scope one-pager", owner=mina["id"], due=date(2026, 11, 20))
        self.entries.log("Mina ran the incident review alone", kind="win", on=date(2026, 11, 17))
        self.store.commit(
            [_closed_session(date(2026, 11, 11))],
            label="a week ago",
        )
        return self


def _nothing_leaves() -> Status:
    return Status(
        wanted=False,
        place=None,
        refusal=None,
        local_only=False,
        mask_names=True,
        consents=(),
        month=NOW,
        tokens=0,
        limit=0,
    )


def fill_journal(desk: Desk, entries: int = 13) -> list[str]:
    """Entries on three things, a week apart, the last of them this week; their ids."""
    order = [*BUDGET[:3], TRAINS[0], BUDGET[3], SINGING[0], TRAINS[1], BUDGET[4], TRAINS[2], SINGING[1]]
    order += [TRAINS[3], *SINGING[2:]]
    last = desk.clock.today()
    return [
        str(desk.entries.log(text, on=last - timedelta(weeks=entries - 1 - place))["id"])
        for place, text in enumerate(order[:entries])
    ]


def _closed_session(day: date) -> Any:
    from coach.engine.ports import Put

    return Put(
        "entries",
        {
            "id": "0entry0000000000000000b",
            "created": f"{day}T09:00:00+00:00",
            "date": f"{day}T09:00:00+00:00",
            "kind": "weekly",
            "answers": [{"step": "win", "question": "Which?", "answer": "The review went well."}],
            "session": {
                "guide": "weekly",
                "version": 1,
                "state": "closed",
                "step": "",
                "started": f"{day}T09:00:00+00:00",
                "closed": f"{day}T09:12:00+00:00",
                "skipped": [],
            },
        },
    )


class _Today:
    """The real Today, or the view a test put in its place."""

    def __init__(self, real: Today) -> None:
        self._real = real
        self.fixed: TodayView | None = None
        self.failing: Exception | None = None

    def view(self, days: int = 7, *, hide_private: bool = False) -> TodayView:
        if self.failing is not None:
            raise self.failing
        return self.fixed or self._real.view(days, hide_private=hide_private)

    def cached_view(self, days: int = 7, *, hide_private: bool = False) -> TodayView | None:
        return None

    def put_off(self, key: str, until: date) -> None:
        self._real.put_off(key, until)


Opener = Callable[[str], str]
