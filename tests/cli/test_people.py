"""`coach people` and `coach aims` (issue: minimal lists; practices 1, 3)."""

import pytest

from tests.cli.helpers import coach


def names() -> list[str]:
    return [person["name"] for person in coach("people", "list", "--json").json["data"]["items"]]


def test_a_person_is_added_shown_changed_and_put_away() -> None:
    assert coach("people", "add", "Mina Sato", "--role", "mentee", "--aka", "Mimi").code == 0
    assert "Mina Sato" in coach("people").out
    assert "mentee" in coach("people", "show", "mina").out
    assert coach("people", "show", "mimi", "--json").json["data"]["name"] == "Mina Sato"
    assert coach("people", "edit", "mina", "--name", "Mina Suzuki", "--role", "peer").code == 0
    assert names() == ["Mina Suzuki"]
    assert coach("people", "rm", "mina").code == 0
    assert names() == []
    coach("undo")
    assert names() == ["Mina Suzuki"]


def test_an_unclear_name_lists_the_matches_and_exits_3() -> None:
    coach("people", "add", "Mina Sato")
    coach("people", "add", "Mina Weber")
    unclear = coach("people", "show", "mina")
    assert unclear.code == 3
    assert "Mina Sato" in unclear.err
    assert "Mina Weber" in unclear.err
    as_json = coach("people", "show", "mina", "--json")
    assert '"not_unique"' in as_json.out
    assert coach("people", "show", "nobody").code == 3


def test_a_name_taken_is_refused_and_named() -> None:
    coach("people", "add", "Zoë")
    taken = coach("people", "add", "zoe")
    assert taken.code == 2
    assert "Zoë" in taken.err


def test_nothing_to_change_is_said_with_the_options() -> None:
    coach("people", "add", "Omar")
    refused = coach("people", "edit", "omar")
    assert refused.code == 2
    assert "--role" in refused.err


def test_an_empty_list_is_success_and_an_empty_array() -> None:
    assert (coach("people").code, coach("people").out) == (0, "")
    assert coach("people", "--json").json["data"] == {"items": []}
    assert coach("aims", "--json").json["data"] == {"items": []}


def test_an_aim_lives_from_its_first_line_to_its_close() -> None:
    added = coach(
        "aims", "add", "lead a project end to end", "--sign", "one shipped without me asking", "--json"
    )
    aim = added.json["data"]["id"]
    assert "lead a project" in coach("aims").out
    assert coach("aims", "edit", "lead", "--text", "lead two projects").code == 0
    assert "one shipped" in coach("aims", "show", aim).out
    assert coach("aims", "close", aim).code == 0
    assert coach("aims").out == ""
    assert "closed" in coach("aims", "list", "--all").out
    assert coach("aims", "reopen", aim).code == 0
    assert coach("aims", "rm", aim).code == 0
    assert coach("aims", "list", "--all").out == ""


@pytest.mark.parametrize("noun", ["people", "aims", "commit", "experiment", "bin"])
def test_a_mistyped_word_is_not_taken_for_a_command(noun: str) -> None:
    assert coach(noun, "lst").code == 2


def test_someone_a_note_made_a_person_can_be_given_a_role_by_adding_them() -> None:
    coach("log", "a talk", "--with", "Mina")
    refused = coach("people", "add", "mina", "--role", "mentor")
    assert refused.code == 2
    assert "listed already (peer)" in refused.err
    assert "`coach people edit Mina --role mentor`" in refused.err
    assert coach("people", "add", "mina", "--role", "mentor", typed="n\n").code == 0
    assert coach("people", "--json").json["data"]["items"][0]["role"] == "peer"
    assert "Changed: Mina (mentor)." in coach("people", "add", "mina", "--role", "mentor", typed="y\n").out
    assert coach("people", "--json").json["data"]["items"][0]["role"] == "mentor"
