"""`coach experiment`: tests of a belief and their verdicts (practices 6, 58; rubric E3, E6, E8)."""

from tests.cli.helpers import coach

TODAY = {"COACH_TODAY": "2026-11-18"}


def added(text: str, *options: str) -> str:
    done = coach("experiment", "add", text, *options, "--json", env=TODAY)
    assert done.code == 0, done.err
    return str(done.json["data"]["id"])


def test_an_experiment_keeps_its_belief_its_sign_and_its_day() -> None:
    added("say the doubt early", "--belief", "they will think I am slow", "--sign", "someone answers",
          "--against", "nobody picks it up", "--if", "in the first five minutes",
          "--due", "next wednesday")  # fmt: skip
    assert "result on Wed 25 Nov" in coach("experiment", env=TODAY).out
    card = coach("experiment", "show", "say", env=TODAY).out
    for part in ("they will think I am slow", "someone answers", "nobody picks it up", "first five minutes"):
        assert part in card


def test_e6_a_third_open_one_names_the_two_that_are_open() -> None:
    added("first test")
    added("second test")
    refused = coach("experiment", "add", "third test")
    assert refused.code == 2
    assert "first test" in refused.err
    assert "second test" in refused.err
    assert len(coach("experiment", "--json").json["data"]["items"]) == 2


def test_e8_closing_takes_a_verdict_and_what_happened() -> None:
    first = added("first test")
    refused = coach("experiment", "close", first)
    assert refused.code == 2
    assert "--verdict" in refused.err
    done = coach("experiment", "close", first, "--verdict", "change", "--result", "two answered", "--json")
    assert (done.json["data"]["verdict"], done.json["data"]["result"]) == ("change", "two answered")
    assert coach("experiment", "list", "--json").json["data"]["items"] == []
    assert "change" in coach("experiment", "list", "--status", "closed").out
    assert coach("experiment", "close", first, "--verdict", "keep").code == 2


def test_at_a_terminal_the_verdict_is_picked_by_number() -> None:
    first = added("first test")
    done = coach("experiment", "close", first, typed="3\n")
    assert "Closed (drop)" in done.out


def test_it_is_edited_reopened_put_away_and_hidden() -> None:
    first = added("first test")
    assert (
        coach("experiment", "edit", first, "--text", "smaller test", "--due", "in 3 days", "--private").code
        == 0
    )
    assert coach("experiment", "list", "--hide-private").out == ""
    assert coach("experiment", "show", first, "--hide-private").code == 3
    coach("experiment", "close", first, "--verdict", "keep")
    assert coach("experiment", "reopen", first).code == 0
    assert "smaller test" in coach("experiment").out
    assert coach("experiment", "rm", first).code == 0
    assert coach("experiment", "list", "--status", "all").out == ""
    assert coach("experiment", "edit", first).code == 2


def test_only_those_that_come_back_by_a_day_are_listed() -> None:
    added("soon", "--due", "2026-11-20")
    added("later", "--due", "2026-12-20")
    items = coach("experiment", "list", "--due", "2026-11-30", "--json", env=TODAY).json["data"]["items"]
    assert [item["test"] for item in items] == ["soon"]


def test_hidden_private_words_are_in_no_refusal() -> None:
    added("hard test", "--private")
    added("hard test again", "--private")
    third = coach("experiment", "add", "third", "--hide-private")
    assert third.code == 2
    unclear = coach("experiment", "show", "hard", "--hide-private")
    assert unclear.code == 3
    assert "hard test" not in third.err + unclear.err


def test_58_an_assumption_comes_back_and_gets_a_verdict() -> None:
    answers = "assumption: I take it that Omar is annoyed by questions\n"
    assert coach("reflect", "--answers", "-", stdin=answers, env=TODAY).code == 0
    listed = coach("assumptions", "--json", env=TODAY).json["data"]["items"]
    assert listed[0]["review_on"] == "2026-11-25"
    assert "back on Wed 25 Nov" in coach("assumptions", env=TODAY).out
    assert coach("assumptions", "later", listed[0]["id"], "--due", "in 3 weeks", env=TODAY).code == 0
    refused = coach("assumptions", "close", listed[0]["id"])
    assert refused.code == 2
    assert "--verdict" in refused.err
    assert coach("assumptions", "close", listed[0]["id"], "--verdict", "drop").code == 0
    assert coach("assumptions").out == ""
    assert "drop" in coach("assumptions", "list", "--all").out
    assert coach("assumptions", "rm", listed[0]["id"]).code == 0


def test_c18_the_refusal_of_a_third_experiment_counts_a_private_one_and_does_not_name_it() -> None:
    coach("experiment", "add", "ask Omar first", "--private")
    coach("experiment", "add", "wait a day")
    refused = coach("experiment", "add", "third test")
    assert refused.code == 2
    assert "2 experiments are open" in refused.err
    assert "“wait a day”" in refused.err
    assert "a private one" in refused.err
    assert "Omar" not in refused.err
