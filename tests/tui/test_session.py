"""The session runner: one question at a time, nothing typed is lost, follow-ups never block (ux, 4.2)."""

from dataclasses import replace
from typing import Any

import pytest
from textual import events

from coach.engine.session_wording import line as recap_line
from coach.engine.turns import Receipt
from coach.tui.screens.mark import KeptScreen, MarkScreen
from coach.tui.screens.recap import RecapScreen
from coach.tui.screens.session import Question, SessionScreen
from coach.tui.screens.stop import StopScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.actions import ActionBar
from coach.tui.widgets.field import FieldBox
from coach.tui.widgets.reading import Reading
from coach.tui.widgets.writing import AnswerBox
from tests.tui.doubles import Desk, ScriptedSession
from tests.tui.helpers import SIZES, lines_of, matches, running, text_of, wait_for, wait_until, write


async def begin(app: Any, pilot: Any) -> AnswerBox:
    """Start the session under the cursor of Today and wait for its first question."""
    await pilot.press("enter")
    await wait_for(pilot, "Which small thing went better")
    await settled(app, pilot)
    return app.screen.query_one(AnswerBox)


async def settled(app: Any, pilot: Any) -> None:
    """Wait until no engine call is under way."""
    await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "work done")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_with_earlier_words_beside_it(size: tuple[int, int]) -> None:
    desk = Desk().fill()
    desk.sessions.session.receipts = (
        Receipt("e1", "2026-11-04", "only I know the billing code", "Two weeks ago you wrote"),
    )
    async with running(desk, size) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "I asked Omar first.")
        box.save()
        await pilot.pause()
        matches(app, f"session_question_{size[0]}")
        assert app.focused is box


async def test_a_follow_up_has_its_own_box_below_what_was_said() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Which belief held you back")
        await write(pilot, "So I guessed the limits")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Follow-up 1 of 2")
        await settled(app, pilot)
        matches(app, "session_follow_up_80")
        assert app.screen.query_one(AnswerBox).text == ""
        await pilot.press("escape", "w")
        await pilot.pause()
        matches(app, "session_why_80")


async def test_an_answer_is_kept_and_its_draft_dropped() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "Fine")
        box.save()
        assert desk.drafts.saves[-1][1] == "Fine"
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Which belief held you back")
        await settled(app, pilot)
        assert desk.sessions.session.moves == [("answer", "Fine")]
        assert desk.drafts.kept == {}


async def test_an_untouched_answer_is_skipped_without_a_prompt() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("f9")
        await wait_for(pilot, "Which belief held you back")
        assert desk.sessions.session.moves == [("skip", None)]


async def test_what_is_typed_while_the_answer_is_on_its_way_goes_to_the_next_box() -> None:
    """Nothing typed is ever lost, however fast."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "Fine")
        app.screen.action_main()  # type: ignore[attr-defined]
        await write(pilot, "and")
        await settled(app, pilot)
        assert desk.sessions.session.moves == [("answer", "Fine")]
        assert box.text == "and"


async def test_pressing_next_twice_answers_once() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "Fine")
        app.screen.action_main()  # type: ignore[attr-defined]
        app.screen.action_main()  # type: ignore[attr-defined]
        await settled(app, pilot)
        assert desk.sessions.session.moves == [("answer", "Fine")]


async def test_when_the_store_refuses_the_text_stays_on_screen_and_in_the_draft() -> None:
    """P3: one clear sentence, nothing lost."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        desk.sessions.session.failing = True
        await write(pilot, "Fine")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "The disk is full; nothing was changed.")
        assert box.text == "Fine"
        box.save()
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Fine"]
        desk.sessions.session.failing = False
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Which belief held you back")


async def test_when_a_draft_cannot_be_written_the_border_says_so() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        desk.drafts.refuse = True
        await write(pilot, "Fine")
        box.save()
        await wait_for(pilot, "NOT SAVED")
        desk.drafts.refuse = False
        await pilot.press("!")
        box.save()
        assert "NOT SAVED" not in text_of(app)


