"""`coach assumptions`: beliefs taken for granted, the day they come back, and the verdict (practice 58)."""

from datetime import date

import click

from coach.cli.app import App, group, pass_app
from coach.cli.records import found, hides_private, say_date, short, show_list
from coach.domain.experiment import VERDICTS, is_due
from coach.domain.records import Doc


@group("assumptions", default="list")
def assumptions() -> None:
    """Beliefs you took for granted; each comes back on its day, on its own or with its experiment."""


@assumptions.command("list")
@click.option("--all", "closed_too", is_flag=True, help="Closed ones too.")
@pass_app
def list_(app: App, closed_too: bool) -> None:
    """List the open assumptions by the day they come back."""
    docs = app.coach.assumptions.list(open_only=not closed_too, hide_private=hides_private(app))
    ids = short(app.coach.assumptions.list(open_only=False))
    today = app.coach.clock.today()
    show_list(
        app,
        "assumptions",
        docs,
        lambda: [_row(ids[doc["id"]], doc, today) for doc in docs],
        nothing="No assumption is open. They come out of sessions.",
    )


@assumptions.command("close")
@click.argument("assumption")
@click.option("--verdict", type=click.Choice(VERDICTS), help="What becomes of the belief.")
@pass_app
def close(app: App, assumption: str, verdict: str | None) -> None:
    """Close an assumption: keep, change or drop the belief."""
    doc = _one(app, assumption)
    if verdict is None:
        verdict = VERDICTS[app.out.pick(f"What becomes of: {doc['text']}", VERDICTS, "--verdict")]
    doc = app.coach.assumptions.close(doc["id"], verdict)
    app.out.show("assumption", doc, f"Closed ({doc['verdict']}): {doc['text']}")


@assumptions.command("later")
@click.argument("assumption")
@click.option("--due", metavar="DATE", required=True, help="The day it comes back.")
@pass_app
def later(app: App, assumption: str, due: str) -> None:
    """Let an assumption come back on another day."""
    doc = app.coach.assumptions.later(_one(app, assumption)["id"], app.day(due, lean="future"))
    app.out.show("assumption", doc, f"Comes back on {_back(doc, app.coach.clock.today())}: {doc['text']}")


@assumptions.command("rm")
@click.argument("assumption")
@pass_app
def rm(app: App, assumption: str) -> None:
    """Move an assumption to the bin."""
    doc = app.coach.assumptions.remove(_one(app, assumption)["id"])
    app.out.show("assumption", doc, "The assumption was put away. `coach undo` brings it back.")


def _one(app: App, text: str) -> Doc:
    return found(app, app.coach.assumptions.get, text)


def _back(doc: Doc, today: date) -> str:
    return say_date(doc, "review_on", today)


def _row(id_: str, doc: Doc, today: date) -> tuple[str, ...]:
    verdict = str(doc.get("verdict") or "")
    day = f"closed, {verdict}" if verdict else f"back on {_back(doc, today)}"
    return id_, "!" if is_due(doc, today) else "", doc["text"], day, "private" if doc.get("private") else ""
