"""Settings: what is in force and where it comes from, what leaves this machine, where the files lie."""

import asyncio
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from coach.domain.asking import Situation
from coach.errors import CoachError
from coach.tui.copying import save
from coach.tui.screens.base import CoachScreen
from coach.tui.screens.entries_small import AskPath
from coach.tui.screens.settings_rows import (
    IN_FILE,
    NEXT_START,
    SET,
    Facts,
    about,
    count,
    find_out,
    imported,
    privacy,
    rows,
)
from coach.tui.screens.settings_small import Agree, AskFile, ChooseValue, Sentences, TypeValue
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

DRAFT = "settings/file"
"""Where a config text is kept that could not be taken over."""
_THEMES = ("auto", "dark", "light", "high-contrast", "ansi")
_DEMO = "These settings are your own; from the sample data they are only looked at."
_SAMPLE = "I guessed the limits again because asking felt slow."


class SettingsScreen(CoachScreen):
    """One list; Enter changes the selected row."""

    NAME = "settings"
    HEADING = "Settings"
    CSS_PATH = "settings.tcss"
    PURPOSE = "What is in force and where it comes from. A change is written to the config file at once."
    TIP = "* marks what is not as it comes. E opens the whole file, with a sentence about each setting."
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._facts: Facts | None = None

    def compose_body(self) -> ComposeResult:
        """The list, the selected row in sentences, the buttons."""
        with Horizontal(id="both"):
            yield RowList((Row("", "Reading your settings …", kind="text"),), id="rows")
            with VerticalScroll(id="about", can_focus=False):
                yield Reading(id="words")
        yield ActionBar(
            (
                Choice("change", "Change", "Enter"), Choice("file", "Edit file", "E"),
                Choice("test", "Test engine", "t"), Choice("export", "Export", "x"),
                Choice("import", "Import", "i"), Choice("back", "Back", "Esc"),
            ),
            id="moves",
        )  # fmt: skip

    def ready(self) -> None:
        """Read behind the frame."""
        self._reload()

    def on_screen_resume(self) -> None:
        """Back from a small screen: read again."""
        if self._facts is not None:
            self._reload()

    def _reload(self) -> None:
        self.coach_app.work(self._read, group="settings", latest_only=True)

    async def _read(self) -> None:
        app = self.coach_app
        hiding = app.hiding
        try:
            facts = await self.engine(lambda: find_out(app.coach, hiding=hiding))
        except CoachError as error:
            if not self.is_attached:
                return
            self.query_one(RowList).show(
                (Row("", error.message, kind="text"), Row("", error.hint, kind="text"))
            )
            return
        if not self.is_attached:
            return
        self._facts = facts
        self.header.status = ("config: something is wrong" if facts.problems else "config: ok",)
        self.query_one(RowList).show(rows(facts, app.coach.clock.today()))
        self.follow_cursor()

    def can_leave(self) -> bool:
        """Back to Today."""
        return True

    def resting_place(self) -> Widget | None:
        """The list."""
        return self.query_one(RowList)

    def undone(self) -> None:
        """Show what is there now."""
        self._reload()

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it too
        """What is private is counted only while it may be seen."""
        self._reload()

    @on(RowList.Moved, "#rows")
    def follow_cursor(self) -> None:
        """The selected row in sentences."""
        row = self.query_one(RowList).selected
        parts = about(self._facts, row.id) if self._facts is not None and row is not None else ()
        self.query_one("#words", Reading).show_parts(parts)

    # ---- changing

    def action_main(self) -> None:
        """^n is Enter."""
        self.query_one(RowList).action_open()

    @on(RowList.Chosen, "#rows")
    def open_row(self, event: RowList.Chosen) -> None:
        """Change it, or do what it says."""
        row = event.row
        if self._facts is None:
            return
        if row.id.startswith(SET):
            key = row.id.removeprefix(SET)
            self._change(row.title, next(one for one in self._facts.settings if one.key == key))
        elif row.id in ("privacy", "private"):
            self.app.push_screen(Sentences("Privacy", privacy(self._facts)))
        elif row.id == "folder":
            self.app.push_screen(Sentences("Data", about(self._facts, "folder")))
        elif row.id == "prompts":
            self.coach_app.work(self._show_prompts, group="prompts")
        else:
            {
                "test": self.action_test_engine,
                "copy": self._copy_now,
                "export": self.action_export,
                "import": self.action_take_in,
                "file": self.action_edit_file,
            }[row.id]()

    def _change(self, title: str, setting: Any) -> None:
        key, now = str(setting.key), _typed(setting.value)
        if self.coach_app.coach.demo:
            self.coach_app.say(_DEMO)
        elif key in IN_FILE:
            self.coach_app.say(f"{title} is changed in the config file: press E.")
        elif key == "ui.theme":
            others = sorted(name for name in self.coach_app.available_themes if not name.startswith("coach-"))
            values = [*_THEMES, *(name for name in others if name not in _THEMES)]
            screen = ChooseValue(title, values, now, setting.about, self.coach_app.use_theme)
            self.app.push_screen(screen, lambda value: self._take_theme(now, value))
        elif key == "reflect.guide":
            self.coach_app.work(lambda: self._choose_guide(title, setting), group="settings")
        elif setting.choices:
            screen = ChooseValue(title, setting.choices, now, setting.about)
            self.app.push_screen(screen, lambda value: self._take(key, now, value))
        else:
            self.app.push_screen(
                TypeValue(title, setting.about, now), lambda value: self._take(key, now, value)
            )

    async def _choose_guide(self, title: str, setting: Any) -> None:
        guides = await self.engine(self.coach_app.coach.guides.all)
        screen = ChooseValue(title, [guide.id for guide in guides], str(setting.value), setting.about)
        self.app.push_screen(screen, lambda value: self._take(setting.key, str(setting.value), value))

    def _take_theme(self, now: str, value: str | None) -> None:
        if value is None:
            self.coach_app.use_theme(now)
        self._take("ui.theme", now, value)

    def _take(self, key: str, now: str, value: str | None) -> None:
        if value is not None and value != now:
            self.coach_app.work(partial(self._keep, key, now, value), group="settings change")

    async def _keep(self, key: str, now: str, value: str) -> None:
        app = self.coach_app
        try:
            kept = await self.engine(lambda: app.coach.settings_desk.change(key, value))
        except CoachError:
            if key == "ui.theme":
                app.use_theme(now)
            raise
        app.say(
            "Kept. It takes effect at the next start." if key in NEXT_START else "Kept in the config file."
        )
        if key == "ui.hide_private" and bool(kept.value) != app.hiding:
            app.action_hide()
        self._reload()

    # ---- the file

    def action_edit_file(self) -> None:
        """The whole file in the person's editor; taken over only when it is right."""
        desk, app = self.coach_app.coach.settings_desk, self.coach_app
        if app.coach.demo:
            app.say(_DEMO)
            return
        left = app.book.find(DRAFT)
        try:
            before = desk.text()
        except CoachError as error:
            app.fail(error)
            return
        text = app.edit_outside(left.text if left else before)
        if text is None:
            return
        if text.rstrip("\n") == before.rstrip("\n"):
            app.book.drop(DRAFT)
            app.say("The config file is as it was.")
            return
        self.coach_app.work(lambda: self._take_file(text), group="settings change")

    async def _take_file(self, text: str) -> None:
        app = self.coach_app
        whole = text if text.endswith("\n") else text + "\n"
        app.coach.drafts.save(DRAFT, whole, {"title": "the config file"})
        problems = await self.engine(lambda: app.coach.settings_desk.replace(whole))
        if problems:
            parts = [("text", problem) for problem in problems]
            parts.append(("soft", "The file is as it was. E opens your text again, to put it right."))
            self.app.push_screen(Sentences("Something is wrong in the text", parts))
            return
        app.book.drop(DRAFT)
        app.use_theme(app.coach.settings.ui.theme)
        app.say("Kept. Keys and ASCII take effect at the next start.")
        self._reload()

    # ---- the engine

    def action_test_engine(self) -> None:
        """In words, after trying it."""
        self.coach_app.work(self._test, group="test")

    async def _test(self) -> None:
        coach = self.coach_app.coach
        begun = monotonic()
        card = await self.engine(lambda: coach.asking.reply(Situation(_SAMPLE)))
        took = monotonic() - begun
        parts = (
            ("text", "Questions are made on this machine, by rules that can be read, and need no network."),
            ("text", "They ask about your own words: one question at a time, never advice."),
            ("head", "Just now"),
            ("soft", f"To the sentence “{_SAMPLE}”"),
            ("text", card.reply),
            ("soft", f"It took {took:.2f} seconds."),
            ("head", "Remote engine"),
            ("text", "Not part of this version. Nothing here turns it on."),
        )
        self.app.push_screen(Sentences("The engine works", parts))

    async def _show_prompts(self) -> None:
        coach = self.coach_app.coach
        lines = await self.engine(coach.prompts_desk.list)
        yours = [("text", f"{one.name}  {one.path}") for one in lines if one.source != "built in"]
        parts = [
            (
                "text",
                f"{len(lines) - len(yours)} prompt files come with the program, {len(yours)} are yours.",
            ),
            *yours,
            ("soft", "`coach prompts override NAME` copies one for you to change; “check” reads them all."),
        ]
        parts += [("warn", problem) for problem in (self._facts.problems if self._facts else ())]
        self.app.push_screen(Sentences("Prompts", parts))

    # ---- the data

    def _copy_now(self) -> None:
        self.coach_app.work(self._copy, group="backup")

    async def _copy(self) -> None:
        made = await self.engine(self.coach_app.coach.keeper.back_up)
        self.coach_app.say(f"Copied and checked: {_entries(made.entries)} in {made.path}.")
        self._reload()

    def action_export(self) -> None:
        """All but what is private, to a new file."""
        day = self.coach_app.coach.clock.today().isoformat()
        words = "All entries as JSON lines, without what is private."
        self.app.push_screen(AskPath(words, f"coach-{day}.jsonl"), self._export_to)

    def _export_to(self, path: str | None) -> None:
        if path:
            self.coach_app.work(lambda: self._export(Path(path).expanduser().absolute()), group="export")

    async def _export(self, path: Path) -> None:
        lines, left_out = await self.engine(self.coach_app.coach.exchange.whole)
        await asyncio.to_thread(save, "".join(f"{line}\n" for line in lines), path)
        private = [_entries(left_out.entries)] if left_out.entries else []
        private += [count(left_out.answers, "answer", "answers")] if left_out.answers else []
        note = f" Left out as private: {', '.join(private)}." if private else ""
        self.coach_app.say(f"{_entries(len(lines))} written to {path}.{note}")

    def action_take_in(self) -> None:
        """A file of entries; first what it would add."""
        self.app.push_screen(AskFile(), self._look_at)

    def _look_at(self, path: str | None) -> None:
        if path:
            self.coach_app.work(lambda: self._look(Path(path).expanduser().absolute()), group="import")

    async def _look(self, path: Path) -> None:
        exchange = self.coach_app.coach.exchange
        lines = await asyncio.to_thread(_lines, path)
        report = await self.engine(lambda: exchange.read_in(lines, dry_run=True))
        if not report.added:
            parts = [*imported(report, str(path)), ("soft", "There is nothing to add.")]
            self.app.push_screen(Sentences("Import", parts))
            return
        self.app.push_screen(
            Agree("Import", imported(report, str(path)), "Add them; u takes them out again"),
            lambda yes: self._agreed(lines, yes=yes),
        )

    def _agreed(self, lines: list[bytes], *, yes: bool | None) -> None:
        if yes:
            self.coach_app.work(lambda: self._add(lines), group="import")

    async def _add(self, lines: list[bytes]) -> None:
        exchange = self.coach_app.coach.exchange
        report = await self.engine(lambda: exchange.read_in(lines))
        self.coach_app.say(f"{_entries(report.added)} added; here already: {report.skipped}.")
        self._reload()

    @on(ActionBar.Pressed, "#moves")
    def press(self, event: ActionBar.Pressed) -> None:
        """A button is its key."""
        {
            "change": self.action_main, "file": self.action_edit_file, "test": self.action_test_engine,
            "export": self.action_export, "import": self.action_take_in, "back": self.action_back,
        }[event.choice.id]()  # fmt: skip


def _typed(value: object) -> str:
    """A value as a person would type it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entries(number: int) -> str:
    return count(number, "entry", "entries")


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except OSError as error:
        raise CoachError(
            f"{path} cannot be read ({error.strerror}). Nothing was added.", hint="Check the path."
        ) from None
