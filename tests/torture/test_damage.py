"""Every cut, thirty kinds of damage, full disks, no permission, files carried about (P3-P6, P9, P12)."""

import os
import random
import resource
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.domain.ids import new_id
from coach.engine.ports import Put
from tests.torture.program import open_at
from tests.torture.watch import ROOT, Expected, Tally, run

pytestmark = pytest.mark.torture

IS_ROOT = os.geteuid() == 0


def _fill(data, state, number, prefix="Note"):
    store = open_at(data, state).store
    docs = [
        {"id": new_id(datetime.now(UTC)), "text": f"{prefix} {n} \U0001f642 {'x' * 50}"}
        for n in range(number)
    ]
    for doc in docs:
        store.commit([Put("entries", doc)], label="note added")
    return docs


def test_the_last_line_cut_at_every_byte(tmp_path):
    tally = Tally("last line cut at every byte")
    data, state = tmp_path / "data", tmp_path / "state"
    docs = _fill(data, state, 3)
    (journal,) = (data / "journals").iterdir()
    whole, identity = journal.read_bytes(), (state / "writer.json").read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(last, len(whole)):
        shutil.rmtree(data / "journals")
        (data / "journals").mkdir()
        journal.write_bytes(whole[:cut])
        (state / "writer.json").write_bytes(identity)
        opened = open_at(data, state)
        before = opened.store.all("entries")
        new = {"id": new_id(datetime.now(UTC)), "text": "After"}
        opened.store.commit([Put("entries", new)], label="note added")
        found = open_at(data, state).store.all("entries")
        tally.runs += 1
        tally.acknowledged += 3
        kept = docs if cut == len(whole) - 1 else docs[:2]  # only the line end is missing: nothing is lost
        if before != kept or found != [*kept, new]:
            tally.lost.append(f"cut at {cut}")
        assert whole[last:cut] in b"".join(path.read_bytes() for path in _all_files(data, state))
    tally.report()


def _all_files(*folders):
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def _flip(data, chance, times):
    changed = bytearray(data)
    for _ in range(times):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _lines(change):
    """A kind of damage done to the list of lines."""

    def damage(data, chance):
        lines = data.splitlines(keepends=True)
        return b"".join(change(lines, chance) or lines)

    return damage


def _in_one_line(change):
    def damage(data, chance):
        lines = data.splitlines(keepends=True)
        number = chance.randrange(len(lines))
        lines[number] = change(lines[number])
        return b"".join(lines)

    return damage


