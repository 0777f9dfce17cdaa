"""Every way a server can fail, streamed and in one body: what the caller gets (P23-P25, P27, P28)."""

import pytest

from coach.engine.chat import EngineFault, Message, Request
from coach.llm.faults import KEPT
from coach.llm.openai_model import Deadlines
from tests.doubles.misbehaving import MODES
from tests.llm.conftest import ASKED, Made

# mode: (streamed, in one body), each an ending or `!` and a fault; then how many requests the server sees.
TABLE: dict[str, tuple[str, str, int]] = {
    "ok": ("whole", "whole", 1),
    "slow": ("whole", "whole", 1),
    "self-signed": ("!certificate", "!certificate", 0),
    "status:400": ("!wrong_request", "!wrong_request", 1),
    "status:401": ("!wrong_key", "!wrong_key", 1),
    "status:402": ("!no_money", "!no_money", 1),
    "status:403": ("!not_allowed", "!not_allowed", 1),
    "status:404": ("!wrong_address", "!wrong_address", 1),
    "status:405": ("!wrong_address", "!wrong_address", 1),
    "status:408": ("!timeout", "!timeout", 3),
    "status:409": ("!wrong_request", "!wrong_request", 1),
    "status:413": ("!too_long", "!too_long", 1),
    "status:415": ("!wrong_request", "!wrong_request", 1),
    "status:422": ("!wrong_request", "!wrong_request", 1),
    "status:429": ("!rate_limited", "!rate_limited", 3),
    "status:429:0": ("!rate_limited", "!rate_limited", 3),
    "status:429:60": ("!rate_limited", "!rate_limited", 1),
    "status:500": ("!server_error", "!server_error", 3),
    "status:502": ("!server_error", "!server_error", 3),
    "status:503": ("!server_error", "!server_error", 3),
    "status:503:3600": ("!server_error", "!server_error", 1),
    "status-then-ok:503:0": ("whole", "whole", 2),
    "redirect": ("!redirected", "!redirected", 1),
    "close": ("!dropped", "!dropped", 3),
    "rst": ("!dropped", "!dropped", 3),
    "half-head": ("!dropped", "!dropped", 3),
    "not-http": ("!dropped", "!dropped", 3),
    "cut": ("cut", "!dropped", 0),
    "cut-clean": ("cut", "cut", 1),
    "cut-before-text": ("!dropped", "!dropped", 3),
    "rst-mid": ("cut", "!dropped", 0),
    "no-done": ("whole", "whole", 1),
    "done-only": ("cut", "cut", 1),
    "length": ("length", "length", 1),
    "filter": ("filtered", "filtered", 1),
    "filter-all": ("!filtered", "!filtered", 1),
    "refusal": ("!refused", "!refused", 1),
    "tool-call": ("!not_text", "!not_text", 1),
    "odd-finish": ("cut", "cut", 1),
    "html-200": ("!not_an_api", "!not_an_api", 1),
    "html-as-json": ("!not_an_api", "!not_an_api", 1),
    "text-200": ("!not_an_api", "!not_an_api", 1),
    "empty": ("!empty_reply", "!empty_reply", 1),
    "null": ("!not_an_api", "!not_an_api", 1),
    "empty-object": ("!empty_reply", "!empty_reply", 1),
    "list": ("!not_an_api", "!not_an_api", 1),
    "cut-json": ("!half_reply", "!half_reply", 1),
    "deep-body": ("!not_an_api", "!not_an_api", 1),
    "bad-utf8": ("cut", "!half_reply", 1),
    "surrogates": ("whole", "whole", 1),
    "sse-error": ("cut", "!server_error", 0),
    "sse-garbage": ("cut", "!half_reply", 1),
    "sse-null": ("!half_reply", "!half_reply", 1),
    "sse-no-choices": ("!empty_reply", "!empty_reply", 1),
    "null-text": ("!empty_reply", "!empty_reply", 1),
    "whitespace": ("!empty_reply", "!empty_reply", 1),
    "gzip-bomb": ("!too_big", "!too_big", 1),
    "gzip": ("whole", "whole", 1),
    "error-bomb": ("!wrong_request", "!wrong_request", 1),
    "long": ("length", "length", 1),
    "loop": ("length", "length", 1),
    "sse-huge": ("length", "length", 1),
    "endless-line": ("!too_big", "!too_big", 1),
    "endless-thought": ("!too_big", "!too_big", 1),
    "usage-none": ("whole", "whole", 1),
    "usage-huge": ("whole", "whole", 1),
    "usage-bad": ("whole", "whole", 1),
    "other-model": ("whole", "whole", 1),
    "think": ("whole", "whole", 1),
    "think-split": ("whole", "whole", 1),
    "think-open-missing": ("whole", "whole", 1),
    "think-only": ("!thought_only", "!thought_only", 1),
    "wrong-lang": ("whole", "whole", 1),
    "inject": ("whole", "whole", 1),
    "openai-too-long": ("!too_long", "!too_long", 1),
    "openai-no-model": ("!wrong_model", "!wrong_model", 1),
    "quota": ("!no_money", "!no_money", 1),
    "azure": ("whole", "whole", 1),
    "azure-filter": ("!filtered", "!filtered", 1),
    "azure-no-deployment": ("!wrong_model", "!wrong_model", 1),
    "ollama": ("whole", "whole", 1),
    "ollama-no-model": ("!wrong_model", "!wrong_model", 1),
    "lm-studio": ("whole", "whole", 1),
    "lm-studio-too-long": ("!too_long", "!too_long", 1),
    "lm-studio-wrong-path": ("!wrong_address", "!wrong_address", 1),
    "llama-cpp-too-long": ("!too_long", "!too_long", 1),
    "bare-error": ("!too_long", "!too_long", 1),
    "vllm-too-long": ("!too_long", "!too_long", 1),
    "vllm-no-room": ("!too_long", "!too_long", 1),
    "vllm-no-model": ("!wrong_model", "!wrong_model", 1),
    "open-router": ("whole", "whole", 1),
    "open-router-mid": ("cut", "cut", 1),
    "open-router-no-credit": ("!no_money", "!no_money", 1),
    "open-router-no-model": ("!wrong_model", "!wrong_model", 1),
    "open-router-moderation": ("!filtered", "!filtered", 1),
    # fields refused: said in other words, each at most once
    "no-stream-options": ("whole", "whole", 2),
    "reasoning-model": ("whole", "whole", 3),
    # deadlines
    "stall-head": ("!timeout", "!timeout", 1),
    "stall-first": ("!timeout", "!timeout", 1),
    "stall-after": ("whole", "whole", 1),
    "stall-mid": ("cut", "!timeout", 1),
    "comments": ("!timeout", "!timeout", 1),
    "drip": ("cut", "cut", 1),
    "drip-head": ("!timeout", "!timeout", 1),
}
_SLOW = ("stall", "drip", "comments")


