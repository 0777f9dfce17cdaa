"""`coach commit`: owner, day, outcome, carries (practice 19; rubric E2, E5, E7; feature C4)."""

import pytest

from tests.cli.helpers import coach

TODAY = {"COACH_TODAY": "2026-11-18"}


def run(*arguments: str, **how: str) -> str:
    """Run `coach commit …` on Wed 18 Nov and return what it printed."""
    done = coach("commit", *arguments, env=TODAY, **how)  # type: ignore[arg-type]  # stdin or typed
    assert done.code == 0, done.err
    return done.out


def added(*arguments: str) -> str:
    return str(coach("commit", "add", *arguments, "--json", env=TODAY).json["data"]["id"])


def listed(*options: str) -> list[str]:
    items = coach("commit", "list", *options, "--json", env=TODAY).json["data"]["items"]
    return [item["text"] for item in items]


def test_a_commitment_keeps_all_its_parts() -> None:
    coach("people", "add", "Mina")
    done = coach(
        "commit", "add", "Send the notes to Omar", "--person", "mina", "--due", "friday",
        "--if", "when the build is green", "--sign", "Omar replies", "--obstacle", "no time",
        "--plan", "ask for ten minutes", "--json", env=TODAY,
    )  # fmt: skip
    data = done.json["data"]
    assert "on Fri 20 Nov 2026" in done.err
    assert (data["due"], data["owner_name"], data["sign"]) == ("2026-11-20", "Mina", "Omar replies")
    card = run("show", "send")
    for part in (
        "Mina",
        "Fri 20 Nov",
        "when the build is green",
        "Omar replies",
        "no time",
        "ask for ten minutes",
    ):
        assert part in card


def test_late_ones_are_marked_with_a_word_and_come_first() -> None:
    added("later", "--due", "2026-11-25")
    added("late", "--due", "2026-11-16")
    rows = run().splitlines()
    assert "late" in rows[0]
    assert "! " in rows[0]
    assert "was due Mon 16 Nov" in rows[0]
    assert "!" not in rows[1]


def test_the_list_is_cut_by_person_day_state_and_outcome() -> None:
    coach("people", "add", "Mina")
    added("mine", "--due", "2026-11-20")
    added("hers", "--person", "Mina", "--due", "2026-12-20")
    closed = added("gone")
    run("close", closed, "--outcome", "handed over", "--note", "to Ana")
    assert listed("--person", "me") == ["mine"]
    assert listed("--person", "mina") == ["hers"]
    assert listed("--person", "others") == ["hers"]
    assert listed("--due", "2026-11-30") == ["mine"]
    assert listed("--outcome", "handed over") == ["gone"]
    assert listed("--status", "all") == ["mine", "hers", "gone"]


def test_closing_asks_for_an_outcome_at_a_terminal_and_names_the_option_without_one() -> None:
    first = added("one")
    refused = coach("commit", "close", first)
    assert refused.code == 2
    assert "--outcome" in refused.err
    assert listed() == ["one"]
    assert "Closed (partly done)" in run("close", first, typed="2\n")
    assert listed() == []
    assert coach("commit", "close", first, "--outcome", "done").code == 2


def test_an_unknown_outcome_is_refused_with_the_five() -> None:
    first = added("one")
    refused = coach("commit", "close", first, "--outcome", "won")
    assert refused.code == 2
    assert "handed over" in refused.err


def test_c4_the_third_carry_asks_once() -> None:
    first = added("one", "--due", "2026-11-19")
    days = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23")
    asked = ["?" in coach("commit", "carry", first, "--due", day, env=TODAY).err for day in days]
    assert asked == [False, False, True, False]
    assert "carried 4x" in run()


def test_a_day_that_has_passed_is_no_day_to_carry_to() -> None:
    first = added("one", "--due", "2026-11-19")
    assert coach("commit", "carry", first, "--due", "2026-11-01", env=TODAY).code == 2
    assert coach("commit", "carry", first, env=TODAY).code == 2


def test_e7_a_vague_verb_gets_one_question_and_is_kept_all_the_same() -> None:
    done = coach("commit", "add", "try to improve my estimates", env=TODAY)
    assert done.code == 0
    assert done.err.count("?") == 1
    assert listed() == ["try to improve my estimates"]


def test_edit_changes_what_is_given_and_takes_a_day_away() -> None:
    first = added("one", "--due", "2026-11-20", "--sign", "seen")
    run("edit", first, "--text", "two", "--due", "none", "--private")
    card = run("show", first)
    assert card.startswith("two\n")
    assert "due" not in card
    assert "sign: seen" in card
    assert coach("commit", "show", first, "--hide-private").code == 3
    assert coach("commit", "list", "--hide-private").out == ""
    run("edit", first, "--not-private")
    assert coach("commit", "show", first, "--hide-private").code == 0
    assert coach("commit", "edit", first).code == 2


def test_an_owner_nobody_knows_is_not_invented() -> None:
    refused = coach("commit", "add", "one", "--person", "Nobody")
    assert refused.code == 3
    assert listed() == []


@pytest.mark.parametrize("verb", ["reopen", "rm"])
def test_a_closed_one_is_taken_up_again_or_put_away(verb: str) -> None:
    first = added("one")
    run("close", first, "--outcome", "done")
    run(verb, first)
    assert listed() == (["one"] if verb == "reopen" else [])


def test_an_empty_filtered_list_says_that_there_are_others() -> None:
    coach("people", "add", "Mina")
    coach("commit", "add", "I will write it down.")
    said = coach("commit", "list", "--person", "Mina").err
    assert "1 open" in said
    assert "come out of sessions" not in said


def test_close_without_an_outcome_lists_the_choices() -> None:
    coach("commit", "add", "I will write it down.")
    refused = coach("commit", "close", "I will")
    assert refused.code == 2
    assert "done" in refused.err.split("--outcome")[1]
