"""Copies of the whole store as one checked archive each, outside the data folder (promise P22).

An archive is a ZIP file: `manifest.json` with size and SHA-256 of every file, `coach.json`, `journals/…`,
and this machine's `set-aside/…`. Any program can open it.
"""

import contextlib
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from coach import writing
from coach.engine.ports import Backup
from coach.errors import InvalidData, NotFound
from coach.store import files, wording
from coach.store.lines import SCHEMA
from coach.store.names import is_journal, journal_files

_MEMBER = re.compile(r"coach\.json|(journals|set-aside)/[^/\\\0]{1,255}")
"""The only names an archive may hold: nothing in it can leave the chosen folder."""
_PREFIX = {"manual": "coach-", "automatic": "coach-auto-", "before restore": "coach-before-restore-"}
_NAME = re.compile(r"coach-(auto-|before-restore-)?\d{8}T\d{6}Z(-[0-9a-f]{4})?\.zip")


_BAD = (OSError, BadZipFile, ValueError, KeyError, TypeError, EOFError, NotImplementedError, zlib.error)
"""What reading a damaged or foreign archive raises."""


def write_archive(data: Path, aside: Path, target: Path, *, at: datetime, entries: int) -> Backup:
    """Copy data and set-aside lines into a new archive at `target`, checked before it gets its name.

    Raises:
        OSError: nothing is at `target`.
    """
    files.make_folder(target.parent)
    temporary = writing.spare_name(target)
    try:
        fd = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, writing.FILE_MODE)
        with os.fdopen(fd, "w+b") as handle:
            os.fchmod(handle.fileno(), writing.FILE_MODE)
            with ZipFile(handle, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
                manifest = {
                    "format": 1,
                    "schema": SCHEMA,
                    "made": at.isoformat(timespec="seconds"),
                    "entries": entries,
                    "files": {name: _add(archive, name, path) for name, path in _sources(data, aside)},
                }
                archive.writestr("manifest.json", json.dumps(manifest, indent=1))
            handle.flush()
            writing.sync(handle.fileno())
        check_archive(temporary)
        os.replace(temporary, target)  # noqa: PTH105  # one os-level call, so that tests can fail each by number
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    writing.sync_folder(target.parent)
    return Backup(target, at, entries, target.stat().st_size)


def _add(archive: ZipFile, name: str, path: Path) -> dict[str, Any]:
    body = path.read_bytes()
    archive.writestr(name, body)
    return {"size": len(body), "sha256": sha256(body).hexdigest()}


def _sources(data: Path, aside: Path) -> Iterator[tuple[str, Path]]:
    if (data / "coach.json").is_file():
        yield "coach.json", data / "coach.json"
    for entry in journal_files(data):
        yield f"journals/{entry.name}", Path(entry.path)
    for path in sorted(aside.iterdir()) if aside.is_dir() else ():
        if not path.name.endswith(writing.TEMPORARY):
            yield f"set-aside/{path.name}", path


def check_archive(path: Path) -> Backup:
    """Check every name and every byte of an archive.

    Raises:
        NotFound: no such file. InvalidData: it is no backup of this program, or it is damaged.
    """
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive)
            sound = all(_is_sound(archive, name, known) for name, known in manifest["files"].items())
            backup = _backup(path, manifest)
    except FileNotFoundError as error:
        hint = "`coach restore --list` shows the copies."
        raise NotFound(f"There is no backup at {path}.", hint=hint) from error
    except _BAD as error:
        raise InvalidData(wording.bad_backup(path), hint=wording.BAD_BACKUP_HINT) from error
    if not sound:
        raise InvalidData(wording.bad_backup(path), hint=wording.BAD_BACKUP_HINT)
    return backup


def _is_sound(archive: ZipFile, name: str, known: Mapping[str, Any]) -> bool:
    if not _MEMBER.fullmatch(name):
        return False
    if name.startswith("journals/") and not is_journal(name.removeprefix("journals/")):
        return False
    digest = sha256()
    with archive.open(name) as handle:
        while chunk := handle.read(1 << 16):
            digest.update(chunk)
    return bool(digest.hexdigest() == known["sha256"])


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents in a checked archive, one file at a time."""
    with ZipFile(path) as archive:
        for name in _manifest(archive)["files"]:
            yield name, archive.read(name)


def _manifest(archive: ZipFile) -> dict[str, Any]:
    manifest = json.loads(archive.read("manifest.json"))
    if not isinstance(manifest["files"], dict):
        raise TypeError
    return dict(manifest)


def _backup(path: Path, manifest: Mapping[str, Any]) -> Backup:
    return Backup(
        path, datetime.fromisoformat(manifest["made"]), int(manifest["entries"]), path.stat().st_size
    )


def list_archives(folder: Path) -> list[Backup]:
    """The archives in a folder, newest first, by their manifests only. What cannot be opened is left out."""
    found = []
    with contextlib.suppress(FileNotFoundError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name):
                with contextlib.suppress(*_BAD), ZipFile(path) as archive:
                    found.append(_backup(path, _manifest(archive)))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def new_path(folder: Path, kind: str, at: datetime) -> Path:
    """A free name for an archive, by kind: manual, automatic or before restore; the time in it is UTC."""
    from datetime import UTC

    stem = f"{_PREFIX[kind]}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    target = folder / f"{stem}.zip"
    return target if not target.exists() else folder / f"{stem}-{os.urandom(2).hex()}.zip"


def rotate(folder: Path, keep: int) -> None:
    """Delete the oldest automatic copies beyond `keep` (at least one stays). Others are never deleted."""
    automatic = [
        backup for backup in list_archives(folder) if backup.path.name.startswith(_PREFIX["automatic"])
    ]
    for backup in automatic[max(keep, 1) :]:
        with contextlib.suppress(OSError):
            backup.path.unlink()
