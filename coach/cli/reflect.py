"""`coach reflect` and `coach debrief`: a session in plain mode, from a file, or on the screen."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli import saying
from coach.cli.app import App, command, pass_app
from coach.cli.editing import edited
from coach.cli.ending import EndOfInput
from coach.cli.names import GuideName
from coach.cli.plain import Dialogue
from coach.cli.plain_better import PlainBetter
from coach.cli.records import hides_private
from coach.cli.sources import opened
from coach.dates import parse_stored, say_day
from coach.domain.asking import SUPPORT_LEVELS, Support
from coach.domain.records import Doc
from coach.errors import CoachError, NotFound, UsageError

if TYPE_CHECKING:
    from coach.engine.session import Session

_DEBRIEF = "debrief"
_SUPPORT = click.option("--support", type=click.Choice(SUPPORT_LEVELS), help="How much structure is given.")
_RESUME = click.option(
    "--resume/--new", default=None, help="Go on with an unfinished session, or begin another."
)
_ANSWERS = click.option(
    "--answers", metavar="FILE|-", help="Take the answers from a YAML file: step id to text."
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which session was asked for."""

    guide: str | None
    title: str
    resume: bool | None
    """None when the person did not say."""
    support: Support | None


@command("reflect")
@click.option(
    "--guide",
    metavar="ID",
    type=GuideName(),
    help="The kind of session: weekly, light, debrief, purpose, free, or your own.",
)
@_RESUME
@_SUPPORT
@_ANSWERS
@click.option("--questions", is_flag=True, help="Only print the questions.")
@pass_app
def reflect(
    app: App,
    *,
    guide: str | None,
    resume: bool | None,
    support: Support | None,
    answers: str | None,
    questions: bool,
) -> int:
    """Run or resume a session.

    In a terminal it opens on the screen. With --plain the dialogue is printed line by line, and answers are
    read from standard input; with --answers from a file.
    """
    if questions:
        _print_questions(app, guide)
        return 0
    return _run(app, _Wanted(guide, "", resume, support), answers)


@command("debrief")
@click.argument("title", required=False, default="")
@_RESUME
@_SUPPORT
@_ANSWERS
@pass_app
def debrief(
    app: App, *, title: str, resume: bool | None, support: Support | None, answers: str | None
) -> int:
    """Debrief the thinking behind a decision or a piece of work, the outcome last. TITLE says which."""
    return _run(app, _Wanted(_DEBRIEF, title, resume, support), answers)


def _run(app: App, wanted: _Wanted, answers: str | None) -> int:
    app.need_engine()
    if answers is not None:
        _from_file(app, wanted, answers)
    elif app.coach.settings.ui.plain:
        _dialogue(app, wanted)
    elif app.out.may_ask and sys.stdout.isatty():
        return _on_screen(app, wanted)
    else:
        raise UsageError(
            "A session needs someone to answer, and there is no terminal here. Nothing was begun.",
            hint="Use --plain to answer on standard input, or --answers FILE.",
        )
    return 0


def _dialogue(app: App, wanted: _Wanted) -> None:
    voice = _Voice(app)
    try:
        session = _chosen(app, voice, wanted)
    except EndOfInput:
        app.out.say("Nothing was begun.")
        return
    _greet(app, session)
    app.out.say(saying.HOW)
    today = app.coach.clock.today()
    better = PlainBetter(app.coach, session, voice.say) if app.coach.asking.has_remote else None
    try:
        Dialogue(
            session=session,
            voice=voice,
            drafts=app.coach.drafts,
            today=today,
            hide_private=hides_private(app),
            better=better,
        ).run()
    finally:
        if better is not None:
            better.leave()
    _result(app, session)


def _chosen(app: App, voice: "_Voice", wanted: _Wanted) -> "Session":
    """The session to walk: the one asked for, or the one picked where unfinished ones wait."""
    waiting = _waiting(app, wanted)
    if wanted.resume is not None or not waiting or wanted.title:
        return _begun(app, wanted)
    app.out.say("There is an unfinished session:" if len(waiting) == 1 else "There are unfinished sessions:")
    app.out.say("\n".join(saying.numbered(_ways(app, waiting))))
    while (place := saying.chosen(voice.read(), len(waiting) + 1)) is None:
        app.out.say(f"Type a number from 1 to {len(waiting) + 1}.")
    return _picked(app, wanted, waiting, place)


def _on_screen(app: App, wanted: _Wanted) -> int:
    from coach.tui.start import run

    waiting = _waiting(app, wanted)
    if wanted.resume is not None or not waiting or wanted.title:
        session = _begun(app, wanted)
    else:
        place = app.out.pick("There are unfinished sessions:", _ways(app, waiting), "--resume or --new")
        session = _picked(app, wanted, waiting, place)
    return run(app.coach, session=session.id)


