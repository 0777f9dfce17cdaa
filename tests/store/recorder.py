"""Records what a program asks of the disk, and rebuilds what a power failure would have left (promise P2).

Real power cuts (dm-flakey, a reset machine) were not at hand; this stands in for them.
One imagined disk loses all names and bytes not synced; another keeps the names, but not the bytes.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

_CALLS = ("open", "close", "write", "pwrite", "ftruncate", "fsync", "replace", "unlink", "mkdir")


@dataclass
class _Inode:
    data: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass
class Image:
    """What the disk holds."""

    call: str
    """The call after which the power fails."""
    acknowledged: int
    """How many saves had returned before."""
    files: dict[str, bytes]
    folders: set[str]

    def lay_out(self, source: Path, target: Path) -> Path:
        """Write the image below `target`, as it was below `source`."""
        for folder in sorted(self.folders):
            (target / Path(folder).relative_to(source)).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in self.files.items():
            path = target / Path(name).relative_to(source)
            if path.parent.is_dir():
                path.write_bytes(data)
                path.chmod(0o600)
        return target


class Recorder:
    """Stands between the program and `os` for everything below `root`."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root = str(root)
        self._names: dict[str, _Inode] = {}
        self._folders = {self._root}
        for path in root.rglob("*"):
            if path.is_dir():
                self._folders.add(str(path))
            else:
                data = path.read_bytes()
                self._names[str(path)] = _Inode(bytearray(data), data)
        self._synced_names, self._synced_folders = dict(self._names), set(self._folders)
        self._fds: dict[int, tuple[str, _Inode | None]] = {}
        self.acknowledged = 0
        self.images: list[Image] = []
        self.calls: list[str] = []
        for name in _CALLS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        note = getattr(self, f"on_{name}")

        def call(*args: Any, **named: Any) -> Any:
            result = real(*args, **named)
            what = note(result, *args)
            if what:
                self.calls.append(f"{name} {what}")
                self._take_pictures(self.calls[-1])
            return result

        return call

    def on_open(self, fd: int, path: Any, flags: int, *_: Any) -> str | None:
        path = str(path)
        if not path.startswith(self._root):
            return None
        if path in self._folders:
            self._fds[fd] = (path, None)
            return None
        is_new = path not in self._names
        self._fds[fd] = (path, self._names.setdefault(path, _Inode()))
        return self._short(path) if is_new else None

    def on_close(self, _: None, fd: int) -> None:
        self._fds.pop(fd, None)

    def on_write(self, count: int, fd: int, data: Any) -> str | None:
        """Every file written this way is new or open for appending."""
        path, inode = self._fds.get(fd, ("", None))
        if inode is None:
            return None
        inode.data += bytes(data)[:count]
        return self._short(path)

    def on_pwrite(self, count: int, fd: int, data: bytes, offset: int) -> str | None:
        path, inode = self._fds.get(fd, ("", None))
        if inode is None:
            return None
        inode.data[offset : offset + count] = data[:count]
        return self._short(path)

    def on_ftruncate(self, _: None, fd: int, length: int) -> str | None:
        path, inode = self._fds.get(fd, ("", None))
        if inode is None:
            return None
        del inode.data[length:]
        return self._short(path)

    def on_fsync(self, _: None, fd: int) -> str | None:
        path, inode = self._fds.get(fd, ("", None))
        if not path:
            return None
        if inode is not None:
            inode.synced = bytes(inode.data)
            return self._short(path)
        kept = {name: known for name, known in self._synced_names.items() if str(Path(name).parent) != path}
        here = {name: known for name, known in self._names.items() if str(Path(name).parent) == path}
        self._synced_names = kept | here
        self._synced_folders |= {folder for folder in self._folders if str(Path(folder).parent) == path}
        return self._short(path)

    def on_replace(self, _: None, source: Any, target: Any) -> str | None:
        self._names[str(target)] = self._names.pop(str(source))
        return self._short(str(target))

    def on_unlink(self, _: None, path: Any) -> str | None:
        self._names.pop(str(path), None)
        return self._short(str(path))

    def on_mkdir(self, _: None, path: Any, *more: Any) -> str | None:
        if not str(path).startswith(self._root):
            return None
        self._folders.add(str(path))
        return self._short(str(path))

    def _short(self, path: str) -> str:
        return path.removeprefix(self._root) or "/"

    def _take_pictures(self, call: str) -> None:
        for names, folders in ((self._synced_names, self._synced_folders), (self._names, self._folders)):
            files = {name: inode.synced for name, inode in names.items()}
            self.images.append(Image(call, self.acknowledged, files, set(folders)))
