"""`coach reflect` and `debrief` from a file and their options (design 6; ux 6)."""

import os
from pathlib import Path
from typing import Any

import pytest

from coach.options import Options
from coach.wiring import build
from tests.cli.helpers import Result, coach

TODAY = {"COACH_TODAY": "2026-11-18"}
WIN = "I said the doubt in the first five minutes of the review."
CHANGE = "I will ask before I guess, because guessing cost me two days."
PROMISE = "When the build is green, I will send the notes to Omar by friday."
RISKY = "I want to kill myself tonight."


def reflect(answers: str, *options: str, env: dict[str, str] = TODAY) -> Result:
    return coach("reflect", "--answers", "-", *options, stdin=answers, env=env)


def sessions() -> list[dict[str, Any]]:
    items = coach("entries", "--json").json["data"]["items"]
    return [item for item in items if "session" in item]


def texts() -> list[str]:
    return [answer["answer"] for answer in sessions()[0]["answers"]]


def test_steps_are_answered_by_name_and_the_dialogue_is_printed() -> None:
    done = reflect(f"win: {WIN}\nchange: |\n  {CHANGE}\n  And more.\nmark: 4\n")
    assert done.code == 0, done.err
    assert f"> {WIN}" in done.out
    assert done.out.count("Question ") >= 4
    assert "The session is closed." in done.out
    assert texts() == [WIN, f"{CHANGE}\nAnd more."]
    assert sessions()[0]["session"]["mark"] == 4


def test_a_list_under_a_step_answers_its_follow_ups_too() -> None:
    reflect(f"win:\n- {WIN}\n- The team went quiet, then Mina agreed.\n")
    assert texts() == [WIN, "The team went quiet, then Mina agreed."]


def test_scalars_are_the_text_that_stands_there() -> None:
    reflect("win: no\nchange: 12:30\nassumption: ~\n")
    assert texts() == ["no", "12:30"]


def test_parts_of_the_recap_are_given_beside_the_answer_or_by_key() -> None:
    parts = "  due: next monday\n  sign: Omar replies\ncommitment.obstacle: no time\n"
    done = reflect(f"commitment:\n  answer: {PROMISE!r}\n{parts}")
    assert done.code == 0, done.err
    kept = coach("commit", "--json", env=TODAY).json["data"]["items"][0]
    assert (kept["due"], kept["sign"], kept["obstacle"]) == ("2026-11-23", "Omar replies", "no time")


