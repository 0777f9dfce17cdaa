"""How a session is said in plain text: one block per question, one sentence per change (ux, section 5)."""

import re
from collections.abc import Sequence
from datetime import date

from coach.clean import one_line
from coach.dates import parse_stored, say_ago, say_day
from coach.engine.turns import Closed, RecapLine, Receipt, Turn

COMMANDS: dict[str, str] = {
    "/more": "blank lines belong to the answer; a line with a single . ends it",
    "/edit": "write the answer in your editor",
    "/draft": "put words you had begun, and not sent, in place of the answer",
    "/skip": "leave this question out",
    "/back": "go to the question before",
    "/why": "why this is asked, and what is done with the answer",
    "/another": "another question in its place",
    "/deeper": "a deeper follow-up question",
    "/own": "with a question behind it: ask that in place of a follow-up question",
    "/never": "never ask this follow-up question again",
    "/private": "keep this answer out of summaries, agendas and prompts, or take that back",
    "/pause": "stop here and go on later",
    "/help": "this list",
}
OWN_HOW = "Write your question on the same line, as in: /own What did I want to protect?"
HOW = "An empty line ends an answer; an empty answer leaves the question out. /help lists the commands."
RESUME = "`coach reflect --resume`"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def block(turn: Turn, today: date) -> str:
    """One question as a block: where we are, the person's earlier words, the question, quick answers."""
    lines = [_head(turn)]
    lines += [said for receipt in turn.receipts if (said := _receipt(receipt, today))]
    lines.append(turn.card.reply if turn.card else turn.question)
    if turn.choices:
        lines += numbered([label for _, label in turn.choices])
        lines.append("Answer with a number, or in your own words.")
    if turn.answer:
        lines.append("Your answer so far; an empty line keeps it, new text takes its place:")
        lines += quoted(turn.answer)
    if turn.private:
        lines.append("This answer is private.")
    return "\n".join(lines)


def recap(lines: Sequence[RecapLine], note: str | None, today: date) -> str:
    """What the session will keep, one numbered line each, and at most one question about it."""
    if not lines:
        said = ["This session keeps your answers. Nothing else came out of it."]
    else:
        said = ["This is what the session keeps:"]
        said += numbered([_recap_line(line, today) for line in lines])
    if note:
        said.append(note)
    return "\n".join(said)


def closed(result: Closed) -> str:
    """One plain sentence for each thing kept."""
    return "\n".join(["The session is closed.", *result.kept])


def paused(turn: Turn | None) -> str:
    """That the session waits, where, and how to go on."""
    at = f" at question {turn.position} of {turn.total}" if turn else ""
    return f"The session is paused{at}; everything you wrote is kept. To go on: {RESUME}"


def help_text() -> str:
    """The commands of plain mode."""
    width = max(len(name) for name in COMMANDS)
    return "\n".join([HOW, *(f"{name:<{width}}  {says}" for name, says in COMMANDS.items())])


def numbered(labels: Sequence[str]) -> list[str]:
    """A list whose reply is a number."""
    return [f"{number}. {one_line(label)}" for number, label in enumerate(labels, 1)]


def quoted(text: str) -> list[str]:
    """The person's own text, marked line by line."""
    return [f"> {line}" for line in text.split("\n")]


def chosen(text: str, count: int) -> int | None:
    """The place of a numbered choice, from 0; None when the text is no number of the list."""
    plain = text.strip().rstrip(".")
    if plain.isascii() and plain.isdigit() and len(plain) < 4 and 1 <= int(plain) <= count:
        return int(plain) - 1
    return None


def choice_in(text: str, turn: Turn) -> str:
    """The answer with a quick answer's number turned into its word: `1`, or `1: and a line about it`."""
    number, colon, rest = text.partition(":")
    place = chosen(number, len(turn.choices))
    if place is None or (not colon and "\n" in text):
        return text
    return f"{turn.choices[place][0]}:{rest}" if colon else turn.choices[place][0]


def _head(turn: Turn) -> str:
    where = f"Question {turn.position} of {turn.total}: {turn.title}."
    if turn.follow_up:
        where = f"Follow-up {turn.follow_up} of at most {turn.follow_ups}, " + (
            "your own." if turn.own else "optional."
        )
        engine = turn.card.engine if turn.card is not None else None
        if engine is not None and engine.kind == "remote":
            where += f" Asked by {engine.model or 'a model'} at {engine.host}."
    elif turn.optional:
        where = f"Question {turn.position} of {turn.total}, optional: {turn.title}."
    minutes = turn.minutes_left
    left = (
        f" About {minutes} {'minute' if minutes == 1 else 'minutes'} left."
        if minutes and not turn.follow_up
        else ""
    )
    return where + left


def _receipt(receipt: Receipt, today: date) -> str:
    """The earlier words with their day; hidden words are not there, so only the label and day are said."""
    when = ""
    if receipt.date:
        day = parse_stored(receipt.date)
        when = f", {say_day(day, today)} ({say_ago(day, today)})"
    return f'{receipt.label}{when}: "{receipt.text}"' if receipt.text else f"{receipt.label}{when}."


def _recap_line(line: RecapLine, today: date) -> str:
    value = line.value or ("(still needed)" if line.required else "(empty)")
    if _DAY.fullmatch(value):
        value = say_day(parse_stored(value), today)
    return f"{line.label}: {value}{' (drafted)' if line.drafted and line.value else ''}"
