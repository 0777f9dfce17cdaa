"""The only place of the command line that writes to a stream (promise P31).

stdout: the result, as text or as one JSON document. stderr: progress, echoes, warnings, errors, prompts.
Everything printed passes `clean`; JSON is written in ASCII, so nothing in it can reach a terminal raw.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from coach.clean import clean, one_line
from coach.errors import CoachError, NotUnique, UsageError

SCHEMA: Final = "coach/1"
# Styles travel through `clean` as noncharacters, which no text may contain; a forged one can only switch to
# one of these looks, never reach the terminal itself.
_STYLES: Final = {"heading": "\ufdd0", "late": "\ufdd1", "quiet": "\ufdd2"}
_END: Final = "\ufddf"
_CODES: Final = {0xFDD0: "\x1b[1m", 0xFDD1: "\x1b[33m", 0xFDD2: "\x1b[2m", 0xFDDF: "\x1b[0m"}
_NO_CODES: Final = dict.fromkeys(_CODES)


class Unsaid(CoachError):
    """The result exists and could not be printed."""


class Out:
    """Streams of one run, and what the person wants of them."""

    def __init__(
        self,
        *,
        json_wanted: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        color: str = "auto",
        no_input: bool = False,
        ascii_only: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        environ = environ if environ is not None else {}
        self.json_wanted = json_wanted
        self.quiet = quiet
        self.verbose = verbose
        self.ascii_only = ascii_only
        self._environ = environ
        self._no_input = no_input
        self._color = color
        self._passing = 0
        """Characters of the passing line that stands on stderr."""
        self._answered = False
        """Whether the one JSON document of the run was begun."""

    # result

    def result(self, text: str) -> None:
        """Print result text and end the line; no text, no line. Under `--json` the document is the result."""
        if text and not self.json_wanted:
            shown = clean(text).translate(_CODES if self.colored else _NO_CODES)
            self._write(sys.stdout, shown.rstrip("\n") + "\n")

    def json(self, kind: str, data: Any) -> None:
        """The one document of a run under `--json`; nothing otherwise. A list becomes {"items": [...]}."""
        if not self.json_wanted:
            return
        if isinstance(data, list | tuple):
            data = {"items": list(data)}
        self.document({"schema": SCHEMA, "kind": kind, "data": data})

    def show(self, kind: str, data: Any, text: str | Callable[[], str]) -> None:
        """The result in the form that was asked for: `data` as JSON, or `text` (built only then)."""
        if self.json_wanted:
            self.json(kind, data)
        else:
            self.result(text() if callable(text) else text)

    def lines(self, documents: Iterable[Any]) -> None:
        """One JSON object a line, each flushed at once (`--jsonl`)."""
        for document in documents:
            self._write(sys.stdout, _dumps(document) + "\n")

    def document(self, document: Any) -> None:
        """Print the whole document, once in a run."""
        if self._answered:
            raise RuntimeError("a run prints one JSON document")
        self._answered = True
        self._write(sys.stdout, _dumps(document) + "\n")

    def raw(self, text: str) -> None:
        """Text that another program reads, written whatever form was asked for. The caller has cleaned it."""
        self._write(sys.stdout, text + "\n")

    def say(self, text: str = "") -> None:
        """Dialogue that is itself the result (plain mode): to stdout at once; to stderr under `--json`."""
        stream = sys.stderr if self.json_wanted else sys.stdout
        self._write(stream, clean(text).rstrip("\n") + "\n")

    def table(self, rows: Sequence[Sequence[str]], *, heads: Sequence[str] = ()) -> str:
        """Rows as aligned text, ready for `result`. Lines are cut only where stdout is a terminal."""
        shown = [[one_line(cell) for cell in row] for row in rows]
        if heads and shown:
            shown.insert(0, list(heads))
        if not shown:
            return ""
        count = max(len(row) for row in shown)
        widths = [max((cells(row[i]) for row in shown if len(row) > i), default=0) for i in range(count)]
        limit = self.width()
        lines = []
        for number, row in enumerate(shown):
            parts = [cell + " " * (widths[i] - cells(cell)) for i, cell in enumerate(row)]
            line = "  ".join(parts).rstrip()
            if limit is not None:
                line = _cut(line, limit)
            lines.append(self.style("heading", line) if heads and number == 0 else line)
        return "\n".join(lines)

    # stderr

    def echo(self, text: str) -> None:
        """Something said by the way, to stderr; silenced by `-q`."""
        if not self.quiet:
            self._write(sys.stderr, clean(text) + "\n")

    def detail(self, text: str) -> None:
        """Something said only with `-v`."""
        if self.verbose:
            self._write(sys.stderr, clean(text) + "\n")

    def warn(self, text: str) -> None:
        """A warning: one line on stderr, also with `-q`."""
        self._write(sys.stderr, f"warning: {clean(text)}\n")

    def fail(self, error: CoachError) -> None:
        """Say what went wrong: plain words on stderr, under `--json` the error document on stdout too."""
        message = clean(error.message)
        lines = [f"coach: {message}"]
        if isinstance(error, NotUnique):
            lines += [f"  {one_line(match)}" for match in error.matches]
        if error.hint:
            lines.append(clean(error.hint))
        if self.json_wanted and not self._answered:
            body: dict[str, Any] = {"code": error.code, "message": message, "hint": clean(error.hint)}
            if isinstance(error, NotUnique):
                body["matches"] = list(error.matches)
            with suppress(Unsaid):  # stderr still says it
                self.document({"schema": SCHEMA, "error": body})
        self._write(sys.stderr, "\n".join(lines) + "\n")

    def passing(self, text: str) -> None:
        """One line on stderr that the next one replaces, and an empty one takes away: for a wait.

        Only at a terminal that can; silenced by `-q`, in plain mode and under `--no-input`.
        """
        if not self._repaints:
            return
        shown = one_line(text, 78)
        if shown or self._passing:
            self._write(sys.stderr, f"\r{shown.ljust(self._passing)}" + ("" if shown else "\r"))
        self._passing = len(shown)

    @property
    def _repaints(self) -> bool:
        if self.quiet or self._no_input or self._color == "never":  # plain mode colours nothing either
            return False
        return _is_terminal(sys.stderr) and self._environ.get("TERM") not in {None, "dumb"}

    # asking

    def ask_about(self, text: str) -> None:
        """What a question that follows is about: to stderr, also with `-q`."""
        self._write(sys.stderr, clean(text).rstrip("\n") + "\n\n")

    @property
    def may_ask(self) -> bool:
        """Whether a question can be put: a person sits at the terminal and input is not switched off."""
        if self._no_input or self._environ.get("CI", "") not in {"", "0", "false"}:
            return False
        return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    def confirm(self, question: str, flag: str) -> bool:
        """Ask yes or no on stderr; no is the default.

        Raises:
            UsageError: nobody can be asked; `flag` is the option that answers, e.g. "--yes".
        """
        if not self.may_ask:
            raise UsageError(f"{question} Nothing was changed.", hint=f"Answer with {flag}.")
        return self._prompt(f"{question} [y/N] ").strip().casefold() in {"y", "yes"}

    def ask(self, question: str, flag: str) -> str:
        """Ask for one line on stderr. Raises UsageError naming `flag` where nobody can be asked."""
        if not self.may_ask:
            raise UsageError(f"An answer is needed: {question}", hint=f"Give it with {flag}.")
        return self._prompt(f"{question} ")

    def ask_text(self, question: str, flag: str) -> str:
        """Ask for a text of any length; an empty line or end of input ends it."""
        if not self.may_ask:
            raise UsageError(f"An answer is needed: {question}", hint=f"Give it with {flag}.")
        self._write(sys.stderr, clean(question) + " (an empty line ends it)\n")
        lines = []
        while (line := sys.stdin.readline()).strip("\r\n"):
            lines.append(line.rstrip("\r\n"))
        return "\n".join(lines)

    def pick(self, question: str, choices: Sequence[str], flag: str) -> int:
        """Show a numbered list on stderr and read a number; the place of the choice, from 0."""
        if not self.may_ask:
            offered = ", ".join(one_line(choice) for choice in choices)
            raise UsageError(f"A choice is needed: {question}", hint=f"Give it with {flag}: {offered}.")
        listing = "".join(f"  {number}  {one_line(choice)}\n" for number, choice in enumerate(choices, 1))
        self._write(sys.stderr, f"{clean(question)}\n{listing}")
        for _ in range(3):
            answer = self._prompt(f"1-{len(choices)}: ").strip()
            if answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return int(answer) - 1
        raise UsageError(
            "No number of the list was given; nothing was changed.", hint=f"Give it with {flag}."
        )

    def _prompt(self, text: str) -> str:
        self._write(sys.stderr, clean(text))
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt  # end of input in place of an answer: the person left
        return line.rstrip("\r\n")

    # looks

    def style(self, name: str, text: str) -> str:
        """`text` marked for `result` to show as heading, late or quiet where stdout has colour."""
        return f"{_STYLES[name]}{text}{_END}"

    @property
    def colored(self) -> bool:
        """Whether stdout gets colour."""
        if self._color != "auto":
            return self._color == "always"
        return (
            _is_terminal(sys.stdout)
            and not self._environ.get("NO_COLOR")
            and self._environ.get("TERM") not in {None, "dumb"}
        )

    def width(self) -> int | None:
        """Columns of the terminal on stdout; None where there is none and lines are never cut."""
        if not _is_terminal(sys.stdout):
            return None
        try:
            return max(os.get_terminal_size(sys.stdout.fileno()).columns, 20)
        except (OSError, ValueError):
            return None

    # files

    def write_file(self, target: Path, text: str, *, force: bool = False) -> None:
        """Write a result file (`-o FILE`): beside the target, flushed, then renamed; mode 0600.

        Raises:
            UsageError: the file is there and `force` is off.
            CoachError: it cannot be written; what was there is untouched.
        """
        from coach.cli.writing import write_whole

        write_whole(target, text.encode(), force=force)
        self.echo(f"written to {target}")

    @staticmethod
    def _write(stream: IO[str] | None, text: str) -> None:
        """Write and flush. A closed pipe is told by BrokenPipeError; a full disk behind a file, in words."""
        if stream is None:  # started with the stream closed (`>&-`)
            return
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as problem:
            why = problem.strerror or "unknown error"
            raise Unsaid(f"The output could not be written ({why}); what was kept stays kept.") from None


def cells(text: str) -> int:
    """Columns `text` takes on a terminal: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(ch) or ch in "\u200d\ufe0f" else 1 + (east_asian_width(ch) in "WF") for ch in text
    )


def _cut(line: str, columns: int) -> str:
    if cells(line) <= columns:
        return line
    while line and cells(line) > columns - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def _dumps(document: Any) -> str:
    """ASCII only; DEL is the one control character that the JSON encoder leaves raw."""
    return json.dumps(document, ensure_ascii=True).replace("\x7f", "\\u007f")


def _is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
