"""Every size: what fits is shown, what does not is left out, below 40 by 12 a notice (ux, section 2; P18)."""

import re

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from coach.config import Settings, Ui
from coach.tui.app import CoachApp
from coach.tui.themes import LEAST_CONTRAST, OWN, choose, contrast, extra_variables
from tests.doubles.scripted_model import PLACE
from tests.tui.doubles import Desk
from tests.tui.helpers import lines_of, running, text_of, wait_for, wait_until, write
from tests.tui.test_session import begin

HERE = "engine: this machine"


@pytest.mark.parametrize("size", [(40, 12), (44, 14), (60, 20), (80, 24), (109, 30), (110, 30), (300, 100)])
async def test_no_line_is_wider_than_the_screen_and_the_footer_stays_within_64(size: tuple[int, int]) -> None:
    async with running(Desk().fill(), size) as (app, pilot):
        for _ in range(2):
            lines = lines_of(app)
            assert len(lines) == size[1]
            assert all(len(line) <= size[0] for line in lines)
            assert len(lines[-1].rstrip()) <= 65
            if size[0] >= 60:
                assert HERE in lines[0]
            await begin(app, pilot)


async def test_below_40_by_12_a_notice_and_everything_goes_on() -> None:
    """P18: resize while typing loses nothing."""
    async with running(Desk().fill()) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "half a thought")
        for size in ((20, 5), (1, 1), (39, 24), (80, 11)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in lines_of(app))
        assert "Make the window larger" in text_of(app)
        await write(pilot, " more")
        await pilot.resize_terminal(80, 24)
        await wait_for(pilot, "half a thought more")
        assert box.text == "half a thought more"


async def test_a_small_screen_over_another_is_too_small_as_well() -> None:
    async with running(Desk().fill()) as (_app, pilot):
        await pilot.press("c")
        await write(pilot, "half")
        await pilot.resize_terminal(30, 10)
        await wait_for(pilot, "Make the window larger")
        await pilot.resize_terminal(80, 24)
        await wait_for(pilot, "half")


async def test_a_wide_window_shows_the_selected_row_in_full() -> None:
    async with running(Desk().fill(), (120, 40)) as (app, pilot):
        await wait_for(pilot, "What this week taught")
        await pilot.press("j")
        await wait_for(pilot, "Due: Mon 16 Nov")
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: "Due: Mon 16 Nov" not in text_of(app), "one column again")


async def test_the_header_says_where_text_goes() -> None:
    """Rule 8, and P38: the host is named."""
    desk = Desk().fill()
    desk.thinks_at = PLACE
    async with running(desk, (100, 24)) as (app, _):
        assert "engine: remote llm.example (text leaves this machine)" in text_of(app)


async def test_the_header_of_a_session_names_the_host_and_the_time_left() -> None:
    desk = Desk().fill()
    desk.thinks_at = PLACE
    async with running(desk) as (app, pilot):
        app.start_session("weekly")
        await wait_for(pilot, "about 8 min left · 1 of 3 · engine: llm.example")


async def test_sample_data_is_marked() -> None:
    async with running(Desk(demo=True).fill()) as (app, _):
        assert "coach  DEMO · Today" in text_of(app)


