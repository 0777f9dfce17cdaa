"""Backup, restore and demo (ux, section 6; promises P22, P40)."""

import os
import stat
from pathlib import Path

import pytest

from coach.options import Options
from coach.wiring import build_demo
from tests.cli.helpers import coach


def entries() -> list[str]:
    return [item["text"] for item in coach("entries", "--json").json["data"]["items"]]


def test_a_backup_brings_everything_back_p22(own_place: Path, tmp_path: Path) -> None:
    coach("log", "kept before")
    target = tmp_path / "copy.zip"
    made = coach("backup", str(target), "--json").json["data"]
    assert (made["path"], made["entries"]) == (str(target), 1)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    coach("log", "written after")
    ended = coach("restore", str(target), "--yes", "--json")
    assert ended.code == 0, ended.err
    assert entries() == ["kept before"]
    before = ended.json["data"]["before"]["path"]
    assert coach("restore", before, "--yes").code == 0
    assert sorted(entries()) == ["kept before", "written after"]


def test_a_backup_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    coach("log", "words")
    target = tmp_path / "copy.zip"
    target.write_text("mine", encoding="utf-8")
    ended = coach("backup", str(target))
    assert ended.code == 2
    assert "--force" in ended.err
    assert target.read_text(encoding="utf-8") == "mine"


def test_restoring_asks_and_without_a_terminal_names_the_flag() -> None:
    coach("log", "words")
    path = coach("backup").out.strip()
    coach("log", "more")
    ended = coach("restore", path)
    assert ended.code == 2
    assert "--yes" in ended.err
    assert coach("restore", path, typed="n\n").code == 2
    assert len(entries()) == 2
    assert coach("restore", "latest", typed="y\n").code == 0
    assert entries() == ["words"]


def test_what_is_missing_is_said_with_a_way_on(tmp_path: Path) -> None:
    assert coach("backup", "--list").out == ""
    assert coach("backup", "--list", "--json").json["data"] == {"items": []}
    for name in ("latest", str(tmp_path / "none.zip")):
        ended = coach("restore", name, "--yes")
        assert ended.code == 3
        assert "nothing was changed" in ended.err


def test_a_file_that_is_no_copy_changes_nothing(tmp_path: Path) -> None:
    coach("log", "words")
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(os.urandom(200))
    ended = coach("restore", str(wrong), "--yes")
    assert ended.code == 4
    assert "Traceback" not in ended.err
    assert entries() == ["words"]


def test_the_list_of_copies_is_newest_first() -> None:
    coach("log", "words")
    coach("backup")
    coach("backup")
    items = coach("backup", "--list", "--json").json["data"]["items"]
    assert [item["at"] for item in items] == sorted((item["at"] for item in items), reverse=True)
    assert len(items) >= 1


@pytest.fixture
def shown() -> str:
    ended = coach("demo")
    assert ended.code == 0, ended.err
    return ended.out


def test_the_demo_prints_a_whole_reflection_and_leaves_nothing(
    own_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    coach("log", "my own words")
    before = sorted(path for path in own_place.rglob("*"))
    ended = coach("demo")
    assert ended.code == 0, ended.err
    assert "The session is closed." in ended.out
    assert "DEMO" in ended.err
    assert "warning" not in ended.err
    assert "my own words" not in ended.out
    assert sorted(path for path in own_place.rglob("*")) == before
    assert list(place.iterdir()) == []


def test_a_demo_sends_nothing_whatever_the_config_says(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P35: its engine is the one of this machine, and no test of an engine leaves this machine either."""
    (own_place / "config.yaml").write_text(
        "engine: {use: remote}\nremote: {model: m, base_url: 'https://llm.invalid/v1'}\n"
    )
    made = []

    def watched(options: Options, weeks: int) -> object:
        made.append(build_demo(options, weeks))
        return made[0]

    monkeypatch.setattr("coach.wiring.build_demo", watched)

    assert coach("--engine", "remote", "demo").code == 0
    assert not made[0].asking.has_remote
    refusal = made[0].privacy.status().refusal
    assert refusal is not None
    assert refusal.fault == "local_only"


def test_a_kept_demo_opens_again(tmp_path: Path) -> None:
    folder = tmp_path / "look"
    ended = coach("demo", "--keep", str(folder), "--weeks", "3")
    assert ended.code == 0, ended.err
    assert f"COACH_DATA={folder}/data" in ended.err
    environ = {"COACH_DATA": str(folder / "data"), "COACH_STATE": str(folder / "state")}
    assert len(coach("entries", "--json", env=environ).json["data"]["items"]) > 3
    assert coach("demo", "--keep", str(folder)).code == 2
    assert coach("demo", "--weeks", "60").code == 2


def test_restore_lists_the_copies_and_without_a_name_says_how_to_choose_one() -> None:
    coach("log", "A note.")
    coach("backup")
    assert "1 entry" in coach("restore", "--list").out
    refused = coach("restore")
    assert refused.code == 2
    assert "coach restore --list" in refused.err


def test_prompts_alone_lists_like_its_sisters() -> None:
    assert coach("prompts").out == coach("prompts", "list").out != ""
    assert coach("prompts", "--json").json["kind"] == "prompts"
