"""Which language an answer is written in, by its small words (rubric Q21)."""

from typing import Any

from coach.errors import InvalidData

OTHER = "other"
_SAMPLE = 400
"""How many words are looked at; more would not change the verdict."""


class Languages:
    """Word lists of `prompts/questions/languages.yaml`."""

    def __init__(self, data: Any, name: str) -> None:  # parsed YAML holds anything
        listed = data.get("words") if isinstance(data, dict) else None
        if not isinstance(listed, dict) or not all(isinstance(value, list) for value in listed.values()):
            raise InvalidData(f"{name}, key words: a list of small words for each language is needed.")
        self.default = str(data.get("default", "en"))
        self.answered = tuple(str(item) for item in data.get("answered", [self.default]))
        self._words = {
            str(key): frozenset(str(word).lower() for word in value) for key, value in listed.items()
        }

    def of(self, words: list[str], letters: str) -> str:
        """The code of the language of `words` (folded), or OTHER where it is none that questions exist in.

        Short or unclear texts count as the default language: a wrong guess at a language is worse than a
        plain question.
        """
        if _foreign_script(letters):
            return OTHER
        sample = words[:_SAMPLE]
        if not sample:
            return self.default
        scores = {code: sum(word in listed for word in sample) for code, listed in self._words.items()}
        own = scores.get(self.default, 0)
        telling = {
            code: sum(self._telling(word) for word in sample if word in self._words[code]) for code in scores
        }
        best = max(scores, key=lambda code: (telling[code], code == self.default, code in self.answered))
        if best == self.default:
            return self.default
        enough = 2 if len(sample) >= 3 else 1
        if scores[best] < enough or scores[best] <= own or scores[best] < 0.15 * len(sample):
            return self.default
        if own and scores[best] < own + 2 and not _marked(sample):
            return self.default
        return best if best in self.answered else OTHER

    def _telling(self, word: str) -> float:
        """How much a word says about the language: one that many share says little."""
        return 1 / sum(word in listed for listed in self._words.values())


def _foreign_script(letters: str) -> bool:
    """Most letters are of a script none of the question sets is written in."""
    seen = [char for char in letters[:2000] if char.isalpha()]
    return len(seen) > 1 and sum(ord(char) > 0x24F for char in seen) * 2 > len(seen)


def _marked(words: list[str]) -> bool:
    """Some word has a letter English does without."""
    return any(not word.isascii() for word in words)
