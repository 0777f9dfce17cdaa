"""JSON out of a reply: bounded, typed, never more than was asked for (promises P29, P34)."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.engine.chat import Request
from coach.llm.replies import NotParsed, parse
from tests.doubles.misbehaving.jsons import GOOD
from tests.llm.conftest import ASKED, SHAPE, Made

TEXT = json.dumps(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"  \n{TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"First:\n```json\n{{}}\n```\nBetter:\n```json\n{TEXT}\n```\nDone.",
        f"Certainly! {TEXT} Let me know.",
        f"I think {{about}} it. {TEXT}",
        f"{{ {TEXT}",
        json.dumps({**GOOD, "advice": "no", "command": ["rm"]}),
        TEXT.replace("?", " \\u007b[?"),
    ],
)
def test_json_is_found_wherever_a_model_puts_it(text: str) -> None:
    found = parse(text, SHAPE)
    assert set(found) == {"question", "quote"}
    assert found["question"].startswith("What did you notice first")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What did you notice first?",
        TEXT[:30],
        '{"question": 7, "quote": []}',
        '{"question": "What?"}',
        '{"question": null, "quote": "a"}',
        '{"question": "A?", "question": "B?", "quote": "c"}',
        '{"question": NaN, "quote": "c"}',
        '{"question": "a", "quote": "b", "n": 1e999}',
        '{"question": "a", "quote": "b", "n": -Infinity}',
        '{"question": "a", "quote": "b", "n": ' + "9" * 5000 + "}",
        '{"question": "a", "quote": ' + "[" * 5000 + "]" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 20_000,
        "{" * 60_000,
        '"question"',
        TEXT + " " * 70_000,
    ],
)
def test_what_is_not_the_json_asked_for_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(NotParsed) as caught:
        parse(text, SHAPE)
    assert caught.value.__cause__ is None
    assert len(str(caught.value)) < 40


def test_every_type_of_a_strict_schema_is_held_to() -> None:
    from coach.engine.chat import Shape

    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "n": {"type": "integer"},
            "x": {"type": "number"},
            "ok": {"type": "boolean"},
            "kind": {"enum": ["a", "b"]},
            "note": {"type": ["string", "null"]},
            "either": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
        },
        "required": ["n", "x", "ok", "kind", "note", "either", "rows"],
    }
    good = {"n": 1, "x": 1.5, "ok": True, "kind": "a", "note": None, "either": [1], "rows": [{"id": "q"}]}
    shape = Shape("all", schema)
    assert parse(json.dumps(good), shape) == good
    assert parse(json.dumps({**good, "rows": [{"id": "q", "evil": 1}]}), shape) == good
    for key, wrong in {
        "n": True,
        "x": "1",
        "ok": 1,
        "kind": "c",
        "note": 3,
        "either": ["a"],
        "rows": [{"id": 1}],
    }.items():
        with pytest.raises(NotParsed):
            parse(json.dumps({**good, key: wrong}), shape)


@given(st.text(alphabet='{}[]",:\\ntrue0123456789.eE-`\n json', max_size=300))
@example("```json\n```")
@example('{"a": "\\')
@example("{" * 40 + '"')
def test_no_text_breaks_the_parser(text: str) -> None:
    """P29."""
    for tried in (text, f"```json\n{text}\n```", TEXT[:-1] + text, text + TEXT):
        with contextlib.suppress(NotParsed):
            assert set(parse(tried, SHAPE)) == {"question", "quote"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_json_of_any_kind_beside_the_keys_asked_for_is_left_out(extra: object) -> None:
    """P34."""
    assert parse(json.dumps({**GOOD, "more": extra}), SHAPE) == GOOD


@pytest.mark.parametrize(
    ("mode", "met"),
    [
        ("json", True),
        ("fenced", True),
        ("prose-json", True),
        ("think-json", True),
        ("extra-key", True),
        ("cut-json-text", False),
        ("half-json", False),
        ("no-json", False),
        ("wrong-type", False),
        ("missing-key", False),
        ("twice-key", False),
        ("deep-json", False),
        ("nan-json", False),
        ("big-number", False),
    ],
)
def test_a_reply_carries_its_value_only_where_it_is_whole_and_has_the_shape(
    mode: str, met: bool, made: Made
) -> None:
    """P29: what is not met is the caller's to repair once; nothing is raised and nothing half kept."""
    server, model = made(mode)
    reply = model.chat(Request(ASKED.messages, shape=SHAPE))
    assert reply.value == (GOOD if met else None)
    assert len(server.chats) == 1
