"""Themes: what keeps returning, with proof, to be kept, renamed or rejected (ux 4.6; feature C1)."""

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from coach.dates import say_day
from coach.engine.themes.periods import PERIODS, first_shown
from coach.errors import CoachError
from coach.tui import wording
from coach.tui.commands import Command
from coach.tui.screens import themes_rows as show
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.themes_do import DIVISIBLE, Decider
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from coach.engine.themes import Receipt, Theme, ThemesView

_OF_A_THEME = {"themes.keep", "themes.rename", "themes.reject", "themes.merge", "themes.split"}
"""Commands that do something to the selected theme."""
_TELL_EVERY = 0.2
"""Seconds between two looks at how far reading is."""


class ThemesScreen(CoachScreen):
    """A list of themes, the selected one in full below or beside it.

    Drawing has a thread of its own: reading a thousand entries may take half a minute, and a note taken
    meanwhile must not wait for it.
    """

    NAME = "themes"
    HEADING = "Themes"
    CSS_PATH = "themes.tcss"
    PURPOSE = "What keeps returning in what you wrote, with the days and your exact words. You decide."
    TIP = "A theme is an estimate: d says it is not you, e gives it your name, and your word holds."
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self, select: str | None = None) -> None:
        """`select` is the id of the theme the cursor comes to first."""
        super().__init__()
        self._period: int | None = None
        """Place in `PERIODS`; None until the entries were counted."""
        self._view: ThemesView | None = None
        self._old = False
        """The view is the one drawn last time, shown until the new one stands."""
        self._drawing: Event | None = None
        """Set to stop the drawing under way; None while there is none."""
        self._read = (0, 0)
        self._select = select
        self._laid_out = 0
        """Columns the rows were made for."""

    def compose_body(self) -> ComposeResult:
        """A line for progress and trouble, the list, the detail."""
        yield Reading(id="about")
        with Container(id="panes"):
            yield RowList((Row("", "Reading …", kind="text"),), id="rows")
            yield RowList(id="detail")

    def ready(self) -> None:
        """Show what was drawn last, then draw."""
        self.add_class("-bare")
        self.watch(self.query_one("#rows"), "virtual_size", self._resized, init=False)
        self.coach_app.work(self._begin, group="themes begin")

    def on_unmount(self) -> None:
        """Nobody waits any more; what was read is kept."""
        self._stop()

    def resting_place(self) -> Widget | None:
        """The list."""
        return self.query_one("#rows")

    # ---- drawing

    async def _begin(self) -> None:
        coach = self.coach_app.coach
        today = coach.clock.today()
        last = await self.engine(coach.themes.last)
        days = await self.engine(lambda: [item.day for item in coach.themes.material(None, None).items])
        if not self.is_attached:
            return
        self._period = first_shown(days, today)
        if last is not None and self._select and last.theme(self._select) is not None:
            sinces = [one.since(today) for one in PERIODS]
            self._period = sinces.index(last.since if last.since in sinces else None)
        if last is not None:
            self._show(last, old=True)
        self._draw()

    def _draw(self) -> None:
        self._stop()
        self.coach_app.work(self._drawn, group="themes", latest_only=True)

    async def _drawn(self) -> None:
        if self._period is None:
            return
        coach, stop, begun = self.coach_app.coach, Event(), monotonic()
        since = PERIODS[self._period].since(coach.clock.today())
        self._drawing, self._read = stop, (0, 0)
        told = self.set_interval(_TELL_EVERY, lambda: self._tell_progress(monotonic() - begun))
        self._say_where()
        self.refresh_keys()

        def draw() -> "ThemesView":
            return coach.themes.for_period(since, progress=self._progress, stop=stop.is_set)

        view, trouble = None, ""
        try:
            self.coach_app.stop_reading_ahead()
            view = await self.coach_app.meaning(draw)
            self.coach_app.themes_drawn()
        except CoachError as error:
            trouble = wording.error(error.message, error.hint) + " r tries again."
        finally:
            told.stop()
            if self._drawing is stop:
                self._drawing = None
        if not self.is_attached:
            return
        if view is not None and (view.complete or self._view is None):
            self._show(view)
        elif view is not None:
            trouble = "Stopped. What was read is kept; r goes on from there."
        self._tell(trouble)
        self.refresh_keys()

    def _progress(self, done: int, total: int) -> None:
        """Called by the thread that draws; the screen looks at it now and then."""
        self._read = (done, total)

    def _tell_progress(self, seconds: float) -> None:
        done, total = self._read
        if self._drawing is None or seconds < 0.3:
            return
        read = f"read {done:,} of {total:,} entries" if total else "drawing"
        self._tell(f"{read}, {seconds:.0f} s, Esc stops")

    def _tell(self, text: str) -> None:
        """A line of progress or trouble; with an empty one what is shown is told again."""
        today = self.coach_app.coach.clock.today()
        about = self.query_one("#about", Reading)
        width = about.content_size.width
        said = show.about(self._view, today, width, old=self._old) if self._view is not None else ""
        about.show_parts((("warn", text),) if text else (("soft", said),))
        self.set_class(bool(text), "-telling")

    def _stop(self) -> None:
        if self._drawing is not None:
            self._drawing.set()

    # ---- showing

    def _show(self, view: "ThemesView", *, old: bool = False) -> None:
        self._view, self._old = view, old
        shown = show.Shown.of(view)
        self.set_class(not (shown.themes or shown.recurring or shown.asked), "-bare")
        self._tell("")
        self._lay_out_rows()
        self._say_where()
        self._show_detail()
        self.refresh_keys()

    def _lay_out_rows(self) -> None:
        if self._view is not None:
            self.query_one("#rows", RowList).show(
                show.list_rows(self._view, self._list_width), select=self._select
            )
            self._select = None

    @property
    def _list_width(self) -> int:
        return self.query_one("#rows", RowList).scrollable_content_region.width

    def _say_where(self) -> None:
        """In the header: the period, when it was drawn, and by whom."""
        if self._period is None:
            return
        coach = self.coach_app.coach
        today = coach.clock.today()
        self.header.heading = f"Themes · {PERIODS[self._period].name}"
        view = self._view
        if view is not None and view.heading != "Themes":
            self.header.heading = f"{view.heading} · {PERIODS[self._period].name}"
        if view is not None and view.drawn is not None:
            here = view.drawn.date() == coach.clock.now().date()
            self.header.status = (f"drawn {'today' if here else say_day(view.drawn.date(), today)}",)

    def _resized(self) -> None:
        """Other columns fit now."""
        if self._list_width != self._laid_out:
            self._lay_out_rows()
            self._show_detail()

    @on(RowList.Moved, "#rows")
    def follow_cursor(self) -> None:
        """The selected row in full."""
        self._show_detail()
        self.refresh_keys()

    def _show_detail(self) -> None:
        detail = self.query_one("#detail", RowList)
        today = self.coach_app.coach.clock.today()
        shown, row = show.Shown.of(self._view), self.query_one("#rows", RowList).selected
        chosen = row.id if row else ""
        theme, words = shown.theme(chosen), shown.words(chosen)
        if theme is not None:
            detail.show(show.theme_rows(theme, today, counts=self._list_width < show.WIDE))
        elif words is not None:
            detail.show(show.word_rows(words, today))
        elif chosen == show.ASKED:
            detail.show(show.asked_rows(shown.asked[0], len(shown.asked) - 1, today))
        else:
            detail.show(())
        detail.action_top()

    # ---- what is selected

    def _theme(self) -> "Theme | None":
        row = self.query_one("#rows", RowList).selected
        return show.Shown.of(self._view).theme(row.id) if row else None

    def _receipts(self) -> "tuple[tuple[Receipt, ...], tuple[Receipt, ...]]":
        """The quotes in the detail, and those against."""
        shown, row = show.Shown.of(self._view), self.query_one("#rows", RowList).selected
        theme = self._theme()
        if theme is not None:
            return theme.evidence, theme.against
        words = shown.words(row.id) if row else None
        if words is not None:
            return words.evidence, ()
        if row is not None and row.id == show.ASKED and shown.asked[0].proposal is not None:
            return (shown.asked[0].proposal,), ()
        return (), ()

    def available(self) -> tuple[Command, ...]:
        """Only what acts on the selected row."""
        without: set[str] = set()
        theme, view = self._theme(), self._view
        if theme is None:
            without |= _OF_A_THEME
        elif len(theme.entries) < DIVISIBLE:
            without.add("themes.split")
        if view is None or len(view.themes) < 2:
            without.add("themes.merge")
        if not self._receipts()[0]:
            without.add("themes.evidence")
        if view is None or not (view.themes or view.recurring):
            without.add("themes.copy")
        if self._period is None or self._period == 0:
            without.add("themes.shorter")
        if self._period is None or self._period == len(PERIODS) - 1:
            without.add("themes.longer")
        if self._drawing is not None:
            without.add("themes.redraw")
        return tuple(command for command in super().available() if command.id not in without)

    # ---- moving

    def can_leave(self) -> bool:
        """Esc stops reading, leaves the detail, or leads back."""
        return True

    def action_leave(self) -> None:
        """Esc: first what is under way, then the detail, then the screen."""
        if self._drawing is not None and not self._drawing.is_set():
            self._stop()
        elif self.query_one("#detail").has_focus:
            self.set_focus(self.query_one("#rows"))
        else:
            super().action_leave()

    def on_descendant_focus(self) -> None:
        """In a low window only one of the two is there."""
        self.set_class(self.focused is self.query_one("#detail"), "-inside")

    @on(RowList.Chosen, "#rows")
    def go_inside(self, event: RowList.Chosen) -> None:
        """Enter: into the theme, to its quotes; on a question, the answer."""
        if event.row.id == show.ASKED:
            self._decider.ask(show.Shown.of(self._view).asked[0])
            return
        self.add_class("-inside")
        self.call_after_refresh(self.set_focus, self.query_one("#detail"))

    @on(RowList.Chosen, "#detail")
    def action_evidence(self) -> None:
        """The entry of the selected quote; from the list, of the latest one."""
        receipts, against = self._receipts()
        detail = self.query_one("#detail", RowList)
        row = detail.selected if detail.has_focus else None
        found = show.receipt_of(row.id, receipts, against) if row else None
        if found is None and receipts:
            found = receipts[-1]
        if found is not None:
            self.coach_app.show_entry(found.entry)

    def action_period(self, step: int) -> None:
        """A longer or a shorter period."""
        if self._period is None or not 0 <= self._period + step < len(PERIODS):
            return
        self._period += step
        self._draw()

    def action_redraw(self) -> None:
        """Read what is new and draw again."""
        if self._drawing is None:
            self._draw()

    def undone(self) -> None:
        """A decision was taken back, or an entry changed: draw again."""
        self._draw()

    # ---- deciding

    def _decided(self, select: str | None) -> None:
        """Something was decided: draw again, the cursor on the theme it was about."""
        self._select = select
        self._draw()

    @property
    def _decider(self) -> Decider:
        return Decider(self, self._decided)

    def action_keep(self) -> None:
        """Yes to the theme; once more takes the yes back."""
        if (theme := self._theme()) is not None:
            self._decider.keep(theme)

    def action_reject(self) -> None:
        """No to the theme; the cursor goes to the next one."""
        theme = self._theme()
        if theme is not None and self._view is not None:
            ids = [one.id for one in self._view.themes]
            place = ids.index(theme.id)
            self._decider.reject(theme, next(iter([*ids[place + 1 :], *reversed(ids[:place])]), None))

    def action_rename(self) -> None:
        """A name of one's own."""
        if (theme := self._theme()) is not None:
            self._decider.rename(theme)

    def action_merge(self) -> None:
        """One of two."""
        theme = self._theme()
        if theme is not None and self._view is not None and len(self._view.themes) > 1:
            self._decider.merge(theme, [one for one in self._view.themes if one.id != theme.id])

    def action_split(self) -> None:
        """Two of one, by meaning."""
        if (theme := self._theme()) is not None:
            self._decider.split(theme)

    # ---- copying

    def action_copy(self) -> None:
        """The whole view as Markdown."""
        view = self._view
        if view is None or not (view.themes or view.recurring):
            return
        from coach.engine.themes.saying import markdown
        from coach.tui.screens.entries_do import copy_words

        today = self.coach_app.coach.clock.today()
        self.coach_app.work(lambda: copy_words(self.coach_app, markdown(view, today)), group="copy")
