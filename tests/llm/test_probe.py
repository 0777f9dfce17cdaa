"""What the probe finds out about endpoints of each kind (issue 3, section 4)."""

import pytest

from coach.engine.chat import EngineFault
from coach.llm.probe import probe
from tests.llm.conftest import Made


def test_an_endpoint_that_can_do_everything(made: Made) -> None:
    server, model = made("json")
    found = probe(model, model.chat)
    assert (found.streaming, found.counts, found.json, found.ending) == (True, True, "schema", "whole")
    assert found.models == ("misbehaving-1",)
    assert found.model == "misbehaving-1"
    assert len(server.chats) == 2
    words = " ".join(message["content"] for one in server.chats for message in one.json["messages"])
    assert words.count("test of coach") == 2


@pytest.mark.parametrize(
    ("mode", "plain", "streaming", "counts", "by"),
    [
        ("ok", True, False, True, "schema"),
        ("usage-none", False, True, False, "schema"),
        ("schema-unsupported", False, True, True, "mode"),
        ("rf-unsupported", False, True, True, "plain"),
        ("no-stream-options", False, True, False, "schema"),
    ],
)
def test_what_an_endpoint_cannot_do_is_found_out(
    mode: str, plain: bool, streaming: bool, counts: bool, by: str, made: Made
) -> None:
    _, model = made(mode, plain=plain)
    found = probe(model, model.chat)
    assert (found.streaming, found.counts, found.json) == (streaming, counts, by)


def test_a_reply_that_is_not_the_json_asked_for_is_seen(made: Made) -> None:
    _, model = made("no-json")
    assert not probe(model, model.chat).json_met


def test_a_fault_is_the_faults_own_sentence(made: Made) -> None:
    _, model = made("status:401")
    with pytest.raises(EngineFault) as caught:
        probe(model, model.chat)
    assert caught.value.fault == "wrong_key"
