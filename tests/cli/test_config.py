"""`coach config`: where, which, from where (ux, section 6)."""

import os
import stat
import sys
from pathlib import Path

import pytest

from coach.config import Settings, flat
from coach.settings_desk import example
from tests.cli.helpers import coach


@pytest.fixture
def file(own_place: Path) -> Path:
    return own_place / "config.yaml"


def test_path_names_the_file_there_or_not(file: Path) -> None:
    assert coach("config", "path").out == f"{file}\n"
    assert coach("config", "path", "--json").json["data"] == {"path": str(file), "exists": False}
    assert coach("config", "path", "--config", "/else/c.yaml").out == "/else/c.yaml\n"


def test_init_writes_the_example_private_and_only_once(file: Path) -> None:
    assert coach("config", "init").out == f"{file}\n"
    assert file.read_bytes() == example().read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("ui: {theme: dark}\n", encoding="utf-8")
    again = coach("config", "init")
    assert again.code == 2
    assert "--force" in again.err
    assert coach("config", "get", "ui.theme").out == "dark\n"
    assert coach("config", "init", "--force").code == 0
    assert coach("config", "check").code == 0


def test_show_lists_every_key_and_where_its_value_comes_from(file: Path) -> None:
    file.write_text("ui:\n  theme: dark\nremote:\n  model: a\n", encoding="utf-8")
    shown = coach("config", "show", "--json").json["data"]
    assert set(shown) == set(flat(Settings()))
    ended = coach("config", "show", "--effective", "--json", "--hide-private", env={"COACH_MODEL": "b"})
    data = ended.json["data"]
    assert data["ui.theme"] == {"value": "dark", "source": "line 2"}
    assert data["remote.model"] == {"value": "b", "source": "COACH_MODEL"}
    assert data["ui.hide_private"] == {"value": True, "source": "--hide-private"}
    assert data["ui.ascii"] == {"value": False, "source": "default"}
    assert "line 2" in coach("config", "show", "--effective").out


def test_get_answers_one_key_and_helps_with_a_mistyped_one() -> None:
    assert coach("config", "get", "reflect.every_days").out == "7\n"
    assert coach("config", "get", "safety.resources").out == "[]\n"
    wrong = coach("config", "get", "reflect.every_day", "--json")
    assert wrong.code == 3
    assert wrong.json["error"]["hint"] == "Did you mean reflect.every_days?"


def test_check_names_every_line_and_is_exit_4(file: Path) -> None:
    assert "defaults are in force" in coach("config", "check").out
    file.write_text("ui:\n  them: dark\nbackup:\n  keep: many\n", encoding="utf-8")
    ended = coach("config", "check")
    assert ended.code == 4
    first, second = ended.out.splitlines()
    assert first == f"{file}, line 2: ui.them is not a known key. Did you mean ui.theme?"
    assert "line 4" in second
    problems = coach("config", "check", "--json").json["data"]["problems"]
    assert [problem["key"] for problem in problems] == ["ui.them", "backup.keep"]


WRONG = """\
ui:
  theme: purple
reflect:
  guide: nope
keys:
  nope: c
  quit: c
safety:
  country: XX
"""


def test_check_refuses_values_that_name_nothing_each_with_its_line(file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    ended = coach("config", "check")
    assert ended.code == 4
    said = ended.out.splitlines()
    assert any("line 2: ui.theme" in line and "purple" in line and "high-contrast" in line for line in said)
    assert any("line 4: reflect.guide" in line and "nope" in line and "weekly" in line for line in said)
    assert any("line 6: keys: nope" in line for line in said)
    assert any("line 7: keys: " in line and "quit" in line for line in said)
    assert any("line 9: safety.country" in line and "XX" in line for line in said)
    problems = coach("config", "check", "--json").json["data"]["problems"]
    assert [problem["line"] for problem in problems] == sorted(problem["line"] for problem in problems)
    assert "no theme" in coach("doctor").out


def test_check_names_what_is_wrong_beside_an_unknown_key_too(file: Path) -> None:
    file.write_text("ui:\n  them: dark\nsafety:\n  country: XX\n", encoding="utf-8")
    said = coach("config", "check").out
    assert "line 2" in said
    assert "line 4" in said


@pytest.mark.parametrize("theme", ["auto", "light", "high-contrast", "ansi", "nord"])
@pytest.mark.parametrize("country", ["", "gb", "IE"])
def test_check_takes_what_there_is(file: Path, theme: str, country: str) -> None:
    file.write_text(
        f"ui: {{theme: {theme}}}\nsafety: {{country: '{country}'}}\nreflect: {{guide: light}}\n",
        encoding="utf-8",
    )
    file.chmod(0o600)
    assert coach("config", "check").code == 0


def test_a_guide_that_the_config_names_and_nobody_has_is_told_by_its_setting(file: Path) -> None:
    file.write_text("reflect: {guide: nope}\n", encoding="utf-8")
    ended = coach("reflect", "--plain")
    assert ended.code == 3
    assert "reflect.guide" in ended.err


def test_check_warns_of_a_file_that_others_can_read(file: Path) -> None:
    file.write_text("ui: {}\n", encoding="utf-8")
    file.chmod(0o644)
    assert "can be read by others" in coach("config", "check").err


def test_the_other_verbs_still_answer_when_the_file_is_broken(file: Path) -> None:
    file.write_text("ui: [\n", encoding="utf-8")
    for verb in (["show"], ["get", "ui.theme"]):
        ended = coach("config", *verb)
        assert ended.code == 4
        assert "auto" in ended.out
        assert "defaults are in force" in ended.err


def test_edit_opens_the_editor_and_checks_what_came_back(file: Path, tmp_path: Path) -> None:
    editor = tmp_path / "an editor.py"
    editor.write_text(
        "import pathlib, sys; pathlib.Path(sys.argv[-1]).write_text('ui: {them: x}\\n')\n", encoding="utf-8"
    )
    environ = {"EDITOR": f"'{sys.executable}' '{editor}'"}
    ended = coach("config", "edit", typed="", env=environ)
    assert ended.code == 4
    assert "line 1: ui.them is not a known key" in ended.err
    file.unlink()
    assert coach("config", "edit", typed="", env={"EDITOR": "true"}).code == 0
    assert file.read_bytes() == example().read_bytes()


def test_edit_without_a_terminal_or_an_editor_changes_nothing(file: Path) -> None:
    assert coach("config", "edit").code == 2
    assert not file.exists()
    missing = coach("config", "edit", typed="", env={"EDITOR": "/no/such/editor"})
    assert missing.code == 2
    assert "Set VISUAL or EDITOR" in missing.err
    failing = coach("config", "edit", typed="", env={"VISUAL": "false"})
    assert failing.code == 1
    assert "status 1" in failing.err
    assert os.environ.get("VISUAL") is None


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("ui.theme", "purple", "high-contrast"),
        ("reflect.guide", "nope", "debrief"),
        ("safety.country", "XX", "DE"),
        ("keys.quit", "x", "`coach config edit`"),
        ("ui.thme", "dark", "ui.theme"),
    ],
)
def test_p42_set_refuses_what_names_nothing_there_is_and_says_what_there_is(
    key: str, value: str, named: str
) -> None:
    refused = coach("config", "set", key, value)
    assert refused.code in (2, 3)
    assert "nothing was changed" in refused.err
    assert named in refused.err
