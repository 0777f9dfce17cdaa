"""`coach doctor`: looks at everything that can be wrong, says what to do, and mends what is safe to mend.

Works with a broken config too, for that is one of the things it finds.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from coach.cli.app import App, command, pass_app
from coach.engine.ports import Finding
from coach.errors import CoachError, EngineUnavailable, InvalidData

if TYPE_CHECKING:
    from coach.engine.coach import Coach

_MARKS: Final = {"ok": "=", "note": "-", "warning": "!", "error": "x"}
_COPY_TOOLS: Final = ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe")


@command("doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended without losing anything.")
@click.option("--online", is_flag=True, help="Try the remote engine too.")
@pass_app
def doctor(app: App, fix: bool, online: bool) -> int:
    """Look at store, config, prompts, engine, terminal, clipboard and keys.

    Exit status 4 when something is wrong that keeps coach from working as it should, 5 when the remote engine
    was tried (--online) and cannot answer. Only sentences of the program's own are sent to try it.
    """
    findings = list(_all(app, fix=fix, online=online))
    data = [{"area": x.area, "level": x.level, "message": x.message, "hint": x.hint} for x in findings]
    app.out.show("doctor", data, lambda: _listed(findings))
    wrong = {x.area for x in findings if x.level == "error"}
    if wrong == {"remote"}:
        return EngineUnavailable.exit_code
    return InvalidData.exit_code if wrong else 0


def _listed(findings: list[Finding]) -> str:
    width = max(len(finding.area) for finding in findings)
    return "\n".join(
        f"{_MARKS.get(x.level, '-')} {x.area:<{width}}  {x.message} {x.hint}".rstrip() for x in findings
    )


def _all(app: App, *, fix: bool, online: bool) -> Iterator[Finding]:
    yield from _config(app, fix=fix)
    try:
        coach = app.tolerant_coach
    except CoachError as problem:
        yield _from_error("config", problem)
        return
    looks: dict[str, Callable[[], Iterable[Finding]]] = {
        "folders": lambda: _folders(coach),
        "store": lambda: coach.keeper.check(fix=fix),
        "prompts": lambda: _prompts(coach),
        "engine": lambda: _engine(coach),
        "remote": lambda: _remote(coach, online=online),
        "terminal": lambda: _terminal(app.environ),
        "clipboard": lambda: _clipboard(app.environ),
        "keys": lambda: _keys(coach.settings.keys),
    }
    for area, look in looks.items():
        # One area that cannot be looked at must not hide the others.
        try:
            yield from look()
        except CoachError as problem:
            yield _from_error(area, problem)


def _from_error(area: str, problem: CoachError) -> Finding:
    return Finding(area, "error", problem.message, problem.hint)


def _config(app: App, *, fix: bool) -> Iterator[Finding]:
    from coach.wiring import places

    file = places(app.options).config_file
    from coach.cli.config_look import all_problems

    # What is wrong with keys is an area of its own.
    problems = [
        one for one in all_problems(app) if not one.key.startswith("keys") or one in app.loaded.problems
    ]
    for problem in problems:
        yield Finding("config", "error", f"{file}, line {problem.line}: {problem.message}.", problem.hint)
    if not file.exists():
        yield Finding("config", "ok", f"There is no {file}; the defaults are in force.")
        return
    if not problems:
        yield Finding("config", "ok", f"{file} is right.")
    yield from _open_to_others(file, fix=fix)


def _open_to_others(file: Path, *, fix: bool) -> Iterator[Finding]:
    """Settings hold no text of the person, yet addresses and names of helpers (promise P40)."""
    try:
        loose = file.stat().st_mode & 0o077
        if loose and fix:
            file.chmod(0o600)
            yield Finding("config", "note", f"{file} could be read by others; it is closed now.")
        elif loose:
            yield Finding(
                "config", "warning", f"{file} can be read by others.", "`coach doctor --fix` closes it."
            )
    except OSError as problem:
        yield Finding("config", "warning", f"{file} cannot be looked at ({problem.strerror}).")


def _folders(coach: "Coach") -> Iterator[Finding]:
    """Whether something can be written where it has to be; a folder that is not there yet can be made."""
    wrong = False
    for name, folder in coach.keeper.where().items():
        here = folder
        while not os.path.lexists(here):
            here = here.parent
        inside = [here, here / "journals"] if name == "data" and here == folder else [here]
        for one in inside:
            if not os.path.lexists(one) or (one.is_dir() and os.access(one, os.W_OK | os.X_OK)):
                continue
            wrong = True
            why = "cannot be written" if one.is_dir() else "is not a folder"
            hint = "Check its permissions." if one.is_dir() else "Check --data, COACH_DATA and COACH_STATE."
            message = f"The {name} folder is {folder}; {one} {why}: nothing can be saved there."
            yield Finding("folders", "error", message, hint)
            break
    if not wrong:
        yield Finding("folders", "ok", "The folders for data, state and backups can be written.")


def _prompts(coach: "Coach") -> Iterator[Finding]:
    findings = coach.prompts_desk.check()
    wrong = [finding for finding in findings if finding.level != "ok"]
    yield from wrong
    if not wrong:
        yield Finding("prompts", "ok", f"{len(findings)} files read, all right.")


def _engine(coach: "Coach") -> Iterator[Finding]:
    from coach.domain.asking import Situation

    # Not kept, not remembered: only whether a question comes.
    coach.asking.reply(Situation(answer="I postponed the review because I was worried about the outcome."))
    yield Finding("engine", "ok", "The engine on this machine answers.")


def _remote(coach: "Coach", *, online: bool) -> Iterator[Finding]:
    """Whether the remote engine is set up as wanted; asked only where `--online` says so (promise P48)."""
    if online:
        from coach.cli.doctor_online import online as tried

        yield from tried(coach)
        return
    now = coach.privacy.status()
    if now.refusal is not None and now.wanted:
        yield Finding("remote", "warning", now.refusal.message, now.refusal.hint)
    elif now.place is not None:
        used = "" if now.wanted else ", and is not in use (engine.use is embedded)"
        yield Finding(
            "remote",
            "note",
            f"The remote engine is {now.place.model} at {now.place.host}{used}; it was not asked.",
            "`coach doctor --online` tries it.",
        )


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    term = environ.get("TERM", "")
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        yield Finding("terminal", "note", "This is not a terminal: the screens open only in one.")
        return
    if term in {"", "dumb"}:
        yield Finding("terminal", "note", f"TERM is {term or 'not set'}: coach only appends text here.")
    columns, lines = shutil.get_terminal_size()
    if columns < 40 or lines < 12:
        yield Finding("terminal", "warning", f"{columns}x{lines} is small.", "The screens need 40x12.")
    encoding = (getattr(sys.stdout, "encoding", "") or "").casefold().replace("-", "")
    if encoding != "utf8":
        yield Finding(
            "terminal",
            "warning",
            f"The terminal takes {encoding or 'no known encoding'}.",
            "Use UTF-8, or --ascii.",
        )
    yield Finding("terminal", "ok", f"{term or 'unknown'}, {columns}x{lines}.")


def _clipboard(environ: Mapping[str, str]) -> Iterator[Finding]:
    found = next((tool for tool in _COPY_TOOLS if shutil.which(tool, path=environ.get("PATH"))), None)
    if found:
        yield Finding("clipboard", "ok", f"Copying uses {found}.")
    else:
        yield Finding(
            "clipboard", "note", "No copying tool is installed: text is sent to the terminal instead."
        )


def _keys(keys: Mapping[str, str]) -> Iterator[Finding]:
    from coach.tui.commands import clashes

    found = clashes(keys)
    for clash in found:
        yield Finding("keys", "warning", clash, "Change `keys` in the config.")
    if not found:
        yield Finding("keys", "ok", "No key does two things.")
