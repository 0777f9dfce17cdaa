"""Where things are kept on this machine: the data folder, this machine's own state, the config file.

Knows names of places only; opens and creates nothing.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Paths(NamedTuple):
    """The places in use."""

    data: Path
    """Journals; any folder-sync engine may carry it (`--data`, COACH_DATA)."""
    state: Path
    """This machine only, never synced; one subfolder per data folder (COACH_STATE)."""
    config_file: Path
    """The config; may be missing (`--config`, COACH_CONFIG)."""
    config_named: bool
    """Whether `--config` named the file: then it must exist."""
    backups: Path
    """Automatic and manual copies, outside the data folder (promise P22)."""
    reports: Path
    """Reports about unexpected errors."""
    user_prompts: Path
    """A person's own prompts and guides, looked at first."""


def locate(environ: Mapping[str, str], data: str | None = None, config: str | None = None) -> Paths:
    """Decide the places: arguments beat the environment, which beats the folders usual on this system.

    Args:
        environ: the process environment.
        data: value of `--data`, if given.
        config: value of `--config`, if given.
    """
    home = Path(environ.get("HOME") or Path.home())
    data_dir = _folder(data or environ.get("COACH_DATA"), home) or _usual("data", environ, home)
    state_root = _folder(environ.get("COACH_STATE"), home) or _usual("state", environ, home)
    config_file = _folder(config or environ.get("COACH_CONFIG"), home) or (
        _usual("config", environ, home) / "config.yaml"
    )
    state = state_root / _name_for(data_dir)
    return Paths(
        data=data_dir,
        state=state,
        config_file=config_file,
        config_named=bool(config),
        backups=state / "backups",
        reports=state_root / "reports",
        user_prompts=config_file.parent / "prompts",
    )


def _folder(value: str | None, home: Path) -> Path | None:
    """An absolute path from what a person wrote; `~` means their home. Links are kept as they are."""
    if not value:
        return None
    if value == "~" or value.startswith("~/"):
        value = str(home) + value[1:]
    return Path(os.path.abspath(value))  # noqa: PTH100  # Path.resolve would follow links, Path.absolute keeps '..'


def _usual(kind: str, environ: Mapping[str, str], home: Path) -> Path:
    """The folder usual on this system, as platformdirs has it, without its import (15 ms at each start)."""
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "coach" / ("" if kind == "config" else kind)
    if sys.platform == "win32":
        root = environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        return Path(root) / "coach" / kind
    variable, default = {
        "data": ("XDG_DATA_HOME", ".local/share"),
        "state": ("XDG_STATE_HOME", ".local/state"),
        "config": ("XDG_CONFIG_HOME", ".config"),
    }[kind]
    root = environ.get(variable, "")
    # The XDG specification: a relative value is invalid and must be ignored.
    return (Path(root) if root.startswith("/") else home / default) / "coach"


def _name_for(data: Path) -> str:
    """A short, stable folder name for a data folder: its last part for people, a checksum to be unique."""
    from zlib import crc32

    label = "".join(ch if ch.isascii() and (ch.isalnum() or ch in "-_.") else "-" for ch in data.name)[:32]
    return f"{label.strip('.') or 'data'}-{crc32(os.fsencode(data)):08x}"
