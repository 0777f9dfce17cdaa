"""What the settings show: each with its value and where it comes from. Knows no widget."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.dates import say_day
from coach.tui.screens.settings_privacy import Brief, brief
from coach.tui.widgets.rows import Row

if TYPE_CHECKING:
    from coach.engine.coach import Coach

SET = "set/"
"""Start of the ids of rows that stand for one setting."""


class _Group(NamedTuple):
    title: str
    keys: dict[str, str]


GROUPS = (
    _Group(
        "QUESTIONS",
        {
            "questions.role": "Who I mostly am",
            "questions.challenge": "How much push-back, 1 to 3",
            "questions.support": "How much structure",
            "reflect.guide": "Session that is offered",
            "reflect.every_days": "Days between sessions",
            "sessions.minutes": "Minutes per session",
        },
    ),
    _Group(
        "SAFETY", {"safety.country": "Country of help lines", "safety.resources": "My own people to turn to"}
    ),
    _Group(
        "LOOKS AND KEYS",
        {
            "ui.theme": "Theme",
            "ui.ascii": "ASCII characters only",
            "ui.plain": "Only append text",
            "ui.hide_private": "Hide what is private",
            "keys": "Keys of my own",
        },
    ),
    _Group(
        "FILES",
        {"prompts.folder": "Folder of my own prompts", "backup.keep": "Automatic copies kept"},
    ),
)
"""The settings changed here. Those of the remote engine are set in the file, all of them at once."""

IN_FILE = ("sessions.minutes", "safety.resources", "keys")
"""Settings with more than one value: changed in the file."""
NEXT_START = ("ui.ascii", "ui.plain", "keys", "prompts.folder", "backup.keep")
"""Settings that take effect at the next start."""


_BLANK = Row("", "", kind="text")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the settings screen found out, off the screen's thread."""

    settings: tuple[Any, ...]
    """`coach.settings_desk.Setting`, in the order of the example file."""
    config: str
    problems: tuple[str, ...]
    built_in: int
    yours: int
    data: str
    state: str
    size: int
    copied: datetime | None
    private: int | None
    """Entries with something private in them; None while private things are hidden."""
    engine: "Brief"
    """Who makes questions, and what leaves this machine."""


def find_out(coach: "Coach", *, hiding: bool) -> Facts:
    """Read it all. Raises CoachError."""
    desk = coach.settings_desk
    prompts = coach.prompts_desk.list()
    yours = sum(1 for one in prompts if one.source != "built in")
    where = coach.keeper.where()
    copies = coach.keeper.backups()
    found = [f"{one.message} {one.hint}".strip() for one in coach.problems]
    return Facts(
        settings=tuple(desk.list()),
        config=str(desk.file),
        problems=tuple(dict.fromkeys([*desk.problems(), *found])),
        built_in=len(prompts) - yours,
        yours=yours,
        data=str(where["data"]),
        state=str(where["state"]),
        size=sum(path.stat().st_size for path in where["data"].rglob("*") if path.is_file()),
        copied=copies[0].at if copies else None,
        private=None if hiding else len(coach.entries.list("is:private")),
        engine=brief(coach.privacy.status()),
    )


def rows(facts: Facts, today: date) -> list[Row]:
    """The whole list."""
    shown = [Row("", problem, kind="text") for problem in facts.problems]
    if shown:
        shown.insert(0, Row("", "SOMETHING IS WRONG", kind="head"))
    for part in (_engine(facts), _privacy(facts), _data(facts, today)):
        shown += ([_BLANK] if shown else []) + part
    by_key = {one.key: one for one in facts.settings}
    for group in GROUPS:
        shown += [_BLANK, Row("", group.title, kind="head")]
        for key, title in group.keys.items():
            if key in by_key:
                setting = by_key[key]
                mark = "" if setting.source == "default" else "*"
                shown.append(Row(SET + key, title, detail=say(setting.value), note=setting.source, mark=mark))
    return shown


def _engine(facts: Facts) -> list[Row]:
    made = [
        Row("", "ENGINE", kind="head"),
        Row("test", "Questions", detail=facts.engine.engine, note="t tests it"),
        Row("prompts", "Prompts", detail=f"{facts.built_in} built in, {facts.yours} yours"),
    ]
    if facts.engine.problem:
        made.append(Row("", f"{facts.engine.problem} This machine answers.", kind="text"))
    return made


