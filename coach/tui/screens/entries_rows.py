"""What the entry list and the reader show, made from entries as they may be seen now. Knows no widget."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coach.dates import parse_stored, say_day
from coach.domain.entry import answers_of, day_of, headline, is_unfinished, seen_for, words_in
from coach.domain.records import Doc
from coach.domain.visibility import may
from coach.engine.entry_list import Hit
from coach.engine.ports import Binned
from coach.errors import InvalidData
from coach.tui.widgets.rows import Row

_TOKEN = re.compile(r'(?:[^\s"]+|"[^"]*"?)+')
"""A word or filter of a query as the person typed it, quotes included (see `coach.engine.filters`)."""

MORE = "more"
"""Id of the row that stands for the entries not read yet."""
DROP = "drop/"
"""Start of the ids of rows that leave one piece out of the query."""
CLEAR = "clear"
"""Id of the row that empties the query."""

Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a session, numbered from 1 as the use cases count them."""

    number: int
    text: str
    question: str
    private: bool


def say_stored(value: object, today: date) -> str:
    """The day of a stored date; empty where there is none that can be read."""
    try:
        return say_day(parse_stored(str(value or "")), today)
    except InvalidData:
        return ""


# ---- the list


def entry_rows(
    hits: Sequence[Hit], today: date, *, more: bool, marks: Mapping[str, tuple[tuple[int, int], ...]]
) -> list[Row]:
    """A row for each entry, a point before what is private; the last one stands for those not read yet."""
    rows = [
        Row(
            hit.id,
            hit.headline or "(no words)",
            lead=_short(hit.day, today) if hit.day else "",
            detail=_kind(hit),
            note=" ".join([f"#{tag}" for tag in hit.tags] + [f"@{name}" for name in hit.people]),
            mark="." if hit.private else "",
            private=hit.private,
            found=marks.get(hit.id, ()),
        )
        for hit in hits
    ]
    if more:
        rows.append(Row(MORE, "Older entries …"))
    return rows


def _short(day: date, today: date) -> str:
    """A day without its weekday: a list has little room."""
    return say_day(day, today).partition(" ")[2]


def _kind(hit: Hit) -> str:
    return f"{hit.kind}, open" if is_unfinished(hit.doc) else hit.kind


def nothing_found(query: str) -> list[Row]:
    """Each piece of the query, to be left out; or how a first entry comes about."""
    pieces = tokens(query)
    if not pieces:
        return [
            Row("", "Nothing is written yet.", kind="text"),
            Row("", "n writes a note; s starts a session, and what you answer stands here.", kind="text"),
        ]
    rows = [Row("", "Nothing has all of this. Leave one out:", kind="text")]
    rows += [Row(f"{DROP}{place}", piece) for place, piece in enumerate(pieces)]
    if len(pieces) > 1:
        rows.append(Row(CLEAR, "All of it: show every entry"))
    return rows


def tokens(query: str) -> list[str]:
    """The words and filters of a query, each as typed."""
    return _TOKEN.findall(query)


def without(query: str, place: int) -> str:
    """The query less one of its pieces."""
    return " ".join(piece for number, piece in enumerate(tokens(query)) if number != place)


def with_person(query: str, name: str | None) -> str:
    """The query about this person in place of any other; None asks about nobody."""
    kept = [piece for piece in tokens(query) if not piece.startswith("@")]
    if name is not None:
        kept.append(f'@"{name}"' if " " in name else f"@{name}")
    return " ".join(kept)


# ---- the bin


def bin_rows(binned: Iterable[Binned], today: date, *, hiding: bool) -> list[Row]:
    """What was put away, newest first; private things are not among them while they are hidden."""
    rows = []
    for one in binned:
        doc = as_seen(one.doc, hiding=hiding)
        if doc is None:
            continue
        words = headline(doc) or _name(doc) or "(no words)"
        rows.append(
            Row(
                str(doc["id"]),
                words,
                lead=_short(one.at.date(), today),
                detail=str(doc.get("kind") or _ONE.get(one.table, one.table)),
                mark="." if doc.get("private") else "",
                private=bool(doc.get("private")),
            )
        )
    return rows or [Row("", "The bin is empty. What you put away with d waits here.", kind="text")]


