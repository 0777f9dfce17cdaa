"""Environment, proxies, redirects, logs: nothing decides where a request goes but the settings (P37, P39)."""

import io
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
import respx

from coach.engine.chat import EngineFault, Message, Request
from coach.llm.endpoint import Endpoint
from coach.llm.openai_model import Deadlines, OpenAIModel
from coach.llm.transport import OnlyHere
from tests.doubles.misbehaving import MODES, Misbehaving
from tests.llm.conftest import ASKED, Made

KEY = "sk-canary-key"
TEXT = "canary of the entry"
PRIVATE = Request((Message("user", TEXT),))


def test_no_variable_of_the_sdk_or_the_transport_counts(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    other, _ = made()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{other.port}")
    monkeypatch.setenv("OPENAI_BASE_URL", other.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-stray")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-stray-admin")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-stray")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-stray")
    monkeypatch.setenv(
        "OPENAI_CUSTOM_HEADERS", "X-Stray: 1\nAuthorization: Bearer sk-stray\nHost: stray\nAccept: stray"
    )
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", other.url)
    server, model = made()
    assert model.chat(ASKED).ending == "whole"
    assert other.requests == []
    (received,) = server.chats
    assert "stray" not in str(received.headers)
    assert received.headers["authorization"] == "Bearer none"


@pytest.mark.parametrize("odd", ["no colon", "a: b: c", "é: ü", ":", "x: \x07", " "])
def test_odd_words_in_the_sdks_variables_do_no_harm(
    odd: str, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_CUSTOM_HEADERS", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_WEBHOOK_SECRET"):
        monkeypatch.setenv(name, odd)
    _, model = made()
    assert model.chat(ASKED).ending == "whole"


def test_only_what_is_needed_goes_out_with_a_request(made: Made) -> None:
    """No system, architecture or version of this machine."""
    server, model = made(key=KEY)
    model.chat(ASKED)
    received = server.chats[0]
    assert set(received.headers) == {
        *("host", "accept", "accept-encoding", "content-type", "content-length", "user-agent"),
        "authorization",
    }
    assert received.headers["user-agent"].startswith("coach/")
    assert received.headers["accept-encoding"] == "identity"
    assert set(received.json) == {
        *("model", "messages", "stream", "stream_options", "max_tokens", "temperature")
    }


def test_a_redirect_is_not_followed_and_the_other_place_sees_nothing(made: Made) -> None:
    other, _ = made()
    _, model = made(f"redirect:{other.url}/chat/completions", key=KEY)
    with pytest.raises(EngineFault) as caught:
        model.chat(PRIVATE)
    assert caught.value.fault == "redirected"
    assert other.requests == []


def test_nobody_there_and_no_such_name_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    refused = OpenAIModel(Endpoint.of(f"http://127.0.0.1:{port}/v1", "m"), key=str, pauses=(0.01, 0.01))

    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    nameless = OpenAIModel(Endpoint.of("https://llm.example/v1", "m"), key=str, pauses=(0.01, 0.01))
    for model, word in ((refused, "unreachable"), (nameless, "no_such_host")):
        with pytest.raises(EngineFault) as caught:
            model.chat(ASKED)
        model.close()
        assert caught.value.fault == word


