"""`coach doctor`: what it finds, what it mends, and that one broken area does not hide the others."""

import os
import stat
from pathlib import Path

import pytest

from tests.cli.helpers import coach

AREAS = {"config", "prompts", "engine", "terminal", "clipboard", "keys"}


def found(*arguments: str, **more: object) -> dict[str, list[str]]:
    ended = coach("doctor", "--json", *arguments, **more)  # type: ignore[arg-type]  # passed on
    areas: dict[str, list[str]] = {}
    for finding in ended.json["data"]["items"]:
        areas.setdefault(finding["area"], []).append(
            f"{finding['level']} {finding['message']} {finding['hint']}"
        )
    return areas


def test_a_sound_installation_is_exit_0_and_every_area_is_named() -> None:
    ended = coach("doctor")
    assert ended.code == 0, ended.out
    assert set(found()) >= AREAS
    assert "x " not in {line[:2] for line in ended.out.splitlines()}


def test_a_broken_config_is_one_finding_among_others(own_place: Path) -> None:
    (own_place / "config.yaml").write_text("ui:\n  them: dark\n", encoding="utf-8")
    assert coach("doctor").code == 4
    areas = found()
    assert "line 2" in areas["config"][0]
    assert set(areas) >= AREAS


def test_a_config_open_to_others_is_closed_by_fix(own_place: Path) -> None:
    file = own_place / "config.yaml"
    file.write_text("ui: {}\n", encoding="utf-8")
    file.chmod(0o644)
    assert any("--fix" in line for line in found()["config"])
    found("--fix")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any("read by others" in line for line in found()["config"])


def test_a_broken_guide_of_ones_own_is_an_error_with_its_place(own_place: Path) -> None:
    folder = own_place / "prompts" / "guides"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("id: mine\nsteps: [\n", encoding="utf-8")
    assert coach("doctor").code == 4
    assert any(line.startswith("error") and "mine.yaml" in line for line in found()["prompts"])


def test_the_remote_engine_is_named_and_not_called(own_place: Path) -> None:
    """Promise P48: nothing connects; the guard of the tests would fail it."""
    (own_place / "config.yaml").write_text(
        "engine: {use: remote}\nremote: {base_url: 'https://llm.example/v1', model: small}\n",
        encoding="utf-8",
    )
    (line,) = found()["remote"]
    assert "small at llm.example" in line
    assert "it was not asked" in line


def test_a_remote_engine_that_is_wanted_and_cannot_be_used_is_a_warning(own_place: Path) -> None:
    (own_place / "config.yaml").write_text("engine: {use: remote}\n", encoding="utf-8")
    (line,) = found()["remote"]
    assert line.startswith("warning No remote engine is set up.")
    assert coach("doctor").code == 0


def test_a_plain_or_odd_terminal_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not a terminal" in found()["terminal"][0]


def test_keys_that_clash_are_warnings(own_place: Path) -> None:
    assert "No key does two things" in found()["keys"][0]


def test_a_folder_that_cannot_be_written_is_an_error(
    own_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach("log", "first")
    assert found()["folders"][0].startswith("ok")
    data = own_place / "data"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != data and real(path, mode))
    assert coach("doctor").code == 4
    [said] = found()["folders"]
    assert said.startswith("error")
    assert str(data) in said
    assert "can be written" not in said
    assert "free to write" not in coach("doctor").out


def test_a_data_place_that_is_no_folder_is_an_error() -> None:
    ended = coach("doctor", env={"COACH_DATA": "/dev/null"})
    assert ended.code == 4
    assert "is not a folder" in ended.out
