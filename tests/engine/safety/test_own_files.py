"""A safety file of one's own that is wrong never weakens the check (rubric S1, promise P42)."""

from copy import deepcopy
from pathlib import Path

import pytest

from coach import wiring
from coach.engine.coach import Coach
from coach.engine.safety import Safety
from coach.errors import InvalidData
from coach.options import Options
from tests.engine.safety.samples import FilePrompts, packaged

PACKAGED = Path(__file__).parents[3] / "prompts" / "safety"
RISKY = "I want to die"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "prompts" / "safety"
    folder.mkdir(parents=True)
    return folder


def built(tmp_path: Path) -> Coach:
    environ = {
        "COACH_DATA": str(tmp_path / "data"),
        "COACH_STATE": str(tmp_path / "state"),
        "COACH_CONFIG": str(tmp_path / "config" / "config.yaml"),
        "HOME": str(tmp_path),
    }
    return wiring.build(Options(environ=environ))


def changed(file: str, old: str, new: str) -> tuple[str, int]:
    """The packaged file with its first `old` replaced, and the line of it."""
    text = (PACKAGED / file).read_text("utf-8")
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


WRONG = [
    ("en.yaml", '"(my|the|his) <partner>', '"(my|the|his) <nobody> (', "<nobody>"),
    ("en.yaml", "common:", "commen:", "commen"),
    ("en.yaml", "  self_harm:", "  self_ham:", "self_ham"),
    ("de.yaml", "harmless:", "harmles:", "harmles"),
    ("shared.yaml", "<x_rope>", "<x_string>", "<x_string>"),
    ("replies.yaml", "emergency services: {emergency}", "emergency services: {text}", "{emergency}"),
    ("resources.yaml", "for: [sexual]", "for: [sexuel]", "sexuel"),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), WRONG)
def test_the_built_in_file_is_used_and_the_check_names_file_and_line(
    tmp_path: Path, own: Path, file: str, old: str, new: str, named: str
) -> None:
    text, line = changed(file, old, new)
    (own / file).write_text(text, "utf-8")
    coach = built(tmp_path)
    notice = coach.safety.check(RISKY)
    assert notice is not None
    assert "I have told nobody" in notice.text
    assert coach.safety.check("Ich will mich umbringen") is not None
    [error] = [one for one in coach.prompts_desk.check(f"safety/{file}") if one.level != "ok"]
    assert f"{own / file}, line {line}" in error.message
    assert named in error.message
    assert "the built-in one is used" in error.message


def test_a_text_in_place_of_a_list_does_not_become_cues_of_one_letter() -> None:
    """It would be read letter by letter, and stop every session (rubric S5)."""
    content = deepcopy(packaged("safety/en.yaml"))
    content["cues"]["self_harm"]["sure"] = "a b c"
    own = FilePrompts(**{"safety/en.yaml": content})
    safety = Safety(own, spare=FilePrompts())
    assert safety.check("a good day") is None
    assert safety.check(RISKY) is not None
    with pytest.raises(InvalidData, match=r"safety/en\.yaml cannot be used: a list belongs here"):
        Safety(own).check(RISKY)


def test_a_good_file_of_ones_own_is_used(tmp_path: Path, own: Path) -> None:
    text, _ = changed(
        "en.yaml", "  self_harm:\n    sure:\n", '  self_harm:\n    sure:\n      - "zanzibar blue"\n'
    )
    (own / "en.yaml").write_text(text, "utf-8")
    coach = built(tmp_path)
    assert coach.safety.check("zanzibar blue") is not None
    assert [one.level for one in coach.prompts_desk.check("safety/en.yaml")] == ["ok", "ok"]


def test_every_packaged_file_can_be_used(tmp_path: Path) -> None:
    levels = {one.message: one.level for one in built(tmp_path).prompts_desk.check()}
    assert {level for message, level in levels.items() if "safety" in message} == {"ok"}
