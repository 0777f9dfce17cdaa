"""The remote engine's question: put together, sent through the gate, checked, repaired once, else dropped.

Everything that reads the store happens in `prepare`; `ask` only waits, so it belongs on a thread of its own.
A reply is data, never an instruction (rubric S8, promise P34).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal
from zlib import crc32

from coach.clean import one_line
from coach.domain.asking import STAGES, Because, Card, EngineName, Stage
from coach.engine.chat import EngineFault, Message, Stop, Waiting
from coach.engine.gate.gate import Gate
from coach.engine.gate.holding import counted
from coach.engine.gate.parcel import Answer, Outgoing, Parcel, Source
from coach.engine.ports import Prompts
from coach.engine.questions.embedded import EmbeddedQuestions, Seen
from coach.engine.questions.gates import Draft
from coach.engine.questions.quoting import mask, plain, skeleton
from coach.engine.questions.remote_checks import missed, sentences
from coach.engine.questions.tidying import Said, Worded, read_reply, wordings
from coach.engine.questions.wish import Earlier, Wish

ROOM: Final = "questions/"
MOST_SENT: Final = 8000
"""Characters of an answer that are sent: its beginning and, for people say the important thing last, more of
its end."""
_BEGINNING: Final = 2500
QUESTIONS_SENT: Final = 6
"""Rubric Q9: so many earlier questions count."""
ANSWERS_SENT: Final = 2
"""Of the questions sent, how many with their answers."""
PHRASES_SENT: Final = 1
"""The one that weighs most: with more to choose from a small model takes a lighter one (rubric Q8)."""
_EARLIER_CHARACTERS: Final = 800
_MOST_TOKENS: Final = 100
_TEMPERATURE: Final = {"first": 0.3, "deeper": 0.3, "other_angle": 0.7, "counter": 0.4}
_TRY_ANOTHER: Final = 0.8
"""Temperature of the repair: at a low one a small model says the same again."""
_NOT_WHOLE: Final[Mapping[str, tuple[str, str]]] = {
    "cut": ("half_reply", "The reply of the model broke off, so nothing of it is shown."),
    "filtered": ("filtered", "The reply of the model was held back where it runs."),
    "refused": ("refused", "The model declined to answer."),
}
"""Endings that are told like a fault: its word and what happened (P23-P25)."""
_TURN = re.compile(r"^## (They|You)\s*$", re.MULTILINE)
Role = Literal["system", "user", "assistant"]
_SPEAKS: Final[Mapping[str, Role]] = {"They": "user", "You": "assistant"}
_NAMES_OF_LANGUAGES: Final = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """One request as it would go out, with what its reply is judged by."""

    wish: Wish
    parcel: Parcel
    seen: Seen
    stage: Stage
    values: Mapping[str, Any]


class RemoteQuestions:
    """Asks a model elsewhere for a better question."""

    def __init__(
        self,
        gate: Gate,
        prompts: Prompts,
        embedded: EmbeddedQuestions,
    ) -> None:
        """Keep what is needed; `embedded` tells languages and what stands out in an answer."""
        self._gate = gate
        self._prompts = prompts
        self._embedded = embedded

    def connect(self) -> None:
        """Import and connect ahead of the first question, where one may be sent. Raises nothing."""
        self._gate.connect("follow_up")

    def outgoing(self, wish: Wish) -> Outgoing | None:
        """The request with names and all, before the gate; None where there is nothing to build on.

        Raises:
            EngineFault: `withheld`.
            InvalidData, NotFound: the templates cannot be used.
        """
        made = self._made(wish)
        return made[0] if made else None

    def prepare(self, wish: Wish) -> Prepared | None:
        """Put the request together; None where the answer gives nothing to build on.

        Reads the store. Sends nothing.

        Raises:
            EngineFault: `withheld`, `safety`: not for the person; the embedded question stays.
            InvalidData, NotFound: the templates cannot be used.
        """
        made = self._made(wish)
        if made is None:
            return None
        outgoing, seen, values = made
        stage: Stage = values["stage"]
        return Prepared(wish, self._gate.prepare(outgoing), seen, stage, values)

    def ask(
        self,
        prepared: Prepared,
        *,
        once: bool = False,
        on_progress: Callable[[Waiting], None] | None = None,
        stop: Stop | None = None,
    ) -> Card | None:
        """Send it, wait and check what came; None where nothing may be shown. Blocks; reads no store.

        A reply that misses a rule is sent back once with what it missed in plain words, unless only this one
        request was allowed.

        Args:
            once: the person has just allowed this one request.

        Raises:
            EngineFault: not ready or no usable reply. StoreUnwritable: nothing was sent.
        """
        answer = self._gate.send(prepared.parcel, once=once, on_progress=on_progress, stop=stop)
        card, wrong = self._judged(prepared, answer)
        stopped = stop is not None and stop.is_set()
        if card is not None or not wrong or stopped or once:  # once: what was seen was one request (P35)
            return card
        values = {**prepared.values, "missed": sentences(wrong)}
        again = self._gate.again(
            prepared.parcel,
            Message("assistant", one_line(answer.reply.text, 400) or "…"),
            Message("user", self._filled("repair", values)),
        )
        again = replace(again, request=replace(again.request, temperature=_TRY_ANOTHER))
        answer = self._gate.send(again, once=once, on_progress=on_progress, stop=stop)
        return self._judged(prepared, answer)[0]

    # --- going out ---

    def _made(self, wish: Wish) -> tuple[Outgoing, Seen, dict[str, Any]] | None:
        holding = self._gate.holding()
        if holding.reason(wish.source) is not None:
            raise EngineFault(
                "withheld",
                "This text is not to be sent; nothing was sent.",
                hint="It is marked so, or names someone who is.",
            )
        situation = wish.situation
        stage = situation.stage
        if wish.move == "deeper":
            stage = STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]
        seen = self._embedded.seen(replace(situation, stage=stage))
        if not seen.phrases:
            return None
        kept: list[Earlier] = []
        reasons = []
        for one in wish.earlier:
            why = holding.reason(one.source) if one.source is not None else None
            # A question may name somebody too, or repeat what was written.
            why = why or holding.reason(Source("", {}, one.question))
            if why is None:
                kept.append(one)
            else:
                reasons.append(why)
        kept = kept[-QUESTIONS_SENT:]
        answered = [one.source for one in kept[-ANSWERS_SENT:] if one.source is not None]
        values: dict[str, Any] = {
            "stage": stage,
            "support": situation.support,
            "role": situation.role,
            "turn": _seed(situation.answer) % 4,
            "challenge": situation.challenge,
            "language": _NAMES_OF_LANGUAGES.get(seen.language, seen.language),
            "answer": marked(situation.answer, MOST_SENT),
            "phrases": _phrases(wish, seen),
            "earlier": _earlier(kept, answered, wish),
        }
        outgoing = Outgoing(
            "follow_up",
            (*turns(self._filled("rules", values)), Message("user", self._filled(wish.move, values))),
            (wish.source, *answered),
            max_tokens=_MOST_TOKENS,
            temperature=_TEMPERATURE[wish.move],
            left_out=wish.left_out + counted(reasons),
        )
        return outgoing, seen, values

    def _filled(self, name: str, values: Mapping[str, Any]) -> str:
        return self._prompts.render(f"{ROOM}{name}.md.j2", values).strip()

    # --- coming back ---

    def _judged(self, prepared: Prepared, answer: Answer) -> tuple[Card | None, tuple[str, ...]]:
        ending = answer.reply.ending
        if ending in _NOT_WHOLE:
            raise EngineFault(_NOT_WHOLE[ending][0], f"{_NOT_WHOLE[ending][1]} What you wrote is kept.")
        if ending != "whole":  # P24: never half as whole; one that rambled may be put right
            return None, ("rambles",) if ending == "length" else ()
        situation = prepared.wish.situation
        said = read_reply(answer.text)
        wrong: tuple[str, ...] = ("none",)
        form = form_of(said.question)
        for worded in self._wordings(prepared, said):
            now = missed(
                self._draft(prepared, worded.reply),
                said.question,
                instructions=[one.content for one in prepared.parcel.messages[:-1]],
                language_of=self._embedded.language,
            )
            if form in situation.never:
                now = (*now, "refused")
            if not now:
                return _card(prepared, worded, form, answer), ()
            if wrong == ("none",) or len(now) < len(wrong):
                wrong = now
        return None, wrong

    def _wordings(self, prepared: Prepared, said: Said) -> Iterator[Worded]:
        found = list(
            wordings(
                said,
                prepared.wish.situation.answer,
                phrases=prepared.seen.phrases,
                leads=prepared.seen.leads,
                seed=_seed(prepared.wish.situation.answer),
            )
        )
        return iter(found or ([Worded(said.question, "")] if said.question else []))

    def _draft(self, prepared: Prepared, reply: str) -> Draft:
        situation = prepared.wish.situation
        asked = [one.question for one in situation.history if one.question]
        return Draft(
            reply=reply,
            answer=situation.answer,
            history=(*asked, prepared.wish.embedded.reply),
            earlier_answers=tuple(one.answer for one in situation.history if one.answer),
            support=situation.support,
            language=prepared.seen.language,
        )


def marked(text: str, most: int) -> str:
    """A text as data inside a prompt: every line begins with a mark that the text cannot take away.

    A long text loses its middle, and says so.
    """
    if len(text) > most:
        begin = min(_BEGINNING, most // 3)
        # Whole words only: half a name is no name that would be replaced (promise P36).
        before, after = text[:begin].rsplit(None, 1), text[-(most - begin) :].split(None, 1)
        text = f"{(before or [''])[0]}\n(…)\n{(after or [''])[-1]}"
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines()) or ">"


def _seed(answer: str) -> int:
    """A number for an answer, the same everywhere: different answers are led into in different ways (Q20)."""
    return crc32(answer.encode("utf-8", "surrogatepass"))


def turns(rules: str) -> tuple[Message, ...]:
    """The rules and their examples as messages: a line "## They" or "## You" begins a turn.

    Rules of one's own without such lines are one message.
    """
    first, *rest = _TURN.split(rules)
    told = [Message("system", first.strip())]
    told += [Message(_SPEAKS[who], part.strip()) for who, part in zip(rest[::2], rest[1::2], strict=True)]
    return tuple(one for one in told if one.content)


def form_of(question: str) -> str:
    """What memory keeps of a model's question: a sum of its wording, quotes taken out. Holds no words."""
    told = " ".join(skeleton(question)).encode("utf-8", "surrogatepass")
    return f"remote:{hashlib.sha256(told).hexdigest()[:12]}"


