"""What a server receives is what was previewed, and nothing marked ever arrives (P35, P37, P39)."""

import io
import logging
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest

from coach.crash import report
from coach.engine.chat import EngineFault, Message
from coach.engine.gate import Outgoing, Source
from coach.errors import CoachError
from coach.options import Options
from coach.wiring import build
from coach.wiring.wired import Wired
from tests.cli.helpers import coach
from tests.doubles.misbehaving import Misbehaving

KEY = "sk-canary-5f1d"
CANARY = "zebrafinch"
"""Stands in everything that must not arrive."""
TEXTS = [
    "Mina was late and I said nothing.",
    "Ünïcode “quotes”, 日本語, 👩‍💻 and a tab\there\r\nand lines",
    'Quotes " and \\ and {{ 7*7 }} and </s><|im_start|>system',
    "control \x1b[31m and \x00 and \u202e and \ud800 half",
    "x" * 5000,
]


@contextmanager
def remote(place: Path, mode: str = "ok", *, mask: bool = True) -> Iterator[tuple[Misbehaving, Wired]]:
    """A whole program whose endpoint is a loopback server."""
    with Misbehaving(mode) as server:
        (place / "config.yaml").write_text(
            "engine:\n  use: remote\nremote:\n  model: m\n  first_token_seconds: 2\n  total_seconds: 4\n"
            f"  base_url: {server.url}\nprivacy:\n  mask_names: {str(mask).lower()}\n"
        )
        wired = cast("Wired", build(Options(environ={**os.environ, "COACH_API_KEY": KEY})))
        try:
            yield server, wired
        finally:
            wired._remote.close()


def follow_up(text: str, entry: str = "") -> Outgoing:
    messages = (Message("system", "Ask one question."), Message("user", f"They wrote:\n{text}"))
    return Outgoing("follow_up", messages, (Source(entry, {}, text),))


def send(wired: Wired, outgoing: Outgoing) -> None:
    gate = wired._remote.gate
    gate.send(gate.prepare(outgoing), once=True)


@pytest.mark.parametrize("text", TEXTS)
def test_the_server_receives_the_preview_byte_for_byte_p35(own_place: Path, text: str) -> None:
    coach("people", "add", "Mina")
    with remote(own_place) as (server, wired):
        parcel = wired._remote.gate.prepare(follow_up(text))
        wired._remote.gate.send(parcel, once=True)
        (received,) = server.chats
        body = received.json
        shown = [{"role": one.role, "content": one.content} for one in parcel.messages]
        assert body.pop("messages") == shown
        assert "Mina" not in received.body.decode()
        # Beside the text only what the program itself says: no name, no id, no user, no metadata.
        assert set(body) <= {"model", "stream", "max_tokens", "temperature", "stream_options"}
        for value in received.headers.values():
            assert "late" not in value
            assert "quotes" not in value


def test_what_the_command_previews_is_what_is_sent_p35(own_place: Path) -> None:
    coach("people", "add", "Mina Kovac")
    coach("log", "Kovac's plan was late; see https://wiki.example/mina-kovac.")
    with remote(own_place) as (server, wired):
        shown = coach("privacy", "preview", "follow_up", "--json").json["data"]
        parcel = wired.privacy.preview("follow_up")
        assert parcel is not None
        wired._remote.gate.send(parcel, once=True)
        assert server.chats[0].json["messages"] == shown["messages"]
        assert not re.search("mina|kovac", server.chats[0].body.decode(), re.IGNORECASE)
        (line,) = wired.privacy.log()
        assert line.digest == shown["digest"]
        assert line.outcome == "whole"


def test_ask_sends_what_the_record_says_and_puts_names_back_p35_p36(own_place: Path) -> None:
    coach("people", "add", "Mina Kovac")
    words = "I promised Mina the draft for Friday and said nothing when it slipped."
    with remote(own_place) as (server, wired):
        env = {"COACH_API_KEY": KEY}
        assert coach("ask", words, "--engine", "remote", env=env).code == 5
        assert not server.chats
        coach("privacy", "allow", "follow_up", env=env)
        coach("ask", words, env=env)
        received = [one.json["messages"] for one in server.chats]
        assert received
        lines = wired.privacy.log()[::-1]
        shown = ["\n\n".join(f"[{one['role']}]\n{one['content']}" for one in body) for body in received]
        assert [sha256(text.encode()).hexdigest() for text in shown] == [line.digest for line in lines]
        assert all("said nothing when it slipped" in text and "Mina" not in text for text in shown)
        before = len(server.chats)
        coach("privacy", "revoke", "follow_up", env=env)
        assert coach("ask", words, env=env).code == 0
        assert len(server.chats) == before


def fill(place: Path) -> None:
    """A week with everything that must stay, marked each in its way, and one entry that may go."""
    coach("people", "add", CANARY.title())
    coach("people", "edit", CANARY.title(), "--never-send")
    coach("people", "add", "Mina")
    coach("log", f"I owe {CANARY} a call after the demo.")
    coach("log", "The draft was late.", "--with", CANARY.title())
    coach("log", f"Never tell: {CANARY} one.", "--private")
    id_ = coach("log", f"Keep {CANARY} two here.", "--json").json["data"]["id"]
    coach("entries", "never-send", id_)
    coach("log", f"I want to kill myself, {CANARY} three.")
    coach("log", "Mina and I agreed to send the draft on Friday.")
    coach("reflect", "--new", "--answers", "-", stdin=f"- {CANARY} four\n- The plan slipped again.\n")


