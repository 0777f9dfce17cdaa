"""Lays out a session: which steps are asked today, and which earlier words stand beside them.

Nothing of a session that was stopped for safety is quoted or asked about again (rubric S7): what it left
open stays in the lists, to be taken up by the person alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from coach.domain.asking import AskRole, Card, Move, Situation, Support
from coach.domain.commitment import say_whole
from coach.domain.entry import day_of, session_state
from coach.domain.guide import Condition, Each, Guide, Shows, Step
from coach.domain.records import Doc, Table
from coach.domain.visibility import may
from coach.engine import session_wording as say
from coach.engine.aims import Aims
from coach.engine.assumptions import Assumptions
from coach.engine.changes import Changes
from coach.engine.commitments import Commitments
from coach.engine.experiments import Experiments
from coach.engine.people import People
from coach.engine.ports import Clock, Guides, Put, Store
from coach.engine.safety import Notice
from coach.engine.session_reading import Dates
from coach.engine.support import Proposal
from coach.engine.turns import Receipt

MOST_DUE = 3
"""Commitments asked about in one session; the rest stay in the list."""
EVERY = 4
"""The direction is asked for in every fourth session of a guide (practice 56)."""
INTENT = "intent"
"""Id of the mark that holds the career intent; its versions are the store's."""

_TABLE: dict[Each, Table] = {
    "commitments_due": "commitments", "experiments_due": "experiments", "assumptions_due": "assumptions",
}  # fmt: skip


class Ladder(Protocol):
    """The level of support: `coach.engine.support.Support`."""

    def level(self) -> Support:
        """The level in force."""
        ...

    def proposal(self) -> Proposal | None:
        """Another level worth talking about, with its reason."""
        ...


