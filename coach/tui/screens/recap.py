"""The recap: one screen, every line editable, then one optional number, then what was kept."""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from coach.dates import parse_stored, say_day
from coach.engine.turns import RecapLine
from coach.errors import UsageError
from coach.tui import wording
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.session_view import SessionView, look
from coach.tui.text import line
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.field import FieldBox
from coach.tui.widgets.labelled import Column, Labelled
from coach.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from coach.engine.session import Session

_LEGEND = "~ filled in from your words: change it, or empty it."
_ALL_KEPT = "Every answer is kept as you wrote it."
_DAYS = ("due", "review_on", "until")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = {"change": "Change"}
"""Labels that are shorter here than where there is no column for them."""
_FRAME = 10
"""Rows of a roomy recap beside its lines and the blank lines between the groups."""


class Field(Labelled):
    """One line of the recap: what it is, `~` where the program filled it in, the words."""

    DEFAULT_CSS = """
    Field > .label { width: 18; padding: 0; }
    Field.-about > .label { width: 1fr; }
    Field.-about > FieldBox { width: 24; }
    .-airy Field.-first { margin: 1 0 0 0; }
    .-tiny Field > .label, .-low Field > .label { width: 15; padding: 0; }
    .-tiny Field.-about > .label, .-low Field.-about > .label { width: 1fr; }
    .-tiny Field.-about > FieldBox, .-low Field.-about > FieldBox { width: 14; }
    """

    def __init__(self, shown: RecapLine, today: date, *, first: bool) -> None:
        super().__init__(shown, hint=False)
        self._today = today
        self.set_class(first, "-first")
        self.set_class(_is_about(shown.key), "-about")

    @property
    def value(self) -> str:
        """What stands in the line: a day as people say it, everything else as it is."""
        value = line(self.shown.value)
        if self.shown.key.rpartition(".")[2] in _DAYS and _ISO.fullmatch(value):
            return say_day(parse_stored(value), self._today)
        return value

    def label_parts(self) -> tuple[tuple[str, str], ...]:
        """The label; `~` says that the program filled the line in."""
        shown = self.shown
        mark = "~ " if shown.drafted and shown.value else "  "
        name = label_of(shown)
        if is_head(shown.key):
            return (("label", mark + name),)
        return (("soft", f"{mark}  {name}"),)


def is_head(key: str) -> bool:
    """Whether a line begins what is kept, and does not only say more about it."""
    return key.rpartition(".")[2] in ("outcome", "verdict", "text", "test") or "." not in key


def _is_about(key: str) -> bool:
    """Whether the label names something from before, and the line is a word or two."""
    return key.rpartition(".")[2] in ("outcome", "verdict")


def label_of(shown: RecapLine) -> str:
    """The label without what the line above it says already: `Commitment: when` is `when`."""
    label = _NAMES.get(shown.key) or line(shown.label)
    if is_head(shown.key):
        return label
    if shown.key.endswith(".until"):
        return "on"
    return label.partition(": ")[2] or label


