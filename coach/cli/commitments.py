"""`coach commit`: promises with an owner, a date and a sign of success, and what came of them (rubric E)."""

from datetime import date

import click

from coach.cli.app import App, group, pass_app
from coach.cli.names import Person
from coach.cli.records import (
    found,
    given,
    hides_private,
    owned_json,
    say_date,
    say_owner,
    short,
    show_list,
)
from coach.domain.commitment import (
    OUTCOMES,
    SAY_OUTCOME,
    Outcome,
    is_late,
    is_open,
    read_outcome,
    say_whole,
    times_carried,
)
from coach.domain.records import Doc

_OUTCOMES = [SAY_OUTCOME[one] for one in OUTCOMES]


@group("commit", default="list")
def commit() -> None:
    """Commitments: what was promised, by whom, until when, and what came of it."""


@commit.command("list")
@click.option("--person", metavar="PERSON", type=Person(), help="Only this owner: a name, me, or others.")
@click.option("--due", metavar="DATE", help="Only those due up to this day.")
@click.option("--outcome", help=f"Only closed ones with this outcome: {', '.join(_OUTCOMES)}.")
@click.option(
    "--status", type=click.Choice(["open", "closed", "all"]), help="Which ones; open ones if not given."
)
@pass_app
def list_(app: App, person: str | None, due: str | None, outcome: str | None, status: str | None) -> None:
    """List commitments, the open ones by day."""
    due_by = app.day(due, lean="future") if due else None
    wanted = _outcome(outcome) if outcome else None
    docs = app.coach.commitments.list(
        status=status or ("closed" if wanted else "open"),
        person=person,
        due_by=due_by,
        hide_private=hides_private(app),
    )
    if wanted:
        docs = [doc for doc in docs if doc.get("outcome") == wanted]
    names = app.coach.people.names()
    ids = short(app.coach.commitments.list(status="all"))
    today = app.coach.clock.today()
    show_list(
        app,
        "commitments",
        [owned_json(doc, names) for doc in docs],
        lambda: [_row(ids[doc["id"]], doc, names, today) for doc in docs],
        nothing=_nothing(app, filtered=bool(person or due or outcome or status)),
    )


@commit.command("show")
@click.argument("commitment")
@pass_app
def show(app: App, commitment: str) -> None:
    """Show one commitment: an id, or the start of its id or words."""
    doc = _one(app, commitment)
    _answer(app, doc, _card(app, doc))


@commit.command("add")
@click.argument("text", required=False)
@click.option(
    "--person", default="me", show_default=True, metavar="PERSON", type=Person(), help="Who does it."
)
@click.option("--due", metavar="DATE", help="Until when.")
@click.option("--if", "if_cue", default="", metavar="CUE", help="When what happens: the moment to act.")
@click.option("--sign", default="", help="How others will see that it is done.")
@click.option("--obstacle", default="", help="What is most likely to get in the way.")
@click.option("--plan", "obstacle_plan", default="", help="What then.")
@click.option("--private", is_flag=True, help="Keep it out of agendas, summaries and prompts.")
@pass_app
def add(
    app: App,
    *,
    text: str | None,
    person: str,
    due: str | None,
    if_cue: str,
    sign: str,
    obstacle: str,
    obstacle_plan: str,
    private: bool,
) -> None:
    """Add a commitment; - reads it from standard input."""
    until = app.day(due, lean="future") if due else None
    app.coach.people.owner(person)  # whoever nobody knows is said before anything is typed
    words = app.text(text, "What will be done? Say the one act: I will …")
    doc = app.coach.commitments.add(
        words,
        owner=person,
        due=until,
        if_cue=if_cue,
        sign=sign,
        obstacle=obstacle,
        obstacle_plan=obstacle_plan,
        private=private,
    )
    _answer(app, doc, f"Added: {doc['text']}{_until(app, doc)}.")
    question = app.coach.commitments.vague(words)
    if question:
        app.out.echo(question)


@commit.command("edit")
@click.argument("commitment")
@click.option("--text", help="The new words.")
@click.option("--person", metavar="PERSON", type=Person(), help="Who does it.")
@click.option("--due", metavar="DATE", help="Until when; none takes the day away.")
@click.option("--if", "if_cue", metavar="CUE", help="When what happens: the moment to act.")
@click.option("--sign", help="How others will see that it is done.")
@click.option("--obstacle", help="What is most likely to get in the way.")
@click.option("--plan", "obstacle_plan", help="What then.")
@click.option("--note", help="A line about it.")
@click.option("--private/--not-private", default=None, help="Keep it out of agendas, summaries and prompts.")
@pass_app
def edit(
    app: App, /, commitment: str, person: str | None, due: str | None, **fields: str | bool | None
) -> None:
    """Change what is given, keep the rest."""
    changes = given(
        {**fields, "owner": person, "due": due},
        ("--text", "--person", "--due", "--if", "--sign", "--obstacle", "--plan", "--note", "--private"),
    )
    if due is not None:
        changes["due"] = None if due.strip().casefold() == "none" else app.day(due, lean="future")
    doc = app.coach.commitments.edit(_one(app, commitment)["id"], **changes)
    _answer(app, doc, f"Changed: {doc['text']}{_until(app, doc)}.")


