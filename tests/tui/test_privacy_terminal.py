"""A whole session on the real screens reaches for no place but the chosen one (P30, P37, P48)."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.doubles.misbehaving import Misbehaving
from tests.tui.terminal import Terminal
from tests.tui.test_ending import started

ANSWER = b"I promised Mina the draft for Friday and said nothing when it slipped again."
PROXIES = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


def set_up(place: Path, url: str, more: str = "") -> dict[str, str]:
    """Someone who chose an engine elsewhere and allowed questions to go there."""
    environ = started(place)
    (place / "config.yaml").write_text(
        f"engine:\n  use: remote\nremote:\n  model: m\n  base_url: {url}\n  first_token_seconds: 2\n{more}"
    )
    subprocess.run(
        [sys.executable, "-m", "coach", "privacy", "allow", "follow_up"],
        env=environ,
        check=True,
        capture_output=True,
        timeout=60,
    )
    return {**environ, **PROXIES, "COACH_API_KEY": "sk-none"}


def wrapped(place: Path, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    """From now on the terminal runs the program under another."""
    script = place / "python"
    script.write_text(f'#!/bin/sh\nexec {before} "{sys.executable}" "$@"\n')
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))


def session(terminal: Terminal, place: Path, until: Callable[[], object] = lambda: True) -> None:
    """Begin the first thing due, answer, go on, leave once `until` holds."""
    terminal.wait(lambda: b"DUE" in terminal.written, "Today", 60)
    terminal.send(b"s")
    terminal.wait(lambda: b"Start a session" in terminal.written, "the kinds", 60)
    terminal.wait(lambda: b"Purpose" in terminal.written, "guides read", 60)
    terminal.send(b"\r")
    terminal.wait(lambda: b"Your answer" in terminal.written, "the first question", 60)
    terminal.send(ANSWER)
    terminal.wait(lambda: ANSWER.decode() in drafts_and_journals(place), "the answer on disk", 60)
    terminal.send(b"\x0e")
    terminal.wait(lambda: ANSWER.decode() in journals(place), "the answer kept", 60)
    terminal.wait(until, "what was waited for", 60)
    terminal.read(0.5)
    terminal.send(b"\x11")
    assert terminal.end(30) == 0
    assert b"Traceback" not in terminal.written


def command_lines() -> bytes:
    """The list of processes, as every user of the machine can read it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            found.append(path.read_bytes())
    return b"".join(found)


def journals(place: Path) -> str:
    """All journals, raw."""
    return "".join(path.read_text("utf-8", "replace") for path in place.glob("data/journals/*.jsonl"))


def drafts_and_journals(place: Path) -> str:
    """What is on disk of what was typed."""
    drafts = (
        path.read_text("utf-8", "replace") for path in place.glob("state/**/drafts/*") if path.is_file()
    )
    return "".join(drafts) + journals(place)


def test_a_session_with_a_server_of_this_machine_connects_there_alone_p37_p48(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    with Misbehaving() as server:
        environ = set_up(own_place, server.url, "privacy:\n  local_only: true\n")
        trace = own_place / "trace"
        calls = "trace=connect,sendto,sendmsg"
        wrapped(own_place, monkeypatch, f"strace -f -qq --seccomp-bpf -e {calls} -o '{trace}'")
        with Terminal(environ=environ) as terminal:
            session(terminal, own_place, lambda: server.chats)
            processes = command_lines()
        assert "slipped again" in server.chats[0].body.decode()
        assert b"sk-none" not in processes
        assert ANSWER not in processes
        lines = [one for one in trace.read_text().splitlines() if "AF_INET" in one]
        assert lines
        for line in lines:
            assert 'inet_addr("127.0.0.1")' in line, line
            if "connect(" in line:
                assert f"sin_port=htons({server.port})" in line, line


def test_a_session_without_any_network_loses_nothing_and_goes_on_p30(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("no network namespace can be made here")
    environ = set_up(own_place, "https://llm.invalid/v1")
    wrapped(own_place, monkeypatch, "unshare -rn")
    with Terminal(environ=environ) as terminal:
        session(terminal, own_place)
    assert "slipped again" in journals(own_place)
