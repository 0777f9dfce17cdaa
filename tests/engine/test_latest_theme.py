"""The theme on Today comes from the view drawn last, and only as far as it still holds (ux 4.1; C1, P31)."""

from collections.abc import Callable
from typing import Any

import pytest

from coach.engine.due import Today
from coach.engine.latest_theme import LatestTheme
from coach.engine.ports import Put
from coach.engine.remembered import RememberedToday
from coach.engine.themes import ThemesView
from tests.engine.themes.desk import ThemesDesk, journal


class Signed:
    """A store in memory that says when it changed and keeps nothing."""

    def __init__(self, desk: ThemesDesk) -> None:
        self._store = desk.store
        self.reads = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def get(self, table: Any, id: str) -> Any:
        self.reads += 1
        return self._store.get(table, id)

    def signature(self) -> str:
        return str(len(self._store.history(1_000)))

    def peek(self, name: str) -> Any | None:
        return None

    def cached(self, name: str, build: Callable[[], Any]) -> Any:
        return build()


@pytest.fixture
def desk() -> ThemesDesk:
    made = ThemesDesk()
    journal(made)
    return made


def drawn(desk: ThemesDesk) -> tuple[ThemesView, Signed, LatestTheme]:
    view = desk.themes.for_period()
    store = Signed(desk)
    return view, store, LatestTheme(store, desk.shelf)


def test_nothing_is_shown_before_anything_was_drawn(desk: ThemesDesk) -> None:
    latest = LatestTheme(Signed(desk), desk.shelf)
    assert latest.read() is None
    assert latest.peek() is None


def test_a_rising_theme_comes_first_with_a_quote_that_stands_in_its_entry(desk: ThemesDesk) -> None:
    view, _, latest = drawn(desk)
    found = latest.read()
    assert found is not None
    theme = view.theme(found.id)
    assert theme is not None
    assert theme.trend == "rising"
    assert found.entries == len(theme.entries)
    doc = desk.store.get("entries", found.entry)
    assert doc is not None
    assert found.quote in doc["text"]


def test_once_checked_no_record_is_read_until_one_changes(desk: ThemesDesk) -> None:
    """The first frame waits for nothing (design, section 7)."""
    _, store, latest = drawn(desk)
    assert latest.peek() is None
    found = latest.read()
    store.reads = 0
    assert latest.peek() == latest.read() == found
    assert store.reads == 0
    desk.write("Something else.")
    assert latest.peek() is None


def test_a_quote_whose_entry_became_private_is_never_shown_again(desk: ThemesDesk) -> None:
    """Private words feed no theme (design, section 4)."""
    _, _, latest = drawn(desk)
    found = latest.read()
    assert found is not None
    doc = desk.store.get("entries", found.entry)
    assert doc is not None
    desk.store.commit([Put("entries", {**doc, "private": True})], label="mark private")
    after = latest.read()
    assert after is None or after.entry != found.entry
    assert after is None or after.id != found.id or (after.entries, after.trend) == (found.entries - 1, None)


def test_a_rejected_theme_gives_way_and_a_renamed_one_has_its_name(desk: ThemesDesk) -> None:
    """What was decided holds (T12)."""
    _, _, latest = drawn(desk)
    first = latest.read()
    assert first is not None
    desk.themes.deciding.rename(first.id, "My own name")
    renamed = latest.read()
    assert renamed is not None
    assert renamed.label == "My own name"
    desk.themes.deciding.reject(first.id)
    other = latest.read()
    assert other is None or other.id != first.id


def test_today_carries_it_in_its_view_and_its_document(desk: ThemesDesk) -> None:
    _, store, latest = drawn(desk)
    today = RememberedToday(
        store=store,
        clock=desk.clock,
        guides=None,  # type: ignore[arg-type]  # no guide is read for the titles that are built in
        guide="weekly",
        every_days=7,
        latest=latest,
    )
    value = today.view().to_value()["last_theme"]
    assert value["label"]
    assert value["quote"]
    assert Today(store=desk.store, clock=desk.clock).view().last_theme is None
