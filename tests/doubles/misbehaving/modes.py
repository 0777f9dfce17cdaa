"""Every mode by name. A mode answers one chat request and says whether the connection stays.

`MODE:VALUE` hands a value on: `status:429:60` is a 429 that asks to wait 60 s.
"""

import gzip
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tests.doubles.misbehaving import dialects, jsons
from tests.doubles.misbehaving.wire import (
    MODEL,
    TEXT,
    USAGE,
    WORDS,
    begin,
    body,
    chunk,
    error,
    event,
    head,
    last,
    piece,
    reply,
    whole,
)

if TYPE_CHECKING:
    from tests.doubles.misbehaving.server import Call

Mode = Callable[["Call"], bool]


def mode(name: str) -> Mode:
    """The mode of this name. Raises KeyError."""
    return MODES[name.split(":", maxsplit=1)[0]]


def answer(call: "Call", name: str) -> bool:
    """Answer one request. The list of models is told by every mode that speaks at all."""
    if call.received.method == "GET" and name not in _SILENT and not name.startswith("status"):
        listed = {"object": "list", "data": [{"id": MODEL, "object": "model"}]}
        return body(call, "200 OK", "application/json", json.dumps(listed).encode())
    return mode(name)(call)


def _slow(call: "Call") -> bool:
    begin(call)
    for word in WORDS:
        call.stall(0.02)
        chunk(call, event(piece(word)))
    chunk(call, event(piece(None, "stop")))
    chunk(call, event("[DONE]"))
    return last(call)


def _say(call: "Call") -> bool:
    """say:TEXT, a whole reply of these words."""
    return reply(call, [call.server.mode.partition(":")[2]])


def _say_after(call: "Call") -> bool:
    """say-after:SECONDS:TEXT."""
    _, seconds, text = call.server.mode.split(":", 2)
    call.stall(float(seconds))
    return reply(call, [text])


def _status(call: "Call") -> bool:
    """status:CODE or status:CODE:RETRY_AFTER."""
    _, code, *wait = call.server.mode.split(":")
    more = [f"Retry-After: {wait[0]}"] if wait else []
    return error(call, f"{code} Status", "No.", more=more)


def _status_then_ok(call: "Call") -> bool:
    """status-then-ok:CODE:RETRY_AFTER: the first request only."""
    return _status(call) if call.number == 1 else reply(call)


def _redirect(call: "Call") -> bool:
    """redirect:URL or to a path of this server."""
    target = call.server.mode.partition(":")[2] or f"http://127.0.0.1:{call.server.port}/elsewhere"
    return body(call, "307 Temporary Redirect", "text/plain", b"", [f"Location: {target}"])


def _close(call: "Call") -> bool:
    return False


def _reset(call: "Call") -> bool:
    call.reset()
    return False


def _half_head(call: "Call") -> bool:
    call.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    return False


def _not_http(call: "Call") -> bool:
    call.send(b"SSH-2.0-OpenSSH_9.6\r\n")
    return False


def _stall_head(call: "Call") -> bool:
    call.stall()
    return False


def _stall_first(call: "Call") -> bool:
    if call.plain:
        head(call, "200 OK", "application/json")
    else:
        begin(call)
    call.stall()
    return False


def _half(call: "Call") -> None:
    """The first three words, streamed or as the beginning of one body."""
    if call.plain:
        head(call, "200 OK", "application/json", length=5000)
        call.send(json.dumps(whole(TEXT)).encode()[:90])
        return
    begin(call)
    for word in WORDS[:3]:
        chunk(call, event(piece(word)))


def _stall_mid(call: "Call") -> bool:
    _half(call)
    call.stall()
    return False


def _stall_after(call: "Call") -> bool:
    """Everything is said, and the connection stays open without `[DONE]`."""
    begin(call)
    for word in WORDS:
        chunk(call, event(piece(word)))
    chunk(call, event(piece(None, "stop")))
    call.stall()
    return False


def _comments(call: "Call") -> bool:
    """Nothing but comments, as some servers send them to keep a connection open."""
    begin(call)
    while True:
        chunk(call, b": PROCESSING\n\n")
        call.stall(0.02)


