"""Decides whether an answer gets a follow-up question, and which kind (C15, C17; rubric Q22, F3, F5).

The session is the person's: the first questions are free, further ones have to be earned by what they
wrote, so that the program's share of all words stays small. Nothing here keeps anything.
"""

from collections.abc import Sequence

from coach.domain.asking import Asked, Card, Move, Situation, Support
from coach.domain.entry import answers_of
from coach.domain.guide import Guide, Step
from coach.domain.text import count_words
from coach.engine.session_plan import Means
from coach.engine.session_reading import has_substance, is_thin
from coach.engine.session_record import Record

FREE: dict[Support, int] = {"guided": 3, "supported": 3, "independent": 1}
"""Follow-ups of a session that need not be earned by the person's words, the counter-question among them."""
SHARE_LIMIT: dict[Support, float] = {"guided": 0.30, "supported": 0.30, "independent": 0.20}
"""The program's share of all words in a session up to which a further follow-up may be asked (rubric F5)."""
USUAL = 14
"""Words of the program in a usual follow-up, what it quotes left out."""
THIN_IN_A_ROW = 2
"""After so many nearly empty answers no question is added (rubric Q22)."""


def most(step: Step, support: Support) -> int:
    """How many follow-ups a step may have: one at most where the person works independently (rubric F3)."""
    return min(step.follow_ups, 1) if support == "independent" else step.follow_ups


def follow_up(record: Record, step: Step, guide: Guide, means: Means) -> tuple[Card, Move] | None:
    """The next follow-up to the latest answer of the current step, or None where the session goes on."""
    move = _wanted(record, step, guide, means)
    if move is None:
        return None
    on = len(record.answers(record.step)) - 1
    card = ask(record, step, means, on=on, move=move)
    if move == "counter" and card.action != "ask":
        move = "first"
        card = ask(record, step, means, on=on, move=move)
    return None if card.action == "escalate" else (card, move)


def ask(record: Record, step: Step, means: Means, *, on: int, move: Move, avoid: Sequence[str] = ()) -> Card:
    """One question to the answer in place `on` of the current step."""
    return means.asking.reply(situation(record, step, means, on=on), move=move, avoid=avoid)


def situation(record: Record, step: Step, means: Means, *, on: int) -> Situation:
    """All the next question may be built on; what was asked in earlier sessions is known to whoever is asked.

    Answers that stopped a session are no part of it.
    """
    built_on = record.answers(record.step)[on]
    answered = [answer for answer in answers_of(record.doc) if not answer.get("stopped_for_safety")]
    return Situation(
        answer=str(built_on.get("answer", "")),
        stage=step.stage,
        support=support_of(record, means),
        role=means.role,
        history=tuple(
            Asked(str(one.get("question", "")), "" if one is built_on else str(one.get("answer", "")))
            for one in answered
        ),
        challenge=means.challenge,
    )


def support_of(record: Record, means: Means) -> Support:
    """The support level the session was begun with."""
    support = record.session.get("support")
    return support if support in SHARE_LIMIT else means.support


def _wanted(record: Record, step: Step, guide: Guide, means: Means) -> Move | None:
    support = support_of(record, means)
    answers = record.answers(record.step)
    if not answers or len(answers) > most(step, support) or record.session.get("quiet"):
        return None
    if int(record.session.get("thin", 0)) >= THIN_IN_A_ROW:
        return None
    first, substance = len(answers) == 1, has_substance(str(answers[-1].get("answer", "")))
    if first and substance and _counter_fits(record, step, guide, means):
        return "counter"
    if not first and not substance:
        return None
    if (first and _is_free(record, guide, means, support)) or _is_earned(record, support):
        return "first"
    return None


def _is_free(record: Record, guide: Guide, means: Means, support: Support) -> bool:
    """Whether one of the free follow-ups is left; the last is kept for a counter-question still to come."""
    asked = int(record.session.get("asked", 0))
    kept = 1 if _counter_open(record, means) and _counter_ahead(record, guide) else 0
    return asked + kept < FREE[support]


def _is_earned(record: Record, support: Support) -> bool:
    return share(record, USUAL) <= SHARE_LIMIT[support]


def _counter_open(record: Record, means: Means) -> bool:
    return means.challenge >= 2 and not record.session.get("counter")


def _counter_ahead(record: Record, guide: Guide) -> bool:
    ahead = (guide.step(item["step"]) for item in record.plan[record.place(record.step) + 1 :])
    return any(one is not None and one.counter for one in ahead)


def _counter_fits(record: Record, step: Step, guide: Guide, means: Means) -> bool:
    """Whether the one counter-question of the session belongs here (feature C15)."""
    if not _counter_open(record, means):
        return False
    return step.counter or (not _counter_ahead(record, guide) and step.stage in ("meaning", "learning"))


def share(record: Record, more: int = 0) -> float:
    """The program's share of all words so far, with `more` words added to its side (rubric F5)."""
    mine = int(record.session.get("words", 0)) + more
    theirs = sum(count_words(str(answer.get("answer", ""))) for answer in answers_of(record.doc))
    return mine / (mine + theirs) if mine + theirs else 0.0


def note_length(record: Record, text: str) -> None:
    """Count nearly empty answers in a row."""
    record.session["thin"] = int(record.session.get("thin", 0)) + 1 if is_thin(text) else 0
