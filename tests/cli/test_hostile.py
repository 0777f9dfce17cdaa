"""Whatever stands in store, files and arguments, no command lets it reach a terminal raw (P31, P32)."""

import json
from pathlib import Path

import pytest

from tests.cli.helpers import Result, coach

EVIL = "\x1b]0;owned\x07 [/x] {0} {{7*7}} %s \x9b31m\u202etext\u2066 \x7f\r\nline\u2028two 👩‍🚀"
ACTS = "\x1b\x07\x9b\u202e\u2066\x7f\r\u2028"


def assert_harmless(ended: Result, line: object) -> None:
    found = set(ended.out + ended.err) & set(ACTS)
    assert not found, (line, [hex(ord(ch)) for ch in found])
    assert "Traceback" not in ended.err, line
    assert ended.code in {0, 2, 3, 4}, (line, ended.err)


@pytest.fixture
def full(own_place: Path) -> list[str]:
    """A store with hostile text in every field that has one; the ids of what is in it."""
    assert coach("people", "add", f"Eve {EVIL}", "--aka", f"E {EVIL}").code == 0
    assert coach("log", f"{EVIL} @eve", "--tag", "a", "--private").code == 0
    assert coach("log", "-", stdin=f"a second {EVIL}").code == 0
    assert coach("aims", "add", EVIL, "--sign", EVIL).code == 0
    assert coach("commit", "add", EVIL, "--due", "tomorrow", "--if", EVIL, "--sign", EVIL).code == 0
    assert coach("experiment", "add", EVIL, "--sign", EVIL).code in {0, 2}
    lines = [
        {"id": f"x{EVIL}", "date": "2026-11-01", "kind": EVIL, "text": EVIL, "tags": [EVIL], "with": [EVIL]},
        {"id": "y", "date": "2026-11-02", "kind": "weekly", "answers": [{"question": EVIL, "answer": EVIL}]},
    ]
    assert coach("import", "-", stdin="\n".join(json.dumps(line) for line in lines)).code == 0
    guides = own_place / "prompts" / "guides"
    guides.mkdir(parents=True)
    (guides / "mine.yaml").write_text(f"id: mine\ntitle: {json.dumps(EVIL)}\nsteps: []\n", encoding="utf-8")
    items = coach("entries", "--json").json["data"]["items"]
    return [item.get("own_id") or item["id"] for item in items]


def test_no_command_lets_stored_text_act(full: list[str]) -> None:
    lines = [
        [], ["today"], ["due"], ["entries"], ["entries", "second"], ["entries", "@eve"], ["people"], ["aims"],
        ["people", "show", "Eve"], ["commit"], ["experiment"], ["undo", "--list"], ["bin"], ["export", "-"],
        ["prompts", "list"], ["prompts", "check"], ["doctor"], ["config", "show"], ["backup"],
    ]  # fmt: skip
    lines += [["entries", verb, one] for one in full for verb in ("show", "versions")]
    for line in lines:
        for extra in ([], ["--json"], ["--color", "always"], ["--plain"]):
            ended = coach(*line, *extra)
            if extra == ["--color", "always"]:
                ended = Result(ended.code, ended.out.replace("\x1b[1m", "").replace("\x1b[0m", ""), ended.err)
                ended = Result(
                    ended.code, ended.out.replace("\x1b[33m", "").replace("\x1b[2m", ""), ended.err
                )
            assert_harmless(ended, [*line, *extra])


def test_no_argument_acts_when_it_is_quoted_back() -> None:
    lines = [
        [EVIL], ["entries", "show", EVIL], ["people", "show", EVIL], ["commit", "close", EVIL],
        ["log", "x", "--on", EVIL], ["today", "--today", EVIL], ["config", "get", EVIL],
        ["prompts", "show", EVIL], ["restore", EVIL, "--yes"], ["import", EVIL],
        ["reflect", "--guide", EVIL, "--plain"],
        ["log", "x", f"--{EVIL}"], ["config", "set", "ui.theme", EVIL],
        ["--config", EVIL, "today"],
    ]  # fmt: skip
    for line in lines:
        for extra in ([], ["--json"]):
            assert_harmless(coach(*line, *extra, env={"COACH_TODAY": ""}), [*line, *extra])


def test_a_hostile_config_cannot_act(own_place: Path) -> None:
    for text in (f"{json.dumps(EVIL)}: 1\n", f"ui: {{theme: [{json.dumps(EVIL)}]}}\n", f"ui: {EVIL}\n"):
        (own_place / "config.yaml").write_text(text, encoding="utf-8")
        for line in (["today"], ["config", "check"], ["doctor"], ["config", "show", "--effective"]):
            for extra in ([], ["--json"]):
                assert_harmless(coach(*line, *extra), [*line, *extra])
