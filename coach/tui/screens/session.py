"""The session runner: one question at a time, the answer kept as it is typed, follow-ups that never block."""

from collections.abc import Awaitable, Callable  # noqa: TC003  # named in a signature that Textual inspects
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from coach.engine.turns import Turn
from coach.errors import CoachError
from coach.tui import wording
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.session_view import (
    SessionView,
    look,
    over_question,
    progress_line,
    receipt_line,
    why_parts,
)
from coach.tui.screens.today_rows import draft_label
from coach.tui.widgets.actions import ActionBar, Choice, QuickAnswers
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.writing import AnswerBox, TooMuchPasted

if TYPE_CHECKING:
    from coach.engine.session import Session
    from coach.tui.commands import Command
    from coach.tui.screens.session_better import Better


class Question(VerticalScroll, can_focus=True):
    """What is read before writing; the place of the focus while moving."""


class SessionScreen(CoachScreen):
    """Runs one session from `opening`, which starts or resumes it on the engine's thread."""

    NAME = "session"
    HEADING = "Session"
    CSS_PATH = "session.tcss"
    PURPOSE = "One question at a time. Write as much or as little as you like; every question can be skipped."
    TIP = "Two lines are plenty. Esc, then a full stop, makes an answer private."
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, opening: "Callable[[], Session]") -> None:
        super().__init__()
        self._opening = opening
        self._session: Session | None = None
        self._view: SessionView | None = None
        self._busy = False
        self._why_open = False
        self._better: Better | None = None

    def compose_body(self) -> ComposeResult:
        """Progress, question, box, buttons."""
        yield Reading(id="progress")
        with Question(id="question"):
            yield Reading(id="before")
            yield Reading(id="asked")
            yield Reading(id="why")
        yield QuickAnswers(id="choices")
        with Vertical(id="writing"):
            yield AnswerBox(id="answer", hint=wording.WORDS_PLENTY)
        yield ActionBar(id="moves")

    def ready(self) -> None:
        """Open the session behind the frame."""
        self.set_focus(self.query_one(AnswerBox))
        self._begin(self._open)

    # ---- steps

    async def _open(self) -> None:
        try:
            self._session = await self.engine(self._opening)
        except CoachError:
            self.coach_app.back()
            raise
        await self._show()
        self._look_elsewhere()
        self.coach_app.work(self._warm, group="warm")

    async def _warm(self) -> None:
        """Make ready for the first answer while it is written; what is wrong is told when it matters."""
        with suppress(CoachError):
            await self.engine(self.coach_app.coach.asking.warm)

    def _look_elsewhere(self) -> None:
        """Where a model elsewhere may have better questions: begin to wait for them."""
        if self.coach_app.coach.asking.has_remote and self.is_attached and self._session is not None:
            from coach.tui.screens.session_better import Better

            self._better = Better(self, self.coach_app.coach.settings.remote.wait_seconds)
            self._better.connect()
            if self._turn is not None:
                self._better.shown(self._session, self._turn)

    def on_unmount(self) -> None:
        """Nobody waits for a better question any more."""
        if self._better is not None:
            self._better.cancel()

    def _move(
        self, move: "Callable[[Session], object]", *, kept: bool = False, write: bool = False, drops: str = ""
    ) -> None:
        """One move of the session, one at a time; the box keeps its text until the move has succeeded.

        Args:
            move: what to do, on the engine's thread.
            kept: the move takes the text of the box into the store, so its draft is done with.
            write: the cursor goes back into the box, at once: what is typed next is text, not keys.
            drops: the draft that the move takes into the store, where it is not the box's own.
        """
        session = self._session
        if session is None or self._busy:
            return

        box = self.query_one(AnswerBox)

        async def step() -> None:
            try:
                await self.engine(lambda: move(session))
            except CoachError:
                await self._look_again()
                raise
            if kept:
                box.taken()
            if drops:
                self.coach_app.book.drop(drops)
            await self._show()

        self._begin(step)
        if write:
            self.write()

    async def _look_again(self) -> None:
        """After a refusal: where another window moved the session on, show the question it stands at now.

        What was typed stays in the box, and belongs to what is shown from then on.
        """
        session, before = self._session, self._view
        if session is None or before is None:
            return
        view = await self.engine(lambda: look(session, before.title))
        if view.place == before.place or not self.is_attached:
            return
        box = self.query_one(AnswerBox)
        typed = box.text if before.turn is None or box.text != before.turn.answer else ""
        await self._show()
        turn = self._turn
        if typed.strip() and turn is not None and not box.text.strip():
            box.rewrite(typed)
            box.save()
            if before.turn is not None:
                self.coach_app.book.drop(before.turn.draft_key)

    def _begin(self, step: "Callable[[], Awaitable[None]]") -> None:
        """Hold what is typed meanwhile, and give it to the box that stands there afterwards."""
        self._busy = True
        self.query_one(AnswerBox).hold()

        async def run() -> None:
            try:
                await step()
            finally:
                self._busy = False
                if self.is_attached:
                    self.query_one(AnswerBox).let_go()

        self.coach_app.work(run, group="session")

    async def _show(self) -> None:
        session = self._session
        if session is None:
            return
        title = self._view.title if self._view else ""
        view = await self.engine(lambda: look(session, title))
        if not self.is_attached:
            return  # left meanwhile; the session is where it is
        self._view = view
        for remark in view.remarks:
            self.coach_app.say(remark)
        if view.state == "open" and view.turn is not None:
            self._draw(view, view.turn)
        elif view.state == "recap":
            from coach.tui.screens.recap import RecapScreen

            self._leave_for(RecapScreen(session, view))
        elif view.state == "stopped":
            from coach.tui.screens.stop import StopScreen

            self._leave_for(StopScreen(session, view))
        else:
            self.coach_app.back()
            if view.state == "paused":
                self.coach_app.say(wording.PAUSED)

    def _leave_for(self, screen: CoachScreen) -> None:
        self.query_one(AnswerBox).stop_keeping()
        self.coach_app.show_over_today(screen)

    # ---- drawing

    def _draw(self, view: SessionView, turn: Turn) -> None:
        app = self.coach_app
        self.query_one(AnswerBox).save()
        self.header.heading = view.title
        minutes = f"about {turn.minutes_left} min left" if turn.minutes_left else ""
        self.header.status = (minutes, f"{turn.position} of {turn.total}")
        self._draw_progress()
        self._draw_before(view, turn)
        if self._better is not None and self._session is not None:
            self._better.shown(self._session, turn)
        self._draw_question(turn)
        self._why_open = False
        self.query_one("#why", Reading).display = False
        choices = self.query_one("#choices", ActionBar)
        choices.choices = tuple(Choice(value, label) for value, label in turn.choices)
        choices.display = bool(turn.choices)
        box = self.query_one(AnswerBox)
        draft = app.book.find(turn.draft_key)
        text = draft.text if draft is not None else turn.answer
        note = draft_label(draft, app.coach.clock.today()) if draft is not None else ""
        about = {"guide": view.guide, "title": f"{view.title}, {turn.title}"}
        box.begin(text, book=app.book, key=turn.draft_key, about=about, note=note)
        self._label_box(turn)
        self.query_one("#moves", ActionBar).choices = _moves(turn)
        self.query_one(Question).scroll_home(animate=False)
        self.call_after_refresh(self._see_question)
        self.refresh_keys()

    def _draw_question(self, turn: Turn) -> None:
        over = over_question(turn, self._better.state if self._better is not None else "")
        quoting = turn.private and (turn.card is not None or turn.own)
        question = wording.QUESTION_HIDDEN if quoting and self.coach_app.hiding else turn.question
        self.query_one("#asked", Reading).show_parts(
            ((("label", over),) if over else ()) + (("strong", question),)
        )

    def draw_state(self) -> None:
        """The line above the question anew: how a better one stands."""
        if self._turn is not None and self.is_attached:
            self._draw_question(self._turn)

    async def show_again(self) -> None:
        """Another question stands there now."""
        await self._show()

    @property
    def typed(self) -> bool:
        """Whether something stands in the box."""
        return bool(self.query_one(AnswerBox).text.strip())

    @property
    def busy(self) -> bool:
        """Whether a move is under way."""
        return self._busy

    def hold_and_run(self, step: "Callable[[], Awaitable[None]]") -> None:
        """Change the question; what is typed meanwhile is held for the box that stands there then."""
        self._begin(step)

    def _draw_progress(self) -> None:
        if self._view is not None:
            width = max(self.size.width - 4, 20)
            self.query_one("#progress", Reading).show_line(progress_line(self._view.progress, width))

    def _draw_before(self, view: SessionView, turn: Turn) -> None:
        app = self.coach_app
        parts = [("soft", receipt_line(receipt, hiding=app.hiding)) for receipt in turn.receipts]
        for earlier in view.earlier:
            hidden = app.hiding and earlier.private
            quoting = hidden and (earlier.card is not None or earlier.own)
            parts.append(("soft", wording.QUESTION_HIDDEN if quoting else earlier.question))
            parts.append(("quote", "(private)" if hidden else earlier.answer))
        self.query_one("#before", Reading).show_parts(parts)
        self.query_one("#before").display = bool(parts)

    def _label_box(self, turn: Turn) -> None:
        box = self.query_one(AnswerBox)
        box.label = f"{wording.ANSWER} · private" if turn.private else wording.ANSWER
        box.hidden_text = self.coach_app.hiding and turn.private

    def on_resize(self) -> None:
        """The progress line is as long as the window; the question stays in view."""
        self._draw_progress()
        self.call_after_refresh(self._see_question)

    def _see_question(self) -> None:
        if not self._why_open:
            self.query_one("#asked").scroll_visible(animate=False)

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it already
        """Blank private words at once; then read the session again, which hides them or has them back."""
        if self._view is not None and self._view.turn is not None:
            self._draw_before(self._view, self._view.turn)
            self._draw_question(self._view.turn)
            self._label_box(self._view.turn)
            self.query_one("#why", Reading).display = False
            self._why_open = False
            if not self._busy:
                self._begin(self._show)

    @property
    def _turn(self) -> Turn | None:
        return self._view.turn if self._view is not None else None

    # ---- typing and moving

    def available(self) -> "tuple[Command, ...]":
        """On the quick answers Enter chooses; elsewhere it leads into the box."""
        other = "session.box" if isinstance(self.focused, QuickAnswers) else "session.choose"
        return tuple(command for command in super().available() if command.id != other)

    def resting_place(self) -> Widget | None:
        """The question."""
        return self.query_one(Question)

    def write(self) -> None:
        """The cursor into the box."""
        if self.is_current:
            self.set_focus(self.query_one(AnswerBox))

    def action_write(self) -> None:
        """i, or Enter on the question."""
        self.write()

    @on(TooMuchPasted)
    def say_too_much(self) -> None:
        """A paste that no box holds."""
        self.coach_app.say(wording.TOO_MUCH, "warning")

    def action_editor(self) -> None:
        """The outside editor."""
        box = self.query_one(AnswerBox)
        if not box.keeping or self._busy:
            return
        self.coach_app.edit_box(box)

    def action_leave(self) -> None:
        """Esc: first it ends the wait for a better question."""
        if self._better is not None and self._better.waiting:
            self._better.stop()
        else:
            super().action_leave()

    def action_main(self) -> None:
        """Next."""
        self._answer(self.query_one(AnswerBox).text)

    def _answer(self, text: str) -> None:
        self._move(lambda session: session.answer(text), kept=True, write=True)

    def action_skip(self) -> None:
        """On without an answer; text in the box stays a draft."""
        if self.query_one(AnswerBox).text.strip():
            self.coach_app.say(wording.LEFT_IN_DRAFT)
        self._move(lambda session: session.skip(), write=True)

    def action_previous(self) -> None:
        """The question before."""
        self._move(lambda session: session.back(), write=True)

    def action_another(self) -> None:
        """Another angle."""
        self._move(lambda session: session.another(), write=True)

    def action_deeper(self) -> None:
        """One step further down."""
        self._move(lambda session: session.deeper(), write=True)

    def action_never_again(self) -> None:
        """Not this form again."""
        self._move(lambda session: session.never_again(), write=True)

    def action_own(self) -> None:
        """A question of one's own in place of the follow-up (rubric F4)."""
        turn = self._turn
        if turn is None or not turn.may_ask:
            self.coach_app.say(wording.OWN_ON_FOLLOW_UP)
            return
        from coach.tui.screens.own_question import OwnQuestion

        key = f"{turn.draft_key}/own"

        def ask(question: str | None) -> None:
            if question is not None:
                self._move(lambda session: session.ask_own(question), drops=key, write=True)

        self.app.push_screen(OwnQuestion(turn.question, key, private=turn.private), ask)

    def action_private(self) -> None:
        """This answer, private or not."""
        turn = self._turn
        if turn is not None:
            on = not turn.private
            self._move(lambda session: session.set_private(on), write=True)

    def action_why(self) -> None:
        """Open or close the question card."""
        turn = self._turn
        if turn is None:
            return
        self._why_open = not self._why_open
        card = self.query_one("#why", Reading)
        card.show_parts(why_parts(turn))
        card.display = self._why_open
        if self._why_open:
            self.call_after_refresh(card.scroll_visible, animate=False)

    def action_evidence(self) -> None:
        """The entry the first of the earlier words comes from."""
        receipts = self._turn.receipts if self._turn is not None else ()
        entry = next((receipt.entry for receipt in receipts if receipt.entry), "")
        if entry:
            self.coach_app.show_entry(entry)
        else:
            self.coach_app.say(wording.NOT_HERE)

    def action_pause(self) -> None:
        """Keep everything and go to Today, where the session waits."""
        self.query_one(AnswerBox).save()
        self._move(lambda session: session.pause())

    @on(ActionBar.Pressed, "#moves")
    def press_move(self, event: ActionBar.Pressed) -> None:
        """A button is its key; the cursor goes back into the box, for letters on a button would be keys."""
        {
            "next": self.action_main, "skip": self.action_skip, "back": self.action_previous,
            "why": self.action_why,
            "another": self.action_another, "deeper": self.action_deeper, "never": self.action_never_again,
            "own": self.action_own,
            "pause": self.action_pause,
        }[event.choice.id]()  # fmt: skip
        self.write()

    @on(ActionBar.Pressed, "#choices")
    def press_choice(self, event: ActionBar.Pressed) -> None:
        """A quick answer, with the line in the box where there is one."""
        typed = self.query_one(AnswerBox).text.strip()
        self._answer(f"{event.choice.id}: {typed}" if typed else event.choice.id)


def _moves(turn: Turn) -> tuple[Choice, ...]:
    moves = [
        Choice("next", "Next", "^n"),
        Choice("skip", "Skip", "S"),
        Choice("back", "Back", "b"),
        Choice("why", "Why?", "w"),
        Choice("another", "Another question", "r"),
    ]
    if turn.may_ask:
        moves.append(Choice("own", "My own", "Q"))
    if turn.kind == "follow_up":
        moves += [Choice("deeper", "Deeper", "D"), Choice("never", "Never again", "N")]
    return (*moves, Choice("pause", "Pause", "P"))
