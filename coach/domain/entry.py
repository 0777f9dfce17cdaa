"""Rules about entries: their day, their words, and how much of them a use may see."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coach.domain.records import Doc, Use
from coach.domain.text import count_words, fold, marks
from coach.domain.visibility import may

QUICK_KINDS = ("note", "win", "idea")
"""Kinds written in one go. An idea is tentative: it never counts as a decision (practice 44)."""
UNFINISHED = ("open", "paused", "stopped")
"""States of a session that can be gone on with."""


def day_of(record: Mapping[str, Any], field: str = "date") -> date | None:
    """The day in a date or date-time field; None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(str(record.get(field) or "")[:10])
    except ValueError:
        return None


def answers_of(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers of a session entry, in order; damaged ones are passed over."""
    answers = entry.get("answers")
    return [answer for answer in answers if isinstance(answer, dict)] if isinstance(answers, list) else []


def texts_of(entry: Mapping[str, Any]) -> list[str]:
    """All the person's own words in an entry, one piece per answer."""
    pieces = [str(entry.get("text") or "")]
    pieces += [str(answer.get("answer") or "") for answer in answers_of(entry)]
    return [piece for piece in pieces if piece.strip()]


def words_in(entry: Mapping[str, Any]) -> int:
    """How many words of their own the person wrote in an entry."""
    return sum(count_words(piece) for piece in texts_of(entry))


def session_state(entry: Mapping[str, Any]) -> str | None:
    """open, paused, stopped or closed; None for an entry that is no session."""
    session = entry.get("session")
    return str(session.get("state", "closed")) if isinstance(session, dict) else None


def is_unfinished(entry: Mapping[str, Any]) -> bool:
    """Whether this is a session that can be gone on with."""
    return session_state(entry) in UNFINISHED


def has_private(entry: Mapping[str, Any]) -> bool:
    """Whether the entry, or one of its answers, is marked private."""
    return bool(entry.get("private")) or any(answer.get("private") for answer in answers_of(entry))


def seen_for(entry: Doc, use: Use) -> tuple[Doc | None, int]:
    """The part of an entry that a use may see, and how many answers were left out.

    None where nothing of it may be seen. The entry itself is not changed (design, section 4; feature C18).
    """
    if not may(entry, use):
        return None, len(answers_of(entry))
    answers = answers_of(entry)
    kept = [answer for answer in answers if may(answer, use)]
    if len(kept) == len(answers):
        return entry, 0
    return {**entry, "answers": kept, **links_of_kept(entry, kept)}, len(answers) - len(kept)


def links_of_kept(entry: Mapping[str, Any], kept: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """`with` and `tags` of an entry where only `kept` of its answers is seen (feature C18).

    Tags that only the other answers hold go. Where the others name someone with `@` whom `kept` does not, all
    people go: a link does not tell which answer it came from, and a person may have another name by now.
    """
    shown = [str(entry.get("text") or ""), *(str(answer.get("answer") or "") for answer in kept)]
    seen = marks("\n".join(shown))
    hidden = marks("\n".join(str(a.get("answer") or "") for a in answers_of(entry) if a not in kept))
    gone = {fold(name) for name in hidden.names} - {fold(name) for name in seen.names}
    only_hidden = set(hidden.tags) - set(seen.tags)
    links: dict[str, list[str]] = {}
    if "with" in entry:
        links["with"] = [] if gone else list(entry["with"])
    if "tags" in entry:
        links["tags"] = [tag for tag in entry["tags"] if tag not in only_hidden]
    return links


def headline(entry: Mapping[str, Any]) -> str:
    """The first line of the person's words.

    Of a session an answer not marked private comes first, and one to the guide's own question before one to
    what was due (those steps carry the id of a record: 'commitment:ID').
    """
    text = str(entry.get("text") or "")
    if not text.strip():
        answers = sorted(answers_of(entry), key=_last_for_headline)
        text = next((str(a["answer"]) for a in answers if str(a.get("answer") or "").strip()), "")
    return text.strip().partition("\n")[0].strip()


def _last_for_headline(answer: Mapping[str, Any]) -> tuple[bool, bool]:
    return bool(answer.get("private")), ":" in str(answer.get("step"))
