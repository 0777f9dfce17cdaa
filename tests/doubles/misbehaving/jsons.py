"""Modes that answer with JSON, or with what was meant to be JSON: `{"question": …, "quote": …}`."""

import json
from typing import TYPE_CHECKING, Final

from tests.doubles.misbehaving.wire import reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.doubles.misbehaving.server import Call

GOOD: Final = {"question": "What did you notice first?", "quote": "the review"}
_TEXT: Final = json.dumps(GOOD)


def _says(text: str, finish: str = "stop") -> "Callable[[Call], bool]":
    def send(call: "Call") -> bool:
        pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
        return reply(call, pieces, finish=finish)

    return send


MODES: Final = {
    "json": _says(_TEXT),
    "fenced": _says(f"Here it is:\n```json\n{_TEXT}\n```\nI hope it helps."),
    "prose-json": _says(f"Certainly! {_TEXT} Let me know."),
    "think-json": _says(f"<think>maybe {{}}</think>{_TEXT}"),
    "cut-json-text": _says(_TEXT[:30], finish="length"),
    "half-json": _says(_TEXT[:30]),
    "no-json": _says("What did you notice first?"),
    "wrong-type": _says('{"question": 7, "quote": []}'),
    "missing-key": _says('{"question": "What?"}'),
    "extra-key": _says(json.dumps({**GOOD, "command": "rm", "advice": "Just do it."})),
    "twice-key": _says('{"question": "A?", "question": "B?", "quote": "c"}'),
    "deep-json": _says('{"question": ' + "[" * 5000),
    "nan-json": _says('{"question": NaN, "quote": "c"}'),
    "big-number": _says('{"question": 1' + "0" * 6000 + ', "quote": "c"}'),
}
