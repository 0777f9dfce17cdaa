"""What one move does to a session's record: keep an answer, find the next question, choose another one.

Works on a copy and keeps nothing: `session_walk` commits the copy together with what is returned here.
"""

from dataclasses import asdict
from typing import Any

from coach.domain.asking import Card, Move
from coach.domain.guide import Guide, Step
from coach.domain.text import marks
from coach.engine import session_wording as say
from coach.engine.ports import Put
from coach.engine.session_follow import ask, follow_up, note_length, support_of
from coach.engine.session_plan import Means
from coach.engine.session_reading import own_words, read_choice
from coach.engine.session_record import RECAP, Record, card_to_doc
from coach.engine.session_turn import (
    card_at,
    choices_at,
    is_own,
    is_private,
    question_at,
    then_asked,
    wordings,
)
from coach.errors import UsageError


class Moves:
    """The moves on one record."""

    def __init__(self, record: Record, guide: Guide, means: Means) -> None:
        self.record = record
        self._guide = guide
        self._means = means
        self._support = support_of(record, means)

    @property
    def item(self) -> dict[str, Any]:
        """The plan's line of the current step."""
        item = self.record.item(self.record.step)
        assert item is not None  # asked only where the session stands at a question
        return item

    @property
    def step(self) -> Step:
        """The current step of the guide."""
        step = self._guide.step(self.item["step"])
        assert step is not None  # a step no longer in the guide is left on taking the session up
        return step

    @property
    def on_engines_question(self) -> bool:
        """Whether the question is a follow-up, not one of the guide's own."""
        return self.record.follow_up > 0 and not self.step.each

    # answering

    def keep(self, text: str) -> dict[str, Any]:
        """Keep an answer to the current question; keys this program does not know survive."""
        record, step, number = self.record, self.step, self.record.follow_up
        before = record.answer(record.step, number)
        answer: dict[str, Any] = dict(before or {})
        answer.update(step=record.step, question=self._question(), answer=text)
        answer.pop("stopped_for_safety", None)
        answer.pop("choice", None)
        answer.pop("own", None)
        if number:
            answer["follow_up"] = True
            answer.pop("engine", None)
            if is_own(record, record.step, number):
                answer["own"] = True
                answer.pop("form", None)
                answer.pop("because", None)
            answer.update(_led_by(card_at(record, record.step, number, step)))
        elif step.becomes:
            answer["becomes"] = step.becomes
        choice = read_choice(text, choices_at(self.item, number))
        if choice is not None:
            answer["choice"] = choice.value
        mark_private(answer, on=is_private(record, record.step, number))
        record.put(record.step, number, answer)
        record.session["skipped"] = [one for one in record.session.get("skipped", []) if one != record.step]
        if before is None and step.follow_ups:
            note_length(record, text)
        return answer

    def mention(self, text: str) -> list[Put]:
        """Link the people and tags an answer names, as a quick note does; the people not known before."""
        found, doc = marks(text), self.record.doc
        if found.tags:
            doc["tags"] = [*dict.fromkeys([*doc.get("tags", []), *found.tags])]
        if not found.names:
            return []
        people = self._means.people.in_text(text)
        doc["with"] = [*dict.fromkeys([*doc.get("with", []), *people.ids])]
        return list(people.new)

    def leave_empty(self) -> int:
        """Take an empty answer: skip, or take the earlier answer out, with what followed from it.

        A private answer that is hidden now is left alone.

        Returns:
            How many answers were taken out.
        """
        record, step, number = self.record, self.record.step, self.record.follow_up
        taken = 0
        if not (self._means.hide_private and is_private(record, step, number)):
            taken = record.drop(step, number)
            if number == 0:
                self.mark_skipped()
        self.next_step()
        return taken

    def mark_skipped(self) -> None:
        """Note that the current step was left out."""
        skipped = self.record.session.setdefault("skipped", [])
        if self.record.step not in skipped:
            skipped.append(self.record.step)

    # going on

    def go_on(self, *, changed: bool) -> list[Put]:
        """Stand at what comes after an answer; what is to be kept with it.

        `changed` is false where an earlier answer was left as it was: then the question that followed it
        stays.
        """
        record, step, number = self.record, self.record.step, self.record.follow_up
        record.clear_pending(step, number)
        if record.answer(step, number + 1) is not None or (record.pending(step, number + 1) and not changed):
            record.go(step, number + 1)
            return []
        record.clear_pending(step, number + 1)
        if self.step.each:
            if self._goes_to_then():
                return []
        elif changed and (found := follow_up(record, self.step, self._guide, self._means)) is not None:
            card, move = found
            record.go(step, number + 1)
            record.count("asked", 1)
            if move == "counter":
                record.session["counter"] = True
            return self.show(card, [card.form], move)
        self.next_step()
        return []

    def next_step(self) -> None:
        """Stand at the next step of the plan that has its place, else in the recap."""
        record = self.record
        record.clear_pending(record.step)
        for item in record.plan[record.place(record.step) + 1 :]:
            if self.is_asked(item):
                record.go(item["id"])
                if record.answer(item["id"]) is None:
                    record.count("words", own_words(self._question()))
                return
        record.go(RECAP)

    def back(self) -> None:
        """Stand at the question before. Raises UsageError: this is the first."""
        record = self.record
        if record.step != RECAP and record.follow_up > 0:
            record.go(record.step, record.follow_up - 1)
            return
        before = [item for item in record.plan[: record.place(record.step)] if self.is_asked(item)]
        if not before:
            raise UsageError("This is the first question.")
        step = before[-1]["id"]
        record.go(step, max(len(record.answers(step)) - 1, 0))

    def is_asked(self, item: dict[str, Any]) -> bool:
        """Whether a line of the plan is asked: its step is in the guide, the one it needs was answered."""
        step = self._guide.step(item["step"])
        return step is not None and (not step.needs or self.record.answer(step.needs) is not None)

    # other questions

    def other_wording(self) -> None:
        """Another wording of the guide's own question. Raises UsageError: there is none."""
        record = self.record
        usual = wordings(self.step, self._support, record.follow_up)
        now = self._question()
        if len(usual) < 2:
            raise UsageError(say.NO_WORDING)
        following = usual[(usual.index(now) + 1) % len(usual)] if now in usual else usual[0]
        record.set_pending(record.step, record.follow_up, question=following)
        record.count("words", own_words(following))

    def other_card(self, move: Move) -> list[Put]:
        """Another follow-up to the same answer. Raises UsageError: there is none."""
        record, number = self.record, self.record.follow_up
        waiting = record.pending(record.step, number)
        now = record.answer(record.step, number) or waiting.get("card") or {}
        shown = [*waiting.get("shown", [])] or [form for form in [now.get("form")] if form]
        card = ask(record, self.step, self._means, on=number - 1, move=move, avoid=shown)
        if card.action == "escalate" or card.reply == self._question() or card.form in shown:
            raise UsageError(say.NO_OTHER)
        return self.show(card, [*shown, card.form], move)

    def own_question(self, question: str) -> None:
        """The person's own question in place of the follow-up (rubric F4).

        Raises:
            UsageError: not on a follow-up, nothing was written, or the level is guided.
        """
        record, number = self.record, self.record.follow_up
        self.form()
        if self._support == "guided":
            raise UsageError(say.OWN_AT_GUIDED, hint=say.OWN_HOW)
        if not question.strip():
            raise UsageError("No question was written, so the one that is shown stays.")
        record.set_pending(record.step, number, question=" ".join(question.split()), own=True)

    def form(self) -> str:
        """The form of the current follow-up. Raises UsageError: the question is the guide's own."""
        if not self.on_engines_question:
            raise UsageError("This works on a follow-up question; this one is the guide's own.")
        card = card_at(self.record, self.record.step, self.record.follow_up, self.step)
        return card.form if card else ""

    def _question(self) -> str:
        return question_at(self.record, self.record.step, self.step, self._support, self.record.follow_up)

    def _goes_to_then(self) -> bool:
        record, step = self.record, self.step
        first = str(record.answers(record.step)[0]["answer"])
        if record.follow_up or step.then is None or not then_asked(step, self.item, first, self._means):
            return False
        record.go(record.step, 1)
        record.count("words", own_words(step.then[self._support]))
        return True

    def show(self, card: Card, shown: list[str], move: Move) -> list[Put]:
        """Show a card where the session stands; what is to be kept with it.

        Args:
            shown: the forms shown there so far, this one included.
            move: how it was asked for, so that a model can be asked for the same.
        """
        record = self.record
        record.set_pending(
            record.step,
            record.follow_up,
            card=card_to_doc(card),
            question=card.reply,
            shown=shown,
            own=False,
            move=move,
        )
        record.count("words", own_words(card.reply))
        return [self._means.memory.shown(card.form)] if card.form else []


def mark_private(answer: dict[str, Any], *, on: bool) -> None:
    """Set or take off the private mark of an answer."""
    if on:
        answer["private"] = True
    else:
        answer.pop("private", None)


def _led_by(card: Card | None) -> dict[str, Any]:
    """What an answer keeps of the card that led to it."""
    if card is None:
        return {}
    kept: dict[str, Any] = {"form": card.form}
    if card.because is not None:
        kept["because"] = {"cue": card.because.cue, "quote": card.because.quote}
    if card.engine.kind == "remote":
        kept["engine"] = asdict(card.engine)
    return kept
