"""The question files, read and checked: cues with their patterns, and the forms of each language.

Formats: docs/questions.md. A file that cannot be used raises InvalidData naming the file and the key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from zlib import crc32

from coach.domain.asking import STAGES, SUPPORT_LEVELS, Stage, Support
from coach.engine.questions.shapes import NAMES
from coach.errors import InvalidData

QUOTE, LEAD, SECOND = "{{ quote }}", "{{ lead }}", "{{ other }}"
ALL = "all"
"""Key of questions that serve every support level; the gates keep those out that do not fit one (Q12)."""
# In a cue pattern <name> stands for a capitalised word that is not a usual sentence opener.
_NAME = (
    r"(?-i:(?!(?:It|This|That|These|Those|There|Here|What|Which|Who|Everything|Nothing|Something"
    r"|Things?|The|A|An|And|But|So|Then|If|When|Work"
    r"|Life|Today|Yesterday|Tomorrow|Monday|Tuesday|Wednesday|Thursday|Friday|I|We|You|My|Our|His|Her"
    r"|Their|One|No|Not|Maybe|Also|Just|How|Why"
    r"|Part|Most|All|Some|Each|As|At|In|On|For|After|Before|Still|Honestly|Anyway|Because|Now|Today"
    r"|Week|Everyone|Nobody|People)\b)[A-Z][a-z]+)"
)

Levels = Mapping[Support, tuple[str, ...]]
Stages = Mapping[Stage, Levels]


@dataclass(frozen=True)
class Cue:
    """A turn of phrase and the question moves it calls for."""

    id: str
    kind: str
    stage: Stage
    rank: int
    """1 to 5 by the order of moves (rubric, section 2): 5 unsaid, contradiction, strong feeling; 1 all
    others."""
    reason: str
    """One plain sentence for the question card."""
    patterns: tuple[str, ...]
    questions: Levels
    roles: frozenset[str] = frozenset()
    """Empty: for everyone."""
    quote: str = "match"
    """`match`: quote around what fired; `after`: what follows it (the part after the "but"); `part`: what the
    pattern names `(?P<quote>...)`, and `(?P<other>...)` where a second thing is to be held beside it."""
    writer: bool = False
    """Only of the writer: what somebody else felt or left unsaid does not count."""
    max_words: int = 100_000
    """Fires only on answers of at most so many words."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one, compiled at first use."""
        numbered = (
            pattern.replace("(?P<quote>", f"(?P<quote{number}>").replace("(?P<other>", f"(?P<other{number}>")
            for number, pattern in enumerate(self.patterns)
        )
        joined = "|".join(f"(?:{pattern})" for pattern in numbered)
        return re.compile(joined.replace("<name>", _NAME), re.IGNORECASE)

    def parts(self, match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int] | None]:
        """What to quote of a match, and the second thing beside it, as places in the text."""
        found = {
            name.rstrip("0123456789"): match.span(name) for name, text in match.groupdict().items() if text
        }
        return found.get("quote", match.span()), found.get("other")


@dataclass(frozen=True)
class Door:
    """Easy ways in where there is nothing to build on; by stage where that matters."""

    reason: str
    texts: Mapping[Stage, Levels]


@dataclass(frozen=True, slots=True)
class Fit:
    """A demand some wordings make on the words they take up."""

    wordings: tuple[str, ...]
    only: frozenset[str]
    """At least one of these traits is needed; empty: any will do."""
    never: frozenset[str]
    """None of these may be there."""


@dataclass(frozen=True)
class Forms:
    """All questions of one language."""

    language: str
    leads: tuple[str, ...]
    placed: tuple[str, ...]
    """Leads that say where the words stand, and so fit some of them only."""
    reasons: Mapping[str, str]
    kinds: Mapping[str, Stages]
    counter: Mapping[int, Mapping[Stage, tuple[str, ...]]]
    counter_reason: str
    doors: Mapping[str, Door]
    last: Mapping[Stage, tuple[str, ...]]
    last_reason: str
    moments: tuple[str, ...]
    """Wordings that ask for a point in time."""
    roles: Mapping[str, tuple[Stages, Stages]]
    """By role: for any clause, and for those that tell of somebody else as well."""
    fits: tuple[Fit, ...] = ()

    def fitting(self, template: str, traits: frozenset[str]) -> bool:
        """Whether a question may be asked of words with these traits."""
        wanted, barred, _ = demands(template)
        if not wanted <= traits or barred & traits:
            return False
        return all(
            not fit.never & traits and (not fit.only or bool(fit.only & traits))
            for fit in self.fits
            if any(wording in template for wording in fit.wordings)
        )


