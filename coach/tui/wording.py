"""Sentences of the screens. Plain, calm, and true after the fact only (ux, rule 10)."""

_NAME = 20
"""Characters of a model's or a host's name where both stand on a line with more."""
ENGINE_HERE = "engine: this machine"


def engine_remote(host: str, *, here: bool = False) -> str:
    """For the header while a remote engine is in use; `here`: a server on this machine."""
    return f"engine: remote {host} ({'on' if here else 'text leaves'} this machine)"


def engine_forms(whole: str) -> tuple[str, ...]:
    """The engine for the header, longest first; the host is always named."""
    remote = whole.partition(" (")[0]
    return whole, remote, remote.replace(": remote ", ": ", 1)


def error(message: str, hint: str) -> str:
    """An error as one toast: what happened and was kept, then what to do."""
    return f"{message} {hint}".strip()


def working(seconds: float) -> str:
    """In place of the footer's keys while the engine takes its time; typing goes on meanwhile."""
    return f"working … {seconds:.1f} s. You can go on typing."


def model_at(model: str, host: str) -> str:
    """Who is asked, or asked; long names are cut to fit on a line with the rest."""
    return f"{_cut(model)} at {_cut(host)}"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def asking_elsewhere(where: str, seconds: float, words: int, note: str) -> str:
    """While a better question is waited for."""
    so_far = f", {words} {'word' if words == 1 else 'words'}" if words else ""
    return f"asking {where}, {seconds:.1f} s{so_far}, Esc stops{f'. {note}' if note else ''}"


def better_waits(where: str) -> str:
    """A better question came too late to take the place of the one that stands there."""
    return f"{where} has another question: r shows it"


QUESTION_STAYS = "The question of this machine stays."
NO_LONGER_AS_SHOWN = "What was shown has changed or may no longer be sent, so nothing was sent."
UNEXPECTED = "That did not work, and it should have. What you typed is kept. Press ! for details."
NOTHING_TO_UNDO = "Nothing to undo."
NOTHING_TO_REDO = "Nothing to redo."
HIDDEN = "Private things are hidden. F8 shows them again."
SHOWN = "Private things are shown again."
HOW_TO_QUIT = "Press ^q to quit. Nothing you typed is lost."
NOT_HERE = "That key has nothing to act on here."
TOO_MUCH = "That is more than a box can hold. The whole text is kept as a draft; Today offers it as an entry."
LEFT_IN_DRAFT = "What you had typed stays as a draft of this session."
PAUSED = "Paused. Today has it under DUE."
STOPPED_KEPT = "What you wrote is kept. Entries has the session: there, o goes on with it and d deletes it."
STOPPED_SAVED = "Kept. Entries has it; nothing will ask you about it."
QUESTION_HIDDEN = "(This follow-up quotes a private answer. F8 shows it.)"
OWN_ON_FOLLOW_UP = "A question of your own takes the place of a follow-up, from the supported level on."
EDITOR_NOT_HERE = "An outside editor cannot be opened from this terminal."
WORDS_PLENTY = "two lines is plenty"
ANSWER = "Your answer"
KEPT = "Kept."
KEPT_PRIVATE = "Kept, private."
UNEXPECTED_END = "Something unexpected happened; what was kept stays kept, and drafts are kept too."
