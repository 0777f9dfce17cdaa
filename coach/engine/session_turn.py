"""Makes the turn that is shown from where a session stands: question, receipts, choices, progress."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from coach.domain.asking import Because, Card, Support
from coach.domain.commitment import times_carried
from coach.domain.guide import Guide, Step
from coach.engine import session_wording as say
from coach.engine.session_follow import most, support_of
from coach.engine.session_plan import Means, receipts
from coach.engine.session_reading import read_choice
from coach.engine.session_record import Record, card_from_doc, engine_from_doc
from coach.engine.turns import StepMark, Turn

OPENING = ("came_of_it", "outcome", "verdict")
"""What comes first in a session: what was promised before."""
ASKS_AT = 3
"""The carry at which a commitment is asked what it needs, once (design, section 8)."""


def turn_at(record: Record, guide: Guide, means: Means) -> Turn | None:
    """The question the session stands at; None in the recap."""
    item = record.item(record.step)
    if item is None or guide.step(item["step"]) is None:
        return None
    return turn_for(record, guide, means, item, record.follow_up)


def turn_for(record: Record, guide: Guide, means: Means, item: dict[str, Any], follow_up: int) -> Turn:
    """One question of a session, answered or not; its step is in the guide."""
    step = guide.step(item["step"])
    assert step is not None  # the callers looked
    support = support_of(record, means)
    answer = record.answer(item["id"], follow_up)
    card = card_at(record, item["id"], follow_up, step)
    private = is_private(record, item["id"], follow_up)
    hidden = private and means.hide_private
    shown = "" if answer is None or hidden else str(answer.get("answer", ""))
    question = question_at(record, item["id"], step, support, follow_up)
    if hidden and (card is not None or is_own(record, item["id"], follow_up)):
        # it quotes the private answer it is built on
        question, card = say.HIDDEN_QUESTION, None
    place = record.place(item["id"])
    total = len(record.plan)
    return Turn(
        step=item["id"],
        kind=_kind(step, follow_up),
        title=step.title,
        question=question,
        why=step.why,
        stage=step.stage,
        receipts=receipts(item, step, means) if follow_up == 0 or step.each else (),
        card=card,
        follow_up=follow_up,
        follow_ups=1 if step.then else most(step, support),
        position=place + 1,
        total=total,
        minutes_left=max(1, round(minutes_of(guide, means) * (total - place) / max(total, 1))),
        draft_key=draft_key(str(record.doc["id"]), item["id"], follow_up),
        answer=shown,
        private=private,
        choices=choices_at(item, follow_up),
        optional=step.optional,
        own=is_own(record, item["id"], follow_up),
        may_ask=follow_up > 0 and not step.each and support != "guided",
    )


def is_own(record: Record, step_id: str, follow_up: int) -> bool:
    """Whether the person wrote this question themself (rubric F4)."""
    waiting = record.pending(step_id, follow_up)
    return bool((waiting if waiting.get("question") else record.answer(step_id, follow_up) or {}).get("own"))


def question_at(record: Record, step_id: str, step: Step, support: Support, follow_up: int) -> str:
    """The wording of one question: as it was asked where it is answered, else as it is chosen now."""
    chosen = record.pending(step_id, follow_up).get("question")
    if chosen:
        return str(chosen)
    answer = record.answer(step_id, follow_up)
    if answer is not None and answer.get("question"):
        return str(answer["question"])
    if follow_up and step.then:
        return step.then[support]
    return step.questions[support]


def wordings(step: Step, support: Support, follow_up: int) -> list[str]:
    """Every wording of a guide's own question, the usual one first."""
    if follow_up:
        return [*dict.fromkeys([step.then[support], *step.then.values()])] if step.then else []
    return [*dict.fromkeys([step.questions[support], *step.another, *step.questions.values()])]


def choices_at(item: dict[str, Any], follow_up: int) -> tuple[tuple[str, str], ...]:
    """The quick answers to a question about a record that is due."""
    table = item.get("ref", [""])[0]
    if table == "commitments":
        return say.THIRD_CARRY if follow_up else say.OUTCOMES
    if table == "experiments":
        return say.VERDICTS if follow_up else say.HAPPENED
    if table == "assumptions":
        return say.VERDICTS if follow_up else say.SEEN
    return ()


def then_asked(step: Step, item: dict[str, Any], text: str, means: Means) -> bool:
    """Whether the second question of a record that is due follows this answer."""
    if not step.then or not item.get("ref"):
        return False
    table, record_id = item["ref"]
    choice = read_choice(text, choices_at(item, 0))
    not_yet = choice is not None and choice.value == say.NOT_YET
    if table != "commitments":
        return not not_yet
    doc = means.store.get("commitments", record_id)
    return bool(not_yet and doc and times_carried(doc) + 1 >= ASKS_AT and not doc.get("asked_third_carry"))


def is_private(record: Record, step_id: str, follow_up: int) -> bool:
    """Whether an answer is, or will be, private: marked so, or a follow-up to one that is (feature C18)."""
    answer = record.answer(step_id, follow_up)
    if answer is not None:
        return bool(answer.get("private"))
    flag = record.pending(step_id, follow_up).get("private")
    if flag is not None:
        return bool(flag)
    return bool(record.doc.get("private")) or (follow_up > 0 and is_private(record, step_id, follow_up - 1))


def progress(record: Record) -> tuple[StepMark, ...]:
    """The progress line: each step once."""
    now = record.place(record.step)
    marks = []
    for place, item in enumerate(record.plan):
        status: Literal["done", "skipped", "now", "then"] = "then"
        if place == now:
            status = "now"
        elif record.answer(item["id"]) is not None:
            status = "done"
        elif item["id"] in record.session.get("skipped", []) or place < now:
            status = "skipped"
        marks.append(StepMark(item["id"], str(item["title"]), status))
    return tuple(marks)


def minutes_of(guide: Guide, means: Means) -> int:
    """How long the session takes: the configured length, else the guide's."""
    return means.minutes.get(guide.id, guide.minutes)


def draft_key(entry: str, step_id: str, follow_up: int) -> str:
    """Where what is being typed is kept until it is an answer."""
    return f"session/{entry}/{step_id}" + (f"/{follow_up}" if follow_up else "")


def _kind(step: Step, follow_up: int) -> Literal["opening", "step", "follow_up"]:
    if follow_up:
        return "follow_up"
    return "opening" if step.becomes in OPENING else "step"


def card_at(record: Record, step_id: str, follow_up: int, step: Step) -> Card | None:
    """Where a follow-up question came from, answered or not; None for a guide's own."""
    answer = record.answer(step_id, follow_up)
    waiting = record.pending(step_id, follow_up).get("card")
    if is_own(record, step_id, follow_up):
        return None
    if waiting:
        return card_from_doc(waiting)
    if not follow_up or answer is None or "form" not in answer:
        return None
    because = cast("dict[str, Any] | None", answer.get("because"))
    question = str(answer.get("question", ""))
    return Card(
        action="ask",
        reply=question,
        question=question,
        stage=step.stage,
        because=Because(str(because.get("cue", "")), because.get("quote")) if because else None,
        form=str(answer["form"]),
        engine=engine_from_doc(answer.get("engine")),
    )


def earlier(record: Record, guide: Guide, means: Means) -> Sequence[Turn]:
    """The answered questions of the current step before this one, oldest first."""
    item = record.item(record.step)
    if item is None or guide.step(item["step"]) is None:
        return ()
    return tuple(
        turn_for(record, guide, means, item, number)
        for number in range(record.follow_up)
        if record.answer(item["id"], number) is not None
    )
