"""Which language an answer is written in, by its small words (rubric Q21)."""

from typing import Any

from coach.errors import InvalidData

OTHER = "other"
_LETTERS = 4  # fewer say nothing about a language


class Languages:
    """Word lists of `prompts/questions/languages.yaml`."""

    def __init__(self, data: Any, name: str) -> None:  # parsed YAML holds anything
        listed = data.get("words") if isinstance(data, dict) else None
        if not isinstance(listed, dict) or not all(isinstance(value, list) for value in listed.values()):
            raise InvalidData(f"{name}, key words: a list of small words for each language is needed.")
        self.default = str(data.get("default", "en"))
        self.answered = tuple(str(item) for item in data.get("answered", [self.default]))
        self._codes: dict[str, tuple[str, ...]] = {}
        for code, texts in listed.items():
            for text in texts:
                word = str(text).lower()
                if str(code) not in self._codes.get(word, ()):
                    self._codes[word] = (*self._codes.get(word, ()), str(code))

    def of(self, words: list[str], letters: str) -> str:
        """The code of the language of `words` (folded), or OTHER where it is none that questions exist in.

        Short or unclear texts count as the default language: a wrong guess at a language is worse than a
        plain question.
        """
        if _foreign_script(letters):
            return OTHER
        if sum(map(len, words)) < _LETTERS:
            return self.default  # "n/a" is no language
        counts: dict[str, int] = {}
        telling: dict[str, float] = {}
        for word in words:
            codes = self._codes.get(word, ())
            for code in codes:
                counts[code] = counts.get(code, 0) + 1
                telling[code] = telling.get(code, 0.0) + 1 / len(codes)  # a word that many share says little
        if not counts:
            return self.default
        own = counts.get(self.default, 0)
        best = max(telling, key=lambda code: (telling[code], code == self.default, code in self.answered))
        if best == self.default:
            return self.default
        enough = 2 if len(words) >= 3 else 1
        if counts[best] < enough or counts[best] <= own or counts[best] < 0.15 * len(words):
            return self.default
        if own and counts[best] < own + 2 and not _marked(words):
            return self.default
        return best if best in self.answered else OTHER


def _foreign_script(letters: str) -> bool:
    """Most letters are of a script none of the question sets is written in."""
    seen = [char for char in letters[:2000] if char.isalpha()]
    return len(seen) > 1 and sum(ord(char) > 0x24F for char in seen) * 2 > len(seen)


def _marked(words: list[str]) -> bool:
    """Some word has a letter English does without."""
    return any(not word.isascii() for word in words)
