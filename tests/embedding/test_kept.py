"""Rows kept on disk: there the next time, private, and never worse than no rows (promises P10, P40)."""

from pathlib import Path

import numpy as np
import pytest

from coach.embedding.kept import RowsOnDisk

KEYS = [bytes([number]) * 16 for number in range(20)]


def some(count: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    rows = np.random.default_rng(count).standard_normal((count, 384)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def file_in(folder: Path) -> Path:
    (found,) = folder.glob("*.bin")
    return found


def test_rows_are_there_the_next_time_and_the_same_at_once(tmp_path: Path) -> None:
    rows = some(20)
    now = RowsOnDisk(tmp_path, "v1")
    now.add(KEYS[:12], rows[:12])
    now.add(KEYS[12:], rows[12:])
    later = RowsOnDisk(tmp_path, "v1")
    assert all(later.has(key) for key in KEYS)
    assert (later.rows(KEYS) == now.rows(KEYS)).all()
    assert np.abs(later.rows(KEYS[::-1]) - rows[::-1]).max() < 1e-3
    with pytest.raises(KeyError):
        later.rows([b"x" * 16])


def test_the_file_is_private_and_grows_by_what_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    RowsOnDisk(folder, "v1").add(KEYS[:2], some(2))
    size = file_in(folder).stat().st_size
    RowsOnDisk(folder, "v1").add(KEYS[2:4], some(2))
    assert file_in(folder).stat().st_size == 2 * size
    assert file_in(folder).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_rows_of_other_weights_are_deleted(tmp_path: Path) -> None:
    RowsOnDisk(tmp_path, "v1").add(KEYS, some(20))
    later = RowsOnDisk(tmp_path, "v2")
    assert not later.has(KEYS[0])
    later.add(KEYS[:1], some(1))
    assert file_in(tmp_path).name == "meaning-v2.bin"


@pytest.mark.parametrize("lost", [1, 100, 787, 789])
def test_a_torn_end_costs_one_row_and_what_is_added_later_is_whole(tmp_path: Path, lost: int) -> None:
    RowsOnDisk(tmp_path, "v1").add(KEYS[:10], some(10))
    path = file_in(tmp_path)
    path.write_bytes(path.read_bytes()[:-lost])
    torn = RowsOnDisk(tmp_path, "v1")
    assert torn.has(KEYS[7])
    assert not torn.has(KEYS[9])
    torn.add(KEYS[9:11], some(2))
    whole = RowsOnDisk(tmp_path, "v1")
    assert whole.has(KEYS[9])
    assert (whole.rows(KEYS[9:11]) == torn.rows(KEYS[9:11])).all()


def test_a_changed_byte_makes_its_row_be_read_anew(tmp_path: Path) -> None:
    RowsOnDisk(tmp_path, "v1").add(KEYS[:10], some(10))
    path = file_in(tmp_path)
    content = bytearray(path.read_bytes())
    content[3 * (len(content) // 10) + 400] ^= 8
    path.write_bytes(content)
    later = RowsOnDisk(tmp_path, "v1")
    assert [later.has(key) for key in KEYS[:10]].count(False) == 1


@pytest.mark.parametrize("content", [b"", b"no rows at all", b"\xff" * 788 * 20, b"\0" * 788 * 20])
def test_another_file_in_its_place_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "meaning-v1.bin").write_bytes(content)
    rows = RowsOnDisk(tmp_path, "v1")
    assert not rows.has(KEYS[0])
    rows.add(KEYS, some(20))
    assert RowsOnDisk(tmp_path, "v1").has(KEYS[0])


def test_a_disk_that_refuses_costs_time_not_the_rows(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    rows = RowsOnDisk(tmp_path / "cache", "v1")
    rows.add(KEYS[:3], some(3))
    assert rows.has(KEYS[2])


def test_rows_that_come_with_the_program_are_read_and_never_written(tmp_path: Path) -> None:
    RowsOnDisk(tmp_path / "given", "v1").add(KEYS[:5], some(5))
    given = file_in(tmp_path / "given")
    content = given.read_bytes()
    rows = RowsOnDisk(tmp_path / "own", "v1", given)
    assert rows.has(KEYS[4])
    rows.add(KEYS[5:7], some(2))
    assert given.read_bytes() == content
    assert file_in(tmp_path / "own").stat().st_size == len(content) * 2 // 5


def test_every_sentence_of_the_catalogue_was_read_beforehand() -> None:
    """Else the first look at themes takes seconds more; bench/catalogue_rows.py makes the file anew."""
    from coach.embedding import LocalEmbedder, LocalRows
    from coach.engine.themes.catalogue import FILE, read_catalogue
    from coach.engine.themes.vectors import key_of
    from coach.prompting.files import PromptFiles, built_in_folder

    version = LocalEmbedder(built_in_folder()).version
    rows = LocalRows(built_in_folder() / "nowhere", version, built_in_folder() / "themes" / "catalogue.bin")
    known = read_catalogue(PromptFiles().data(FILE), FILE)
    assert all(rows.has(key_of(sentence, version)) for one in known for sentence in one.sentences)
