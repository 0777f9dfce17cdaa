"""Fills an empty store with sample data that looks lived in: weeks of entries, promises kept and late, tests.

The texts are in `prompts/demo/journal.yaml` and `loops.yaml` beside it; their days are counted from today.
The use cases build everything, with a clock set to the day it happened, and commit it in that order.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from coach.domain.entry import seen_for
from coach.domain.guide import Guide
from coach.domain.ids import new_id
from coach.domain.records import Doc
from coach.domain.text import marks
from coach.engine.aims import Aims
from coach.engine.demo_loops import Loops, Then
from coach.engine.entries import Entries
from coach.engine.people import People
from coach.engine.ports import Clock, Guides, Prompts, Put, Store
from coach.engine.themes.decisions import RENAMED, id_for
from coach.errors import InvalidData, UsageError

MOST_WEEKS = 8
"""How many weeks of sample data there are."""
FILES = ("demo/journal.yaml", "demo/loops.yaml")
_EVENING = time(16, 40)


def load(prompts: Prompts) -> dict[str, Any]:
    """The sample data from the prompt files. Raises InvalidData where one cannot be read."""
    data: dict[str, Any] = {}
    for name in FILES:
        part = prompts.data(name)
        if not isinstance(part, Mapping):
            raise InvalidData(f"{name} holds no sample data.", hint="Take your own copy of it away.")
        data.update(part)
    return data


def fill(
    store: Store, clock: Clock, data: Mapping[str, Any], *, guides: Guides, weeks: int = MOST_WEEKS
) -> None:
    """Put the sample data of the last weeks into an empty store.

    Args:
        store: an empty store of its own; nothing is ever taken out of it.
        clock: days are counted from its today.
        data: what `load` read.
        guides: give the sessions their questions.
        weeks: 1 to 8, counted back from today.

    Raises:
        UsageError: another number of weeks. InvalidData: a sample file is not of the shape that is needed.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise UsageError(
            f"There are 1 to {MOST_WEEKS} weeks of sample data, not {weeks}.",
            hint="For example: coach demo --weeks 4",
        )
    try:
        _Filling(store, clock, data, guides, weeks).run()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise InvalidData(
            f"The sample data in {FILES[0]} or {FILES[1]} are not of the shape that is needed.",
            hint="Take your own copies of them away.",
        ) from error


