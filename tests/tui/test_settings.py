"""Settings: what is in force, where it comes from, and nothing changed but what was meant (ux, 4.11; P42)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.options import Options
from coach.settings_desk import Setting
from coach.tui.app import CoachApp
from coach.tui.screens.entries_small import AskPath
from coach.tui.screens.settings import DRAFT, SettingsScreen
from coach.tui.screens.settings_privacy import Brief
from coach.tui.screens.settings_rows import GROUPS, SET, Facts, privacy, rows, short, size
from coach.tui.screens.settings_small import Agree, AskFile, ChooseValue, Sentences, TypeValue
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import RowList
from coach.tui.widgets.writing import LineBox
from coach.wiring import build
from tests.tui.doubles import NOW
from tests.tui.helpers import SIZES, lines_of, matches, running, text_of, wait_for, wait_until, write
from tests.tui.test_entries import every_key, settled
from tests.tui.test_hostile import CORPUS, assert_harmless

MakeCoach = Callable[..., Any]


@pytest.fixture
def make(tmp_path: Path) -> MakeCoach:
    """A whole program over a folder of its own, with a config file of this text."""

    def made(config: str | None = "", **more: Any) -> Any:
        file = tmp_path / "config.yaml"
        if config is not None:
            file.write_text(config)
        environ = {
            "COACH_DATA": str(tmp_path / "data"),
            "COACH_STATE": str(tmp_path / "state"),
            "COACH_CONFIG": str(file),
        }
        return build(Options(environ=environ, today="2026-11-18T14:02", **more), tolerant=True)

    return made


async def at_settings(app: CoachApp, pilot: Pilot[Any]) -> SettingsScreen:
    await pilot.press("0")
    await wait_until(pilot, lambda: isinstance(app.screen, SettingsScreen), "settings")
    await settled(app, pilot)
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


async def on_row(app: CoachApp, pilot: Pilot[Any], row: str) -> None:
    """Bring the cursor to a row."""
    listed = app.screen.query_one("#rows", RowList)
    listed.cursor = [one.id for one in listed.rows].index(row)
    await pilot.pause()


def told(app: CoachApp, text: str) -> Callable[[], bool]:
    """Whether a toast said this."""
    return lambda: any(text in one.text for one in app.log_lines)


def config(tmp_path: Path) -> str:
    return (tmp_path / "config.yaml").read_text()


def some(**more: Any) -> Facts:
    """Fixed facts for pictures."""
    keys = [key for group in GROUPS for key in group.keys]
    facts = {
        "settings": tuple(Setting(key, "x", "default", (), "What it means.") for key in keys),
        "config": "/home/me/.config/coach/config.yaml",
        "problems": (),
        "built_in": 29,
        "yours": 1,
        "data": "/home/me/.local/share/coach",
        "state": "/home/me/.local/state/coach",
        "size": 412_345,
        "copied": NOW,
        "private": 2,
        "engine": Brief("embedded, on this machine", "engine: this machine", "nothing"),
    }
    return Facts(**{**facts, **more})


@pytest.mark.parametrize("dimensions", SIZES)
async def test_a_normal_list(
    dimensions: tuple[int, int], make: MakeCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.tui.screens.settings.find_out", lambda *_, **__: some())
    async with running(make(), dimensions) as (app, pilot):
        await at_settings(app, pilot)
        matches(app, f"settings_normal_{dimensions[0]}")
        assert len(lines_of(app)[-1].rstrip()) <= 65


async def test_what_is_wrong_in_the_config_stands_first_with_line_and_key(make: MakeCoach) -> None:
    """P42."""
    async with running(make("ui:\n  theme: dark\n  colour: red\n")) as (app, pilot):
        await at_settings(app, pilot)
        shown = text_of(app)
        assert "SOMETHING IS WRONG" in shown
        assert "Line 3: " in shown
        assert "colour" in shown
        assert "config: something is wrong" in shown


def test_a_remote_engine_that_cannot_be_used_is_told_and_set_in_the_file_only() -> None:
    refused = Brief("embedded, on this machine", "engine: this machine", "nothing", "No model is named.")
    shown = [row.title for row in rows(some(engine=refused), NOW.date())]
    assert "No model is named. This machine answers." in shown
    ids = {row.id for row in rows(some(), NOW.date())}
    assert not any(row.startswith((f"{SET}remote", f"{SET}engine")) for row in ids)


def test_privacy_says_what_leaves_and_where_files_lie() -> None:
    said = "\n".join(text for _, text in privacy(some()))
    assert "Now: nothing." in said
    assert "/home/me/.local/share/coach" in said
    assert "not encrypted" in said


def test_a_long_path_is_cut_at_its_beginning() -> None:
    assert short(str(Path.home() / "x" / "coach")) == "~/x/coach"
    assert short("/a" * 40 + "/coach").endswith("/a/coach")
    assert len(short("/a" * 40)) <= 32


def test_sizes_in_words() -> None:
    assert [size(n) for n in (12, 41_234, 2_500_000)] == ["12 bytes", "41 kB", "2.5 MB"]


# ---- changing


async def test_enter_changes_a_value_of_a_few_and_keeps_comments(make: MakeCoach, tmp_path: Path) -> None:
    async with running(make("# mine\nquestions:\n  challenge: 1  # gently\n")) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "questions.challenge")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ChooseValue), "values")
        await pilot.press("down", "enter")
        await wait_for(pilot, "Kept in the config file.")
        assert config(tmp_path) == "# mine\nquestions:\n  challenge: 2  # gently\n"
        assert app.coach.settings.questions.challenge == 2
        await settled(app, pilot)
        assert "line 3" in text_of(app)


async def test_esc_leaves_a_value_as_it_was(make: MakeCoach, tmp_path: Path) -> None:
    async with running(make("# mine\n")) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "questions.role")
        await pilot.press("enter", "down", "escape")
        await settled(app, pilot)
        assert config(tmp_path) == "# mine\n"


async def test_a_typed_value_that_does_not_fit_is_told_and_nothing_changes(
    make: MakeCoach, tmp_path: Path
) -> None:
    async with running(make()) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "reflect.every_days")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, TypeValue), "a line")
        app.screen.query_one(LineBox).rewrite("soon")
        await pilot.press("enter")
        await wait_for(pilot, "nothing was changed")
        assert config(tmp_path) == ""
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, TypeValue), "a line")
        app.screen.query_one(LineBox).rewrite("10")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.coach.settings.reflect.every_days == 10, "kept")


async def test_the_theme_is_seen_at_once_and_esc_brings_the_old_one_back(
    make: MakeCoach, tmp_path: Path
) -> None:
    async with running(make("ui:\n  theme: dark\n")) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "ui.theme")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ChooseValue), "themes")
        await pilot.press("down")
        await wait_until(pilot, lambda: app.theme == "coach-light", "light at once")
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.theme == "coach-dark", "dark again")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ChooseValue), "themes")
        await pilot.press("down", "enter")
        await wait_for(pilot, "Kept in the config file.")
        assert config(tmp_path) == "ui:\n  theme: light\n"
        assert app.theme == "coach-light"


async def test_hiding_set_here_hides_at_once(make: MakeCoach) -> None:
    coach = make()
    coach.entries.log("My own secret", private=True)
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "ui.hide_private")
        await pilot.press("enter", "g", "enter")
        await wait_until(pilot, lambda: app.hiding, "hidden")
        await settled(app, pilot)
        assert any("hidden now" in row.detail for row in app.screen.query_one(RowList).rows)


async def test_settings_with_several_values_lead_to_the_file(make: MakeCoach) -> None:
    async with running(make()) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "safety.resources")
        await pilot.press("enter")
        await wait_until(pilot, told(app, "is changed in the config file: press E."), "told")


async def test_from_the_sample_data_ones_own_settings_are_only_looked_at(
    make: MakeCoach, tmp_path: Path
) -> None:
    async with running(make(demo=True), open_editor=lambda text: text + "x: 1\n") as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, SET + "questions.challenge")
        await pilot.press("enter")
        await wait_for(pilot, "only looked at")
        await pilot.press("E")
        await settled(app, pilot)
        assert config(tmp_path) == ""


# ---- the file


async def test_a_file_with_something_wrong_is_not_kept_and_its_text_comes_back(
    make: MakeCoach, tmp_path: Path
) -> None:
    """P16, P42: line and key are named; nothing typed is lost."""
    seen: list[str] = []

    def editor(text: str) -> str:
        seen.append(text)
        return "ui:\n  theme: light\n  colour: red\n" if len(seen) == 1 else "ui:\n  theme: light\n"

    async with running(make("ui:\n  theme: dark\n"), open_editor=editor) as (app, pilot):
        await at_settings(app, pilot)
        await pilot.press("E")
        await wait_until(pilot, lambda: isinstance(app.screen, Sentences), "told")
        assert "Line 3: " in text_of(app)
        assert config(tmp_path) == "ui:\n  theme: dark\n"
        await pilot.press("escape", "E")
        await wait_until(pilot, lambda: app.theme == "coach-light", "taken over")
        assert seen[1] == "ui:\n  theme: light\n  colour: red\n"
        assert config(tmp_path) == "ui:\n  theme: light\n"
        await settled(app, pilot)
        assert app.coach.drafts.get(DRAFT) is None


async def test_an_editor_that_changes_nothing_leaves_the_file(make: MakeCoach, tmp_path: Path) -> None:
    async with running(make(None), open_editor=lambda text: text) as (app, pilot):
        await pilot.press("escape")  # out of the welcome
        await at_settings(app, pilot)
        await pilot.press("E")
        await wait_for(pilot, "The config file is as it was.")
        assert not (tmp_path / "config.yaml").exists()


# ---- engine and data


async def test_t_tries_the_engine_and_says_so_in_words(make: MakeCoach) -> None:
    async with running(make()) as (app, pilot):
        await at_settings(app, pilot)
        await pilot.press("t")
        await wait_for(pilot, "The engine works")
        said = "\n".join(text for _, text in app.screen.query_one(Reading).parts)
        assert "on this machine" in said
        assert "?" in said
        assert "None is in use" in said


async def test_a_copy_is_made_and_its_path_told(make: MakeCoach) -> None:
    coach = make()
    coach.entries.log("one")
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, "copy")
        await pilot.press("enter")
        await wait_for(pilot, "Copied and checked: 1 entry")
        assert coach.keeper.backups()
        await settled(app, pilot)
        assert "none yet" not in text_of(app)


async def test_p22_going_back_to_a_copy_is_shown_agreed_to_and_can_be_reversed(make: MakeCoach) -> None:
    coach = make()
    coach.entries.log("one")
    copy = coach.keeper.back_up()
    coach.entries.log("two")
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, "restore")
        await pilot.press("enter")
        await wait_for(pilot, "Another file")
        await pilot.press("enter")
        await wait_for(pilot, "There are 2 entries now.")
        assert "checked: 1 entry." in text_of(app)
        await pilot.press("down", "enter")
        await settled(app, pilot)
        assert len(coach.entries.list("")) == 2
        await on_row(app, pilot, "restore")
        await pilot.press("enter")
        await wait_for(pilot, "Another file")
        await pilot.press("enter")
        await wait_for(pilot, "Put the copy in place")
        await pilot.press("enter")
        await wait_until(pilot, told(app, "The copy is in place."), "restored")
        await settled(app, pilot)
        assert [one.headline for one in coach.entries.list("")] == ["one"]
        before = next(one for one in coach.keeper.backups() if one.path != copy.path)
        assert before.entries == 2


async def test_a_file_that_is_no_copy_is_told_before_anything_is_asked(
    make: MakeCoach, tmp_path: Path
) -> None:
    coach = make()
    coach.entries.log("one")
    (tmp_path / "no.zip").write_text("no")
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, "restore")
        await pilot.press("enter")
        await wait_for(pilot, "Another file")
        await pilot.press("G", "enter")
        await wait_for(pilot, "a path")
        await write(pilot, str(tmp_path / "no.zip"))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.log_lines, "told")
        await settled(app, pilot)
        assert "Put the copy in place" not in text_of(app)
        assert len(coach.entries.list("")) == 1


async def test_only_a_country_whose_lines_are_known_can_be_chosen(make: MakeCoach) -> None:
    coach = make()
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await on_row(app, pilot, f"{SET}safety.country")
        await pilot.press("enter")
        await wait_for(pilot, "not set")
        rows = app.screen.query_one("#choices", RowList)
        assert {"DE", "IE", "US"} <= {row.id for row in rows.rows}
        rows.cursor = [row.id for row in rows.rows].index("IE")
        await pilot.press("enter")
        await wait_until(pilot, told(app, "Kept"), "kept")
        assert coach.settings.safety.country == "IE"


TWO = '{"text": "two", "date": "2026-11-17", "kind": "note"}'


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


async def test_export_then_import_adds_nothing_twice(make: MakeCoach, tmp_path: Path) -> None:
    """P43; what is private is left out and counted (feature C18)."""
    coach = make()
    coach.entries.log("one")
    coach.entries.log("secret", private=True)
    out = tmp_path / "out.jsonl"
    async with running(coach) as (app, pilot):
        await at_settings(app, pilot)
        await pilot.press("x")
        await wait_until(pilot, lambda: isinstance(app.screen, AskPath), "where")
        app.screen.query_one(LineBox).rewrite(str(out))
        await pilot.press("enter")
        await wait_for(pilot, "1 entry written to")
        await settled(app, pilot)
        assert told(app, "Left out as private: 1 entry.")()
        assert [json.loads(line)["text"] for line in lines(out)] == ["one"]
        out.write_text("\n".join([*lines(out), TWO, "nonsense"]))
        for answer, count in ((("down", "enter"), 2), (("enter",), 3)):
            await pilot.press("i")
            await wait_until(pilot, lambda: isinstance(app.screen, AskFile), "which file")
            await write(pilot, str(out))
            await pilot.press("enter")
            await wait_until(pilot, lambda: isinstance(app.screen, Agree), "what it would add")
            assert "1 to add, 1 here already" in text_of(app)
            assert "line 3" in text_of(app)
            assert len(coach.entries.list()) == 2
            await pilot.press(*answer)
            await settled(app, pilot)
            assert len(coach.entries.list()) == count
        await pilot.press("i")
        await wait_until(pilot, lambda: isinstance(app.screen, AskFile), "which file")
        await write(pilot, str(out))
        await pilot.press("enter")
        await wait_for(pilot, "There is nothing to add.")


async def test_a_file_that_is_not_there_is_told(make: MakeCoach) -> None:
    async with running(make()) as (app, pilot):
        await at_settings(app, pilot)
        await pilot.press("i")
        await write(pilot, "/no/such/file")
        await pilot.press("enter")
        await wait_for(pilot, "Nothing was added.")


async def test_every_key_on_settings_raises_nothing(make: MakeCoach) -> None:
    async with running(make(), open_editor=lambda text: text) as (app, pilot):
        await every_key(app, pilot, await at_settings(app, pilot))


async def test_hostile_text_in_settings(make: MakeCoach, monkeypatch: pytest.MonkeyPatch) -> None:
    """P31, P32."""
    bad = some(
        problems=(CORPUS,), data=CORPUS, state=CORPUS, config=CORPUS,
        settings=tuple(one._replace(value=CORPUS, source=CORPUS, choices=(CORPUS,), about=CORPUS)
                       for one in some().settings),
    )  # fmt: skip
    monkeypatch.setattr("coach.tui.screens.settings.find_out", lambda *_, **__: bad)
    async with running(make(), (120, 40)) as (app, pilot):
        await at_settings(app, pilot)
        assert_harmless(app)
        for row in ("privacy", "folder", "prompts", SET + "questions.role", SET + "reflect.every_days"):
            await on_row(app, pilot, row)
            await pilot.press("enter")
            await settled(app, pilot)
            assert_harmless(app)
            await pilot.press("escape")
