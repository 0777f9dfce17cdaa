"""The templates of the remote engine: rendered with what their headers declare, and read by people (P41)."""

import re
from pathlib import Path

import pytest

from coach.domain.asking import STAGES, Asked
from coach.prompting.files import PromptFiles
from coach.prompting.templates import check
from tests.engine.questions.remote_desk import ANSWER, GOOD, Desk

RENDERED = Path(__file__).parent / "rendered"
KINDS = ("first", "deeper", "other_angle", "counter")
ALL = ("rules", *KINDS, "repair")
EARLIER = [
    {"question": "What happened this week?", "answer": "> The limits changed again."},
    {"question": "What stayed with you?", "answer": ""},
]
COMMON: dict[str, object] = {
    "answer": f"> {ANSWER}",
    "phrases": ["said nothing", "I nodded"],
    "earlier": [],
    "language": "English",
    "turn": 1,
}
BY_STAGE: dict[str, dict[str, object]] = {
    "describe": {**COMMON, "support": "guided", "role": "mentor", "challenge": 2},
    "meaning": {**COMMON, "support": "supported", "role": "self", "challenge": 1, "earlier": EARLIER},
    "learning": {**COMMON, "support": "independent", "role": "mentee", "challenge": 3, "earlier": EARLIER},
    "plan": {
        **COMMON,
        "support": "guided",
        "role": "self",
        "challenge": 2,
        "phrases": [],
        "language": "German",
    },
}


def source_of(name: str) -> str:
    return PromptFiles().candidates(f"questions/{name}.md.j2")[0].read()


@pytest.mark.parametrize("name", ALL)
def test_every_variable_a_template_uses_is_named_in_its_header(name: str) -> None:
    source = source_of(name)
    header = source[: source.index("#}")]

    for variable in check(source, name):
        assert re.search(rf"\b{variable}\b", header), variable


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", KINDS)
def test_each_prompt_is_the_text_that_was_read_and_approved(move: str, stage: str) -> None:
    """A change of wording shows here: delete the file, and it is written anew to be read and kept."""
    kept(f"{move}-{stage}", f"questions/{move}.md.j2", {**BY_STAGE[stage], "stage": stage})


@pytest.mark.parametrize("name", ["rules", "repair"])
def test_the_rules_and_the_repair_are_the_text_that_was_read_and_approved(name: str) -> None:
    values = {**BY_STAGE["describe"], "stage": "describe", "missed": ["Ask one thing only.", 'Say "you".']}
    kept(name, f"questions/{name}.md.j2", values)


def kept(name: str, template: str, values: dict[str, object]) -> None:
    file = RENDERED / f"{name}.txt"
    text = PromptFiles().render(template, values) + "\n"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was not there; read it and keep it")
    assert text == file.read_text(encoding="utf-8")


def test_the_first_messages_are_the_same_for_every_answer() -> None:
    """A server keeps what it has read: only what was written is new to it."""
    one, other = Desk(GOOD), Desk(GOOD)
    one.ask(stage="plan", support="guided")
    other.ask(
        "I told Ana on Monday that I would not come, and I was glad.", history=(Asked("What came of it?"),)
    )

    assert one.model.requests[0].messages[:-1] == other.model.requests[0].messages[:-1]


def test_a_template_of_ones_own_that_is_broken_gives_way_to_the_built_in_one(tmp_path: Path) -> None:
    """P41."""
    own = tmp_path / "questions"
    own.mkdir()
    (own / "first.md.j2").write_text("{{ answer.__class__ }}", encoding="utf-8")
    files = PromptFiles(tmp_path)
    values = {
        "answer": "> x",
        "phrases": ["x"],
        "earlier": [],
        "stage": "plan",
        "support": "guided",
        "turn": 1,
    }

    text = files.render(
        "questions/first.md.j2", {**values, "role": "self", "challenge": 2, "language": "English"}
    )

    assert text.startswith("> x")
    assert "first.md.j2, line 1" in files.problems()[0].message


def test_a_template_of_ones_own_is_used_and_the_text_in_it_stays_marked(tmp_path: Path) -> None:
    own = tmp_path / "questions"
    own.mkdir()
    (own / "first.md.j2").write_text("Mine: {{ answer }}", encoding="utf-8")

    text = PromptFiles(tmp_path).render("questions/first.md.j2", {"answer": f"> {ANSWER}"})

    assert text == f"Mine: > {ANSWER}"
