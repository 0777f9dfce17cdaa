"""`coach demo`: the same program on sample data, in a folder that is gone afterwards."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from coach.cli.app import App, command, pass_app, root
from coach.errors import UsageError

if TYPE_CHECKING:
    from coach.options import Options

_SCRIPT = "demo/answers.yaml"


@command("demo")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the sample data in this new folder.",
)
@click.option("--weeks", type=int, default=8, show_default=True, help="How many weeks of sample data.")
@pass_app
def demo(app: App, keep: Path | None, weeks: int) -> int:
    """Look around with sample data; nothing of yours is read or changed.

    Without a terminal a scripted weekly reflection runs through the real engine and store and is printed.
    """
    with _folder(keep) as folder:
        options = _in(folder, app.options)
        from coach.wiring import build_demo

        coach = build_demo(options, weeks)
        if keep is not None:
            app.out.echo(f"Open it again with: COACH_DATA={folder}/data COACH_STATE={folder}/state coach")
        if _has_screens(options) and not coach.settings.ui.plain:
            from coach.tui.start import run

            return run(coach)
        app.out.echo("DEMO: sample data in a folder of its own; nothing of yours is read or changed.")
        return _scripted(options, folder, coach.prompts_desk.show(_SCRIPT))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """An empty folder: the one named, or a temporary one that is removed at the end."""
    if keep is None:
        with TemporaryDirectory(prefix="coach-demo-", ignore_cleanup_errors=True) as name:
            yield Path(name)
        return
    keep = keep.absolute()
    if keep.exists() and any(keep.iterdir()):
        raise UsageError(f"{keep} is not empty; nothing was written.", hint="Name a new folder with --keep.")
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield keep


def _in(folder: Path, options: "Options") -> "Options":
    environ = {**options.environ, "COACH_DATA": str(folder / "data"), "COACH_STATE": str(folder / "state")}
    # Sample data is asked about here, whatever the config says: a demo sends nothing anywhere.
    return options._replace(environ=environ, data=None, demo=True, offline=True, engine="embedded")


def _has_screens(options: "Options") -> bool:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return not (options.wants_plain or options.json) and all(
        stream is not None and stream.isatty() for stream in streams
    )


def _scripted(options: "Options", folder: Path, answers: str) -> int:
    """One weekly reflection, answered from the script, as `coach reflect` would run it for anyone."""
    script = folder / "answers.yaml"
    script.write_text(answers, encoding="utf-8")
    inner = App.of(options)
    line = ["reflect", "--guide", "weekly", "--new", "--plain", "--answers", str(script)]
    status = root().main(line, prog_name="coach", standalone_mode=False, obj=inner)
    return status if isinstance(status, int) else 0
