"""Commitments and experiments on the screen (ux 4.8; practice 19, rubric E1-E8)."""

from datetime import date

import pytest

from coach.domain.records import Doc
from tests.tui.doubles import Desk
from tests.tui.helpers import SIZES, matches, running, tap, text_of, wait_for, wait_until, write


def filled() -> Desk:
    desk = Desk().fill()
    desk.experiments.add(
        "say the doubt in the first five minutes",
        belief="they will think I am slow",
        against="someone picks the doubt up and uses it",
        review_on=date(2026, 11, 25),
    )
    return desk


def only(docs: list[Doc], words: str) -> Doc:
    return next(doc for doc in docs if words in str(doc.get("text") or doc.get("test")))


@pytest.mark.parametrize("size", SIZES)
async def test_it_looks_like_its_pictures(size: tuple[int, int]) -> None:
    async with running(filled(), size=size) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "Draft scope one-pager")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers))
        matches(app, f"commitments-{size[0]}x{size[1]}")


async def test_an_empty_list_says_where_commitments_come_from() -> None:
    async with running(Desk()) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "Commitments come out of sessions; n adds one.")


async def test_brackets_walk_the_tabs_and_each_shows_its_own() -> None:
    async with running(filled()) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("right_square_bracket")
        await wait_for(pilot, "[ Waiting on others 1 ]")
        assert "Send rollout notes" not in text_of(app)
        await pilot.press("right_square_bracket")
        await wait_for(pilot, "[ Experiments 1 ]")
        await wait_for(pilot, "they will think I am slow")
        await pilot.press("right_square_bracket")
        await wait_for(pilot, "Nothing is closed yet.")
        await pilot.press("left_square_bracket")
        await wait_for(pilot, "[ Experiments 1 ]")


async def test_space_closes_with_an_outcome_and_u_brings_it_back() -> None:
    desk = filled()
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("space")
        await wait_for(pilot, "What came of it?")
        await pilot.press("enter")
        await wait_for(pilot, "[ Open 1 ]")
        assert only(desk.commitments.list(status="closed"), "rollout")["outcome"] == "done"
        await pilot.press("u")
        await wait_for(pilot, "[ Open 2 ]")


async def test_a_new_one_is_written_line_by_line_and_a_vague_verb_is_asked_about_once() -> None:
    desk = Desk().fill()
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("n")
        await wait_for(pilot, "New commitment")
        await write(pilot, "Ask Omar what he would cut")
        await pilot.press("enter")
        await write(pilot, "the review ends")
        await pilot.press("enter", "enter")
        await write(pilot, "friday")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "[ Open 3 ]")
        doc = only(desk.commitments.list(), "what he would cut")
        assert (doc["if_cue"], doc["due"], doc["owner"]) == ("the review ends", "2026-11-20", "me")


async def test_a_day_that_is_not_understood_is_told_in_the_form_and_nothing_is_lost() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("n")
        await wait_for(pilot, "New commitment")
        await write(pilot, "Write it down")
        await pilot.press("enter", "enter", "enter")
        await write(pilot, "blursday")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "is not understood")
        assert "Write it down" in text_of(app)
        assert len(desk.commitments.list()) == 2
        await pilot.press("escape", "escape")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("n")
        await wait_for(pilot, "blursday")


async def test_editing_shows_every_line_and_keeps_the_change() -> None:
    desk = Desk().fill()
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("j", "e")
        await wait_for(pilot, "Edit commitment")
        await wait_for(pilot, "Mina")
        await write(pilot, " for the billing split")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: "split" in str(desk.commitments.list()), "kept")
        doc = only(desk.commitments.list(), "billing split")
        assert doc["due"] == "2026-11-20"
        assert doc["owner"] != "me"


