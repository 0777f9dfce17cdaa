"""Deadlines, Stop, progress, retries: one waits as long as was said, sees it, and can end it (P26, P27)."""

import contextlib
import threading
import time

import pytest

from coach.engine.chat import EngineFault, Stop, Waiting
from coach.llm.endpoint import Endpoint
from coach.llm.openai_model import Deadlines, OpenAIModel
from tests.llm.conftest import ASKED, Made


def test_a_server_that_drips_is_left_after_the_total_time_and_what_came_is_kept(made: Made) -> None:
    """The library's own timeout is per read and never ends this one."""
    server, model = made("drip", deadlines=Deadlines(5, 5, 0.5))
    reply = model.chat(ASKED)
    assert (reply.ending, reply.text.startswith("What")) == ("cut", True)
    assert server.wait_hung_up()


def test_the_wait_for_the_first_word_is_not_lengthened_by_comments(made: Made) -> None:
    server, model = made("comments", deadlines=Deadlines(0.3, 5, 8))
    with pytest.raises(EngineFault) as caught:
        model.chat(ASKED)
    assert caught.value.fault == "timeout"
    assert server.wait_hung_up()


def test_thoughts_are_a_sign_of_life_but_no_first_word(made: Made) -> None:
    _, model = made("ollama")  # sends a thought beside the text
    reply = model.chat(ASKED)
    assert reply.first_token is not None
    assert reply.text == "What did you notice first?"


