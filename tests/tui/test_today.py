"""Today: one list, the next useful step first; nothing is ever blank, lost or told with guilt (ux, 4.1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.engine.ports import Finding
from coach.engine.today import CommitmentBlock, DueItem, Rhythm, TodayView, Upcoming
from coach.errors import InvalidData
from coach.tui.drafts import is_box
from coach.tui.screens.settle import Settle
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.rows import RowList
from tests.tui.doubles import NOW, Desk
from tests.tui.helpers import SIZES, matches, running, text_of, wait_for, wait_until, write

TODAY = NOW.date()


def nothing_due() -> TodayView:
    return TodayView(
        today=TODAY,
        due=(),
        next_meeting=None,
        commitments=CommitmentBlock(0, 0, ()),
        last_theme=None,
        win=None,
        gap_days=None,
        days_since=2,
        rhythm=Rhythm(3, (False,) * 5 + (True,) * 3),
        upcoming=Upcoming("Weekly reflection", TODAY + timedelta(days=5), "Mon 23 Nov"),
        empty=False,
        left_out=0,
    )


def full_desk() -> Desk:
    desk = Desk().fill()
    for number in range(9):
        desk.commitments.add(
            f"Write part {number} of the handbook for the people who come after us",
            due=TODAY + timedelta(days=number),
        )
    desk.experiments.add(
        "Say the doubt in the first five minutes", belief="they will think I am slow", review_on=TODAY
    )
    desk.drafts.leave("capture", "ask Priya about", at=NOW - timedelta(days=1))
    desk.drafts.leave("paste/session/x/y", "x" * 4096, at=NOW - timedelta(days=9), title="Pasted text")
    desk.found.append("One damaged line was set aside in journals/abc.jsonl; the rest is here.")
    return desk


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_day_shows_three_steps(size: tuple[int, int]) -> None:
    async with running(Desk(), size) as (app, _):
        matches(app, f"today_first_{size[0]}")
        assert len([row for row in app.screen.query_one(RowList).rows if row.id]) == 3


@pytest.mark.parametrize("size", SIZES)
async def test_a_normal_day(size: tuple[int, int]) -> None:
    async with running(Desk().fill(), size) as (app, _):
        matches(app, f"today_normal_{size[0]}")


async def test_a_full_day() -> None:
    async with running(full_desk()) as (app, _):
        matches(app, "today_full_80")


async def test_nothing_due_says_what_comes_next() -> None:
    desk = Desk()
    desk.today.fixed = nothing_due()
    async with running(desk) as (app, _):
        matches(app, "today_done_80")
        assert "Nothing is due. Next: Weekly reflection, Mon 23 Nov." in text_of(app)


async def test_data_that_cannot_be_read_is_said_with_what_to_do() -> None:
    desk = Desk()
    desk.today.failing = InvalidData(
        "The journals cannot be read; nothing was changed.", hint="coach doctor says more."
    )
    async with running(desk) as (app, pilot):
        await wait_for(pilot, "coach doctor says more.")
        matches(app, "today_error_80")


async def test_a_problem_in_the_config_is_one_line() -> None:
    desk = Desk().fill()
    desk.problems = (
        Finding("config", "error", "config.yaml line 3: ui.theme must be text.", "coach config check"),
    )
    async with running(desk) as (app, _):
        assert "! config.yaml line 3: ui.theme must be text. coach config check" in text_of(app)


async def test_the_first_frame_stands_before_anything_is_read() -> None:
    """The view kept from last time is composed at once (design, section 7)."""
    desk = Desk().fill()
    desk.today.failing = AssertionError("read before the first frame")
    screen = TodayScreen(nothing_due())
    assert screen._page.rows == ()
    desk.today.failing = None
    async with running(desk, first_view=desk.today.view()) as (app, _):
        assert "Weekly reflection" in text_of(app)


async def test_d_puts_a_due_row_off_and_u_brings_it_back() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("d")
        await wait_for(pilot, "Put off until")
        await pilot.press("down", "enter")
        await wait_for(pilot, "Nothing is due.")
        assert "u brings it back" in text_of(app)
        await pilot.press("u")
        await wait_for(pilot, "7 days since last")


async def test_a_day_is_only_taken_when_it_was_understood() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("d")
        await wait_for(pilot, "Put off until")
        await pilot.press("tab")
        await write(pilot, "blursday")
        await pilot.press("enter")
        assert "Put off until" in text_of(app)
        for _ in "blursday":
            await pilot.press("backspace")
        await write(pilot, "in 2 weeks")
        await wait_for(pilot, "Wed 2 Dec")
        await pilot.press("enter")
        await wait_for(pilot, "Put off until Wed 2 Dec")


async def test_a_commitment_is_closed_with_one_outcome_and_a_line() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("j", "space")
        await wait_until(pilot, lambda: isinstance(app.screen, Settle), "asked for the outcome")
        await pilot.press("tab")
        await write(pilot, "sent it")
        await pilot.press("shift+tab", "enter")
        await wait_until(pilot, lambda: not desk.commitments.list(person="me"), "closed")
        closed = desk.commitments.list(status="closed")
        assert [doc["outcome"] for doc in closed] == ["done"]
        assert closed[0]["note"] == "sent it"
        assert desk.drafts.kept == {}


async def test_a_commitment_is_carried_to_a_chosen_day() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("j", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, Settle), "asked for the outcome")
        await pilot.press("G", "enter")
        await wait_for(pilot, "Carry it to")
        await pilot.press("enter")
        await wait_for(pilot, "carried 1x")
        assert desk.commitments.list(person="me")[0]["due"] == str(date(2026, 11, 19))


async def test_a_left_over_note_is_offered_once_and_taken_up() -> None:
    """P16: offered exactly once; gone when the store has it."""
    desk = Desk().fill()
    desk.drafts.leave("capture", "ask Priya about the limits")
    async with running(desk) as (app, pilot):
        await wait_for(pilot, "draft saved Tue 14:02")
        assert text_of(app).count("A note you were writing") == 1
        await pilot.press("j", "enter")
        await wait_for(pilot, "ask Priya about the limits")
        await pilot.press("enter")
        await wait_until(pilot, lambda: not desk.drafts.kept, "draft dropped")
        await wait_until(pilot, lambda: "A note you were writing" not in text_of(app), "row gone")
        assert "ask Priya about the limits" in [hit.headline for hit in desk.entries.list()]


async def test_a_draft_of_an_open_session_marks_its_row() -> None:
    desk = Desk().fill()
    desk.today.fixed = nothing_due()
    item = DueItem(
        "session/e1", "session", "Weekly reflection", "since Tue", ("resume", "e1"), 6, late=False, since=None
    )
    desk.today.fixed = TodayView(
        **{**{f: getattr(nothing_due(), f) for f in TodayView.__slots__}, "due": (item,)}
    )
    desk.drafts.leave("session/e1/win", "half a thought", title="Weekly reflection, win")
    async with running(desk) as (app, pilot):
        await wait_for(pilot, "draft saved Tue 14:02")
        assert text_of(app).count("draft saved") == 1
        assert "~ Weekly reflection" in text_of(app)


async def test_esc_does_nothing_and_q_quits() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("q")
        await wait_until(pilot, lambda: not app.is_running, "ended")
    assert app.return_code == 0


async def test_the_hide_key_blanks_what_is_private_at_once() -> None:
    desk = Desk().fill()
    private = desk.commitments.list(person="me")[0]
    desk.commitments.edit(private["id"], private=True)
    async with running(desk) as (app, pilot):
        assert "Send rollout notes" in text_of(app)
        await pilot.press("f8")
        assert "Send rollout notes" not in text_of(app)
        await wait_for(pilot, "1 private, not shown now")
        await wait_for(pilot, "Draft scope one-pager")
        await pilot.press("f8")
        await wait_for(pilot, "Send rollout notes")


async def test_add_a_person_from_the_first_day() -> None:
    desk = Desk()
    async with running(desk) as (_, pilot):
        await pilot.press("j", "enter")
        await wait_for(pilot, "Add a person")
        await write(pilot, "Mina")
        await pilot.press("enter", "enter")
        await wait_until(pilot, desk.people.list, "added")
        assert desk.people.list()[0]["name"] == "Mina"
        assert desk.drafts.kept == {}


async def test_enter_on_the_win_shows_the_entry() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("G", "enter")
        await wait_for(pilot, "Tue 17 Nov")
        await wait_until(pilot, lambda: not isinstance(app.screen, TodayScreen), "the entry")


async def test_slash_goes_to_the_search_of_entries() -> None:
    async with running(Desk().fill()) as (app, pilot):
        await pilot.press("slash")
        await wait_until(pilot, lambda: is_box(app.focused), "the cursor is in the search")
        await write(pilot, "review")
        await wait_until(pilot, lambda: app.screen.NAME == "entries" and "review" in text_of(app), "searched")  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_one_long_title_takes_no_other_rows_detail_away(size: tuple[int, int]) -> None:
    desk = full_desk()
    view = desk.today.view()
    long = DueItem(
        key="experiment/1",
        kind="experiment",
        title="Experiment: I send Omar two questions on Tuesday and count how long he takes to answer",
        detail="what happened? back since Tue 10 Nov, and nobody wrote it down",
        action=("experiment", "1"),
        minutes=3,
        late=False,
        since=None,
    )
    desk.today.fixed = replace(view, due=(*view.due, long))
    async with running(desk, size) as (app, _):
        assert "7 days since last" in text_of(app)
