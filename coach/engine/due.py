"""Use cases: what is worth ten minutes now, told without guilt (features C16, C20).

The view is made from `Facts`: the first frame can be drawn from a kept digest before any journal is read.
"""

import re
from datetime import date

from coach.domain.entry import day_of
from coach.engine.compose import compose, count_of
from coach.engine.facts import Facts, gather
from coach.engine.ports import Clock, Guides, Put, Remove, Store
from coach.engine.today import CommitmentRow, DueItem, TodayView
from coach.errors import UsageError

FIELDS: dict[str, str] = {
    "due": "how many things are due, commitments included",
    "late": "how many commitments are past their day",
    "open": "how many commitments are open",
    "first": "title of the first thing due; empty when nothing is",
    "days": "days since the last reflection; empty before the first",
    "weeks": "weeks touched, of the last eight",
    "line": "the line printed without a template",
}
"""Fields of a `--format` template, each written in braces: `{due} due, {late} late`."""


class Today:
    """What is due, and Today's view."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        guides: Guides | None = None,
        guide: str = "weekly",
        every_days: int = 7,
    ) -> None:
        self._store = store
        self._clock = clock
        self._guides = guides
        self._guide = guide
        self._every_days = every_days

    def facts(self) -> Facts:
        """The digest, read off the store; keep `to_value()` of it for the next first frame."""
        return gather(self._store, guides=self._guides, guide=self._guide)

    def view(self, days: int = 7, *, hide_private: bool = False, facts: Facts | None = None) -> TodayView:
        """Today's view; from `facts` where a kept digest is given, without reading the store."""
        return compose(
            facts or self.facts(),
            self._clock.today(),
            days=days,
            guide=self._guide,
            every_days=self._every_days,
            hide_private=hide_private,
        )

    def due(self, today: date | None = None, *, hide_private: bool = False) -> list[DueItem]:
        """Everything due on a day, commitments whose day has come included, in the order of Today."""
        day = today or self._clock.today()
        view = compose(
            self.facts(),
            day,
            days=0,
            guide=self._guide,
            every_days=self._every_days,
            hide_private=hide_private,
        )
        return due_items(view)

    def line(self, template: str | None = None, *, hide_private: bool = False) -> str:
        """One line for a prompt, cron or a status bar.

        Args:
            template: text with fields in braces (see `FIELDS`); everything else is kept as it stands.

        Raises:
            UsageError: the template names a field that is not there.
        """
        view = self.view(0, hide_private=hide_private)
        return say_line(view) if template is None else fill_line(template, view)

    def put_off(self, key: str, until: date) -> None:
        """Hide a due item until a day; nothing is deleted, and `undo` brings it back.

        Raises:
            UsageError: the day is not after today.
        """
        today = self._clock.today()
        if until <= today:
            raise UsageError(
                "That day is not after today, so nothing was put off.", hint="Choose a day to come."
            )
        doc = {
            "id": key,
            "created": self._clock.now().isoformat(timespec="seconds"),
            "until": until.isoformat(),
        }
        # Put-offs that have run out go with it, so that the table stays small.
        over = [
            Remove("putoffs", str(old["id"]))
            for old in self._store.all("putoffs")
            if old["id"] != key and ((day := day_of(old, "until")) is None or day <= today)
        ]
        self._store.commit([Put("putoffs", doc), *over], label="put off")


def due_items(view: TodayView) -> list[DueItem]:
    """Everything due in a view, commitments whose day has come included."""
    return [
        *view.due,
        *(_commitment(row) for row in view.commitments.rows if row.due and row.due <= view.today),
    ]


def say_line(view: TodayView) -> str:
    """What is due in one line."""
    parts = [f"{item.title} ({item.detail})" if item.detail else item.title for item in view.due[:1]]
    if len(view.due) > 1:
        parts.append(f"{len(view.due) - 1} more due")
    late = view.commitments.late
    due_today = sum(1 for row in view.commitments.rows if row.due == view.today)
    if due_today:
        parts.append(f"{count_of(due_today, 'commitment')} due today")
    if late:
        parts.append(
            f"{count_of(late, 'commitment')} past its day"
            if late == 1
            else f"{late} commitments past their day"
        )
    if parts:
        return " · ".join(parts)
    if view.empty:
        return "Nothing is due. A first reflection takes about twelve minutes: `coach reflect`"
    return (
        f"Nothing is due. Next: {view.upcoming.title}, {view.upcoming.when}."
        if view.upcoming
        else "Nothing is due."
    )


def fill_line(template: str, view: TodayView) -> str:
    """A template with its fields filled in. Raises UsageError for a field that is not there."""
    items = due_items(view)
    values: dict[str, object] = {
        "due": len(items),
        "late": view.commitments.late,
        "open": view.commitments.open,
        "first": items[0].title if items else "",
        "days": "" if view.days_since is None else view.days_since,
        "weeks": view.rhythm.touched,
        "line": say_line(view),
    }

    def one(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name not in values:
            raise UsageError(f"“{{{name}}}” is no field of this line.", hint=f"Fields: {', '.join(FIELDS)}.")
        return str(values[name])

    return re.sub(r"\{([^{}]*)\}", one, template)


def _commitment(row: CommitmentRow) -> DueItem:
    whose = "" if row.owner == "me" else f"{row.owner}: "
    return DueItem(
        key=f"commitment/{row.id}",
        kind="commitment",
        title=f"{whose}{row.text}",
        detail=row.when,
        action=("commitment", row.id),
        minutes=1,
        late=row.late,
        since=row.due,
    )
