"""The command line as a whole: global options on every command, commands found by name, one exit point.

How a command is written stands in `coach/cli/system.py`; a command's module is imported when it is called.
"""

import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from coach.cli.output import Out
from coach.errors import EngineUnavailable, UsageError
from coach.options import GLOBALS, Options

if TYPE_CHECKING:
    from datetime import date

    from coach.config import Loaded
    from coach.dates import Lean
    from coach.engine.coach import Coach

_CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

# name: (module, attribute, line of help). The help stands here so that `coach -h` imports no command.
COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "today": ("today", "today", "What is worth ten minutes now."),
    "due": ("today", "due", "The same in one line, for a prompt or a status bar."),
    "reflect": ("reflect", "reflect", "Run or resume a session."),
    "debrief": ("reflect", "debrief", "Debrief the thinking behind a decision or a piece of work."),
    "ask": ("ask", "ask", "One follow-up question to a text."),
    "log": ("log", "log", "Keep a note."),
    "entries": ("entries", "entries", "Search, read, correct what was written."),
    "people": ("people", "people", "The people you meet."),
    "aims": ("aims", "aims", "Your aims, one line each."),
    "commit": ("commitments", "commit", "Commitments: owner, date, sign of success."),
    "experiment": ("experiments", "experiment", "Tests of a belief."),
    "undo": ("history", "undo", "Reverse the last change."),
    "redo": ("history", "redo", "Bring back what was undone."),
    "bin": ("history", "bin_", "What was put away."),
    "export": ("exchange", "export", "Everything in an open format."),
    "import": ("exchange", "import_", "Entries from a file."),
    "prompts": ("prompts_cmd", "prompts", "The wording and guides in use; your own beside them."),
    "config": ("config_cmd", "config", "Settings: where, which, from where."),
    "doctor": ("doctor", "doctor", "Look at store, config, prompts, engine and terminal."),
    "demo": ("demo", "demo", "Sample data in a temporary folder."),
    "backup": ("system", "backup", "Copy everything into one checked file."),
    "restore": ("system", "restore", "Put a copy in place of what is there."),
    "completion": ("completion", "completion", "A completion script for bash, zsh or fish."),
}


class App:
    """What a command works with: options, streams, settings, and the Coach, each made at first use."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self._given: dict[str, Any] = {}

    @classmethod
    def of(cls, options: Options) -> "App":
        """An App for options that are known already; the command line may still change them."""
        app = cls(options.environ)
        app._given = {name: getattr(options, name) for name in Options.__slots__ if name != "environ"}
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
        from coach.wiring import build

        return build(self.options)

    def close(self) -> None:
        """Leave well: the automatic copy, when one is due, is made after the result was printed."""
        if "coach" in self.__dict__:
            self.coach.closing()

    def need_engine(self) -> None:
        """Called by commands that think, before they begin.

        Raises:
            EngineUnavailable: `--engine remote` asks for what this version cannot do (exit 5, no fallback).
        """
        if self.options.engine == "remote":
            raise EngineUnavailable(
                "The remote engine is not part of this version; nothing was sent and nothing was changed.",
                hint="Leave out --engine remote: the engine on this machine answers.",
            )
        if self.coach.settings.engine.use == "remote":
            self.out.warn("the remote engine is not part of this version; this machine answers")

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
        if given == "-" or not sys.stdin.isatty():
            return read_stdin()
        return self.out.ask_text(question, flag)


pass_app = click.make_pass_decorator(App)


def read_stdin() -> str:
    """All of standard input as text, less its last line ending. Raises UsageError when it is not UTF-8."""
    raw = sys.stdin.buffer.read()
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


class _Globals:
    """Adds the global options to a click command, so that they stand before or after its name."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        params: list[click.Parameter] = super().get_params(ctx)  # type: ignore[misc]  # a mixin for click.Command
        taken = {flag for param in params for flag in param.opts}
        return params + [option for option in _global_options() if not taken & set(option.opts)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A command's own options; the global ones stand in the help of `coach` itself."""
        if ctx.parent is None:
            super().format_options(ctx, formatter)  # type: ignore[misc]  # a mixin for click.Command
            return
        rows = [
            record
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            and not isinstance(param, _GlobalOption)
            and (record := param.get_help_record(ctx)) is not None
        ]
        if rows:
            with formatter.section("Options"):
                formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text("Global options (coach -h) stand before or after the command.")
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_Globals, click.Command):
    """A command with the global options."""


