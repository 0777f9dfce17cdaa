"""Colours: the only place with colour values. Every text on its ground reaches 4.5 to 1 (ux, section 2)."""

from collections.abc import Mapping

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="coach-dark",
    dark=True,
    foreground="#dcdfe4",
    background="#15171c",
    surface="#1b1e24",
    panel="#282c35",
    primary="#8ab4d8",
    secondary="#a7b8a0",
    accent="#d9b374",
    warning="#e0b06c",
    error="#ec9a8f",
    success="#93c79e",
)
LIGHT = Theme(
    name="coach-light",
    dark=False,
    foreground="#24272c",
    background="#fbfaf7",
    surface="#f3f1eb",
    panel="#e6e3da",
    primary="#1d5b94",
    secondary="#44603c",
    accent="#7d5200",
    warning="#7d5200",
    error="#9c2f26",
    success="#25622f",
)
CONTRAST = Theme(
    name="coach-high-contrast",
    dark=True,
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    primary="#7fd4ff",
    secondary="#ffffff",
    accent="#ffe066",
    warning="#ffe066",
    error="#ffb0a8",
    success="#9dffb0",
)
OWN = (DARK, LIGHT, CONTRAST)

_NAMES = {"dark": DARK.name, "light": LIGHT.name, "high-contrast": CONTRAST.name}
LEAST_CONTRAST = 4.5


def choose(wanted: str, environ: Mapping[str, str], known: Mapping[str, Theme]) -> str:
    """The theme to start with.

    `auto` follows COLORFGBG, which some terminals set to `foreground;background`, else it is dark; `ansi`
    uses the terminal's own sixteen colours. Any theme of Textual may be named; an unknown name is `auto`.
    """
    light = environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    if wanted == "ansi":
        return "ansi-light" if light else "ansi-dark"
    if wanted in _NAMES:
        return _NAMES[wanted]
    if wanted in known:
        return wanted
    return LIGHT.name if light else DARK.name


def names() -> list[str]:
    """The themes there are besides `auto` and the short names of our own: Textual's and ours."""
    return [*BUILTIN_THEMES, *(theme.name for theme in OWN)]


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two opaque colours after WCAG 2.1, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def extra_variables(variables: Mapping[str, str], *, ansi: bool) -> dict[str, str]:
    """The variables our style sheets use beyond Textual's own, for any theme.

    foreground  the theme's own, strengthened where it is too faint
    soft     sentences of second rank: as close to the ground as 4.5 to 1 allows, never the dim attribute
    bar      ground of header and footer
    cursor   ground of the selected row
    rule     borders
    """
    if ansi:  # the terminal's palette is unknown, so nothing is made fainter than its own foreground
        return {
            "soft": "ansi_default",
            "bar": "ansi_default",
            "cursor": "ansi_bright_black",
            "rule": "ansi_default",
        }
    background = Color.parse(variables["background"])
    surface = Color.parse(variables["surface"])
    panel = Color.parse(variables["panel"])
    primary = Color.parse(variables["primary"])
    foreground = _readable(Color.parse(variables["foreground"]), (background, surface, panel))
    cursor = next(
        (
            ground
            for ground in (background.blend(primary, share / 100) for share in range(22, 4, -2))
            if contrast(foreground, ground) >= LEAST_CONTRAST
        ),
        panel,
    )
    grounds = (background, surface, panel, cursor)
    soft = next(
        (
            shade
            for shade in (foreground.blend(background, step * 0.04) for step in range(9, 0, -1))
            if all(contrast(shade, ground) >= LEAST_CONTRAST for ground in grounds)
        ),
        foreground,
    )
    return {
        "foreground": foreground.hex,
        "soft": soft.hex,
        "bar": variables["surface"],
        "cursor": cursor.hex,
        "rule": foreground.blend(background, 0.62).hex,
    }


def _readable(colour: Color, grounds: tuple[Color, ...]) -> Color:
    """The colour, moved towards black or white until it reaches 4.5 to 1 on every ground."""
    end = Color.parse("white") if _luminance(grounds[0]) < 0.2 else Color.parse("black")
    for step in range(21):
        shade = colour.blend(end, step * 0.05)
        if all(contrast(shade, ground) >= LEAST_CONTRAST for ground in grounds):
            return shade
    return end


def _luminance(colour: Color) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b)
