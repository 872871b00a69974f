"""The index: an immutable artefact, built once, saved as plain arrays and opened by mmap.

Three channels over the phrasings (words with concepts, character pairs, sounds) and two over the
items (all words of their phrasings; words and sounds of their answers), each an inverted list. A channel answers two questions about every unit
at once: how well it scores by BM25, and how much of the question, by rarity, it covers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents import concepts, segment
from intents.model import Item
from intents.normalise import normalise
from intents.prepared import Prepared
from intents.segment import bigrams, syllables, words
from intents.slots import without_ages

FORMAT = 4
"""Raised whenever an artefact of an older program can no longer be read."""

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson & Zaragoza, 2009)."""

CUTS: dict[str, Callable[[str], list[str]]] = {
    "words": words,
    "characters": bigrams,
    "sounds": syllables,
}
"""How each channel over the phrasings cuts a normalised text."""

Floats = NDArray[np.floating[Any]]
"""Real numbers: float32 where stored, float64 where worked out."""


def body_tokens(text: str) -> list[str]:
    """Words and pairs of sounds: an answer rarely says it in the words of the question."""
    return words(text) + [token for token in syllables(text) if " " in token]


@dataclass(frozen=True)
class Hits:
    """What a channel found for one question, per unit."""

    bm25: Floats
    covered: Floats
    """Share of the question's rarity that the unit has."""
    covers: Floats
    """Share of the unit's rarity that the question has."""


