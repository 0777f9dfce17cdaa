"""Which sentences open an intention (rubric T4)."""

import pytest

from coach.engine.themes.intentions import IntentionRules
from coach.errors import InvalidData
from tests.engine.themes.desk import packaged


@pytest.fixture(scope="module")
def rules() -> IntentionRules:
    return IntentionRules.read(packaged().data("themes/intentions.yaml"), "intentions")


@pytest.mark.parametrize(
    "sentence",
    [
        "I'll phone the landlord about the heating.",
        "I will print the list and hang it beside the door.",
        "Going to borrow the big ladder from Pete.",
        "I’m going to rewrite the welcome letter.",
        "I want to visit each shop once.",
        "I'd like to lead the next stocktaking.",
        "Told Marta that I'd collect the keys.",
        "Promised I would read her draft.",
        "I've decided to close the till myself.",
        "From now on nobody calls me after eight.",
        "No coffee after three, starting tomorrow.",
        "My rule: one question before any answer.",
        "Tomorrow I write to the council.",
        "By Friday I hand in the form.",
        "Before the holidays I'm clearing the shelf.",
        "Every Monday from now on the drivers get the plan.",
        "The key goes to Marta by the end of the month.",
        "Agreed to take the early shift.",
        "So the deal is this: when the phone rings twice, I leave the room.",
    ],
)
def test_an_act_put_into_time_to_come_opens_one(rules: IntentionRules, sentence: str) -> None:
    assert rules.opens(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Shall I phone the landlord?",
        "I'll never understand the heating.",
        "I'll miss the big kitchen.",
        "I want to cry.",
        "I'll admit the list was long.",
        "“I'll phone the landlord”, said Pete.",
        "I promised to call and then didn't.",
        "I phoned the landlord about the heating.",
        "She asked if I would like to lead the stocktaking.",
        "Pete will bring the ladder.",
        "If I want to leave, the door is open.",
        "I wanted to say something.",
        "It will rain on Sunday.",
        "I keep telling myself I'll clear the shelf.",
        "The rule has been in force since March.",
        "I would have phoned.",
    ],
)
def test_wishes_questions_others_and_what_is_past_open_none(rules: IntentionRules, sentence: str) -> None:
    assert not rules.opens(sentence)


def test_the_sentence_is_given_as_written(rules: IntentionRules) -> None:
    found = rules.first_in("Long day.\n\nI’ll phone the landlord.  Then bed. I'll sleep.")
    assert found is not None
    assert (found.text, found.place) == ("I’ll phone the landlord.", 1)


def test_a_decision_told_first_takes_the_sentence_after_it(rules: IntentionRules) -> None:
    found = rules.first_in("I have decided. On Thursday the keys go to Marta.")
    assert found is not None
    assert found.text == "On Thursday the keys go to Marta."


@pytest.mark.parametrize("change", [{"opens": ["("]}, {"opens": ["<nothing>"]}, {"acts": 3}, {"parts": None}])
def test_a_file_that_cannot_be_used_is_told_by_its_key(change: dict[str, object]) -> None:
    data = {**packaged().data("themes/intentions.yaml"), **change}
    with pytest.raises(InvalidData, match=f"mine, key {next(iter(change))}"):
        IntentionRules.read(data, "mine")
