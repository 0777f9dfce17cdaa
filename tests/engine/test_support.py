"""The level of support: proposed from evidence, decided by a person, kept and undone (rubric F1, F2)."""

from typing import Any

import pytest

from coach.domain.records import Doc
from coach.engine.ports import Put
from coach.engine.support import Support
from coach.errors import UsageError
from tests.engine.desk import Desk, PackagedPrompts


@pytest.fixture
def desk() -> Desk:
    return Desk()


def ladder(desk: Desk, setting: Any = "supported") -> Support:
    return Support(store=desk.store, clock=desk.clock, prompts=PackagedPrompts(), setting=setting)


def with_sign(desk: Desk, ago: int, sign: str = "Omar answers first", **more: Any) -> Doc:
    """A closed session that left a commitment with its sign."""
    entry = desk.session(ago)
    desk.commitments.add("ask Omar before I answer", sign=sign, opened=entry["id"], **more)
    return entry


def said(desk: Desk, ago: int, words: str, **more: Any) -> Doc:
    answer = {"step": "change", "question": "What will change?", "answer": words, **more}
    return desk.session(ago, answers=[answer])


def test_f2_three_signs_of_ones_own_in_four_sessions_speak_for_less_structure(desk: Desk) -> None:
    entries = [with_sign(desk, ago) for ago in (28, 21, 14)]
    assert ladder(desk).proposal() is None, "four sessions are looked at, and there are three"
    desk.session(7)

    found = ladder(desk).proposal()

    assert found is not None
    assert (found.now, found.level) == ("supported", "independent")
    assert [(sign.entry, sign.day, sign.quote) for sign in found.evidence] == [
        (entry["id"], desk.day(-ago), "Omar answers first")
        for entry, ago in zip(entries, (28, 21, 14), strict=True)
    ]


@pytest.mark.parametrize("more", [{"sign": ""}, {"private": True}])
def test_f2_a_step_without_a_sign_or_a_private_one_is_no_evidence(desk: Desk, more: dict[str, Any]) -> None:
    for ago in (28, 21, 14, 7):
        with_sign(desk, ago, **more)
    assert ladder(desk).proposal() is None


def test_f2_nothing_is_proposed_above_the_last_level_or_below_the_first(desk: Desk) -> None:
    for ago in (28, 21, 14, 7):
        with_sign(desk, ago)
    assert ladder(desk, "independent").proposal() is None
    said(desk, 1, "I am stuck with the report.")
    assert ladder(desk, "guided").proposal() is not None, "there is a step up from guided"
    down = ladder(desk, "supported").proposal()
    assert down is not None
    assert down.level == "guided", "being stuck goes before signs"


@pytest.mark.parametrize(
    "words",
    [
        "I'm stuck. Nothing moves",
        "Mit dem Plan komme ich nicht weiter: ich komme nicht weiter",
        "Je suis bloqué",
    ],
)
def test_f2_being_stuck_speaks_for_more_structure_in_the_very_words(desk: Desk, words: str) -> None:
    said(desk, 7, "All went well.")
    entry = said(desk, 1, words)

    found = ladder(desk).proposal()

    assert found is not None
    assert found.level == "guided"
    assert [sign.entry for sign in found.evidence] == [entry["id"]]
    assert found.evidence[0].quote in words


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("I am no longer stuck", {}),
        ("The door was stuck", {}),
        ("I am stuck", {"private": True}),
        ("I am stuck", {"stopped_for_safety": True}),
    ],
)
def test_f2_other_words_and_private_ones_speak_for_nothing(
    desk: Desk, words: str, more: dict[str, Any]
) -> None:
    said(desk, 1, words, **more)
    assert ladder(desk).proposal() is None


def test_f2_two_reflections_left_out_speak_for_more_structure(desk: Desk) -> None:
    desk.session(15)
    assert ladder(desk).proposal() is None, "one was left out"
    desk = Desk()
    desk.session(21)
    found = ladder(desk).proposal()
    assert found is not None
    assert found.level == "guided"


def test_f1_a_step_is_a_decision_with_its_reason_that_undo_takes_back(desk: Desk) -> None:
    use = ladder(desk)
    assert use.move("independent", "I ask myself enough") == "independent"
    assert use.level() == "independent"
    assert [(one.old, one.new, one.why) for one in use.history()] == [
        ("supported", "independent", "I ask myself enough")
    ]
    desk.history.undo()
    assert use.level() == "supported"
    assert use.history() == []


def test_f1_the_later_decision_holds_be_it_here_or_in_the_settings(desk: Desk) -> None:
    ladder(desk, "supported").move("independent")
    assert ladder(desk, "supported").level() == "independent"
    assert ladder(desk, "guided").level() == "guided", "changed in the settings since"


def test_f2_an_answered_proposal_is_not_brought_up_again(desk: Desk) -> None:
    for ago in (28, 21, 14, 7):
        with_sign(desk, ago)
    use = ladder(desk)
    assert use.proposal() is not None
    assert use.stay("not yet") == "supported"
    assert use.proposal() is None
    for ago in (0, 0, 0, 0):
        with_sign(desk, ago)
    assert use.proposal() is not None, "new sessions are new evidence"


def test_f1_a_level_that_is_none_or_in_force_changes_nothing(desk: Desk) -> None:
    for level in ("free", "supported"):
        with pytest.raises(UsageError, match="Nothing was changed"):
            ladder(desk).move(level)
    assert desk.store.get("marks", "support") is None


@pytest.mark.parametrize(
    "damaged", [{"level": 3}, {"level": "free", "instead_of": "supported"}, {"history": 3}]
)
def test_a_record_of_another_shape_leaves_the_setting(desk: Desk, damaged: Doc) -> None:
    desk.store.commit([Put("marks", {"id": "support", **damaged})], label="damaged")
    assert ladder(desk).level() == "supported"
    assert ladder(desk).history() == []