def test_a_loopback_endpoint_connects_to_loopback_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """P37: `localhost` is not looked up, so that no resolver or hosts file can send it elsewhere."""
    import socket

    looked_up: list[object] = []
    real = socket.getaddrinfo

    def look(host: object, *rest: object, **more: object) -> object:
        looked_up.append(host.decode() if isinstance(host, bytes) else host)
        return real(host, *rest, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(socket, "getaddrinfo", look)
    with Misbehaving() as server:
        endpoint = Endpoint.of(f"http://localhost:{server.port}/v1", "m", local_only=True)
        model = OpenAIModel(endpoint, key=str)
        assert model.chat(ASKED).ending == "whole"
        model.close()
    assert "localhost" not in looked_up


async def test_the_connector_refuses_another_machine_and_a_socket_file() -> None:
    """P37: also where the address was changed after it was checked."""
    import httpcore2

    backend = OnlyHere()
    for host in ("8.8.8.8", "llm.example", "127.0.0.1.evil.example"):
        with pytest.raises(httpcore2.ConnectError):
            await backend.connect_tcp(host, 80)
    with pytest.raises(httpcore2.ConnectError):
        await backend.connect_unix_socket("/tmp/none")


async def test_the_transport_sends_to_the_checked_address_only() -> None:
    from coach.llm.transport import Transport

    transport = Transport(Endpoint.of("http://127.0.0.1:1/v1", "m"), "k", "coach")
    for url in ("http://127.0.0.1:2/v1", "https://127.0.0.1:1/v1", "http://127.0.0.2:1/v1"):
        with pytest.raises(httpx2.UnsupportedProtocol):
            await transport.handle_async_request(httpx2.Request("POST", url))
    await transport.aclose()


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setLevel(1)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


_COSTLY = {"loop", "endless-thought", "gzip-bomb", "long"}
_NEED_A_VALUE = {"status", *(mode for mode in MODES if mode.startswith("say"))}


@pytest.mark.parametrize("mode", sorted(set(MODES) - _COSTLY - _NEED_A_VALUE))
def test_key_and_text_are_in_no_log_error_or_traceback(
    mode: str, made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """P39: every fault, every level, with the SDK's own logging turned on."""
    monkeypatch.setenv("OPENAI_LOG", "debug")
    mode = f"{mode}:503:0" if mode == "status-then-ok" else mode
    failures: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: failures.append(str(args.exc_value)))
    monkeypatch.setattr(sys, "unraisablehook", lambda args: failures.append(str(args.exc_value)))
    with everything_logged() as written:
        _, model = made(mode, key=KEY, deadlines=Deadlines(0.3, 0.3, 0.6))
        try:
            model.chat(PRIVATE)
            told = ""
        except EngineFault as problem:
            told = "".join(traceback.format_exception(problem)) + problem.hint + repr(problem)
        model.close()
    shown = capsys.readouterr()
    everything = written.getvalue() + told + shown.out + shown.err + "".join(failures) + repr(model)
    assert KEY not in everything
    assert TEXT not in everything
    assert "notice first" not in everything  # nothing of the reply either


def test_the_sdks_own_host_gets_the_request_and_azure_its_own_form(httpx2_mock: respx.Router) -> None:
    """Hosts that no test may reach are stood in for below the transport."""
    said = {"choices": [{"index": 0, "message": {"content": "Why?"}, "finish_reason": "stop"}]}
    own = httpx2_mock.post("https://api.openai.com/v1/chat/completions").respond(json=said)
    azure = httpx2_mock.post("https://mine.openai.azure.com/openai/deployments/d/chat/completions").respond(
        json=said
    )
    for url in ("", "https://mine.openai.azure.com/openai/deployments/d?api-version=2025-01-01-preview"):
        model = OpenAIModel(Endpoint.of(url, "d"), key=lambda: KEY)
        assert model.chat(ASKED).text == "Why?"
        model.close()
    sent = own.calls.last.request
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    sent = azure.calls.last.request
    assert sent.url.params["api-version"] == "2025-01-01-preview"
    assert sent.headers["api-key"] == KEY
    assert "authorization" not in sent.headers


def test_a_key_is_asked_for_when_it_is_needed_and_its_fault_is_told() -> None:
    from coach.llm.faults import fault

    def unusable() -> str:
        raise fault("bad_key")

    with Misbehaving() as server:
        model = OpenAIModel(Endpoint.of(server.url, "m"), key=unusable)
        with pytest.raises(EngineFault) as caught:
            model.chat(ASKED)
        model.close()
        assert caught.value.fault == "bad_key"
        assert server.requests == []


def test_without_the_package_one_sentence_says_so(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "coach.llm.client"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openai", None)
    _, model = made()
    with pytest.raises(EngineFault) as caught:
        model.chat(ASKED)
    assert caught.value.fault == "package_missing"
