"""The kept copy of a config saves time and never changes a setting (promise P42; design, section 7)."""

import os
from pathlib import Path

import pytest

from coach.config import load


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config that has not been touched for a while."""
    path = tmp_path / "config.yaml"
    _write(path, "backup:\n  keep: 5\n", at=1_000_000)
    return path


def _write(path: Path, text: str, *, at: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at, at))


def test_a_second_start_finds_the_same_settings_and_lines_in_the_kept_copy(config: Path) -> None:
    kept = config.with_name("kept.json")
    fresh = load(config, {}, kept)
    assert b"keep" in kept.read_bytes()
    again = load(config, {}, kept)
    assert again == fresh
    assert again.sources["backup.keep"] == "line 2"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_kept_copy_is_what_is_used_while_the_file_is_the_same(config: Path) -> None:
    kept = config.with_name("kept.json")
    load(config, {}, kept)
    kept.write_text(kept.read_text("utf-8").replace('"keep": 5', '"keep": 6'), encoding="utf-8")
    assert load(config, {}, kept).settings.backup.keep == 6


def test_a_changed_file_counts_at_once(config: Path) -> None:
    kept = config.with_name("kept.json")
    load(config, {}, kept)
    _write(config, "backup:\n  keep: 7\n", at=1_000_000)  # same size, same time: the time of change differs
    assert load(config, {}, kept).settings.backup.keep == 7


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"mark": null}'])
def test_a_damaged_copy_costs_no_setting(config: Path, content: bytes) -> None:
    kept = config.with_name("kept.json")
    kept.write_bytes(content)
    assert load(config, {}, kept).settings.backup.keep == 5


def test_kept_values_that_are_no_settings_are_not_believed(config: Path) -> None:
    kept = config.with_name("kept.json")
    load(config, {}, kept)
    kept.write_text(kept.read_text("utf-8").replace('"keep": 5', '"keep": 0'), encoding="utf-8")
    assert load(config, {}, kept).settings.backup.keep == 5


def test_a_broken_file_is_not_kept_and_is_told_each_time(config: Path) -> None:
    kept = config.with_name("kept.json")
    _write(config, "backup:\n  keep: many\n", at=1_000_000)
    assert load(config, {}, kept).problems == load(config, {}, kept).problems != ()
    assert not kept.exists()


def test_where_there_is_no_folder_for_it_nothing_is_made(config: Path) -> None:
    load(config, {}, config.with_name("none") / "kept.json")
    assert not config.with_name("none").exists()
