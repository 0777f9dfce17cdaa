"""`coach themes` on the command line (design, section 6; feature C1, rubric T1-T12)."""

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.engine.themes.vectors import Floats
from tests.cli.helpers import coach
from tests.engine.themes.desk import BUDGET, SINGING, TRAINS, WordEncoder

TODAY = {"COACH_TODAY": "2026-11-18"}


class WideEncoder(WordEncoder):
    """As wide as the encoder of the program, so that its rows can be kept."""

    def embed(self, texts: Sequence[str]) -> Floats:
        rows = super().embed(texts)
        return np.pad(rows, ((0, 0), (0, 384 - rows.shape[1])))


@pytest.fixture(autouse=True)
def quick_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.embedding.LocalEmbedder", lambda _path: WideEncoder())


def write(texts: Sequence[str], first_day: int = 1, month: int = 10, **more: Any) -> None:
    lines = [
        json.dumps(
            {"id": f"e{month}{day}", "date": f"2026-{month}-{day:02}", "kind": "note", "text": text, **more}
        )
        for day, text in enumerate(texts, first_day)
    ]
    assert coach("import", "-", stdin="\n".join(lines), env=TODAY).code == 0


@pytest.fixture
def journal() -> None:
    write([text for group in (BUDGET, TRAINS, SINGING) for text in group])


@pytest.mark.usefixtures("journal")
def test_the_document_has_the_form_other_programs_rely_on() -> None:
    ended = coach("themes", "--since", "2026-10-01", "--until", "2026-10-31", "--json", env=TODAY)
    document = ended.json
    assert (ended.code, document["kind"]) == (0, "themes")
    data = document["data"]
    assert data["period"] == {"since": "2026-10-01", "until": "2026-10-31"}
    assert (data["entries"], data["engine"]) == (13, {"kind": "embedded", "model": None})
    assert data["claims"]["kept"] == data["claims"]["made"]
    theme = data["themes"][0]
    for key in ("id", "label", "state", "trend", "entries", "summary", "evidence", "against", "question"):
        assert key in theme
    assert all(entry.startswith("e10") for entry in theme["entries"])  # the ids they were imported with
    assert set(theme["evidence"][0]) == {"entry", "date", "quote"}


@pytest.mark.usefixtures("journal")
def test_the_list_says_period_counts_and_quotes_with_their_days() -> None:
    ended = coach("themes", env=TODAY)
    assert ended.code == 0
    assert "13 entries" in ended.out
    assert "claims kept" in ended.out
    assert "against:" not in ended.out
    assert "against:" in coach("themes", "--evidence", env=TODAY).out


@pytest.mark.usefixtures("journal")
def test_a_name_of_ones_own_and_a_no_hold_when_themes_are_drawn_again_t12() -> None:
    first, second = [
        theme["label"] for theme in coach("themes", "--json", env=TODAY).json["data"]["themes"][:2]
    ]
    assert coach("themes", "rename", first, "figures that are wrong", env=TODAY).code == 0
    assert coach("themes", "reject", second, env=TODAY).code == 0
    again = coach("themes", "refresh", "--json", env=TODAY).json["data"]["themes"]
    labels = {theme["label"]: theme["state"] for theme in again}
    assert labels.get("figures that are wrong") == "renamed"
    assert second not in labels
    assert coach("undo", "-n", "2", env=TODAY).code == 0
    after = {theme["label"] for theme in coach("themes", "--json", env=TODAY).json["data"]["themes"]}
    assert {first, second} <= after


@pytest.mark.usefixtures("journal")
def test_themes_are_merged_split_kept_and_forgotten() -> None:
    labels = [theme["label"] for theme in coach("themes", "--json", env=TODAY).json["data"]["themes"]]
    assert coach("themes", "merge", labels[0], env=TODAY).code == 2
    assert coach("themes", "merge", labels[0], labels[1], "--name", "both of them", env=TODAY).code == 0
    drawn = coach("themes", "--json", env=TODAY).json["data"]["themes"]
    assert "both of them" in {theme["label"] for theme in drawn}
    ended = coach("themes", "split", "both of them", "--json", env=TODAY)
    assert ended.code == 0
    assert len(ended.json["data"]["items"]) == 2
    assert coach("themes", "keep", labels[2], env=TODAY).code == 0
    assert coach("themes", "forget", labels[2], env=TODAY).code == 0
    assert coach("themes", "forget", labels[2], env=TODAY).code == 3


@pytest.mark.usefixtures("journal")
def test_an_unknown_theme_is_exit_3_and_names_the_way() -> None:
    coach("themes", env=TODAY)
    ended = coach("themes", "show", "nothing of the kind", env=TODAY)
    assert ended.code == 3
    assert "`coach themes`" in ended.err


def test_too_few_entries_and_an_empty_period_are_said_and_no_error() -> None:
    write(BUDGET[:2])
    ended = coach("themes", env=TODAY)
    assert ended.code == 0
    assert "2 of 8 entries so far" in ended.out
    empty = coach("themes", "--since", "2020-01-01", "--until", "2020-02-01", "--json", env=TODAY)
    assert (empty.code, empty.json["data"]["entries"], empty.json["data"]["themes"]) == (0, 0, [])
    assert coach("themes", "--since", "2026-11-01", "--until", "2026-10-01", env=TODAY).code == 2
    assert coach("themes", "--person", "Nobody", env=TODAY).code == 3


