"""The themes of a period, from entries to what is shown (feature C1, rubric T1-T12, design section 6)."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from coach.engine.themes import Theme, ThemesView
from coach.engine.themes.receipts import verbatim
from coach.errors import UsageError
from tests.engine.themes.desk import NoEncoder, ThemesDesk, journal


def theme_of(view: ThemesView, entries: list[str]) -> Theme:
    """The theme that shares most entries with these."""
    return max(view.themes, key=lambda theme: len(set(theme.entries) & set(entries)))


@pytest.fixture
def desk() -> ThemesDesk:
    return ThemesDesk()


def test_entries_about_one_thing_become_one_theme(desk: ThemesDesk) -> None:
    written = journal(desk)
    view = desk.themes.for_period()
    assert view.entries == 13
    for ids in written.values():
        assert set(ids) - set(theme_of(view, ids).entries) == set()


def test_every_theme_has_two_entries_and_quotes_that_stand_in_them_t1_t2(desk: ThemesDesk) -> None:
    journal(desk)
    view = desk.themes.for_period()
    texts = {doc["id"]: doc for doc in desk.store.all("entries")}
    for theme in view.themes:
        assert len(set(theme.entries)) >= 2
        receipts = [
            *theme.evidence,
            *theme.against,
            *(one for claim in theme.summary for one in claim.evidence),
        ]
        assert theme.evidence
        for one in receipts:
            assert one.entry in theme.entries
            assert one.quote in texts[one.entry]["text"]
            assert one.date == texts[one.entry]["date"]
        assert theme.summary
    assert view.kept == view.made == sum(len(theme.summary) for theme in view.themes)


def test_trend_and_weeks_are_counted_from_the_listed_entries_t3_t5(desk: ThemesDesk) -> None:
    written = journal(desk)
    view = desk.themes.for_period()
    singing, budget = theme_of(view, written["singing"]), theme_of(view, written["budget"])
    assert singing.trend == "rising"
    assert budget.trend == "fading"
    for theme in view.themes:
        assert sum(theme.weeks) == len(theme.entries)
        assert len(theme.weeks) == len(view.weeks)
    assert all(week.weekday() == 0 for week in view.weeks)


def test_names_come_from_the_persons_words_and_people_are_named_t9(desk: ThemesDesk) -> None:
    written = journal(desk)
    view = desk.themes.for_period()
    budget = theme_of(view, written["budget"])
    assert budget.people == ("Hannah",)
    assert len({theme.label for theme in view.themes}) == len(view.themes)
    assert all(2 <= len(theme.label.split()) <= 5 for theme in view.themes)
    assert len(budget.choices) == 3


def test_each_question_is_one_question_with_the_persons_words_q1_q6(desk: ThemesDesk) -> None:
    journal(desk)
    view = desk.themes.for_period()
    questions = [theme.question for theme in view.themes]
    assert all(question.count("?") == 1 and "“" in question for question in questions)
    assert len(set(questions)) == len(questions)


def test_json_is_that_of_the_design_with_the_ids_entries_came_with(desk: ThemesDesk) -> None:
    ids = journal(desk)
    first = desk.store.all("entries")[0]
    from coach.engine.ports import Put

    desk.store.commit([Put("entries", {**first, "source_id": "e01"})], label="edit entry")
    value = desk.themes.for_period().to_value()
    assert json.loads(json.dumps(value)) == value
    assert {"period", "entries", "engine", "claims", "themes", "commitments"} <= set(value)
    assert value["engine"] == {"kind": "embedded", "model": None}
    shown = {entry for theme in value["themes"] for entry in theme["entries"]}
    assert "e01" in shown
    assert ids["budget"][0] not in shown
    assert {"id", "label", "state", "trend", "entries", "summary", "evidence", "against", "question"} <= set(
        value["themes"][0]
    )


@pytest.mark.parametrize("mark", [{"private": True}, {"stopped_for_safety": True}])
def test_private_and_stopped_entries_are_in_nothing_t10(desk: ThemesDesk, mark: dict[str, bool]) -> None:
    journal(desk)
    hidden = desk.write(
        "The budget sheet of the zebra had a wrong figure. I'll tell the zebra.", ago=3, **mark
    )
    value = json.dumps(desk.themes.for_period().to_value())
    assert "zebra" not in value
    assert hidden not in value
    assert not any("zebra" in text for text in desk.embedder.read)


def test_a_private_answer_is_left_out_and_the_rest_of_its_session_is_read_t10(desk: ThemesDesk) -> None:
    journal(desk)
    answers = [
        {"step": "a", "question": "?", "answer": "The choir rehearsal and my voice."},
        {"step": "b", "question": "?", "answer": "The zebra rehearsal.", "private": True},
    ]
    entry = desk.write("", ago=2, kind="weekly", answers=answers)
    view = desk.themes.for_period()
    assert "zebra" not in json.dumps(view.to_value())
    assert entry in {one for theme in view.themes for one in theme.entries} | set(view.unsorted)
    assert view.private_left_out == 1


def test_under_eight_entries_there_are_no_themes_and_the_count_is_said(desk: ThemesDesk) -> None:
    for ago in range(7):
        desk.write("The budget sheet had a wrong figure.", ago=ago)
    view = desk.themes.for_period()
    assert view.themes == ()
    assert view.notes == ("Themes need a few weeks: 7 of 8 entries so far.",)
    assert desk.embedder.read == []


def test_other_languages_are_said_not_guessed(desk: ThemesDesk) -> None:
    journal(desk)
    ids = [
        desk.write(
            "Das Budget war schon wieder falsch und ich habe es nicht gemerkt, obwohl ich es geprüft hatte.",
            ago=ago,
        )
        for ago in (1, 2)
    ]
    view = desk.themes.for_period()
    assert view.entries == 13
    assert not set(ids) & {entry for theme in view.themes for entry in theme.entries}
    assert any("2 entries in another language are in no theme" in note for note in view.notes)


def test_an_empty_a_future_and_an_all_private_period_each_say_so(desk: ThemesDesk) -> None:
    assert desk.themes.for_period().notes == ("Nothing was written in this period.",)
    ahead = desk.clock.today() + timedelta(days=30)
    assert "still to come" in desk.themes.for_period(ahead, ahead + timedelta(days=7)).notes[0]
    assert "still to come" in desk.themes.for_period(ahead).notes[0]
    desk.write("The budget.", ago=1, private=True)
    assert "All that was written in this period is private" in desk.themes.for_period().notes[0]
    with pytest.raises(UsageError, match="is after"):
        desk.themes.for_period(date(2026, 5, 2), date(2026, 5, 1))


def test_an_entry_of_a_megabyte_is_read_to_its_fortieth_sentence(desk: ThemesDesk) -> None:
    journal(desk)
    long = desk.write("The choir rehearsal took my voice. " * 30_000, ago=1)
    view = desk.themes.for_period()
    assert view.entries == 14
    assert long in {one for theme in view.themes for one in theme.entries} | set(view.unsorted)
    assert max(map(len, desk.embedder.read)) <= 800


def test_only_entries_with_a_person_are_read_when_one_is_named(desk: ThemesDesk) -> None:
    journal(desk)
    hannah = desk.people.add("Hannah")["id"]
    for ago in range(4):
        desk.write(f"Walked with her, round {ago}.", ago=ago, **{"with": [hannah]})
    assert desk.themes.for_period(person="hannah").entries == 4


def test_what_was_read_is_read_once_and_progress_is_told_when_something_is_left(desk: ThemesDesk) -> None:
    journal(desk)
    told: list[tuple[int, int]] = []
    cold = desk.themes.for_period(progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 13)
    assert told[-1] == (13, 13)
    assert len(set(desk.embedder.read)) == len(desk.embedder.read)
    told.clear()
    read = len(desk.embedder.read)
    warm = desk.again().for_period(progress=lambda done, total: told.append((done, total)))
    assert (told, len(desk.embedder.read)) == ([], read)
    assert warm.themes == cold.themes


def test_stopping_keeps_what_was_read_and_says_so(desk: ThemesDesk) -> None:
    for ago in range(60):
        desk.write(
            f"The number {ago} was odd, the list of {ago * 7} was long, and I read page {ago * 3}.", ago=ago
        )
    looks = iter([False, True])
    view = desk.themes.for_period(stop=lambda: next(looks))
    assert not view.complete
    assert view.themes == ()
    assert "Stopped before all entries were read" in view.notes[-1]
    read = set(desk.embedder.read)
    assert read
    assert desk.themes.for_period().complete
    assert len(desk.embedder.read) == len(set(desk.embedder.read))


def test_without_the_encoder_recurring_words_are_shown_and_called_so() -> None:
    desk = ThemesDesk(NoEncoder())
    journal(desk)
    desk.write("I'll call Hannah on Friday.", ago=1)
    view = desk.themes.for_period()
    assert view.heading == "Recurring words"
    assert view.themes == ()
    words = {one.words: one for one in view.recurring}
    assert words["budget"].count == 5
    texts = {doc["id"]: doc["text"] for doc in desk.store.all("entries")}
    assert all(verbatim(one.quote, texts[one.entry]) for found in view.recurring for one in found.evidence)
    assert any("encoder file" in note for note in view.notes)
    assert [promise.text for promise in view.promises] == ["I'll call Hannah on Friday."]
    assert view.to_value()["recurring_words"]


def test_the_last_view_loses_what_became_private_t10(desk: ThemesDesk) -> None:
    from coach.engine.ports import Put

    written = journal(desk)
    drawn = desk.themes.for_period()
    cited = theme_of(drawn, written["singing"]).evidence[0].entry
    desk.store.commit(
        [Put("entries", {**(desk.store.get("entries", cited) or {}), "private": True})], label="mark private"
    )
    last = desk.again().last()
    assert last is not None
    assert cited not in json.dumps([theme.entries for theme in last.themes])
    assert not any(one.entry == cited for theme in last.themes for one in theme.evidence)
    assert len(desk.themes.past()) == 1


def test_a_view_of_one_person_is_the_last_but_no_earlier_view_of_the_period(desk: ThemesDesk) -> None:
    journal(desk)
    hannah = desk.people.add("Hannah")["id"]
    for ago in range(9):
        desk.write(
            f"Walked round the lake with her and talked of boats, round {ago}.", ago=ago, **{"with": [hannah]}
        )
    view = desk.themes.for_period(person="Hannah")
    assert view.themes
    last = desk.themes.last()
    assert last is not None
    assert [theme.id for theme in last.themes] == [theme.id for theme in view.themes]
    assert desk.themes.past() == []


def test_changes_since_a_day_are_one_grouping_counted_on_both_sides(desk: ThemesDesk) -> None:
    written = journal(desk)
    then = desk.day(40)
    found = desk.themes.compare(None, None, then)
    assert found.before + found.after == 13
    rows = {row.theme.id: row for row in found.rows}
    singing = rows[theme_of(found.view, written["singing"]).id]
    assert singing.before + singing.after == len(singing.theme.entries)
    assert singing.word in ("new", "more")
    with pytest.raises(UsageError):
        desk.themes.compare(None, None, date(2020, 1, 1))


def test_entries_like_a_text_and_like_an_entry_come_nearest_first(desk: ThemesDesk) -> None:
    written = journal(desk)
    found = desk.themes.like("a wrong figure in the budget sheet", 3)
    assert {one.entry for one in found} <= set(written["budget"])
    assert found == sorted(found, key=lambda one: -one.score)
    alike = desk.themes.like(written["singing"][0], 2)
    assert written["singing"][0] not in [one.entry for one in alike]
    assert {one.entry for one in alike} <= set(written["singing"])
    with pytest.raises(UsageError):
        desk.themes.like("  ")


def test_nothing_loads_numpy_before_a_theme_is_drawn() -> None:
    code = (
        "import os, sys\n"
        "from coach.options import Options\n"
        "from coach.wiring import build\n"
        "coach = build(Options(environ=os.environ))\n"
        "coach.themes.last(); coach.themes.past(); coach.themes.deciding.rejected()\n"
        "coach.themes.for_period()\n"
        "print('numpy' in sys.modules)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"


def test_reading_ahead_leaves_nothing_to_read_and_touches_nothing_private_t10(desk: ThemesDesk) -> None:
    journal(desk)
    desk.write("The zebra budget.", ago=1, private=True)
    assert desk.themes.read_ahead()
    read = list(desk.embedder.read)
    assert not any("zebra" in text for text in read)
    told: list[object] = []
    desk.themes.for_period(progress=lambda *done: told.append(done))
    assert told == []
    desk.write("Something new on the platform.")
    assert not desk.again().read_ahead(stop=lambda: True)


def test_of_too_many_entries_the_latest_are_grouped_and_counted_and_it_is_said(
    desk: ThemesDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = journal(desk)
    monkeypatch.setattr("coach.engine.themes.themes.MOST_READ", 12)
    view = desk.themes.for_period()
    assert any("Only the latest 12 of 13 entries" in note for note in view.notes)
    assert view.themes
    assert view.kept == view.made
    assert all(written["budget"][0] not in theme.entries for theme in view.themes)
