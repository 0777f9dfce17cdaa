"""Run commands as a person would and read what they cost from the operating system's own accounting."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one run cost, in seconds and MB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run to the end, output thrown away. Raises RuntimeError when the command fails."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command,
        env=dict(env or os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with child:
        complaint = child.stderr.read() if child.stderr else b""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(
            f"{command[0]} exited {child.returncode}: {complaint.decode(errors='replace')[-400:]}"
        )
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def first_sight(
    command: Sequence[str],
    wanted: bytes,
    env: Mapping[str, str],
    *,
    settle: float = 0.0,
    keys: Sequence[bytes] = (),
) -> Cost:
    """Start a full-screen program on an 80x24 terminal; the cost until `wanted` stands on it, then end it.

    `settle`: seconds to let it work on before memory is read (0: do not wait). `keys` are pressed then, one
    after the other, with as long to work on after each.
    """
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), dict(env))  # the child becomes the program under test
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    deadline = started + 30
    try:
        while wanted not in seen:
            if time.perf_counter() > deadline:
                raise RuntimeError(f"{command[0]} never showed {wanted!r}; last bytes: {seen[-300:]!r}")
            ready, _, _ = select.select([terminal], [], [], 0.5)
            if ready:
                seen += os.read(terminal, 65536)
        wall = time.perf_counter() - started
        _let(terminal, settle)
        for key in keys:
            os.write(terminal, key)
            _let(terminal, settle)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(terminal)
        _, _, usage = os.wait4(pid, 0)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _let(terminal: int, seconds: float) -> None:
    """Let the program work, and read what it draws."""
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 65536)


def in_turn(runs: int, *jobs: Callable[[], float]) -> list[float]:
    """Run the jobs in turn, `runs` times after one warm-up, so that drift hits all alike; their medians."""
    for job in jobs:
        job()
    figures: list[list[float]] = [[] for _ in jobs]
    for _ in range(runs):
        for job, kept in zip(jobs, figures, strict=True):
            kept.append(job())
    return [median(kept) for kept in figures]
