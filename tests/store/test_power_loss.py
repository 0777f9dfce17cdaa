"""Whenever the power fails, all that was acknowledged is there and the store takes new entries (P1, P2)."""

from pathlib import Path

from coach.engine.ports import Put, Remove
from coach.store.open import open_store
from tests.store.recorder import Recorder


def _open(root: Path, clock):
    return open_store(root / "data", root / "state", clock=clock, backups=root / "backups", keep=1)


def test_whatever_call_the_power_fails_after_nothing_acknowledged_is_missing(
    tmp_path, clock, entry, monkeypatch
):
    root = tmp_path / "disk"
    root.mkdir()
    docs = [entry(f"Note {number}") for number in range(4)]
    with monkeypatch.context() as patch:
        recorder = Recorder(root, patch)
        for doc in docs:
            _open(root, clock).store.commit([Put("entries", doc)], label="added")
            recorder.acknowledged += 1
        opened = _open(root, clock)
        opened.store.commit([Put("entries", {"id": "gone", "text": "Gone"})], label="added")
        opened.store.commit([Remove("entries", "gone")], label="put away")
        opened.store.empty_bin()
        assert opened.keeper.tidy() > 0
    for number, image in enumerate(recorder.images):
        place = image.lay_out(root, tmp_path / f"after-{number}")
        again = _open(place, clock)
        found = [doc["text"] for doc in again.store.all("entries") if doc["id"] != "gone"]
        expected = [doc["text"] for doc in docs]
        assert found in (expected[: image.acknowledged], expected[: image.acknowledged + 1]), image.call
        new = entry("After")
        again.store.commit([Put("entries", new)], label="added")
        assert _open(place, clock).store.get("entries", new["id"]) == new, image.call
    assert len(recorder.images) > 40


def test_after_a_power_failure_a_saved_draft_is_the_old_or_the_new_one(tmp_path, clock, monkeypatch):
    root = tmp_path / "disk"
    root.mkdir()
    with monkeypatch.context() as patch:
        recorder = Recorder(root, patch)
        drafts = _open(root, clock).drafts
        for number in range(3):
            drafts.save("capture", f"Words {number}")
            recorder.acknowledged += 1
    for number, image in enumerate(recorder.images):
        place = image.lay_out(root, tmp_path / f"after-{number}")
        found = _open(place, clock).drafts.get("capture")
        texts = (f"Words {image.acknowledged - 1}", f"Words {image.acknowledged}")
        assert (found.text if found else "Words -1") in texts, image.call


def test_a_file_is_synced_then_renamed_then_its_folder_synced(tmp_path, clock, monkeypatch):
    """P2: the order itself."""
    root = tmp_path / "disk"
    root.mkdir()
    drafts = _open(root, clock).drafts
    drafts.save("capture", "Words")
    with monkeypatch.context() as patch:
        recorder = Recorder(root, patch)
        drafts.save("capture", "More words")
    kinds = [call.split()[0] for call in recorder.calls]
    assert kinds == ["open", "write", "fsync", "replace", "fsync"]


def test_a_commit_is_one_write_and_one_sync(tmp_path, clock, entry, monkeypatch):
    root = tmp_path / "disk"
    root.mkdir()
    store = _open(root, clock).store
    store.commit([Put("entries", entry())], label="added")
    with monkeypatch.context() as patch:
        recorder = Recorder(root, patch)
        store.commit([Put("entries", entry()), Put("entries", entry())], label="added")
    kinds = [call.split()[0] for call in recorder.calls if not call.startswith("open")]
    assert kinds == ["write", "fsync", "pwrite"]
