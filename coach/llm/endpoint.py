"""Where a model is, read strictly: a doubtful address is refused before any look-up (P37, P38).

Standard library only, so that settings and the header can show the place without cost.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from coach.engine.chat import Place
from coach.llm.faults import fault

OWN_HOST: Final = "api.openai.com"
"""The SDK's own default host: used where only a model is named; the only one OPENAI_API_KEY is for."""

_OWN_URL: Final = f"https://{OWN_HOST}/v1"
_USUAL_PORT: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$")
_AUTHORITY: Final = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(:[0-9]{1,5})?$")
_LOOKS_NUMERIC: Final = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")
_AZURE: Final = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
_AZURE_VERSION: Final = "2024-10-21"
"""The stable inference version of Azure's per-deployment address (learn.microsoft.com, Azure OpenAI REST
reference); an `api-version` in remote.base_url beats it."""
_MODEL_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address with one model, checked. `of` makes it."""

    place: Place
    host: str
    """Lower case, without brackets or port: a name, or an IP address in its usual form."""
    port: int
    secure: bool
    """https."""
    local_only: bool
    """Nothing but this machine may be connected to."""
    key_header: str = "Authorization"
    """`api-key` for Azure's per-deployment address, else a bearer token."""
    query: tuple[tuple[str, str], ...] = field(default=())
    """Sent with every request."""

    @property
    def own(self) -> bool:
        """The SDK's own default host."""
        return self.host == OWN_HOST

    @classmethod
    def of(
        cls, base_url: str, model: str, *, local_only: bool = False, allow_http: Sequence[str] = ()
    ) -> "Endpoint":
        """Read and check an address. Looks nothing up, connects to nothing.

        Args:
            base_url: e.g. `https://llm.example/v1`; empty for the SDK's own host.
            model: the model's name there.
            local_only: refuse everything but loopback addresses and the name `localhost`.
            allow_http: hosts, or hosts with their port, that may be reached over http; loopback always may.

        Raises:
            EngineFault: not_set_up, bad_address, insecure or local_only.
        """
        if not model.strip():
            raise fault("not_set_up")
        name = model.strip()
        if len(name) > _MODEL_LENGTH or not name.isprintable():
            raise fault("not_set_up")
        secure, host, port, path, query = _read(base_url.strip() or _OWN_URL)
        here = is_loopback(host)
        place = Place(
            host=_shown(host, port, secure=secure),
            url=f"{'https' if secure else 'http'}://{_shown(host, port, secure=secure)}{path}",
            model=name,
            on_this_machine=here,
        )
        if local_only and not here:
            raise fault("local_only", place)
        named = {form for one in allow_http for form in (_plain_host(one), one.strip().lower())}
        if not (secure or here or host in named or place.host in named):
            raise fault("insecure", place)
        deployment = "/openai/deployments/" in f"{path}/"
        if deployment and not query:
            query = (("api-version", _AZURE_VERSION),)
        return cls(
            place=place,
            host=host,
            port=port,
            secure=secure,
            local_only=local_only,
            key_header="api-key" if deployment else "Authorization",
            query=query,
        )


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine: a loopback address or the name localhost.

    Names under `.localhost` and names that merely begin like an address are not taken for it: a resolver may
    answer them with anything.
    """
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _read(url: str) -> tuple[bool, str, int, str, tuple[tuple[str, str], ...]]:
    """Scheme (https?), host, port, path and query of an address. Raises EngineFault bad_address."""
    wrong = fault("bad_address")
    if not (url.isascii() and url.isprintable()) or any(ch in url for ch in ' \\"<>^`{|}'):
        raise wrong
    try:
        parts = urlsplit(url)
        port = parts.port
        query = tuple(parse_qsl(parts.query, strict_parsing=True)) if parts.query else ()
    except ValueError:
        raise wrong from None
    scheme = parts.scheme.lower()
    # A name or password before the host reads like another host, and would be shown wherever the address is.
    if scheme not in _USUAL_PORT or not _AUTHORITY.match(parts.netloc) or "#" in url:
        raise wrong
    if any(key != "api-version" for key, _ in query):
        raise wrong
    host = _plain_host(parts.hostname or "")
    if not host or port == 0:
        raise wrong
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    if host.endswith(_AZURE) and path in {"", "/openai"}:
        path = "/openai/v1"
    return scheme == "https", host, port or _USUAL_PORT[scheme], path, query


def _plain_host(text: str) -> str:
    """A host in its one usual form; empty where it is none, or one that a resolver could read differently."""
    host = text.strip().lower().removeprefix("[").removesuffix("]")
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        pass
    host = host.removesuffix(".")
    if len(host) > 253 or not _NAME.match(host):
        return ""
    # 2130706433, 0x7f.1 and 127.1 are addresses to a resolver and names to everybody else.
    return "" if _LOOKS_NUMERIC.match(host.rpartition(".")[2]) else host


def _shown(host: str, port: int, *, secure: bool) -> str:
    named = f"[{host}]" if ":" in host else host
    return named if port == _USUAL_PORT["https" if secure else "http"] else f"{named}:{port}"
