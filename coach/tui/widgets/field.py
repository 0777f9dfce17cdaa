"""A form's line: one paragraph that wraps instead of scrolling away; Enter leads to the next one."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import TextArea

from coach.tui.drafts import DraftBook
from coach.tui.text import flow, line, safe
from coach.tui.widgets.writing import MOST_CHARACTERS, Drafted, blank


class FieldBox(Drafted, TextArea):
    """One paragraph."""

    DEFAULT_CSS = """
    FieldBox {
        height: auto; max-height: 6; border: none; padding: 0 1; background: $background; color: $foreground;
        &:focus { border: none; background: $panel; }
        & .text-area--cursor-line { background: transparent; }
        & .text-area--placeholder { color: $soft; }
    }
    """
    hidden_text: reactive[bool] = reactive(default=False)
    """While others see the screen: the text is there, is not drawn and cannot be changed."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,ctrl+j", "done", "Next field", show=False)]

    class Done(Message):
        """Enter: on to the next field."""

    class Entered(Message):
        """The focus came here."""

        def __init__(self, box: "FieldBox") -> None:
            super().__init__()
            self.box = box
            """The field."""

    class Left(Message):
        """The focus went elsewhere."""

        def __init__(self, box: "FieldBox") -> None:
            super().__init__()
            self.box = box
            """The field."""

    def __init__(self, *, id: str | None = None, hint: str = "") -> None:
        super().__init__(
            id=id,
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=safe(line(hint)),
        )
        self.cursor_blink = False

    @property
    def written(self) -> str:
        """The paragraph as it stands."""
        return self.text

    def rewrite(self, text: str) -> None:
        """Another text in its place."""
        self.load_text(line(text))
        self.move_cursor(self.document.end)

    def begin(self, text: str, *, book: DraftBook, key: str, about: Mapping[str, str] | None = None) -> None:
        """Show `text` and keep what becomes of it under `key`."""
        self.stop_keeping()
        self.rewrite(text)
        self._begin(self, book, key, about)

    def watch_hidden_text(self) -> None:
        """What is not seen is not typed over."""
        self.read_only = self.hidden_text
        self._line_cache.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the text, or of nothing while it is hidden."""
        return blank(self, y) if self.hidden_text else super().render_line(y)

    def on_focus(self) -> None:
        """Say which line is being written."""
        self.post_message(self.Entered(self))

    def on_text_area_changed(self) -> None:
        """Save soon."""
        if self.keeping is not None:
            self.keeping.changed()

    def on_blur(self) -> None:
        """Leaving the field saves it."""
        if self.keeping is not None:
            self.keeping.save()
        self.post_message(self.Left(self))

    def on_unmount(self) -> None:
        """So does going away."""
        self.stop_keeping()

    def action_done(self) -> None:
        """Enter, before the text area makes a new line of it."""
        self.post_message(self.Done())

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.action_done()

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = flow(event.text)[:MOST_CHARACTERS]
