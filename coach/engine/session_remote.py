"""The remote engine's part in a session: which question could be better, and what becomes of a better one.

The embedded question is shown at once. A better one takes its place while nothing is typed, else it waits
for "another question" (design, section 5). Nothing here waits for anybody: asking is another thread's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from coach.domain.asking import Card, Move
from coach.domain.entry import answers_of
from coach.domain.visibility import may
from coach.engine.gate.parcel import Source
from coach.engine.ports import Put
from coach.engine.questions.wish import Earlier, Wish, can_be_better
from coach.engine.session_follow import situation
from coach.engine.session_moves import Moves
from coach.engine.session_plan import Means
from coach.engine.session_reading import own_words
from coach.engine.session_record import Record
from coach.engine.session_turn import card_at, is_own, is_private


@dataclass(frozen=True, slots=True)
class Late:
    """A better question, with the wish it came for."""

    wish: Wish
    card: Card


def wish_at(moves: Moves, means: Means) -> Wish | None:
    """The wish for a better question where the session stands now; None where there is none.

    None for a guide's own question, one's own, one that is answered or a model's already; where the answer
    it is built on, or one that led to it, is private or not to be sent; and without a remote engine.
    """
    record = moves.record
    number = record.follow_up
    if not means.asking.has_remote or not moves.on_engines_question or is_own(record, record.step, number):
        return None
    card = card_at(record, record.step, number, moves.step)
    if card is None or card.engine.kind == "remote" or not can_be_better(card):
        return None
    if record.answer(record.step, number) is not None or is_private(record, record.step, number):
        return None
    led = record.answers(record.step)[:number]
    if not led or not (may(record.doc, "remote") and all(may(answer, "remote") for answer in led)):
        return None
    move = cast("Move", record.pending(record.step, number).get("move") or "first")
    entry = str(record.doc["id"])
    return Wish(
        situation=situation(record, moves.step, means, on=number - 1),
        move=move,
        source=Source(entry, led[-1], str(led[-1].get("answer", ""))),
        embedded=card,
        earlier=tuple(_earlier(record, led[-1], entry)),
        place=(record.step, number),
    )


def take_over(moves: Moves, late: Late) -> list[Put]:
    """Put the better card in place of the embedded one; what is to be kept with it.

    The words of the question that nobody is shown any more leave the program's share (rubric F5).
    """
    moves.record.count("words", -own_words(late.wish.embedded.reply))
    return show(moves, late)


def show(moves: Moves, late: Late) -> list[Put]:
    """Show the better card, beside those shown before it."""
    record = moves.record
    shown = record.pending(record.step, record.follow_up).get("shown", [])
    return moves.show(late.card, [*shown, late.card.form], late.wish.move)


def is_still_there(moves: Moves, wish: Wish) -> bool:
    """Whether the session still shows, unanswered, the question that the wish was for."""
    record = moves.record
    if (record.step, record.follow_up) != wish.place or is_private(record, *wish.place):
        return False
    card = card_at(record, record.step, record.follow_up, moves.step)
    answered = record.answer(record.step, record.follow_up) is not None
    return card is not None and not answered and card.reply == wish.embedded.reply


def fits(moves: Moves, late: Late) -> bool:
    """Whether a question that came late is still about what stands there."""
    record, wish = moves.record, late.wish
    if (record.step, record.follow_up) != wish.place or is_private(record, *wish.place):
        return False
    led = record.answers(record.step)[: wish.place[1]]
    return bool(led) and str(led[-1].get("answer", "")) == wish.situation.answer and moves.on_engines_question


def _earlier(record: Record, built_on: dict[str, Any], entry: str) -> Iterator[Earlier]:
    """The questions answered before, with their answers; questions of one's own are left out.

    A follow-up quotes the answer before it: where that may not be sent, the follow-up stays here too.
    """
    withheld: set[str] = set()
    for answer in answers_of(record.doc):
        if answer is built_on:
            continue
        step = str(answer.get("step"))
        if not may(answer, "remote"):
            withheld.add(step)
        source = Source(
            entry, {"private": True} if step in withheld else answer, str(answer.get("answer", ""))
        )
        if not answer.get("own") and answer.get("question"):
            yield Earlier(str(answer["question"]), source)
