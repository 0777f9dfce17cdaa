"""The engine that is always there: chooses what to take up in an answer and how to ask about it.

One question a call, built on the person's own words, the same for the same situation, passed through every
gate.
Texts come from `prompts/questions/`; nothing here is shown to anyone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from coach.domain.asking import STAGES, Action, Because, Card, Move, Situation
from coach.engine.ports import Prompts
from coach.engine.questions.candidates import Candidate, asking, countering, doors, last, seed
from coach.engine.questions.catalogue import Cue, Forms, read_cues, read_forms
from coach.engine.questions.cutting import cut
from coach.engine.questions.gates import Draft, passes
from coach.engine.questions.languages import OTHER, Languages
from coach.engine.questions.lexicon import PLAIN, Lexicon, read_lexicon
from coach.engine.questions.nature import Nature, nature, nearly_empty
from coach.engine.questions.picking import Pick, pick
from coach.engine.questions.quoting import opening
from coach.engine.questions.reading import Reading, folded, read
from coach.errors import InvalidData

_T = TypeVar("_T")
_ROOM = "questions/"
_SAMPLE = 150  # words that are plenty to tell a language by
_SOON = 12  # questions; about two sessions
_LITTLE = 4  # words of abuse from which on they can be repeated calmly


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands out in an answer, for whoever else is going to ask about it."""

    language: str
    """Of the answer; OTHER where it is none that questions exist in."""
    phrases: tuple[Because, ...]
    """Words worth taking up with the reason, best first; none where nothing was told."""
    leads: tuple[str, ...]
    """Ways into a question in that language, with a place for the quote."""


class EmbeddedQuestions:
    """Asks from files of cues and question forms, on this machine."""

    def __init__(self, prompts: Prompts, spare: Prompts | None = None) -> None:
        """`spare` holds the built-in files alone: used where a file of one's own reads but makes no sense."""
        self._prompts = prompts
        self._spare = spare
        self._forms: dict[str, Forms] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def warm(self) -> None:
        """Read the files and compile the patterns ahead of the first question, e.g. while someone is
        typing."""
        _, lexicon = self._speaking(self._languages.default)
        _ = lexicon.commands, lexicon.hostile
        for cue in self._cues:
            _ = cue.pattern

    def ask(self, situation: Situation, *, move: Move = "first", avoid: Sequence[str] = ()) -> Card:
        """One card for what was written.

        Args:
            situation: the answer with its stage, support, role, history and memory.
            move: `first`; `deeper`, one stage on at the same words; `other_angle`, other words or another
            way of
                asking; `counter`, a push-back where `challenge` allows it (feature C15).
            avoid: forms already shown for this answer.

        Raises:
            InvalidData: a question file cannot be used. NotFound: there is none.
        """
        language = self.language(situation.answer)
        if language == OTHER:
            return self._foreign(situation, avoid)
        forms, lexicon = self._speaking(language)
        reading = read(situation.answer, lexicon)
        verdict = nature(situation.answer, reading, lexicon)
        if verdict.sort == "told":
            cues = self._cues if language == self._languages.default else ()
            picks = pick(reading, lexicon, cues, situation, verdict.banned)
            if picks:
                return self._told(situation, picks, forms, move, avoid)
        return self._little(situation, reading, verdict, lexicon, avoid)

    def seen(self, situation: Situation) -> Seen:
        """What this engine would take up in an answer, without asking. Raises as `ask`."""
        language = self.language(situation.answer)
        if language == OTHER:
            return Seen(OTHER, (), ())
        forms, lexicon = self._speaking(language)
        reading = read(situation.answer, lexicon)
        verdict = nature(situation.answer, reading, lexicon)
        if verdict.sort != "told":
            return Seen(language, (), forms.leads)
        cues = self._cues if language == self._languages.default else ()
        picks = pick(reading, lexicon, cues, situation, verdict.banned)
        return Seen(language, tuple(_because(one, forms) for one in picks), forms.leads)

    # --- an answer with something in it ---

    def _told(
        self, situation: Situation, picks: list[Pick], forms: Forms, move: Move, avoid: Sequence[str]
    ) -> Card:
        stage = situation.stage
        if move == "deeper":
            stage = STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]
        if move == "other_angle" and len(picks) > 1:
            turn = (len(avoid) or 1) % len(picks)
            picks = picks[turn:] + picks[:turn]
        number = seed(situation.answer, situation.support, move, stage)
        ways = (asking,) if move != "counter" else (countering, asking)
        found = (
            item for way in ways for chosen in picks for item in way(chosen, forms, stage, situation, number)
        )
        spare = [
            *last(picks[0], forms, stage, number),
            *doors("empty", forms, situation, number, action="ask"),
        ]
        return _first_passing(situation, forms, avoid, found, spare)

    # --- an answer with little or nothing in it ---

    def _little(
        self, situation: Situation, reading: Reading, verdict: Nature, lexicon: Lexicon, avoid: Sequence[str]
    ) -> Card:
        language = lexicon.language
        if verdict.sort in ("command", "code"):
            return self._door(situation, verdict.sort, language, avoid, action="clarify")
        if verdict.sort == "hostile":
            quote = _calm_quote(reading, lexicon)
            return self._door(situation, "hostile", language, avoid, action="clarify", quote=quote)
        if self._was_empty_before(situation):
            return self._door(situation, "again", language, avoid, action="clarify")
        if verdict.sort == "empty":
            return self._door(situation, "empty", language, avoid, action="clarify")
        return self._door(
            situation, "short", language, avoid, action="ask", quote=_all_of_it(reading, verdict)
        )

    def _foreign(self, situation: Situation, avoid: Sequence[str]) -> Card:
        """Says once that it goes on in the default language, and from then on only asks (rubric Q21)."""
        said = any(self.language(earlier.answer) == OTHER for earlier in situation.history if earlier.answer)
        name = "language_again" if said else "language"
        return self._door(situation, name, self._languages.default, avoid, action="clarify")

    def _was_empty_before(self, situation: Situation) -> bool:
        earlier = situation.history[-1].answer if situation.history else ""
        if not earlier.strip():
            return False
        lexicon = self._speaking(self._languages.default)[1]
        return nearly_empty(earlier, read(earlier, lexicon), lexicon)

    def _door(
        self,
        situation: Situation,
        name: str,
        language: str,
        avoid: Sequence[str],
        *,
        action: Action,
        quote: str = "",
    ) -> Card:
        forms = self._speaking(language)[0]
        number = seed(situation.answer, situation.support, name, situation.stage, str(len(situation.history)))
        found = doors(name, forms, situation, number, action=action, quote=quote)
        return _first_passing(
            situation, forms, avoid, found, doors("empty", forms, situation, number, action=action)
        )

    # --- the files ---

    def language(self, text: str) -> str:
        """The code of the language of a text; OTHER where it is none that questions exist in."""
        return self._languages.of(folded(text, _SAMPLE), text)

    def _speaking(self, language: str) -> tuple[Forms, Lexicon]:
        if language not in self._forms:
            self._lexicons[language] = self._made(f"words/{language}.yaml", read_lexicon)
            self._forms[language] = self._made(f"forms/{language}.yaml", read_forms)
        return self._forms[language], self._lexicons[language]

    @cached_property
    def _cues(self) -> tuple[Cue, ...]:
        return self._made("cues.yaml", read_cues)

    @cached_property
    def _languages(self) -> Languages:
        return self._made("languages.yaml", Languages)

    def _made(self, file: str, make: Callable[[Any, str], _T]) -> _T:
        """What the file makes; where one's own cannot be used, what the built-in one does."""
        name = f"{_ROOM}{file}"
        try:
            return make(self._prompts.data(name), name)
        except InvalidData:
            if self._spare is None:
                raise
            return make(self._spare.data(name), name)


