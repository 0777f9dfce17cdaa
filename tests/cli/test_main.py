"""The process as a whole: start, end, signals, closed pipes, crashes (ux, section 6; P17, P39, P40)."""

import json
import os
import pty
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.helpers import coach

COACH = [sys.executable, "-m", "coach"]


def start(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COACH, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        **more,
    )


def test_the_version_needs_no_package() -> None:
    code = (
        "import sys; sys.argv=['coach','--version']\n"
        "from coach.__main__ import main; main(); print(sorted(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=_root()
    )
    version, modules = ended.stdout.splitlines()
    assert version == "coach 0.1.0"
    for costly in ("click", "typing", "dataclasses", "json", "re", "pathlib", "signal"):
        assert f"'{costly}'" not in modules


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


def test_the_version_also_answers_among_other_options() -> None:
    assert start("--version", "--json").stdout.startswith('{"schema": "coach/1", "kind": "version"')
    assert start("-q", "--version").stdout == "coach 0.1.0\n"


def test_without_a_terminal_it_prints_what_today_prints() -> None:
    bare, today = start(), start("today")
    assert (bare.returncode, bare.stdout) == (0, today.stdout)
    assert bare.stdout


def test_a_closed_pipe_ends_quietly() -> None:
    for line in (["-h"], ["config", "show"]):
        reader, writer = os.pipe()
        os.close(reader)
        with subprocess.Popen([*COACH, *line], stdout=writer, stderr=subprocess.PIPE, text=True) as child:
            os.close(writer)
            _, said = child.communicate(timeout=60)
        assert said == ""
        assert child.returncode == 0


def test_closed_streams_and_a_full_disk_behind_stdout_are_no_crash() -> None:
    assert start("-h", preexec_fn=lambda: os.close(1)).returncode == 0
    assert start(preexec_fn=lambda: os.close(0)).returncode == 0
    assert start("log", preexec_fn=lambda: os.close(0)).returncode == 2
    with open("/dev/full", "w") as full:  # noqa: PTH123  # a device
        ended = subprocess.run(
            [*COACH, "config", "show"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ended.returncode == 1
    assert "could not be written" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_its_status_and_no_traceback(number: signal.Signals, status: int) -> None:
    with subprocess.Popen(
        [*COACH, "log", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        _wait_until_reading(child.pid)
        child.send_signal(number)
        _, said = child.communicate(timeout=60)
    assert child.returncode == status
    assert "Traceback" not in said


def _wait_until_reading(pid: int) -> None:
    """Until the process sleeps in a read of its standard input, at most 20 s."""
    for _ in range(2000):
        place = Path(f"/proc/{pid}/wchan").read_text(encoding="ascii")
        loaded = "click" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") or "pipe" in place
        if loaded and "pipe" in place:
            return
        time.sleep(0.01)
    raise AssertionError("the process never read its standard input")


def test_a_crash_quotes_nothing_anywhere_p39(own_place: Path) -> None:
    code = (
        "import sys, threading; sys.argv=['coach','doctor']\n"
        "import coach.cli.run as r, coach.__main__ as m\n"
        "secret = 'what the entry says'\n"
        "def run(arguments, environ):\n"
        "    t = threading.Thread(target=lambda: (_ for _ in ()).throw(ValueError(secret)))\n"
        "    t.start(); t.join()\n"
        "    class Bad:\n"
        "        def __del__(self): raise KeyError(secret)\n"
        "    Bad()\n"
        "    raise RuntimeError(secret) from LookupError(secret)\n"
        "r.run = run; m.main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "what the entry says" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    reports = list((own_place / "state" / "reports").iterdir())
    text = "".join(report.read_text(encoding="utf-8") for report in reports)
    assert "what the entry says" not in text
    for kind in ("ValueError", "KeyError", "RuntimeError", "LookupError"):
        assert kind in text
    assert {stat.S_IMODE(report.stat().st_mode) for report in reports} == {0o600}


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_whatever_the_umask_everything_is_the_owners_own_p40(mask: int, own_place: Path) -> None:
    def loosen() -> None:
        os.umask(mask)

    for line in (["log", "words @ann #tag"], ["config", "init"], ["today"], ["backup"], ["entries"]):
        assert start(*line, preexec_fn=loosen).returncode == 0, line
    loose = [
        str(path.relative_to(own_place))
        for path in own_place.rglob("*")
        if path.stat().st_mode & 0o077 and path.name != "home"
    ]
    assert loose == []


def test_a_terminal_that_is_plain_gets_text_and_no_escape_byte() -> None:
    for extra in ({"TERM": "dumb"}, {"COACH_PLAIN": "1"}, {}):
        line = COACH if extra else [*COACH, "--plain"]
        shown = _in_terminal(line, {**os.environ, **extra})
        assert b"coach reflect" in shown
        assert b"\x1b" not in shown


def _in_terminal(line: list[str], environ: dict[str, str]) -> bytes:
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(line[0], line, environ)
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                more = os.read(terminal, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
    os.close(terminal)
    os.waitpid(pid, 0)
    return shown


def test_an_odd_encoding_of_the_terminal_is_no_crash() -> None:
    start("log", "naïve – 面談")
    ended = start("entries", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0
    assert "na?ve" in ended.stdout


def test_a_broken_config_stops_commands_before_anything_is_done(own_place: Path) -> None:
    (own_place / "config.yaml").write_text("ui:\n  them: dark\n", encoding="utf-8")
    ended = start("log", "words", "--json")
    assert ended.returncode == 4
    assert json.loads(ended.stdout)["error"]["code"] == "invalid"
    assert "line 2" in ended.stderr
    assert not (own_place / "data").exists()
    assert start("doctor").returncode == 4
    assert start("config", "get", "ui.theme").stdout == "auto\n"


def test_a_config_that_is_named_must_exist() -> None:
    ended = start("today", "--config", "/nowhere/c.yaml")
    assert ended.returncode == 3
    assert "config init" in ended.stderr


def test_a_day_that_is_not_understood_is_refused() -> None:
    assert start("today", env={**os.environ, "COACH_TODAY": "someday"}).returncode == 2
    assert "COACH_TODAY" in start("today", env={**os.environ, "COACH_TODAY": "someday"}).stderr
    assert start("today", "--today", "2026-11-18").returncode == 0


def test_p5_a_command_that_fails_still_says_what_the_store_found(own_place: Path) -> None:
    coach("log", "one")
    coach("log", "two")
    (journal,) = (own_place / "data" / "journals").iterdir()
    first, second = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(first.replace(b"one", b"0ne") + second)

    failed = coach("entries", "show", "no such entry")

    assert failed.code == 3
    assert "1 damaged line was set aside" in failed.err
