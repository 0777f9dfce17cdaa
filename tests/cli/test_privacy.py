"""`coach privacy`: the exact text, the place, the consents, the record (promises P35, P36, P39)."""

import json
import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from coach.paths import locate
from tests.cli.helpers import coach
from tests.cli.test_hostile import EVIL, assert_harmless

REMOTE = "engine:\n  use: remote\nremote:\n  base_url: https://llm.example/v1\n  model: m\n"


@pytest.fixture
def remote(own_place: Path) -> Path:
    (own_place / "config.yaml").write_text(REMOTE)
    (own_place / "config.yaml").chmod(0o600)
    return own_place


def test_alone_it_says_that_nothing_is_sent() -> None:
    ended = coach("privacy")
    assert ended.code == 0
    assert "this machine; nothing is sent" in ended.out
    data = coach("privacy", "--json").json["data"]
    assert data["engine"] == {"kind": "embedded", "model": None}
    assert data["place"] is None
    assert data["consents"] == []
    assert data["tokens"]["used"] == 0


def test_with_an_endpoint_it_names_host_model_and_budget(remote: Path) -> None:
    ended = coach("privacy")
    assert "remote llm.example (text leaves this machine)" in ended.out
    assert "https://llm.example/v1, model m" in ended.out
    assert "0 of 200000 used" in ended.out
    assert coach("privacy", "--json").json["data"]["engine"] == {"kind": "remote", "model": "m"}


def test_offline_no_engine_elsewhere_is_in_force_p37(remote: Path) -> None:
    data = coach("privacy", "--json", "--offline").json["data"]
    assert data["engine"]["kind"] == "embedded"
    assert data["local_only"] is True
    assert data["problem"]["code"] == "local_only"


def test_preview_prints_the_exact_text_with_names_replaced_and_what_is_left_out_p35(remote: Path) -> None:
    coach("people", "add", "Mina Kovac")
    coach("log", "Mina was late and I said nothing.")
    coach("log", "A secret canary.", "--private")
    ended = coach("privacy", "preview", "follow_up")
    assert ended.code == 0
    assert "P1 was late and I said nothing." in ended.out
    assert "Mina -> P1" in ended.out
    assert "left out   1 private" in ended.out
    assert "canary" not in ended.out
    assert "https://llm.example/v1, model m" in ended.out
    data = coach("privacy", "preview", "follow_up", "--json").json["data"]
    assert data["messages"][-1]["role"] == "user"
    assert "P1 was late" in data["messages"][-1]["content"]
    assert data["left_out"] == {"private": 1, "never_send": 0, "stopped": 0}
    assert data["masked"] == [{"name": "Mina", "placeholder": "P1"}]
    assert data["allowed"] is False


def test_preview_works_with_no_endpoint_and_with_private_words_hidden_p35() -> None:
    coach("log", "The demo went well today.")
    ended = coach("--hide-private", "privacy", "preview", "follow_up")
    assert ended.code == 0
    assert "none is set up" in ended.out
    assert "The demo went well today." in ended.out


def test_preview_of_nothing_says_so() -> None:
    ended = coach("privacy", "preview", "follow_up")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing to send" in ended.err
    assert coach("privacy", "preview", "follow_up", "--json").json["data"]["messages"] == []
    assert "Nothing in this version" in coach("privacy", "preview", "embedding").err


def test_never_send_holds_for_an_entry_and_for_a_person_and_can_be_taken_back_p35() -> None:
    id_ = coach("log", "The demo went well today.", "--json").json["data"]["id"]
    coach("people", "add", "Mina")
    coach("log", "I promised Mina a draft.")
    coach("log", "I sat on the list for a week and told nobody.", "--with", "Mina")
    assert coach("people", "edit", "Mina", "--never-send").code == 0
    assert "The demo went well" in coach("privacy", "preview", "follow_up").out
    assert "left out   2 never to be sent" in coach("privacy", "preview", "follow_up").out
    assert "never sent" in coach("people", "show", "Mina").out
    assert coach("entries", "never-send", id_).code == 0
    assert "never sent" in coach("entries", "show", id_).out
    assert coach("privacy", "preview", "follow_up").out == ""
    coach("entries", "never-send", id_, "--off")
    coach("people", "edit", "Mina", "--may-send")
    assert "I sat on the list for a week and told nobody." in coach("privacy", "preview", "follow_up").out
    assert "never_send" not in coach("entries", "show", id_, "--json").out
    coach("people", "edit", "Mina", "--never-send")
    coach("people", "rm", "Mina")
    assert "I sat on the list for a week and told nobody." not in coach("privacy", "preview", "follow_up").out
    assert coach("undo").code == 0


