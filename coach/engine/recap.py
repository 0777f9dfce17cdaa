"""The recap of a session: what it would leave behind, line by line (practices 6, 19, 57, 58).

Lines are drafted from the answers, never invented: a line is the person's own words, a piece of them, or a
day. What the lines become is made in `recap_records`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from coach.domain.commitment import REVIEW_AFTER, is_open
from coach.domain.experiment import MOST_OPEN
from coach.domain.guide import Guide
from coach.domain.records import Doc, Table
from coach.domain.text import fold
from coach.domain.visibility import may
from coach.engine import session_wording as say
from coach.engine.session_plan import Means, intent_of, open_things
from coach.engine.session_reading import day_in, owner_in, promise_in, read_choice
from coach.engine.session_record import Record, ref_of
from coach.engine.turns import RecapLine
from coach.errors import CoachError, UsageError

NOT_YET = "not yet"
_KIND: dict[Table, str] = {
    "commitments": "commitment",
    "experiments": "experiment",
    "assumptions": "assumption",
}
_THIRD = {
    "do": NOT_YET,
    "change": "changed",
    "hand_over": "handed over",
    "drop": "dropped",
    "escalate": NOT_YET,
}
_UNSAID: dict[str, set[str]] = {say.UNSAID: set()}
_ABOUT = 40
"""Characters of a promise that name its line."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line before it is shown."""

    key: str
    value: str
    drafted: bool = False
    private: bool = False
    about: str = ""


