"""Typed text is on disk two seconds after a key at the latest, and at once when it matters (P16)."""

import asyncio
from typing import Any

import pytest

from coach.tui import drafts as drafts_module
from coach.tui.drafts import IDLE_SECONDS, LONGEST_SECONDS, DraftBook
from coach.tui.thinking import Thinker
from tests.tui.doubles import Desk, MemoryDrafts
from tests.tui.helpers import running, wait_until, write
from tests.tui.test_session import begin


class Text:
    """A box: its text, when it was saved, what went wrong."""

    def __init__(self, book: DraftBook, key: str = "k") -> None:
        self.text = ""
        self.saved: list[Any] = []
        self.failed: list[Any] = []
        self.keeping = book.open(
            key, read=lambda: self.text, saved=self.saved.append, failed=self.failed.append
        )

    def type(self, text: str) -> None:
        self.text += text
        self.keeping.changed()


def test_the_promise_is_two_seconds_and_the_idle_wait_at_most_one() -> None:
    assert IDLE_SECONDS <= 1
    assert LONGEST_SECONDS < 2


async def test_it_is_saved_after_a_short_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "IDLE_SECONDS", 0.01)
    drafts = MemoryDrafts()
    box = Text(DraftBook(drafts))
    box.type("a")
    for _ in range(2000):
        if drafts.saves:
            break
        await asyncio.sleep(0.005)
    assert drafts.saves == [("k", "a")]
    assert len(box.saved) == 1


async def test_it_is_saved_while_typing_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "IDLE_SECONDS", 60.0)
    monkeypatch.setattr(drafts_module, "LONGEST_SECONDS", 0.02)
    drafts = MemoryDrafts()
    box = Text(DraftBook(drafts))
    for _ in range(500):
        box.type("a")
        await asyncio.sleep(0.002)
        if drafts.saves:
            return
    raise AssertionError("typing without a rest was never saved")


async def test_an_unchanged_text_is_not_written_again() -> None:
    drafts = MemoryDrafts()
    box = Text(DraftBook(drafts))
    box.type("a")
    assert box.keeping.save()
    assert box.keeping.save()
    assert len(drafts.saves) == 1


async def test_everything_is_saved_at_once_on_the_way_out() -> None:
    drafts = MemoryDrafts()
    book = DraftBook(drafts)
    boxes = [Text(book, "one"), Text(book, "two")]
    for box in boxes:
        box.type("x")
    book.save_all()
    assert drafts.saves == [("one", "x"), ("two", "x")]


async def test_what_the_store_took_leaves_no_draft_and_no_late_save() -> None:
    drafts = MemoryDrafts()
    book = DraftBook(drafts)
    box = Text(book)
    box.type("a")
    box.keeping.save()
    box.type("b")
    box.keeping.taken()
    book.save_all()
    assert drafts.kept == {}


async def test_a_refused_save_is_told_and_tried_again() -> None:
    drafts = MemoryDrafts()
    drafts.refuse = True
    box = Text(DraftBook(drafts))
    box.type("a")
    assert not box.keeping.save()
    assert len(box.failed) == 1
    drafts.refuse = False
    assert box.keeping.save()
    assert drafts.saves == [("k", "a")]


async def test_an_emptied_box_leaves_no_draft() -> None:
    drafts = MemoryDrafts()
    box = Text(DraftBook(drafts))
    box.type("a")
    box.keeping.save()
    box.text = ""
    box.keeping.save()
    assert drafts.kept == {}


async def test_engine_calls_run_one_at_a_time_and_in_order() -> None:
    thinker = Thinker()
    running_now: list[int] = []
    seen: list[int] = []

    def job(number: int) -> int:
        assert running_now == []
        running_now.append(number)
        seen.append(number)
        running_now.remove(number)
        return number

    assert await asyncio.gather(*(thinker(lambda n=n: job(n)) for n in range(20))) == list(range(20))  # type: ignore[misc]
    assert seen == list(range(20))
    thinker.stop()


async def test_an_error_of_the_engine_comes_back_to_who_asked() -> None:
    thinker = Thinker()

    def fail() -> None:
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        await thinker(fail)
    assert await thinker(lambda: 1) == 1
    thinker.stop()


@pytest.mark.parametrize("way", ["quit", "switch", "blur", "leave", "exception"])
async def test_every_way_out_of_a_box_saves_it(way: str) -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):
        await begin(app, pilot)
        await write(pilot, "half a thought")
        assert desk.drafts.kept == {}
        if way == "quit":
            await pilot.press("ctrl+q")
        elif way == "switch":
            app.action_go("today")
            await pilot.pause()
        elif way == "blur":
            await pilot.press("tab")
        elif way == "leave":
            await pilot.press("escape", "escape")
        else:
            app.ending.report(RuntimeError("half a thought"))
        await wait_until(pilot, lambda: desk.drafts.kept, "saved") if app.is_running else None
    assert [draft.text for draft in desk.drafts.kept.values()] == ["half a thought"]


async def test_an_exception_prints_no_word_of_anyone(tmp_path: Any) -> None:
    """P39: Textual would print local variables, entry text among them."""
    from rich.text import Text as Rich

    desk = Desk(state=tmp_path).fill()
    with pytest.raises(RuntimeError):  # noqa: PT012  # run_test raises it again when the program has ended
        async with running(desk) as (app, pilot):
            await begin(app, pilot)
            await write(pilot, "a secret thought")
            local = "a secret thought"
            app._handle_exception(RuntimeError(local))
            shown = [line for line in app._exit_renderables if isinstance(line, Rich)]
            assert len(shown) == 1
            assert "secret" not in shown[0].plain
            assert "drafts are kept" in shown[0].plain
            assert app.return_code == 1
    assert [draft.text for draft in desk.drafts.kept.values()] == ["a secret thought"]


async def test_an_unexpected_error_of_the_engine_is_one_sentence_and_the_screen_stays() -> None:
    desk = Desk().fill()
    async with running(desk) as (app, pilot):

        def fail() -> Any:
            raise KeyError("a secret thought")

        desk.history.undo = fail  # type: ignore[method-assign]
        await pilot.press("u")
        await wait_until(pilot, lambda: any("KeyError" in line.text for line in app.log_lines), "in the log")
        assert not any("secret" in line.text for line in app.log_lines)
        assert app.is_running


def test_a_second_long_paste_does_not_replace_the_first() -> None:
    """P3: each text that does not fit its box is kept whole, and all are offered."""
    drafts = MemoryDrafts()
    keeping = DraftBook(drafts).open(
        "session/e/s", read=lambda: "", saved=lambda _: None, failed=lambda _: None
    )
    keeping.aside("First long text")
    keeping.aside("Second long text")
    kept = {draft.text for key, draft in drafts.kept.items() if key.startswith("paste/session/e/s")}
    assert kept == {"First long text", "Second long text"}