async def test_skip_with_text_keeps_the_text_as_a_draft_and_back_shows_it() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "Half")
        await pilot.press("escape", "S")
        await wait_for(pilot, "Which belief held you back")
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Half"]
        await settled(app, pilot)
        await pilot.press("escape", "b")
        await wait_for(pilot, "Which small thing went better")
        await settled(app, pilot)
        assert box.text == "Half"


async def test_another_question_keeps_what_was_typed() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "Half")
        await pilot.press("escape", "r")
        await wait_for(pilot, "And seen from Omar's side?")
        await settled(app, pilot)
        assert box.text == "Half"


async def test_deeper_and_never_again_on_a_guides_own_question_say_why_not() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("escape", "D")
        await wait_for(pilot, "Only a follow-up can go deeper.")
        await pilot.press("escape", "N")
        await wait_for(pilot, "Only a follow-up can be left out for good.")
        assert desk.sessions.session.moves == []


async def test_a_private_answer_says_so_and_is_hidden_with_the_hide_key() -> None:
    """Feature C18: the hide key blanks it at once, and the text is still there afterwards."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "secret")
        await pilot.press("escape", "full_stop")
        await wait_for(pilot, "Your answer · private")
        await settled(app, pilot)
        assert ("private", True) in desk.sessions.session.moves
        await pilot.press("f8")
        await settled(app, pilot)
        assert "secret" not in text_of(app)
        await pilot.press("f8")
        await settled(app, pilot)
        assert "secret" in text_of(app)
        assert box.text == "secret"


async def test_c18_private_earlier_words_are_hidden_with_the_hide_key_and_others_stay() -> None:
    desk = Desk().fill()
    desk.sessions.session.receipts = (
        Receipt("e1", "2026-11-04", "only I know the billing code", "You wrote", private=True),
        Receipt("e2", "2026-11-04", "ask before guessing", "You promised"),
    )
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        assert "only I know" in text_of(app)
        await pilot.press("f8")
        assert "only I know" not in text_of(app)
        assert "ask before guessing" in text_of(app)
        assert "private hidden" in lines_of(app)[0]
        await settled(app, pilot)
        await pilot.press("f8")
        await wait_for(pilot, "only I know")
        assert "private hidden" not in lines_of(app)[0]


async def test_p10_where_another_window_answered_the_new_question_is_shown_before_next_acts() -> None:
    """Words typed for one question never land under another unseen."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "BBB")
        box.save()
        desk.sessions.session.moved_on = True
        await pilot.press("ctrl+n")
        await wait_for(pilot, "moved on somewhere else")
        await settled(app, pilot)
        assert "Which belief held you back" in text_of(app)
        assert "Which small thing went better" not in text_of(app)
        assert box.text == "BBB"
        assert desk.sessions.session.moves == []
        box.save()
        shown = desk.sessions.session.turn.draft_key
        assert {key: draft.text for key, draft in desk.drafts.kept.items()} == {shown: "BBB"}


async def test_what_the_session_has_to_say_about_a_move_is_said() -> None:
    desk = Desk().fill()
    desk.sessions.session.remarks = ("The guide was changed since this session began.",)
    async with running(desk) as (_app, pilot):
        await pilot.press("enter")
        await wait_for(pilot, "The guide was changed since")


async def test_f4_a_question_of_ones_own_replaces_the_follow_up() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("escape", "Q")
        await wait_for(pilot, "takes the place of a follow-up")
        await pilot.press("i", "ctrl+n")
        await wait_for(pilot, "Which belief held you back")
        await write(pilot, "So I guessed the limits")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "Follow-up 1 of 2")
        await settled(app, pilot)
        await pilot.press("escape", "Q")
        await wait_for(pilot, "A question of your own")
        await write(pilot, "What was I afraid of?")
        await pilot.press("enter")
        await wait_for(pilot, "Follow-up 1 of 2, your own")
        await settled(app, pilot)
        assert "What was I afraid of?" in text_of(app)
        assert ("ask_own", "What was I afraid of?") in desk.sessions.session.moves
        assert not any(key.endswith("/own") for key in desk.drafts.kept)


