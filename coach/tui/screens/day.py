"""Choose a day: near ones, or a phrase. The day understood is shown before it counts, never guessed."""

from datetime import date, timedelta

from textual import on
from textual.widgets import Input

from coach.dates import add_months, say_day, understand
from coach.errors import UsageError
from coach.tui.screens.choosing import Chooser
from coach.tui.widgets.rows import Row, RowList


class ChooseDay(Chooser[date]):
    """Returns the day, or None."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__(title, (), text=(("soft", about),), line="or a day: friday, in 2 weeks, 2026-12-01")
        self._typed: date | None = None

    def ready(self) -> None:
        """Offer near days."""
        self._offer()

    def _today(self) -> date:
        return self.coach_app.coach.clock.today()

    def _days(self) -> list[tuple[str, date]]:
        today = self._today()
        return [
            ("Tomorrow", today + timedelta(days=1)),
            ("In three days", today + timedelta(days=3)),
            ("Next Monday", today + timedelta(days=7 - today.weekday())),
            ("In two weeks", today + timedelta(days=14)),
            ("In a month", add_months(today, 1)),
        ]

    def _offer(self, problem: str = "") -> None:
        today = self._today()
        rows = [Row(day.isoformat(), words, detail=say_day(day, today)) for words, day in self._days()]
        if self._typed is not None:
            rows.insert(
                0,
                Row(
                    self._typed.isoformat(), "The day you wrote", detail=say_day(self._typed, today), mark="*"
                ),
            )
        elif problem:
            rows.insert(0, Row("", problem, kind="text"))
        self.query_one(RowList).show(rows, select=rows[0].id or None)

    @on(Input.Changed)
    def read(self, event: Input.Changed) -> None:
        """Say which day is understood while it is written."""
        self._typed = None
        problem = ""
        if event.value.strip():
            try:
                self._typed = understand(event.value, self._today(), lean="future").day
            except UsageError as error:
                problem = error.message
            if self._typed is not None and self._typed <= self._today():
                self._typed, problem = None, "That day is not after today."
        self._offer(problem)

    def submitted(self) -> None:
        """Enter takes the day that was written, and only when it was understood."""
        if self._typed is not None:
            self.dismiss(self._typed)
        elif not self.line_text:
            super().submitted()

    def chosen(self, row: Row) -> None:
        """Take the day."""
        self.dismiss(date.fromisoformat(row.id))
