"""People and aims: a minimal list of each."""

import pytest

from coach.errors import NotFound, NotUnique, UsageError
from tests.engine.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_name_taken_in_any_spelling_is_refused_and_the_one_who_has_it_named(desk: Desk) -> None:
    desk.people.add("Zoë Mar", aka=["Zed"])

    for name in ("zoe mar", "ZED"):
        with pytest.raises(UsageError, match="Zoë Mar already"):
            desk.people.add(name)
    with pytest.raises(UsageError, match="Zoë Mar already"):
        desk.people.add("Other", aka=["zed"])
    assert len(desk.people.list()) == 1


@pytest.mark.parametrize(("name", "role"), [("", "peer"), ("Me", "peer"), ("Ana", "boss")])
def test_a_person_needs_a_name_of_their_own_and_a_known_role(desk: Desk, name: str, role: str) -> None:
    with pytest.raises(UsageError):
        desk.people.add(name, role=role)
    assert desk.store.commits == []


def test_editing_keeps_what_is_not_given_and_unknown_keys(desk: Desk) -> None:
    """Promise P7: unknown fields survive."""
    doc = desk.people.add("Ana", role="mentor", aka=["A."])
    doc["from_a_newer_version"] = {"x": 1}
    desk.store._tables["people"][doc["id"]] = doc

    after = desk.people.edit("ana", name="Ana Reis")

    assert (after["role"], after["aka"], after["from_a_newer_version"]) == ("mentor", ["A."], {"x": 1})
    assert desk.people.edit("ana reis", name="Ana")["name"] == "Ana"


def test_a_whole_name_wins_over_the_start_of_another(desk: Desk) -> None:
    ana = desk.people.add("Ana")
    desk.people.add("Anabel")

    assert desk.people.get("ana") == ana
    assert desk.people.get("anab")["name"] == "Anabel"
    with pytest.raises(NotUnique):
        desk.people.get("an")
    with pytest.raises(NotFound, match="nobody"):
        desk.people.get("nobody")


def test_an_import_takes_whole_names_only(desk: Desk) -> None:
    desk.people.add("Alexandra")

    assert desk.people.resolve(["Al"], exact=True).new[0].doc["name"] == "Al"
    assert desk.people.resolve(["Al"]).new == ()


def test_who_owns_something_is_me_by_any_word_for_it(desk: Desk) -> None:
    desk.people.add("Kim Holt", role="self")
    ines = desk.people.add("Ines")

    assert [desk.people.owner(text) for text in ("me", "I", "", "kim")] == ["me"] * 4
    assert desk.people.owner("ine") == ines["id"]
    with pytest.raises(NotFound, match="nobody owns this"):
        desk.people.owner("Tomasz")


def test_aims_close_and_open_again_and_empty_ones_are_refused(desk: Desk) -> None:
    aim = desk.aims.add("hand over the fares", sign="I read about it afterwards")
    desk.aims.edit("hand over", sign="seen by others")
    desk.aims.close(aim["id"])

    assert desk.aims.list() == []
    assert desk.aims.list(open_only=False)[0]["sign"] == "seen by others"
    assert desk.aims.reopen(aim["id"])["status"] == "open"
    desk.aims.remove(aim["id"])
    assert desk.history.bin()[0].doc["id"] == aim["id"]
    with pytest.raises(UsageError):
        desk.aims.add("  ")
