"""A note from anywhere: one line, then back to where one was. Also takes up a note or paste left over."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from coach.tui import wording
from coach.tui.screens.base import CoachModal
from coach.tui.screens.today_rows import draft_label
from coach.tui.text import quote, safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.writing import HIDDEN, LineBox

if TYPE_CHECKING:
    from coach.engine.ports import Draft

KEY = "capture"
NEW = "capture/new"
"""Where a line is kept while another one, begun before, waits under KEY."""
SHOWN = 400
"""Characters of a left-over text that are shown before it is kept."""


class CaptureScreen(CoachModal[bool]):
    """Returns True when something was kept."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("ctrl+n,f9", "keep", "Keep", show=False),
        Binding("ctrl+t", "take", "Take up what was begun", show=False),
    ]
    DEFAULT_CSS = """
    CaptureScreen #panel > Static { color: $soft; }
    CaptureScreen #panel > ActionBar { margin: 1 0 0 0; padding: 0; }
    CaptureScreen LineBox { background: $surface; }
    """

    def __init__(self, key: str = KEY, *, take_up: bool = False) -> None:
        """Prepare; with `take_up` the line begun before is the one to go on with."""
        super().__init__()
        self._key = key
        self._take_up = take_up
        self._keeping_it = False
        self._left: Draft | None = None
        """A line begun before."""
        self._text: str | None = None
        """A text left over that a line cannot hold; it is kept or dropped as a whole."""

    def compose_panel(self) -> ComposeResult:
        """A line and what can be done with it."""
        left = self._left = self.coach_app.book.find(self._key)
        whole = left is not None and (self._key not in (KEY, NEW) or "\n" in left.text)
        self._text = left.text if left is not None and whole else None
        if self._take_up and not whole:
            self._left = None  # it goes into the line itself
        if self._text is None:
            if self._left is not None:
                yield Reading(id="begun")
            yield LineBox(id="note", hint="one line; @name and #tag are understood")
            choices = [
                Choice("keep", "Keep", "Enter"),
                Choice("private", "Keep as private"),
                Choice("close", "Later", "Esc"),
            ]
            if self._left is not None:
                choices.insert(2, Choice("take", "Take up what I had begun", "^t"))
            yield ActionBar(tuple(choices))
        else:
            yield Static(id="whole")
            yield ActionBar(
                (
                    Choice("keep", "Keep as a note", "^n"),
                    Choice("private", "Keep as private"),
                    Choice("close", "Leave it", "Esc"),
                    Choice("drop", "Throw it away"),
                )
            )

    def on_mount(self) -> None:
        """Into the line."""
        panel = self.query_one("#panel", Vertical)
        panel.border_title = safe("Capture a line" if self._text is None else "Text left over")
        if self._text is None:
            book = self.coach_app.book
            box = self.query_one(LineBox)
            if self._left is None:
                found = book.find(self._key)
                box.begin(found.text if found else "", book=book, key=self._key)
            else:  # a line begun earlier is offered, and new words are never put behind it unasked
                self._key = NEW
                newer = book.find(NEW)
                box.begin(newer.text if newer else "", book=book, key=NEW)
            self.set_focus(box)
        else:
            self.set_focus(self.query_one(ActionBar))
        self.hiding_changed(hiding=self.coach_app.hiding)

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank a text that was to be kept as private."""
        left = self._left
        if left is None:
            return
        hidden = hiding and bool(left.about.get("private"))
        text = HIDDEN if hidden else left.text
        for begun in self.query("#begun").results(Reading):
            label = draft_label(left, self.coach_app.coach.clock.today())
            begun.show_parts((("soft", f"Begun before ({label}): {HIDDEN if hidden else quote(left.text)}"),))
        for whole in self.query("#whole").results(Static):
            whole.update(safe(text[:SHOWN] + (" …" if len(text) > SHOWN else "")))

    def action_take(self) -> None:
        """The line begun before, with what was typed now behind it."""
        left, box = self._left, self.query_one(LineBox)
        if left is None or self._text is not None:
            return
        typed = box.value.strip()
        box.taken()
        self._left, self._key = None, KEY
        box.begin(left.text, book=self.coach_app.book, key=KEY)
        if typed:
            box.value = f"{left.text} {typed}"
            box.cursor_position = len(box.value)
        self.query("#begun").remove()
        self.query_one(ActionBar).choices = tuple(
            one for one in self.query_one(ActionBar).choices if one.id != "take"
        )
        self.set_focus(box)

    def action_close(self) -> None:
        """Later: what was typed stays a draft, and Today offers it."""
        if self.is_current:
            for box in self.query(LineBox):
                box.stop_keeping()
            self.dismiss(result=True)

    @on(Input.Submitted)
    def submit(self) -> None:
        """Enter keeps."""
        self.action_keep()

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button."""
        if event.choice.id == "close":
            self.action_close()
        elif event.choice.id == "take":
            self.action_take()
        elif event.choice.id == "drop":
            self.coach_app.book.drop(self._key)
            self.coach_app.say("Thrown away.")
            self.dismiss(result=True)
        else:
            self._keep(private=event.choice.id == "private")

    def action_keep(self) -> None:
        """Keep what is there."""
        self._keep(private=False)

    def _keep(self, *, private: bool) -> None:
        text = self._text if self._text is not None else self.query_one(LineBox).value
        if not text.strip():
            self.action_close()
            return
        if not self._keeping_it:
            self._keeping_it = True
            self.coach_app.work(lambda: self._log(text, private=private), group="capture")

    async def _log(self, text: str, *, private: bool) -> None:
        app = self.coach_app
        box = None if self._text is not None else self.query_one(LineBox)
        try:
            await self.engine(lambda: app.coach.entries.log(text, private=private))
        finally:
            self._keeping_it = False
        if box is not None:
            box.taken()
        else:
            app.book.drop(self._key)
        notice = await self.engine(lambda: app.coach.asking.notice(text))
        if self.is_current:
            self.dismiss(result=True)
        app.say(wording.KEPT_PRIVATE if private else wording.KEPT)
        if notice is not None:
            from coach.tui.screens.stop import NoticeScreen

            app.push_screen(NoticeScreen(notice))
