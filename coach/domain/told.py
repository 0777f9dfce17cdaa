"""What an answer in one's own words says became of a promise: a small table, or nothing (rubric E2, E8)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.text import fold

_NAMES = ("done", "partly", "not_yet", "dropped")


@dataclass(frozen=True, slots=True)
class Told:
    """The patterns of `questions/outcomes.yaml`."""

    outcomes: Mapping[str, re.Pattern[str]]
    """For `done`, `partly`, `not_yet` and `dropped` what says so."""
    unless: re.Pattern[str] | None = None
    """What keeps a sentence from saying `done`."""

    def outcome(self, text: str) -> str | None:
        """The one outcome an answer tells; None where it tells none or could tell two, or asks."""
        plain = fold(text).replace("’", "'")
        first = re.split(r"[.!;?]", plain)[0]
        if "?" in plain:
            return None
        found = [name for name, pattern in self.outcomes.items() if name != "done" and pattern.search(plain)]
        done = self.outcomes.get("done")
        if done is not None and done.search(first):
            if found == ["partly"]:
                return "partly"
            if found or (self.unless is not None and self.unless.search(first)):
                return None
            return "done"
        return found[0] if len(found) == 1 else None


def read_told(data: object) -> Told:
    """The table of `questions/outcomes.yaml`. What is missing or of another shape drafts nothing."""
    if not isinstance(data, Mapping):
        return Told({})
    found = {name: pattern for name in _NAMES if (pattern := _any_of(data.get(name))) is not None}
    return Told(found, _any_of(data.get("unless")))


def _any_of(patterns: object) -> re.Pattern[str] | None:
    if not isinstance(patterns, list) or not patterns:
        return None
    try:
        return re.compile(r"(?<!\w)(?:" + "|".join(str(one) for one in patterns) + r")(?!\w)")
    except re.error:
        return None
