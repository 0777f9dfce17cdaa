"""A session whose answers come from a file; the dialogue is printed as it runs."""

from collections.abc import Callable
from datetime import date

from coach.cli import saying
from coach.cli.answers import Answers
from coach.engine.session import Session
from coach.errors import CoachError, UsageError


def run_scripted(
    session: Session,
    answers: Answers,
    *,
    say: Callable[[str], None],
    warn: Callable[[str], None],
    today: date,
) -> None:
    """Walk the session with the answers given: steps without one are left out, the recap stays as drafted.

    A safety stop ends the walk: what is left of the answers is not used.

    Raises:
        UsageError: a recap line was not understood; the session waits at its recap, everything in it is kept.
    """
    if session.state == "paused":
        session.resume()
    while session.state == "open":
        turn = session.turn
        assert turn is not None
        say("\n" + saying.block(turn, today))
        text = answers.take(turn.step)
        if not text.strip():
            say("This question is left out.")
            session.skip()
            continue
        say("\n".join(saying.quoted(text)))
        if answers.is_private(turn.step) and not turn.private:
            session.set_private(True)
        session.answer(saying.choice_in(text, turn))
        for remark in session.remarks:
            say(remark)
    if session.state == "stopped":
        if session.notice is not None:
            say("\n" + session.notice.text)
        say(f"\nThe session stands still and everything in it is kept. To go on: {saying.RESUME}")
        return
    for step in answers.unused():
        warn(f"The answers to {step} were not all asked for this time, so the rest was not used.")
    if session.state == "recap":
        _close(session, answers, say, today)


def _close(session: Session, answers: Answers, say: Callable[[str], None], today: date) -> None:
    try:
        for key, value in answers.recap.items():
            session.edit(key, value)
        say("\n" + saying.recap(session.recap, session.note(), today))
        result = session.close(mark=answers.mark)
    except CoachError as error:
        session.pause()
        raise UsageError(
            f"{error.message} The session waits at its recap; every answer is kept.",
            hint=f"{error.hint} To go on: {saying.RESUME}".strip(),
        ) from None
    say("\n" + saying.closed(result))
