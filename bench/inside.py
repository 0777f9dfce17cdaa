"""Figures from inside one process: the durable save, the follow-up question, the search."""

import gc
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from bench.data import words

if TYPE_CHECKING:
    from coach.engine.coach import Coach

Line = tuple[str, str, float | None, str, bool]
DAY = "2026-11-02"
SAVES = 60


def figures(stores: Mapping[int, Mapping[str, str]], folder: Path) -> list[Line]:
    """All lines, against the largest store."""
    big = stores[10_000]
    return [*saves(stores, folder), *follow_ups(big), *searches()]


def _coach(env: Mapping[str, str]) -> "Coach":
    from coach.options import Options
    from coach.wiring import build

    return build(Options(environ=dict(env)))


def _record(number: int, text: str) -> dict[str, Any]:
    """A weekly session of about 2 KB, as the store keeps it."""
    from datetime import UTC, datetime

    from coach.domain.ids import new_id

    now = datetime.now(UTC)
    fourth = len(text) // 4
    answers = [
        {
            "step": f"s{part}",
            "question": f"Question {part}",
            "answer": text[part * fourth : (part + 1) * fourth],
        }
        for part in range(4)
    ]
    return {
        "id": new_id(now), "created": now.isoformat(), "date": DAY, "kind": "weekly", "answers": answers,
        "source_id": f"saved-{number}",
    }  # fmt: skip


def saves(stores: Mapping[int, Mapping[str, str]], folder: Path) -> list[Line]:
    """The durable save of a session's record against one write and fsync of the same bytes; its growth.

    The store alone: the safety check that comes before a save is no part of it.
    """
    from coach.clock import SystemClock
    from coach.engine.ports import Put
    from coach.paths import locate
    from coach.store.lines import encode_json
    from coach.store.open import open_store

    opened = {}
    for count, env in stores.items():
        if count:
            place = locate(env)
            opened[count] = open_store(
                place.data, place.state, clock=SystemClock(), backups=place.backups, keep=14
            ).store
            opened[count].count("entries")  # loaded, as in the open program
    descriptor = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    took: dict[int, list[float]] = {0: [], **{count: [] for count in opened}}
    for number in range(SAVES + 5):
        record = _record(number, words(260, number))
        line = encode_json(record) + b"\n"
        started = time.perf_counter()
        os.write(descriptor, line)
        os.fsync(descriptor)
        took[0].append(time.perf_counter() - started)
        for count, store in opened.items():
            started = time.perf_counter()
            store.commit([Put("entries", {**record})], label="bench")
            took[count].append(time.perf_counter() - started)
    os.close(descriptor)
    floor, *_ = (middle := {count: median(each[5:]) for count, each in took.items()}).values()
    few = min(opened)
    lines = [
        _against(f"durable save at {count} sessions, against write + fsync", middle[count], floor, 2)
        for count in opened
    ]
    return [
        *lines,
        _against(
            f"durable save, {max(opened)} against {few} sessions", middle[max(opened)], middle[few], 1.25
        ),
    ]


def _against(what: str, ours: float, theirs: float, most: float) -> Line:
    figure = f"{ours * 1000:.2f} ms against {theirs * 1000:.2f} ms"
    return what, figure, ours / theirs, f"≤ {most:g}x", ours / theirs <= most


def _timed(job: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of this thread: the first moves with what else the machine does."""
    wall, cpu = time.perf_counter(), time.thread_time()
    job()
    return time.perf_counter() - wall, time.thread_time() - cpu


def _p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


def follow_ups(env: Mapping[str, str]) -> list[Line]:
    """The embedded follow-up to answers of up to 300 words, and to one of 3 000, with the history loaded."""
    from coach.domain.asking import STAGES, SUPPORT_LEVELS, Situation

    coach = _coach(env)
    coach.entries.list("", limit=1)
    asking = coach.asking
    asking.reply(Situation(answer="A first answer, so that the catalogue is loaded."))

    def ask(size: int, seed: int) -> tuple[float, float]:
        situation = Situation(
            answer=words(size, seed), stage=STAGES[seed % 4], support=SUPPORT_LEVELS[seed % 3]
        )
        return _timed(lambda: asking.reply(situation))

    usual = [ask(20 + seed % 280, seed) for seed in range(400)]
    long = [ask(3000, seed) for seed in range(20)]
    wall, cpu = (_p99(each) for each in zip(*usual, strict=True))
    middle = median(cost[0] for cost in usual)
    long_wall, long_cpu = (median(each) for each in zip(*long, strict=True))
    return [
        (
            "embedded follow-up, ≤ 300 words, CPU at the 99th percentile",
            f"{cpu * 1000:.1f} ms (wall {wall * 1000:.1f} ms, median {middle * 1000:.1f} ms)",
            None,
            "≤ 16 ms",
            cpu <= 0.016,
        ),
        (
            "embedded follow-up, 3 000 words, median CPU",
            f"{long_cpu * 1000:.1f} ms (wall {long_wall * 1000:.1f} ms)",
            None,
            "≤ 100 ms",
            long_cpu <= 0.1,
        ),
    ]


QUERIES = (
    "m", "me", "mee", "meet", "meeting", "meeting clie", "meeting client bud", "meetnig",
    '"release decision"',
)  # fmt: skip


def searches() -> list[Line]:
    """Search as one types, over 10 000 entries of 500 words; building and reading back are told beside it."""
    from coach.engine.search.index import Index

    gc.collect()  # a search must not be what clears the stores of `saves` away
    search = Index()
    built, _ = _timed(lambda: [search.add(str(number), words(500, number)) for number in range(10_000)])
    kept = search.to_bytes()
    back, _ = _timed(lambda: Index.from_bytes(kept))
    took = [_timed(lambda query=query: search.find(query, 50)) for query in QUERIES for _ in range(3)]  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    wall, cpu = (max(each) for each in zip(*took, strict=True))
    middle = median(cost[0] for cost in took)
    figure = (
        f"slowest {cpu * 1000:.1f} ms of CPU (wall {wall * 1000:.1f} ms, median {middle * 1000:.1f} ms; "
        f"index made in {built:.1f} s, read back in {back * 1000:.0f} ms)"
    )
    return [("search as you type, 10 000 × 500 words", figure, None, "< 50 ms", cpu < 0.05)]
