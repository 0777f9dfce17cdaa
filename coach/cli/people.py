"""`coach people`: whom someone meets, by name and role."""

from shlex import quote

import click

from coach.cli.app import App, group, pass_app
from coach.cli.names import Person
from coach.cli.records import given, short, show_list
from coach.domain.person import ROLES, goes_by
from coach.domain.records import Doc
from coach.errors import UsageError

_ROLE = click.Choice(ROLES)


@group("people", default="list")
def people() -> None:
    """The people you meet: name, role, other names. A role says what they are to you."""


@people.command("list")
@click.option("--role", type=_ROLE, help="Only this role.")
@pass_app
def list_(app: App, role: str | None) -> None:
    """List everyone."""
    everyone = app.coach.people.list()
    found = [doc for doc in everyone if role is None or doc.get("role") == role]
    ids = short(everyone)
    show_list(
        app,
        "people",
        found,
        lambda: [(ids[doc["id"]], doc["name"], doc.get("role", ""), _others(doc)) for doc in found],
        nothing="Nobody is listed. Add someone: coach people add NAME --role mentee",
    )


@people.command("show")
@click.argument("person", type=Person())
@pass_app
def show(app: App, person: str) -> None:
    """Show one person: an id, a name, or the start of one."""
    doc = app.coach.people.get(person)
    app.out.show("person", doc, lambda: _card(app, doc))


@people.command("add")
@click.argument("name")
@click.option("--role", type=_ROLE, help="What the person is to you; peer if not given.")
@click.option("--aka", multiple=True, metavar="NAME", help="Another name they go by; may be given again.")
@pass_app
def add(app: App, name: str, role: str | None, aka: tuple[str, ...]) -> None:
    """Add a person. Someone who is listed already, from a note perhaps, can be given the role."""
    known = next((doc for doc in app.coach.people.list() if goes_by(doc, name)), None)
    if known is not None and role is not None and known.get("role") != role and not aka:
        _give_role(app, known, role)
        return
    doc = app.coach.people.add(name, role=role or "peer", aka=aka)
    app.out.show("person", doc, f"Added {doc['name']} ({doc['role']}).")


def _give_role(app: App, known: Doc, role: str) -> None:
    """The role for someone who is there, if that is meant. Raises UsageError where nobody can be asked."""
    command = f"coach people edit {quote(str(known['name']))} --role {role}"
    listed = f"{known['name']} is listed already ({known.get('role') or 'no role'})."
    if not app.out.may_ask:
        raise UsageError(f"{listed} Nothing was changed.", hint=f"`{command}` gives the role.")
    if not app.out.confirm(f"{listed} Change the role to {role}?", "--role"):
        app.out.echo("Nothing was changed.")
        return
    doc = app.coach.people.edit(str(known["id"]), role=role)
    app.out.show("person", doc, f"Changed: {doc['name']} ({doc['role']}).")


@people.command("edit")
@click.argument("person", type=Person())
@click.option("--name", help="The new name.")
@click.option("--role", type=_ROLE, help="What the person is to you.")
@click.option(
    "--aka", multiple=True, metavar="NAME", help="Another name they go by, in place of those noted."
)
@click.option(
    "--never-send/--may-send",
    default=None,
    help="Whether what is about them never goes to an engine elsewhere.",
)
@pass_app
def edit(
    app: App,
    *,
    person: str,
    name: str | None,
    role: str | None,
    aka: tuple[str, ...],
    never_send: bool | None,
) -> None:
    """Change a name, a role, the other names, or whether anything about them may be sent."""
    wanted = {"name": name, "role": role, "aka": aka or None, "never_send": never_send}
    changes = given(wanted, ("--name", "--role", "--aka", "--never-send"))
    doc = app.coach.people.edit(person, **changes)
    app.out.show("person", doc, f"Changed: {doc['name']} ({doc['role']}).")


@people.command("rm")
@click.argument("person", type=Person())
@pass_app
def rm(app: App, person: str) -> None:
    """Move a person to the bin; what was written with them stays."""
    doc = app.coach.people.remove(person)
    app.out.show("person", doc, f"{doc['name']} was put away. `coach undo` brings them back.")


def _others(doc: Doc) -> str:
    return "also " + ", ".join(doc["aka"]) if doc.get("aka") else ""


def _card(app: App, doc: Doc) -> str:
    lines = [doc["name"], f"role: {doc.get('role', '')}"]
    if doc.get("aka"):
        lines.append(f"also known as: {', '.join(doc['aka'])}")
    if doc.get("never_send"):
        lines.append("never sent: nothing about them goes to an engine elsewhere")
    owned = [one for one in app.coach.commitments.list() if one.get("owner") == doc["id"]]
    lines.append(f"open commitments: {len(owned)}")
    return "\n".join([*lines, f"id: {doc['id']}"])
