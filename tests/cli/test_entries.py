"""`coach entries`: find, read, correct, put away (ux 4.7 and 6; practice 39, feature C18)."""

import json
from pathlib import Path

import pytest

from tests.cli.helpers import coach


def kept(text: str, *options: str) -> str:
    """Keep a note and return its whole id."""
    return str(coach("log", text, *options, "--json").json["data"]["id"])


def found(*query: str) -> list[str]:
    return [item["text"] for item in coach("entries", *query, "--json").json["data"]["items"]]


@pytest.fixture
def three() -> list[str]:
    return [
        kept("asked for a daily update, felt wrong", "--with", "Mina", "--on", "2026-11-11"),
        kept("kept the last fifth for myself again", "--tag", "delegation", "--on", "2026-11-16"),
        kept("Mina closed it without me", "--kind", "win", "--on", "2026-11-17"),
    ]


@pytest.mark.usefixtures("three")
def test_entries_are_listed_newest_first_each_with_the_shortest_id_that_names_it() -> None:
    rows = [row.split() for row in coach("entries").out.splitlines()]
    assert [row[4] for row in rows] == ["win", "note", "note"]
    for row in rows:
        assert len(row[0]) >= 4
        assert coach("entries", "show", row[0]).code == 0


@pytest.mark.usefixtures("three")
def test_words_and_filters_narrow_the_list() -> None:
    assert found("daily") == ["asked for a daily update, felt wrong"]
    assert found("kind:win") == ["Mina closed it without me"]
    assert found("#delegation") == ["kept the last fifth for myself again"]
    assert found("@mina") == ["asked for a daily update, felt wrong"]
    assert found("since:2026-11-12", "until:2026-11-16") == ["kept the last fifth for myself again"]


@pytest.mark.usefixtures("three")
def test_an_empty_search_names_the_filters_in_force_and_is_success() -> None:
    nothing = coach("entries", "kind:idea")
    assert (nothing.code, nothing.out) == (0, "")
    assert "kind:idea" in nothing.err


def test_a_day_in_a_filter_that_is_not_understood_is_said() -> None:
    refused = coach("entries", "since:frday")
    assert refused.code == 2
    assert "frday" in refused.err


@pytest.mark.usefixtures("three")
def test_list_is_a_word_of_its_own_as_for_every_noun() -> None:
    assert found("list", "kind:win") == found("kind:win")
    assert coach("entries", "list").out == coach("entries").out


@pytest.mark.usefixtures("three")
def test_the_list_can_be_cut_and_written_as_markdown() -> None:
    assert len(found("--limit", "2")) == 2
    assert "## 2026-11-17 win" in coach("entries", "--format", "md").out


def test_an_entry_is_found_by_a_start_of_its_id_and_more_than_one_match_is_listed(three: list[str]) -> None:
    assert coach("entries", "show", three[0]).code == 0
    unclear = coach("entries", "show", three[0][:4])
    assert unclear.code == 3
    assert len(unclear.err.splitlines()) >= 4
    assert coach("entries", "show", "zzzz").code == 3


def test_editing_keeps_the_earlier_version(three: list[str]) -> None:
    assert coach("entries", "edit", three[0], "better words").code == 0
    assert coach("entries", "edit", three[0], stdin="from a pipe").code == 0
    versions = coach("entries", "versions", three[0], "--json").json["data"]["items"]
    assert [version["entry"]["text"] for version in versions] == [
        "from a pipe",
        "better words",
        "asked for a daily update, felt wrong",
    ]
    assert [version["current"] for version in versions] == [True, False, False]
    assert "better words" in coach("entries", "versions", three[0]).out


def test_what_is_put_away_comes_back(three: list[str]) -> None:
    assert coach("entries", "rm", three[0]).code == 0
    assert coach("entries", "show", three[0]).code == 3
    assert coach("entries", "restore", three[0]).code == 0
    assert coach("entries", "show", three[0]).code == 0


def test_c18_a_private_mark_is_set_and_released(three: list[str]) -> None:
    coach("entries", "private", three[0])
    assert found("is:private") == ["asked for a daily update, felt wrong"]
    assert coach("entries", "show", three[0], "--hide-private").code == 3
    for change in (("rm",), ("edit",), ("release",), ("versions",)):
        hidden = coach("entries", *change, three[0], "--hide-private", stdin="x")
        assert hidden.code == 3, change
        assert "daily" not in hidden.out + hidden.err
    coach("entries", "release", three[0])
    assert found("is:private") == []


def test_what_is_hidden_is_counted_and_not_told_by_its_words(three: list[str]) -> None:
    """Feature C18: the count is true of the list, and a search does not say what hidden words hold."""
    coach("entries", "private", three[0])
    shown = coach("entries", "--hide-private")
    assert "1 entry private, not shown." in shown.err
    assert coach("entries", "--hide-private", "--json").json["data"]["left_out"] == {
        "entries": 1,
        "answers": 0,
    }
    assert "not shown" not in coach("entries").err
    assert "not shown" not in coach("entries", "daily", "--hide-private").err


def test_versions_from_before_a_private_mark_are_hidden_with_it(three: list[str]) -> None:
    coach("entries", "edit", three[0], "asked for less")
    coach("entries", "private", three[0])
    coach("entries", "rm", three[0])
    for form in ((), ("--json",)):
        shown = coach("entries", "versions", three[0], "--hide-private", *form)
        assert "daily" not in shown.out + shown.err
        assert "asked for less" not in shown.out + shown.err
    assert "daily" in coach("entries", "versions", three[0]).out


def test_a_hidden_private_note_is_in_no_version_and_in_no_bin_list() -> None:
    id_ = kept("hard to say", "--private")
    coach("entries", "rm", id_)
    for command in (
        ("bin",),
        ("bin", "list"),
        ("entries", "versions", id_),
        ("bin", "restore", id_),
        ("undo", "--list"),
    ):
        shown = coach(*command, "--hide-private")
        assert "hard" not in shown.out + shown.err, command
        shown = coach(*command, "--hide-private", "--json")
        assert "hard" not in shown.out + shown.err, command


def test_the_id_an_entry_was_imported_with_stands_for_it() -> None:
    line = {"id": "theirs-7", "date": "2026-11-05", "kind": "note", "text": "from elsewhere"}
    coach("import", "-", stdin=json.dumps(line))
    shown = coach("entries", "show", "theirs-7", "--json").json["data"]
    assert shown["id"] == "theirs-7"
    assert coach("entries", "show", shown["own_id"], "--json").json["data"]["id"] == "theirs-7"


def test_an_editor_is_opened_where_no_text_is_given(three: list[str], tmp_path: Path) -> None:
    refused = coach("entries", "edit", three[0], "--no-input")
    assert refused.code == 2
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nsed -i s/wrong/right/ "$1"\n')
    script.chmod(0o700)
    assert coach("entries", "edit", three[0], typed="", env={"EDITOR": str(script)}).code == 0
    assert found("daily") == ["asked for a daily update, felt right"]
    same = coach("entries", "edit", three[0], typed="", env={"EDITOR": "true"})
    assert "Nothing was changed" in same.err


def test_a_kind_that_nothing_has_is_told_with_the_kinds_there_are() -> None:
    coach("log", "x")
    said = coach("entries", "kind:xyz").err
    assert "xyz" in said
    assert "note" in said
    assert "weekly" in said
    assert "There is no kind" not in coach("entries", "kind:win").err
