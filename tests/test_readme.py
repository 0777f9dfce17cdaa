"""README stays true: its first two commands, its keys, and the files it names (ux, 4.13 and section 9)."""

import re
from pathlib import Path

import pytest

from coach.cli.app import COMMANDS as SHELL
from coach.tui.commands import COMMANDS, show_key
from coach.tui.commands import split as keys_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_it_opens_with_one_command_for_the_main_job_and_one_for_the_tests() -> None:
    block = README.split("```")[1].split("\n")
    assert [line.split("#")[0].strip() for line in block if line.strip()] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "\ndemo:" in makefile
    assert "\ntest:" in makefile


def test_the_gate_calls_the_same_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def _table() -> set[str]:
    rows = re.findall(r"^\| (`.+?) \|", README, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def test_every_key_in_its_table_is_a_key_of_the_program() -> None:
    real = {show_key(key) for command in COMMANDS for key in keys_of(command.keys)}
    assert _table() <= real


def test_the_keys_of_every_screen_are_in_its_table() -> None:
    wanted = {
        show_key(keys_of(command.keys)[0])
        for command in COMMANDS
        if command.scope == "always" and command.action and not command.screens
    }
    areas = {command.keys for command in COMMANDS if command.id.startswith("go.")}
    assert wanted | areas <= _table()


def test_the_commands_it_shows_exist() -> None:
    shown = set(re.findall(r"^coach ([a-z]+)", README, re.MULTILINE))
    assert shown
    assert shown <= set(SHELL)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_the_files_it_links_to_are_there(link: str) -> None:
    assert (ROOT / link).exists()
