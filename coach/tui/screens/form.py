"""A form: labelled lines, each kept as a draft while it is typed, and one button that keeps them all."""

from collections.abc import Callable, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from coach.engine.turns import RecapLine
from coach.errors import UsageError
from coach.tui import wording
from coach.tui.screens.base import CoachScreen
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.field import FieldBox
from coach.tui.widgets.labelled import Column, Labelled
from coach.tui.widgets.reading import Reading

Values = Mapping[str, str]


def field(key: str, label: str, value: str = "", hint: str = "") -> RecapLine:
    """One line of a form."""
    return RecapLine(key=key, label=label, value=value, hint=hint, required=False, drafted=False)


class FormScreen(CoachScreen):
    """Several lines at once. Leaving keeps what was typed as drafts, and the form shows them next time."""

    NAME = "form"
    HEADING = "Form"
    PURPOSE = "A few lines to fill in. Only the first is needed; empty lines are left out."
    TIP = "Enter leads to the next line; ^n keeps them all. Esc leaves; what you typed is here next time."
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    FormScreen {
        #body { padding: 1 1 0 1; max-width: 92; }
        #note { margin: 1 0 0 0; padding: 0 1; }
        #moves { margin: 1 0 0 0; }
        .-wrong FieldBox { background: $panel; text-style: bold; }
        &.-low #body { padding: 0; }
        &.-wide #body { margin: 0 0 0 8; }
    }
    """

    def __init__(
        self,
        heading: str,
        key: str,
        fields: Sequence[RecapLine],
        keep: Callable[[Values], str | None],
        changed: Callable[[], None],
        *,
        private: bool = False,
    ) -> None:
        """Prepare a form.

        Args:
            heading: the words after "coach".
            key: what drafts of its lines are kept under.
            fields: its lines.
            keep: called on the engine's thread with all values; what it returns is said.
                Raises UsageError; the form then stays as it is.
            changed: called after something was kept.
            private: its lines are blanked while private things are hidden.
        """
        super().__init__()
        self._heading = heading
        self._key = key
        self._fields = tuple(fields)
        self._keep = keep
        self._changed = changed
        self._private = private

    def compose_body(self) -> ComposeResult:
        """Lines, a note, buttons."""
        with Column(id="lines"):
            for shown in self._fields:
                yield Labelled(shown)
        yield Reading(id="note")
        yield ActionBar((Choice("keep", "Keep", "^n"), Choice("leave", "Leave", "Esc")), id="moves")

    def ready(self) -> None:
        """Fill the lines, drafts first."""
        self.header.heading = self._heading
        book = self.coach_app.book
        for one in self.query(Labelled):
            draft = book.find(self._draft(one))
            one.box.begin(
                draft.text if draft else one.shown.value,
                book=book,
                key=self._draft(one),
                about={"title": self._heading},
            )
        self.query(FieldBox).first().focus()

    def _draft(self, one: Labelled) -> str:
        return f"form/{self._key}/{one.shown.key}"

    def resting_place(self) -> Widget | None:
        """The buttons."""
        return self.query_one("#moves")

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank the lines of what is private; what is not seen is not typed over."""
        for one in self.query(FieldBox):
            one.hidden_text = hiding and self._private

    def can_leave(self) -> bool:
        """Esc always leads out."""
        return True

    @on(FieldBox.Done)
    def next_line(self) -> None:
        """Enter goes to the next line."""
        self.focus_next()

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        if event.choice.id == "keep":
            self.action_main()
        else:
            self.action_back()

    def action_main(self) -> None:
        """Keep all lines."""
        self.once(self._take, group="form")

    async def _take(self) -> None:
        values = {one.shown.key: one.box.text.strip() for one in self.query(Labelled)}
        try:
            said = await self.engine(lambda: self._keep(values))
        except UsageError as error:
            told = wording.error(error.message, error.hint)
            self.query_one("#note", Reading).show_parts((("warn", told),))
            return
        for one in self.query(Labelled):
            one.box.taken()
        self.coach_app.back()
        if said:
            self.coach_app.say(said)
        self._changed()
