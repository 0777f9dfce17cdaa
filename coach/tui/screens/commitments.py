"""Commitments and experiments: what is open, whom one waits for, what is tested, what is closed (ux 4.8)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from coach.clean import clean
from coach.dates import parse_stored, say_day
from coach.tui.commands import Command
from coach.tui.screens import commitment_forms as forms
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.choosing import Chooser
from coach.tui.screens.commitments_rows import EMPTY, TABS, Tab, rows_of
from coach.tui.screens.settle import settle
from coach.tui.screens.today_detail import record
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from coach.engine.coach import Coach

_THIRD = (
    Row("do", "Do it", detail="it stays, with a new day"),
    Row("change", "Make it smaller, or something else"),
    Row("handed_over", "Hand it over", detail="closes it here"),
    Row("dropped", "Drop it", detail="closes it"),
    Row("escalate", "Raise it with someone who can decide", detail="it stays open"),
)


_NEEDS_ONE = {f"commitments.{one}" for one in ("close", "edit", "put_away", "later", "sooner", "reopen")}
"""Commands that do something to the selected row."""


class ThirdCarry(Chooser[str]):
    """The one question at the third carry; returns what was chosen (practice 19, feature C4)."""

    def __init__(self, question: str, about: str, *, private: bool) -> None:
        text = (("quote", about), ("text", question))
        super().__init__("Carried three times", _THIRD, text=text, private=private)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss(row.id)


class ChoosePerson(Chooser[str]):
    """Returns a name, or an empty text for everybody."""

    def __init__(self, names: list[str]) -> None:
        people = [Row(name, name) for name in names]
        nobody = (Row("", "Nobody is in your list of people yet.", kind="text"),)
        everybody = Row("everybody", "Everybody's")
        super().__init__("Whose?", (Row("me", "Mine"), *people, everybody) if people else nobody)

    def chosen(self, row: Row) -> None:
        """Take it."""
        self.dismiss("" if row.id == "everybody" else row.id)


class CommitmentsScreen(CoachScreen):
    """Tabs over one list, the selected row in full beside or below it."""

    NAME = "commitments"
    HEADING = "Commitments"
    PURPOSE = "What you promised, what others promised you, what you are testing, and what came of it all."
    TIP = "An open one comes back by itself; closing it takes one outcome and no excuse."
    AUTO_FOCUS: ClassVar[str | None] = "#rows"
    DEFAULT_CSS = """
    CommitmentsScreen {
        #tabs { height: 1; padding: 0 2; margin: 1 0 0 0; }
        #panes { layout: vertical; height: 1fr; }
        #rows { width: 1fr; height: 1fr; min-height: 5; max-width: 104; padding: 1 1 0 1; }
        #detail { width: 1fr; height: auto; max-height: 45%; padding: 0 3 1 3; }
        &.-wide #panes { layout: horizontal; }
        &.-wide #rows { width: 60%; }
        &.-wide #detail { width: 40%; height: 1fr; max-height: 100%; padding: 1 3; border-left: solid $rule; }
        &.-low #detail { display: none; }
        &.-low #tabs { margin: 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._tab: Tab = "open"
        self._person = ""

    def compose_body(self) -> ComposeResult:
        """Tabs, list, detail."""
        yield Reading(id="tabs")
        with Container(id="panes"):
            yield RowList((Row("", "Reading …", kind="text"),), id="rows")
            yield Reading(id="detail")

    def ready(self) -> None:
        """Read."""
        self.query_one(RowList).hiding = self.coach_app.hiding
        self.action_reload()

    def resting_place(self) -> Widget | None:
        """The list."""
        return self.query_one(RowList)

    def can_leave(self) -> bool:
        """Esc first shows everybody's again, then leads back."""
        return bool(self._person) or len(self.app.screen_stack) > 1

    def action_leave(self) -> None:
        """Esc: the person's filter first."""
        if self._person:
            self._show_person("")
        else:
            super().action_leave()

    # ---- reading

    def action_reload(self) -> None:
        """Read again."""
        self.coach_app.work(self._read, group="commitments", latest_only=True)

    async def _read(self) -> None:
        app, tab, person = self.coach_app, self._tab, self._person
        hiding = app.hiding
        counts, rows = await self.engine(lambda: rows_of(app.coach, tab, person=person, hiding=hiding))
        pieces: list[tuple[str, str]] = []
        for one, title in TABS:
            said = f"{title} {counts[one]}" if one != "closed" else title
            pieces.append(("strong", f"[ {said} ]") if one == tab else ("soft", f"  {said}  "))
        if person:
            pieces.append(("warn", f"  only {'mine' if person == 'me' else person}"))
        self.query_one("#tabs", Reading).show_line(pieces)
        empty = EMPTY[tab] if not person else "Nothing here for this person; Esc shows everybody's."
        self.query_one(RowList).show(rows or (Row("", empty, kind="text"),))
        self._show_detail()
        self.refresh_keys()

    @on(RowList.Moved, "#rows")
    def follow_cursor(self) -> None:
        """The selected row in full."""
        self._show_detail()

    def _show_detail(self) -> None:
        self.coach_app.work(self._read_detail, group="detail", latest_only=True)

    async def _read_detail(self) -> None:
        chosen = self._chosen()
        detail = self.query_one("#detail", Reading)
        if chosen is None:
            detail.show_parts(())
            return
        coach, hiding = self.coach_app.coach, self.coach_app.hiding
        kind, record_id = chosen
        parts = await self.engine(lambda: record(coach, kind, record_id, hiding=hiding))
        detail.show_parts(tuple((look, clean(text)) for look, text in parts))

    def _chosen(self) -> tuple[str, str] | None:
        row = self.query_one(RowList).selected
        kind, _, record_id = row.id.partition(":") if row else ("", "", "")
        return (kind, record_id) if record_id else None

    def available(self) -> tuple[Command, ...]:
        """Only what the selected row can do."""
        without: set[str] = set()
        if self._chosen() is None:
            without |= _NEEDS_ONE
        if self._tab == "closed":
            without |= {"commitments.close", "commitments.later", "commitments.sooner"}
        else:
            without.add("commitments.reopen")
        return tuple(command for command in super().available() if command.id not in without)

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank at once, then read without what is private."""
        self.query_one(RowList).hiding = hiding
        if hiding:
            self.query_one("#detail", Reading).show_parts(())
        self.action_reload()

    def undone(self) -> None:
        """Something was undone."""
        self.action_reload()

    # ---- tabs and people

    def action_tab(self, step: int) -> None:
        """Another tab."""
        order = [one for one, _ in TABS]
        self._tab = order[(order.index(self._tab) + step) % len(order)]
        self.action_reload()

    def action_person(self) -> None:
        """Choose whose."""
        self.coach_app.work(self._ask_person, group="person")

    async def _ask_person(self) -> None:
        coach = self.coach_app.coach
        names = [str(doc.get("name") or "") for doc in await self.engine(coach.people.list)]
        self.app.push_screen(ChoosePerson(names), self._show_person)

    def _show_person(self, person: str | None) -> None:
        if person is not None:
            self._person = person
            self.action_reload()

    # ---- changing

    @on(RowList.Chosen, "#rows")
    def action_settle(self) -> None:
        """Close the selected one; at the third carry the question first."""
        chosen = self._chosen()
        if chosen is None:
            return
        if self._tab == "closed":
            self.coach_app.say("It is closed. r takes a commitment up again, u undoes the last change.")
            return
        self.coach_app.work(lambda: self._settle(*chosen), group="settle")

    async def _settle(self, kind: str, id: str) -> None:
        coach = self.coach_app.coach
        if kind == "commitment":
            doc = await self.engine(lambda: coach.commitments.get(id))
            question = await self.engine(lambda: coach.commitments.third_carry_question(doc))
            if question:
                modal = ThirdCarry(question, str(doc.get("text") or ""), private=bool(doc.get("private")))
                self.app.push_screen(modal, lambda answer: self._third(id, answer))
                return
        settle(self.coach_app, kind, id, self.action_reload)

    def _third(self, id: str, answer: str | None) -> None:
        if answer is not None:
            self.coach_app.work(lambda: self._answered_third(id, answer), group="settle")

    async def _answered_third(self, id: str, answer: str) -> None:
        coach = self.coach_app.coach
        await self.engine(lambda: coach.commitments.asked_third(id))
        if answer in ("handed_over", "dropped"):
            await self.engine(lambda: coach.commitments.close(id, answer))
            self.coach_app.say("Closed. u brings it back.")
        elif answer == "change":
            await self._open_form("commitment", id)
        elif answer == "do":
            settle(self.coach_app, "commitment", id, self.action_reload)
        else:
            self.coach_app.say("It stays open. A note to the person who can decide is yours to write.")
        self.action_reload()

    def action_new(self) -> None:
        """A form for a new one of this tab's kind."""
        kind = "experiment" if self._tab == "experiments" else "commitment"
        self.coach_app.work(lambda: self._open_form(kind, None), group="form")

    def action_edit(self) -> None:
        """A form for the selected one."""
        chosen = self._chosen()
        if chosen is not None:
            self.coach_app.work(lambda: self._open_form(*chosen), group="form")

    async def _open_form(self, kind: str, id: str | None) -> None:
        coach, hiding = self.coach_app.coach, self.coach_app.hiding
        form = await self.engine(
            lambda: forms.form(coach, kind, id, hiding=hiding, changed=self.action_reload)
        )
        if form is None:
            self.coach_app.say("It is private and hidden now; F8 shows it.", "warning")
        else:
            self.app.push_screen(form)

    def action_shift(self, days: int) -> None:
        """The selected one's day, a day later or sooner."""
        chosen = self._chosen()
        if chosen is not None and self._tab != "closed":
            self.coach_app.work(lambda: self._shift(*chosen, days), group="shift")

    async def _shift(self, kind: str, id: str, days: int) -> None:
        coach = self.coach_app.coach
        day = await self.engine(lambda: _moved(coach, kind, id, days))
        today = coach.clock.today()
        self.coach_app.say(f"Now {say_day(day, today)}." if day else "Its day cannot be before today.")
        self.action_reload()

    def action_put_away(self) -> None:
        """To the bin."""
        chosen = self._chosen()
        if chosen is not None:
            self.coach_app.work(lambda: self._put_away(*chosen), group="bin")

    async def _put_away(self, kind: str, id: str) -> None:
        coach = self.coach_app.coach
        room = coach.commitments if kind == "commitment" else coach.experiments
        await self.engine(lambda: room.remove(id))
        self.coach_app.say("In the bin. u brings it back.")
        self.action_reload()

    def action_reopen(self) -> None:
        """Take a closed one up again."""
        chosen = self._chosen()
        if chosen is not None and self._tab == "closed":
            self.coach_app.work(lambda: self._reopen(*chosen), group="settle")

    async def _reopen(self, kind: str, id: str) -> None:
        coach = self.coach_app.coach
        room = coach.commitments if kind == "commitment" else coach.experiments
        await self.engine(lambda: room.reopen(id))
        self.coach_app.say("Open again. u takes it back.")
        self.action_reload()


def _moved(coach: "Coach", kind: str, id: str, days: int) -> date | None:
    """Move the day and return it; None where it would come before today. One without a day begins today."""
    today = coach.clock.today()
    field = "due" if kind == "commitment" else "review_on"
    doc = coach.commitments.get(id) if kind == "commitment" else coach.experiments.get(id)
    value = doc.get(field)
    day = max(parse_stored(str(value)) if value else today, today - timedelta(days=1)) + timedelta(days=days)
    if day < today:
        return None
    if kind == "commitment":
        coach.commitments.edit(id, due=day)
    else:
        coach.experiments.edit(id, review_on=day)
    return day
