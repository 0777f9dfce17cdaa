"""Writing down, finding, correcting, putting away (ux 4.7, feature C18)."""

from datetime import date

import pytest

from coach.engine.entries import Entries
from coach.engine.people import GONE
from coach.engine.ports import Put
from coach.errors import InvalidData, NotFound, NotUnique, UsageError
from tests.engine.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_note_is_kept_as_typed_with_the_time_and_without_reading_the_store(desk: Desk) -> None:
    """Design section 7: `coach log` must not read the journals."""
    doc = desk.entries.log("  two lines\nwith a trailing space ")

    assert desk.store.reads == 0
    assert doc["text"] == "  two lines\nwith a trailing space "
    assert (doc["kind"], doc["date"]) == ("note", "2026-11-18T09:30:00+00:00")
    assert desk.store.get("entries", doc["id"]) == doc


def test_words_the_check_answers_to_are_kept_and_marked_whoever_keeps_them(desk: Desk) -> None:
    """Rubric S1, S6, S7."""
    entries = Entries(
        store=desk.store,
        clock=desk.clock,
        people=desk.people,
        check=lambda text: "notice" if "harm" in text else None,
    )
    note, win = entries.log("a plain day"), entries.log("harm", kind="win")
    assert "stopped_for_safety" not in note
    assert desk.store.get("entries", win["id"])["stopped_for_safety"] is True
    assert desk.today.facts().wins == ()

    entries.edit(note["id"], "now of harm")
    entries.edit(win["id"], "the list was short")
    assert desk.entries.get(note["id"])["stopped_for_safety"] is True
    assert "stopped_for_safety" not in desk.entries.get(win["id"])

    session = desk.session(1)
    entries.edit(session["id"], "harm", step="win")
    changed = desk.entries.get(session["id"])
    assert changed["stopped_for_safety"] is True
    assert changed["answers"][0]["stopped_for_safety"] is True


def test_a_check_that_cannot_be_made_never_keeps_words_out(desk: Desk) -> None:
    def broken(text: str) -> object:
        raise InvalidData("a cue file cannot be read")

    entries = Entries(store=desk.store, clock=desk.clock, people=desk.people, check=broken)
    assert desk.store.get("entries", entries.log("a plain day")["id"])["text"] == "a plain day"


def test_tags_in_the_text_and_beside_it_are_joined_and_numbers_are_no_tags(desk: Desk) -> None:
    doc = desk.entries.log("the #Scope of #12 and a#b, see x.org/#top", tags=["#Fares", "scope"])

    assert doc["tags"] == ["fares", "scope"]
    assert desk.store.reads == 0


def test_unknown_names_become_people_in_the_same_commit_once_each(desk: Desk) -> None:
    doc = desk.entries.log(
        'walked with @ines, then @Ines again and @"Ruth Adeyemi"', people=["Tomasz", "ines"]
    )

    assert [person["name"] for person in desk.people.list()] == ["Ines", "Ruth Adeyemi", "Tomasz"]
    assert {person["role"] for person in desk.people.list()} == {"peer"}
    assert len(doc["with"]) == 3
    assert len(desk.store.commits) == 1


def test_a_known_person_is_found_by_the_start_of_a_name_or_another_name(desk: Desk) -> None:
    ruth = desk.people.add("Ruth Adeyemi", role="mentor", aka=["Zoë"])

    assert desk.entries.log("asked @ruth's view")["with"] == [ruth["id"]]
    assert desk.entries.log("asked", people=["zoe"])["with"] == [ruth["id"]]
    assert len(desk.people.list()) == 1


def test_an_address_is_no_person(desk: Desk) -> None:
    assert desk.entries.log("wrote to ana@harbour.org")["with"] == []
    assert desk.people.list() == []


def test_a_name_that_could_be_two_is_asked_about_in_an_option_and_left_alone_in_a_text(desk: Desk) -> None:
    desk.people.add("Inga")
    desk.people.add("Ines")

    assert desk.entries.log("a word with @in")["with"] == []
    with pytest.raises(NotUnique) as caught:
        desk.entries.log("a word", people=["in"])
    assert sorted(caught.value.matches) == ["Ines", "Inga"]
    assert len(desk.store.all("entries")) == 1


