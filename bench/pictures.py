"""Draw each screen on sample data as SVG: `python -m bench.pictures docs/pictures`.

The program runs headless on the demo data of a fixed day, is steered with its own keys, and saves what it
shows.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from coach.options import Options
from coach.tui.app import CoachApp
from coach.wiring import build_demo

DAY = "2026-11-18T14:02"
USUAL = (80, 24)

Steps = Callable[[CoachApp, Pilot[None]], Awaitable[None]]


async def settle(app: CoachApp, pilot: Pilot[None]) -> None:
    """Wait until nothing is being read or drawn."""
    for _ in range(3_000):  # the first drawing of themes reads every entry
        await pilot.pause(0.01)
        if all(work.is_finished for work in app.workers) and "Reading" not in _text(app):
            break
    await pilot.pause()


async def press(app: CoachApp, pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each when the last is done with."""
    for key in keys:
        await pilot.press(key)
        await settle(app, pilot)


async def write(app: CoachApp, pilot: Pilot[None], text: str) -> None:
    """Put a text into the focused box, as pasted."""
    box: Any = app.focused
    (box.insert if hasattr(box, "insert") else box.insert_text_at_cursor)(text)
    await settle(app, pilot)
    app.book.save_all()
    await settle(app, pilot)


def _text(app: CoachApp) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())  # noqa: SLF001  # there is no public way to the text of a screen


async def today(app: CoachApp, pilot: Pilot[None]) -> None:
    """The first screen."""


async def session(app: CoachApp, pilot: Pilot[None]) -> None:
    """The first question of a weekly reflection, with an answer."""
    await press(app, pilot, "s", "enter")
    await write(app, pilot, "I asked Tomasz before I guessed, and he was glad about it.")


async def follow_up(app: CoachApp, pilot: Pilot[None]) -> None:
    """What is asked back."""
    await session(app, pilot)
    for _ in range(12):
        await press(app, pilot, "ctrl+n")
        if "Follow-up" in _text(app):
            return
        if "change" in _text(app) and "Your answer" in _text(app):
            await write(
                app, pilot, "I always wait until somebody asks me, and then it is too late to say the doubt."
            )


async def why(app: CoachApp, pilot: Pilot[None]) -> None:
    """The question card."""
    await follow_up(app, pilot)
    await press(app, pilot, "escape", "w")


async def recap(app: CoachApp, pilot: Pilot[None]) -> None:
    """What the session will keep: questions about what will be are answered, the others skipped."""
    await session(app, pilot)
    answers = {
        "week taught": "I will ask before I guess the limits of a system.",
        "hold": "I assumed that asking makes me look slow.",
        "will you do": "On Monday after stand-up I will send Noor the plan.",
    }
    for _ in range(40):
        if "Keep and close" in _text(app):
            return
        for words in [words for words in answers if words in _text(app)]:
            await write(app, pilot, answers.pop(words))
        await press(app, pilot, "ctrl+n")


async def stop(app: CoachApp, pilot: Pilot[None]) -> None:
    """A stop for safety."""
    await press(app, pilot, "s", "enter")
    await write(app, pilot, "I do not want to be alive any more.")
    await press(app, pilot, "ctrl+n")


def keys(*names: str) -> Steps:
    """Only keys."""

    async def steps(app: CoachApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, *names)

    return steps


PICTURES: tuple[tuple[str, tuple[int, int], str, Steps], ...] = (
    ("today", USUAL, "dark", today),
    ("today-light", USUAL, "light", today),
    ("today-wide", (120, 36), "dark", keys("j")),
    ("today-narrow", (60, 20), "dark", today),
    ("put-off", USUAL, "dark", keys("d")),
    ("commitment", USUAL, "dark", keys("G", "k", "enter")),
    ("choose", USUAL, "dark", keys("s")),
    ("session", USUAL, "dark", session),
    ("session-light", USUAL, "light", session),
    ("follow-up", USUAL, "dark", follow_up),
    ("why", USUAL, "dark", why),
    ("recap", USUAL, "dark", recap),
    ("stop", USUAL, "dark", stop),
    ("entries", USUAL, "dark", keys("2", "j")),
    ("entries-wide", (120, 36), "light", keys("2", "j", "j", "j", "j")),
    ("entry", USUAL, "dark", keys("2", "j", "j", "j", "j", "enter")),
    ("themes", USUAL, "dark", keys("3")),
    ("themes-wide", (120, 36), "light", keys("3", "j")),
    ("settings", USUAL, "dark", keys("0")),
    ("privacy", USUAL, "dark", keys("0", "j", "j", "enter")),
    ("capture", USUAL, "dark", keys("c")),
    ("palette", USUAL, "dark", keys("ctrl+p")),
    ("help", USUAL, "dark", keys("f1")),
)


async def draw(target: Path, name: str, size: tuple[int, int], theme: str, steps: Steps) -> None:
    """One picture, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="coach-pictures-", ignore_cleanup_errors=True) as folder:
        environ = {
            "COACH_DATA": f"{folder}/data",
            "COACH_STATE": f"{folder}/state",
            "COACH_CONFIG": f"{folder}/none.yaml",
        }
        coach = build_demo(Options(environ=environ, today=DAY, demo=True), 8)
        app = CoachApp(coach)
        app.use_theme(theme)
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(app, pilot)
            await steps(app, pilot)
            await settle(app, pilot)
            (target / f"{name}.svg").write_text(app.export_screenshot(title="coach"), "utf-8")


def main() -> None:
    """Draw them all, or those named after the folder."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    target.mkdir(parents=True, exist_ok=True)
    for name, size, theme, steps in PICTURES:
        if len(sys.argv) < 3 or name in sys.argv[2:]:
            asyncio.run(draw(target, name, size, theme, steps))
            print(target / f"{name}.svg")


if __name__ == "__main__":
    main()
