"""Themes on the screen (ux 4.6; feature C1, rubric T1-T12)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from textual.screen import Screen

from coach.engine.meaning import EncoderMissing
from coach.engine.today import LastTheme
from coach.tui.screens.entries_read import EntryReader
from coach.tui.screens.themes import ThemesScreen
from coach.tui.widgets.rows import RowList
from tests.tui.doubles import Desk, fill_journal
from tests.tui.helpers import SIZES, matches, running, tap, text_of, wait_for, wait_until, write


def filled() -> Desk:
    desk = Desk()
    fill_journal(desk)
    return desk


async def open_themes(app: Any, pilot: Any) -> ThemesScreen:
    """Go there and wait until the themes stand."""
    await pilot.press("3")
    await wait_until(pilot, lambda: isinstance(app.screen, ThemesScreen), "themes")
    await drawn(app, pilot)
    screen = app.screen
    assert isinstance(screen, ThemesScreen)
    return screen


async def drawn(app: Any, pilot: Any) -> None:
    await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "all work done")
    await pilot.pause()


def rows(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Heading and state of each theme in the list."""
    found = screen.query_one("#rows", RowList).rows
    return [(row.title, row.note) for row in found if row.id.startswith("th")]


def selected(screen: ThemesScreen) -> str:
    row = screen.query_one("#rows", RowList).selected
    assert row is not None
    return row.title


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
async def test_it_looks_like_its_pictures(size: tuple[int, int]) -> None:
    async with running(filled(), size=size) as (app, pilot):
        await open_themes(app, pilot)
        matches(app, f"themes-{size[0]}x{size[1]}")


async def test_the_shortest_period_that_holds_enough_is_shown_first_and_brackets_change_it() -> None:
    async with running(filled()) as (app, pilot):
        await open_themes(app, pilot)
        assert "last 8 weeks" in text_of(app)
        await pilot.press("right_square_bracket")
        await wait_for(pilot, "last 6 months")
        await drawn(app, pilot)
        assert "EVERY 4 WEEKS" in text_of(app)
        await pilot.press("left_square_bracket", "left_square_bracket")
        await wait_for(pilot, "last 8 weeks")


async def test_too_few_entries_say_how_many_are_missing() -> None:
    desk = Desk()
    fill_journal(desk, 2)
    async with running(desk) as (app, pilot):
        screen = await open_themes(app, pilot)
        assert "Themes need a few weeks: 2 of 8 entries so far." in text_of(app)
        assert not {"themes.keep", "themes.evidence", "themes.copy"} & {one.id for one in screen.available()}


async def test_o_opens_the_entry_and_esc_leads_back_to_the_same_row() -> None:
    """Every claim has its receipt one key away (C1)."""
    async with running(filled()) as (app, pilot):
        screen = await open_themes(app, pilot)
        await pilot.press("j")
        before = selected(screen)
        await pilot.press("enter", "j")
        inside = screen.query_one("#detail", RowList)
        await wait_until(pilot, lambda: inside.has_focus, "the detail has the focus")
        row = inside.selected
        await pilot.press("o")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryReader), "the entry")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers))
        assert row is not None
        quote = row.title.split("“")[1].rstrip("”…")[:20]
        assert quote in text_of(app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen, "back")
        assert (selected(screen), inside.selected) == (before, row)


async def test_space_keeps_and_again_takes_it_back() -> None:
    """What was decided holds when themes are drawn again (T12)."""
    desk = filled()
    async with running(desk) as (app, pilot):
        screen = await open_themes(app, pilot)
        name = selected(screen)
        await pilot.press("space")
        await wait_until(pilot, lambda: (name, "kept") in rows(screen), "kept")
        await drawn(app, pilot)
        assert selected(screen) == name
        await pilot.press("space")
        await wait_until(pilot, lambda: (name, "new") in rows(screen), "taken back")


async def test_not_me_takes_it_away_and_u_brings_it_back() -> None:
    async with running(filled()) as (app, pilot):
        screen = await open_themes(app, pilot)
        before, name = rows(screen), selected(screen)
        await pilot.press("d")
        await wait_until(pilot, lambda: name not in dict(rows(screen)), "gone")
        await drawn(app, pilot)
        await pilot.press("u")
        await wait_until(pilot, lambda: rows(screen) == before, "back again")


