"""What keeps returning, with proof (feature C1). Importing this loads neither numpy nor the encoder."""

from coach.engine.themes.themes import Themes
from coach.engine.themes.view import (
    Change,
    Claim,
    Comparison,
    Likeness,
    Promise,
    Receipt,
    Recurring,
    Theme,
    ThemesView,
)

__all__ = [
    "Change",
    "Claim",
    "Comparison",
    "Likeness",
    "Promise",
    "Receipt",
    "Recurring",
    "Theme",
    "Themes",
    "ThemesView",
]
