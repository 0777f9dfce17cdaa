"""Ways of asking about one thing: the templates of a language filled with a quote, in a stable order.

No randomness: the order depends on a seed made from the answer, so that the same answer is asked about in
the same
way and different answers in different ways (rubric Q20). Judges nothing; the gates do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zlib import crc32

from coach.domain.asking import Action, Because, Card, Situation, Stage
from coach.engine.questions.catalogue import LEAD, QUOTE, SECOND, Forms, Levels, demands, form_name
from coach.engine.questions.lexicon import PLAIN
from coach.engine.questions.picking import Pick
from coach.engine.questions.salience import EVENT

_T = TypeVar("_T")
_LEADS_TRIED = 4
LOSS = "loss"
"""Kind and trait of a death or a loss."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way of asking, not yet judged."""

    form: str
    text: str
    because: Because
    stage: Stage
    action: Action = "ask"
    near: bool = False
    """Made for words of this sort; it may come again sooner than one that fits anything."""
    door: bool = False
    """An easy way in where there was nothing to build on; needs no quote."""

    def card(self) -> Card:
        """The card to show. A door may open with a plain sentence; the question is the last one."""
        question = self.text.rpartition(". ")[2] if self.door else self.text
        return Card(self.action, self.text, question, self.stage, self.because, self.form)


def seed(*parts: str) -> int:
    """A number for these texts, the same on every machine and in every run."""
    return crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def asking(pick: Pick, forms: Forms, stage: Stage, situation: Situation, seed: int) -> Iterator[Candidate]:
    """All ways to ask about one pick: its cue's and its kind's first, then those that fit any clause."""
    if LOSS in pick.traits and LOSS in forms.kinds:
        because = Because(LOSS, pick.quote, forms.reasons[LOSS])
        gentle = _rotated(at_level(forms.kinds[LOSS][stage], situation), seed)
        return _filled(gentle, because, forms, stage, seed, pick=pick)
    own: list[str] = []
    if pick.cue is not None and pick.cue.stage == stage:
        own += at_level(pick.cue.questions, situation)
    kind = pick.kind if pick.kind in forms.kinds else PLAIN
    common = list(at_level(forms.kinds[PLAIN][stage], situation))
    if pick.happened and EVENT in forms.kinds:
        common += at_level(forms.kinds[EVENT][stage], situation)
    for_any, with_others = forms.roles.get(situation.role, ({}, {}))
    of_role = list(for_any.get(stage, {}).get(situation.support, ()))
    if pick.others:
        of_role += with_others.get(stage, {}).get(situation.support, ())
    fitting = [] if kind in (PLAIN, EVENT) else list(at_level(forms.kinds[kind][stage], situation))
    if situation.role == "mentor":
        fitting = [*fitting, *of_role]  # their own part is what a mentor is here to look at
    else:
        common += of_role
    near = [*own, *fitting] or common
    two = [text for text in near if SECOND in text]
    if (
        "flat" in pick.traits and not fitting
    ):  # nothing in it is loaded: what is made for such answers comes first
        two += [text for text in common if "flat" in demands(text)[0]]
    ordered = [
        text
        for text in dict.fromkeys([*_rotated(two, seed), *_rotated(near, seed), *_rotated(common, seed)])
        if (SECOND not in text or pick.other)
        and forms.fitting(text, pick.traits)
        and (pick.past or not any(mark in text for mark in forms.moments))
    ]
    reason = (pick.cue.reason if pick.cue is not None else "") or forms.reasons.get(kind, "")
    because = Because(pick.cue.id if pick.cue is not None else kind, pick.quote, reason)
    close = frozenset([*own, *fitting, *two])
    return (
        replace(item, near=True) if template in close else item
        for template in ordered
        for item in _filled([template], because, forms, stage, seed, pick=pick)
    )


def countering(
    pick: Pick, forms: Forms, stage: Stage, situation: Situation, seed: int
) -> Iterator[Candidate]:
    """Push-back on one pick: at challenge 3 the sharper questions first, at 2 only the milder ones, at 1
    none."""
    templates: list[str] = []
    for level in range(situation.challenge, 1, -1):
        templates += _rotated(forms.counter.get(level, {}).get(stage, ()), seed)
    because = Because("counter", pick.quote, forms.counter_reason)
    return _filled(templates, because, forms, stage, seed, pick=pick)


def last(pick: Pick, forms: Forms, stage: Stage, seed: int) -> list[Candidate]:
    """What is left when all other ways were used up or refused."""
    because = Because("last", pick.quote, forms.last_reason)
    return list(_filled(_rotated(forms.last[stage], seed), because, forms, stage, seed, pick=pick))


def doors(
    name: str, forms: Forms, situation: Situation, seed: int, *, action: Action, quote: str = ""
) -> list[Candidate]:
    """Easy ways in; those that take up the few words there were come first."""
    door = forms.doors.get(name) or forms.doors["empty"]
    because = Because(name, quote or None, door.reason)
    templates = _rotated(at_level(door.texts[situation.stage], situation), seed)
    quoting = [text for text in templates if QUOTE in text or LEAD in text]
    free = [text for text in templates if text not in quoting]
    chosen = [*quoting, *free] if quote else free
    return [
        Candidate(item.form, item.text, because, situation.stage, action, door=True)
        for item in _filled(chosen, because, forms, situation.stage, seed)
    ]


def at_level(levels: Levels, situation: Situation) -> tuple[str, ...]:
    """The questions for the person's support level; those for `supported` where it has none."""
    return levels.get(situation.support) or levels.get("supported") or ()


def _filled(
    templates: Iterable[str],
    because: Because,
    forms: Forms,
    stage: Stage,
    seed: int,
    *,
    pick: Pick | None = None,
) -> Iterator[Candidate]:
    traits, second = (pick.traits, pick.other or "") if pick is not None else (frozenset[str](), "")
    for template in templates:
        bare = demands(template)[2]
        for text in _led(bare, forms, seed, traits):
            yield Candidate(form_name(bare), _with(text, because.quote or "", second), because, stage)


def _led(template: str, forms: Forms, seed: int, traits: frozenset[str]) -> Iterator[str]:
    """The template entered by a few of the leads that fit; as it is where it has no place for one."""
    if LEAD not in template:
        yield template
        return
    fitting = [lead for lead in (*forms.placed, *forms.leads) if forms.fitting(lead, traits)]
    for lead in _rotated(fitting, seed ^ crc32(template.encode()))[:_LEADS_TRIED]:
        yield template.replace(LEAD, demands(lead)[2])


def _with(text: str, quote: str, second: str) -> str:
    """The text with the quotes in it; curly marks around words that hold straight ones of their own."""
    for mark, words in ((QUOTE, quote), (SECOND, second)):
        if '"' in words:
            text = text.replace(f'"{mark}"', f"“{mark}”")
    return text.replace(SECOND, second).replace(QUOTE, quote)


def _rotated(items: Sequence[_T], seed: int) -> list[_T]:
    """All items in an order that depends on the seed alone."""
    return sorted(items, key=lambda item: crc32(f"{seed}{item}".encode()))
