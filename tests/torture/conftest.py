"""The fault campaign runs when asked for (`make torture`); in an ordinary run it is not even collected."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave this folder out unless `-m torture` is given."""
    return None if "torture" in config.getoption("-m", "") else True