async def test_pause_goes_to_today_and_the_draft_stays() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "Half")
        await pilot.press("escape", "P")
        await wait_until(pilot, lambda: isinstance(app.screen, TodayScreen), "on Today")
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Half"]
        assert desk.sessions.session.moves == [("pause", None)]


async def test_esc_leaves_the_box_then_the_session_and_loses_nothing() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "Half")
        await pilot.press("escape")
        assert isinstance(app.focused, Question)
        await pilot.press("enter")
        assert isinstance(app.focused, AnswerBox)
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, TodayScreen), "on Today")
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Half"]


async def test_a_draft_is_in_the_box_when_the_session_is_taken_up() -> None:
    desk = Desk().fill()
    desk.drafts.leave(f"session/{ScriptedSession().id}/win", "half a thought", title="Weekly reflection, win")
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        assert box.text == "half a thought"
        assert "draft saved Tue 14:02" in text_of(app)
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: not desk.drafts.kept, "draft dropped")


async def test_quick_answers_are_buttons_and_take_the_typed_line_along() -> None:
    desk = Desk().fill()
    desk.sessions.session.choices = (("done", "Done"), ("partly", "Partly"))
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "sent late")
        await pilot.press("shift+tab", "right", "enter")
        await wait_until(pilot, lambda: desk.sessions.session.moves, "answered")
        assert desk.sessions.session.moves == [("answer", "partly: sent late")]


async def test_on_the_quick_answers_the_footer_says_enter_and_a_digit_chooses() -> None:
    desk = Desk().fill()
    desk.sessions.session.choices = (("done", "Done"), ("partly", "Partly"))
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        assert "Enter Choose" not in text_of(app)
        await pilot.press("escape")
        assert "Enter Choose" not in text_of(app)
        await pilot.press("tab")
        await wait_for(pilot, "Enter Choose")
        await pilot.press("3", "2")
        await wait_until(pilot, lambda: desk.sessions.session.moves, "answered")
        assert desk.sessions.session.moves == [("answer", "partly")]


async def test_the_outside_editor_gets_the_text_and_gives_it_back() -> None:
    desk = Desk().fill()
    seen: list[str] = []

    def editor(text: str) -> str:
        seen.append(text)
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Half"]
        return "Half and the rest\nof it"

    async with running(desk, open_editor=editor) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "Half")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert seen == ["Half"]
        assert box.text == "Half and the rest\nof it"
        assert box.cursor_location == (1, 5)
        assert app.focused is box


async def test_ctrl_j_is_a_new_line() -> None:
    async with running(Desk().fill()) as (app, pilot):
        box = await begin(app, pilot)
        await pilot.press("a", "ctrl+j", "b", "enter", "c")
        assert box.text == "a\nb\nc"


async def test_a_paste_no_box_holds_is_kept_whole_as_a_draft() -> None:
    """P19: a clear limit, the text kept in a file."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        app.post_message(events.Paste("x" * 1_000_000))
        await wait_for(pilot, "more than a box can hold")
        assert box.text == ""
        assert [len(draft.text) for draft in desk.drafts.kept.values()] == [1_000_000]
        await pilot.press("a")
        assert box.text == "a"


async def test_a_paste_loses_what_a_terminal_could_obey() -> None:
    async with running(Desk().fill()) as (app, pilot):
        box = await begin(app, pilot)
        app.post_message(events.Paste("a\x1b]52;c;aGk=\x07b\x9b2J\r\nc"))
        await wait_until(pilot, lambda: box.text, "pasted")
        assert box.text == "a]52;c;aGk=b2J\nc"


async def test_a_stop_for_safety_shows_the_words_and_three_choices_and_no_question() -> None:
    """Rubric S1-S8."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "I want to die")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await settled(app, pilot)
        matches(app, "stop_80")
        assert "?" not in text_of(app).replace("? Help", "")
        assert desk.drafts.kept == {}
        await pilot.press("j", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SessionScreen), "went on")
        assert desk.sessions.session.moves[-1][0] == "go_on"


