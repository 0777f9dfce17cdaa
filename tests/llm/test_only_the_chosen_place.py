"""Watched from outside: a whole program connects to the chosen endpoint and to nothing else (P37, P48)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.misbehaving import Misbehaving


def watched(tmp_path: Path, *arguments: str, **environ: str) -> tuple[str, list[str]]:
    """Run coach under strace: its output, and every address it connected or sent to."""
    strace = shutil.which("strace")
    log = tmp_path / "calls"
    line = [
        *(str(strace), "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log)),
        *(sys.executable, "-m", "coach", *arguments),
    ]
    ended = subprocess.run(
        line, env={**os.environ, **environ}, capture_output=True, text=True, check=False, timeout=90
    )
    calls = log.read_text() if log.exists() else ""
    return ended.stdout, re.findall(r"sa_family=AF_INET6?.*?(?:\"([0-9a-f:.]+)\")", calls)


@pytest.fixture(autouse=True)
def strace_works(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-qq", "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("no strace here")


def test_trying_an_endpoint_connects_to_it_alone(tmp_path: Path) -> None:
    with Misbehaving("json") as server:
        out, addresses = watched(
            tmp_path,
            *("doctor", "--online"),
            COACH_BASE_URL=f"http://localhost:{server.port}/v1",
            COACH_MODEL="m",
            HTTPS_PROXY="http://192.0.2.1:3128",
            HTTP_PROXY="http://192.0.2.1:3128",
            OPENAI_BASE_URL="http://192.0.2.2/v1",
        )
        assert "answers: first word" in out
        assert len(server.chats) == 2
    assert set(addresses) == {"127.0.0.1"}


def test_offline_nothing_is_connected_to_or_looked_up(tmp_path: Path) -> None:
    out, addresses = watched(
        tmp_path,
        *("doctor", "--online", "--offline"),
        COACH_BASE_URL="https://llm.example/v1",
        COACH_MODEL="m",
    )
    assert "Only this machine may be asked" in out
    assert addresses == []
