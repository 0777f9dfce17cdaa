"""What endpoints take is remembered for each address and model, and can be lost without harm (P29)."""

from pathlib import Path

from coach.store.abilities import KeptAbilities
from coach.store.cache import Cache

URL = "http://127.0.0.1:1/v1"


def test_what_was_kept_comes_back_for_the_same_address_and_model_only(tmp_path: Path) -> None:
    kept = KeptAbilities(Cache(tmp_path / "cache"))
    assert kept.get(URL, "a") is None
    kept.keep(URL, "a", {"json": "mode"})
    assert KeptAbilities(Cache(tmp_path / "cache")).get(URL, "a") == {"json": "mode"}
    assert kept.get(URL, "b") is None
    assert kept.get(URL + "x", "a") is None


def test_a_damaged_or_refused_file_is_as_if_nothing_were_known(tmp_path: Path) -> None:
    kept = KeptAbilities(Cache(tmp_path / "cache"))
    kept.keep(URL, "a", {"json": "mode"})
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(b'{"name"')
    assert kept.get(URL, "a") is None
    (tmp_path / "file").write_text("in the way")
    blocked = KeptAbilities(Cache(tmp_path / "file"))
    blocked.keep(URL, "a", {"json": "mode"})
    assert blocked.get(URL, "a") is None
