"""One session: a plain state machine that the screen and plain mode both drive (design, section 5).

Every move reads the record, changes a copy and keeps it in one commit; what is in memory changes only after
that. So any process can go on from the record, and a failed write leaves the session where it stood.
"""

from collections.abc import Sequence
from copy import deepcopy

from coach.domain.asking import Card
from coach.domain.guide import Guide
from coach.domain.records import Doc
from coach.engine import session_remote as remote
from coach.engine import session_wording as say
from coach.engine.ports import Put, Remove
from coach.engine.questions.wish import Wish
from coach.engine.recap import Recap
from coach.engine.recap_records import Records
from coach.engine.safety import Notice
from coach.engine.session_follow import THIN_IN_A_ROW
from coach.engine.session_moves import Moves, mark_private
from coach.engine.session_plan import Means
from coach.engine.session_record import RECAP, Record
from coach.engine.session_turn import earlier, progress, turn_at
from coach.engine.turns import Closed, RecapLine, SessionState, StepMark, Turn
from coach.errors import NotFound, UsageError


class Session:
    """One run of a guide. Every move is durable when it returns."""

    def __init__(self, doc: Doc, guide: Guide, means: Means, *, remarks: Sequence[str] = ()) -> None:
        """Take up the session kept in `doc`; `remarks` are sentences to show once."""
        self._doc = doc
        self._means = means
        self._awake = True
        self._late: remote.Late | None = None
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
        quoted = f"You wrote “{because.quote}”." if because.quote else ""
        return " ".join(part for part in (quoted, because.reason) if part) or turn.why

    # moves

    def answer(self, text: str) -> None:
        """Keep an answer and go on: to a follow-up, the next step, the recap, or to a stop for safety.

        An empty answer skips the question; in place of an earlier answer it takes that one out (a version
        is kept).

        Raises:
            UsageError: the session is not open, or moved on elsewhere. Errors of the store: nothing has
            changed.
        """
        moves = self._moves("open")
        record, step = moves.record, moves.step
        title = step.title
        if not text.strip():
            taken = moves.leave_empty()
            self._keep(record, f"skip: {title}")
            self.remarks = (say.TAKEN_OUT,) if taken else ()
            return
        before = record.answer(record.step, record.follow_up)
        notice = self._means.asking.notice(text)
        answer = moves.keep(text)
        puts = moves.mention(text)
        if notice is not None:
            answer["stopped_for_safety"] = True
            record.clear_pending(record.step)
            self._stop(record, f"answer: {title}", puts)
            return
        puts += moves.go_on(changed=before is None or before.get("answer") != text)
        self._keep(record, f"answer: {title}", puts)
        if before is None and step.follow_ups and int(record.session.get("thin", 0)) >= THIN_IN_A_ROW:
            self.remarks = (say.TWO_SHORT,)

    def skip(self) -> None:
        """Leave this question out. A follow-up left out ends its step. An earlier answer stays."""
        moves = self._moves("open")
        record, title = moves.record, moves.step.title
        if record.follow_up == 0 and record.answer(record.step) is None:
            moves.mark_skipped()
        moves.next_step()
        self._keep(record, f"skip: {title}")

    def back(self) -> None:
        """To the question before, with its answer in place; from the recap to the last question.

        Raises:
            UsageError: this is the first question.
        """
        moves = self._moves("open", RECAP)
        moves.back()
        self._keep(moves.record, "back")

    def another(self) -> None:
        """The same from another angle: another wording of the guide's question, or another follow-up.

        Raises:
            UsageError: there is no other; the question stays.
        """
        moves = self._moves("open")
        puts: list[Put] = []
        late, self._late = self._late, None
        if late is not None and remote.fits(moves, late):
            puts = remote.show(moves, late)
        elif moves.on_engines_question:
            puts = moves.other_card("other_angle")
        else:
            moves.other_wording()
        self._keep(moves.record, "another question", puts)

    def wants_better(self) -> Wish | None:
        """The wish for a better question than the one that stands there; None where there is none to wish."""
        return remote.wish_at(self._looking, self._means) if self.turn is not None else None

    def offer(self, wish: Wish, card: Card, *, replace: bool) -> bool:
        """A better question has come: it takes the place of the one it is for, or waits for `another`.

        `replace`: nothing is typed yet, and it came in time. Returns whether it stands there now.
        """
        late = remote.Late(wish, card)
        if self.turn is None or not remote.fits(self._looking, late):
            return False
        if not replace or not remote.is_still_there(self._looking, wish):
            self._late = late
            return False
        moves = self._moves("open")
        self._keep(moves.record, "better question", remote.take_over(moves, late))
        return True

    @property
    def has_late(self) -> bool:
        """Whether a better question waits for `another`."""
        return self._late is not None

    def deeper(self) -> None:
        """A follow-up one level further down. Raises UsageError: not on a follow-up, or there is none."""
        moves = self._moves("open")
        moves.form()
        puts = moves.other_card("deeper")
        self._keep(moves.record, "deeper", puts)

    def ask_own(self, question: str) -> None:
        """Put a question of one's own in place of the follow-up; it is kept with its answer (rubric F4).

        Words that would stop the session as an answer stop it as a question too (rubric S1).

        Raises:
            UsageError: not on a follow-up, nothing was written, or the level is guided; the question stays.
        """
        moves = self._moves("open")
        if self._means.asking.notice(question) is not None:
            moves.keep(question)["stopped_for_safety"] = True
            moves.record.clear_pending(moves.record.step)
            self._stop(moves.record, f"answer: {moves.step.title}")
            return
        moves.own_question(question)
        self._keep(moves.record, "own question")

    def never_again(self) -> None:
        """Never ask this form of question again. Another one comes in its place, or the next step.

        Raises:
            UsageError: the question is the guide's own.
        """
        moves = self._moves("open")
        puts = [self._means.memory.unwanted(moves.form())]
        try:
            puts += moves.other_card("other_angle")
        except UsageError:
            moves.next_step()
        self._keep(moves.record, "never ask this again", puts)

    def set_private(self, on: bool) -> None:  # noqa: FBT001  # the flag is the whole call
        """Mark this answer private, or not, before or after it is written (feature C18)."""
        record = self._begin("open")
        if record.answer(record.step, record.follow_up) is None:
            record.set_pending(record.step, record.follow_up, private=bool(on))
        else:
            # what followed quotes this answer, so it becomes private with it; taking the mark off is for
            # one alone
            following = record.answers(record.step)[record.follow_up :]
            for answer in following if on else following[:1]:
                mark_private(answer, on=on)
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
            Moves(record, self.guide, self._means).next_step()
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
                "This session is closed. Nothing was changed.", hint="`coach entries rm` puts it away."
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
        """One question about a vague promise, until a line is changed; it blocks nothing (rubric E7)."""
        return self._recap_of(self._record).note() if self.state == RECAP else None

    def edit(self, key: str, value: str) -> None:
        """Change one line of the recap.

        Raises:
            UsageError: no such line, or a value that is not understood; the old one stays.
        """
        if self.state != RECAP:
            raise UsageError("The recap comes after the last question. Nothing was changed.")
        record = self._begin(RECAP)
        item = next((one for one in self._recap_of(record).items() if one.key == key), None)
        if item is None:
            raise UsageError(f"The recap has no line “{key}”. Nothing was changed.")
        label = say.line(key, "").label  # without what it is about: a label never holds a person's words
        if value.strip() and self._means.asking.notice(value) is not None:
            answer = {"step": RECAP, "question": label, "answer": value, "stopped_for_safety": True}
            mark_private(answer, on=item.private)
            record.doc.setdefault("answers", []).append(answer)
            self._stop(record, f"recap: {label}")
            return
        record.edit(key, self._recap_of(record).checked(key, value))
        self._keep(record, f"recap: {label}")

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
        return Closed(self.id, (*kept, *self._means.proposed()))

    # inside

    def leave_gone_step(self) -> None:
        """Go on where the step the session stands at is no longer in its guide."""
        record = Record(deepcopy(self._doc))
        Moves(record, self.guide, self._means).next_step()
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
            raise NotFound(
                "This session was put into the bin. What you typed is still here.",
                hint="`coach undo` brings the session back.",
            )
        moved = kept.get("session") != self._doc.get("session")
        self._doc = kept
        if moved:
            raise UsageError(
                "This session moved on somewhere else. What you typed is still here.",
                hint="Look at the question that is shown now, then answer again.",
            )
        if self.state not in states:
            raise UsageError(
                "That does not fit where the session stands. Nothing was changed.",
                hint=_WAYS.get(self.state, ""),
            )
        self.remarks = ()
        return Record(deepcopy(kept))

    @property
    def _looking(self) -> Moves:
        """Where the session stands, to be looked at only."""
        return Moves(self._record, self.guide, self._means)

    def _moves(self, *states: SessionState) -> Moves:
        return Moves(self._begin(*states), self.guide, self._means)

    def _stop(self, record: Record, label: str, puts: Sequence[Put] = ()) -> None:
        """Keep what was written and stand still: no question is asked about it (rubric S1, S7)."""
        record.doc["stopped_for_safety"] = True
        record.session["state"] = "stopped"
        self._keep(record, label, puts)

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


_WAYS = {
    "paused": "Resume the session first.",
    "stopped": "Go on, save and close, or delete.",
    "recap": "This is the recap: change a line, go back, or close.",
    "closed": "This session is closed; start a new one.",
}