@pytest.mark.parametrize("plain", [False, True], ids=["streamed", "one body"])
@pytest.mark.parametrize("mode", TABLE)
def test_a_fault_is_one_sentence_or_an_ending_never_half_as_whole(mode: str, plain: bool, made: Made) -> None:
    """P23, P24, P25, P27 (requests the server sees), P28."""
    more = {"deadlines": Deadlines(0.3, 0.3, 0.6)} if mode.startswith(_SLOW) else {}
    server, model = made(mode, plain=plain, **more)
    if more:
        model.connect()  # the package comes in before the short wait begins
    streamed, in_one_body, requests = TABLE[mode]
    expected = in_one_body if plain else streamed
    if expected.startswith("!"):
        with pytest.raises(EngineFault) as caught:
            model.chat(ASKED)
        problem = caught.value
        assert problem.fault == expected[1:]
        assert KEPT in problem.message
        assert problem.hint
        assert problem.__cause__ is problem.__context__ is None
    else:
        reply = model.chat(ASKED)
        assert reply.ending == expected
        assert reply.text.strip()
        assert len(reply.text.encode()) <= 65_536
    if requests:
        assert len(server.chats) == requests


def test_the_table_has_every_mode_but_those_of_json() -> None:
    named = {mode.split(":")[0] for mode in TABLE}
    elsewhere = {
        *(
            "json",
            "fenced",
            "prose-json",
            "think-json",
            "cut-json-text",
            "half-json",
            "no-json",
            "wrong-type",
        ),
        *("missing-key", "extra-key", "twice-key", "deep-json", "nan-json", "big-number"),
        *("rf-unsupported", "schema-unsupported", "rf-crash"),
    }
    told_what_to_say = {mode for mode in MODES if mode.startswith("say")}
    assert set(MODES) - told_what_to_say == named | elsewhere


