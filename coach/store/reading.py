"""Turns the lines of a journal into commits. Documents stay raw bytes until someone asks for them.

Only imported when something is read: msgspec costs 40 ms of start-up, and `coach log` reads nothing.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from coach.domain.records import Doc
from coach.store.damage import Damage
from coach.store.lines import SCHEMA, sum_of
from coach.store.stamps import is_stamp, writer_of


class Change:
    """One version of one document."""

    __slots__ = ("body", "born", "commit", "gone", "id", "table")

    def __init__(self, commit: "Commit", op: "_Op", number: int) -> None:
        self.commit = commit
        self.table = op.t
        self.id = op.id
        self.body: msgspec.Raw | None = op.doc if bytes(memoryview(op.doc)[:1]) == b"{" else None
        """The document as it stands in the journal; None where it was put into the bin."""
        self.born = op.born or (f"{commit.at}.{number:05x}" if number else commit.at)
        """Where the document stands in order: by its first commit, then by its place in that."""
        self.gone = op.gone


class Commit:
    """One line of a journal."""

    __slots__ = ("at", "changes", "label", "redo", "sum", "undo", "v", "when")

    def __init__(self, line: "_Line", sum: str) -> None:
        self.at = line.at
        self.sum = sum
        self.v = line.v
        self.when = line.when
        self.label = line.label
        self.undo = line.undo
        """Stamp of the commit this one reverses."""
        self.redo = line.redo
        """Stamp of the commit this one brings back."""
        self.changes = tuple(Change(self, op, number) for number, op in enumerate(line.ops))

    @property
    def writer(self) -> str:
        """Who wrote it."""
        return writer_of(self.at)


class _Op(msgspec.Struct, gc=False):
    t: str
    id: str
    doc: msgspec.Raw = msgspec.Raw()
    born: str = ""
    gone: bool = False


class _Line(msgspec.Struct, gc=False):
    at: str
    ops: list[_Op]
    v: int = SCHEMA
    when: str = ""
    label: str = ""
    undo: str = ""
    redo: str = ""


_lines = msgspec.json.Decoder(_Line)
_documents = msgspec.json.Decoder()
_BOM = b"\xef\xbb\xbf"


def read_commits(handle: BinaryIO, name: str, offset: int = 0) -> Iterator[tuple[int, Commit | Damage]]:
    """Read the lines from where `handle` stands: the offset behind each line, and its commit or the damage.

    Empty lines are passed over. An unfinished last line is a damage with `torn` set.
    """
    for line in handle:
        start, offset = offset, offset + len(line)
        if not line.strip():
            continue
        yield offset, parse(line, name, start)


def parse(line: bytes, name: str, start: int) -> Commit | Damage:
    """The commit in one line, or the damage."""
    torn = not line.endswith(b"\n")
    text = line[len(_BOM) :] if start == 0 and line.startswith(_BOM) else line
    checked = sum_of(text)
    if checked is not None:
        commit = _decode_line(text, checked)
        if commit is not None:
            return commit
    return Damage(name, start, line, torn)


def _decode_line(text: bytes, checked: str) -> Commit | None:
    try:
        line = _lines.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # msgspec knows no lone surrogates, the json module does (promise P15).
        try:
            line = msgspec.convert(_with_raw_documents(json.loads(text)), _Line)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, msgspec.MsgspecError):
            return None
    return Commit(line, checked) if is_stamp(line.at) else None


def _with_raw_documents(line: Any) -> Any:  # any JSON; checked by the caller's convert
    ops = [{**op, "doc": msgspec.Raw(json.dumps(op.get("doc")).encode("ascii"))} for op in line["ops"]]
    return {**line, "ops": ops}


def decode_document(body: msgspec.Raw) -> Doc | None:
    """A fresh copy of a document; None where it is no JSON object, as only a foreign program writes it."""
    try:
        doc = _documents.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        try:
            doc = json.loads(bytes(body).decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
    return doc if isinstance(doc, dict) else None
