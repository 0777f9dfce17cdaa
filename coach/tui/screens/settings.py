"""Settings: what is in force and where it comes from, what leaves this machine, where the files lie."""

import re
from functools import partial
from time import monotonic
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from coach.domain.asking import Situation
from coach.errors import CoachError
from coach.tui.screens.engine_test import EngineTest
from coach.tui.screens.settings_data import DataScreen
from coach.tui.screens.settings_privacy import WhatLeaves
from coach.tui.screens.settings_rows import (
    IN_FILE,
    NEXT_START,
    SET,
    Facts,
    about,
    find_out,
    privacy,
    rows,
)
from coach.tui.screens.settings_small import ChooseValue, Sentences, TypeValue
from coach.tui.widgets.actions import ActionBar, Choice
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import Row, RowList

DRAFT = "settings/file"
"""Where a config text is kept that could not be taken over."""
_THEMES = ("auto", "dark", "light", "high-contrast", "ansi")
_DEMO = "These settings are your own; from the sample data they are only looked at."
_RESOURCES = "safety/resources.yaml"
_NONE = "not set"
_SAMPLE = "I guessed the limits again because asking felt slow."


class SettingsScreen(DataScreen):
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
        self.reload()

    def on_screen_resume(self) -> None:
        """Back from a small screen: read again."""
        if self._facts is not None:
            self.reload()

    def reload(self) -> None:
        """Read again."""
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
        self.reload()

    def hiding_changed(self, *, hiding: bool) -> None:  # noqa: ARG002  # the app knows it too
        """What is private is counted only while it may be seen."""
        self.reload()

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
        elif row.id == "privacy":
            self.action_what_leaves()
        elif row.id == "private":
            self.app.push_screen(Sentences("Privacy", privacy(self._facts)))
        elif row.id == "folder":
            self.app.push_screen(Sentences("Data", about(self._facts, "folder")))
        elif row.id == "prompts":
            self.coach_app.work(self._show_prompts, group="prompts")
        else:
            {
                "test": self.action_test_engine,
                "copy": self._copy_now,
                "restore": self.action_restore,
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
        elif key == "safety.country":
            self.coach_app.work(lambda: self._choose_country(title, setting), group="settings")
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

    async def _choose_country(self, title: str, setting: Any) -> None:
        """Of the countries whose lines are known; another one would be taken for none."""
        desk, now = self.coach_app.coach.prompts_desk, str(setting.value)
        text = await self.engine(lambda: desk.show(_RESOURCES))
        known = sorted(re.findall(r"^ +([A-Z]{2}):\s*$", text, re.MULTILINE))
        screen = ChooseValue(title, [_NONE, *known], now or _NONE, setting.about)
        self.app.push_screen(
            screen, lambda value: self._take(setting.key, now, "" if value == _NONE else value)
        )

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
        self.reload()

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
        self.reload()

    # ---- the engine

    def action_test_engine(self) -> None:
        """In words, after trying it."""
        self.coach_app.work(self._test, group="test")

    def action_what_leaves(self) -> None:
        """The engine in force, consents, the exact text, what was sent."""
        self.app.push_screen(WhatLeaves(), lambda _: self.reload())

    async def _test(self) -> None:
        coach = self.coach_app.coach
        if (await self.engine(coach.privacy.status)).in_force:
            self.app.push_screen(EngineTest(coach.privacy))
            return
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
            ("text", "None is in use. E opens the config file: engine.use, remote.base_url, remote.model."),
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
