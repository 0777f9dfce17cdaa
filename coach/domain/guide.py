"""What a kind of session is: an ordered list of questions, why each is asked, and what its answer becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coach.domain.asking import Stage, Support

SCHEMA = 1
"""Version of the guide format (docs/guides.md). A file that names a higher one is not read."""

Becomes = Literal[
    "change", "win", "assumption", "experiment", "commitment", "idea", "note", "intent", "came_of_it",
    "outcome", "verdict",
]  # fmt: skip
"""What an answer becomes when the session is closed.

change       what will be different next week; quoted first thing next time (practice 57)
win          a small improvement that was seen (practice 7); stays in the session's entry
assumption   a belief that held back (practice 58)
experiment   a small test of it (practice 6)
commitment   a promise with owner and date (rubric E1-E8)
idea, note   stay in the session's entry; an idea is tentative (practice 44)
intent       where one's work should lead (practice 56)
came_of_it   the answer to an earlier change
outcome      closes or carries a commitment that is due; only with `each: commitments_due`
verdict      closes an experiment or assumption that is due; only with `each` of these
"""
BECOMES: tuple[Becomes, ...] = (
    "change", "win", "assumption", "experiment", "commitment", "idea", "note", "intent", "came_of_it",
    "outcome", "verdict",
)  # fmt: skip
AT_MOST_ONE: tuple[Becomes, ...] = (
    "change",
    "assumption",
    "experiment",
    "commitment",
    "intent",
    "came_of_it",
)
"""A session makes one of each of these at most. A guide has one such step, or several with conditions."""

Condition = Literal[
    "change_open", "aims", "every_4th", "intent", "no_intent", "something_open", "nothing_open", "after_stop"
]  # fmt: skip
CONDITIONS: tuple[Condition, ...] = (
    "change_open", "aims", "every_4th", "intent", "no_intent", "something_open", "nothing_open", "after_stop",
)  # fmt: skip
"""When a step is asked at all; see docs/guides.md."""

Each = Literal["commitments_due", "experiments_due", "assumptions_due"]
EACH: tuple[Each, ...] = ("commitments_due", "experiments_due", "assumptions_due")
"""A step that is asked once for every record of this kind."""

Shows = Literal["change", "commitments", "experiments", "aims", "intent"]
SHOWS: tuple[Shows, ...] = ("change", "commitments", "experiments", "aims", "intent")
"""The person's own earlier words that stand beside a question."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a guide."""

    id: str
    title: str
    """One or two words for the progress line."""
    questions: Mapping[Support, str]
    """The question per support level; all three are filled (a file may give one for all)."""
    why: str
    """Why it is asked and what is done with the answer, in plain words."""
    stage: Stage
    follow_ups: int = 0
    """How many follow-up questions may come after the answer, 0 to 2."""
    becomes: Becomes | None = None
    when: tuple[Condition, ...] = ()
    """All of these must hold, or the step is left out."""
    optional: bool = False
    """Shown as optional; every step can be skipped."""
    each: Each | None = None
    then: Mapping[Support, str] | None = None
    """With `each`: the second question, about the verdict, or about the third carry of a commitment."""
    shows: tuple[Shows, ...] = ()
    levels: tuple[Support, ...] = ()
    """Asked at these support levels only; empty means all."""
    needs: str = ""
    """Asked only when the step with this id was answered."""
    another: tuple[str, ...] = ()
    """Other wordings, for 'another question'."""
    counter: bool = False
    """The session's one counter-question fits best here (feature C15)."""
    practice: tuple[int, ...] = ()
    """Rows of the practices it makes real; never shown."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A session kind, read from one file."""

    id: str
    version: int
    title: str
    intent: str
    """One sentence: what the session is for."""
    minutes: int
    roles: tuple[str, ...]
    """Whom it suits: self, mentor, mentee."""
    steps: tuple[Step, ...]
    source: str = "built in"
    """'built in' or 'yours'."""

    def step(self, id: str) -> Step | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == id), None)
