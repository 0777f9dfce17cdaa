"""A better question in plain mode: waited for a moment, appended only, late on `/another` (ux, section 5)."""

import io
from pathlib import Path

import pytest

from tests.cli.helpers import Result, coach
from tests.cli.test_ask_remote import ANSWER, GOOD, remote

SHOWN = "hat did you want to say in that second?"
TEXT = GOOD.removeprefix("say:")


def reflect(*said: str) -> Result:
    return coach("reflect", "--plain", "--guide", "light", stdin="\n".join(said) + "\n")


def wait_for_seconds(place: Path, seconds: int) -> None:
    file = place / "config.yaml"
    file.write_text(file.read_text().replace("  model: m\n", f"  model: m\n  wait_seconds: {seconds}\n"))


def test_a_better_question_is_printed_in_place_of_the_one_of_this_machine(own_place: Path) -> None:
    with remote(own_place, GOOD):
        wait_for_seconds(own_place, 20)
        told = reflect(ANSWER, "", "That I was lost.", "")

    assert told.out.count("Asking m at 127.0.0.1") == 1
    assert SHOWN in told.out
    assert "Asked by misbehaving-1 at 127.0.0.1" in told.out
    assert told.out.count("Follow-up 1 of") == 1


def test_one_that_is_not_there_in_time_is_told_in_one_sentence(own_place: Path) -> None:
    with remote(own_place, f"say-after:1:{TEXT}"):
        wait_for_seconds(own_place, 0)
        told = reflect(ANSWER, "", "That I was lost.", "")

    assert told.out.count("not there yet; /another shows it") == 1
    assert SHOWN not in told.out


def test_a_late_one_is_shown_by_another(own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with remote(own_place, f"say-after:0.1:{TEXT}") as server:
        wait_for_seconds(own_place, 0)
        monkeypatch.setattr("coach.cli.plain_better.PlainBetter.before_another", _when_it_is_there)
        told = reflect(ANSWER, "", "/another", "That I was lost.", "")

    assert len(server.chats) == 1
    assert SHOWN in told.out


def _when_it_is_there(better: object) -> None:
    """As the program's own, once the answer is there: the wait is bounded by the server's own."""
    import time

    from coach.cli.plain_better import PlainBetter

    assert isinstance(better, PlainBetter)
    asked = better._under_way
    until = time.monotonic() + 10
    while asked is not None and asked.card is None and asked.failed is None and time.monotonic() < until:
        time.sleep(0.01)
    assert asked is not None
    assert asked.card is not None
    better._under_way = None
    better._session.offer(asked.wish, asked.card, replace=False)


@pytest.mark.parametrize("mode", ["status:401", "html-200", "cut-clean"])
def test_what_fails_is_one_sentence_and_the_session_goes_on_p23(own_place: Path, mode: str) -> None:
    with remote(own_place, mode):
        wait_for_seconds(own_place, 20)
        told = reflect(ANSWER, "", "That I was lost.", "", "A walk.", "", "More.", "")

    assert told.out.count("The question of this machine stays.") == 1
    assert "Traceback" not in told.out + told.err
    assert "Follow-up 1 of" in told.out
    assert "Your answer is kept." in told.out


def test_without_consent_it_says_so_once_and_sends_nothing_p35(own_place: Path) -> None:
    with remote(own_place, GOOD, allowed=False) as server:
        told = reflect(
            ANSWER, "", "That I was lost.", "", "A walk with Ana by the river, and no phone at all.", ""
        )

        assert server.requests == []
    assert told.out.count("coach privacy allow follow_up") == 1
    assert "Follow-up 1 of" in told.out


def test_engine_remote_without_an_endpoint_begins_nothing(own_place: Path) -> None:
    refused = coach("--engine", "remote", "reflect", "--plain", stdin=io.BytesIO().read())

    assert refused.code == 5
    assert "Follow-up" not in refused.out
    assert not list(own_place.rglob("journals/*.jsonl"))
