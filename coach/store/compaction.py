"""Drops from this machine's journal what nobody needs any more (design, section 4).

A version goes when it has been out of date for 90 days and is neither current, nor the last content of
something in the bin, nor needed to undo one of the last 50 changes. What was forgotten for good (an emptied
bin) goes at once. Lines that were damaged go once they are set aside. Other machines' journals are never
touched.
"""

import json
from bisect import bisect_right
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from zlib import crc32

from coach.store import undo
from coach.store.damage import Damage, put_aside
from coach.store.lines import encode_json
from coach.store.merge import Merged
from coach.store.reading import Change, Commit, parse

KEEP_DAYS = 90
_DAY = 86_400_000
_LONGEST_GAP = 60 * _DAY
"""A longer pause between two changes does not count towards age: the clock may have jumped (promise P14)."""


class Needed:
    """Decides which versions are still needed."""

    def __init__(self, merged: Merged, mine: AbstractSet[str], now: datetime) -> None:
        self._merged = merged
        done, undone = undo.stacks(merged, mine)
        self._undo_from = min((commit.at for commit in (*done, *undone)), default="~")
        self._before = {
            _version(before)
            for commit in (*done, *undone)
            for change in commit.changes
            if (before := merged.before(change.table, change.id, commit.at)) is not None
        }
        stamps = sorted({commit.at for commits in merged.commits.values() for commit in commits})
        self._times = [int(stamp[:12], 16) for stamp in stamps]
        self._lived = _lived(self._times, int(now.timestamp() * 1000))

    def keeps(self, change: Change) -> bool:
        """Whether this version stays."""
        if change.gone:
            return True  # other machines may still hold what it forgets
        versions = self._merged.versions(change.table, change.id)
        this = _version(change)
        place = next((n for n, version in enumerate(versions) if _version(version) == this), None)
        if place is None:
            return False  # forgotten for good
        if place == len(versions) - 1 or this in self._before or change.commit.at >= self._undo_from:
            return True
        later = versions[place + 1 :]
        if change.body is not None and all(version.body is None for version in later):
            return True  # the content of something in the bin
        return self._age(later[0].commit.at) < KEEP_DAYS * _DAY

    def _age(self, stamp: str) -> int:
        place = bisect_right(self._times, int(stamp[:12], 16)) - 1
        return self._lived[-1] - self._lived[max(place, 0)]


def _lived(times: list[int], now: int) -> list[int]:
    """For each time, and for now at the end, the milliseconds since the first, long gaps left out."""
    lived, total = [], 0
    if not times:
        return [0]
    for earlier, later in zip(times, [*times[1:], now], strict=True):
        lived.append(total)
        gap = later - earlier
        total += gap if 0 < gap <= _LONGEST_GAP else 0
    return [*lived, total]


def compacted(content: bytes, name: str, needed: Needed, merged: Merged, aside: Path) -> bytes:
    """What a journal holds after compaction; the same bytes where there is nothing to drop.

    Args:
        content: the journal as it is.
        name: its file name, under which damaged lines are set aside.
        needed: decides about versions.
        merged: all journals.
        aside: folder for damaged lines; they are durable there before they are left out here.
    """
    commits: list[tuple[bytes, Commit, list[bool]]] = []
    shrinking: set[tuple[str, str]] = set()
    offset = 0
    for line in content.splitlines(keepends=True):
        found = parse(line, name, offset)
        offset += len(line)
        if isinstance(found, Damage):
            if line.strip():
                put_aside(aside, found)
            continue
        stays = [needed.keeps(change) for change in found.changes]
        commits.append((line, found, stays))
        shrinking.update(_key(change) for change, keep in zip(found.changes, stays, strict=True) if not keep)
    kept = []
    for line, commit, stays in commits:
        if all(stays) and not any(_key(change) in shrinking for change in commit.changes):
            kept.append(line)
        elif any(stays):
            kept.append(_shortened(line, commit, stays, merged))
    return b"".join(kept)


def _version(change: Change) -> tuple[str, str, str, str]:
    """Names one version of one document, in whichever reading of the journal it was met."""
    return (change.table, change.id, change.commit.at, change.commit.sum)


def _key(change: Change) -> tuple[str, str]:
    return (change.table, change.id)


def _born(change: Change, merged: Merged) -> str:
    return merged.born(change.table, change.id)


def _shortened(line: bytes, commit: Commit, stays: list[bool], merged: Merged) -> bytes:
    """The line without the changes that go; the others now tell their place in the order themselves.

    Fields this version does not know stay.
    """
    content = json.loads(line)
    del content["sum"]
    ops = []
    for op, change, keep in zip(content["ops"], commit.changes, stays, strict=True):
        if keep:
            born = _born(change, merged)
            ops.append({**op, "born": born} if born != commit.at else op)
    rest = encode_json({**content, "ops": ops})[1:]
    return b'{"sum":"%08x",%s\n' % (crc32(rest), rest)
