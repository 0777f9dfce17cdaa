"""`coach entries`: find, read, correct and put away what was written."""

from collections.abc import Sequence

import click

from coach.clean import one_line
from coach.cli.app import App, group, pass_app
from coach.cli.editing import edited
from coach.cli.records import entry_json, found, hides_private, refuse_hidden, short
from coach.dates import parse_stored, say_day
from coach.domain.entry import QUICK_KINDS, answers_of, seen_for
from coach.domain.ids import LONG_PREFIX
from coach.domain.records import Doc
from coach.engine.entry_list import Hit
from coach.engine.people import GONE
from coach.errors import NotFound, UsageError

_HEADLINE = 88
"""Characters of an entry's first line in a list; `show`, Markdown and JSON give all of it."""
_STEP = click.option(
    "--step", metavar="STEP", help="One answer of a session: its number, or the id of its step."
)


@group("entries", default="search")
def entries() -> None:
    """What was written, the newest first. QUERY holds words and filters.

    Filters: @person #tag kind:debrief since:"last friday" until:yesterday is:private is:open. Words may be
    spelled a little wrong, in another form, or without accents.
    """


@entries.command("search")
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.option("--format", "form", type=click.Choice(["table", "md"]), default="table", show_default=True)
@click.option(
    "--like", metavar="TEXT|ID", help="The nearest in meaning to a text or an entry, nearest first."
)
@pass_app
def search(app: App, query: tuple[str, ...], limit: int | None, form: str, like: str | None) -> None:
    """List the entries that match QUERY; without one, all."""
    use = app.coach.entries
    filters = use.parse(" ".join(query))
    if filters.in_force:
        app.out.echo(f"Filters: {', '.join(filters.in_force)}.")
    hits = use.select(filters, limit=limit if like is None else None, hide_private=hides_private(app))
    if like is not None:
        _show_nearest(app, like, hits, limit, markdown=form == "md")
        return
    if hits and form == "md" and not app.out.json_wanted:
        app.out.result(_markdown(hits))
    elif hits and not app.out.json_wanted:
        app.out.result(app.out.table(_rows(app, hits)))
    elif not hits:
        app.out.echo(_nothing(filters.words, filters.in_force, _unknown_kinds(app, filters.kinds)))
    left_out = {"entries": hits.hidden, "answers": sum(hit.left_out for hit in hits)}
    app.out.json("entries", {"items": [_as_json(hit) for hit in hits], "left_out": left_out})
    if any(left_out.values()):
        app.out.echo(f"{_say_left_out(**left_out)} private, not shown.")


entries.add_command(search, "list")


def _show_nearest(app: App, like: str, hits: Sequence[Hit], limit: int | None, *, markdown: bool) -> None:
    from coach.cli.entries_like import nearest, rows_of

    near = nearest(app, like, hits, limit)
    if not near:
        app.out.echo("No entry to compare with.")
    elif markdown and not app.out.json_wanted:
        app.out.result(_markdown([one.hit for one in near]))
    elif not app.out.json_wanted:
        app.out.result(app.out.table(rows_of(app, near)))
    items = [{**_as_json(one.hit), "nearest": one.sentence} for one in near]
    app.out.json("entries", {"items": items, "left_out": {"entries": 0, "answers": 0}})


@entries.command("show")
@click.argument("entry")
@click.option("--format", "form", type=click.Choice(["text", "md"]), default="text", show_default=True)
@pass_app
def show(app: App, entry: str, form: str) -> None:
    """Show one entry: its id, the start of it, or the id it was imported with."""
    doc = app.coach.entries.get(entry, hide_private=hides_private(app))
    names = app.coach.people.names()
    app.out.show("entry", entry_json(doc, names), lambda: _whole(app, doc, names, markdown=form == "md"))


