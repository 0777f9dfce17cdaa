"""Nothing untrusted reaches the terminal raw or as markup, on any screen (promises P31, P32, P33)."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.clean import clean
from coach.domain.asking import Because, Card
from coach.engine.ports import Finding
from coach.engine.turns import Receipt
from coach.tui.screens.recap import RecapScreen
from coach.tui.screens.stop import StopScreen
from coach.tui.text import fit, join, line, quote, safe
from tests.tui.doubles import Desk
from tests.tui.helpers import lines_of, running, text_of, wait_for, wait_until, write

PIECES = (
    "\x1b]52;c;aGk=\x07",
    "\x1b]0;TITLE\x07",
    "\x1b]8;;http://x\x1b\\l",
    "\x1b[2J",
    "\x9b31m",
    "\x00",
    "\u202e",
    "\u200b",
    "[/x]",
    "[@click=app.leave_program]go[/]",
    "[bold]",
    "{{ 7*7 }}",
    "[[",
    "]",
    "\udc80",
    "\u2028",
)
CORPUS = " ".join(PIECES)
SOURCES = sorted(Path(__file__).parents[2].glob("coach/tui/**/*.py"))


def hostile_desk() -> Desk:
    """The corpus in every field the screens read."""
    desk = Desk().fill()
    person = desk.people.add("Eve " + CORPUS.replace("\n", " "), role="peer")
    desk.commitments.add("Promise " + CORPUS, owner=person["id"], sign=CORPUS, obstacle=CORPUS)
    desk.experiments.add("Test " + CORPUS, belief=CORPUS)
    desk.entries.log("Win " + CORPUS, kind="win")
    desk.drafts.leave("capture", "draft " + CORPUS + "\nsecond line")
    desk.drafts.leave("settle/x", "draft " + CORPUS, title="Form " + CORPUS)
    desk.found.append("Damaged " + CORPUS)
    desk.problems = (Finding("config", "error", "Config " + CORPUS, CORPUS),)
    session = desk.sessions.session
    session.question = "Question " + CORPUS
    session.receipts = (Receipt("e", "2026-11-04", "Earlier " + CORPUS, "Label " + CORPUS),)
    session.choices = (("done", "Choice " + CORPUS),)
    session.lines["change"] = "Change " + CORPUS
    return desk


def assert_harmless(app: Any) -> None:
    """No character a terminal could obey or a reader could not see; no action behind any text."""
    for shown in lines_of(app):
        for letter in shown:
            assert unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} or letter == "\u200d", repr(letter)
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert not (segment.style and segment.style.meta and "@click" in segment.style.meta)
    text = text_of(app)
    assert "TITLE" not in text or "]0;TITLE" in text


async def test_hostile_text_on_today_and_its_small_screens() -> None:
    async with running(hostile_desk(), (120, 40)) as (app, pilot):
        assert "[/x]" in text_of(app)
        assert_harmless(app)
        for keys in (
            ("j", "j", "enter"),
            ("d",),
            ("c",),
            ("s",),
            ("f1",),
            ("ctrl+p",),
            ("exclamation_mark",),
        ):
            await pilot.press(*keys)
            await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "settled")
            await pilot.pause()
            assert_harmless(app)
            await pilot.press("escape")
            await pilot.press("escape")


async def test_hostile_text_found_in_the_palette() -> None:
    async with running(hostile_desk(), (120, 40)) as (app, pilot):
        await pilot.press("ctrl+p")
        await write(pilot, "Win")
        await wait_for(pilot, "ENTRIES")
        assert_harmless(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert_harmless(app)


async def test_hostile_text_in_a_session_its_card_recap_and_toasts() -> None:
    desk = hostile_desk()
    session = desk.sessions.session
    async with running(desk, (120, 40)) as (app, pilot):
        app.start_session("weekly")
        await wait_for(pilot, "Question")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "settled")
        await pilot.press("escape", "w")
        assert_harmless(app)
        app.say("Toast " + CORPUS, "error")
        await wait_for(pilot, "Toast")
        assert_harmless(app)
        session.given[session.turn.draft_key] = CORPUS
        await pilot.press("b")
        await wait_until(pilot, lambda: all(work.is_finished for work in app.workers), "settled")
        assert_harmless(app)
        session.at, session.state, session.question = 2, "open", "Question " + CORPUS
        await pilot.press("escape", "S")
        await wait_until(pilot, lambda: isinstance(app.screen, RecapScreen), "recap")
        await pilot.pause()
        assert_harmless(app)


async def test_hostile_text_in_a_stop() -> None:
    from coach.engine.safety.notice import Notice

    desk = hostile_desk()
    desk.sessions.session.state = "stopped"
    desk.sessions.session.notice = Notice("abuse", True, "en", "Notice " + CORPUS, ())
    async with running(desk) as (app, pilot):
        app.start_session("weekly")
        await wait_until(pilot, lambda: isinstance(app.screen, StopScreen), "stopped")
        await pilot.pause()
        assert_harmless(app)


@pytest.mark.parametrize(
    "make",
    [
        safe,
        lambda text: join(("soft " + text, "bold"), text),
        lambda t: safe(line(t)),
        lambda t: safe(quote(t)),
    ],
)
def test_content_is_the_cleaned_text_and_nothing_else(make: Any) -> None:
    made = make(CORPUS)
    assert clean(made.plain) == made.plain
    assert "[/x]" in made.plain
    assert not any("@click" in str(span.style) for span in made.spans)


def test_a_line_is_cut_by_columns_not_letters() -> None:
    assert fit("日本語の文章", 7) == "日本語…"
    assert line("a\nb\tc", 4) == "a b…"
    assert fit("whole", 5) == "whole"


CLEANED = {"safe", "join", "line", "plain", "quote", "fit", "flow", "pad", "clean"}
PLAIN_WIDGETS = {
    "Static",
    "Label",
    "Button",
    "Markdown",
    "Checkbox",
    "RadioButton",
    "Collapsible",
    "Select",
    "ListItem",
    "OptionList",
    "Option",
    "DataTable",
    "Tree",
    "RichLog",
    "Log",
    "TabPane",
}
TITLES = {"border_title", "border_subtitle", "tooltip", "placeholder", "sub_title"}
TEXTS = {"load_text", "update", "insert_text_at_cursor", "notify"}


def _is_cleaned(node: ast.expr | None) -> bool:
    if node is None or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value == clean(node.value)
    ):
        return True
    if isinstance(node, ast.Subscript):
        return _is_cleaned(node.value)
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CLEANED


def _unclean(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0] if node.args else None
            if (
                (name in PLAIN_WIDGETS and isinstance(node.func, ast.Name))
                or (name in TEXTS and isinstance(node.func, ast.Attribute))
            ) and not _is_cleaned(first):
                yield node.lineno
            for keyword in [] if name == "Binding" else node.keywords:  # the words of a binding are our own
                if keyword.arg in TITLES and not _is_cleaned(keyword.value):
                    yield node.lineno
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in TITLES | {"text", "value"}
                    and not isinstance(target.value, ast.Name)
                    and not _is_cleaned(node.value)
                ):
                    yield node.lineno
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in TITLES
                    and not _is_cleaned(node.value)
                ):
                    yield node.lineno


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_widget_gets_a_str_that_was_not_cleaned(source: Path) -> None:
    tree = ast.parse(source.read_text("utf-8"))
    assert list(_unclean(tree)) == [], f"{source}: give it through coach.tui.text"


@pytest.mark.parametrize(
    "bad", ["Static(text)", "app.notify(text)", "box.border_title = text", "Label(f'{x}')", "x.update(name)"]
)
def test_the_reader_of_the_syntax_tree_sees_an_unclean_text(bad: str) -> None:
    assert list(_unclean(ast.parse(bad)))


def test_links_are_text_only() -> None:
    """P33: no Markdown widget, no markup, nothing that opens a link."""
    for source in SOURCES:
        text = source.read_text("utf-8")
        assert "open_url" not in text
        assert "Markdown(" not in text
        assert "from_markup" not in text


def test_the_card_is_cleaned_too() -> None:
    from coach.tui.screens.session_view import why_parts
    from coach.tui.widgets.reading import Reading

    turn = Desk().sessions.session.turn
    card = Card("ask", CORPUS, CORPUS, "describe", Because("cue", CORPUS, CORPUS), "form")
    from dataclasses import replace

    reading = Reading()
    reading.set_reactive(Reading.parts, why_parts(replace(turn, card=card, why=CORPUS)))
    assert clean(reading.render().plain) == reading.render().plain
