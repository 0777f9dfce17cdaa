"""A session as it is kept: one entry whose `session` part says where it stands, for any process.

    session: {guide, version, title, state, support, started, touched, plan, step, follow_up, skipped,
    pending, words, …}

`plan` lists the turns laid out at the start, each `{id, step, title, becomes?, ref?}`; `step` is the id of
the current one, or "recap". When the session is closed only what later readers need stays.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Literal, cast

from coach.domain.asking import Because, Card, EngineName, Stage
from coach.domain.entry import answers_of
from coach.domain.records import Doc, Table

RECAP: Literal["recap"] = "recap"
_GONE_AT_CLOSE = ("plan", "step", "follow_up", "pending", "recap", "quiet", "thin", "asked", "counter")


class Record:
    """Reads and changes one session's entry. Keeps nothing: the caller commits `doc`."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.session: dict[str, Any] = doc["session"]

    # where it stands

    @property
    def step(self) -> str:
        """The id of the current turn's step, or RECAP."""
        return str(self.session.get("step", RECAP))

    @property
    def follow_up(self) -> int:
        """0 at the step's own question, else the number of the follow-up."""
        return int(self.session.get("follow_up", 0))

    def go(self, step: str, follow_up: int = 0) -> None:
        """Stand at another question."""
        self.session["step"] = step
        self.session["follow_up"] = follow_up

    @property
    def plan(self) -> list[dict[str, Any]]:
        """The turns of this session in order."""
        return cast("list[dict[str, Any]]", self.session.get("plan", []))

    def item(self, step: str) -> dict[str, Any] | None:
        """The plan's line for a step."""
        return next((item for item in self.plan if item["id"] == step), None)

    def place(self, step: str) -> int:
        """Where in the plan a step stands; behind the last for RECAP."""
        return next((n for n, item in enumerate(self.plan) if item["id"] == step), len(self.plan))

    # answers

    def answers(self, step: str) -> list[dict[str, Any]]:
        """The answers of one step: its own first, then its follow-ups."""
        mine = [answer for answer in answers_of(self.doc) if answer.get("step") == step]
        return sorted(mine, key=lambda answer: bool(answer.get("follow_up")))

    def answer(self, step: str, follow_up: int = 0) -> dict[str, Any] | None:
        """The answer to one question, or None."""
        mine = self.answers(step)
        own = [answer for answer in mine if not answer.get("follow_up")]
        more = [answer for answer in mine if answer.get("follow_up")]
        if follow_up == 0:
            return own[0] if own else None
        return more[follow_up - 1] if len(more) >= follow_up else None

    def put(self, step: str, follow_up: int, answer: dict[str, Any]) -> None:
        """Keep an answer, in place of the one to the same question.

        Answers stand in the order of the plan.
        """
        answers = self.doc.setdefault("answers", [])
        old = self.answer(step, follow_up)
        if old is not None:
            answers[next(n for n, one in enumerate(answers) if one is old)] = answer
            return
        answers.append(answer)
        answers.sort(key=lambda one: self.place(str(one.get("step"))))

    def drop(self, step: str, follow_up: int) -> int:
        """Take an answer out with those that followed from it; how many that were.

        The store keeps the earlier version of the entry.
        """
        gone = self.answers(step)[follow_up:]
        if gone:
            self.doc["answers"] = [one for one in self.doc["answers"] if not any(one is old for old in gone)]
        return len(gone)

    def of(self, becomes: str) -> dict[str, Any] | None:
        """The first own answer that becomes this, those stopped for safety left out."""
        return next(self.all_of(becomes), None)

    def all_of(self, becomes: str) -> Iterator[dict[str, Any]]:
        """Every own answer that becomes this."""
        for answer in answers_of(self.doc):
            if (
                answer.get("becomes") == becomes
                and not answer.get("follow_up")
                and not answer.get("stopped_for_safety")
            ):
                yield answer

    # what is shown and not yet answered

    def pending(self, step: str, follow_up: int) -> dict[str, Any]:
        """What was chosen for a question that waits: its wording, card, forms shown, private flag.

        Empty when none.
        """
        return cast("dict[str, Any]", self.session.get("pending", {}).get(f"{step}/{follow_up}", {}))

    def set_pending(
        self, step: str, follow_up: int, **values: Any
    ) -> None:  # the JSON values named in `pending`
        """Add to what is chosen for a question that waits."""
        waiting = self.session.setdefault("pending", {}).setdefault(f"{step}/{follow_up}", {})
        waiting.update(values)

    def clear_pending(self, step: str, follow_up: int | None = None) -> None:
        """Forget what was chosen for one question, or for all of a step."""
        waiting = self.session.get("pending", {})
        for key in [key for key in waiting if key.rpartition("/")[0] == step]:
            if follow_up is None or key == f"{step}/{follow_up}":
                del waiting[key]

    # the recap

    @property
    def edits(self) -> dict[str, str]:
        """Recap lines the person changed."""
        return cast("dict[str, str]", self.session.get("recap", {}))

    def edit(self, key: str, value: str) -> None:
        """Keep a recap line the person changed."""
        self.session.setdefault("recap", {})[key] = value

    def count(self, name: str, by: int) -> None:
        """Add to one of the session's counters."""
        self.session[name] = int(self.session.get(name, 0)) + by

    def close(self, at: str) -> None:
        """Mark the session closed; the state of the machine goes, what was written stays."""
        self.session.update(state="closed", closed=at)
        for key in _GONE_AT_CLOSE:
            self.session.pop(key, None)


def ref_of(item: dict[str, Any] | None) -> tuple[Table, str]:
    """The table and id of the record a line of the plan is about; no id where it is about none."""
    table, record_id = (item or {}).get("ref") or ("entries", "")
    return cast("Table", table), str(record_id)


def card_to_doc(card: Card) -> dict[str, Any]:
    """A card as JSON."""
    return asdict(card)


def card_from_doc(doc: dict[str, Any]) -> Card:
    """The card that `card_to_doc` wrote."""
    because = doc.get("because")
    return Card(
        action=doc["action"],
        reply=str(doc["reply"]),
        question=doc.get("question"),
        stage=cast("Stage", doc["stage"]),
        because=Because(str(because["cue"]), because.get("quote"), str(because.get("reason", "")))
        if because
        else None,
        form=str(doc["form"]),
        engine=engine_from_doc(doc.get("engine")),
    )


def engine_from_doc(doc: dict[str, Any] | None) -> EngineName:
    """Who asked; this machine where nothing says otherwise."""
    if not doc or doc.get("kind") != "remote":
        return EngineName()
    return EngineName("remote", str(doc.get("model") or "") or None, str(doc.get("host") or ""))
