"""The safety check: runs on this machine, on the raw entry, before anything else (rubric S1-S8)."""

from coach.engine.safety.check import Safety
from coach.engine.safety.files import FILES
from coach.engine.safety.notice import Kind, Notice, Resource

__all__ = ["FILES", "Kind", "Notice", "Resource", "Safety"]