KINDS = {
    "one bit": lambda data, chance: _flip(data, chance, 1),
    "ten bits": lambda data, chance: _flip(data, chance, 10),
    "a thousand bits": lambda data, chance: _flip(data, chance, 1000),
    "cut in the middle": lambda data, chance: data[: chance.randrange(len(data))],
    "beginning lost": lambda data, chance: data[chance.randrange(len(data)) :],
    "a hole": lambda data, chance: data[:500] + data[900:],
    "a block of NULs": lambda data, chance: data[:1024] + bytes(512) + data[1536:],
    "NULs at the end": lambda data, chance: data + bytes(4096),
    "NULs and a line end": lambda data, chance: data + bytes(100) + b"\n",
    "no bytes": lambda data, chance: b"",
    "only NULs": lambda data, chance: bytes(len(data)),
    "only line ends": lambda data, chance: b"\n" * 100,
    "noise": lambda data, chance: chance.randbytes(5000),
    "noise at the end": lambda data, chance: data + chance.randbytes(500),
    "BOM": lambda data, chance: b"\xef\xbb\xbf" + data,
    "UTF-16": lambda data, chance: data.decode("utf-8").encode("utf-16"),
    "Latin-1": lambda data, chance: data.decode("utf-8").encode("latin-1", "replace"),
    "CR LF": lambda data, chance: data.replace(b"\n", b"\r\n"),
    "CR only": lambda data, chance: data.replace(b"\n", b"\r"),
    "line ends gone": lambda data, chance: data.replace(b"\n", b""),
    "conflict markers": _lines(
        lambda lines, _: [
            *lines[:5],
            b"<<<<<<< HEAD\n",
            *lines[5:8],
            b"=======\n",
            *lines[8:9],
            b">>>>>>> b\n",
            *lines[9:],
        ]
    ),
    "lines in another order": _lines(lambda lines, chance: chance.sample(lines, len(lines))),
    "each line twice": _lines(lambda lines, _: [line for line in lines for _ in "12"]),
    "file twice": lambda data, chance: data + data,
    "deep nesting": _lines(lambda lines, _: [*lines[:3], b"[" * 100_000 + b"\n", *lines[3:]]),
    "a huge number": _lines(lambda lines, _: [*lines[:3], b'{"n":' + b"9" * 6000 + b"}\n", *lines[3:]]),
    "null, list, text": _lines(lambda lines, _: [b"null\n", b"[]\n", b'"x"\n', b"{}\n", *lines]),
    "wrong sum": _in_one_line(lambda line: line.replace(b'{"sum":"', b'{"sum":"0', 1)),
    "sum in capitals": _in_one_line(lambda line: line[:8] + line[8:16].upper() + line[16:]),
    "an edit by hand": _in_one_line(lambda line: line.replace(b"Note", b"Remark")),
    "pretty printed": _in_one_line(lambda line: line.replace(b",", b", ")),
    "one line of 5 MB": _lines(lambda lines, _: [*lines[:3], b"x" * 5_000_000 + b"\n", *lines[3:]]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_damage(tmp_path, kind):
    """A line is good if it stands in the damaged file exactly as it was written."""
    tally = Tally(f"damage: {kind}")
    for seed in range(5):
        data, state = tmp_path / f"data-{seed}", tmp_path / f"state-{seed}"
        _fill(data, tmp_path / f"other-{seed}", 3, prefix="Theirs")
        (theirs,) = (data / "journals").iterdir()
        docs = _fill(data, state, 40)
        (journal,) = set((data / "journals").iterdir()) - {theirs}
        whole = journal.read_bytes()
        written = dict(zip(whole.splitlines(), docs, strict=True))
        damaged = KINDS[kind](whole, random.Random(seed))
        journal.write_bytes(damaged)
        there = {line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r") for line in damaged.split(b"\n")[:-1]}
        good = [doc["id"] for line, doc in written.items() if line in there]
        opened = open_at(data, state)
        found = opened.store.ids("entries")
        missing = set(good) - set(found)
        tally.runs += 1
        tally.acknowledged += len(good) + 3
        tally.lost += sorted(missing)
        assert sum(doc["text"].startswith("Theirs") for doc in opened.store.all("entries")) == 3
        if len(good) < 40 and damaged.strip(b"\n") and kind != "beginning lost":
            assert opened.keeper.notices(), kind
        new = {"id": new_id(datetime.now(UTC)), "text": "After"}
        opened.store.commit([Put("entries", new)], label="note added")
        assert len(open_at(data, state).store.ids("entries")) == len(found) + 1
        list(open_at(data, state).keeper.check(fix=True))
        assert len(open_at(data, state).store.ids("entries")) == len(found) + 1
    tally.report()


def _until_full(data, state, tally, limit=0):
    expected = Expected()
    done = run("until_full", data, state, limit)
    assert done.returncode == 0, done.stderr
    lines = expected.hear(done.stdout, tally)
    refused = [line[2] for line in lines if line[0] == "failed"]
    assert refused
    assert all("is intact" in message for message in refused)
    expected.compare(data, state, tally)
    tally.runs += 1
    return expected


def test_a_file_may_grow_no_further(tmp_path):
    tally = Tally("file size limit")
    for limit in range(4000, 20_000, 777):
        _until_full(tmp_path / f"data-{limit}", tmp_path / f"state-{limit}", tally, limit)
    tally.report()


@pytest.mark.skipif(not IS_ROOT, reason="mounting a small disk needs root")
@pytest.mark.parametrize("where", ["data and state", "data alone", "state alone"])
def test_a_full_disk(tmp_path, where):
    tally = Tally(f"256 KB disk full, {where} on it")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("no mount here")
    try:
        data = (disk if where != "state alone" else tmp_path) / "data"
        state = (disk if where != "data alone" else tmp_path) / "state"
        if where == "state alone":
            expected = Expected()
            expected.hear(run("count", data, state, 3).stdout, tally)
            (disk / "filler").write_bytes(b"")
            _fill_up(disk / "filler")
            expected.hear(run("count", data, state, 20).stdout, tally)
            expected.compare(data, state, tally)
            (disk / "filler").unlink()
        else:
            expected = _until_full(data, state, tally)
            shutil.rmtree(state / "set-aside", ignore_errors=True)
            big = next(path for path in sorted((data / "journals").iterdir()))
            assert big.stat().st_size > 100_000
            subprocess.run(["mount", "-o", "remount,size=2m", str(disk)], check=True)
        after = run("count", data, state, 5)
        expected.hear(after.stdout, tally)
        assert after.stdout.count(b'"saved"') == 5
        expected.compare(data, state, tally)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    tally.report()


def _fill_up(path):
    with path.open("ab", buffering=0) as handle:
        try:
            while True:
                handle.write(bytes(512))
        except OSError:
            return


@pytest.mark.skipif(not (IS_ROOT and shutil.which("setpriv")), reason="needs root and setpriv")
@pytest.mark.parametrize(
    ("what", "reads", "writes"),
    [
        ("journals 0444", True, False),
        ("folders 0555", True, True),
        ("state 0555", True, False),
        ("journals 0000", False, False),
        ("folders 0000", False, False),
        ("all 0555 and 0444", True, False),
    ],
)
def test_no_permission(what, reads, writes):
    """P4: as another user, who may read but not write."""
    import tempfile

    place = Path(
        tempfile.mkdtemp(dir="/tmp")
    )  # the test's own folder lies below one that only root can enter
    try:
        data, state = place / "data", place / "state"
        _fill(data, state, 3)
        for path in (place, *place.rglob("*")):
            os.chown(path, 65534, 65534)
        (journal,) = (data / "journals").iterdir()
        if what == "journals 0444":
            journal.chmod(0o444)
        elif what == "folders 0555":
            (data / "journals").chmod(0o555)
        elif what == "state 0555":
            (state / "lock").unlink()
            state.chmod(0o555)
        elif what == "folders 0000":
            (data / "journals").chmod(0)
        elif what == "journals 0000":
            journal.chmod(0)
        else:
            for path in place.rglob("*"):
                path.chmod(0o555 if path.is_dir() else 0o444)
        as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        done = subprocess.run(
            [*as_nobody, sys.executable, "-B", "-m", "tests.torture.program", "read", str(data), str(state)],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(b"Note") == (3 if reads else 0)
        assert (b'["saved"]' in done.stdout) == writes
        assert writes or b"StoreReadOnly" in done.stdout
        assert reads or b"cannot be read" in done.stdout
        read, written = (
            "works" if reads else "is refused by name",
            "works" if writes else "is refused by name",
        )
        print(f"\n  {what}: reading {read}, writing {written}", end="")
    finally:
        shutil.rmtree(place)


def test_two_machines_and_a_sync_program_that_carries_files_at_bad_moments(tmp_path):
    """Copies arrive whole, half, late and as conflict copies; in the end both machines show the same."""
    chance = random.Random(7)
    tally = Tally("two machines, files carried at bad moments")
    for round_ in range(10):
        places = [tmp_path / f"{round_}-{machine}" for machine in "ab"]
        ids, acknowledged = [], {}
        for step in range(60):
            here, there = chance.sample(places, 2)
            what = chance.random()
            if what < 0.5 or not ids:
                ids.append(new_id(datetime.now(UTC)))
                acknowledged[ids[-1]] = {f"{step}"}
                _put(here, ids[-1], f"{step}")
            elif what < 0.7:
                key = chance.choice(ids)
                acknowledged[key].add(f"{step}")
                _put(here, key, f"{step}")
            else:
                _carry(here, there, chance, whole=what > 0.9)
        for here, there in (places, places[::-1]):
            _carry(here, there, chance, whole=True)
        stores = [open_at(place / "data", place / "state").store for place in places]
        shown = [store.all("entries") for store in stores]
        assert shown[0] == shown[1]
        assert {doc["id"] for doc in shown[0]} == set(ids)
        for key, texts in acknowledged.items():
            versions = {version.doc["text"] for version in stores[0].versions("entries", key)}
            tally.lost += [f"{key} {text}" for text in texts - versions]
        tally.runs += 1
        tally.acknowledged += sum(len(texts) for texts in acknowledged.values())
    tally.report()


def _put(place, key, text):
    store = open_at(place / "data", place / "state").store
    store.refresh()
    store.get("entries", key)
    store.commit([Put("entries", {"id": key, "text": text})], label="saved")


def _carry(source, target, chance, *, whole):
    """Bring the journals that `source` writes to `target`."""
    own = {path.name for path in (source / "data/journals").glob("*.jsonl")} if source.is_dir() else set()
    (target / "data/journals").mkdir(parents=True, exist_ok=True)
    theirs = open_at(target / "data", target / "state").keeper
    mine = _writer(target)
    del theirs
    for name in own:
        if name == mine:
            continue
        content = (source / "data/journals" / name).read_bytes()
        place = target / "data/journals" / name
        if not whole and place.exists() and place.stat().st_size > len(content):
            continue
        if not whole and chance.random() < 0.3:
            place = place.with_name(
                f"{place.stem}.sync-conflict-20261122-09300{chance.randrange(9)}-ABCDEFG.jsonl"
            )
        cut = len(content) if whole else chance.randrange(len(content) + 1)
        if whole and place.exists() and place.stat().st_size > len(content):
            continue
        place.write_bytes(content[:cut])


def _writer(place):
    import json

    try:
        return json.loads((place / "state/writer.json").read_bytes())["writer"] + ".jsonl"
    except OSError:
        return ""


def test_memory_and_time_of_a_large_store_are_said(tmp_path):
    """No bound is asserted: figures for docs/measurements.md."""
    import time

    data, state = tmp_path / "data", tmp_path / "state"
    store = open_at(data, state).store
    words = "I told her that the scope was too large and she asked what I would drop. " * 27
    for _ in range(20):
        docs = [{"id": new_id(datetime.now(UTC)), "text": words} for _ in range(500)]
        store.commit([Put("entries", doc) for doc in docs], label="imported")
    began = time.perf_counter()
    count = open_at(data, state).store.count("entries")
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"\n  {count} entries of 2 KB: loaded in {took * 1000:.0f} ms, this process at most {peak} MB", end=""
    )
    assert count == 10_000
