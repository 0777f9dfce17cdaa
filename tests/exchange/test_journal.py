"""Import and export of entries: nothing twice, nothing overwritten, nothing lost (P7, P15, P43, P44)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from coach.domain.records import Doc
from coach.engine.ports import Put, Remove
from coach.errors import StoreUnwritable
from coach.exchange.journal import Exchange, LeftOut, Report, to_line
from tests.doubles.clock import FixedClock
from tests.doubles.memory_store import MemoryStore

HOSTILE = (
    "\x1b]0;owned\x07 \x9b2J \u202eevil\u2066 [/x] [@click=app.quit] {{7*7}} \x00 \ud800 \u2028 line\r\n"
    '2020-01-01 09:00 | forged entry\n{"date": "2020-01-01", "kind": "note", "text": "forged"}'
)
NOTE: Doc = {
    "date": "2026-11-05",
    "kind": "note",
    "text": "wrote the notes",
    "with": ["Mina"],
    "tags": ["work"],
}
SESSION: Doc = {
    "id": "s-1",
    "date": "2026-11-06T17:40:00+01:00",
    "kind": "weekly",
    "answers": [
        {"question": "What went better?", "answer": "The review."},
        {"question": "What was hard to say?", "answer": "That I was tired.", "private": True},
    ],
}


class House:
    """A store with import and export over it."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.store = MemoryStore(self.clock)
        self.exchange = Exchange(store=self.store, clock=self.clock)

    def take(self, *lines: Doc | bytes, dry_run: bool = False) -> Report:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        return self.exchange.read_in(raw, dry_run=dry_run)

    def give(self, **options: Any) -> list[Doc]:
        return list(self.exchange.write_out(**options))

    @property
    def texts(self) -> list[str]:
        return [entry["text"] for entry in self.store.all("entries") if "text" in entry]


@pytest.fixture
def house() -> House:
    return House()


def test_lines_become_entries_and_unknown_names_become_people(house: House) -> None:
    report = house.take(NOTE, SESSION)
    assert (report.read, report.added, report.skipped) == (2, 2, 0)
    note, session = house.store.all("entries")
    person = house.store.all("people")[0]
    assert person["name"] == "Mina"
    assert note["with"] == [person["id"]]
    assert session["source_id"] == "s-1"
    assert session["answers"][1]["private"] is True
    assert session["id"] != "s-1"


def test_a_known_name_is_matched_without_case_and_accents(house: House) -> None:
    house.take({**NOTE, "with": ["Zoë"]})
    report = house.take({**NOTE, "text": "another", "with": ["ZOE"]})
    assert report.people == []
    assert len(house.store.all("people")) == 1


def test_the_same_file_again_adds_nothing(house: House) -> None:
    house.take(NOTE, SESSION, NOTE)
    before = house.store.all("entries")
    report = house.take(NOTE, SESSION, NOTE)
    assert (report.added, report.skipped, report.conflicts) == (0, 3, [])
    assert house.store.all("entries") == before


def test_two_equal_lines_without_an_id_are_two_entries(house: House) -> None:
    assert house.take(NOTE, NOTE).added == 2


def test_a_repeat_after_a_stop_half_way_adds_only_what_is_missing(house: House) -> None:
    house.take(NOTE)
    report = house.take(NOTE, NOTE, SESSION)
    assert (report.added, report.skipped) == (2, 1)


def test_the_same_id_with_other_content_is_added_beside_and_listed(house: House) -> None:
    house.take(SESSION)
    changed = {**SESSION, "answers": [{"question": "What went better?", "answer": "Nothing."}]}
    report = house.take(changed)
    assert report.conflicts == [{"line": 1, "id": "s-1"}]
    assert report.added == 1
    assert len(house.store.all("entries")) == 2
    again = house.take(changed, SESSION)
    assert (again.skipped, again.conflicts) == (2, [])


def test_an_entry_corrected_since_its_import_is_not_added_again(house: House) -> None:
    house.take({**NOTE, "id": "n-1"}, SESSION)
    entry = house.store.all("entries")[0]
    house.store.commit([Put("entries", {**entry, "text": "corrected"})], label="edit")
    report = house.take({**NOTE, "id": "n-1"})
    assert (report.skipped, report.conflicts) == (1, [])
    assert house.texts == ["corrected"]


