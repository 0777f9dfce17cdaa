"""Streams, exit statuses and questions of the command line (ux, section 6; promise P31)."""

import ast
import io
import json
import os
import stat
import sys
from pathlib import Path

import click
import pytest

import coach.cli as cli_package
from coach.cli import app as cli_app
from coach.cli.app import App, command, group, pass_app
from coach.cli.output import Out, cells
from coach.cli.writing import write_whole
from coach.errors import CoachError, NotUnique, UsageError
from tests.cli.helpers import Result, coach

EVIL = "\x1b]0;owned\x07 \x9b31m \u202e text \x7f"
NOT_SHOWN = "\x1b\x07\x9b\u202e\x7f"


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command of the test's own, found by name like all others."""
    monkeypatch.setattr(cli_app, "COMMANDS", {**cli_app.COMMANDS, "trial": ("trial", "trial", "A trial.")})
    real = cli_app.import_module

    class Module:
        trial = _trial

    monkeypatch.setattr(
        cli_app, "import_module", lambda name: Module if name == "coach.cli.trial" else real(name)
    )


@command("trial")
@click.argument("what")
@click.argument("more", required=False)
@click.option("--yes", is_flag=True)
@pass_app
def _trial(app: App, what: str, more: str | None, yes: bool) -> int | None:
    """A trial."""
    if what == "unknown":
        raise ValueError("the text of an entry")
    if what == "ours":
        raise NotUnique(f"Two match {EVIL}.", matches=["one", EVIL], hint="Say more.")
    if what == "interrupt":
        raise KeyboardInterrupt
    if what == "status":
        app.out.show("thing", {}, "done")
        return 10
    if what == "confirm" and not yes and not app.out.confirm("Really?", "--yes"):
        return 2
    if what == "options":
        options = app.options
        app.out.raw(json.dumps([options.color, options.engine, options.quiet, options.today, options.plain]))
        return None
    app.out.echo(f"echo {EVIL}")
    app.out.warn(f"warn {EVIL}")
    app.out.show("thing", {"words": EVIL}, f"result {EVIL}")
    return None


pytestmark = pytest.mark.usefixtures("trial")


def test_the_result_goes_to_stdout_and_all_else_to_stderr() -> None:
    ended = coach("trial", "say")
    assert ended.code == 0
    assert ended.out.startswith("result ")
    assert ended.err.startswith("echo ")
    assert "warning: warn" in ended.err


def test_quiet_silences_echoes_not_warnings() -> None:
    assert coach("trial", "say", "-q").err.startswith("warning: ")


def test_verbose_says_where_things_are_kept(own_place: Path) -> None:
    assert f"data in {own_place}/data" in coach("today", "-v").err
    assert "data in" not in coach("today").err


def test_nothing_printed_can_act_on_a_terminal_p31() -> None:
    for arguments in (
        ["trial", "say"],
        ["trial", "say", "--json"],
        ["trial", "ours"],
        ["trial", EVIL],
        [EVIL],
    ):
        for extra in ([], ["--json"], ["--color", "always"]):
            ended = coach(*arguments, *extra)
            assert not set(ended.out + ended.err) & set(NOT_SHOWN), (arguments, extra)


def test_json_is_one_document_that_keeps_the_original_words() -> None:
    assert coach("trial", "say", "--json").json == {
        "schema": "coach/1",
        "kind": "thing",
        "data": {"words": EVIL},
    }


def test_a_failure_is_told_in_both_forms_with_its_status() -> None:
    ended = coach("--json", "trial", "ours")
    assert ended.code == 3
    assert ended.json["error"]["code"] == "not_unique"
    assert ended.json["error"]["hint"] == "Say more."
    assert ended.err.startswith("coach: Two match")
    assert "Say more." in ended.err
    plain = coach("trial", "ours")
    assert (plain.code, plain.out) == (3, "")


