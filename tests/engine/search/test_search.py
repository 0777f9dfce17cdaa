"""Search as you type over entries (ux 4.7): what is found, in which order, and that it keeps up."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.search import Index, Search
from coach.errors import InvalidData

TEXTS = {
    "a": "I delegated the export to Zoë and kept the last fifth for myself again.",
    "b": "Meetings all day; the roadmap meeting ran over. Café afterwards.",
    "c": "Asked for a daily update, felt wrong. It's the delegation thing.",
    "d": "Die Besprechungen waren lang, die Übergabe an Jörg lief gut.",
    "e": "The last word of the roadmap was never mine.",
}


@pytest.fixture
def index() -> Index:
    built = Index()
    for name, text in TEXTS.items():
        built.add(name, text)
    return built


def found(index: Index, query: str) -> set[str]:
    return set(index.find(query))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("ZOE", {"a"}),
        ("cafe", {"b"}),
        ("café", {"b"}),
        ("uebergabe", {"d"}),
        ("übergabe", {"d"}),
        ("ubergabe", {"d"}),
        ("Jorg", {"d"}),
        ("it's", {"c"}),
        ("it’s", {"c"}),
        ("its", {"c"}),
    ],
)
def test_case_accents_and_apostrophes_make_no_difference(index: Index, query: str, wanted: set[str]) -> None:
    assert found(index, query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("delegation", {"a", "c"}),
        ("delegating", {"a", "c"}),
        ("meeting", {"b"}),
        ("updates", {"c"}),
        ("Besprechung", {"d"}),
    ],
)
def test_other_forms_of_a_word_are_found(index: Index, query: str, wanted: set[str]) -> None:
    assert found(index, query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("roadnap", {"b", "e"}),
        ("raodmap", {"b", "e"}),
        ("roadma", {"b", "e"}),
        ("rodmap", {"b", "e"}),
        ("roadmapp", {"b", "e"}),
        ("deligat", {"a", "c"}),
        ("rxadnap", set()),
        ("wxs", set()),
    ],
)
def test_one_typing_error_is_forgiven_and_only_one(index: Index, query: str, wanted: set[str]) -> None:
    assert found(index, query) == wanted


def test_a_word_that_is_there_is_not_corrected_to_another() -> None:
    index = Index()
    index.add("1", "a plan")
    index.add("2", "the plane")
    index.add("3", "the place")
    assert found(index, "place") == {"3"}


def test_every_keystroke_finds_what_begins_so(index: Index) -> None:
    for length in range(1, len("roadmap") + 1):
        assert {"b", "e"} <= found(index, "roadmap"[:length])


def test_all_words_must_be_there(index: Index) -> None:
    assert found(index, "last roadmap") == {"e"}
    assert found(index, "roadmap last") == {"e"}
    assert found(index, "last zebra") == set()


def test_a_quoted_phrase_is_found_word_for_word(index: Index) -> None:
    assert found(index, '"last fifth"') == {"a"}
    assert found(index, "“Last  Fifth”") == {"a"}
    assert found(index, '"fifth last"') == set()
    assert found(index, '"the last" roadmap') == {"e"}
    assert found(index, '"roadmap meeting"') == {"b"}


def test_an_open_quotation_mark_does_not_empty_the_list(index: Index) -> None:
    assert found(index, '"last fif') == {"a"}


@pytest.mark.parametrize("query", ["", "   ", '""', "?!", "…", "\x00"])
def test_a_query_without_words_finds_nothing(index: Index, query: str) -> None:
    assert index.find(query) == []


def test_exact_words_come_before_beginnings_and_newer_before_older() -> None:
    index = Index()
    index.add("old", "plan")
    index.add("beginning", "planetary")
    index.add("new", "plan")
    assert index.find("plan") == ["new", "old", "beginning"]
    assert index.find("plan", 1) == ["new"]


def test_a_changed_text_is_found_by_its_new_words_only(index: Index) -> None:
    assert index.update("a", "Something else")
    assert found(index, "delegated") == {"c"}
    assert found(index, "something") == {"a"}
    assert not index.update("a", "Something else")


def test_a_removed_text_is_not_found(index: Index) -> None:
    index.remove("a")
    index.remove("a")
    assert found(index, "delegation") == {"c"}
    assert "a" not in index
    assert len(index) == len(TEXTS) - 1


def test_old_states_are_swept_out() -> None:
    index = Index()
    for round_ in range(300):
        index.add("1", f"round{round_} same")
        index.add("2", "always same")
    assert found(index, "same") == {"1", "2"}
    assert found(index, "round299") == {"1"}
    assert len(index.to_bytes()) < 2000


def test_a_kept_index_answers_as_the_one_it_was_made_from(index: Index) -> None:
    index.remove("b")
    again = Index.from_bytes(index.to_bytes())
    for query in ("delegation", "roadnap", '"last word"', "last"):
        assert again.find(query) == index.find(query)
    again.add("f", "fresh words")
    assert found(again, "fresh") == {"f"}
    assert not again.add("a", TEXTS["a"])


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "other"])
def test_a_damaged_kept_index_is_refused(index: Index, damage: str) -> None:
    kept = index.to_bytes()
    flipped = bytearray(kept)
    flipped[len(kept) // 2] ^= 1
    content = {"cut": kept[:-3], "flip": bytes(flipped), "empty": b"", "other": b"PK\x03\x04" * 20}[damage]
    with pytest.raises(InvalidData):
        Index.from_bytes(content)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.text(max_size=30)), max_size=20), st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_any_text_and_any_query_are_taken(changes: list[tuple[str, str]], query: str) -> None:
    index = Index()
    kept: dict[str, str] = {}
    for name, text in changes:
        index.add(name, text)
        kept[name] = text
    assert set(index.find(query)) <= kept.keys()
    for name, text in kept.items():
        for start, end in Search(Memory([])).highlight(text, text):
            assert 0 <= start < end <= len(text)
        assert name in index


def test_asking_while_another_thread_feeds_is_safe() -> None:
    index = Index()
    problems: list[BaseException] = []

    def feed() -> None:
        try:
            for number in range(400):
                index.add(str(number % 50), f"word{number} common")
        except BaseException as problem:  # noqa: BLE001  # carried to the test's own thread
            problems.append(problem)

    feeder = threading.Thread(target=feed)
    feeder.start()
    while feeder.is_alive():
        assert len(index.find("common")) <= 50
    feeder.join()
    assert not problems
    assert len(index.find("common")) == 50


# ---- highlighting


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("delegation", ["delegated"]),
        ("zoe", ["Zoë"]),
        ("fif", ["fifth"]),
        ('"last fifth"', ["last", "fifth"]),
        ("expart", ["export"]),
        ("zebra", []),
        ("", []),
    ],
)
def test_what_was_found_can_be_marked_in_the_text(query: str, marked: list[str]) -> None:
    text = TEXTS["a"]
    places = Search(Memory([])).highlight(text, query)
    assert [text[start:end] for start, end in places] == marked


# ---- the store behind it


class Memory:
    """As much of a store as the search needs."""

    def __init__(self, entries: list[dict[str, Any]], people: list[dict[str, Any]] | None = None) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {"entries": entries, "people": people or []}
        self.passes = 0

    def each(self, table: str) -> Iterator[dict[str, Any]]:
        self.passes += table == "entries"
        yield from deepcopy(self.tables[table])


class Signing(Memory):
    """A store that says when something changed."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        super().__init__(entries)
        self.version = 1

    def signature(self) -> str:
        return str(self.version)


