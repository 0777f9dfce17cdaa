"""The rules every question of a shipped guide keeps (rubric Q1-Q5, Q13-Q18), as code of our own."""

import re

_FIRST_CLOSED = re.compile(
    r"^(?:and |so |but |now )?(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would"
    r"|should|shall|may|might|must|any|ever|isn't|aren't|don't|didn't|haven't|can't|won't)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:what|how|where|which|who|when|in what way)\b", re.IGNORECASE)
_COUNTS = re.compile(
    r"\b(?:how (?:many|much|often|long|old|far|soon|big|likely|important|confident|sure)|scale (?:of"
    r"|from)|out of ten|what time|what date)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?:,|\.)\s*(?:right|correct|no|yes|okay|isn't it|don't you)\s*\?$", re.IGNORECASE)
_ADVICE = re.compile(
    r"\b(?:have you (?:considered|tried|thought)|why (?:don't|not|didn't)|what if you|(?:how"
    r"|what) about|you should|should you|you (?:must|need to|ought to|have to)|(?:maybe|perhaps) you"
    r"|would it (?:help|be)|could it|let's|i (?:suggest|recommend|advise|would)|make sure|be sure"
    r"|remember to|don't forget|try to|start by|it is (?:best|important|better))\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:surely|obviously|clearly|of course|really|honestly|actually|admit|agree|isn't|don't you"
    r"|won't you|(?:is|was) (?:it|that) because)\b",
    re.IGNORECASE,
)
_STACKED = re.compile(
    r",?\s*\b(?:and|or|but)\b,?\s+(?:also\s+)?(?:what|how|why|who|when|where|which|do|did|does|is|are"
    r"|was|would|could|will|have)\b",
    re.IGNORECASE,
)
_SECOND = re.compile(r"^(?:what|how|why|who|which)\b.*[,;:]\s*(?:what|how|why|who|which)\b", re.IGNORECASE)
_ABOUT_YOU = re.compile(r"\b(?:you|your|yours|yourself|you've|you're)\b", re.IGNORECASE)
_OTHERS_MINDS = re.compile(
    r"\b(?:why|what) (?:did|does|do|might|would) (?:he|she|they|your \w+) (?:think|want|feel|mean)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"!|\b(?:great|good job|well done|amazing|awesome|excellent|wonderful|proud|fantastic|perfect"
    r"|bravo|congrat\w*)\b",
    re.IGNORECASE,
)
_JARGON = re.compile(
    r"\b(?:leverag\w+|synerg\w+|deep dive|bandwidth|limiting belief\w*|reframe\w*|paradigm|mindset"
    r"|action items?|kpis?|okrs?|unpack|hold(?:ing)? space|actionable|learnings|growth|low-hanging"
    r"|stakeholders?|takeaways?|deliverables?|north star|implementation intention|scaffold\w*"
    r"|competenc\w+|autonomy|resilience|self-care|impact\w*|empower\w*|journey|optimi\w+|priorit\w+"
    r"|align\w*)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:you always|you never|you are (?:too|a|an|being)|burn(?:ed|t)?[- ]?out|imposter|impostor"
    r"|depress\w*|anxiety|adhd|toxic|trauma\w*|weakness\w*|failure|excuse\w*|perfectionis\w*"
    r"|procrastinat\w*)\b",
    re.IGNORECASE,
)
_FEELING = re.compile(
    r"\b(?:feel\w*|felt|angry|upset|sad|anxious|afraid|scared|asham\w*|guilt\w*|embarrass\w*"
    r"|frustrat\w*|disappoint\w*|worr\w+|stress\w*|overwhelm\w*|lonely|hurt|jealous|resent\w*|hopeless"
    r"|excited|proud|reliev\w*|happy|nervous|bored|hat(?:e|ed)|confident)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> int:
    return len(_WORD.findall(text))


def broken(question: str, *, independent: bool = False) -> list[str]:
    """The ids of the rules a question breaks."""
    plain = re.sub(r"“[^”]*”", " ", question)
    asked = re.split(r"(?<=[.:])\s+", plain)[-1].strip()
    found = {
        "Q1": plain.count("?") != 1 or not question.rstrip().endswith("?"),
        "Q2": bool(
            not _OPEN.search(asked)
            or _FIRST_CLOSED.match(asked)
            or _COUNTS.search(asked)
            or _TAG.search(asked)
        ),
        "Q3": bool(_ADVICE.search(plain)),
        "Q4": bool(_LEADING.search(plain)),
        "Q5": words(question) > (28 if independent else 30),
        "Q13": bool(_STACKED.search(asked) or _SECOND.search(asked)),
        "Q14": not _ABOUT_YOU.search(plain) or bool(_OTHERS_MINDS.search(plain)),
        "Q15": bool(_PRAISE.search(plain)),
        "Q16": bool(_JARGON.search(plain)),
        "Q17": bool(_LABEL.search(plain)),
        "Q18": bool(_FEELING.search(plain)),
    }
    return [rule for rule, is_broken in found.items() if is_broken]