def _drip(call: "Call") -> bool:
    """A word, then one byte at a time, for ever."""
    begin(call)
    chunk(call, event(piece("What")))
    while True:
        for byte in event(piece(" and")):
            chunk(call, bytes([byte]))
            call.stall(0.01)


def _drip_head(call: "Call") -> bool:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
        call.send(bytes([byte]))
        call.stall(0.02)
    return False


def _cut(call: "Call") -> bool:
    _half(call)
    return False


def _cut_clean(call: "Call") -> bool:
    """A tidy end without finish_reason or [DONE]: half an answer that looks whole."""
    if call.plain:
        return body(call, "200 OK", "application/json", json.dumps(whole("What did", None)).encode())
    _half(call)
    return last(call)


def _cut_before_text(call: "Call") -> bool:
    begin(call)
    return False


def _reset_mid(call: "Call") -> bool:
    _half(call)
    call.stall(0.05)  # so that the words are read before the reset throws them away
    call.reset()
    return False


def _done_only(call: "Call") -> bool:
    return reply(call, finish=None)


def _sse_error(call: "Call") -> bool:
    broken = {"error": {"message": "The model crashed.", "type": "server_error", "code": 500}}
    if call.plain:
        return body(call, "200 OK", "application/json", json.dumps(broken).encode())
    _half(call)
    chunk(call, event(broken))
    return last(call)


def _sse_garbage(call: "Call") -> bool:
    if call.plain:
        return body(call, "200 OK", "application/json", b"{not json}")
    _half(call)
    chunk(call, b"data: {not json}\n\n")
    return last(call)


def _sse_null(call: "Call") -> bool:
    begin(call)
    chunk(call, event("null"))
    return last(call)


def _sse_no_choices(call: "Call") -> bool:
    if call.plain:
        return body(call, "200 OK", "application/json", b'{"id": "1", "choices": []}')
    head(call, "200 OK", "text/event-stream")
    chunk(call, event({"id": "1", "choices": []}))
    chunk(call, event("[DONE]"))
    return last(call)


def _bad_utf8(call: "Call") -> bool:
    content = json.dumps(whole("What X did", "stop")).encode().replace(b"X", b"\xff\xfe")
    if call.plain:
        return body(call, "200 OK", "application/json", content)
    begin(call)
    chunk(call, event(piece("What")))
    chunk(call, event(piece(" X did")).replace(b"X", b"\xff\xfe"))
    return last(call)


def _surrogates(call: "Call") -> bool:
    """One emoji as two halves in two pieces, and a lone half."""
    head(call, "200 OK", "text/event-stream")
    for escape in ('"What \\ud83d"', '"\\ude00 and \\ud83d next?"'):
        chunk(call, b'data: {"choices":[{"index":0,"delta":{"content":' + escape.encode() + b"}}]}\n\n")
    chunk(call, event(piece(None, "stop")))
    return last(call)


def _raw(content: bytes, kind: str = "application/json") -> Mode:
    def send(call: "Call") -> bool:
        return body(call, "200 OK", kind, content)

    return send


def _words(*words: str, **more: Any) -> Mode:
    def send(call: "Call") -> bool:
        return reply(call, words, **more)

    return send


def _gzip_bomb(call: "Call") -> bool:
    """64 MB of zeros in 64 kB, though nothing packed was asked for."""
    content = gzip.compress(b"data: " + bytes(64 * 1024 * 1024), 6)
    return body(call, "200 OK", "text/event-stream", content, ["Content-Encoding: gzip"])


def _gzip(call: "Call") -> bool:
    """An honest reply, packed though nothing packed was asked for."""
    content = gzip.compress(json.dumps(whole(TEXT)).encode())
    return body(call, "200 OK", "application/json", content, ["Content-Encoding: gzip"])


def _error_bomb(call: "Call") -> bool:
    """An error whose words never end."""
    head(call, "400 Bad Request", "application/json")
    chunk(call, b'{"error": {"message": "')
    while True:
        chunk(call, b"no " * 20_000)


def _loop(call: "Call") -> bool:
    """The same words for ever."""
    begin(call)
    while True:
        chunk(call, event(piece(" again and again" * 20)))


def _thinking_loop(call: "Call") -> bool:
    begin(call)
    while True:
        chunk(call, event(piece(None, reasoning_content="hm " * 5000)))


