"""`coach ask`: one question to a text, or to each line of a file, in order (design 6; rubric S1, Q7, Q22)."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.helpers import coach

ANSWER = "I assumed Omar would be annoyed by questions, so I guessed the limits and lost two days."
RISKY = "I want to kill myself tonight."
KEYS = {"id", "action", "reply", "question", "stage", "because", "engine"}


def lines_out(*lines: object, code: int = 0) -> list[dict[str, Any]]:
    raw = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    done = coach("ask", "--jsonl", "-", stdin=raw)
    assert done.code == code, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_text_gets_one_question_and_nothing_is_kept() -> None:
    asked = coach("ask", ANSWER)
    assert asked.code == 0
    assert asked.out.strip().endswith("?")
    assert coach("entries", "--json").json["data"]["items"] == []
    assert coach("undo", "--list").out == ""


def test_the_document_holds_one_reply_with_all_its_fields() -> None:
    data = coach("ask", "-", "--stage", "learning", "--json", stdin=ANSWER).json["data"]
    assert set(data) == KEYS
    assert data["action"] == "ask"
    assert data["stage"] == "learning"
    assert data["engine"] == {"kind": "embedded", "model": None}
    assert data["because"]["quote"] in ANSWER
    assert data["reply"].endswith(data["question"])


def test_lines_are_answered_in_order_and_a_bad_one_leaves_its_place() -> None:
    out = lines_out(
        {"id": "x", "answer": ANSWER, "unknown": 1},
        "not json",
        {"answer": ANSWER, "role": "boss"},
        {"answer": 7, "id": "y"},
        {"answer": "", "autonomy": "guided"},
        {"id": 9, "answer": RISKY},
        code=4,
    )
    assert [one["id"] for one in out] == ["x", 2, 3, "y", 5, 9]
    assert [("error" in one) for one in out] == [False, True, True, True, False, False]
    assert out[1]["line"] == 2
    assert set(out[1]["error"]) == {"code", "message"}
    assert set(out[0]) == KEYS
    assert out[4]["action"] == "clarify"
    assert out[5]["action"] == "escalate"
    assert out[5]["question"] is None


def test_where_danger_is_heard_nothing_is_said_to_be_kept() -> None:
    """Rubric S2, S7: `ask` keeps nothing, so it must not speak of a text that can be deleted."""
    said = coach("ask", RISKY).out
    assert "I have kept nothing of your text" in said
    assert "is kept" not in said


def test_history_is_read_as_texts_and_as_pairs() -> None:
    history = ["What happened?", {"question": "What mattered?", "answer": "the date"}]
    assert lines_out({"answer": ANSWER, "history": history})[0]["action"] == "ask"
    assert "error" in lines_out({"answer": ANSWER, "history": [1]}, code=4)[0]


def test_a_history_file_is_a_json_list_or_one_question_a_line(tmp_path: Path) -> None:
    first = coach("ask", ANSWER, "--json").json["data"]["question"]
    file = tmp_path / "history"
    for text in (json.dumps([first]), first + "\n"):
        file.write_text(text)
        again = coach("ask", ANSWER, "--history", str(file), "--json").json["data"]["question"]
        assert again != first
    file.write_text("[1")
    assert coach("ask", ANSWER, "--history", str(file)).code == 4
    assert coach("ask", ANSWER, "--history", str(tmp_path / "none")).code == 3


def test_each_reply_is_written_before_the_next_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that talks to coach over pipes waits for each reply in turn."""
    from coach.cli.run import run

    out = io.StringIO()
    seen: list[int] = []

    class Slow(io.RawIOBase):
        waiting = [json.dumps({"answer": ANSWER}).encode() + b"\n"] * 3

        def readline(self, size: int | None = -1, /) -> bytes:
            seen.append(out.getvalue().count("\n"))
            return self.waiting.pop() if self.waiting else b""

    class Stdin(io.StringIO):
        buffer = Slow()

    monkeypatch.setattr(sys, "stdin", Stdin())
    monkeypatch.setattr(sys, "stdout", out)
    import os

    assert run(["ask", "--jsonl", "-"], os.environ) == 0
    assert seen == [0, 1, 2, 3]


def test_lines_and_a_text_at_once_make_no_sense(tmp_path: Path) -> None:
    assert coach("ask", ANSWER, "--jsonl", "-").code == 2
    assert coach("ask", "--jsonl", str(tmp_path / "none")).code == 3
    assert coach("ask", "--stage", "deep", ANSWER).code == 2


def test_s8_markup_and_escapes_in_an_answer_come_back_as_text() -> None:
    hostile = "\x1b]52;c;eA==\x07 I felt {{7*7}} [/x] \u202e stuck again, because \x9b31m nobody asked me."
    asked = coach("ask", hostile)
    assert "\x1b" not in asked.out
    assert "\x9b" not in asked.out
    assert "49" not in asked.out
    streamed = coach("ask", "--jsonl", "-", stdin=json.dumps({"answer": hostile}))
    assert streamed.out.isascii()
    assert "\x1b" not in streamed.out


@pytest.mark.parametrize("call", [["ask", "I kept it for myself."], ["reflect", "--plain"], ["debrief"]])
def test_a_remote_engine_asked_for_on_the_command_line_is_exit_5_and_nothing_is_begun(
    call: list[str],
) -> None:
    """Design, section 6: no fallback then."""
    refused = coach("--engine", "remote", *call, stdin="")
    assert refused.code == 5
    assert "No remote engine is set up" in refused.err
    assert refused.out == ""
