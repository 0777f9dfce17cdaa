"""The config names key, line and expected value, and nothing in it is guessed (promise P42)."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config import Loaded, Settings, flat, load
from coach.config_file import MAX_BYTES, parse
from coach.errors import InvalidData

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "config.example.yaml"


def loaded(tmp_path: Path, text: str | bytes, **environ: str) -> Loaded:
    file = tmp_path / "config.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(file, environ)


def test_the_example_names_every_key_with_its_default_and_a_comment() -> None:
    example = load(EXAMPLE, {})
    assert example.problems == ()
    assert example.settings == Settings()
    assert all(source.startswith("line ") for source in example.sources.values())
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for key, source in example.sources.items():
        at = int(source.removeprefix("line ")) - 1
        assert lines[at - 1].strip().startswith("#"), f"{key} has no comment above it"


def test_no_file_means_defaults(tmp_path: Path) -> None:
    found = load(tmp_path / "missing.yaml", {})
    assert found.settings == Settings()
    assert set(found.sources.values()) == {"default"}


WRONG = {
    "unknown key": ("ui:\n  them: dark\n", 2, "ui.them is not a known key", "Did you mean ui.theme?"),
    "unknown section": (
        "questoins:\n  role: self\n",
        1,
        "questoins is not a known key",
        "Did you mean questions?",
    ),
    "key outside its section": ("theme: dark\n", 1, "theme is not a known key", "Did you mean ui.theme?"),
    "wrong choice": ("questions:\n  challenge: 5\n", 2, "expected 1, 2 or 3, found 5", ""),
    "text for a switch": ("ui:\n  plain: maybe\n", 2, "expected true or false, found maybe", ""),
    "quoted switch": ('ui:\n  plain: "true"\n', 2, 'expected true or false, found "true"', ""),
    "out of range": ("reflect:\n  every_days: 0\n", 2, "expected a whole number from 1 to 365, found 0", ""),
    "fraction": ("backup:\n  keep: 1.5\n", 2, "expected a whole number from 1 to 1000, found 1.5", ""),
    "clock as number": ("backup:\n  keep: 1:30\n", 2, "found 1:30", ""),
    "nothing": ("ui:\n  theme:\n", 2, "expected some text, found nothing", ""),
    "list for text": ("ui:\n  theme: [dark]\n", 2, "expected some text, found a list", ""),
    "text for a section": ("ui: dark\n", 1, "ui: expected keys with values, found dark", ""),
    "missing part": ("safety:\n  resources:\n    - name: A\n", 3, "contact is missing", ""),
    "not a country": ("safety:\n  country: Ireland\n", 2, "found Ireland", ""),
    "minutes": ("sessions:\n  minutes:\n    weekly: long\n", 3, "expected a whole number from 1 to 240", ""),
    "key twice": ("ui:\n  theme: a\n  theme: b\n", 3, "stands twice, first on line 2", "Keep one."),
    "section twice": ("ui: {}\nui: {}\n", 2, "stands twice, first on line 1", ""),
    "alias": ("ui: &x {}\nremote: *x\n", 1, "an anchor (&name) is not allowed", ""),
    "tag": ("ui: !!python/object/apply:os.system [ls]\n", 1, "a tag (!name) is not allowed", ""),
    "second document": ("ui: {}\n---\nui: {}\n", 2, "a second document starts here", ""),
    "deep": ("[[[[[[[[[[[[", 1, "nested more than 8 deep", ""),
    "not YAML": ("ui:\n  theme: [\n", 3, "this is not YAML", ""),
    "tab": ("ui:\n\ttheme: dark\n", 2, "this is not YAML", ""),
    "NUL": ("ui:\n  theme: a\0b\n", 2, "this is not YAML", ""),
    "not UTF-8": (b"ui:\n  theme: \xff\n", 2, "not UTF-8", ""),
    "a list": ("- ui\n", 1, "the file: expected keys with values, found a list", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_with_line_and_what_is_expected(name: str, tmp_path: Path) -> None:
    text, line, message, hint = WRONG[name]
    found = loaded(tmp_path, text)
    assert found.problems
    problem = found.problems[0]
    assert problem.line == line
    assert message in problem.message
    assert hint in problem.hint
    with pytest.raises(InvalidData, match=f"config.yaml, line {line}: ") as told:
        found.require()
    assert "Nothing was done" in told.value.message


def test_a_huge_or_bottomless_file_is_refused_unread(tmp_path: Path) -> None:
    assert "larger than" in loaded(tmp_path, b"#" * (10 * 1024 * 1024)).problems[0].message
    assert "nested" in loaded(tmp_path, b"{" * (MAX_BYTES - 1)).problems[0].message
    billion = "a: &a [x,x]\n" + "".join(f"b{n}: [*a,*a]\n" for n in range(20))
    assert "anchor" in loaded(tmp_path, billion).problems[0].message


def test_every_problem_is_named_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = loaded(tmp_path, "ui:\n  them: 1\nbackup:\n  keep: no\nquestions:\n  role: boss\n")
    assert [problem.line for problem in found.problems] == [2, 4, 6]
    with pytest.raises(InvalidData, match=r"line 2: .*; line 4: .*; line 6: ") as told:
        found.require()
    assert "Nothing was done" in told.value.message


def test_a_broken_file_leaves_defaults_with_the_remote_engine_off_but_keeps_what_hides(
    tmp_path: Path,
) -> None:
    text = (
        "engine: {use: remote}\nui: {hide_private: true, theme: light}\nprivacy: {local_only: true}\nx: 1\n"
    )
    settings = loaded(tmp_path, text).settings
    assert settings.engine.use == "embedded"
    assert settings.ui.theme == "auto"
    assert settings.ui.hide_private is True
    assert settings.privacy.local_only is True


def test_plain_words_stay_words(tmp_path: Path) -> None:
    text = "safety:\n  country: NO\nui:\n  theme: 1e3\nkeys:\n  y: on\n"
    settings = loaded(tmp_path, text).settings
    assert settings.safety.country == "NO"
    assert settings.ui.theme == "1e3"
    assert settings.keys == {"y": "on"}


def test_a_section_with_all_its_keys_commented_out_is_empty(tmp_path: Path) -> None:
    found = loaded(tmp_path, "ui:\n  # theme: dark\nkeys:\nsafety:\n  resources:\n")
    assert found.problems == ()
    assert found.settings == Settings()


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    found = loaded(tmp_path, "remote:\n  model: a\n  base_url: http://a\n", COACH_MODEL="b")
    assert (found.settings.remote.model, found.sources["remote.model"]) == ("b", "COACH_MODEL")
    assert (found.settings.remote.base_url, found.sources["remote.base_url"]) == ("http://a", "line 3")


def test_an_unreadable_file_is_a_problem_not_a_default(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").mkdir()
    found = load(tmp_path / "config.yaml", {})
    assert "cannot be read" in found.problems[0].message


def test_the_docs_of_every_key_stand_under_it() -> None:
    source = (ROOT / "coach" / "config.py").read_text(encoding="utf-8")
    body = source[source.index("class Ui") : source.index("class Problem")]
    undocumented = [
        line.strip()
        for line, following in zip(body.splitlines(), body.splitlines()[1:], strict=False)
        if re.match(r"    \w+: ", line) and '"""' not in following and "Struct" not in line
    ]
    allowed = re.compile(
        r"(name|contact|note|ui|engine|remote|privacy|questions|safety|reflect|prompts|backup|sessions):"
    )
    assert [line for line in undocumented if not allowed.match(line)] == []


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(sorted({k.split(".")[0] for k in flat(Settings())})), _VALUES, max_size=4)
)
def test_any_yaml_is_settings_or_problems_with_lines(data: dict[str, Any]) -> None:
    import yaml

    raw = yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass")
    values, _, problems = parse(raw, Settings)
    if not problems:
        assert isinstance(msgspec.convert(values, Settings), Settings)
    assert all(problem.message for problem in problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_problems(raw: bytes) -> None:
    values, _, problems = parse(raw, Settings)
    assert problems or isinstance(msgspec.convert(values, Settings), Settings)
