"""An index over texts with ids. Knows nothing of entries or stores: a builder feeds it (search.py).

For each word the slots of the texts that hold it; for each text its words in order, for phrases. A text that
changes gets a new slot; old slots are swept out when they are a quarter. All arrays hold four bytes a number:
about 35 MB for 10 000 texts of 500 words. Safe to feed from one thread while another asks.
"""

import json
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from threading import RLock
from typing import Any
from zlib import crc32

from coach.engine.search.words import Query, one_typo, related, words_in_place, words_of
from coach.errors import InvalidData

_MAGIC = b"coach-search-1\n"
_EXACT, _STEM, _PREFIX, _TYPO = 8, 6, 4, 1
"""What a match is worth for the order of results."""
_TYPO_FROM = 4
"""Shorter words are not corrected: everything is one letter away from "of"."""
_PREFIX_FROM = 3
"""From this length on, every word of a query may be a beginning; the last one always may."""
_FAMILY = 60
"""At most so many words with the same beginning are compared by stem."""
_SWEEP = 0.25


class _Numbers(dict[str, int]):
    """A number for each word, given out at first sight."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Index:
    """Finds ids by words."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._numbers = _Numbers()
        self._sorted: list[str] = []
        self._postings: list[array[int]] = []
        self._ids: list[str | None] = []
        """By slot; None where the text was removed or changed."""
        self._orders: list[bytes] = []
        """By slot: the numbers of the words in order."""
        self._slots: dict[str, int] = {}
        self._marks: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, id: object) -> bool:
        return id in self._slots

    def ids(self) -> list[str]:
        """Every id in the index."""
        with self._lock:
            return list(self._slots)

    def add(self, id: str, text: str) -> bool:
        """Take in a text, or its new state; False where it was known and is unchanged."""
        mark = crc32(text.encode("utf-8", "surrogatepass"))
        if self._marks.get(id) == mark:
            return False
        words = words_of(text)
        with self._lock:
            self.remove(id)
            self._take(id, array("I", map(self._numbers.__getitem__, words)), mark)
        return True

    update = add

    def remove(self, id: str) -> None:
        """Forget a text; nothing happens where the id is unknown."""
        with self._lock:
            slot = self._slots.pop(id, None)
            if slot is None:
                return
            del self._marks[id]
            self._ids[slot] = None
            self._orders[slot] = b""
            if len(self._ids) - len(self._slots) > max(64, _SWEEP * len(self._ids)):
                self._sweep()

    def find(self, query: str, limit: int | None = None) -> list[str]:
        """Ids of the texts that hold all that is asked, best first, then newest first.

        A word may be a beginning or another form of the word in the text; only a word that is found in no
        such way may have one typing error. An empty query finds nothing.
        """
        asked = Query.of(query)
        if not asked:
            return []
        with self._lock:
            terms = [self._with_phrase(phrase) for phrase in asked.phrases]
            terms += [self._with_word(word, last=word == asked.words[-1]) for word in asked.words]
            terms.sort(key=len)
            slots = set(terms[0])
            for term in terms[1:]:
                slots &= term.keys()
            worth = {slot: sum(term[slot] for term in terms) for slot in slots if self._ids[slot] is not None}
            best = sorted(worth, key=lambda slot: (-worth[slot], -slot))[:limit]
            return [str(self._ids[slot]) for slot in best]

    def to_bytes(self) -> bytes:
        """The index for a cache file; `from_bytes` reads it back."""
        with self._lock:
            if len(self._ids) > len(self._slots):
                self._sweep()
            head = {
                "width": array("I").itemsize,
                "words": list(self._numbers),
                "ids": list(self._slots),
                "marks": list(self._marks.values()),
                "orders": [len(order) for order in self._orders],
                "postings": [len(posting) for posting in self._postings],
            }
            encoded = json.dumps(head).encode("ascii")
            pieces = [len(encoded).to_bytes(8, "big"), encoded, *self._orders]
            body = b"".join([*pieces, *(posting.tobytes() for posting in self._postings)])
        return _MAGIC + crc32(body).to_bytes(4, "big") + body

    @classmethod
    def from_bytes(cls, content: bytes) -> "Index":
        """The index that `to_bytes` wrote.

        Raises:
            InvalidData: damaged, or made by another version or kind of machine; build a new one.
        """
        start = len(_MAGIC) + 4
        body = memoryview(content)[start:]
        head: dict[str, Any] = {"width": 0}
        try:
            sound = content.startswith(_MAGIC) and crc32(body) == int.from_bytes(
                content[start - 4 : start], "big"
            )
            at = 8 + int.from_bytes(body[:8], "big")
            head = json.loads(bytes(body[8:at])) if sound else head
        except ValueError:
            sound = False
        if not sound or head["width"] != array("I").itemsize:
            raise InvalidData(
                "The kept search index cannot be used; it is built anew.", hint="Nothing else is affected."
            )
        index = cls()
        index._numbers.update(zip(head["words"], range(len(head["words"])), strict=True))
        index._ids = list(head["ids"])
        index._slots = dict(zip(head["ids"], range(len(head["ids"])), strict=True))
        index._marks = dict(zip(head["ids"], head["marks"], strict=True))
        for length in head["orders"]:
            index._orders.append(bytes(body[at : at + length]))
            at += length
        for count in head["postings"]:
            posting = array("I")
            posting.frombytes(body[at : at + count * posting.itemsize])
            index._postings.append(posting)
            at += count * posting.itemsize
        return index

    # ---- inside; the lock is held

    def _take(self, id: str, order: "array[int]", mark: int) -> None:
        slot = len(self._ids)
        self._ids.append(id)
        self._orders.append(order.tobytes())
        self._slots[id] = slot
        self._marks[id] = mark
        while len(self._postings) < len(self._numbers):
            self._postings.append(array("I"))
        for number in set(order):
            self._postings[number].append(slot)

    def _sweep(self) -> None:
        """Build anew from the orders that are still alive."""
        kept = [(known, self._orders[slot], self._marks[known]) for known, slot in self._slots.items()]
        words = list(self._numbers)
        self._numbers, self._postings, self._sorted = _Numbers(), [], []
        self._ids, self._orders, self._slots = [], [], {}
        for known, raw, mark in kept:
            old = array("I")
            old.frombytes(raw)
            self._take(known, array("I", [self._numbers[words[number]] for number in old]), mark)

    def _with_word(self, word: str, *, last: bool) -> dict[int, int]:
        """Slots of the texts a word is found in, with what the match is worth."""
        beginnings = self._begin_with(word) if last or len(word) >= _PREFIX_FROM else []
        family = self._family(word)
        found: dict[int, int] = {}
        self._collect(found, beginnings, _PREFIX)
        self._collect(found, family, _STEM)
        self._collect(found, [word] if word in self._numbers else [], _EXACT)
        if not found and len(word) >= _TYPO_FROM:
            self._collect(found, self._near(word), _TYPO)
        return found

    def _collect(self, found: dict[int, int], words: Iterable[str], worth: int) -> None:
        for word in words:
            found.update(dict.fromkeys(self._postings[self._numbers[word]], worth))

    def _with_phrase(self, phrase: tuple[str, ...]) -> dict[int, int]:
        numbers = [self._numbers[word] for word in phrase if word in self._numbers]
        if len(numbers) < len(phrase):
            return {}
        slots = set(self._postings[numbers[0]])
        for number in numbers[1:]:
            slots.intersection_update(self._postings[number])
        wanted = array("I", numbers)
        raw, width = wanted.tobytes(), wanted.itemsize
        return {slot: _EXACT * len(phrase) for slot in slots if _holds(self._orders[slot], raw, width)}

    def _vocabulary(self) -> list[str]:
        """All words in order of the alphabet."""
        missing = len(self._numbers) - len(self._sorted)
        if missing > 50:
            self._sorted = sorted(self._numbers)
        elif missing:
            for word in list(self._numbers)[-missing:]:
                insort(self._sorted, word)
        return self._sorted

    def _begin_with(self, start: str) -> list[str]:
        words = self._vocabulary()
        low = bisect_left(words, start)
        return words[low : bisect_left(words, start + "\U0010ffff", low)]

    def _family(self, word: str) -> list[str]:
        """Words of the texts with the same stem: they share their first letters and are about as long."""
        if len(word) < 4 or word.isdigit():
            return []
        start = word[: max(3, len(word) - 3)]
        alike = [other for other in self._begin_with(start) if abs(len(other) - len(word)) <= 4]
        alike.sort(key=lambda other: abs(len(other) - len(word)))
        return [other for other in alike[:_FAMILY] if other != word and related(word, other)]

    def _near(self, word: str) -> list[str]:
        """Words of the texts one typing error away, or that begin so."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        def alike(words: list[str]) -> list[int]:
            near = process.extract(word, words, scorer=OSA.distance, score_cutoff=1, limit=None)
            return [place for _, _, place in near]

        words = self._vocabulary()
        found = {words[place] for place in alike(words)}
        if not found and len(word) > _TYPO_FROM:  # a beginning with an error: the first letter must be right
            words = self._begin_with(word[0])
            for length in (len(word) - 1, len(word), len(word) + 1):
                found.update(words[place] for place in alike([other[:length] for other in words]))
        return sorted(found)


def _holds(order: bytes, phrase: bytes, width: int) -> bool:
    at = order.find(phrase)
    while at >= 0 and at % width:
        at = order.find(phrase, at + 1)
    return at >= 0


def highlight(text: str, query: str) -> list[tuple[int, int]]:
    """Where in a text the words of a query stand: begin and end of each, in order, none overlapping."""
    asked = Query.of(query)
    places = list(words_in_place(text))
    marked: dict[int, int] = {}
    for word in asked.words:
        hits = [
            at
            for at, (other, _, _) in enumerate(places)
            if _matches(word, other, last=word == asked.words[-1])
        ]
        if not hits and len(word) >= _TYPO_FROM:
            hits = [at for at, (other, _, _) in enumerate(places) if one_typo(word, other)]
        marked.update(Counter(hits))
    plain = [word for word, _, _ in places]
    for phrase in asked.phrases:
        for at in range(len(plain) - len(phrase) + 1):
            if tuple(plain[at : at + len(phrase)]) == phrase:
                marked.update(Counter(range(at, at + len(phrase))))
    return [(places[at][1], places[at][2]) for at in sorted(marked)]


def _matches(word: str, other: str, *, last: bool) -> bool:
    if other.startswith(word) and (last or len(word) >= _PREFIX_FROM or other == word):
        return True
    return len(word) >= 4 and other[:3] == word[:3] and related(word, other)