@pytest.mark.parametrize(("text", "kind"), [("  \n ", "note"), ("words", "weekly")])
def test_nothing_is_kept_without_words_or_of_a_kind_that_needs_a_session(
    desk: Desk, text: str, kind: str
) -> None:
    with pytest.raises(UsageError, match="Nothing was kept"):
        desk.entries.log(text, kind=kind)
    assert desk.store.commits == []


def test_the_list_is_newest_first_by_the_day_written_about(desk: Desk) -> None:
    desk.entries.log("written today, about the first", on=date(2026, 11, 1))
    desk.clock.pass_days(-3)
    desk.entries.log("three days ago")
    desk.clock.pass_days(3)
    desk.entries.log("now")

    assert [hit.headline for hit in desk.entries.list()] == [
        "now",
        "three days ago",
        "written today, about the first",
    ]
    assert [hit.headline for hit in desk.entries.list(limit=1)] == ["now"]


def test_of_two_written_in_one_second_the_later_comes_first(desk: Desk) -> None:
    for number in range(6):
        desk.entries.log(f"note {number}")

    assert [hit.headline[-1] for hit in desk.entries.list()] == list("543210")
    assert [hit.headline[-1] for hit in desk.entries.list(limit=2)] == list("54")


def test_filters_join_and_words_are_found_without_case_and_accents(desk: Desk) -> None:
    desk.entries.log("Le café était fermé #paris", people=["Ines"], on=date(2026, 11, 2))
    desk.entries.log("cafe again", kind="win", on=date(2026, 11, 17))
    desk.entries.log("nothing here", on=date(2026, 11, 17), private=True)

    def found(query: str) -> list[str]:
        return [hit.headline for hit in desk.entries.list(query)]

    assert found("CAFÉ") == ["cafe again", "Le café était fermé #paris"]
    assert found("ferme @ine #Paris") == ["Le café était fermé #paris"]
    assert found('"etait ferme"') == ["Le café était fermé #paris"]
    assert found('"ferme etait"') == []
    assert found("kind:win") == ["cafe again"]
    assert found('since:"last friday" cafe') == ["cafe again"]
    assert found("until:2026-11-02") == ["Le café était fermé #paris"]
    assert found("is:private") == ["nothing here"]
    assert found("kind:note is:private cafe") == []


def test_an_unfinished_session_is_open(desk: Desk) -> None:
    paused = desk.session(1, state="paused")
    desk.session(8)

    assert [hit.id for hit in desk.entries.list("is:open")] == [paused["id"]]


def test_filters_in_force_name_the_day_understood(desk: Desk) -> None:
    desk.people.add("Ines")

    filters = desk.entries.parse('stuck on it @ines #scope kind:note since:"last friday" is:private')

    assert filters.words == "stuck on it"
    assert filters.in_force == ["@Ines", "#scope", "kind:note", "since Fri 13 Nov", "is:private"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("since:someday", "someday"),
        ("until:5", "until:5"),
        ("is:secret", "is:secret"),
        ("sinse:friday", "sinse:"),
        ("theme:handing", "theme:"),
        ("since:2026-11-10 until:2026-11-01", "Tue 10 Nov"),
    ],
)
def test_a_filter_not_understood_is_named_and_never_guessed(desk: Desk, query: str, named: str) -> None:
    with pytest.raises(UsageError) as caught:
        desk.entries.list(query)
    assert named in caught.value.message
    assert caught.value.hint


def test_a_name_that_fits_nobody_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="@nobody"):
        desk.entries.list("@nobody")


@pytest.mark.parametrize(
    "query", ['since:"last fri', "@", "#", "kind:", 'say "half', "https://harbour.org", "note: x"]
)
def test_a_half_typed_query_and_links_do_no_harm(desk: Desk, query: str) -> None:
    desk.entries.log("note: x of https://harbour.org say half @ #")

    desk.entries.list(query)


def test_a_half_typed_filter_is_completed_from_what_there_is(desk: Desk) -> None:
    """Ux 4.7: filters complete with Tab."""
    desk.people.add("Ruth Adeyemi")
    desk.entries.log("x #handover #harbour", people=["Rui"])
    desk.session(1)

    assert desk.entries.complete("stuck @ru") == ["stuck @Rui", 'stuck @"Ruth Adeyemi"']
    assert desk.entries.complete('@"ruth a') == ['@"Ruth Adeyemi"']
    assert desk.entries.complete("#ha") == ["#handover", "#harbour"]
    assert desk.entries.complete("kind:w") == ["kind:weekly"]
    assert desk.entries.complete("is:p") == ["is:private"]
    assert desk.entries.complete("@rui si") == ["@rui since:"]
    assert desk.entries.complete("stuck ") == desk.entries.complete("zebra") == []


