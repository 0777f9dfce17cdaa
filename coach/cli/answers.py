"""The answers of a session from a file: read and checked before anything is written (design, section 6).

A mapping of step id to answer, or a list in the order of the questions asked now. An answer is a text; a list
of texts, the first for the step's own question, the others for what follows it (a follow-up, the next due
commitment); or a mapping with `answer`, `follow_ups`, `private`, and parts of the recap (`due` under the step
that becomes a commitment).
Recap lines may also stand at the top: `commitment.due: friday`. `mark: 4` is the mark at the end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from coach.domain.guide import Guide, Step
from coach.errors import UsageError

_PARTS = frozenset({"answer", "text", "follow_ups", "private"})
_RECAP = frozenset({"change", "win", "commitment", "experiment", "assumption", "idea", "note", "intent"})


@dataclass(slots=True)
class Answers:
    """What the file gives."""

    steps: dict[str, list[str]] = field(default_factory=dict)
    """Texts for each step, in the order its questions are asked; an empty one leaves the question out."""
    private: set[str] = field(default_factory=set)
    """Steps whose answers are private."""
    recap: dict[str, str] = field(default_factory=dict)
    """Recap lines by key."""
    mark: int | None = None

    def take(self, step: str) -> str:
        """The next text for a step, once; empty where there is none."""
        waiting = self.steps.get(_of_guide(step))
        return waiting.pop(0) if waiting else ""

    def is_private(self, step: str) -> bool:
        """Whether the answers of a step are private."""
        return _of_guide(step) in self.private

    def unused(self) -> Iterator[str]:
        """Steps with a text that was never asked for."""
        return (step for step, texts in self.steps.items() if any(text.strip() for text in texts))


def read_answers(raw: bytes, shown: str, guide: Guide, *, asked: Sequence[str]) -> Answers:
    """Read an answers file for a session of `guide`.

    `asked` are the ids of the steps that will be asked now, in order: what a list answers.

    Raises:
        InvalidData: no YAML, named by line.
        UsageError: an unknown step (the known ones are named), or an answer of the wrong shape.
    """
    value = _as_text(raw, shown)
    answers = Answers()
    if value is None:
        return answers
    if isinstance(value, list):
        if len(value) > len(asked):
            raise UsageError(
                f"{shown} has {len(value)} answers, but {guide.title} asks {len(asked)} questions now. "
                "Nothing was written.",
                hint="`coach reflect --questions` prints them in their order.",
            )
        value = _by_step(asked, value)
    if not isinstance(value, dict):
        raise UsageError(
            f"{shown} is neither a mapping of step to answer nor a list. Nothing was written.",
            hint=_known(guide),
        )
    for key, answer in value.items():
        step = guide.step(key)
        if step is not None:
            _take_step(answers, step, answer, shown)
        elif key == "mark":
            answers.mark = _mark(answer, shown)
        elif key == "recap" and isinstance(answer, dict):
            for part, text in answer.items():
                _take_recap(answers, part, text, shown, guide)
        else:
            _take_recap(answers, key, answer, shown, guide)
    return answers


def _by_step(asked: Sequence[str], answers: Sequence[Any]) -> dict[str, Any]:
    """A list as the mapping it stands for; questions for several due records share the id of their step."""
    found: dict[str, Any] = {}
    for step, answer in zip(map(_of_guide, asked), answers, strict=False):
        if step in found:
            earlier = found[step] if isinstance(found[step], list) else [found[step]]
            found[step] = [*earlier, *(answer if isinstance(answer, list) else [answer])]
        else:
            found[step] = answer
    return found


def _of_guide(step: str) -> str:
    """The id a guide has for a step; one asked for a record that is due has the record's id behind it."""
    return step.partition(":")[0]


def _take_step(answers: Answers, step: Step, answer: Any, shown: str) -> None:
    if isinstance(answer, dict):
        if _is_true(answer.get("private")):
            answers.private.add(step.id)
        for part in answer.keys() - _PARTS:
            if step.becomes is None:
                raise UsageError(
                    f"{shown}: step {step.id} has no part {part}. Nothing was written.",
                    hint=f"A mapping takes {', '.join(sorted(_PARTS))}.",
                )
            answers.recap[f"{step.becomes}.{part}"] = _text(answer[part], step.id, shown)
        own = [answer.get("answer", answer.get("text", ""))]
        follow_ups = answer.get("follow_ups") or []
        answer = own + (follow_ups if isinstance(follow_ups, list) else [follow_ups])
    texts = answer if isinstance(answer, list) else [answer]
    answers.steps[step.id] = [_text(text, step.id, shown) for text in texts]


def _take_recap(answers: Answers, key: str, value: Any, shown: str, guide: Guide) -> None:
    if key.partition(".")[0].partition(":")[0] not in _RECAP:
        raise UsageError(
            f"{shown} answers the step {key}, which {guide.title} does not have. Nothing was written.",
            hint=_known(guide),
        )
    if isinstance(value, dict):
        for part, text in value.items():
            answers.recap[f"{key}.{part}"] = _text(text, key, shown)
    else:
        answers.recap[key] = _text(value, key, shown)


def _text(value: Any, key: str, shown: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip("\n")
    raise UsageError(f"{shown}: an answer to {key} is not a text. Nothing was written.")


def _mark(value: Any, shown: str) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, str) and value in {"1", "2", "3", "4", "5"}:
        return int(value)
    raise UsageError(f"{shown}: mark is a number from 1 to 5. Nothing was written.")


def _is_true(value: Any) -> bool:
    return isinstance(value, str) and value.strip().casefold() in {"true", "yes", "on"}


def _known(guide: Guide) -> str:
    return f"Its steps are {', '.join(step.id for step in guide.steps)}."


def _as_text(raw: bytes, shown: str) -> Any:
    """The YAML with every scalar as it was written: an answer `no` or `12:30` stays that text."""
    import yaml

    from coach.prompting.yamlfile import decode, parse_yaml

    text = decode(raw, shown)
    checked = parse_yaml(text, shown).value  # refuses aliases, keys given twice and endless nesting
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return _without_nulls(yaml.load(text, Loader=loader), checked)  # noqa: S506  # it builds nothing but texts


def _without_nulls(written: Any, read: Any) -> Any:
    if read is None:
        return None
    if isinstance(written, dict) and isinstance(read, dict):
        return {key: _without_nulls(value, read[key]) for key, value in written.items()}
    if isinstance(written, Sequence) and isinstance(read, list):
        return [_without_nulls(one, other) for one, other in zip(written, read, strict=True)]
    return written
