"""One session: a plain state machine that the screen and plain mode both drive."""

from coach.engine.turns import Closed, Receipt, RecapLine, SessionState, StepMark, Turn

__all__ = ["Closed", "Receipt", "RecapLine", "Session", "SessionState", "StepMark", "Turn"]


class Session:
    """One run of a guide. Every move is durable when it returns."""
