"""How the program ends when it is not asked to: signals, a closed terminal, an unexpected error.

Drafts are saved, the terminal is restored, the exit status says why (promises P16, P17, P39).
"""

import asyncio
import os
import signal
import threading
from typing import TYPE_CHECKING

from coach.tui import wording

if TYPE_CHECKING:
    from coach.tui.service import Service

LAST_MOMENT = 1.5
"""Seconds after a signal until the process ends even if the screen hangs; two are promised."""


class Ending:
    """Watches over one app."""

    def __init__(self, app: "Service") -> None:
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
        told = self.note(error)
        from rich.text import Text

        # Printed by Textual once the terminal is back; it has no public way to leave plain text.
        self._app._exit_renderables.append(Text(told))  # noqa: SLF001  # Textual has no public way

    def note(self, error: BaseException | None) -> str:
        """Write where the error came from, never what it says; the sentence to show, in the log too."""
        if error is None:
            return wording.UNEXPECTED_END
        from coach.crash import explain

        told = explain(error)
        self._app.record("error", wording.error(told.message, told.hint))
        return f"{told.message}\n{told.hint}"