@pytest.mark.parametrize(("keys", "move"), [(("enter",), "save_and_close"), (("G", "enter"), "delete")])
async def test_a_stopped_session_can_be_closed_or_deleted(keys: tuple[str, ...], move: str) -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "I want to die")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await pilot.press(*keys)
        await wait_until(pilot, lambda: isinstance(app.screen, TodayScreen), "on Today")
        assert desk.sessions.session.moves[-1][0] == move


async def to_recap(app: Any, pilot: Any) -> RecapScreen:
    await begin(app, pilot)
    for _ in range(3):
        await pilot.press("ctrl+n")
        await settled(app, pilot)
    await wait_until(pilot, lambda: isinstance(app.screen, RecapScreen), "recap")
    await settled(app, pilot)
    return app.screen  # type: ignore[no-any-return]


@pytest.mark.parametrize("size", SIZES)
async def test_the_recap_is_one_screen(size: tuple[int, int]) -> None:
    async with running(Desk().fill(), size) as (app, pilot):
        await to_recap(app, pilot)
        matches(app, f"recap_{size[0]}")


async def test_every_line_of_the_recap_is_editable_and_a_wrong_one_is_told() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        screen = await to_recap(app, pilot)
        await pilot.press("i", "ctrl+u")
        await write(pilot, "Ask Priya")
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.sessions.session.lines["change"] == "Ask Priya"
        due = list(screen.query(FieldBox))[2]
        app.screen.set_focus(due)
        await pilot.press("ctrl+u")
        await write(pilot, "blue")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "“blue” is no day.")
        assert isinstance(app.screen, RecapScreen)
        assert desk.sessions.session.lines["commitment.due"] == "2026-11-20"
        await pilot.press("ctrl+u")
        await write(pilot, "friday")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, MarkScreen), "asked for the mark")
        await pilot.press("4")
        await wait_until(pilot, lambda: isinstance(app.screen, KeptScreen), "kept")
        assert ("close", 4) in desk.sessions.session.moves
        assert desk.drafts.kept == {}
        await wait_for(pilot, "One commitment, due Fri 20 Nov.")
        matches(app, "kept_80")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, TodayScreen), "on Today")


async def test_the_mark_can_be_skipped_and_esc_goes_back_to_the_recap() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, MarkScreen), "mark")
        await pilot.pause()
        matches(app, "mark_80")
        await pilot.press("escape")
        assert isinstance(app.screen, RecapScreen)
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, MarkScreen), "mark")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, KeptScreen), "kept")
        assert ("close", None) in desk.sessions.session.moves


async def test_a_whole_recap_is_one_screen_with_every_line_and_no_day_in_numbers() -> None:
    """A commitment, an experiment and what went before stand on one screen at 80x24 (practices 57, 58)."""
    desk = Desk().fill()
    session = desk.sessions.session
    lines = (
        ("change", "I will ask before I guess, because guessing cost me two days.", False),
        ("win", "I asked Omar before guessing the limits.", False),
        ("assumption.text", "That he would be annoyed by questions.", False),
        ("experiment.test", "Ask Omar two questions on Tuesday and count how long he takes.", False),
        ("experiment.review_on", "2026-11-24", True),
        ("experiment.sign", "", False),
        ("experiment.against", "", False),
        ("commitment.text", "I will say the doubt in the first five minutes of the review", True),
        ("commitment.if", "the review begins", True),
        ("commitment.owner", "me", True),
        ("commitment.due", "2026-11-24", True),
        ("commitment.sign", "", False),
        ("commitment.obstacle", "", False),
        ("commitment.obstacle_plan", "", False),
    )
    session.shown_recap = tuple(recap_line(key, value, drafted=drafted) for key, value, drafted in lines)
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await settled(app, pilot)
        matches(app, "recap_whole_80")
        assert "more" not in text_of(app)
        assert "2026" not in text_of(app)
        await pilot.press("i", *["enter"] * 5)
        await settled(app, pilot)
        assert "what others could see, or a count" in text_of(app)
        await pilot.resize_terminal(60, 20)
        await settled(app, pilot)
        assert "more above" in text_of(app) or "more below" in text_of(app)


