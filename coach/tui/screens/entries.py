"""Entries: read, find, correct, put away; and the bin. Searches as one types, without holding up the keys."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from coach.domain.entry import words_in
from coach.engine.entry_list import Hit
from coach.errors import CoachError, NotFound, UsageError
from coach.tui.commands import Command
from coach.tui.screens import entries_do as do
from coach.tui.screens.entries_acts import EntryActs
from coach.tui.screens.entries_query import Found, SearchBox, search, start_of_last
from coach.tui.screens.entries_rows import (
    CLEAR,
    DROP,
    MORE,
    Parts,
    as_seen,
    bin_rows,
    body,
    entry_rows,
    facts,
    nothing_found,
    without,
)
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from collections.abc import Callable


FIRST = 200
"""Entries read at first; more when the cursor reaches the end of them."""
_ENTRY = ("entries.edit", "entries.private", "entries.copy", "entries.export")
_BUTTONS = (
    Choice("read", "Read", "Enter"), Choice("search", "Search", "/"), Choice("edit", "Edit", "e"),
    Choice("private", "Private", "."), Choice("away", "Put away", "d"), Choice("copy", "Copy", "y"),
    Choice("export", "Export", "x"), Choice("new", "New note", "n"), Choice("person", "Person", "p"),
    Choice("bin", "The bin", "]"),
)  # fmt: skip
_BIN_BUTTONS = (
    Choice("read", "Bring back", "Enter"), Choice("away", "Empty the bin", "d"),
    Choice("entries", "Back to entries", "["),
)  # fmt: skip


class EntriesScreen(EntryActs):
    """A list of everything written, with a query above it."""

    NAME = "entries"
    HEADING = "Entries"
    CSS_PATH = "entries.tcss"
    PURPOSE = (
        "Everything you wrote, the newest first. Words are found in any form, case and accent, "
        "with one typing error."
    )
    TIP = 'Filters: @person #tag kind:note since:"last friday" until:yesterday is:private is:open. Tab fills.'
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.query_text = query
        self._limit = FIRST
        self._found = Found()
        self._asked = 0
        """Counts what was asked for, so that a search knows whether it is the last one."""
        self._searching = False
        self._problem = ""
        self._options: tuple[str, ...] = ()
        """The completions Tab goes through."""
        self._stood = False

    def compose_body(self) -> ComposeResult:
        """Query, what was understood of it, the list, the selected entry, the buttons."""
        yield SearchBox(
            self.query_text, id="query", hint="/ words, @person, #tag, kind:, since:, until:, is:"
        )
        yield Reading(id="understood")
        with Horizontal(id="both"):
            yield RowList((Row("", "Reading your entries …", kind="text"),), id="rows")
            with VerticalScroll(id="preview", can_focus=False):
                yield Reading(id="entry")
        yield ActionBar(_BUTTONS, id="moves")

    def ready(self) -> None:
        """Read behind the frame."""
        self.query_one(RowList).hiding = self.coach_app.hiding
        self._stood = True
        self._ask()

    def on_screen_resume(self) -> None:
        """Back from another screen: read again."""
        if self._stood:
            self._ask()

    # ---- searching

    @on(Input.Changed, "#query")
    def follow(self, event: Input.Changed) -> None:
        """Search as one types."""
        if event.value != self.query_text:
            self.query_text = event.value
            self._limit = FIRST
            self._ask()

    def read_again(self) -> None:
        """Search again."""
        self._ask()

    def _ask(self, *, select: str | None = None) -> None:
        """Search again; while a search is under way only the latest wish is kept."""
        self._asked += 1
        if not self._searching:
            self._searching = True
            self.coach_app.work(partial(self._search, select), group="entries")

    async def _search(self, select: str | None) -> None:
        try:
            done = -1
            while done != self._asked:
                done = self._asked
                await self._look(select)
        finally:
            self._searching = False

    async def _look(self, select: str | None) -> None:
        app, query, limit, hiding = self.coach_app, self.query_text, self._limit, self.coach_app.hiding
        coach = app.coach  # bound here: on the engine's thread a screen that was left has no app any more
        problem: CoachError | None = None
        try:
            if self.in_bin:
                self.binned = await self.engine(coach.history.bin)
            else:
                self._found = await self.engine(lambda: search(coach, query, limit, hiding=hiding))
        except CoachError as error:
            problem = error
        if not self.is_attached or hiding != app.hiding:
            return  # left meanwhile, or asked again with the other answer to what may be shown
        half_typed = isinstance(problem, UsageError | NotFound)
        self._problem = f"{problem.message} {problem.hint}".strip() if problem and half_typed else ""
        if problem is None:
            self._draw(select)
        elif half_typed:
            self._say_understood()  # the list stays as it was
        else:
            self._found = Found()
            self.query_one(RowList).show(
                (Row("", problem.message, kind="text"), Row("", problem.hint, kind="text"))
            )

    def _draw(self, select: str | None) -> None:
        today = self.coach_app.coach.clock.today()
        rows = self.query_one(RowList)
        if self.in_bin:
            shown = bin_rows(self.binned, today, hiding=self.coach_app.hiding)
            count = sum(1 for row in shown if row.id)
        else:
            found = self._found
            shown = entry_rows(found.hits, today, more=found.more, marks=found.marks)
            shown = shown or nothing_found(self.query_text)
            count = len(self._found.hits)
        rows.show(shown, select=select)
        self.header.heading = "The bin" if self.in_bin else "Entries"
        self.header.status = (self._counted(count),)
        self._say_understood()
        self.query_one(ActionBar).choices = _BIN_BUTTONS if self.in_bin else _BUTTONS
        self.follow_cursor()

    def _counted(self, count: int) -> str:
        if self._found.more and not self.in_bin:
            return f"the newest {count}"
        what = "found" if self.query_text.strip() and not self.in_bin else "in all"
        return f"{count} {what}"

    def _say_understood(self) -> None:
        line = self.query_one("#understood", Reading)
        typing = self.typing
        if self.in_bin:
            line.show_line((("soft", "What was put away. Enter brings it back."),))
        elif self._problem:
            line.show_line((("warn", "! "), ("text", self._problem)))
        elif typing and self._found.complete:
            words = ", ".join(
                option[start_of_last(option, self.query_text) :] for option in self._found.complete[:6]
            )
            line.show_line((("label", "Tab "), ("soft", words)))
        else:
            line.show_line((("soft", " · ".join(self._found.in_force)),))

    @on(SearchBox.Complete)
    def complete(self) -> None:
        """Tab: the next completion of the filter; without one, on to the list."""
        options = self._options if self.query_text in self._options else self._found.complete
        if not options:
            self.focus_next()
            return
        self._options = options
        place = options.index(self.query_text) + 1 if self.query_text in options else 0
        self.query_one(SearchBox).rewrite(options[place % len(options)])

    @on(Input.Submitted, "#query")
    @on(SearchBox.ToList)
    def to_list(self) -> None:
        """Enter or Down: to what was found."""
        self.set_focus(self.query_one(RowList))

    def set_query(self, query: str) -> None:
        """As if it had been typed."""
        self.query_one(SearchBox).rewrite(query)  # its change is followed like typing

    # ---- moving about

    def available(self) -> tuple[Command, ...]:
        """Only what the selected row can do; Esc says what it would do."""
        without: set[str] = set()
        if self.in_bin:
            without |= {*_ENTRY, "entries.search", "entries.person", "entries.bin"}
        else:
            without.add("entries.previous")
            if self.chosen_entry() is None:
                without |= {*_ENTRY, "entries.put_away"}
        clear = not self.typing and bool(self.query_text) and not self.in_bin
        names = {"entries.read": "Bring back", "entries.put_away": "Empty"} if self.in_bin else {}
        if clear:
            names["esc"] = "Clear"
        elif not self.typing:
            names["esc"] = "Back"
        return tuple(
            replace(command, short=names.get(command.id, command.short))
            for command in super().available()
            if command.id not in without
        )

    def can_leave(self) -> bool:
        """Esc always leads one level out."""
        return True

    def resting_place(self) -> Widget | None:
        """The list."""
        return self.query_one(RowList)

    def action_leave(self) -> None:
        """Out of the query, then the query cleared, then back."""
        if self.typing or not self.query_text or self.in_bin:
            super().action_leave()
        else:
            self.set_query("")

    def action_back(self) -> None:
        """From the bin to the entries, from the entries back."""
        if self.in_bin:
            self.action_tab("entries")
        else:
            super().action_back()

    def action_search(self) -> None:
        """Into the query."""
        if not self.in_bin:
            self.set_focus(self.query_one(SearchBox))

    @on(events.DescendantFocus, "#query")
    @on(events.DescendantBlur, "#query")
    def focus_moved(self) -> None:
        """Completions are told while typing only."""
        self._say_understood()

    def action_tab(self, name: str) -> None:
        """Entries, or the bin."""
        self.in_bin = name == "bin"
        self._problem = ""
        box = self.query_one(SearchBox)
        box.disabled = self.in_bin
        self._ask()
        self.set_focus(self.query_one(RowList))

    def action_main(self) -> None:
        """^n opens the row."""
        self.query_one(RowList).action_open()

    def undone(self) -> None:
        """Show what is there now."""
        self._ask()

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank at once, then read what may be shown."""
        self.query_one(RowList).hiding = hiding
        self.query_one("#entry", Reading).show_parts(())
        if hiding:
            self._found = replace(self._found, hits=())
        self._ask()

    # ---- the selected row

    def chosen_entry(self) -> Hit | None:
        """The entry under the cursor."""
        row = self.query_one(RowList).selected
        return (
            next((hit for hit in self._found.hits if row and hit.id == row.id), None)
            if not self.in_bin
            else None
        )

    @on(RowList.Moved, "#rows")
    def follow_cursor(self) -> None:
        """Show it, and read on at the end."""
        row = self.query_one(RowList).selected
        self.refresh_keys()
        if row is not None and row.id == MORE:
            last = self._found.hits[-1].id if self._found.hits else None
            self._limit += 2 * FIRST
            self._ask(select=last)
        preview = self.query_one("#entry", Reading)
        preview.find = partial(self._places, self._found.words) if self._found.words else None
        preview.show_parts(self._preview(row))
        preview.refresh()  # the same words may be marked otherwise now
        self.query_one("#preview").scroll_home(animate=False)

    def _places(self, words: str, text: str) -> list[tuple[int, int]]:
        return self.coach_app.coach.search.highlight(text, words)

    def _preview(self, row: Row | None) -> Parts:
        hit = self.chosen_entry()
        today = self.coach_app.coach.clock.today()
        if hit is not None:
            return (("soft", facts(hit.doc, today, hit.people, left_out=hit.left_out)), *body(hit.doc))
        binned = (one.doc for one in self.binned if self.in_bin and row and one.doc["id"] == row.id)
        doc = as_seen(next(binned, {}), hiding=self.coach_app.hiding)
        return body(doc) if doc and words_in(doc) else ()

    @on(RowList.Chosen, "#rows")
    def open_row(self, event: RowList.Chosen) -> None:
        """Read it; or leave something out of the query; or bring it back."""
        chosen = event.row.id
        if self.in_bin:
            do.bring_back(self.coach_app, chosen, self._ask)
        elif chosen == CLEAR:
            self.set_query("")
        elif chosen.startswith(DROP):
            self.set_query(without(self.query_text, int(chosen.removeprefix(DROP))))
        elif chosen != MORE:
            from coach.tui.screens.entries_read import EntryReader

            self.app.push_screen(EntryReader(chosen))

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        moves: dict[str, Callable[[], None]] = {
            "read": self.action_main, "search": self.action_search, "edit": self.action_edit,
            "private": self.action_private, "away": self.action_put_away, "copy": self.action_copy,
            "export": self.action_export, "new": self.action_new, "person": self.action_person,
            "bin": lambda: self.action_tab("bin"), "entries": lambda: self.action_tab("entries"),
        }  # fmt: skip
        moves[event.choice.id]()
