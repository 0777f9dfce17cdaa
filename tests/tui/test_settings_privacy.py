"""What leaves this machine, seen and taken back in the screens (P35; ux 4.11)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.engine.chat import EngineFault, Message, Place
from coach.engine.gate import Outgoing, Source
from coach.engine.gate.privacy import Status
from coach.options import Options
from coach.tui.app import CoachApp
from coach.tui.screens.preview import PreviewScreen
from coach.tui.screens.settings_privacy import WhatLeaves, brief
from coach.wiring import build
from tests.doubles.misbehaving import Misbehaving
from tests.doubles.scripted_model import PLACE
from tests.tui.doubles import NOW
from tests.tui.helpers import matches, running, text_of, wait_for, wait_until

MakeCoach = Callable[..., Any]
REMOTE = "engine:\n  use: remote\nremote:\n  model: m\n  base_url: {url}\n"


@pytest.fixture
def make(tmp_path: Path) -> MakeCoach:
    """A whole program over a folder of its own, with an endpoint at `url`."""

    def made(url: str = "", config: str = REMOTE) -> Any:
        file = tmp_path / "config.yaml"
        file.write_text(config.format(url=url) if url else "")
        environ = {
            "COACH_DATA": str(tmp_path / "data"),
            "COACH_STATE": str(tmp_path / "state"),
            "COACH_CONFIG": str(file),
        }
        coach = build(Options(environ=environ, today="2026-11-18T14:02"), tolerant=True)
        coach.entries.log("I was late and said nothing about the plan.")
        return coach

    return made


async def opened(app: CoachApp, pilot: Pilot[Any]) -> None:
    app.push_screen(WhatLeaves())
    await wait_for(pilot, "WHAT WOULD BE SENT")


async def test_with_nothing_set_up_it_says_that_nothing_is_sent(make: MakeCoach) -> None:
    async with running(make()) as (app, pilot):
        await opened(app, pilot)
        shown = text_of(app)
        for words in ("this machine. Nothing is sent.", "Nothing was allowed.", "Nothing was ever sent"):
            assert words in shown
        matches(app, "what_leaves_80")


async def test_a_consent_is_given_after_the_preview_and_taken_back_by_enter(make: MakeCoach) -> None:
    coach = make("https://llm.example/v1")
    async with running(coach) as (app, pilot):
        await opened(app, pilot)
        assert "remote llm.example (text leaves this machine)" in text_of(app)
        await pilot.press("v")
        await wait_until(pilot, lambda: isinstance(app.screen, PreviewScreen), "the preview")
        await wait_for(pilot, "llm.example (the text leaves this machine)")
        assert "Allow once" not in text_of(app)
        await pilot.press("2")
        await wait_for(pilot, "Enter takes it back")
        assert coach.privacy.given("follow_up")
        await pilot.press("home", "enter")
        await wait_for(pilot, "Nothing was allowed.")
        assert not coach.privacy.given("follow_up")


async def test_what_was_sent_is_listed_without_its_text_p39(make: MakeCoach) -> None:
    with Misbehaving() as server:
        coach = make(server.url)
        gate = coach._remote.gate
        words = (Message("user", "canary words"),)
        gate.send(gate.prepare(Outgoing("follow_up", words, (Source("", {}, "canary words"),))), once=True)
        async with running(coach, (100, 30)) as (app, pilot):
            await opened(app, pilot)
            shown = text_of(app)
            assert f"follow_up to 127.0.0.1:{server.port}" in shown
            assert "2 words" in shown
            assert "tokens" in shown
            assert "(on this machine)" in shown
            assert "canary" not in shown
        coach._remote.close()


async def test_the_engine_can_be_tested_from_here(make: MakeCoach) -> None:
    with Misbehaving() as server:
        coach = make(server.url)
        async with running(coach) as (app, pilot):
            await opened(app, pilot)
            await pilot.press("t")
            await wait_for(pilot, "The engine answers.")
            await pilot.press("escape")
            await wait_for(pilot, "test to 127.0.0.1")
        coach._remote.close()
        assert len(server.chats) == 1


async def test_a_test_that_fails_as_nobody_expected_ends_with_one_sentence_p23(
    make: MakeCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("canary")

    coach = make("http://127.0.0.1:9/v1")
    monkeypatch.setattr(type(coach.privacy), "test", broken)
    async with running(coach) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("t")
        await wait_for(pilot, "Something unexpected happened")
        assert "canary" not in text_of(app)


HERE = Place("127.0.0.1:8080", "http://127.0.0.1:8080/v1", "m", on_this_machine=True)
REFUSED = EngineFault("local_only", "It is elsewhere.", hint="Look.")


@pytest.mark.parametrize(
    ("more", "header", "leaves"),
    [
        ({"wanted": False}, "engine: this machine", "nothing"),
        ({"refusal": REFUSED}, "engine: this machine", "nothing"),
        ({}, "engine: remote llm.example (text leaves this machine)", "nothing yet: nothing was allowed"),
        (
            {"consents": (("follow_up", "llm.example", NOW), ("follow_up", "other.example", NOW))},
            "engine: remote llm.example (text leaves this machine)",
            "1 kind of request, to llm.example",
        ),
        (
            {"place": HERE},
            "engine: remote 127.0.0.1:8080 (on this machine)",
            "nothing: it is on this machine",
        ),
    ],
)
def test_in_few_words(more: dict[str, Any], header: str, leaves: str) -> None:
    """Ux, rule 8."""
    usual: dict[str, Any] = {
        "wanted": True,
        "place": PLACE,
        "refusal": None,
        "local_only": False,
        "mask_names": True,
        "consents": (),
        "month": NOW,
        "tokens": 0,
        "limit": 0,
    }
    said = brief(Status(**{**usual, **more}))
    assert (said.header, said.leaves) == (header, leaves)
    assert bool(said.problem) == ("refusal" in more)


async def test_settings_and_header_say_where_thinking_happens_and_v_shows_all(make: MakeCoach) -> None:
    """Ux, rule 8 and 4.11."""
    async with running(make("https://llm.example/v1"), (120, 40)) as (app, pilot):
        assert "engine: remote llm.example (text leaves this machine)" in text_of(app)
        await pilot.press("0")
        await wait_for(pilot, "remote, model m")
        assert "nothing yet: nothing was allowed" in text_of(app)
        await pilot.press("v")
        await wait_for(pilot, "WHAT WOULD BE SENT")


async def test_t_in_settings_tries_the_engine_in_force(make: MakeCoach) -> None:
    with Misbehaving() as server:
        coach = make(server.url)
        async with running(coach) as (_, pilot):
            await pilot.press("0")
            await wait_for(pilot, "remote, model m")
            await pilot.press("t")
            await wait_for(pilot, "The engine answers.")
        coach._remote.close()


async def test_an_entry_is_marked_never_to_be_sent_by_a_key_and_released_p35(make: MakeCoach) -> None:
    coach = make()
    (hit,) = coach.entries.list()
    async with running(coach) as (app, pilot):
        await pilot.press("2")
        await wait_for(pilot, "I was late")
        await pilot.press("N")
        await wait_until(pilot, lambda: coach.entries.get(hit.id).get("never_send"), "marked")
        await wait_until(pilot, lambda: "Never sent" in app.log_lines[-1].text, "said")
        await pilot.press("enter")
        await wait_for(pilot, "never sent")
        await pilot.press("N")
        await wait_until(pilot, lambda: "never_send" not in coach.entries.get(hit.id), "released")
