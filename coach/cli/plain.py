"""Plain mode: a session as a dialogue of appended lines, for screen readers and slow links (ux, section 5).

Drives the same engine session as the screen. Nothing typed is lost: each line is a draft on disk until its
answer is in the store; an end of input or an interrupt leaves the session ready to go on with (promise P16).
"""

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from coach.cli import saying
from coach.cli.ending import Ending, EndOfInput, Voice, sentence
from coach.engine.ports import Drafts
from coach.engine.session import Session
from coach.engine.turns import Turn
from coach.errors import CoachError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.plain_better import PlainBetter


class Dialogue:
    """One session, walked from where it stands until it is closed, paused or stopped."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        drafts: Drafts,
        today: date,
        hide_private: bool = False,
        better: "PlainBetter | None" = None,
    ) -> None:
        """Keep what is needed; `better` waits for a model's questions, where one may be asked."""
        self._hide_private = hide_private
        self._better = better
        self._session = session
        self._voice = voice
        self._drafts = drafts
        self._today = today
        self._typed_for: set[str] = set()
        """Keys of the drafts saved or shown here."""
        self._unkept = False
        """The draft of the lines typed last could not be written."""
        self._unsent = ""
        """Words begun for the question shown, which has an answer already: no part of it unless taken up."""
        self._ending = Ending(session=session, voice=voice, today=today)
        self._in_place: dict[str, Callable[[], None]] = {
            "/why": self._why,
            "/private": self._private,
            "/help": lambda: voice.say(saying.help_text()),
        }
        self._moves: dict[str, tuple[Callable[[], None], str]] = {
            "/skip": (session.skip, "This question is left out."),
            "/back": (session.back, "One question back."),
            "/another": (self._another, "Another question:"),
            "/deeper": (session.deeper, "A deeper question:"),
            "/never": (session.never_again, "This question will not be asked again."),
        }

    def run(self) -> None:
        """Walk the session. An end of input pauses it; an interrupt keeps all and goes on up."""
        try:
            self._walk()
        except EndOfInput:
            self._leave()
        except KeyboardInterrupt:
            with suppress(
                CoachError
            ):  # a store that is busy now loses nothing: the answers are in it already
                self._leave()
            raise
        except CoachError:
            kept = (
                "The lines typed last are not kept: copy them." if self._unkept else "What you typed is kept."
            )
            self._voice.say(f"\n{kept} To go on: {saying.RESUME}")
            raise

    def _walk(self) -> None:
        walk = {
            "open": self._ask,
            "paused": self._session.resume,
            "stopped": self._ending.stopped,
            "recap": self._ending.recap,
        }
        self._remark()
        while (step := walk.get(self._session.state)) is not None:
            step()
            self._remark()
            if self._session.state == "paused":
                self._voice.say(saying.paused(self._session.turn))
                return
        self._forget_skipped()

    def _forget_skipped(self) -> None:
        """The session is over: what is still a draft of it belongs to questions the person left on purpose.

        An earlier process may have left some too. They would be offered as left over for ever.
        """
        mine = f"session/{self._session.id}/"
        for key in self._typed_for:
            self._drafts.drop(key)
        for draft in self._drafts.left_over():
            if draft.key.startswith(mine):
                self._drafts.discard(draft)

    def _remark(self) -> None:
        """Say what the session has to say about its last move."""
        if self._session.remarks:
            self._voice.say("\n".join(self._session.remarks))

    def _leave(self) -> None:
        if self._session.state in ("open", "recap"):
            self._session.pause()
        if self._session.state == "paused":
            self._voice.say("\n" + saying.paused(self._session.turn))
        elif self._session.state == "stopped":
            self._voice.say(
                f"\nThe session stands still and everything in it is kept. To go on: {saying.RESUME}"
            )

    # one question

    def _ask(self) -> None:
        turn = self._session.turn
        if turn is None:
            raise CoachError(
                "The session has no question to ask, though it is open. Everything in it is kept."
            )
        if self._better is not None and turn.kind == "follow_up" and not self._drafts.get(turn.draft_key):
            self._better.before_a_question()
            turn = self._session.turn or turn
        self._voice.say("\n" + saying.block(turn, self._today))
        lines = self._begun(turn)
        try:
            while word := (line := self._voice.read()).strip():
                if word.partition(" ")[0] == "/own":
                    if self._own(word.partition(" ")[2], turn, lines):
                        return
                elif word not in saying.COMMANDS:
                    self._add(turn, lines, line)
                elif self._command(word, turn, lines):
                    return
        except EndOfInput:
            if lines:  # what was typed before the end is an answer, not a draft
                self._answer(lines)
            raise
        self._answer(lines)

    def _command(self, word: str, turn: Turn, lines: list[str]) -> bool:
        """Obey one command; whether it left this question."""
        if word == "/more":
            self._voice.say("Blank lines belong to the answer now. A line with a single . ends it.")
            while (line := self._voice.read()) != ".":
                self._add(turn, lines, line)
            self._answer(lines)
            return True
        if word == "/edit":
            self._edit(turn, lines)
            return False
        if word == "/draft":
            self._take_up(turn, lines)
            return False
        if word == "/pause":
            self._session.pause()
            return True
        if word in self._moves:
            return self._moved(word, turn, lines)
        self._in_place[word]()
        return False

    def _begun(self, turn: Turn) -> list[str]:
        """What was typed for this question before, and not yet given as its answer.

        Where an answer is kept, an empty line keeps it: unsent words are shown, and only /draft takes them.
        """
        self._unsent = ""
        draft = self._drafts.get(turn.draft_key)
        if draft is None or not draft.text.strip() or draft.text == turn.answer:
            return []
        if turn.answer:
            self._unsent = draft.text
            self._typed_for.add(turn.draft_key)
            said = "You had begun other words here; they are not in the answer. /draft puts them in its place"
            if turn.private and self._hide_private:
                self._voice.say(f"{said}. They are private and hidden now.")
            else:
                self._voice.say(f"{said}:")
                self._voice.say("\n".join(saying.quoted(draft.text)))
            return []
        if turn.private and self._hide_private:
            self._voice.say(
                "You had begun this answer; it is private and hidden now. What you type follows it."
            )
        else:
            self._voice.say("You had begun this answer; it is kept, and what you type now follows it:")
            self._voice.say("\n".join(saying.quoted(draft.text)))
        return draft.text.split("\n")

    def _take_up(self, turn: Turn, lines: list[str]) -> None:
        if not self._unsent:
            self._voice.say("Nothing is waiting here: no other words were begun for this question.")
            return
        lines[:0] = self._unsent.split("\n")
        self._unsent = ""
        self._save(turn, "\n".join(lines))
        self._voice.say("The words you had begun are the answer now; what you type follows them.")

    def _add(self, turn: Turn, lines: list[str], line: str) -> None:
        if not lines and line.startswith("/") and line[1:2].isalpha():
            self._voice.say("This line is no command, so it is part of the answer. /help lists the commands.")
        lines.append(line)
        self._save(turn, "\n".join(lines))

    def _save(self, turn: Turn, text: str) -> None:
        guide = self._session.guide
        self._typed_for.add(turn.draft_key)
        self._unkept = True
        self._drafts.save(turn.draft_key, text, {"guide": guide.id, "title": f"{guide.title}, {turn.title}"})
        self._unkept = False

    def _edit(self, turn: Turn, lines: list[str]) -> None:
        text = self._voice.edit("\n".join(lines) or turn.answer)
        if text is None:
            self._voice.say("The editor gave nothing back; the answer is as it was.")
            return
        self._save(turn, text)
        lines[:] = text.split("\n") if text.strip() else []
        self._voice.say("The text of the editor is taken over. An empty line ends the answer.")

    def _moved(self, word: str, turn: Turn, lines: list[str]) -> bool:
        """Make a move that leaves this question. What was typed stays its draft until the session ends."""
        move, said = self._moves[word]
        try:
            move()
        except UsageError as error:
            self._voice.say(sentence(error))
            return False
        if lines:
            now = self._session.turn
            same = now is not None and (now.step, now.follow_up) == (turn.step, turn.follow_up)
            if now is not None and same and now.draft_key != turn.draft_key:
                self._save(now, "\n".join(lines))
                self._drafts.drop(turn.draft_key)
            elif not same:
                said += " What you had typed stays a draft until the session ends; /back shows it."
        self._voice.say(said)
        return True

    def _own(self, question: str, turn: Turn, lines: list[str]) -> bool:
        """The person's own question in place of the follow-up; whether it is asked now (rubric F4)."""
        if not question.strip():
            self._voice.say(saying.OWN_HOW)
            return False
        try:
            self._session.ask_own(question)
        except UsageError as error:
            self._voice.say(sentence(error))
            return False
        if lines:
            self._save(turn, "\n".join(lines))
        if self._session.state == "open":
            self._voice.say("Your own question:")
        return True

    def _answer(self, lines: list[str]) -> None:
        turn = self._session.turn
        assert turn is not None
        text = saying.choice_in("\n".join(lines), turn)
        keeps = not text.strip() and bool(turn.answer)
        self._session.answer(turn.answer if keeps else text)
        if not (keeps and self._unsent):  # words begun and not taken up stay a draft until the session ends
            self._drafts.drop(turn.draft_key)
        if self._session.state != "stopped":
            self._voice.say("Your answer is kept." if keeps or text.strip() else "This question is left out.")

    def _another(self) -> None:
        if self._better is not None:
            self._better.before_another()
        self._session.another()

    def _why(self) -> None:
        self._voice.say(self._session.why())

    def _private(self) -> None:
        turn = self._session.turn
        assert turn is not None
        self._session.set_private(not turn.private)
        self._voice.say(
            "This answer is not private any more."
            if turn.private
            else "This answer is private: it stays out of summaries, agendas and prompts."
        )
