"""What a mode sends: heads, bodies, events of a stream, in the shapes of Chat Completions."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.doubles.misbehaving.server import Call

MODEL: Final = "misbehaving-1"
WORDS: Final = ("What", " did", " you", " notice", " first", "?")
TEXT: Final = "".join(WORDS)
USAGE: Final = {"prompt_tokens": 12, "completion_tokens": 6, "total_tokens": 18}


def head(
    call: "Call",
    status: str,
    kind: str,
    *,
    length: int | None = None,
    more: Iterable[str] = (),
) -> None:
    """A status line and headers; without a length the body comes in chunks."""
    framing = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", framing, *more, "", ""]
    call.send("\r\n".join(lines).encode())


def body(call: "Call", status: str, kind: str, content: bytes, more: Iterable[str] = ()) -> bool:
    """A whole body with its length; the connection stays."""
    head(call, status, kind, length=len(content), more=more)
    call.send(content)
    return True


def error(
    call: "Call",
    status: str,
    message: str,
    *,
    code: Any = None,
    kind: str = "invalid_request_error",
    more: Iterable[str] = (),
    **fields: Any,
) -> bool:
    """An error in the usual shape."""
    content = {"error": {"message": message, "type": kind, "code": code, "param": None, **fields}}
    return body(call, status, "application/json", json.dumps(content).encode(), more)


def chunk(call: "Call", data: bytes) -> None:
    """One piece of a body in chunks."""
    call.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def last(call: "Call") -> bool:
    """The end of a body in chunks; the connection stays."""
    call.send(b"0\r\n\r\n")
    return True


def event(data: Any) -> bytes:
    """One event of a stream."""
    text = data if isinstance(data, str) else json.dumps(data)
    return f"data: {text}\n\n".encode("utf-8", "surrogatepass")


def piece(text: str | None, finish: str | None = None, model: str = MODEL, **delta: Any) -> dict[str, Any]:
    """The document of one piece of a streamed reply."""
    content = {} if text is None else {"content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "delta": {**content, **delta}, "finish_reason": finish}],
    }


def whole(
    text: str | None, finish: str | None = "stop", model: str = MODEL, usage: Any = USAGE, **message: Any
) -> dict[str, Any]:
    """The document of a reply that is not streamed."""
    found: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, **message},
                "finish_reason": finish,
            }
        ],
    }
    return found if usage is None else {**found, "usage": usage}


def begin(call: "Call", model: str = MODEL) -> None:
    """The head of a stream and its first event, which only names the role."""
    head(call, "200 OK", "text/event-stream")
    chunk(call, event(piece("", model=model, role="assistant")))


def reply(
    call: "Call",
    words: Iterable[str] = WORDS,
    *,
    finish: str | None = "stop",
    model: str = MODEL,
    usage: Any = USAGE,
    done: bool = True,
    more: dict[str, Any] | None = None,
    **delta: Any,
) -> bool:
    """A reply, streamed or in one body, as the call wants it. `more` goes into every document."""
    more = more or {}
    said = list(words)
    if call.plain:
        document = {**whole("".join(said), finish, model, usage, **delta), **more}
        content = json.dumps(document).encode("utf-8", "surrogatepass")
        return body(call, "200 OK", "application/json", content)
    begin(call, model)
    if delta:
        chunk(call, event({**piece(None, model=model, **delta), **more}))
    for word in said:
        chunk(call, event({**piece(word, model=model), **more}))
    if finish is not None:
        chunk(call, event({**piece(None, finish, model), **more}))
    if usage is not None:
        chunk(call, event({**piece(None, None, model), **more, "choices": [], "usage": usage}))
    if done:
        chunk(call, event("[DONE]"))
    return last(call)
