"""Entries: read, find, correct, put away (ux, 4.7). Nothing typed is lost; what is hidden is not shown."""

import asyncio
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.engine.ports import Put
from coach.errors import InvalidData
from coach.tui.app import CoachApp
from coach.tui.copying import MOST_FOR_TERMINAL, copy
from coach.tui.screens.entries import FIRST, EntriesScreen
from coach.tui.screens.entries_read import EntryReader
from coach.tui.screens.entries_rows import markdown, tokens, with_person, without
from coach.tui.screens.entries_small import AskPath, ChooseAnswer
from coach.tui.screens.entries_write import EntryWriter
from coach.tui.screens.session import SessionScreen
from coach.tui.screens.stop import NoticeScreen
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.rows import RowList
from coach.tui.widgets.writing import AnswerBox
from tests.tui.doubles import Desk
from tests.tui.helpers import SIZES, lines_of, matches, running, tap, text_of, wait_for, wait_until, write
from tests.tui.test_hostile import CORPUS, assert_harmless
from tests.tui.test_keys import KEYS

SESSION = {
    "id": "0entry0000000000000000c",
    "created": "2026-11-16T09:00:00+00:00",
    "date": "2026-11-16T09:00:00+00:00",
    "kind": "weekly",
    "answers": [
        {"step": "win", "question": "Which small thing went better?", "answer": "The review."},
        {
            "step": "belief",
            "question": "Which belief held you back?",
            "answer": "I kept the last fifth for myself.",
            "private": True,
        },
    ],
    "session": {"guide": "weekly", "version": 1, "state": "closed", "step": "", "started": "", "skipped": []},
}


def desk() -> Desk:
    made = Desk().fill()
    made.entries.log("Asked @Mina for a daily update, felt wrong #delegation", on=date(2026, 11, 12))
    made.store.commit([Put("entries", dict(SESSION))], label="a session")
    return made


async def at_entries(app: CoachApp, pilot: Pilot[Any]) -> EntriesScreen:
    await pilot.press("2")
    await wait_until(pilot, lambda: isinstance(app.screen, EntriesScreen), "entries")
    await settled(app, pilot)
    assert isinstance(app.screen, EntriesScreen)
    return app.screen


async def settled(app: CoachApp, pilot: Pilot[Any]) -> None:
    await pilot.pause()
    await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "settled")
    await pilot.pause()


async def ask(app: CoachApp, pilot: Pilot[Any], query: str) -> None:
    await pilot.press("slash")
    await write(pilot, query)
    await settled(app, pilot)


def shown(app: CoachApp) -> list[str]:
    return [row.title for row in app.screen.query_one(RowList).rows if row.id]


# ---- the list


@pytest.mark.parametrize("size", SIZES)
async def test_a_normal_list(size: tuple[int, int]) -> None:
    async with running(desk(), size) as (app, pilot):
        await at_entries(app, pilot)
        matches(app, f"entries_normal_{size[0]}")
        assert len(lines_of(app)[-1].rstrip()) <= 65


async def test_an_empty_list_says_how_a_first_entry_comes_about() -> None:
    async with running(Desk()) as (app, pilot):
        await at_entries(app, pilot)
        matches(app, "entries_empty_80")


async def test_a_store_that_cannot_be_read_is_told_in_the_list() -> None:
    made = desk()

    def broken(*_: Any, **__: Any) -> Any:
        raise InvalidData("journals/a.jsonl cannot be read.", hint="coach doctor says more.")

    made.entries.select = broken  # type: ignore[method-assign]  # the store fails under the use case
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        matches(app, "entries_error_80")


async def test_esc_leads_out_one_level_at_a_time_and_never_discards() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "review")
        await pilot.press("escape")
        assert app.screen.query_one("#query").value == "review"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settled(app, pilot)
        assert len(shown(app)) == 4
        assert isinstance(app.screen, EntriesScreen)
        await pilot.press("escape")
        await wait_for(pilot, "coach · Today")


# ---- searching


async def test_filters_narrow_while_one_types_and_the_day_understood_is_said() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, '@mina since:"12 nov" ')
        assert shown(app) == ["Asked @Mina for a daily update, felt wrong #delegation"]
        await wait_for(pilot, "@Mina · since Thu 12 Nov")
        await wait_for(pilot, "1 found")


