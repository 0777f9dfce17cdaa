"""How an endpoint wants to be spoken to: which of the API's fields it takes. Learned, and remembered (P29).

The same request is put in other words where a server refuses a field; that is no retry, for what was refused
is not sent again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from coach.engine.chat import Request
from coach.llm.diagnosis import words_of

JsonBy = Literal["schema", "mode", "plain"]
_RUNGS: Final[tuple[JsonBy, ...]] = ("schema", "mode", "plain")


@dataclass(frozen=True, slots=True)
class Manners:
    """What one model at one endpoint takes."""

    json: JsonBy = "schema"
    """A strict JSON schema; JSON mode; or the prompt's own words alone."""
    usage: bool = True
    """`stream_options.include_usage`."""
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """OpenAI's reasoning models take the second name only; most local servers know the first only."""
    temperature: bool = True

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> "Manners":
        """From what was kept; what is missing or odd is as if nothing were known."""
        known = kept or {}
        json = known.get("json")
        limit = known.get("limit")
        return cls(
            json=json if json in _RUNGS else "schema",
            usage=known.get("usage") is not False,
            limit="max_completion_tokens" if limit == "max_completion_tokens" else "max_tokens",
            temperature=known.get("temperature") is not False,
        )

    def as_kept(self) -> dict[str, Any]:
        """For the port `Abilities`."""
        return {
            "json": self.json,
            "usage": self.usage,
            "limit": self.limit,
            "temperature": self.temperature,
        }

    def body(self, request: Request, model: str) -> dict[str, Any]:
        """The request as fields of the API. The messages are exactly those of the request (promise P35)."""
        body: dict[str, Any] = {
            "model": model,
            "messages": [{"role": one.role, "content": _sendable(one.content)} for one in request.messages],
            "stream": True,
            self.limit: request.max_tokens,
        }
        if self.temperature:
            body["temperature"] = request.temperature
        if self.usage:
            body["stream_options"] = {"include_usage": True}
        if request.shape is not None and self.json == "schema":
            schema = {"name": request.shape.name, "strict": True, "schema": dict(request.shape.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif request.shape is not None and self.json == "mode":
            body["response_format"] = {"type": "json_object"}
        return body

    def after(self, status: int, error: Mapping[str, Any], request: Request) -> "Manners | None":
        """Other manners to try after this refusal; None where it was not about a field one can leave out."""
        if status not in {400, 404, 415, 422, 500, 501}:
            return None
        codes, words = words_of(error)
        said = f"{error.get('param') or ''} {words}".lower()
        if self.usage and "stream_options" in said:
            return replace(self, usage=False)
        if "max_completion_tokens" in said and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if self.temperature and _REFUSES_TEMPERATURE.search(said):
            return replace(self, temperature=False)
        if request.shape is None or self.json == "plain":
            return None
        # A shape is asked for: any refusal that says nothing clearer may be about it. 404: OpenRouter, where
        # no provider takes the field; local servers also answer 500 or 501.
        if status in {400, 422} or _REFUSES_SHAPE.search(said) or codes & {"unsupported_response_format"}:
            return replace(self, json=_RUNGS[_RUNGS.index(self.json) + 1])
        return None


_REFUSES_TEMPERATURE: Final = re.compile(r"temperature")
_REFUSES_SHAPE: Final = re.compile(
    r"response_format|json_schema|json_object|json schema|grammar|structured|not support|requested parameters"
)


def _sendable(text: str) -> str:
    """Half a character (a lone surrogate) cannot be sent; it goes out as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text
