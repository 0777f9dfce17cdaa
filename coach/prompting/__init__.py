"""Finds, reads, checks and fills in the prompt files: guides, questions, cues and their words.

The only room that imports jinja2, and the only one that reads the YAML of prompt files. Knows no store and
no screen. Both packages are imported at the first file that needs them.
"""

from coach.prompting.desk import PromptsDesk
from coach.prompting.files import PromptFiles
from coach.prompting.guides import GuideFiles

__all__ = ["GuideFiles", "PromptFiles", "PromptsDesk"]