async def test_a_filter_that_is_not_understood_is_named_and_the_list_stays() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        before = shown(app)
        await ask(app, pilot, "since:blursday")
        await wait_for(pilot, "! “since:blursday”: the day “blursday” is not understood.")
        assert shown(app) == before


async def test_tab_completes_a_filter_and_leads_on_where_there_is_none() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "review @o")
        await wait_for(pilot, "Tab @Omar")
        await pilot.press("tab")
        await settled(app, pilot)
        assert app.screen.query_one("#query").value == "review @Omar"  # type: ignore[attr-defined]
        for _ in "review @Omar":
            await pilot.press("backspace")
        await settled(app, pilot)
        await pilot.press("tab")
        assert app.focused is app.screen.query_one("#rows")


async def test_tab_goes_through_several_completions() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "is:")
        await wait_for(pilot, "Tab is:private, is:open")
        for wanted in ("is:private", "is:open", "is:private"):
            await pilot.press("tab")
            await settled(app, pilot)
            assert app.screen.query_one("#query").value == wanted  # type: ignore[attr-defined]


async def test_nothing_found_names_each_piece_and_offers_to_leave_it_out() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, 'unicorn kind:note since:"1 oct"')
        matches(app, "entries_nothing_80")
        await pilot.press("enter", "enter")
        await settled(app, pilot)
        assert app.screen.query_one("#query").value == 'kind:note since:"1 oct"'  # type: ignore[attr-defined]
        assert shown(app) == ["Asked @Mina for a daily update, felt wrong #delegation"]


async def test_p_filters_by_person_and_lets_go_again() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("p")
        await wait_for(pilot, "Entries with")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert shown(app) == ["Asked @Mina for a daily update, felt wrong #delegation"]
        await pilot.press("p")
        await wait_for(pilot, "Everyone")
        await pilot.press("g", "enter")
        await settled(app, pilot)
        assert len(shown(app)) == 4


async def test_ten_thousand_entries_are_read_a_page_at_a_time_and_keys_are_never_held_up() -> None:
    made = Desk()
    day = date(2020, 1, 1)
    puts = [
        Put("entries", {"id": f"{n:022d}", "created": f"{day}T09:00:00+00:00", "date": str(day),
                        "kind": "note", "text": f"number {n}"})
        for n in range(10_000)
    ]  # fmt: skip
    made.store.commit(puts, label="many")
    searches: list[str] = []
    real = made.entries.parse
    made.entries.parse = lambda query: (searches.append(query), real(query))[1]  # type: ignore[method-assign,func-returns-value]  # counts
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        assert "the newest 200" in text_of(app)
        await pilot.press("G")
        await settled(app, pilot)
        assert "the newest 600" in text_of(app)
        assert app.screen.query_one(RowList).selected.id.endswith(str(9999 - FIRST + 1))  # type: ignore[union-attr]
        searches.clear()
        await pilot.press("slash")
        for letter in "number 77":
            app.screen.query_one("#query").insert_text_at_cursor(letter)  # type: ignore[attr-defined]
        await settled(app, pilot)
        assert searches[-1] == "number 77"
        assert len(searches) < 9, "a search under way makes later ones wait, so only the last is done"
        assert shown(app)[0] == "number 9977"


# ---- one entry


async def test_enter_reads_the_entry_whole() -> None:
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("j", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryReader), "the page")
        await settled(app, pilot)
        matches(app, "entry_80")
        await pilot.press("escape")
        assert isinstance(app.screen, EntriesScreen)


async def test_editing_keeps_the_earlier_version_and_brackets_show_it() -> None:
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "daily")
        await pilot.press("escape", "e")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryWriter), "the page to write on")
        await write(pilot, ", and said so")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Changed. The earlier version is kept")
        assert shown(app)[0].endswith("felt wrong #delegation, and said so")
        assert made.drafts.kept == {}
        await pilot.press("enter")
        await wait_for(pilot, "version 2 of 2")
        await pilot.press("left_square_bracket")
        await wait_for(pilot, "version 1 of 2")
        assert "and said so" not in text_of(app)
        await pilot.press("left_square_bracket")
        await wait_for(pilot, "There is no earlier version.")
        await pilot.press("e")
        await wait_until(pilot, lambda: isinstance(app.screen, EntryWriter), "the page to write on")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "version 3 of 3")
        assert "and said so" not in made.entries.list("daily")[0].headline


