"""What a terminal may be shown. Everything untrusted passes here on its way to a screen (promise P31).

Storage keeps the original; only what is shown is cleaned. Standard library only.
"""

from typing import Final

_KEPT_CONTROLS: Final = "\n\t"

_DROPPED: Final = (
    *range(0x20),  # C0: escape sequences, bell, backspace, carriage return
    *range(0x7F, 0xA0),  # DEL, and C1: one-byte CSI and OSC
    0x061C,  # Arabic letter mark
    0x180E,  # Mongolian vowel separator
    *range(0x200B, 0x200D),  # zero-width space, non-joiner; the joiner U+200D stays: emoji are built with it
    *range(0x200E, 0x2010),  # left-to-right and right-to-left mark
    0x2028,  # line separator: breaks one-line output in some terminals
    0x2029,  # paragraph separator
    *range(0x202A, 0x202F),  # bidi embedding and override
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
    0xFEFF,  # zero-width no-break space
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    *range(0xE0000, 0xE0080),  # tag characters: text nobody sees
)

_TABLE: Final[dict[int, str | None]] = {
    **{code: None for code in _DROPPED if chr(code) not in _KEPT_CONTROLS},
    0x0D: "\n",
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def clean(text: str) -> str:
    """Take out what a terminal could obey or a reader could not see; letters, newlines and tabs stay.

    Removed: C0 (but newline and tab), DEL, C1, bidi controls, zero-width and tag characters (but U+200D).
    A lone carriage return and the Unicode line separators become newlines, a lone surrogate becomes U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_TABLE)


def one_line(text: str, width: int | None = None) -> str:
    """The cleaned text on one line, white space folded, cut to `width` characters with an ellipsis.

    Width counts characters, not columns; a caller that must align wide scripts measures cells itself.
    """
    # Only what can still show is worth folding: a long entry is cut first (four for each shown are plenty).
    if width is not None and len(text) > 4 * width + 64:
        text = text[: 4 * width + 64] + "…"
    line = " ".join(clean(text).split())
    if width is None or len(line) <= width:
        return line
    return line[: max(width - 1, 0)].rstrip() + "…" if width > 0 else ""
