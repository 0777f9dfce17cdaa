"""Chooses the sentences that show a theme (rubric T2). Loads numpy: imported when themes are asked for."""

import re
from collections.abc import Sequence

import numpy as np

from coach.engine.themes.compared import Compared
from coach.engine.themes.grouping import mean_to
from coach.engine.themes.material import Item
from coach.engine.themes.view import Receipt

_WORDS = (4, 45)
_MOST = 3


class Evidence:
    """Quotes from the entries of one comparison."""

    def __init__(
        self, compared: Compared, items: Sequence[Item], instructions: re.Pattern[str] | None
    ) -> None:
        """`instructions`: sentences that speak to a program are never quoted (rubric S8)."""
        self._compared = compared
        self._items = items
        self._instructions = instructions
        self._units: dict[int, list[int]] = {}
        for number, owner in enumerate(compared.owners):
            self._units.setdefault(owner, []).append(number)

    def of(self, members: Sequence[int]) -> tuple[Receipt, ...]:
        """At most three quotes, oldest first: of the entries most like the others, and of the latest."""
        central = sorted(members, key=lambda place: -mean_to(members, place, self._compared.likeness))
        chosen = dict.fromkeys([central[0], members[-1], *central[1:]])
        quotes: list[tuple[int, Receipt]] = []
        for place in chosen:
            quote = self.quote(place, members)
            if quote is not None:
                quotes.append((place, quote))
            if len(quotes) == (_MOST if len(members) > 3 else 2):
                break
        return tuple(quote for _, quote in sorted(quotes, key=lambda pair: pair[0]))

    def quote(self, place: int, members: Sequence[int]) -> Receipt | None:
        """The sentence of entry `place` that is nearest to the other members and farthest from the rest."""
        others = [one for one in members if one != place] or list(members)
        rest = np.ones(len(self._items), bool)
        rest[list({*members, place})] = False
        best: tuple[float, int] | None = None
        for number in self._sentences(place):
            row = self._compared.aligned.best[number]
            score = float(row[others].mean()) - (float(row[rest].mean()) if rest.any() else 0.0)
            if best is None or score > best[0]:
                best = (score, number)
        return self.receipt(best[1]) if best else None

    def receipt(self, number: int) -> Receipt:
        """A unit as a receipt."""
        item = self._items[self._compared.owners[number]]
        return Receipt(item.id, item.day.isoformat(), self._compared.units[number].text)

    def naming(self, place: int, name: str) -> Receipt | None:
        """The first sentence of an entry that holds a name."""
        pattern = re.compile(rf"\b{re.escape(name)}\b")
        for number in self._sentences(place, any_length=True):
            if pattern.search(self._compared.units[number].text):
                return self.receipt(number)
        return None

    def _sentences(self, place: int, *, any_length: bool = False) -> list[int]:
        """The whole sentences of an entry that may be quoted; very short and very long ones only at need."""
        found = [
            number
            for number in self._units.get(place, ())
            if not self._compared.units[number].part
            and self._compared.units[number].sentence >= 0
            and not (self._instructions and self._instructions.search(self._compared.units[number].text))
        ]
        if any_length:
            return found
        low, high = _WORDS
        good = [number for number in found if low <= len(self._compared.units[number].text.split()) <= high]
        return good or found
