"""Made-up journals of any size, the same each time, in the import format."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

_OPENINGS = (
    "I put off the talk with the client again because the numbers were not ready",
    "We moved the release by a week and nobody was angry",
    "The review took two hours and I spoke for most of it",
    "I let the new colleague run the planning on her own",
    "My estimate was half of what it took in the end",
)
_WORDS = """
the meeting team plan draft report review question morning client budget release decision colleague notes
before after because still again felt said asked wrote waited changed moved finished started helped noticed
tired curious careful late early open quiet loud clear rough small large hard easy long short
""".split()  # noqa: SIM905  # forty lines of a list literal would say no more


def words(count: int, seed: int) -> str:
    """`count` words of plain text, different for each seed."""
    pick = random.Random(seed)
    text = [pick.choice(_OPENINGS), "."]
    while sum(len(part.split()) for part in text) < count:
        sentence = " ".join(pick.choices(_WORDS, k=pick.randint(6, 14)))
        text.append(" " + sentence.capitalize() + ".")
    return "".join(text)


def write_sessions(path: Path, count: int, words_each: int = 260) -> None:
    """`count` weekly sessions of about 2 KB, one a day backwards from 1 November 2026, as import lines."""
    last = date(2026, 11, 1)
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            answers = [
                {"question": f"Question {part}", "answer": words(words_each // 4, number * 4 + part)}
                for part in range(4)
            ]
            line = {
                "id": f"bench-{number}",
                "date": str(last - timedelta(days=count - number)),
                "kind": "weekly",
                "answers": answers,
            }
            out.write(json.dumps(line) + "\n")
