"""A note from anywhere: one line, then back to where one was. Also takes up a note or paste left over."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from coach.tui import wording
from coach.tui.screens.base import CoachModal
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.writing import LineBox

KEY = "capture"
SHOWN = 400
"""Characters of a left-over text that are shown before it is kept."""


class CaptureScreen(CoachModal[bool]):
    """Returns True when something was kept."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("ctrl+n,f9", "keep", "Keep", show=False),
    ]
    DEFAULT_CSS = """
    CaptureScreen #panel > Static { color: $soft; }
    CaptureScreen #panel > ActionBar { margin: 1 0 0 0; padding: 0; }
    CaptureScreen LineBox { background: $surface; }
    """

    def __init__(self, key: str = KEY) -> None:
        super().__init__()
        self._key = key
        self._keeping_it = False
        self._text: str | None = None
        """A text left over that a line cannot hold; it is kept or dropped as a whole."""

    def compose_panel(self) -> ComposeResult:
        """A line and what can be done with it."""
        left = self.coach_app.book.find(self._key)
        whole = left is not None and (self._key != KEY or "\n" in left.text)
        self._text = left.text if left is not None and whole else None
        if self._text is None:
            yield LineBox(id="note", hint="one line; @name and #tag are understood")
            yield ActionBar(
                (
                    Choice("keep", "Keep", "Enter"),
                    Choice("private", "Keep as private"),
                    Choice("close", "Later", "Esc"),
                )
            )
        else:
            more = " …" if len(self._text) > SHOWN else ""
            yield Static(safe(self._text[:SHOWN] + more))
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
            left = book.find(self._key)
            box = self.query_one(LineBox)
            box.begin(left.text if left else "", book=book, key=self._key)
            self.set_focus(box)
        else:
            self.set_focus(self.query_one(ActionBar))

    @on(Input.Submitted)
    def submit(self) -> None:
        """Enter keeps."""
        self.action_keep()

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button."""
        if event.choice.id == "close":
            self.action_close()
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
        app.book.drop(self._key)
        notice = await self.engine(lambda: app.coach.asking.notice(text))
        if self.is_current:
            self.dismiss(result=True)
        app.say(wording.KEPT_PRIVATE if private else wording.KEPT)
        if notice is not None:
            from coach.tui.screens.stop import NoticeScreen

            app.push_screen(NoticeScreen(notice))
