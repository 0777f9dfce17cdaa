"""Lines of JSON from anywhere: read with suspicion, written so that a terminal obeys nothing (P15, P31)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.clean import clean
from coach.errors import InvalidData
from coach.exchange.json_lines import dump, numbered, parse_object

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(ANY_TEXT)
def test_p15_every_text_comes_back_with_the_same_characters(text: str) -> None:
    assert parse_object(dump({"text": text}).encode())["text"] == text


@given(ANY_TEXT)
def test_p31_a_written_line_holds_nothing_a_terminal_could_obey(text: str) -> None:
    line = dump({"text": text})
    assert clean(line) == line
    assert line.splitlines() == [line]


def test_a_line_stays_readable_where_its_characters_are_harmless() -> None:
    assert dump({"text": "Zoë, 東京 👩‍🔬"}) == '{"text": "Zoë, 東京 👩‍🔬"}'


def test_lines_are_numbered_as_they_stand_in_the_file_and_blank_ones_are_passed_over() -> None:
    lines = [b"\xef\xbb\xbf{}\r\n", b"\n", b"  \n", b"{}"]
    assert list(numbered(lines)) == [(1, b"{}"), (4, b"{}")]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"text": "caf\xe9"}', "UTF-8"),
        (b'{"text": "x"', "not JSON"),
        (b'{"text": "x"} {"text": "y"}', "not JSON"),
        (b'{"text": "x", "text": "y"}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b"[" * 100_000, "deeply"),
        (b'{"a": ' + b"9" * 6000 + b"}", "number"),
        (b'["x"]', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"text": "\x00"}', "not JSON"),
        ('{"text": "x"}'.encode("utf-16"), "UTF-8"),
    ],
)
def test_p43_what_cannot_be_read_is_said_and_never_quoted(raw: bytes, said: str) -> None:
    with pytest.raises(InvalidData, match=said) as caught:
        parse_object(raw)
    assert "caf" not in caught.value.message


def test_an_escaped_character_beyond_the_first_plane_is_one_character_again() -> None:
    tag = "\U000e0041"
    assert json.loads(dump(tag)) == tag
    assert tag not in dump(tag)