@lru_cache(maxsize=4096)
def demands(template: str) -> tuple[frozenset[str], frozenset[str], str]:
    """The traits a question needs, those it rules out, and its bare wording: "[past !idle] What …"."""
    if not template.startswith("["):
        return frozenset(), frozenset(), template
    head, _, bare = template[1:].partition("] ")
    names = head.split()
    return (
        frozenset(name for name in names if name[0] != "!"),
        frozenset(name[1:] for name in names if name[0] == "!"),
        bare,
    )


def form_name(template: str) -> str:
    """The name of a question's form: a short sum of its wording.

    Stable as long as the wording is; a reworded question is a new one, also for "never ask this again". The
    same
    wording under two cues is one form.
    """
    return f"q-{crc32(template.encode()):08x}"


# --- reading ---


def read_cues(data: Any, name: str) -> tuple[Cue, ...]:  # parsed YAML holds anything
    """The cues of a parsed file. Raises InvalidData naming file and cue."""
    listed = data.get("cues") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise InvalidData(f"{name}: a list under cues is needed.")
    return tuple(_cue(item, name, number) for number, item in enumerate(listed, 1))


def _cue(item: Any, name: str, number: int) -> Cue:  # parsed YAML holds anything
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise InvalidData(f"{name}, cue number {number}: an id is needed.")
    where = f"{name}, cue {item['id']}"
    stage, rank, quote = item.get("stage"), item.get("rank"), item.get("quote", "match")
    max_words = item.get("max_words", 100_000)
    if stage not in STAGES:
        raise InvalidData(f"{where}: stage must be one of {', '.join(STAGES)}.")
    if not isinstance(max_words, int):
        raise InvalidData(f"{where}: max_words must be a number.")
    if not isinstance(rank, int) or rank not in range(1, 6):
        raise InvalidData(f"{where}: rank must be a number from 1 to 5.")
    if quote not in ("match", "after", "part"):
        raise InvalidData(f"{where}: quote must be match, after or part.")
    patterns = _texts(item.get("patterns"), f"{where}, key patterns")
    cue = Cue(
        id=item["id"],
        kind=str(item.get("kind", "plain")),
        stage=stage,
        rank=rank,
        reason=str(item.get("reason", "")),
        patterns=patterns,
        questions=_levels(item.get("questions", {}), f"{where}, key questions"),
        roles=frozenset(_texts(item.get("roles", []), f"{where}, key roles")),
        quote=quote,
        writer=item.get("writer") is True,
        max_words=max_words,
    )
    try:
        _ = cue.pattern  # the first question needs it; each part by itself would cost as much again
    except re.error:
        raise InvalidData(f"{where}: {_first_bad(patterns)}") from None
    return cue


def _first_bad(patterns: tuple[str, ...]) -> str:
    for pattern in patterns:
        try:
            re.compile(pattern.replace("<name>", _NAME))
        except re.error as error:
            return f"the pattern {pattern!r} cannot be used ({error})."
    return "the patterns cannot be used together."


