"""Plain mode: a whole reflection in appended lines, nothing typed is lost (ux 5; P16, S7, C17, C18)."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import Result, coach

TODAY = {"COACH_TODAY": "2026-11-18"}
NEXT_WEEK = {"COACH_TODAY": "2026-11-25"}
WIN = "I said the doubt in the first five minutes of the review."
CHANGE = "I will ask before I guess, because guessing cost me two days."
RISKY = "I want to kill myself tonight."


def reflect(*typed: str, env: dict[str, str] = TODAY, options: tuple[str, ...] = ()) -> Result:
    """Run `coach reflect --plain`, each of `typed` as one answer ended by an empty line."""
    return coach("reflect", "--plain", *options, stdin="".join(f"{one}\n\n" for one in typed), env=env)


def lines(*typed: str, env: dict[str, str] = TODAY, options: tuple[str, ...] = ()) -> Result:
    """The same, with the lines exactly as given."""
    return coach("reflect", "--plain", *options, stdin="".join(f"{one}\n" for one in typed), env=env)


def sessions() -> list[dict[str, object]]:
    items = coach("entries", "--json").json["data"]["items"]
    return [item for item in items if "session" in item]


def answers() -> list[str]:
    return [answer["answer"] for answer in sessions()[0]["answers"]]  # type: ignore[attr-defined]  # JSON


SKIP_REST = ["/skip"] * 12


def test_a_whole_reflection_is_walked_and_closed_without_an_escape_byte() -> None:
    done = lines(WIN, "", "/skip", CHANGE, "", "/skip", *["/skip"] * 3, "", "4", "", "")
    assert done.code == 0, done.err
    assert "The session is closed." in done.out
    assert not any(byte in done.out for byte in ("\x1b", "\x9b", "\x08", "\r", "\x07"))
    session = sessions()[0]
    assert session["session"]["state"] == "closed"  # type: ignore[index]  # JSON
    assert session["session"]["mark"] == 4  # type: ignore[index]  # JSON
    assert answers()[:2] == [WIN, CHANGE]


def test_57_what_was_to_change_is_quoted_and_asked_about_first_next_time() -> None:
    lines(WIN, "", "/skip", CHANGE, "", "/skip", *["/skip"] * 3, "", "")
    later = lines(env=NEXT_WEEK)
    first = later.out.index("Question 1 of")
    block = later.out[first:]
    assert CHANGE in block
    assert "Wed 18 Nov (7 days ago)" in block
    assert block.index(CHANGE) < block.index("?")


def test_an_answer_of_several_lines_ends_with_an_empty_line() -> None:
    lines("first line", "second line", "")
    assert answers() == ["first line\nsecond line"]


def test_p16_end_of_input_keeps_the_last_answer_and_says_how_to_go_on() -> None:
    stopped = coach("reflect", "--plain", stdin=f"{WIN}\n\n/skip\nno empty line after this", env=TODAY)
    assert stopped.code == 0
    assert "paused" in stopped.out
    assert "coach reflect --resume" in stopped.out
    assert answers() == [WIN, "no empty line after this"]
    resumed = lines("/skip", options=("--resume",))
    assert "Question 1 of" not in resumed.out


def test_more_takes_blank_lines_until_a_single_dot() -> None:
    lines("/more", "first", "", "/skip is text here", "..", ".", "")
    assert answers() == ["first\n\n/skip is text here\n.."]


def test_end_of_input_within_more_keeps_the_text() -> None:
    lines("/more", "first", "", "second")
    assert answers() == ["first\n\nsecond"]


def test_a_line_that_only_looks_like_a_command_is_text() -> None:
    said = lines("/usr/bin/true was slow all week", "")
    assert answers() == ["/usr/bin/true was slow all week"]
    assert "part of the answer" in said.out


def test_why_help_and_private_leave_the_question_and_the_typed_lines_alone() -> None:
    said = lines("first", "/why", "/help", "/private", "second", "")
    assert "/deeper" in said.out
    assert "This answer is private" in said.out
    entry = sessions()[0]
    assert entry["answers"][0]["answer"] == "first\nsecond"  # type: ignore[index]  # JSON
    assert entry["answers"][0]["private"] is True  # type: ignore[index]  # JSON
    assert "first" not in coach("export", "-").out


def test_private_is_taken_back_by_the_same_command() -> None:
    lines("/private", "/private", "first", "")
    assert "private" not in sessions()[0]["answers"][0]  # type: ignore[index, operator]  # JSON


def test_back_shows_the_answer_and_an_empty_line_keeps_it() -> None:
    said = lines(WIN, "", "/skip", "/back", "")
    assert f"> {WIN}" in said.out
    assert answers() == [WIN]


def test_back_at_the_first_question_is_one_sentence_and_nothing_more() -> None:
    said = lines("/back", WIN, "")
    assert "first question" in said.out
    assert answers() == [WIN]


def test_what_was_typed_before_a_skip_is_a_draft_that_comes_back() -> None:
    said = lines("half a thought", "/skip", "/back", "and the rest", "")
    assert "draft" in said.out
    assert "> half a thought" in said.out
    assert answers() == ["half a thought\nand the rest"]


def test_what_was_skipped_knowingly_is_no_draft_any_more_once_the_session_is_over(own_place: Path) -> None:
    lines("half a thought", "/skip", "/pause")
    [draft] = own_place.rglob("drafts/*.json")
    kept = json.loads(draft.read_text("utf-8"))
    assert kept["text"] == "half a thought"
    draft.write_text(json.dumps({**kept, "pid": 2**22 + 1}), "utf-8")  # as if another process had left it
    lines(*SKIP_REST, "", "", "", options=("--resume",))
    assert sessions()[0]["session"]["state"] == "closed"  # type: ignore[index]  # JSON
    assert list(own_place.rglob("drafts/*.json")) == []


def test_what_was_skipped_in_one_run_is_forgotten_at_its_end(own_place: Path) -> None:
    done = lines("half a thought", *SKIP_REST, "", "", "")
    assert "The session is closed." in done.out
    assert list(own_place.rglob("drafts/*.json")) == []


def test_an_empty_line_keeps_the_answer_though_other_words_were_begun_and_not_sent(own_place: Path) -> None:
    lines(WIN, "", "/skip", "/back", "other words", "/pause")
    said = lines("", "/pause", options=("--resume",))
    assert "> other words" in said.out
    assert "follows it" not in said.out
    assert answers() == [WIN]
    assert "other words" in "".join(one.read_text("utf-8") for one in own_place.rglob("drafts/*.json"))


def test_p16_words_begun_and_not_sent_are_taken_up_by_their_command() -> None:
    lines(WIN, "", "/skip", "/back", "other words", "/pause")
    lines("/draft", "and more", "", "/pause", options=("--resume",))
    assert answers() == ["other words\nand more"]
    assert "Nothing is waiting" in lines("/draft", options=("--new",)).out


def test_c17_another_deeper_and_never_give_another_question() -> None:
    said = lines("/another", "/deeper", WIN, "", "/another", "/deeper", "/never")
    blocks = [block for block in said.out.split("\n\n") if block.startswith(("Question 1", "Follow-up 1"))]
    assert len(blocks) >= 4
    assert len(set(blocks)) == len(blocks)
    assert "only" in said.out or "follow-up" in said.out


def test_pause_and_resume_go_on_at_the_same_question() -> None:
    lines(WIN, "", "/skip", "/pause")
    again = lines("1", CHANGE, "")
    assert "There is an unfinished session:" in again.out
    assert answers() == [WIN, CHANGE]


def test_a_new_session_is_begun_where_that_was_picked_or_asked_for() -> None:
    lines(WIN, "", "/pause")
    lines("7", "2", "other", "")
    assert len(sessions()) == 2
    lines("third", "", options=("--new",))
    assert len(sessions()) == 3


def test_a_recap_line_is_changed_by_its_number_and_a_wrong_day_keeps_the_old_one() -> None:
    promise = "When the build is green, I will send the notes to Omar by friday."
    said = lines(WIN, "", "/skip", "/skip", "/skip", promise, "", "/skip")
    recap = said.out[said.out.index("This is what the session keeps") :]
    number = next(line.split(".")[0] for line in recap.splitlines() if "Fri 20 Nov" in line)
    changed = lines(number, "someday", number, "next monday", "99", "", "", options=("--resume",))
    assert "not understood" in changed.out
    assert "no number of the list" in changed.out
    assert "The session is closed." in changed.out
    kept = coach("commit", "--json", env=TODAY).json["data"]["items"]
    assert [one["due"] for one in kept] == ["2026-11-23"]


@pytest.mark.parametrize(("number", "state"), [("1", "paused"), ("2", "closed")])
def test_s7_after_a_safety_stop_the_ways_are_numbered_and_keep_what_was_written(
    number: str, state: str
) -> None:
    said = lines(RISKY, "", number)
    after = said.out[said.out.index("I stop") :]
    assert "3. Delete this session" in after
    assert after.split("\n1. ")[0].count("?") == 0
    assert sessions()[0]["session"]["state"] == state  # type: ignore[index]  # JSON
    assert RISKY in answers()


def test_s7_a_stopped_session_is_deleted_by_number_and_undo_brings_it_back() -> None:
    lines(RISKY, "", "3")
    assert sessions() == []
    coach("undo")
    assert RISKY in answers()


def test_s7_end_of_input_at_a_stop_keeps_everything_and_the_next_run_shows_the_ways_again() -> None:
    lines(RISKY, "")
    assert sessions()[0]["session"]["state"] == "stopped"  # type: ignore[index]  # JSON
    again = lines("1", options=("--resume",))
    assert "I stop" in again.out
    assert "The session goes on." in again.out


def test_a_stray_byte_in_the_input_does_not_end_the_session() -> None:
    done = coach("reflect", "--plain", stdin=b"caf\xe9 with Omar\n\n", env=TODAY)
    assert done.code == 0
    assert answers() == ["caf\ufffd with Omar"]


@pytest.mark.parametrize("env", [{"COACH_PLAIN": "1"}, {"TERM": "dumb"}])
def test_plain_is_switched_on_by_the_surroundings_too(env: dict[str, str]) -> None:
    assert coach("reflect", stdin=f"{WIN}\n\n", env={**TODAY, **env}).code == 0
    assert answers() == [WIN]


def test_input_is_read_under_ci_and_with_no_input() -> None:
    done = coach("reflect", "--plain", "--no-input", stdin=f"{WIN}\n\n", env={**TODAY, "CI": "true"})
    assert done.code == 0
    assert answers() == [WIN]


def test_hidden_private_answers_are_not_shown_on_the_way_back() -> None:
    lines("/private", "hard to say", "", "/skip", "/pause")
    said = lines("/back", "", options=("--resume", "--hide-private"))
    assert "hard to say" not in said.out
    assert answers() == ["hard to say"]


def test_p16_an_interrupt_keeps_every_line_and_ends_with_130(own_place: Path) -> None:
    """A real process: the line typed before Ctrl-C is offered again, once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "reflect", "--plain"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **TODAY},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    while "?" not in (line := process.stdout.readline()):
        assert line, process.stderr.read() if process.stderr else ""
    process.stdin.write("half a thought\n/why\n")
    process.stdin.flush()
    assert process.stdout.readline()  # the reason was said, so the line before it was taken
    process.send_signal(2)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "coach reflect --resume" in out
    again = lines("and the rest", "", options=("--resume",))
    assert "> half a thought" in again.out
    assert answers() == ["half a thought\nand the rest"]
    assert "You had begun" not in lines(options=("--resume",)).out
    assert own_place.exists()


