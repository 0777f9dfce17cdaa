"""The question files as they are in the repository, and an engine over them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.engine.questions.embedded import EmbeddedQuestions
from coach.engine.questions.lexicon import Lexicon, read_lexicon
from coach.errors import NotFound

FOLDER = Path(__file__).parents[3] / "prompts"


class Folder:
    """Implements `ports.Prompts` over a folder of YAML; `own` stands in for files of the person's own."""

    def __init__(self, own: Mapping[str, Any] | None = None) -> None:
        self._own = dict(own or {})
        self.read: list[str] = []

    def data(self, name: str) -> Any:
        self.read.append(name)
        if name in self._own:
            return self._own[name]
        path = FOLDER / name
        if not path.is_file():
            raise NotFound(f"no {name}")
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        raise AssertionError("questions are no templates")


@pytest.fixture(scope="session")
def engine() -> EmbeddedQuestions:
    return EmbeddedQuestions(Folder())


@pytest.fixture(scope="session")
def english() -> Lexicon:
    return read_lexicon(Folder().data("questions/words/en.yaml"), "words/en.yaml")
