"""The theme Today shows: of the view drawn last, as far as it still holds. Loads no encoder, no prompt.

Drawing leaves a small digest behind. What is read from it is checked against the records, and the result kept
for as long as no record changes, so the first frame reads two small files.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from coach.domain.entry import seen_for, texts_of
from coach.domain.sparks import fold
from coach.engine.ports import Store
from coach.engine.today import LastTheme

if TYPE_CHECKING:
    from coach.engine.meaning import Shelf
    from coach.engine.themes.view import ThemesView

DIGEST, CHECKED = "themes-latest", "themes-today"
FORM = "1"
"""Raised when the form of the digest changes; the next drawing makes a new one."""
_MOST_SUMS = 6
_REJECTED = "rejected"


class Signed(Store, Protocol):
    """A store that can say whether any record changed since."""

    def signature(self) -> str:
        """The same text as long as no record changed. Reads no record."""
        ...


def digest(view: "ThemesView") -> dict[str, Any]:
    """What Today may need of a view, as a JSON value: rising themes first, then in their order."""
    themes = sorted(view.themes, key=lambda theme: theme.trend != "rising")
    return {
        "drawn": view.drawn.isoformat() if view.drawn else "",
        "themes": [
            {
                "id": theme.id,
                "label": theme.label,
                "trend": theme.trend,
                "entries": list(theme.entries),
                "counts": list(fold(theme.weeks, _MOST_SUMS)[1]),
                "quotes": [[one.entry, one.date, one.quote] for one in reversed(theme.evidence)],
            }
            for theme in themes
        ],
    }


class LatestTheme:
    """Finds the theme worth a line on Today."""

    def __init__(self, store: Signed, shelf: "Shelf") -> None:
        """`shelf` is where drawing leaves its digest."""
        self._store = store
        self._shelf = shelf

    def peek(self) -> LastTheme | None:
        """What was found last time, while no record changed and nothing new was drawn."""
        return self._found(self._kept())

    def read(self) -> LastTheme | None:
        """The first theme of the view drawn last that still stands, with a quote that still does."""
        kept = self._kept()
        if kept is None:
            latest = self._shelf.cached(DIGEST, FORM)
            if not isinstance(latest, dict):
                return None
            signature = self._store.signature()
            kept = {"drawn": latest.get("drawn"), "theme": self._standing(latest)}
            self._shelf.keep(CHECKED, signature, kept)
        return self._found(kept)

    def _kept(self) -> dict[str, Any] | None:
        latest = self._shelf.cached(DIGEST, FORM)
        if not isinstance(latest, dict):
            return None
        kept = self._shelf.cached(CHECKED, self._store.signature())
        return kept if isinstance(kept, dict) and kept.get("drawn") == latest.get("drawn") else None

    def _found(self, kept: Mapping[str, Any] | None) -> LastTheme | None:
        try:
            return LastTheme.from_value(kept["theme"]) if kept and kept["theme"] else None
        except (KeyError, TypeError, ValueError):
            return None

    def _standing(self, latest: Mapping[str, Any]) -> dict[str, Any] | None:
        try:
            for theme in latest["themes"]:
                if (found := self._checked(theme)) is not None:
                    return found
        except (KeyError, TypeError, ValueError):
            return None
        return None

    def _checked(self, theme: Mapping[str, Any]) -> dict[str, Any] | None:
        decided = self._store.get("themes", theme["id"]) or {}
        if decided.get("state") == _REJECTED:
            return None
        texts = {entry: text for entry in theme["entries"] if (text := self._text(entry))}
        quote = next((one for one in theme["quotes"] if _flat(one[2]) in texts.get(one[0], "")), None)
        if quote is None or len(texts) < 2:
            return None
        return {
            "id": theme["id"],
            "label": decided.get("label") or theme["label"],
            "entries": len(texts),
            "counts": theme["counts"] if len(texts) == len(theme["entries"]) else [],
            "trend": theme["trend"] if len(texts) == len(theme["entries"]) else None,
            "entry": quote[0],
            "day": quote[1],
            "quote": quote[2],
        }

    def _text(self, entry: str) -> str:
        """The words of an entry that themes may cite now."""
        doc = self._store.get("entries", entry)
        seen, _ = seen_for(doc, "own_themes") if doc is not None else (None, 0)
        return _flat("\n".join(texts_of(seen))) if seen is not None else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