def as_seen(doc: Doc, *, hiding: bool) -> Doc | None:
    """A record as it may be shown now; None where it may not."""
    return seen_for(doc, "screen_shared")[0] if hiding else doc


_ONE = {
    "people": "person",
    "aims": "aim",
    "commitments": "commitment",
    "experiments": "test",
    "assumptions": "belief",
    "changes": "change",
}


def _name(doc: Mapping[str, Any]) -> str:
    return str(doc.get("name") or doc.get("test") or "")


# ---- one entry


def facts(doc: Doc, today: date, names: Sequence[str] = (), *, left_out: int = 0) -> str:
    """One line about an entry: day, kind, words, people, tags, what is private."""
    words = words_in(doc)
    pieces = [
        say_stored(doc.get("date"), today),
        str(doc.get("kind") or "note"),
        f"{words} word" + ("" if words == 1 else "s"),
        *(f"@{name}" for name in names),
        *(f"#{tag}" for tag in doc.get("tags") or ()),
    ]
    if is_unfinished(doc):
        pieces.append("not finished")
    if doc.get("private"):
        pieces.append("private")
    if doc.get("never_send"):
        pieces.append("never sent")
    if left_out:
        pieces.append(f"{left_out} private, not shown now")
    return " · ".join(piece for piece in pieces if piece)


def body(doc: Doc) -> Parts:
    """The words of an entry, each answer under its question."""
    parts: list[tuple[str, str]] = []
    if doc.get("text"):
        parts.append(("text", str(doc["text"])))
    for answer in answers_of(doc):
        mark = "  (private)" if answer.get("private") else ""
        if parts:
            parts.append(("text", ""))
        parts.append(("label", str(answer.get("question") or "") + mark))
        parts.append(("text", str(answer.get("answer") or "(skipped)")))
    return tuple(parts) or (("soft", "(no words)"),)


def answers(doc: Doc, *, hiding: bool) -> list[Answer]:
    """The answers there are words for, with the numbers they have in the whole entry."""
    return [
        Answer(
            number,
            str(answer.get("answer") or ""),
            str(answer.get("question") or ""),
            private=bool(answer.get("private")),
        )
        for number, answer in enumerate(answers_of(doc), 1)
        if str(answer.get("answer") or "").strip() and not (hiding and not may(answer, "screen_shared"))
    ]


def markdown(doc: Doc, names: Sequence[str] = ()) -> tuple[str | None, int]:
    """An entry as Markdown, and how many private answers were left out; None for one that is all private.

    What is private stays out of copies and exports (feature C18).
    """
    seen, left_out = seen_for(doc, "export")
    if seen is None:
        return None, left_out
    day = day_of(seen)
    head = " ".join(
        [
            f"# {day.isoformat() if day else ''} {seen.get('kind') or 'note'}",
            *(f"@{name}" for name in names),
            *(f"#{tag}" for tag in seen.get("tags") or ()),
        ]
    )
    parts = [head, str(seen.get("text") or "")]
    parts += [
        f"**{answer.get('question') or ''}**\n\n{answer.get('answer') or '(skipped)'}"
        for answer in answers_of(seen)
    ]
    return "\n\n".join(part for part in parts if part) + "\n", left_out


def file_name(doc: Doc) -> str:
    """A name for the file of one entry: its day and kind, letters and digits only."""
    day = day_of(doc)
    kind = re.sub(r"[^a-z0-9]+", "-", str(doc.get("kind") or "note").lower()).strip("-")
    return "-".join(part for part in ("coach", day.isoformat() if day else "", kind) if part) + ".md"
