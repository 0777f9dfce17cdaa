"""Guides from files: a person's own works at once, a broken one is named by file and line (issue 2, section
3).
"""

import re
from pathlib import Path

import pytest

from coach.domain.guide import Guide
from coach.errors import InvalidData, NotFound
from coach.prompting.files import PromptFiles
from coach.prompting.guides import GuideFiles

GOOD = """\
id: mine
version: 3
title: Mine
intent: To see.
minutes: 5
roles: self
steps:
  - id: one
    questions: What is it for you?
    why: To see.
    stage: meaning
"""
DOCS = Path(__file__).parents[2] / "docs" / "guides.md"


def place(folder: Path, name: str, text: str | bytes) -> GuideFiles:
    """The guides with one file of one's own."""
    (folder / "guides").mkdir(exist_ok=True)
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "guides" / f"{name}.yaml").write_bytes(raw)
    return GuideFiles(PromptFiles(folder))


def wrong(folder: Path, text: str | bytes, name: str = "mine") -> str:
    """What is said of a broken guide."""
    with pytest.raises(InvalidData) as caught:
        place(folder, name, text).get(name)
    return f"{caught.value.message} {caught.value.hint}"


def test_a_guide_of_ones_own_works_at_once(tmp_path: Path) -> None:
    guides = place(tmp_path, "mine", GOOD)

    guide = guides.get("mine")

    assert (guide.title, guide.version, guide.roles, guide.source) == ("Mine", 3, ("self",), "yours")
    assert set(guide.steps[0].questions.values()) == {"What is it for you?"}
    assert list(guide.steps[0].questions) == ["guided", "supported", "independent"]
    assert [one.id for one in guides.all()][-1] == "mine"


