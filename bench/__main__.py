"""Print the ratios of the design's speed table, everything side by side in one run.

Usage: python -m bench [--runs N] [--only screens|processes|memory|inside|themes|remote]
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import inside, meaning, remote
from bench.data import write_sessions
from bench.measure import Cost, first_sight, in_turn, run

PYTHON = sys.executable
COACH = [str(Path(PYTHON).with_name("coach"))]
DAY = "2026-11-02"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    ratio: float | None
    goal: str
    reached: bool


def home(folder: Path) -> dict[str, str]:
    """The environment of a person whose data lies in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").touch()  # a first start would show the welcome in place of Today
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("COACH_")},
        "COACH_DATA": str(folder / "data"),
        "COACH_STATE": str(folder / "state"),
        "COACH_CONFIG": str(folder / "config.yaml"),
        "COACH_TODAY": DAY,
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


def filled(folder: Path, sessions: int) -> dict[str, str]:
    """A store with so many sessions, made through the program's own import."""
    env = home(folder)
    lines = folder / "sessions.jsonl"
    write_sessions(lines, sessions)
    run([*COACH, "import", str(lines)], env)
    lines.unlink()
    return env


def ratio(what: str, ours: float, theirs: float, most: float, unit: str = "ms") -> Row:
    """A row for ours against theirs, both in seconds."""
    share = ours / theirs
    return Row(
        what,
        f"{ours * 1000:.0f} {unit} against {theirs * 1000:.0f} {unit}",
        share,
        f"≤ {most:g}x",
        share <= most,
    )


def screens(runs: int, stores: dict[int, dict[str, str]]) -> list[Row]:
    """The first frame, wall time, against the smallest Textual app and against an empty store."""
    bare = [PYTHON, "-m", "bench.bare_app"]
    empty = min(stores)
    jobs: list[Callable[[], float]] = [lambda: first_sight(bare, b"bare row 0", stores[empty]).wall]
    stores = {count: env for count, env in stores.items() if count <= 10_000}
    for count in stores:
        wanted = b"first reflection" if count == 0 else b"Weekly reflection"
        jobs.append(lambda env=stores[count], wanted=wanted: first_sight(COACH, wanted, env).wall)  # type: ignore[misc]  # bound early
    bare_wall, *walls = in_turn(runs, *jobs)
    by_count = dict(zip(stores, walls, strict=True))
    rows = [
        ratio(f"first frame, {count} sessions, against a bare Textual app", wall, bare_wall, 1.15)
        for count, wall in by_count.items()
        if count <= 1000
    ]
    rows += [
        ratio(f"first frame, {count} sessions, against an empty store", wall, by_count[empty], 1.25)
        for count, wall in by_count.items()
        if count >= 10_000
    ]
    return rows


def processes(runs: int, big: dict[str, str], folder: Path) -> list[Row]:
    """`--version`, and a quick note against jrnl, as whole processes."""
    plain, version = in_turn(
        runs, lambda: run([PYTHON, "-c", "pass"]).cpu, lambda: run([*COACH, "--version"], big).cpu
    )
    rows = [ratio("`coach --version`, CPU, against `python -c pass`", version, plain, 2.5)]
    jrnl = shutil.which("jrnl", path=str(Path(PYTHON).parent)) or shutil.which("jrnl")
    if jrnl:
        their_home = jrnl_home(folder)
        ours, theirs = in_turn(
            max(3, runs // 2),
            lambda: run([*COACH, "log", "A short note about the week."], big).wall,
            lambda: run([jrnl, "A short note about the week."], their_home).wall,
        )
        rows.append(ratio("`coach log`, 10 000 sessions stored, against jrnl", ours, theirs, 0.1))
    return rows


def jrnl_home(folder: Path) -> dict[str, str]:
    """A jrnl journal of 10 000 entries of the same length."""
    from bench.data import words

    env = home(folder / "jrnl")
    journal = folder / "jrnl" / "journal.txt"
    with journal.open("w", encoding="utf-8") as out:
        for number in range(10_000):
            day = f"20{number // 500 + 10:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            out.write(f"[{day} 09:00] {words(260, number)}\n\n")
    config = folder / "jrnl" / ".config" / "jrnl" / "jrnl.yaml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        "version: v4.6\ncolors: {body: none, date: none, tags: none, title: none}\n"
        "default_hour: 9\ndefault_minute: 0\n"
        "editor: ''\nencrypt: false\nhighlight: false\nindent_character: '|'\n"
        f"journals:\n  default:\n    journal: {journal}\n"
        "linewrap: 79\ntagsymbols: '@'\ntemplate: false\ntimeformat: '%F %R'\n",
        encoding="utf-8",
    )
    env["XDG_CONFIG_HOME"] = str(folder / "jrnl" / ".config")
    return env


def memory(env: dict[str, str]) -> Row:
    """Peak memory of the open program with 10 000 sessions: all journals, the search index, the list."""
    keys = (b"/", b"meeting client\r")  # from Today to the entries, and a search in them
    cost: Cost = first_sight(COACH, b"Weekly reflection", env, settle=8.0, keys=keys)
    return Row(
        "memory, open program, 10 000 sessions loaded and searched",
        f"{cost.memory:.0f} MB",
        None,
        "≤ 150 MB",
        cost.memory <= 150,
    )


def show(rows: Iterable[Row]) -> None:
    """Lines of the table, as Markdown."""
    for row in rows:
        share = "" if row.ratio is None else f"{row.ratio:.3f}x"
        reached = "reached" if row.reached else "missed"
        print(f"| {row.what} | {row.figure} | {share} | {row.goal} | {reached} |", flush=True)


def _sizes(only: str) -> tuple[int, ...]:
    """How many sessions the stores hold that a part of the table needs."""
    if only in ("remote", "themes"):
        return ()
    return (0, 1000, 10_000, *((50_000,) if only in ("", "inside") else ()))


def main() -> None:
    """Make the stores, measure in turn, print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--runs", type=int, default=7, help="counted runs of each, after one warm-up")
    ask.add_argument("--only", default="", help="screens, processes, memory, inside, themes or remote")
    chosen = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as place:
        folder = Path(place)
        stores = {
            count: filled(folder / str(count), count) if count else home(folder / "0")
            for count in _sizes(chosen.only)
        }
        print("| what | measured | ratio | goal | |\n| --- | --- | --- | --- | --- |")
        if chosen.only in ("", "screens"):
            show(screens(chosen.runs, stores))
        if chosen.only in ("", "processes"):
            show(processes(chosen.runs, stores[10_000], folder))
        if chosen.only in ("", "memory"):
            show([memory(stores[10_000])])
        if chosen.only in ("", "inside"):
            show(Row(*line) for line in inside.figures(stores, folder))
        if chosen.only in ("", "themes"):
            show(Row(*line) for line in meaning.figures(home(folder / "themes"), folder))
        if chosen.only in ("", "remote"):
            show(Row(*line) for line in remote.figures(folder / "remote", chosen.runs))


if __name__ == "__main__":
    main()
