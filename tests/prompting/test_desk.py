"""What `coach prompts` stands on: list, show, override, diff, check, render (practice 79)."""

from pathlib import Path

import pytest

from coach.errors import NotFound, NotUnique, StoreUnwritable, UsageError
from coach.prompting.desk import PromptsDesk
from coach.prompting.files import PromptFiles
from coach.prompting.guides import GuideFiles


def desk(user: Path | None, built_in: Path | None = None) -> PromptsDesk:
    files = PromptFiles(user, built_in)
    return PromptsDesk(files, GuideFiles(files))


def test_every_file_is_listed_with_where_it_comes_from(tmp_path: Path) -> None:
    shown = desk(tmp_path)
    shown.override("weekly")

    lines = {line.name: line for line in shown.list()}

    assert (lines["guides/weekly.yaml"].source, lines["guides/weekly.yaml"].overrides) == ("yours", True)
    assert lines["guides/weekly.yaml"].title == "Weekly reflection"
    assert (lines["guides/light.yaml"].source, lines["guides/light.yaml"].overrides) == ("built in", False)


@pytest.mark.parametrize(
    "name", ["weekly", "weekly.yaml", "guides/weekly", "guides/weekly.yaml", "prompts/guides/weekly.yaml"]
)
def test_a_file_can_be_named_in_short(tmp_path: Path, name: str) -> None:
    assert "id: weekly" in desk(tmp_path).show(name)


def test_a_short_name_that_could_be_two_files_names_both(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.yaml").write_text("x: 1")

    with pytest.raises(NotUnique) as caught:
        desk(tmp_path).show("same")
    assert caught.value.matches == ["a/same.yaml", "b/same.yaml"]


def test_an_unknown_name_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no prompt file"):
        desk(tmp_path).show("nothing")


def test_a_copy_to_change_is_equal_private_and_never_over_one_that_is_there(tmp_path: Path) -> None:
    """P40: 0600 in folders of 0700; P43: nothing is overwritten."""
    own = tmp_path / "own"
    shown = desk(own)

    path = shown.override("guides/weekly")

    assert path == own / "guides" / "weekly.yaml"
    assert path.read_text("utf-8") == shown.show("weekly")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["weekly.yaml"]
    path.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        shown.override("guides/weekly")
    assert path.read_text() == "mine"


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file where the folder should be")

    with pytest.raises(StoreUnwritable, match="could not be written"):
        desk(tmp_path / "own").override("weekly")


def test_without_a_folder_of_ones_own_there_is_nowhere_to_copy_to() -> None:
    with pytest.raises(UsageError, match="no folder"):
        desk(None).override("weekly")


def test_the_difference_to_the_built_in_file_is_shown(tmp_path: Path) -> None:
    shown = desk(tmp_path)
    path = shown.override("light")
    assert shown.diff("light") == ""
    path.write_text(path.read_text("utf-8").replace("title: Light week", "title: Small week"), "utf-8")

    assert "-title: Light week\n+title: Small week" in shown.diff("light")


def test_a_file_that_is_not_ones_own_or_only_ones_own_has_no_difference(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("x: 1")

    with pytest.raises(UsageError, match="as it comes with the program"):
        desk(tmp_path).diff("weekly")
    with pytest.raises(UsageError, match="all your own"):
        desk(tmp_path).diff("mine")


def test_a_check_reads_everything_and_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "light.yaml").write_text("id: light\n")
    (tmp_path / "hello.j2").write_text("{{ x.y() }}")

    findings = desk(tmp_path).check()

    errors = [finding.message for finding in findings if finding.level == "error"]
    assert len(errors) == 2
    assert any("guides/light.yaml, line 1" in one and "built-in one is used" in one for one in errors)
    assert any("hello.j2, line 1" in one and "left out" in one for one in errors)
    assert all(finding.level in ("ok", "error") for finding in findings)


def test_all_files_that_come_with_the_program_pass_the_check() -> None:
    findings = desk(None).check()

    assert [finding.message for finding in findings if finding.level != "ok"] == []
    assert len(findings) >= 6


def test_a_template_is_filled_in_on_request(tmp_path: Path) -> None:
    (tmp_path / "hello.j2").write_text("Hello {{ name }}")
    shown = desk(tmp_path)

    assert shown.render("hello", {"name": "Mina"}) == "Hello Mina"
    with pytest.raises(UsageError, match="no template"):
        shown.render("weekly", {})


def test_a_broken_template_of_ones_own_leaves_the_built_in_one_in_use(tmp_path: Path) -> None:
    """P41: a bad one is named, the built-in one is used."""
    (tmp_path / "own").mkdir()
    (tmp_path / "built").mkdir()
    (tmp_path / "own" / "hello.j2").write_text("{{ name")
    (tmp_path / "built" / "hello.j2").write_text("Hello {{ name }}")
    files = PromptFiles(tmp_path / "own", tmp_path / "built")

    assert files.render("hello.j2", {"name": "Mina"}) == "Hello Mina"
    assert "own/hello.j2" in files.problems()[0].message


def test_the_check_names_the_key_of_a_question_file_that_makes_no_sense(tmp_path: Path) -> None:
    """P41: it reads as YAML and still could not be used."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "cues.yaml").write_text("cues: none\n")

    errors = [finding.message for finding in desk(tmp_path).check("cues") if finding.level == "error"]
    assert len(errors) == 1
    assert "questions/cues.yaml: a list under cues is needed" in errors[0]
