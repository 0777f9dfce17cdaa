"""The person's own editor."""

import sys
from pathlib import Path

import pytest

from coach.cli.editor import edit_file
from coach.errors import NotFound
from coach.tui.copying import copy
from coach.tui.editor import editor, open_in_editor

_TELL = "import os, sys; open(sys.argv[1], 'w').write(','.join(sorted(os.environ)))"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An editor that writes the names of the variables it was given."""
    program = tmp_path / "editor.py"
    program.write_text(_TELL)
    return {"EDITOR": f"'{sys.executable}' '{program}'", "COACH_API_KEY": "canary", "LANG": "C.UTF-8"}


def test_an_editor_gets_no_key_of_a_model_p39(tmp_path: Path, environ: dict[str, str]) -> None:
    file = tmp_path / "file"
    edit_file(file, environ)
    for told in (file.read_text(), open_in_editor("", environ)):
        assert "LANG" in told
        assert "COACH_API_KEY" not in told


def test_a_copying_tool_gets_no_key_of_a_model_p39(tmp_path: Path, environ: dict[str, str]) -> None:
    tool = tmp_path / "wl-copy"
    tool.write_text(f"#!/bin/sh\nenv > '{tmp_path}/told'\n")
    tool.chmod(0o700)
    environ |= {"PATH": f"{tmp_path}:/usr/bin:/bin", "WAYLAND_DISPLAY": "w"}
    copy("words", folder=tmp_path, terminal=None, environ=environ)
    told = (tmp_path / "told").read_text()
    assert "LANG" in told
    assert "canary" not in told


def test_without_a_set_editor_the_screens_take_a_usual_one(tmp_path: Path) -> None:
    environ = {"PATH": str(tmp_path), "VISUAL": " "}
    with pytest.raises(NotFound, match="no editor"):
        editor(environ)
    for name in ("vi", "vim", "nano"):
        (tmp_path / name).touch(0o700)
        assert editor(environ) == [name]
    assert editor({**environ, "EDITOR": "code --wait"}) == ["code", "--wait"]
    with pytest.raises(NotFound, match="open quote"):
        editor({**environ, "VISUAL": "'vi"})
