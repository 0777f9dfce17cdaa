"""Today: what is worth ten minutes now. One list; the first frame shows what was true last time."""

import gc
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from coach.clean import clean
from coach.engine.ports import Draft
from coach.errors import CoachError
from coach.tui.commands import Command
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.today_rows import Page, Target, build
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from coach.engine.today import TodayView


_SETTLED = ("commitment", "experiment", "assumption")


_OFFERED_AT_ONCE = ("capture", "session", "entry", "paste")
"""Drafts of this very run that Today shows; the lines of a form wait in their form."""


class TodayScreen(CoachScreen):
    """The first screen and the one all others lead back to."""

    NAME = "today"
    HEADING = "Today"
    PURPOSE = "The next useful step: what is due, what you promised, and one thing that went well."
    TIP = "d puts a due row off to a day you choose. Nothing is deleted, and u brings it back."
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self, first: "TodayView | None" = None) -> None:
        super().__init__()
        self._view = first
        self._page = Page((), {})
        self._first_frame = True

    def compose_body(self) -> ComposeResult:
        """One list; beside it, where there is room, the selected row in full."""
        if self._view is not None:
            self._page = self._build(self._view, [], [])
        with Horizontal():
            yield RowList(self._page.rows or (Row("", "Reading your entries …", kind="text"),), id="rows")
            yield Reading(id="detail")

    def ready(self) -> None:
        """Show, then read."""
        self.query_one(RowList).hiding = self.coach_app.hiding
        today = self._today()
        self.header.status = (f"{today:%a} {today.day} {today:%b}",)
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        if self._first_frame:
            self._first_frame = False
            gc.enable()
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Back from another screen: read again."""
        if not self._first_frame and self.is_current:
            self.action_reload()

    def _today(self) -> date:
        return self.coach_app.coach.clock.today()

    # ---- reading

    def action_reload(self) -> None:
        """Read again."""
        self.coach_app.work(self._load, group="today", latest_only=True)

    async def _load(self) -> None:
        app = self.coach_app
        try:
            left = app.coach.drafts.left_over()
            listed = {draft.ref for draft in left if draft.ref} | {draft.key for draft in left}
            mine = [one for one in app.book.waiting() if one.key.split("/")[0] in _OFFERED_AT_ONCE]
            drafts = [*(one for one in mine if one.ref not in listed and one.key not in listed), *left]
        except CoachError as error:
            app.fail(error)
            drafts = []
        try:
            hiding = app.hiding
            await self.engine(app.coach.refresh)
            view = await self.engine(lambda: app.coach.today.view(hide_private=hiding))
            drafts = await self.engine(lambda: self._still_wanted(drafts))
            notices = await self.engine(self._notices)
        except CoachError as error:
            app.fail(error)
            self.query_one(RowList).show(
                (Row("", error.message, kind="text"), Row("", error.hint, kind="text"))
            )
            return
        self._view = view
        self._page = self._build(view, drafts, notices)
        self.query_one(RowList).show(self._page.rows)
        self.follow_cursor()
        app.read_ahead()

    def _build(self, view: "TodayView", drafts: list[Draft], notices: list[str]) -> Page:
        app = self.coach_app
        return build(view, drafts, notices=notices, hiding=app.hiding)

    def _notices(self) -> list[str]:
        """What was found while opening, and what is wrong with config and prompts."""
        coach = self.coach_app.coach
        return [*coach.keeper.notices(), *(f"{one.message} {one.hint}".strip() for one in coach.problems)]

    def _still_wanted(self, drafts: list[Draft]) -> list[Draft]:
        """Without those whose text is in its entry: the program ended between save and clean-up."""
        kept: list[Draft] = []
        for draft in drafts:
            parts = draft.key.split("/")
            if parts[0] == "session" and len(parts) > 2:
                try:
                    entry = self.coach_app.coach.entries.get(parts[1])
                except CoachError:
                    entry = {}
                known = [str(answer.get("answer") or "") for answer in entry.get("answers") or []]
                if draft.text in known:
                    self.app.call_from_thread(self.coach_app.book.discard, draft)
                    continue
            kept.append(draft)
        return kept

    def undone(self) -> None:
        """Show what is there now."""
        self.action_reload()

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank the person's words at once, then read again what may be shown."""
        self.query_one(RowList).hiding = hiding
        self.query_one("#detail", Reading).show_parts(())
        self.action_reload()

    # ---- doing

    def resting_place(self) -> Widget | None:
        """The list."""
        return self.query_one(RowList)

    def action_leave(self) -> None:
        """Esc does nothing on Today."""

    def action_back(self) -> None:
        """q quits here."""
        self.app.exit()

    def action_main(self) -> None:
        """^n opens the row."""
        self.query_one(RowList).action_open()

    def available(self) -> tuple[Command, ...]:
        """Only what the selected row can do."""
        target = self._target(self.query_one(RowList).selected)
        without = set()
        if target is None or target.kind not in _SETTLED:
            without.add("today.done")
        if target is None or not (target.due_key or target.kind == "draft"):
            without.add("today.put_off")
        if self._view is None or self._view.last_theme is None:
            without.add("today.theme")
        if self._view is not None and self._view.empty:
            without.add("undo")  # nothing was done yet
        return tuple(command for command in super().available() if command.id not in without)

    def _target(self, row: Row | None) -> Target | None:
        return self._page.targets.get(row.id) if row else None

    @on(RowList.Chosen, "#rows")
    def open_row(self, event: RowList.Chosen) -> None:
        """Start, resume or open."""
        target = self._target(event.row)
        app = self.coach_app
        if target is None:
            return
        if target.kind == "start":
            if target.id:
                app.start_session(target.id)
            else:
                app.work(self._start_suggested, group="start")
        elif target.kind == "resume":
            app.resume_session(target.id)
        elif target.kind in _SETTLED:
            self._settle(target)
        elif target.kind == "draft":
            self._take_up(target.id)
        elif target.kind == "win":
            app.show_entry(target.id)
        elif target.kind == "theme":
            self._show_theme(target.id)
        elif target.kind == "person":
            from coach.tui.screens.person import AddPerson

            app.push_screen(AddPerson(), lambda done: self.action_reload() if done else None)
        elif target.kind == "demo":
            app.show_demo()

    def _show_theme(self, theme: str) -> None:
        from coach.tui.screens.themes import ThemesScreen

        self.coach_app.show_over_today(ThemesScreen(theme))

    def action_theme(self) -> None:
        """o: the last theme with its entries."""
        if self._view is not None and self._view.last_theme is not None:
            self._show_theme(self._view.last_theme.id)

    async def _start_suggested(self) -> None:
        self.coach_app.start_session(await self.engine(self.coach_app.coach.sessions.suggested))

    def _settle(self, target: Target) -> None:
        from coach.tui.screens.settle import settle

        settle(self.coach_app, target.kind, target.id, self.action_reload)

    def _take_up(self, key: str) -> None:
        from coach.tui.screens.capture import CaptureScreen

        self.coach_app.push_screen(CaptureScreen(key, take_up=True), lambda _: self.action_reload())

    def action_done(self) -> None:
        """Space closes a commitment or a test."""
        target = self._target(self.query_one(RowList).selected)
        if target is not None and target.kind in _SETTLED:
            self._settle(target)

    async def action_search(self) -> None:
        """Entries, with the cursor in the search."""
        await self.coach_app.show_entries(search=True)

    def action_put_off(self) -> None:
        """d: not today."""
        rows = self.query_one(RowList)
        target, row = self._target(rows.selected), rows.selected
        if target is None or row is None:
            return
        if target.kind == "draft":
            self._take_up(target.id)
        elif target.due_key:
            from coach.tui.screens.day import ChooseDay

            key = target.due_key
            self.coach_app.push_screen(
                ChooseDay("Put off until", row.title), lambda day: self._put_off(key, day) if day else None
            )

    def _put_off(self, key: str, day: date) -> None:
        self.coach_app.work(lambda: self._put_off_until(key, day), group="put off")

    async def _put_off_until(self, key: str, day: date) -> None:
        await self.engine(lambda: self.coach_app.coach.today.put_off(key, day))
        self.coach_app.say(f"Put off until {day:%a} {day.day} {day:%b}. u brings it back.")
        self.action_reload()

    # ---- the selected row in full, in a wide window

    @on(RowList.Moved, "#rows")
    def follow_cursor(self) -> None:
        """Other keys may act on the new row."""
        self.refresh_keys()
        self._show_detail()

    def _show_detail(self) -> None:
        detail = self.query_one("#detail", Reading)
        if not self.has_class("-wide"):
            return
        target = self._target(self.query_one(RowList).selected)
        if target is None:
            detail.show_parts(())
            return
        self.coach_app.work(lambda: self._read_detail(target, detail), group="detail", latest_only=True)

    async def _read_detail(self, target: Target, detail: Reading) -> None:
        from coach.tui.screens.today_detail import describe

        parts = await self.engine(
            lambda: describe(self.coach_app.coach, target, hiding=self.coach_app.hiding)
        )
        detail.show_parts(tuple((style, clean(text)) for style, text in parts))

    def on_resize(self) -> None:
        """A window that became wide has a second pane to fill."""
        if not self._first_frame:
            self._show_detail()
