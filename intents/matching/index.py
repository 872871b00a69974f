"""The index: an immutable artefact, built once, saved as plain arrays and opened by mmap.

Three channels over the phrasings (words with concepts, characters, sounds) and two over the items
(all words of their phrasings; words and sounds of their titles and answers), see ``channel``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents.matching.channel import ARRAYS, Floats, Lists, Numbers
from intents.matching.hearing import Sounding, turns_of_phrase
from intents.matching.keys import packed_character_keys, packed_sound_keys, word_key
from intents.matching.listing import Tokens, joined, listed
from intents.matching.matter import Matters
from intents.matching.memory import Memory, Phrased
from intents.matching.model import Item
from intents.matching.texts import Texts
from intents.words import concepts, segment
from intents.words.segment import rarity
from intents.words.sounds import spoken
from intents.words.synonyms import Synonyms

FORMAT = 9
"""Raised whenever an artefact of an older program can no longer be read."""

WORDS, CHARACTERS, SOUNDS, VOCABULARY, BODIES = range(5)
"""The channels. The units of the first three are phrasings. Those of the others are items: all words
of their phrasings (no rows where every item has but one), and the words and the pairs of sounds of
their titles and answers."""

NO_AGE, ANY_AGE = 0, 999

FEW_WAYS = 0.5
"""With more items than this for each phrasing, a base is taken to be asked one way: the phrasing
itself then has to say everything, and the weights are others."""

HEARD_WHOLE = 6
"""So many sounds in a row are no accident: shorter texts of other words do sound alike."""


@dataclass(frozen=True)
class Index:
    """All phrasings of all items, ready to be searched."""

    ids: Texts
    """The items, in the order of their ids."""
    youngest: Numbers
    oldest: Numbers
    """The ages for which each item's answer is right."""
    just_the_age: Floats
    """How narrow that range is: 0 where it has no end, 0.5 where one, 1 where it is narrow."""
    texts: Texts
    """The phrasings, normalised."""
    compared: Texts
    """Three lines for each phrasing, that a question is compared with: it without its ages; the same
    with each word by the commonest that means the same; and its sounds."""
    matters: Matters
    """What the phrasings are about."""
    owners: NDArray[np.int32]
    """The item of each phrasing; an item's phrasings stand together."""
    nouns: NDArray[np.uint64]
    manners: NDArray[np.uint64]
    elsewhere: NDArray[np.int32]
    """The concepts of each phrasing."""
    negated: NDArray[np.bool_]
    numbered: NDArray[np.bool_]
    """Whether it says no, and whether it has digits."""
    exact_keys: NDArray[np.uint32]
    exact_places: NDArray[np.int32]
    """The phrasings by ``exact_key``, ascending; those of the same key in their order."""
    heard_keys: NDArray[np.uint32]
    heard_places: NDArray[np.int32]
    """The phrasings by ``exact_key`` of all their sounds, in the same way."""
    synonyms: Synonyms
    """Words that the editors hold for the same; ``texts`` have the plainest of them."""
    sounding: Sounding
    """Words and turns of phrase of the phrasings by their sound."""
    rarity: Floats
    """Of each token of the words, in the language at large."""
    lists: Lists

    @classmethod
    def build(cls, items: Sequence[Item], memory: Memory | None = None) -> Index:
        """Index ``items``; their order breaks ties, so it is fixed by sorting on the id. What is
        in ``memory`` of an index before is not worked out again; the index is the same."""
        ordered = tuple(sorted(items, key=lambda item: item.id))
        return _Builder(ordered, memory or Memory(keeps=False)).index()

    @property
    def each_asked_one_way(self) -> bool:
        """Whether every item has a single phrasing: its vocabulary then says nothing new."""
        return bool(self.lists.first_rows[VOCABULARY] == self.lists.first_rows[VOCABULARY + 1])

    @property
    def one_way(self) -> float:
        """Items for each phrasing: 1 where every item is asked one way only."""
        return len(self.ids) / max(len(self.texts), 1)

    @property
    def mostly_asked_one_way(self) -> bool:
        """Whether a phrasing has to say everything, so that another model ranks."""
        return self.one_way > FEW_WAYS

    @cached_property
    def ways(self) -> Numbers:
        """How many phrasings each item has."""
        return np.bincount(self.owners, minlength=len(self.ids))

    def number(self, item_id: str) -> int | None:
        """The number of an item, if there is one of that id."""
        place = bisect_left(self.ids, item_id)
        return place if place < len(self.ids) and self.ids[place] == item_id else None

    def fitting(self, age: int | None) -> NDArray[np.bool_]:
        """Which items may answer a question that names this age (as ``Item.fits_age``)."""
        if age is None:
            return np.ones(len(self.ids), dtype=np.bool_)
        return (self.youngest <= age) & (age <= self.oldest)

    def exactly(self, text: str) -> int | None:
        """The first phrasing that is ``text`` (normalised), spaces aside."""
        bare = text.replace(" ", "")
        places = _looked_up(self.exact_keys, self.exact_places, bare)
        same = (place for place in places if self.texts[place].replace(" ", "") == bare)
        return next(same, None)

    def sounding_like(self, text: str) -> int | None:
        """The first phrasing that all of ``text`` (normalised) sounds like, sound for sound; None for a
        text too short to tell by its sound, and where phrasings of several items sound so."""
        bare = text.replace(" ", "")
        if len(bare) < HEARD_WHOLE:
            return None
        heard = spoken(bare)
        places = _looked_up(self.heard_keys, self.heard_places, heard)
        same = [p for p in places if spoken(self.texts[p].replace(" ", "")) == heard]
        alone = len({int(self.owners[place]) for place in same}) == 1
        return same[0] if alone else None

    def save(self, folder: Path) -> None:
        """Write the artefact; ``folder`` appears complete or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix=".building-"))
        for name, value in self._arrays():
            np.save(draft / f"{name}.npy", value)
        (draft / "meta.json").write_text(
            json.dumps(
                {"format": FORMAT, "synonyms": dict(self.synonyms.plainest)}, ensure_ascii=False
            ),
            encoding="utf-8",
        )
        try:
            draft.rename(folder)
        except OSError:  # another process finished the same artefact first
            shutil.rmtree(draft)

    def _arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        for name in _PLAIN:
            yield name, getattr(self, name)
        for name, texts in [
            *((n, getattr(self, n)) for n in _TEXTS),
            ("heard", self.sounding.words),
            ("matters", self.matters.texts),
        ]:
            yield f"{name}-letters", texts.letters
            yield f"{name}-starts", texts.starts
        yield "heard-keys", self.sounding.keys
        yield "matters-rarities", self.matters.rarities
        for name in ARRAYS:
            yield f"lists-{name}", getattr(self.lists, name)

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open a saved artefact. Raises FileNotFoundError, or ValueError for another format."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise ValueError(f"index format {meta['format']}, this program reads {FORMAT}")

        def texts(name: str) -> Texts:
            return Texts(_mapped(folder, f"{name}-letters"), _mapped(folder, f"{name}-starts"))

        parts: dict[str, Any] = {name: _mapped(folder, name) for name in _PLAIN}
        parts |= {name: texts(name) for name in _TEXTS}
        return cls(
            **parts,
            synonyms=Synonyms(meta["synonyms"]),
            matters=Matters(texts("matters"), _mapped(folder, "matters-rarities")),
            sounding=Sounding(_mapped(folder, "heard-keys"), texts("heard")),
            lists=Lists(**{name: _mapped(folder, f"lists-{name}") for name in ARRAYS}),
        )


_TEXTS = ("ids", "texts", "compared")
_PLAIN = tuple(
    field.name
    for field in fields(Index)
    if field.name not in (*_TEXTS, "synonyms", "sounding", "matters", "lists")
)


class _Builder:
    """Goes through the phrasings once and collects what each part of the index needs."""

    def __init__(self, items: tuple[Item, ...], memory: Memory) -> None:
        self.items = items
        self.memory = memory
        self.synonyms = Synonyms.of(group for item in items for group in item.synonyms)
        self.texts: list[str] = []
        self.topics: list[str] = []
        self.plain: list[str] = []
        self.matters: list[str] = []
        self.owners = array("i")
        self.nouns, self.manners, self.elsewhere = array("Q"), array("Q"), array("i")
        self.negated, self.numbered = array("b"), array("b")
        self.known: dict[int, str] = {}
        self.said: set[str] = set()
        self.words, self.vocabulary, self.bodies = Tokens(), Tokens(), Tokens()
        one_way = all(not item.alternates for item in items)
        for number, item in enumerate(items):
            found = {each.text: each for each in map(self._read, item.phrasings())}
            asked = [each for text, each in found.items() if text] or [memory.phrasing("")]
            vocabulary = [self._phrasing(number, each) for each in asked]
            if not one_way:
                self.vocabulary.add([*chain(*vocabulary)])
            self.bodies.add(memory.body(self._plain(f"{item.title} {item.body}")))

    def _read(self, text: str) -> Phrased:
        return self.memory.phrasing(self._plain(text))

    def _plain(self, text: str) -> str:
        return self.synonyms.read(text) if self.synonyms.plainest else text

    def _phrasing(self, owner: int, found: Phrased) -> list[int]:
        self.said.update(found.said)
        tokens = {word_key(token): token for token in found.tokens}
        self.known.update(tokens)
        keys = [*tokens]
        self.texts.append(found.text)
        self.topics.append(found.topic)
        self.plain.append(found.plain)
        self.matters.append(found.matter)
        self.owners.append(owner)
        self.nouns.append(found.nouns)
        self.manners.append(found.manner)
        self.elsewhere.append(found.elsewhere)
        self.negated.append(found.negated)
        self.numbered.append(found.numbered)
        self.words.add(keys)
        return keys

    def index(self) -> Index:
        """The finished index."""
        heard = map(spoken, self.topics)
        bare = [text.replace(" ", "") for text in self.texts]
        exact_keys, exact_places = _by_key(bare)
        heard_keys, heard_places = _by_key(map(spoken, bare))
        lists = self._lists()
        keys = (lists.keys[: np.searchsorted(lists.keys, 1 << 32)]).tolist()
        return Index(
            ids=Texts.of(item.id for item in self.items),
            youngest=np.array([_or(item.at_least, NO_AGE) for item in self.items], np.int16),
            oldest=np.array([_or(item.at_most, ANY_AGE) for item in self.items], np.int16),
            just_the_age=np.array([*map(_just_the_age, self.items)], np.float32),
            texts=Texts.of(self.texts),
            compared=Texts.of(
                chain.from_iterable(zip(self.topics, self.plain, heard, strict=True))
            ),
            matters=Matters.of(self.matters),
            owners=np.array(self.owners, dtype=np.int32),
            nouns=np.array(self.nouns, dtype=np.uint64),
            manners=np.array(self.manners, dtype=np.uint64),
            elsewhere=np.array(self.elsewhere, dtype=np.int32),
            negated=np.array(self.negated, dtype=np.bool_),
            numbered=np.array(self.numbered, dtype=np.bool_),
            exact_keys=exact_keys,
            exact_places=exact_places,
            heard_keys=heard_keys,
            heard_places=heard_places,
            synonyms=self.synonyms,
            sounding=Sounding.of((*sorted(self.said), *turns_of_phrase(self.texts))),
            rarity=np.array([rarity(self.known[key]) for key in keys], dtype=np.float32),
            lists=lists,
        )

    def _lists(self) -> Lists:
        phrasings = len(self.texts)
        return joined(
            [
                listed(self.words.packed(), phrasings),
                listed(packed_character_keys(self.topics), phrasings, once=True),
                listed(packed_sound_keys(self.topics), phrasings, once=True),
                listed(self.vocabulary.packed(), len(self.vocabulary.lengths)),
                listed(self.bodies.packed(), len(self.items)),
            ]
        )


def _by_key(texts: Iterable[str]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The keys of ``texts``, ascending, and the place of each; the same keys in their order."""
    keys = np.array([exact_key(text) for text in texts], np.uint32)
    places = np.argsort(keys, kind="stable").astype(np.int32)
    return keys[places], places