async def test_a_name_of_ones_own_stays() -> None:
    desk = filled()
    async with running(desk) as (app, pilot):
        screen = await open_themes(app, pilot)
        await pilot.press("e")
        await wait_for(pilot, "What do you call it?")
        await pilot.press("tab")
        await write(pilot, "Figures that [bold]nobody[/] owns")
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: ("Figures that [bold]nobody[/] owns", "renamed") in rows(screen), "renamed"
        )
        await drawn(app, pilot)
        assert "Figures that [bold]nobody[/] owns" in text_of(app)
        assert not desk.drafts.kept


async def test_two_become_one_and_one_becomes_two() -> None:
    async with running(filled()) as (app, pilot):
        screen = await open_themes(app, pilot)
        count, name = len(rows(screen)), selected(screen)
        await pilot.press("m")
        await wait_for(pilot, "Merge with")
        await pilot.press("enter")
        await wait_until(pilot, lambda: len(rows(screen)) == count - 1, "one fewer")
        await drawn(app, pilot)
        assert selected(screen) == name
        await pilot.press("t")
        await wait_until(pilot, lambda: len(rows(screen)) == count, "two again")


class SlowEncoder:
    """Reads nothing before it may."""

    version = "words-1"

    def __init__(self, real: Any) -> None:
        self.real = real
        self.asked, self.may = Event(), Event()

    def embed(self, texts: Sequence[str]) -> Any:
        self.asked.set()
        self.may.wait(10)
        return self.real.embed(texts)


async def test_while_it_reads_the_rest_works_and_esc_stops() -> None:
    """Slow work says so, can be stopped, and keeps what has arrived (ux, rule 7)."""
    desk = filled()
    slow = SlowEncoder(desk.encoder)
    desk.themes._embedder = slow
    async with running(desk) as (app, pilot):
        await pilot.press("3")
        await wait_until(pilot, slow.asked.is_set, "reading has begun")
        await wait_for(pilot, "Esc stops")
        assert "read 0 of" in text_of(app)
        await pilot.press("c")
        await wait_for(pilot, "Capture")
        await write(pilot, "a note meanwhile")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, ThemesScreen), "back on themes")
        assert any(doc.get("text") == "a note meanwhile" for doc in desk.store.all("entries"))
        await pilot.press("escape")
        assert isinstance(app.screen, ThemesScreen)
        slow.may.set()
        await drawn(app, pilot)
        assert "Esc stops" not in text_of(app)
        await pilot.press("r")
        await wait_until(pilot, lambda: rows(app.screen), "drawn in the end")


async def test_what_was_drawn_last_is_there_at_once_with_its_day() -> None:
    desk = filled()
    since = desk.clock.today() - timedelta(days=60)
    desk.themes.for_period(since)
    slow = SlowEncoder(desk.encoder)
    desk.themes._embedder = slow
    desk.themes._rows.kept.clear()  # type: ignore[attr-defined]  # the double's
    async with running(desk) as (app, pilot):
        await pilot.press("3")
        await wait_until(pilot, slow.asked.is_set, "reading has begun")
        await wait_until(pilot, lambda: rows(app.screen), "the last view")
        assert "as drawn Wed 18 Nov; being read again" in text_of(app)
        slow.may.set()
        await drawn(app, pilot)
        assert "being read again" not in text_of(app)


async def test_without_the_encoder_words_that_recur_are_shown_and_called_so() -> None:
    desk = filled()

    def missing(texts: Sequence[str]) -> Any:
        raise EncoderMissing("The encoder file of coach is not there.", hint="Install coach again.")

    desk.encoder.embed = missing  # type: ignore[method-assign]  # as where the file is gone
    async with running(desk) as (app, pilot):
        await open_themes(app, pilot)
        shown = text_of(app)
        assert "RECURRING WORDS" in shown
        assert "Recurring words ·" in shown
        assert "Install coach again." in shown
        await pilot.press("space", "e", "d", "m", "t", "y")
        await drawn(app, pilot)
        assert not desk.store.all("themes")


