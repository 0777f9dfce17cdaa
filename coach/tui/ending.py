"""How the program ends when it is not asked to: signals, a closed terminal, an unexpected error.

Drafts are saved, the terminal is restored, the exit status says why (promises P16, P17, P39).
"""

import asyncio
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.tui.app import CoachApp

LAST_MOMENT = 1.5
"""Seconds after a signal until the process ends even if the screen hangs; two are promised."""


class Ending:
    """Watches over one app."""

    def __init__(self, app: "CoachApp") -> None:
        self._app = app
        self._reported = False

    def watch_signals(self) -> None:
        """Catch TERM, HUP, INT and QUIT: Textual 8.2.8 would die at once, screen and text as they are."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"):
            number = getattr(signal, name, None)
            if number is None:
                continue
            try:
                loop.add_signal_handler(number, self._end, 128 + number)
            except (NotImplementedError, RuntimeError, ValueError):
                return  # not the main thread (a test) or not a Unix system: nothing to catch

    def _end(self, status: int) -> None:
        self._app.book.save_all()
        timer = threading.Timer(LAST_MOMENT, self._end_now, (status,))
        timer.daemon = True
        timer.start()
        self._app.exit(return_code=status)

    def _end_now(self, status: int) -> None:
        driver = self._app._driver  # noqa: SLF001  # the only handle on the terminal; Textual has no public one
        try:
            if driver is not None:
                driver.stop_application_mode()
        finally:
            os._exit(status)

    def report(self, error: BaseException | None) -> None:
        """Save the drafts and leave a message for after the screen: no local variables, no message texts."""
        if self._reported:
            return
        self._reported = True
        self._app.book.save_all()
        path = self.note(error)
        from rich.text import Text

        lines = [
            f"coach stopped because of an unexpected error ({type(error).__name__}).",
            "What you typed is kept as a draft; it is offered on Today at the next start.",
        ]
        if path is not None:
            lines.append(f"A report without any of your words: {path}")
        self._app._exit_renderables.append(Text("\n".join(lines)))  # noqa: SLF001  # printed once the terminal is back

    def note(self, error: BaseException | None) -> Path | None:
        """Write where the error came from: kinds and places in the code, never a message or a value."""
        if error is None:
            return None
        self._app.record("error", f"{type(error).__name__} at {_place(error)}")
        try:
            folder = self._app.coach.keeper.where()["state"] / "reports"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"{self._app.coach.clock.now():%Y%m%dT%H%M%S}.txt"
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write("\n".join(_describe(error)) + "\n")
        except (OSError, KeyError):
            return None
        return path


def _describe(error: BaseException) -> list[str]:
    lines = [f"python {sys.version.split()[0]}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return lines


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
