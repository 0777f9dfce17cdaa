"""Reads guides: checks every key of a file, names file and line of a mistake, hands out `Guide` values."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, TypeVar, cast

from coach.domain.asking import ASK_ROLES, STAGES, SUPPORT_LEVELS, Support
from coach.domain.guide import (
    AT_MOST_ONE,
    BECOMES,
    CONDITIONS,
    EACH,
    SCHEMA,
    SHOWS,
    Becomes,
    Each,
    Guide,
    Step,
)
from coach.engine.ports import Finding, Headline
from coach.errors import InvalidData, NotFound
from coach.prompting.files import BUILT_IN, Found, PromptFiles
from coach.prompting.yamlfile import Parsed, Place, parse_yaml

ORDER = ("weekly", "light", "debrief", "purpose", "free", "return")
"""How the built-in guides are listed; one's own come behind them, by id."""
_GUIDE_KEYS = ("schema", "id", "version", "title", "intent", "minutes", "roles", "steps")
_STEP_KEYS = (
    "id", "title", "questions", "why", "stage", "follow_ups", "becomes", "when", "optional", "each", "then",
    "shows", "levels", "needs", "another", "counter", "practice",
)  # fmt: skip
_EACH_BECOMES: dict[Each, Becomes] = {
    "commitments_due": "outcome", "experiments_due": "verdict", "assumptions_due": "verdict",
}  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_PLAIN = re.compile(r"(id|title|minutes):[ ]+([\w][^#:'\"\n]*?)[ ]*")
MOST_STEPS = 30
MOST_MINUTES = 240
MOST_QUESTION = 400
"""Characters of a question; far above what a good one needs (rubric Q5)."""

Word = TypeVar("Word", bound=str)


class GuideFiles:
    """Implements the port `Guides` over the prompt files. A file is read when its guide is first wanted."""

    def __init__(self, files: PromptFiles) -> None:
        self._files = files
        self._guides: dict[str, Guide] = {}

    def all(self) -> list[Guide]:
        """Every guide that can be used; a broken file is left out and named by `problems`."""
        guides = []
        for name in self.ids():
            try:
                guides.append(self.get(name))
            except InvalidData as error:
                self._files.note_problem(self._files.candidates(_name(name))[-1], error)
        return guides

    def ids(self) -> list[str]:
        """The ids there are files for, whether they can be read or not."""
        there = {PurePosixPath(name).stem for name in self._files.names("guides") if name.endswith(".yaml")}
        return [known for known in ORDER if known in there] + sorted(there.difference(ORDER))

    def get(self, id: str) -> Guide:
        """One guide; where one's own file is broken, the built-in one of that id.

        Raises NotFound, InvalidData.
        """
        if id not in self._guides:
            self._guides[id] = self._read(id)
        return self._guides[id]

    def headline(self, id: str) -> Headline:
        """Title and minutes from the first lines of the file, without the YAML reader where it can be."""
        if id not in self._guides:
            found = self._candidates(id)[0]
            plain: dict[str, str] = {}
            try:
                for line in found.read().split("\nsteps:", 1)[0].splitlines():
                    if match := _PLAIN.fullmatch(line):
                        plain[match[1]] = match[2]
            except InvalidData:
                plain = {}
            if plain.get("id") == id and "title" in plain and str(plain.get("minutes")).isdigit():
                return Headline(id, plain["title"], int(plain["minutes"]))
        guide = self.get(id)
        return Headline(guide.id, guide.title, guide.minutes)

    def problems(self) -> list[Finding]:
        """What is wrong with guide files. Reads them all."""
        self.all()
        return self._files.problems("guides/")

    def read_own(self) -> None:
        """Read the guides of one's own, so that `problems` of the files names broken ones. Most have none."""
        for name in self._files.own_names():
            if name.startswith("guides/") and name.endswith(".yaml"):
                try:
                    self.get(PurePosixPath(name).stem)
                except NotFound:  # no name that a guide could have; `coach prompts check` reads it
                    continue
                except InvalidData as error:
                    self._files.note_problem(self._files.candidates(name)[-1], error)

    def _read(self, id: str) -> Guide:
        found = self._candidates(id)
        for one in found[:-1]:
            try:
                return read_guide(one)
            except InvalidData as error:
                self._files.note_problem(one, error)
        return read_guide(found[-1])

    def _candidates(self, id: str) -> list[Found]:
        found = self._files.candidates(_name(id)) if _ID.fullmatch(id) else []
        if not found:
            raise NotFound(f"There is no guide “{id}”.", hint=f"There are: {', '.join(self.ids())}.")
        return found


