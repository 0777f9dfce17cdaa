"""The hard-to-say lane: private answers stay private, with all that comes of them (C18, practice 39)."""

import pytest

from tests.doubles.scripted_asking import RISKY
from tests.engine.session.table import LONG, Table


@pytest.fixture
def table() -> Table:
    return Table()


def test_an_answer_can_be_marked_before_it_is_written(table: Table) -> None:
    session = table.sessions.start("light")
    session.set_private(True)
    assert session.turn is not None
    assert session.turn.private is True

    session.answer("brief")

    assert table.kept(session.id)["answers"][0]["private"] is True


def test_the_mark_survives_another_process(table: Table) -> None:
    table.sessions.start("light").set_private(True)

    session = table.room().resume()

    assert session.turn is not None
    assert session.turn.private is True


def test_a_follow_up_to_a_private_answer_is_private_since_it_quotes_it(table: Table) -> None:
    session = table.sessions.start("light")
    session.set_private(True)
    session.answer(LONG)
    assert session.turn is not None
    assert session.turn.private is True

    session.answer("because of the hour")

    assert [one.get("private") for one in table.kept(session.id)["answers"]] == [True, True]


def test_marking_an_answer_later_marks_what_followed_it(table: Table) -> None:
    session = table.sessions.start("light")
    session.answer(LONG)
    session.answer("because of the hour")
    session.back()
    session.back()
    session.set_private(True)

    assert [one.get("private") for one in table.kept(session.id)["answers"]] == [True, True]
    session.set_private(False)
    assert [one.get("private") for one in table.kept(session.id)["answers"]] == [None, True]


def test_records_made_of_a_private_answer_are_private(table: Table) -> None:
    session = table.sessions.start("weekly")
    while session.turn is not None:
        session.set_private(True)
        session.answer("I will ask first")
        if session.turn is not None and session.turn.follow_up:
            session.skip()
    session.close()

    for name in ("changes", "assumptions", "experiments", "commitments"):
        assert table.one(name)["private"] is True


def test_records_of_an_open_answer_are_not_private(table: Table) -> None:
    table.week({"change": "Ask first"})

    assert "private" not in table.one("changes")


def test_private_words_are_not_copied_into_the_closing_note_of_a_promise(table: Table) -> None:
    doc = table.commitments.add("send the notes", due=table.day(0))
    session = table.sessions.start("weekly")
    session.set_private(True)
    session.answer("done: and I hated it")
    table.walk(session, {})
    session.close()

    assert (table.commitments.get(doc["id"])["outcome"], table.commitments.get(doc["id"])["note"]) == (
        "done",
        "",
    )


def test_what_came_of_a_change_told_in_private_makes_the_change_private(table: Table) -> None:
    table.week({"change": "Ask first"})
    table.clock.pass_days(7)
    session = table.sessions.start("weekly")
    session.set_private(True)
    session.answer("I was afraid to")
    table.walk(session, {}).close()

    assert table.one("changes")["private"] is True


def private_week(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.skip()
    session.set_private(True)
    session.answer("Tell Ana the truth")
    table.walk(session, {}).close()
    table.clock.pass_days(7)


def test_a_private_change_is_quoted_to_its_author(table: Table) -> None:
    private_week(table)

    session = table.sessions.start("weekly")

    assert session.turn is not None
    assert session.turn.receipts[0].text == "Tell Ana the truth"


def test_with_private_words_hidden_the_receipt_says_that_there_is_one_and_no_more(table: Table) -> None:
    """--hide-private: the screen is shown to others."""
    private_week(table)

    session = table.room(hide_private=True).start("weekly")

    assert session.turn is not None
    receipt = session.turn.receipts[0]
    assert receipt.text == ""
    assert "hidden" in receipt.label


def test_hiding_can_be_switched_while_a_session_is_shown(table: Table) -> None:
    private_week(table)
    session = table.sessions.start("weekly")

    table.sessions.hide_private = True

    assert session.turn is not None
    assert session.turn.receipts[0].text == ""


def test_a_hidden_answer_left_empty_is_not_lost(table: Table) -> None:
    session = table.sessions.start("light")
    session.set_private(True)
    session.answer("brief")
    table.sessions.hide_private = True
    session.back()
    assert session.turn is not None
    assert session.turn.answer == ""

    session.answer("")

    assert table.kept(session.id)["answers"][0]["answer"] == "brief"


def test_hidden_lines_of_the_recap_show_no_words_and_are_kept_as_they_are(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.skip()
    session.set_private(True)
    session.answer("Tell Ana the truth")
    table.walk(session, {})
    table.sessions.hide_private = True

    line = next(line for line in session.recap if line.key == "change")
    assert (line.value, line.hint) == ("", "private, hidden now")
    closed = session.close()

    assert "truth" not in " ".join(closed.kept)
    assert table.one("changes")["text"] == "Tell Ana the truth"


def test_no_label_in_the_history_holds_words_of_a_person(table: Table) -> None:
    """C18, P39: labels are shown by undo and by versions, and stay when the bin is emptied."""
    words = "calm Karla before the layoffs"
    doc = table.commitments.add(words, due=table.day(-1), private=True)
    session = table.walk(table.sessions.start("weekly"), {})
    session.edit(f"commitment:{doc['id']}.outcome", "done")
    session.edit(f"commitment:{doc['id']}.outcome", RISKY)

    labels = " ".join(done.label for done in table.store.history())
    assert "recap: Commitment" in labels
    assert "Karla" not in labels
    assert words not in table.kept(session.id)["answers"][-1]["question"]


def test_open_experiments_named_to_choose_from_show_no_private_words(table: Table) -> None:
    table.experiments.add("tell Karla about pay", private=True)
    table.experiments.add("ask twice")
    session = table.walk(
        table.sessions.start("weekly"), {"assumption": "they are busy", "experiment": "walk before lunch"}
    )
    table.sessions.hide_private = True

    def shown() -> str:
        line = next(line for line in session.recap if line.key == "experiment.instead")
        return f"{line.hint} {line.value}"

    assert "ask twice" in shown()
    session.edit("experiment.instead", "1")
    assert "Karla" not in shown()


def test_a_risky_line_made_of_a_private_answer_is_kept_as_private(table: Table) -> None:
    session = table.sessions.start("weekly")
    session.skip()
    session.set_private(True)
    session.answer("Tell Ana the truth")
    table.walk(session, {})

    session.edit("change", RISKY)

    assert table.kept(session.id)["answers"][-1]["private"] is True


def test_a_follow_up_that_quotes_a_private_answer_is_hidden_with_it_and_kept_as_it_was_asked(
    table: Table,
) -> None:
    """--hide-private: nothing marked private is shown, not even inside a question."""
    session = table.sessions.start("light")
    session.set_private(True)
    session.answer(LONG)
    assert session.turn is not None
    asked = session.turn.question
    table.sessions.hide_private = True

    turn = session.turn
    assert turn is not None
    assert "numbers" not in f"{turn.question} {turn.card} {[one.answer for one in session.earlier]}"
    session.answer("because of the hour")

    assert table.kept(session.id)["answers"][1]["question"] == asked
    session.back()
    assert "numbers" not in str(session.turn)


def test_why_of_a_hidden_follow_up_does_not_quote(table: Table) -> None:
    session = table.sessions.start("light")
    session.set_private(True)
    session.answer(LONG)
    table.sessions.hide_private = True

    assert "numbers" not in session.why()
