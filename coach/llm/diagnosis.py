"""From what an endpoint did to a word of the fault table. Reads texts of servers, repeats none of them."""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Final

# What each server says when a text is longer than the model takes. OpenAI, Azure and OpenRouter: the code;
# llama.cpp: the type; vLLM and the rest: words.
_TOO_LONG_CODES: Final = frozenset(
    {
        "context_length_exceeded",
        "exceed_context_size_error",
        "string_above_max_length",
        "max_tokens_exceeded",
        "token_limit_exceeded",
    }
)
_TOO_LONG: Final = re.compile(
    r"maximum context length|context size has been exceeded|available context size|context window"
    r"|trying to keep the first \d+ tokens|greater than the context length|context length of only"
    r"|longer than the maximum model length|max_tokens must be at least 1, got -|input length exceeds"
    r"|prompt is too long|exceeds? the (model's )?(maximum )?context",
    re.IGNORECASE,
)
_NO_MONEY_CODES: Final = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "payment_required"}
)
_NO_MODEL_CODES: Final = frozenset({"model_not_found", "deploymentnotfound", "unknown_model"})
_NO_MODEL: Final = re.compile(
    r"(model|deployment)\b.{0,200}?(not found|does not exist|not exist|is not available|no longer available"
    r"|is not loaded)|not a valid model|no such model|unknown model|invalid model|no models loaded"
    r"|try pulling it",
    re.IGNORECASE | re.DOTALL,
)
_FILTERED: Final = re.compile(
    r"content_filter|content management policy|moderation|was flagged", re.IGNORECASE
)
_NO_SUCH_DOOR: Final = re.compile(r"unexpected endpoint|unknown url|no such route", re.IGNORECASE)
_READ: Final = 4000
"""Characters of a server's words that are looked at."""


def words_of(error: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """The codes and the words of an error object."""
    codes = {str(error.get(name)).lower() for name in ("code", "type") if error.get(name) is not None}
    return frozenset(codes), str(error.get("message") or "")[:_READ]


def of_error(status: int | None, error: Mapping[str, Any]) -> str:
    """The fault that a status and an error object stand for. `status` is None for one sent with a 200."""
    codes, words = words_of(error)
    if status is None:
        status = next((int(code) for code in sorted(codes) if code.isdigit() and len(code) == 3), 0)
    if codes & _TOO_LONG_CODES or _TOO_LONG.search(words):
        return "too_long"
    if codes & _NO_MONEY_CODES or status == 402:
        return "no_money"
    if codes & _NO_MODEL_CODES or _NO_MODEL.search(words):
        return "wrong_model"
    if "content_filter" in codes or (status in {0, 400, 403} and _FILTERED.search(words)):
        return "filtered"
    if _NO_SUCH_DOOR.search(words):
        return "wrong_address"
    return _of_status(status)


def _of_status(status: int) -> str:
    by_number = {
        401: "wrong_key",
        403: "not_allowed",
        404: "wrong_address",
        405: "wrong_address",
        408: "timeout",
        413: "too_long",
        429: "rate_limited",
        511: "not_an_api",  # a network that wants a sign-in first (RFC 6585, section 6)
    }
    if status in by_number:
        return by_number[status]
    if 300 <= status < 400:
        return "redirected"
    if 400 <= status < 500:
        return "wrong_request"
    return "server_error"


def of_exception(problem: BaseException) -> str:
    """The fault behind an exception of the connection: found in its causes, for its own text says little."""
    chain = list(_chain(problem))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in chain):
        return "certificate"
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return "no_encryption"
    if any(isinstance(one, socket.gaierror) for one in chain):
        return "no_such_host"
    names = {type(one).__name__ for one in chain}
    if names & {"ConnectTimeout", "TimeoutError", "APITimeoutError", "ReadTimeout", "PoolTimeout"}:
        return "timeout"
    if names & {"ConnectError", "ConnectionRefusedError"}:
        return "unreachable"
    if names & {"ReadError", "WriteError", "RemoteProtocolError", "ConnectionResetError", "CloseError"}:
        return "dropped"
    if names & {"LocalProtocolError"}:
        return "bad_key"
    if names & {"UnsupportedProtocol", "InvalidURL"}:
        return "bad_address"
    return "dropped" if "APIConnectionError" in names else "unknown"


def _chain(problem: BaseException) -> Iterator[BaseException]:
    todo, seen = [problem], 0
    while todo and seen < 50:
        one = todo.pop()
        seen += 1
        yield one
        todo += [link for link in (one.__cause__, one.__context__) if link is not None]
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds an endpoint asks to wait (RFC 9110, section 10.2.3: seconds or a date), else None."""
    try:
        if given := headers.get("retry-after-ms"):
            seconds = float(given) / 1000
        elif given := headers.get("retry-after"):
            number = given.strip().replace(".", "", 1).isdigit()
            seconds = float(given) if number else parsedate_to_datetime(given).timestamp() - time()
        else:
            return None
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), 86_400.0) if seconds == seconds else None  # noqa: PLR0124  # NaN