def test_an_answer_can_be_private() -> None:
    reflect("win:\n  answer: hard to say\n  private: true\n")
    assert sessions()[0]["answers"][0]["private"] is True


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("wins: x\n", "wins"),
        ("win: x\nwin: y\n", "second time"),
        ("- a\n" * 40, "40 answers"),
        ("just text\n", "neither"),
        ("win: {answer: x, colour: red}\nlast_change: {colour: red}\nfocus: {due: x}\n", "no part due"),
        ("win: [[x]]\n", "not a text"),
        ("mark: 9\n", "1 to 5"),
        ("a: &a [x]\nb: *a\n", "anchors"),
        ("win: 'x\n", "line"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_anything_is_written(answers: str, said: str) -> None:
    refused = reflect(answers)
    assert refused.code in (2, 4)
    assert said in refused.err
    assert sessions() == []
    assert coach("undo", "--list").out == ""


def test_an_unknown_step_is_answered_with_the_known_ones() -> None:
    assert "change" in reflect("wins: x\n").err


def test_an_answer_that_was_not_asked_for_is_named_and_not_lost_in_silence() -> None:
    done = reflect(f"last_change: it went well\nwin: {WIN}\n")
    assert done.code == 0
    assert "last_change" in done.err


def test_a_recap_line_that_is_not_understood_leaves_the_session_at_its_recap() -> None:
    failed = reflect(f"commitment:\n  answer: {PROMISE!r}\n  due: someday\n")
    assert failed.code == 2
    assert "coach reflect --resume" in failed.err
    assert texts() == [PROMISE]
    done = reflect("commitment.due: next monday\n", "--resume")
    assert done.code == 0, done.err
    assert coach("commit", "--json").json["data"]["items"][0]["due"] == "2026-11-23"


def test_s1_a_risky_answer_stops_the_walk_and_nothing_after_it_is_asked() -> None:
    stopped = reflect(f"win: {RISKY}\nchange: {CHANGE}\n")
    assert stopped.code == 0
    assert "I stop" in stopped.out
    assert CHANGE not in stopped.out
    assert texts() == [RISKY]
    assert sessions()[0]["session"]["state"] == "stopped"


def test_an_unfinished_session_is_not_passed_over_unasked() -> None:
    coach("reflect", "--plain", stdin=f"{WIN}\n\n", env=TODAY)
    refused = reflect(f"change: {CHANGE}\n")
    assert refused.code == 2
    assert "--resume" in refused.err
    assert "--new" in refused.err
    assert reflect(f"change: {CHANGE}\n", "--resume").code == 0
    assert len(sessions()) == 1
    assert texts() == [WIN, CHANGE]


def test_without_a_terminal_the_options_that_help_are_named_and_nothing_is_begun() -> None:
    refused = coach("reflect", stdin="x\n")
    assert refused.code == 2
    assert "--plain" in refused.err
    assert "--answers" in refused.err
    assert sessions() == []


def test_questions_are_printed_and_nothing_is_begun() -> None:
    printed = coach("reflect", "--questions", "--guide", "light")
    assert printed.code == 0
    assert "?" in printed.out
    items = coach("reflect", "--questions", "--guide", "light", "--json").json["data"]["items"]
    assert {"step", "question"} == set(items[0])
    assert sessions() == []
    assert coach("reflect", "--questions", "--guide", "none").code == 3


def test_the_support_level_changes_the_wording() -> None:
    by_level = {coach("reflect", "--plain", "--new", "--support", level, stdin="").out.split("\n\n")[1]
                for level in ("guided", "supported", "independent")}  # fmt: skip
    assert len(by_level) == 3


def test_a_debrief_carries_its_title() -> None:
    done = coach(
        "debrief", "pricing rollout", "--plain", stdin="We had to decide on the price.\n\n", env=TODAY
    )
    assert done.code == 0
    assert "pricing rollout" in done.out
    assert sessions()[0]["kind"] == "debrief"
    assert sessions()[0]["title"] == "pricing rollout"
    assert "pricing rollout" in coach("reflect", "--plain", stdin="", env=TODAY).out


def test_the_document_says_which_session_and_how_it_stands() -> None:
    done = reflect(f"win: {WIN}\n", "--json")
    assert done.json["data"]["state"] == "closed"
    assert done.json["data"]["entry"] == sessions()[0]["id"]
    assert WIN in done.err


def test_nothing_to_resume_is_said() -> None:
    assert coach("reflect", "--plain", "--resume").code == 3
    assert reflect("win: x\n", "--resume").code == 3


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert coach("reflect", "--answers", str(tmp_path / "none.yaml")).code == 3
    assert sessions() == []


def test_after_a_gap_the_gentle_return_is_suggested() -> None:
    reflect(f"win: {WIN}\n")
    later = coach("reflect", "--questions", "--json", env={"COACH_TODAY": "2026-12-20"}).json["data"]["items"]
    now = coach("reflect", "--questions", "--json", env={"COACH_TODAY": "2026-11-25"}).json["data"]["items"]
    assert len(later) < len(now)


def test_c18_a_follow_up_that_quotes_a_private_answer_is_hidden_with_it() -> None:
    answers = f"win:\n- {WIN}\n- The team went quiet, then Mina agreed.\n"
    reflect(answers)
    entry = sessions()[0]["id"]
    assert "doubt" in sessions()[0]["answers"][1]["question"]
    coach("entries", "private", entry, "--step", "1")
    for command in (("entries", "show", entry), ("entries",), ("entries", "versions", entry), ("today",)):
        for form in ((), ("--json",)):
            assert "doubt" not in coach(*command, *form, "--hide-private", env=TODAY).out, command
    assert "doubt" not in coach("export", "-").out


def test_c18_the_inner_state_of_a_running_session_is_never_printed() -> None:
    coach("reflect", "--plain", stdin=f"/private\n{WIN}\n\n", env=TODAY)
    shown = coach("entries", "show", sessions()[0]["id"], "--json", "--hide-private").out
    assert "doubt" not in shown
    assert "pending" not in shown


def test_a_list_answers_the_questions_in_the_order_they_are_asked_now() -> None:
    done = reflect(f"- {WIN}\n- {CHANGE}\n")
    assert done.code == 0
    assert done.err == ""
    answers = coach("entries", "--json").json["data"]["items"][0]["answers"]
    assert [(one["step"], one["answer"]) for one in answers] == [("win", WIN), ("change", CHANGE)]


def test_a_list_goes_on_with_what_a_paused_session_has_left() -> None:
    coach("reflect", "--plain", stdin=f"{WIN}\n\n")
    done = reflect(f"- It was quiet.\n- {CHANGE}\n", "--resume")
    assert done.code == 0, done.err
    answers = coach("entries", "--json").json["data"]["items"][0]["answers"]
    assert CHANGE in [one["answer"] for one in answers if one["step"] == "change"]


def test_a_list_longer_than_the_questions_is_refused_before_anything_is_written() -> None:
    refused = reflect("".join(f"- answer {number}\n" for number in range(20)))
    assert refused.code == 2
    assert "questions now" in refused.err
    assert coach("entries", "--json").json["data"]["items"] == []


def broken_light(own_place: Path) -> Path:
    folder = own_place / "prompts" / "guides"
    folder.mkdir(parents=True)
    (folder / "light.yaml").write_text("id: light\ntitle: {{7*7}}\n", encoding="utf-8")
    return folder / "light.yaml"


@pytest.mark.parametrize("way", [("--plain",), ("--questions",)])
def test_a_broken_guide_of_ones_own_is_said_by_file_and_line(own_place: Path, way: tuple[str, ...]) -> None:
    file = broken_light(own_place)
    ended = coach("reflect", "--guide", "light", *way)
    assert ended.code == 0
    assert f"{file}, line 2" in ended.err
    assert "the built-in one is used" in ended.err
    assert "coach prompts diff guides/light.yaml" in ended.err


def test_today_says_a_broken_guide_of_ones_own_before_it_is_used(own_place: Path) -> None:
    file = broken_light(own_place)
    options = Options(environ={**os.environ})
    [said] = build(options).problems
    assert f"{file}, line 2" in said.message
    assert "the built-in one is used" in said.message
