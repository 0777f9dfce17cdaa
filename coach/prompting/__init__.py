"""Finds, reads, checks and fills in the prompt files: guides, questions, cues and their words.

The only room that imports jinja2, and the only one that reads the YAML of prompt files. Knows no store and
no screen. Both packages are imported at the first file that needs them, and this module imports nothing: a
quick note needs the files and neither guides nor desk.
"""