async def test_c18_the_hide_key_blanks_private_lines_of_the_recap_and_brings_them_back() -> None:
    desk = Desk().fill()
    secret = replace(recap_line("win", "I spoke to a lawyer"), private=True)
    about = replace(recap_line("commitment:x1.outcome", "done", about="see the lawyer"), private=True)
    desk.sessions.session.shown_recap = (about, recap_line("change", "Ask first"), secret)
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await settled(app, pilot)
        assert "lawyer" in text_of(app)
        await pilot.press("f8")
        await wait_until(pilot, lambda: "lawyer" not in text_of(app), "blank")
        await settled(app, pilot)
        assert "lawyer" not in text_of(app)
        assert "Ask first" in text_of(app)
        await pilot.press("i", "enter", "enter", "x")
        await pilot.press("escape", "f8")
        await wait_for(pilot, "I spoke to a lawyer")
        await settled(app, pilot)
        assert "see the lawyer" in text_of(app)
        assert not [move for move in desk.sessions.session.moves if move[0] == "edit"]


async def test_a_line_typed_in_the_recap_is_a_draft_until_it_is_taken() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await pilot.press("i")
        await write(pilot, " at ten")
        app.book.save_all()
        assert [draft.text for draft in desk.drafts.kept.values()] == ["Ask Omar on Monday at ten"]


async def test_back_from_the_recap_is_the_last_question() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await pilot.press("b")
        await wait_for(pilot, "What will you do, and by when?")


async def test_the_buttons_do_what_their_keys_do() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("escape", "tab", "tab")
        bar = app.screen.query_one("#moves", ActionBar)
        assert app.focused is bar
        await pilot.press("right", "right", "right", "enter")
        assert app.screen.query_one("#why", Reading).display


@pytest.mark.parametrize("key", ["r", "full_stop", "D", "N", "S"])
async def test_a_sentence_typed_right_after_a_move_is_text_and_moves_nothing(key: str) -> None:
    """P16: letters beside the box are keys, so a move puts the cursor back into it, refused or not."""
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await pilot.press("escape", key, *"NobodyPS")
        await settled(app, pilot)
        await wait_until(pilot, lambda: box.text == "NobodyPS", "the sentence")
        assert app.focused is box
        assert len(desk.sessions.session.moves) <= 1


async def test_after_a_button_was_clicked_typing_is_text() -> None:
    async with running(Desk().fill()) as (app, pilot):
        box = await begin(app, pilot)
        await pilot.click("#moves", offset=(30, 0))
        await pilot.press(*"Nobody")
        await settled(app, pilot)
        assert app.screen.query_one("#why", Reading).display
        assert box.text == "Nobody"
        assert app.focused is box


async def test_an_opening_that_fails_goes_back_to_today_with_one_sentence() -> None:
    desk = Desk().fill()

    def refuse(guide: str) -> ScriptedSession:
        from coach.errors import InvalidData

        raise InvalidData("The guide weekly has no steps.", hint="coach prompts check names the line.")

    desk.sessions.start = refuse  # type: ignore[method-assign]
    async with running(desk) as (app, pilot):
        await pilot.press("enter")
        await wait_for(pilot, "The guide weekly has no steps.")
        assert isinstance(app.screen, TodayScreen)


