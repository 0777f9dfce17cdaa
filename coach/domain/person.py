"""Rules about people: roles, names, and what a name means."""

from collections.abc import Mapping
from typing import Any

from coach.domain.text import fold

ROLES = ("mentee", "mentor", "manager", "report", "peer", "self")
"""What the person is to me: a mentee is someone I mentor, a mentor mentors me."""

ME = ("me", "i", "myself")


def names_of(person: Mapping[str, Any]) -> list[str]:
    """The name and the other names someone goes by."""
    aka = person.get("aka")
    others = [str(name) for name in aka] if isinstance(aka, list) else []
    return [name for name in [str(person.get("name") or ""), *others] if name.strip()]


def goes_by(person: Mapping[str, Any], name: str) -> bool:
    """Whether this is one of the person's names, whatever the case and accents."""
    return fold(name) in {fold(own) for own in names_of(person)}
