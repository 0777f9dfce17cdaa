"""Use cases: what keeps returning, with its receipts, and what was decided about it (feature C1, T12)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from coach.domain.asking import EngineName
from coach.domain.records import Use
from coach.engine.commitments import Commitments
from coach.engine.lookup import find_one
from coach.engine.meaning import Embedder, EncoderMissing, KeptRows, Shelf
from coach.engine.ports import Clock, Prompts, Store
from coach.engine.themes.deciding import Deciding
from coach.engine.themes.decisions import Decisions
from coach.engine.themes.material import Item, Material, gather
from coach.engine.themes.means import Means
from coach.engine.themes.questions import Asks
from coach.engine.themes.receipts import Sources
from coach.engine.themes.shelved import Drawers
from coach.engine.themes.trend import ENOUGH, coverage, mondays
from coach.engine.themes.view import (
    RECURRING,
    Change,
    Comparison,
    Likeness,
    Theme,
    ThemesView,
    Word,
)
from coach.errors import NotFound, NotUnique, UsageError

if TYPE_CHECKING:
    from coach.engine.themes.compared import Compared
    from coach.engine.themes.vectors import Vectors

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
MOST_READ = 1_500
"""Entries grouped at once: likeness is kept for every pair. Of more, the latest are taken, and it is told."""


class Themes:
    """The themes of this person. Reads the store; writes it only for decisions."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        prompts: Prompts,
        embedder: Embedder,
        rows: KeptRows,
        shelf: Shelf,
        asks: Asks,
        commitments: Commitments,
        spare: Prompts | None = None,
    ) -> None:
        """Keep what is needed; nothing is read yet.

        Args:
            rows: where vectors are kept on this machine.
            shelf: where drawn views are kept on this machine.
            asks: the embedded questions.
            commitments: makes and closes records, when the person says yes.
            spare: the built-in prompt files alone.
        """
        self._store = store
        self._clock = clock
        self._means = Means(prompts, spare, asks)
        self._embedder = embedder
        self._rows = rows
        self._drawers = Drawers(shelf, lambda view: self.sources(self.material(view.since, view.until)))
        self.deciding = Deciding(store, clock, commitments, self.show, self._halves)

    # --- reading ---

    def for_period(
        self,
        since: date | None = None,
        until: date | None = None,
        *,
        person: str | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> ThemesView:
        """Draw the themes of a period.

        Args:
            since: first day; None for everything up to `until`.
            until: last day; None for today.
            person: only entries that name this person.
            progress: told how many entries were read, of how many that had to be; not called when all were.
            stop: asked often; what was read by then is kept, and the view says it is not complete.

        Raises:
            UsageError: `since` is after `until`. NotFound, NotUnique: no such person.
            InvalidData: a prompt file cannot be used.
        """
        last = until or max(self._clock.today(), since or date.min)
        if since is not None and since > last:
            raise UsageError(f"{since.isoformat()} is after {last.isoformat()}: nothing was drawn.")
        material = self.material(since, until, person)
        first = since or (material.items[0].day if material.items else last)
        view = self._empty(material, first, last, since)
        decisions = Decisions.read(self._store)
        if len(material.items) < ENOUGH:
            return self._with_promises(view, material, decisions, None)
        try:
            view = self._drawn(view, material, decisions, progress=progress, stop=stop)
        except EncoderMissing as missing:
            view = self._by_words(view, material, decisions, missing)
        return self._drawers.put(view, past=person is None)

    def material(
        self, since: date | None, until: date | None, person: str | None = None, *, use: Use = "own_themes"
    ) -> Material:
        """The entries themes may be drawn from; `use="remote"` for those that may leave the machine."""
        people = None if person is None else [str(find_one(self._store, "people", person)["id"])]
        return gather(
            self._store, self._means.prompts, since, until or self._clock.today(), people=people, use=use
        )

    def sources(self, material: Material, *, meaning: bool = False) -> Sources:
        """What claims about these entries are checked against, by whichever engine they were made.

        `meaning` lets likeness of meaning stand in for shared words: for sentences a model has worded. Then
        the check raises EncoderMissing where there is no encoder.
        """
        near = None
        if meaning:
            from coach.engine.themes.liking import cosine

            near = cosine(self._vectors())
        return Sources(material.texts, material.dates, self._means.lists, self._means.instructions, near)

    def read_ahead(self, stop: Stop | None = None) -> bool:
        """Embed what is not yet, e.g. in the background after a save; False where it was stopped.

        Nothing of a private or stopped entry is read. Raises EncoderMissing.
        """
        from coach.engine.themes.compared import pieces_of

        items = self.material(None, None).items
        pieces = pieces_of([item.text for item in items], self._means.lists, fine=True)
        return self._vectors().prepare(pieces, stop=stop)

    def compare(
        self,
        since: date | None,
        until: date | None,
        then: date,
        *,
        person: str | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Comparison:
        """What changed since `then`: one grouping over the whole period, counted on each side of that day.

        Raises what `for_period` raises; UsageError: `then` is not inside the period.
        """
        view = self.for_period(since, until, person=person, progress=progress, stop=stop)
        if not view.since <= then <= view.until:
            raise UsageError(f"{then.isoformat()} is not in the period {view.since} to {view.until}.")
        days = {item.id: item.day for item in self.material(since, until, person).items}
        before = sum(day < then for day in days.values())
        rows = []
        for theme in view.themes:
            earlier = sum(days[entry] < then for entry in theme.entries if entry in days)
            later = len(theme.entries) - earlier
            rows.append(Change(theme, earlier, later, _word(earlier, before, later, len(days) - before)))
        return Comparison(view, then, before, len(days) - before, tuple(rows))

    def like(
        self,
        what: str,
        limit: int = 10,
        *,
        hide_private: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> list[Likeness]:
        """The entries nearest in meaning to a text, or to the entry whose id (or the start of it) is given.

        Raises:
            EncoderMissing: the encoder cannot be used. UsageError: nothing to look for.
        """
        from coach.engine.themes.liking import like

        material = gather(
            self._store, self._means.prompts, None, None, use="screen_shared" if hide_private else "own"
        )
        text, but = what, None
        try:
            doc = find_one(self._store, "entries", what) if " " not in what.strip() else None
        except (NotFound, NotUnique):
            doc = None
        if doc is not None:
            but = str(doc["id"])
            text = next((item.text for item in material.items if item.id == but), "")
        if not any(ch.isalnum() for ch in text):
            raise UsageError("There are no words to look for.", hint="Give a text, or the id of an entry.")
        items = [item for item in material.items if item.id != but]
        return like(text, items, self._vectors(), limit, progress=progress, stop=stop)

    # --- what was drawn before ---

    def last(self) -> ThemesView | None:
        """The view drawn last on this machine, less what may no longer be shown."""
        return self._drawers.last()

    def past(self) -> list[ThemesView]:
        """Earlier views drawn on this machine, newest first, at most twelve; one of each period."""
        return self._drawers.past()

    def show(self, id: str, view: ThemesView | None = None) -> Theme:
        """The theme meant by an id, the start of one, or a heading, in `view` or the one drawn last.

        Raises:
            NotFound: there is none; `NotUnique`: it could be several.
        """
        shown = view or self.last()
        themes = shown.themes if shown else ()
        wanted = id.strip().casefold()
        exact = [one for one in themes if wanted in (one.id, one.label.casefold())]
        found = exact or [
            one
            for one in themes
            if (len(wanted) >= 4 and one.id.startswith(wanted))
            or (wanted and one.label.casefold().startswith(wanted))
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(
                f"No theme matches “{id}”.", hint="`coach themes` draws them; ids stand beside each."
            )
        raise NotUnique(
            f"“{id}” matches {len(found)}: which theme is meant?",
            matches=[f"{one.id}  {one.label}" for one in found],
            hint="Write more of the id or name.",
        )

    # --- inside ---

    def _drawn(
        self,
        view: ThemesView,
        material: Material,
        decisions: Decisions,
        *,
        progress: Progress | None,
        stop: Stop | None,
    ) -> ThemesView:
        from coach.engine.themes.compared import compare
        from coach.engine.themes.drawing import Drawing
        from coach.engine.themes.naming import Naming
        from coach.engine.themes.notes import of_themes

        items = material.items[-MOST_READ:]
        notes = list(view.notes)
        if len(items) < len(material.items):
            notes.append(f"Only the latest {MOST_READ} of {len(material.items)} entries are grouped.")
        vectors = self._vectors()
        compared = compare([item.text for item in items], vectors, self._means.lists, progress, stop)
        if compared is None:
            notes.append(
                "Stopped before all entries were read. What was read is kept, so the next time goes on."
            )
            return self._with_promises(
                replace(view, complete=False, notes=tuple(notes)), material, decisions, None
            )
        drawing = Drawing(
            items,
            compared,
            decisions,
            naming=Naming(compared, self._means.known, vectors),
            questions=self._means.questions(),
            sources=self.sources(replace(material, items=items)),
            lists=self._means.lists,
            rules=self._means.rules,
            instructions=self._means.instructions,
        )
        drawn = drawing.draw(view.weeks)
        view = replace(
            view,
            themes=drawn.themes,
            unsorted=drawn.unsorted,
            coverage=coverage(view.weeks, material.items, drawn.unsorted),
            made=drawn.made,
            kept=drawn.kept,
            notes=(*notes, *of_themes(drawn)),
        )
        return self._with_promises(view, material, decisions, compared)

    def _by_words(
        self, view: ThemesView, material: Material, decisions: Decisions, missing: EncoderMissing
    ) -> ThemesView:
        from coach.engine.themes.recurring import recurring

        view = replace(
            view,
            heading=RECURRING,
            recurring=recurring(material.items, self._means.lists),
            notes=(*view.notes, f"{missing.message} {missing.hint}".strip()),
        )
        return self._with_promises(view, material, decisions, None)

    def _with_promises(
        self, view: ThemesView, material: Material, decisions: Decisions, compared: "Compared | None"
    ) -> ThemesView:
        from coach.engine.themes.promises import Promises

        near = None
        if compared is not None:
            from coach.engine.themes.liking import nearness

            near = nearness(compared, self._vectors())
        items: Sequence[Item] = material.items[-MOST_READ:]
        found = Promises(items, self._means.rules, self._means.lists).all(
            self._store.all("commitments"), view.since, view.until, near, decisions.refused
        )
        return replace(view, promises=found)

    def _empty(self, material: Material, first: date, last: date, since: date | None) -> ThemesView:
        """The view of a period with everything but its themes."""
        from coach.engine.themes.notes import of_material

        return ThemesView(
            since=first,
            until=last,
            entries=len(material.items),
            engine=EngineName(),
            made=0,
            kept=0,
            themes=(),
            promises=(),
            unsorted=tuple(item.id for item in material.items),
            weeks=mondays(first, last),
            notes=tuple(of_material(material, since, self._clock.today())),
            private_left_out=material.private,
            drawn=self._clock.now(),
            shown_ids={item.id: item.shown for item in material.items if item.shown != item.id},
        )

    def _halves(self, entries: Sequence[str]) -> tuple[list[str], list[str]]:
        """The entries of a theme divided by meaning. Raises EncoderMissing, UsageError."""
        from coach.engine.themes.compared import compare
        from coach.engine.themes.grouping import halves

        items = [item for item in self.material(None, None).items if item.id in set(entries)]
        if len(items) < 4:
            raise UsageError("A theme of under four entries cannot be divided. Nothing was changed.")
        compared = compare([item.text for item in items], self._vectors(), self._means.lists)
        assert compared is not None  # nobody can stop it
        first, second = halves(range(len(items)), compared.likeness)
        return [items[place].id for place in first], [items[place].id for place in second]

    def _vectors(self) -> "Vectors":
        from coach.engine.themes.vectors import Vectors

        return Vectors(self._embedder, self._rows)


def _word(before: int, all_before: int, after: int, all_after: int) -> Word:
    """How a theme changed, by its share of the entries on each side: a third more or less is a change."""
    if not before or not after:
        return "same" if before == after else ("new" if after else "gone")
    share, now = before / max(all_before, 1), after / max(all_after, 1)
    if now >= share * 4 / 3:
        return "more"
    return "less" if share >= now * 4 / 3 else "same"