def _privacy(facts: Facts) -> list[Row]:
    private = "hidden now, F8 shows it" if facts.private is None else _count(facts.private)
    return [
        Row("", "PRIVACY", kind="head"),
        Row("privacy", "What leaves this machine", detail=facts.engine.leaves, note="v shows it"),
        Row("private", "Entries with something private", detail=private),
    ]


def _count(number: int) -> str:
    return "none" if number == 0 else str(number)


def _data(facts: Facts, today: date) -> list[Row]:
    copied = "none yet" if facts.copied is None else say_day(facts.copied.astimezone().date(), today)
    return [
        Row("", "DATA", kind="head"),
        Row("folder", "Folder", detail=short(facts.data), note=size(facts.size)),
        Row("copy", "Last copy", detail=copied, note="Enter makes one now"),
        Row("restore", "Go back to a copy", detail="shown before anything is done"),
        Row("export", "Export to a file", detail="all but what is private", note="x"),
        Row("import", "Import from a file", detail="shown before anything is added", note="i"),
        Row("file", "Config file", detail=short(facts.config), note="E edits it"),
    ]


_ROOM = 32
"""Columns for a path in the list; Enter and the second pane show all of it."""


def short(path: str) -> str:
    """A path from the home folder on, its beginning cut where it is long."""
    home = str(Path.home())
    said = "~" + path.removeprefix(home) if path.startswith(f"{home}/") else path
    return said if len(said) <= _ROOM else "…" + said[1 - _ROOM :]


def count(number: int, one: str, more: str) -> str:
    """A number with its word."""
    return f"{number} {one if number == 1 else more}"


def size(number: int) -> str:
    """Bytes in words."""
    if number < 1000:
        return f"{number} bytes"
    if number < 1_000_000:
        return f"{round(number / 1000)} kB"
    return f"{number / 1_000_000:.1f} MB"


def say(value: object) -> str:
    """A value as people read it."""
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items()) or "none"
    if isinstance(value, tuple | list):
        return f"{len(value)} of them" if value else "none"
    return str(value) if value != "" else "not set"


def about(facts: Facts, row: str) -> tuple[tuple[str, str], ...]:
    """The selected row in sentences, for the second pane."""
    if row.startswith(SET):
        setting = next((one for one in facts.settings if SET + one.key == row), None)
        if setting is None:
            return ()
        parts = [("head", setting.key), ("text", setting.about), ("soft", f"Now: {say(setting.value)}")]
        if setting.choices:
            parts.append(("soft", "Choices: " + ", ".join(setting.choices)))
        parts.append(("soft", f"From: {setting.source}"))
        return tuple(parts)
    if row in ("privacy", "private"):
        return privacy(facts)
    if row == "folder":
        return (("head", "Data"), ("text", facts.data), ("soft", f"Drafts and caches: {facts.state}"))
    if row == "file":
        return (("head", "Config file"), ("text", facts.config), ("soft", "E opens it in your editor."))
    return ()


def privacy(facts: Facts) -> tuple[tuple[str, str], ...]:
    """What leaves this machine, what is private, where files lie; in plain sentences."""
    return (
        ("head", "What leaves this machine"),
        (
            "text",
            f"Now: {facts.engine.leaves}. Text leaves only for a model you set up, after you saw it and "
            "allowed it; v shows what was allowed and sent. Nothing else is ever connected to.",
        ),
        (
            "text",
            "A folder that another program copies elsewhere is copied by that program, not by this one.",
        ),
        ("head", "What is private"),
        (
            "text",
            "Entries and answers you marked with the . key. They stay out of copies, exports and summaries.",
        ),
        ("text", "F8 takes them off the screen while others look."),
        ("head", "Where files lie"),
        ("text", f"Data: {facts.data}"),
        ("text", f"Drafts and caches: {facts.state}"),
        ("text", f"Config: {facts.config}"),
        ("text", "They are readable by you alone and not encrypted: a disk that is encrypted protects them."),
    )


def imported(report: Any, name: str) -> list[tuple[str, str]]:
    """What an import would do, or did."""
    pieces = [f"{report.added} to add", f"{report.skipped} here already"]
    if report.conflicts:
        pieces.append(f"{len(report.conflicts)} with an id that is here with other words; added beside it")
    if report.people:
        pieces.append(count(len(report.people), "new person", "new people"))
    parts = [("text", name), ("text", f"{count(report.read, 'line', 'lines')}: {', '.join(pieces)}.")]
    errors = report.errors
    if errors:
        parts.append(("warn", f"{count(len(errors), 'line', 'lines')} cannot be read and will be left out:"))
        parts += [("soft", f"line {one['line']}: {one['message']}") for one in errors[:4]]
    return parts
