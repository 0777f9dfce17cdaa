"""Which addresses are taken, which refused, before anything is looked up (promises P37, P38)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.chat import EngineFault
from coach.llm.endpoint import Endpoint, is_loopback

HERE = (
    "http://127.0.0.1:11434/v1",
    "http://localhost:1234/v1",
    "http://LOCALHOST:1234/v1",
    "http://localhost.:1234/v1",
    "http://127.8.9.10/v1",
    "http://[::1]:8080/v1",
    "http://[0:0:0:0:0:0:0:1]/v1",
    "http://[::ffff:127.0.0.1]/v1",
    "https://127.0.0.1/v1",
)
ELSEWHERE = (
    "https://llm.example/v1",
    "https://127.0.0.1.evil.example/v1",
    "https://localhost.evil.example/v1",
    "https://127.0.0.1-evil.example/v1",
    "https://my.localhost/v1",
    "https://localhost6/v1",
    "https://0.0.0.0/v1",
    "https://[::]/v1",
    "https://[::ffff:8.8.8.8]/v1",
    "https://[fe80::1]/v1",
    "https://192.168.1.20/v1",
    "https://128.0.0.1/v1",
)
NO_ADDRESS = (
    "localhost:1234/v1",
    "llm.example",
    "//llm.example/v1",
    "ftp://llm.example/v1",
    "file:///etc/passwd",
    "https://",
    "https:///v1",
    "https://user@llm.example/v1",
    "https://user:secret@llm.example/v1",
    "http://127.0.0.1@evil.example/v1",
    "http://127.0.0.1:80@evil.example/v1",
    "http://127.0.0.1\\@evil.example/v1",
    "http://evil.example#@127.0.0.1/v1",
    "https://llm.example/v1#part",
    "https://llm.example/v1?key=secret",
    "https://llm.example/v1?api-version=1&key=secret",
    "https://llm.example:0/v1",
    "https://llm.example:99999/v1",
    "https://llm.example:http/v1",
    "http://2130706433/v1",
    "http://127.1/v1",
    "http://0x7f.0.0.1/v1",
    "http://0x7f000001/v1",
    "http://0177.0.0.1/v1",
    "http://127.0.0.01/v1",
    "http://127.0.0.1.1/v1",
    "http://127\u30020\u30020\u30021/v1",
    "http://\uff11\uff12\uff17.0.0.1/v1",
    "http://loc\u0430lhost/v1",
    "http://local host/v1",
    "http://local\thost/v1",
    "http://localhost\n/v1",
    "http://localhost\x00.evil.example/v1",
    "http://lo%63alhost/v1",
    "http://[::1/v1",
    "http://[::1]evil.example/v1",
    "https://-evil.example/v1",
    "https://a..b/v1",
    "https://" + "a" * 64 + ".example/v1",
)


def refused(url: str, model: str = "m", **more: object) -> str:
    with pytest.raises(EngineFault) as caught:
        Endpoint.of(url, model, **more)  # type: ignore[arg-type]  # keywords of the test
    assert "secret" not in str(caught.value) + caught.value.hint
    return caught.value.fault


@pytest.mark.parametrize("url", HERE)
def test_this_machine_may_be_asked_without_encryption_and_local_only(url: str) -> None:
    """P37, P38."""
    assert Endpoint.of(url, "m", local_only=True).place.on_this_machine


@pytest.mark.parametrize("url", ELSEWHERE)
def test_another_machine_is_refused_when_only_this_one_may_be_asked(url: str) -> None:
    """P37: hosts that look like this machine included."""
    assert not Endpoint.of(url, "m").place.on_this_machine
    assert refused(url, local_only=True) == "local_only"


@pytest.mark.parametrize("url", ELSEWHERE)
def test_another_machine_needs_encryption_or_its_name_in_the_settings(url: str) -> None:
    """P38."""
    plain = url.replace("https://", "http://")
    assert refused(plain) == "insecure"
    assert refused(plain, allow_http=["other.example", "example"]) == "insecure"
    host = Endpoint.of(url, "m").host
    assert Endpoint.of(plain, "m", allow_http=[host.upper()]).secure is False
    assert refused(plain, allow_http=[host], local_only=True) == "local_only"


def test_a_host_may_be_named_with_its_port() -> None:
    """P38."""
    assert not Endpoint.of("http://box.example:8080/v1", "m", allow_http=["Box.example:8080"]).secure
    assert refused("http://box.example:8081/v1", allow_http=["box.example:8080"]) == "insecure"


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_an_address_that_can_be_read_two_ways_is_none(url: str) -> None:
    """P37, P38."""
    for local_only in (False, True):
        assert refused(url, local_only=local_only, allow_http=["127.1", "2130706433"]) == "bad_address"


def test_no_model_is_no_remote_engine() -> None:
    assert refused("https://llm.example/v1", "") == "not_set_up"
    assert refused("", "  ") == "not_set_up"
    assert refused("https://llm.example/v1", "a\nb") == "not_set_up"
    assert refused("https://llm.example/v1", "a" * 300) == "not_set_up"


def test_a_model_without_an_address_is_at_the_sdks_own_host() -> None:
    endpoint = Endpoint.of("", "small")
    assert endpoint.place.url == "https://api.openai.com/v1"
    assert endpoint.place.host == "api.openai.com"


@pytest.mark.parametrize(
    ("url", "host", "shown"),
    [
        ("https://LLM.Example:443/v1/", "llm.example", "https://llm.example/v1"),
        ("https://llm.example:8443", "llm.example:8443", "https://llm.example:8443"),
        ("http://127.0.0.1:80/v1", "127.0.0.1", "http://127.0.0.1/v1"),
        ("http://[::1]:8080/v1", "[::1]:8080", "http://[::1]:8080/v1"),
        ("  https://llm.example/v1/chat/completions ", "llm.example", "https://llm.example/v1"),
    ],
)
def test_host_and_address_are_shown_in_one_form(url: str, host: str, shown: str) -> None:
    place = Endpoint.of(url, "m").place
    assert (place.host, place.url) == (host, shown)


def test_the_addresses_of_azure() -> None:
    """A resource alone means its v1 address, as any other; a deployment has its own header and version."""
    plain = Endpoint.of("https://mine.openai.azure.com/openai/v1/", "d")
    assert (plain.key_header, plain.query) == ("Authorization", ())
    assert Endpoint.of("https://mine.openai.azure.com/", "d").place.url == plain.place.url
    deployment = Endpoint.of("https://mine.openai.azure.com/openai/deployments/d", "d")
    assert (deployment.key_header, dict(deployment.query)) == ("api-key", {"api-version": "2024-10-21"})
    dated = "https://mine.openai.azure.com/openai/deployments/d?api-version=2025-01-01-preview"
    assert dict(Endpoint.of(dated, "d").query) == {"api-version": "2025-01-01-preview"}
    assert "?" not in Endpoint.of(dated, "d").place.url


@given(st.text(max_size=40))
def test_no_text_is_an_address_with_another_host_than_it_shows(text: str) -> None:
    """Whatever is taken has one reading; everything else is refused with a word of the table."""
    for url in (text, f"http://{text}", f"https://{text}/v1"):
        try:
            endpoint = Endpoint.of(url, "m")
        except EngineFault:
            continue
        assert endpoint.secure or is_loopback(endpoint.host)
        assert endpoint.host in endpoint.place.url


def test_httpx_reads_every_address_as_it_was_checked() -> None:
    import httpx2

    for url in (*HERE, *ELSEWHERE):
        endpoint = Endpoint.of(url, "m")
        read = httpx2.URL(f"{endpoint.place.url}/chat/completions")
        assert read.host == endpoint.host
        assert (read.port or (443 if endpoint.secure else 80)) == endpoint.port
