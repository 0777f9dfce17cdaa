"""Known themes of growing at work: names to offer, and sentences that belong to them or go the other way."""

from dataclasses import dataclass
from typing import Any

from coach.errors import InvalidData

FILE = "themes/catalogue.yaml"


@dataclass(frozen=True, slots=True)
class Known:
    """One theme of the catalogue."""

    name: str
    exemplars: tuple[str, ...]
    exceptions: tuple[str, ...]
    """The same theme going the other way: what counter-evidence looks like (rubric T7)."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that belong to it."""
        return (*self.exemplars, *self.exceptions)


def read_catalogue(data: Any, name: str) -> tuple[Known, ...]:  # parsed YAML holds anything
    """Check the parsed file `name`.

    Raises:
        InvalidData: a theme has no name, or under three sentences.
    """
    listed = data.get("themes") if isinstance(data, dict) else None
    if not isinstance(listed, list) or not listed:
        raise InvalidData(f"{name}, key themes: a list of themes is needed.")
    known = []
    for place, one in enumerate(listed):
        entry = one if isinstance(one, dict) else {}
        exemplars, exceptions = (_texts(entry.get(key)) for key in ("exemplars", "exceptions"))
        if not isinstance(entry.get("name"), str) or len(exemplars) < 2 or not exceptions:
            raise InvalidData(
                f"{name}, theme {place + 1}: a name, exemplars and exceptions are needed.",
                hint="Each sentence stands on a line of its own, in quotation marks.",
            )
        known.append(Known(entry["name"], exemplars, exceptions))
    return tuple(known)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(text for text in value if isinstance(text, str) and text.strip())
