"""What one line of an entry file says, checked, and an entry as such a line (design, section 6)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from coach.domain.entry import links_of_kept
from coach.domain.records import Doc
from coach.errors import InvalidData

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")
_OWN = frozenset(
    {
        "id",
        "date",
        "kind",
        "text",
        "answers",
        "with",
        "tags",
        "private",
        "created",
        "source_id",
        "source_digest",
        "session",
    }
)
_SESSION = {"guide": str, "version": int, "started": str, "closed": str, "skipped": list, "mark": int}
_CHECKED: dict[str, type] = {"never_send": bool, "stopped_for_safety": bool}
_CHECKED_ANSWER: dict[str, type] = {"private": bool, "follow_up": bool, "step": str, "form": str}


@dataclass(frozen=True, slots=True)
class Incoming:
    """One entry as a file gives it."""

    id: str | None
    """The id it has in the file; kept as `source_id`."""
    date: str
    """ISO date or date-time with offset, as written."""
    kind: str
    text: str | None
    answers: tuple[Doc, ...] | None
    people: tuple[str, ...]
    """Names, as written."""
    tags: tuple[str, ...]
    private: bool
    more: Mapping[str, Any] = field(default_factory=dict)
    """What is no part of the writing: never-send, visibility, a closed session's facts, and keys this version
    does not know, which survive (promise P7)."""


def incoming(line: Mapping[str, Any]) -> Incoming:
    """Check one object of an entry file.

    Raises:
        InvalidData: one sentence naming the key that is wrong, never its value.
    """
    text, answers = line.get("text"), line.get("answers")
    if (text is None) == (answers is None):
        raise InvalidData('An entry has either "text" or "answers".')
    if text is not None and (not isinstance(text, str) or not text.strip()):
        raise InvalidData('"text" must be text that is not empty.')
    more = {key: value for key, value in line.items() if key not in _OWN}
    _check(more, _CHECKED)
    if more.get("visibility", "own") not in ("own", "shareable", "shared"):
        raise InvalidData('"visibility" must be own, shareable or shared.')
    session = _session(line.get("session"))
    if session:
        more["session"] = session
    return Incoming(
        id=_id(line.get("id")),
        date=_date(line.get("date")),
        kind=_kind(line.get("kind")),
        text=text,
        answers=None if answers is None else _answers(answers),
        people=_texts(line.get("with"), "with"),
        tags=_texts(line.get("tags"), "tags"),
        private=_flag(line.get("private"), "private"),
        more=more,
    )


def outgoing(entry: Doc, names: list[str], *, include_private: bool) -> Doc | None:
    """The entry as one line of a file, or None where nothing of it may be written.

    Args:
        entry: the record.
        names: of the people it is with.
        include_private: without it, a private entry and private answers are left out.
    """
    if entry.get("private") and not include_private:
        return None
    line: Doc = {
        "id": str(entry.get("source_id") or entry["id"]),
        # A record of another version may lack either; it still leaves with its words.
        "date": entry.get("date") or entry.get("created") or "",
        "kind": entry.get("kind") or "note",
    }
    if "answers" in entry:
        answers = [
            dict(answer) for answer in entry["answers"] if include_private or not answer.get("private")
        ]
        if not answers and entry.get("text") is None:
            return None
        line["answers"] = answers
    if entry.get("text") is not None and not line.get("answers"):
        line.pop("answers", None)
        line["text"] = entry["text"]
    links = links_of_kept(entry, line.get("answers", ()))
    line["with"] = names if links.get("with") else []
    line["tags"] = links.get("tags", [])
    if entry.get("private"):
        line["private"] = True
    session = entry.get("session")
    if isinstance(session, Mapping) and session.get("state") == "closed":
        line["session"] = {"state": "closed", **{key: session[key] for key in _SESSION if key in session}}
    line.update({key: value for key, value in entry.items() if key not in _OWN})
    return line


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise InvalidData('"id" must be text or a whole number.')
    return str(value)


def _date(value: object) -> str:
    if isinstance(value, str):
        try:
            if _DAY.fullmatch(value):
                date.fromisoformat(value)
                return value
            if _MOMENT.fullmatch(value) and datetime.fromisoformat(value).tzinfo is not None:
                return value
        except ValueError:
            pass
    raise InvalidData(
        '"date" must be an ISO date (2026-11-20) or date-time with offset (2026-11-20T17:40:00+01:00).'
    )


def _kind(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidData('"kind" must be a word such as note, win, idea or the id of a guide.')
    return value


def _texts(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise InvalidData(f'"{key}" must be a list of texts.')
    return tuple(value)


def _flag(value: object, key: str) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise InvalidData(f'"{key}" must be true or false.')


def _check(values: Mapping[str, Any], wanted: Mapping[str, type]) -> None:
    for key, kind in wanted.items():
        if key in values and not isinstance(values[key], kind):
            raise InvalidData(f'"{key}" is not of the expected type ({kind.__name__}).')


def _answers(value: object) -> tuple[Doc, ...]:
    if not isinstance(value, list) or not value:
        raise InvalidData('"answers" must be a list with at least one answer.')
    found = []
    for answer in value:
        if not isinstance(answer, dict) or not all(
            isinstance(answer.get(key), str) for key in ("question", "answer")
        ):
            raise InvalidData('Each of "answers" needs the texts "question" and "answer".')
        _check(answer, _CHECKED_ANSWER)
        found.append(dict(answer))
    return tuple(found)


def _session(value: object) -> Doc | None:
    """The facts of a closed session. The inner state of a running one is never taken from a file."""
    if not isinstance(value, Mapping) or value.get("state") != "closed":
        return None
    _check(value, _SESSION)
    return {"state": "closed", **{key: value[key] for key in _SESSION if key in value}}
