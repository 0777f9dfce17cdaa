"""Today with a memory: what it stands on is kept, so the first frame needs no journal (design, section 7)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from coach.engine.due import Today
from coach.engine.facts import Facts
from coach.engine.latest_theme import LatestTheme
from coach.engine.ports import Clock, Guides, Store
from coach.engine.today import TodayView


class Remembering(Store, Protocol):
    """A store that keeps small values made from its records, for as long as the records stay the same."""

    def peek(self, name: str) -> Any | None:
        """The kept value, if it is still true. Reads no record."""
        ...

    def cached(self, name: str, build: Callable[[], Any]) -> Any:
        """The kept value, or what `build` makes, kept from then on."""
        ...


class RememberedToday(Today):
    """As `Today`; its facts, which do not depend on the day, are kept and used while no record changes."""

    def __init__(
        self,
        *,
        store: Remembering,
        clock: Clock,
        guides: Guides,
        guide: str,
        every_days: int,
        latest: LatestTheme | None = None,
    ) -> None:
        """As for `Today`; `latest` finds the theme to be shown."""
        super().__init__(store=store, clock=clock, guides=guides, guide=guide, every_days=every_days)
        self._latest = latest
        self._kept = store
        self._name = f"today/{guide}"

    def facts(self) -> Facts:
        """What Today stands on: kept from the last time, or read off the store and kept."""
        read: list[Facts] = []

        def gather() -> Any:
            read.append(super(RememberedToday, self).facts())
            return read[0].to_value()

        value = self._kept.cached(self._name, gather)
        return read[0] if read else Facts.from_value(value) or super().facts()

    def view(self, days: int = 7, *, hide_private: bool = False, facts: Facts | None = None) -> TodayView:
        """As `Today`, with the last theme; from `facts` alone nothing is read for it either."""
        view = super().view(days, hide_private=hide_private, facts=facts)
        if self._latest is None:
            return view
        theme = self._latest.read() if facts is None else self._latest.peek()
        return replace(view, last_theme=theme)

    def cached_view(self, days: int = 7, *, hide_private: bool = False) -> TodayView | None:
        """Today from what is kept, without reading a record; None where nothing kept is still true."""
        facts = Facts.from_value(self._kept.peek(self._name))
        return self.view(days, hide_private=hide_private, facts=facts) if facts is not None else None