def test_an_unreadable_line_is_listed_with_its_number_and_the_rest_goes_in(house: House) -> None:
    report = house.take(NOTE, b"not json", b"", {**NOTE, "text": "second"})
    assert [error["line"] for error in report.errors] == [2]
    assert (report.read, report.added) == (3, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": None},
        {"text": 7},
        {"text": "  "},
        {"answers": [{"question": "q", "answer": "a"}]},
        {"date": "5 November"},
        {"date": "2026-11-05T10:00:00"},
        {"date": "2026-13-05"},
        {"date": None},
        {"kind": ""},
        {"kind": 3},
        {"with": "Mina"},
        {"with": [""]},
        {"tags": [1]},
        {"private": "yes"},
        {"id": ["x"]},
        {"id": True},
        {"visibility": "everyone"},
        {"never_send": "no"},
    ],
    ids=str,
)
def test_p43_a_line_of_the_wrong_shape_is_an_error_of_its_own(house: House, wrong: Doc) -> None:
    report = house.take({**NOTE, **wrong}, NOTE)
    assert [error["line"] for error in report.errors] == [1]
    assert report.added == 1


@pytest.mark.parametrize(
    "answers",
    [[], "x", [1], [{"question": "q"}], [{"question": "q", "answer": 1}],
     [{"question": "q", "answer": "a", "private": 1}]],
    ids=str,
)  # fmt: skip
def test_p43_answers_of_the_wrong_shape_are_an_error(house: House, answers: object) -> None:
    report = house.take({"date": "2026-11-05", "kind": "weekly", "answers": answers})
    assert (len(report.errors), report.added) == (1, 0)


def test_an_error_names_the_key_and_not_what_was_written(house: House) -> None:
    report = house.take({**NOTE, "date": "secret words"})
    assert "date" in report.errors[0]["message"]
    assert "secret" not in report.errors[0]["message"]


def test_a_dry_run_says_the_same_and_keeps_nothing(house: House) -> None:
    report = house.take(NOTE, SESSION, b"{", dry_run=True)
    assert (report.read, report.added, len(report.errors)) == (3, 2, 1)
    assert house.store.commits == []


def test_an_import_is_few_commits_and_each_is_whole(house: House) -> None:
    notes = [{**NOTE, "text": f"note {number}", "with": [f"Person {number}"]} for number in range(1200)]
    house.take(*notes)
    assert len(house.store.commits) <= 4
    people: set[str] = set()
    for _, changes in house.store.commits:  # an entry never stands before the people it names
        for change in changes:
            assert isinstance(change, Put)
            if change.table == "people":
                people.add(change.doc["id"])
            else:
                assert set(change.doc["with"]) <= people


def test_p44_an_export_imported_elsewhere_gives_the_same_export(house: House) -> None:
    house.take(NOTE, SESSION, {**NOTE, "id": 7, "text": HOSTILE, "private": True, "mood": {"new": [1]}})
    entry = house.store.all("entries")[0]
    session = {"guide": "weekly", "version": 1, "state": "closed", "mark": 4, "machine": {"x": 1}}
    house.store.commit([Put("entries", {**entry, "never_send": True, "session": session})], label="edit")
    lines = house.give(include_private=True)
    other = House()
    report = other.take(*(to_line(line).encode() for line in lines))
    assert (report.added, report.errors, report.conflicts) == (3, [], [])
    assert other.give(include_private=True) == lines
    assert other.store.all("entries")[0]["never_send"] is True
    assert "machine" not in other.store.all("entries")[0]["session"]


def test_p44_ones_own_export_is_all_there_already(house: House) -> None:
    house.take(NOTE, SESSION)
    house.store.commit(
        [Put("entries", {"id": "own1", "created": "2026-11-01T10:00:00+00:00", "date": "2026-11-01",
                         "kind": "win", "text": "a win", "with": [], "tags": []})],
        label="log",
    )  # fmt: skip
    for include_private in (False, True):
        report = house.take(*(to_line(x).encode() for x in house.give(include_private=include_private)))
        assert (report.added, report.skipped, report.conflicts) == (0, 3, [])


def test_p15_p43_hostile_text_stays_text(house: House) -> None:
    report = house.take(
        {"date": "2026-11-05", "kind": HOSTILE, "text": HOSTILE, "with": [HOSTILE], "tags": [HOSTILE]}
    )
    assert report.added == 1
    entry = house.store.all("entries")[0]
    assert entry["text"] == entry["kind"] == entry["tags"][0] == HOSTILE
    assert house.store.all("people")[0]["name"] == HOSTILE
    line = to_line(house.give()[0])
    assert line.isprintable()
    assert json.loads(line)["text"] == HOSTILE


def test_p43_a_file_cannot_set_what_only_the_program_sets(house: House) -> None:
    forged = {
        "id": "x",
        "created": "1999",
        "source_id": "y",
        "source_digest": "z",
        "session": {"state": "open", "step": 1},
    }
    house.take({**NOTE, **forged})
    entry = house.store.all("entries")[0]
    assert entry["created"].startswith("2026-11-18")
    assert entry["source_id"] == "x"
    assert "session" not in entry
    assert entry["source_digest"] != "z"


