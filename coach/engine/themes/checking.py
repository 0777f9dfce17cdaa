"""Checks a file of the themes engine without drawing anything: for `coach prompts check`."""

from typing import Any

from coach.engine.themes.catalogue import FILE as CATALOGUE
from coach.engine.themes.catalogue import read_catalogue
from coach.engine.themes.intentions import FILE as INTENTIONS
from coach.engine.themes.intentions import IntentionRules
from coach.engine.themes.questions import FILE as QUESTIONS
from coach.engine.themes.questions import read_theme_forms
from coach.engine.themes.words import WordLists

WORDS = "themes/words.yaml"


def check_theme_file(name: str, data: Any) -> None:
    """Raise InvalidData, naming file and key, where `data` of a file such as "themes/words.yaml" is no use.

    Names that are no file of the engine pass.
    """
    if name == CATALOGUE:
        read_catalogue(data, name)
    elif name == INTENTIONS:
        IntentionRules.read(data, name)
    elif name == QUESTIONS:
        read_theme_forms(data, name)
    elif name == WORDS:
        WordLists.read(data, name)
