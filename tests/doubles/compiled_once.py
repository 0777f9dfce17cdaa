"""Makes whole-program tests quick: cues and questions are compiled once a process, not once a run."""

from functools import cached_property
from typing import Any

import pytest

from coach.engine.ports import Finding
from coach.prompting.desk import PromptsDesk
from coach.prompting.files import YOURS, Found
from coach.wiring.thinking import Thinking

_COMPILED: dict[str, Any] = {}
_PARTS = ("safety", "embedded")
_CHECKED: dict[str, Finding] = {}
"""What the check of prompts found about the packaged files."""


@pytest.fixture(autouse=True)
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share what depends on the packaged files only; a test with prompts or settings of its own does not."""
    for part in _PARTS:
        made = vars(Thinking)[part]
        shared = cached_property(_sharing(part, made.func))
        shared.__set_name__(Thinking, part)
        monkeypatch.setattr(Thinking, part, shared)
    monkeypatch.setattr(PromptsDesk, "_check_one", _checking(PromptsDesk._check_one))


def _sharing(part: str, make: Any) -> Any:
    def made(wired: Any) -> Any:
        if wired._paths.user_prompts.exists() or wired._paths.config_file.exists():
            return make(wired)
        if part not in _COMPILED:
            _COMPILED[part] = make(wired)
        return _COMPILED[part]

    return made


def _checking(check: Any) -> Any:
    def checked(desk: PromptsDesk, found: Found) -> Finding:
        if found.source == YOURS:
            return check(desk, found)  # type: ignore[no-any-return]  # the method as it is
        if found.name not in _CHECKED:
            _CHECKED[found.name] = check(desk, found)
        return _CHECKED[found.name]

    return checked
