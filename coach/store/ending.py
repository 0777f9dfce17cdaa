"""The end of this machine's own journal: whether it is as it was left, and what a crash did to it."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from coach import writing
from coach.store import wording
from coach.store.damage import Damage, put_aside
from coach.store.identity import Identity
from coach.store.lines import sum_of


def brought_up(own: Identity, fd: int, aside: Path, say: Callable[[str], None]) -> Identity | None:
    """The identity brought up to the end of the journal open at `fd`; None where that is not as it was left.

    Args:
        own: how this machine left its journal.
        fd: the journal, open for reading and appending.
        aside: folder for a torn last line.
        say: takes a sentence for the person.
    """
    size = os.fstat(fd).st_size
    if size < own.length:
        return _shortened(own, fd, size)
    if own.length:
        end = os.pread(fd, own.length - own.last, own.last)
        line, _, _ = end.partition(b"\n")
        if not end.endswith(b"\n") or sum_of(line) != own.sum:
            return None
    return own if size == own.length else _catch_up(own, fd, aside, say)


def _catch_up(own: Identity, fd: int, aside: Path, say: Callable[[str], None]) -> Identity:
    """Take in lines written just before a crash, and move a torn one aside (promises P1, P5)."""
    tail = os.pread(fd, os.fstat(fd).st_size - own.length, own.length)
    whole, _, torn = tail.rpartition(b"\n")
    offset = own.length
    for line in whole.split(b"\n") if whole else ():
        given = sum_of(line)
        if given is not None:
            at = str(json.loads(line).get("at", ""))
            own = own._replace(last=offset, sum=given, at=max(own.at, at), seen=True)
        offset += len(line) + 1
    if torn and sum_of(torn) is not None:
        writing.write_all(fd, b"\n")  # all of the line is there but its end
        writing.sync(fd)
        return _catch_up(own, fd, aside, say)
    if torn:
        put_aside(aside, Damage(f"{own.writer}.jsonl", offset, torn, torn=True))
        os.ftruncate(fd, offset)
        writing.sync(fd)
        say(wording.TORN)
    return own._replace(length=offset)


def _shortened(own: Identity, fd: int, size: int) -> Identity | None:
    """The identity after a compaction that was killed before it was noted: the last line is still the last.

    None where another line ends the journal: then a sync program brought back an older one.
    """
    content = os.pread(fd, size, 0)
    last = content.rfind(b"\n", 0, size - 1) + 1
    if not own.sum or not content.endswith(b"\n") or sum_of(content[last:]) != own.sum:
        return None
    return own._replace(length=size, last=last)
