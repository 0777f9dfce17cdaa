"""`coach privacy`: what may leave this machine, what would, and what did (promise P35)."""

from typing import Any

import click

from coach.cli.app import App, group, pass_app
from coach.cli.records import show_list
from coach.engine.chat import Kind, Place, Sent
from coach.engine.gate.parcel import Parcel
from coach.engine.gate.privacy import ASKED, Status

_KIND = click.Choice(ASKED)
_NOWHERE = "none is set up, so nothing can be sent (`coach config edit`: remote.base_url, remote.model)"


@group("privacy", default="status")
def privacy() -> None:
    """What may leave this machine: the text, the place, the consents, the record of all that was sent."""


@privacy.command("status")
@pass_app
def status(app: App) -> None:
    """Say which engine is in force, where it is, what was allowed, and how many tokens the month has left."""
    now = app.coach.privacy.status()
    app.out.show("privacy", _status_json(now), lambda: _status(now))


@privacy.command("preview")
@click.argument("kind", type=_KIND)
@pass_app
def preview(app: App, kind: Kind) -> None:
    """Print exactly what the next request of KIND would send. Nothing is sent."""
    parcel = app.coach.privacy.preview(kind)
    if parcel is None:
        if app.out.json_wanted:
            app.out.json("preview", {"kind": kind, "messages": []})
        made = kind in app.coach.privacy.kinds()
        app.out.echo(
            f"There is nothing to send for {kind} now."
            if made
            else f"Nothing in this version sends {kind} text to an engine elsewhere."
        )
        return
    given = app.coach.privacy.given(kind)
    app.out.show("preview", _preview_json(parcel, given=given), lambda: preview_text(parcel, given=given))


@privacy.command("allow")
@click.argument("kind", type=_KIND)
@pass_app
def allow(app: App, kind: Kind) -> None:
    """Allow requests of KIND to the endpoint that is set up, until you take it back."""
    host = app.coach.privacy.allow(kind)
    app.out.show(
        "consent",
        {"kind": kind, "host": host, "given": True},
        f"Allowed: {kind} text may go to {host}. `coach privacy revoke {kind}` takes it back.",
    )


@privacy.command("revoke")
@click.argument("kind", type=_KIND)
@click.option("--host", help="Only for this host; without it for all.")
@pass_app
def revoke(app: App, kind: Kind, host: str | None) -> None:
    """Take back what was allowed for KIND. What was sent before cannot be called back."""
    hosts = list(app.coach.privacy.revoke(kind, host))
    said = (
        f"Taken back: {kind} text no longer goes to {', '.join(hosts)}." if hosts else "Nothing was allowed."
    )
    app.out.show("consent", {"kind": kind, "hosts": hosts, "given": False}, said)


@privacy.command("log")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@pass_app
def log(app: App, limit: int | None) -> None:
    """List what was sent from this machine, the newest first: when, what, where to, how much."""
    sent = list(app.coach.privacy.log(limit))
    show_list(
        app,
        "sent",
        [_sent_json(one) for one in sent],
        lambda: [_sent_row(one) for one in sent],
        nothing="Nothing was ever sent from this machine.",
    )


def _status(now: Status) -> str:
    rows: list[tuple[str, str]] = [("engine", _engine(now))]
    rows.append(("endpoint", _where(now.place)))
    if now.wanted and now.refusal is not None and now.place is not None:
        rows.append(("", f"{now.refusal.message} {now.refusal.hint}".strip()))
    rows.append(("local only", "yes: nothing goes beyond this machine" if now.local_only else "no"))
    rows.append(("names", "replaced before sending" if now.mask_names else "sent as they are"))
    allowed = [f"{kind} to {host} since {since:%Y-%m-%d}" for kind, host, since in now.consents]
    rows += [("allowed" if not number else "", one) for number, one in enumerate(allowed or ["nothing"])]
    limit = f"of {now.limit}" if now.limit else "(no limit)"
    rows.append(("tokens", f"{now.tokens} {limit} used since {now.month:%Y-%m-%d}"))
    return _columns(rows)