def read_guide(found: Found) -> Guide:
    """The guide in a file.

    Raises InvalidData: names file, line and key, and the nearest known key or value.
    """
    return check_guide(
        parse_yaml(found.read(), found.shown), id=PurePosixPath(found.name).stem, source=found.source
    )


def check_guide(parsed: Parsed, *, id: str, source: str = BUILT_IN) -> Guide:
    """A guide from parsed YAML; `id` is the name of its file. Raises InvalidData."""
    look = _Look(parsed)
    top = look.mapping((), _GUIDE_KEYS)
    schema = look.number(("schema",), top.get("schema", SCHEMA), 1, 1_000_000)
    if schema > SCHEMA:
        raise parsed.error(("schema",), f"this guide is of format {schema}; this coach reads up to {SCHEMA}.")
    if look.text(("id",), top.get("id")) != id:
        raise parsed.error(("id",), f"the id must be the name of the file, “{id}”.")
    if not _ID.fullmatch(id):
        raise parsed.error(("id",), "an id is small letters, digits, - and _, beginning with a letter.")
    entries = look.items(("steps",), top.get("steps"))
    if not 1 <= len(entries) <= MOST_STEPS:
        raise parsed.error(("steps",), f"a guide has 1 to {MOST_STEPS} steps.")
    steps = tuple(_step(look, ("steps", number)) for number in range(len(entries)))
    _check_together(parsed, steps)
    return Guide(
        id=id,
        version=look.number(("version",), top.get("version"), 1, 1_000_000),
        title=look.text(("title",), top.get("title")),
        intent=look.text(("intent",), top.get("intent")),
        minutes=look.number(("minutes",), top.get("minutes"), 1, MOST_MINUTES),
        roles=look.words(("roles",), top.get("roles", list(ASK_ROLES)), ASK_ROLES),
        steps=steps,
        source=source,
    )


def _step(look: "_Look", place: Place) -> Step:
    raw = look.mapping(place, _STEP_KEYS)
    step_id = look.text((*place, "id"), raw.get("id"))
    if not _ID.fullmatch(step_id):
        raise look.parsed.error(
            (*place, "id"), "an id is small letters, digits, - and _, beginning with a letter."
        )
    each = look.word((*place, "each"), raw["each"], EACH) if "each" in raw else None
    return Step(
        id=step_id,
        title=look.text((*place, "title"), raw.get("title", step_id.replace("_", " ").replace("-", " "))),
        questions=look.questions((*place, "questions"), raw.get("questions")),
        why=look.text((*place, "why"), raw.get("why")),
        stage=look.word((*place, "stage"), raw.get("stage"), STAGES),
        follow_ups=look.number((*place, "follow_ups"), raw.get("follow_ups", 0), 0, 2),
        becomes=look.word((*place, "becomes"), raw["becomes"], BECOMES) if raw.get("becomes") else None,
        when=look.words((*place, "when"), raw.get("when", []), CONDITIONS),
        optional=look.flag((*place, "optional"), raw.get("optional", False)),
        each=each,
        then=look.questions((*place, "then"), raw["then"]) if "then" in raw else None,
        shows=look.words((*place, "shows"), raw.get("shows", []), SHOWS),
        levels=look.words((*place, "levels"), raw.get("levels", []), SUPPORT_LEVELS),
        needs=look.text((*place, "needs"), raw["needs"]) if "needs" in raw else "",
        another=tuple(
            look.question((*place, "another", number), one)
            for number, one in enumerate(look.items((*place, "another"), raw.get("another", [])))
        ),
        counter=look.flag((*place, "counter"), raw.get("counter", False)),
        practice=tuple(
            look.number((*place, "practice"), one, 1, 999)
            for one in look.items((*place, "practice"), raw.get("practice", []), single=True)
        ),
    )


