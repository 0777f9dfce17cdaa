"""`coach experiment`: tests of a belief, the day of the result, the verdict (practices 6, 58; rubric E)."""

from datetime import date

import click

from coach.cli.app import App, group, pass_app
from coach.cli.records import found, given, hides_private, say_date, short, show_list
from coach.domain.commitment import is_open
from coach.domain.experiment import VERDICTS, is_due
from coach.domain.records import Doc

_VERDICT = click.Choice(VERDICTS)


@group("experiment", default="list")
def experiment() -> None:
    """Experiments: small tests of a belief. At most two are open at a time."""


@experiment.command("list")
@click.option("--status", type=click.Choice(["open", "closed", "all"]), default="open", show_default=True)
@click.option("--due", metavar="DATE", help="Only open ones that come back up to this day.")
@pass_app
def list_(app: App, status: str, due: str | None) -> None:
    """List experiments by the day they come back."""
    day = app.day(due, lean="future") if due else None
    docs = app.coach.experiments.list(status=status, hide_private=hides_private(app))
    if day is not None:
        docs = [doc for doc in docs if is_due(doc, day)]
    ids = short(app.coach.experiments.list(status="all"))
    today = app.coach.clock.today()
    show_list(
        app,
        "experiments",
        docs,
        lambda: [_row(ids[doc["id"]], doc, today) for doc in docs],
        nothing="No experiment here. They come out of sessions; `coach experiment add` adds one.",
    )


@experiment.command("show")
@click.argument("experiment")
@pass_app
def show(app: App, experiment: str) -> None:
    """Show one experiment: an id, or the start of its id or words."""
    doc = _one(app, experiment)
    app.out.show("experiment", doc, lambda: _card(app, doc))


@experiment.command("add")
@click.argument("text", required=False)
@click.option("--belief", default="", help="The belief it tests.")
@click.option("--if", "if_cue", default="", metavar="CUE", help="When what happens: the moment to try it.")
@click.option("--sign", default="", help="What would show that it works.")
@click.option("--against", default="", help="What would change your mind.")
@click.option("--due", metavar="DATE", help="When to look at the result; in a week if not given.")
@click.option("--private", is_flag=True, help="Keep it out of agendas, summaries and prompts.")
@pass_app
def add(
    app: App,
    *,
    text: str | None,
    belief: str,
    if_cue: str,
    sign: str,
    against: str,
    due: str | None,
    private: bool,
) -> None:
    """Add an experiment; - reads it from standard input."""
    review_on = app.day(due, lean="future") if due else None
    app.coach.experiments.refuse_third()  # said before anything is typed
    words = app.text(text, "What small test will you run?")
    doc = app.coach.experiments.add(
        words,
        belief=belief,
        if_cue=if_cue,
        sign=sign,
        against=against,
        review_on=review_on,
        private=private,
    )
    app.out.show("experiment", doc, f"Added: {doc['test']}, result on {_back(app, doc)}.")


@experiment.command("edit")
@click.argument("experiment")
@click.option("--text", "test", help="The new words.")
@click.option("--belief", help="The belief it tests.")
@click.option("--if", "if_cue", metavar="CUE", help="When what happens: the moment to try it.")
@click.option("--sign", help="What would show that it works.")
@click.option("--against", help="What would change your mind.")
@click.option("--result", help="What happened.")
@click.option("--due", metavar="DATE", help="When to look at the result.")
@click.option("--private/--not-private", default=None, help="Keep it out of agendas, summaries and prompts.")
@pass_app
def edit(app: App, /, experiment: str, due: str | None, **fields: str | bool | None) -> None:
    """Change what is given, keep the rest."""
    changes = given(
        {**fields, "review_on": due},
        ("--text", "--belief", "--if", "--sign", "--against", "--result", "--due", "--private"),
    )
    if due is not None:
        changes["review_on"] = app.day(due, lean="future")
    doc = app.coach.experiments.edit(_one(app, experiment)["id"], **changes)
    app.out.show("experiment", doc, f"Changed: {doc['test']}, result on {_back(app, doc)}.")


@experiment.command("close")
@click.argument("experiment")
@click.option("--verdict", "--outcome", "verdict", type=_VERDICT, help="What follows for the belief.")
@click.option("--result", default="", help="What happened.")
@pass_app
def close(app: App, experiment: str, verdict: str | None, result: str) -> None:
    """Close an experiment with what happened and what follows: keep, change or drop."""
    doc = _one(app, experiment)
    if verdict is None:
        verdict = VERDICTS[app.out.pick(f"What follows from: {doc['test']}", VERDICTS, "--verdict")]
    doc = app.coach.experiments.close(doc["id"], verdict, result)
    app.out.show("experiment", doc, f"Closed ({doc['verdict']}): {doc['test']}")


@experiment.command("reopen")
@click.argument("experiment")
@pass_app
def reopen(app: App, experiment: str) -> None:
    """Take a closed experiment up again."""
    doc = _one(app, experiment)
    doc = app.coach.experiments.reopen(doc["id"])
    app.out.show("experiment", doc, f"Open again: {doc['test']}")


@experiment.command("rm")
@click.argument("experiment")
@pass_app
def rm(app: App, experiment: str) -> None:
    """Move an experiment to the bin."""
    doc = app.coach.experiments.remove(_one(app, experiment)["id"])
    app.out.show("experiment", doc, "The experiment was put away. `coach undo` brings it back.")


def _one(app: App, text: str) -> Doc:
    return found(app, app.coach.experiments.get, text)


def _back(app: App, doc: Doc) -> str:
    return say_date(doc, "review_on", app.coach.clock.today())


def _row(id_: str, doc: Doc, today: date) -> tuple[str, ...]:
    day = f"result on {say_date(doc, 'review_on', today)}"
    if not is_open(doc):
        day = f"{doc.get('verdict') or 'closed'} {say_date(doc, 'closed_on', today)}".strip()
    belief = f"belief: {doc['belief']}" if doc.get("belief") else ""
    return (
        id_,
        "!" if is_due(doc, today) else "",
        doc["test"],
        day,
        belief,
        "private" if doc.get("private") else "",
    )


def _card(app: App, doc: Doc) -> str:
    today = app.coach.clock.today()
    rows = [
        ("belief", doc.get("belief", "")),
        ("when", doc.get("if_cue", "")),
        ("sign", doc.get("sign", "")),
        ("would change my mind", doc.get("against", "")),
        ("result on", say_date(doc, "review_on", today)),
        ("result", doc.get("result", "")),
        ("verdict", doc.get("verdict") or ""),
        ("closed on", say_date(doc, "closed_on", today)),
        ("private", "yes" if doc.get("private") else ""),
        ("id", doc["id"]),
    ]
    return "\n".join([doc["test"], *(f"{label}: {value}" for label, value in rows if value)])