@dataclass(frozen=True)
class Channel:
    """An inverted list: token → numbers of the units that have it, with their BM25 weight."""

    tokens: dict[str, int]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: Floats
    idf: Floats
    totals: Floats
    """Sum of the idf of each unit's tokens."""

    @classmethod
    def build(cls, cut: Sequence[list[str]]) -> Channel:
        """Index units given as lists of tokens."""
        counts = [Counter(tokens) for tokens in cut]
        lengths = np.array([len(tokens) for tokens in cut], dtype=np.float64)
        average = float(lengths.mean()) if len(lengths) else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for place, count in enumerate(counts):
            for token, often in count.items():
                postings.setdefault(token, []).append((place, often))
        tokens = sorted(postings)
        held = np.array([len(postings[token]) for token in tokens], dtype=np.float64)
        idf = np.log1p((len(cut) - held + 0.5) / (held + 0.5))
        places = np.array([p for t in tokens for p, _ in postings[t]], dtype=np.int32)
        times = np.array([n for t in tokens for _, n in postings[t]], dtype=np.float64)
        spread = np.repeat(idf, held.astype(np.int64))
        norm = times + K1 * (1 - B + B * lengths[places] / average)
        return cls(
            tokens={token: number for number, token in enumerate(tokens)},
            starts=np.concatenate([[0], np.cumsum(held)]).astype(np.int64),
            places=places,
            weights=(spread * times * (K1 + 1) / norm).astype(np.float32),
            idf=idf.astype(np.float32),
            totals=np.bincount(places, weights=spread, minlength=len(cut)).astype(np.float32),
        )

    @property
    def rarest(self) -> float:
        """The idf of a token that no unit has: as rare as can be."""
        return float(self.idf.max()) if len(self.idf) else 1.0

    def search(self, tokens: Iterable[str]) -> Hits:
        """Score every unit for these tokens of a question."""
        size, numbers = len(self.totals), self._numbers(tokens)
        known = [number for number in numbers if number is not None]
        total = float(self.idf[known].sum()) + self.rarest * (len(numbers) - len(known))
        spans = [slice(self.starts[n], self.starts[n + 1]) for n in known]
        if not spans:
            none: Floats = np.zeros(size, np.float64)
            return Hits(none, none, none)
        places = np.concatenate([self.places[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        idf = np.repeat(self.idf[known], [span.stop - span.start for span in spans])
        bm25: Floats = np.bincount(places, weights, size)  # type: ignore[assignment]
        shared: Floats = np.bincount(places, idf, size)  # type: ignore[assignment]
        return Hits(bm25, shared / max(total, 1e-6), shared / np.maximum(self.totals, 1e-6))

    def missing(self, tokens: Iterable[str], units: NDArray[np.int32]) -> Floats:
        """For each of ``units``, how rare the rarest token is that it lacks, 0–1."""
        worst = np.zeros(len(units))
        for number in self._numbers(tokens):
            if number is None:
                return np.ones(len(units))
            idf = float(self.idf[number]) / self.rarest
            places = self.places[self.starts[number] : self.starts[number + 1]]
            spots = np.minimum(np.searchsorted(places, units), len(places) - 1)
            worst = np.maximum(worst, np.where(places[spots] == units, 0.0, idf))
        return worst

    def _numbers(self, tokens: Iterable[str]) -> list[int | None]:
        return [self.tokens.get(token) for token in dict.fromkeys(tokens)]


@dataclass(frozen=True)
class Index:
    """All phrasings of all items, ready to be searched."""

    items: tuple[Item, ...]
    texts: tuple[str, ...]
    prepared: tuple[Prepared, ...]
    """The texts as comparing needs them."""
    owners: NDArray[np.int32]
    words: Channel
    characters: Channel
    sounds: Channel
    vocabulary: Channel
    """Units are the items; their tokens the words of all their phrasings."""
    bodies: Channel
    """Units are the items; their tokens the words and sounds of their titles and answers."""

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
        topics = [without_ages(text) for _, text in pairs]
        cuts = {name: [cut(text) for text in topics] for name, cut in CUTS.items()}
        vocabulary: list[list[str]] = [[] for _ in ordered]
        for (owner, _), tokens in zip(pairs, cuts["words"], strict=True):
            vocabulary[owner] += tokens
        return cls(
            items=ordered,
            texts=tuple(text for _, text in pairs),
            prepared=tuple(map(Prepared.of, topics)),
            owners=np.array([number for number, _ in pairs], dtype=np.int32),
            vocabulary=Channel.build(vocabulary),
            bodies=Channel.build([body_tokens(normalise(f"{i.title} {i.body}")) for i in ordered]),
            **{name: Channel.build(cut) for name, cut in cuts.items()},
        )

    def save(self, folder: Path) -> None:
        """Write the artefact; ``folder`` appears complete or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix=".building-"))
        meta: dict[str, Any] = {"format": FORMAT, "items": [asdict(item) for item in self.items]}
        meta["texts"] = self.texts
        meta["prepared"] = [prepared.row() for prepared in self.prepared]
        np.save(draft / "owners.npy", self.owners)
        for name, channel in self._channels().items():
            meta[name] = list(channel.tokens)
            for part in _arrays():
                np.save(draft / f"{name}-{part}.npy", getattr(channel, part))
        (draft / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        try:
            draft.rename(folder)
        except OSError:  # another process finished the same artefact first
            shutil.rmtree(draft)

    def _channels(self) -> dict[str, Channel]:
        return {f.name: v for f in fields(self) if isinstance(v := getattr(self, f.name), Channel)}

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open a saved artefact. Raises FileNotFoundError, or ValueError for another format."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise ValueError(f"index format {meta['format']}, this program reads {FORMAT}")
        return cls(
            items=tuple(_item(item) for item in meta["items"]),
            texts=tuple(meta["texts"]),
            prepared=tuple(map(Prepared.from_row, meta["prepared"])),
            owners=_mapped(folder / "owners.npy"),
            **{name: _open(folder, name, meta[name]) for name in (*CUTS, "vocabulary", "bodies")},
        )


def fingerprint() -> str:
    """Names what an index depends on beside its items: its format and the language data.

    An artefact made with another dictionary or other concepts is another artefact.
    """
    parts = [str(FORMAT).encode(), concepts.DATA.read_bytes(), segment.DICTIONARY.read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:8]


def _arrays() -> list[str]:
    return [field.name for field in fields(Channel) if field.name != "tokens"]


def _open(folder: Path, name: str, tokens: list[str]) -> Channel:
    arrays = {part: _mapped(folder / f"{name}-{part}.npy") for part in _arrays()}
    return Channel(tokens={token: number for number, token in enumerate(tokens)}, **arrays)


def _mapped(path: Path) -> NDArray[Any]:
    """A stored array, shared through the page cache, without the cost of numpy's memmap class."""
    return np.asarray(np.load(path, mmap_mode="r"))


def _item(data: dict[str, Any]) -> Item:
    return Item(**{**data, "alternates": tuple(data["alternates"])})
