"""Whatever is done in whatever order, the store agrees with a plain dict (P21)."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
)

from coach.engine.ports import Put, Remove
from coach.store.open import open_store
from tests.store.conftest import FixedClock

texts = st.text(max_size=20)


Change = dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]]
"""For each document a commit touched: the live document before and after, or None."""


class StoreAgainstDict(RuleBasedStateMachine):
    """The model: live documents, the bin, the order of creation, and what can be undone and redone."""

    documents = Bundle("documents")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.clock = FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC))
        self.live: dict[str, dict[str, Any]] = {}
        self.binned: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []
        self.made = 0
        self.done: list[Change] = []
        self.undone: list[Change] = []
        self.open()

    def open(self) -> None:
        self.opened = open_store(
            self.place / "data", self.place / "state", clock=self.clock, backups=self.place / "b", keep=2
        )
        self.store = self.opened.store

    def become(self, id: str, doc: dict[str, Any] | None) -> None:
        if doc is None:
            self.binned[id] = self.live.pop(id)
        else:
            self.live[id] = doc
            self.binned.pop(id, None)
            if id not in self.order:
                self.order.append(id)

    def do(self, wanted: dict[str, dict[str, Any] | None]) -> None:
        self.done.append({key: (self.live.get(key), doc) for key, doc in wanted.items()})
        self.undone.clear()
        for key, doc in wanted.items():
            self.become(key, doc)

    @rule(target=documents, words=st.lists(texts, min_size=1, max_size=3))
    def add(self, words: list[str]) -> Any:
        docs = [{"id": f"d{self.made + n}", "text": text} for n, text in enumerate(words)]
        self.store.commit([Put("entries", doc) for doc in docs], label="added")
        self.made += len(docs)
        self.do({doc["id"]: doc for doc in docs})
        return multiple(*(doc["id"] for doc in docs))

    @rule(id=documents, text=texts)
    def edit(self, id: str, text: str) -> None:
        """Also of one in the bin, which brings it back, and of a forgotten one, which makes it anew."""
        doc = {"id": id, "text": text, "edited": True}
        self.store.commit([Put("entries", doc)], label="edited")
        self.do({id: doc})

    @rule(id=documents)
    def remove(self, id: str) -> None:
        if id in self.live:
            self.store.commit([Remove("entries", id)], label="put away")
            self.do({id: None})

    @rule(id=documents)
    def restore(self, id: str) -> None:
        if id in self.binned:
            assert self.store.restore("entries", id) == self.binned[id]
            self.do({id: self.binned[id]})

    @rule()
    def undo(self) -> None:
        assert (self.store.undo() is None) == (not self.done)
        if self.done:
            change = self.done.pop()
            self.undone.append(change)
            for key, (before, _) in change.items():
                self.become(key, before)

    @rule()
    def redo(self) -> None:
        assert (self.store.redo() is None) == (not self.undone)
        if self.undone:
            change = self.undone.pop()
            self.done.append(change)
            for key, (_, after) in change.items():
                self.become(key, after)

    @rule()
    def empty_the_bin(self) -> None:
        """What is forgotten is out of reach of undo, too."""
        assert self.store.empty_bin() == len(self.binned)
        for stack in (self.done, self.undone):
            stack[:] = [
                left
                for c in stack
                if (left := {key: both for key, both in c.items() if key not in self.binned})
            ]
        self.order = [key for key in self.order if key not in self.binned]
        self.binned.clear()

    @rule()
    def reopen(self) -> None:
        self.open()

    @rule(days=st.integers(-3000, 3000))
    def clock_jumps(self, days: int) -> None:
        self.clock.time = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.clock.move(days=days)

    @rule()
    def tidy(self) -> None:
        self.opened.keeper.tidy()

    @rule()
    def wipe_and_restore(self) -> None:
        if (self.place / "data").is_dir():
            backup = self.opened.keeper.back_up(self.place / "copy.zip")
            shutil.rmtree(self.place / "data")
            self.open()
            self.opened.keeper.restore(backup.path)
            self.done.clear()
            self.undone.clear()

    @invariant()
    def agrees(self) -> None:
        expected = [self.live[key] for key in self.order if key in self.live]
        assert self.store.all("entries") == expected
        assert self.store.ids("entries") == [doc["id"] for doc in expected]
        assert {binned.doc["id"]: binned.doc for binned in self.store.bin()} == self.binned

    def teardown(self) -> None:
        shutil.rmtree(self.place)


TestStoreAgainstDict = StoreAgainstDict.TestCase
TestStoreAgainstDict.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
