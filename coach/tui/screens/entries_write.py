"""A page to write on: a new note, or other words for an entry. Kept as a draft until it is in the store."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from coach.clean import clean
from coach.errors import CoachError
from coach.tui import wording
from coach.tui.commands import Command
from coach.tui.screens.base import CoachScreen
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.writing import AnswerBox

if TYPE_CHECKING:
    from coach.engine.safety.notice import Notice


@dataclass(frozen=True, slots=True)
class Page:
    """What is written on."""

    title: str
    text: str = ""
    """The words there are."""
    id: str = ""
    """The entry; empty for a new note."""
    step: str | None = None
    """Which answer of it, as the use cases count."""
    question: str = ""
    private: bool = False
    fresh: bool = False
    """The words differ from those in the store already: an earlier version is to be put back."""

    @property
    def key(self) -> str:
        """Where its draft is kept."""
        if not self.id:
            return "entry/new"
        key = f"entry/{self.id}" + (f"/{self.step}" if self.step else "")
        return f"{key}/again" if self.fresh else key


class EntryWriter(CoachScreen):
    """Returns to the screen below when the words are kept or left as a draft."""

    NAME = "entry_write"
    HEADING = "Entry"
    CSS_PATH = "entries.tcss"
    PURPOSE = "A page for a note of any length, or for other words in place of those of an entry."
    TIP = "Esc leaves the text as a draft; opening it again brings it back."
    AUTO_FOCUS: ClassVar[str | None] = "AnswerBox"

    def __init__(self, page: Page, changed: Callable[[], None]) -> None:
        super().__init__()
        self._page = page
        self._changed = changed
        self._private = page.private

    def compose_body(self) -> ComposeResult:
        """The question where there was one, the text, the buttons."""
        if self._page.question:
            question = Reading(id="asked")
            question.parts = (("label", self._page.question),)
            yield question
        yield AnswerBox(id="words", hint="@name and #tag are understood")
        yield ActionBar((), id="moves")

    def ready(self) -> None:
        """The words, or what was typed last time."""
        self.header.heading = self._page.title
        book = self.coach_app.book
        draft = book.find(self._page.key)
        text = self._page.text
        note = ""
        if draft is not None:
            text, note = draft.text, f"draft saved {draft.saved.astimezone():%a %H:%M}"
        self.box.begin(text, book=book, key=self._page.key, about={"title": self._page.title}, note=note)
        self.box.label = "Your words"
        self._show_private()
        self.set_focus(self.box)
        self.refresh_keys()

    @property
    def box(self) -> AnswerBox:
        """The text."""
        return self.query_one(AnswerBox)

    def available(self) -> tuple[Command, ...]:
        """Whether it is private is asked here of a new note only."""
        left_out = {"entry_write.private"} if self._page.id else set()
        return tuple(command for command in super().available() if command.id not in left_out)

    def can_leave(self) -> bool:
        """Out of the box, then back."""
        return True

    def resting_place(self) -> Widget | None:
        """The buttons."""
        return self.query_one(ActionBar)

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it too
        """Blank private words."""
        self._show_private()

    def _show_private(self) -> None:
        self.box.hidden_text = self.coach_app.hiding and self._private
        self.box.refresh()
        choices = [Choice("keep", "Keep", "^n")]
        if not self._page.id:
            choices.append(Choice("private", "Private: yes" if self._private else "Private: no", "."))
        choices += [Choice("later", "Leave as a draft", "Esc"), Choice("forget", "Throw away", "d")]
        self.query_one(ActionBar).choices = tuple(choices)

    # ---- keeping

    def action_write(self) -> None:
        """Back into the text."""
        self.set_focus(self.box)

    def action_private(self) -> None:
        """A new note only; an entry is marked on its own page."""
        if not self._page.id:
            self._private = not self._private
            self._show_private()

    def action_main(self) -> None:
        """Keep."""
        self.once(self._keep, group="write")

    async def _keep(self) -> None:
        app, page, text = self.coach_app, self._page, self.box.text
        self.box.read_only = True  # what is typed from here on would not be kept
        try:
            if not text.strip():
                app.say("There are no words to keep; nothing was changed.", "warning")
                return
            if page.id and text == clean(page.text) and not page.fresh:
                app.say("The words are as they were.")
            elif page.id:
                await self.engine(partial(app.coach.entries.edit, page.id, text, step=page.step))
            else:
                await self.engine(partial(app.coach.entries.log, text, private=self._private))
        finally:
            if self.is_attached:
                self.box.read_only = False
        if self.is_attached:
            self.box.taken()
        app.book.drop(page.key)
        if self.is_current:
            app.back()
        if not page.id:
            app.say(wording.KEPT_PRIVATE if self._private else wording.KEPT)
        elif text != clean(page.text) or page.fresh:
            app.say("Changed. The earlier version is kept; u brings it back.")
        self._changed()
        await self._look_after(text)

    async def _look_after(self, text: str) -> None:
        """The check for safety, after the words are kept (design, section 4)."""
        app = self.coach_app
        notice: Notice | None = await app.engine(lambda: app.coach.asking.notice(text))
        if notice is not None:
            from coach.tui.screens.stop import NoticeScreen

            app.push_screen(NoticeScreen(notice))

    def action_forget(self) -> None:
        """Throw away what was typed, and only that."""
        try:
            self.box.taken()
        except CoachError as error:
            self.coach_app.fail(error)
        self.coach_app.back()
        self.coach_app.say(
            "What was typed here is thrown away; the entry is as it was." if self._page.id else "Thrown away."
        )

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        {
            "keep": self.action_main,
            "private": self.action_private,
            "later": self.action_back,
            "forget": self.action_forget,
        }[event.choice.id]()
