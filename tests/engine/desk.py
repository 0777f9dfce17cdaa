"""All use cases over one store in memory and one clock, as wiring would build them."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from coach.domain.ids import new_id
from coach.domain.records import Doc
from coach.engine.aims import Aims
from coach.engine.assumptions import Assumptions
from coach.engine.changes import Changes
from coach.engine.commitments import Commitments
from coach.engine.due import Today
from coach.engine.entries import Entries
from coach.engine.experiments import Experiments
from coach.engine.history import History
from coach.engine.people import People
from coach.engine.ports import Put, Store
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore

PROMPTS = Path(__file__).parents[2] / "prompts"


class PackagedPrompts:
    """The prompt files of the repository, read as they are."""

    def data(self, name: str) -> Any:
        return yaml.safe_load((PROMPTS / name).read_text("utf-8"))

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        raise NotImplementedError


class Desk:
    """Wednesday 18 November 2026, 09:30; nothing written yet."""

    def __init__(self, store: Store | None = None) -> None:
        self.clock = FixedClock()
        self.store: Any = store or MemoryStore(self.clock)
        self.people = People(store=self.store, clock=self.clock)
        self.aims = Aims(store=self.store, clock=self.clock)
        self.entries = Entries(store=self.store, clock=self.clock, people=self.people)
        self.commitments = Commitments(
            store=self.store, clock=self.clock, people=self.people, prompts=PackagedPrompts()
        )
        self.experiments = Experiments(store=self.store, clock=self.clock)
        self.assumptions = Assumptions(store=self.store, clock=self.clock)
        self.changes = Changes(store=self.store, clock=self.clock)
        self.history = History(store=self.store)
        self.today = Today(store=self.store, clock=self.clock)

    def day(self, ahead: int = 0) -> date:
        return self.clock.today() + timedelta(days=ahead)

    def session(self, ago: int, *, kind: str = "weekly", state: str = "closed", **more: Any) -> Doc:
        """A session some days ago, as the session room leaves it."""
        doc: Doc = {
            "id": new_id(self.clock.now()),
            "created": self.clock.now().isoformat(),
            "date": self.day(-ago).isoformat(),
            "kind": kind,
            "answers": [{"step": "win", "question": "What went better?", "answer": "the list was short"}],
            "session": {"guide": kind, "version": 1, "state": state, "started": self.day(-ago).isoformat()},
            **more,
        }
        self.store.commit([Put("entries", doc)], label="close session")
        return doc