class Asks(Protocol):
    """Who answers an answer: `coach.engine.questions.asking.Asking`."""

    @property
    def has_remote(self) -> bool:
        """Whether a model elsewhere may have a better question."""
        ...

    def reply(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        """One follow-up question to an answer."""
        ...

    def notice(self, text: str) -> Notice | None:
        """What is said where coaching must stop."""
        ...


class Remembers(Protocol):
    """Which question forms were shown: `coach.engine.questions.memory.Memory`."""

    def shown(self, form: str) -> Put:
        """The change that remembers a form, to be committed with the answer."""
        ...

    def unwanted(self, form: str) -> Put:
        """The change that remembers that a form is not wanted any more."""
        ...


@dataclass(slots=True)
class Means:
    """What a session works with."""

    store: Store
    guides: Guides
    asking: Asks
    memory: Remembers
    commitments: Commitments
    experiments: Experiments
    people: People
    aims: Aims
    clock: Clock
    dates: Dates
    support: Support = "supported"
    role: AskRole = "self"
    challenge: Literal[1, 2, 3] = 2
    minutes: dict[str, int] = field(default_factory=dict)
    hide_private: bool = False
    """Private words are not shown now: others see the screen."""
    ladder: Ladder | None = None
    """The level of support as it stands; without one the level above."""

    def level(self) -> Support:
        """The level of support a session begins with."""
        return self.ladder.level() if self.ladder is not None else self.support

    def proposed(self) -> list[str]:
        """One sentence at the close where another level of support is worth a thought, else none."""
        found = self.ladder.proposal() if self.ladder is not None else None
        return [f"{found.why} {say.SUPPORT_HOW.format(level=found.level)}"] if found else []

    @property
    def assumptions(self) -> Assumptions:
        """The list of assumptions."""
        return Assumptions(store=self.store, clock=self.clock)

    @property
    def changes(self) -> Changes:
        """The list of changes for next week."""
        return Changes(store=self.store, clock=self.clock)

    def today(self) -> date:
        """The day the person lives in."""
        return self.clock.today()


def lay_out(guide: Guide, means: Means, support: Support) -> list[dict[str, Any]]:
    """The plan of a session started now: one line for each turn, as `session_record` keeps it."""
    plan: list[dict[str, Any]] = []
    asked = _Asked(guide, means)
    for step in guide.steps:
        if step.levels and support not in step.levels:
            continue
        if not all(asked.holds(condition) for condition in step.when):
            continue
        if step.each is None:
            change = open_change(means) if step.becomes == "came_of_it" else None
            plan.append(_line(step, step.id, ("changes", str(change["id"])) if change else None))
            continue
        table = _TABLE[step.each]
        plan += [
            _line(step, f"{step.id}:{doc['id']}", (table, str(doc["id"]))) for doc in asked.due(step.each)
        ]
    return plan


def _line(step: Step, id: str, ref: tuple[Table, str] | None = None) -> dict[str, Any]:
    line: dict[str, Any] = {"id": id, "step": step.id, "title": step.title}
    if step.becomes:
        line["becomes"] = step.becomes
    if ref:
        line["ref"] = list(ref)
    return line


class _Asked:
    """Answers the conditions of one guide on one day."""

    def __init__(self, guide: Guide, means: Means) -> None:
        self._guide = guide
        self._means = means

    def holds(self, condition: Condition) -> bool:
        answers: dict[Condition, Callable[[], bool]] = {
            "change_open": lambda: open_change(self._means) is not None,
            "aims": lambda: bool(self._means.aims.list()),
            "every_4th": self._is_fourth,
            "intent": lambda: intent_of(self._means) is not None,
            "no_intent": lambda: intent_of(self._means) is None,
            "something_open": lambda: bool(open_things(self._means)),
            "nothing_open": lambda: not open_things(self._means),
            "after_stop": self._after_stop,
        }
        return answers[condition]()

    def due(self, each: Each) -> list[Doc]:
        means, today = self._means, self._means.today()
        if each == "commitments_due":
            mine = [doc for doc in means.commitments.due(today) if doc.get("owner", "me") == "me"]
            return [doc for doc in mine if not from_stopped(means, doc)][:MOST_DUE]
        due = means.experiments.due(today) if each == "experiments_due" else means.assumptions.due(today)
        return [doc for doc in due if not from_stopped(means, doc)]

    def _is_fourth(self) -> bool:
        kind = self._guide.id
        closed = sum(
            1
            for doc in self._means.store.each("entries")
            if doc.get("kind") == kind and session_state(doc) == "closed"
        )
        return (closed + 1) % EVERY == 0

    def _after_stop(self) -> bool:
        """Whether the last session in which something was written was stopped for safety."""
        written = (doc for doc in sessions_backwards(self._means.store) if doc.get("answers"))
        return bool(next(written, {}).get("stopped_for_safety"))


def sessions_backwards(store: Store) -> Iterator[Doc]:
    """Session entries, the one begun last first. Reads only as far as it is asked to."""
    for entry in reversed(store.ids("entries")):
        doc = store.get("entries", entry)
        if doc is not None and isinstance(doc.get("session"), dict):
            yield doc


def from_stopped(means: Means, doc: Doc) -> bool:
    """Whether a record comes from a session that was stopped for safety."""
    opened = doc.get("opened")
    entry = means.store.get("entries", str(opened)) if opened else None
    return bool(entry and entry.get("stopped_for_safety"))


def open_change(means: Means) -> Doc | None:
    """The latest change nobody has told the outcome of, and that may be quoted."""
    still = [doc for doc in means.changes.list(open_only=True) if not from_stopped(means, doc)]
    return still[-1] if still else None


def intent_of(means: Means) -> Doc | None:
    """The career intent as it stands, or None."""
    doc = means.store.get("marks", INTENT)
    return doc if doc and str(doc.get("text") or "").strip() and not from_stopped(means, doc) else None


def open_things(means: Means) -> list[tuple[Table, Doc]]:
    """What waits: the change, commitments of one's own (three at most, oldest day first), experiments."""
    change = open_change(means)
    mine = [doc for doc in means.commitments.list(person="me") if not from_stopped(means, doc)][:MOST_DUE]
    tests = [doc for doc in means.experiments.list() if not from_stopped(means, doc)]
    found: list[tuple[Table, Doc]] = [("changes", change)] if change else []
    found += [("commitments", doc) for doc in mine]
    found += [("experiments", doc) for doc in tests]
    return found


# what stands beside a question


def receipts(item: dict[str, Any], step: Step, means: Means) -> tuple[Receipt, ...]:
    """The person's earlier words beside a question, exact, as they stand now."""
    ref = item.get("ref")
    if ref:
        doc = means.store.get(ref[0], ref[1])
        return tuple(_of_record(ref[0], doc, means)) if doc else ()
    return tuple(receipt for kind in step.shows for receipt in _shown(kind, means))


def _shown(kind: Shows, means: Means) -> Iterator[Receipt]:
    if kind == "change":
        change = open_change(means)
        yield from _of_record("changes", change, means) if change else ()
    elif kind == "commitments":
        for table, doc in open_things(means):
            yield from _of_record(table, doc, means) if table == "commitments" else ()
    elif kind == "experiments":
        for table, doc in open_things(means):
            yield from _of_record(table, doc, means) if table == "experiments" else ()
    elif kind == "aims":
        for aim in means.aims.list():
            yield _receipt(aim, str(aim.get("text", "")), say.YOUR_AIM, means, on=aim.get("created"))
    elif (intent := intent_of(means)) is not None:
        yield _receipt(intent, str(intent["text"]), say.YOUR_INTENT, means)


def _of_record(table: Table, doc: Doc, means: Means) -> Iterator[Receipt]:
    if table == "changes":
        yield _receipt(doc, str(doc.get("text", "")), say.YOU_WROTE, means)
    elif table == "commitments":
        yield _receipt(doc, say_whole(doc), say.YOU_PROMISED, means)
    elif table == "experiments":
        yield _receipt(doc, str(doc.get("test", "")), say.YOU_TEST, means)
        if str(doc.get("belief") or "").strip():
            yield _receipt(doc, str(doc["belief"]), say.YOU_BELIEVED, means)
    elif table == "assumptions":
        yield _receipt(doc, str(doc.get("text", "")), say.YOU_BELIEVED, means)


def _receipt(doc: Doc, text: str, label: str, means: Means, *, on: object = None) -> Receipt:
    private = not may(doc, "screen_shared")
    hidden = means.hide_private and private
    day = day_of(doc, "opened_on") or day_of({"on": on or doc.get("created")}, "on")
    return Receipt(
        entry=str(doc.get("opened") or ""),
        date=day.isoformat() if day else "",
        text="" if hidden else text,
        label=f"{label} ({say.HIDDEN})" if hidden else label,
        private=private,
    )
