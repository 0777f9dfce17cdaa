"""The forward pass: texts to rows of length 1. The only class the rest of the program sees of this room."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from coach.embedding import SHA256
from coach.embedding.pieces import Pieces
from coach.embedding.weights import Floats, Layer, read_weights

_BATCH = 2_048
"""Word pieces in one pass: enough for full speed, few enough to be stopped soon."""
_TINY = np.float32(1e-12)
_BEND, _CUBE = np.float32(-1.5957691216), np.float32(0.044715)


class Encoder:
    """The weights of one file, read when it is made. `LocalEmbedder` puts that off to the first text."""

    def __init__(self, path: Path, sha256: str | None = SHA256) -> None:
        self._weights = read_weights(path, sha256)
        self._pieces = Pieces(self._weights.pieces, self._weights.max_tokens)

    def ids(self, text: str) -> list[int]:
        """The numbers of the word pieces that count of a text."""
        return self._pieces.ids(text)

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row for each text. The empty text has a row too, without meaning: leave it out beforehand."""
        ids = [self.ids(text) for text in texts]
        rows = np.empty((len(ids), self._weights.word.shape[1]), np.float32)
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        start = 0
        while start < len(order):
            end, size = start, 0
            while end < len(order) and (end == start or size + len(ids[order[end]]) <= _BATCH):
                size += len(ids[order[end]])
                end += 1
            chosen = order[start:end]
            rows[chosen] = self._pass([ids[place] for place in chosen])
            start = end
        return rows

    def _pass(self, batch: list[list[int]]) -> Floats:
        """All pieces of a batch stand in one matrix without padding; only attention goes by length."""
        weights = self._weights
        lengths = [len(ids) for ids in batch]
        x = weights.word[np.concatenate(batch)]
        x += weights.position[np.concatenate([np.arange(length) for length in lengths])]
        _norm(x, weights.first_norm)
        spans = _spans(lengths)
        for layer in weights.layers:
            x = self._layer(x, layer, spans)
        starts = np.cumsum([0, *lengths[:-1]])
        means = np.add.reduceat(x, starts, axis=0)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return means

    def _layer(self, x: Floats, layer: Layer, spans: list[tuple[int, int, int]]) -> Floats:
        qkv: Floats = np.matmul(x, layer.qkv)
        qkv += layer.qkv_bias
        y: Floats = np.matmul(_attend(qkv, spans, self._weights.heads), layer.out)
        y += layer.out_bias
        y += x
        _norm(y, layer.attention_norm)
        u: Floats = np.matmul(y, layer.up)
        u += layer.up_bias
        z: Floats = np.matmul(_gelu(u), layer.down)
        z += layer.down_bias
        z += y
        _norm(z, layer.forward_norm)
        return z


def _spans(lengths: list[int]) -> list[tuple[int, int, int]]:
    """Runs of texts of one length: first row, number of texts, length."""
    spans: list[tuple[int, int, int]] = []
    place = 0
    for length in lengths:
        if spans and spans[-1][2] == length:
            first, number, _ = spans[-1]
            spans[-1] = (first, number + 1, length)
        else:
            spans.append((place, 1, length))
        place += length
    return spans


def _attend(qkv: Floats, spans: list[tuple[int, int, int]], heads: int) -> Floats:
    dim = qkv.shape[1] // 3
    joined = np.empty((qkv.shape[0], dim), np.float32)
    for first, number, length in spans:
        last = first + number * length
        parts = qkv[first:last].reshape(number, length, 3, heads, dim // heads)
        q, k, v = parts[:, :, 0].transpose(0, 2, 1, 3), parts[:, :, 1].transpose(0, 2, 3, 1), parts[:, :, 2]
        scores = np.matmul(q, k)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = np.matmul(scores, v.transpose(0, 2, 1, 3))
        joined[first:last] = mixed.transpose(0, 2, 1, 3).reshape(number * length, dim)
    return joined


def _norm(x: Floats, norm: tuple[Floats, Floats]) -> None:
    """Layer norm over each row, in place."""
    x -= x.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1]) + _TINY)
    x /= deviation[:, None]
    x *= norm[0]
    x += norm[1]


def _gelu(u: Floats) -> Floats:
    """The tanh form, written with exp: 0.5·u·(1 + tanh(y)) = u / (1 + exp(-2y))."""
    bent = u * u
    bent *= _CUBE
    bent += 1
    bent *= u
    bent *= _BEND
    np.minimum(bent, np.float32(80), out=bent)  # exp(88) is more than a float holds
    np.exp(bent, out=bent)
    bent += 1
    np.divide(u, bent, out=bent)
    return bent
