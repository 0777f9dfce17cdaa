"""A gate over doubles, ready to send."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.domain.records import Doc
from coach.engine.chat import EngineFault, Message, Place
from coach.engine.gate import Gate, Outgoing, Source
from coach.store.sending import ConsentFile, LedgerFile
from tests.doubles.clock import FixedClock
from tests.doubles.scripted_model import PLACE, ScriptedModel

RISKY = "I do not want to be here any more"


@dataclass
class Desk:
    """Everything a gate stands on; change it, then use `gate`."""

    state: Path
    model: ScriptedModel = field(default_factory=ScriptedModel)
    people: list[Doc] = field(default_factory=list)
    entries: dict[str, Doc] = field(default_factory=dict)
    clock: FixedClock = field(default_factory=FixedClock)
    place: Place | None = PLACE
    refusal: EngineFault | None = None
    mask_names: bool = True
    monthly_tokens: int = 0

    @property
    def consent(self) -> ConsentFile:
        return ConsentFile(self.state, self.clock)

    @property
    def ledger(self) -> LedgerFile:
        return LedgerFile(self.state, self.clock)

    @property
    def gate(self) -> Gate:
        return Gate(
            lambda: self.model,
            lambda: self.place,
            consent=self.consent,
            ledger=self.ledger,
            people=lambda: self.people,
            entry=self.entries.get,
            check=lambda text: RISKY in text,
            mask_names=self.mask_names,
            monthly_tokens=self.monthly_tokens,
            clock=self.clock,
            in_force=self._in_force,
        )

    def _in_force(self) -> None:
        if self.refusal is not None:
            raise self.refusal


def outgoing(text: str, *, entry: str = "", **record: Any) -> Outgoing:
    """A follow-up to one text."""
    return Outgoing(
        "follow_up",
        (Message("system", "Ask one question."), Message("user", f"They wrote:\n{text}")),
        (Source(entry, record, text),),
    )
