"""What would be sent is seen before it goes, and the safe choice is the nearest one (P35; ux 4.11; P26)."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.engine.chat import EngineFault, Reply, Request, Stop, Usage, Waiting
from coach.engine.gate import LeftOut, Outgoing, Parcel, Source
from coach.engine.gate.privacy import TEST_SENTENCE, Privacy
from coach.tui.screens.engine_test import EngineTest
from coach.tui.screens.preview import PreviewScreen
from coach.tui.widgets.streaming import StreamingText
from tests.doubles.memory_store import MemoryStore
from tests.doubles.scripted_model import ScriptedModel
from tests.engine.gate.desk import Desk, outgoing
from tests.tui.doubles import Desk as Screens
from tests.tui.helpers import matches, running, text_of, wait_for, wait_until
from tests.tui.test_hostile import CORPUS, assert_harmless


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "gate")
    desk.people = [{"id": "1", "name": "Mina Kovac"}]
    return desk


def parcel(desk: Desk, text: str = "Mina was late and I said nothing.") -> Parcel:
    made = outgoing(text, entry="e")
    return desk.gate.prepare(
        Outgoing(made.kind, made.messages, made.sources, left_out=LeftOut(private=2, never_send=1))
    )


async def test_host_and_counts_are_in_sight_and_the_safe_choice_has_the_focus_p35(desk: Desk) -> None:
    async with running(Screens().fill()) as (app, pilot):
        app.push_screen(PreviewScreen(parcel(desk)))
        await wait_for(pilot, "llm.example (the text leaves this machine)")
        shown = text_of(app)
        for words in ("2 private, 1 never to be sent", "Mina -> P1", "1 entry, 12 words", "P1 was late"):
            assert words in shown
        assert "[Send nothing Esc]" in shown
        matches(app, "preview_80")


@pytest.mark.parametrize(
    ("keys", "allowed"),
    [
        (("escape",), "nothing"),
        (("enter",), "nothing"),
        (("right", "enter"), "once"),
        (("right", "right", "enter"), "kind"),
        (("1",), "once"),
        (("2",), "kind"),
        ((*"all hello ", "enter"), "nothing"),
        (("q",), "nothing"),
    ],
)
async def test_every_choice_has_a_key_and_a_button(desk: Desk, keys: tuple[str, ...], allowed: str) -> None:
    async with running(Screens().fill()) as (app, pilot):
        got: list[str | None] = []
        app.push_screen(PreviewScreen(parcel(desk)), got.append)
        await wait_for(pilot, "May this be sent?")
        await pilot.press(*keys)
        await wait_until(pilot, lambda: got, "an answer")
        assert got == [allowed]


async def test_the_full_text_scrolls_and_keeps_host_and_counts_p35(desk: Desk) -> None:
    lines = "\n".join(f"line {number}" for number in range(60))
    async with running(Screens().fill()) as (app, pilot):
        app.push_screen(PreviewScreen(parcel(desk, lines)))
        await wait_for(pilot, "line 59")
        await pilot.press("v")
        await wait_for(pilot, "[system]")
        await wait_for(pilot, "v shows less")
        assert "To llm.example:" in text_of(app)
        assert "Left out: 2 private, 1 never to be sent" in text_of(app)
        for _ in range(9):
            await pilot.press("pagedown")
        await wait_for(pilot, "line 59")


async def test_while_private_things_are_hidden_nothing_is_shown_and_nothing_allowed(desk: Desk) -> None:
    async with running(Screens().fill()) as (app, pilot):
        got: list[str | None] = []
        app.push_screen(PreviewScreen(parcel(desk)), got.append)
        await wait_for(pilot, "P1 was late")
        await pilot.press("f8")
        await wait_for(pilot, "Hidden while private things are hidden")
        assert "P1 was late" not in text_of(app)
        assert "Mina" not in text_of(app)
        await pilot.press("1", "2")
        assert got == []
        await pilot.press("escape")
        await wait_until(pilot, lambda: got == ["nothing"], "nothing sent")


async def test_without_an_endpoint_it_can_only_be_looked_at(desk: Desk) -> None:
    desk.place = None
    async with running(Screens().fill()) as (app, pilot):
        got: list[str | None] = []
        app.push_screen(PreviewScreen(parcel(desk)), got.append)
        await wait_for(pilot, "no endpoint is set up")
        await pilot.press("2")
        assert got == []
        await pilot.press("enter")
        await wait_until(pilot, lambda: got == ["nothing"], "closed")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12)])
async def test_hostile_text_is_harmless_in_the_preview_p31_p32(desk: Desk, size: tuple[int, int]) -> None:
    made = outgoing(CORPUS)
    hostile = Outgoing(made.kind, made.messages, (Source("", {}, ""),))
    async with running(Screens().fill(), size=size) as (app, pilot):
        app.push_screen(PreviewScreen(desk.gate.prepare(hostile)))
        await pilot.pause()
        assert_harmless(app)
        await pilot.press("v")
        await pilot.pause()
        assert_harmless(app)


class Slow(ScriptedModel):
    """Says a word, then waits for `go` or the stop."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.asked: list[Request] = []
        self.stopped = False

    def chat(
        self,
        request: Request,
        *,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Reply:
        self.asked.append(request)
        assert on_progress is not None
        assert stop is not None
        on_progress(Waiting(0.1, "What of"))
        stop.on_set(self.go.set)
        assert self.go.wait(10)
        self.stopped = stop.is_set()
        text = "What of" if self.stopped else "What of the rain?"
        ending: Any = "stopped" if self.stopped else "whole"
        return Reply(text, ending, "m", Usage(20, 4), 0.1, 0.3)


def privacy(desk: Desk) -> Privacy:
    return Privacy(
        gate=desk.gate,
        place=lambda: desk.place,
        in_force=lambda: None,
        consent=desk.consent,
        ledger=desk.ledger,
        store=MemoryStore(desk.clock),
        clock=desk.clock,
        wanted=True,
        local_only=False,
        mask_names=True,
        monthly_tokens=0,
    )


async def test_testing_the_engine_sends_its_own_sentence_and_shows_what_comes(desk: Desk) -> None:
    desk.model = model = Slow()
    async with running(Screens().fill()) as (app, pilot):
        app.push_screen(EngineTest(privacy(desk)))
        await wait_for(pilot, "What of")
        await wait_for(pilot, "Waiting,")
        model.go.set()
        await wait_for(pilot, "The engine answers.")
        assert "What of the rain?" in text_of(app)
        assert [message.content for message in model.asked[0].messages] == [TEST_SENTENCE]
        await pilot.press("escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, EngineTest), "closed")


async def test_esc_stops_the_test_at_once_and_keeps_what_came_p26(desk: Desk) -> None:
    desk.model = model = Slow()
    async with running(Screens().fill()) as (app, pilot):
        app.push_screen(EngineTest(privacy(desk)))
        await wait_for(pilot, "What of")
        await pilot.press("escape")
        assert "Stopped. What came is kept above." in text_of(app)
        assert "What of" in text_of(app)
        await wait_until(pilot, lambda: model.stopped, "the model was told")
        await wait_until(pilot, lambda: desk.ledger.lines()[0].outcome == "stopped", "written down")


async def test_a_fault_of_the_engine_is_one_sentence_p23(desk: Desk) -> None:
    desk.model = ScriptedModel(EngineFault("unreachable", "Nothing answers at llm.example.", hint="Look."))
    async with running(Screens().fill()) as (app, pilot):
        app.push_screen(EngineTest(privacy(desk)))
        await wait_for(pilot, "Nothing answers at llm.example. Look.")
        assert "Close" in text_of(app)


async def test_a_stream_is_drawn_at_most_ten_times_a_second() -> None:
    async with running(Screens().fill()) as (app, pilot):
        stream = StreamingText()
        await app.screen.query_one("#body").mount(stream)
        await pilot.pause()
        begun = asyncio.get_running_loop().time()

        def feed() -> None:
            for number in range(2000):
                stream.put(f"word {number} [b]\x1b[31m")

        feeder = threading.Thread(target=feed)
        feeder.start()
        await wait_until(pilot, lambda: stream.text.startswith("word 1999"), "the last word")
        feeder.join()
        seconds = asyncio.get_running_loop().time() - begun
        assert stream.drawings <= seconds * 10 + 1
        assert "\x1b" not in text_of(app)
