"""The wish for a better question than the embedded one: all a remote engine may build on, as plain data.

A wish names whose words are in it (`Source`), so that the gate can refuse what must stay. What may not be
sent is left out here already, and counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from coach.domain.asking import Card, Move, Situation
from coach.engine.gate.parcel import LeftOut, Source

_NOTHING: Final = LeftOut()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question of the same writing, and its answer where that may be sent."""

    question: str
    source: Source | None = None
    """The answer; None where there is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One question that could be better."""

    situation: Situation
    """Its history serves the checks of a reply, on this machine; only `earlier` is sent."""
    move: Move
    source: Source
    """The answer that is asked about."""
    embedded: Card
    """What is shown meanwhile, and for good where nothing better comes."""
    earlier: tuple[Earlier, ...] = ()
    """Oldest first."""
    left_out: LeftOut = _NOTHING
    place: tuple[str, int] = ("", 0)
    """The step and the number of the follow-up it is for; where it is for a session."""


def wish_for_text(situation: Situation, embedded: Card, *, move: Move = "first") -> Wish | None:
    """The wish for a text that is kept nowhere (`coach ask`); None where a better question is not wanted."""
    if not can_be_better(embedded):
        return None
    earlier = (
        Earlier(asked.question, Source("", {}, asked.answer) if asked.answer.strip() else None)
        for asked in situation.history
    )
    return Wish(situation, move, Source("", {}, situation.answer), embedded, tuple(earlier))


def can_be_better(embedded: Card) -> bool:
    """Whether there is something to build on: not for a stop, an easy door or an unread language."""
    return embedded.action == "ask" and embedded.because is not None and bool(embedded.because.quote)


def texts_of(wish: Wish) -> Iterable[Source]:
    """Every piece of the person's text in a wish."""
    yield wish.source
    for one in wish.earlier:
        if one.source is not None:
            yield one.source