def read_forms(data: Any, name: str) -> Forms:  # parsed YAML holds anything
    """The forms of a parsed file. Raises InvalidData naming file and key."""
    top = _mapping(data, name)
    kinds = _mapping(top.get("kinds"), f"{name}, key kinds")
    counter = _mapping(top.get("counter"), f"{name}, key counter")
    last = _mapping(top.get("last"), f"{name}, key last")
    if "plain" not in kinds:
        raise InvalidData(f"{name}, key kinds: the kind plain is needed, it stands in for all others.")
    leads = _texts(top.get("leads"), f"{name}, key leads")
    if not leads:
        raise InvalidData(f"{name}, key leads: at least one is needed.")
    return Forms(
        language=str(top.get("language", "")),
        leads=tuple(lead for lead in leads if demands(lead)[2] == lead),
        placed=tuple(lead for lead in leads if demands(lead)[2] != lead),
        reasons={
            kind: str(_mapping(entry, f"{name}, kind {kind}").get("reason", ""))
            for kind, entry in kinds.items()
        },
        kinds={kind: _stages(entry, f"{name}, kind {kind}") for kind, entry in kinds.items()},
        counter={
            level: {
                stage: _texts(counter[level].get(stage, []), f"{name}, counter {level} {stage}")
                for stage in STAGES
            }
            for level in counter
            if isinstance(level, int) and isinstance(counter[level], dict)
        },
        counter_reason=str(counter.get("reason", "")),
        doors={
            key: _door(entry, f"{name}, door {key}")
            for key, entry in _mapping(top.get("doors"), name).items()
        },
        last={stage: _texts(last.get(stage), f"{name}, key last.{stage}") for stage in STAGES},
        last_reason=str(last.get("reason", "")),
        moments=_texts(top.get("moments", []), f"{name}, key moments"),
        fits=tuple(
            _fit(entry, f"{name}, fits number {number}")
            for number, entry in enumerate(top.get("fits", []), 1)
        ),
        roles={
            role: (
                _stages(entry.get("any", {}), f"{name}, role {role}, any"),
                _stages(entry.get("with_others", {}), f"{name}, role {role}, with_others"),
            )
            for role, value in _mapping(top.get("roles", {}), f"{name}, key roles").items()
            for entry in (_mapping(value, f"{name}, role {role}"),)
        },
    )


def _fit(entry: Any, where: str) -> Fit:  # parsed YAML holds anything
    values = _mapping(entry, where)
    only, never = (frozenset(_texts(values.get(key, []), f"{where}, {key}")) for key in ("only", "never"))
    if unknown := sorted((only | never) - NAMES):
        raise InvalidData(f"{where}: {', '.join(unknown)} is no trait; known are {', '.join(sorted(NAMES))}.")
    return Fit(_texts(values.get("wordings"), f"{where}, wordings"), only, never)


def _door(entry: Any, where: str) -> Door:  # parsed YAML holds anything
    values = _mapping(entry, where)
    texts: dict[Stage, Levels] = {}
    for stage in STAGES:
        found = values.get(stage, values.get("any"))
        if isinstance(found, list):
            same = _texts(found, f"{where}, {stage}")
            texts[stage] = dict.fromkeys(SUPPORT_LEVELS, same)
        else:
            texts[stage] = _levels(found, f"{where}, {stage}")
        if not any(texts[stage].values()):
            raise InvalidData(
                f"{where}: at least one question for the stage {stage}, or under any, is needed."
            )
    return Door(str(values.get("reason", "")), texts)


def _stages(entry: Any, where: str) -> Stages:  # parsed YAML holds anything
    values = _mapping(entry, where)
    return {stage: _levels(values.get(stage, {}), f"{where}, {stage}") for stage in STAGES}


def _levels(entry: Any, where: str) -> Levels:  # parsed YAML holds anything
    if isinstance(entry, list):
        same = _texts(entry, where)
        return dict.fromkeys(SUPPORT_LEVELS, same)
    values = _mapping(entry, where)
    shared = _texts(values.get(ALL, []), f"{where}, {ALL}")
    return {level: (*_texts(values.get(level, []), f"{where}, {level}"), *shared) for level in SUPPORT_LEVELS}


def _mapping(value: Any, where: str) -> dict[Any, Any]:  # parsed YAML holds anything
    if not isinstance(value, dict):
        raise InvalidData(f"{where}: names with their values are needed.")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:  # parsed YAML holds anything
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise InvalidData(f"{where}: a list of texts is needed.")
    for text in value:
        wanted, barred, _ = demands(text)
        if unknown := sorted((wanted | barred) - NAMES):
            raise InvalidData(
                f"{where}: {', '.join(unknown)} is no trait; known are {', '.join(sorted(NAMES))}."
            )
    return tuple(value)
