"""The remote engine: the first token against raw HTTP, and what a wait on the screen costs (issue 3)."""

import asyncio
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

Line = tuple[str, str, float | None, str, bool]
ANSWER = "I nodded in the meeting, but I had not understood a word of it, and I told nobody."
THINKS = 0.2
"""Seconds a quick model takes to its first token."""
STREAM = 4.0
"""Seconds of words at 50 a second."""


def figures(folder: Path, runs: int) -> list[Line]:
    """Both lines."""
    return [first_token(folder, runs), streaming(folder)]


@contextmanager
def fake_model(think: float, count: int) -> Iterator[int]:
    """A process of its own, so that what it costs is not counted; its port."""
    command = [sys.executable, "-m", "bench.fake_model", str(think), "50", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def first_token(folder: Path, runs: int) -> Line:
    """From asking to the first word, connected beforehand, against the same bytes over plain sockets."""
    with fake_model(THINKS, 3) as port:
        coach = _coach(folder, port)
        prepared = _prepared(coach)
        messages = [{"role": one.role, "content": one.content} for one in prepared.parcel.messages]
        body = json.dumps({"model": "m", "messages": messages, "stream": True}).encode()
        ours, theirs = [], []
        for number in range(runs + 1):
            took, raw = _ours(coach, prepared), _raw(port, body)
            if number:  # the first one warms up
                ours.append(took)
                theirs.append(raw)
        _close(coach)
    mine, other = median(ours), median(theirs)
    return (
        f"first token of a model that thinks {THINKS * 1000:.0f} ms, against raw HTTP",
        f"{mine * 1000:.1f} ms against {other * 1000:.1f} ms",
        mine / other,
        "≤ 1.25x",
        mine / other <= 1.25,
    )


def streaming(folder: Path) -> Line:
    """CPU of the program while words come at 50 a second: as it draws the wait, and drawn at every word."""
    calm = asyncio.run(_watched(folder / "calm", every=None))
    eager = asyncio.run(_watched(folder / "eager", every=0.02))
    return (
        "CPU while 50 tokens a second come in, against drawing each",
        f"{calm * 1000:.0f} ms against {eager * 1000:.0f} ms in {STREAM:.0f} s",
        calm / eager,
        "≤ 0.5x",
        calm / eager <= 0.5,
    )


async def _watched(folder: Path, every: float | None) -> float:
    from coach.tui.app import CoachApp
    from coach.tui.screens import session_better
    from coach.tui.screens.session import SessionScreen
    from coach.tui.widgets.writing import AnswerBox

    if every is not None:
        session_better.EVERY = every
    with fake_model(0.0, int(50 * (STREAM + 3))) as port:
        coach = _coach(folder, port)
        session = coach.sessions.start("light")
        session.answer(ANSWER)
        app = CoachApp(coach)
        async with app.run_test(size=(80, 24)) as pilot:
            app.push_screen(SessionScreen(lambda: session))
            while not app.screen.query(AnswerBox) or "word" not in _over(app):
                await pilot.pause(0.05)
            await asyncio.sleep(0.5)
            begun = time.process_time()
            await asyncio.sleep(STREAM)
            spent = time.process_time() - begun
        _close(coach)
    return spent


def _over(app: Any) -> str:
    from coach.tui.widgets.reading import Reading

    return " ".join(text for one in app.screen.query(Reading) for _, text in one.parts)


def _coach(folder: Path, port: int) -> Any:
    from coach.options import Options
    from coach.wiring import build

    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "remote.yaml"
    config.write_text(
        f"engine: {{use: remote}}\nremote: {{model: m, base_url: 'http://127.0.0.1:{port}/v1',"
        " monthly_tokens: 0}\n",
        encoding="utf-8",
    )
    environ: Mapping[str, str] = {
        "COACH_DATA": str(folder / "data"),
        "COACH_STATE": str(folder / "state"),
        "COACH_CONFIG": str(config),
    }
    coach = build(Options(environ=dict(environ)))
    coach.privacy.allow("follow_up")
    return coach


def _prepared(coach: Any) -> Any:
    from coach.domain.asking import Situation
    from coach.engine.questions.wish import wish_for_text

    situation = Situation(ANSWER)
    wish = wish_for_text(situation, coach.asking.reply(situation))
    assert wish is not None
    return coach.asking.prepare(wish)


def _ours(coach: Any, prepared: Any) -> float:
    from coach.engine.chat import Stop
    from coach.errors import CoachError

    stop = Stop()
    first: list[float] = []
    begun = time.perf_counter()

    def progress(waiting: Any) -> None:
        if waiting.text and not first:
            first.append(time.perf_counter() - begun)
            stop.set()

    with suppress(CoachError):
        coach.asking.better(prepared, on_progress=progress, stop=stop)
    return first[0]


def _raw(port: int, body: bytes) -> float:
    link = http.client.HTTPConnection("127.0.0.1", port)
    link.connect()
    begun = time.perf_counter()
    link.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
    reply = link.getresponse()
    while b"word" not in reply.readline():
        pass
    took = time.perf_counter() - begun
    link.close()
    return took


def _close(coach: Any) -> None:
    coach.closing()
