"""The key of an endpoint: found where the person put it, checked, and shown nowhere (promise P39).

Order: the environment, the keyring where that extra is installed, a file that only the person can read. Never
a flag, which every user of the machine could see in the list of processes.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from coach.llm.endpoint import OWN_HOST, Endpoint
from coach.llm.faults import fault

Source = Literal["environment", "keyring", "file", "none"]

_SERVICE: Final = "coach"
_LONGEST: Final = 4096
_OWN_VARIABLE: Final = "OPENAI_API_KEY"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and where it was found. Printing it shows the source alone."""

    value: str = field(repr=False)
    """Empty where there is none: many local servers want none."""
    source: Source
    name: str = ""
    """The variable or file."""


def find_key(environ: Mapping[str, str], api_key_env: str, key_file: Path | None, endpoint: Endpoint) -> Key:
    """The key for this endpoint.

    Args:
        environ: the process environment.
        api_key_env: the variable to look in. `OPENAI_API_KEY` is also looked in for the SDK's own host, and
            for no other, so that a key meant for one place is never sent to another.
        key_file: a file of mode 0600 with the key alone in it; None for no file.
        endpoint: where it will be sent; the keyring keeps one key for each host, under the service `coach`.

    Raises:
        EngineFault: bad_key for a key no header can carry; key_file for a file others can read.
    """
    names = [api_key_env, *([_OWN_VARIABLE] if endpoint.host == OWN_HOST else [])]
    for name in names:
        if value := environ.get(name, "").strip():
            return Key(_checked(value), "environment", name)
    if value := _from_keyring(endpoint.place.host).strip():
        return Key(_checked(value), "keyring")
    if key_file is not None:
        return Key(_checked(_from_file(key_file)), "file", str(key_file))
    return Key("", "none")


def _checked(value: str) -> str:
    if len(value) > _LONGEST or not value.isascii() or not value.isprintable() or " " in value:
        raise fault("bad_key")
    return value


def _from_keyring(host: str) -> str:
    """Empty where the extra is not installed, no keyring runs, or it holds nothing for this host."""
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password(_SERVICE, host) or ""
    except Exception:  # noqa: BLE001  # backends raise what they like; without a keyring the file is asked
        return ""


def _from_file(path: Path) -> str:
    found = _read(path)
    if found is None:
        raise fault("key_file")
    return found


def _read(path: Path) -> str | None:
    """The key in the file; None where it cannot be used. Looks at the open file: nothing can swap it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    try:
        about = os.fstat(handle)
        own = about.st_uid in {os.geteuid(), 0}
        if not stat.S_ISREG(about.st_mode) or about.st_mode & 0o077 or not own or about.st_size > _LONGEST:
            return None
        return os.read(handle, _LONGEST).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    finally:
        os.close(handle)
