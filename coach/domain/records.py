"""The tables and the fields records share. Records stay plain dicts so that unknown keys survive."""

from typing import Any, Literal

Doc = dict[str, Any]
"""One record as it is kept: JSON values only, always with an `id`."""

Docs = list[Doc]
"""Several records; a name of its own because use cases have a method called `list`."""

Table = Literal[
    "entries",
    "people",
    "aims",
    "commitments",
    "experiments",
    "assumptions",
    "changes",
    "putoffs",
    "asked",
    "marks",
    "themes",
]
"""Where a record lives.

entries      everything written: a session's answers, a note, a win, an idea
people       name, role, aka
aims         one line and its sign
commitments  a promise with owner and date
experiments  a test of a belief
assumptions  the belief itself (practice 58)
changes      what was said would change next week (practice 57)
putoffs      due items put off to a day, by the key of the item
asked        which question forms were shown lately, and those never to be asked again
marks        small facts about this person's use: support level, first week, closing marks
themes       what the person decided about a theme: kept, renamed, rejected (rubric T12)
"""

TABLES: tuple[Table, ...] = (
    "entries", "people", "aims", "commitments", "experiments",
    "assumptions", "changes", "putoffs", "asked", "marks", "themes",
)  # fmt: skip

Use = Literal["own", "own_themes", "agenda", "remote", "share", "export", "export_private", "screen_shared"]
"""What a record is wanted for; see `visibility.may`."""
