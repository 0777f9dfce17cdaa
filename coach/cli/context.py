"""What a command works with: options, streams, settings and the Coach, each made at first use.

Knows no click: a quick note is kept without it (design, section 7).
"""

import sys
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coach.cli.output import Out
from coach.errors import UsageError
from coach.options import Options

if TYPE_CHECKING:
    from datetime import date

    from coach.config import Loaded
    from coach.dates import Lean
    from coach.engine.coach import Coach


class App:
    """What a command works with: options, streams, settings, and the Coach, each made at first use."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self._given: dict[str, Any] = {}

    @classmethod
    def of(cls, options: Options) -> "App":
        """An App for options that are known already; the command line may still change them."""
        app = cls(options.environ)
        app._given = {name: getattr(options, name) for name in Options._fields if name != "environ"}
        return app

    def give(self, name: str, value: Any) -> None:
        """Take a global option from the command line; a later one wins."""
        self._given[name] = value
        self.__dict__.pop("options", None)
        self.__dict__.pop("out", None)

    @cached_property
    def options(self) -> Options:
        """The global options of this run."""
        return Options(environ=self.environ, **self._given)

    @cached_property
    def out(self) -> Out:
        """Where results, echoes and questions go."""
        options = self.options
        return Out(
            json_wanted=options.json,
            quiet=options.quiet,
            verbose=options.verbose,
            color="never" if options.wants_plain else options.color,
            no_input=options.no_input,
            ascii_only=options.ascii,
            environ=self.environ,
        )

    @cached_property
    def loaded(self) -> "Loaded":
        """The config with its problems; raises nothing for a broken one."""
        from coach.wiring import load_settings

        return load_settings(self.options)

    @cached_property
    def tolerant_coach(self) -> "Coach":
        """As `coach`, on defaults where the config is broken: for `doctor` only."""
        from coach.wiring import build

        return build(self.options, tolerant=True)

    def forget_settings(self) -> None:
        """Read the config anew at the next use: it was edited."""
        self.__dict__.pop("loaded", None)

    @cached_property
    def coach(self) -> "Coach":
        """Every use case. Raises InvalidData when the config is broken (exit 4, before anything is done)."""
        from coach.wiring import build, places

        found = places(self.options)
        self.out.detail(f"data in {found.data}, state in {found.state}, config {found.config_file}")
        return build(self.options)

    def close(self) -> None:
        """Leave well: say what the store has to say (P4, P5, P7); make the automatic copy when one is due."""
        if "coach" not in self.__dict__:
            return
        self.tell_notices()
        self.coach.closing()

    def tell_notices(self, *, but: str = "") -> None:
        """Say what the store has to say, also where the command failed; not `but`, which was said."""
        if "coach" in self.__dict__:
            for notice in self.coach.keeper.notices():
                if notice != but:
                    self.out.warn(notice)

    def tell_problems(self) -> None:
        """Say on stderr which prompt files of one's own are broken, and what is used in their place."""
        for finding in self.coach.problems:
            self.out.warn(f"{finding.message} {finding.hint}".rstrip())

    def need_engine(self) -> None:
        """Called by commands that think, before they begin.

        Raises:
            EngineFault: `--engine remote` asks for what cannot be reached at all (exit 5, no fallback).
        """
        if self.coach.settings.engine.use != "remote":
            return
        refusal = self.coach.privacy.status().refusal
        if refusal is None:
            return
        if self.options.engine == "remote":
            raise refusal
        self.out.warn(f"{refusal.message} This machine answers. {refusal.hint}".rstrip())

    def day(self, text: str, *, lean: "Lean" = "near") -> "date":
        """The day a person wrote, echoed on stderr (`on Fri 20 Nov 2026`). Raises UsageError."""
        from coach.dates import understand

        understood = understand(text, self.coach.clock.today(), lean=lean)
        self.out.echo(understood.echo())
        return understood.day

    def text(
        self, given: str | None, question: str, *, flag: str = "an argument, or - to read standard input"
    ) -> str:
        """The text of a command: its argument, standard input for `-` or when piped, else asked for.

        Raises:
            UsageError: nothing came, or it is not UTF-8.
        """
        if given is not None and given != "-":
            return _whole(given)
        if given == "-" or sys.stdin is None or not sys.stdin.isatty():
            return read_stdin()
        return self.out.ask_text(question, flag)


def read_stdin() -> str:
    """All of standard input as text, less its last line ending. Raises UsageError when it is not UTF-8."""
    raw = sys.stdin.buffer.read() if sys.stdin is not None else b""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UsageError(
            f"Standard input is not UTF-8 text (byte {problem.start}); nothing was changed.",
            hint="Convert it first, e.g. with iconv.",
        ) from None
    return text.replace("\r\n", "\n").removesuffix("\n")


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError(
            "The text is not UTF-8; nothing was changed.", hint="Check the encoding of the terminal."
        ) from None
    return text
