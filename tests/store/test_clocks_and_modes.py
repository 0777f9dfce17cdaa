"""Order wherever the clock stands, and files that nobody else can read (promises P14, P40)."""

import os
from datetime import UTC, datetime, timedelta, timezone

import pytest

from coach.engine.ports import Remove
from coach.store.stamps import next_stamp
from tests.store.helpers import keep, texts


def test_order_holds_wherever_the_clock_jumps(opened, entry, clock):
    times = [
        datetime(2026, 11, 22, 9, tzinfo=UTC),
        datetime(2025, 11, 22, 9, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 59, tzinfo=timezone(timedelta(hours=1))),
        datetime(2026, 3, 29, 3, 1, tzinfo=timezone(timedelta(hours=2))),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=-11))),
        datetime(1, 1, 1, tzinfo=UTC),
    ]
    docs = []
    for number, time in enumerate(times):
        clock.time = time
        docs.append(entry(f"Note {number}"))
        keep(opened().store, docs[-1])
    assert opened().store.all("entries") == docs
    history = opened().store.history()
    assert [done.at.replace(microsecond=0) for done in history] == [
        t.replace(microsecond=0) for t in reversed(times)
    ]
    assert [done.at.utcoffset() for done in history] == [t.utcoffset() for t in reversed(times)]


def test_an_edit_by_a_machine_whose_clock_is_behind_still_counts(opened, entry, clock):
    doc = entry("First")
    keep(opened("here").store, doc)
    there = opened("there").store
    assert texts(there) == ["First"]
    clock.move(days=-400)
    keep(there, doc | {"text": "After"})
    assert texts(opened("here").store) == ["After"]


def test_a_thousand_commits_in_one_millisecond_keep_their_order():
    stamp, now = "", datetime(2026, 11, 22, tzinfo=UTC)
    stamps = [stamp := next_stamp(now, stamp, "w" * 10) for _ in range(70_000)]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_are_0600_and_folders_0700_whatever_the_umask(opened, entry, tmp_path, umask):
    before = os.umask(umask)
    try:
        running = opened()
        keep(running.store, entry("One"), entry("Two"))
        running.store.commit([Remove("entries", running.store.ids("entries")[0])], label="x")
        running.store.empty_bin()
        running.store.cached("today", lambda: {"x": 1})
        running.drafts.save("capture", "Half a")
        running.keeper.back_up()
        running.keeper.snapshot_if_due()
        running.keeper.tidy()
        running.keeper.restore(running.keeper.backups()[0].path)
    finally:
        os.umask(before)
    made = [path for top in ("data", "state") for path in (tmp_path / top, *(tmp_path / top).rglob("*"))]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}


def test_looser_files_are_named_and_closed(opened, entry, journal):
    keep(opened().store, entry("One"))
    journal().chmod(0o644)
    assert "can be read by others" in _only(opened().keeper.check(), "permissions").message
    assert _only(opened().keeper.check(fix=True), "permissions").level == "ok"
    assert journal().stat().st_mode & 0o777 == 0o600


def _only(findings, area):
    (found,) = [finding for finding in findings if finding.area == area]
    return found