async def test_a_wait_beyond_a_moment_is_shown_with_its_time_and_typing_goes_on() -> None:
    """Rule 7 of ux section 1."""
    import threading

    desk = Desk().fill()
    gate = threading.Event()
    session = desk.sessions.session
    answer = session.answer

    def slow(text: str) -> None:
        gate.wait(20)
        answer(text)

    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        session.answer = slow  # type: ignore[method-assign]
        await write(pilot, "Fine")
        await pilot.press("ctrl+n")
        await wait_for(pilot, "working … ")
        await write(pilot, "meanwhile")
        gate.set()
        await wait_for(pilot, "Which belief held you back")
        await settled(app, pilot)
        assert box.text == "meanwhile"
        assert "working" not in text_of(app)


async def test_a_line_of_the_recap_may_stop_the_session_too() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await to_recap(app, pilot)
        await pilot.press("i", "ctrl+u")
        await write(pilot, "I want to die")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await settled(app, pilot)
        assert not any(move == "close" for move, _ in desk.sessions.session.moves)
        assert desk.drafts.kept == {}


async def test_o_shows_where_earlier_words_come_from_and_esc_leads_back() -> None:
    """ux section 3: open evidence; Esc returns to the same place."""
    desk = Desk().fill()
    entry = desk.entries.log("only I know the billing code, still")
    desk.sessions.session.receipts = (Receipt(str(entry["id"]), "2026-11-04", "only I know", "You wrote"),)
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        await write(pilot, "half")
        await pilot.press("escape", "o")
        await wait_for(pilot, "billing code, still")
        await pilot.press("escape")
        await wait_for(pilot, "Which small thing went better")
        assert box.text == "half"
        await pilot.press("i", "a")
        assert box.text == "halfa"


async def test_s7_esc_on_a_stop_says_that_all_is_kept_and_where() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "I want to die")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await settled(app, pilot)
        assert "Esc" in lines_of(app)[-1]
        await pilot.press("escape")
        await wait_for(pilot, "What you wrote is kept.")
        assert isinstance(app.screen, TodayScreen)
        assert desk.sessions.session.state == "stopped"


@pytest.mark.parametrize(
    "words",
    [
        "I want to kill myself tonight.",
        "Ich will mich heute Nacht umbringen.",
        "Je veux me suicider ce soir.",
        "Quiero suicidarme esta noche.",
        "Quero me matar esta noite.",
    ],
)
async def test_s2_what_the_stop_says_and_the_choices_are_seen_without_scrolling(words: str) -> None:
    from coach.engine.safety import Safety
    from tests.engine.safety.samples import FilePrompts

    notice = Safety(FilePrompts()).check(words)
    assert notice is not None
    desk = Desk().fill()
    desk.sessions.session.stop_on = "…"
    async with running(desk) as (app, pilot):
        box = await begin(app, pilot)
        desk.sessions.session.stop_on, desk.sessions.session.stop_notice = "x", notice
        box.insert("x")
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await settled(app, pilot)
        seen = text_of(app)
        *said, _choices = notice.text.split("\n\n")  # the last one names the choices that stand below
        assert len(said) >= 4
        assert all(paragraph.split()[-1] in seen for paragraph in said)
        assert "Delete this session" in seen


async def test_what_the_first_answer_needs_is_read_while_it_is_written() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await wait_until(pilot, lambda: desk.warmed == ["warm"], "warmed")


async def test_in_the_smallest_window_the_question_is_seen_whole_with_its_choices_and_a_line_to_write() -> (
    None
):
    desk = Desk().fill()
    session = desk.sessions.session
    session.receipts = (
        Receipt("e1", "2026-11-04", "I will say the doubt in the first five minutes by tuesday", "You said"),
    )
    session.choices = (("done", "done"), ("partly", "partly done"), ("not_yet", "not yet"))
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await pilot.resize_terminal(40, 12)
        await settled(app, pilot)
        await wait_for(pilot, "Which small thing went better")
        await write(pilot, "Fine")
        seen = text_of(app)
        assert "week?" in seen
        assert "partly done" in seen
        assert "Fine" in seen
