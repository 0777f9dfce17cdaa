"""Who answers an answer, as a script: every reply is told beforehand or numbered, and every situation is
kept.
"""

from collections.abc import Sequence

from coach.domain.asking import Because, Card, Move, Situation
from coach.engine.safety import Notice, Resource

RISKY = "I do not want to be here any more"
"""The one text this double stops at; any text that holds it counts."""
HELP = Notice(
    kind="self_harm",
    certain=True,
    language="en",
    text="The questions stop here. Please turn to someone you trust. This is a program and has told nobody.",
    resources=(Resource("A friend", "by phone"),),
)


class ScriptedAsking:
    """Implements what a session needs of `Asking`."""

    def __init__(self) -> None:
        self.asked: list[tuple[Situation, Move, tuple[str, ...]]] = []
        self.script: list[Card] = []
        """Cards to hand out first; afterwards each is made from the answer."""
        self.looked_at: list[str] = []
        self.has_remote = False

    def notice(self, text: str) -> Notice | None:
        self.looked_at.append(text)
        return HELP if RISKY in text else None

    def reply(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        self.asked.append((situation, move, tuple(avoid)))
        if self.script:
            return self.script.pop(0)
        words = situation.answer.split()
        quote = " ".join(words[:3])
        number = len(self.asked)
        text = f"What lies behind “{quote}” for you, in this {move} try number {number}?"
        because = Because("first_words", quote, "These were your first words.")
        return Card("ask", text, text, situation.stage, because, f"{move}-{number}")
