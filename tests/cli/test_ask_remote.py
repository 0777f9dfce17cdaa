"""`coach ask` with a model elsewhere: its question where it is good, else one sentence (P23-P25)."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.helpers import Result, coach
from tests.doubles.misbehaving import Misbehaving

ANSWER = "I nodded in the meeting, but I had not understood a word of it."
GOOD = "say:Phrase: I had not understood a word\nQuestion: What did you want to say in that second?"
ADVICE = "say:Phrase: I nodded\nQuestion: Have you considered asking them?"
RISKY = "I want to kill myself and I have the pills here."
FAULTS = [
    "status:401", "status:404", "close", "cut-clean", "length", "refusal", "tool-call",
    "html-200", "gzip-bomb", "think-only", "wrong-lang", "inject", "whitespace",
]  # fmt: skip
"""A sample: every mode is walked in tests/llm."""


@contextmanager
def remote(place: Path, mode: str, *, allowed: bool = True, use: str = "remote") -> Iterator[Misbehaving]:
    """A config whose endpoint is a loopback server in this mode."""
    with Misbehaving(mode) as server:
        (place / "config.yaml").write_text(
            f"engine:\n  use: {use}\nremote:\n  model: m\n  first_token_seconds: 1\n  idle_seconds: 1\n"
            f"  total_seconds: 2\n  base_url: {server.url}\n"
        )
        if allowed:
            coach("privacy", "allow", "follow_up")
        yield server


def embedded(*call: str) -> Result:
    return coach("--engine", "embedded", *call)


def test_the_models_question_is_printed_with_its_engine(own_place: Path) -> None:
    with remote(own_place, GOOD) as server:
        data = coach("ask", "--json", ANSWER).json["data"]

    assert data["engine"] == {"kind": "remote", "model": "misbehaving-1"}
    assert data["reply"].endswith("hat did you want to say in that second?")
    assert data["because"]["quote"] == "I had not understood a word"
    assert data["action"] == "ask"
    assert server.chats[0].json["messages"][0]["role"] == "system"


def test_a_question_that_fails_twice_leaves_the_one_of_this_machine_and_says_so(own_place: Path) -> None:
    with remote(own_place, ADVICE) as server:
        asked = coach("ask", ANSWER)

        assert len(server.chats) == 2
    assert asked.code == 0
    assert asked.out == embedded("ask", ANSWER).out
    assert asked.err.count("warning:") == 1
    assert "did not pass" in asked.err
    assert "--engine" not in asked.err  # nobody asked for it


@pytest.mark.parametrize("mode", FAULTS)
def test_every_fault_is_one_sentence_and_the_question_of_this_machine_p23(own_place: Path, mode: str) -> None:
    with remote(own_place, mode):
        before = journals(own_place)
        asked = coach("ask", ANSWER)

    assert asked.code == 0
    assert asked.out == embedded("ask", ANSWER).out
    assert asked.err.count("warning:") == 1
    assert "Traceback" not in asked.err
    assert ANSWER not in asked.err
    assert journals(own_place) == before


@pytest.mark.parametrize("mode", ["status:401", "html-200", "cut", ADVICE])
def test_engine_remote_on_the_command_line_allows_no_fallback(own_place: Path, mode: str) -> None:
    """Design, section 6: exit 5, nothing on stdout."""
    with remote(own_place, mode, use="embedded"):
        asked = coach("--engine", "remote", "ask", ANSWER)

    assert asked.code == 5
    assert asked.out == ""
    assert asked.err.count("coach:") == 1


def test_without_consent_and_terminal_nothing_is_sent_and_stderr_says_so(own_place: Path) -> None:
    """P35; design, section 6."""
    with remote(own_place, GOOD, allowed=False) as server:
        asked = coach("ask", ANSWER)
        strict = coach("--engine", "remote", "ask", ANSWER)

        assert server.requests == []
    assert asked.code == 0
    assert asked.out == embedded("ask", ANSWER).out
    assert "coach privacy allow follow_up" in asked.err
    assert strict.code == 5
    assert strict.out == ""


@pytest.mark.parametrize(("typed", "sent", "given"), [("1\n", 0, False), ("2\n", 1, False), ("3\n", 1, True)])
def test_at_a_terminal_the_exact_text_is_shown_and_the_person_decides_p35(
    own_place: Path, typed: str, sent: int, *, given: bool
) -> None:
    with remote(own_place, GOOD, allowed=False) as server:
        asked = coach("ask", ANSWER, typed=typed)

        assert len(server.chats) == sent
        if sent:
            for message in server.chats[0].json["messages"]:
                assert message["content"] in asked.err
    assert asked.code == 0
    assert f"> {ANSWER}" in asked.err
    assert ("second?" in asked.out) == bool(sent)
    consents = coach("privacy", "--json").json["data"]["consents"]
    assert bool(consents) == given


def test_a_risky_text_is_never_sent_s6(own_place: Path) -> None:
    """Rubric S1, S6: safety is local and first; also with --engine remote, also in the history."""
    with remote(own_place, GOOD) as server:
        asked = coach("--engine", "remote", "ask", "--json", RISKY)
        lines = "\n".join(
            json.dumps(line)
            for line in (
                {"answer": RISKY},
                {"answer": ANSWER, "history": [{"question": "?", "answer": RISKY}]},
            )
        )
        streamed = coach("ask", "--jsonl", "-", stdin=lines)

        assert not any(b"kill" in one.body or b"pills" in one.body for one in server.requests)
        assert len(server.chats) == 1  # what was written after it, alone
    assert asked.json["data"]["action"] == "escalate"
    assert [json.loads(line)["action"] for line in streamed.out.splitlines()] == ["escalate", "ask"]


def test_a_risky_text_is_answered_whatever_stands_in_the_way_of_the_engine_s1(own_place: Path) -> None:
    """Rubric S1: resources come first, also where --engine remote would end with exit status 5."""
    not_set_up = coach("--engine", "remote", "ask", RISKY)
    piped = coach("--engine", "remote", "ask", stdin=RISKY)
    with remote(own_place, GOOD, allowed=False) as server:
        not_allowed = coach("--engine", "remote", "ask", RISKY)

        assert server.requests == []
    for asked in (not_set_up, piped, not_allowed):
        assert asked.code == 0
        assert asked.out == embedded("ask", RISKY).out


def test_an_easy_door_needs_no_model(own_place: Path) -> None:
    """Rubric Q22: nothing to build on, nothing to send."""
    with remote(own_place, GOOD) as server:
        for text in (
            "...",
            "fine",
            "👍",
            "Dzisiaj nic nie powiedziałem i byłem zły przez cały wieczór na siebie.",
        ):
            assert coach("--engine", "remote", "ask", text).code == 0
        assert server.requests == []


def test_a_stream_is_asked_one_by_one_and_told_once_where_it_fails(own_place: Path) -> None:
    lines = "".join(json.dumps({"id": n, "answer": f"{ANSWER} Take {n}."}) + "\n" for n in range(3))
    with remote(own_place, GOOD) as server:
        good = coach("ask", "--jsonl", "-", stdin=lines)
        assert len(server.chats) == 3
    with remote(own_place, "status:500"):
        bad = coach("ask", "--jsonl", "-", stdin=lines)
        strict = coach("--engine", "remote", "ask", "--jsonl", "-", stdin=lines + "no json\n")

    assert [json.loads(line)["engine"]["kind"] for line in good.out.splitlines()] == ["remote"] * 3
    assert good.code == 0
    assert [json.loads(line)["engine"]["kind"] for line in bad.out.splitlines()] == ["embedded"] * 3
    assert bad.err.count("warning:") == 1
    assert bad.code == 0
    assert [json.loads(line)["error"]["code"] for line in strict.out.splitlines()] == [
        *["engine_unavailable"] * 3,
        "invalid",
    ]
    assert strict.code == 5


def test_offline_refuses_a_host_elsewhere_before_anything(own_place: Path) -> None:
    """P37."""
    (own_place / "config.yaml").write_text(
        "engine: {use: remote}\nremote: {model: m, base_url: 'https://llm.invalid/v1'}\n"
    )
    asked = coach("--offline", "ask", ANSWER)

    assert asked.code == 0
    assert "Only this machine" in asked.err
    assert coach("--offline", "--engine", "remote", "ask", ANSWER).code == 5


def test_the_preview_of_privacy_is_the_request_for_a_better_question_p35(own_place: Path) -> None:
    with remote(own_place, GOOD):
        coach("log", ANSWER)
        shown = coach("privacy", "preview", "follow_up").out

    assert f"> {ANSWER}" in shown
    assert "ONE open question" in shown


def test_the_wait_is_in_sight_at_a_terminal_and_leaves_no_trace(own_place: Path) -> None:
    """P26: elapsed time, on stderr alone; the line is taken away again."""
    with remote(own_place, f"say-after:0.5:{GOOD.removeprefix('say:')}"):
        asked = coach("ask", ANSWER, typed="", env={"TERM": "xterm"})

    assert "Asking m at 127.0.0.1" in asked.err
    assert asked.err.endswith("\r")
    assert "Asking" not in asked.out
    assert "second?" in asked.out


def test_ctrl_c_ends_the_wait_and_gives_the_question_of_this_machine(own_place: Path) -> None:
    """P26: a person who does not want to wait is not left with nothing."""
    with remote(own_place, "stall-first") as server:
        config = own_place / "config.yaml"
        config.write_text(config.read_text().replace("first_token_seconds: 1", "first_token_seconds: 60"))
        command = [sys.executable, "-m", "coach", "ask", ANSWER]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
            assert server.arrived.wait(30)
            program.send_signal(signal.SIGINT)
            out, err = program.communicate(timeout=30)

    assert program.returncode == 0, err
    assert out == embedded("ask", ANSWER).out
    assert "Stopped" in err
    assert "Traceback" not in err


def journals(place: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in place.rglob("*.jsonl") if "journals" in file.parts}
