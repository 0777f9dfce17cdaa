"""Fixtures of the screen tests."""

from tests.doubles.compiled_once import compiled_once

__all__ = ["compiled_once"]
