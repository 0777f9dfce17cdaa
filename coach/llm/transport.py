"""The one way out: what may leave in a request's head, what may come back, and to which machine (P28, P37).

Imported in the background thread only, for httpx2 is costly.
"""

import ssl
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final

import httpcore2
import httpx2

from coach.llm.endpoint import Endpoint, is_loopback
from coach.llm.reading import MOST

_ERROR_BODY: Final = 64 * 1024
_PIECE: Final = 65_536
_KEPT_OPEN: Final = 90.0
"""Seconds an idle connection is kept; someone types that long."""
_CONNECT: Final = 10.0


class Capped(httpx2.AsyncByteStream):
    """A body that ends after so many unpacked bytes, whatever the packed ones would grow to."""

    def __init__(self, body: httpx2.AsyncByteStream, limit: int, *, packed: bool) -> None:
        self._body = body
        self._left = limit
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            for piece in self._plain(chunk):
                self._left -= len(piece)
                yield piece
                if self._left <= 0:
                    return

    def _plain(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk unpacks to, in pieces, so that a reader who has enough can stop between two."""
        if self._unpack is None:
            yield chunk[: self._left]
            return
        try:
            while chunk and (piece := self._unpack.decompress(chunk, min(self._left, _PIECE))):
                yield piece
                chunk = self._unpack.unconsumed_tail
        except zlib.error:
            self._left = 0

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._body.aclose()


class Transport(httpx2.AsyncBaseTransport):
    """httpx2's own transport, with a guard on each side."""

    def __init__(self, endpoint: Endpoint, key: str, user_agent: str) -> None:
        self._endpoint = endpoint
        self._key = key
        self._user_agent = user_agent
        limits = httpx2.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=_KEPT_OPEN)
        self._inner = httpx2.AsyncHTTPTransport(
            verify=_trusted(endpoint), trust_env=False, limits=limits, retries=0
        )
        if endpoint.place.on_this_machine:
            self._inner._pool._network_backend = OnlyHere()  # noqa: SLF001  # the public constructor takes none

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send with our headers only; hand back a body that cannot grow without end."""
        url = request.url
        here = (url.scheme == "https", url.host.rstrip(".").lower(), url.port)
        wanted = self._endpoint
        # What the SDK made of the address must be what was checked.
        if here[0] != wanted.secure or here[1] != wanted.host or (here[2] or _port(url)) != wanted.port:
            raise httpx2.UnsupportedProtocol("another address than the one that was checked")
        # A head of our own. The SDK's would tell this machine's system and versions, and whatever
        # OPENAI_CUSTOM_HEADERS, OPENAI_ORG_ID and OPENAI_PROJECT_ID hold; it needs the old one afterwards.
        head = {"accept": "application/json", "accept-encoding": "identity", "user-agent": self._user_agent}
        if request.method == "POST":
            head["content-type"] = "application/json"
        named = wanted.key_header
        head[named] = self._key if named == "api-key" else f"Bearer {self._key}"
        response = await self._inner.handle_async_request(
            httpx2.Request(
                request.method,
                url,
                headers=head,
                content=await request.aread(),
                extensions=request.extensions,
            )
        )
        packed = response.headers.pop("content-encoding", "identity").strip().lower()
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        limit = MOST if response.status_code < 300 else _ERROR_BODY
        response.headers.pop("content-length", None)
        response.stream = Capped(response.stream, limit, packed=packed in {"gzip", "x-gzip", "deflate"})
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def timeouts() -> httpx2.Timeout:
    """Connecting has a bound of its own; reading is bound by the deadlines of a request (promise P26)."""
    return httpx2.Timeout(None, connect=_CONNECT, pool=_CONNECT)


class OnlyHere(httpcore2.AsyncNetworkBackend):
    """Connects to loopback addresses and to nothing else, whatever a resolver says (promise P37)."""

    def __init__(self) -> None:
        self._real = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore2's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to this machine. `localhost` is never looked up: 127.0.0.1 is tried, then ::1."""
        if not is_loopback(host):
            raise httpcore2.ConnectError("not this machine")
        stream: httpcore2.AsyncNetworkStream | None = None
        for address in ("127.0.0.1", "::1") if host == "localhost" else (host,):
            try:
                stream = await self._real.connect_tcp(
                    address, port, timeout=timeout, local_address=local_address, socket_options=socket_options
                )
                break
            except httpcore2.ConnectError as problem:
                refused = problem
        if stream is None:
            raise refused
        peer = stream.get_extra_info("server_addr")
        if not (peer and is_loopback(str(peer[0]))):
            await stream.aclose()
            raise httpcore2.ConnectError("not this machine")
        return stream

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002  # httpcore2's signature, as below
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  # the signature of the base class
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002  # the same
    ) -> httpcore2.AsyncNetworkStream:
        """Never: an endpoint is an address."""
        raise httpcore2.ConnectError("not an address")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._real.sleep(seconds)


def _port(url: httpx2.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _trusted(endpoint: Endpoint) -> ssl.SSLContext:
    """The certificates this machine trusts, SSL_CERT_FILE included: a server in a company has its own root.

    Plain http needs none, and reading them costs more than the rest of a connection.
    """
    return httpx2.create_ssl_context() if endpoint.secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
