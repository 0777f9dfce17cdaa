"""The recap: one screen, every line editable, then one optional number, then what was kept."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from coach.engine.turns import RecapLine
from coach.errors import UsageError
from coach.tui import wording
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.session_view import SessionView, look
from coach.tui.text import line
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.field import FieldBox
from coach.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from coach.engine.session import Session

_HEADS = {"commitment": "COMMITMENT", "experiment": "EXPERIMENT", "assumption": "ASSUMPTION"}
_LABEL = 22
"""Columns for a label beside its line; a longer one stands above it."""


class Field(Horizontal):
    """A label and a line; stacked where the label is long."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > .label { width: 24; padding: 0 1 0 1; color: $soft; }
    Field > FieldBox { width: 1fr; }
    Field.-stacked { layout: vertical; }
    Field.-stacked > .label { width: 1fr; }
    Field.-stacked > FieldBox { margin: 0 0 0 2; }
    .-tiny Field > .label, .-low Field > .label { width: 18; padding: 0; }
    """

    def __init__(self, shown: RecapLine) -> None:
        super().__init__()
        self.shown = shown
        """The line as the session last told it."""
        self.set_class(len(label_of(shown)) > _LABEL, "-stacked")

    def compose(self) -> ComposeResult:
        """Label and line."""
        label = Reading(classes="label")
        label.parts = label_parts(self.shown)
        yield label
        yield FieldBox(hint=self.shown.hint)

    @property
    def box(self) -> FieldBox:
        """The line."""
        return self.query_one(FieldBox)


def label_parts(shown: RecapLine) -> tuple[tuple[str, str], ...]:
    """The label; `~` says that the program filled the line in."""
    return (("soft", ("~ " if shown.drafted else "  ") + label_of(shown)),)


def label_of(shown: RecapLine) -> str:
    """The label without what its heading says already: `Commitment: when` is `when` under COMMITMENT."""
    label = line(shown.label)
    kind, _, rest = label.partition(": ")
    return rest if rest and kind.upper() == heading(shown.key) else label


def heading(key: str) -> str:
    """The heading of the group a line belongs to; empty for a line that stands alone."""
    if ":" in key:
        return "FROM BEFORE"
    return _HEADS.get(key.partition(".")[0], "") if "." in key else "KEPT IN YOUR WORDS"


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
        self._busy = False

    def compose_body(self) -> ComposeResult:
        """Lines by what they become."""
        with VerticalScroll(id="lines", can_focus=False):
            head = ""
            if not self._view.recap:
                yield Reading(id="empty")
            for shown in self._view.recap:
                if heading(shown.key) != head:
                    head = heading(shown.key)
                    title = Reading(classes="kind")
                    title.parts = (("head", head),)
                    yield title
                yield Field(shown)
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
                draft.text if draft else field.shown.value, book=book, key=key,
                about={"title": f"{self._view.title}, recap"},
            )  # fmt: skip
        if not self._view.recap:
            self.query_one("#empty", Reading).show_parts(
                (("text", "Your answers are kept. Nothing more comes out of this session."),)
            )
        legend = "~ filled in from your words: change it, or empty it."
        parts = [("text", self._view.note)] if self._view.note else []
        if any(shown.drafted and shown.value for shown in self._view.recap):
            parts.append(("soft", legend))
        self.query_one("#note", Reading).show_parts(parts)
        self.set_focus(self.query_one("#moves"))
        self.refresh_keys()

    def resting_place(self) -> Widget | None:
        """The buttons."""
        return self.query_one("#moves")

    # ---- lines

    @on(FieldBox.Done)
    def next_line(self) -> None:
        """Enter goes to the next line."""
        self.focus_next()

    @on(FieldBox.Left)
    def keep_line(self, event: FieldBox.Left) -> None:
        """Leaving a line takes it over."""
        field = event.box.parent
        if isinstance(field, Field) and not self._busy:
            self.coach_app.work(lambda: self._take_lines([field]), group="recap")

    async def _take_lines(self, fields: list[Field]) -> bool:
        for field in fields:
            value = field.box.text
            if value == line(field.shown.value):
                continue
            key = field.shown.key
            try:
                await self.engine(lambda key=key, value=value: self._session.edit(key, value))  # type: ignore[misc]  # bound early
            except UsageError as error:
                self.coach_app.say(wording.error(error.message, error.hint), "warning")
                field.add_class("-wrong")
                return False
            field.remove_class("-wrong")
            field.box.stored()
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
            before, field.shown = field.shown, shown
            if shown.value != before.value and not field.box.has_focus:
                field.box.rewrite(shown.value)
            field.query_one(".label", Reading).show_parts(label_parts(shown))
        return view.state

    def action_edit_line(self) -> None:
        """Into the first line."""
        for field in self.query(Field):
            field.box.focus()
            return

    # ---- leaving

    def action_main(self) -> None:
        """Keep and close."""
        if not self._busy:
            self.coach_app.work(self._close, group="recap")

    async def _close(self) -> None:
        self._busy = True
        try:
            if not await self._take_lines(list(self.query(Field))):
                return
        finally:
            self._busy = False
        from coach.tui.screens.mark import MarkScreen

        self.app.push_screen(MarkScreen(), self._marked)

    def _marked(self, mark: int | None) -> None:
        if mark is not None:
            self.coach_app.work(lambda: self._end(mark), group="recap")

    async def _end(self, mark: int) -> None:
        session = self._session
        closed = await self.engine(lambda: session.close(mark=mark or None))
        for field in self.query(Field):
            field.box.taken()
        from coach.tui.screens.mark import KeptScreen

        self.coach_app.back()
        self.app.push_screen(KeptScreen(self._view.title, closed.kept))

    def action_previous(self) -> None:
        """Back to the last question."""
        self.coach_app.work(self._back, group="recap")

    async def _back(self) -> None:
        from coach.tui.screens.session import SessionScreen

        session = self._session
        await self.engine(session.back)
        self.coach_app.show_over_today(SessionScreen(lambda: session))

    def action_pause(self) -> None:
        """Keep everything and go to Today."""
        self.coach_app.work(self._pause, group="recap")

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
