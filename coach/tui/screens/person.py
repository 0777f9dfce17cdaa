"""Add a person: a name and a role, nothing more is needed."""

from coach.tui.screens.choosing import Chooser
from coach.tui.widgets.rows import Row
from coach.tui.widgets.writing import LineBox

_ROLES = (
    Row("mentee", "I mentor them"),
    Row("mentor", "They mentor me"),
    Row("manager", "My manager"),
    Row("report", "They report to me"),
    Row("peer", "A peer"),
)
KEY = "person"


class AddPerson(Chooser[bool]):
    """Returns True when someone was added."""

    def __init__(self) -> None:
        super().__init__(
            "Add a person",
            _ROLES,
            line="their name",
            text=(("soft", "Write the name, then choose what they are to you."),),
        )

    def ready(self) -> None:
        """Name first."""
        book = self.coach_app.book
        left = book.find(KEY)
        box = self.query_one(LineBox)
        box.begin(left.text if left else "", book=book, key=KEY, about={"title": "the name of a person"})
        self.set_focus(box)

    def submitted(self) -> None:
        """Enter in the name goes on to the role."""
        self.query_one("#choices").focus()

    def chosen(self, row: Row) -> None:
        """Add them."""
        line = self.line_text
        if not line:
            self.coach_app.say("Write their name first.", "warning")
            self.query_one(LineBox).focus()
            return
        self.coach_app.work(lambda: self._add(line, row.id), group="person")

    async def _add(self, name: str, role: str) -> None:
        box = self.query_one(LineBox)
        await self.engine(lambda: self.coach_app.coach.people.add(name, role=role))
        box.taken()
        self.coach_app.say("Added. u takes it back.")
        if self.is_current:
            self.dismiss(result=True)