def _phrases(wish: Wish, seen: Seen) -> list[str]:
    """Words worth taking up: what the embedded question quotes, of two quotes the one that comes last."""
    answer = wish.situation.answer
    quoted = [one for one in mask(wish.embedded.reply, (answer,))[1] if plain(one) in plain(answer)]
    quotes = [*quoted[::-1], *(one.quote for one in seen.phrases if one.quote)]
    return [one_line(one) for one in dict.fromkeys(quotes)][:PHRASES_SENT]


def _earlier(kept: list[Earlier], answered: list[Source], wish: Wish) -> list[dict[str, str]]:
    """Earlier questions without what they quote: the words in them may be of an answer that stays here."""
    answers = [asked.answer for asked in wish.situation.history if asked.answer]
    pool = (wish.situation.answer, *answers)
    return [
        {
            "question": one_line(mask(one.question, pool)[0].replace(" Q ", " … "), 300),
            "answer": marked(one.source.text, _EARLIER_CHARACTERS)
            if one.source is not None and one.source in answered
            else "",
        }
        for one in kept
    ]


def _card(prepared: Prepared, worded: Worded, form: str, answer: Answer) -> Card:
    place = prepared.parcel.place
    known = next(
        (one for one in prepared.seen.phrases if one.quote and plain(one.quote) == plain(worded.quote)), None
    )
    because = Because(
        known.cue if known is not None else "phrase",
        worded.quote,
        known.reason if known is not None and known.reason else "The model took these words of yours up.",
    )
    return Card(
        action="ask",
        reply=worded.reply,
        question=worded.reply,
        stage=prepared.stage,
        because=because,
        form=form,
        engine=EngineName("remote", one_line(answer.reply.model, 80), place.host if place else ""),
    )
