"""Draws the themes of one comparison: groups, names, quotes, claims, questions.

Loads numpy: imported when themes are asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from coach.domain.records import Doc
from coach.engine.themes import grouping
from coach.engine.themes.claims import claims_about, people_in
from coach.engine.themes.compared import Compared
from coach.engine.themes.decisions import RENAMED, Decisions, entries_of, id_for
from coach.engine.themes.evidence import Evidence
from coach.engine.themes.intentions import IntentionRules
from coach.engine.themes.material import Item
from coach.engine.themes.naming import Naming
from coach.engine.themes.questions import ThemeQuestions
from coach.engine.themes.receipts import Sources, check, verify
from coach.engine.themes.trend import by_week, trend_of
from coach.engine.themes.view import Receipt, State, Theme
from coach.engine.themes.words import WordLists, true_names

JOINS_KEPT = 0.6
"""Mean likeness to a kept theme's entries, in standard deviations, from which on a new entry joins it."""
_LEAST_NEW = 2
"""Themes not decided about that are shown however many are kept."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The themes, and what became of the rest."""

    themes: tuple[Theme, ...]
    unsorted: tuple[str, ...]
    rejected: int
    """Groups left out because the person rejected them before."""
    thin: int
    """Kept themes with a single entry in the period, which are not shown (rubric T1)."""
    made: int
    kept: int


@dataclass(frozen=True, slots=True)
class Found:
    """A group before it is shown."""

    members: tuple[int, ...]
    record: Doc | None


class Drawing:
    """Draws from one comparison."""

    def __init__(
        self,
        items: Sequence[Item],
        compared: Compared,
        decisions: Decisions,
        *,
        naming: Naming,
        questions: ThemeQuestions,
        sources: Sources,
        lists: WordLists,
        rules: IntentionRules,
        instructions: re.Pattern[str] | None,
    ) -> None:
        self._items = items
        self._compared = compared
        self._decisions = decisions
        self._naming = naming
        self._questions = questions
        self._sources = sources
        self._lists = lists
        self._rules = rules
        self._evidence = Evidence(compared, items, instructions)
        self._names = true_names(compared.words, lists)

    def draw(self, weeks: Sequence[date]) -> Drawn:
        """The themes to be shown, kept ones first."""
        found, rejected, thin = self.groups()
        themes: list[Theme] = []
        made = kept = 0
        for one in found:
            theme, claims_made = self._theme(one, weeks, [theme.label for theme in themes])
            if theme is None:
                continue
            themes.append(theme)
            made += claims_made
            kept += len(theme.summary)
        sorted_in = {entry for theme in themes for entry in theme.entries}
        unsorted = tuple(item.id for item in self._items if item.id not in sorted_in)
        return Drawn(tuple(themes), unsorted, rejected, thin, made, kept)

    def groups(self) -> tuple[list[Found], int, int]:
        """Kept themes with their entries of the period, then new groups of the rest."""
        likeness = self._compared.likeness
        places = {item.id: place for place, item in enumerate(self._items)}
        kept = [
            (doc, [places[entry] for entry in entries_of(doc) if entry in places])
            for doc in self._decisions.kept
        ]
        thin = sum(len(members) == 1 for _, members in kept)
        kept = [(doc, members) for doc, members in kept if len(members) >= 2]
        fixed = {place for _, members in kept for place in members}
        joined: list[list[int]] = [list(members) for _, members in kept]
        for place in range(len(self._items)):
            if place in fixed or not kept:
                continue
            near = [grouping.mean_to(members, place, likeness) for _, members in kept]
            best = int(np.argmax(near))
            if near[best] >= JOINS_KEPT:
                joined[best].append(place)
        found = [Found(tuple(sorted(members)), doc) for (doc, _), members in zip(kept, joined, strict=True)]
        taken = {place for members in joined for place in members}
        free = [place for place in range(len(self._items)) if place not in taken]
        rejected = 0
        for group in self._new(free, max(grouping.MOST_SHOWN - len(found), _LEAST_NEW)):
            if self._decisions.rejects([self._items[place].id for place in group]):
                rejected += 1
            else:
                found.append(Found(tuple(group), None))
        return found, rejected, thin

    def _new(self, free: Sequence[int], most: int) -> list[list[int]]:
        if len(free) < 3:
            return []
        inside = self._compared.likeness[np.ix_(free, free)]
        return [[free[place] for place in group] for group in grouping.group(inside, most)]

    def _theme(self, found: Found, weeks: Sequence[date], taken: Sequence[str]) -> tuple[Theme | None, int]:
        members = found.members
        items = [self._items[place] for place in members]
        ids = [item.id for item in items]
        evidence = self._checked(self._evidence.of(members), ids)
        if not evidence or len(ids) < 2:
            return None, 0
        ranked = self._naming.ranked(members)
        against = self._against(members, ranked[0].place, ids, evidence)
        trend = trend_of([item.id for item in self._items], ids)
        label, state = self._heading(found, taken)
        people = people_in(items, self._names)
        named = {
            name: [
                one
                for place in members
                if name in self._items[place].text and (one := self._evidence.naming(place, name)) is not None
            ]
            for name in people
        }
        claims = claims_about(self._items, items, evidence, named, self._rules)
        checked = check(claims, self._sources, ids)
        theme = Theme(
            id=str(found.record["id"]) if found.record else id_for(ids),
            label=label,
            state=state,
            trend=trend,
            entries=tuple(ids),
            weeks=by_week(weeks, [item.day for item in items]),
            summary=checked.kept,
            evidence=evidence,
            against=against,
            question=self._questions.ask(evidence, against, trend),
            choices=self._naming.choices(members),
            people=tuple(people),
        )
        return theme, checked.made

    def _heading(self, found: Found, taken: Sequence[str]) -> tuple[str, State]:
        if found.record is not None and found.record.get("label"):
            renamed = found.record.get("state") == RENAMED
            return str(found.record["label"]), "renamed" if renamed else "kept"
        return self._naming.label(found.members, taken), "new"

    def _against(
        self, members: Sequence[int], place: int, ids: Sequence[str], evidence: Sequence[Receipt]
    ) -> tuple[Receipt, ...]:
        number = self._naming.against(members, place)
        if number is None:
            return ()
        found = self._evidence.receipt(number)
        return self._checked([found], ids) if found not in evidence else ()

    def _checked(self, receipts: Sequence[Receipt], ids: Sequence[str]) -> tuple[Receipt, ...]:
        """Every quote is looked up again in the entry it names, also those just cut out of it."""
        found = (verify(one, self._sources, ids) for one in receipts)
        return tuple(one for one in found if one is not None)
