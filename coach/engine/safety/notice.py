"""What the safety check hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Where = Literal["session", "kept", "asked"]
"""In a running session; a note kept as it stands; a question asked for and nothing kept."""

Kind = Literal["self_harm", "abuse", "harassment", "violence", "other_in_danger"]

KINDS: tuple[Kind, ...] = ("other_in_danger", "self_harm", "violence", "abuse", "harassment")
"""In the order in which a kind is chosen where a text speaks of several."""

Strength = Literal["sure", "likely", "hint"]

STRENGTHS: tuple[Strength, ...] = ("sure", "likely", "hint")


@dataclass(frozen=True, slots=True)
class Resource:
    """Someone to turn to."""

    name: str
    contact: str
    """A number or an address, as it is dialled or typed."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Coaching stops here, and this is what is said."""

    kind: Kind
    certain: bool
    """False where the text may be meant otherwise: the words are softer, the stop is the same (rubric S5)."""
    language: str
    """Of the reply: en, de, fr, es or pt."""
    text: str
    """The whole reply in a running session, plain text. It holds no question and nothing of what the person
    wrote."""
    resources: tuple[Resource, ...]
    elsewhere: Mapping[Where, str] = field(default_factory=dict)

    def said(self, where: Where) -> str:
        """The whole reply as it is true there: what became of the text, and what can be done with it."""
        return self.elsewhere.get(where, self.text)
