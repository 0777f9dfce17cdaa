"""Damaged and torn lines, and a store that is suddenly empty: set aside, named, never taken for a fresh start
(promises P1, P5, P6). The whole campaign is in tests/torture; here is one fast sample of each kind.
"""

import json
import shutil
from zlib import crc32

import pytest

from coach.errors import StoreReadOnly
from tests.store.helpers import keep, texts


def test_a_damaged_line_is_set_aside_and_named_and_the_rest_loads(opened, entry, journal, tmp_path):
    keep(opened().store, entry("One"), entry("Two"), entry("Three"))
    lines = journal().read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"Two", b"Tvo")
    journal().write_bytes(b"".join(lines))
    again = opened()
    assert texts(again.store) == ["One", "Three"]
    (notice,) = again.keeper.notices()
    assert "1 damaged line was set aside" in notice
    (kept,) = (tmp_path / "state/here/set-aside").iterdir()
    assert kept.read_bytes() == lines[1]
    assert "Two" not in notice


def test_damage_goes_on_being_named_until_it_is_taken_out_of_the_journal(opened, entry, journal, tmp_path):
    keep(opened().store, entry("One"), entry("Two"), entry("Three"))
    lines = journal().read_bytes().splitlines(keepends=True)
    journal().write_bytes(lines[0] + b"\xff\x00" + lines[1][2:] + lines[2])
    assert opened().keeper.notices() == []  # nothing was read yet
    again = opened()
    keep(again.store, entry("Four"))
    assert texts(again.store) == ["One", "Three", "Four"]
    levels = {finding.level for finding in again.keeper.check(fix=True) if finding.area == "journals"}
    assert levels == {"ok"}
    fixed = opened()
    assert texts(fixed.store) == ["One", "Three", "Four"]
    assert fixed.keeper.notices() == []
    assert len(list((tmp_path / "state/here/set-aside").iterdir())) == 1


@pytest.mark.parametrize("cut", [1, 17, 18, 60, -3, -2])
def test_a_torn_last_line_is_moved_aside_by_the_next_commit(opened, entry, journal, tmp_path, cut):
    keep(opened().store, entry("One"), entry("Two"))
    before = journal().read_bytes()
    last = before.rindex(b"\n", 0, -1) + 1
    torn = before[last:][:cut]
    journal().write_bytes(before[:last] + torn)
    again = opened()
    assert texts(again.store) == ["One"]
    assert "unfinished" in again.keeper.notices()[0]
    keep(again.store, entry("Three"))
    assert texts(opened().store) == ["One", "Three"]


def test_a_journal_whose_last_line_is_another_is_not_written_to(opened, entry, journal):
    """Same length, other words: someone else writes this file, so this machine no longer may."""
    keep(opened().store, entry("One"))
    line = journal().read_bytes()
    rest = line[18:-1].replace(b"One", b"Two")
    journal().write_bytes(b'{"sum":"%08x",%s\n' % (crc32(rest), rest))
    other = journal().read_bytes()
    assert len(other) == len(line)
    path = journal()
    keep(opened().store, entry("Three"))
    assert path.read_bytes() == other
    assert texts(opened().store) == ["Two", "Three"]


@pytest.mark.parametrize("noted", [True, False])
def test_a_last_line_without_its_line_end_is_whole(opened, entry, journal, tmp_path, noted):
    keep(opened().store, entry("One"))
    kept = (tmp_path / "state/here/writer.json").read_bytes()
    keep(opened().store, entry("Two"))
    journal().write_bytes(journal().read_bytes()[:-1])
    if not noted:
        (tmp_path / "state/here/writer.json").write_bytes(kept)
    again = opened()
    assert texts(again.store) == ["One", "Two"]
    keep(again.store, entry("Three"))
    assert texts(again.store) == texts(opened().store) == ["One", "Two", "Three"]
    assert len(list((tmp_path / "data/journals").iterdir())) == (2 if noted else 1)


def test_a_line_torn_by_a_killed_write_is_moved_aside_and_the_same_journal_goes_on(
    opened, entry, journal, tmp_path
):
    keep(opened().store, entry("One"))
    with journal().open("ab") as handle:
        handle.write(b'{"sum":"12345678","at":"half a li')
    again = opened()
    keep(again.store, entry("Two"))
    assert texts(again.store) == ["One", "Two"]
    assert journal().read_bytes().count(b"\n") == 2  # one journal, two whole lines
    (kept,) = (tmp_path / "state/here/set-aside").iterdir()
    assert kept.read_bytes() == b'{"sum":"12345678","at":"half a li'
    assert any("cut off" in notice for notice in again.keeper.notices())


def test_a_line_written_just_before_a_crash_counts(opened, entry, journal, tmp_path):
    """The journal is durable before writer.json knows of it (P1)."""
    keep(opened().store, entry("One"))
    kept = (tmp_path / "state/here/writer.json").read_bytes()
    keep(opened().store, entry("Two"))
    (tmp_path / "state/here/writer.json").write_bytes(kept)
    keep(opened().store, entry("Three"))
    assert texts(opened().store) == ["One", "Two", "Three"]
    journal()  # still one


@pytest.mark.parametrize("how", ["no file", "empty file", "no folder"])
def test_an_empty_store_where_one_was_is_no_fresh_start(opened, entry, journal, tmp_path, how):
    keep(opened().store, entry("One"))
    if how == "no folder":
        shutil.rmtree(tmp_path / "data")
    elif how == "no file":
        journal().unlink()
    else:
        journal().write_bytes(b"")
    before = sorted(tmp_path.rglob("*"))
    again = opened()
    with pytest.raises(StoreReadOnly, match="Nothing was written"):
        again.store.all("entries")
    with pytest.raises(StoreReadOnly, match="empty or gone"):
        keep(again.store, entry("Two"))
    assert "empty or gone" in again.keeper.notices()[0]
    assert next(iter(again.keeper.check())).level == "error"
    assert again.keeper.snapshot_if_due() is None
    assert sorted(tmp_path.rglob("*")) == before


def test_a_journal_that_is_gone_among_others_is_said_and_a_new_one_is_begun(opened, entry, tmp_path):
    keep(opened("there").store, entry("Theirs"))
    keep(opened().store, entry("Mine"))
    mine = opened().keeper
    assert (tmp_path / "data/journals").is_dir()
    name = json.loads((tmp_path / "state/here/writer.json").read_bytes())["writer"]
    (tmp_path / f"data/journals/{name}.jsonl").unlink()
    again = opened()
    keep(again.store, entry("More"))
    assert texts(again.store) == ["Theirs", "More"]
    assert any("is gone" in notice for notice in again.keeper.notices())
    assert mine.where()["data"] == tmp_path / "data"
