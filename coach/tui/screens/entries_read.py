"""One entry, whole, with everything that can be done with it, and the versions it had before."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from coach.domain.entry import is_unfinished
from coach.domain.records import Doc
from coach.engine.ports import Version
from coach.errors import CoachError
from coach.tui.commands import Command
from coach.tui.screens import entries_do as do
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.entries_rows import body, facts
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading


class Page(VerticalScroll, can_focus=True):
    """The words; scrolled by the keys of every list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "Bottom", show=False),
    ]


class EntryReader(CoachScreen):
    """Shows the entry with this id."""

    NAME = "entry"
    HEADING = "Entry"
    CSS_PATH = "entries.tcss"
    PURPOSE = "One entry, whole, as you wrote it. Changing it keeps the earlier version."
    TIP = "[ shows how the entry was before; e then puts those words back, changed or as they are."
    AUTO_FOCUS: ClassVar[str | None] = "#page"

    def __init__(self, id: str) -> None:
        super().__init__()
        self._entry = id
        self._doc: Doc | None = None
        self._names: tuple[str, ...] = ()
        self._versions: list[Version] = []
        self._at = 0
        """Which version is shown; 0 is the present one."""

    def compose_body(self) -> ComposeResult:
        """A line about it, the words, the buttons."""
        yield Reading(id="facts")
        with Page(id="page"):
            yield Reading(id="words")
        yield ActionBar((), id="moves")

    def ready(self) -> None:
        """Read it."""
        self._reload()

    def _reload(self) -> None:
        self.coach_app.work(self._read, group="entry page", latest_only=True)

    async def _read(self) -> None:
        app = self.coach_app
        hiding = app.hiding

        def read() -> tuple[Doc, tuple[str, ...], list[Version]]:
            doc = app.coach.entries.get(self._entry, hide_private=hiding)
            names = app.coach.people.names()
            people = tuple(names[one] for one in doc.get("with") or () if one in names)
            return doc, people, app.coach.entries.versions(str(doc["id"]), hide_private=hiding)

        try:
            found = await self.engine(read)
        except CoachError as error:
            self._doc, self._versions = None, []
            if self.is_attached:
                self._show((("soft", f"{error.message} {error.hint}"),), "")
            return
        if not self.is_attached or hiding != app.hiding:
            return  # left meanwhile, or being read again with what may be shown now
        self._doc, self._names, self._versions = found
        self._at = min(self._at, max(len(self._versions) - 1, 0))
        self._draw()

    def _draw(self) -> None:
        doc = self._shown()
        if doc is None:
            self._show((("soft", "It was in the bin then."),), self._version_line())
            return
        line = facts(doc, self.coach_app.coach.clock.today(), self._names)
        version = self._version_line()
        self._show(body(doc), f"{line}\n{version}" if version else line)

    def _shown(self) -> Doc | None:
        return self._versions[self._at].doc if self._at and self._versions else self._doc

    def _version_line(self) -> str:
        if len(self._versions) < 2:
            return ""
        place = f"version {len(self._versions) - self._at} of {len(self._versions)}"
        if not self._at:
            return f"{place}, the present one"
        version = self._versions[self._at]
        return f"{place}, of {version.at.astimezone():%a %d %b %Y %H:%M} ({version.label})"

    def _show(self, parts: tuple[tuple[str, str], ...], line: str) -> None:
        self.query_one("#facts", Reading).show_parts((("soft", line),))
        self.query_one("#words", Reading).show_parts(parts)
        labels = {"edit": ("Edit", "e"), "private": ("Private", "."), "away": ("Put away", "d"),
                  "copy": ("Copy", "y"), "export": ("Export", "x")}  # fmt: skip
        choices = [Choice(name, label, key) for name, (label, key) in labels.items()]
        if self._doc is not None and is_unfinished(self._doc):
            choices.insert(0, Choice("on", "Go on with it", "o"))
        if len(self._versions) > 1:
            choices += [Choice("older", "Earlier", "["), Choice("newer", "Later", "]")]
        choices.append(Choice("back", "Back", "Esc"))
        self.query_one(ActionBar).choices = tuple(choices) if self._doc is not None else (choices[-1],)
        self.refresh_keys()

    def available(self) -> tuple[Command, ...]:
        """Only what this entry can do."""
        without = set()
        if self._doc is None or not is_unfinished(self._doc):
            without.add("entry.go_on")
        if len(self._versions) < 2:
            without |= {"entry.older", "entry.newer"}
        return tuple(command for command in super().available() if command.id not in without)

    def can_leave(self) -> bool:
        """Back to where one was."""
        return True

    def resting_place(self) -> Widget | None:
        """The words."""
        return self.query_one("#page")

    def undone(self) -> None:
        """Show what is there now."""
        self._reload()

    def hiding_changed(self, *, hiding: bool) -> None:
        """Blank at once, then show what may be shown."""
        if hiding:
            self._doc, self._versions = None, []
            self._show((("soft", "Reading again without what is private …"),), "")
        self._reload()

    def on_screen_resume(self) -> None:
        """Back from writing: read again."""
        if self._doc is not None:
            self._reload()

    # ---- doing

    def action_version(self, step: int) -> None:
        """An earlier version, or a later one."""
        at = self._at + step
        if 0 <= at < len(self._versions):
            self._at = at
            self._draw()
        else:
            self.coach_app.say("There is no earlier version." if step > 0 else "This is the present version.")

    def action_edit(self) -> None:
        """Other words; those of the version shown to begin with."""
        earlier = self._shown() if self._at else None
        if self._at and earlier is None:
            self.coach_app.say("There are no words in this version.")
            return
        do.edit(self.coach_app, self._entry, self._present, earlier=earlier)

    def _present(self) -> None:
        self._at = 0
        self._reload()

    def action_private(self) -> None:
        """Private, or no longer."""
        do.switch_private(self.coach_app, self._entry, self._present)

    def action_never_send(self) -> None:
        """Never sent to an engine elsewhere, or allowed again."""
        do.switch_never_send(self.coach_app, self._entry, self._present)

    def action_put_away(self) -> None:
        """To the bin, and back to the list."""
        do.put_away(self.coach_app, self._entry, self._gone)

    def _gone(self) -> None:
        if self.is_current:
            self.coach_app.back()

    def action_copy(self) -> None:
        """Copy."""
        do.copy(self.coach_app, self._entry)

    def action_export(self) -> None:
        """Export."""
        do.export(self.coach_app, self._entry)

    def action_go_on(self) -> None:
        """Resume the session."""
        if self._doc is not None and is_unfinished(self._doc):
            self.coach_app.resume_session(self._entry)

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        moves = {
            "on": self.action_go_on, "edit": self.action_edit, "private": self.action_private,
            "away": self.action_put_away, "copy": self.action_copy, "export": self.action_export,
            "older": lambda: self.action_version(1), "newer": lambda: self.action_version(-1),
            "back": self.action_back,
        }  # fmt: skip
        moves[event.choice.id]()
