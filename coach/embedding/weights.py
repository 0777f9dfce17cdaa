"""Reads `encoder.bin` and refuses whatever does not fit (layout: docs/themes.md)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.embedding import SHA256
from coach.engine.meaning import EncoderMissing

_MAGIC = b"COACHTE1"
_HINT = "Install coach again to get the file back. Until then recurring words are shown in place of themes."
_SIZES = ("dim", "heads", "ffn", "layers", "max_tokens", "group", "vocab")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer, ready to multiply from the right: [in, out]."""

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    attention_norm: tuple[Floats, Floats]
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    forward_norm: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything in the file, as 32-bit floats."""

    heads: int
    max_tokens: int
    pieces: tuple[str, ...]
    word: Floats
    position: Floats
    first_norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]


def read_weights(path: Path, sha256: str | None = SHA256) -> Weights:
    """Read and check the file.

    Args:
        path: encoder.bin.
        sha256: the checksum it must have; None leaves that check out, for files made by a test.

    Raises:
        EncoderMissing: no such file, another checksum, or parts that do not fit together.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise EncoderMissing("The encoder file of coach is not there.", hint=_HINT) from None
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise EncoderMissing("The encoder file of coach is damaged or not the one it came with.", hint=_HINT)
    try:
        return _Reader(content).weights()
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        raise EncoderMissing("The encoder file of coach cannot be read.", hint=_HINT) from None


class _Reader:
    """Takes tensors out of the bytes; ValueError or KeyError where something does not fit."""

    def __init__(self, content: bytes) -> None:
        if content[:8] != _MAGIC or len(content) < 12:
            raise ValueError("magic")
        length = int.from_bytes(content[8:12], "little")
        self._start = 12 + length
        if self._start > len(content):
            raise ValueError("header")
        header = json.loads(content[12 : self._start].decode("utf-8"))
        self._sizes: dict[str, int] = {name: _size(header[name]) for name in _SIZES}
        if self._sizes["dim"] % self._sizes["heads"]:
            raise ValueError("heads")
        self._content = content
        self._tensors: dict[str, Mapping[str, Any]] = {str(one["name"]): one for one in header["tensors"]}

    def weights(self) -> Weights:
        sizes = self._sizes
        pieces = tuple(self._part("vocab")[1].decode("utf-8").removesuffix("\n").split("\n"))
        if len(pieces) != sizes["vocab"]:
            raise ValueError("vocab")
        dim = sizes["dim"]
        return Weights(
            heads=sizes["heads"],
            max_tokens=sizes["max_tokens"],
            pieces=pieces,
            word=self._tensor("word", sizes["vocab"], dim),
            position=self._tensor("pos", sizes["max_tokens"], dim),
            first_norm=(self._tensor("eln.w", dim), self._tensor("eln.b", dim)),
            layers=tuple(self._layer(number) for number in range(sizes["layers"])),
        )

    def _layer(self, number: int) -> Layer:
        dim, ffn = self._sizes["dim"], self._sizes["ffn"]

        def matrix(name: str, rows: int, columns: int) -> Floats:
            return np.ascontiguousarray(self._tensor(f"{number}.{name}", rows, columns).T)

        def vector(name: str, length: int = dim) -> Floats:
            return self._tensor(f"{number}.{name}", length)

        scale = np.float32((dim // self._sizes["heads"]) ** -0.5)  # of the attention, taken into q once
        return Layer(
            qkv=np.ascontiguousarray(
                np.concatenate(
                    [matrix("q", dim, dim) * scale, matrix("k", dim, dim), matrix("v", dim, dim)], axis=1
                )
            ),
            qkv_bias=np.concatenate([vector("q.b") * scale, vector("k.b"), vector("v.b")]),
            out=matrix("o", dim, dim),
            out_bias=vector("o.b"),
            attention_norm=(vector("aln.w"), vector("aln.b")),
            up=matrix("up", ffn, dim),
            up_bias=vector("up.b", ffn),
            down=matrix("down", dim, ffn),
            down_bias=vector("down.b"),
            forward_norm=(vector("fln.w"), vector("fln.b")),
        )

    def _tensor(self, name: str, *shape: int) -> Floats:
        """A tensor of this shape. Two weights a byte (`q4`) or half floats (`f16`)."""
        told, raw = self._part(name)
        if tuple(told["shape"]) != shape:
            raise ValueError(name)
        count = int(np.prod(shape))
        if told["type"] == "f16":
            values = np.frombuffer(raw, "<f2").astype(np.float32)
        elif told["type"] == "q4":
            group = self._sizes["group"]
            if count % group or len(raw) != 2 * (count // group) + count // 2:
                raise ValueError(name)
            scales = np.frombuffer(raw, "<f2", count // group).astype(np.float32)
            packed = np.frombuffer(raw, np.uint8, offset=2 * (count // group))
            nibbles = np.empty((count // 2, 2), np.float32)
            nibbles[:, 0] = packed & 15
            nibbles[:, 1] = packed >> 4
            nibbles -= 8
            values = (nibbles.reshape(-1, group) * scales[:, None]).reshape(-1)
        else:
            raise ValueError(name)
        if values.size != count or not np.isfinite(values).all():
            raise ValueError(name)
        return values.reshape(shape)

    def _part(self, name: str) -> tuple[Mapping[str, Any], bytes]:
        told = self._tensors[name]
        offset, length = int(told["offset"]), int(told["length"])
        first = self._start + offset
        if offset < 0 or length < 0 or first + length > len(self._content):
            raise ValueError(name)
        return told, self._content[first : first + length]


def _size(value: object) -> int:
    if not isinstance(value, int) or not 0 < value < 1_000_000:
        raise ValueError("size")
    return value