def test_answers_tags_and_names_of_people_are_found() -> None:
    store = Memory(
        [
            {"id": "1", "text": "short", "tags": ["decision"], "with": ["p"]},
            {"id": "2", "answers": [{"question": "What stayed?", "answer": "the handover", "private": True}]},
        ],
        [{"id": "p", "name": "Mina Okafor", "aka": ["Min"]}],
    )
    search = Search(store)
    assert search.find("decision") == ["1"]
    assert search.find("okafor") == ["1"]
    assert search.find("handover") == ["2"]
    assert search.find("stayed") == []  # questions are the program's words


def test_the_index_keeps_up_with_the_store() -> None:
    store = Signing([{"id": "1", "text": "first"}])
    search = Search(store)
    assert search.find("first") == ["1"]
    store.tables["entries"].append({"id": "2", "text": "first and second"})
    store.version += 1
    assert search.find("first") == ["2", "1"]
    store.tables["entries"][0]["text"] = "changed"
    del store.tables["entries"][1]
    store.version += 1
    assert search.find("first") == []
    assert search.find("changed") == ["1"]


def test_a_keystroke_reads_no_entry_while_nothing_changed() -> None:
    store = Signing([{"id": "1", "text": "first"}])
    search = Search(store)
    for length in range(1, 6):
        assert search.find("first"[:length]) == ["1"]
    assert store.passes == 1


def test_a_kept_index_is_brought_up_to_date() -> None:
    store = Signing([{"id": "1", "text": "first"}])
    search = Search(store)
    search.build()
    kept = search.to_bytes()
    store.tables["entries"].append({"id": "2", "text": "second"})
    again = Search(store)
    again.restore(kept)
    assert again.find("first") == ["1"]
    assert again.find("second") == ["2"]


class Keeping(Signing):
    """A store that keeps bytes."""

    kept: bytes | None = None
    writes = 0

    def read_bytes(self, name: str) -> bytes | None:
        return self.kept

    def keep_bytes(self, name: str, content: bytes) -> None:
        self.kept = content
        self.writes += 1


def many(count: int) -> list[dict[str, Any]]:
    return [{"id": str(number), "text": f"entry of week{number}"} for number in range(count)]


def test_the_next_process_starts_from_the_index_of_the_last_and_sees_what_changed() -> None:
    store = Keeping(many(120))
    assert Search(store).find("week7")[0] == "7"
    assert store.writes == 1
    store.tables["entries"][7]["text"] = "replaced meanwhile"
    store.version += 1
    again = Search(store)
    assert again.find("replaced") == ["7"]
    assert "7" not in again.find('"entry of week7"')
    assert store.writes == 1, "a few changes are not worth writing the index for"


def test_an_entry_that_went_away_leaves_the_kept_index_too() -> None:
    store = Keeping(many(120))
    Search(store).build()
    del store.tables["entries"][7]
    store.version += 1
    Search(store).build()
    assert "7" not in Index.from_bytes(store.kept or b"").ids()


def test_a_damaged_kept_index_costs_time_only() -> None:
    store = Keeping(many(3))
    store.kept = b"not an index"
    assert Search(store).find("week2") == ["2"]
