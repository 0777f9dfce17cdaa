"""Tries an endpoint with two sentences of the program's own, and says what it can do."""

from collections.abc import Callable
from typing import Final

from coach.engine.chat import Message, Probed, Reply, Request, Shape
from coach.llm.openai_model import OpenAIModel

_TOKENS: Final = 200
_PLAIN: Final = "This is a test of coach. Answer with one short question about a walk in the rain."
_FORMED: Final = (
    'This is a test of coach. Answer with JSON alone, of the form {"question": "…"}, that holds one short'
    " question about a walk in the rain."
)
_SHAPE: Final = Shape(
    "test",
    {
        "type": "object",
        "properties": {"question": {"type": "string"}},
        "required": ["question"],
        "additionalProperties": False,
    },
)


def probe(model: OpenAIModel, send: Callable[[Request], Reply]) -> Probed:
    """Ask twice: once for plain text, once for JSON. What was known of the endpoint is found out anew.

    Args:
        model: the endpoint.
        send: sends a request to it, by way of the gate: also a test stands in the ledger.

    Raises:
        EngineFault: it gave no usable reply, or may not be asked.
    """
    model.forget()
    plain = send(Request((Message("user", _PLAIN),), max_tokens=_TOKENS))
    streaming = model.streamed
    formed = send(Request((Message("user", _FORMED),), max_tokens=_TOKENS, shape=_SHAPE))
    return Probed(
        place=model.place,
        first_token=plain.first_token,
        seconds=plain.seconds,
        ending=plain.ending,
        model=plain.model,
        models=model.models(),
        streaming=streaming,
        counts=not (plain.usage.estimated or formed.usage.estimated),
        json=model.manners.json,
        json_met=formed.value is not None,
    )