def test_hidden_private_words_are_neither_shown_nor_found_and_are_counted(desk: Desk) -> None:
    """`--hide-private`: nothing marked private is read or shown."""
    desk.entries.log("a private note about pay", private=True)
    session = desk.session(
        2,
        answers=[
            {"step": "win", "question": "What went better?", "answer": "shorter list"},
            {"step": "belief", "question": "Which belief?", "answer": "pay decides it", "private": True},
        ],
    )

    (hit,) = desk.entries.list(hide_private=True)
    assert (hit.id, hit.left_out, hit.private) == (session["id"], 1, False)
    assert "pay" not in str(hit.doc)
    assert desk.entries.list("pay", hide_private=True) == []
    assert len(desk.entries.list("pay")) == 2
    assert len(desk.entries.get(session["id"], hide_private=True)["answers"]) == 1


def test_an_injected_search_decides_but_cannot_bring_hidden_words_back(desk: Desk) -> None:
    class Finder:
        def find(self, words: str) -> set[str]:
            return {doc["id"] for doc in desk.store.all("entries")}

    desk.session(
        2,
        answers=[
            {"step": "a", "question": "?", "answer": "b"},
            {"step": "c", "answer": "pay", "private": True},
        ],
    )
    desk.entries = type(desk.entries)(store=desk.store, clock=desk.clock, people=desk.people, search=Finder())

    assert len(desk.entries.list("anything")) == 1
    assert desk.entries.list("pay", hide_private=True) == []


def test_a_hidden_entry_is_not_found_by_its_id(desk: Desk) -> None:
    doc = desk.entries.log("mine", private=True)

    with pytest.raises(NotFound, match="private"):
        desk.entries.get(doc["id"], hide_private=True)


def test_an_entry_is_found_by_the_start_of_its_id_and_by_the_id_it_came_with(desk: Desk) -> None:
    doc = desk.entries.log("one")
    came = desk.session(1, source_id="day-7")

    assert desk.entries.get(doc["id"][:22])["text"] == "one"
    assert desk.entries.get("day-7")["id"] == came["id"]
    with pytest.raises(NotUnique) as caught:
        desk.entries.get(doc["id"][:5])
    assert len(caught.value.matches) == 2
    with pytest.raises(NotFound):
        desk.entries.get(doc["id"][:3])


def test_editing_brings_tags_and_people_in_line_and_keeps_those_given_beside_the_text(desk: Desk) -> None:
    doc = desk.entries.log("with @ines on #scope", tags=["fares"], people=["Ruth"])

    after = desk.entries.edit(doc["id"], "with @tomasz on #dates")

    names = desk.people.names()
    assert [names[one] for one in after["with"]] == ["Ruth", "Tomasz"]
    assert after["tags"] == ["fares", "dates"]
    assert [version.doc["text"] for version in desk.entries.versions(doc["id"]) if version.doc] == [
        "with @tomasz on #dates",
        "with @ines on #scope",
    ]


def test_hidden_words_are_not_read_in_earlier_versions_either(desk: Desk) -> None:
    doc = desk.session(1, answers=[{"step": "a", "answer": "pay"}, {"step": "b", "answer": "rota"}])
    desk.entries.set_private(doc["id"], True, step="a")

    shown = desk.entries.versions(doc["id"], hide_private=True)
    assert len(shown) == 2
    assert "pay" not in str(shown)
    assert "rota" in str(shown[1])

    desk.entries.set_private(doc["id"], True)
    assert desk.entries.versions(doc["id"], hide_private=True) == []
    assert len(desk.entries.versions(doc["id"])) == 3


def test_an_answer_is_edited_by_its_step_or_number_and_never_guessed(desk: Desk) -> None:
    doc = desk.session(
        1, answers=[{"step": "win", "answer": "a"}, {"step": "win", "answer": "b", "follow_up": True}]
    )

    desk.entries.edit(doc["id"], "first", step="win")
    desk.entries.edit(doc["id"], "second", step="2")

    assert [one["answer"] for one in desk.entries.get(doc["id"])["answers"]] == ["first", "second"]
    with pytest.raises(UsageError, match="Which answer"):
        desk.entries.edit(doc["id"], "which?")
    with pytest.raises(UsageError, match="no words"):
        desk.entries.edit(doc["id"], " ", step="1")