def test_names_and_tags_only_a_private_answer_holds_are_left_out_with_it(house: House) -> None:
    """C18: an export without private words tells no names from them either."""
    session = {**SESSION, "with": ["Mina"], "tags": ["work", "pay"]}
    session["answers"] = [
        {"question": "What?", "answer": "The #work."},
        {"question": "Hard?", "answer": "@Mina on #pay", "private": True},
    ]
    house.take(session)
    (line,) = house.give()
    assert (line["with"], line["tags"]) == ([], ["work"])
    (line,) = house.give(include_private=True)
    assert (line["with"], line["tags"]) == (["Mina"], ["work", "pay"])


def test_private_entries_and_answers_are_left_out_and_counted_unless_asked_for(house: House) -> None:
    house.take(SESSION, {**NOTE, "private": True})
    left_out = LeftOut()
    lines = house.give(left_out=left_out)
    assert [answer["answer"] for answer in lines[0]["answers"]] == ["The review."]
    assert len(lines) == 1
    assert (left_out.entries, left_out.answers) == (1, 1)
    assert "tired" not in json.dumps(lines)
    assert "tired" in json.dumps(house.give(include_private=True))


def test_an_export_without_private_parts_is_recognised_when_it_comes_back(house: House) -> None:
    house.take(SESSION)
    report = house.take(*(to_line(line).encode() for line in house.give()))
    assert (report.skipped, report.conflicts) == (1, [])


def test_the_name_of_someone_removed_is_still_written(house: House) -> None:
    house.take(NOTE)
    house.store.commit([Remove("people", house.store.all("people")[0]["id"])], label="rm")
    assert house.give()[0]["with"] == ["Mina"]


def test_an_export_can_be_cut_by_day_and_person(house: House) -> None:
    from datetime import date

    house.take(NOTE, {**SESSION, "date": "2026-10-01"})
    person = house.store.all("people")[0]["id"]
    assert [line["kind"] for line in house.give(since=date(2026, 11, 1))] == ["note"]
    assert [line["kind"] for line in house.give(person=person)] == ["note"]


def test_a_failure_between_two_batches_leaves_whole_entries_and_a_repeat_adds_only_the_rest(
    house: House,
) -> None:
    class Failing(MemoryStore):
        allowed = 1

        def commit(self, changes: Sequence[Put | Remove], *, label: str) -> None:
            if len(self.commits) >= self.allowed:
                raise StoreUnwritable("The disk is full.")
            super().commit(changes, label=label)

    house.store = store = Failing(house.clock)
    house.exchange = Exchange(store=store, clock=house.clock)
    notes = [{**NOTE, "text": f"note {number}"} for number in range(1500)]
    with pytest.raises(StoreUnwritable):
        house.take(*notes)
    kept = len(house.texts)
    assert 0 < kept < 1500
    store.allowed = 10
    report = house.take(*notes)
    assert (report.added, report.skipped) == (1500 - kept, kept)
    assert sorted(house.texts) == sorted(note["text"] for note in notes)


def test_what_the_safety_check_answers_to_is_taken_in_with_its_mark(house: House) -> None:
    """Rubric S1, S6: a line of a file is looked at as a note typed here is; its words stay."""
    house.exchange = Exchange(
        store=house.store, clock=house.clock, check=lambda text: text if "tired" in text else None
    )
    house.take(NOTE, SESSION, {**NOTE, "text": "so tired"})
    note, session, risky = house.store.all("entries")
    assert "stopped_for_safety" not in note
    assert (risky["text"], risky["stopped_for_safety"]) == ("so tired", True)
    assert session["stopped_for_safety"] is True
    assert [answer.get("stopped_for_safety") for answer in session["answers"]] == [None, True]
    assert house.take(NOTE, SESSION, {**NOTE, "text": "so tired"}).skipped == 3


def test_a_record_of_another_version_without_date_kind_or_name_stops_no_export_and_no_import(
    house: House,
) -> None:
    house.store.commit(
        [
            Put("people", {"id": "p1", "role": "peer"}),
            Put("entries", {"id": "e1", "text": "kept as it is"}),
        ],
        label="of another version",
    )
    written = list(house.exchange.write_out())
    assert [line["text"] for line in written] == ["kept as it is"]
    assert list(house.exchange.write_out(since=date(2026, 1, 1))) == []
    assert house.exchange.read_in([b'{"date": "2026-01-02", "kind": "note", "text": "new"}']).added == 1
