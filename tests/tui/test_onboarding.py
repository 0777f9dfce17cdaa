"""The welcome of a first start: four steps, each skippable, ending inside the first question (ux 4.12)."""

from pathlib import Path

import pytest

from coach.engine.coach import Coach
from coach.options import Options
from coach.tui.widgets.writing import LineBox
from coach.wiring import build
from tests.tui.helpers import matches, running, tap, text_of, wait_for, wait_until, write


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "COACH_DATA": str(tmp_path / "data"),
        "COACH_STATE": str(tmp_path / "state"),
        "COACH_CONFIG": str(tmp_path / "config.yaml"),
        "COACH_TODAY": "2026-11-18",
        "HOME": str(tmp_path),
    }


@pytest.fixture
def coach(environ: dict[str, str]) -> Coach:
    return build(Options(environ=environ))


async def test_a_first_start_welcomes_and_ends_inside_the_first_question(coach: Coach) -> None:
    async with running(coach) as (_, pilot):
        await wait_for(pilot, "What this is")
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("down", "enter")
        await wait_for(pilot, "One person")
        await write(pilot, "Mina")
        await pilot.press("enter", "enter")
        await wait_for(pilot, "Where thinking happens")
        await pilot.press("enter")
        await wait_for(pilot, "Weekly reflection")
        await wait_for(pilot, "Your answer")
        assert [(one["name"], one["role"]) for one in coach.people.list()] == [("Mina", "mentee")]
    assert coach.settings_desk.file.read_text().count("role: mentee") == 1


async def test_every_step_can_be_skipped_and_skipping_keeps_nothing(coach: Coach) -> None:
    async with running(coach) as (_, pilot):
        await wait_for(pilot, "What this is")
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("end", "enter")
        await wait_for(pilot, "One person")
        await pilot.press("escape", "end", "enter")
        await wait_for(pilot, "Where thinking happens")
        await pilot.press("end", "enter")
        await wait_for(pilot, "A FIRST STEP")
        assert not coach.people.list()
    assert not coach.settings_desk.file.exists()


async def test_escape_goes_one_step_back_and_from_the_first_to_today(coach: Coach) -> None:
    async with running(coach) as (_, pilot):
        await wait_for(pilot, "What this is")
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("escape")
        await wait_for(pilot, "What this is")
        await pilot.press("escape")
        await wait_for(pilot, "A FIRST STEP")


async def test_a_name_someone_has_already_is_told_and_stays_in_its_line(coach: Coach) -> None:
    coach.people.add("Mina")
    async with running(coach) as (app, pilot):
        await wait_for(pilot, "What this is")
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("end", "enter")
        await wait_for(pilot, "One person")
        await write(pilot, "Mina")
        await pilot.press("enter", "enter")
        await wait_for(pilot, "already")
        assert "One person" in text_of(app)
        assert "Mina" in text_of(app)


async def test_letters_and_digits_never_end_the_welcome_and_a_name_goes_into_its_line(coach: Coach) -> None:
    """P16: they did once, with the name lost and a session begun."""
    async with running(coach) as (app, pilot):
        await wait_for(pilot, "What this is")
        for key in "sc0123uUq!:":
            await tap(pilot, key if key.isalnum() else {"!": "exclamation_mark", ":": "colon"}[key])
        assert "What this is" in text_of(app)
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("s", "c", "1", "end", "enter")
        await wait_for(pilot, "One person")
        await pilot.press("escape", "1", *"jacks")
        await wait_until(pilot, lambda: "jacks" in text_of(app), "the name")
        assert "One person" in text_of(app)
        assert app.screen.query_one(LineBox).value == "jacks"


async def test_a_name_is_wanted_or_the_step_skipped(coach: Coach) -> None:
    async with running(coach) as (_, pilot):
        await wait_for(pilot, "What this is")
        await pilot.press("enter")
        await wait_for(pilot, "Your role")
        await pilot.press("end", "enter")
        await wait_for(pilot, "One person")
        await pilot.press("enter", "enter")
        await wait_for(pilot, "Write their name first")


@pytest.mark.parametrize("welcomed", ["entry", "config", "demo"])
async def test_no_welcome_for_someone_who_began_already_nor_in_the_demo(
    environ: dict[str, str], welcomed: str
) -> None:
    coach = build(Options(environ=environ, demo=welcomed == "demo"))
    if welcomed == "config":
        coach.settings_desk.change("ui.theme", "dark")
    elif welcomed == "entry":
        coach.entries.log("A first note.")
    async with running(coach) as (app, pilot):
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers))
        assert "What this is" not in text_of(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_the_first_step_fits_every_window(size: tuple[int, int]) -> None:
    """Drawn for a fixed folder, so that the picture is the same on every machine."""
    from coach.tui.screens import onboarding
    from tests.tui.doubles import Desk

    desk = Desk()
    async with running(desk, size=size) as (app, pilot):
        app.push_screen(onboarding.OnboardingScreen())
        await wait_for(pilot, "What this is")
        matches(app, f"onboarding-{size[0]}x{size[1]}")
        await tap(pilot, "enter", "j", "k", "g", "G", "question_mark")
        await wait_for(pilot, "Four short steps")