@entries.command("edit")
@click.argument("entry")
@click.argument("text", required=False)
@_STEP
@pass_app
def edit(app: App, entry: str, text: str | None, step: str | None) -> None:
    """Put new words in place of the old ones; the earlier version stays readable.

    TEXT may be - for standard input. Without it your editor opens with the words as they are.
    """
    doc = found(app, app.coach.entries.get, entry)
    chosen = refuse_hidden(app, _answer_of(doc, step))
    if text is None and app.out.may_ask:
        text = edited(str(chosen.get("text") or chosen.get("answer") or ""), app.environ)
        if text is None:
            app.out.echo("Nothing was changed.")
            return
    doc = app.coach.entries.edit(doc["id"], app.text(text, "The new words"), step=step)
    _answer(app, doc, "Changed; the earlier version is kept.")


@entries.command("rm")
@click.argument("entry")
@pass_app
def rm(app: App, entry: str) -> None:
    """Move an entry to the bin."""
    doc = app.coach.entries.bin(found(app, app.coach.entries.get, entry)["id"])
    _answer(app, doc, f"Put away. `coach entries restore {doc['id'][:LONG_PREFIX]}` brings it back.")


@entries.command("restore")
@click.argument("entry")
@pass_app
def restore(app: App, entry: str) -> None:
    """Bring an entry back from the bin."""
    _answer(app, app.coach.entries.restore(entry), "Brought back.")


@entries.command("versions")
@click.argument("entry")
@pass_app
def versions_(app: App, entry: str) -> None:
    """Show every version of an entry, the newest first."""
    hidden = hides_private(app)
    versions = app.coach.entries.versions(entry, hide_private=hidden)
    if not versions:
        raise NotFound("No entry matches that id.", hint="`coach entries` lists them.")
    names = app.coach.people.names()
    data = []
    blocks = []
    for version in versions:
        doc = version.doc
        data.append(
            {
                "at": version.at.isoformat(),
                "writer": version.writer,
                "label": version.label,
                "current": version.current,
                "entry": None if doc is None else entry_json(doc, names),
            }
        )
        mark = " (current)" if version.current else ""
        body = "put away" if doc is None else _body(doc)
        blocks.append(f"{version.at:%Y-%m-%d %H:%M:%S} {version.label}{mark}\n{_indented(body)}")
    app.out.show("versions", data, lambda: "\n\n".join(blocks))


@entries.command("private")
@click.argument("entry")
@_STEP
@pass_app
def private(app: App, entry: str, step: str | None) -> None:
    """Mark an entry, or one answer, private: kept out of agendas, summaries, exports and prompts."""
    doc = app.coach.entries.set_private(entry, True, step=step)
    _answer(app, doc, "Marked private." if step is None else "The answer is marked private.")


@entries.command("never-send")
@click.argument("entry")
@click.option("--off", is_flag=True, help="Take the mark away.")
@pass_app
def never_send(app: App, entry: str, off: bool) -> None:
    """Keep an entry from every engine elsewhere; nothing else changes for it."""
    id_ = found(app, app.coach.entries.get, entry)["id"]
    doc = app.coach.entries.set_never_send(id_, on=not off)
    _answer(app, doc, "It may be sent again." if off else "Marked: it is never sent.")


@entries.command("release")
@click.argument("entry")
@_STEP
@pass_app
def release(app: App, entry: str, step: str | None) -> None:
    """Take the private mark off an entry, or off one answer."""
    doc = app.coach.entries.release(found(app, app.coach.entries.get, entry)["id"], step=step)
    _answer(app, doc, "Released.")


def _answer(app: App, doc: Doc, text: str) -> None:
    seen = _visible(doc, hidden=hides_private(app))
    if seen is None:  # just marked private, or put away as such: its words are not shown
        seen = {"id": doc["id"], "private": True}
    names = app.coach.people.names() if app.out.json_wanted else {}
    app.out.show("entry", entry_json(seen, names), text)


def _as_json(hit: Hit) -> Doc:
    names = dict(zip((str(one) for one in hit.doc.get("with") or ()), hit.people, strict=False))
    return entry_json(hit.doc, names)


