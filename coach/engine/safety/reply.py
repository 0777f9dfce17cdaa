"""Puts the notice together from the words of the entry's language and the resources of the country."""

from collections.abc import Mapping, Sequence
from typing import Any

from coach.engine.safety.notice import Kind, Notice, Resource, Where

_MOST_LINES = 3
"""Before the general address: more is not read by someone in distress, and the notice has to fit a screen of
80 x 24. The person's own resources are never cut."""

_ALSO_CALLED = {"GB": "UK", "USA": "US"}


class Replies:
    """The words and numbers of prompts/safety/replies.yaml and resources.yaml."""

    def __init__(
        self,
        words: Mapping[str, Any],
        resources: Mapping[str, Any],
        *,
        country: str,
        extra: Sequence[Resource],
    ) -> None:
        self._words = words
        self._countries: Mapping[str, Any] = resources["countries"]
        self._by_language: Mapping[str, Sequence[str]] = resources["languages"]
        self._everywhere: Sequence[Mapping[str, Any]] = resources["everywhere"]
        country = _ALSO_CALLED.get(country, country)
        self._country = country if country in self._countries else ""
        self._extra = tuple(extra)

    def notice(self, kind: Kind, *, certain: bool, language: str, sexual: bool = True) -> Notice:
        """The whole notice for one kind; lines for sexual violence are only named where `sexual` is."""
        words = self._words[language]
        lines = self._resources({kind, "sexual"} if sexual else {kind}, language)
        emergency = self._emergency(language)
        listed = "\n".join(f"  {_line(resource)}" for resource in lines)
        parts = [
            words["certain" if certain else "uncertain"][kind],
            words["program"],
            words["turn_to"][kind].format(emergency=emergency),
            listed,
        ]

        def whole(where: Where) -> str:
            return "\n\n".join(part.rstrip() for part in (*parts, words[where]) if part)

        elsewhere: dict[Where, str] = {"kept": whole("kept"), "asked": whole("asked")}
        return Notice(kind, certain, language, whole("session"), lines, elsewhere)

    def _emergency(self, language: str) -> str:
        if self._country:
            return str(self._countries[self._country]["emergency"])
        return str(self._words[language]["emergency"])

    def _resources(self, wanted: set[str], language: str) -> tuple[Resource, ...]:
        chosen: list[Resource] = []
        if self._country:
            chosen += [_resource(line) for line in _fitting(self._countries[self._country]["lines"], wanted)]
        else:
            for country in self._by_language[language]:
                of_country = _fitting(self._countries[country]["lines"], wanted)
                chosen += [_resource(line, country) for line in of_country[:1]]
        chosen = chosen[:_MOST_LINES]
        chosen += [_resource(line) for line in _fitting(self._everywhere, wanted)]
        return self._extra + tuple(chosen)


def _fitting(lines: Sequence[Mapping[str, Any]], wanted: set[str]) -> list[Mapping[str, Any]]:
    return [line for line in lines if not wanted.isdisjoint(line["for"])]


def _resource(line: Mapping[str, Any], country: str = "") -> Resource:
    note = str(line.get("note", ""))
    return Resource(
        str(line["name"]), str(line["contact"]), ", ".join(part for part in (country, note) if part)
    )


def _line(resource: Resource) -> str:
    note = f" ({resource.note})" if resource.note else ""
    return f"{resource.name}: {resource.contact}{note}"
