"""A data folder, a clock that stands still unless told, a store opened as another process would."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.domain.ids import new_id
from coach.domain.records import Doc
from coach.store.open import Opened, open_store


class FixedClock:
    """A clock the test moves."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def today(self) -> date:
        return self.time.date()

    def stamp(self) -> datetime:
        return self.time

    def move(self, **step: float) -> None:
        self.time += timedelta(**step)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Callable[..., Opened]:
    """Opens the same data folder anew, as a second start would; `machine` names another state folder."""

    def open_it(machine: str = "here", **options: Any) -> Opened:
        state = tmp_path / "state" / machine
        values = {"clock": clock, "backups": state / "backups", "keep": 3} | options
        return open_store(tmp_path / "data", state, **values)

    return open_it


@pytest.fixture
def entry(clock: FixedClock) -> Callable[..., Doc]:
    """Makes a new entry."""

    def make(text: str = "A line.", **more: Any) -> Doc:
        return {
            "id": new_id(clock.now()),
            "created": clock.now().isoformat(),
            "date": "2026-11-22",
            "kind": "note",
            "text": text,
            **more,
        }

    return make


@pytest.fixture
def journal(tmp_path):
    """The only journal there is."""

    def find():
        (path,) = (tmp_path / "data/journals").iterdir()
        return path

    return find
