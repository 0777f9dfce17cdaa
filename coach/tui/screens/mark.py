"""The end of a session: how useful it was, by one key or not at all; then what was kept."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from coach.tui.screens.base import CoachModal
from coach.tui.text import safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading


class MarkScreen(CoachModal[int]):
    """Returns 1 to 5, 0 when skipped, None to go back to the recap."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        *(Binding(str(number), f"mark({number})", str(number), show=False) for number in range(1, 6)),
        Binding("ctrl+n,f9,0,s", "mark(0)", "Skip", show=False),
    ]
    DEFAULT_CSS = """
    MarkScreen ActionBar { padding: 0; margin: 1 0 0 0; }
    """

    def compose_panel(self) -> ComposeResult:
        """The question and its six answers."""
        reading = Reading()
        reading.parts = (
            ("strong", "How useful was this session?"),
            ("soft", "1 hardly, 5 very. Only you see it."),
        )
        yield reading
        yield ActionBar(
            (
                *(Choice(str(number), str(number)) for number in range(1, 6)),
                Choice("0", "Skip", "^n"),
            )
        )

    def on_mount(self) -> None:
        """The numbers have the focus; skipping is one Enter away at the end."""
        self.query_one("#panel", Vertical).border_title = safe("Before you go")
        bar = self.query_one(ActionBar)
        bar.here = 5
        self.set_focus(bar)

    def action_mark(self, number: int) -> None:
        """Take it."""
        self.dismiss(number)

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its number."""
        self.dismiss(int(event.choice.id))


class KeptScreen(CoachModal[None]):
    """One plain sentence for each thing that was kept."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("enter,ctrl+n,f9,q", "close", "Today", show=False),
    ]
    DEFAULT_CSS = """
    KeptScreen ActionBar { padding: 0; margin: 1 0 0 0; }
    """

    def __init__(self, title: str, kept: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._kept = tuple(kept)

    def compose_panel(self) -> ComposeResult:
        """The sentences."""
        reading = Reading()
        reading.parts = tuple(("text", sentence) for sentence in self._kept) or (("text", "Kept."),)
        yield reading
        yield ActionBar((Choice("close", "Today", "Enter"),))

    def on_mount(self) -> None:
        """Name the panel."""
        self.query_one("#panel", Vertical).border_title = safe(f"{self._title}: kept")
        self.set_focus(self.query_one(ActionBar))

    @on(ActionBar.Pressed)
    def press(self) -> None:
        """Done."""
        self.action_close()
