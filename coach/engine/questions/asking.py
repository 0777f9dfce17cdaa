"""The use case of one reply: safety first, then the embedded question (design, section 5; rubric S1, S6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.domain.asking import Card, Move, Situation
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.memory import Memory

if TYPE_CHECKING:
    from coach.engine.safety import Notice, Safety

SAFETY_FORM = "safety"
"""The form of an escalating card; never remembered and never refused."""


class Asking:
    """Answers a piece of writing with one card. Remembers nothing by itself: the session commits what was
    shown."""

    def __init__(self, *, safety: "Safety", embedded: EmbeddedQuestions, memory: Memory) -> None:
        self._safety = safety
        self._embedded = embedded
        self._memory = memory

    def warm(self) -> None:
        """Read the files of both now, so that the first answer need not wait for them (about 0.2 s)."""
        self._safety.prepare()
        self._embedded.warm()

    def notice(self, text: str) -> "Notice | None":
        """What safety says of the raw text, before anything else looks at it."""
        return self._safety.check(text)

    def reply(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        """One card: the resources where safety fires, else one question.

        Forms of `Memory` count beside those the situation brings along.
        """
        notice = self.notice(situation.answer)
        if notice is not None:
            return Card("escalate", notice.said("asked"), None, situation.stage, None, SAFETY_FORM)
        return self._embedded.ask(self._remembering(situation), move=move, avoid=avoid)

    def _remembering(self, situation: Situation) -> Situation:
        return replace(
            situation,
            never=situation.never | self._memory.never(),
            recent=(*self._memory.recent(), *situation.recent),
        )
