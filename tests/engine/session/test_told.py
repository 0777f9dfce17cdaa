"""What an answer in one's own words says became of a promise: surely, or nothing (rubric E2, E8)."""

from pathlib import Path

import pytest
import yaml

from coach.domain.told import read_told

TOLD = read_told(
    yaml.safe_load((Path(__file__).parents[3] / "prompts/questions/outcomes.yaml").read_text("utf-8"))
)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Sent on Monday", "done"),
        ("I kept it", "done"),
        ("I did it, partly because Omar helped", "done"),
        ("I sent half of it", "partly"),
        ("Didn\u2019t get to it, no time", "not_yet"),
        ("I let it go", "dropped"),
        ("Ich habe es gemacht", "done"),
        ("Pas encore", "not_yet"),
        ("Todavía no", "not_yet"),
        ("Ficou pela metade", "partly"),
    ],
)
def test_a_plain_answer_tells_its_outcome(text: str, outcome: str) -> None:
    assert TOLD.outcome(text) == outcome


@pytest.mark.parametrize(
    "text",
    [
        "I almost did it",
        "I sent it but she didn't answer",
        "If I did it she would laugh",
        "I did it for two days, then I forgot",
        "Did I do it?",
        "I kept forgetting",
        "done with excuses I am, so no",
        "",
    ],
)
def test_where_two_fit_or_none_nothing_is_told(text: str) -> None:
    assert TOLD.outcome(text) is None


@pytest.mark.parametrize("data", [None, [], {"done": 3}, {"done": ["("]}])
def test_a_table_of_another_shape_tells_nothing(data: object) -> None:
    assert read_told(data).outcome("I did it") is None
