"""The loops of the sample data: what its sessions open and close, each record made by its own use case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from coach.domain.records import Doc
from coach.engine.assumptions import Assumptions
from coach.engine.changes import Changes
from coach.engine.commitments import Commitments
from coach.engine.experiments import Experiments
from coach.engine.people import People
from coach.engine.ports import Put, Store

_Numbered = dict[int, Doc]
_LOOPS = ("changes", "assumptions", "experiments", "commitments")


@dataclass(frozen=True, slots=True)
class Then:
    """A clock that stands at a moment in the past."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def stamp(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Move:
    """A commitment moved to a later day."""

    number: int
    """Its place in the file."""
    ago: int
    """Days before today on which it was moved."""
    until: int
    """Days from today to its new day."""


class Loops:
    """Opens, moves and closes them. The caller commits, in the order in which things happened."""

    def __init__(
        self, store: Store, today: date, data: Mapping[str, Any], people: Mapping[str, str], oldest: int
    ) -> None:
        """Take what `loops.yaml` holds.

        Args:
            people: ids by the keys of `journal.yaml`; may be filled later.
            oldest: days before today on which the sample begins.
        """
        self._store = store
        self._today = today
        self._people = people
        self._data = {table: _within(data, table, oldest) for table in _LOOPS}
        self._oldest = oldest
        self._commitments: _Numbered = {}
        self._experiments: _Numbered = {}
        self._assumptions: dict[str, Doc] = {}
        self._changes: _Numbered = {}

    def moves(self) -> Iterator[Move]:
        """Every move of a commitment."""
        for number, loop in enumerate(self._data["commitments"]):
            moved = loop["carried"]
            if loop["opened"] <= self._oldest:
                for ago, until in zip(moved, [*(-day for day in moved[1:]), loop["due"]], strict=False):
                    yield Move(number, ago, until)

    def carry(self, move: Move, then: Then) -> None:
        """Make a move, in a commit of its own."""
        promises = Commitments(store=self._store, clock=then, people=People(store=self._store, clock=then))
        until = self._today + timedelta(days=move.until)
        self._commitments[move.number] = promises.carry(self._commitments[move.number]["id"], until)

    def opened(self, ago: int, then: Then, entry: str) -> Iterator[Put]:
        """What the session leaves open: each record as its use case makes it."""
        today = self._today
        beliefs = Assumptions(store=self._store, clock=then)
        for loop in self._of("assumptions", "opened", ago):
            doc = beliefs.new(
                loop["text"],
                limited_what=loop.get("limited_what", ""),
                alternative=loop.get("alternative", ""),
                review_on=today + timedelta(days=loop["review"]),
                opened=entry,
            )
            self._assumptions[loop["key"]] = doc
            yield Put("assumptions", doc)
        tests = Experiments(store=self._store, clock=then)
        for number, loop in self._numbered("experiments", "opened", ago):
            belief = self._assumptions.get(loop.get("assumption", ""))
            words = {name: loop.get(name, "") for name in ("belief", "if_cue", "sign", "against")}
            self._experiments[number] = tests.new(
                loop["test"],
                **words,
                assumption=belief["id"] if belief else None,
                review_on=today + timedelta(days=loop["review"]),
                opened=entry,
                closing=[doc["id"] for n, doc in self._experiments.items() if self._closes(n, ago)],
            )
            yield Put("experiments", self._experiments[number])
        people = People(store=self._store, clock=then)
        promises = Commitments(store=self._store, clock=then, people=people)
        for number, loop in self._numbered("commitments", "opened", ago):
            words = {name: loop.get(name, "") for name in ("if_cue", "sign", "obstacle", "obstacle_plan")}
            moved = loop["carried"]
            due = -moved[0] if moved else loop["due"]
            self._commitments[number] = promises.new(
                loop["text"],
                **words,
                owner=self._people.get(loop.get("owner", "me"), "me"),
                due=today + timedelta(days=due),
                opened=entry,
            )
            yield Put("commitments", self._commitments[number])
        changes = Changes(store=self._store, clock=then)
        for number, loop in self._numbered("changes", "opened", ago):
            self._changes[number] = changes.new(
                loop["text"], opened=entry, private=loop.get("private", False)
            )
            yield Put("changes", self._changes[number])

    def closed(self, ago: int, then: Then, entry: str) -> Iterator[Put]:
        """What the session closes, of the things opened in the weeks that are filled."""
        changes = Changes(store=self._store, clock=then)
        for number, loop in self._numbered("changes", "answered", ago):
            if number in self._changes:
                yield changes.answering(self._changes[number], loop["came_of_it"], answered_in=entry)
        people = People(store=self._store, clock=then)
        promises = Commitments(store=self._store, clock=then, people=people)
        for number, loop in self._numbered("commitments", "closed", ago):
            if number in self._commitments:
                doc = self._commitments[number]
                yield promises.closing(doc, loop["outcome"], note=loop.get("note", ""), on_entry=entry)
        tests = Experiments(store=self._store, clock=then)
        for number, loop in self._numbered("experiments", "closed", ago):
            if number in self._experiments:
                doc = self._experiments[number]
                yield tests.closing(doc, loop["verdict"], loop["result"], on_entry=entry)
        beliefs = Assumptions(store=self._store, clock=then)
        for loop in self._of("assumptions", "closed", ago):
            if loop["key"] in self._assumptions:
                yield beliefs.closing(self._assumptions[loop["key"]], loop["verdict"])

    def _closes(self, number: int, ago: int) -> bool:
        return bool(self._data["experiments"][number].get("closed") == ago)

    def _numbered(self, table: str, field: str, ago: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        return ((n, loop) for n, loop in enumerate(self._data[table]) if loop.get(field) == ago)

    def _of(self, table: str, field: str, ago: int) -> Iterator[Mapping[str, Any]]:
        return (loop for _, loop in self._numbered(table, field, ago))


def _within(data: Mapping[str, Any], table: str, oldest: int) -> list[Mapping[str, Any]]:
    """What is open today was opened in the first session that is filled, where its own lies before."""
    first = max(session["ago"] for session in data["sessions"] if session["ago"] <= oldest)
    loops: list[Mapping[str, Any]] = []
    for loop in data[table]:
        is_open = "closed" not in loop and "answered" not in loop
        opened = first if is_open and loop["opened"] > first else loop["opened"]
        moved = [ago for ago in loop.get("carried", ()) if ago < opened]
        loops.append({**loop, "opened": opened, "carried": moved})
    return loops
