"""The server: one thread for each connection, everything received kept, hang-ups noticed."""

import contextlib
import json
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.doubles.misbehaving.modes import answer, mode

_CERTIFICATE: Final = Path(__file__).parent / "self_signed.pem"
_LONGEST: Final = 30.0
"""Seconds a stalling mode stalls at most, so that no thread outlives a test run."""


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Gone(Exception):
    """The client hung up."""


class Call:
    """One request while it is answered; what a mode works with."""

    def __init__(self, server: "Misbehaving", sock: socket.socket, received: Received, number: int) -> None:
        self.server = server
        self.received = received
        self.number = number
        """From 1: how many chat requests the server has had."""
        self._sock = sock

    @property
    def asked(self) -> dict[str, Any]:
        """The body of the request."""
        found = self.received.json
        assert isinstance(found, dict)
        return found

    @property
    def plain(self) -> bool:
        """Answer as one JSON body, whatever was asked for."""
        return self.server.plain

    def send(self, data: bytes) -> None:
        """Write, as far as the client still listens."""
        try:
            self._sock.sendall(data)
        except OSError as problem:
            raise Gone from problem

    def stall(self, seconds: float = _LONGEST) -> None:
        """Send nothing for so long, or until the client hangs up."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.server.closing.is_set():
            self._sock.settimeout(min(left, 0.05))
            try:
                if not self._sock.recv(65536):
                    raise Gone
            except TimeoutError:
                continue
            except OSError as problem:
                raise Gone from problem
        self._sock.settimeout(None)

    def reset(self) -> None:
        """End the connection with RST."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone


class Misbehaving:
    """A context manager: listens on a loopback port while it is open."""

    def __init__(
        self, mode_name: str = "ok", *, plain: bool = False, port: int = 0, tell: Any = None
    ) -> None:
        """`plain`: answer as one JSON body instead of a stream. `tell` is called with each `Received`."""
        mode(mode_name)
        self.mode = mode_name
        self.plain = plain
        self.requests: list[Received] = []
        self.connections = 0
        self.arrived = threading.Event()
        """A chat request is there."""
        self.hung_up = threading.Event()
        self.closing = threading.Event()
        self._tell = tell
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])

    @property
    def secure(self) -> bool:
        """Speaks TLS, with a certificate nobody signed."""
        return self.mode == "self-signed"

    @property
    def url(self) -> str:
        """The base_url to use."""
        return f"http{'s' if self.secure else ''}://127.0.0.1:{self.port}/v1"

    @property
    def chats(self) -> list[Received]:
        """The requests that asked for a reply."""
        return [one for one in self.requests if one.path.split("?")[0].endswith("/chat/completions")]

    def wait_hung_up(self, seconds: float = 5.0) -> bool:
        """Whether a client hung up before its answer was over."""
        return self.hung_up.wait(seconds)

    def __enter__(self) -> Self:
        thread = threading.Thread(target=self._listen, daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        # Closing alone does not wake a thread in accept().
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(2)

    def _listen(self) -> None:
        while not self.closing.is_set():
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._connection, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _connection(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(_LONGEST)
        try:
            if self.secure:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(_CERTIFICATE)
                sock = context.wrap_socket(sock, server_side=True)
            while not self.closing.is_set() and self._one(sock):
                pass
        except Gone:
            self.hung_up.set()
        except OSError:
            pass
        finally:
            sock.close()

    def _one(self, sock: socket.socket) -> bool:
        """Answer one request; whether the connection stays."""
        received = _read(sock, self.closing)
        if received is None:
            return False
        with self._lock:
            self.requests.append(received)
            number = len(self.chats)
        if number:
            self.arrived.set()
        if self._tell is not None:
            self._tell(received)
        return answer(Call(self, sock, received, number), self.mode)


def _read(sock: socket.socket, closing: threading.Event) -> Received | None:
    """One request; None where the connection ended."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = _some(sock, closing)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    while len(body) < length:
        piece = _some(sock, closing)
        if not piece:
            return None
        body += piece
    method, path, _ = first.split(" ", 2)
    return Received(method, path, headers, body)


def _some(sock: socket.socket, closing: threading.Event) -> bytes:
    sock.settimeout(0.1)
    while not closing.is_set():
        try:
            return sock.recv(65536)
        except TimeoutError:
            continue
    return b""
