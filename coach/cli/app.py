"""The command line as a whole: which commands there are, and how one is made.

How a command is written stands in `coach/cli/system.py`; a command's module is imported when it is called.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, TypeVar

import click

from coach.cli.context import App, read_stdin
from coach.cli.grammar import Command, Group

__all__ = [
    "COMMANDS",
    "App",
    "Command",
    "Group",
    "Root",
    "command",
    "group",
    "pass_app",
    "read_stdin",
    "root",
]

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
    "themes": ("themes", "themes", "What keeps returning, with days and exact words."),
    "people": ("people", "people", "The people you meet."),
    "aims": ("aims", "aims", "Your aims, one line each."),
    "support": (
        "support",
        "support",
        "How much structure the questions give.",
    ),
    "commit": ("commitments", "commit", "Commitments: owner, date, sign of success."),
    "experiment": ("experiments", "experiment", "Tests of a belief."),
    "assumptions": ("assumptions", "assumptions", "Beliefs taken for granted, and when they come back."),
    "undo": ("history", "undo", "Reverse the last change."),
    "redo": ("history", "redo", "Bring back what was undone."),
    "bin": ("history", "bin_", "What was put away."),
    "export": ("exchange", "export", "Everything in an open format."),
    "import": ("exchange", "import_", "Entries from a file."),
    "prompts": ("prompts_cmd", "prompts", "The wording and guides in use; your own beside them."),
    "privacy": ("privacy", "privacy", "What may leave this machine, would, and did."),
    "config": ("config_cmd", "config", "Settings: where, which, from where."),
    "doctor": ("doctor", "doctor", "Look at store, config, prompts, engine and terminal."),
    "demo": ("demo", "demo", "Sample data in a temporary folder."),
    "backup": ("system", "backup", "Copy everything into one checked file."),
    "restore": ("system", "restore", "Put a copy in place of what is there."),
    "completion": ("completion", "completion", "A completion script for bash, zsh or fish."),
}


class Root(Group):
    """`coach` itself: finds a command's module by name and imports only that."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Every command, in the order of a week with the program."""
        return list(COMMANDS)

    def get_command(  # click's signature
        self,
        ctx: click.Context,  # noqa: ARG002  # click calls it with the context
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
        ctx: click.Context,  # noqa: ARG002  # click calls it with the context
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, from the table: nothing is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


pass_app = click.make_pass_decorator(App)

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
        return int(ctx.invoke(Root.get_command(ctx.command, ctx, "today")) or 0)  # type: ignore[arg-type]  # the root is ours
    return None