def _looked_up(keys: NDArray[np.uint32], places: NDArray[np.int32], text: str) -> list[int]:
    """The places that have the key of ``text``; what stands there may still be another text."""
    key = np.uint32(exact_key(text))
    found: list[int] = places[keys.searchsorted(key) : keys.searchsorted(key, "right")].tolist()
    return found if text else []


def exact_key(bare: str) -> int:
    """What a phrasing without spaces is looked up by; a few texts may share one."""
    return crc32(bare.encode())


def fingerprint() -> str:
    """Names what an index depends on beside its items: its format and the language data.

    An artefact made with another dictionary or other concepts is another artefact.
    """
    data = (concepts.DATA, segment.DICTIONARY, segment.SYNONYMS, segment.FRAME)
    parts = [str(FORMAT).encode(), *(path.read_bytes() for path in data)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:8]


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    """A stored array, shared through the page cache, without the cost of numpy's memmap class."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def _or(age: int | None, otherwise: int) -> int:
    return otherwise if age is None else age


def _just_the_age(item: Item) -> float:
    """1 where the entry is for just such ages, less the wider its range, 0 where it has none."""
    if item.at_least is None and item.at_most is None:
        return 0.0
    return 1.0 if None not in (item.at_least, item.at_most) or (item.at_least or 0) > 80 else 0.5
