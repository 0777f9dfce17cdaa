"""Choose the kind of session to begin."""

from coach.errors import CoachError
from coach.tui.screens.choosing import Chooser
from coach.tui.widgets.rows import Row, RowList


class ChooseSession(Chooser[str]):
    """Returns the id of a guide, or None."""

    def __init__(self) -> None:
        super().__init__("Start a session", (Row("", "Reading the guides …", kind="text"),))

    def ready(self) -> None:
        """Read the guides behind the frame."""
        self.coach_app.work(self._read, group="guides", latest_only=True)

    async def _read(self) -> None:
        coach = self.coach_app.coach
        try:
            guides = await self.engine(coach.guides.all)
        except CoachError as error:
            self.query_one(RowList).show((Row("", error.message, kind="text"),))
            return
        rows = [
            Row(
                guide.id,
                guide.title,
                detail=guide.intent,
                note=f"~{guide.minutes} min",
                mark="*" if guide.source == "yours" else "",
            )
            for guide in guides
        ]
        self.query_one(RowList).show(rows)

    def chosen(self, row: Row) -> None:
        """Begin it."""
        self.dismiss(row.id)
