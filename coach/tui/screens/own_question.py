"""A follow-up question in the person's own words, in place of the one that is shown (rubric F4)."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from coach.tui.screens.base import CoachModal
from coach.tui.text import line, quote, safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.writing import LineBox


class OwnQuestion(CoachModal[str]):
    """Returns the question, or None. What was typed stays a draft until the session has it."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("ctrl+n,f9", "take", "Ask it", show=False),
    ]
    DEFAULT_CSS = """
    OwnQuestion #panel > LineBox { background: $surface; margin: 1 0; }
    OwnQuestion #panel > ActionBar { padding: 0; }
    """

    def __init__(self, shown: str, key: str, *, private: bool) -> None:
        """Prepare.

        Args:
            shown: the question that stands there now.
            key: what the draft is kept under.
            private: the answer it is about is private, so this is blanked while private things are hidden.
        """
        super().__init__()
        self._shown = shown
        self._key = key
        self._private = private

    def compose_panel(self) -> ComposeResult:
        """The question that is there, the line, the buttons."""
        yield Reading()
        yield LineBox(id="own", hint="the question you would rather answer")
        yield ActionBar((Choice("take", "Ask it", "Enter"), Choice("close", "Not now", "Esc")))

    def on_mount(self) -> None:
        """Into the line, with what was begun before."""
        self.query_one("#panel", Vertical).border_title = safe("A question of your own")
        book = self.coach_app.book
        left = book.find(self._key)
        box = self.query_one(LineBox)
        box.begin(
            left.text if left else "", book=book, key=self._key, about={"title": "A question of your own"}
        )
        self.set_focus(box)
        self.hiding_changed(hiding=self.coach_app.hiding)

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank what a private answer led to."""
        hidden = hiding and self._private
        now = "In place of the one that is shown." if hidden else f"In place of {quote(self._shown)}"
        self.query_one(Reading).show_parts((("soft", now),))
        self.query_one(LineBox).password = hidden

    @on(Input.Submitted)
    def submit(self) -> None:
        """Enter asks it."""
        self.action_take()

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        if event.choice.id == "take":
            self.action_take()
        else:
            self.action_close()

    def action_take(self) -> None:
        """Give it back; an empty line changes nothing."""
        text = line(self.query_one(LineBox).value)
        if self.is_current:
            self.dismiss(text or None)
