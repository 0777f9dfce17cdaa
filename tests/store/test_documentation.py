"""docs/data.md is true: the program printed there reads a store (P44)."""

import json
import re
import subprocess
import sys
from pathlib import Path
from zlib import crc32

from coach.engine.ports import Put, Remove

PAGE = Path(__file__).parents[2] / "docs/data.md"


def test_the_program_in_the_documentation_reads_everything_and_is_short(opened, entry, clock, tmp_path):
    here, there = opened("here").store, opened("there").store
    docs = [entry("One"), entry("Two \U0001f642\n"), entry("Three \ud800")]
    for store in (here, there):
        store.commit(
            [Put("entries", docs[0] | {"text": "Before"}), Put("people", {"id": "p"})], label="added"
        )
        clock.move(minutes=1)
    for doc in docs:
        here.commit([Put("entries", doc)], label="added")
    clock.move(minutes=1)
    there.refresh()
    there.commit([Remove("people", "p")], label="put away")
    with next((tmp_path / "data/journals").iterdir()).open("ab") as journal:
        journal.write(b"damaged\n")
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "data")], capture_output=True, text=True, check=True
    )
    read = [json.loads(line) for line in done.stdout.splitlines()]
    shown = [{"table": "entries", **doc} for doc in opened().store.all("entries")]
    assert sorted(read, key=str) == sorted(shown, key=str)
    assert len(shown) == 3
    assert len(program.splitlines()) <= 20


def test_a_line_has_the_fields_that_are_documented(opened, entry, tmp_path):
    store = opened().store
    store.commit([Put("entries", entry()), Put("entries", entry())], label="added")
    store.commit([Put("entries", store.all("entries")[1] | {"text": "Later"})], label="edited")
    store.undo()
    store.commit([Remove("entries", store.ids("entries")[0])], label="put away")
    store.empty_bin()
    text = PAGE.read_text("utf-8")
    (journal,) = (tmp_path / "data/journals").iterdir()
    for line in journal.read_bytes().splitlines():
        assert line[8:16] == b"%08x" % crc32(line[18:])
        fields = json.loads(line)
        for name in (*fields, *(name for op in fields["ops"] for name in op)):
            assert f"`{name}`" in text, name
    assert (tmp_path / "data/coach.json").read_text() in text + "\n"
    for path in (tmp_path / "data", tmp_path / "state/here"):
        for name in path.iterdir():
            assert name.name in text