@pytest.mark.parametrize(
    "line", [["nonsense"], ["trial"], ["trial", "say", "--nonsense"], ["trial", "--color", "red", "x"]]
)
def test_a_wrong_line_is_exit_2_with_a_way_on(line: list[str]) -> None:
    ended = coach(*line, "--json")
    assert ended.code == 2
    assert ended.json["error"]["code"] == "usage"
    assert "-h" in ended.json["error"]["hint"]
    assert coach(*line).out == ""


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    assert "Did you mean 'trial'?" in coach("trail").err


def test_an_unknown_error_quotes_nothing_and_leaves_a_report_p39(own_place: Path) -> None:
    ended = coach("trial", "unknown", "--json")
    assert ended.code == 1
    assert ended.json["error"]["code"] == "unexpected"
    assert "the text of an entry" not in ended.out + ended.err
    [report] = (own_place / "state" / "reports").iterdir()
    assert str(report) in ended.err
    kept = report.read_text(encoding="utf-8")
    assert "ValueError" in kept
    assert "test_streams.py" in kept
    assert "the text of an entry" not in kept
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_an_interrupt_is_exit_130() -> None:
    assert coach("trial", "interrupt").code == 130


def test_a_command_may_end_with_a_status_after_its_result() -> None:
    ended = coach("trial", "status")
    assert (ended.code, ended.out) == (10, "done\n")


def test_global_options_stand_before_or_after_and_the_later_wins() -> None:
    line = [
        "--color",
        "never",
        "--engine",
        "embedded",
        "trial",
        "options",
        "--color",
        "always",
        "-q",
        "--today",
        "2026-01-01",
    ]
    assert json.loads(coach(*line).out) == ["always", "embedded", True, "2026-01-01", False]
    assert json.loads(coach("--plain", "trial", "options").out)[-1] is True


def test_confirming_fails_at_once_where_nobody_can_answer_and_names_the_flag() -> None:
    for ended in (
        coach("trial", "confirm"),
        coach("trial", "confirm", typed="y\n", env={"CI": "true"}),
        coach("trial", "confirm", "--no-input", typed="y\n"),
    ):
        assert ended.code == 2
        assert "--yes" in ended.err
        assert ended.out == ""
    assert coach("trial", "confirm", "--yes").code == 0


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("yes\n", 0), ("\n", 2), ("n\n", 2), ("", 130)])
def test_confirming_at_a_terminal_takes_no_for_an_answer(typed: str, code: int) -> None:
    ended = coach("trial", "confirm", typed=typed)
    assert ended.code == code
    assert "Really? [y/N]" in ended.err


def test_choosing_shows_a_numbered_list_and_reads_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdin", Terminal("9\nx\n2\n"))
    assert Out().pick("Which?", ["one", "two"], "--which") == 1
    assert "  2  two" in sys.stderr.getvalue()  # type: ignore[attr-defined]  # a StringIO
    monkeypatch.setattr(sys, "stdin", Terminal("9\n9\n9\n"))
    with pytest.raises(UsageError, match="nothing was changed"):
        Out().pick("Which?", ["one", "two"], "--which")


def test_no_colour_off_a_terminal_and_bold_heads_where_it_is_wanted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for color, bold in (("auto", False), ("never", False), ("always", True)):
        out = Out(color=color, environ={"TERM": "xterm"})
        out.result(out.table([("a", "b")], heads=("One", "Two")))
        assert ("\x1b[1mOne" in capsys.readouterr().out) is bold


def test_table_columns_align_also_for_wide_letters() -> None:
    lines = Out().table([("面談", "x"), ("ab", "y"), ("", "z")]).splitlines()
    assert [cells(line.rstrip("xyz")) for line in lines] == [6, 6, 6]


def test_long_lines_are_not_cut_off_a_terminal() -> None:
    assert len(Out().table([("word " * 100, "end")])) > 400