async def test_one_answer_of_a_session_is_chosen_for_editing() -> None:
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "kind:weekly since:2026-11-15")
        await pilot.press("escape", "e")
        await wait_until(pilot, lambda: isinstance(app.screen, ChooseAnswer), "which answer")
        await pilot.press("down", "enter")
        await wait_for(pilot, "Which belief held you back?")
        await write(pilot, " Twice.")
        await pilot.press("ctrl+n")
        await settled(app, pilot)
        answers = made.entries.get(SESSION["id"])["answers"]  # type: ignore[arg-type]
        assert [one["answer"] for one in answers] == [
            "The review.",
            "I kept the last fifth for myself. Twice.",
        ]


async def test_a_text_left_with_esc_is_there_again_and_can_be_thrown_away() -> None:
    """P16."""
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("n")
        await write(pilot, "half a thought")
        await pilot.press("escape", "escape")
        assert made.drafts.kept["entry/new"].text == "half a thought"
        await pilot.press("n")
        await wait_for(pilot, "draft saved")
        assert app.screen.query_one(AnswerBox).text == "half a thought"
        await pilot.press("escape", "d")
        await wait_until(pilot, lambda: isinstance(app.screen, EntriesScreen), "back")
        assert made.drafts.kept == {}


async def test_a_text_the_store_refuses_stays_in_its_box() -> None:
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("n")
        await write(pilot, "  ")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "There are no words to keep")
        await write(pilot, "a note")

        def refuse(*_: Any, **__: Any) -> Any:
            raise InvalidData("The disk is full; nothing was kept.", hint="Make room.")

        real, made.entries.log = made.entries.log, refuse  # type: ignore[method-assign]  # the store fails once
        await pilot.press("ctrl+n")
        await wait_for(pilot, "The disk is full")
        assert app.screen.query_one(AnswerBox).text.strip() == "a note"
        assert not app.screen.query_one(AnswerBox).read_only
        made.entries.log = real  # type: ignore[method-assign]  # room was made
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, EntriesScreen), "kept")


async def test_a_new_note_can_be_private_and_one_about_danger_is_answered() -> None:
    """Feature C18; rubric S1: the words are kept, then answered."""
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("n")
        await write(pilot, "I want to die")
        await pilot.press("escape", "full_stop")
        await wait_for(pilot, "Private: yes")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, NoticeScreen), "answered")
        assert made.entries.list("is:private")[0].headline == "I want to die"


async def test_the_full_stop_marks_an_entry_or_one_answer() -> None:
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "daily")
        await pilot.press("escape", "full_stop")
        await wait_for(pilot, "The entry is private now.")
        assert app.screen.query_one(RowList).rows[0].mark == "."
        await pilot.press("u")
        await settled(app, pilot)
        assert app.screen.query_one(RowList).rows[0].mark == ""
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("g", "j", "full_stop")
        await wait_until(pilot, lambda: isinstance(app.screen, ChooseAnswer), "which one")
        await pilot.press("G", "enter")
        await wait_for(pilot, "The answer is no longer private.")
        assert not any(one.get("private") for one in made.entries.get(SESSION["id"])["answers"])  # type: ignore[arg-type]


async def test_an_unfinished_session_is_gone_on_with() -> None:
    made = desk()
    open_one = {
        **SESSION,
        "id": "0entry0000000000000000d",
        "session": {**SESSION["session"], "state": "paused"},
    }  # type: ignore[dict-item]
    made.store.commit([Put("entries", open_one)], label="paused")
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await ask(app, pilot, "is:open")
        await pilot.press("enter", "enter")
        await wait_for(pilot, "Go on with it")
        await pilot.press("o")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen), "the session")


# ---- hiding


async def test_what_is_private_is_gone_at_once_and_not_read_again() -> None:
    """Feature C18: hidden words are in no widget."""
    made = desk()
    made.entries.log("My own secret", private=True)
    async with running(made, (120, 40)) as (app, pilot):
        await at_entries(app, pilot)
        await wait_for(pilot, "My own secret")
        await pilot.press("f8")
        assert "My own secret" not in text_of(app)
        await settled(app, pilot)
        held = repr([app.screen.query_one(RowList).rows, app.screen._found])  # type: ignore[attr-defined]
        assert "My own secret" not in held
        assert "last fifth" not in held
        await pilot.press("j")
        await wait_for(pilot, "1 private, not shown now")
        await pilot.press("enter")
        await settled(app, pilot)
        assert "last fifth" not in text_of(app)
        await pilot.press("e")
        await settled(app, pilot)
        assert isinstance(app.screen, EntryWriter), "one answer is left, so none is asked for"
        assert app.screen.query_one(AnswerBox).text == "The review."


