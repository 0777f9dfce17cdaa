"""Figures from inside one process: the durable save, the follow-up question, the search."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

from bench.data import words

Line = tuple[str, str, float | None, str, bool]


def figures(stores: Mapping[int, Mapping[str, str]], folder: Path) -> list[Line]:
    """All lines, against the largest store."""
    big = stores[max(stores)]
    small = stores[min(count for count in stores if count)]
    return [*saves(small, big, folder), *follow_ups(big), *searches(folder)]


def _coach(env: Mapping[str, str]):  # noqa: ANN202  # the bundle's type would import every room here
    from coach.options import Options
    from coach.wiring import build

    return build(Options(environ=dict(env)))


def saves(small: Mapping[str, str], big: Mapping[str, str], folder: Path) -> list[Line]:
    """The durable save of a session against one bare write and fsync of the same bytes, and its growth."""
    text = words(260, 1)
    record = text.encode() + b"\n"

    def bare(descriptor: int) -> float:
        started = time.perf_counter()
        os.write(descriptor, record)
        os.fsync(descriptor)
        return time.perf_counter() - started

    few, many = _coach(small), _coach(big)
    for opened in (few, many):
        opened.entries.list("", limit=1)
        opened.entries.log(text)
    descriptor = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    took: dict[str, list[float]] = {"bare": [], "few": [], "many": []}
    for _ in range(60):
        took["bare"].append(bare(descriptor))
        for name, opened in (("few", few), ("many", many)):
            started = time.perf_counter()
            opened.entries.log(text)
            took[name].append(time.perf_counter() - started)
    os.close(descriptor)
    floor, at_few, at_many = (median(took[name]) for name in ("bare", "few", "many"))
    figure = f"{at_many * 1000:.2f} ms against {floor * 1000:.2f} ms"
    growth = f"{at_many * 1000:.2f} ms against {at_few * 1000:.2f} ms"
    return [
        (
            "durable save at 10 000 sessions, against one write + fsync",
            figure,
            at_many / floor,
            "≤ 2x",
            at_many / floor <= 2,
        ),
        (
            "durable save, 10 000 against 1 000 sessions",
            growth,
            at_many / at_few,
            "≤ 1.25x",
            at_many / at_few <= 1.25,
        ),
    ]


def follow_ups(env: Mapping[str, str]) -> list[Line]:
    """The embedded follow-up to answers of up to 300 words, and to one of 3 000."""
    from coach.domain.asking import STAGES, SUPPORT_LEVELS, Situation

    asking = _coach(env).asking
    asking.reply(Situation(answer="A first answer, so that the catalogue is loaded."))

    def ask(size: int, seed: int) -> float:
        situation = Situation(
            answer=words(size, seed), stage=STAGES[seed % 4], support=SUPPORT_LEVELS[seed % 3]
        )
        started = time.perf_counter()
        asking.reply(situation)
        return time.perf_counter() - started

    usual = [ask(20 + seed % 280, seed) for seed in range(400)]
    long = [ask(3000, seed) for seed in range(20)]
    slowest = quantiles(usual, n=100)[98]
    return [
        (
            "embedded follow-up, ≤ 300 words, 99th percentile",
            f"{slowest * 1000:.1f} ms",
            None,
            "≤ 16 ms",
            slowest <= 0.016,
        ),
        (
            "embedded follow-up, 3 000 words, median",
            f"{median(long) * 1000:.1f} ms",
            None,
            "≤ 100 ms",
            median(long) <= 0.1,
        ),
    ]


def searches(folder: Path) -> list[Line]:
    """Search as one types, over 10 000 entries of 500 words; building the index is told beside it."""
    del folder
    from coach.engine.search.index import Index

    started = time.perf_counter()
    search = Index()
    for number in range(10_000):
        search.add(str(number), words(500, number))
    built = time.perf_counter() - started
    took = []
    for query in (
        "m",
        "me",
        "mee",
        "meet",
        "meeting",
        "meeting clie",
        "meeting client bud",
        "meetnig",
        '"release decision"',
    ):
        begun = time.perf_counter()
        search.find(query, 50)
        took.append(time.perf_counter() - begun)
    figure = f"slowest {max(took) * 1000:.1f} ms, median {median(took) * 1000:.1f} ms (index built in {built:.1f} s)"
    return [("search as you type, 10 000 × 500 words", figure, None, "< 50 ms", max(took) < 0.05)]
