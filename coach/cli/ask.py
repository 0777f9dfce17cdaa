"""`coach ask`: one follow-up question to a text, or one for each line of a file (design, section 6)."""

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import click

from coach.cli.app import App, command, pass_app
from coach.cli.better import BetterQuestions
from coach.cli.sources import opened
from coach.domain.asking import (
    ASK_ROLES,
    STAGES,
    SUPPORT_LEVELS,
    Asked,
    AskRole,
    Card,
    Situation,
    Stage,
    Support,
)
from coach.errors import EngineUnavailable, InvalidData, UsageError

if TYPE_CHECKING:
    from coach.engine.questions.asking import Asking

_RECENT = 300
"""Forms shown for earlier lines that a line keeps away from, as long as others fit (rubric Q20)."""


@command("ask")
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option(
    "--stage", type=click.Choice(STAGES), default="describe", show_default=True, help="How deep to ask."
)
@click.option("--support", type=click.Choice(SUPPORT_LEVELS), help="How much structure is given.")
@click.option("--role", type=click.Choice(ASK_ROLES), help="Whom the question is for.")
@click.option("--history", metavar="FILE", help="Earlier questions: a JSON list, or one question a line.")
@click.option("--jsonl", metavar="FILE|-", help="One JSON object a line in, one reply a line out.")
@pass_app
def ask(
    app: App,
    *,
    text: str | None,
    stage: Stage,
    support: Support | None,
    role: AskRole | None,
    history: str | None,
    jsonl: str | None,
) -> int:
    """Ask one follow-up question to a text. Nothing is kept."""
    asking = app.coach.asking
    challenge = app.coach.settings.questions.challenge
    if jsonl is not None:
        if text is not None or history is not None:
            raise UsageError(
                "With --jsonl, text and history stand in the lines.", hint="Leave the others out."
            )
        app.need_engine()
        with opened(jsonl, so="nothing was asked") as lines:
            return _stream(app, asking, lines, challenge)
    to_be_typed = text is None and app.out.may_ask
    if to_be_typed:
        app.need_engine()
    situation = Situation(
        answer=app.text(text, "What do you want to be asked about?"),
        stage=stage,
        support=support or "supported",
        role=role or "self",
        history=_history_file(history) if history else (),
        challenge=challenge,
    )
    card = asking.reply(situation)
    if card.action != "escalate":  # safety comes before any question of engines (rubric S1)
        if not to_be_typed:
            app.need_engine()
        card = BetterQuestions(app, asking).instead_of(card, situation)
    app.out.show("ask", _as_json(1, card), card.reply)
    return 0


def _stream(app: App, asking: "Asking", lines: IO[bytes], challenge: Any) -> int:
    from coach.exchange.json_lines import numbered, parse_object

    code = 0
    recent: list[str] = []
    better = BetterQuestions(app, asking, many=True)

    def replies() -> Iterator[dict[str, Any]]:
        nonlocal code
        for number, raw in numbered(iter(lines.readline, b"")):
            given: dict[str, Any] = {}
            try:
                given = parse_object(raw)
                situation = _situation(given, challenge, tuple(recent))
                card = better.instead_of(asking.reply(situation), situation)
            except (InvalidData, EngineUnavailable) as error:
                code = max(code, error.exit_code)
                trouble = {"code": error.code, "message": error.message}
                yield {"id": _id(given, number), "line": number, "error": trouble}
                continue
            recent.append(card.form)
            del recent[:-_RECENT]
            yield _as_json(_id(given, number), card)

    app.out.lines(replies())
    return code


def _as_json(id_: object, card: Card) -> dict[str, Any]:
    because = card.because
    return {
        "id": id_,
        "action": card.action,
        "reply": card.reply,
        "question": card.question,
        "stage": card.stage,
        "because": {"cue": because.cue, "quote": because.quote} if because else None,
        "engine": {"kind": card.engine.kind, "model": card.engine.model},
    }


def _id(given: dict[str, Any], number: int) -> object:
    id_ = given.get("id")
    return id_ if isinstance(id_, str | int) and not isinstance(id_, bool) else number


def _situation(given: dict[str, Any], challenge: Any, recent: tuple[str, ...]) -> Situation:
    """What one line asks about; keys it does not know are ignored. Raises InvalidData naming the key."""
    answer = given.get("answer")
    if not isinstance(answer, str):
        raise InvalidData('"answer" must be a text.')
    support = given.get("support", given.get("autonomy"))
    return Situation(
        answer=answer,
        stage=_one_of(given.get("stage"), STAGES, "stage", "describe"),
        support=_one_of(support, SUPPORT_LEVELS, "support", "supported"),
        role=_one_of(given.get("role"), ASK_ROLES, "role", "self"),
        history=_history(given.get("history")),
        challenge=challenge,
        recent=recent,
    )


def _one_of(value: object, known: tuple[Any, ...], key: str, default: Any) -> Any:
    if value is None:
        return default
    if value not in known:
        raise InvalidData(f'"{key}" must be one of {", ".join(known)}.')
    return value


def _history(value: object) -> tuple[Asked, ...]:
    """Earlier questions: texts, or objects with `question` and perhaps `answer`. Raises InvalidData."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidData('"history" must be a list.')
    found = []
    for one in value:
        if isinstance(one, str):
            found.append(Asked(one))
            continue
        answer = one.get("answer") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(one.get("question"), str):
            raise InvalidData('Each of "history" must be a text or an object with "question".')
        found.append(Asked(one["question"], answer if isinstance(answer, str) else ""))
    return tuple(found)


def _history_file(name: str) -> tuple[Asked, ...]:
    with opened(name, so="nothing was asked") as file:
        raw = file.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidData(f"{name} is not UTF-8 text.") from None
    if not text.lstrip().startswith("["):
        return tuple(Asked(line.strip()) for line in text.splitlines() if line.strip())
    try:
        return _history(json.loads(text))
    except (ValueError, RecursionError):
        raise InvalidData(f"{name} is not a JSON list.") from None