class Recap:
    """The lines of one session, as they stand with the person's changes."""

    def __init__(self, record: Record, guide: Guide, means: Means) -> None:
        self.record = record
        self.guide = guide
        self.means = means

    def lines(self) -> tuple[RecapLine, ...]:
        """What is shown: in order, private words hidden where others see the screen."""
        return tuple(self._line(item) for item in self.items())

    def items(self) -> list[Item]:
        """Every line with its value now."""
        return [
            *self._settled(),
            *self._change(),
            *self._win(),
            *self._assumption(),
            *self._experiment(),
            *self._commitment(),
            *self._intent(),
        ]

    def values(self) -> dict[str, str]:
        """The value of every line by its key."""
        return {item.key: item.value for item in self.items()}

    def note(self) -> str | None:
        """One question about a vague promise, until the person has changed a line (rubric E7)."""
        promise = self.values().get("commitment.text", "")
        return self.means.commitments.vague(promise) if promise and not self.record.edits else None

    def checked(self, key: str, value: str) -> str:
        """A changed value as it is kept. Raises UsageError: it is not understood; the old one stays."""
        plain = value.strip()
        field = key.rpartition(".")[2]
        if field in ("due", "review_on", "until"):
            return self._day(plain).isoformat()
        if field == "owner":
            return self._owner(plain)
        if field == "outcome":
            return _one_of(plain, {label: {one, label} for one, label in say.OUTCOMES} | _UNSAID)
        if field == "verdict":
            verdicts = {one: {one} for one in ("keep", "change", "drop")} | {NOT_YET: {say.NOT_YET}}
            tried = {say.TRIED: {say.TRIED}} if key.startswith("experiment:") else {}
            return _one_of(plain, tried | verdicts | _UNSAID)
        if field == "instead":
            return self._instead(plain)
        return plain

    # records that were due

    def due(self) -> Iterator[tuple[Table, Doc, dict[str, Any] | None, str]]:
        """Every record asked about or shown in this session: table, record, first answer, its step's id."""
        seen = set()
        for item in self.record.plan:
            table, record_id = ref_of(item)
            doc = self.means.store.get(table, record_id) if table in _KIND else None
            if doc is not None and is_open(doc):
                seen.add(record_id)
                yield table, doc, self.record.answer(item["id"]), str(item["id"])
        shown = {
            kind
            for item in self.record.plan
            if (step := self.guide.step(item["step"]))
            for kind in step.shows
        }
        for table, doc in open_things(self.means):
            if table in shown and doc["id"] not in seen:
                yield table, doc, None, ""

    def third_carry(self, step_id: str) -> str:
        """What was chosen when a promise moved for the third time: do, change … or empty."""
        second = self.record.answer(step_id, 1) if step_id else None
        return str((second or {}).get("choice") or "")

    def _settled(self) -> Iterator[Item]:
        for table, doc, answer, step_id in self.due():
            kind = _KIND[table]
            field = "outcome" if table == "commitments" else "verdict"
            about = str(doc.get("text") or doc.get("test") or "").strip()
            about = about if len(about) <= _ABOUT else about[: _ABOUT - 1].rstrip() + "…"
            private = bool(doc.get("private"))
            told = self._told(table, answer, step_id)
            drafted = "" if told else self._drafted(table, answer)
            end = self._with_edit(
                Item(f"{kind}:{doc['id']}.{field}", told or drafted, bool(drafted), private, about)
            )
            yield end
            if end.value == NOT_YET:
                text = (
                    " ".join(str(one.get("answer", "")) for one in self.record.answers(step_id))
                    if step_id
                    else ""
                )
                day = self._day_in(text) or self._in_a_week()
                until = Item(f"{kind}:{doc['id']}.until", day.isoformat(), drafted=True, private=private)
                yield self._with_edit(until)

    def _told(self, table: Table, answer: dict[str, Any] | None, step_id: str) -> str:
        """The outcome or verdict as the answers give it; empty where they do not."""
        choice = str((answer or {}).get("choice") or "")
        second = self.third_carry(step_id)
        if table == "commitments":
            return _THIRD.get(second) or dict(say.OUTCOMES).get(choice, "")
        return NOT_YET if choice == say.NOT_YET else second

    def _drafted(self, table: Table, answer: dict[str, Any] | None) -> str:
        """What the typed words say became of it, or that it is not said: only keeping the recap makes it so.

        Whether a belief holds is never read from words (rubric E8): a test is done, or has not taken place.
        """
        text = str((answer or {}).get("answer") or "").strip()
        if not text or (answer or {}).get("stopped_for_safety"):
            return ""
        found = self.means.commitments.told.outcome(text) or ""
        if table == "commitments":
            return dict(say.OUTCOMES).get(found, say.UNSAID)
        if table == "experiments":
            return {"done": say.TRIED, say.NOT_YET: NOT_YET}.get(found, say.UNSAID)
        return say.UNSAID

    # what is new

    def _change(self) -> Iterator[Item]:
        yield from self._own_line("change", self.record.of("change"))

    def _win(self) -> Iterator[Item]:
        answer = self.record.of("win")
        if answer:
            yield self._with_edit(
                Item("win", str(answer["answer"]).strip(), private=bool(answer.get("private")))
            )

    def _assumption(self) -> Iterator[Item]:
        yield from self._own_line("assumption.text", self.record.of("assumption"))

    def _experiment(self) -> Iterator[Item]:
        answer = self.record.of("experiment")
        if not answer:
            return
        text, private = str(answer["answer"]), bool(answer.get("private"))
        yield from self._own_line("experiment.test", answer)
        day = self._day_in(text) or self._in_a_week()
        yield self._with_edit(Item("experiment.review_on", day.isoformat(), drafted=True))
        yield self._with_edit(Item("experiment.sign", "", private=private))
        yield self._with_edit(Item("experiment.against", "", private=private))
        if len(self.still_open()) >= MOST_OPEN:
            yield self._with_edit(Item("experiment.instead", ""))

    def _commitment(self) -> Iterator[Item]:
        answer = self.record.of("commitment")
        if not answer:
            return
        text, private = str(answer["answer"]), bool(answer.get("private"))
        parts = self.means.commitments.promises.if_then(text)
        day = self._day_in(text) or self._in_a_week()
        if parts:
            yield self._with_edit(Item("commitment.text", parts.act, drafted=True, private=private))
        else:
            yield from self._own_line("commitment.text", answer)
        cue = parts.cue if parts else ""
        yield self._with_edit(Item("commitment.if", cue, drafted=True, private=private))
        yield self._with_edit(Item("commitment.owner", self._owner_drafted(text), drafted=True))
        yield self._with_edit(Item("commitment.due", day.isoformat(), drafted=True))
        for field in ("sign", "obstacle", "obstacle_plan"):
            yield self._with_edit(Item(f"commitment.{field}", "", private=private))

    def _intent(self) -> Iterator[Item]:
        answer = self.record.of("intent")
        if not answer:
            return
        old, private = intent_of(self.means), bool(answer.get("private"))
        asked_whether_it_holds = any(
            "intent" in step.when for step in self.guide.steps if step.id == answer.get("step")
        )
        if old is not None and asked_whether_it_holds:
            yield self._with_edit(
                Item("intent", str(old["text"]), drafted=True, private=bool(old.get("private")))
            )
        else:
            yield self._with_edit(Item("intent", str(answer["answer"]).strip(), private=private))

    def _own_line(self, key: str, answer: dict[str, Any] | None) -> Iterator[Item]:
        """The person's answer as a line: whole, or of a long one the sentence that carries it."""
        if answer:
            whole = str(answer["answer"]).strip()
            text = promise_in(whole, self.means.commitments.promises)
            yield self._with_edit(Item(key, text, drafted=text != whole, private=bool(answer.get("private"))))

    def still_open(self) -> list[Doc]:
        """Experiments still open when this session is closed; one closed for a new one counts among them."""
        edits = self.record.edits
        closing = {
            item.key.partition(":")[2].partition(".")[0]
            for item in self._settled()
            if item.key.startswith("experiment:") and item.value in ("keep", "change", "drop", say.TRIED)
        }
        return [
            doc
            for doc in self.means.experiments.list()
            if doc["id"] not in closing or doc["id"] == edits.get("experiment.instead")
        ]

    # values

    def _with_edit(self, item: Item) -> Item:
        changed = self.record.edits.get(item.key)
        return item if changed is None else replace(item, value=changed, drafted=False)

    def _line(self, item: Item) -> RecapLine:
        value = item.value
        if item.key == "commitment.owner" and value != "me":
            value = self.means.people.names().get(value, value)
        if item.key == "experiment.instead":
            return self._instead_line(item)
        hidden = item.private and self.means.hide_private
        shown = say.line(
            item.key, "" if hidden else value, drafted=item.drafted, about="" if hidden else item.about
        )
        return replace(shown, hint=say.HIDDEN if hidden else shown.hint, private=item.private)

    def _instead_line(self, item: Item) -> RecapLine:
        named = [self._test_of(doc)[:60] for doc in self.still_open()]
        chosen = next((doc for doc in self.still_open() if doc["id"] == item.value), None)
        shown = say.line(item.key, self._test_of(chosen) if chosen else "")
        return replace(
            shown,
            hint=f"{shown.hint}: " + "; ".join(f"{n} {text}" for n, text in enumerate(named, 1)),
            private=any(not may(doc, "screen_shared") for doc in self.still_open()),
        )

    def _test_of(self, doc: Doc) -> str:
        """The words of an open experiment, unless they are hidden now (feature C18)."""
        hidden = self.means.hide_private and not may(doc, "screen_shared")
        return f"({say.HIDDEN})" if hidden else str(doc.get("test", "")).strip()

    def _instead(self, typed: str) -> str:
        still = self.still_open()
        found = [
            doc for n, doc in enumerate(still, 1) if typed == str(n) or doc["id"].startswith(typed.lower())
        ]
        found = found or [doc for doc in still if fold(str(doc.get("test", ""))).startswith(fold(typed))]
        if not typed:
            return ""
        if len(found) != 1:
            raise UsageError(
                "Which of the open tests is meant? Nothing was changed.",
                hint="Type its number, or how it begins.",
            )
        return str(found[0]["id"])

    def _day(self, typed: str) -> date:
        if not typed:
            raise UsageError("This line needs a day; the one that was there stays.")
        day = self.means.dates(typed, self.means.today()).day
        if day < self.means.today():
            raise UsageError(
                f"{day.isoformat()} has passed; the day that was there stays.", hint="Choose a day to come."
            )
        return day

    def _owner(self, typed: str) -> str:
        if fold(typed) in ("i", "me", "myself", ""):
            return "me"
        try:
            return self.means.people.owner(typed.lstrip("@"))
        except UsageError:
            raise
        except CoachError as error:
            raise UsageError(error.message, hint=error.hint) from None

    def _owner_drafted(self, text: str) -> str:
        name = owner_in(text)
        try:
            return self.means.people.owner(name) if name else "me"
        except CoachError:
            return "me"

    def _day_in(self, text: str) -> date | None:
        return day_in(text, self.means.today(), self.means.dates, self.means.commitments.promises)

    def _in_a_week(self) -> date:
        return self.means.today() + timedelta(days=REVIEW_AFTER.days)


def _one_of(typed: str, known: dict[str, set[str]]) -> str:
    """The word among `known` that is meant; empty stays empty."""
    plain = fold(typed).replace("_", " ").replace("-", " ")
    for word, spellings in known.items():
        if plain in {fold(word), *(fold(one).replace("_", " ") for one in spellings)}:
            return word
    if not plain:
        return ""
    raise UsageError(f"“{typed}” is none of {', '.join(known)}; the line stays as it was.")


def rest_of(text: str, choices: tuple[tuple[str, str], ...]) -> str:
    """What was typed beside a quick choice; the whole text where there was none."""
    choice = read_choice(text, choices)
    return text.strip() if choice is None else choice.rest
