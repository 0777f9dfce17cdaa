"""`coach support`: the level, what speaks for another, and the decision (rubric F1, F2)."""

from tests.cli.helpers import coach


def test_f1_the_level_is_shown_set_kept_in_history_and_taken_back() -> None:
    shown = coach("support", "--json").json
    assert shown["kind"] == "support"
    assert shown["data"] == {"level": "supported", "proposal": None}
    assert coach("support", "set", "independent", "--why", "enough of my own").code == 0
    assert "Your level is independent." in coach("support").out
    history = coach("support", "history", "--json").json["data"]["items"]
    assert [(one["from"], one["to"], one["why"]) for one in history] == [
        ("supported", "independent", "enough of my own")
    ]
    assert coach("undo").code == 0
    assert coach("support", "--json").json["data"]["level"] == "supported"
    assert coach("support", "history").out == ""


def test_f1_a_level_in_force_or_unknown_is_refused_with_what_there_is() -> None:
    refused = coach("support", "set", "supported")
    assert refused.code == 2
    assert "already" in refused.err
    unknown = coach("support", "set", "alone")
    assert unknown.code == 2
    assert "guided" in unknown.err


def test_f2_the_close_of_a_session_says_that_a_step_is_worth_a_thought_and_changes_nothing() -> None:
    answers = "change: I am stuck with the plan.\n"
    closed = coach("reflect", "--guide", "weekly", "--answers", "-", stdin=answers)
    assert closed.code == 0, closed.err
    assert "`coach support`" in closed.out
    assert "guided" in closed.out
    shown = coach("support").out
    assert "I am stuck with the plan" in shown
    assert coach("support", "--json").json["data"]["level"] == "supported"
    assert coach("support", "stay").code == 0
    assert coach("support", "--json").json["data"]["proposal"] is None
