"""Reads what an endpoint sends, piece by piece: server-sent events or one JSON body, believed in nothing.

Whatever comes ends as an `Account`: text, how it ended, and which error was named. Bounded in memory: one
line, one event and the whole text have caps. Knows no network.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from coach.llm.spoken import Spoken

_LINE: Final = 2 * 1024 * 1024
"""Longest line or JSON body that is read, in bytes; a reply of 64 KB, each byte escaped, fits five times."""
MOST: Final = 16 * 1024 * 1024
"""Bytes of one reply that are read, unpacked: a reply of 64 KB in events of one byte each fits."""
_ERROR_TEXT: Final = 2000
_NAME: Final = 100

Broken = Literal["", "html", "garbage", "half", "too_big"]


class Account:
    """What came, added up."""

    def __init__(self, limit: int) -> None:
        """`limit`: bytes of text that are kept."""
        self.spoken = Spoken(limit)
        self.finish = ""
        """finish_reason as sent, lower case; empty while none came."""
        self.done = False
        """`[DONE]` came, or the one JSON body was whole."""
        self.signs = 0
        """How many pieces of text, thought, refusal or tool call came: the model is at work."""
        self.refusal = False
        self.tool = False
        self.error: Mapping[str, Any] | None = None
        """An error object that came in place of, or in the middle of, a reply."""
        self.broken: Broken = ""
        self.model = ""
        self.usage: Mapping[str, Any] | None = None
        self.fingerprint = ""
        self.streamed = False
        """It came as events, not as one body."""

    @property
    def over(self) -> bool:
        """Nothing more is worth reading."""
        return self.done or bool(self.broken) or self.error is not None or self.spoken.over

    def take(self, data: Any) -> None:
        """Add one JSON document: an event's data, or a whole body."""
        if not isinstance(data, dict):
            if data is not None:
                self.broken = "garbage"
            return
        if error := error_of(data):
            self.error = error
            return
        if isinstance(data.get("model"), str) and not self.model:
            self.model = "".join(ch for ch in data["model"] if ch.isprintable())[:_NAME]
        if isinstance(data.get("system_fingerprint"), str):
            self.fingerprint = data["system_fingerprint"][:_NAME]
        if isinstance(data.get("usage"), dict):
            self.usage = data["usage"]
        choices = data.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            if isinstance(choice, dict) and choice.get("index") in (0, None):
                self._choice(choice)
                break

    def _choice(self, choice: Mapping[str, Any]) -> None:
        part = choice.get("delta")
        if not isinstance(part, dict):
            part = choice.get("message")
        if isinstance(part, dict) and not self.finish:
            self._part(part)
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason and not self.finish:
            self.finish = reason.lower()[:_NAME]

    def _part(self, part: Mapping[str, Any]) -> None:
        if text := _text(part.get("content")):
            self.signs += 1
            self.spoken.feed(text)
        if isinstance(part.get("refusal"), str) and part["refusal"]:
            self.signs += 1
            self.refusal = True
        if part.get("tool_calls") or part.get("function_call"):
            self.signs += 1
            self.tool = True
        # Thoughts sent beside the text: llama.cpp, vLLM and LM Studio use the one name, OpenRouter and
        # Ollama the other.
        if part.get("reasoning_content") or part.get("reasoning"):
            self.signs += 1


def error_of(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The error a document names, in the shapes the servers use; None where it names none.

    OpenAI and most others: {"error": {...}}; LM Studio: {"error": "words"}; vLLM before 0.10:
    {"object": "error", "message": …}; FastAPI: {"detail": …}.
    """
    error = data.get("error")
    if isinstance(error, dict) and error:
        return error
    if isinstance(error, str) and error:
        return {"message": error[:_ERROR_TEXT]}
    if data.get("object") == "error" or ("message" in data and "choices" not in data):
        return {key: data[key] for key in ("message", "type", "code", "param") if key in data}
    if "detail" in data and "choices" not in data:
        return {"message": str(data["detail"])[:_ERROR_TEXT]}
    return None


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # parts, as some servers send them
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(text for text in texts if isinstance(text, str))
    return ""


class Reading:
    """Bytes in, an `Account` out."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._buffer = bytearray()
        self._body = False
        """It is one JSON body, not events."""
        self._begun = False
        self._data: list[bytes] = []
        self._size = 0
        self._read = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._read += len(chunk)
        if self._account.over:
            return
        self._buffer += chunk
        if not self._begun and not self._begin():
            return
        if not self._body:
            for line in self._lines():
                self._line(line)
        if len(self._buffer) > _LINE or self._read >= MOST:
            self._account.broken = self._account.broken or "too_big"
            self._buffer.clear()

    def end(self) -> None:
        """The connection ended: what has come so far is all."""
        account = self._account
        if account.over:
            return
        if self._body:
            account.take(self._json(bytes(self._buffer)))
            if account.broken and self._buffer.startswith(b"{"):
                account.broken = "half"
            account.done = not account.broken and account.error is None
            return
        if self._buffer:
            self._line(bytes(self._buffer))
        self._dispatch()
        if not self._begun and self._buffer.strip():
            account.broken = "garbage"

    def _begin(self) -> bool:
        """Look at the first bytes; headers are not believed, for many servers name the wrong type."""
        start = bytes(self._buffer[:64]).removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            return False
        account = self._account
        self._begun = True
        if start.startswith(b"<"):
            account.broken = "html"
            return False
        self._body = start.startswith((b"{", b"["))
        account.streamed = not self._body
        if self._buffer.startswith(b"\xef\xbb\xbf"):
            del self._buffer[:3]
        return True

    def _lines(self) -> Iterator[bytes]:
        while not self._account.over and (at := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:at]).rstrip(b"\r")
            del self._buffer[: at + 1]
            yield line

    def _line(self, line: bytes) -> None:
        """One line of a stream of events (WHATWG HTML, section 9.2.6, as far as the API uses it)."""
        if not line:
            self._dispatch()
            return
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._size += len(value)
            if self._size > _LINE:
                self._account.broken = "too_big"
        elif line.startswith(b"{"):
            # A server that fails after it began to stream may send its error bare, without `data:`.
            self._account.take(self._json(line))
        elif name not in {b"", b"event", b"id", b"retry"}:
            self._account.broken = "garbage"

    def _dispatch(self) -> None:
        if not self._data:
            return
        data = b"\n".join(self._data).strip()
        self._data, self._size = [], 0
        if data.startswith(b"[DONE]"):
            self._account.done = True
        elif data:
            self._account.take(self._json(data))

    def _json(self, raw: bytes) -> Any:
        try:
            return json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
            self._account.broken = "garbage"
            return None
