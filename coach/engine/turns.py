"""The values a session shows: one turn at a time, its receipts, the progress line, the recap.

Frozen, no behaviour.
"""

from dataclasses import dataclass
from typing import Literal

from coach.domain.asking import Card, Stage

SessionState = Literal["open", "paused", "stopped", "recap", "closed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The person's own earlier words beside a question, quoted exactly."""

    entry: str
    """Id of the entry they were written in; empty when they were not written in one."""
    date: str
    """ISO date of that writing."""
    text: str
    """Exact words; empty when they are private and private words are hidden now."""
    label: str
    """What they were: 'You said would change', 'You promised' …"""
    private: bool = False
    """Not for a screen that others see."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, with everything a screen or plain mode needs to show it."""

    step: str
    kind: Literal["opening", "step", "follow_up"]
    title: str
    question: str
    why: str
    stage: Stage
    receipts: tuple[Receipt, ...]
    card: Card | None
    """Where the follow-up came from; None for a guide's own question."""
    follow_up: int
    """0 for the step's own question, else 1 or 2."""
    follow_ups: int
    """How many follow-ups this step may have at most."""
    position: int
    """1-based place of the step among `total`."""
    total: int
    minutes_left: int
    draft_key: str
    answer: str
    """The earlier answer when the person went back, else empty."""
    private: bool
    choices: tuple[tuple[str, str], ...]
    """(value, label) quick answers; a typed line is always allowed, also 'value: a line about it'."""
    optional: bool = False
    own: bool = False
    """The person wrote this question themself (rubric F4)."""
    may_ask: bool = False
    """Whether the person may put a question of their own in its place."""


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step on the progress line."""

    step: str
    title: str
    status: Literal["done", "skipped", "now", "then"]


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One editable line of the recap."""

    key: str
    label: str
    value: str
    hint: str
    required: bool
    drafted: bool
    """True when the program filled it in and the person has not touched it."""
    private: bool = False
    """Not for a screen that others see."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closed session left behind."""

    entry: str
    kept: tuple[str, ...]
    """One plain sentence each."""
