"""The sentence encoder against its reference, and against files that do not fit (design, section 5)."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.embedding import LocalEmbedder
from coach.embedding.encoder import Encoder
from coach.embedding.weights import read_weights
from coach.engine.meaning import EncoderMissing

FILE = Path(__file__).parents[2] / "prompts" / "themes" / "encoder.bin"
REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "encoder_reference.json").read_text("utf-8"))
ITEMS = REFERENCE["items"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(FILE)


@pytest.mark.parametrize("item", ITEMS, ids=[item["note"] for item in ITEMS])
def test_texts_become_the_pieces_of_the_reference(encoder: Encoder, item: dict[str, Any]) -> None:
    assert encoder.ids(item["text"]) == item["ids"]


def test_rows_are_those_of_the_reference_in_one_batch_and_alone(encoder: Encoder) -> None:
    expected = np.array([item["vector"] for item in ITEMS])
    together = encoder.embed([item["text"] for item in ITEMS])
    alone = np.concatenate([encoder.embed([item["text"]]) for item in ITEMS])
    for rows in (together, alone):
        assert np.abs(rows - expected).max() <= 2e-4
        assert (rows * expected).sum(axis=1).min() >= 0.9999
        assert np.abs(rows @ rows.T - np.array(REFERENCE["cosines"])).max() <= 5e-4
    assert np.abs(together - alone).max() <= 1e-5


def test_nothing_to_embed_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.embed([]).shape == (0, 384)


def test_a_text_of_a_megabyte_costs_no_more_than_its_first_pieces(encoder: Encoder) -> None:
    long = "Kept the draft on my disk again. " * 40_000
    assert len(encoder.ids(long)) == 64
    assert np.isfinite(encoder.embed([long])).all()


def test_making_the_embedder_reads_nothing_and_its_version_is_known(tmp_path: Path) -> None:
    assert LocalEmbedder(tmp_path / "nowhere.bin").version == REFERENCE["encoder_sha256"][:12]


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing) as caught:
        LocalEmbedder(tmp_path / "nowhere.bin").embed(["words"])
    assert "not there" in caught.value.message
    assert "recurring words" in caught.value.hint


def test_one_changed_byte_is_refused(tmp_path: Path) -> None:
    content = bytearray(FILE.read_bytes())
    content[-1] ^= 1
    changed = tmp_path / "encoder.bin"
    changed.write_bytes(content)
    with pytest.raises(EncoderMissing, match="damaged"):
        LocalEmbedder(changed).embed(["words"])


def made(folder: Path, *, magic: bytes = b"COACHTE1", cut: int = 0, **changes: Any) -> Path:
    """A file of one tiny layer in the same layout, with something changed."""
    sizes = {"dim": 4, "heads": 2, "ffn": 8, "layers": 1, "max_tokens": 6, "group": 4, "vocab": 5}
    vocab = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na"
    shapes: dict[str, tuple[int, ...]] = {"word": (5, 4), "pos": (6, 4), "eln.w": (4,), "eln.b": (4,)}
    for name in ("q", "k", "v", "o"):
        shapes |= {f"0.{name}": (4, 4), f"0.{name}.b": (4,)}
    shapes |= {"0.up": (8, 4), "0.up.b": (8,), "0.down": (4, 8), "0.down.b": (4,)}
    shapes |= {f"0.{name}": (4,) for name in ("aln.w", "aln.b", "fln.w", "fln.b")}
    body = vocab.encode()
    tensors: list[dict[str, Any]] = [
        {"name": "vocab", "shape": [5], "type": "text", "offset": 0, "length": len(body)}
    ]
    for name, shape in shapes.items():
        raw = np.linspace(-1, 1, int(np.prod(shape))).astype("<f2").tobytes()
        tensors.append(
            {"name": name, "shape": list(shape), "type": "f16", "offset": len(body), "length": len(raw)}
        )
        body += raw
    header = {**sizes, "tensors": tensors}
    for key, value in changes.items():
        if key in sizes:
            header[key] = value
        else:
            tensors[-1][key] = value
    head = json.dumps(header).encode()
    path = folder / "made.bin"
    path.write_bytes((magic + struct.pack("<I", len(head)) + head + body)[: -cut or None])
    return path


def test_sizes_come_from_the_header(tmp_path: Path) -> None:
    weights = read_weights(made(tmp_path), sha256=None)
    assert (len(weights.layers), weights.word.shape, len(weights.pieces)) == (1, (5, 4), 5)
    assert Encoder(made(tmp_path), sha256=None).embed(["a a", "b"]).shape == (2, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"magic": b"COACHTE2"},
        {"cut": 1},
        {"layers": 2},
        {"heads": 3},
        {"vocab": 4},
        {"dim": 0},
        {"shape": [5]},
        {"length": 6},
        {"offset": -2},
        {"offset": 10**9},
        {"type": "f64"},
        {"type": "q4"},
    ],
    ids=str,
)
def test_a_file_whose_parts_do_not_fit_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(EncoderMissing, match="cannot be read"):
        read_weights(made(tmp_path, **wrong), sha256=None)


@pytest.mark.parametrize(
    "content", [b"", b"COACHTE1", b"COACHTE1\xff\xff\xff\x7f{}", b"COACHTE1\x02\0\0\0[]"]
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(EncoderMissing):
        read_weights(path, sha256=None)
