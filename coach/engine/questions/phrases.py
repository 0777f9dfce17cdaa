"""The English turns of phrase that the gates look for in a question, each named for what it gives away.

They judge the coach's words only, never the person's: quotes are masked before any of them is used.
"""

import re
from typing import Final


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


OPEN: Final = _any(r"\b(?:what|how|which|who|whose|whom|where|when|why|tell me|describe|walk me through)\b")
CLOSED_START: Final = _any(
    r"^(?:(?:and|so|but|then|well) )?(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will"
    r"|would|should|shall)\b",
    r"^(?:(?:and|so|but|then|well) )?(?:may|might|must|any|ever|isn't|aren't|don't|doesn't|didn't"
    r"|haven't|can't)\b",
    r"^(?:(?:and|so|but|then|well) )?(?:couldn't|won't|wouldn't|shouldn't)\b",
)
POLITE: Final = _any(
    r"\b(?:could|can|would|will) you (?:please )?(?:tell|describe|walk|talk|say|explain|share|put into)\b"
)
COUNT: Final = _any(
    r"\bhow (?:many|much|often|long|old|far|soon|likely|important|confident)\b",
    r"\bscale (?:of|from)\b",
    r"\bout of ten\b",
)
TAG: Final = _any(r"[,.]\s*(?:right|correct|yes|no|okay|isn't it|is it not|don't you|aren't you|huh)\?$")
LEAD_IN: Final = _any(
    r"^.*?[,:;—–.]\s+(?=(?:what|how|which|who|whose|where|when|do|does|did|is|are|was|have|can|could"
    r"|would|will)\b)"
)
ADVICE: Final = _any(
    r"\bha(?:ve|d) you (?:ever |already )?(?:considered|tried|thought (?:of|about)|asked|talked|looked)\b",
    r"\bwhy (?:don't|not)\b",
    r"\b(?:what|how) about (?:\w+ing|if|you)\b",
    r"\bwhat if you\b",
    r"(?<!would )(?<!do )\byou (?:should|ought to|need to|must|have to|had better)\b",
    r"(?:^|[.,;:] )(?:maybe |perhaps |then )?(?:you could|could you) (?!tell|describe|say|walk|talk|see"
    r"|hear)",
    r"\b(?:would|might|could) it (?:help|be (?:worth|better|useful|possible|an idea))\b",
    r"\bi(?:'d| would)? (?:suggest|recommend|advise)\b",
    r"\bif i were you\b|\bmy advice\b|\blet's\b|\btry to\b|\bmake sure\b|\bremember to\b|\bstart by\b",
    r"\bwould you consider\b|\bshould(?:n't)? you\b",
)
LEADING: Final = _any(
    r"\b(?:don't|wouldn't|didn't|won't|can't|couldn't|aren't|isn't|haven't) (?:you|it|that|they|he|she"
    r"|this)\b",
    r"\b(?:doesn't|shouldn't|wasn't|weren't) (?:you|it|that|they|he|she|this)\b",
    r"\b(?:surely|obviously|of course|admit|deep down|the truth is)\b",
    r"\bwhy (?:did|do|would|have|are|were|can|could|didn't|haven't)\b",
    r"\b(?:would|do) you (?:not )?agree\b",
    r"\bis(?:n't)? (?:it|that) (?:because|just|really|not|simply|true that|that you)\b",
    r"\bwhat were you thinking\b|\bhow could you (?:not|let|be)\b",
)
STACKED: Final = _any(
    r",?\s*\b(?:and|or|but)\b,?\s+(?:also\s+)?(?:what|how|why|who|when|where|which|do|does|did|is|are"
    r"|was|were)\b",
    r",?\s*\b(?:and|or|but)\b,?\s+(?:also\s+)?(?:would|could|will|have)\b",
)
LABEL: Final = _any(
    r"\byou(?:'re| are) (?:being|too|just|wrong|lazy|avoiding|in denial|defensive|clearly|obviously)\b",
    r"\byou (?:always|never)\b",
    r"\byour (?:problem|fault|failure|weakness|avoidance|perfectionism)\b",
    r"\b(?:adhd|bipolar|depressi\w+|depressed|disorder|ptsd|trauma\w*|narciss\w+|toxic|gaslight\w*"
    r"|imposter)\b",
    r"\b(?:impostor|burn(?:ed|t)?[- ]?out|codependen\w+)\b",
)
STOCK: Final = _any(
    r"^(?:can you |could you )?(?:please )?(?:tell me|say|share) (?:some )?more(?: about (?:that|this"
    r"|it))?\W*$",
    r"^(?:and )?how (?:did|does|do) (?:that|this|it|you) (?:make you )?feel\W*$",
    r"^(?:and )?(?:why|how|what else|anything else|so what)\W*$",
    r"^what (?:do|did) you (?:think|mean|learn|feel)(?: about (?:that|this|it))?\W*$",
    r"^what went well\W*$|^what (?:happened )?(?:next|then)\W*$",
    r"^what (?:could|would|will) you do differently(?: next time)?\W*$",
)
PRAISE: Final = _any(
    r"\b(?:great|good|excellent|wonderful|amazing|fantastic|brilliant|powerful) (?:job|work|question"
    r"|insight)\b",
    r"\b(?:great|good|excellent|wonderful|amazing|fantastic|brilliant|powerful) (?:answer|point"
    r"|reflection)\b",
    r"\bwell done\b|\bproud of you\b|\bcongratulations\b|!",
)
JARGON: Final = _any(
    r"\b(?:leverag\w+|synerg\w+|circle back|deep[- ]dive|bandwidth|limiting belief\w*|refram\w+|paradigm)\b",
    r"\b(?:growth (?:mindset|edge|area)|action items?|kpis?|okrs?|unpack|hold(?:ing)? space|actionable"
    r"|learnings)\b",
    r"\b(?:metacognit\w+|low[- ]hanging|touch base|stakeholder\w*|ideat\w+|takeaways?|deliverables?)\b",
    r"\b(?:psychological safety|inner child|locus of control|north star|move the needle)\b",
)
GUIDED: Final = _any(
    r"\b(?:one|first|exact(?:ly)?|moment|example|step|who|when|where|last|smallest|next|just before"
    r"|single|which)\b",
    r"\b(?:word|sentence|minute)\b",
)
MENU: Final = _any(
    r"\b(?:for example|such as|for instance|pick one|choose one|step by step|list (?:two|three))\b"
)
EMOTION: Final = frozenset(
    [
        "angry",
        "anger",
        "furious",
        "upset",
        "sad",
        "anxious",
        "anxiety",
        "afraid",
        "scared",
        "fear",
        "frightened",
        "ashamed",
        "shame",
        "guilty",
        "guilt",
        "embarrassed",
        "frustrated",
        "frustration",
        "frustrating",
        "disappointed",
        "disappointing",
        "worried",
        "worry",
        "stressed",
        "overwhelmed",
        "lonely",
        "hurt",
        "jealous",
        "resentful",
        "humiliated",
        "devastated",
        "hopeless",
        "excited",
        "proud",
        "relieved",
        "happy",
        "nervous",
        "bored",
        "hate",
        "hated",
        "confident",
    ]
)
"""Words for feelings; one in a question counts unless the person used it."""