class RecapScreen(CoachScreen):
    """Shows what the session will keep."""

    NAME = "recap"
    HEADING = "Recap"
    CSS_PATH = "recap.tcss"
    PURPOSE = (
        "What this session will keep. Every line can be changed or emptied; only what you leave here is kept."
    )
    TIP = "~ marks a line the program filled in from your words. Empty it to keep nothing."
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self, session: "Session", view: SessionView) -> None:
        super().__init__()
        self._session = session
        self._view = view
        self._closing = False

    def compose_body(self) -> ComposeResult:
        """Lines by what they become."""
        today = self.coach_app.coach.clock.today()
        with Column(id="lines"):
            if not self._view.recap:
                yield Reading(id="empty")
            for place, shown in enumerate(self._view.recap):
                yield Field(shown, today, first=place > 0 and is_head(shown.key))
        yield Reading(id="note")
        yield ActionBar(
            (
                Choice("keep", "Keep and close", "^n"),
                Choice("back", "Back to the questions", "b"),
                Choice("pause", "Pause", "P"),
            ),
            id="moves",
        )

    def ready(self) -> None:
        """Fill the lines, drafts first."""
        self.header.heading = f"{self._view.title}, recap"
        book = self.coach_app.book
        for field in self.query(Field):
            key = f"session/{self._view.id}/recap/{field.shown.key}"
            draft = book.find(key)
            field.box.begin(
                draft.text if draft else field.value, book=book, key=key,
                about={"title": f"{self._view.title}, recap"},
            )  # fmt: skip
        if not self._view.recap:
            self.query_one("#empty", Reading).show_parts(
                (("text", "Your answers are kept. Nothing more comes out of this session."),)
            )
        self._hide()
        self._say_note()
        self.set_focus(self.query_one("#moves"))
        self.refresh_keys()

    def resting_place(self) -> Widget | None:
        """The buttons."""
        return self.query_one("#moves")

    def _say_note(self, hint: str = "") -> None:
        """Below the lines: what belongs into the one that has the cursor, else what holds for all."""
        if hint:
            parts = [("soft", line(hint))]
        else:
            parts = [("text", self._view.note)] if self._view.note else []
            drafted = any(field.shown.drafted and field.shown.value for field in self.query(Field))
            parts.append(("soft", f"{_LEGEND} {_ALL_KEPT}" if drafted else _ALL_KEPT))
        self.query_one("#note", Reading).show_parts(parts)

    def on_resize(self) -> None:
        """Blank lines between the groups where all fits all the same."""
        self.call_after_refresh(self._spread)

    def _spread(self) -> None:
        fields = self.query(Field)
        needed = sum(field.size.height for field in fields) + len(self.query(".-first"))
        self.set_class(needed + _FRAME <= self.size.height, "-airy")

    # ---- private words

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it already
        """Blank private lines at once; then read the recap again, which hides them or has them back."""
        self._hide()
        self.coach_app.work(self._refresh_lines, group="recap")

    def _hide(self) -> None:
        hiding = self.coach_app.hiding
        for field in self.query(Field):
            hidden = hiding and field.shown.private
            field.box.hidden_text = hidden
            if hidden and _is_about(field.shown.key):
                kind = line(field.shown.label).partition(": ")[0]
                field.query_one(".label", Reading).show_parts((("label", f"{kind}: (private)"),))

    # ---- lines

    @on(FieldBox.Entered)
    def tell_hint(self, event: FieldBox.Entered) -> None:
        """What belongs into this line."""
        field = event.box.parent
        if isinstance(field, Field):
            self._say_note(field.shown.hint)

    @on(FieldBox.Done)
    def next_line(self) -> None:
        """Enter goes to the next line."""
        self.focus_next()

    @on(FieldBox.Left)
    def keep_line(self, event: FieldBox.Left) -> None:
        """Leaving a line takes it over."""
        field = event.box.parent
        if not isinstance(self.focused, FieldBox):
            self._say_note()
        if isinstance(field, Field) and not self._closing:
            self.coach_app.work(lambda: self._take_lines([field]), group="recap")

    async def _take_lines(self, fields: list[Field]) -> bool:
        for field in fields:
            value = field.box.text
            if value == field.value or field.box.hidden_text:
                continue
            key = field.shown.key
            try:
                await self.engine(lambda key=key, value=value: self._session.edit(key, value))  # type: ignore[misc]  # bound early
            except UsageError as error:
                self.coach_app.say(wording.error(error.message, error.hint), "warning")
                field.add_class("-wrong")
                return False
            field.remove_class("-wrong")
            field.box.stored(value)
            if await self._refresh_lines() == "stopped":
                return False
        return True

    async def _refresh_lines(self) -> str:
        """Take over what the session made of the lines: a day understood, a mark gone; the state it is in.

        A line may stop the session for safety, as an answer may.
        """
        session = self._session
        view = await self.engine(lambda: look(session, self._view.title))
        if view.state == "stopped":
            from coach.tui.screens.stop import StopScreen

            self.coach_app.show_over_today(StopScreen(session, view))
            return view.state
        fresh = {shown.key: shown for shown in view.recap}
        for field in self.query(Field):
            shown = fresh.get(field.shown.key)
            if shown is None:
                continue
            if self.coach_app.hiding and shown.private and field.box.text:
                continue  # the box has the words and does not show them; they come back as they are
            before, field.shown = field.value, shown
            untouched = not field.box.has_focus or field.box.text == before
            if field.value != before and untouched:
                field.box.rewrite(field.value)
                field.box.stored(field.box.text)
            field.query_one(".label", Reading).show_parts(field.label_parts())
        self._hide()
        return view.state

    def action_edit_line(self) -> None:
        """Into the first line."""
        for field in self.query(Field):
            field.box.focus()
            return

    # ---- leaving

    def action_main(self) -> None:
        """Keep and close."""
        self.once(self._close, group="recap")

    async def _close(self) -> None:
        self._closing = True
        try:
            if not await self._take_lines(list(self.query(Field))):
                return
        finally:
            self._closing = False
        from coach.tui.screens.mark import MarkScreen

        self.app.push_screen(MarkScreen(), self._marked)

    def _marked(self, mark: int | None) -> None:
        if mark is not None:
            self.once(lambda: self._end(mark), group="recap")

    async def _end(self, mark: int) -> None:
        session = self._session
        closed = await self.engine(lambda: session.close(mark=mark or None))
        for field in self.query(Field):
            field.box.taken()
        self.coach_app.book.drop_all(f"session/{self._view.id}/")
        from coach.tui.screens.mark import KeptScreen

        self.coach_app.back()
        self.app.push_screen(KeptScreen(self._view.title, closed.kept))

    def action_previous(self) -> None:
        """Back to the last question."""
        self.once(self._back, group="recap")

    async def _back(self) -> None:
        from coach.tui.screens.session import SessionScreen

        session = self._session
        await self.engine(session.back)
        self.coach_app.show_over_today(SessionScreen(lambda: session))

    def action_pause(self) -> None:
        """Keep everything and go to Today."""
        self.once(self._pause, group="recap")

    async def _pause(self) -> None:
        await self.engine(self._session.pause)
        self.coach_app.back()
        self.coach_app.say(wording.PAUSED)

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        {"keep": self.action_main, "back": self.action_previous, "pause": self.action_pause}[
            event.choice.id
        ]()
