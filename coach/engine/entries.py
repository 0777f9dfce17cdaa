"""Use cases: writing something down, finding it again, correcting it, putting it away."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coach.domain.entry import (
    QUICK_KINDS,
    answers_of,
    has_private,
    seen_for,
    texts_of,
)
from coach.domain.ids import new_id
from coach.domain.records import Doc
from coach.domain.text import marks
from coach.engine.lookup import find_one
from coach.engine.people import People
from coach.engine.ports import Clock, Put, Remove, Store, Version
from coach.errors import CoachError, NotFound, UsageError

if TYPE_CHECKING:  # a quick note needs neither list nor filters
    from coach.engine.entry_list import EntryList, Hits, Search
    from coach.engine.filters import Filters


class Entries:
    """The person's entries."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        people: People,
        search: "Search | None" = None,
        check: Callable[[str], object] | None = None,
    ) -> None:
        """Keep what is needed.

        Args:
            check: the safety check; what it answers to is kept with `stopped_for_safety`, whoever keeps it
                (rubric S1, S6). Without one nothing is looked at: for sample data.
        """
        self._store = store
        self._clock = clock
        self._people = people
        self._check = check
        self._search = search

    @cached_property
    def _list(self) -> "EntryList":
        from coach.engine.entry_list import EntryList

        return EntryList(store=self._store, people=self._people, search=self._search)

    def log(
        self,
        text: str,
        *,
        kind: str = "note",
        on: date | None = None,
        people: Sequence[str] = (),
        tags: Sequence[str] = (),
        private: bool = False,
    ) -> Doc:
        """Write down a note, a win or an idea, in one commit.

        People named in `people` or with `@` in the text are linked; unknown ones become people (role peer).
        A `#word` in the text is a tag. Words the safety check answers to are kept like any others, marked so
        that nothing quotes or asks about them (rubric S1, S7). With nobody to look up the store is only
        written, not read.

        Args:
            kind: note, win or idea; an idea is tentative (practice 44).
            on: the day it is about; without one the time now.

        Raises:
            UsageError: no words, or another kind. NotUnique: a name in `people` could be two.
        """
        if not text.strip():
            raise UsageError(
                "There are no words to keep. Nothing was kept.", hint='coach log "what happened"'
            )
        if kind not in QUICK_KINDS:
            raise UsageError(
                f"“{kind}” cannot be written in one line. Nothing was kept.",
                hint=f"Use {', '.join(QUICK_KINDS)}; other kinds come out of `coach reflect`.",
            )
        named = self._people.resolve_all(people, text)
        doc: Doc = {
            "id": new_id(self._clock.now()),
            "created": self._clock.now().isoformat(timespec="seconds"),
            "date": on.isoformat() if on else self._clock.stamp().isoformat(timespec="seconds"),
            "kind": kind,
            "text": text,
            "with": list(named.ids),
            "tags": list(dict.fromkeys([*_clean_tags(tags), *marks(text).tags])),
        }
        if private:
            doc["private"] = True
        self._mark_danger(doc, text)
        self._store.commit([*named.new, Put("entries", doc)], label=f"add {kind}")
        return doc

    def get(self, id: str, *, hide_private: bool = False) -> Doc:
        """The entry meant by an id, the start of it, or the id it was imported with.

        Args:
            hide_private: leave private answers out; an entry that is private as a whole is not found.

        Raises:
            NotFound, NotUnique.
        """
        doc = find_one(self._store, "entries", id, name_fields=())
        if not hide_private:
            return doc
        seen, _ = seen_for(doc, "screen_shared")
        if seen is None:
            raise NotFound(
                "That entry is not shown while private words are hidden.", hint="Leave out --hide-private."
            )
        return seen

    def list(self, query: str = "", *, limit: int | None = None, hide_private: bool = False) -> "Hits":
        """Entries that match a query, newest first.

        Raises:
            UsageError: a filter is not understood; its word is named. NotFound: `@name` fits nobody.
        """
        return self.select(self.parse(query), limit=limit, hide_private=hide_private)

    def select(self, filters: "Filters", *, limit: int | None = None, hide_private: bool = False) -> "Hits":
        """Entries that match filters already read, newest first."""
        return self._list.select(filters, limit=limit, hide_private=hide_private)

    def ids(self) -> "Ids":
        """The ids of all entries, none of them read: for the shortest start that names one alone."""
        return self._store.ids("entries")

    def parse(self, query: str) -> "Filters":
        """Read a query in the filter language. Raises UsageError, NotFound; each names the word."""
        from coach import dates
        from coach.engine.filters import read_filters

        today = self._clock.today()
        return read_filters(
            query,
            people=self._people.list,
            understand=lambda text: dates.understand(text, today, lean="past").day,
            say_day=lambda day: dates.say_day(day, today),
        )

    def complete(self, query: str) -> "Queries":
        """What a half-typed last filter of a query can become, as whole queries, for completion with Tab."""
        from coach.engine.filters import complete

        return complete(query, people=self._people.list, entries=lambda: self._store.each("entries"))

    def edit(self, id: str, text: str, *, step: str | None = None) -> Doc:
        """Put new words in place of the old ones; the earlier version stays readable.

        Args:
            step: for an entry with answers, the id of the step, or the answer's number counted from 1.

        Raises:
            UsageError: no words, or which answer is not said. NotFound, NotUnique.
        """
        if not text.strip():
            raise UsageError(
                "There are no words. The entry was left as it was.",
                hint="`coach entries rm` puts it away.",
            )
        doc = self.get(id)
        before = "\n".join(texts_of(doc))
        if answers_of(doc):
            answer = self._answer(doc, step)
            answer["answer"] = text
            if self._mark_danger(answer, text):
                doc["stopped_for_safety"] = True
        else:
            doc["text"] = text
            self._mark_danger(doc, text)
        new = self._remark(doc, before)
        self._store.commit([*new, Put("entries", doc)], label="edit entry")
        return doc

    def bin(self, id: str) -> Doc:
        """Move an entry to the bin. Raises NotFound, NotUnique."""
        doc = self.get(id)
        self._store.commit([Remove("entries", doc["id"])], label="put away entry")
        return doc

    def restore(self, id: str) -> Doc:
        """Bring an entry back from the bin. Raises NotFound, NotUnique."""
        from coach.engine.history import History

        return History(store=self._store).restore(id)

    def versions(self, id: str, *, hide_private: bool = False) -> "Versions":
        """Every version of an entry, newest first, also of one in the bin.

        Args:
            hide_private: leave out versions and answers marked private, then or now.

        Raises:
            NotFound, NotUnique.
        """
        known = self._store.versions("entries", id) or self._store.versions("entries", self.get(id)["id"])
        return list(_seen_versions(known)) if hide_private else known

    def set_private(self, id: str, on: bool, *, step: str | None = None) -> Doc:  # noqa: FBT001  # contract
        """Mark an entry, or one of its answers, as private, or take the mark away (feature C18).

        The follow-ups of an answer quote it, so they become private with it; taking the mark off is for one
        alone.

        Raises:
            UsageError: no such answer. NotFound, NotUnique.
        """
        doc = self.get(id)
        targets = [doc] if step is None else [self._answer(doc, step)]
        if on and step is not None:
            targets += _followers(doc, targets[0])
        for target in targets:
            target["private"] = on
            if not on:
                target.pop("private")
        self._store.commit([Put("entries", doc)], label="mark private" if on else "take private mark away")
        return doc

    def set_never_send(self, id: str, *, on: bool) -> Doc:
        """Keep an entry from every engine elsewhere, or let it go again (promise P35).

        It stays in search, lists, agendas and exports; `private` is the mark that reaches further.

        Raises:
            NotFound, NotUnique.
        """
        doc = self.get(id)
        doc["never_send"] = True
        if not on:
            del doc["never_send"]
        self._store.commit([Put("entries", doc)], label="never send" if on else "take never-send mark away")
        return doc

    def release(self, id: str, *, step: str | None = None) -> Doc:
        """Take the private mark off one thing: the entry, or one answer. Never several at once (feature C18).

        Raises:
            UsageError: nothing is marked, or it is not said which of several. NotFound, NotUnique.
        """
        doc = self.get(id)
        if not has_private(doc):
            raise UsageError("Nothing in this entry is marked private. Nothing was changed.")
        if step is None and not doc.get("private"):
            marked = [number for number, answer in enumerate(answers_of(doc), 1) if answer.get("private")]
            if len(marked) > 1:
                raise UsageError(
                    f"{len(marked)} answers are marked private; they are released one by one.",
                    hint=f"Say which: --step {' or '.join(str(number) for number in marked)}.",
                )
            step = str(marked[0])
        return self.set_private(doc["id"], False, step=step)  # noqa: FBT003  # contract

    def _mark_danger(self, record: Doc, text: str) -> bool:
        """Put the mark on what holds these words, or take it off; whether it is on."""
        try:
            found = self._check is not None and self._check(text) is not None
        except CoachError:  # a cue file of one's own is broken: words are kept whatever happens
            return False
        if found:
            record["stopped_for_safety"] = True
        elif self._check is not None:
            record.pop("stopped_for_safety", None)
        return found

    def _remark(self, doc: Doc, before: str) -> Sequence[Put]:
        """Bring tags and people in line with the new words; those given beside the text stay."""
        after = "\n".join(texts_of(doc))
        old, new = marks(before), marks(after)
        doc["tags"] = list(dict.fromkeys([*(t for t in doc.get("tags", []) if t not in old.tags), *new.tags]))
        gone = set(self._people.in_text(before).ids) if old.names else set()
        named = self._people.in_text(after)
        doc["with"] = list(
            dict.fromkeys([*(one for one in doc.get("with", []) if one not in gone), *named.ids])
        )
        return named.new

    def _answer(self, doc: Doc, step: str | None) -> Doc:
        answers = answers_of(doc)
        by_step = [one for one in answers if one.get("step") == step]
        if step is not None and by_step:
            return by_step[0]
        if step is not None and step.isdigit() and 1 <= int(step) <= len(answers):
            return answers[int(step) - 1]
        if step is None and len(answers) == 1:
            return answers[0]
        steps = ", ".join(f"{number} ({one.get('step') or '?'})" for number, one in enumerate(answers, 1))
        raise UsageError(
            "Which answer is meant? Nothing was changed.", hint=f"Say --step with one of: {steps or 'none'}."
        )


