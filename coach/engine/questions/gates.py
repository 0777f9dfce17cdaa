"""What every shown question must pass, as pure functions named by the rubric's ids (section 2).

Both engines use them: a candidate that fails is replaced (embedded) or repaired once and then dropped (remote).
What the person wrote is taken out first, so that their own words never count for or against a question. English rules
speak about English questions; `failures` applies only the rules that need no vocabulary to other languages.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from coach.clean import clean
from coach.domain.asking import Support

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OPENING = {'"': '"', "“": "”", "„": "“", "«": "»"}
_HANGING = frozenset(
    "a an the of to in on at by for from with about and or but if because that which who my your his her their our its".split()
)
_ENDS_ALLOWED = frozenset(
    "in on at by for from with about to that her his".split()
)  # "what I was afraid of" ends well
REPEATED = 0.75
"""Rubric Q9: from this likeness on, a question counts as asked before."""
REMEMBERED = 6
"""Rubric Q9: how many earlier questions count."""


@dataclass(frozen=True)
class Draft:
    """A reply before it is shown, with all it is judged by."""

    reply: str
    answer: str
    history: tuple[str, ...] = ()
    """Earlier questions, oldest first."""
    earlier_answers: tuple[str, ...] = ()
    support: Support = "supported"
    language: str = "en"
    needs_quote: bool = True
    """False for a door: there was nothing to build on."""

    @cached_property
    def masked(self) -> str:
        """The reply with quoted words replaced by a lone Q."""
        return mask(self.reply, (self.answer, *self.earlier_answers))[0]

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """What stands in quotation marks."""
        return mask(self.reply, (self.answer, *self.earlier_answers))[1]

    @cached_property
    def question(self) -> str:
        """The last sentence, masked."""
        parts = [part.strip() for part in re.split(r"(?<=[.!?])\s+", self.masked) if part.strip()]
        return parts[-1] if parts else ""


def plain(text: str) -> str:
    """Lower case, straight quotes, single spaces: the form in which words are compared (rubric Q7)."""
    for curly, straight in (
        ("’", "'"),
        ("‘", "'"),
        ("“", '"'),
        ("”", '"'),
        ("„", '"'),
        ("«", '"'),
        ("»", '"'),
    ):
        text = text.replace(curly, straight)
    return " ".join(text.lower().split())


def mask(reply: str, sources: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Take what stands in quotation marks out of `reply`; from each opening mark the longest span found in `sources`."""
    pool = "\n".join(plain(source) for source in sources)
    out: list[str] = []
    found: list[str] = []
    place = 0
    while place < len(reply):
        closing = _OPENING.get(reply[place])
        ends = [i for i in range(len(reply) - 1, place + 1, -1) if reply[i] == closing] if closing else []
        if not ends:
            out.append(reply[place])
            place += 1
            continue
        end = next((i for i in ends if plain(reply[place + 1 : i]) in pool), ends[-1])
        found.append(reply[place + 1 : end])
        out.append(" Q ")
        place = end + 1
    return " ".join("".join(out).split()).replace(" :", ":").replace(" ,", ",").replace(" ?", "?"), tuple(
        found
    )


