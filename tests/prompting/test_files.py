"""Prompt files: found in order, read safely, never able to do harm (P41, P42)."""

from pathlib import Path

import pytest

from coach.errors import InvalidData, NotFound
from coach.prompting.files import PromptFiles
from coach.prompting.yamlfile import parse_yaml


def files(tmp_path: Path, **texts: str) -> PromptFiles:
    """Own and built-in folders; `own__x` and `built__x` name the files."""
    for key, text in texts.items():
        folder, _, name = key.partition("__")
        path = tmp_path / folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "built").mkdir(exist_ok=True)
    return PromptFiles(tmp_path / "own", tmp_path / "built")


def test_ones_own_file_comes_first(tmp_path: Path) -> None:
    found = files(tmp_path, own__a="x: 1", built__a="x: 2", built__b="x: 3")

    assert (found.data("a.yaml"), found.data("b.yaml")) == ({"x": 1}, {"x": 3})


def test_a_broken_file_of_ones_own_is_passed_over_and_named_once(tmp_path: Path) -> None:
    found = files(tmp_path, own__a="x: [", built__a="x: 2")

    assert found.data("a.yaml") == {"x": 2}
    assert found.data("a.yaml") == {"x": 2}
    assert [problem.level for problem in found.problems()] == ["error"]
    assert "own/a.yaml, line 2" in found.problems()[0].message


def test_a_file_is_read_once(tmp_path: Path) -> None:
    found = files(tmp_path, built__a="x: 2")
    found.data("a.yaml")
    (tmp_path / "built" / "a.yaml").unlink()

    assert found.data("a.yaml") == {"x": 2}


def test_the_prompts_that_come_with_the_program_are_found_without_a_folder_of_ones_own() -> None:
    found = PromptFiles(None)

    assert "guides/weekly.yaml" in found.names("guides")
    assert found.data("guides/weekly.yaml")["id"] == "weekly"


@pytest.mark.parametrize("name", ["../own/a.yaml", "/etc/passwd", "a\0.yaml", "", "nothing.yaml", "guides"])
def test_a_name_that_leads_nowhere_or_elsewhere_is_not_found(tmp_path: Path, name: str) -> None:
    """P43 for prompts."""
    with pytest.raises(NotFound):
        files(tmp_path, own__a="x: 1").data(name)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: &x 2\nc: *x\n", 2, "anchors and aliases"),
        ("a: 1\nc: *x\n", 2, "alias"),
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a:\n  b: 1\n  b: 2\n", 3, "second time"),
        ("a: !!python/object/apply:os.system ['id']\n", 1, "tags"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("? [a]\n: 1\n", 1, "a key must be a word"),
        ("a: 2026-13-45\n", 1, "not read as a value"),
        ("a: 1\n  b: 2\n", 2, "mapping values"),
        ("a: \tx\n\tb: 1\n", 2, ""),
        ("a: \x07\n", 1, "cannot hold"),
    ],
)
def test_what_could_do_harm_or_is_no_yaml_is_named_by_line(text: str, line: int, said: str) -> None:
    with pytest.raises(InvalidData) as caught:
        parse_yaml(text, "here.yaml")

    assert f"here.yaml, line {line}" in caught.value.message
    assert said in caught.value.message


@pytest.mark.parametrize("nest", ["[", "- ", "{a: ", "? "])
def test_deep_nesting_is_refused_and_does_not_end_the_process(nest: str) -> None:
    """The C reader of PyYAML 6.0.3 runs out of stack at some ten thousand levels."""
    with pytest.raises(InvalidData, match="nested more than"):
        parse_yaml(nest * 50_000, "here.yaml")


def test_a_key_is_taken_as_it_is_written() -> None:
    """`no` is Norway, not false."""
    assert parse_yaml("no: 1\n12: 2\n", "x").value == {"no": 1, "12": 2}


@pytest.mark.parametrize("raw", [b"a: \xff\n", b"a: x" + b"x" * 1_000_001])
def test_a_file_that_is_no_text_or_too_large_is_not_read(tmp_path: Path, raw: bytes) -> None:
    found = files(tmp_path)
    (tmp_path / "built" / "a.yaml").write_bytes(raw)

    with pytest.raises(InvalidData, match=r"a\.yaml"):
        found.data("a.yaml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = files(tmp_path, built__a="x: 1")

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InvalidData, match="cannot be read: Permission denied"):
        found.data("a.yaml")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    found = files(tmp_path)
    (tmp_path / "built" / "a.yaml").write_bytes(b"\xef\xbb\xbfid: a\n")

    assert found.data("a.yaml") == {"id": "a"}
