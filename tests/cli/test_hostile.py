"""Hostile text in every field, through every command: what is printed is clean text (P31, P32, S8, P43)."""

import json

import pytest
from coach.clean import clean

from tests.cli.helpers import Result, coach

EVIL = (
    "\x1b]0;owned\x07\x1b]52;c;eA==\x1b\\\x1b[2J\x9b31m\x9d0;t\x9c \u202egnp\u2066.exe \u200b\x00\x7f \ud800 "
    "[/x] [@click=app.quit]x[/] {{7777*7777}} {{ config }} %s {0}"
)
TODAY = {"COACH_TODAY": "2026-11-18"}


def check(result: Result, what: str) -> Result:
    for stream in (result.out, result.err):
        assert clean(stream) == stream, what
        assert "60481729" not in stream, what
        assert "Something unexpected" not in stream, what
    return result


@pytest.fixture
def house() -> dict[str, str]:
    """Hostile text in every kind of record; the ids of one of each."""
    entry = {"date": "2026-11-17", "kind": f"note{EVIL}", "text": f"first {EVIL}\nsecond {EVIL}",
             "with": [f"Mina {EVIL}"], "tags": [EVIL]}  # fmt: skip
    answer = {"question": f"What? {EVIL}", "answer": f"an answer {EVIL}", "step": "win"}
    session = {"id": EVIL, "date": "2026-11-16", "kind": "weekly", "answers": [answer]}
    lines = json.dumps(entry) + "\n" + json.dumps(session)
    assert check(coach("import", "-", stdin=lines, env=TODAY), "import").code == 0
    typed = EVIL.replace("\ud800", "").replace("\x00", "")  # an argument of a process holds neither
    ids = {"entry": coach("entries", "kind:weekly", "--json", env=TODAY).json["data"]["items"][0]["own_id"]}
    made = {
        "person": ("people", "add", f"Omar {typed}", "--aka", typed),
        "aim": ("aims", "add", f"aim {typed}", "--sign", typed),
        "commit": ("commit", "add", f"do {typed}", "--sign", typed, "--if", typed, "--due", "2026-11-17"),
        "experiment": ("experiment", "add", f"try {typed}", "--belief", typed, "--due", "2026-11-17"),
    }
    for name, command in made.items():
        check(coach(*command, env=TODAY), name)
        ids[name] = check(coach(command[0], "list", "--json", env=TODAY), name).json["data"]["items"][0]["id"]
    check(
        coach("log", f"win {typed}", "--kind", "win", "--tag", typed, "--with", f"Ana {typed}", env=TODAY),
        "log",
    )
    return ids


READING = [
    ("today",), ("due",), ("due", "--format", f"{{first}} {EVIL}"),
    ("entries",), ("entries", "--format", "md"), ("entries", "first"), ("entries", EVIL),
    ("entries", "kind:nothing"), ("entries", "since:" + EVIL), ("entries", "@" + EVIL),
    ("entries", "show", "{entry}"), ("entries", "show", "{entry}", "--format", "md"),
    ("entries", "versions", "{entry}"), ("entries", "show", EVIL),
    ("people",), ("people", "show", "{person}"), ("people", "show", "o" + EVIL), ("people", "show", "mina"),
    ("aims",), ("aims", "show", "{aim}"),
    ("commit",), ("commit", "list", "--status", "all"), ("commit", "show", "{commit}"),
    ("commit", "list", "--person", EVIL), ("commit", "add", "x", "--due", EVIL),
    ("experiment",), ("experiment", "show", "{experiment}"),
    ("undo", "--list"), ("bin",),
    ("export", "-"), ("export", "-", "--include-private"), ("export", EVIL[:9] + "/x"), ("import", EVIL),
    ("reflect", "--guide", EVIL, "--plain"), ("reflect", "--answers", EVIL),
    ("ask", "first " + EVIL), ("ask", "--history", EVIL, "x"), ("log", "x", "--on", EVIL),
    (EVIL,), ("people", EVIL),
]  # fmt: skip


def test_p31_what_every_reading_command_prints_is_clean(house: dict[str, str]) -> None:
    for command in READING:
        arguments = [house.get(part[1:-1], part) for part in command]
        for form in ((), ("--json",)):
            result = check(coach(*arguments, *form, env=TODAY), repr(command))
            if form and result.out:
                assert json.loads(result.out.splitlines()[0]), command
                assert result.out.isascii() or command[0] == "export", command


def test_p32_markup_and_templates_stay_the_text_they_are(house: dict[str, str]) -> None:
    shown = coach("entries", "show", house["entry"], env=TODAY).out
    for literal in ("[/x]", "[@click=app.quit]x[/]", "{{7777*7777}}", "%s", "{0}"):
        assert literal in shown


def test_p31_a_whole_session_over_hostile_records_and_answers_is_clean(house: dict[str, str]) -> None:
    typed = EVIL.replace("\ud800", "").encode()
    block = b"I felt stuck again " + typed + b" because nobody asked me\n\n"
    done = check(
        coach("reflect", "--plain", stdin=block * 14 + b"1\n" + typed + b"\n\n3\n", env=TODAY), "reflect"
    )
    assert done.code == 0, done.err
    assert "[/x]" in done.out
    titled = coach("debrief", f"title {EVIL}", "--plain", stdin=b"x\n\n", env=TODAY)
    check(titled, "debrief")
    check(coach("reflect", "--plain", stdin=b"", env=TODAY), "reflect again")
    check(
        coach("reflect", "--answers", "-", "--new", stdin=b"win: '" + b"text [/x]" + b"'\n", env=TODAY),
        "answers",
    )


def test_p31_every_changing_command_says_clean_sentences(house: dict[str, str]) -> None:
    for command in (
        ("commit", "carry", house["commit"], "--due", "2026-11-20"),
        ("commit", "close", house["commit"], "--outcome", "done", "--note", "n"),
        ("experiment", "close", house["experiment"], "--verdict", "keep"),
        ("experiment", "close", house["experiment"], "--verdict", "keep"),
        ("aims", "close", house["aim"]),
        ("people", "edit", house["person"], "--role", "mentor"),
        ("people", "add", "mina"),
        ("people", "rm", house["person"]),
        ("entries", "private", house["entry"]),
        ("entries", "release", house["entry"]),
        ("entries", "edit", house["entry"], "new words"),
        ("entries", "rm", house["entry"]),
        ("bin",),
        ("bin", "restore", house["entry"]),
        ("undo",),
        ("redo",),
    ):
        check(coach(*command, env=TODAY), repr(command))
        check(coach("undo", "--list", "--json", env=TODAY), repr(command))


def test_the_store_keeps_the_original_characters(house: dict[str, str]) -> None:
    line = next(
        json.loads(one) for one in coach("export", "-", env=TODAY).out.splitlines() if "second" in one
    )
    assert line["text"] == f"first {EVIL}\nsecond {EVIL}"
    assert house
