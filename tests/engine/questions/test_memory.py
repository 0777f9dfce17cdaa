"""Forms asked lately and forms never wanted again are remembered in the store (C17, Q9)."""

from coach.engine.ports import Put
from coach.engine.questions.memory import RECENT, Memory
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore


def test_what_was_shown_counts_as_recent_only_once_it_is_committed() -> None:
    clock = FixedClock()
    store = MemoryStore(clock)
    memory = Memory(store, clock)
    put = memory.shown("q-1")
    assert memory.recent() == ()
    store.commit([put], label="answer")
    assert memory.recent() == ("q-1",)


def test_recent_is_in_order_of_the_last_showing() -> None:
    clock = FixedClock()
    store = MemoryStore(clock)
    memory = Memory(store, clock)
    for form in ("q-1", "q-2", "q-1"):
        clock.pass_days(1)
        store.commit([memory.shown(form)], label="answer")
    assert memory.recent() == ("q-2", "q-1")
    assert store.get("asked", "q-1") is not None
    assert (store.get("asked", "q-1") or {})["shown"] == 2


def test_no_more_than_the_last_showings_count() -> None:
    clock = FixedClock()
    store = MemoryStore(clock)
    memory = Memory(store, clock)
    for number in range(RECENT + 5):
        clock.pass_days(1)
        store.commit([memory.shown(f"q-{number}")], label="answer")
    assert len(memory.recent()) == RECENT
    assert memory.recent()[-1] == f"q-{RECENT + 4}"


def test_never_again_holds_until_it_is_taken_back() -> None:
    clock = FixedClock()
    store = MemoryStore(clock)
    memory = Memory(store, clock)
    memory.never_again("q-1")
    assert memory.never() == frozenset({"q-1"})
    memory.allow_again("q-1")
    assert memory.never() == frozenset()
    memory.allow_again("q-unknown")
    assert store.get("asked", "q-unknown") is None


def test_unknown_fields_of_a_record_survive() -> None:
    clock = FixedClock()
    store = MemoryStore(clock)
    memory = Memory(store, clock)
    store.commit([memory.shown("q-1")], label="answer")
    doc = memory.shown("q-1").doc
    doc["from_a_later_version"] = 7
    store.commit([Put("asked", doc)], label="later")
    memory.never_again("q-1")
    assert (store.get("asked", "q-1") or {})["from_a_later_version"] == 7
