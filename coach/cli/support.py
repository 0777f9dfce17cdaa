"""`coach support`: how much structure the questions give; a person decides (rubric F1, F2)."""

import click

from coach.clean import one_line
from coach.cli.app import App, group, pass_app
from coach.cli.output import Out
from coach.dates import say_day
from coach.domain.asking import SUPPORT_LEVELS
from coach.domain.records import Doc
from coach.engine.support import Proposal, Step

_WHY = click.option("--why", default="", metavar="TEXT", help="The reason, kept with the decision.")


@group("support", default="show")
def support() -> None:
    """How much structure the questions give: guided, supported or independent.

    A step is proposed where your own sessions speak for it. Nothing changes until you say so.
    """


@support.command("show")
@pass_app
def show(app: App) -> None:
    """The level in force, and a proposal with its evidence where there is one."""
    use = app.coach.support
    level, found = use.level(), use.proposal()
    data = {"level": level, "proposal": _as_json(found) if found else None}
    app.out.show("support", data, lambda: "\n".join([f"Your level is {level}.", *_lines(app, found)]))


@support.command("history")
@pass_app
def history(app: App) -> None:
    """Every decision about the level, the newest first."""
    steps = app.coach.support.history()
    app.out.show("support.history", [_step(one) for one in steps], lambda: _table(app.out, app, steps))
    if not steps:
        app.out.echo("No decision about the level was made yet.")


@support.command("set")
@click.argument("level", type=click.Choice(SUPPORT_LEVELS))
@_WHY
@pass_app
def set_(app: App, level: str, why: str) -> None:
    """Take a step to another level; the next session begins with it."""
    now = app.coach.support.move(level, why)
    said = f"Your level is {now} from the next session on. `coach undo` takes it back."
    app.out.show("support", {"level": now, "proposal": None}, said)


@support.command("stay")
@_WHY
@pass_app
def stay(app: App, why: str) -> None:
    """Keep the level; what spoke for a step is not brought up again."""
    now = app.coach.support.stay(why)
    app.out.show("support", {"level": now, "proposal": None}, f"Your level stays {now}.")


def _lines(app: App, found: Proposal | None) -> list[str]:
    if found is None:
        return ["Nothing speaks for another level now; `coach support set LEVEL` changes it at any time."]
    today = app.coach.clock.today()
    quotes = [
        f"  {say_day(sign.day, today)}" + (f'  "{one_line(sign.quote, 80)}"' if sign.quote else "")
        for sign in found.evidence
    ]
    return [
        found.why,
        *quotes,
        f"Worth a thought: {found.level}.",
        f"`coach support set {found.level}` takes the step, `coach support stay` keeps the level.",
    ]


def _as_json(found: Proposal) -> Doc:
    return {
        "level": found.level,
        "why": found.why,
        "evidence": [
            {"entry": sign.entry, "date": sign.day.isoformat(), "quote": sign.quote or None}
            for sign in found.evidence
        ],
    }


def _step(one: Step) -> Doc:
    return {"date": one.day.isoformat() if one.day else None, "from": one.old, "to": one.new, "why": one.why}


def _table(out: Out, app: App, steps: list[Step]) -> str:
    today = app.coach.clock.today()
    return out.table(
        [
            (
                say_day(one.day, today) if one.day else "",
                f"stayed {one.new}" if one.old == one.new else f"{one.old} to {one.new}",
                one_line(one.why, 80),
            )
            for one in steps
        ]
    )