async def test_plus_and_minus_move_the_day_but_never_before_today() -> None:
    desk = Desk().fill()
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("j", "plus")
        await wait_for(pilot, "Now Sat 21 Nov")
        assert only(desk.commitments.list(), "one-pager")["due"] == "2026-11-21"
        assert only(desk.commitments.list(), "one-pager")["carried"] == 0
        for _ in range(4):
            await pilot.press("minus")
            await wait_until(pilot, lambda: all(work.is_finished for work in pilot.app.workers))
        await wait_for(pilot, "cannot be before today")
        assert only(desk.commitments.list(), "one-pager")["due"] == "2026-11-18"


async def test_p_shows_one_persons_and_escape_everybodys() -> None:
    async with running(filled()) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("p")
        await wait_for(pilot, "Whose?")
        await pilot.press("down", "enter")
        await wait_for(pilot, "only Mina")
        assert "Send rollout notes" not in text_of(app)
        await pilot.press("escape")
        await wait_for(pilot, "Send rollout notes")


async def test_the_third_carry_asks_once() -> None:
    """Practice 19: do, change, hand over, drop or escalate; asked a single time."""
    desk = Desk().fill()
    doc = only(desk.commitments.list(), "rollout")
    desk.commitments.third_carry_question = lambda doc: (  # type: ignore[method-assign]  # the double has no prompt files
        "What is in its way?" if doc["carried"] >= 3 and not doc.get("asked_third_carry") else None
    )
    for day in (19, 20, 21):
        desk.commitments.carry(doc["id"], date(2026, 11, day))
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "carried 3x")
        await pilot.press("g", "down", "space")
        await wait_for(pilot, "What is in its way?")
        await pilot.press("end", "enter")
        await wait_until(
            pilot, lambda: desk.commitments.get(doc["id"]).get("asked_third_carry"), "remembered"
        )
        assert desk.commitments.get(doc["id"])["status"] == "open"
        await wait_for(pilot, "It stays open")
        await pilot.press("space")
        await wait_for(pilot, "What came of it?")


async def test_d_puts_away_and_closed_ones_can_be_taken_up_again() -> None:
    desk = Desk().fill()
    async with running(desk) as (_, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("d")
        await wait_for(pilot, "[ Open 1 ]")
        await pilot.press("u")
        await wait_for(pilot, "[ Open 2 ]")
        await pilot.press("space")
        await wait_for(pilot, "What came of it?")
        await pilot.press("enter")
        await wait_for(pilot, "[ Open 1 ]")
        await pilot.press("left_square_bracket")
        await wait_for(pilot, "[ Closed ]")
        await pilot.press("r")
        await wait_for(pilot, "Open again")
        assert len(desk.commitments.list()) == 2


async def test_what_is_private_is_blanked_at_once_and_not_read() -> None:
    """Feature C18."""
    desk = Desk().fill()
    desk.commitments.add("Tell Omar that I am leaving", private=True)
    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "I am leaving")
        await pilot.press("f8")
        await wait_for(pilot, "[ Open 2 ]")
        assert "I am leaving" not in text_of(app)
        assert all("leaving" not in row.title for row in app.screen.query_one("#rows").rows)  # type: ignore[attr-defined]


async def test_hostile_words_are_shown_as_they_are_and_do_nothing() -> None:
    """Promises P31, P32."""
    desk = Desk()
    desk.commitments.add(
        "[/x] [@click=app.exit]go[/] \x1b]0;owned\x07 {{7*7}} \u202e", sign="[bold", if_cue="\x9b2J"
    )
    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "[@click=app.exit]go[/]")
        await tap(pilot, "e")
        await wait_for(pilot, "Edit commitment")
        shown = text_of(app)
        assert "{{7*7}}" in shown
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


async def test_the_form_looks_like_its_picture() -> None:
    async with running(filled()) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "Draft scope one-pager")
        await pilot.press("j", "e")
        await wait_for(pilot, "Edit commitment")
        await wait_for(pilot, "Mina")
        matches(app, "commitment-form-80x24")
