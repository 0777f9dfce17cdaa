"""One question per theme, built on the person's own words and passed through the gates (rubric Q1-Q19)."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from coach.domain.asking import Asked, Card, Situation
from coach.engine.questions.gates import Draft, passes
from coach.engine.themes.view import Receipt, Trend
from coach.errors import InvalidData

FILE = "themes/questions.yaml"


class Asks(Protocol):
    """Asks about a piece of writing."""

    def ask(self, situation: Situation) -> Card:
        """One card; its `because` names the words it takes up."""
        ...


def read_theme_forms(data: Any, name: str) -> dict[str, list[str]]:  # parsed YAML holds anything
    """Check the parsed file `name`. Raises InvalidData: a list is missing, or a form without `{quote}`."""
    forms: dict[str, list[str]] = {}
    for key in ("against", "rising", "fading", "any"):
        listed = data.get(key) if isinstance(data, dict) else None
        if not isinstance(listed, list) or not all(
            isinstance(one, str) and one.count("{quote}") == 1 for one in listed
        ):
            raise InvalidData(f"{name}, key {key}: a list of questions with {{quote}} in each is needed.")
        forms[key] = listed
    return forms


class ThemeQuestions:
    """Questions for the themes of one view: no two begin alike."""

    def __init__(self, forms: Mapping[str, Sequence[str]], asks: Asks) -> None:
        self._forms = forms
        self._asks = asks
        self._used: list[str] = []
        self._asked: list[str] = []

    def ask(self, evidence: Sequence[Receipt], against: Sequence[Receipt], trend: Trend | None) -> str:
        """The question of a theme with at least one quote."""
        asked = tuple(Asked(question) for question in self._asked)
        cards = [
            (receipt, self._asks.ask(Situation(answer=receipt.quote, stage="learning", history=asked)))
            for receipt in (*evidence[:2], *against[:1])
        ]
        ways = [("any", card, receipt) for receipt, card in cards[: len(evidence[:2])]]
        if trend in ("rising", "fading"):
            ways.insert(0, (trend, cards[0][1], cards[0][0]))
        if against:
            ways.insert(0, ("against", cards[-1][1], cards[-1][0]))
        for key, card, receipt in ways:
            quote = card.because.quote if card.because else None
            for form in self._forms[key] if quote and "{" not in quote else ():
                reply = form.replace("{quote}", quote or "")
                if form not in self._used and passes(Draft(reply, receipt.quote)):
                    self._used.append(form)
                    self._asked.append(reply)
                    return reply
        self._asked.append(cards[0][1].reply)
        return cards[0][1].reply
