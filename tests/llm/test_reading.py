"""Bytes of a server in, an account out: cut anywhere, hostile or not (promises P24, P28)."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.llm.reading import Account, Reading
from coach.llm.spoken import Spoken

EVENTS = [
    {"choices": [{"index": 0, "delta": {"content": "What "}}], "model": "m"},
    {"choices": [{"index": 0, "delta": {"content": "did <th"}}]},
    {"choices": [{"index": 0, "delta": {"content": "ink>no</think>you é😀 "}}]},
    {"choices": [{"index": 0, "delta": {"content": "see?"}, "finish_reason": "stop"}]},
    {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}},
]


def stream(newline: str = "\n", space: str = " ") -> bytes:
    lines = [f": ping{newline}{newline}"]
    lines += [f"event: x{newline}data:{space}{json.dumps(one)}{newline}{newline}" for one in EVENTS]
    return "".join([*lines, f"data:{space}[DONE]{newline}{newline}"]).encode()


def read(data: bytes, cuts: list[int], limit: int = 1000) -> Account:
    account = Account(limit)
    reading = Reading(account)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for begin, end in pairwise(edges):
        reading.feed(data[begin:end])
    reading.end()
    account.spoken.end()
    return account


@given(
    st.lists(st.integers(0, 900), max_size=12), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", " "])
)
def test_a_stream_reads_the_same_wherever_it_is_cut(cuts: list[int], newline: str, space: str) -> None:
    account = read(stream(newline, space), cuts)
    assert account.spoken.text == "What did you é😀 see?"
    assert (account.finish, account.done, account.broken, account.error) == ("stop", True, "", None)
    assert account.usage == {"prompt_tokens": 3, "completion_tokens": 4}


@given(st.integers(0, 900))
def test_a_stream_that_ends_early_is_never_whole(end: int) -> None:
    """P24: whole needs finish_reason stop."""
    data = stream()[:end]
    account = read(data, [])
    if b'"finish_reason": "stop"}' not in data:
        assert account.finish == ""


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=4))
def test_no_bytes_break_the_reader(data: bytes, cuts: list[int]) -> None:
    for whole in (data, b"data: " + data + b"\n\n", b"{" + data, stream() + data, stream()[:60] + data):
        account = read(whole, cuts, limit=50)
        assert len(account.spoken.text.encode("utf-8", "surrogatepass")) <= 50 + 8


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "choices",
                        "delta",
                        "message",
                        "content",
                        "usage",
                        "error",
                        "index",
                        "finish_reason",
                        "model",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_reader(document: object) -> None:
    read(b"data: " + json.dumps(document).encode() + b"\n\n", [])
    read(json.dumps(document).encode(), [])


@given(
    st.lists(
        st.sampled_from(["<think>", "</think>", "<THINK>", "a", "<", "think>", "\n", "<thi", "nking>"]),
        max_size=12,
    ),
    st.data(),
)
def test_thoughts_are_taken_out_the_same_wherever_the_text_is_cut(
    words: list[str], data: st.DataObject
) -> None:
    text = "".join(words)
    whole = Spoken(1000)
    whole.feed(text)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    parts = Spoken(1000)
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        parts.feed(text[begin:end])
    assert parts.end() == whole.end()
    if not {"<", "think>", "<thi", "nking>"} & set(words):  # else a tag may come about where another was
        assert "<think>" not in whole.text.lower()


def test_a_long_text_ends_at_the_cap_in_bytes_not_within_a_character() -> None:
    spoken = Spoken(10)
    for _ in range(20):
        spoken.feed("é€")
    assert spoken.over
    assert spoken.end() == "é€é€"


def test_memory_stays_bounded_while_a_server_never_ends() -> None:
    """P28: 100 MB in; the reader has long stopped keeping."""
    account = Account(65_536)
    reading = Reading(account)
    event = b"data: " + json.dumps(EVENTS[0]).encode() + b"\n\n"
    for _ in range(1000):
        reading.feed(event * 1000)
    reading.end()
    assert account.spoken.over
    assert len(account.spoken.end()) <= 65_536
