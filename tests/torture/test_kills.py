"""Killed at random moments, and at every single call (P1, P3, P10, P11)."""

import random
import shutil
import signal
import threading
import time

import pytest

from tests.torture.watch import Expected, Tally, run, start

pytestmark = pytest.mark.torture

STRACE = shutil.which("strace")
TRACED = [str(STRACE), "-f", "-qq", "-o", "/dev/null"]
needs_strace = pytest.mark.skipif(not STRACE, reason="strace is not installed")
CALLS = {
    "write": "write",
    "pwrite64": "pwrite64",
    "fsync": "fsync",
    "rename": "?rename,?renameat,?renameat2",
    "ftruncate": "ftruncate",
    "mkdir": "?mkdir,?mkdirat",
    "unlink": "?unlink,?unlinkat",
    "fchmod": "fchmod",
}


def test_300_random_kills(tmp_path):
    chance = random.Random(20261122)
    tally = Tally("kill -9 at random moments")
    for folder in range(10):
        data, state = tmp_path / f"data-{folder}", tmp_path / f"state-{folder}"
        expected = Expected()
        for _ in range(30):
            program = start("for_ever", data, state, chance.randrange(10**9))
            first = program.stdout.readline()  # it runs
            pause = chance.random() * 0.12
            killer = threading.Timer(pause, program.kill)
            killer.start()
            rest = program.stdout.read()
            program.wait()
            killer.join()
            program.stdout.close()
            program.stderr.close()
            expected.hear(first + rest, tally)
            tally.runs += 1
        expected.compare(data, state, tally)
        assert tally.journals == 1  # a kill makes no new journal
    tally.report()


@needs_strace
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_every_call(tmp_path, call):
    _campaign(tmp_path, call, "signal=SIGKILL", f"SIGKILL at every {call}")


@needs_strace
@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("call", [call for call in CALLS if call != "write"])
def test_an_error_at_every_call(tmp_path, call, error):
    _campaign(tmp_path, call, f"error={error}", f"{error} at every {call}")


@needs_strace
@pytest.mark.parametrize("error", ["EIO", "ENOSPC", "EDQUOT"])
def test_an_error_at_every_write_to_a_file(tmp_path, error):
    """The program's own words on stdout are writes too: those that fail end it, which is no fault."""
    _campaign(tmp_path, "write", f"error={error}", f"{error} at every write")


def _campaign(tmp_path, call, fault, name):
    tally = Tally(name)
    for number in range(1, 400):
        data, state = tmp_path / f"data-{number}", tmp_path / f"state-{number}"
        done = run(
            "script", data, state, before=[*TRACED, "-e", f"inject={CALLS[call]}:{fault}:when={number}"]
        )
        expected = Expected()
        lines = expected.hear(done.stdout, tally)
        tally.runs += 1
        expected.compare(data, state, tally)
        after = run("script", data, state)
        expected.hear(after.stdout, tally)
        assert after.returncode == 0, after.stderr
        expected.compare(data, state, tally)
        shutil.rmtree(data)
        shutil.rmtree(state)
        ended_well = done.returncode == 0 and lines[-1] == ["end"]
        if ended_well and not any(line[0] == "failed" for line in lines) and number > _enough(call):
            break
    tally.report()


def _enough(call):
    """A fault may be borne in silence (the pid in the lock file), so the first quiet run is not the end."""
    return {"write": 40, "fsync": 40}.get(call, 20)


@needs_strace
def test_no_locks_on_this_disk(tmp_path):
    tally, expected = Tally("flock fails with ENOLCK"), Expected()
    data, state = tmp_path / "data", tmp_path / "state"
    for _ in range(3):
        done = run(
            "script",
            data,
            state,
            before=[*TRACED, "-e", "inject=flock:error=ENOLCK"],
        )
        assert done.returncode == 0, done.stderr
        expected.hear(done.stdout, tally)
        tally.runs += 1
    expected.compare(data, state, tally)
    assert tally.journals == 3
    tally.report()


@needs_strace
def test_a_lock_never_free_is_given_up_after_five_seconds(tmp_path):
    data, state = tmp_path / "data", tmp_path / "state"
    began = time.monotonic()
    tracing = [*TRACED, "-e", "inject=flock:error=EAGAIN"]
    done = run("count", data, state, 1, before=tracing)
    tally = Tally("flock never free")
    tally.runs = 1
    Expected().hear(done.stdout, tally)
    assert tally.failed == 1
    assert b"StoreBusy" in done.stdout
    assert time.monotonic() - began < 30
    tally.report()


def test_a_killed_lock_holder_lets_the_next_one_in(tmp_path):
    data, state = tmp_path / "data", tmp_path / "state"
    tally, expected = Tally("lock holder killed"), Expected()
    for _ in range(20):
        holder = start("hold_lock", data, state)
        assert holder.stdout.readline()
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
        done = run("count", data, state, 2)
        expected.hear(done.stdout, tally)
        tally.runs += 1
    assert tally.failed == 0
    expected.compare(data, state, tally)
    tally.report()


@pytest.mark.parametrize("writers", [2, 4])
@pytest.mark.parametrize("machines", ["one machine", "a machine each"])
def test_writers_at_once(tmp_path, writers, machines):
    tally, expected = Tally(f"{writers} writers x 200, {machines}"), Expected()
    data = tmp_path / "data"
    states = [tmp_path / ("state" if machines == "one machine" else f"state-{n}") for n in range(writers)]
    programs = [start("count", data, state, 200) for state in states]
    for program in programs:
        output, errors = program.communicate(timeout=300)
        assert program.returncode == 0, errors
        expected.hear(output, tally)
        tally.runs += 1
    expected.compare(data, states[0], tally)
    assert tally.acknowledged == writers * 200
    assert tally.journals == (1 if machines == "one machine" else writers)
    tally.report()