async def test_an_intention_is_asked_about_one_at_a_time_and_closed_only_by_a_yes() -> None:
    """A closing is proposed with its quote, never done silently (T4)."""
    desk = filled()
    today = desk.clock.today()
    desk.entries.log("I will send Hannah the corrected budget sheet.", on=today - timedelta(days=9))
    desk.entries.log("I sent Hannah the corrected budget sheet.", on=today - timedelta(days=2))
    async with running(desk) as (app, pilot):
        screen = await open_themes(app, pilot)
        assert screen._view is not None
        asked = [one for one in screen._view.promises if one.proposal]
        assert len(asked) == 1
        await pilot.press("G", "enter")
        await wait_for(pilot, "Yes, that was it")
        assert "I sent Hannah the corrected budget sheet" in text_of(app)
        assert not desk.commitments.list(status="closed")
        await pilot.press("enter")
        await wait_until(pilot, lambda: desk.commitments.list(status="closed"), "closed")
        await drawn(app, pilot)
        assert "WAS THIS IT?" not in text_of(app)


async def test_hostile_words_stay_words() -> None:
    """Promises P31, P32."""
    desk = Desk()
    for weeks in range(9):
        desk.entries.log(
            f"[/x] [red]The budget[/] sheet \x1b[2J was ]8;; wrong {weeks} times, $budget sheet.",
            on=desk.clock.today() - timedelta(weeks=weeks),
        )
    async with running(desk) as (app, pilot):
        await open_themes(app, pilot)
        await tap(pilot, "enter", "o", "escape", "escape", "e", "escape", "m", "escape")
        await drawn(app, pilot)
        assert app.is_running
        assert "\x1b" not in text_of(app)


async def test_y_copies_the_list_with_its_days_and_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str, **_: Any) -> str:
        copied.append(text)
        return "Copied."

    monkeypatch.setattr("coach.tui.screens.entries_do.copy_text", copy)
    async with running(filled()) as (app, pilot):
        await open_themes(app, pilot)
        await pilot.press("y")
        await wait_until(pilot, lambda: copied, "copied")
    assert copied[0].startswith("# Themes")
    assert "**Evidence**" in copied[0]


async def test_today_names_the_last_theme_and_o_leads_to_it() -> None:
    """Ux 4.1: the block on Today, one key from its entries."""
    desk = filled()
    theme = desk.themes.for_period().themes[-1]
    receipt = theme.evidence[0]
    desk.today.fixed = replace(
        desk.today.view(),
        last_theme=LastTheme(
            theme.id,
            theme.label,
            len(theme.entries),
            (1, 0, 3),
            "rising",
            receipt.entry,
            date.fromisoformat(receipt.date),
            receipt.quote,
        ),
    )
    async with running(desk) as (app, pilot):
        shown = text_of(app)
        assert "LAST THEME" in shown
        assert "entries 1 0 3" in shown
        assert "rising" in shown
        assert receipt.quote[:30] in shown
        await pilot.press("o")
        await wait_until(pilot, lambda: isinstance(app.screen, ThemesScreen), "themes")
        await drawn(app, pilot)
        assert isinstance(app.screen, ThemesScreen)
        assert selected(app.screen) == theme.label
        assert "everything" in text_of(app)


async def test_what_is_written_after_a_drawing_is_read_in_the_background_and_never_before_one() -> None:
    """A save never waits for it; the encoder is not loaded for those who never open Themes."""
    desk = filled()
    async with running(desk) as (app, pilot):
        desk.entries.log("An early note about the choir.")
        app.screen.action_reload()  # type: ignore[attr-defined]  # Today's
        await drawn(app, pilot)
        assert not desk.encoder.read
        await open_themes(app, pilot)
        await pilot.press("escape")
        await drawn(app, pilot)
        desk.encoder.read.clear()
        await pilot.press("c")
        await write(pilot, "Quite new words about gardens.")
        await pilot.press("enter")
        await wait_until(pilot, lambda: any("gardens" in text for text in desk.encoder.read), "read ahead")