def test_private_marks_are_set_on_one_answer_and_released_one_by_one(desk: Desk) -> None:
    """Feature C18: unless released one by one."""
    doc = desk.session(1, answers=[{"step": "a", "answer": "1"}, {"step": "b", "answer": "2"}])
    desk.entries.set_private(doc["id"], True, step="a")
    desk.entries.set_private(doc["id"], True, step="b")

    with pytest.raises(UsageError, match="one by one"):
        desk.entries.release(doc["id"])
    desk.entries.release(doc["id"], step="a")
    assert [bool(one.get("private")) for one in desk.entries.get(doc["id"])["answers"]] == [False, True]
    desk.entries.release(doc["id"])
    with pytest.raises(UsageError, match="Nothing in this entry"):
        desk.entries.release(doc["id"])


def test_names_and_tags_of_a_hidden_answer_are_not_shown_beside_the_entry(desk: Desk) -> None:
    """C18: links were made from the private words; what the other answers hold too stays."""
    karla = desk.people.add("Karla")
    doc = desk.session(
        1,
        answers=[
            {"step": "a", "answer": "A calm #team"},
            {"step": "b", "answer": "@Karla and the #layoffs in the #team", "private": True},
        ],
    )
    desk.store.commit(
        [Put("entries", {**doc, "with": [karla["id"]], "tags": ["team", "layoffs"]})], label="x"
    )

    (hit,) = desk.entries.list(hide_private=True)
    assert hit.people == ()
    seen = desk.entries.get(doc["id"], hide_private=True)
    assert (seen["with"], seen["tags"]) == ([], ["team"])
    assert desk.entries.list()[0].people == ("Karla",)


def test_a_binned_entry_comes_back_by_the_start_of_its_id(desk: Desk) -> None:
    doc = desk.entries.log("put away, brought back")
    desk.entries.bin(doc["id"])

    assert desk.entries.list() == []
    assert desk.entries.versions(doc["id"])[0].doc is None
    assert desk.entries.restore(doc["id"][:8]) == doc
    assert desk.entries.get(doc["id"]) == doc


def test_a_person_put_away_leaves_the_entry_readable(desk: Desk) -> None:
    desk.entries.log("a walk", people=["Ines"])
    desk.people.remove("Ines")

    assert desk.entries.list()[0].people == (GONE,)


def test_c18_a_follow_up_that_quotes_a_private_answer_is_private_with_it(desk: Desk) -> None:
    doc = desk.session(
        0,
        answers=[
            {"step": "a", "question": "What?", "answer": "pay"},
            {"step": "a", "question": "You wrote pay?", "answer": "yes", "follow_up": True},
            {"step": "b", "question": "And?", "answer": "no"},
            {"step": "b", "question": "No?", "answer": "no", "follow_up": True},
        ],
    )

    def marked() -> list[bool]:
        return [bool(one.get("private")) for one in desk.entries.get(doc["id"])["answers"]]

    desk.entries.set_private(doc["id"], True, step="a")
    assert marked() == [True, True, False, False]
    assert len(desk.store.commits) == 2
    desk.entries.release(doc["id"], step="1")
    assert marked() == [False, True, False, False]
    desk.entries.set_private(doc["id"], True, step="4")
    assert marked() == [False, True, False, True]


def test_hidden_entries_are_counted_by_day_and_kind_and_never_by_what_they_say(desk: Desk) -> None:
    desk.entries.log("pay", private=True, people=["Ines"], tags=["money"])
    desk.entries.log("plain")

    def hidden(query: str = "") -> int:
        return desk.entries.list(query, hide_private=True).hidden

    assert hidden() == hidden("kind:note") == hidden("is:private") == 1
    assert hidden("kind:win") == hidden("pay") == hidden("#money") == hidden("@ines") == 0
    assert desk.entries.list().hidden == 0


def test_a_version_of_what_was_put_away_is_as_private_as_it_was_last(desk: Desk) -> None:
    doc = desk.entries.log("pay")
    desk.entries.set_private(doc["id"], True)
    desk.entries.bin(doc["id"])
    assert [one.doc for one in desk.entries.versions(doc["id"], hide_private=True)] == [None]
