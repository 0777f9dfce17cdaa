"""Every key of ux section 3 on every screen: none raises, none is lost, the focus is always to be seen."""

from typing import Any

import pytest

from coach.tui.commands import COMMANDS, for_screen, show_keys
from coach.tui.commands import split as split_keys
from coach.tui.screens.help import HelpScreen
from coach.tui.screens.palette import PaletteScreen
from coach.tui.screens.recap import RecapScreen
from coach.tui.screens.session import SessionScreen
from coach.tui.screens.stop import StopScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.rows import RowList
from coach.tui.widgets.writing import AnswerBox, LineBox
from tests.tui.doubles import Desk, fill_journal
from tests.tui.helpers import running, tap, text_of, wait_for, wait_until, write

KEYS = (
    "escape",
    "ctrl+n",
    "f9",
    "ctrl+g",
    "f4",
    "ctrl+p",
    "colon",
    "f1",
    "question_mark",
    "f8",
    "tab",
    "shift+tab",
    "enter",
    "ctrl+j",
    "ctrl+z",
    "ctrl+y",
    "ctrl+a",
    "ctrl+e",
    "ctrl+u",
    "ctrl+k",
    "ctrl+w",
    "ctrl+c",
    "ctrl+v",
    "ctrl+x",
    *"1234567890",
    "up",
    "down",
    "left",
    "right",
    *"jkgG",
    "pagedown",
    "pageup",
    "home",
    "end",
    "i",
    "space",
    "slash",
    *"csanedyxuUJK",
    "alt+down",
    "alt+up",
    "plus",
    "minus",
    "left_square_bracket",
    "right_square_bracket",
    *"owvrbSPptEDNRH",
    "full_stop",
    "exclamation_mark",
)


async def on_today(app: Any, pilot: Any) -> None:
    """The first screen."""


async def on_session(app: Any, pilot: Any) -> None:
    app.start_session("weekly")
    await wait_for(pilot, "Which small thing")
    await pilot.press("escape")


async def on_writing(app: Any, pilot: Any) -> None:
    app.start_session("weekly")
    await wait_for(pilot, "Which small thing")


async def on_recap(app: Any, pilot: Any) -> None:
    app.coach.sessions.session.state = "recap"
    app.start_session("weekly")
    await wait_until(pilot, lambda: isinstance(app.screen, RecapScreen), "recap")


async def on_stop(app: Any, pilot: Any) -> None:
    from coach.engine.safety.notice import Notice

    app.coach.sessions.session.state = "stopped"
    app.coach.sessions.session.notice = Notice("abuse", True, "en", "I stop here.", ())
    app.start_session("weekly")
    await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stop")


async def on_themes(app: Any, pilot: Any) -> None:
    fill_journal(app.coach)
    await pilot.press("3")
    await wait_for(pilot, "THEME ")
    await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "drawn")


PLACES = (on_today, on_session, on_writing, on_recap, on_stop, on_themes)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
async def test_every_key_on_every_screen_raises_nothing(place: Any) -> None:
    """All keys in a row, whatever they open; then the program still answers."""
    async with running(Desk().fill(), open_editor=lambda text: text) as (app, pilot):
        await place(app, pilot)
        home = type(app.screen)
        for key in KEYS:
            await tap(pilot, key)
            if type(app.screen) is not home and key != "escape":
                await tap(pilot, "escape")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "all work done")
        assert app.is_running
        assert app.return_code is None
        assert not any("Error" in line.text for line in app.log_lines), [line.text for line in app.log_lines]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
async def test_the_focus_is_always_to_be_seen(place: Any) -> None:
    async with running(Desk().fill()) as (app, pilot):
        await place(app, pilot)
        await wait_until(pilot, lambda: app.focused and app.focused.region.area, "something has the focus")
        for _ in range(4):
            focused = app.focused
            assert focused is not None
            assert focused.region.area > 0
            assert app.screen.region.overlaps(focused.region)
            await pilot.press("tab")


async def test_help_shows_every_command_of_the_screen_with_its_keys() -> None:
    """Help is made from the commands and cannot drift (ux, 4.13)."""
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpScreen), "help")
        rows = {row.id: row for row in app.screen.query_one(RowList).rows if row.id}
        for command in for_screen("today"):
            assert rows[command.id].lead == show_keys(command.keys)
        await write(pilot, "blank")
        assert [row.id for row in app.screen.query_one(RowList).rows if row.id] == ["hide"]


