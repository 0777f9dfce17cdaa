"""What a command is. Keys, footer, palette and help are made from it, so they cannot drift apart."""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["always", "typing", "moving"]
"""When its key acts: in both states, while a text box has the focus, or only while none has."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do on a screen."""

    id: str
    """Stable name, e.g. `today.put_off`; what `keys:` in the config refers to."""
    title: str
    """Two or three words for footer, palette and help."""
    keys: str
    """Textual key names, comma separated; the first is the one shown."""
    help: str
    """One sentence: what it does and what it never does."""
    action: str | None = None
    """The Textual action; None for keys that a list or text box handles itself and help only explains."""
    scope: Scope = "moving"
    screens: tuple[str, ...] = ()
    """Names of the screens it belongs to; empty means every screen."""
    group: str = "Do here"
    """Heading in palette and help."""
    footer: int = 0
    """Rank in the footer, 1 first; 0 is never shown there."""
    early: bool = False
    """Taken before the focused widget sees the key: for what opens a box, so that letters typed right after
    it reach that box."""
    short: str = ""
    """The word for the footer where the title is too long for it."""


_NAMES = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "shift+tab": "Shift+Tab",
    "question_mark": "?", "exclamation_mark": "!", "full_stop": ".", "slash": "/", "colon": ":", "plus": "+",
    "minus": "-", "left_square_bracket": "[", "right_square_bracket": "]", "up": "Up", "down": "Down",
    "left": "Left", "right": "Right", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn",
    "comma": ",", "alt+up": "Alt+Up", "alt+down": "Alt+Down",
}  # fmt: skip


def show_key(key: str) -> str:
    """How a key is written for people: `ctrl+n` is `^n`, `question_mark` is `?`, `f9` is `F9`."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return key


def show_keys(keys: str) -> str:
    """All keys of a command, for help: `^n F9`."""
    return " ".join(show_key(key.strip()) for key in keys.split(",") if key.strip())
