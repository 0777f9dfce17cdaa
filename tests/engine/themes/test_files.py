"""The files of the engine: the built-in ones are sound, a wrong one of one's own is told and passed over."""

from pathlib import Path
from typing import Any

import pytest

from coach.engine.questions.gates import Draft, failures
from coach.engine.themes.checking import check_theme_file
from coach.engine.themes.means import Means
from coach.errors import InvalidData
from coach.prompting.files import PromptFiles
from tests.engine.themes.desk import Asks, packaged

NAMES = ("catalogue", "intentions", "questions", "words")


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_come_with_the_program_can_be_used(name: str) -> None:
    check_theme_file(f"themes/{name}.yaml", packaged().data(f"themes/{name}.yaml"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "data", [None, [], {}, {"themes": [{}]}, {"stop": [1]}, {"any": ["no quote?"]}], ids=str
)
def test_a_file_that_makes_no_sense_is_told_by_name_and_key(name: str, data: Any) -> None:
    with pytest.raises(InvalidData, match=rf"themes/{name}\.yaml, "):
        check_theme_file(f"themes/{name}.yaml", data)


def test_a_wrong_file_of_ones_own_gives_way_to_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "words.yaml").write_text("stop: 3\n", encoding="utf-8")
    means = Means(PromptFiles(tmp_path), PromptFiles(), Asks())
    assert "monday" in means.lists.stop
    with pytest.raises(InvalidData, match=r"themes/words\.yaml, key stop"):
        _ = Means(PromptFiles(tmp_path), None, Asks()).lists


@pytest.mark.parametrize("key", ["against", "rising", "fading", "any"])
def test_every_form_passes_the_gates_of_a_question_q1_q19(key: str) -> None:
    said = "Kept the last fifth of the report for myself again."
    for form in packaged().data("themes/questions.yaml")[key]:
        reply = form.replace("{quote}", "Kept the last fifth of the report")
        assert failures(Draft(reply, said)) == (), form
