"""Decisions about themes hold when they are drawn again, and each can be undone (rubric T12)."""

import pytest

from coach.engine.themes import Theme, ThemesView
from coach.errors import NotFound, NotUnique, UsageError
from tests.engine.themes.desk import BUDGET, ThemesDesk, journal
from tests.engine.themes.test_themes import theme_of


@pytest.fixture
def desk() -> ThemesDesk:
    return ThemesDesk()


def first(desk: ThemesDesk) -> tuple[ThemesView, Theme, dict[str, list[str]]]:
    written = journal(desk)
    view = desk.themes.for_period()
    return view, theme_of(view, written["budget"]), written


def test_a_kept_theme_keeps_its_entries_and_its_name(desk: ThemesDesk) -> None:
    _, theme, _ = first(desk)
    desk.themes.deciding.keep(theme.id)
    desk.write("The budget sheet is with Hannah.", ago=1)
    again = desk.again().for_period()
    kept = again.theme(theme.id)
    assert kept is not None
    assert (kept.state, kept.label) == ("kept", theme.label)
    assert set(theme.entries) <= set(kept.entries)
    assert again.themes[0] == kept


def test_new_entries_join_the_kept_theme_they_are_like(desk: ThemesDesk) -> None:
    _, theme, _ = first(desk)
    desk.themes.deciding.keep(theme.id)
    new = desk.write(BUDGET[0], ago=1)
    kept = desk.themes.for_period().theme(theme.id)
    assert kept is not None
    assert new in kept.entries


def test_a_name_of_ones_own_holds_and_undo_takes_it_back(desk: ThemesDesk) -> None:
    _, theme, _ = first(desk)
    desk.themes.deciding.rename(theme.label, "  my   numbers ")
    renamed = desk.themes.for_period().theme(theme.id)
    assert renamed is not None
    assert (renamed.label, renamed.state) == ("my numbers", "renamed")
    desk.store.undo()
    found = desk.themes.for_period().theme(theme.id)
    assert found is not None
    assert (found.label, found.state) == (theme.label, "new")


def test_a_rejected_theme_is_not_proposed_again_from_the_same_entries(desk: ThemesDesk) -> None:
    _, theme, _ = first(desk)
    desk.themes.deciding.reject(theme.id)
    view = desk.again().for_period()
    assert not any(set(theme.entries) <= set(one.entries) for one in view.themes)
    assert set(theme.entries) <= set(view.unsorted)
    assert any("rejected before" in note for note in view.notes)
    assert [doc["label"] for doc in desk.themes.deciding.rejected()] == [theme.label]
    desk.themes.deciding.forget(theme.id)
    assert desk.themes.for_period().theme(theme.id) is not None


def test_two_themes_become_one(desk: ThemesDesk) -> None:
    view, theme, written = first(desk)
    other = theme_of(view, written["trains"])
    assert other.id != theme.id
    desk.themes.deciding.keep(other.id)
    desk.themes.deciding.merge([theme.id, other.id], "numbers and trains")
    again = desk.themes.for_period()
    merged = again.theme(theme.id)
    assert merged is not None
    assert set(merged.entries) >= {*theme.entries, *other.entries}
    assert merged.label == "numbers and trains"
    assert again.theme(other.id) is None
    with pytest.raises(UsageError, match="Two different"):
        desk.themes.deciding.merge([theme.id, theme.id])


def test_one_theme_becomes_two_by_choice_and_by_meaning(desk: ThemesDesk) -> None:
    view, theme, written = first(desk)
    other = theme_of(view, written["trains"])
    desk.themes.deciding.merge([theme.id, other.id])
    desk.themes.for_period()
    old, new = desk.themes.deciding.split(theme.id)
    sides = [set(old["entries"]), set(new["entries"])]
    assert any(set(written["trains"]) <= side for side in sides)
    assert not sides[0] & sides[1]
    desk.store.undo()
    desk.themes.for_period()
    old, new = desk.themes.deciding.split(theme.id, written["trains"][:2], "platform")
    assert (set(new["entries"]), new["label"]) == (set(written["trains"][:2]), "platform")
    labels = {one.label for one in desk.themes.for_period().themes}
    assert {"platform", theme.label} <= labels
    with pytest.raises(UsageError, match="on both sides"):
        desk.themes.deciding.split(new["id"], written["trains"][:1])


