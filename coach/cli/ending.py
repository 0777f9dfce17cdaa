"""How a session ends in plain mode: the recap, the mark, and the three ways on after a stop for safety."""

from datetime import date
from typing import Protocol

from coach.cli import saying
from coach.engine.session import Session
from coach.errors import CoachError, UsageError


class EndOfInput(Exception):
    """Nothing more will be typed."""


class Voice(Protocol):
    """Where the dialogue is said and read."""

    def say(self, text: str) -> None:
        """Append text."""
        ...

    def read(self) -> str:
        """The next line without its end. Raises EndOfInput."""
        ...

    def edit(self, text: str) -> str | None:
        """The text as changed in the person's editor; None when there is none or nothing was saved."""
        ...


class Ending:
    """The last part of a session's dialogue."""

    def __init__(self, *, session: Session, voice: Voice, today: date) -> None:
        self._session = session
        self._voice = voice
        self._today = today

    def stopped(self) -> None:
        """After a stop for safety: what is said, and three ways on (rubric S7)."""
        notice = self._session.notice
        if notice is not None:
            self._voice.say("\n" + notice.text)
        ways = (
            ("Go on with the session", self._session.go_on, "The session goes on."),
            (
                "Keep what is written and close the session",
                self._session.save_and_close,
                "It is kept and closed.",
            ),
            (
                "Delete this session",
                self._session.delete,
                "The session is deleted. `coach undo` brings it back.",
            ),
        )
        self._voice.say("\n" + "\n".join(saying.numbered([label for label, _, _ in ways])))
        place = self._number(len(ways))
        _, act, said = ways[place]
        act()
        self._voice.say(said)

    def recap(self) -> None:
        """One round of the recap: a line is changed, or all is kept and the session closed."""
        lines = self._session.recap
        self._voice.say("\n" + saying.recap(lines, self._session.note(), self._today))
        self._voice.say(
            "Type a number to change that line; an empty line keeps it all."
            if lines
            else "An empty line closes the session."
        )
        word = self._voice.read().strip()
        if word == "/back":
            self._session.back()
            self._voice.say("Back to the last question.")
        elif word == "/pause":
            self._session.pause()
        elif word == "/help":
            self._voice.say(
                "A number changes that line. An empty line closes. /back and /pause work here too."
            )
        elif not word:
            self._close()
        elif (place := saying.chosen(word, len(lines))) is not None:
            self._change(place)
        else:
            self._voice.say("That is no number of the list, so nothing was changed.")

    def _change(self, place: int) -> None:
        line = self._session.recap[place]
        hint = f" {line.hint}" if line.hint else ""
        self._voice.say(
            f"{line.label}: type the new text.{hint} An empty line leaves it; a single - empties it."
        )
        text = self._voice.read()
        if not text.strip():
            self._voice.say("It is left as it was.")
            return
        try:
            self._session.edit(line.key, "" if text.strip() == "-" else text)
        except CoachError as error:
            self._voice.say(sentence(error))
            return
        self._voice.say("The line is changed.")

    def _close(self) -> None:
        self._voice.say("How useful was this session, 1 to 5? An empty line leaves it open.")
        mark = None
        try:
            place = self._place(5)
            mark = None if place is None else place + 1
        except EndOfInput:
            pass  # the recap was accepted; the mark is optional
        try:
            result = self._session.close(mark=mark)
        except UsageError as error:  # something the recap needs is still empty
            self._voice.say(sentence(error))
            return
        self._voice.say("\n" + saying.closed(result))

    def _number(self, count: int) -> int:
        while True:
            place = self._place(count)
            if place is not None:
                return place
            self._voice.say(f"Type a number from 1 to {count}.")

    def _place(self, count: int) -> int | None:
        """A number of a list, from 0; None for an empty line. Anything else is asked again."""
        while word := self._voice.read().strip():
            place = saying.chosen(word, count)
            if place is not None:
                return place
            self._voice.say(f"Type a number from 1 to {count}, or an empty line.")
        return None


def sentence(error: CoachError) -> str:
    """An error as part of the dialogue."""
    return f"{error.message} {error.hint}".strip()