async def test_the_page_of_an_entry_blanks_when_hiding_begins() -> None:
    made = desk()
    made.entries.log("My own secret", private=True)
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("enter")
        await wait_for(pilot, "My own secret")
        await settled(app, pilot)
        await pilot.press("f8")
        assert "My own secret" not in text_of(app)
        await wait_for(pilot, "not shown while private words are hidden")


# ---- the bin


async def test_put_away_and_brought_back_from_the_bin() -> None:
    """P21."""
    made = desk()
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("j", "d")
        await wait_for(pilot, "Put away. u brings it back")
        assert len(made.entries.list()) == 3
        await pilot.press("right_square_bracket")
        await wait_for(pilot, "The bin")
        await settled(app, pilot)
        app.clear_notifications()
        await pilot.pause()
        matches(app, "entries_bin_80")
        await pilot.press("enter")
        await wait_for(pilot, "Brought back.")
        await pilot.press("left_square_bracket")
        await settled(app, pilot)
        assert len(shown(app)) == 4


async def test_only_the_typed_word_empties_the_bin() -> None:
    made = desk()
    made.entries.bin(made.entries.list()[0].id)
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("right_square_bracket", "d")
        await wait_for(pilot, "gone for good")
        await write(pilot, "yes")
        await pilot.press("enter")
        await wait_for(pilot, "the bin is as it was")
        assert made.history.bin()
        await pilot.press("d")
        await wait_for(pilot, "gone for good")
        await write(pilot, "empty")
        await pilot.press("enter")
        await wait_until(pilot, lambda: not made.history.bin(), "emptied")
        await wait_for(pilot, "The bin is empty. What you put away")


# ---- out of the program


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


def tool(folder: Path, name: str, line: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o700)


async def test_copied_is_said_after_the_tool_took_it(no_tools: Path, tmp_path: Path) -> None:
    """Rule 10; what is private is left out and said (feature C18)."""
    tool(no_tools, "xclip", f"/bin/cat > {tmp_path}/clip")
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("j", "y")
        await wait_for(pilot, "Copied with xclip. Left out: 1 private answer.")
        assert (tmp_path / "clip").read_text() == (
            "# 2026-11-16 weekly\n\n**Which small thing went better?**\n\nThe review.\n"
        )


async def test_without_a_tool_the_text_goes_to_the_terminal_and_only_that_is_said(no_tools: Path) -> None:
    tool(no_tools, "xclip", "exit 1")
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("y")
        await wait_for(pilot, "Sent to the terminal")
        assert app.clipboard.startswith("# 2026-11-17 win")


async def test_an_entry_that_is_private_as_a_whole_is_not_copied(no_tools: Path) -> None:
    made = desk()
    made.entries.log("My own secret", private=True)
    async with running(made) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("y")
        await wait_for(pilot, "This entry is private and stays here.")
        assert app.clipboard == ""


def test_too_much_for_a_terminal_becomes_a_file_with_its_path(tmp_path: Path) -> None:
    text = "x" * (MOST_FOR_TERMINAL + 1)
    said = copy(text, folder=tmp_path / "copied", terminal=lambda _: pytest.fail("too long"), environ={})
    path = Path(said.rpartition(" ")[2])
    assert path.read_text() == text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_export_writes_a_new_file_and_never_over_another(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("mine")
    written = tmp_path / "new.md"
    async with running(desk()) as (app, pilot):
        await at_entries(app, pilot)
        for name, said in (("there.md", "is there already"), ("no/such/a.md", "cannot be written")):
            await pilot.press("x")
            await wait_until(pilot, lambda: isinstance(app.screen, AskPath), "where")
            app.screen.query_one("LineBox").rewrite(f"{tmp_path}/{name}")  # type: ignore[attr-defined]
            await pilot.press("enter")
            await settled(app, pilot)
            assert any(said in one.text for one in app.log_lines)
        assert (tmp_path / "there.md").read_text() == "mine"
        await pilot.press("x")
        await wait_until(pilot, lambda: isinstance(app.screen, AskPath), "where")
        app.screen.query_one("LineBox").rewrite(f"{tmp_path}/new.md")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, written.exists, "written")
        await settled(app, pilot)
        assert any("Written to" in one.text for one in app.log_lines)
    assert written.read_text().startswith("# 2026-11-17 win")  # a test may wait


