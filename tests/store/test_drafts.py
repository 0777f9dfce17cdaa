"""Typed text is on disk until it is in the store, and is offered again until someone takes it (P16)."""

import errno
import json
import os
import subprocess
import sys

import pytest

from coach.errors import StoreUnwritable


@pytest.fixture
def dead_process_saves(tmp_path):
    """Saves a draft in a process that is then killed with -9."""

    def save(key, text, **about):
        script = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from coach.store.drafts import DraftFiles
class Clock:
    def now(self): return datetime.now(UTC)
DraftFiles(Path({str(tmp_path / "state/here/drafts")!r}), Clock()).save({key!r}, {text!r}, {about!r})
os.kill(os.getpid(), signal.SIGKILL)
"""
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9

    return save


def test_a_draft_is_there_for_its_own_process_until_it_is_dropped(opened):
    drafts = opened().drafts
    drafts.save("capture", "Half a thou", {"title": "Note"})
    drafts.save("capture", "Half a thought")
    assert drafts.get("capture").text == "Half a thought"
    assert drafts.get("other") is None
    drafts.drop("capture")
    assert drafts.get("capture") is None
    drafts.drop("capture")


def test_a_draft_of_a_running_coach_is_not_offered_to_another(opened):
    opened().drafts.save("capture", "Still typing")
    assert opened().drafts.left_over() == []


def test_a_draft_left_by_a_killed_coach_is_offered_until_it_is_taken(opened, dead_process_saves):
    dead_process_saves("session/e/s", "What I wanted to say", guide="weekly")
    for _ in range(2):  # looking does not take
        (offered,) = opened().drafts.left_over()
    assert (offered.key, offered.text, offered.about) == (
        "session/e/s",
        "What I wanted to say",
        {"guide": "weekly"},
    )
    drafts = opened().drafts
    assert drafts.get("session/e/s").text == "What I wanted to say"
    assert drafts.left_over() == []
    drafts.save("session/e/s", "What I wanted to say, and more")
    assert opened().drafts.left_over() == []
    drafts.drop("session/e/s")
    assert opened().drafts.left_over() == []
    assert opened().drafts.get("session/e/s") is None


def test_taken_and_not_yet_saved_again_it_still_survives(opened, dead_process_saves):
    dead_process_saves("capture", "Words")
    opened().drafts.get("capture")
    assert [draft.text for draft in opened().drafts.left_over()] == ["Words"]


def test_typing_without_looking_loses_nothing_left_earlier(opened, dead_process_saves):
    dead_process_saves("capture", "From before")
    drafts = opened().drafts
    drafts.save("capture", "Something new")
    drafts.drop("capture")
    assert [draft.text for draft in drafts.left_over()] == ["From before"]
    drafts.drop("capture")
    assert [draft.text for draft in drafts.left_over()] == ["From before"]


def test_two_killed_coaches_leave_two_drafts_newest_first(opened, dead_process_saves):
    dead_process_saves("capture", "One")
    dead_process_saves("capture", "Two")
    drafts = opened().drafts
    assert [draft.text for draft in drafts.left_over()] == ["Two", "One"]
    assert drafts.get("capture").text == "Two"
    for _ in range(2):  # what was not handed out is not touched, however often one is dropped
        drafts.drop("capture")
        assert [draft.text for draft in drafts.left_over()] == ["One"]


def test_a_draft_looked_at_and_left_is_not_dropped_with_one_that_came_later(opened, dead_process_saves):
    dead_process_saves("capture", "Left for later")
    drafts = opened().drafts
    assert drafts.get("capture").text == "Left for later"
    dead_process_saves("capture", "Kept")
    assert drafts.get("capture").text == "Kept"
    drafts.drop("capture")
    assert [draft.text for draft in drafts.left_over()] == ["Left for later"]


def test_one_left_draft_is_discarded_and_no_other_of_its_key(opened, dead_process_saves):
    dead_process_saves("session/e/s", "In its entry already")
    dead_process_saves("session/e/s", "Not yet anywhere")
    drafts = opened().drafts
    drafts.save("session/e/s", "Being typed")
    drafts.discard(drafts.left_over()[-1])
    assert [draft.text for draft in drafts.left_over()] == ["Not yet anywhere"]
    assert drafts.get("session/e/s").text == "Being typed"


@pytest.mark.parametrize(
    "text", ["", "\ud800 alone", "a\0b\x1b[2J\r\n\u2028\U0001f469\u200d\U0001f680", "x" * 1_000_000]
)
def test_a_draft_comes_back_exactly(opened, text):
    opened().drafts.save("k/\ud800", text)
    assert opened().drafts.get("k/\ud800").text == text


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_draft_that_cannot_be_saved_says_so_and_keeps_the_one_before(opened, monkeypatch, call):
    drafts = opened().drafts
    drafts.save("capture", "Before")

    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StoreUnwritable, match="not on the disk"):
        drafts.save("capture", "After")
    monkeypatch.undo()
    assert drafts.get("capture").text == "Before"
    assert opened().drafts.get("capture").text == "Before"


def test_a_process_number_given_to_another_is_not_taken_for_the_old_process(
    opened, dead_process_saves, tmp_path
):
    dead_process_saves("capture", "Words")
    (path,) = (tmp_path / "state/here/drafts").iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | {"pid": os.getpid()}))
    assert [draft.text for draft in opened().drafts.left_over()] == ["Words"]


def test_doctor_names_drafts_that_wait_and_files_that_are_none(opened, dead_process_saves, tmp_path):
    dead_process_saves("capture", "Words")
    (tmp_path / "state/here/drafts/broken.json").write_bytes(b"\0\0")
    findings = [found for found in opened().keeper.check(fix=True) if found.area == "drafts"]
    assert [finding.level for finding in findings] == ["note", "warning"]
    assert (tmp_path / "state/here/drafts/broken.json").exists()
    assert not any("Words" in finding.message for finding in findings)
