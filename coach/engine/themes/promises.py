"""Commitments on record and intentions found in entries, as one list: nothing open is lost (rubric T4).

A closing is only ever proposed, with its quote: the list says closed where a record does.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from coach.domain.commitment import is_open
from coach.domain.entry import day_of
from coach.domain.records import Doc
from coach.domain.visibility import may
from coach.engine.themes.intentions import IntentionRules
from coach.engine.themes.material import Item
from coach.engine.themes.units import sentences
from coach.engine.themes.view import Promise, Receipt
from coach.engine.themes.words import WordLists, stem_set

PROPOSED = 0.8
"""Score from which on a later entry is proposed as the closing (docs/measurements.md)."""
_SHARED, _DONE, _DELAYED, _OPENS = 1.5, 0.1, -0.2, -0.3

Near = Callable[[str, int, str], float]
"""Likeness in meaning of an intention and (place of a later entry, one of its sentences)."""
Pairs = Collection[tuple[str, str]]


class Promises:
    """Puts the list together for one set of entries."""

    def __init__(self, items: Sequence[Item], rules: IntentionRules, lists: WordLists) -> None:
        self._items = items
        self._lists = lists
        self._stems = [stem_set(item.text, lists) for item in items]
        self._found = [rules.first_in(item.text) for item in items]
        self._leaning = [
            _DONE * bool(rules.done.search(item.text))
            + _DELAYED * bool(rules.delayed.search(item.text))
            + _OPENS * (found is not None)
            for item, found in zip(items, self._found, strict=True)
        ]
        counts = Counter(stem for stems in self._stems for stem in stems)
        self._weight = {stem: math.log((len(items) + 1) / times) for stem, times in counts.items()}

    def all(
        self, records: Iterable[Doc], since: date, until: date, near: Near | None, refused: Pairs = ()
    ) -> tuple[Promise, ...]:
        """Records opened in the period and intentions of its entries, in the order they were opened.

        Args:
            records: every commitment on record; what `may` not be used for themes is left out.
            since, until: the period, both days included.
            near: likeness in meaning of two sentences; None where there is no encoder.
            refused: (opening entry, proposed entry) that the person has said no to.
        """
        places = {item.id: place for place, item in enumerate(self._items)}
        found: list[tuple[str, int, Promise]] = []
        taken: set[str] = set()
        for record in records:
            opened = str(record["opened"]) if record.get("opened") else None
            if opened:
                taken.add(opened)
            day = day_of(record, "opened_on")
            inside = opened in places or (day is not None and since <= day <= until)
            if not may(record, "own_themes") or not inside:
                continue
            closed = str(record.get("closed") or "") or None
            promise = Promise(
                text=str(record.get("text") or ""),
                opened=opened if opened in places else None,
                opened_on=day.isoformat() if day else "",
                closed=closed if closed in places else None,
                status="open" if is_open(record) else "closed",
                record=str(record["id"]),
                proposal=self._proposal(str(record.get("text") or ""), places[opened], near, refused)
                if is_open(record) and opened in places
                else None,
            )
            found.append((promise.opened_on, places.get(opened or "", len(places)), promise))
        for place, item in enumerate(self._items):
            intention = None if item.id in taken or item.kind == "idea" else self._found[place]
            if intention is not None:
                promise = Promise(
                    text=intention.text,
                    opened=item.id,
                    opened_on=item.day.isoformat(),
                    closed=None,
                    status="open",
                    proposal=self._proposal(intention.text, place, near, refused),
                )
                found.append((promise.opened_on, place, promise))
        return tuple(promise for _, _, promise in sorted(found, key=lambda one: one[:2]))

    def _proposal(self, text: str, place: int, near: Near | None, refused: Pairs) -> Receipt | None:
        """The first later entry that seems to tell the thing was done."""
        wanted = stem_set(text, self._lists)
        total = math.sqrt(sum(self._weight.get(stem, 0.0) for stem in wanted)) or 1.0
        for later in range(place + 1, len(self._items)):
            item = self._items[later]
            if (self._items[place].id, item.id) in refused:
                continue
            shared = sum(self._weight.get(stem, 0.0) for stem in wanted & self._stems[later])
            score = _SHARED * min(shared / (3 * total), 1.0)
            score += self._leaning[later]
            if score + 1.0 < PROPOSED:  # a cosine cannot lift it
                continue
            quote, likeness = self._nearest(text, later, near)
            if score + likeness >= PROPOSED and quote:
                return Receipt(item.id, item.day.isoformat(), quote)
        return None

    def _nearest(self, text: str, later: int, near: Near | None) -> tuple[str, float]:
        """The sentence of a later entry that is nearest to the intention, and how near it is."""
        wanted = stem_set(text, self._lists)
        found = sentences(self._items[later].text)
        if near is None:
            return max(found, key=lambda one: len(wanted & stem_set(one, self._lists)), default=""), 0.0
        scored = [(near(text, later, one), one) for one in found]
        likeness, quote = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        return quote, likeness
