"""Runs one command line, and turns whatever happens into an exit status (ux, section 6)."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from coach.cli.context import App
from coach.errors import CoachError, UsageError

if TYPE_CHECKING:
    from click import ClickException, Context

INTERRUPTED: Final = 130
_COMPLETE: Final = "_COACH_COMPLETE"


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command line and say how it ended."""
    app = App(environ)
    # Known before click has read the line: a line it cannot read is answered in the form asked for.
    if "--json" in arguments:
        app.give("json", True)
    if _COMPLETE in environ:
        from coach.cli.completion import answer

        return answer(app, environ)
    if len(arguments) == 2 and arguments[0] == "log" and arguments[1] and not arguments[1].startswith("-"):
        return ended(app, lambda: _keep(app, arguments[1]))  # the commonest line of all, without click
    return ended(app, lambda: _clicked(app, arguments))


def ended(app: App, work: Callable[[], object]) -> int:
    """The one exit point: do the work, and say how it ended. An int that `work` returns is the exit status.

    Three catches: our own errors, an interrupt, and the unknown (exit 1; the report holds no text of the
    person). A closed pipe and a request to terminate go on to `coach.__main__`, which ends quietly.
    """
    try:
        status = work()
        app.close()
        return status if isinstance(status, int) else 0
    except CoachError as problem:
        app.out.fail(problem)
        with contextlib.suppress(Exception):  # the error itself was told; this must not hide it
            app.tell_notices(but=problem.message)
        return problem.exit_code
    except KeyboardInterrupt:
        app.out.echo("Stopped. What was kept stays kept.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as problem:  # noqa: BLE001  # the third catch: whatever it is, it gets one sentence
        from coach.crash import explain

        app.out.fail(explain(problem))
        return CoachError.exit_code


def _keep(app: App, words: str) -> None:
    """`coach log WORDS` and nothing else: what the command does, without what reads its options."""
    from coach.cli.keeping import keep

    keep(app, app.text(words, ""))


def _clicked(app: App, arguments: Sequence[str]) -> object:
    """Let click find the command; its own errors become ours."""
    import click

    from coach.cli.app import root

    try:
        return root().main(list(arguments), prog_name="coach", standalone_mode=False, obj=app)
    except click.exceptions.NoArgsIsHelpError as problem:
        app.out.echo(problem.format_message())
        return UsageError.exit_code
    except click.ClickException as problem:
        raise _as_usage(problem) from None
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # how click (8.5) tells of a closed pipe, whatever its mode
        raise BrokenPipeError from None


def _as_usage(problem: "ClickException") -> UsageError:
    message = " ".join(problem.format_message().split())
    context = getattr(problem, "ctx", None)
    hint = f"Try `{_named(context)} -h`." if context is not None else ""
    return UsageError(message if message.endswith((".", "?", "!")) else f"{message}.", hint=hint)


def _named(context: "Context") -> str:
    """The command as the person typed it: a group's default command is left out."""
    from coach.cli.grammar import Group

    above = context.parent
    if above is not None and isinstance(above.command, Group) and above.command.default == context.info_name:
        return above.command_path
    return context.command_path