def test_a_result_file_is_written_whole_private_and_never_over_another(tmp_path: Path) -> None:
    os.umask(0o000)
    try:
        target = tmp_path / "out.md"
        write_whole(target, b"one")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        with pytest.raises(UsageError) as told:
            write_whole(target, b"two")
        assert "--force" in told.value.hint
        assert target.read_bytes() == b"one"
        write_whole(target, b"two", force=True)
        assert target.read_bytes() == b"two"
        assert [path.name for path in tmp_path.iterdir() if path.name != "place"] == ["out.md"]
        with pytest.raises(CoachError, match="untouched"):
            write_whole(tmp_path / "missing" / "out.md", b"x")
    finally:
        os.umask(0o022)


def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError):
        write_whole(tmp_path / "link", b"x")
    assert not (tmp_path / "elsewhere").exists()


def test_only_output_writes_to_a_stream_p31() -> None:
    """No print, no click.echo, no sys.stdout or sys.stderr beside `output`: all goes through clean()."""
    folder = Path(cli_package.__file__).parent
    found = []
    for path in sorted(folder.glob("*.py")):
        if path.name == "output.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = _dotted(node.func) if isinstance(node, ast.Call) else ""
            if name in {"print", "click.echo", "click.secho", "click.confirm", "click.prompt", "click.pause"}:
                found.append(f"{path.name}:{node.lineno} {name}")  # type: ignore[attr-defined]  # a call has one
            if name.startswith(("sys.stdout.", "sys.stderr.")) and not name.endswith(".isatty"):
                found.append(f"{path.name}:{node.lineno} {name}")  # type: ignore[attr-defined]  # a call has one
    assert found == []


def _dotted(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def test_the_help_of_the_program_agrees_with_each_command() -> None:
    made = cli_app.root()
    context = click.Context(made)
    for name in cli_app.COMMANDS:
        found = made.get_command(context, name)
        assert found is not None
        assert found.name == name


def test_a_group_sends_an_unknown_first_word_to_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    @group("things", default="search")
    def things() -> None:
        pass

    @things.command("search")
    @click.argument("words", nargs=-1)
    def search(words: tuple[str, ...]) -> None:
        seen.append(("search", words))

    @things.command("show")
    @click.argument("word")
    def show(word: str) -> None:
        seen.append(("show", (word,)))

    for line in (["some", "words"], ["show", "x"], [], ["--json", "more"], ["--color", "never", "show", "y"]):
        things.main(line, standalone_mode=False, obj=App({}))
    assert seen == [
        ("search", ("some", "words")),
        ("show", ("x",)),
        ("search", ()),
        ("search", ("more",)),
        ("show", ("y",)),
    ]


def test_standard_input_that_is_not_text_is_refused_and_nothing_kept() -> None:
    ended = coach("log", "-", stdin=b"\xff\xfe")
    assert ended.code == 2
    assert "not UTF-8" in ended.err
    assert Result is type(ended)


def test_a_quick_note_without_click_does_what_the_command_does() -> None:
    quick, clicked = coach("log", "words @ann #tag"), coach("log", "words @ann #tag", "-q")
    assert quick.code == clicked.code == 0
    assert quick.out[:8] == clicked.out[:8] == "Kept as "
    one, other = coach("entries", "--json").json["data"]["items"]
    for key in ("kind", "text", "with", "tags"):
        assert one[key] == other[key]
    assert coach("log", " ").code == coach("log", " ", "-q").code == 2
    assert coach("log", "a\udc80b").code == coach("log", "a\udc80b", "-q").code == 2


def test_a_command_named_in_a_message_stands_in_backquotes() -> None:
    folder = Path(cli_package.__file__).parent
    places = [*folder.glob("*.py"), *(folder.parent / "prompting").glob("*.py")]
    texts = [place.read_text("utf-8") for place in [*places, folder.parent / "engine" / "history.py"]]
    assert [text for text in texts if "“coach " in text or "Try '" in text] == []
    assert "`coach log" in coach("entries").err