class _Filling:
    """One run."""

    def __init__(
        self, store: Store, clock: Clock, data: Mapping[str, Any], guides: Guides, weeks: int
    ) -> None:
        self._store = store
        self._clock = clock
        self._data = data
        self._guides = guides
        self._oldest = weeks * 7 + 1
        self._people: dict[str, str] = {}
        self._loops = Loops(store, clock.today(), data, self._people, self._oldest)

    def run(self) -> None:
        first = self._then(self._oldest)
        people = People(store=self._store, clock=first)
        for key, person in self._data["people"].items():
            doc = people.add(person["name"], role=person["role"], aka=person.get("aka", ()))
            self._people[key] = doc["id"]
        for aim in self._data["aims"]:
            then = self._then(min(aim["ago"], self._oldest))
            Aims(store=self._store, clock=then).add(aim["text"], sign=aim["sign"])
        for _, kind, item in sorted(self._events(), key=lambda event: event[0]):
            if kind == "note":
                self._note(item)
            elif kind == "session":
                self._session(item)
            elif kind == "theme":
                self._theme(item)
            else:
                self._loops.carry(item, self._then(item.ago))

    def _events(self) -> Iterator[tuple[datetime, str, Any]]:
        for note in self._data["notes"]:
            if note["ago"] <= self._oldest:
                yield self._of_note(note).at, "note", note
        for session in self._data["sessions"]:
            if session["ago"] <= self._oldest:
                yield self._then(session["ago"]).at, "session", session
        for theme in self._data["themes"]:
            if theme["ago"] <= self._oldest:
                yield self._then(theme["ago"]).at + timedelta(minutes=9), "theme", theme
        for move in self._loops.moves():
            yield self._then(move.ago).at + timedelta(minutes=5), "move", move

    def _note(self, note: Mapping[str, Any]) -> None:
        then = self._of_note(note)
        people = People(store=self._store, clock=then)
        Entries(store=self._store, clock=then, people=people).log(
            note["text"],
            kind=note.get("kind", "note"),
            people=self._ids(note),
            private=note.get("private", False),
        )

    def _session(self, session: Mapping[str, Any]) -> None:
        ago = session["ago"]
        then = self._then(ago)
        guide = self._guides.get(session["guide"])
        entry = new_id(then.at)
        loops = [*self._loops.closed(ago, then, entry), *self._loops.opened(ago, then, entry)]
        answers = [*_answers(guide, session["answers"]), *_told(guide, loops)]
        order = [step.id for step in guide.steps]
        answers.sort(key=lambda answer: order.index(str(answer["step"]).partition(":")[0]))
        asked = {str(answer["step"]).partition(":")[0] for answer in answers}
        text = " ".join(answer["answer"] for answer in answers)
        stamp = then.at.isoformat(timespec="seconds")
        doc: Doc = {
            "id": entry,
            "created": stamp,
            "date": stamp,
            "kind": guide.id,
            "answers": answers,
            "with": list(self._ids(session)),
            "tags": list(marks(text).tags),
            **({"title": session["title"]} if "title" in session else {}),
            "session": {
                "guide": guide.id,
                "version": guide.version,
                "state": "closed",
                "started": (then.at - timedelta(minutes=guide.minutes)).isoformat(timespec="seconds"),
                "closed": stamp,
                "skipped": [
                    step.id for step in guide.steps if not (step.id in asked or step.when or step.each)
                ],
                **({"mark": session["mark"]} if "mark" in session else {}),
            },
        }
        self._store.commit(
            [Put("entries", doc), *loops, *self._intent(answers, then, entry)], label=f"close {guide.id}"
        )

    def _theme(self, theme: Mapping[str, Any]) -> None:
        """A theme the person gave a name to, of the entries with its tag; fewer than two are none."""
        tagged = [
            str(doc["id"])
            for doc in self._store.all("entries")
            if theme["tag"] in (doc.get("tags") or ()) and seen_for(doc, "own_themes")[0] is not None
        ]
        if len(tagged) < 2:
            return
        doc: Doc = {
            "id": id_for(tagged),
            "created": self._then(theme["ago"]).at.isoformat(timespec="seconds"),
            "label": str(theme["label"]),
            "state": RENAMED,
            "entries": tagged,
        }
        self._store.commit([Put("themes", doc)], label="rename theme")

    def _intent(self, answers: list[Doc], then: Then, entry: str) -> Iterator[Put]:
        for answer in answers:
            if answer.get("becomes") == "intent":
                stamp = then.at.isoformat(timespec="seconds")
                words = {"id": "intent", "created": stamp, "text": answer["answer"], "opened": entry}
                yield Put("marks", {**words, "opened_on": then.today().isoformat()})

    def _of_note(self, note: Mapping[str, Any]) -> Then:
        """The moment of a note: at work, so never on a weekend."""
        then = self._then(note["ago"], time.fromisoformat(note.get("at", "16:40")))
        back = max(then.at.weekday() - 4, 0)
        return Then(then.at - timedelta(days=back))

    def _then(self, ago: int, at: time = _EVENING) -> Then:
        day = self._clock.today() - timedelta(days=ago)
        return Then(datetime.combine(day, at, self._clock.now().tzinfo))

    def _ids(self, item: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(self._people[key] for key in item.get("with", ()))


def _answers(guide: Guide, given: Mapping[str, Any]) -> Iterator[Doc]:
    """The answers of a session, written in one of the three ways that journal.yaml names."""
    for id_, value in given.items():
        step = guide.step(id_)
        if step is None:
            continue
        private = isinstance(value, Mapping)
        said_in = value["private"] if isinstance(value, Mapping) else value
        texts = said_in if isinstance(said_in, list) else [said_in]
        answer: Doc = {"step": id_, "question": step.questions["supported"], "answer": str(texts[0]).strip()}
        if step.becomes:
            answer["becomes"] = step.becomes
        yield {**answer, "private": True} if private else answer
        for question, said in zip(texts[1::2], texts[2::2], strict=True):
            yield {"step": id_, "question": str(question), "answer": str(said).strip(), "follow_up": True}


def _told(guide: Guide, loops: list[Put]) -> Iterator[Doc]:
    """The answers that closed a commitment or an experiment, where the guide asks for them."""
    for put in loops:
        said = str(put.doc.get("note") or put.doc.get("result") or "")
        table, each = (put.table, f"{put.table}_due")
        step = next((step for step in guide.steps if step.each == each), None)
        if step is None or not said or table not in ("commitments", "experiments"):
            continue
        yield {
            "step": f"{step.id}:{put.doc['id']}",
            "question": step.questions["supported"],
            "answer": said,
            "becomes": step.becomes,
        }
