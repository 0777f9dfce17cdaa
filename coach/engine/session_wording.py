"""Sentences a session says that belong to no guide: labels, choices, recap lines, remarks."""

from coach.engine.turns import RecapLine

HIDDEN = "private, hidden now"
HIDDEN_QUESTION = (
    "This follow-up quotes a private answer, so it is hidden now. Skip it, or show private words again."
)
YOU_WROTE = "You said would change"
YOU_PROMISED = "You promised"
YOU_TEST = "You set out to test"
YOU_BELIEVED = "You took for granted"
YOUR_AIM = "Your aim"
YOUR_INTENT = "You wrote about your direction"

NOT_YET = "not_yet"
OUTCOMES = (
    ("done", "done"), ("partly", "partly done"), ("changed", "changed"), ("dropped", "dropped"),
    ("handed_over", "handed over"), (NOT_YET, "not yet"),
)  # fmt: skip
THIRD_CARRY = (
    ("do", "do it now, on a new day"), ("change", "change it"), ("hand_over", "hand it over"),
    ("drop", "drop it"), ("escalate", "raise it with someone"),
)  # fmt: skip
HAPPENED = ((NOT_YET, "it has not taken place yet"),)
SEEN = ((NOT_YET, "nothing yet"),)
VERDICTS = (("keep", "keep it"), ("change", "change it"), ("drop", "drop it"))

UNSAID = "not said yet"
"""Stands in the recap where an answer was typed and what became of the thing cannot be read from it."""
TRIED = "done"
"""A test that took place, without a verdict on its belief."""

TWO_SHORT = "Short answers are fine. Skip what does not fit today, or pause and come back."
TAKEN_OUT = "Your earlier answer, and what followed from it, is taken out. `coach undo` brings it back."
GUIDE_CHANGED = (
    "The guide was changed since this session began; it goes on with the questions as they are now."
)
GUIDE_SHORTER = (
    "Some questions of this session are no longer in the guide, so they are left out. What you wrote stays."
)
GUIDE_GONE = "The guide of this session is no longer there. What you wrote is kept and can be closed."
OWN_AT_GUIDED = "At the guided level the questions come from here; the one that is shown stays."
OWN_HOW = (
    "From the supported level on you can write your own: `coach config set questions.support supported`."
)
SUPPORT_HOW = "`coach support` shows it and proposes the level {level}; nothing changes by itself."
NO_OTHER = "There is no other question for this answer."
NO_WORDING = "This question has no other wording."


def line(key: str, value: str, *, drafted: bool = False, about: str = "") -> RecapLine:
    """One recap line. `key` may carry an id after its first part: commitment:ID.outcome."""
    head, _, field = key.partition(".")
    kind = f"{head.partition(':')[0]}:" if ":" in head else head
    label, hint, required = LINES[f"{kind}.{field}" if field else kind]
    if about:
        label = f"{label}: {about}"
    return RecapLine(key, label, value, hint, required, drafted and bool(value))


LINES: dict[str, tuple[str, str, bool]] = {
    "commitment:.outcome": (
        "Commitment", "done, partly, changed, dropped, handed over or not yet; empty leaves it", False),
    "commitment:.until": ("Commitment moves to", "a day to come", True),
    "experiment:.verdict": (
        "Experiment", "done, not yet; or of the belief: keep, change, drop; empty leaves it open", False),
    "experiment:.until": ("Experiment comes back on", "a day to come", True),
    "assumption:.verdict": ("Assumption", "keep, change or drop; empty leaves it open", False),
    "assumption:.until": ("Assumption comes back on", "a day to come", True),
    "change": ("Change for next week", "what you will do differently; asked about first next time", False),
    "win": ("Win", "what you saw go better", False),
    "assumption.text": ("Assumption", "what you took for granted", False),
    "experiment.test": ("Experiment", "what you will try", False),
    "experiment.review_on": ("Experiment: look at it on", "a day within two weeks", True),
    "experiment.sign": ("Experiment: it holds if", "what others could see, or a count", False),
    "experiment.against": ("Experiment: against it", "what would change your mind", False),
    "experiment.instead": ("Experiment: first close", "two are open; name the one to close", False),
    "commitment.text": ("Commitment", "I will …: one act that takes less than a day", False),
    "commitment.if": ("Commitment: when", "a time, a place or a moment: when this happens …", False),
    "commitment.owner": ("Commitment: by", "me, or a name from your people", True),
    "commitment.due": ("Commitment: until", "a day within two weeks", True),
    "commitment.sign": ("Commitment: seen by", "how others could tell, or a count", False),
    "commitment.obstacle": ("Commitment: in the way", "what is most likely to stop you", False),
    "commitment.obstacle_plan": ("Commitment: if so", "what you will do if that happens", False),
    "intent": ("Direction", "where your work should take you", False),
}  # fmt: skip
