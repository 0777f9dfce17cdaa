"""Boxes for writing. Each keeps what is typed as a draft and says so in its border (ux, rule 2).

They know a draft book, not where it writes. Pasted text loses what a terminal could obey; a paste too large
for a box goes whole into a draft of its own (promise P19).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input, TextArea

from coach.clean import clean
from coach.errors import CoachError
from coach.tui.drafts import DraftBook, Keeping
from coach.tui.text import fit, flow, join, line, safe

MOST_CHARACTERS = 60_000
"""A box holds about ten thousand words. Beyond that Textual 8.2.8 takes long for every key."""
LONGEST_LINE = 12_000
"""Likewise for one line: a key in a line of a million characters took three seconds (promises, section 1)."""


HIDDEN = "(private; F8 shows it)"


class TooMuchPasted(Message):
    """A paste was larger than a box takes; it is kept whole under a draft of its own."""


class Drafted:
    """What all boxes share: a draft behind the text."""

    IS_BOX = True
    keeping: Keeping | None = None

    def _begin(self, box: Any, book: DraftBook, key: str, about: Mapping[str, str] | None) -> None:
        if self.keeping is not None:
            self.keeping.close()
        self.keeping = book.open(
            key, read=lambda: str(box.value if isinstance(box, Input) else box.text),
            saved=self.draft_saved, failed=self.draft_failed, about=about,
        )  # fmt: skip

    def draft_saved(self, at: datetime) -> None:
        """The draft is on disk."""

    def draft_failed(self, error: CoachError) -> None:
        """The draft could not be written."""

    def taken(self) -> None:
        """The store has the text now."""
        if self.keeping is not None:
            self.keeping.taken()
            self.keeping = None

    def stored(self, text: str) -> None:
        """The store has this text; typing may have gone on."""
        if self.keeping is not None:
            self.keeping.stored(text)

    def stop_keeping(self) -> None:
        """Save what is unsaved and let go of the draft."""
        if self.keeping is not None:
            self.keeping.close()
            self.keeping = None


def blank(box: TextArea, y: int) -> Strip:
    """A line of a box whose text is there and is not drawn."""
    text = HIDDEN if y == 0 and box.text else ""
    return Strip([Segment(text, box.rich_style)]).adjust_cell_length(box.size.width, box.rich_style)


class AnswerBox(Drafted, TextArea):
    """A text of several lines."""

    DEFAULT_CSS = """
    AnswerBox {
        border: round $rule; background: $background; color: $foreground; padding: 0 1;
        border-title-color: $soft; border-subtitle-color: $soft; height: auto; min-height: 4; max-height: 16;
        &:focus { border: round $primary; }
        & .text-area--cursor-line { background: $background; }
        & .text-area--placeholder { color: $soft; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "newline", "New line", show=False)]

    label: reactive[str] = reactive("Your answer")
    kept_note: reactive[str] = reactive("")
    """`saved 14:02:11`, or that it could not be saved."""
    hidden_text: reactive[bool] = reactive(default=False)
    """While others see the screen: the text is there and is not drawn."""

    def watch_hidden_text(self) -> None:
        """Drawn anew at once; Textual keeps drawn lines."""
        self._line_cache.clear()
        self.refresh()

    def __init__(self, *, id: str | None = None, hint: str = "") -> None:
        super().__init__(
            id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", highlight_cursor_line=False
        )
        self._hint = hint
        self._held: str | None = None
        """What was typed while the box was held; None while it is not."""
        self.cursor_blink = False

    def begin(
        self, text: str, *, book: DraftBook, key: str, about: Mapping[str, str] | None = None, note: str = ""
    ) -> None:
        """Show `text` and keep what becomes of it under `key`."""
        self.stop_keeping()
        self.load_text(clean(text))
        self.move_cursor(self.document.end)
        self.kept_note = note
        self._begin(self, book, key, about)
        self._label_border()

    def draft_saved(self, at: datetime) -> None:
        """Say when."""
        self.kept_note = f"saved {at.astimezone():%H:%M:%S}"

    def draft_failed(self, error: CoachError) -> None:
        """Say that it is not saved."""
        self.kept_note = "NOT SAVED: " + line(error.message, 40)

    @property
    def written(self) -> str:
        """The text as it stands."""
        return self.text

    def rewrite(self, text: str) -> None:
        """Another text in its place; ^z brings the first one back."""
        self.replace(clean(text), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    # ---- while a move is under way

    def hold(self) -> None:
        """Put what is typed aside: the text of the box is on its way into the store."""
        self._held = ""

    def let_go(self) -> None:
        """Give what was typed meanwhile to the text that stands here now."""
        held, self._held = self._held, None
        if held:
            self.insert(held)

    def save(self) -> None:
        """Save the draft now."""
        if self.keeping is not None:
            self.keeping.save()

    # ---- the border

    def watch_label(self) -> None:
        self._label_border()

    def watch_kept_note(self) -> None:
        self._label_border()

    def on_resize(self) -> None:
        """The title fills the border from corner to corner."""
        self._label_border()

    def _label_border(self) -> None:
        room = self.outer_size.width - 6
        if room < 10:
            return
        right = fit(line(self.kept_note), max(room - 14, 0))
        left = fit(line(self.label), room - cell_len(right) - 2)
        gap = "─" * max(room - cell_len(left) - cell_len(right) - 2, 0)
        colour = "$primary" if self.has_focus else "$rule"
        self.border_title = join((left, "$soft"), (f" {gap} " if right else "", colour), (right, "$soft"))
        count = len(self.text.split())
        words = "" if not count else f"{count} word" + ("" if count == 1 else "s")
        parts = [part for part in (words, self._hint) if part]
        self.border_subtitle = safe(fit(" · ".join(parts), room))

    # ---- typing

    def on_text_area_changed(self) -> None:
        """Save soon, count the words."""
        if self.keeping is not None:
            self.keeping.changed()
        self._label_border()

    def on_focus(self) -> None:
        """The border's fill takes the focus colour."""
        self._label_border()

    def on_blur(self) -> None:
        """Leaving the box saves."""
        if self.keeping is not None:
            self.keeping.save()
        self._label_border()

    def on_unmount(self) -> None:
        """So does going away."""
        self.stop_keeping()

    def render_line(self, y: int) -> Strip:
        """One line of the text, or of nothing while it is hidden."""
        return blank(self, y) if self.hidden_text else super().render_line(y)

    def action_newline(self) -> None:
        """^j: many terminals send it for Shift+Enter."""
        if not self.read_only:
            self.insert("\n")

    async def _on_key(self, event: events.Key) -> None:
        if self._held is None:
            return  # Textual calls the handler of TextArea next
        event.prevent_default()
        if event.is_printable or event.key == "enter":
            event.stop()
            self._held += "\n" if event.key == "enter" else event.character or ""

    async def _on_paste(self, event: events.Paste) -> None:
        text = clean(event.text)
        if self._held is not None:
            event.prevent_default()
            self._held += text
            return
        too_long = len(text) + len(self.text) > MOST_CHARACTERS or any(
            len(one) > LONGEST_LINE for one in text.split("\n")
        )
        if too_long and self.keeping is not None:
            event.prevent_default()
            event.stop()
            self.keeping.aside(event.text)
            self.post_message(TooMuchPasted())
            return
        event.text = text


class LineBox(Drafted, Input):
    """A text of one line."""

    DEFAULT_CSS = """
    LineBox {
        border: round $rule; background: $background; height: 3; padding: 0 1; color: $foreground;
        border-title-color: $soft;
        &:focus { border: round $primary; background-tint: $foreground 0%; }
        &.-textual-compact { background: $background; padding: 0 1; &:focus { background: $panel; } }
        &>.input--placeholder, &>.input--suggestion { color: $soft; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "submit", "Next field", show=False)]

    def __init__(
        self, value: str = "", *, id: str | None = None, hint: str = "", compact: bool = False
    ) -> None:
        super().__init__(
            value=clean(value), id=id, compact=compact, placeholder=line(hint), select_on_focus=False
        )
        self.cursor_blink = False

    def begin(self, text: str, *, book: DraftBook, key: str, about: Mapping[str, str] | None = None) -> None:
        """Show `text` and keep what becomes of it under `key`."""
        self.stop_keeping()
        self.value = line(text)
        self.cursor_position = len(self.value)
        self._begin(self, book, key, about)

    @property
    def written(self) -> str:
        """The text as it stands."""
        return self.value

    def rewrite(self, text: str) -> None:
        """Another text in its place, on one line."""
        self.value = line(text)
        self.cursor_position = len(self.value)

    def on_input_changed(self) -> None:
        """Save soon."""
        if self.keeping is not None:
            self.keeping.changed()

    def on_blur(self) -> None:
        """Leaving the field saves."""
        if self.keeping is not None:
            self.keeping.save()

    def on_unmount(self) -> None:
        """So does going away."""
        self.stop_keeping()

    def _on_paste(self, event: events.Paste) -> None:
        """Lines of a paste become one line; nothing after the first is lost."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(flow(event.text)[:MOST_CHARACTERS])
