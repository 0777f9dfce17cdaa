"""The one exit point of the command line: runs a command and turns whatever happens into an exit status."""

from collections.abc import Mapping, Sequence

import click

from coach.cli.app import App, root
from coach.errors import CoachError, UsageError

INTERRUPTED = 130


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command line and say how it ended (ux, section 6).

    Three catches: our own errors, an interrupt, and the unknown (exit 1; the report holds no text of the
    person). A closed pipe and a request to terminate go on to `coach.__main__`, which ends quietly.
    """
    app = App(environ)
    # Known before click has read the line: a line it cannot read is answered in the form asked for.
    if "--json" in arguments:
        app.give("json", True)
    try:
        if "_COACH_COMPLETE" in environ:
            from coach.cli.completion import answer

            return answer(app, environ)
        status = root().main(list(arguments), prog_name="coach", standalone_mode=False, obj=app)
        app.close()
        return status if isinstance(status, int) else 0
    except CoachError as problem:
        app.out.fail(problem)
        return problem.exit_code
    except click.exceptions.NoArgsIsHelpError as problem:
        app.out.echo(problem.format_message())
        return UsageError.exit_code
    except click.ClickException as problem:
        app.out.fail(_as_usage(problem))
        return UsageError.exit_code
    except (click.Abort, KeyboardInterrupt):
        app.out.echo("Stopped. What was kept stays kept.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except SystemExit:  # how click (8.5) tells of a closed pipe, whatever its mode
        raise BrokenPipeError from None
    except Exception as problem:  # noqa: BLE001  # the third catch: whatever it is, it gets one sentence
        from coach.crash import explain

        app.out.fail(explain(problem))
        return CoachError.exit_code


def _as_usage(problem: click.ClickException) -> UsageError:
    message = problem.format_message()
    hint = ""
    if isinstance(problem, click.UsageError) and problem.ctx is not None:
        hint = f"Try '{problem.ctx.command_path} -h'."
    return UsageError(message if message.endswith((".", "?", "!")) else f"{message}.", hint=hint)