@pytest.mark.parametrize("mode", ["stall-head", "stall-first"])
def test_stop_ends_a_wait_for_the_first_word_and_hangs_up(
    mode: str, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.llm.openai_model._A_TICK", 20.0)  # Stop itself has to wake the one who waits
    server, model = made(mode)
    stop = Stop()

    def when_there() -> None:
        server.arrived.wait(5)
        stop.set()

    waiting = threading.Thread(target=when_there)
    waiting.start()
    reply = model.chat(ASKED, stop=stop)
    waiting.join(5)
    assert (reply.ending, reply.text) == ("stopped", "")
    assert reply.seconds < 10
    assert server.wait_hung_up()


def test_stop_keeps_what_came(made: Made) -> None:
    server, model = made("stall-mid")
    stop = Stop()

    def seen(now: Waiting) -> None:
        if now.text == "What did you":
            stop.set()

    reply = model.chat(ASKED, on_progress=seen, stop=stop)
    assert (reply.ending, reply.text) == ("stopped", "What did you")
    assert server.wait_hung_up()


def test_stop_ends_a_pause_between_tries(made: Made) -> None:
    server, model = made("status:503:9")
    stop = Stop()
    reply = model.chat(ASKED, on_progress=lambda now: stop.set() if now.note else None, stop=stop)
    assert reply.ending == "stopped"
    assert len(server.chats) == 1


def test_stop_does_not_wait_for_a_keyring_that_asks(made: Made) -> None:
    """P26: whatever blocks on the way to the first byte."""
    answered, asked = threading.Event(), threading.Event()
    _, model = made()

    def key() -> str:
        asked.set()
        answered.wait(10)
        return ""

    slow = OpenAIModel(Endpoint.of(model.place.url, "m"), key=key)
    stop = Stop()

    def when_asked() -> None:
        asked.wait(5)
        stop.set()

    threading.Thread(target=when_asked).start()
    reply = slow.chat(ASKED, stop=stop)
    assert (reply.ending, answered.is_set()) == ("stopped", False)
    answered.set()
    slow.close()


def test_a_keyring_that_never_answers_is_not_waited_for_without_end(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.llm.conversation._READY", 0.2)
    never = threading.Event()
    _, model = made()
    slow = OpenAIModel(Endpoint.of(model.place.url, "m"), key=lambda: str(never.wait(10)))
    with pytest.raises(EngineFault) as caught:
        slow.chat(ASKED)
    assert caught.value.fault == "timeout"
    never.set()
    slow.close()


def test_what_was_stopped_before_it_began_is_not_sent(made: Made) -> None:
    server, model = made()
    stop = Stop()
    stop.set()
    reply = model.chat(ASKED, stop=stop)
    assert (reply.ending, reply.usage.sent, server.requests) == ("stopped", 0, [])


def test_a_stop_after_the_end_changes_nothing(made: Made) -> None:
    _, model = made()
    stop = Stop()
    reply = model.chat(ASKED, stop=stop)
    stop.set()
    assert reply.ending == "whole"


def test_progress_grows_and_comes_in_the_calling_thread(made: Made) -> None:
    _, model = made("slow")
    seen: list[Waiting] = []
    threads = set()

    def note(now: Waiting) -> None:
        seen.append(now)
        threads.add(threading.current_thread())

    reply = model.chat(ASKED, on_progress=note)
    assert seen
    assert all(reply.text.startswith(now.text) for now in seen)
    assert [now.seconds for now in seen] == sorted(now.seconds for now in seen)
    assert threads == {threading.current_thread()}
    assert len(seen) <= 2 + reply.seconds * 10


def test_an_error_in_the_callers_own_progress_ends_the_request(made: Made) -> None:
    server, model = made("stall-mid")

    def wrong(_now: Waiting) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError):
        model.chat(ASKED, on_progress=wrong)
    assert server.wait_hung_up()


def test_each_new_try_is_told_in_words(made: Made) -> None:
    """P27: own, visible retries, at most two."""
    server, model = made("status:503:0")
    notes: list[str] = []
    with pytest.raises(EngineFault):
        model.chat(ASKED, on_progress=lambda now: notes.append(now.note))
    assert len(server.chats) == 3
    assert any("2 of 3" in note for note in notes) or any("3 of 3" in note for note in notes)


def test_a_try_that_works_counts_how_many_it_took(made: Made) -> None:
    _, model = made("status-then-ok:503:0")
    assert model.chat(ASKED).tries == 2


def test_no_pause_goes_beyond_the_total_time(made: Made) -> None:
    server, model = made("status:503:5", deadlines=Deadlines(3, 3, 3))
    with pytest.raises(EngineFault):
        model.chat(ASKED)
    assert len(server.chats) == 1


def test_two_threads_may_ask_at_once(made: Made) -> None:
    server, model = made("slow")
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(model.chat(ASKED))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [reply.ending for reply in replies] == ["whole", "whole"]
    assert len(server.chats) == 2


def test_one_connection_serves_one_request_after_another(made: Made) -> None:
    """Connected ahead while someone types."""
    server, model = made()
    model.connect()
    for _ in range(4):
        model.chat(ASKED)
    assert len(server.chats) == 4
    assert server.connections <= 2  # the first may begin while the one opened ahead is still at work


def test_a_closed_model_says_so_and_closing_twice_is_closing_once(made: Made) -> None:
    _, model = made()
    model.chat(ASKED)
    model.close()
    model.close()
    model.connect()
    with pytest.raises(EngineFault) as caught:
        model.chat(ASKED)
    assert caught.value.fault == "closed"


def test_closing_ends_a_request_that_waits(made: Made) -> None:
    _, model = made("stall-mid")
    seen = threading.Event()
    ended: list[object] = []

    def ask() -> None:
        try:
            ended.append(model.chat(ASKED, on_progress=lambda now: seen.set() if now.text else None))
        except EngineFault as problem:
            ended.append(problem)

    thread = threading.Thread(target=ask)
    thread.start()
    assert seen.wait(5)
    model.close()
    thread.join(5)
    assert not thread.is_alive()


def test_closing_at_once_leaves_nobody_waiting(made: Made) -> None:
    """Also where the request was not begun yet."""
    _, first = made("stall-head")
    for _ in range(10):
        model = OpenAIModel(Endpoint.of(first.place.url, "m"), key=str)
        ended = threading.Event()

        def ask(model: OpenAIModel = model, ended: threading.Event = ended) -> None:
            with contextlib.suppress(EngineFault):
                model.chat(ASKED)
            ended.set()

        thread = threading.Thread(target=ask)
        thread.start()
        model.close()
        assert ended.wait(5)
        thread.join(5)


def test_asked_to_wait_reads_seconds_milliseconds_and_dates() -> None:
    from email.utils import formatdate

    from coach.llm.diagnosis import asked_to_wait

    assert asked_to_wait({"retry-after": "7"}) == 7
    assert asked_to_wait({"retry-after": "1.5"}) == 1.5
    assert asked_to_wait({"retry-after-ms": "250"}) == 0.25
    later = asked_to_wait({"retry-after": formatdate(time.time() + 100, usegmt=True)})
    assert later is not None
    assert 90 < later <= 101
    for odd in ("", "soon", "nan", "-5", "1e999", "9" * 5000, "Mon, 99 Foo"):
        found = asked_to_wait({"retry-after": odd})
        assert found is None or 0 <= found <= 86_400
    assert asked_to_wait({}) is None
