"""`coach undo`, `redo`, `bin`: nothing is gone until the bin is emptied (promise P21)."""

from tests.cli.helpers import coach


def texts() -> list[str]:
    return [item["text"] for item in coach("entries", "--json").json["data"]["items"]]


def test_the_last_changes_are_undone_and_brought_back_across_runs() -> None:
    coach("log", "one")
    coach("log", "two")
    undone = coach("undo")
    assert undone.code == 0
    assert "add note" in undone.out
    assert texts() == ["one"]
    assert coach("undo", "-n", "5", "--json").json["data"]["items"][0]["label"] == "add note"
    assert texts() == []
    assert coach("redo", "-n", "2").code == 0
    assert sorted(texts()) == ["one", "two"]


def test_with_nothing_to_undo_it_says_so_and_succeeds() -> None:
    for command in ("undo", "redo"):
        done = coach(command)
        assert (done.code, done.out) == (0, "")
        assert "nothing" in done.err


def test_the_list_shows_what_undo_would_reverse_and_reverses_nothing() -> None:
    coach("log", "one")
    assert "add note" in coach("undo", "--list").out
    assert texts() == ["one"]
    assert coach("undo", "-n", "0").code == 2


def test_the_bin_lists_every_kind_and_gives_it_back() -> None:
    coach("people", "add", "Mina")
    coach("people", "rm", "mina")
    coach("log", "one")
    coach("entries", "rm", coach("entries", "--json").json["data"]["items"][0]["id"])
    listed = coach("bin").out
    assert "Mina" in listed
    assert "one" in listed
    first = coach("bin", "--json").json["data"]["items"][0]
    assert first["record"]["text"] == "one"
    assert coach("bin", "restore", first["record"]["id"]).code == 0
    assert texts() == ["one"]
    assert coach("bin", "restore", "zzzz").code == 3


def test_emptying_the_bin_needs_yes_or_a_typed_word() -> None:
    coach("people", "add", "Mina")
    coach("people", "rm", "mina")
    refused = coach("bin", "empty")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert coach("bin", "empty", typed="y\n").code == 2
    assert "Mina" in coach("bin").out
    assert coach("bin", "empty", typed="empty\n").code == 0
    assert coach("bin").out == ""
    assert coach("bin", "empty", "--yes", "--json").json["data"] == {"emptied": 0}


def test_p21_undone_says_which_record_by_its_id_and_none_of_its_words() -> None:
    kept = coach("log", "words nobody else needs", "--json").json["data"]
    assert kept["own_id"][:8] in coach("undo", "--list").out
    undone = coach("undo").out
    assert kept["own_id"][:8] in undone
    assert "nobody" not in undone


def test_p21_what_redo_would_bring_back_can_be_looked_at_first() -> None:
    coach("log", "one")
    coach("log", "two")
    coach("undo", "-n", "2")
    listed = coach("redo", "--list", "--json").json["data"]["items"]
    assert [one["label"] for one in listed] == ["add note", "add note"]
    assert texts() == []
    assert coach("redo").code == 0
    assert texts() == ["one"]
    assert len(coach("redo", "--list", "--json").json["data"]["items"]) == 1
