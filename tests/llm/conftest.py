"""A model that talks to the misbehaving server, with waits short enough for a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from coach.engine.chat import Message, Request, Shape
from coach.llm.endpoint import Endpoint
from coach.llm.openai_model import Deadlines, OpenAIModel
from tests.doubles.misbehaving import Misbehaving

ASKED = Request((Message("system", "Ask one question."), Message("user", "I postponed the review.")))
SHAPE = Shape(
    "question",
    {
        "type": "object",
        "properties": {"question": {"type": "string"}, "quote": {"type": "string"}},
        "required": ["question", "quote"],
        "additionalProperties": False,
    },
)
IN_SHAPE = Request(ASKED.messages, shape=SHAPE)

Made = Callable[..., tuple[Misbehaving, OpenAIModel]]


@pytest.fixture
def made() -> Iterator[Made]:
    """Start a server in a mode, and a model for it: `server, model = made("cut")`."""
    with ExitStack() as stack:

        def make(mode: str = "ok", *, plain: bool = False, key: str = "", **more: Any) -> Any:
            server = stack.enter_context(Misbehaving(mode, plain=plain))
            given = {"deadlines": Deadlines(8, 8, 12), "pauses": (0.01, 0.01), **more}
            model = OpenAIModel(Endpoint.of(server.url, "small"), key=lambda: key, **given)
            stack.callback(model.close)
            return server, model

        yield make
