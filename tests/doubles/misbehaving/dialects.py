"""Modes that speak as known servers do where they differ from the reference.

Read off their documentation and issue trackers: OpenAI, Azure OpenAI, Ollama, LM Studio, llama.cpp's server,
vLLM, OpenRouter.
"""

import json
from typing import TYPE_CHECKING, Any, Final

from tests.doubles.misbehaving.jsons import GOOD
from tests.doubles.misbehaving.wire import (
    TEXT,
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
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doubles.misbehaving.server import Call

_JSON: Final = json.dumps(GOOD)


def _kind_of_format(call: "Call") -> str:
    return str((call.asked.get("response_format") or {}).get("type", ""))


def _no_formats(call: "Call") -> bool:
    if _kind_of_format(call):
        return error(call, "400 Bad Request", "response_format is not supported by this server")
    return reply(call, [_JSON])


def _no_schema(call: "Call") -> bool:
    if _kind_of_format(call) == "json_schema":
        message = (
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
        )
        return error(call, "400 Bad Request", message, param="response_format")
    return reply(call, [_JSON])


def _formats_crash(call: "Call") -> bool:
    """A grammar the server cannot build is a 500 there."""
    if _kind_of_format(call):
        return error(call, "500 Internal Server Error", "failed to parse grammar", kind="server_error")
    return reply(call, [_JSON])


def _no_stream_options(call: "Call") -> bool:
    if "stream_options" in call.asked:
        return error(call, "422 Unprocessable", "Extra inputs are not permitted: stream_options")
    return reply(call, usage=None)


def _reasoning_model(call: "Call") -> bool:
    """OpenAI's reasoning models: another name for the limit, and no temperature but the default."""
    if "max_tokens" in call.asked:
        message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
        message += " 'max_completion_tokens' instead."
        return error(call, "400 Bad Request", message, code="unsupported_parameter", param="max_tokens")
    if "temperature" in call.asked:
        message = "Unsupported value: 'temperature' does not support 0.4 with this model."
        return error(call, "400 Bad Request", message, code="unsupported_value", param="temperature")
    return reply(call)


def _lm_studio(call: "Call") -> bool:
    """Takes json_schema and text only; says so in a bare string."""
    if _kind_of_format(call) == "json_object":
        content = json.dumps({"error": "'response_format.type' must be 'json_schema' or 'text'"})
        return body(call, "400 Bad Request", "application/json", content.encode())
    return reply(call, [_JSON if _kind_of_format(call) else TEXT])


def _lm_studio_too_long(call: "Call") -> bool:
    """An error event in a stream that began with a 200."""
    message = (
        "Trying to keep the first 111490 tokens when context the overflows. However, the model is loaded"
    )
    message += " with context length of only 4096 tokens, which is not enough."
    head(call, "200 OK", "text/event-stream")
    chunk(call, b"event: error\n" + event({"error": {"message": message}}))
    return last(call)


def _lm_studio_wrong_path(call: "Call") -> bool:
    """Answers a path it does not know with a 200."""
    content = json.dumps({"error": "Unexpected endpoint or method. (POST /chat/completions)"})
    return body(call, "200 OK", "application/json", content.encode())


def _bare_error(call: "Call") -> bool:
    """A proxy that passes the error of llama.cpp on without `data:`."""
    begin(call)
    content = {"error": {"code": 400, "message": "request (6009 tokens) exceeds the available context size"}}
    chunk(call, json.dumps(content).encode() + b"\n")
    return last(call)


def _llama_cpp_too_long(call: "Call") -> bool:
    message = "the request exceeds the available context size. try increasing the context size"
    return error(
        call,
        "400 Bad Request",
        message,
        code=400,
        kind="exceed_context_size_error",
        n_prompt_tokens=9,
        n_ctx=4,
    )


def _vllm_too_long(call: "Call") -> bool:
    message = "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens."
    content = {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": 400}
    return body(call, "400 Bad Request", "application/json", json.dumps(content).encode())


def _vllm_no_room(call: "Call") -> bool:
    content = {"object": "error", "message": "max_tokens must be at least 1, got -186.", "code": 400}
    return body(call, "400 Bad Request", "application/json", json.dumps(content).encode())


def _vllm_no_model(call: "Call") -> bool:
    message = "The model `x` does not exist."
    content = {"object": "error", "message": message, "type": "NotFoundError", "code": 404}
    return body(call, "404 Not Found", "application/json", json.dumps(content).encode())


def _ollama(call: "Call") -> bool:
    """Cuts a long prompt down to 2048 tokens without a word; sends thoughts beside the text."""
    words = sum(len(str(one["content"]).split()) for one in call.asked["messages"])
    usage = {"prompt_tokens": min(words * 4 // 3 + 8, 2048), "completion_tokens": 6}
    return reply(call, usage=usage, more={"system_fingerprint": "fp_ollama"}, reasoning="hm")


def _open_router(call: "Call") -> bool:
    """Comments while it works, its own counts, a finish reason of its own beside the usual one."""
    head(call, "200 OK", "text/event-stream")
    for _ in range(3):
        chunk(call, b": OPENROUTER PROCESSING\n\n")
    for word in WORDS:
        chunk(call, event({**piece(word), "provider": "Someone"}))
    ended = piece("", "stop")
    ended["choices"][0]["native_finish_reason"] = "STOP"
    chunk(call, event(ended))
    chunk(call, event("[DONE]"))
    return last(call)


def _open_router_mid(call: "Call") -> bool:
    begin(call)
    chunk(call, event(piece("What did")))
    broken = {**piece("", "error"), "error": {"code": 502, "message": "Provider disconnected"}}
    chunk(call, event(broken))
    return last(call)


def _error(status: str, message: str, **fields: Any) -> "Callable[[Call], bool]":
    def send(call: "Call") -> bool:
        return error(call, status, message, **fields)

    return send


def _azure(call: "Call") -> bool:
    """Begins with an event that holds no choice, only what the filter found in the prompt."""
    head(call, "200 OK", "text/event-stream")
    chunk(call, event({"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}))
    for word in WORDS:
        chunk(call, event(piece(word)))
    chunk(call, event(piece(None, "stop")))
    chunk(call, event("[DONE]"))
    return last(call)


MODES: Final = {
    "rf-unsupported": _no_formats,
    "schema-unsupported": _no_schema,
    "rf-crash": _formats_crash,
    "no-stream-options": _no_stream_options,
    "reasoning-model": _reasoning_model,
    "quota": _error(
        "429 Too Many Requests",
        "You exceeded your current quota.",
        code="insufficient_quota",
        kind="insufficient_quota",
    ),
    "openai-too-long": _error("400 Bad Request", "Too long.", code="context_length_exceeded"),
    "openai-no-model": _error("404 Not Found", "No access.", code="model_not_found"),
    "azure": _azure,
    "azure-filter": _error(
        "400 Bad Request", "Triggered a content management policy.", code="content_filter"
    ),
    "azure-no-deployment": _error("404 Not Found", "Not there.", code="DeploymentNotFound"),
    "ollama": _ollama,
    "ollama-no-model": _error("404 Not Found", 'model "x" not found, try pulling it first', kind="api_error"),
    "lm-studio": _lm_studio,
    "lm-studio-too-long": _lm_studio_too_long,
    "lm-studio-wrong-path": _lm_studio_wrong_path,
    "llama-cpp-too-long": _llama_cpp_too_long,
    "bare-error": _bare_error,
    "vllm-too-long": _vllm_too_long,
    "vllm-no-room": _vllm_no_room,
    "vllm-no-model": _vllm_no_model,
    "open-router": _open_router,
    "open-router-mid": _open_router_mid,
    "open-router-no-credit": _error("402 Payment Required", "Insufficient credits", code=402),
    "open-router-no-model": _error("400 Bad Request", "x is not a valid model ID", code=400),
    "open-router-moderation": _error("403 Forbidden", "Your input was flagged", code=403),
}
