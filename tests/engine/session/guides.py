"""Small guides for tests."""

from typing import Any

from coach.domain.guide import Guide, Step

LEVELS = ("guided", "supported", "independent")


def step(id: str, **more: Any) -> Step:
    """A step with one question at all levels."""
    values: dict[str, Any] = {
        "title": id,
        "questions": dict.fromkeys(LEVELS, f"What is it about {id} for you?"),
        "why": "To see.",
        "stage": "meaning",
        **more,
    }
    return Step(id=id, **values)


def guide(id: str, *steps: Step, version: int = 1) -> Guide:
    """A guide of ten minutes."""
    return Guide(id, version, id.title(), "To see.", 10, ("self",), steps, "yours")