@pytest.mark.usefixtures("journal")
def test_what_changed_since_a_day_is_counted_on_both_sides() -> None:
    ended = coach("themes", "compare", "2026-10-07", "--since", "2026-10-01", "--json", env=TODAY)
    assert ended.code == 0
    data = ended.json["data"]
    assert data["entries"] == {"before": 6, "after": 7}
    assert {theme["change"] for theme in data["themes"]} <= {"new", "gone", "more", "less", "same"}
    assert coach("themes", "compare", "2020-01-01", "--since", "2026-10-01", env=TODAY).code == 2


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.usefixtures("journal")
def test_the_page_draws_each_theme_and_needs_nothing_from_anywhere_p48(tmp_path: Path) -> None:
    target = tmp_path / "themes.html"
    ended = coach("themes", "--format", "html", "-o", str(target), env=TODAY)
    assert ended.code == 0
    text = target.read_text(encoding="utf-8")
    tags = _Page(text).tags
    names = [tag for tag, _ in tags]
    drawn = len(coach("themes", "--json", env=TODAY).json["data"]["themes"])
    assert names.count("svg") == drawn + 1  # each theme over time, and how much of each week is covered
    assert names.count("rect") >= 13
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert "http:" not in text
    assert "https:" not in text
    assert coach("themes", "--format", "html", "-o", str(target), env=TODAY).code == 2
    assert coach("themes", "--format", "html", "-o", str(target), "--force", env=TODAY).code == 0


def test_hostile_words_are_text_in_page_and_markdown_p31_p32() -> None:
    bad = "<script>alert(1)</script> [click](http://x) `{{7*7}}` *budget* sheet figure \x1b]52;c;aGk=\x07"
    write([f"{bad} wrong again, Hannah said {number}." for number in range(9)])
    page = coach("themes", "--format", "html", env=TODAY).out
    assert "<script>" not in page
    assert "\x1b" not in page
    text = coach("themes", "--format", "md", env=TODAY).out
    assert "[click](" not in text
    assert "\x1b" not in text + coach("themes", "--evidence", env=TODAY).out


@pytest.mark.usefixtures("journal")
def test_private_entries_are_in_no_theme_and_counted_t10() -> None:
    write([f"The budget sheet, a wrong figure, zebra {n}." for n in range(3)], month=11, private=True)
    ended = coach("themes", "--json", env=TODAY)
    assert "zebra" not in ended.out
    assert ended.json["data"]["private_left_out"] == 3


def test_a_proposed_closing_is_asked_and_closed_only_by_a_yes_t4() -> None:
    write(["I will send the budget figure to Hannah on Monday.", *BUDGET, *SINGING])
    write(["I sent the budget figure to Hannah on Monday, done."], month=11)
    data = coach("themes", "--json", env=TODAY).json["data"]
    found = [one for one in data["commitments"] if one["opened"] == "e101"]
    assert [one["status"] for one in found] == ["open"]
    assert coach("commit", "list", "--json", env=TODAY).json["data"]["items"] == []
    assert found[0]["proposal"] is not None
    ended = coach("themes", "settle", "e101", env=TODAY)
    assert (ended.code, "Closed as done" in ended.out) == (0, True)
    [kept] = coach("commit", "list", "--status", "closed", "--json", env=TODAY).json["data"]["items"]
    assert kept["outcome"] == "done"
    assert coach("themes", "settle", "e102", env=TODAY).code == 2


def test_entries_like_a_text_come_nearest_first_each_with_its_sentence_and_no_number() -> None:
    """How near is an estimate: the order is shown, the score is not."""
    write([*BUDGET[:3], *TRAINS[:3], *SINGING[:3]])
    ran = coach("entries", "--like", "choir rehearsal voice", "--limit", "3", env=TODAY)
    assert ran.code == 0
    lines = ran.out.strip().splitlines()
    assert len(lines) == 3
    assert all("choir" in line.lower() for line in lines)
    assert "0." not in ran.out
    items = json.loads(coach("entries", "--like", "choir", "--json", env=TODAY).out)["data"]["items"]
    assert items[0]["nearest"] in items[0]["text"]


def test_entries_like_an_entry_leave_it_out_and_obey_the_query() -> None:
    write([*BUDGET[:3], *TRAINS[:3], *SINGING[:3]])
    found = coach("entries", "--like", "e107", "until:2026-10-06", "--json", env=TODAY)
    ids = [item["id"] for item in json.loads(found.out)["data"]["items"]]
    assert sorted(ids) == [f"e10{day}" for day in range(1, 7)]
    md = coach("entries", "--like", "e107", "--limit", "1", "--format", "md", env=TODAY)
    assert md.out.startswith("## 2026-10-0")


def test_entries_like_nothing_is_wrong_usage() -> None:
    write(BUDGET[:2])
    ran = coach("entries", "--like", "...", env=TODAY)
    assert (ran.code, ran.out) == (2, "")
    assert "no words to look for" in ran.err


def test_today_names_the_last_theme() -> None:
    write([*BUDGET, *TRAINS, *SINGING])
    assert "LAST THEME" not in coach("today", env=TODAY).out
    coach("themes", env=TODAY)
    shown = coach("today", env=TODAY).out
    assert "LAST THEME" in shown
    theme = json.loads(coach("today", "--json", env=TODAY).out)["data"]["last_theme"]
    assert theme["label"] in shown
    assert theme["quote"] in shown
