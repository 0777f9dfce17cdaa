"""`coach import` and `coach export` as commands (design 6; promises P40, P43, P44)."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import coach

GOOD = {"id": "a-1", "date": "2026-11-05", "kind": "note", "text": "from elsewhere", "with": ["Mina"]}


def as_lines(*entries: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in entries)


def test_a_file_goes_in_once_and_says_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(as_lines(GOOD, {**GOOD, "id": "a-2"}))
    first = coach("import", str(file), "--json")
    assert first.code == 0
    assert first.json["data"] == {"read": 2, "added": 2, "skipped": 0, "conflicts": [], "errors": []}
    again = coach("import", str(file))
    assert again.code == 0
    assert "2 here already" in again.out
    assert [person["name"] for person in coach("people", "--json").json["data"]["items"]] == ["Mina"]


def test_conflicts_and_unreadable_lines_exit_with_4_and_the_rest_is_in(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(as_lines(GOOD, "nonsense", {**GOOD, "text": "other words"}))
    done = coach("import", str(file), "--json")
    assert done.code == 4
    data = done.json["data"]
    assert (data["read"], data["added"], data["skipped"]) == (3, 2, 0)
    assert data["errors"][0]["line"] == 2
    assert data["conflicts"] == [{"line": 3, "id": "a-1"}]
    assert "line 2" in done.err
    assert "nonsense" not in done.err


def test_a_dry_run_keeps_nothing() -> None:
    done = coach("import", "-", "--dry-run", stdin=as_lines(GOOD))
    assert "1 would be added" in done.out
    assert coach("entries", "--json").json["data"]["items"] == []


def test_what_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    assert coach("import", str(tmp_path / "none.jsonl")).code == 3
    assert coach("import", str(tmp_path)).code == 2


def test_p44_an_export_read_into_an_empty_house_exports_the_same(tmp_path: Path) -> None:
    coach("import", "-", stdin=as_lines(GOOD))
    coach("log", "hard to say", "--private", "--with", "Omar")
    out = coach("export", "-", "--format", "jsonl", "--include-private").out
    other = {"COACH_DATA": str(tmp_path / "other"), "COACH_STATE": str(tmp_path / "state")}
    assert coach("import", "-", stdin=out, env=other).code == 0
    assert coach("export", "-", "--format", "jsonl", "--include-private", env=other).out == out
    assert (
        coach(
            "import",
            "-",
            stdin=out,
            env=other,
        ).code
        == 0
    )  # and once more: all there


def test_private_text_is_left_out_and_counted() -> None:
    coach("log", "hard to say", "--private")
    coach("log", "easy to say")
    done = coach("export", "-")
    assert "hard" not in done.out
    assert "1 entry" in done.err
    assert "hard" in coach("export", "-", "--include-private").out
    assert coach("export", "-", "--include-private", "--hide-private").code == 2


def test_p40_a_file_is_the_owners_alone_and_is_never_overwritten_unasked(tmp_path: Path) -> None:
    coach("log", "one")
    file = tmp_path / "out.jsonl"
    assert coach("export", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    coach("log", "two")
    refused = coach("export", str(file))
    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_text() == before
    done = coach("export", str(file), "--force", "--json")
    assert done.json["data"]["written"] == 2
    assert coach("export", str(tmp_path)).code == 0
    assert (tmp_path / "coach-entries.jsonl").exists()


@pytest.mark.usefixtures("own_place")
def test_an_export_is_cut_by_day_and_person() -> None:
    coach("import", "-", stdin=as_lines(GOOD, {**GOOD, "id": "a-2", "date": "2026-10-01", "with": ["Omar"]}))
    ids = [json.loads(line)["id"] for line in coach("export", "-", "--since", "2026-11-01").out.splitlines()]
    assert ids == ["a-1"]
    items = coach("export", "-", "--person", "omar", "--json").json["data"]["items"]
    assert [item["id"] for item in items] == ["a-2"]
    assert coach("export", "-", "--person", "nobody").code == 3


def from_the_docs(language: str) -> str:
    """The first example in this language in docs/formats.md."""
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()
    return text.split(f"```{language}\n")[1].split("```")[0]


def test_p44_the_script_in_the_docs_reads_an_export_without_coach() -> None:
    coach("log", "wrote the outage note", "--with", "Mina")
    coach("reflect", "--answers", "-", stdin="win: said the doubt early\n")
    export = coach("export", "-").out
    script = [sys.executable, "-I", "-c", from_the_docs("python")]
    read = subprocess.run(script, input=export, capture_output=True, text=True, check=True).stdout
    for words in ("wrote the outage note", "Mina", "said the doubt early"):
        assert words in read


def test_the_answers_in_the_docs_are_answers() -> None:
    done = coach("reflect", "--answers", "-", stdin=from_the_docs("yaml"), env={"COACH_TODAY": "2026-11-18"})
    assert done.code == 0, done.err
    kept = coach("commit", "--json").json["data"]["items"][0]
    assert (kept["due"], kept["sign"]) == ("2026-11-23", "Omar replies")


def _lines(count: int) -> str:
    return "".join(f'{{"date": "2026-01-02", "kind": "note", "text": "note {n}"}}\n' for n in range(count))


def test_p21_an_import_that_adds_more_than_a_tenth_is_asked_about_where_a_person_sits(tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text(_lines(10), encoding="utf-8")
    assert coach("import", str(file), typed="").code == 0, "into an empty store nothing is asked"
    file.write_text(_lines(12), encoding="utf-8")
    refused = coach("import", str(file), typed="n\n")
    assert refused.code == 2
    assert "This adds 2 entries to the 10 here." in refused.err
    assert len(coach("entries", "--json").json["data"]["items"]) == 10
    assert coach("import", str(file), typed="y\n").code == 0
    file.write_text(_lines(13), encoding="utf-8")
    assert coach("import", str(file), typed="").code == 0, "one to twelve is less than a tenth"
    file.write_text(_lines(40), encoding="utf-8")
    assert coach("import", str(file)).code == 0, "a script is never asked"


def test_a_file_of_another_kind_is_told_in_one_sentence_first(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("ui:\n  theme: dark\n", encoding="utf-8")
    ended = coach("import", str(file))
    assert ended.code == 4
    assert "no line holds an entry" in ended.err.splitlines()[0]
    assert "Expecting" not in ended.err
