"""Makes the command tests quick: cues and questions are compiled once a process, not once a command."""

from functools import cached_property
from typing import Any

import pytest

from coach.wiring.thinking import Thinking

_COMPILED: dict[str, Any] = {}
_PARTS = ("safety", "embedded")


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share what depends on the packaged files only; a test with prompts or settings of its own does not."""
    for part in _PARTS:
        made = vars(Thinking)[part]
        shared = cached_property(_sharing(part, made.func))
        shared.__set_name__(Thinking, part)
        monkeypatch.setattr(Thinking, part, shared)


def _sharing(part: str, make: Any) -> Any:
    def made(wired: Any) -> Any:
        if wired._paths.user_prompts.exists() or wired._paths.config_file.exists():
            return make(wired)
        if part not in _COMPILED:
            _COMPILED[part] = make(wired)
        return _COMPILED[part]

    return made