def _line_without_end(call: "Call") -> bool:
    begin(call)
    while True:
        chunk(call, b"x" * 65_536)


def _tool_call(call: "Call") -> bool:
    tool = {"index": 0, "id": "1", "type": "function", "function": {"name": "delete", "arguments": "{}"}}
    return reply(call, (), finish="tool_calls", tool_calls=[tool])


_SILENT: Final = frozenset({"close", "rst", "half-head", "not-http", "stall-head", "drip-head", "redirect"})

_HTML: Final = b"<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>"

MODES: Final[dict[str, Mode]] = {
    "ok": reply,
    "slow": _slow,
    "say": _say,
    "say-after": _say_after,
    "self-signed": reply,
    "status": _status,
    "status-then-ok": _status_then_ok,
    "redirect": _redirect,
    # the connection
    "close": _close,
    "rst": _reset,
    "half-head": _half_head,
    "not-http": _not_http,
    "stall-head": _stall_head,
    "stall-first": _stall_first,
    "stall-mid": _stall_mid,
    "stall-after": _stall_after,
    "comments": _comments,
    "drip": _drip,
    "drip-head": _drip_head,
    "cut": _cut,
    "cut-clean": _cut_clean,
    "cut-before-text": _cut_before_text,
    "rst-mid": _reset_mid,
    # how a reply ends
    "no-done": lambda call: reply(call, done=False),
    "done-only": _done_only,
    "length": lambda call: reply(call, finish="length"),
    "filter": lambda call: reply(call, WORDS[:2], finish="content_filter"),
    "filter-all": lambda call: reply(call, (), finish="content_filter"),
    "refusal": lambda call: reply(call, (), refusal="I will not."),
    "tool-call": _tool_call,
    "odd-finish": lambda call: reply(call, finish="because"),
    # not a reply
    "html-200": _raw(_HTML, "text/html"),
    "html-as-json": _raw(_HTML),
    "text-200": _raw(b"Hello there", "text/plain"),
    "empty": _raw(b""),
    "null": _raw(b"null"),
    "empty-object": _raw(b"{}"),
    "list": _raw(b"[1, 2]"),
    "cut-json": _raw(json.dumps(whole(TEXT)).encode()[:120]),
    "deep-body": _raw(b"[" * 200_000),
    "bad-utf8": _bad_utf8,
    "surrogates": _surrogates,
    "sse-error": _sse_error,
    "sse-garbage": _sse_garbage,
    "sse-null": _sse_null,
    "sse-no-choices": _sse_no_choices,
    "null-text": lambda call: reply(call, (), content=None),
    "whitespace": _words(" ", "\n", "\t "),
    # too much
    "gzip-bomb": _gzip_bomb,
    "gzip": _gzip,
    "error-bomb": _error_bomb,
    "long": lambda call: reply(call, ["word "] * 40_000),
    "loop": _loop,
    "sse-huge": _words("y" * 1_000_000),
    "endless-line": _line_without_end,
    "endless-thought": _thinking_loop,
    # numbers and names
    "usage-none": lambda call: reply(call, usage=None),
    "usage-huge": lambda call: reply(call, usage={"prompt_tokens": 10**12, "completion_tokens": 10**15}),
    "usage-bad": lambda call: reply(call, usage={"prompt_tokens": -3, "completion_tokens": "many"}),
    "other-model": lambda call: reply(call, model="something-else-7b"),
    # words
    "think": _words("<think>", "secret thoughts", "</think>", "\n\n", *WORDS),
    "think-split": _words("<thi", "nk>sec", "ret</th", "ink> ", *WORDS),
    "think-open-missing": _words("secret thoughts", "</think>", *WORDS),
    "think-only": _words("<think>", "secret", finish="length"),
    "wrong-lang": _words("Was ", "ist ", "dir ", "zuerst ", "aufgefallen?"),
    "inject": _words("[@click=app.quit]x[/] ", "\x1b]52;c;AAAA\x07", "{{ 7*7 }} ", "\u202eabc?"),
    **jsons.MODES,
    **dialects.MODES,
}

__all__ = ["MODES", "USAGE", "Mode", "answer", "mode"]
