"""What every test stands on: its own folders, a fixed zone and language, and no network (promise P48)."""

import os
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test is judged by how long it took: a machine that is busy would fail it.
settings.register_profile("coach", deadline=None)
settings.load_profile("coach")

_KEPT = (
    "PATH",
    "LANG",
    "VIRTUAL_ENV",
    "TMPDIR",
    "PYTEST_CURRENT_TEST",
    "PYTEST_XDIST_WORKER",
    "COVERAGE_PROCESS_START",
)


def _is_here(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in {"localhost", ""}:
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Real sockets reach this machine only, and no name is looked up beyond it.

    A test that goes further fails, also where the program takes the refusal for a fault of the network.
    """
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
    reached: list[object] = []

    def guard(real: Any) -> Any:
        def guarded(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_here(address):
                reached.append(address)
                raise OSError("a test reached for the network")
            return real(self, address)

        return guarded

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host is not None and not _is_address(host):
            reached.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "a test looked a name up")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guard(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guard(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    yield
    assert not reached, f"a test reached for the network: {reached}"


def _is_address(host: object) -> bool:
    """A number or this machine: looking it up asks nobody."""
    if _is_here(host):
        return True
    try:
        ip_address(host.decode(errors="replace") if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home, data, state and config of the test's own; English, UTC, and no variable of the caller's."""
    for name in list(os.environ):
        if name not in _KEPT:
            monkeypatch.delenv(name)
    place = tmp_path / "place"
    place.mkdir(mode=0o700)
    for name, value in {
        "HOME": place / "home",
        "COACH_DATA": place / "data",
        "COACH_STATE": place / "state",
        "COACH_CONFIG": place / "config.yaml",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "LINES": "24",
    }.items():
        monkeypatch.setenv(name, str(value))
    (place / "home").mkdir()
    time.tzset()
    yield place
    monkeypatch.undo()
    time.tzset()