def _check_together(parsed: Parsed, steps: Sequence[Step]) -> None:
    seen: set[str] = set()
    once: set[str] = set()
    for number, step in enumerate(steps):
        place: Place = ("steps", number)
        if step.id in seen:
            raise parsed.error((*place, "id"), f"there are two steps “{step.id}”.")
        if step.needs and step.needs not in seen:
            raise parsed.error(
                (*place, "needs"),
                f"no earlier step is called “{step.needs}”.",
                hint=_nearest(step.needs, sorted(seen)),
            )
        seen.add(step.id)
        if step.becomes in AT_MOST_ONE and not step.when and not step.levels:
            if step.becomes in once:
                raise parsed.error((*place, "becomes"), f"a session makes one {step.becomes} at most.")
            once.add(step.becomes)
        wanted = _EACH_BECOMES[step.each] if step.each else None
        if wanted and step.becomes != wanted:
            raise parsed.error((*place, "becomes"), f"with “each: {step.each}” this is “{wanted}”.")
        if step.becomes in ("outcome", "verdict") and not step.each:
            raise parsed.error((*place, "becomes"), f"“{step.becomes}” stands only beside “each”.")
        if step.then and not step.each:
            raise parsed.error((*place, "then"), "“then” stands only beside “each”.")
        if step.each and step.follow_ups:
            raise parsed.error(
                (*place, "follow_ups"), "a step with “each” has its own second question, “then”."
            )


class _Look:
    """Looks at one value at a time and says what is wrong with it."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    def mapping(self, place: Place, known: Sequence[str]) -> Mapping[str, Any]:
        value = self._at(place)
        if not isinstance(value, dict):
            raise self.parsed.error(place, "here “key: value” lines are expected.")
        for key in value:
            if key not in known:
                raise self.parsed.error(
                    (*place, key),
                    "this key is not known.",
                    hint=_nearest(key, known) or f"Known are: {', '.join(known)}.",
                )
        return value

    def text(self, place: Place, value: object) -> str:
        if value is None:
            raise self.parsed.error(place, "this is missing.")
        if not isinstance(value, str):
            raise self.parsed.error(place, "this must be text.", hint="Put it in quotes.")
        if not value.strip():
            raise self.parsed.error(place, "this is empty.")
        return " ".join(value.split())

    def question(self, place: Place, value: object) -> str:
        text = self.text(place, value)
        if len(text) > MOST_QUESTION:
            raise self.parsed.error(
                place, f"a question has {MOST_QUESTION} characters at most; shorter is better."
            )
        return text

    def questions(self, place: Place, value: object) -> dict[Support, str]:
        """One text for all levels, or one for each; a level left out takes the next plainer one."""
        if isinstance(value, str):
            return dict.fromkeys(SUPPORT_LEVELS, self.question(place, value))
        if value is None:
            raise self.parsed.error(place, "this is missing.")
        levels = self.mapping(place, SUPPORT_LEVELS)
        given = {
            level: self.question((*place, level), levels[level])
            for level in SUPPORT_LEVELS
            if level in levels
        }
        if not given:
            raise self.parsed.error(place, f"a question is needed: {', '.join(SUPPORT_LEVELS)}.")
        fall_back = given.get("supported") or next(iter(given.values()))
        return {level: given.get(level, fall_back) for level in SUPPORT_LEVELS}

    def number(self, place: Place, value: object, low: int, high: int) -> int:
        if value is None:
            raise self.parsed.error(place, "this is missing.")
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.parsed.error(place, f"this must be a whole number from {low} to {high}.")
        return value

    def flag(self, place: Place, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.parsed.error(place, "this must be true or false.")
        return value

    def word(self, place: Place, value: object, known: Sequence[Word]) -> Word:
        text = self.text(place, value)
        if text not in known:
            raise self.parsed.error(
                place, f"“{text}” is not one of {', '.join(known)}.", hint=_nearest(text, known)
            )
        return cast("Word", text)

    def words(self, place: Place, value: object, known: Sequence[Word]) -> tuple[Word, ...]:
        return tuple(self.word(place, one, known) for one in self.items(place, value, single=True))

    def items(self, place: Place, value: object, *, single: bool = False) -> list[Any]:
        if value is None:
            raise self.parsed.error(place, "this is missing.")
        if isinstance(value, list):
            return value
        if single and not isinstance(value, dict):
            return [value]
        raise self.parsed.error(place, "here a list is expected, one “- ” line for each.")

    def _at(self, place: Place) -> Any:  # YAML holds anything
        value = self.parsed.value
        for part in place:
            value = value[part]
        return value


def _name(id: str) -> str:
    return f"guides/{id}.yaml"


def _nearest(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean “{close[0]}”?" if close else ""