def alike(one: str, other: str) -> float:
    """How alike two questions are, 0 to 1, by their words with quotes taken out (rubric Q9)."""
    left, right = (_WORD.findall(mask(text, (text,))[0].lower()) for text in (one, other))
    if not left or not right:
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def words(text: str) -> list[str]:
    """The words of a text, lower case."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


# --- rules that hold in every language -------------------------------------------------------------------------------


def one_question(draft: Draft) -> bool:
    """Q1: exactly one question mark outside quotes, and the reply ends with it."""
    marks = (
        sum(draft.masked.count(mark) for mark in "?？;")
        if draft.language == "el"
        else draft.masked.count("?")
    )
    return marks == 1 and draft.masked.endswith("?")


def short(draft: Draft) -> bool:
    """Q5 and Q12: question ≤ 30 words, reply ≤ 45; guided ≤ 32, independent ≤ 28 in all."""
    whole = len(words(draft.reply))
    asked = len([w for w in words(draft.question) if w != "q"]) + sum(len(words(q)) for q in draft.quotes)
    limit = {"guided": 32, "supported": 45, "independent": 28}[draft.support] if draft.needs_quote else 45
    return asked <= 30 and whole <= limit


def grounded(draft: Draft) -> bool:
    """Q6: holds the person's own words, 2 to 10 in a run; a single word will do where the answer has few."""
    if not draft.needs_quote:
        return True
    few = len(words(draft.answer)) <= 6
    return any((1 if few else 2) <= len(words(quote)) <= 10 for quote in draft.quotes)


def verbatim(draft: Draft) -> bool:
    """Q7: every quote is the person's, letter by letter, and does not hang in the air."""
    pool = "\n".join(plain(source) for source in (draft.answer, *draft.earlier_answers))
    for quote in draft.quotes:
        if plain(quote).strip(" .,;:!?") not in pool:
            return False
        parts = words(quote)
        if not parts or (len(parts) > 1 and draft.language == "en" and _hangs(quote, parts, pool)):
            return False
    return True


def _hangs(quote: str, parts: list[str], pool: str) -> bool:
    if parts[0] in {"and", "or", "of", "which"}:
        return True
    if parts[-1] not in _HANGING:
        return False
    if parts[-1] not in _ENDS_ALLOWED:
        return True
    after = pool.partition(plain(quote))[2]
    return bool(re.match(r"\s*\w", after))  # hangs only where the person went on


def not_repeated(draft: Draft) -> bool:
    """Q9: unlike the last six questions, quotes taken out."""
    return all(alike(draft.reply, earlier) < REPEATED for earlier in draft.history[-REMEMBERED:])


def clean_text(draft: Draft) -> bool:
    """S8, P31: nothing a terminal or a template could obey, one line, no markup."""
    text = draft.reply
    return clean(text) == text and "\n" not in text and not re.search(r"[\[\]{}<>`|\\]|https?://", text)


# --- rules for English questions ---------------------------------------------------------------------------------------

