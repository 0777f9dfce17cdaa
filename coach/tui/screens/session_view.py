"""What a session looks like at one moment, read off it on the engine's thread so that drawing never waits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.engine.turns import RecapLine, Receipt, StepMark, Turn
from coach.tui import wording
from coach.tui.text import line, quote

if TYPE_CHECKING:
    from coach.engine.safety.notice import Notice
    from coach.engine.session import Session


@dataclass(frozen=True, slots=True)
class SessionView:
    """A still picture of a session."""

    state: str
    id: str
    guide: str
    title: str
    turn: Turn | None
    earlier: tuple[Turn, ...]
    progress: tuple[StepMark, ...]
    notice: "Notice | None"
    recap: tuple[RecapLine, ...]
    note: str
    remarks: tuple[str, ...] = ()
    """Sentences about the last move, to be said once."""

    @property
    def place(self) -> tuple[str, str, int]:
        """Where the session stands: two pictures of one place show the same question."""
        turn = self.turn
        return (self.state, turn.step, turn.follow_up) if turn is not None else (self.state, "", 0)


def look(session: "Session", title: str) -> SessionView:
    """Take the picture."""
    state = session.state
    return SessionView(
        state=state,
        id=session.id,
        guide=session.guide.id,
        title=title or session.title or session.guide.title,
        turn=session.turn if state == "open" else None,
        earlier=tuple(session.earlier) if state == "open" else (),
        progress=tuple(session.progress),
        notice=session.notice if state == "stopped" else None,
        recap=tuple(session.recap) if state == "recap" else (),
        note=(session.note() or "") if state == "recap" else "",
        remarks=tuple(session.remarks),
    )


def over_question(turn: Turn, state: str) -> str:
    """The line above a question: which follow-up, who asked, and how a better one stands."""
    if turn.kind != "follow_up":
        return "Optional" if turn.optional else ""
    number = f"Follow-up {turn.follow_up} of {turn.follow_ups}"
    if state:  # short, so that the question below does not move when it comes and goes
        return f"{number} · {state}"
    if turn.card is not None and turn.card.engine.kind == "remote":
        engine = turn.card.engine
        return f"{number}, optional · asked by {wording.model_at(engine.model or 'a model', engine.host)}"
    return f"{number}, {'your own' if turn.own else 'optional'}"


def progress_line(marks: tuple[StepMark, ...], width: int) -> tuple[tuple[str, str], ...]:
    """`done: wins, learned · now: assumption · then: test`, in pieces (look, text), cut to the width.

    Skipped steps are not named. What does not fit is told as a number.
    """
    done = [line(m.title) for m in marks if m.status == "done"]
    now = [line(m.title) for m in marks if m.status == "now"]
    then = [line(m.title) for m in marks if m.status == "then"]
    middle = f"now: {now[0]}" if now else "recap"
    room = width - len(middle)
    left, right = _some("done: ", done, room // 2, end=True), _some("then: ", then, 0)
    right = _some("then: ", then, room - len(left) - 6)
    pieces: list[tuple[str, str]] = []
    if left:
        pieces.append(("soft", f"{left} · "))
    pieces.append(("strong", middle))
    if right:
        pieces.append(("soft", f" · {right}"))
    return tuple(pieces)


def _some(label: str, titles: list[str], room: int, *, end: bool = False) -> str:
    """As many titles as fit: the first ones, or with `end` the last ones; the others as `+3`."""
    for count in range(len(titles), 0, -1):
        shown = titles[-count:] if end else titles[:count]
        hidden = len(titles) - count
        text = ", ".join(shown) + (f" and {hidden} more" if hidden else "")
        if len(label) + len(text) <= room:
            return label + text
    return f"{label}{len(titles)}" if titles and room > len(label) + 2 else ""


def receipt_line(receipt: Receipt, *, hiding: bool) -> str:
    """An earlier word of the person's, quoted exactly: `You said would change: “…”`."""
    if not receipt.text:
        return line(receipt.label)
    if hiding and receipt.private:
        return f"{line(receipt.label)}: (private)"
    return f"{line(receipt.label)}: {quote(receipt.text)}"


def why_parts(turn: Turn) -> tuple[tuple[str, str], ...]:
    """The question card: the phrase, the reason, and what is done with the answer."""
    parts: list[tuple[str, str]] = []
    because = turn.card.because if turn.card is not None else None
    if because is not None:
        if because.quote:
            parts.append(("text", f"Your words: {quote(because.quote)}"))
        if because.reason:
            parts.append(("text", because.reason))
    if turn.why:
        parts.append(("soft", turn.why))
    return tuple(parts) or (("soft", "One question of this session; you can skip it."),)
