"""`coach log`: a note is kept whatever it says, and the day understood is said (ux 6; rubric S1, S7)."""

import errno
import json
from pathlib import Path

import pytest

from tests.cli.helpers import coach

RISKY = "I do not want to live any more, I want to kill myself tonight."


def test_a_note_is_kept_and_found_again() -> None:
    kept = coach("log", "wrote the outage note")
    assert kept.code == 0
    assert kept.out.startswith("Kept as ")
    assert coach("entries").out.count("wrote the outage note") == 1


def test_a_pipe_and_a_dash_are_read_as_the_text() -> None:
    assert coach("log", stdin="from a pipe\nin two lines\n").code == 0
    assert coach("log", "-", stdin="from a dash").code == 0
    texts = [item["text"] for item in coach("entries", "--json").json["data"]["items"]]
    assert sorted(texts) == ["from a dash", "from a pipe\nin two lines"]


def test_without_text_it_is_asked_for_so_that_it_stays_out_of_the_shells_history() -> None:
    asked = coach("log", typed="typed here\nand here\n\n")
    assert asked.code == 0
    assert "What do you want to keep?" in asked.err
    assert coach("entries", "--json").json["data"]["items"][0]["text"] == "typed here\nand here"


def test_empty_input_keeps_nothing_and_says_so() -> None:
    empty = coach("log", stdin="  \n")
    assert empty.code == 2
    assert "Nothing was kept" in empty.err
    assert coach("entries", "--json").json["data"]["items"] == []


def test_the_day_understood_is_said_on_stderr_and_looks_back() -> None:
    kept = coach("log", "a talk", "--on", "friday", env={"COACH_TODAY": "2026-11-18"})
    assert "on Fri 13 Nov 2026" in kept.err
    assert "2026" not in kept.out
    assert coach("entries", "--json").json["data"]["items"][0]["date"] == "2026-11-13"


@pytest.mark.parametrize("day", ["13", "x", "frday", "the day of the outage"])
def test_a_day_that_is_not_understood_keeps_nothing(day: str) -> None:
    refused = coach("log", "a talk", "--on", day)
    assert refused.code == 2
    assert refused.out == ""
    assert coach("entries", "--json").json["data"]["items"] == []


def test_people_and_tags_come_from_options_and_from_the_text() -> None:
    kept = coach("log", "pairing with @Mina on #billing", "--with", "Omar", "--tag", "work", "--json").json[
        "data"
    ]
    assert sorted(kept["with"]) == ["Mina", "Omar"]
    assert sorted(kept["tags"]) == ["billing", "work"]
    assert [person["name"] for person in coach("people", "--json").json["data"]["items"]] == ["Mina", "Omar"]


def test_s1_s7_a_risky_note_is_kept_and_the_notice_is_shown() -> None:
    kept = coach("log", RISKY)
    assert kept.code == 0
    assert "?" not in kept.out
    assert len(kept.out.splitlines()) > 3
    as_json = coach("log", RISKY, "--json").json["data"]
    assert as_json["notice"]["kind"] == "self_harm"
    assert [item["text"] for item in coach("entries", "--json").json["data"]["items"]] == [RISKY, RISKY]


def test_what_is_said_of_the_text_is_true_of_a_note() -> None:
    """Rubric S7: a note is kept already, so there is nothing to go on with or to close."""
    said = coach("log", RISKY).out
    assert "You can change or delete it at any time." in said
    assert "go on" not in said
    assert coach("log", RISKY, "--json").json["data"]["notice"]["text"] in said


def test_a_risky_note_or_win_is_marked_and_never_quoted_on_today() -> None:
    """Rubric S1: no cue and no theme is made of it."""
    coach("log", "The handover was short", "--kind", "win")
    coach("log", RISKY, "--kind", "win")
    first, second = coach("entries", "--json").json["data"]["items"]
    assert (first["text"], first.get("stopped_for_safety")) == (RISKY, True)
    assert "stopped_for_safety" not in second
    today = coach("today").out
    assert "The handover was short" in today
    assert "kill" not in today


def test_a_note_is_looked_at_with_the_built_in_cues_where_ones_own_cannot_be_used(own_place: Path) -> None:
    """Rubric S1: a mistake in a file of one's own does not weaken the check."""
    folder = own_place / "prompts" / "safety"
    folder.mkdir(parents=True)
    (folder / "en.yaml").write_text("classes: {}\n", encoding="utf-8")
    (own_place / "config.yaml").write_text(
        f"prompts: {{folder: '{own_place / 'prompts'}'}}\n", encoding="utf-8"
    )
    assert "I stop the coaching here" in coach("log", RISKY).out
    assert "I stop" not in coach("log", "wrote the outage note").out
    assert coach("entries").out.count("wrote the outage note") == 1


def test_a_private_note_is_hidden_when_private_words_are_hidden() -> None:
    coach("log", "hard to say", "--private")
    coach("log", "easy to say")
    assert "hard" in coach("entries").out
    hidden = coach("--hide-private", "entries")
    assert "hard" not in hidden.out
    assert "easy" in hidden.out


def test_the_document_of_a_failure_carries_code_message_and_hint() -> None:
    failed = coach("log", "x", "--on", "13", "--json")
    assert failed.code == 2
    error = json.loads(failed.out)["error"]
    assert error["code"] == "usage"
    assert error["message"] in failed.err


def test_a_note_the_store_cannot_take_is_kept_as_a_draft(own_place: Path) -> None:
    coach("log", "first")
    journal = next((own_place / "data" / "journals").iterdir())
    newer = {"schema": 99}
    (own_place / "data" / "coach.json").write_text(json.dumps(newer))
    refused = coach("log", "typed and not to be lost")
    assert refused.code == 1
    assert "kept as a draft" in refused.err
    assert "typed and not" not in journal.read_text()
    drafts = [file.read_text() for file in (own_place / "state").rglob("drafts/*.json")]
    assert any("typed and not to be lost" in draft for draft in drafts)


def test_a_name_that_could_be_two_is_said_before_anything_is_typed() -> None:
    coach("people", "add", "Mina Sato")
    coach("people", "add", "Mina Weber")
    unclear = coach("log", "--with", "mina", typed="never read\n\n")
    assert unclear.code == 3
    assert "What do you want" not in unclear.err


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_message_claims_only_what_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    coach("log", "first")
    monkeypatch.setattr("coach.writing.write_all", _full)
    undone = coach("undo")
    assert "Make room" in undone.err
    assert "draft" not in undone.err  # nothing was typed
    lost = coach("log", "second")  # the disk takes no draft either
    assert "not kept" in lost.err
    assert "is kept as a draft" not in lost.err
    assert "screen" not in lost.err


def test_no_sentence_stands_twice_where_a_note_becomes_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    coach("log", "first")
    monkeypatch.setattr("coach.store.pen.Pen._append_once", _full)
    refused = coach("log", "second").err
    assert refused.count("kept as a draft") == 1


def test_a_data_folder_that_cannot_be_is_no_full_disk() -> None:
    refused = coach("log", "x", env={"COACH_DATA": "/dev/null"})
    assert refused.code == 1
    assert "Make room" not in refused.err
    assert "COACH_DATA" in refused.err


def test_whoever_a_note_adds_is_said() -> None:
    first = coach("log", "x", "--with", "Bbo")
    assert "Added Bbo" in first.err
    assert "`coach people edit Bbo --role ROLE`" in first.err
    assert "Added" not in coach("log", "y", "--with", "Bbo").err
    assert "Added Kim" in coach("log", "talked to @Kim").err
