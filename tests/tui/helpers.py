"""Means to look at a screen as text, to wait for a condition, and to compare with a kept picture of it."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from coach.tui.app import CoachApp

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (60, 20), (120, 40))


def lines_of(app: CoachApp) -> list[str]:
    """The screen as it stands, one text a row, modals over what is behind them."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def text_of(app: CoachApp) -> str:
    """The same in one text, without trailing blanks."""
    return "\n".join(line.rstrip() for line in lines_of(app)).rstrip() + "\n"


async def wait_until(
    pilot: Pilot[Any], condition: Callable[[], object], what: str = "", seconds: float = 10
) -> None:
    """Let the app work until `condition` holds; fails with the screen's text when it never does."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(f"never came true: {what}\n{text_of(pilot.app)}")  # type: ignore[arg-type]
        await pilot.pause(0.01)


async def wait_for(pilot: Pilot[Any], text: str) -> None:
    """Wait until `text` is on the screen."""
    await wait_until(pilot, lambda: text in text_of(pilot.app), f"{text!r} on the screen")  # type: ignore[arg-type]


async def write(pilot: Pilot[Any], text: str) -> None:
    """Put a text into the focused box at once; single keys are for tests of keys."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def tap(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys without the pauses a pilot makes: for long rows of keys."""
    for key in keys:
        name = key.replace("_", " ").upper()
        try:
            letter = key if len(key) == 1 else unicodedata.lookup(name)
        except KeyError:
            letter = " " if key == "space" else None
        pilot.app.post_message(events.Key(key, letter))
        for _ in range(20):
            await asyncio.sleep(0)


@asynccontextmanager
async def running(
    coach: Any, size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[tuple[CoachApp, Pilot[Any]]]:
    """The whole program on `coach`, with toasts and tooltips drawn, Today loaded."""
    app = CoachApp(coach, **more)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await wait_until(pilot, lambda: "Reading your entries" not in text_of(app), "Today loaded")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "first work done")
        await pilot.pause()
        yield app, pilot


def matches(app: CoachApp, name: str) -> None:
    """Compare with the kept picture `name`; a missing one is written and fails once, to be looked at."""
    shown = text_of(app)
    width = app.size.width
    assert all(len(line) <= width for line in lines_of(app)), "a line is wider than the screen"
    path = SNAPSHOTS / f"{name}.txt"
    if not path.exists():
        path.write_text(shown, "utf-8")
        raise AssertionError(f"{path.name} was not there; it has been written: look at it, then run again")
    assert shown == path.read_text("utf-8"), (
        f"{path.name} differs; delete it to take the new picture\n{shown}"
    )