def test_at_a_real_terminal_plain_mode_writes_no_escape_byte_and_draws_nothing() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "reflect", "--plain"],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **TODAY}, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    for typed in (b"I asked early\n\n", b"/skip\n", b"/pause\n"):
        while not seen.rstrip().endswith(b"?"):
            seen += os.read(ours, 4096)
        os.write(ours, typed)
        seen += os.read(ours, 1)  # the echo: what follows belongs to the next question
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:  # Linux says end of file on a terminal this way
        pass
    os.close(ours)
    assert process.wait(timeout=20) == 0
    assert b"paused" in seen
    assert b"\x1b" not in seen
    assert answers() == ["I asked early"]


def an_editor(folder: Path, *, status: int = 0) -> dict[str, str]:
    """An editor that adds a paragraph to what it is given."""
    script = folder / "editor"
    script.write_text(f'#!/bin/sh\nprintf "\\nwritten in the editor\\n" >> "$1"\nexit {status}\n')
    script.chmod(0o700)
    return {**TODAY, "VISUAL": str(script)}


def test_edit_takes_over_what_the_editor_gives_back(tmp_path: Path) -> None:
    coach("reflect", "--plain", typed="first line\n/edit\n\n", env=an_editor(tmp_path))
    assert answers() == ["first line\n\nwritten in the editor"]


def test_an_editor_that_fails_or_is_not_there_changes_nothing(tmp_path: Path) -> None:
    said = coach("reflect", "--plain", typed="first line\n/edit\n\n", env=an_editor(tmp_path, status=1))
    assert "status 1" in said.out
    assert answers() == ["first line"]
    piped = lines("/edit", "", options=("--new",))
    assert "gave nothing back" in piped.out


def test_f4_own_puts_the_persons_question_in_place_of_the_follow_up() -> None:
    done = lines(WIN, "", "/own", "/own What did I want to protect?", "my standing", "", *SKIP_REST)
    assert "Write your question on the same line" in done.out
    assert "1, your own." in done.out
    assert "What did I want to protect?" in done.out
    kept = sessions()[0]["answers"][1]  # type: ignore[index]  # JSON
    assert (kept["question"], kept["answer"]) == ("What did I want to protect?", "my standing")
