"""Views drawn before, kept on this machine as JSON values, and shown again only as far as they still hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Literal

from coach.domain.asking import EngineName
from coach.engine import latest_theme
from coach.engine.meaning import Shelf
from coach.engine.themes.receipts import Sources, verify
from coach.engine.themes.view import Claim, Promise, Receipt, Recurring, Theme, ThemesView

LAST, PAST = "themes-last", "themes-past"
FORM = "2"
"""Raised when the form changes: what lies on the shelf is then made anew."""
MOST_PAST = 12


class Drawers:
    """The last views, newest first."""

    def __init__(self, shelf: Shelf, sources: Callable[[ThemesView], Sources]) -> None:
        """`sources` gives the entries of a view's period as they may be cited now."""
        self._shelf = shelf
        self._sources = sources

    def put(self, view: ThemesView, *, past: bool = True) -> ThemesView:
        """Keep a complete view with themes; an earlier one of the same period makes room.

        `past` False keeps it as the last one only: it shows a part of its period.
        """
        if view.complete and view.themes:
            packed = pack(view)
            self._shelf.keep(LAST, FORM, packed)
            self._shelf.keep(latest_theme.DIGEST, latest_theme.FORM, latest_theme.digest(view))
            if not past:
                return view
            period = (packed["since"], packed["until"])
            others = [one for one in self._kept() if (one.get("since"), one.get("until")) != period]
            self._shelf.keep(PAST, FORM, [packed, *others][:MOST_PAST])
        return view

    def last(self) -> ThemesView | None:
        """The view drawn last, less what may no longer be shown."""
        kept = self._shelf.cached(LAST, FORM)
        found = unpack(kept) if isinstance(kept, dict) else None
        return self._still_true(found) if found else None

    def past(self) -> list[ThemesView]:
        """All kept views, newest first, likewise."""
        views = (unpack(one) for one in self._kept())
        return [self._still_true(view) for view in views if view is not None]

    def _kept(self) -> list[dict[str, Any]]:
        kept = self._shelf.cached(PAST, FORM)
        return [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []

    def _still_true(self, view: ThemesView) -> ThemesView:
        """The view with every receipt checked again: an entry may be private, changed or gone by now."""
        sources = self._sources(view)

        def kept(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
            return tuple(one for receipt in receipts if (one := verify(receipt, sources)) is not None)

        themes = []
        for theme in view.themes:
            entries = tuple(entry for entry in theme.entries if entry in sources.texts)
            evidence = kept(theme.evidence)
            if len(entries) < 2 or not evidence:
                continue
            changed = entries != theme.entries or len(evidence) < len(theme.evidence)
            themes.append(
                replace(
                    theme,
                    entries=entries,
                    summary=() if changed else theme.summary,
                    evidence=evidence,
                    against=kept(theme.against),
                    question="" if changed else theme.question,
                )
            )
        promises = tuple(one for one in view.promises if one.opened is None or one.opened in sources.texts)
        return replace(view, themes=tuple(themes), promises=promises)


def pack(view: ThemesView) -> dict[str, Any]:
    """The view as a JSON value."""
    value = asdict(view)
    value["since"], value["until"] = view.since.isoformat(), view.until.isoformat()
    value["weeks"] = [week.isoformat() for week in view.weeks]
    value["drawn"] = view.drawn.isoformat() if view.drawn else None
    return value


def unpack(value: Mapping[str, Any]) -> ThemesView | None:
    """The view in a value made by `pack`; None where it is none."""
    try:
        return ThemesView(
            since=date.fromisoformat(value["since"]),
            until=date.fromisoformat(value["until"]),
            entries=int(value["entries"]),
            engine=EngineName(**value["engine"]),
            made=int(value["made"]),
            kept=int(value["kept"]),
            themes=tuple(_theme(one) for one in value["themes"]),
            promises=tuple(_promise(one) for one in value["promises"]),
            heading=str(value["heading"]),
            recurring=tuple(
                Recurring(one["words"], one["count"], _receipts(one["evidence"]))
                for one in value["recurring"]
            ),
            unsorted=tuple(value["unsorted"]),
            weeks=tuple(date.fromisoformat(week) for week in value["weeks"]),
            coverage=tuple((sorted_, read) for sorted_, read in value["coverage"]),
            notes=tuple(value["notes"]),
            private_left_out=int(value["private_left_out"]),
            complete=bool(value["complete"]),
            drawn=datetime.fromisoformat(value["drawn"]) if value["drawn"] else None,
            shown_ids=dict(value["shown_ids"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _theme(value: Mapping[str, Any]) -> Theme:
    return Theme(
        id=value["id"],
        label=value["label"],
        state=value["state"],
        trend=value["trend"],
        entries=tuple(value["entries"]),
        weeks=tuple(value["weeks"]),
        summary=tuple(Claim(one["text"], _receipts(one["evidence"])) for one in value["summary"]),
        evidence=_receipts(value["evidence"]),
        against=_receipts(value["against"]),
        question=value["question"],
        choices=tuple(value["choices"]),
        people=tuple(value["people"]),
    )


def _promise(value: Mapping[str, Any]) -> Promise:
    status: Literal["open", "closed"] = "closed" if value["status"] == "closed" else "open"
    proposal = value["proposal"]
    return Promise(
        text=value["text"],
        opened=value["opened"],
        opened_on=value["opened_on"],
        closed=value["closed"],
        status=status,
        record=value["record"],
        proposal=_receipts([proposal])[0] if proposal else None,
    )


def _receipts(values: Sequence[Mapping[str, Any]]) -> tuple[Receipt, ...]:
    return tuple(Receipt(one["entry"], one["date"], one["quote"]) for one in values)
