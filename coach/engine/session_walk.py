"""One session: a plain state machine that the screen and plain mode both drive (design, section 5).

Every move reads the record, changes a copy and keeps it in one commit; what is in memory changes only after that. So
any process can go on from the record, and a failed write leaves the session where it stood.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from coach.domain.asking import Card, Move
from coach.domain.guide import Guide, Step
from coach.domain.records import Doc
from coach.domain.text import marks
from coach.engine import session_wording as say
from coach.engine.ports import Put, Remove
from coach.engine.recap import Recap
from coach.engine.recap_records import Records
from coach.engine.safety import Notice
from coach.engine.session_follow import answered_because, ask, follow_up, note_length, support_of
from coach.engine.session_plan import Means
from coach.engine.session_reading import own_words, read_choice
from coach.engine.session_record import RECAP, Record, card_to_doc
from coach.engine.session_turn import (
    choices_at,
    earlier,
    is_private,
    progress,
    question_at,
    then_asked,
    turn_at,
    wordings,
)
from coach.engine.turns import Closed, RecapLine, SessionState, StepMark, Turn
from coach.errors import NotFound, UsageError


class Session:
    """One run of a guide. Every move is durable when it returns."""

    def __init__(self, doc: Doc, guide: Guide, means: Means, *, remarks: Sequence[str] = ()) -> None:
        """Take up the session kept in `doc`; `remarks` are sentences to show once."""
        self._doc = doc
        self._means = means
        self._awake = True
        self.guide = guide
        self.remarks: tuple[str, ...] = tuple(remarks)
        """Plain sentences about the last move, to be shown once; usually none."""

    # what is shown

    @property
    def id(self) -> str:
        """The id of the entry this session is kept in."""
        return str(self._doc["id"])

    @property
    def title(self) -> str:
        """The title this session was given, or empty."""
        return str(self._doc.get("title") or "")

    @property
    def state(self) -> SessionState:
        """Where the session stands. A session taken up again is open without a move."""
        state = str(self._record.session.get("state", "closed"))
        if state == "paused" and self._awake:
            state = "open"
        if state == "open":
            return RECAP if self._record.step == RECAP else "open"
        return "paused" if state == "paused" else "stopped" if state == "stopped" else "closed"

    @property
    def turn(self) -> Turn | None:
        """The question to answer now; None unless the session is open."""
        return turn_at(self._record, self.guide, self._means) if self.state == "open" else None

    @property
    def earlier(self) -> tuple[Turn, ...]:
        """The answered questions of this step, oldest first."""
        return tuple(earlier(self._record, self.guide, self._means)) if self.state == "open" else ()

    @property
    def progress(self) -> tuple[StepMark, ...]:
        """Each step with where it stands."""
        return progress(self._record)

    @property
    def notice(self) -> Notice | None:
        """What is said where the session was stopped for safety."""
        if self.state != "stopped":
            return None
        stopped = [one for one in self._doc.get("answers", []) if one.get("stopped_for_safety")]
        return self._means.asking.notice(str(stopped[-1].get("answer", ""))) if stopped else None

    def why(self) -> str:
        """Why this is asked: the step's reason, and for a follow-up the words that led to it."""
        turn = self.turn
        if turn is None:
            return self.guide.intent
        because = turn.card.because if turn.card else None
        if because is None:
            return turn.why
        hidden = self._means.hide_private and turn.private
        quoted = f"You wrote “{because.quote}”." if because.quote and not hidden else ""
        return " ".join(part for part in (quoted, because.reason) if part) or turn.why

    # moves

    def answer(self, text: str) -> None:
        """Keep an answer and go on: to a follow-up, the next step, the recap, or to a stop for safety.

        An empty answer skips the question; in place of an earlier answer it takes that one out (a version is kept).

        Raises:
            UsageError: the session is not open, or moved on elsewhere. Errors of the store: nothing has changed.
        """
        record = self._begin("open")
        item, step = self._standing(record)
        if not text.strip():
            self._leave_empty(record, item)
            return
        notice = self._means.asking.notice(text)
        before = record.answer(item["id"], record.follow_up)
        answer = self._answered(record, item, step, text, before)
        record.put(item["id"], record.follow_up, answer)
        self._unskip(record, item["id"])
        people = self._mention(record, text)
        if notice is not None:
            answer["stopped_for_safety"] = True
            record.doc["stopped_for_safety"] = True
            record.session["state"] = "stopped"
            record.clear_pending(item["id"])
            self._keep(record, f"answer: {step.title}", people)
            return
        changed = before is None or before.get("answer") != text
        record.clear_pending(item["id"], record.follow_up)
        if before is None:
            note_length(record, text)
        shown = self._go_on(record, item, step, changed=changed)
        self._keep(record, f"answer: {step.title}", [*people, *shown])
        if int(record.session.get("thin", 0)) >= 2 and before is None:
            self.remarks = (say.TWO_SHORT,)

    def skip(self) -> None:
        """Leave this question out. A follow-up left out ends its step. An earlier answer stays."""
        record = self._begin("open")
        item, step = self._standing(record)
        if record.follow_up == 0 and record.answer(item["id"]) is None:
            self._mark_skipped(record, item["id"])
        self._next_step(record, item["id"])
        self._keep(record, f"skip: {step.title}")

    def back(self) -> None:
        """To the question before, with its answer in place; from the recap to the last question.

        Raises:
            UsageError: this is the first question.
        """
        record = self._begin("open", RECAP)
        if record.step != RECAP and record.follow_up > 0:
            record.go(record.step, record.follow_up - 1)
        else:
            before = [
                item for item in record.plan[: record.place(record.step)] if self._is_asked(record, item)
            ]
            if not before:
                raise UsageError("This is the first question.")
            step = before[-1]["id"]
            record.go(step, max(len(record.answers(step)) - 1, 0))
        self._keep(record, "back")

    def another(self) -> None:
        """The same from another angle: another wording of the guide's question, or another follow-up.

        Raises:
            UsageError: there is no other; the question stays.
        """
        record = self._begin("open")
        item, step = self._standing(record)
        if self._is_engines(record, step):
            self._other_card(record, step, "other_angle")
            return
        support = support_of(record, self._means)
        usual = wordings(step, support, record.follow_up)
        now = question_at(record, item["id"], step, support, record.follow_up)
        if len(usual) < 2:
            raise UsageError(say.NO_WORDING)
        following = usual[(usual.index(now) + 1) % len(usual)] if now in usual else usual[0]
        record.set_pending(item["id"], record.follow_up, question=following)
        record.count("words", own_words(following))
        self._keep(record, "another question")

    def deeper(self) -> None:
        """A follow-up one level further down. Raises UsageError: not on a follow-up, or there is none."""
        self._other_card(*self._on_follow_up(), "deeper")

    def never_again(self) -> None:
        """Never ask this form of question again; another one comes in its place. Raises UsageError as `deeper`."""
        record, step = self._on_follow_up()
        card = record.pending(record.step, record.follow_up).get("card") or {}
        if not card.get("form"):
            raise UsageError("This question is answered. Nothing was changed.")
        self._means.memory.never_again(str(card["form"]))
        try:
            self._other_card(record, step, "other_angle")
        except UsageError:
            record = self._begin("open")
            self._next_step(record, record.step)
            self._keep(record, "never ask again")

    def set_private(self, on: bool) -> None:  # noqa: FBT001  # the flag is the whole call
        """Mark this answer private, or not, before or after it is written (feature C18)."""
        record = self._begin("open")
        answer = record.answer(record.step, record.follow_up)
        if answer is None:
            record.set_pending(record.step, record.follow_up, private=bool(on))
        else:
            _mark(answer, on)
            if on:
                for later in record.answers(record.step)[record.follow_up :]:
                    _mark(later, on)
        self._keep(record, "private" if on else "not private")

    def pause(self) -> None:
        """Stop here for now; everything is kept."""
        if self.state in ("open", RECAP):
            record = self._begin("open", RECAP)
            record.session["state"] = "paused"
            self._keep(record, "pause", awake=False)

    def resume(self) -> None:
        """Go on from a pause."""
        if self.state == "paused":
            record = self._begin("paused")
            record.session["state"] = "open"
            self._keep(record, "resume")

    # after a stop for safety (rubric S7)

    def go_on(self) -> None:
        """Go on with the next question; no follow-up is asked in the rest of this session."""
        record = self._begin_stopped()
        record.session["state"] = "open"
        record.session["quiet"] = True
        if record.step != RECAP:
            self._next_step(record, record.step)
        self._keep(record, "go on")

    def save_and_close(self) -> None:
        """Keep what is written and close. Promises already told about are closed; no new record is made."""
        record = self._begin_stopped()
        puts = Records(self._recap_of(record)).settled()[0]
        record.close(self._now())
        self._keep(record, "close session", puts)

    def delete(self) -> None:
        """Move this session to the bin. Raises UsageError: it is closed; then it is deleted as any entry."""
        if self.state == "closed":
            raise UsageError(
                "This session is closed. Nothing was changed.", hint="“coach entries rm” puts it away."
            )
        record = self._begin("open", RECAP, "paused", "stopped")
        self._means.store.commit([Remove("entries", self.id)], label="put away session")
        record.close(self._now())
        self._doc = record.doc

    # the recap

    @property
    def recap(self) -> tuple[RecapLine, ...]:
        """What the session leaves behind, line by line; empty unless the session stands there."""
        return self._recap_of(self._record).lines() if self.state == RECAP else ()

    def note(self) -> str | None:
        """One question about a vague promise, shown until a line is changed; it blocks nothing (rubric E7)."""
        return self._recap_of(self._record).note() if self.state == RECAP else None

    def edit(self, key: str, value: str) -> None:
        """Change one line of the recap.

        Raises:
            UsageError: no such line, or a value that is not understood; the old one stays.
        """
        if self.state != RECAP:
            raise UsageError("The recap comes after the last question. Nothing was changed.")
        record = self._begin(RECAP)
        line = next((one for one in self._recap_of(record).lines() if one.key == key), None)
        if line is None:
            raise UsageError(f"The recap has no line “{key}”. Nothing was changed.")
        if value.strip() and self._means.asking.notice(value) is not None:
            answer = {"step": RECAP, "question": line.label, "answer": value, "stopped_for_safety": True}
            record.doc.setdefault("answers", []).append(answer)
            record.doc["stopped_for_safety"] = True
            record.session["state"] = "stopped"
        else:
            record.edit(key, self._recap_of(record).checked(key, value))
        self._keep(record, f"recap: {line.label}")

    def close(self, *, mark: int | None = None) -> Closed:
        """Close the session and make all its records in one commit.

        Args:
            mark: how useful the session was, 1 to 5; private, optional.

        Raises:
            UsageError: the session is not in its recap, or the mark is none. Nothing was kept then.
        """
        if self.state != RECAP:
            raise UsageError(
                "There are questions left.", hint="Answer or skip them; the recap comes after the last."
            )
        if mark is not None and (isinstance(mark, bool) or mark not in range(1, 6)):
            raise UsageError("The mark is a number from 1 to 5, or nothing.")
        record = self._begin(RECAP)
        puts, kept = Records(self._recap_of(record)).all()
        record.close(self._now())
        if mark is not None:
            record.session["mark"] = mark
        self._keep(record, f"close session: {self.guide.id}", puts)
        return Closed(self.id, tuple(kept))

    # inside

    def leave_gone_step(self) -> None:
        """Go on where the step the session stands at is no longer in its guide."""
        record = Record(deepcopy(self._doc))
        self._next_step(record, record.step)
        self._keep(record, "resume session", awake=self._awake)

    @property
    def _record(self) -> Record:
        return Record(self._doc)

    def _now(self) -> str:
        return self._means.clock.now().isoformat(timespec="seconds")

    def _recap_of(self, record: Record) -> Recap:
        return Recap(record, self.guide, self._means)

    def _begin(self, *states: SessionState) -> Record:
        """A copy of the record as the store has it now; refuses where it moved on elsewhere."""
        store = self._means.store
        store.refresh()
        kept = store.get("entries", self.id)
        if kept is None:
            raise NotFound("This session was put into the bin. What you typed is still here.", hint="“coach undo” brings it back.")  # fmt: skip
        moved = kept.get("session") != self._doc.get("session")
        self._doc = kept
        if moved:
            raise UsageError("This session moved on somewhere else; what you typed is still here.",
                             hint="Look at the question that is shown now, then answer again.")  # fmt: skip
        if self.state not in states:
            raise UsageError(
                "That does not fit where the session stands. Nothing was changed.",
                hint=_WAYS.get(self.state, ""),
            )
        self.remarks = ()
        return Record(deepcopy(kept))

    def _begin_stopped(self) -> Record:
        if self.state != "stopped":
            raise UsageError("This session is not stopped. Nothing was changed.")
        return self._begin("stopped")

    def _keep(self, record: Record, label: str, more: Sequence[Put] = (), *, awake: bool = True) -> None:
        if record.session.get("state") == "paused" and awake:
            record.session["state"] = "open"
        record.session["touched"] = self._now()
        self._means.store.commit([Put("entries", record.doc), *more], label=label)
        self._doc = record.doc
        self._awake = awake

    def _standing(self, record: Record) -> tuple[dict[str, Any], Step]:
        item = record.item(record.step)
        step = self.guide.step(item["step"]) if item else None
        assert item is not None  # the state is open, so a step of the plan is current
        assert step is not None  # steps no longer in the guide were left out on taking up
        return item, step

    def _answered(
        self, record: Record, item: dict[str, Any], step: Step, text: str, before: dict[str, Any] | None
    ) -> dict[str, Any]:
        """The answer as it is kept; one that is there already keeps what this program does not know."""
        number = record.follow_up
        support = support_of(record, self._means)
        turn = self.turn
        answer: dict[str, Any] = dict(before or {})
        answer.update(
            step=item["id"], question=question_at(record, item["id"], step, support, number), answer=text
        )
        answer.pop("stopped_for_safety", None)
        if number:
            answer["follow_up"] = True
            answer.update(answered_because(turn.card if turn else None))
        elif step.becomes:
            answer["becomes"] = step.becomes
        choice = read_choice(text, choices_at(step, item, number))
        answer.pop("choice", None)
        if choice is not None:
            answer["choice"] = choice.value
        _mark(answer, is_private(record, item["id"], number))
        return answer

    def _leave_empty(self, record: Record, item: dict[str, Any]) -> None:
        """An empty answer: skip, or take the earlier answer out; a hidden private one is left alone."""
        number = record.follow_up
        hidden = self._means.hide_private and is_private(record, item["id"], number)
        if not hidden:
            record.drop(item["id"], number)
            if number == 0:
                self._mark_skipped(record, item["id"])
        self._next_step(record, item["id"])
        self._keep(record, "skip")

    def _go_on(self, record: Record, item: dict[str, Any], step: Step, *, changed: bool) -> list[Put]:
        """Stand at what comes after an answer; what is to be kept with it."""
        number = record.follow_up
        if record.answer(item["id"], number + 1) is not None:
            record.go(item["id"], number + 1)
            return []
        waiting = record.pending(item["id"], number + 1)
        if waiting and not changed:
            record.go(item["id"], number + 1)
            return []
        record.clear_pending(item["id"], number + 1)
        if step.each:
            if number == 0 and then_asked(
                record, step, item, str(record.answers(item["id"])[0]["answer"]), self._means
            ):
                record.go(item["id"], 1)
                assert step.then is not None  # `then_asked` looked
                record.count("words", own_words(step.then[support_of(record, self._means)]))
                return []
        elif changed and (found := follow_up(record, step, self.guide, self._means)) is not None:
            card, move = found
            record.go(item["id"], number + 1)
            if move == "counter":
                record.session["counter"] = True
            return self._show(record, card, shown=[card.form])
        self._next_step(record, item["id"])
        return []

    def _show(self, record: Record, card: Card, *, shown: list[str]) -> list[Put]:
        record.set_pending(
            record.step, record.follow_up, card=card_to_doc(card), question=card.reply, shown=shown
        )
        record.count("words", own_words(card.reply))
        return [self._means.memory.shown(card.form)] if card.form else []

    def _other_card(self, record: Record, step: Step, move: Move) -> None:
        number = record.follow_up
        waiting = record.pending(record.step, number)
        shown = [*waiting.get("shown", [])]
        now = record.answer(record.step, number) or waiting.get("card") or {}
        shown = shown or [form for form in [now.get("form")] if form]
        card = ask(record, step, self._means, on=number - 1, move=move, avoid=shown)
        question = waiting.get("question") or now.get("question")
        if card.action == "escalate" or card.reply == question or card.form in shown:
            raise UsageError(say.NO_OTHER)
        puts = self._show(record, card, shown=[*shown, card.form])
        self._keep(record, move.replace("_", " "), puts)

    def _on_follow_up(self) -> tuple[Record, Step]:
        record = self._begin("open")
        _, step = self._standing(record)
        if not self._is_engines(record, step):
            raise UsageError("This works on a follow-up question; this one is the guide's own.")
        return record, step

    def _is_engines(self, record: Record, step: Step) -> bool:
        return record.follow_up > 0 and not step.each

    def _next_step(self, record: Record, step: str) -> None:
        """Stand at the next step of the plan that is to be asked, else in the recap."""
        record.clear_pending(step)
        support = support_of(record, self._means)
        for item in record.plan[record.place(step) + 1 :]:
            ahead = self.guide.step(item["step"])
            if ahead is None or not self._is_asked(record, item):
                continue
            record.go(item["id"])
            if record.answer(item["id"]) is None:
                record.count("words", own_words(question_at(record, item["id"], ahead, support, 0)))
            return
        record.go(RECAP)

    def _is_asked(self, record: Record, item: dict[str, Any]) -> bool:
        """Whether a step of the plan has its place: it is in the guide, and the step it needs was answered."""
        step = self.guide.step(item["step"])
        return step is not None and (not step.needs or record.answer(step.needs) is not None)

    def _mark_skipped(self, record: Record, step: str) -> None:
        skipped = record.session.setdefault("skipped", [])
        if step not in skipped:
            skipped.append(step)

    def _unskip(self, record: Record, step: str) -> None:
        record.session["skipped"] = [one for one in record.session.get("skipped", []) if one != step]

    def _mention(self, record: Record, text: str) -> list[Put]:
        """Link the people and tags an answer names, as a quick note does; people not known before."""
        found = marks(text)
        if found.tags:
            record.doc["tags"] = [*dict.fromkeys([*record.doc.get("tags", []), *found.tags])]
        if not found.names:
            return []
        people = self._means.people.in_text(text)
        record.doc["with"] = [*dict.fromkeys([*record.doc.get("with", []), *people.ids])]
        return list(people.new)


_WAYS = {
    "paused": "Resume the session first.",
    "stopped": "Go on, save and close, or delete.",
    "recap": "This is the recap: change a line, go back, or close.",
    "closed": "This session is closed; start a new one.",
}


def _mark(answer: dict[str, Any], private: bool) -> None:  # noqa: FBT001  # the flag is the value to set
    if private:
        answer["private"] = True
    else:
        answer.pop("private", None)
