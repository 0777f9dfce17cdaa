"""What would be sent, before the first request of its kind and on demand (P35; ux 4.11)."""

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from coach.tui.screens.base import CoachModal
from coach.tui.text import line, safe
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.engine.gate.parcel import LeftOut, Parcel

Allowed = Literal["nothing", "once", "kind"]

KINDS: Final = {
    "follow_up": "a better follow-up question",
    "themes": "naming themes",
    "agenda": "wording an agenda",
    "narrative": "drafting a narrative",
    "feedback": "checking a feedback note",
    "embedding": "comparing entries by meaning",
    "test": "testing the engine",
}
"""What each kind of request is for, in words."""
_ONCE = Choice("once", "Allow once", "1")
_KIND = Choice("kind", "Allow for this kind", "2")
_NAMES = 3
"""Replaced names that fit on a line."""
_HIDDEN = "Hidden while private things are hidden. F8 shows it; until then nothing can be allowed."


class Deliberate(ActionBar, inherit_bindings=False):
    """Buttons that no word can press: whoever was typing when they came up allows nothing by it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Previous button", show=False),
        Binding("right", "move(1)", "Next button", show=False),
        Binding("enter", "press", "Press", show=False),
    ]


class PreviewScreen(CoachModal[Allowed]):
    """Returns what the person allowed; Esc is `nothing`."""

    BINDINGS = [  # noqa: RUF012  # Textual reads it from the class
        *CoachModal.BINDINGS,
        Binding("v", "full", "Full text", show=False),
        Binding("1", "allow('once')", "Allow once", show=False),
        Binding("2", "allow('kind')", "Allow for this kind", show=False),
        Binding("q", "close", "Close", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "scroll(8)", "Page down", show=False),
        Binding("pageup", "scroll(-8)", "Page up", show=False),
    ]
    DEFAULT_CSS = """
    PreviewScreen {
        & > #panel { width: 78; height: 90%; padding: 0 1; }
        & #facts { height: auto; }
        & #whole { height: 1fr; min-height: 3; border-top: solid $rule; border-bottom: solid $rule; }
        & ActionBar { padding: 0; }
        & #keys { height: 1; }
    }
    """

    def __init__(self, parcel: "Parcel", *, offer: "tuple[Allowed, ...]" = ("once", "kind")) -> None:
        """Show a parcel.

        Args:
            offer: what may be chosen beside `nothing`; without a place there is nothing to choose.
        """
        super().__init__()
        self._parcel = parcel
        self._offer = offer if parcel.place is not None else ()
        self._full = False

    def compose_panel(self) -> ComposeResult:
        """Where to and how much; the text; what to do."""
        yield Reading(id="facts")
        with VerticalScroll(id="whole", can_focus=False):
            yield Reading(id="text")
        yield Deliberate(tuple(self._choices()))
        yield Reading(id="keys")

    def on_mount(self) -> None:
        """The safe choice has the focus."""
        self.query_one("#panel", Vertical).border_title = safe(
            "May this be sent?" if self._offer else "What would be sent"
        )
        self._show()
        # The person's own words come last; v begins with the program's.
        self.call_after_refresh(self.query_one("#whole", VerticalScroll).scroll_end, animate=False)
        self.set_focus(self.query_one(ActionBar))

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # asked of the app, which knows
        """Blank the text while others look."""
        self._show()

    def action_full(self) -> None:
        """All of the panel for the text; the host and the counts stay."""
        self._full = not self._full
        self._show()
        if self._full:
            self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, lines: int) -> None:
        """Move the text."""
        self.query_one("#whole", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_allow(self, what: Allowed) -> None:
        """Take a choice; nothing can be allowed unseen."""
        if what in self._offer and not self.coach_app.hiding and self.is_current:
            self.dismiss(what)

    def action_close(self) -> None:
        """Send nothing."""
        if self.is_current:
            self.dismiss("nothing")

    @on(ActionBar.Pressed)
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its choice."""
        if event.choice.id == "nothing":
            self.action_close()
        else:
            self.action_allow("once" if event.choice.id == "once" else "kind")

    def _choices(self) -> "Iterator[Choice]":
        yield Choice("nothing", "Send nothing" if "once" in self._offer else "Close", "Esc")
        yield from (choice for choice in (_ONCE, _KIND) if choice.id in self._offer)

    def _show(self) -> None:
        hiding = self.coach_app.hiding
        parcel = self._parcel
        self.query_one("#facts", Reading).show_parts(
            [("text", short(parcel))] if self._full else facts(parcel, hiding=hiding)
        )
        self.query_one("#text", Reading).show_parts([("soft", _HIDDEN)] if hiding else text(parcel))
        words = "v shows less" if self._full else "v shows more of the text"
        self.query_one("#keys", Reading).show_parts([("soft", f"{words}, j and k move it.")])


def facts(parcel: "Parcel", *, hiding: bool = False) -> list[tuple[str, str]]:
    """The lines above the text."""
    place = parcel.place
    purpose = KINDS.get(parcel.kind, parcel.kind)
    parts = [("text", f"For       {purpose}")]
    if place is None:
        parts.append(("warn", "To        nowhere: no endpoint is set up, so nothing can be sent"))
    else:
        leaves = "stays on this machine" if place.on_this_machine else "the text leaves this machine"
        parts.append(("strong", f"To        {place.host} ({leaves})"))
        parts.append(("text", f"Model     {place.model}"))
    parts.append(("text", f"Sent      {_amount(parcel)}"))
    if parcel.masked:
        pairs = [put if hiding else f"{line(name, 20)} -> {put}" for name, put in parcel.masked[:_NAMES]]
        more = len(parcel.masked) - len(pairs)
        parts.append(("text", f"Names     {', '.join(pairs)}{f' and {more} more' if more else ''}"))
    parts.append(("text", f"Left out  {left_out(parcel.left_out)}"))
    return parts


def short(parcel: "Parcel") -> str:
    """Where to, how much and what not, in one line."""
    host = parcel.place.host if parcel.place else "nowhere"
    return f"To {host}: {parcel.words} words. Left out: {left_out(parcel.left_out)}."


def text(parcel: "Parcel") -> list[tuple[str, str]]:
    """Exactly what is sent, each message under its role."""
    parts: list[tuple[str, str]] = []
    for message in parcel.messages:
        parts += [("label", f"[{message.role}]"), ("text", message.content)]
    return parts


def left_out(counts: "LeftOut") -> str:
    """What was left out and why, in words."""
    said = [
        f"{count} {why}"
        for count, why in (
            (counts.private, "private"),
            (counts.never_send, "never to be sent"),
            (counts.stopped, "stopped for safety"),
        )
        if count
    ]
    return ", ".join(said) or "nothing"


def _amount(parcel: "Parcel") -> str:
    number = len(parcel.entries)
    entries = f"{number} {'entry' if number == 1 else 'entries'}, " if number else ""
    own = f", {parcel.own_words} of them yours" if parcel.own_words < parcel.words else ""
    return f"{entries}{parcel.words} words{own}, about {parcel.tokens_estimate} tokens"