async def test_the_palette_has_every_command_of_the_screen() -> None:
    """Rule 4: a key, a visible row, a palette entry."""
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("colon")
        await wait_until(pilot, lambda: isinstance(app.screen, PaletteScreen), "palette")
        ids = {row.id for row in app.screen.query_one(RowList).rows}
        for command in for_screen("today"):
            if (
                command.action
                and command.group != "List"
                and command.id not in {"palette", "palette.colon", "help.mark", "main", "esc", "editor"}
            ):
                assert command.id in ids, command.id


async def test_the_palette_does_what_the_key_does() -> None:
    async with running(Desk().fill()) as (_app, pilot):
        await pilot.press("ctrl+p")
        await write(pilot, "put off")
        await pilot.press("enter")
        await wait_for(pilot, "Put off until")


async def test_the_palette_changes_colours() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("ctrl+p")
        await write(pilot, "theme light")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.theme == "coach-light", "light")


async def test_the_palette_finds_people_and_entries() -> None:
    async with running(Desk().fill()) as (_app, pilot):
        await pilot.press("ctrl+p")
        await write(pilot, "Mina")
        await wait_for(pilot, "PEOPLE")
        await wait_for(pilot, "ENTRIES")
        await pilot.press("end")


async def test_keys_of_the_config_work_and_are_shown() -> None:
    from coach.config import Settings

    desk = Desk(settings=Settings(keys={"today.put_off": "p"})).fill()
    async with running(desk) as (app, pilot):
        assert "p Put off" in text_of(app)
        await pilot.press("d")
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("p")
        await wait_for(pilot, "Put off until")


async def test_keys_that_cannot_be_are_told_in_the_log() -> None:
    from coach.config import Settings

    async with running(Desk(settings=Settings(keys={"main": "ctrl+s"})).fill()) as (_app, pilot):
        await pilot.press("exclamation_mark")
        await wait_for(pilot, "keys: main cannot take ^s")


async def test_capture_keeps_a_line_from_anywhere_and_stays_on_the_screen() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await on_session(app, pilot)
        await pilot.press("c")
        await write(pilot, "ask Priya")
        await pilot.press("enter")
        await wait_for(pilot, "Kept.")
        assert isinstance(app.screen, SessionScreen)
        assert "ask Priya" in [hit.headline for hit in desk.entries.list()]
        assert desk.drafts.kept == {}


async def test_letters_typed_right_after_c_all_arrive() -> None:
    """Nothing typed is lost, however fast."""
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press(*"coffee with Mina")
        assert app.screen.query_one(LineBox).value == "offee with Mina"


async def test_a_line_left_with_esc_is_offered_again() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("c")
        await write(pilot, "half")
        await pilot.press("escape")
        await wait_until(pilot, lambda: desk.drafts.kept, "saved")
        await pilot.press("c")
        await wait_for(pilot, "half")
        assert app.screen.query_one(LineBox).value == ""  # new words are never put behind it unasked
        await pilot.press("ctrl+t")
        await wait_until(pilot, lambda: app.screen.query_one(LineBox).value == "half", "taken up")


async def test_a_captured_line_about_danger_is_kept_and_answered() -> None:
    desk = Desk().fill()
    async with running(desk) as (_app, pilot):
        await pilot.press("c")
        await write(pilot, "I want to die")
        await pilot.press("enter")
        await wait_for(pilot, "You can call 000.")
        assert "I want to die" in [hit.headline for hit in desk.entries.list()]


async def test_while_typing_only_the_always_row_acts() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await on_writing(app, pilot)
        letters = [
            key
            for command in COMMANDS
            if command.scope == "moving"
            for key in split_keys(command.keys)
            if len(key) == 1
        ]
        await pilot.press(*dict.fromkeys(letters))
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.query_one(AnswerBox).text == "".join(dict.fromkeys(letters))


async def test_undo_and_redo_say_what_they_did() -> None:
    desk = Desk().fill()
    async with running(desk) as (_app, pilot):
        await pilot.press("u")
        await wait_for(pilot, "Undone:")
        await pilot.press("U")
        await wait_for(pilot, "Done again:")
        await pilot.press("U")
        await wait_for(pilot, "Nothing to redo.")


async def test_ctrl_c_says_how_to_quit() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("ctrl+c")
        await wait_for(pilot, "Press ^q to quit")
        assert app.is_running
