"""What goes into a follow-up question and what comes out: the question card (feature C17)."""

from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["describe", "meaning", "learning", "plan"]
Support = Literal["guided", "supported", "independent"]
AskRole = Literal["mentor", "mentee", "self"]
Action = Literal["ask", "clarify", "escalate"]
Move = Literal["first", "deeper", "other_angle", "counter"]

STAGES: tuple[Stage, ...] = ("describe", "meaning", "learning", "plan")
SUPPORT_LEVELS: tuple[Support, ...] = ("guided", "supported", "independent")
ASK_ROLES: tuple[AskRole, ...] = ("mentor", "mentee", "self")


@dataclass(frozen=True, slots=True)
class EngineName:
    """Who thought: this machine, or a remote model."""

    kind: Literal["embedded", "remote"] = "embedded"
    model: str | None = None
    host: str = ""
    """Where the model is, as shown; empty for this machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One earlier question, and its answer where it is known."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """All a follow-up question may be built on."""

    answer: str
    """What the person wrote, raw."""
    stage: Stage = "describe"
    support: Support = "supported"
    role: AskRole = "self"
    history: tuple[Asked, ...] = ()
    """Earlier questions, oldest first."""
    challenge: Literal[1, 2, 3] = 2
    """How much push-back is welcome (feature C15)."""
    never: frozenset[str] = field(default=frozenset())
    """Forms the person does not want to be asked again."""
    recent: tuple[str, ...] = ()
    """Forms shown lately, oldest first; a form comes back last of all."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why this question: the cue that fired and the person's own words."""

    cue: str
    quote: str | None
    reason: str = ""
    """One plain sentence for the card, e.g. 'You named a feeling; it may point at something that matters.'"""


@dataclass(frozen=True, slots=True)
class Card:
    """One reply of the coach: at most one short mirroring clause and one question."""

    action: Action
    reply: str
    """All shown text; ends with the question where there is one."""
    question: str | None
    stage: Stage
    because: Because | None
    form: str
    """Name of the question's form, stable across versions: what memory and 'never again' remember."""
    engine: EngineName = EngineName()
