"""The index: an immutable artefact, built once, saved as plain arrays and opened by mmap.

Two channels over the phrasings, words and character bigrams, each an inverted list with BM25
weights worked out at build time.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.model import Item
from intents.normalise import normalise
from intents.segment import bigrams, words

FORMAT = 1
"""Raised whenever an artefact of an older program can no longer be read."""

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza, 2009)."""


@dataclass(frozen=True)
class Channel:
    """An inverted list: token → phrasing numbers with their BM25 weight, and each token's idf."""

    tokens: dict[str, int]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: NDArray[np.float32]
    idf: NDArray[np.float32]

    @property
    def unknown_idf(self) -> float:
        """The idf of a token that no phrasing has: as rare as can be."""
        return float(self.idf.max()) if len(self.idf) else 1.0

    def weight(self, token: str) -> float:
        """The idf of ``token``."""
        number = self.tokens.get(token)
        return self.unknown_idf if number is None else float(self.idf[number])

    def scores(self, tokens: Iterable[str], size: int) -> NDArray[np.float32]:
        """The BM25 score of every phrasing for these query tokens."""
        total = np.zeros(size, dtype=np.float32)
        for token in set(tokens):
            number = self.tokens.get(token)
            if number is not None:
                span = slice(self.starts[number], self.starts[number + 1])
                total[self.places[span]] += self.weights[span]
        return total


@dataclass(frozen=True)
class Index:
    """All phrasings of all items, ready to be searched."""

    items: tuple[Item, ...]
    texts: tuple[str, ...]
    owners: NDArray[np.int32]
    words: Channel
    characters: Channel

    @classmethod
    def build(cls, items: Sequence[Item]) -> Index:
        """Index ``items``; their order breaks ties, so it is fixed by sorting on the id."""
        ordered = tuple(sorted(items, key=lambda item: item.id))
        pairs = [
            (number, text)
            for number, item in enumerate(ordered)
            for text in dict.fromkeys(normalise(t) for t in item.phrasings())
            if text
        ]
        texts = tuple(text for _, text in pairs)
        return cls(
            items=ordered,
            texts=texts,
            owners=np.array([number for number, _ in pairs], dtype=np.int32),
            words=_channel(texts, words),
            characters=_channel(texts, bigrams),
        )

    def save(self, folder: Path) -> None:
        """Write the artefact; ``folder`` appears complete or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix=".building-"))
        meta = {
            "format": FORMAT,
            "items": [asdict(item) for item in self.items],
            "texts": self.texts,
            "words": list(self.words.tokens),
            "characters": list(self.characters.tokens),
        }
        (draft / "meta.json").write_text(
            json.dumps(meta, ensure_ascii=False), encoding="utf-8"
        )
        np.save(draft / "owners.npy", self.owners)
        for name in ("words", "characters"):
            for part in ("starts", "places", "weights", "idf"):
                np.save(
                    draft / f"{name}-{part}.npy", getattr(getattr(self, name), part)
                )
        try:
            draft.rename(folder)
        except OSError:  # another process finished the same artefact first
            shutil.rmtree(draft)

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open a saved artefact. Raises FileNotFoundError, or ValueError for another format."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise ValueError(
                f"index format {meta['format']}, this program reads {FORMAT}"
            )
        return cls(
            items=tuple(_item(item) for item in meta["items"]),
            texts=tuple(meta["texts"]),
            owners=np.load(folder / "owners.npy", mmap_mode="r"),
            words=_open_channel(folder, "words", meta["words"]),
            characters=_open_channel(folder, "characters", meta["characters"]),
        )


def _item(data: dict[str, Any]) -> Item:
    return Item(**{**data, "alternates": tuple(data["alternates"])})


def _open_channel(folder: Path, name: str, tokens: list[str]) -> Channel:
    arrays = {
        part: np.load(folder / f"{name}-{part}.npy", mmap_mode="r")
        for part in ("starts", "places", "weights", "idf")
    }
    return Channel(tokens={token: i for i, token in enumerate(tokens)}, **arrays)


def _channel(texts: Sequence[str], cut: Callable[[str], list[str]]) -> Channel:
    counts = [Counter(cut(text)) for text in texts]
    lengths = np.array([sum(count.values()) for count in counts], dtype=np.float64)
    average = float(lengths.mean()) if len(lengths) else 1.0
    postings: dict[str, list[tuple[int, int]]] = {}
    for place, count in enumerate(counts):
        for token, times in count.items():
            postings.setdefault(token, []).append((place, times))
    tokens = sorted(postings)
    idf = np.array(
        [_idf(len(texts), len(postings[token])) for token in tokens], dtype=np.float32
    )
    places = np.array([p for t in tokens for p, _ in postings[t]], dtype=np.int32)
    times = np.array([n for t in tokens for _, n in postings[t]], dtype=np.float64)
    starts = np.cumsum([0] + [len(postings[token]) for token in tokens])
    spread = np.repeat(idf, np.diff(starts)) if tokens else np.zeros(0)
    norm = (
        times + K1 * (1 - B + B * lengths[places] / average) if tokens else np.ones(0)
    )
    return Channel(
        tokens={token: i for i, token in enumerate(tokens)},
        starts=np.asarray(starts, dtype=np.int64),
        places=places,
        weights=(spread * times * (K1 + 1) / norm).astype(np.float32),
        idf=idf,
    )


def _idf(total: int, holding: int) -> float:
    return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))