async def test_ascii_only_draws_no_other_character() -> None:
    settings = Settings(ui=Ui(ascii=True))
    async with running(Desk(settings=settings).fill()) as (app, pilot):
        assert text_of(app).isascii(), text_of(app)
        await begin(app, pilot)
        await write(pilot, "plain")
        await pilot.press("escape", "w")
        await pilot.pause()
        assert text_of(app).isascii(), text_of(app)
        for key in ("c", "s", "f1", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause()
            assert text_of(app).isascii(), text_of(app)
            await pilot.press("escape")


async def test_private_things_can_be_hidden_from_the_start() -> None:
    desk = Desk(settings=Settings(ui=Ui(hide_private=True))).fill()
    private = desk.commitments.list(person="me")[0]
    desk.commitments.edit(private["id"], private=True)
    async with running(desk) as (app, _):
        assert "Send rollout notes" not in text_of(app)
        assert "Draft scope one-pager" in text_of(app)


@pytest.mark.parametrize(
    ("wanted", "environ", "name"),
    [
        ("auto", {}, "coach-dark"),
        ("auto", {"COLORFGBG": "0;15"}, "coach-light"),
        ("auto", {"COLORFGBG": "15;0"}, "coach-dark"),
        ("dark", {"COLORFGBG": "0;15"}, "coach-dark"),
        ("light", {}, "coach-light"),
        ("high-contrast", {}, "coach-high-contrast"),
        ("ansi", {}, "ansi-dark"),
        ("ansi", {"COLORFGBG": "0;default;15"}, "ansi-light"),
        ("nord", {}, "nord"),
        ("no such theme", {}, "coach-dark"),
    ],
)
def test_the_theme_follows_config_and_terminal(wanted: str, environ: dict[str, str], name: str) -> None:
    assert choose(wanted, environ, BUILTIN_THEMES) == name


@pytest.mark.parametrize(
    "theme", [*OWN, *(t for t in BUILTIN_THEMES.values() if not t.ansi)], ids=lambda theme: theme.name
)
def test_text_reaches_4_5_to_1_on_every_ground(theme: object) -> None:
    """Our own themes for all colours; built-in ones for sentences, whose colour we work out."""
    variables = {**theme.to_color_system().generate(), **theme.variables}  # type: ignore[attr-defined]
    ours = extra_variables(variables, ansi=False)
    variables |= ours
    grounds = [
        Color.parse(variables["background"]),
        Color.parse(variables["surface"]),
        Color.parse(ours["cursor"]),
    ]
    own = theme in OWN
    for name in ("foreground", "primary", "warning", "error") if own else ("foreground",):
        for ground in grounds:
            assert contrast(Color.parse(variables[name]), ground) >= LEAST_CONTRAST, (name, ground.hex)
    foreground = Color.parse(variables["foreground"])
    for ground in grounds:
        assert contrast(foreground, ground) >= LEAST_CONTRAST
        assert contrast(Color.parse(ours["soft"]), ground) >= LEAST_CONTRAST, (ours["soft"], ground.hex)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "ansi", "nord", "dracula"])
async def test_every_theme_draws(theme: str) -> None:
    settings = Settings(ui=Ui(theme=theme))
    async with running(Desk(settings=settings).fill()) as (app, pilot):
        await pilot.press("ctrl+p", "escape")
        assert HERE in text_of(app)


async def test_no_color_is_monochrome_and_marks_still_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 6: colour never alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(Desk().fill()) as (app, _):
        assert app.no_color
        shown = text_of(app)
        assert "> " in shown
        assert "! me" in shown
        assert "= “" in shown


def test_style_sheets_name_no_colour_and_never_dim() -> None:
    from pathlib import Path

    root = Path(__file__).parents[2] / "coach" / "tui"
    for path in [*root.glob("**/*.tcss"), *root.glob("widgets/*.py"), *root.glob("screens/*.py")]:
        text = path.read_text("utf-8")
        assert " dim" not in text.replace("dimensions", ""), path.name
        assert not re.search(r"#[0-9a-fA-F]{6}\b", text), path.name


async def test_toasts_stand_at_the_top_while_a_box_has_the_focus() -> None:
    async with running(Desk().fill()) as (app, pilot):
        app.say("Below.")
        await wait_for(pilot, "Below.")
        assert "Below." in "".join(lines_of(app)[-4:])
        app.clear_notifications()
        box = await begin(app, pilot)
        app.say("Above.")
        await wait_for(pilot, "Above.")
        assert "Above." in "".join(lines_of(app)[:3])
        assert app.focused is box


def test_the_app_has_no_command_of_textual_that_writes_files() -> None:
    """The screenshot command of Textual's own palette would save a private screen to a folder."""
    assert not CoachApp.ENABLE_COMMAND_PALETTE
    assert all("screenshot" not in str(binding) for binding in CoachApp.BINDINGS)
