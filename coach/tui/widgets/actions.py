"""A row of buttons that flows over as many lines as it needs; one stop for Tab, arrows within."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from coach.tui.text import line


@dataclass(frozen=True, slots=True)
class Choice:
    """One button."""

    id: str
    """What pressing it means."""
    label: str
    """The words on it."""
    key: str = ""
    """The key that does the same, shown beside the words."""


class ActionBar(Widget, can_focus=True):
    """Buttons, main one first."""

    DEFAULT_CSS = """
    ActionBar {
        height: auto; width: 1fr; padding: 0 1;
        & > .actions--button { background: $panel; color: $foreground; }
        & > .actions--key { background: $panel; color: $primary; text-style: bold; }
        & > .actions--main { background: $panel; color: $foreground; text-style: bold; }
        & > .actions--here { background: $panel; }
        &:focus > .actions--here { background: $primary; color: $background; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "actions--button", "actions--key", "actions--main", "actions--here",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Previous button", show=False),
        Binding("right,l", "move(1)", "Next button", show=False),
        Binding("enter,space", "press", "Press", show=False),
    ]

    choices: reactive[tuple[Choice, ...]] = reactive[tuple[Choice, ...]]((), layout=True)
    here: reactive[int] = reactive(0)

    class Pressed(Message):
        """A button was pressed."""

        def __init__(self, bar: "ActionBar", choice: Choice) -> None:
            super().__init__()
            self.bar = bar
            """The bar."""
            self.choice = choice
            """The button."""

        @property
        def control(self) -> "ActionBar":
            """The bar; lets handlers name it by selector."""
            return self.bar

    def __init__(self, choices: tuple[Choice, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(ActionBar.choices, choices)

    def _flow(self, width: int) -> list[list[tuple[int, int]]]:
        """Lines of (start column, index of the choice)."""
        lines: list[list[tuple[int, int]]] = [[]]
        at = 0
        for index, choice in enumerate(self.choices):
            needed = _wide(choice)
            if at and at + needed > width:
                lines.append([])
                at = 0
            lines[-1].append((at, index))
            at += needed + 1
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """As many lines as the buttons need."""
        return len(self._flow(width)) if self.choices else 0

    def validate_here(self, here: int) -> int:
        return max(0, min(here, len(self.choices) - 1))

    def watch_choices(self) -> None:
        self.here = self.validate_here(self.here)

    def render_line(self, y: int) -> Strip:
        """Draw one line of buttons."""
        width = self.content_size.width
        lines = self._flow(width)
        base = self.rich_style
        if y >= len(lines):
            return Strip.blank(width, base)
        segments: list[Segment] = []
        at = 0
        for start, index in lines[y]:
            segments.append(Segment(" " * (start - at), base))
            choice = self.choices[index]
            here = self.has_focus and index == self.here
            name = "actions--here" if here else ("actions--main" if index == 0 else "actions--button")
            style = self.get_component_rich_style(name)
            key_style = style if here else self.get_component_rich_style("actions--key")
            left, right = ("[", "]") if here else (" ", " ")
            segments.append(Segment(f"{left}{line(choice.label)}", style))
            if choice.key:
                segments.append(Segment(f" {choice.key}", key_style))
            segments.append(Segment(right, style))
            at = start + _wide(choice)
        return Strip(segments).adjust_cell_length(width, base)

    def action_move(self, step: int) -> None:
        """Another button."""
        self.here += step

    def action_press(self) -> None:
        """Press the button under the cursor."""
        if self.choices:
            self.post_message(self.Pressed(self, self.choices[self.here]))

    def action_press_at(self, place: int) -> None:
        """Press the button at a place, counted from 1; nothing where there is none."""
        if place <= len(self.choices):
            self.here = place - 1
            self.action_press()

    def on_click(self, event: events.Click) -> None:
        """A click presses the button it meets."""
        offset = event.get_content_offset(self)
        lines = self._flow(self.content_size.width)
        if offset is None or not 0 <= offset.y < len(lines):
            return
        for start, index in lines[offset.y]:
            if start <= offset.x < start + _wide(self.choices[index]):
                self.here = index
                self.action_press()


class QuickAnswers(ActionBar):
    """Buttons that answer; while they have the focus a digit presses the one at its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(place), f"press_at({place})", "Choose", show=False) for place in range(1, 10)
    ]


def _wide(choice: Choice) -> int:
    return cell_len(line(choice.label)) + 2 + (1 + cell_len(choice.key) if choice.key else 0)
