"""A better question in the session screen: seen first, waited for in sight, never in the way (P23, P26)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.options import Options
from coach.tui.app import CoachApp
from coach.tui.screens.preview import PreviewScreen
from coach.tui.screens.session import SessionScreen
from coach.tui.widgets.writing import AnswerBox
from coach.wiring import build
from tests.doubles.misbehaving import Misbehaving
from tests.tui.helpers import running, text_of, wait_for, wait_until, write

ANSWER = "I nodded in the meeting, but I had not understood a word of it, and I told nobody."
GOOD = "Phrase: I had not understood a word\nQuestion: What did you want to say in that second?"
SHOWN = "want to say in that second?"
MakeCoach = Callable[..., Any]


@pytest.fixture
def make(tmp_path: Path) -> MakeCoach:
    """A whole program with an endpoint at `url`."""

    def made(url: str, *, allowed: bool = True, wait: int = 60) -> Any:
        file = tmp_path / "config.yaml"
        file.write_text(
            f"engine: {{use: remote}}\nremote:\n  model: m\n  base_url: {url}\n  wait_seconds: {wait}\n"
            "  first_token_seconds: 1\n  idle_seconds: 1\n  total_seconds: 5\n"
        )
        environ = {
            "COACH_DATA": str(tmp_path / "data"),
            "COACH_STATE": str(tmp_path / "state"),
            "COACH_CONFIG": str(file),
        }
        coach = build(Options(environ=environ, today="2026-11-18T14:02"))
        if allowed:
            coach.privacy.allow("follow_up")
        return coach

    return made


async def answered(app: CoachApp, pilot: Pilot[Any], coach: Any) -> None:
    """A session at its first follow-up."""
    app.push_screen(SessionScreen(lambda: coach.sessions.start("light")))
    await wait_for(pilot, "Your answer")
    await settled(app, pilot)
    await write(pilot, ANSWER)
    await pilot.press("ctrl+n")
    await wait_until(
        pilot,
        lambda: stands(app, PreviewScreen) or "Follow-up 1 of 1" in text_of(app),
        "the follow-up",
    )


async def settled(app: CoachApp, pilot: Pilot[Any]) -> None:
    await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "work done")
    await pilot.pause()


def stands(app: CoachApp, screen: type) -> bool:
    return isinstance(app.screen, screen)


def flat(app: CoachApp) -> str:
    return " ".join(text_of(app).replace("█", " ").split())


async def test_a_better_question_takes_the_place_while_nothing_is_typed(make: MakeCoach) -> None:
    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: SHOWN in flat(app), SHOWN)
            assert "asked by misbehaving-1 at 127.0.0.1" in flat(app)
            await write(pilot, "That I was lost.")
            await pilot.press("ctrl+n")
            await settled(app, pilot)
            assert "asked by" not in flat(app)


async def test_what_is_typed_stays_and_the_better_question_waits_for_r(make: MakeCoach) -> None:
    with Misbehaving(f"say-after:0.4:{GOOD}") as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await write(pilot, "Nothing at first")
            await wait_until(pilot, lambda: "r shows it" in flat(app), "r shows it")
            box = app.screen.query_one(AnswerBox)
            assert box.text == "Nothing at first"
            assert SHOWN not in flat(app)
            await pilot.press("escape", "r")
            await wait_until(pilot, lambda: SHOWN in flat(app), SHOWN)
            assert app.screen.query_one(AnswerBox).text == "Nothing at first"


async def test_a_question_that_comes_too_late_waits_for_r(make: MakeCoach) -> None:
    """Design, section 5: at most remote.wait_seconds later."""
    with Misbehaving(f"say-after:0.2:{GOOD}") as server:
        coach = make(server.url, wait=0)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: "r shows it" in flat(app), "r shows it")
            assert SHOWN not in flat(app)


async def test_the_wait_is_seen_and_esc_ends_it_at_once(make: MakeCoach) -> None:
    """P26: the server sees the hang-up."""
    with Misbehaving("stall-first") as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_for(pilot, "asking m at 127.0.0.1")
            assert server.arrived.wait(5)
            await pilot.press("escape")
            await wait_until(pilot, lambda: "asking m" not in text_of(app), "the wait is gone", 1)
            assert server.wait_hung_up()
            assert isinstance(app.focused, AnswerBox)
            await write(pilot, "Still here")
            assert app.screen.query_one(AnswerBox).text == "Still here"


@pytest.mark.parametrize("mode", ["status:401", "cut-clean", "inject", "stall-first"])
async def test_every_fault_is_one_sentence_once_and_the_session_goes_on_p23(
    make: MakeCoach, mode: str
) -> None:
    with Misbehaving(mode) as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            question = flat(app)
            await wait_until(
                pilot, lambda: "asking m" not in text_of(app) and server.chats, "it came to an end"
            )
            await settled(app, pilot)
            told = [one.text for one in app.log_lines if one.level == "warning"]
            assert len(told) <= 1
            assert all("question of this machine stays" in one for one in told)
            assert not any(ANSWER[:20] in one.text for one in app.log_lines)
            assert "Follow-up 1 of 1" in question
            await write(pilot, "Then I went home.")
            await pilot.press("ctrl+n")
            await wait_until(
                pilot, lambda: "Then I went home." not in app.screen.query_one(AnswerBox).text, "next"
            )
            kept = coach.entries.list()[0]
            assert "Then I went home." in str(kept)


async def test_before_the_first_request_the_exact_text_is_shown_p35(make: MakeCoach) -> None:
    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url, allowed=False)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: stands(app, PreviewScreen), "the preview")
            assert server.requests == []
            await pilot.press("2")  # pressed before anybody can have read it
            assert stands(app, PreviewScreen)
            await pilot.press("escape")
            await settled(app, pilot)
            assert stands(app, SessionScreen)
            await write(pilot, "Nothing at all.")
            await pilot.press("ctrl+n")
            await settled(app, pilot)
            assert server.requests == []
            assert not coach.privacy.given("follow_up")


async def test_allowed_there_it_is_sent_and_the_consent_is_kept(
    make: MakeCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.tui.screens.session_better.UNREADABLE", 0.0)
    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url, allowed=False)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: stands(app, PreviewScreen), "the preview")
            await pilot.press("2")
            await wait_until(pilot, lambda: SHOWN in flat(app), SHOWN)
            assert coach.privacy.given("follow_up")
            assert len(server.chats) == 1


async def test_what_is_marked_while_the_preview_stands_is_not_sent_p35(
    make: MakeCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview may stand for hours; another window marks the entry meanwhile."""
    monkeypatch.setattr("coach.tui.screens.session_better.UNREADABLE", 0.0)
    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url, allowed=False)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: stands(app, PreviewScreen), "the preview")
            other = make(server.url, allowed=False)
            other.entries.set_private(other.entries.list()[0].id, True)
            await pilot.press("1")
            await settled(app, pilot)
            assert stands(app, SessionScreen)
            assert server.requests == []
            assert any("nothing was sent" in one.text for one in app.log_lines)


async def test_an_error_nobody_expected_ends_the_wait_with_one_sentence(
    make: MakeCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P23, P39."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(ANSWER)

    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url)
        monkeypatch.setattr(type(coach.asking), "better", broken)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            await wait_until(pilot, lambda: "asking m" not in text_of(app), "the wait is gone")
            told = [one.text for one in app.log_lines if one.level == "warning"]
            assert len(told) == 1
            assert ANSWER[:20] not in told[0]


async def test_leaving_the_session_ends_the_wait(make: MakeCoach) -> None:
    with Misbehaving("stall-first") as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await answered(app, pilot, coach)
            assert server.arrived.wait(5)
            await pilot.press("ctrl+n")
            assert server.wait_hung_up()


async def test_nothing_risky_reaches_the_server_from_a_session_s6(make: MakeCoach) -> None:
    with Misbehaving(f"say:{GOOD}") as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            app.push_screen(SessionScreen(lambda: coach.sessions.start("light")))
            await wait_for(pilot, "Your answer")
            await settled(app, pilot)
            await write(pilot, "I want to kill myself and I have the pills here.")
            await pilot.press("ctrl+n")
            await wait_until(pilot, lambda: not stands(app, SessionScreen), "the stop")
            assert server.chats == []