# ---- keys


async def every_key(app: CoachApp, pilot: Pilot[Any], home: Any) -> None:
    """All keys of ux section 3 in a row, whatever they open; then the program still answers."""
    for key in KEYS:
        if key.isdigit():
            continue  # they lead away, and are tried elsewhere
        await tap(pilot, key)
        for _ in range(4):
            if app.screen is home or not app.is_running:
                break
            for _ in range(400):  # what a key opened first has its say; lighter than `settled`
                await asyncio.sleep(0.005)
                if all(work.is_finished for work in app.workers):
                    break
            await tap(pilot, "escape")
    await settled(app, pilot)
    assert app.is_running
    assert app.return_code is None
    assert not any("should have" in line.text for line in app.log_lines), [
        line.text for line in app.log_lines
    ]


async def test_every_key_on_entries_raises_nothing(no_tools: Path) -> None:
    async with running(desk(), open_editor=lambda text: text) as (app, pilot):
        await every_key(app, pilot, await at_entries(app, pilot))


async def test_every_key_on_one_entry_raises_nothing(no_tools: Path) -> None:
    async with running(desk(), open_editor=lambda text: text) as (app, pilot):
        await at_entries(app, pilot)
        await pilot.press("j", "enter")
        await settled(app, pilot)
        await every_key(app, pilot, app.screen)


# ---- anything may stand in an entry


async def test_hostile_text_in_entries(tmp_path: Path) -> None:
    """P31, P32."""
    made = desk()
    made.people.add("Eve " + CORPUS, role="peer")
    made.entries.log("Note " + CORPUS, tags=[CORPUS])
    bad = [{"step": CORPUS, "question": CORPUS, "answer": CORPUS} for _ in range(2)]
    hostile = {
        **SESSION,
        "id": "0entry0000000000000000e",
        "date": "2026-11-18",
        "kind": CORPUS,
        "answers": bad,
    }
    made.store.commit([Put("entries", hostile)], label=CORPUS)
    async with running(made, (120, 40)) as (app, pilot):
        await at_entries(app, pilot)
        assert_harmless(app)
        for keys in (("p",), ("enter",), ("e",), ("full_stop",), ("j", "enter", "e")):
            await pilot.press(*keys)
            await settled(app, pilot)
            assert_harmless(app)
            for _ in range(3):
                await pilot.press("escape")
            if not isinstance(app.screen, EntriesScreen):
                await at_entries(app, pilot)
        await ask(app, pilot, CORPUS)
        assert_harmless(app)
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        await pilot.press("d", "right_square_bracket")
        await settled(app, pilot)
        assert_harmless(app)


def test_a_query_is_taken_apart_as_it_was_typed() -> None:
    assert tokens('stuck @"Ana Sousa" since:"1 oct"') == ["stuck", '@"Ana Sousa"', 'since:"1 oct"']
    assert without('stuck @"Ana Sousa" x', 1) == "stuck x"
    assert with_person("stuck @Mina", "Ana Sousa") == 'stuck @"Ana Sousa"'
    assert with_person("stuck @Mina", None) == "stuck"


def test_markdown_of_a_private_entry_is_none() -> None:
    assert markdown({"id": "x", "date": "2026-11-18", "text": "a", "private": True})[0] is None


async def test_the_words_that_were_searched_for_are_marked_in_the_list_and_in_the_entry() -> None:
    the_desk = desk()
    the_desk.entries.log("the doubt was said early; doubts grow in silence")
    async with running(the_desk) as (app, pilot):
        await pilot.press("slash")
        await settled(app, pilot)
        await write(pilot, "doubt")
        await wait_for(pilot, "1 found")
        await settled(app, pilot)
        rows = app.screen.query_one("#rows", RowList)
        assert [rows.rows[0].title[begin:end] for begin, end in rows.rows[0].found] == ["doubt", "doubts"]
        drawn = app.screen.query_one("#entry", Reading).render()
        marked = {
            drawn.plain[span.start : span.end] for span in drawn.spans if "underline" in str(span.style)
        }
        assert marked == {"doubt", "doubts"}
        marked_cells = [
            segment.text
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.underline
        ]
        assert marked_cells.count("doubt") >= 2