class Group(_Globals, click.Group):
    """Commands under one noun. With `default`, a first word that is no command goes to that command."""

    command_class = Command

    def __init__(self, *arguments: Any, default: str | None = None, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name in where none is given."""
        if self.default is not None and not {"-h", "--help"} & set(args[:1]):
            place = _first_word(args)
            if place is None or self.get_command(ctx, args[place]) is None:
                args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named first; an unknown one is answered with the nearest known."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), n=1)
            raise click.UsageError(
                f"There is no command {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)


Group.group_class = Group


def _first_word(args: list[str]) -> int | None:
    """The place of the first argument that is neither a global option nor a global option's value."""
    takes_value = {flag: bool(option.metavar) for option in GLOBALS for flag in option.flags}
    place = 0
    while place < len(args):
        if args[place] not in takes_value and not args[place].startswith("--"):
            return place
        place += 2 if takes_value.get(args[place]) else 1
    return None


class _GlobalOption(click.Option):
    """An option of the whole program, as a command carries it."""


def _take(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    from click.core import ParameterSource

    if param.name and ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE:
        ctx.find_object(App).give(param.name.removeprefix("global_"), value)  # type: ignore[union-attr]  # set by run


def _global_options() -> list[click.Option]:
    options: list[click.Option] = []
    for option in GLOBALS:
        kind: Any = click.Choice(option.choices) if option.choices else None
        options.append(
            _GlobalOption(
                [f"global_{option.name}", *option.flags],
                is_flag=not option.metavar,
                metavar=None if option.choices else option.metavar or None,
                type=kind,
                help=option.help,
                expose_value=False,
                is_eager=True,
                callback=_take,
            )
        )
    return options


class Root(Group):
    """`coach` itself: finds a command's module by name and imports only that."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Every command, in the order of a week with the program."""
        return list(COMMANDS)

    def get_command(  # click's signature
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import the command's module and return the command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        found = getattr(import_module(f"coach.cli.{module}"), attribute)
        assert isinstance(found, click.Command)
        return found

    def format_commands(  # click's signature
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, from the table: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


_F = TypeVar("_F", bound=Callable[..., Any])


def command(name: str, **attributes: Any) -> Callable[[_F], Command]:
    """Make a command with the global options. Its function returns None, or an exit status."""

    def make(function: _F) -> Command:
        return click.command(name, cls=Command, context_settings=dict(_CONTEXT), **attributes)(function)

    return make


def group(name: str, **attributes: Any) -> Callable[[_F], Group]:
    """Make a group of commands under one noun, with the global options."""

    def make(function: _F) -> Group:
        return click.group(name, cls=Group, context_settings=dict(_CONTEXT), **attributes)(function)

    return make


def root() -> Root:
    """The whole command line."""
    made = Root(
        "coach",
        help="A companion for reflection and 1:1s. Alone it opens on what is worth ten minutes now.",
        context_settings=dict(_CONTEXT),
        invoke_without_command=True,
        callback=_bare,
    )
    made.params.append(_version_option())
    return made


def _version_option() -> click.Option:
    from coach import __version__

    def show(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            app = ctx.find_object(App)
            assert app is not None
            app.out.show("version", {"version": __version__}, f"coach {__version__}")
            ctx.exit(0)

    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show,
        help="Show the version and leave.",
    )


@click.pass_context
def _bare(ctx: click.Context) -> int | None:
    """`coach` with nothing but global options, where the screens cannot start: what `today` prints."""
    if ctx.invoked_subcommand is None:
        return int(ctx.invoke(Root.get_command(ctx.command, ctx, "today")) or 0)  # type: ignore[arg-type]
    return None