def _engine(now: Status) -> str:
    if not now.wanted:
        return "this machine; nothing is sent"
    if now.refusal is None and now.place is not None:
        return f"remote {now.place.host}" + (
            "" if now.place.on_this_machine else " (text leaves this machine)"
        )
    return "this machine: the remote engine is asked for and cannot be used"


def _where(place: Place | None) -> str:
    return _NOWHERE if place is None else f"{place.url}, model {place.model}"


def preview_text(parcel: Parcel, *, given: bool = False) -> str:
    """Where it would go, how much it is, what stays here, and the exact text."""
    left = parcel.left_out
    counts = ((left.private, "private"), (left.never_send, "never to be sent"), (left.stopped, "for safety"))
    entries = f"{len(parcel.entries)} {'entry' if len(parcel.entries) == 1 else 'entries'}"
    rows = [
        ("kind", parcel.kind),
        ("to", _where(parcel.place)),
        ("sent", f"{entries}, {parcel.words} words, about {parcel.tokens_estimate} tokens"),
        ("yours", f"{parcel.own_words} words; the others are instructions and invented examples"),
        ("left out", ", ".join(f"{count} {why}" for count, why in counts if count) or "nothing"),
        ("names", ", ".join(f"{name} -> {put}" for name, put in parcel.masked) or "none replaced"),
        ("allowed", "yes" if given else f"not yet: `coach privacy allow {parcel.kind}`"),
    ]
    return f"{_columns(rows)}\n\n{parcel.text}"


def _columns(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name:<11}{value}".rstrip() for name, value in rows)


def _status_json(now: Status) -> dict[str, Any]:
    return {
        "engine": {
            "kind": "remote" if now.in_force else "embedded",
            "model": now.place.model if now.in_force and now.place else None,
        },
        "wanted": "remote" if now.wanted else "embedded",
        "place": _place_json(now.place),
        "problem": None
        if now.refusal is None
        else {"code": now.refusal.fault, "message": now.refusal.message},
        "local_only": now.local_only,
        "mask_names": now.mask_names,
        "consents": [
            {"kind": kind, "host": host, "since": since.isoformat()} for kind, host, since in now.consents
        ],
        "tokens": {"since": now.month.isoformat(), "used": now.tokens, "limit": now.limit or None},
    }


def _place_json(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "host": place.host,
        "url": place.url,
        "model": place.model,
        "on_this_machine": place.on_this_machine,
    }


def _preview_json(parcel: Parcel, *, given: bool) -> dict[str, Any]:
    return {
        "kind": parcel.kind,
        "place": _place_json(parcel.place),
        "allowed": given,
        "messages": [{"role": one.role, "content": one.content} for one in parcel.messages],
        "words": parcel.words,
        "own_words": parcel.own_words,
        "tokens_estimate": parcel.tokens_estimate,
        "reply_tokens": parcel.request.max_tokens,
        "entries": list(parcel.entries),
        "left_out": {
            "private": parcel.left_out.private,
            "never_send": parcel.left_out.never_send,
            "stopped": parcel.left_out.stopped,
        },
        "masked": [{"name": name, "placeholder": put} for name, put in parcel.masked],
        "digest": parcel.digest,
    }


def _sent_json(one: Sent) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "kind": one.kind,
        "host": one.host,
        "model": one.model,
        "entries": list(one.entries),
        "words": one.words,
        "bytes": one.size,
        "digest": one.digest,
        "tokens": {"sent": one.tokens_sent, "received": one.tokens_received},
        "outcome": one.outcome,
    }


def _sent_row(one: Sent) -> tuple[str, ...]:
    return (
        f"{one.at.astimezone():%Y-%m-%d %H:%M}",
        one.kind,
        one.host,
        f"{one.words} words",
        f"{one.tokens_sent + one.tokens_received} tokens",
        one.outcome,
    )
