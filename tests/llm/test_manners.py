"""What an endpoint does not take is left out, once learned for good (promise P29; design, section 5)."""

from collections.abc import Mapping
from typing import Any

import pytest

from coach.engine.chat import EngineFault, Message, Request
from coach.llm.manners import Manners
from tests.doubles.misbehaving.jsons import GOOD
from tests.llm.conftest import ASKED, IN_SHAPE, Made


class Kept:
    """Implements `Abilities` in memory."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Mapping[str, Any]] = {}

    def get(self, url: str, model: str) -> Mapping[str, Any] | None:
        return self.known.get((url, model))

    def keep(self, url: str, model: str, known: Mapping[str, Any]) -> None:
        self.known[url, model] = known


@pytest.mark.parametrize(
    ("mode", "by", "requests"),
    [
        ("json", "schema", 1),
        ("schema-unsupported", "mode", 2),
        ("rf-unsupported", "plain", 3),
        ("rf-crash", "plain", 3),
        ("lm-studio", "schema", 1),
    ],
)
def test_a_shape_is_asked_for_as_the_endpoint_can_and_that_is_remembered(
    mode: str, by: str, requests: int, made: Made
) -> None:
    kept = Kept()
    server, model = made(mode, abilities=kept)
    assert model.chat(IN_SHAPE).value == GOOD
    assert len(server.chats) == requests
    assert kept.known.get((model.place.url, "small"), {"json": "schema"})["json"] == by
    model.chat(IN_SHAPE)
    assert len(server.chats) == requests + 1
    formats = [one.json.get("response_format", {}).get("type") for one in server.chats]
    ladder = ["json_schema", "json_object", None][:requests]
    assert formats == [*ladder, ladder[-1]]


def test_lm_studio_that_takes_no_json_mode_gets_the_plain_contract(made: Made) -> None:
    """'response_format.type' must be 'json_schema' or 'text': an error in a bare string."""
    kept = Kept()
    server, model = made("lm-studio", abilities=kept)
    kept.keep(model.place.url, "small", {"json": "mode"})
    assert model.chat(IN_SHAPE).ending == "whole"
    assert (model.manners.json, len(server.chats)) == ("plain", 2)


def test_what_was_learned_is_found_out_anew_when_asked_to(made: Made) -> None:
    server, model = made("rf-unsupported")
    model.chat(IN_SHAPE)
    server.mode = "json"
    model.forget()
    model.chat(IN_SHAPE)
    assert model.manners == Manners()


def test_the_names_of_fields_are_learned_too(made: Made) -> None:
    """OpenAI's reasoning models take max_completion_tokens and no temperature; some servers no options."""
    kept = Kept()
    server, model = made("reasoning-model", abilities=kept)
    model.chat(ASKED)
    model.chat(ASKED)
    assert len(server.chats) == 4
    last = server.chats[-1].json
    assert "max_tokens" not in last
    assert "temperature" not in last
    assert last["max_completion_tokens"] == ASKED.max_tokens
    other, model = made("no-stream-options", abilities=kept)
    assert model.chat(ASKED).usage.estimated
    assert "stream_options" not in other.chats[-1].json


def test_a_refusal_for_another_reason_teaches_nothing(made: Made) -> None:
    kept = Kept()
    for mode, requests in {
        "status:400": 3,
        "openai-too-long": 1,
        "openai-no-model": 1,
        "status:401": 1,
    }.items():
        server, model = made(mode, abilities=kept)
        with pytest.raises(EngineFault):
            model.chat(IN_SHAPE)
        assert len(server.chats) == requests
    assert kept.known == {}


def test_the_messages_go_out_as_they_are_whatever_else_is_tried(made: Made) -> None:
    """P35: nothing is added to what was previewed; half a character, which cannot be sent, is replaced."""
    server, model = made("rf-unsupported")
    text = 'Ünïcode "quoted" \u202e {{ 7*7 }} \n\t😀 '
    model.chat(Request((Message("system", "s"), Message("user", text)), shape=IN_SHAPE.shape))
    for one in server.chats:
        assert one.json["messages"] == [{"role": "system", "content": "s"}, {"role": "user", "content": text}]
    model.chat(Request((Message("user", "half \ud83d of it"),)))
    assert server.chats[-1].json["messages"][0]["content"] == "half \ufffd of it"


@pytest.mark.parametrize(
    "odd", [None, {}, {"json": 7}, {"json": "xml", "usage": "no", "limit": []}, {"more": 1}]
)
def test_odd_things_kept_are_as_if_nothing_were_known(odd: Mapping[str, Any] | None) -> None:
    assert Manners.of(odd) == Manners()


def test_what_is_kept_comes_back() -> None:
    manners = Manners(json="plain", usage=False, limit="max_completion_tokens", temperature=False)
    assert Manners.of(manners.as_kept()) == manners
