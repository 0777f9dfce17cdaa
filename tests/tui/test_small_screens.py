"""Capture, forms and choices: nothing typed is lost, nothing private is shown, one key press keeps once."""

from coach.errors import StoreUnwritable
from coach.tui.widgets.rows import RowList
from tests.tui.doubles import NOW, Desk
from tests.tui.helpers import lines_of, running, text_of, wait_for, wait_until, write
from tests.tui.test_entries import settled


async def test_p16_a_line_begun_before_is_offered_and_new_words_are_never_put_behind_it() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("c")
        await wait_for(pilot, "Capture a line")
        await write(pilot, "two")
        await pilot.press("escape")
        await wait_for(pilot, "A note you were writing")
        await pilot.press("c")
        await wait_for(pilot, "Begun before")
        assert "“two”" in text_of(app)
        await write(pilot, "another thing")
        await pilot.press("enter")
        await wait_for(pilot, "Kept.")
        assert [doc["text"] for doc in desk.store.all("entries") if doc["kind"] == "note"][
            -1
        ] == "another thing"
        assert [draft.text for draft in desk.drafts.kept.values()] == ["two"]
        await pilot.press("c")
        await wait_for(pilot, "Begun before")
        await write(pilot, "and three")
        await pilot.press("ctrl+t", "enter")
        await wait_until(pilot, lambda: not desk.drafts.kept, "kept")
        assert [doc["text"] for doc in desk.store.all("entries") if doc["kind"] == "note"][
            -1
        ] == "two and three"


async def test_c18_the_hide_key_reaches_a_form_and_a_choice_that_are_open() -> None:
    desk = Desk().fill()
    done = desk.commitments.add("see the lawyer", due=NOW.date(), owner="me", sign="the appointment")
    desk.commitments.edit(done["id"], private=True)
    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "see the lawyer")
        rows = app.screen.query_one(RowList)
        rows.cursor = next(n for n, row in enumerate(rows.rows) if row.title == "see the lawyer")
        await pilot.press("e")
        await wait_for(pilot, "Edit commitment")
        await wait_for(pilot, "the appointment")
        await pilot.press("f8")
        await wait_until(pilot, lambda: "lawyer" not in text_of(app), "blank")
        assert "appointment" not in text_of(app)
        await pilot.press("f8")
        await wait_for(pilot, "the appointment")
        await pilot.press("escape", "escape")
        await wait_for(pilot, "Waiting on")
        await wait_for(pilot, "see the lawyer")
        rows.cursor = next(n for n, row in enumerate(rows.rows) if row.title == "see the lawyer")
        await pilot.press("space")
        await wait_for(pilot, "What came of it?")
        await wait_for(pilot, "the appointment")
        await pilot.press("f8")
        await wait_until(pilot, lambda: "appointment" not in text_of(app), "blank")
        assert "lawyer" not in text_of(app)


async def test_p3_the_line_about_what_came_of_it_is_a_draft_until_the_store_has_it() -> None:
    desk = Desk().fill()
    desk.commitments.add("see Omar", due=NOW.date(), owner="me")
    closing = desk.commitments.close

    def refuse(*_: object, **__: object) -> None:
        raise StoreUnwritable("The disk is full; nothing was changed.", hint="Make room.")

    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "see Omar")
        desk.commitments.close = refuse  # type: ignore[method-assign,assignment]  # a store that is full
        for _ in range(2):
            await pilot.press("space")
            await wait_for(pilot, "What came of it?")
            if not desk.drafts.kept:
                await pilot.press("tab")
                await write(pilot, "he was glad")
                await pilot.press("shift+tab")
            assert "he was glad" in text_of(app)
            await pilot.press("enter")
            await wait_for(pilot, "The disk is full")
            assert [draft.text for draft in desk.drafts.kept.values()] == ["he was glad"]
        desk.commitments.close = closing  # type: ignore[method-assign]
        await pilot.press("space")
        await wait_for(pilot, "What came of it?")
        await pilot.press("enter")
        await wait_until(pilot, lambda: not desk.drafts.kept, "kept")


async def test_pressing_keep_twice_in_a_form_makes_one_commitment() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await pilot.press("7")
        await wait_for(pilot, "Commitments")
        await pilot.press("n")
        await wait_for(pilot, "New commitment")
        await write(pilot, "I will call Ines on Friday")
        app.screen.action_main()  # type: ignore[attr-defined]
        app.screen.action_main()  # type: ignore[attr-defined]
        await wait_for(pilot, "Kept.")
        assert len([one for one in desk.store.all("commitments") if "Ines" in one["text"]]) == 1


async def test_p21_undo_names_the_record_by_its_words_and_a_private_one_without_them() -> None:
    desk = Desk().fill()
    desk.entries.log("three slides are enough")
    desk.entries.log("a lawyer called", private=True)
    async with running(desk) as (app, pilot):
        await pilot.press("u")
        await wait_for(pilot, "Undone: ")
        assert "lawyer" not in text_of(app)
        await pilot.press("u")
        await wait_for(pilot, "“three slides are enough”")
        await pilot.press("U")
        await wait_for(pilot, "Done again: ")
        await wait_for(pilot, "“three slides are enough”")


async def test_the_footer_names_no_key_that_has_nothing_to_act_on() -> None:
    async with running(Desk()) as (app, pilot):
        assert "Undo" not in lines_of(app)[-1]
        await pilot.press("7")
        await wait_for(pilot, "Commitments")
        await settled(app, pilot)
        assert not {"Close", "Edit"} & set(lines_of(app)[-1].split())
        assert "New" in lines_of(app)[-1]