def test_what_was_thought_aloud_is_taken_out_and_the_rest_is_whole(made: Made) -> None:
    for mode in ("think", "think-split", "think-open-missing"):
        _, model = made(mode)
        assert model.chat(ASKED).text == "What did you notice first?"


def test_the_model_that_answered_is_told_also_where_it_is_another_one(made: Made) -> None:
    _, model = made("other-model")
    assert model.chat(ASKED).model == "something-else-7b"


@pytest.mark.parametrize("mode", ["usage-none", "usage-huge", "usage-bad"])
def test_numbers_that_cannot_be_true_are_estimated(mode: str, made: Made) -> None:
    """P28: the month's budget rests on them."""
    _, model = made(mode)
    usage = model.chat(ASKED).usage
    assert usage.estimated
    assert 10 <= usage.sent <= 40
    assert 1 <= usage.received <= 20


def test_believable_numbers_are_taken(made: Made) -> None:
    _, model = made()
    usage = model.chat(ASKED).usage
    assert (usage.sent, usage.received, usage.estimated) == (12, 6, False)


def test_a_prompt_cut_down_without_a_word_is_told_as_too_long(made: Made) -> None:
    """Ollama cuts at num_ctx and answers to the rest; the words that were sent cannot be fewer tokens."""
    _, model = made("ollama")
    with pytest.raises(EngineFault) as caught:
        model.chat(Request((Message("user", "word " * 4000),)))
    assert caught.value.fault == "too_long"


def test_a_wait_longer_than_ten_seconds_is_told_not_slept(made: Made) -> None:
    """P27."""
    for mode in ("status:429:60", "status:503:3600"):
        _, model = made(mode)
        with pytest.raises(EngineFault) as caught:
            model.chat(ASKED)
        assert caught.value.retry_after == float(mode.rpartition(":")[2])
    server, model = made("status:429:11", deadlines=Deadlines(60, 60, 60))
    with pytest.raises(EngineFault):
        model.chat(ASKED)
    assert len(server.chats) == 1


def test_a_whole_reply_is_not_held_back_for_an_end_that_does_not_come(made: Made) -> None:
    _, model = made("stall-after", deadlines=Deadlines(60, 60, 60))
    reply = model.chat(ASKED)
    assert reply.ending == "whole"
    assert reply.seconds < 15


def test_a_server_that_goes_on_beyond_what_was_allowed_is_cut_off(made: Made) -> None:
    """P28: 200 tokens are no 64 kB."""
    server, model = made("loop")
    reply = model.chat(ASKED)
    assert reply.ending == "length"
    assert len(reply.text) == ASKED.max_tokens * 32
    longer = Request(ASKED.messages, max_tokens=100_000)
    assert len(model.chat(longer).text) == 65_536
    assert server.wait_hung_up()


def test_after_a_fault_the_same_model_goes_on(made: Made) -> None:
    server, model = made("html-200")
    with pytest.raises(EngineFault):
        model.chat(ASKED)
    server.mode = "ok"
    assert model.chat(ASKED).ending == "whole"