@commit.command("close")
@click.argument("commitment")
@click.option("--outcome", help=f"What came of it: {', '.join(_OUTCOMES)}.")
@click.option("--note", default="", help="A line about it.")
@pass_app
def close(app: App, commitment: str, outcome: str | None, note: str) -> None:
    """Close a commitment with what came of it."""
    doc = _one(app, commitment)
    if outcome is None:
        outcome = _OUTCOMES[app.out.pick(f"What came of it: {say_whole(doc)}", _OUTCOMES, "--outcome")]
    wanted = _outcome(outcome)
    doc = app.coach.commitments.close(doc["id"], wanted, note=note)
    _answer(app, doc, f"Closed ({SAY_OUTCOME[wanted]}): {doc['text']}")


@commit.command("carry")
@click.argument("commitment")
@click.option("--due", metavar="DATE", help="The later day.")
@pass_app
def carry(app: App, commitment: str, due: str | None) -> None:
    """Move an open commitment on to a later day; the moves are counted."""
    doc = _one(app, commitment)
    until = app.day(due or app.out.ask(f"Until when: {doc['text']}?", "--due DATE"), lean="future")
    doc = app.coach.commitments.carry(doc["id"], until)
    question = app.coach.commitments.third_carry_question(doc)
    if question:
        doc = app.coach.commitments.asked_third(doc["id"])
    _answer(app, doc, f"Carried ({times_carried(doc)}x): {doc['text']}{_until(app, doc)}.")
    if question:
        app.out.echo(question)


@commit.command("reopen")
@click.argument("commitment")
@pass_app
def reopen(app: App, commitment: str) -> None:
    """Take a closed commitment up again."""
    doc = app.coach.commitments.reopen(_one(app, commitment)["id"])
    _answer(app, doc, f"Open again: {doc['text']}")


@commit.command("rm")
@click.argument("commitment")
@pass_app
def rm(app: App, commitment: str) -> None:
    """Move a commitment to the bin."""
    doc = app.coach.commitments.remove(_one(app, commitment)["id"])
    _answer(app, doc, "The commitment was put away. `coach undo` brings it back.")


def _nothing(app: App, *, filtered: bool) -> str:
    """What an empty list says; where filters are in force, how many there are without them."""
    there = app.coach.commitments.list(status="all", hide_private=hides_private(app))
    if not there:
        return "No commitment here. They come out of sessions; `coach commit add` adds one."
    waiting = sum(1 for doc in there if is_open(doc))
    counted = f"there are {waiting} open and {len(there) - waiting} closed"
    if filtered:
        return f"No commitment fits; without the filters {counted}."
    return f"No commitment is open; {counted}. `coach commit list --status all` shows them."


def _one(app: App, text: str) -> Doc:
    return found(app, app.coach.commitments.get, text)


def _answer(app: App, doc: Doc, text: str) -> None:
    app.out.show("commitment", owned_json(doc, app.coach.people.names()), text)


def _outcome(text: str) -> Outcome:
    by_words = {said: outcome for outcome, said in SAY_OUTCOME.items()}
    outcome = by_words.get(" ".join(text.lower().split())) or read_outcome(text)
    if outcome is None:
        raise click.BadParameter(f"{text!r} is none of {', '.join(_OUTCOMES)}.", param_hint="--outcome")
    return outcome


def _until(app: App, doc: Doc) -> str:
    day = say_date(doc, "due", app.coach.clock.today())
    return f", due {day}" if day else ""


def _row(id_: str, doc: Doc, names: dict[str, str], today: date) -> tuple[str, ...]:
    late = is_late(doc, today)
    day = say_date(doc, "due", today)
    if not is_open(doc):
        outcome = read_outcome(str(doc.get("outcome") or ""))
        day = f"{SAY_OUTCOME[outcome] if outcome else 'closed'} {say_date(doc, 'closed_on', today)}".strip()
    elif day:
        day = f"{'was due' if late else 'due'} {day}"
    carried = times_carried(doc)
    private = "private" if doc.get("private") else ""
    return (
        id_,
        "!" if late else "",
        say_owner(doc.get("owner"), names),
        say_whole(doc),
        day,
        f"carried {carried}x" if carried else "",
        private,
    )


def _card(app: App, doc: Doc) -> str:
    today = app.coach.clock.today()
    rows = [
        ("owner", say_owner(doc.get("owner"), app.coach.people.names())),
        ("due", say_date(doc, "due", today)),
        ("when", doc.get("if_cue", "")),
        ("sign", doc.get("sign", "")),
        ("obstacle", doc.get("obstacle", "")),
        ("what then", doc.get("obstacle_plan", "")),
        ("carried", f"{times_carried(doc)}x" if times_carried(doc) else ""),
        ("noted on", say_date(doc, "opened_on", today)),
        ("closed on", say_date(doc, "closed_on", today)),
        ("outcome", doc.get("outcome") or ""),
        ("note", doc.get("note", "")),
        ("private", "yes" if doc.get("private") else ""),
        ("id", doc["id"]),
    ]
    return "\n".join([doc["text"], *(f"{label}: {value}" for label, value in rows if value)])
