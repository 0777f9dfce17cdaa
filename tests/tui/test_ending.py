"""However the program ends, what was typed is there at the next start (P16, P17, P31), in a real terminal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from textual.events import Paste

from coach.tui.pasting import WholePastes
from tests.tui.terminal import Terminal

LEAVE_SCREEN = b"\x1b[?1049l"
TEXT = "half a thought"


def started(place: Path) -> dict[str, str]:
    """The environment of someone who has written something before, so that nothing welcomes them."""
    environ = {**os.environ, "TZ": "UTC"}
    subprocess.run(
        [sys.executable, "-m", "coach", "log", "earlier"],
        env=environ,
        check=True,
        capture_output=True,
        timeout=60,
    )
    return environ


def drafts(place: Path) -> str:
    """All drafts on disk, raw."""
    return "".join(
        path.read_text("utf-8", "replace") for path in place.glob("state/**/drafts/*") if path.is_file()
    )


def typed(place: Path, terminal: Terminal) -> None:
    """A note is being written and its draft is on disk."""
    terminal.wait(lambda: b"Today" in terminal.written, "first frame")
    terminal.wait(lambda: b"DUE" in terminal.written, "Today")
    terminal.send(b"c")
    terminal.wait(lambda: b"Capture a line" in terminal.written, "capture")
    terminal.send(TEXT.encode())
    terminal.wait(lambda: TEXT in drafts(place), "draft on disk")
    for path in place.glob("state/**/drafts/*"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("way", ["TERM", "HUP", "INT", "closed", "KILL"])
def test_typed_text_survives_every_end(own_place: Path, way: str) -> None:
    environ = started(own_place)
    with Terminal(environ=environ) as terminal:
        typed(own_place, terminal)
        terminal.send(b" more")
        if way == "KILL":
            terminal.wait(lambda: TEXT + " more" in drafts(own_place), "draft on disk again")
        if way == "closed":
            terminal.hang_up()
        else:
            terminal.process.send_signal(getattr(signal, f"SIG{way}"))
        status = terminal.end(seconds=4)
        expected = {"TERM": 143, "HUP": 129, "INT": 130, "closed": 129, "KILL": -9}[way]
        assert status == expected
        if way in ("TERM", "INT", "HUP"):
            assert LEAVE_SCREEN in terminal.written, "the screen is restored"
    assert TEXT in drafts(own_place)
    with Terminal(environ=environ) as again:
        again.wait(lambda: b"A note you were writing" in again.written, "offered again")
        again.send(b"\x11")
        assert again.end() == 0
        assert again.written.count(b"A note you were writing") >= 1


def test_quitting_is_status_0_and_the_screen_is_restored(own_place: Path) -> None:
    environ = started(own_place)
    with Terminal(environ=environ) as terminal:
        terminal.wait(lambda: b"DUE" in terminal.written, "Today")
        terminal.send(b"q")
        assert terminal.end() == 0
        assert LEAVE_SCREEN in terminal.written


@pytest.mark.parametrize(
    ("editor", "told"), [("false", b"ended with an error"), ("/no/such/editor", b"could not be started")]
)
def test_an_editor_that_fails_gives_the_screen_back(own_place: Path, editor: str, told: bytes) -> None:
    """P16: what was typed stays, and typing goes on (a failure once left the terminal without the screen)."""
    environ = {**started(own_place), "VISUAL": editor}
    with Terminal(environ=environ) as terminal:
        terminal.wait(lambda: b"DUE" in terminal.written, "Today")
        terminal.send(b"s")
        terminal.wait(lambda: b"Light week" in terminal.written, "the kinds of session")
        terminal.send(b"\r")
        terminal.wait(lambda: b"Your answer" in terminal.written, "the first question")
        terminal.send(TEXT.encode())
        terminal.wait(lambda: TEXT in drafts(own_place), "draft on disk")
        terminal.send(b"\x07")
        terminal.wait(lambda: told in terminal.written, "the reason")
        terminal.send(b" more")
        terminal.wait(lambda: TEXT + " more" in drafts(own_place), "typing goes on")
        terminal.send(b"\x11")
        assert terminal.end() == 0


def test_escapes_in_a_paste_press_no_keys(own_place: Path) -> None:
    """P19: they once opened the editor (the bell is ^g) and took 32 characters out of the text."""
    environ = {**started(own_place), "VISUAL": "false"}
    with Terminal(environ=environ) as terminal:
        typed(own_place, terminal)
        terminal.send(b"\x1b[200~ one \x1b]0;x\x07 two \x1b[31m three\x11\x1b four \x1b[201~five")
        terminal.wait(lambda: "one ]0;x two [31m three four five" in drafts(own_place), "all of it")
        terminal.send(b"\x11")
        assert terminal.end() == 0


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 100])
def test_a_paste_is_whole_however_it_arrives(size: int) -> None:
    parser = WholePastes()
    sent = "a\x1b[200~b\x1bc\x1b]0;\x07d\x1b\x1b[201~e\x1b[200~f\x1b[201~"
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    events = [event for piece in pieces for event in parser.feed(piece)]
    told = [event.text if isinstance(event, Paste) else getattr(event, "key", "") for event in events]
    assert told == ["a", "bc]0;\x07d", "e", "f"]


def test_a_hostile_entry_sends_nothing_to_the_terminal(own_place: Path) -> None:
    """P31, byte for byte: no title, clipboard, link or clear-screen order from an entry."""
    environ = started(own_place)
    hostile = (
        "win \x1b]0;TITLE-PWNED\x07 \x1b]52;c;aGk=\x07 \x9b2J \x1b[2J [@click=app.leave_program]x[/] [/nope]"
    )
    subprocess.run(
        [sys.executable, "-m", "coach", "log", "-"],
        input=hostile.encode(),
        env=environ,
        check=True,
        capture_output=True,
        timeout=60,
    )
    with Terminal(environ=environ) as terminal:
        terminal.wait(lambda: b"DUE" in terminal.written, "Today")
        terminal.send(b"\x10PWNED")
        terminal.wait(lambda: b"ENTRIES" in terminal.written, "found")
        terminal.wait(lambda: b"TITLE-PWNED" in terminal.written, "shown as text")
        terminal.send(b"\x11")
        terminal.end()
        for order in (b"\x1b]0;", b"\x1b]52;", b"\x1b]8;", b"\xc2\x9b", b"\x9b2J"):
            assert order not in terminal.written