def _rows(app: App, hits: list[Hit]) -> list[tuple[str, ...]]:
    ids = short({"id": one} for one in app.coach.entries.ids())
    today = app.coach.clock.today()
    rows: list[tuple[str, ...]] = []
    for hit in hits:
        marks = [f"#{tag}" for tag in hit.tags] + [f"@{name}" for name in hit.people]
        state = "private" if hit.private else ""
        day = say_day(hit.day, today) if hit.day else ""
        rows.append((ids[hit.id], day, hit.kind, one_line(hit.headline, _HEADLINE), " ".join(marks), state))
    return rows


def _markdown(hits: list[Hit]) -> str:
    return "\n\n".join(f"## {hit.day} {hit.kind}\n\n{_body(hit.doc, markdown=True)}" for hit in hits)


def _whole(app: App, doc: Doc, names: dict[str, str], *, markdown: bool) -> str:
    day = say_day(parse_stored(str(doc["date"])), app.coach.clock.today())
    facts = [day, str(doc.get("kind", ""))]
    facts += [f"@{names.get(str(one), GONE)}" for one in doc.get("with") or ()]
    facts += [f"#{tag}" for tag in doc.get("tags") or ()]
    if doc.get("private"):
        facts.append("private")
    if doc.get("never_send"):
        facts.append("never sent")
    head = " · ".join(facts) if not app.out.ascii_only else ", ".join(facts)
    return f"{'# ' if markdown else ''}{head}\n\n{_body(doc, markdown=markdown)}\n\nid: {doc['id']}"


def _body(doc: Doc, *, markdown: bool = False) -> str:
    if not answers_of(doc):
        return str(doc.get("text") or "")
    parts = []
    for number, answer in enumerate(answers_of(doc), 1):
        private = " (private)" if answer.get("private") else ""
        question = str(answer.get("question") or "")
        head = f"**{question}**{private}" if markdown else f"{number}. {question}{private}"
        parts.append(f"{head}\n{answer.get('answer') or '(skipped)'}")
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _visible(doc: Doc, *, hidden: bool) -> Doc | None:
    return seen_for(doc, "screen_shared")[0] if hidden else doc


def _answer_of(doc: Doc, step: str | None) -> Doc:
    """The answer meant by its number or step; the entry itself where it has none. Raises UsageError."""
    answers = answers_of(doc)
    if not answers or (step is None and len(answers) == 1):
        return answers[0] if answers else doc
    for number, answer in enumerate(answers, 1):
        if step is not None and step in (str(number), answer.get("step")):
            return answer
    steps = ", ".join(f"{number} ({one.get('step') or '?'})" for number, one in enumerate(answers, 1))
    raise UsageError("Which answer is meant? Nothing was changed.", hint=f"Say --step with one of: {steps}.")


def _say_left_out(entries: int, answers: int) -> str:
    counted = ((entries, "entry", "entries"), (answers, "answer", "answers"))
    return " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in counted if count)


def _unknown_kinds(app: App, wanted: Sequence[str]) -> str:
    """A sentence for kinds that no entry can have; empty where all are known."""
    if not wanted:
        return ""
    # An imported entry may be of a kind that no guide here makes.
    there = [str(hit.doc.get("kind", "")) for hit in app.coach.entries.list(hide_private=hides_private(app))]
    known = list(dict.fromkeys([*QUICK_KINDS, *(guide.id for guide in app.coach.guides.all()), *there]))
    unknown = [kind for kind in wanted if kind not in map(str.casefold, known)]
    return f"There is no kind {', '.join(unknown)}. There are: {', '.join(known)}." if unknown else ""


def _nothing(words: str, in_force: list[str], unknown: str = "") -> str:
    if unknown:
        return f"Nothing matches. {unknown}"
    if in_force:
        return f"Nothing matches. In force: {', '.join(in_force)}; leave one out to see more."
    return (
        "Nothing matches."
        if words
        else "Nothing is written yet. `coach log` keeps a note, `coach reflect` asks."
    )