def _from_file(app: App, wanted: _Wanted, source: str) -> None:
    from coach.cli.answers import read_answers
    from coach.cli.scripted import run_scripted

    waiting = _waiting(app, wanted)
    if wanted.resume is None and waiting and not wanted.title:
        raise UsageError(
            f"A session is unfinished: {_say_waiting(app, waiting[0])}. Nothing was begun.",
            hint="Add --resume to go on with it, or --new to begin another.",
        )
    kind = _kind(app, wanted.guide)
    if wanted.resume:
        session = _begun(app, wanted)
        asked = [mark.step for mark in session.progress if mark.status in ("now", "then")]
        answers = read_answers(*_read_source(source), session.guide, asked=asked)
    else:
        asked = [step for step, _ in app.coach.sessions.questions(kind, support=wanted.support)]
        answers = read_answers(*_read_source(source), app.coach.guides.get(kind), asked=asked)
        session = _begun(app, wanted)
    _greet(app, session)
    today = app.coach.clock.today()
    # The script of the demo has an answer for every follow-up that may come; fewer do, and nothing is missed.
    warn = app.out.detail if app.options.demo else app.out.warn
    run_scripted(session, answers, say=app.out.say, warn=warn, today=today)
    _result(app, session)


def _begun(app: App, wanted: _Wanted) -> "Session":
    """The latest unfinished session where going on was asked for, else a new one."""
    sessions = app.coach.sessions
    if not wanted.resume:
        return sessions.start(_kind(app, wanted.guide), title=wanted.title, support=wanted.support)
    waiting = _waiting(app, wanted)
    if not waiting:
        raise NotFound("There is no unfinished session to go on with.", hint="`coach reflect` begins one.")
    return sessions.resume(str(waiting[0]["id"]))


def _kind(app: App, guide: str | None) -> str:
    """The guide asked for, else the one that fits now. Raises NotFound where the config names none."""
    kind = guide or app.coach.sessions.suggested()
    if guide is None:
        try:
            app.coach.guides.headline(kind)
        except NotFound as error:
            raise NotFound(
                f"The config sets reflect.guide to “{kind}”, and there is no such guide. Nothing was begun.",
                hint=f"{error.hint} `coach config edit` opens the config.",
            ) from None
    return kind


def _picked(app: App, wanted: _Wanted, waiting: list[Doc], place: int) -> "Session":
    if place < len(waiting):
        return app.coach.sessions.resume(str(waiting[place]["id"]))
    return _begun(app, wanted)


def _ways(app: App, waiting: list[Doc]) -> list[str]:
    return [*(f"Go on: {_say_waiting(app, entry)}" for entry in waiting), "Begin another session"]


def _waiting(app: App, wanted: _Wanted) -> list[Doc]:
    """Unfinished sessions, the latest first; only of the kind asked for.

    One that nothing was done in yet is no reason to ask: a new session takes its place.
    """
    found = app.coach.sessions.unfinished()
    return [
        entry
        for entry in found
        if (wanted.guide is None or entry.get("kind") == wanted.guide)
        and (wanted.resume or entry.get("answers") or entry["session"].get("skipped"))
    ]


def _say_waiting(app: App, entry: Doc) -> str:
    kind = str(entry.get("kind", ""))
    try:
        title = app.coach.guides.headline(kind).title
    except NotFound:  # a guide of one's own that is gone
        title = kind
    if entry.get("title"):
        title = f"{title}: {entry['title']}"
    return f"{title}, begun {say_day(parse_stored(str(entry['date'])), app.coach.clock.today())}"


def _read_source(source: str) -> tuple[bytes, str]:
    with opened(source, so="nothing was begun") as file:
        return file.read(), "The file on standard input" if source == "-" else Path(source).name


def _greet(app: App, session: "Session") -> None:
    title = f"{session.guide.title}: {session.title}" if session.title else session.guide.title
    app.tell_problems()
    app.out.say(f"{title}. {session.guide.intent}")


def _print_questions(app: App, guide: str | None) -> None:
    found = app.coach.sessions.questions(_kind(app, guide))
    app.tell_problems()
    items = [{"step": step, "question": question} for step, question in found]
    app.out.show("questions", items, lambda: "\n".join(f"{step}: {question}" for step, question in found))


def _result(app: App, session: "Session") -> None:
    app.out.json("session", {"entry": session.id, "guide": session.guide.id, "state": session.state})


class _Voice:
    """The dialogue on standard output and input; any input is read, from a terminal or not."""

    def __init__(self, app: App) -> None:
        self._app = app

    def say(self, text: str) -> None:
        self._app.out.say(text)

    def read(self) -> str:
        # Bytes where there are any: a stray byte in the input must not end the session.
        raw = getattr(sys.stdin, "buffer", None)
        line = raw.readline().decode("utf-8", "replace") if raw is not None else sys.stdin.readline()
        if not line:
            raise EndOfInput
        return str(line).rstrip("\r\n")

    def edit(self, text: str) -> str | None:
        if not sys.stdin.isatty():
            return None
        try:
            return edited(text, self._app.environ)
        except CoachError as error:
            self.say(f"{error.message} {error.hint}".strip())
            return None