def test_the_example_of_the_documentation_is_a_guide(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert example is not None

    guide = place(tmp_path, "energy", example[1]).get("energy")

    assert [step.id for step in guide.steps] == ["gave", "took", "tired_aims", "less"]
    assert guide.steps[3].questions["independent"] == "What will you do less of next week?"


def test_the_documentation_names_every_key_and_value() -> None:
    from coach.domain import guide as domain
    from coach.prompting import guides as room

    text = DOCS.read_text("utf-8")

    for word in (
        *room._GUIDE_KEYS, *room._STEP_KEYS, *domain.BECOMES, *domain.CONDITIONS, *domain.EACH, *domain.SHOWS,
    ):  # fmt: skip
        assert f"`{word}`" in text, word


def test_ones_own_file_stands_in_place_of_a_built_in_one(tmp_path: Path) -> None:
    guides = place(tmp_path, "light", GOOD.replace("id: mine", "id: light"))

    assert guides.get("light").title == "Mine"
    assert guides.headline("light").title == "Mine"


def test_a_broken_file_leaves_the_built_in_one_in_use_and_is_named(tmp_path: Path) -> None:
    guides = place(tmp_path, "light", "id: light\ntitel: Mine\n")

    assert guides.get("light").source == "built in"
    assert len(guides.all()) == 6
    problem = guides.problems()[0]
    assert problem.level == "error"
    assert f"{tmp_path}/guides/light.yaml, line 2, titel" in problem.message
    assert "the built-in one is used" in problem.message
    assert problem.hint.startswith("Did you mean “title”?")
    assert "coach prompts diff guides/light.yaml" in problem.hint


def test_a_broken_file_with_no_built_in_one_is_left_out_of_lists_and_named(tmp_path: Path) -> None:
    guides = place(tmp_path, "mine", "id: mine\n")

    assert "mine" not in [one.id for one in guides.all()]
    assert "it is left out" in guides.problems()[0].message
    with pytest.raises(InvalidData, match=r"mine\.yaml, line 1, steps: this is missing"):
        guides.get("mine")


@pytest.mark.parametrize("name", ["nothing", "../light", "/etc/passwd", "", "Weekly", "a\0b"])
def test_a_guide_that_is_not_there_names_those_that_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        GuideFiles(PromptFiles(tmp_path)).get(name)

    assert "weekly, light, debrief" in caught.value.hint


def change(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def more(line: str) -> str:
    return change("    stage: meaning", f"    stage: meaning\n    {line}")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (change("id: mine", "id: other"), 1, "the name of the file, “mine”"),
        (change("version: 3", "version: three"), 2, "whole number"),
        (change("version: 3", "version: true"), 2, "whole number"),
        (change("title: Mine", "title: no"), 3, "must be text"),
        (change("title: Mine", "title: ''"), 3, "empty"),
        (change("minutes: 5", "minutes: 12:30"), 5, "from 1 to 240"),
        (change("roles: self", "roles: [self, boss]"), 6, "“boss” is not one of mentor, mentee, self"),
        (change("    stage: meaning", "    stage: meening"), 11, "Did you mean “meaning”?"),
        (more("followups: 1"), 12, "Did you mean “follow_ups”?"),
        (more("follow_ups: 3"), 12, "from 0 to 2"),
        (more("optional: perhaps"), 12, "true or false"),
        (more("becomes: outcome"), 12, "only beside “each”"),
        (more("needs: two"), 12, "no earlier step"),
        (more("each: commitments_due"), 8, "this is “outcome”"),
        (change("questions: What is it for you?", "questions:\n      guidet: What is it?"), 10, "“guided”"),
        (change("questions: What is it for you?", "questions: [What]"), 9, "“key: value”"),
        (change("    questions: What is it for you?\n", ""), 8, "questions: this is missing"),
        (more("another: What else?"), 12, "a list is expected"),
        (GOOD + "  - id: one\n    questions: What?\n    why: x\n    stage: plan\n", 12, "two steps “one”"),
        (change("steps:", "schema: 2\nsteps:"), 7, "format 2; this coach reads up to 1"),
        (change("steps:\n", "title: Again\nsteps:\n"), 7, "stands here a second time"),
        ("- a list\n", 1, "“key: value” lines"),
        ("", 1, "“key: value” lines"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """P42: file, line, key, and the nearest known word."""
    message = wrong(tmp_path, text)

    assert f"{tmp_path}/guides/mine.yaml, line {line}" in message
    assert said in message


def test_two_steps_of_one_kind_are_refused_unless_they_exclude_each_other(tmp_path: Path) -> None:
    two = "".join(
        f"  - id: {one}\n    questions: What?\n    why: x\n    stage: plan\n    becomes: change\n"
        for one in ("b", "c")
    )

    assert "one change at most" in wrong(tmp_path, GOOD + two)
    excluded = two.replace("stage: plan", "stage: plan\n    levels: guided", 1)
    assert len(place(tmp_path, "mine", GOOD + excluded).get("mine").steps) == 3


def test_the_headline_is_read_without_the_whole_file_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design, section 7: Today needs titles only."""
    whole = {guide.id: (guide.title, guide.minutes) for guide in GuideFiles(PromptFiles()).all()}

    def unread(*_: object) -> Guide:
        raise AssertionError("the whole file was read")

    monkeypatch.setattr("coach.prompting.guides.read_guide", unread)
    guides = GuideFiles(PromptFiles(tmp_path))
    assert {name: (guides.headline(name).title, guides.headline(name).minutes) for name in whole} == whole


@pytest.mark.parametrize("title", ["'Mine: a test'", "Mine # not this", '"Mine"'])
def test_a_title_that_is_not_plain_is_read_the_long_way(tmp_path: Path, title: str) -> None:
    guides = place(tmp_path, "mine", change("title: Mine", f"title: {title}"))

    assert guides.headline("mine").title == guides.get("mine").title


def test_a_guide_is_no_template(tmp_path: Path) -> None:
    guide = place(tmp_path, "mine", change("What is it for you?", "What is {{ 7*7 }} for you?")).get("mine")

    assert guide.steps[0].questions["guided"] == "What is {{ 7*7 }} for you?"
