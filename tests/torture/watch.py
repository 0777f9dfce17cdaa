"""Runs the torture program and compares what it said with what is there afterwards."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.torture.program import RealClock, open_at

ROOT = Path(__file__).parents[2]


@dataclass
class Tally:
    """What was tried and what was lost, over a campaign."""

    name: str
    runs: int = 0
    acknowledged: int = 0
    failed: int = 0
    lost: list[str] = field(default_factory=list)
    unreadable: int = 0
    journals: int = 0

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.runs} runs, {self.acknowledged} saves acknowledged, {self.failed} refused "
            f"with a sentence, {len(self.lost)} lost, {self.unreadable} stores unreadable"
        )

    def report(self) -> None:
        """Print the line, and fail if anything was lost."""
        print(f"\n  {self}", end="")
        assert not self.lost, self.lost[:5]
        assert self.unreadable == 0


class Expected:
    """The documents a store must hold, from what programs said."""

    def __init__(self) -> None:
        self.sure: dict[str, str | None] = {}
        self.maybe: dict[str, list[str | None]] = {}

    def hear(self, output: bytes, tally: Tally) -> list[Any]:
        """Take in the output of one run; the lines."""
        lines = [json.loads(line) for line in output.split(b"\n")[:-1]]
        begun: tuple[str, str | None] | None = None
        for line in lines:
            if line[0] == "begin":
                begun = (line[1], line[2])
            elif line[0] == "saved" and begun is not None:
                tally.acknowledged += 1
                self._settle(*begun)
                begun = None
            elif line[0] == "failed" and begun is not None:
                tally.failed += 1
                assert line[2].endswith("."), line
                self._doubt(*begun)
                begun = None
        if begun is not None:
            self._doubt(*begun)
        return lines

    def _settle(self, id: str, text: str | None) -> None:
        if id:
            self.sure[id] = text
            self.maybe.pop(id, None)

    def _doubt(self, id: str, text: str | None) -> None:
        if id:
            self.maybe.setdefault(id, []).append(text)

    def compare(self, data: Path, state: Path, tally: Tally) -> None:
        """Open the store and look for everything acknowledged; then write to it."""
        try:
            opened = open_at(data, state)
            found = {doc["id"]: doc["text"] for doc in opened.store.each("entries")}
        except Exception as error:  # noqa: BLE001  # whatever it is, it counts as unreadable
            tally.unreadable += 1
            print(f"\n  unreadable: {error!r}")
            return
        for key, text in self.sure.items():
            if found.get(key) not in (text, *self.maybe.get(key, [])):
                tally.lost.append(f"{key}: {text!r:.40} became {found.get(key)!r:.40}")
        for key, text in found.items():
            if key in self.maybe and key not in self.sure:
                assert text in self.maybe[key]
        for path in (data / "journals").iterdir() if (data / "journals").is_dir() else ():
            assert path.stat().st_mode & 0o077 == 0
        tally.journals = len(list((data / "journals").iterdir())) if (data / "journals").is_dir() else 0


def command(what: str, data: Path, state: Path, *more: object, before: Sequence[str] = ()) -> list[str]:
    """The command line of the torture program, behind `before`."""
    program = [sys.executable, "-B", "-m", "tests.torture.program", what, str(data), str(state)]
    return [*before, *program, *(str(word) for word in more)]


def run(
    what: str, data: Path, state: Path, *more: object, before: Sequence[str] = ()
) -> "subprocess.CompletedProcess[bytes]":
    """Run the torture program to its end."""
    return subprocess.run(
        command(what, data, state, *more, before=before),
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )


def start(what: str, data: Path, state: Path, *more: object) -> "subprocess.Popen[bytes]":
    """Start the torture program."""
    return subprocess.Popen(
        command(what, data, state, *more), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


__all__ = ["Expected", "RealClock", "Tally", "command", "open_at", "run", "start"]
