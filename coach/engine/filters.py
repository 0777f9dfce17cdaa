"""The filter language of the entry list: `stuck @mina #tag kind:debrief since:"last friday" is:private`."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coach.domain.entry import day_of, has_private, is_unfinished
from coach.domain.records import Doc
from coach.domain.text import fold
from coach.engine.lookup import matching
from coach.errors import NotFound, UsageError

KEYS = ("kind", "since", "until", "is")
"""Filters written as `key:value`; a value of several words stands in quotes."""
STATES = ("private", "open")
"""What `is:` takes. open: a session that can be gone on with."""
HINT = '@person  #tag  kind:note  since:"last friday"  until:"1 nov"  is:private  is:open'

_TOKEN = re.compile(r'(?:[^\s"]+|"[^"]*"?)+')
_LAST = re.compile(r'(?:[^\s"]+|"[^"]*"?)+$')
_MOST = 10
_KEYED = re.compile(r"([a-z]+):(.*)", re.DOTALL)

DayOf = Callable[[str], date]
"""Understands a day as people write it, Raises UsageError."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a query asks for. All filters must hold; the words are left to the search."""

    words: str = ""
    """What is searched for; words in quotes belong together."""
    people: tuple[frozenset[str], ...] = ()
    """For each `@name`, the ids it may stand for."""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Any of them."""
    since: date | None = None
    until: date | None = None
    """Both days included."""
    private: bool = False
    open: bool = False
    in_force: list[str] = field(default_factory=list)
    """Each filter in words, as a line above an empty result says it; a day is named as it was understood."""

    def admit(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry passes everything but the words."""
        day = day_of(entry)
        if (self.since and (day is None or day < self.since)) or (
            self.until and (day is None or day > self.until)
        ):
            return False
        if self.kinds and fold(str(entry.get("kind", ""))) not in self.kinds:
            return False
        if self.people and not all(meant & set(_with(entry)) for meant in self.people):
            return False
        if self.tags and not set(self.tags) <= {fold(tag) for tag in _tags(entry)}:
            return False
        if self.private and not has_private(entry):
            return False
        return not self.open or is_unfinished(entry)


def read_filters(
    query: str, *, people: Callable[[], Sequence[Doc]], understand: DayOf, say_day: Callable[[date], str]
) -> Filters:
    """Read a query. Quotes may be left open, so that a half-typed query works too.

    Args:
        query: as typed.
        people: everyone; called only when a name is in the query.
        understand: finds the day a phrase means.
        say_day: names a day for `in_force`.

    Raises:
        UsageError: a day or a value of `is:` is not understood, or a filter's name is mistyped; it is named.
        NotFound: `@name` fits nobody.
    """
    reader = _Reader(understand, say_day)
    for token in _TOKEN.findall(query):
        keyed = _KEYED.fullmatch(token)
        if token.startswith("@") and len(token) > 1:
            reader.take_person(token, people())
        elif token.startswith("#") and len(token) > 1:
            reader.take_tag(_unquoted(token[1:]))
        elif keyed and _is_filter(keyed[1], keyed[2]):
            reader.take(keyed[1], _unquoted(keyed[2]))
        else:
            reader.words.append(_word(token))
    return reader.filters()


