"""What the tests of safety share: the packaged files, the labelled texts, a shelf."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3] / "prompts"
LANGUAGES = ("en", "de", "fr", "es", "pt")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]


LABELLED = _rows("labelled.jsonl")
"""`from` says where a text comes from; every one of them was used to make the check better."""
UNSEEN = _rows("unseen.jsonl")
"""Texts of another author that no cue and no weight was made from."""


@cache
def packaged(name: str) -> Any:
    """A packaged file, read once for all tests."""
    return yaml.load((ROOT / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


class FilePrompts:
    """The packaged prompt files, with some replaced."""

    def __init__(self, **replaced: Any) -> None:
        self.replaced = replaced
        self.read: list[str] = []

    def data(self, name: str) -> Any:
        self.read.append(name)
        return self.replaced.get(name) or packaged(name)

    def render(self, name: str, values: Any) -> str:
        raise NotImplementedError


class Shelf:
    """Keeps bytes in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read_bytes(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def keep_bytes(self, name: str, content: bytes) -> None:
        self.kept[name] = content


@cache
def frames() -> dict[str, dict[str, list[str]]]:
    """By language and kind: sentences with `{one|other}` in them."""
    content: dict[str, dict[str, list[str]]] = yaml.load(
        (Path(__file__).parent / "frames.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return content
