"""What a terminal may be shown (promise P31)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clean import clean, one_line

HOSTILE = {
    "escape sequence": ("\x1b]0;title\x07text\x1b[2J", "]0;titletext[2J"),
    "one-byte CSI": ("a\x9b31mb", "a31mb"),
    "backspace and bell": ("a\b\ac", "ac"),
    "bidi override": ("abc\u202edef\u2069", "abcdef"),
    "zero width": ("a\u200bb\ufeffc", "abc"),
    "tag characters": ("a\U000e0041b", "ab"),
    "carriage return": ("one\rtwo\r\nthree", "one\ntwo\nthree"),
    "line separator": ("one\u2028two", "one\ntwo"),
    "lone surrogate": ("a\udc80b", "a\ufffdb"),
    "NUL": ("a\0b", "ab"),
}


@pytest.mark.parametrize(("text", "shown"), HOSTILE.values(), ids=HOSTILE)
def test_what_a_terminal_could_obey_is_taken_out(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text", ["Übung, façade, 面談", "two\nlines\tand a tab", "👩‍🚀", "naïve “quotes”…", ""]
)
def test_letters_lines_tabs_and_joined_emoji_stay(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters(), max_size=200))
def test_nothing_is_left_that_acts_or_hides(text: str) -> None:
    for ch in clean(text):
        assert ch in "\n\t\u200d" or unicodedata.category(ch) not in {"Cc", "Cs"}
        assert ch not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    assert clean(clean(text)) == clean(text)


def test_one_line_folds_space_and_cuts_with_an_ellipsis() -> None:
    assert one_line("  two\n\n lines\t here ") == "two lines here"
    assert one_line("a long sentence", 8) == "a long…"
    assert one_line("short", 8) == "short"
    assert one_line("anything", 0) == ""


@given(st.text(max_size=300), st.integers(1, 60))
def test_a_cut_line_is_never_wider_than_asked(text: str, width: int) -> None:
    line = one_line(text, width)
    assert len(line) <= width
    assert "\n" not in line
