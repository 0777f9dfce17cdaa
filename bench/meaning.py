"""Themes over a thousand entries: the first reading, and the next drawing from what it kept."""

import json
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from bench.data import words
from bench.measure import run

Line = tuple[str, str, float | None, str, bool]


ENTRIES, WORDS = 1_000, 40


def figures(env: dict[str, str], folder: Path) -> list[Line]:
    """Cold against warm; the warm one as in the next process, with nothing but the cache on disk.

    `env` is that of an empty store, which is filled with notes of forty words.
    """
    notes = folder / "notes.jsonl"
    last = date(2026, 11, 1)
    lines = (
        {
            "id": f"note-{number}",
            "date": (last - timedelta(days=number // 3)).isoformat(),
            "kind": "note",
            "text": words(WORDS, number),
        }
        for number in range(ENTRIES)
    )
    notes.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    run([str(Path(sys.executable).with_name("coach")), "import", str(notes)], env)
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
    list(coach.entries.ids())
    started = time.perf_counter()
    view = coach.themes.for_period()
    return time.perf_counter() - started, view.entries