def test_allowing_is_for_one_host_shown_and_taken_back(remote: Path) -> None:
    ended = coach("privacy", "allow", "follow_up")
    assert "follow_up text may go to llm.example" in ended.out
    assert "follow_up to llm.example since" in coach("privacy").out
    assert coach("privacy", "--json").json["data"]["consents"][0]["host"] == "llm.example"
    ended = coach("privacy", "revoke", "follow_up")
    assert "no longer goes to llm.example" in ended.out
    assert "Nothing was allowed" in coach("privacy", "revoke", "follow_up").out
    assert "allowed    nothing" in coach("privacy").out


def test_there_is_nothing_to_allow_without_an_endpoint() -> None:
    ended = coach("privacy", "allow", "follow_up")
    assert ended.code == 2
    assert "remote.base_url" in ended.err


def test_a_wrong_kind_names_the_kinds() -> None:
    ended = coach("privacy", "allow", "gossip")
    assert ended.code == 2
    assert "follow_up" in ended.err


def test_what_was_allowed_and_sent_is_for_this_machine_alone_p40(remote: Path) -> None:
    coach("log", "The demo went well today.")
    coach("privacy", "allow", "follow_up")
    (found,) = (remote / "state").rglob("consent.json")
    assert found.stat().st_mode & 0o077 == 0
    (found.parent / "ledger.jsonl").write_text("{}\n")
    assert coach("backup", str(remote / "copy.zip")).code == 0
    with ZipFile(remote / "copy.zip") as copy:
        assert copy.namelist()
        assert not [name for name in copy.namelist() if "consent" in name or "ledger" in name]
    ended = coach("export", "-", "--format", "jsonl")
    assert "llm.example" not in ended.out
    for path in remote.rglob("*"):
        if path.is_file() and path.name not in {"consent.json", "config.yaml"}:
            assert b"llm.example" not in path.read_bytes() or "cache" in path.parts, path


def test_the_log_says_when_what_and_where_and_no_text_p39(remote: Path) -> None:
    assert "Nothing was ever sent" in coach("privacy", "log").err
    assert coach("privacy", "log", "--json").json["data"] == {"items": []}
    state = remote / "state" / locate(os.environ).state.name
    state.mkdir(parents=True, exist_ok=True)
    row = {
        "line": "a",
        "at": "2026-11-18T09:30:00+00:00",
        "kind": "follow_up",
        "host": "llm.example",
        "model": "m",
        "entries": ["e1"],
        "words": 12,
        "size": 80,
        "digest": "0" * 64,
        "tokens_sent": 30,
        "tokens_received": 0,
        "outcome": "begun",
    }
    end = {"line": "a", "outcome": "whole", "tokens_sent": 33, "tokens_received": 9}
    torn = b'{"line": "b", "at": "2026-1'
    whole = b"".join(json.dumps(one).encode() + b"\n" for one in (row, end))
    (state / "ledger.jsonl").write_bytes(whole + torn)
    ended = coach("privacy", "log")
    assert "2026-11-18 09:30" in ended.out
    assert "follow_up" in ended.out
    assert "42 tokens" in ended.out
    (item,) = coach("privacy", "log", "--json").json["data"]["items"]
    assert item["tokens"] == {"sent": 33, "received": 9}
    assert coach("privacy", "--json").json["data"]["tokens"]["used"] in {0, 42}  # only of this month


def test_a_fault_of_the_endpoint_is_said_in_words(own_place: Path) -> None:
    (own_place / "config.yaml").write_text(REMOTE.replace("https", "http"))
    ended = coach("privacy")
    assert ended.code == 0
    assert "cannot be used" in ended.out


def test_no_privacy_command_lets_stored_text_act_p31() -> None:
    coach("people", "add", f"Mina{EVIL}")
    coach("log", f"Mina said {EVIL} and went on about the plan.")
    for line in (
        ["privacy"],
        ["privacy", "preview", "follow_up"],
        ["privacy", "log"],
        ["privacy", "allow", EVIL],
    ):
        for extra in ([], ["--json"], ["--plain"]):
            assert_harmless(coach(*line, *extra), [*line, *extra])
