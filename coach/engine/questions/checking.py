"""Checks a question file without asking anything: for `coach prompts check` and for falling back to the built-in one."""

from typing import Any

from coach.engine.questions.catalogue import read_cues, read_forms
from coach.engine.questions.languages import Languages
from coach.engine.questions.lexicon import read_lexicon


def check_question_file(name: str, data: Any) -> None:
    """Raise InvalidData, naming file and key, where `data` of `name` ('questions/cues.yaml' …) cannot be used.

    Names that are no question file pass.
    """
    if name == "questions/cues.yaml":
        read_cues(data, name)
    elif name == "questions/languages.yaml":
        Languages(data, name)
    elif name.startswith("questions/forms/"):
        read_forms(data, name)
    elif name.startswith("questions/words/"):
        read_lexicon(data, name)
