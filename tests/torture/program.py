"""A small program that uses the store as the real one does, and says what it began and what was saved.

    python -m tests.torture.program WHAT DATA STATE [NUMBER]

Each line of its output is a JSON list: ["begin", id, text or null], then ["saved"], or ["failed", error].
"""

import json
import os
import random
import resource
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from coach.domain.ids import new_id
from coach.engine.ports import Put, Remove
from coach.errors import CoachError
from coach.store.open import Opened, open_store


class RealClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().date()

    def stamp(self) -> datetime:
        return self.now()


def open_at(data: Path, state: Path) -> Opened:
    """Open the store as a new start of the program would."""
    return open_store(data, state, clock=RealClock(), backups=state / "backups", keep=2)


def say(*words: Any) -> None:
    """One write, so that the reader sees a whole line or none."""
    os.write(1, json.dumps(words).encode() + b"\n")


def put(opened: Opened, id: str, text: str) -> bool:
    say("begin", id, text)
    return _try(lambda: opened.store.commit([Put("entries", {"id": id, "text": text})], label="saved"))


def remove(opened: Opened, id: str) -> bool:
    say("begin", id, None)
    return _try(lambda: opened.store.commit([Remove("entries", id)], label="put away"))


def other(work: Any) -> bool:
    """Something that changes no document."""
    say("begin", "", None)
    return _try(work)


def _try(work: Any) -> bool:
    try:
        work()
    except CoachError as error:
        say("failed", type(error).__name__, error.message)
        return False
    say("saved")
    return True


def text(chance: random.Random) -> str:
    return "".join(chance.choices("abc äß\n\U0001f642", k=chance.randrange(1, 3000)))


def for_ever(opened: Opened, seed: int) -> None:
    """Add, edit, put away, save drafts, compact, until killed."""
    chance = random.Random(seed)
    known: list[str] = []
    while True:
        what = chance.random()
        if what < 0.6 or not known:
            known.append(new_id(datetime.now(UTC)))
            put(opened, known[-1], text(chance))
        elif what < 0.8:
            put(opened, chance.choice(known), text(chance))
        elif what < 0.85:
            remove(opened, known.pop(chance.randrange(len(known))))
        elif what < 0.97:
            other(lambda: opened.drafts.save("capture", text(chance)))
        else:
            other(opened.keeper.tidy)


def script(opened: Opened) -> None:
    """One of everything, the same each time: for faults at the n-th call."""
    first, second = new_id(datetime.now(UTC)), new_id(datetime.now(UTC))
    put(opened, first, "First")
    put(opened, second, "Second")
    put(opened, first, "First, put better")
    other(lambda: opened.drafts.save("capture", "Half a"))
    other(lambda: opened.drafts.save("capture", "Half a thought"))
    other(lambda: opened.drafts.drop("capture"))
    remove(opened, second)
    other(opened.store.empty_bin)
    other(opened.keeper.tidy)
    put(opened, new_id(datetime.now(UTC)), "Third")
    other(opened.keeper.back_up)
    say("end")


def count(opened: Opened, number: int) -> None:
    """Add that many entries."""
    for n in range(number):
        put(opened, new_id(datetime.now(UTC)), f"Note {os.getpid()} {n}")


def until_full(opened: Opened, limit: int) -> None:
    """Add entries until the disk is full, then try to put one away."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    first = new_id(datetime.now(UTC))
    put(opened, first, "First")
    while put(opened, new_id(datetime.now(UTC)), "x" * 1900):
        pass
    for _ in range(60):
        put(opened, new_id(datetime.now(UTC)), "y" * 100)
    remove(opened, first)


def hold_lock(opened: Opened) -> None:
    """Take the lock and wait to be killed."""
    with opened.store.exclusive():
        say("held")
        signal.pause()


def main() -> None:
    what, data, state, *number = sys.argv[1:]
    opened = open_at(Path(data), Path(state))
    n = int(number[0]) if number else 0
    if what == "for_ever":
        for_ever(opened, n)
    elif what == "script":
        script(opened)
    elif what == "count":
        count(opened, n)
    elif what == "until_full":
        until_full(opened, n)
    elif what == "hold_lock":
        hold_lock(opened)
    elif what == "read":
        try:
            texts = [doc["text"] for doc in opened.store.all("entries")]
        except CoachError as error:
            texts = [error.message]
        list(opened.keeper.check())
        say("read", texts, opened.keeper.notices())
        put(opened, new_id(datetime.now(UTC)), "More")


if __name__ == "__main__":
    main()
