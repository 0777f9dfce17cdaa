"""Puts the rooms together: the only room that knows them all. Everything is made at its first use.

A command that keeps one line must not pay for guides, cues and search; so each part is a property that
imports what it needs when it is asked for.
"""

from typing import TYPE_CHECKING

from coach.clock import clock_for
from coach.options import Options
from coach.wiring.places import load_settings, places, prompt_folder
from coach.wiring.wired import Wired

if TYPE_CHECKING:
    from coach.engine.coach import Coach
    from coach.engine.ports import Clock

__all__ = ["build", "build_demo", "load_settings", "places", "prompt_folder"]


def build(options: Options, *, tolerant: bool = False) -> "Coach":
    """Make the bundle of use cases.

    Args:
        options: what the person asked for.
        tolerant: run on defaults when the config is broken, as the screens do; `Coach.problems` says so.

    Raises:
        InvalidData: the config is broken; nothing was done (unless `tolerant`).
        NotFound: `--config` names a file that is not there. UsageError: the day is not understood.
    """
    loaded = load_settings(options)
    if not tolerant:
        loaded.require()
    return Wired(options, loaded, places(options), _clock(options))


def build_demo(options: Options, weeks: int) -> "Coach":
    """As `build`, over an empty folder that `options` names, filled with sample data of so many weeks.

    Raises:
        UsageError: no such number of weeks. InvalidData: the config or a sample file is broken.
    """
    loaded = load_settings(options)
    loaded.require()
    wired = Wired(options, loaded, places(options), _clock(options))
    wired.fill_with_samples(weeks)
    return wired


def _clock(options: Options) -> "Clock":
    return clock_for(
        options.today or options.environ.get("COACH_TODAY"),
        named="--today" if options.today else "COACH_TODAY",
    )
