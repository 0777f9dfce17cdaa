"""Where the process begins: answers `--version`, opens the screens, or hands over to the command line.

Nothing costly is imported before it is known to be needed: `--version` needs no package at all, the screens
need no click. Also the last net: whatever was not caught is told in one sentence, and a report is written
that holds places in the code and nothing a person wrote (promise P39).
"""

import gc
import os
import sys

TYPE_CHECKING = False  # `typing` costs a third of what `--version` may
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType, TracebackType
    from typing import NoReturn

    from coach.errors import CoachError
    from coach.options import Options

_FAILED = 1
_INTERRUPTED = 130
_TERMINATED = 143


class Terminated(BaseException):
    """The process was asked to end (SIGTERM). Not an Exception: no handler may swallow it."""


def main() -> None:
    """Run the program and end the process with its exit status (ux, section 6)."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from coach import __version__

        print(f"coach {__version__}")  # noqa: T201  # the one answer that must not wait for an import
        return
    os.umask(0o077)  # whatever is written is the person's own (promise P40)
    _end(_guarded(arguments))


def _end(status: int) -> "NoReturn":
    """End the process without taking the interpreter apart, which is a quarter of a quick note's time.

    Nothing is left to that: streams are flushed, files are closed and synced, what asked to be run at the end
    runs here. Where another thread still works it is waited for as usual.
    """
    import atexit
    import threading

    if threading.active_count() > 1:
        sys.exit(status)
    atexit._run_exitfuncs()  # noqa: SLF001  # the one way to run them and still leave at once
    os._exit(status)


def _guarded(arguments: "Sequence[str]") -> int:
    """The exit status of a run, whatever happens in it."""
    import signal

    signal.signal(signal.SIGTERM, _on_terminate)
    sys.excepthook = _on_unknown
    _watch_threads()
    _prepare_streams()
    try:
        try:
            status = _run(arguments)
        finally:
            _flush()
    except Terminated:
        status = _TERMINATED
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except BrokenPipeError:
        status = 0  # who reads has seen enough
        _abandon_streams()
    except SystemExit:
        raise
    except Exception as problem:  # noqa: BLE001  # the last net; see the module's docstring
        _on_unknown(type(problem), problem, problem.__traceback__)
        status = _FAILED
    return status


def _run(arguments: "Sequence[str]") -> int:
    from coach.options import Options, only_globals

    given = only_globals(arguments)
    if given is not None and not given.get("json"):
        options = Options(environ=os.environ, **given)
        streams = (sys.stdin, sys.stdout, sys.stderr)  # None where the process was started without one
        if not options.wants_plain and all(stream is not None and stream.isatty() for stream in streams):
            status = _open_screens(options)
            if status is not None:
                return status
    # One command makes little garbage in rings, and looking for it takes a tenth of a quick note's time.
    gc.set_threshold(50_000)
    from coach.cli.run import run

    return run(arguments, os.environ)


def _open_screens(options: "Options") -> int | None:
    """Show the screens; None when the config asks for plain text, and the command line answers instead."""
    from coach.errors import CoachError
    from coach.wiring import build

    try:
        coach = build(options, tolerant=True)
        if coach.settings.ui.plain:
            return None
        from coach.tui.start import run
    except CoachError as problem:
        _say(problem)
        return problem.exit_code
    try:
        return run(coach)
    finally:
        coach.closing()


def _say(problem: "CoachError") -> None:
    """Tell it on stderr, where the process has one."""
    from coach.clean import clean

    if sys.stderr is not None:
        sys.stderr.write(clean(f"coach: {problem.message}\n" + (f"{problem.hint}\n" if problem.hint else "")))


def _on_terminate(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001  # called by the interpreter
    raise Terminated


def _on_unknown(kind: type[BaseException], problem: BaseException, trace: "TracebackType | None") -> None:
    """Tell what nobody caught in one sentence; the report names places in the code only."""
    if issubclass(kind, KeyboardInterrupt | Terminated):
        return
    from coach.crash import explain

    _say(explain(problem, trace))


def _watch_threads() -> None:
    """Threads and finalizers would print errors with the values in them; they are told like all others."""
    import threading

    def in_thread(args: "threading.ExceptHookArgs") -> None:
        if args.exc_value is not None:
            _on_unknown(args.exc_type, args.exc_value, args.exc_traceback)

    def in_finalizer(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            _on_unknown(args.exc_type, args.exc_value, args.exc_traceback)

    threading.excepthook = in_thread
    sys.unraisablehook = in_finalizer


def _prepare_streams() -> None:
    """A terminal that cannot show a letter gets a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _flush() -> None:
    """Write out what is left. A disk that refused was told of already; a closed pipe is for the caller."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            try:
                stream.flush()
            except BrokenPipeError:
                raise
            except OSError:
                _abandon_streams()


def _abandon_streams() -> None:
    """Point stdout at nothing, or the interpreter complains about what it could not write when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main()