_OPEN = re.compile(
    r"\b(?:what|how|which|who|whose|whom|where|when|why|tell me|describe|walk me through)\b", re.I
)
_CLOSED_START = re.compile(
    r"^(?:(?:and|so|but|then|well) )?(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|should|shall|may|"
    r"might|must|any|ever|isn't|aren't|don't|doesn't|didn't|haven't|can't|couldn't|won't|wouldn't|shouldn't)\b",
    re.I,
)
_POLITE = re.compile(
    r"\b(?:could|can|would|will) you (?:please )?(?:tell|describe|walk|talk|say|explain|share|put into)\b",
    re.I,
)
_COUNT = re.compile(
    r"\bhow (?:many|much|often|long|old|far|soon|likely|important|confident)\b|\bscale (?:of|from)\b|\bout of ten\b",
    re.I,
)
_TAG = re.compile(
    r"[,.]\s*(?:right|correct|yes|no|okay|isn't it|is it not|don't you|aren't you|huh)\?$", re.I
)
_LEAD_IN = re.compile(
    r"^.*?[,:;—–.]\s+(?=(?:what|how|which|who|whose|where|when|do|does|did|is|are|was|have|can|could|would|will)\b)",
    re.I,
)
_ADVICE = re.compile(
    r"\bha(?:ve|d) you (?:ever |already )?(?:considered|tried|thought (?:of|about)|asked|talked|looked)\b"
    r"|\bwhy (?:don't|not)\b|\b(?:what|how) about (?:\w+ing|if|you)\b|\bwhat if you\b|(?<!would )(?<!do )\byou (?:should|ought to|need to|must|have to|had better)\b"
    r"|(?:^|[.,;:] )(?:maybe |perhaps |then )?(?:you could|could you) (?!tell|describe|say|walk|talk|see|hear)"
    r"|\b(?:would|might|could) it (?:help|be (?:worth|better|useful|possible|an idea))\b"
    r"|\bi(?:'d| would)? (?:suggest|recommend|advise)\b|\bif i were you\b|\bmy advice\b|\blet's\b|\btry to\b|\bmake sure\b"
    r"|\bwould you consider\b|\bshould(?:n't)? you\b|\bremember to\b|\bstart by\b",
    re.I,
)
_LEADING = re.compile(
    r"\b(?:don't|wouldn't|didn't|won't|can't|couldn't|aren't|isn't|haven't|doesn't|shouldn't|wasn't|weren't) (?:you|it|that|they|he|she|this)\b"
    r"|\b(?:surely|obviously|of course|admit|deep down|the truth is)\b|\bwhy (?:did|do|would|have|are|were|can|could|didn't|haven't)\b"
    r"|\b(?:would|do) you (?:not )?agree\b|\bis(?:n't)? (?:it|that) because\b|\bwhat were you thinking\b|\bhow could you (?:not|let|be)\b",
    re.I,
)
_STACKED = re.compile(
    r",?\s*\b(?:and|or|but)\b,?\s+(?:also\s+)?(?:what|how|why|who|when|where|which|do|did|does|is|are|was|were|would|could|will|have)\b",
    re.I,
)
_LABEL = re.compile(
    r"\byou(?:'re| are) (?:being|too|just|wrong|lazy|avoiding|in denial|defensive|clearly|obviously)\b|\byou (?:always|never)\b"
    r"|\byour (?:problem|fault|failure|weakness|avoidance|perfectionism)\b"
    r"|\b(?:adhd|bipolar|depressi\w+|depressed|disorder|ptsd|trauma\w*|narciss\w+|toxic|gaslight\w*|imposter|impostor|burn(?:ed|t)?[- ]?out|codependen\w+)\b",
    re.I,
)
_STOCK = re.compile(
    r"^(?:can you |could you )?(?:please )?(?:tell me|say|share) (?:some )?more(?: about (?:that|this|it))?\W*$"
    r"|^(?:and )?how (?:did|does|do) (?:that|this|it|you) (?:make you )?feel\W*$|^(?:and )?(?:why|how|what else|anything else|so what)\W*$"
    r"|^what (?:do|did) you (?:think|mean|learn|feel)(?: about (?:that|this|it))?\W*$|^what went well\W*$|^what (?:happened )?(?:next|then)\W*$"
    r"|^what (?:could|would|will) you do differently(?: next time)?\W*$",
    re.I,
)
_PRAISE = re.compile(
    r"\b(?:great|good|excellent|wonderful|amazing|fantastic|brilliant|powerful) (?:job|work|question|insight|answer|point|reflection)\b|\bwell done\b|\bproud of you\b|\bcongratulations\b|!",
    re.I,
)
_JARGON = re.compile(
    r"\b(?:leverag\w+|synerg\w+|circle back|deep[- ]dive|bandwidth|limiting belief\w*|refram\w+|paradigm|growth mindset|action items?|kpis?|okrs?|"
    r"unpack|hold(?:ing)? space|actionable|learnings|metacognit\w+|growth (?:edge|area)|low[- ]hanging|touch base|stakeholder\w*|ideat\w+|takeaways?|"
    r"deliverables?|psychological safety|inner child|locus of control|north star|move the needle)\b",
    re.I,
)
_EMOTION = frozenset(
    "angry anger furious upset sad anxious anxiety afraid scared fear frightened ashamed shame guilty guilt embarrassed frustrated frustration "
    "frustrating disappointed disappointing worried worry stressed overwhelmed lonely hurt jealous resentful humiliated devastated hopeless excited "
    "proud relieved happy nervous bored hate hated confident".split()
)  # fmt: skip
_GUIDED = re.compile(
    r"\b(?:one|first|exact(?:ly)?|moment|example|step|who|when|where|last|smallest|next|just before|single|which|word|sentence|minute)\b",
    re.I,
)
_MENU = re.compile(
    r"\b(?:for example|such as|for instance|pick one|choose one|step by step|list (?:two|three))\b", re.I
)


