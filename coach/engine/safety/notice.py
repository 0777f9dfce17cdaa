"""What the safety check hands back."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["self_harm", "abuse", "harassment", "violence", "other_in_danger"]

KINDS: tuple[Kind, ...] = ("other_in_danger", "self_harm", "violence", "abuse", "harassment")
"""In the order in which a kind is chosen where a text speaks of several."""


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
    """The whole reply, plain text. It holds no question and nothing of what the person wrote."""
    resources: tuple[Resource, ...]
