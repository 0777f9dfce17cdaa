"""`coach completion`: the scripts, and what they are answered (ux, section 6)."""

import os
import shutil
import subprocess
import sys

import pytest

from coach.cli.app import COMMANDS
from tests.cli.helpers import coach


def answers(*words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What bash would offer after these words, the last one unfinished."""
    monkeypatch.setenv("COMP_WORDS", " ".join(("coach", *words)))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    ended = coach(env={"_COACH_COMPLETE": "bash_complete"})
    assert (ended.code, ended.err) == (0, "")
    return [line.partition(",")[2] for line in ended.out.splitlines() if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_comes_out_on_stdout_alone(shell: str) -> None:
    ended = coach("completion", shell)
    assert (ended.code, ended.err) == (0, "")
    assert "_COACH_COMPLETE" in ended.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_bash_takes_the_script() -> None:
    script = coach("completion", "bash").out
    subprocess.run(["bash", "--norc", "-n"], input=script, text=True, check=True)


def test_another_shell_is_refused_by_name() -> None:
    ended = coach("completion", "tcsh")
    assert ended.code == 2
    assert "bash" in ended.err


def test_commands_and_their_options_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers("exper", monkeypatch=monkeypatch) == ["experiment"]
    assert set(answers("", monkeypatch=monkeypatch)) == set(COMMANDS)
    assert "--effective" in answers("config", "show", "--eff", monkeypatch=monkeypatch)


def test_a_line_that_makes_no_sense_offers_nothing_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert answers("nonsense", "x", monkeypatch=monkeypatch) == []
    assert coach(env={"_COACH_COMPLETE": "tcsh_complete"}).code == 0
    assert coach(env={"_COACH_COMPLETE": ""}).code == 0


def test_the_process_answers_too_without_a_word_on_stderr() -> None:
    environ = {
        **os.environ,
        "_COACH_COMPLETE": "bash_complete",
        "COMP_WORDS": "coach comp",
        "COMP_CWORD": "1",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "coach"], env=environ, capture_output=True, text=True, check=True
    )
    assert (ended.stdout.strip(), ended.stderr) == ("plain,completion", "")


def test_names_of_people_complete_by_the_first_word_where_it_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("Mina Sato", "Omar Diaz", "Omar Blum"):
        coach("people", "add", name)
    assert answers("people", "show", "m", monkeypatch=monkeypatch) == ["Mina"]
    assert answers("log", "--with", "om", monkeypatch=monkeypatch) == ["Omar Blum", "Omar Diaz"]


def test_guides_complete_by_their_id(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers("reflect", "--guide", "we", monkeypatch=monkeypatch) == ["weekly"]


def test_a_hostile_name_cannot_act_on_the_terminal_p31(monkeypatch: pytest.MonkeyPatch) -> None:
    coach("people", "add", "Eve\x1b]0;owned\x07")
    offered = answers("people", "show", "e", monkeypatch=monkeypatch)
    assert offered == ["Eve]0;owned"]