def _because(pick: Pick, forms: Forms) -> Because:
    kind = pick.kind if pick.kind in forms.kinds else PLAIN
    if pick.cue is not None:
        return Because(pick.cue.id, pick.quote, pick.cue.reason or forms.reasons.get(kind, ""))
    return Because(kind, pick.quote, forms.reasons.get(kind, ""))


def _first_passing(
    situation: Situation,
    forms: Forms,
    avoid: Sequence[str],
    found: Iterable[Candidate],
    spare: list[Candidate],
) -> Card:
    """The first that may be shown: fresh forms before those shown lately, and `spare` after all of `found`.

    Where everything was asked before or is not wanted, a question comes again rather than none.
    """
    asked = tuple(earlier.question for earlier in situation.history if earlier.question)
    refused = situation.never.union(avoid)
    seen: list[Candidate] = []
    for item in _fresh_first(found, spare, situation.recent):
        seen.append(item)
        if item.form in refused or (asked and opening(item.text) == opening(asked[-1])):
            continue
        if passes(_draft(item, situation, forms, asked)):
            return item.card()
    for barred in (situation.never, frozenset[str]()):
        for item in seen:
            if item.form not in barred and passes(_draft(item, situation, forms, ())):
                return item.card()
    return spare[-1].card()


def _fresh_first(
    found: Iterable[Candidate], spare: list[Candidate], recent: Sequence[str]
) -> Iterator[Candidate]:
    """Lazily, as most of what could be asked is never looked at. What was made for such words may come back
    after `_SOON` other questions: a fitting question twice is better than one that fits anything."""
    shown = {form: place for place, form in enumerate(recent)}
    late: list[Candidate] = []
    for item in found:
        place = shown.get(item.form)
        if place is None or (item.near and place < len(recent) - _SOON):
            yield item
        else:
            late.append(item)
    yield from sorted(late, key=lambda item: shown[item.form])
    yield from spare


def _draft(item: Candidate, situation: Situation, forms: Forms, history: tuple[str, ...]) -> Draft:
    return Draft(
        reply=item.text,
        answer=situation.answer,
        history=history,
        earlier_answers=tuple(earlier.answer for earlier in situation.history if earlier.answer),
        support=situation.support,
        language=forms.language,
        needs_quote=not item.door,
    )


def _all_of_it(reading: Reading, verdict: Nature) -> str:
    """A short answer as a whole, where nothing in it is to be left out."""
    if verdict.banned or not reading.words:
        return ""
    return reading.cut(0, len(reading.words) - 1) or ""


def _calm_quote(reading: Reading, lexicon: Lexicon) -> str:
    """The last thing said against the program, where it can be repeated without throwing it back."""
    if len(reading.words) < _LITTLE:
        return ""
    window = cut(reading, len(reading.words) - 2, len(reading.words) - 1, lexicon)
    if window is None or window[1] - window[0] + 1 < _LITTLE:
        return ""
    if any(lexicon.has("vulgar", word.low) for word in reading.words[window[0] : window[1] + 1]):
        return ""
    return reading.cut(*window) or ""