def open_ended(draft: Draft) -> bool:
    """Q2: cannot be answered with yes, no, a number or a name alone."""
    core = _LEAD_IN.sub("", draft.question)
    if _TAG.search(draft.question) or _COUNT.search(core):
        return False
    if _POLITE.search(core):
        return True
    return not _CLOSED_START.match(core) and bool(_OPEN.search(core))


def no_advice(draft: Draft) -> bool:
    """Q3: no advice dressed as a question."""
    return not _ADVICE.search(draft.masked)


def not_leading(draft: Draft) -> bool:
    """Q4: no answer hidden in the question."""
    return not _LEADING.search(draft.masked)


def fits_support(draft: Draft) -> bool:
    """Q12: guided holds on to one concrete thing; independent offers no examples and no menu."""
    if draft.support == "guided":
        return bool(_GUIDED.search(draft.masked))
    if draft.support == "independent":
        return not _MENU.search(draft.masked)
    return len(_MENU.findall(draft.masked)) <= 1


def not_stacked(draft: Draft) -> bool:
    """Q13: not two questions in one."""
    return not _STACKED.search(draft.question)


def about_you(draft: Draft) -> bool:
    """Q14: about the person's view, act or choice."""
    return bool(re.search(r"\byou(?:r|rs|rself|'\w+)?\b", draft.masked, re.I))


def no_praise(draft: Draft) -> bool:
    """Q15."""
    return not _PRAISE.search(draft.masked)


def plain_words(draft: Draft) -> bool:
    """Q16: no jargon the person has not used."""
    said = draft.answer.lower()
    return all(match.group().lower() in said for match in _JARGON.finditer(draft.masked))


def no_label(draft: Draft) -> bool:
    """Q17: no diagnosis, no label for the person."""
    said = draft.answer.lower()
    return all(match.group().lower() in said for match in _LABEL.finditer(draft.masked))


def no_feeling_added(draft: Draft) -> bool:
    """Q18: no feeling the person has not named."""
    return not (_EMOTION.intersection(words(draft.masked)) - set(words(draft.answer)))


def specific(draft: Draft) -> bool:
    """Q19: not a stock question."""
    return not _STOCK.match(draft.question)


_EVERYWHERE: dict[str, Callable[[Draft], bool]] = {
    "Q1": one_question,
    "Q5": short,
    "Q6": grounded,
    "Q7": verbatim,
    "Q9": not_repeated,
    "S8": clean_text,
}
_ENGLISH: dict[str, Callable[[Draft], bool]] = {
    "Q2": open_ended,
    "Q3": no_advice,
    "Q4": not_leading,
    "Q12": fits_support,
    "Q13": not_stacked,
    "Q14": about_you,
    "Q15": no_praise,
    "Q16": plain_words,
    "Q17": no_label,
    "Q18": no_feeling_added,
    "Q19": specific,
}


def failures(draft: Draft) -> tuple[str, ...]:
    """The ids of all rules `draft` misses, in the rubric's order within each group; empty means it may be shown."""
    missed = [name for name, rule in _EVERYWHERE.items() if not rule(draft)]
    if draft.language == "en":
        missed += [name for name, rule in _ENGLISH.items() if not rule(draft)]
    return tuple(missed)


def passes(draft: Draft) -> bool:
    """Whether `draft` may be shown; stops at the first rule it misses."""
    if not all(rule(draft) for rule in _EVERYWHERE.values()):
        return False
    return draft.language != "en" or all(rule(draft) for rule in _ENGLISH.values())
