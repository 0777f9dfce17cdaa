"""Learns the weights of prompts/safety/weights.yaml from labelled texts: `python -m bench.safety_weights`.

Logistic regression with a penalty on large weights, full passes in a fixed order, no chance anywhere: the
same texts give the same file. One set of weights says whether there is danger, one for each kind which it is.
Takes about a minute; needs nothing but the program itself.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any

import yaml

from coach.engine.safety.files import LANGUAGES
from coach.engine.safety.index import language_of
from coach.engine.safety.notice import KINDS
from coach.engine.safety.weighing import ALL, beginnings
from coach.engine.safety.words import fold, sentences

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests" / "engine" / "safety" / "labelled.jsonl"
TARGET = ROOT / "prompts" / "safety" / "weights.yaml"
THRESHOLDS = {"en": 2.5, "de": 1.7, "fr": 1.7, "es": 1.7, "pt": 1.7}
"""From how heavy on a stretch counts; docs/safety.md says how they were chosen."""
PENALTY = {True: 3.0, False: 3.0}
"""Of large weights: for danger, for its kind."""
PASSES = 150
STEP = 0.05
SMALLEST = 0.02
"""Weights nearer to nothing are left out."""

HEAD = """\
# How much each beginning of a word speaks of danger; coach/engine/safety/weighing.py says how it is used.
# Made by `python -m bench.safety_weights` from the labelled texts of the tests; not written by hand.
# Each part is a list of "beginning weight", the heaviest first. `danger` decides, the others say which kind.
"""

Row = tuple[list[str], float]


def learn(rows: Sequence[Row], penalty: float, *, weighty: Sequence[float]) -> tuple[dict[str, float], float]:
    """Weights and bias for rows of words and 0 or 1, by Adam over all rows at once."""
    count = Counter(word for words, _ in rows for word in words)
    names = sorted(word for word, times in count.items() if times > 1)
    number = {word: at for at, word in enumerate(names)}
    texts = [[number[word] for word in words if word in number] for words, _ in rows]
    scales = [3 / sqrt(max(4, len(text))) for text in texts]
    weights, slow, fast = ([0.0] * len(names) for _ in range(3))
    bias = 0.0
    for turn in range(1, PASSES + 1):
        slope, tilt = [penalty * one for one in weights], 0.0
        for text, scale, (_, truth), matter in zip(texts, scales, rows, weighty, strict=True):
            off = matter * (1 / (1 + exp(-(bias + scale * sum(weights[at] for at in text)))) - truth)
            tilt += off
            for at in text:
                slope[at] += off * scale
        for at, one in enumerate(slope):
            slow[at] = 0.9 * slow[at] + 0.1 * one
            fast[at] = 0.999 * fast[at] + 0.001 * one * one
            steady = sqrt(fast[at] / (1 - 0.999**turn)) + 1e-8
            weights[at] -= STEP * slow[at] / (1 - 0.9**turn) / steady
        bias -= 0.02 * max(-1.0, min(1.0, tilt / 10))
    return {word: 3 * weights[at] for word, at in number.items()}, bias


def texts() -> Iterator[tuple[str, str]]:
    """Texts with their kind: labelled, the sample data (harmless), and labelled ones as part of a page.

    Most labelled texts are a sentence; on a page danger stands among harmless sentences, and a page without
    any holds more words by far.
    """
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    yield from ((row["text"], row["kind"]) for row in rows)
    for name in ("answers", "journal", "loops"):
        content = yaml.safe_load((ROOT / "prompts" / "demo" / f"{name}.yaml").read_text("utf-8"))
        yield from ((text, "none") for text in _strings(content))
    for language in LANGUAGES:
        harmless = [row["text"] for row in rows if (row["lang"], row["kind"]) == (language, "none")]
        for at, text in enumerate(harmless):
            yield ". ".join((text, harmless[at - 31], harmless[at - 87])), "none"
        risky = [row for row in rows if row["lang"] == language and row["kind"] != "none"]
        for at, row in enumerate(risky):
            before, after = harmless[at % len(harmless)], harmless[(at + 53) % len(harmless)]
            yield ". ".join((before, row["text"], after)), row["kind"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value.split()) > 5:
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def main() -> None:
    """Learn, and write the file."""
    common = {
        name: frozenset(
            fold(yaml.safe_load((ROOT / f"prompts/safety/{name}.yaml").read_text("utf-8"))["common"]).split()
        )
        for name in LANGUAGES
    }
    risky: list[tuple[list[str], str]] = []
    rows: list[Row] = []
    for text, kind in texts():
        split = sentences(text)
        language = language_of([word for words in split for word in words], common)
        told = [[word for word in words if word not in common[language]] for words in split]
        words = sorted(f"{language}:{one}" for one in frozenset().union(*map(beginnings, told)))
        rows.append((words, float(kind != "none")))
        if kind != "none":
            risky.append((words, kind))
    found, bias = learn(rows, PENALTY[True], weighty=[1.0] * len(rows))
    parts = {ALL: found}
    share = Counter(kind for _, kind in risky)
    for kind in KINDS:
        of_kind = [(words, float(one == kind)) for words, one in risky]
        even = [len(risky) / (len(KINDS) * share[one]) for _, one in risky]
        parts[kind] = learn(of_kind, PENALTY[False], weighty=even)[0]
    content: dict[str, Any] = {"version": 1, "bias": round(bias, 3)}
    by_language: dict[str, dict[str, Any]] = {name: {"threshold": THRESHOLDS[name]} for name in LANGUAGES}
    for part, weights in parts.items():
        for language in LANGUAGES:
            kept = {
                word.partition(":")[2]: round(one, 2)
                for word, one in weights.items()
                if word.startswith(f"{language}:") and abs(one) >= SMALLEST
            }
            listed = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
            by_language[language][part] = " ".join(f"{word} {one:g}" for word, one in listed)
    content.update({language: by_language[language] for language in LANGUAGES})
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    TARGET.write_text(HEAD + text, "utf-8")


if __name__ == "__main__":
    main()
