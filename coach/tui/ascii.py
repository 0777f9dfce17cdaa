"""For terminals that draw only ASCII (`--ascii`): every line passes here last, no screen needs to know.

Each sign becomes one of the same width; letters of other alphabets in what people wrote stay as they are.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    ord(sign): drawn
    for signs, drawn in (
        ("╭╮╰╯┌┐└┘├┤┬┴┼", "+"), ("─━–—·", "-"), ("│┃▌▐█▎▊", "|"),
        ("“”„", '"'), ("‘’", "'"), ("…", "."), ("•", "*"),
    )
    for sign in signs
} | {ord(sign): drawn for sign, drawn in zip("▁▂▃▄▅▆▇", ".:-=+*#", strict=True)}  # fmt: skip


class AsciiOnly(LineFilter):
    """Replaces what we draw."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's
        """The same segments in ASCII."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(_SIGNS), segment.style, segment.control)
            for segment in segments
        ]
