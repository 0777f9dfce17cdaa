"""Close what was promised or tried: one outcome and one optional line; or carry it to another day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from coach.tui.screens.choosing import Chooser
from coach.tui.screens.day import ChooseDay
from coach.tui.screens.today_detail import Parts, is_private, record
from coach.tui.widgets.rows import Row
from coach.tui.widgets.writing import LineBox

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

_OUTCOMES = (
    Row("done", "Done", mark="="),
    Row("partly", "Partly done"),
    Row("changed", "Changed into something else"),
    Row("dropped", "Dropped"),
    Row("handed_over", "Handed over"),
    Row("carry", "Carry it to another day …"),
)
_VERDICTS = (
    Row("keep", "Keep it", detail="the change stays"),
    Row("change", "Change it", detail="try it another way"),
    Row("drop", "Drop it"),
)
_LATER = Row("later", "Look again another day …")


@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen."""

    outcome: str
    note: str


class Settle(Chooser[Settled]):
    """Returns the outcome and the line, or None."""

    def __init__(self, kind: str, id: str, parts: Parts, *, private: bool = False) -> None:
        rows = {"commitment": _OUTCOMES, "experiment": _VERDICTS, "assumption": (*_VERDICTS, _LATER)}[kind]
        hint = "" if kind == "assumption" else "one line about it (optional)"
        super().__init__(
            "What came of it?",
            rows,
            text=[part for part in parts if part[0] != "head"],
            line=hint,
            private=private,
        )
        self._key = f"settle/{id}"

    def ready(self) -> None:
        """The line is kept like every other."""
        if self._line:
            book = self.coach_app.book
            left = book.find(self._key)
            self.query_one(LineBox).begin(
                left.text if left else "",
                book=book,
                key=self._key,
                about={"title": "a line about a commitment or test"},
            )

    def chosen(self, row: Row) -> None:
        """Take it; the line stays a draft until the store has it (promises P3, P16)."""
        self.dismiss(Settled(row.id, self.line_text))


def settle(app: "CoachApp", kind: str, id: str, changed: Callable[[], None]) -> None:
    """Ask and do it; `changed` is called when something was."""
    coach = app.coach

    async def ask() -> None:
        parts, private = await app.engine(lambda: (record(coach, kind, id), is_private(coach, kind, id)))
        app.push_screen(Settle(kind, id, parts, private=private), answered)

    def answered(settled: Settled | None) -> None:
        if settled is None:
            return
        if settled.outcome in ("carry", "later"):
            title = "Carry it to" if kind == "commitment" else "Look again on"
            app.push_screen(ChooseDay(title, ""), carried)
        else:
            app.work(lambda: close(settled), group="settle")

    def carried(day: date | None) -> None:
        if day is not None:
            app.work(lambda: carry(day), group="settle")

    async def close(settled: Settled) -> None:
        if kind == "commitment":
            await app.engine(lambda: coach.commitments.close(id, settled.outcome, note=settled.note))
        elif kind == "experiment":
            await app.engine(lambda: coach.experiments.close(id, settled.outcome, settled.note))
        else:
            await app.engine(lambda: coach.assumptions.close(id, settled.outcome))
        app.book.drop(f"settle/{id}")
        app.say("Closed. u brings it back.")
        changed()

    async def carry(day: date) -> None:
        if kind == "commitment":
            await app.engine(lambda: coach.commitments.carry(id, day))
        else:
            await app.engine(lambda: coach.assumptions.later(id, day))
        app.say(f"Carried to {day:%a} {day.day} {day:%b}. u takes it back.")
        changed()

    app.work(ask, group="settle")
