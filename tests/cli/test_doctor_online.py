"""`coach doctor --online`: the remote engine in words, with nothing of the person's sent (P23, P35, P37)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.helpers import coach
from tests.doubles.misbehaving import Misbehaving

KEY = "sk-canary-key"


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving("json") as found:
        yield found


def asked(server: Misbehaving, *more: str, model: str = "misbehaving-1") -> dict[str, str]:
    return {"COACH_BASE_URL": server.url, "COACH_MODEL": model, "COACH_API_KEY": KEY}


def test_a_working_endpoint_is_told_in_words(server: Misbehaving) -> None:
    coach("log", "canary of the entry")
    ended = coach("doctor", "--online", env=asked(server))
    assert ended.code == 0, ended.out
    for words in (
        f"127.0.0.1:{server.port} answers: first word after ",
        "The model misbehaving-1 answered.",
        "text as it is written, counts of tokens, JSON by schema",
        "Models there: misbehaving-1.",
    ):
        assert words in ended.out
    sent = " ".join(one.body.decode() for one in server.requests)
    assert "canary" not in sent
    assert KEY not in ended.out


def test_another_model_and_what_is_lacking_are_told(server: Misbehaving) -> None:
    server.mode = "usage-none"
    out = coach("doctor", "--online", env=asked(server, model="other")).out
    assert "Asked for other; the model that answered calls itself misbehaving-1." in out
    assert "estimated here" in out
    assert "something else" in out


@pytest.mark.parametrize("mode", ["html-200", "close"])
def test_an_endpoint_that_fails_is_one_sentence_and_exit_5(mode: str, server: Misbehaving) -> None:
    server.mode = mode
    ended = coach("doctor", "--online", env=asked(server))
    assert ended.code == 5
    assert "Traceback" not in ended.out + ended.err
    assert ended.out.count("x remote") == 1
    assert "What you wrote is kept." in ended.out


def test_what_was_tried_stands_in_the_ledger_as_a_test(server: Misbehaving) -> None:
    coach("doctor", "--online", env=asked(server))
    out = coach("privacy", "log", env=asked(server)).out
    assert out.count("test") >= 2


def test_offline_asks_this_machine_at_most(server: Misbehaving) -> None:
    """P37: nothing is looked up; the guard of the tests would fail it."""
    elsewhere = {"COACH_BASE_URL": "https://llm.example/v1", "COACH_MODEL": "m"}
    ended = coach("doctor", "--online", "--offline", env=elsewhere)
    assert ended.code == 5
    assert "Only this machine may be asked" in ended.out
    assert coach("doctor", "--online", "--offline", env=asked(server)).code == 0


def test_nothing_set_up_is_said_and_nothing_is_asked_without_the_flag(
    server: Misbehaving, own_place: Path
) -> None:
    ended = coach("doctor", "--online")
    assert ended.code == 5
    assert "No remote engine is set up." in ended.out
    ended = coach("doctor", env=asked(server))
    assert ended.code == 0
    assert "it was not asked" in ended.out
    assert server.requests == []
