"""RemoteQuestions over a scripted model and an open gate."""

from collections.abc import Sequence
from typing import Any

from coach.domain.asking import Card, Move, Situation
from coach.domain.records import Doc
from coach.engine.chat import Sent
from coach.engine.gate import Gate
from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.remote import RemoteQuestions
from coach.engine.questions.wish import Wish, wish_for_text
from coach.prompting.files import PromptFiles
from tests.doubles.clock import FixedClock
from tests.doubles.scripted_model import PLACE, OpenConsent, ScriptedModel

ANSWER = "Omar explained the limits again. I nodded, but I had not understood a word and said nothing."
GOOD = "Phrase: I had not understood a word\nQuestion: What did you want to say in that second?"
BAD = "Phrase: I had not understood a word\nQuestion: Have you considered asking him?"


class OpenLedger:
    """Implements `Ledger` in memory."""

    def __init__(self) -> None:
        self.kept: list[Sent] = []

    def begin(self, sent: Sent) -> str:
        self.kept.append(sent)
        return str(len(self.kept))

    def complete(self, line: str, *, outcome: str, tokens_sent: int, tokens_received: int) -> None:
        pass

    def lines(self, limit: int | None = None) -> Sequence[Sent]:
        return self.kept[::-1][:limit]

    def tokens_since(self, since: object) -> int:  # nothing is counted here
        return 0


class Desk:
    """A remote engine that says what the script says."""

    def __init__(self, *replies: object, people: Sequence[Doc] = (), entries: Sequence[Doc] = ()) -> None:
        self.model = ScriptedModel(*replies)
        self.ledger = OpenLedger()
        self.consent = OpenConsent(("follow_up", PLACE.host))
        self.files = PromptFiles()
        self.embedded = EmbeddedQuestions(self.files)
        kept = {str(entry["id"]): entry for entry in entries}
        gate = Gate(
            lambda: self.model,
            lambda: PLACE,
            consent=self.consent,  # type: ignore[arg-type]  # the double is wider than the port
            ledger=self.ledger,
            people=lambda: list(people),
            entry=kept.get,
            check=lambda text: "RISK" in text,
            mask_names=True,
            monthly_tokens=0,
            clock=FixedClock(),
            in_force=lambda: None,
        )
        self.questions = RemoteQuestions(gate, self.files, self.embedded)

    def wish(self, answer: str = ANSWER, *, move: Move = "first", **about: Any) -> Wish:
        situation = Situation(answer, **about)
        found = wish_for_text(situation, self.embedded.ask(situation), move=move)
        assert found is not None
        return found

    def ask(
        self, answer: str = ANSWER, *, move: Move = "first", once: bool = False, **about: Any
    ) -> Card | None:
        prepared = self.questions.prepare(self.wish(answer, move=move, **about))
        assert prepared is not None
        return self.questions.ask(prepared, once=once)

    @property
    def sent_last(self) -> str:
        """The last message of the last request."""
        return self.model.requests[-1].messages[-1].content
