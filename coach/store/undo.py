"""Which of this machine's commits can be reversed or brought back, and by what changes (promise P21).

Everything comes from the journal itself: an undo is a commit that names the commit it reverses, so it works
the same after a restart.
"""

from collections import deque
from collections.abc import Set as AbstractSet

from coach.store.lines import Op
from coach.store.merge import Merged
from coach.store.reading import Change, Commit

DEPTH = 50
"""How many changes can be undone (design, section 4)."""


def stacks(merged: Merged, mine: AbstractSet[str]) -> tuple[list[Commit], list[Commit]]:
    """What can be undone and what can be redone, each with the next one last."""
    own = sorted((c for writer in mine for c in merged.commits.get(writer, ())), key=lambda commit: commit.at)
    done: deque[Commit] = deque(maxlen=DEPTH)
    undone: list[Commit] = []
    for commit in own:
        if commit.undo:
            _move(commit.undo, done, undone)
        elif commit.redo:
            _move(commit.redo, undone, done)
        elif any(not change.gone for change in commit.changes):
            done.append(commit)
            undone.clear()
    return [c for c in done if _remains(merged, c)], [c for c in undone if _remains(merged, c)]


def _move(stamp: str, source: deque[Commit] | list[Commit], target: deque[Commit] | list[Commit]) -> None:
    found = next((commit for commit in reversed(source) if commit.at == stamp), None)
    if found is not None:
        source.remove(found)
        target.append(found)


def _remains(merged: Merged, commit: Commit) -> bool:
    """Whether any document of the commit was not forgotten for good since."""
    return any(merged.versions(change.table, change.id) for change in commit.changes)


def reverse(merged: Merged, commit: Commit, mine: AbstractSet[str]) -> list[Op]:
    """The changes that take `commit` back. A document another machine has changed since is left alone."""
    ops = []
    for change in _still_mine(merged, commit, mine):
        before = merged.before(change.table, change.id, commit.at)
        ops.append(_to(merged, change, before.body if before else None))
    return ops


def repeat(merged: Merged, commit: Commit, mine: AbstractSet[str]) -> list[Op]:
    """The changes that bring `commit` back after it was undone."""
    return [_to(merged, change, change.body) for change in _still_mine(merged, commit, mine)]


def _still_mine(merged: Merged, commit: Commit, mine: AbstractSet[str]) -> list[Change]:
    found = []
    for change in {(change.table, change.id): change for change in commit.changes}.values():
        current = merged.current(change.table, change.id)
        if current is not None and current.commit.writer in mine:
            found.append(change)
    return found


def _to(merged: Merged, change: Change, body: object) -> Op:
    raw = None if body is None else bytes(body)  # type: ignore[call-overload]  # msgspec.Raw is a buffer; its stub omits it
    return Op(change.table, change.id, raw, merged.born(change.table, change.id))
