"""Makes shown questions of what a model said: labels, wrapping and chatter off, the person's words in quotes.

A reply is data in any shape: nothing here raises on one, however long or strange, and nothing is added but
the lead-in of the question files around words the person wrote (rubric Q6, Q7; promises P25, P34).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from coach.clean import clean, one_line
from coach.domain.asking import Because
from coach.engine.questions.catalogue import QUOTE
from coach.engine.questions.quoting import mask, plain, words

MOST_READ: Final = 4000
"""Characters of a reply that are looked at: a question stands in its first lines or nowhere."""
_MOST_QUOTED: Final = 10  # rubric Q6
_LEADS_TRIED: Final = 5

_LABEL = re.compile(
    r"^[\s>*_#\-\d.)]*(?:(?P<phrase>phrase|frase|satz|worte|mots)"
    r"|(?P<question>(?:follow-?up )?question|frage|pregunta|pergunta))[\s*_]*[:：]\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"^[\s>*_#`]+|^\s*(?:[-•]|\d{1,2}[.)])\s+|[\s*_`]+$")
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "？": "?"})
_SENTENCE = re.compile(r"[^?!.\n]*(?:[.!](?=\S)[^?!.\n]*)*[?!.\n]?")
_QUOTED = re.compile(r'"([^"\n]{2,120})"')
_THEIR_VOICE = re.compile(r"\b(?:I|I'm|I've|I'd|I'll|my)\b", re.IGNORECASE)
_WORD_END = re.compile(r"[^\W_](?=[\s,.?!;:]|$)")
_TRAILING = " \t.,;:!?-–—"


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply came to, before it is judged."""

    phrase: str
    """The words it says it takes up; empty where it names none."""
    question: str
    """One sentence that ends with a question mark; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Worded:
    """One way to show it."""

    reply: str
    quote: str
    """The person's words in it, as they stand in the answer; empty where none are found."""


def read_reply(text: str) -> Said:
    """Find phrase and question in what a model said: under their labels, else the first question in it."""
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = ""
    for line in clean(text[:MOST_READ]).translate(_MARKS).splitlines():
        label = _LABEL.match(line)
        if label:
            waiting = "phrase" if label["phrase"] else "question"
            content = label["rest"]
        else:
            content = line
        bare = _bare(content)
        if not bare:
            continue
        if waiting:
            found.setdefault(waiting, bare)
            waiting = ""
        elif not label:
            rest.append(bare)
    question = _first_question(found.get("question", ""))
    if not question and "question" not in found:
        told = "\n".join(rest)
        question = _first_question(told)
        mirrored = _QUOTED.search(told[: told.find(question)]) if question else None
        if mirrored:
            found.setdefault("phrase", mirrored[1])
    return Said(_unquoted(found.get("phrase", "")).rstrip(_TRAILING), question)


def wordings(
    said: Said, answer: str, *, phrases: Sequence[Because], leads: Sequence[str], seed: int
) -> Iterator[Worded]:
    """Ways to show what was said, best first; each holds the person's words in quotation marks."""
    if not said.question:
        return
    _, quoted = mask(said.question, (answer,))
    if quoted and all(in_text(quote, answer) for quote in quoted):
        yield Worded(said.question, quoted[0])
    question = said.question
    for quote in quoted:
        if not in_text(quote, answer):  # what nobody wrote loses its marks, and is the model's own words then
            question = question.replace(f'"{quote}"', quote)
    if quoted and question == said.question:
        return
    chosen = _taken_up(said, question, answer, phrases)
    for woven in _woven(question, answer):
        yield _marked_in(question, woven)
    for phrase in chosen:
        if question.lower().find(phrase.lower()) > 0:
            yield _marked_in(question, phrase)
        for number in range(min(_LEADS_TRIED, len(leads))):
            lead = leads[(seed + number) % len(leads)].replace(QUOTE, phrase)
            yield Worded(lead + _lowered(question), phrase)


def _marked_in(question: str, phrase: str) -> Worded:
    place = question.lower().index(phrase.lower())
    end = place + len(phrase)
    return Worded(f'{question[:place]}"{question[place:end]}"{question[end:]}', question[place:end])


def _woven(question: str, answer: str) -> Iterator[str]:
    """The person's own words inside a question, where it speaks in their voice: "that I take twice as long".

    Only in quotation marks is that their sentence and not the program's. Longest first.
    """
    first = _THEIR_VOICE.search(question)
    if first is None:
        return
    said = plain(answer)
    ends = [match.end() for match in _WORD_END.finditer(question, first.start())][:_MOST_QUOTED]
    for end in reversed(ends[2:]):
        piece = question[first.start() : end]
        if plain(piece) in said:
            yield piece


def in_text(quote: str, text: str) -> bool:
    """Whether these words stand in a text, case and kind of quotation mark aside."""
    bare = plain(quote).strip(_TRAILING)
    return bool(bare) and bare in plain(text)


def _taken_up(said: Said, question: str, answer: str, phrases: Sequence[Because]) -> list[str]:
    """What to quote: the phrase the model named where it stands in the answer, else one near it."""
    known = [one.quote for one in phrases if one.quote]
    near = _nearest(f"{said.phrase} {question}", known)
    named = _as_written(said.phrase, answer)
    if named and len(words(named)) > _MOST_QUOTED:
        inside = [one for one in known if plain(one) in plain(named)]
        return inside or near
    return list(dict.fromkeys([*([named] if named else []), *near]))


def _nearest(text: str, known: Sequence[str]) -> list[str]:
    """Known phrases that share at least half of their words with a text, most first."""
    have = set(words(text))
    rated = [(len(have.intersection(words(one))) / max(len(set(words(one))), 1), one) for one in known]
    return [one for share, one in sorted(rated, key=lambda item: -item[0]) if share >= 0.5]


def _as_written(phrase: str, answer: str) -> str:
    """The phrase in the letters of the answer; empty where it does not stand there."""
    parts = phrase.split()
    if not parts or len(parts) > 60:
        return ""
    pattern = r"\s+".join(re.escape(part).replace("'", "['’]").replace('"', '["“”„]') for part in parts)
    found = re.search(rf"(?<!\w){pattern}(?!\w)", answer, re.IGNORECASE)
    return one_line(found.group()).strip(_TRAILING) if found else ""


def _first_question(text: str) -> str:
    for match in _SENTENCE.finditer(_unquoted(text)):
        sentence = _bare(match.group())
        if sentence.endswith("?"):
            return _unquoted(one_line(sentence.rpartition("\n")[2]))
    return ""


def _bare(line: str) -> str:
    """A line without ornaments: list marks, stars, white space."""
    before = None
    while before != line:
        before, line = line, _ORNAMENT.sub("", line)
    return line


def _unquoted(text: str) -> str:
    """A text without quotation marks that stand around the whole of it."""
    text = text.strip()
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _lowered(question: str) -> str:
    """The question as it follows a colon."""
    first = question.split(" ", 1)[0]
    return question if first in {"I", "I'm"} or first.isupper() else question[:1].lower() + question[1:]