class _Reader:
    """Collects the parts of one query."""

    def __init__(self, understand: DayOf, say_day: Callable[[date], str]) -> None:
        self._understand = understand
        self._say_day = say_day
        self.words: list[str] = []
        self._people: list[frozenset[str]] = []
        self._tags: list[str] = []
        self._kinds: list[str] = []
        self._days: dict[str, date] = {}
        self._states: set[str] = set()
        self._in_force: list[str] = []

    def take_person(self, token: str, everyone: Sequence[Doc]) -> None:
        name = _unquoted(token[1:])
        found = [doc for doc in everyone if doc["id"] == name] or matching(everyone, name)
        if not found:
            raise NotFound(f"“{token}” fits nobody in the list of people.", hint="`coach people` lists them.")
        self._people.append(frozenset(str(doc["id"]) for doc in found))
        self._in_force.append(" or ".join(f"@{doc.get('name', '')}" for doc in found))

    def take_tag(self, tag: str) -> None:
        self._tags.append(fold(tag))
        self._in_force.append(f"#{tag}")

    def take(self, key: str, value: str) -> None:
        if not value:
            return
        if key == "kind":
            self._kinds.append(fold(value))
            self._in_force.append(f"kind:{value}")
        elif key == "is":
            self._take_state(value.lower())
        else:
            self._take_day(key, value)

    def _take_state(self, value: str) -> None:
        if value not in STATES:
            allowed = " or ".join(f"is:{one}" for one in STATES)
            raise UsageError(f"“is:{value}” is not known.", hint=f"Use {allowed}.")
        self._states.add(value)
        self._in_force.append(f"is:{value}")

    def _take_day(self, key: str, value: str) -> None:
        try:
            self._days[key] = self._understand(value)
        except UsageError as error:
            said = f"“{key}:{value}”: the day “{value}” is not understood."
            raise UsageError(said, hint=error.hint) from None
        self._in_force.append(f"{key} {self._say_day(self._days[key])}")

    def filters(self) -> Filters:
        since, until = self._days.get("since"), self._days.get("until")
        if since and until and since > until:
            raise UsageError(
                f"since: ({self._say_day(since)}) is after until: ({self._say_day(until)}): nothing fits.",
                hint="Change one of the two days.",
            )
        return Filters(
            words=" ".join(word for word in self.words if word),
            people=tuple(self._people),
            tags=tuple(self._tags),
            kinds=tuple(self._kinds),
            since=since,
            until=until,
            private="private" in self._states,
            open="open" in self._states,
            in_force=self._in_force,
        )


def _is_filter(key: str, value: str) -> bool:
    if key in KEYS:
        return True
    if key == "theme":
        raise UsageError("“theme:” is not a filter here yet.", hint=f"There are: {HINT}")
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, n=1, cutoff=0.7)
    if near and value and not value.startswith("/"):
        raise UsageError(f"“{key}:” is not a filter; is “{near[0]}:” meant?", hint=f"There are: {HINT}")
    return False


def complete(
    query: str, *, people: Callable[[], Sequence[Doc]], entries: Callable[[], Iterable[Doc]]
) -> list[str]:
    """The query with its last filter completed: names, tags and kinds there are, and the filters themselves.

    Args:
        people: everyone; called only for a name.
        entries: all entries; called only for a tag or a kind.

    Returns:
        Whole queries, at most ten; empty where the last word is no filter.
    """
    before, last = (
        query[: -len(found[0])] if (found := _LAST.search(query)) else query,
        found[0] if found else "",
    )
    key, colon, _ = last.partition(":")
    if last.startswith("@"):
        whole = [f"@{_quoted(str(doc.get('name', '')))}" for doc in people()]
    elif last.startswith("#"):
        whole = [f"#{tag}" for tag in sorted({tag for doc in entries() for tag in _tags(doc)})]
    elif colon and key == "kind":
        whole = [f"kind:{kind}" for kind in sorted({str(doc.get("kind", "note")) for doc in entries()})]
    elif colon and key == "is":
        whole = [f"is:{state}" for state in STATES]
    else:
        whole = [f"{one}:" for one in KEYS if last]
    start = fold(last.replace('"', ""))
    return [before + one for one in whole if fold(one.replace('"', "")).startswith(start) and one != last][
        :_MOST
    ]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def phrases(words: str) -> list[str]:
    """The pieces to look for: single words, and those in quotes as one piece without them."""
    return [piece for token in _TOKEN.findall(words) if (piece := _unquoted(token))]


def _word(token: str) -> str:
    plain = _unquoted(token)
    return f'"{plain}"' if " " in plain else plain


def _unquoted(text: str) -> str:
    return text.replace('"', "").strip()


def _with(entry: Mapping[str, Any]) -> list[str]:
    value = entry.get("with")
    return [str(one) for one in value] if isinstance(value, list) else []


def _tags(entry: Mapping[str, Any]) -> list[str]:
    value = entry.get("tags")
    return [str(one) for one in value] if isinstance(value, list) else []