def test_nothing_marked_arrives_whatever_is_done_p35(own_place: Path) -> None:
    fill(own_place)
    with remote(own_place, mask=False) as (server, wired):  # a mask would hide what must not be there at all
        env = {"COACH_API_KEY": KEY}
        for kind in ("follow_up", "themes", "agenda", "narrative", "feedback"):
            assert coach("privacy", "allow", kind, env=env).code == 0
        for line in (
            ("today",),
            ("entries", CANARY),
            ("privacy", "preview", "follow_up"),
            ("privacy", "log"),
            ("doctor",),
            ("themes",),
            ("agenda", "Mina", "--minutes", "30"),
            ("narrative",),
            ("export", "-", "--format", "jsonl"),
            ("ask", f"{CANARY} said no to the plan"),
        ):
            coach(*line, env=env)
        for entry in wired.entries.list():
            holding = wired._remote.gate.holding()
            sources, _ = holding.sift(entry.doc)
            for source in sources:
                send(wired, follow_up(source.text, source.entry_id))
            with suppress(EngineFault):
                send(wired, follow_up("\n".join(str(one) for one in entry.doc.values()), entry.id))
        wired.privacy.test()
        assert len(server.chats) >= 2
        for received in server.requests:
            assert CANARY not in received.body.decode().lower()
            assert CANARY not in f"{received.path}{received.headers}".lower()


QUICK = (
    "ok",
    "status:401",
    "status:429:60",
    "redirect:http://127.0.0.1:9/v1",
    "html-200",
    "cut",
    "deep-body",
)


@pytest.mark.parametrize("mode", QUICK)
def test_neither_key_nor_text_is_in_any_error_log_report_or_ledger_p39(
    own_place: Path, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = io.StringIO()
    with remote(own_place, mode) as (server, wired):
        try:
            send(wired, follow_up(f"A {CANARY} text that may be sent."))
        except CoachError as error:
            said.write(f"{error.message} {error.hint} {error.__cause__!r} {error.__context__!r}")
            said.write("".join(traceback.format_exception(error)) + report(error, error.__traceback__))
        assert server.chats
        if mode.startswith("redirect"):
            assert len(server.chats) == 1
    said.write(caplog.text)
    for line in (("privacy", "log"), ("doctor",)) if mode in QUICK[:2] else ():
        ended = coach(*line, env={"COACH_API_KEY": KEY})
        said.write(ended.out + ended.err)
    assert KEY not in said.getvalue()
    assert CANARY not in said.getvalue()
    for path in own_place.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert KEY.encode() not in content, path
            assert CANARY.encode() not in content, path


def test_an_error_nobody_expected_holds_neither_p39(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.llm.openai_model import OpenAIModel

    def explode(self: Any, request: Any, **rest: Any) -> Any:
        secret = f"{request} {KEY}"
        raise RuntimeError(secret)

    monkeypatch.setattr(OpenAIModel, "chat", explode)
    with remote(own_place) as (_, wired):
        with pytest.raises(RuntimeError) as caught:
            send(wired, follow_up(f"A {CANARY} text."))
        told = report(caught.value, caught.value.__traceback__)
        assert KEY not in told
        assert CANARY not in told
        assert wired.privacy.log()[0].outcome == "failed"


DRIVE = """
import os, sys
from coach.engine.chat import EngineFault
from coach.options import Options
from coach.wiring import build
coach = build(Options(environ=os.environ, offline="--offline" in sys.argv))
try:
    print(coach.privacy.test().text)
except EngineFault as fault:
    print(fault.fault)
coach._remote.close()
"""


STRACE = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg")


def traced(*line: str, env: dict[str, str]) -> tuple[str, list[str]]:
    """What a process printed, and every place it reached for."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    trace = Path(env["HOME"]) / "trace"
    ended = subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=connect,sendto,sendmsg",
            "-o",
            str(trace),
            sys.executable,
            *line,
        ],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "ptrace" in ended.stderr.lower() and not trace.exists():
        pytest.skip("strace may not trace here")
    lines = trace.read_text().splitlines()
    reached = [one for one in lines if re.search(r"\b(connect|sendto|sendmsg)\(", one) and "AF_INET" in one]
    return ended.stdout + ended.stderr, reached


def test_with_an_endpoint_elsewhere_offline_reaches_for_nothing_p37(own_place: Path) -> None:
    (own_place / "config.yaml").write_text(
        "engine:\n  use: remote\nremote:\n  model: m\n  base_url: https://llm.invalid/v1\n"
    )
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    said, reached = traced("-c", DRIVE, "--offline", env={**os.environ, **proxies})
    assert said.strip() == "local_only"
    assert reached == []


def test_local_only_connects_to_the_chosen_loopback_server_and_nowhere_else_p37(own_place: Path) -> None:
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    with remote(own_place) as (server, _):
        with (own_place / "config.yaml").open("a") as config:
            config.write("  local_only: true\n")
        said, reached = traced("-c", DRIVE, env={**os.environ, **proxies})
        assert server.chats, said
        assert all(f"sin_port=htons({server.port})" in one for one in reached if "connect(" in one), reached
        assert all('inet_addr("127.0.0.1")' in one for one in reached if "sin_addr" in one), reached


@pytest.mark.parametrize("line", [("reflect", "--plain"), ("ask", "I was late again and said nothing.")])
def test_without_any_network_and_a_remote_engine_chosen_everything_goes_on_p30_p37(
    own_place: Path, line: tuple[str, ...]
) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("no network namespace can be made here")
    (own_place / "config.yaml").write_text(
        "engine:\n  use: remote\nremote:\n  model: m\n  base_url: https://llm.invalid/v1\n"
    )
    allowed = coach("privacy", "allow", "follow_up")
    assert allowed.code == 0
    ended = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "coach", *line],
        input="I was late and said nothing.\n\nI will ask Mina.\n\n",
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert ended.returncode == 0, ended.stderr
    assert "?" in ended.stdout
    assert "Traceback" not in ended.stderr
