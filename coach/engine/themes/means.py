"""The files the themes engine works from, each read at its first use."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from coach.engine.ports import Prompts
from coach.engine.questions.lexicon import read_lexicon
from coach.engine.themes import catalogue, checking, intentions, questions
from coach.engine.themes.catalogue import Known
from coach.engine.themes.intentions import IntentionRules
from coach.engine.themes.questions import Asks, ThemeQuestions
from coach.engine.themes.words import WordLists
from coach.errors import InvalidData

_T = TypeVar("_T")
_SPEECH = "questions/words/en.yaml"


class Means:
    """Word lists, rules, catalogue and question forms, from the person's own files or the built-in ones."""

    def __init__(self, prompts: Prompts, spare: Prompts | None, asks: Asks) -> None:
        """`spare` holds the built-in files alone: used where a file of one's own makes no sense."""
        self.prompts = prompts
        self._spare = spare
        self._asks = asks

    @cached_property
    def lists(self) -> WordLists:
        """Words too common to tell anything."""
        return self._made(checking.WORDS, WordLists.read)

    @cached_property
    def rules(self) -> IntentionRules:
        """How English says what is going to be done."""
        return self._made(intentions.FILE, IntentionRules.read)

    @cached_property
    def known(self) -> tuple[Known, ...]:
        """The catalogue of known themes."""
        return self._made(catalogue.FILE, catalogue.read_catalogue)

    @cached_property
    def instructions(self) -> re.Pattern[str] | None:
        """Sentences that speak to a program (rubric S8)."""
        return self._made(_SPEECH, read_lexicon).commands

    def questions(self) -> ThemeQuestions:
        """Questions for one view."""
        return ThemeQuestions(self._made(questions.FILE, questions.read_theme_forms), self._asks)

    def _made(self, name: str, make: Callable[[Any, str], _T]) -> _T:
        try:
            return make(self.prompts.data(name), name)
        except InvalidData:
            if self._spare is None:
                raise
            return make(self._spare.data(name), name)
