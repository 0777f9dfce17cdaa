"""Checks a question file without asking anything: for `coach prompts check`, and to fall back in time."""

from typing import Any

from coach.engine.questions.catalogue import read_cues, read_forms
from coach.engine.questions.languages import Languages
from coach.engine.questions.lexicon import read_lexicon


def check_question_file(name: str, data: Any) -> None:
    """Raise InvalidData, naming file and key, where `data` of a file such as "questions/cues.yaml" is no use.

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
