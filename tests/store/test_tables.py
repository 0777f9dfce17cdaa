"""TinyDB's own interface over the journals: queries, changes as one commit, text ids, all to be had back."""

import pytest
from tinydb import Query, where
from tinydb.operations import increment

from coach.engine.ports import Put
from coach.store.tables import JournalTable


@pytest.fixture
def store(opened, entry):
    store = opened().store
    for number in range(4):
        doc = {
            "id": f"id{number}",
            "text": f"Note {number}",
            "n": number,
            "tags": ["even"] if number % 2 == 0 else [],
        }
        store.commit([Put("entries", doc)], label="added")
    return store


def test_queries_see_documents_and_hand_out_copies(store):
    table = store.db.table("entries")
    assert isinstance(table, JournalTable)
    assert [doc["n"] for doc in table.search(Query().tags.any(["even"]))] == [0, 2]
    table.search(where("n") == 0)[0]["tags"].append("changed outside")
    table.get(where("n") == 0)["tags"].append("changed outside")
    assert table.search(where("n") == 0)[0]["tags"] == ["even"]
    assert table.get(doc_id="id3")["n"] == 3
    assert (len(table), table.count(where("n") > 1), table.contains(doc_id="id9")) == (4, 2, False)
    assert store.db.tables() == {"entries"}


def test_a_change_through_a_table_is_one_commit_of_what_it_touched(store, opened, tmp_path):
    (journal,) = (tmp_path / "data/journals").iterdir()
    before = journal.read_bytes()
    assert store.db.table("entries").update(increment("n"), where("n") >= 2) == ["id2", "id3"]
    added = journal.read_bytes()[len(before) :]
    assert (added.count(b"\n"), added.count(b'"t":')) == (1, 2)
    assert [doc["n"] for doc in opened().store.all("entries")] == [0, 1, 3, 4]
    store.undo()
    assert [doc["n"] for doc in store.all("entries")] == [0, 1, 2, 3]


def test_an_update_that_changes_nothing_writes_nothing(store, tmp_path):
    (journal,) = (tmp_path / "data/journals").iterdir()
    before = journal.read_bytes()
    store.db.table("entries").update({"n": 0}, where("n") == 0)
    store.db.table("entries").search(where("n") == 0)
    assert journal.read_bytes() == before


def test_inserted_documents_get_text_ids(store, opened):
    table = store.db.table("people")
    (first, second) = table.insert_multiple([{"name": "Mina"}, {"name": "Jo"}])
    assert isinstance(first, str)
    assert first != second
    assert opened().store.get("people", first) == {"id": first, "name": "Mina"}
    assert table.upsert({"name": "Mina R."}, where("name") == "Mina") == [first]
    assert table.get(doc_id=first)["name"] == "Mina R."


def test_removed_and_dropped_documents_go_to_the_bin(store, opened):
    db = store.db
    db.table("entries").remove(where("n") == 0)
    db.drop_table("entries")
    assert store.count("entries") == 0
    assert {binned.doc["id"] for binned in opened().store.bin()} == {"id0", "id1", "id2", "id3"}
    store.undo()
    db.drop_tables()
    assert db.tables() == set()
    store.undo()
    assert store.count("entries") == 3
    db.table("entries").truncate()
    assert store.count("entries") == 0


def test_the_storage_takes_whole_tables_too(store):
    """TinyDB's default way is to read and write everything; here that is one commit of the difference."""
    storage = store.db.storage
    data = {name: dict(table) for name, table in storage.read().items()}
    del data["entries"]["id0"]
    data["entries"]["id1"] |= {"n": 10}
    storage.write(data)
    assert [doc["n"] for doc in store.all("entries")] == [10, 2, 3]
    assert len(store.history(limit=1)[0].touched) == 2


def test_what_another_process_wrote_is_seen_after_a_refresh(store, opened):
    table = store.db.table("entries")
    assert table.count(where("n") == 7) == 0
    opened().store.commit([Put("entries", {"id": "x", "n": 7})], label="added")
    assert store.refresh()
    assert table.count(where("n") == 7) == 1
