"""Themes over a thousand entries: the first reading, and the next drawing from what it kept."""

import time
from collections.abc import Mapping

Line = tuple[str, str, float | None, str, bool]


def figures(env: Mapping[str, str]) -> list[Line]:
    """Cold against warm; the warm one as in the next process, with nothing but the cache on disk."""
    cold, entries = _drawn(env)
    warm = min(_drawn(env)[0] for _ in range(3))
    share = warm / cold
    return [
        (
            f"themes over {entries} entries, warm cache, against cold",
            f"{warm * 1000:.0f} ms against {cold * 1000:.0f} ms",
            share,
            "≤ 0.1x",
            share <= 0.1,
        )
    ]


def _drawn(env: Mapping[str, str]) -> tuple[float, int]:
    from coach.options import Options
    from coach.wiring import build

    coach = build(Options(environ=dict(env)))
    coach.entries.ids()
    started = time.perf_counter()
    view = coach.themes.for_period()
    return time.perf_counter() - started, view.entries
