"""The command palette: every action, person, entry and setting, by typing a few letters."""

from collections.abc import Iterable

from textual.fuzzy import Matcher

from coach.errors import CoachError
from coach.tui.commands import Command, for_screen, show_keys
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.searching import Searcher
from coach.tui.widgets.rows import Row, RowList

MOST_FOUND = 6
"""People and entries shown for each search."""
_THEMES = ("auto", "dark", "light", "high-contrast", "ansi")
_HIDDEN = ("palette", "palette.colon", "help.mark", "main", "esc", "editor")
"""Left out: they lead here, stand here under another name, or act on the box that has the focus."""


class PaletteScreen(Searcher[None]):
    """Everything."""

    TITLE_TEXT = "Commands"
    HINT = "type a few letters of what you want to do or find"

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""
        self._people: list[Row] = []
        self._entries: list[Row] = []

    def _commands(self) -> list[Command]:
        base = self.coach_app.base
        name = base.NAME if isinstance(base, CoachScreen) else ""
        return [
            command
            for command in for_screen(name, self.coach_app.commands)
            if command.action and command.group not in ("List", "Text box") and command.id not in _HIDDEN
        ]

    def narrow(self, text: str) -> None:
        """Commands at once; people and entries when they have been looked up."""
        self._wanted = text
        self._people, self._entries = [], []
        self._draw()
        if len(text) > 1:
            self.coach_app.work(lambda: self._look_up(text), group="palette", latest_only=True)

    def _draw(self) -> None:
        rows: list[Row] = []
        commands = self._commands()
        groups: list[tuple[str, list[Row]]] = [
            ("DO HERE", self._fit(_row(c) for c in commands if c.group == "Do here")),
            ("GO TO", self._fit(_row(c) for c in commands if c.group == "Go to")),
            ("PEOPLE", self._people),
            ("ENTRIES", self._entries),
            ("EVERYWHERE", self._fit(_row(c) for c in commands if c.group == "Everywhere")),
            (
                "SETTINGS",
                self._fit(Row(f"theme:{name}", f"Theme: {name}", detail="for this run") for name in _THEMES),
            ),
        ]
        for title, found in groups:
            if found:
                if rows:
                    rows.append(Row("", "", kind="text"))
                rows.append(Row("", title, kind="head"))
                rows += found
        self.query_one(RowList).show(
            rows or [Row("", "Nothing has these letters.", kind="text")], select=_first(rows)
        )

    def _fit(self, rows: Iterable[Row]) -> list[Row]:
        if not self._wanted:
            return list(rows)
        matcher = Matcher(self._wanted)
        scored = [(matcher.match(row.title), row) for row in rows]
        return [row for score, row in sorted(scored, key=lambda pair: -pair[0]) if score > 0]

    async def _look_up(self, text: str) -> None:
        coach, hiding = self.coach_app.coach, self.coach_app.hiding
        try:
            people = await self.engine(coach.people.list)
            hits = await self.engine(lambda: coach.entries.list(text, limit=MOST_FOUND, hide_private=hiding))
        except CoachError:
            return  # a half-typed filter is no error here; commands still show
        if text != self._wanted or not self.is_current:
            return
        low = text.casefold().removeprefix("@")
        self._people = [
            Row(f"person:{one['name']}", str(one["name"]), detail=str(one.get("role", "")))
            for one in people
            if low in str(one["name"]).casefold()
        ][:MOST_FOUND]
        self._entries = [
            Row(f"entry:{hit.id}", hit.headline, lead=f"{hit.day:%d %b}" if hit.day else "", detail=hit.kind)
            for hit in hits
        ]
        self._draw()

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it too
        """Look again for what may be shown."""
        self._entries = []
        self._draw()
        self.narrow(self._wanted)

    def chosen(self, row: Row) -> None:
        """Do it, after the palette is gone."""
        kind, _, what = row.id.partition(":")
        app = self.coach_app
        self.dismiss(None)
        if kind == "theme":
            app.call_later(app.use_theme, what)
        elif kind == "entry":
            app.call_later(app.show_entry, what)
        elif kind == "person":
            app.call_later(app.show_entries, f'@"{what}"' if " " in what else f"@{what}")
        else:
            command = next(c for c in app.commands if c.id == row.id)
            app.call_later(app.run_command, command)


def _row(command: Command) -> Row:
    return Row(command.id, command.title, note=show_keys(command.keys))


def _first(rows: list[Row]) -> str | None:
    return next((row.id for row in rows if row.id), None)
