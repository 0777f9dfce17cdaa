"""The engine that is always there: chooses what to take up in an answer and how to ask about it.

One question a call, built on the person's own words, the same for the same situation (no randomness), passed through
every gate. Texts come from `prompts/questions/`; nothing here is shown to anyone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from zlib import crc32

from coach.domain.asking import STAGES, Action, Because, Card, Move, Situation, Stage
from coach.engine.ports import Prompts
from coach.engine.questions.catalogue import LEAD, QUOTE, Cue, Forms, Levels, form_name, read_cues, read_forms
from coach.engine.questions.cutting import cut
from coach.engine.questions.gates import Draft, passes
from coach.engine.questions.languages import OTHER, Languages
from coach.engine.questions.lexicon import Lexicon, read_lexicon
from coach.engine.questions.nature import Nature, nature, nearly_empty
from coach.engine.questions.picking import Pick, pick
from coach.engine.questions.reading import Reading, folded, read

_T = TypeVar("_T")
_ROOM = "questions/"
_LEADS_TRIED = 4
_FOLDED_WORDS = 400


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One way of asking, not yet judged."""

    form: str
    text: str
    because: Because
    stage: Stage
    action: Action = "ask"
    door: bool = False


class EmbeddedQuestions:
    """Asks from files of cues and question forms, on this machine."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._forms: dict[str, Forms] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def warm(self) -> None:
        """Read the files and compile the patterns ahead of the first question, e.g. while someone is typing."""
        self._speaking(self._languages.default)
        for cue in self._cues:
            _ = cue.pattern

    def ask(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        """One card for what was written.

        Args:
            situation: the answer with its stage, support, role, history and memory.
            move: `first`; `deeper` one stage on at the same words; `other_angle` other words or another way of asking;
                `counter` a push-back where `challenge` allows it (feature C15).
            avoid: forms already shown for this answer.

        Raises:
            InvalidData: a question file cannot be used. NotFound: there is none.
        """
        text = situation.answer
        language = self._language(text)
        if language == OTHER:
            return self._door(situation, "language", self._languages.default, avoid)
        forms, lexicon = self._speaking(language)
        reading = read(text, lexicon)
        sort = nature(text, reading, lexicon)
        if sort.sort == "told":
            cues = self._cues if language == self._languages.default else ()
            picks = pick(reading, lexicon, cues, situation.stage, situation.role, sort.banned)
            if picks:
                return self._told(situation, picks, forms, move, avoid)
        return self._little(situation, reading, sort, lexicon, avoid)

    # --- an answer with something in it -----------------------------------------------------------------------------

    def _told(
        self, situation: Situation, picks: list[Pick], forms: Forms, move: Move, avoid: Sequence[str]
    ) -> Card:
        stage = situation.stage
        if move == "deeper":
            stage = STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]
        if move == "other_angle" and len(picks) > 1:
            turn = (len(avoid) or 1) % len(picks)
            picks = picks[turn:] + picks[:turn]
        seed = _seed(situation.answer, situation.support, move, stage)
        candidates: list[_Candidate] = []
        if move == "counter" and situation.challenge > 1:
            for chosen in picks:
                candidates += _countering(chosen, forms, stage, situation.challenge, seed)
        for chosen in picks:
            candidates += _asking(chosen, forms, stage, situation, seed)
        card = self._first_passing(candidates, situation, forms.language, avoid)
        return card if card is not None else self._last_resort(situation, picks[0], forms, stage, seed, avoid)

    def _last_resort(
        self, situation: Situation, chosen: Pick, forms: Forms, stage: Stage, seed: int, avoid: Sequence[str]
    ) -> Card:
        because = Because("last", chosen.quote, forms.last_reason)
        last = [
            _Candidate(form_name(template), _filled(template, chosen.quote), because, stage)
            for template in _rotated(forms.last[stage], seed)
        ]
        doors = self._door_candidates(situation, "empty", forms, "ask", seed)
        card = self._first_passing([*last, *doors], situation, forms.language, avoid)
        if card is not None:
            return card
        card = self._first_passing([*doors, *last], situation, forms.language, (), forgiving=True)
        return card if card is not None else _card(doors[0])

    # --- an answer with little or nothing in it -----------------------------------------------------------------------

    def _little(
        self, situation: Situation, reading: Reading, sort: Nature, lexicon: Lexicon, avoid: Sequence[str]
    ) -> Card:
        language = lexicon.language
        if sort.sort == "hostile":
            return self._door(situation, "hostile", language, avoid, quote=_calm_quote(reading, lexicon))
        if sort.sort in ("command", "code"):
            return self._door(situation, sort.sort, language, avoid)
        if self._was_empty_before(situation):
            return self._door(situation, "again", language, avoid)
        if sort.sort == "empty":
            said = bool(reading.words)
            return self._door(situation, "empty", language, avoid, action="ask" if said else "clarify")
        words = [
            word for word in range(len(reading.words)) if reading.words[word].sentence not in sort.banned
        ]
        whole = bool(words) and len(words) == words[-1] - words[0] + 1
        quote = (reading.cut(words[0], words[-1]) if whole else None) or ""
        return self._door(situation, "short", language, avoid, quote=quote, action="ask")

    def _was_empty_before(self, situation: Situation) -> bool:
        if not situation.history or not situation.history[-1].answer.strip():
            return False
        earlier = situation.history[-1].answer
        lexicon = self._speaking(self._languages.default)[1]
        return nearly_empty(earlier, read(earlier, lexicon), lexicon)

    def _door(
        self,
        situation: Situation,
        name: str,
        language: str,
        avoid: Sequence[str],
        *,
        quote: str = "",
        action: Action = "clarify",
    ) -> Card:
        forms = self._speaking(language)[0]
        seed = _seed(situation.answer, situation.support, name, situation.stage, str(len(situation.history)))
        candidates = self._door_candidates(situation, name, forms, action, seed, quote)
        spare = self._door_candidates(situation, "empty", forms, action, seed)
        if name == "language" and any(
            self._language(earlier.answer) == OTHER for earlier in situation.history
        ):
            candidates = self._door_candidates(situation, "language_again", forms, action, seed)
        card = self._first_passing([*candidates, *spare], situation, language, avoid)
        if card is None:
            card = self._first_passing([*candidates, *spare], situation, language, (), forgiving=True)
        return card if card is not None else _card(spare[0])

    def _door_candidates(
        self, situation: Situation, name: str, forms: Forms, action: Action, seed: int, quote: str = ""
    ) -> list[_Candidate]:
        door = forms.doors.get(name) or forms.doors["empty"]
        found = []
        templates = _rotated(_at(door.texts[situation.stage], situation), seed)
        for template in sorted(templates, key=lambda text: QUOTE not in text and LEAD not in text):
            if QUOTE in template + (forms.leads[0] if LEAD in template else "") and not quote:
                continue
            because = Because(name, quote or None, door.reason)
            for text in _led(template, forms, seed):
                filled = _filled(text, quote)
                form = form_name(template)
                found.append(_Candidate(form, filled, because, situation.stage, action, door=True))
        return found

    # --- shared ---------------------------------------------------------------------------------------------------------

    def _first_passing(
        self,
        candidates: Sequence[_Candidate],
        situation: Situation,
        language: str,
        avoid: Sequence[str],
        *,
        forgiving: bool = False,
    ) -> Card | None:
        """The first candidate that may be shown: fresh forms first, those shown lately last, oldest first.

        `forgiving` lets a question come again; it is the way out when all others were used up.
        """
        asked = tuple(earlier.question for earlier in situation.history if earlier.question)
        answers = tuple(earlier.answer for earlier in situation.history if earlier.answer)
        refused = situation.never.union(avoid)
        shown = {form: place for place, form in enumerate(situation.recent)}
        allowed = [item for item in candidates if item.form not in refused]
        for item in sorted(allowed, key=lambda item: shown.get(item.form, -1)):
            draft = Draft(
                reply=item.text,
                answer=situation.answer,
                history=() if forgiving else (*asked, *answers[:0]),
                earlier_answers=answers,
                support=situation.support,
                language=language,
                needs_quote=not item.door,
            )
            if passes(draft):
                return _card(item)
        return None

    def _language(self, text: str) -> str:
        return self._languages.of(folded(text, _FOLDED_WORDS), text)

    def _speaking(self, language: str) -> tuple[Forms, Lexicon]:
        if language not in self._forms:
            name = f"{_ROOM}forms/{language}.yaml"
            self._forms[language] = read_forms(self._prompts.data(name), name)
            name = f"{_ROOM}words/{language}.yaml"
            self._lexicons[language] = read_lexicon(self._prompts.data(name), name)
        return self._forms[language], self._lexicons[language]

    @cached_property
    def _cues(self) -> tuple[Cue, ...]:
        name = f"{_ROOM}cues.yaml"
        return read_cues(self._prompts.data(name), name)

    @cached_property
    def _languages(self) -> Languages:
        name = f"{_ROOM}languages.yaml"
        return Languages(self._prompts.data(name), name)


def _asking(chosen: Pick, forms: Forms, stage: Stage, situation: Situation, seed: int) -> list[_Candidate]:
    """All ways to ask about one pick: the cue's own and its kind's in a stable order, then the plain ones."""
    own: list[str] = []
    if chosen.cue is not None and chosen.cue.stage == stage:
        own += _at(chosen.cue.questions, situation)
    kind = chosen.kind if chosen.kind in forms.kinds else "plain"
    fitting = list(_at(forms.kinds[kind][stage], situation))
    common = list(_at(forms.kinds["plain"][stage], situation))
    if chosen.happened and "event" in forms.kinds:
        common += _at(forms.kinds["event"][stage], situation)
    group = chosen.cue.id if chosen.cue is not None else kind
    reason = (
        chosen.cue.reason if chosen.cue is not None and chosen.cue.reason else forms.reasons.get(kind, "")
    )
    because = Because(group, chosen.quote, reason)
    if kind in ("plain", "event"):
        ordered = [*_rotated([*own, *common], seed)]
    else:
        ordered = [*_rotated([*own, *fitting], seed), *_rotated(common, seed)]
    return [
        _Candidate(form_name(template), _filled(text, chosen.quote), because, stage)
        for template in dict.fromkeys(ordered)
        for text in _led(template, forms, seed)
    ]


def _countering(chosen: Pick, forms: Forms, stage: Stage, challenge: int, seed: int) -> list[_Candidate]:
    templates = [
        t
        for level in range(challenge, 1, -1)
        for t in _rotated(forms.counter.get(level, {}).get(stage, ()), seed)
    ]
    because = Because("counter", chosen.quote, forms.counter_reason)
    return [
        _Candidate(form_name(template), _filled(text, chosen.quote), because, stage)
        for template in templates
        for text in _led(template, forms, seed)
    ]


def _at(levels: Levels, situation: Situation) -> tuple[str, ...]:
    return levels.get(situation.support) or levels.get("supported") or ()


def _led(template: str, forms: Forms, seed: int) -> Iterator[str]:
    """The template entered by a few of the leads, a stable choice for each answer; as it is where it has none."""
    if LEAD not in template:
        yield template
        return
    for lead in _rotated(forms.leads, seed ^ crc32(template.encode()))[:_LEADS_TRIED]:
        yield template.replace(LEAD, lead)


def _calm_quote(reading: Reading, lexicon: Lexicon) -> str:
    """The last thing said against the program, where it can be repeated without throwing it back."""
    if len(reading.words) < 4:
        return ""
    window = cut(reading, len(reading.words) - 2, len(reading.words) - 1, lexicon)
    if window is None or window[1] - window[0] < 3:
        return ""
    if any(lexicon.has("vulgar", word.low) for word in reading.words[window[0] : window[1] + 1]):
        return ""
    return reading.cut(*window) or ""


def _filled(text: str, quote: str) -> str:
    """The text with the quote in it; curly marks around words that hold straight ones of their own."""
    if '"' in quote:
        text = text.replace(f'"{QUOTE}"', f"“{QUOTE}”")
    return text.replace(QUOTE, quote)


def _rotated(items: Sequence[_T], seed: int) -> list[_T]:
    """All items in an order that depends on the seed alone."""
    return sorted(items, key=lambda item: crc32(f"{seed}{item}".encode()))


def _seed(*parts: str) -> int:
    return crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def _card(item: _Candidate) -> Card:
    question = item.text
    if item.door:  # a door may open with a plain sentence; the question is the last one
        for mark in (". ", ": "):
            head, found, tail = item.text.rpartition(mark)
            if found and head and tail.endswith("?") and mark == ". ":
                question = tail
    return Card(item.action, item.text, question, item.stage, item.because, item.form)
