"""An older format is brought up stepwise, after a copy, and may be killed at any call and run again (P8)."""

import json
import os
from zlib import crc32

import pytest

from coach.engine.ports import Put
from coach.store.migrations import migrate
from coach.store.open import open_store


def rename_text(line):
    ops = [{**op, "doc": {**op["doc"], "words": op["doc"].pop("text")}} for op in line["ops"]]
    return {**line, "ops": ops}


def mark(line):
    return {**line, "marked": True}


STEPS = {1: rename_text, 2: mark}


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs but what the system does."""


@pytest.fixture
def run(tmp_path, clock):
    """Migrate to format 3 and say whether there was something to do."""

    def do():
        opened = open_store(
            tmp_path / "data", tmp_path / "state", clock=clock, backups=tmp_path / "b", keep=1
        )
        with opened.store.exclusive():
            return migrate(
                tmp_path / "data",
                copy_first=opened.keeper.back_up,
                rewrite=opened.keeper._pen.rewrite,
                steps=STEPS,
                schema=3,
            )

    opened = open_store(tmp_path / "data", tmp_path / "state", clock=clock, backups=tmp_path / "b", keep=1)
    for number in range(3):
        opened.store.commit([Put("entries", {"id": f"e{number}", "text": f"Note {number}"})], label="added")
    return do


def lines(tmp_path):
    journals = sorted((tmp_path / "data/journals").iterdir())
    found = []
    for line in b"".join(journal.read_bytes() for journal in journals).splitlines():
        assert json.loads(line)["sum"] == f"{crc32(line[18:]):08x}"
        found.append(json.loads(line))
    return found


def test_each_step_is_taken_once_after_a_copy(run, tmp_path):
    assert run() is True
    assert [(line["v"], line["marked"], line["ops"][0]["doc"]["words"]) for line in lines(tmp_path)] == [
        (3, True, "Note 0"),
        (3, True, "Note 1"),
        (3, True, "Note 2"),
    ]
    assert json.loads((tmp_path / "data/coach.json").read_text()) == {"schema": 3}
    assert len(list((tmp_path / "b").iterdir())) == 1
    before = lines(tmp_path)
    assert run() is False
    assert lines(tmp_path) == before


def test_killed_at_any_call_it_goes_on_at_the_next_start(run, tmp_path, monkeypatch):
    for number in range(1, 40):
        calls = [0]

        def counted(real, calls=calls, number=number):
            def call(*args, **named):
                calls[0] += 1
                if calls[0] == number:
                    raise Killed
                return real(*args, **named)

            return call

        for path in (tmp_path / "b").glob("*"):
            path.unlink()
        with monkeypatch.context() as patch:
            for name in ("write", "fsync", "replace"):
                patch.setattr(os, name, counted(getattr(os, name)))
            try:
                run()
            except Killed:
                pass
            else:
                break
        assert all(line["ops"][0]["doc"].get("words", "") or line["v"] == 1 for line in lines(tmp_path))
    assert number > 5
    run()
    assert [line["v"] for line in lines(tmp_path)] == [3, 3, 3]


def test_without_room_for_a_copy_nothing_is_changed(run, tmp_path, monkeypatch):
    before = lines(tmp_path)

    def refuse(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(Exception, match="untouched"):
        run()
    monkeypatch.undo()
    assert lines(tmp_path) == before
