"""`coach today`, `coach due`, and `coach` without a terminal (ux 4.1, 6; feature C16)."""

from tests.cli.helpers import coach

TODAY = {"COACH_TODAY": "2026-11-18"}


def test_the_first_day_names_three_ways_to_begin() -> None:
    first = coach("today")
    assert first.code == 0
    assert "coach reflect" in first.out
    assert "coach demo" in first.out


def test_without_a_terminal_coach_prints_what_today_prints() -> None:
    coach("commit", "add", "Send the notes", "--due", "2026-11-16", env=TODAY)
    bare, today = coach(env=TODAY), coach("today", env=TODAY)
    assert bare.code == 0
    assert bare.out == today.out
    assert "Send the notes" in bare.out


def test_today_shows_what_is_due_commitments_and_a_win() -> None:
    coach("commit", "add", "Send the notes", "--due", "2026-11-16", env=TODAY)
    coach("commit", "add", "Write the scope", "--due", "2026-12-16", env=TODAY)
    coach("log", "Mina ran the review alone", "--kind", "win", "--on", "2026-11-17", env=TODAY)
    page = coach("today", env=TODAY).out
    assert "Weekly reflection" in page
    assert "2 open, 1 late" in page
    assert "was due" in page
    assert "Write the scope" not in page
    assert "Write the scope" in coach("today", "--days", "60", env=TODAY).out
    assert "Mina ran the review alone" in page
    data = coach("today", "--json", env=TODAY).json["data"]
    assert data["commitments"]["late"] == 1


def test_due_is_one_line_and_exits_with_10_only_where_asked() -> None:
    coach("log", "hello", env=TODAY)
    plain = coach("due", env=TODAY)
    assert (plain.code, plain.out.count("\n")) == (0, 1)
    assert coach("due", "--exit-code", env=TODAY).code == 10
    coach("commit", "add", "Send", "--due", "2026-11-18", env=TODAY)
    assert coach("due", "--format", "{due} due, {late} late", env=TODAY).out == "2 due, 0 late\n"
    items = coach("due", "--json", env=TODAY).json["data"]["items"]
    assert {item["kind"] for item in items} == {"reflection", "commitment"}


def test_a_template_is_text_and_an_unknown_field_is_named() -> None:
    assert coach("due", "--format", "{{7*7}} {due.__class__}").code == 2
    assert "nofield" in coach("due", "--format", "{nofield}").err


def test_hidden_private_things_are_not_shown_and_not_named() -> None:
    coach("commit", "add", "Hard talk", "--due", "2026-11-16", "--private", env=TODAY)
    for command in ("today", "due"):
        assert "Hard talk" in coach(command, "--json", env=TODAY).out
        assert "Hard talk" not in coach(command, "--json", "--hide-private", env=TODAY).out


def test_a_due_item_is_put_off_to_a_day_and_nothing_is_deleted() -> None:
    coach("log", "hello", env=TODAY)
    assert coach("today", "--put-off", "weekly", env=TODAY).code == 2
    assert coach("today", "--put-off", "weekly", "--until", "2026-11-01", env=TODAY).code == 2
    assert coach("today", "--put-off", "nothing", "--until", "friday", env=TODAY).code == 3
    done = coach("today", "--put-off", "weekly", "--until", "friday", env=TODAY)
    assert "Fri 20 Nov" in done.out
    assert coach("due", "--exit-code", env=TODAY).code == 0
    assert coach("due", "--exit-code", env={"COACH_TODAY": "2026-11-20"}).code == 10
    coach("undo")
    assert coach("due", "--exit-code", env=TODAY).code == 10
