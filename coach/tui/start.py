"""Where the screens begin. Called by `__main__`; returns the exit status of the process."""

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.engine.coach import Coach


TERMINAL_GONE = 129
"""Exit status after SIGHUP: 128 and the number of the signal."""


def run(coach: "Coach", *, session: str | None = None) -> int:
    """Show the program until the person leaves it, at once on the unfinished session with the id `session`.

    The garbage collector rests until the first frame is painted: the imports before it make only lasting
    objects (measured: 0.84 of the time with it on). Today turns it on again, and so does leaving.
    """
    gc.disable()
    try:
        from coach.errors import CoachError
        from coach.tui.app import CoachApp
        from coach.tui.pasting import keep_pastes_whole

        try:
            first = coach.today.cached_view(hide_private=coach.settings.ui.hide_private)
        except CoachError:
            first = None  # Today reads it properly behind the first frame, and says what is wrong
        keep_pastes_whole()
        app = CoachApp(coach, first_view=first, session=session)
        app.run()
    finally:
        gc.enable()
    status = app.return_code or 0
    if status == TERMINAL_GONE:
        _let_go_of_the_terminal()
    return status


def _let_go_of_the_terminal() -> None:
    """Point the streams at nothing: the interpreter would end with status 120 over a lost terminal."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
