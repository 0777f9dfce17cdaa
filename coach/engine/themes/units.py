"""Cuts an entry into the pieces that are compared: the whole, its sentences, their clauses. All verbatim."""

import re
from dataclasses import dataclass

MOST_SENTENCES = 40
"""Sentences of one entry that are read: an entry of a megabyte must not cost more than a long page."""
_PLENTY = 20_000  # characters in which that many sentences stand
_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”’)])\s+|\s*\n\s*")
_NO_END = re.compile(r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Prof|vs|approx|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$")
_CLAUSE = re.compile(r"[,;:—–]\s+|\s+(?:but|and|so|because)\s+")
_LONGEST = 400  # characters of a sentence that are read: a text without full stops is cut here
_BULLET = re.compile(r"^[-*•]\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of an entry."""

    text: str
    sentence: int
    """Place of its sentence in the entry; -1 for the entry as a whole."""
    weight: float
    """Words in it, at most twenty: a long piece says more, but not without end."""
    part: bool = False
    """Only a clause of its sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, as written, at most forty of at most 400 characters."""
    head = text[:_PLENTY]
    found: list[str] = []
    start = 0
    for end in (*_END.finditer(head), None):
        if end is not None and "\n" not in end[0] and _NO_END.search(head, start, end.start()):
            continue
        piece = _BULLET.sub("", head[start : end.start() if end else len(head)].strip())[:_LONGEST]
        if any(ch.isalnum() for ch in piece):
            found.append(piece)
        if end is None or len(found) == MOST_SENTENCES:
            break
        start = end.end()
    return found


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence of three words or more; empty where it has only one."""
    parts = [part.strip() for part in _CLAUSE.split(sentence)]
    long = [part for part in parts if len(part.split()) >= 3]
    return long if len(parts) > 1 else []


def units(text: str, *, fine: bool = True) -> list[Unit]:
    """The entry as a whole, its sentences and (where `fine`) their clauses, each text once."""
    found: dict[str, Unit] = {}
    for place, sentence in enumerate(sentences(text)):
        found.setdefault(sentence, Unit(sentence, place, _weight(sentence)))
        for piece in clauses(sentence) if fine else ():
            found.setdefault(piece, Unit(piece, place, _weight(piece), part=True))
    whole = text.strip()[: _LONGEST * 2]
    if whole not in found:
        found[whole] = Unit(whole, -1, _weight(whole))
    return list(found.values())


def _weight(text: str) -> float:
    return float(min(len(text.split()), 20))