Ids = list[str]
Versions = list[Version]
Queries = list[str]


def _followers(doc: Doc, answer: Doc) -> Iterator[Doc]:
    """The follow-ups to an answer: those right behind it, of the same step where steps are named."""
    answers = answers_of(doc)
    place = next(number for number, one in enumerate(answers) if one is answer) + 1
    for one in answers[place:]:
        if not one.get("follow_up") or one.get("step") != answer.get("step"):
            return
        yield one


def _seen_versions(versions: Sequence[Version]) -> Iterator[Version]:
    """What may be seen while private words are hidden: what is marked now was no less private before."""
    # Of what was put away, the last version that holds words.
    now = next((version.doc for version in versions if version.doc is not None), {})
    marked = {one.get("step") for one in answers_of(now) if one.get("private")}
    for version in versions:
        doc = version.doc
        if doc is None:
            yield version
            continue
        seen, _ = seen_for({**doc, "private": doc.get("private") or now.get("private")}, "screen_shared")
        if seen is not None:
            if "answers" in seen:
                seen["answers"] = [one for one in answers_of(seen) if one.get("step") not in marked]
            yield version._replace(doc={key: value for key, value in seen.items() if key in doc})


def _clean_tags(tags: Sequence[str]) -> "list[str]":
    """Tags given beside a text, as `#` in a text gives them: lower case, one word."""
    words = ("-".join(tag.strip().lstrip("#").lower().split()) for tag in tags)
    return [word for word in words if word]
