"""Changing one setting leaves the rest of the file as the person wrote it (promise P42)."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config import Settings, flat, load
from coach.engine.coach import Coach
from coach.errors import CoachError, InvalidData, NotFound, UsageError
from coach.options import Options
from coach.settings_desk import about, choices, example, with_value
from coach.wiring import build
from tests.cli.helpers import coach as run


@pytest.fixture
def file(own_place: Path) -> Path:
    return own_place / "config.yaml"


def bundle(**given: object) -> Coach:
    return build(Options(environ=dict(os.environ), **given))  # type: ignore[arg-type]  # fields of Options


FILES = {
    "value there": "ui:\n  theme: light # mine\n  plain: true\n",
    "value last without a newline": "ui:\n  theme: light",
    "quoted": "ui: \n  theme: 'light'   # mine\n",
    "section without the key": "# top\nui:\n  # said\n  plain: true\n\nbackup:\n  keep: 3\n",
    "no section": "backup:\n  keep: 3 # three\n",
    "flow": "ui: {plain: true}\nbackup: {keep: 3}\n",
    "empty flow": "ui: {}\n",
    "empty section": "ui:\nbackup:\n  keep: 3\n",
    "section with comments only": "ui:\n  # theme: dark\nbackup:\n  keep: 3\n",
    "deep indent": "ui:\n      plain: true\n",
    "empty": "",
    "comment only": "# nothing yet\n",
    "umlauts before it": "# Über die Größe – 面談\nui:\n  theme: light\n",
}


@pytest.mark.parametrize("name", FILES)
def test_one_value_changes_and_comments_stay(name: str, file: Path) -> None:
    file.write_text(FILES[name], encoding="utf-8")
    before = flat(load(file, {}).settings)
    setting = bundle().settings_desk.change("ui.theme", "dark")
    assert setting.value == "dark"
    after = load(file, {})
    assert after.problems == ()
    assert flat(after.settings) == {**before, "ui.theme": "dark"}
    for comment in ("# mine", "# top", "# said", "# three", "# nothing yet", "# Über die Größe – 面談"):
        assert (comment in FILES[name]) is (comment in file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_file_the_example_is_the_beginning(file: Path) -> None:
    bundle().settings_desk.change("questions.role", "mentor")
    text = file.read_text(encoding="utf-8")
    assert text == example().read_text(encoding="utf-8").replace("role: self", "role: mentor")


SINGLE = [key for key, value in flat(Settings()).items() if isinstance(value, str | int)]


@pytest.mark.parametrize("key", SINGLE)
def test_every_single_value_can_be_changed(key: str) -> None:
    usual = flat(Settings())[key]
    options = [text for text in choices(key) if text != str(usual).lower()]
    words = "http://ab" if key.endswith("_url") else "ab"
    text = options[0] if options else words if isinstance(usual, str) else "9"
    setting = bundle().settings_desk.change(key, text)
    assert str(setting.value).lower() == text


def test_a_value_that_does_not_fit_changes_nothing(file: Path) -> None:
    desk = bundle().settings_desk
    for key, text in (
        ("questions.challenge", "5"),
        ("remote.base_url", "banana"),
        ("ui.plain", "maybe"),
        ("reflect.every_days", ""),
        ("keys", "x"),
    ):
        with pytest.raises(UsageError, match=r"nothing was changed|edit"):
            desk.change(key, text)
    with pytest.raises(NotFound):
        desk.change("ui.them", "x")
    assert not file.exists()


def test_a_broken_file_is_not_touched(file: Path) -> None:
    desk = bundle().settings_desk
    file.write_text("ui:\n  them: x\n", encoding="utf-8")
    with pytest.raises(InvalidData, match="line 2"):
        desk.change("ui.theme", "dark")
    assert file.read_text(encoding="utf-8") == "ui:\n  them: x\n"


@given(st.text(max_size=30))
def test_any_text_is_kept_as_it_is_or_refused(text: str) -> None:
    from coach.config_file import parse

    try:
        new = with_value("ui:\n  theme: light\n", "ui.theme", text)
        values, _, problems = parse(new.encode(), Settings)
    except (UnicodeEncodeError, ValueError):
        return
    assert problems or values["ui"]["theme"] == text


def test_the_running_program_takes_the_change_up(file: Path) -> None:
    made = bundle()
    before = made.today
    made.settings_desk.change("reflect.every_days", "14")
    assert made.settings.reflect.every_days == 14
    assert made.today is not before


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    (tmp_path / "dotfiles.yaml").write_text("ui: {}\n", encoding="utf-8")
    file.symlink_to(tmp_path / "dotfiles.yaml")
    bundle().settings_desk.change("ui.theme", "dark")
    assert file.is_symlink()
    assert "dark" in (tmp_path / "dotfiles.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_said(own_place: Path) -> None:
    blocked = own_place / "a file"
    blocked.write_text("", encoding="utf-8")
    desk = build(Options(environ={**os.environ, "COACH_CONFIG": str(blocked / "config.yaml")})).settings_desk
    with pytest.raises((CoachError, InvalidData)):
        desk.change("ui.theme", "dark")


def test_every_setting_says_what_it_means() -> None:
    words = about()
    for setting in bundle().settings_desk.list():
        assert setting.about == words[setting.key]
        assert setting.about.endswith(".") or setting.key in {"safety.resources", "sessions.minutes", "keys"}
    assert choices("questions.challenge") == ("1", "2", "3")
    assert choices("ui.plain") == ("true", "false")
    assert choices("ui.theme") == ()


def test_the_command_changes_one_value_and_says_what_is_stronger(file: Path) -> None:
    assert run("config", "set", "ui.theme", "dark").out == "ui.theme: dark\n"
    ended = run("config", "set", "remote.model", "a", env={"COACH_MODEL": "b"})
    assert "COACH_MODEL is stronger" in ended.err
    assert run("config", "set", "questions.challenge", "7").code == 2
    assert run("config", "set", "nothing", "7").code == 3