def test_a_kept_theme_with_one_entry_in_the_period_is_told_not_shown_t1(desk: ThemesDesk) -> None:
    _, theme, written = first(desk)
    desk.themes.deciding.keep(theme.id)
    for ago in range(1, 9):
        desk.write(f"Read page {ago} of a book on chess openings, round {ago * 3}.", ago=ago)
    last = max(desk.store.all("entries"), key=lambda doc: (doc["id"] in written["budget"], doc["date"]))
    from datetime import date

    view = desk.themes.for_period(date.fromisoformat(last["date"]))
    assert view.theme(theme.id) is None
    assert any("one entry only" in note for note in view.notes)


def test_unknown_and_ambiguous_names_are_told(desk: ThemesDesk) -> None:
    first(desk)
    with pytest.raises(NotFound, match="No theme matches"):
        desk.themes.deciding.keep("nothing like it")
    with pytest.raises(NotUnique):
        desk.themes.show("Around")
    _, theme, _ = desk.themes.last(), *first(desk)[1:]
    with pytest.raises(UsageError, match="needs a name"):
        desk.themes.deciding.rename(theme.id, "  ")


def test_intentions_are_listed_open_and_closed_only_on_a_yes_t4(desk: ThemesDesk) -> None:
    journal(desk)
    opened = desk.write("I'll send the marmalade recipe to Ines.", ago=6)
    done = desk.write("Sent the marmalade recipe to Ines, she cooked it at once.", ago=2)
    promise = desk.themes.for_period().promises[0]
    assert (promise.opened, promise.closed, promise.status) == (opened, None, "open")
    assert promise.proposal is not None
    assert promise.proposal.entry == done
    assert desk.store.all("commitments") == []
    desk.themes.deciding.done(promise)
    closed = desk.themes.for_period().promises[0]
    assert (closed.opened, closed.closed, closed.status) == (opened, done, "closed")
    desk.store.undo()
    assert desk.themes.for_period().promises[0] == promise


def test_a_no_is_remembered_and_what_is_on_record_is_listed_once_t4(desk: ThemesDesk) -> None:
    journal(desk)
    opened = desk.write("I'll send the marmalade recipe to Ines.", ago=6)
    done = desk.write("Sent the marmalade recipe to Ines, she cooked it at once.", ago=2)
    desk.themes.deciding.not_done(opened, done)
    promise = desk.themes.for_period().promises[0]
    assert (promise.proposal, promise.status) == (None, "open")
    record = desk.themes.deciding.adopt(promise)
    (listed,) = desk.themes.for_period().promises
    assert (listed.record, listed.opened, listed.text) == (record["id"], opened, promise.text)
    desk.commitments.close(record["id"], "dropped")
    assert desk.themes.for_period().promises[0].status == "closed"


def test_an_idea_is_tentative_and_opens_nothing_p44(desk: ThemesDesk) -> None:
    journal(desk)
    desk.write("I'll write a book about lifts.", ago=3, kind="idea")
    assert desk.themes.for_period().promises == ()


def test_a_theme_that_was_merged_and_divided_again_is_two_records(desk: ThemesDesk) -> None:
    """The half that goes may be the entries the first theme's id was made from."""
    view, _, _ = first(desk)
    one, other = view.themes[:2]
    desk.themes.deciding.merge([one.id, other.id])
    desk.themes.for_period()
    old, new = desk.themes.deciding.split(one.id, entries=one.entries)
    assert old["id"] != new["id"]
    assert {str(doc["id"]) for doc in desk.store.all("themes")} == {old["id"], new["id"]}
