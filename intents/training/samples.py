"""Questions with their candidates: what the models are fitted on and measured with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.matching.evaluate import read_lines, to_items
from intents.matching.exchanges import LETTER
from intents.matching.features import NAMES, Pool, pool
from intents.matching.finding import Found
from intents.matching.index import Index
from intents.matching.model import Item
from intents.words import noise
from intents.words.concepts import concepts, subject_words
from intents.words.normalise import normalise
from intents.words.segment import cut, plain_words, words
from intents.words.slots import age_in, without_ages

FOLDS = 3
NOISY = 0.4
"""Share of the made questions that are changed as dictation changes them."""

MISHEARD = ("homophones", "accent")
"""What dictation does to most questions: written ones are also taken so."""

STEPS = (0, 29, 61)
"""Which subjects, of all in a row, stand before what is to be refused."""

FEW, SHORT = 2, 12
"""What follows on a question has so many characters beside its subject."""

WITHOUT_ANSWERS = [
    NAMES.index(n) for n in ("words of the question in the answer", "answer score against the best")
]
FOREIGN = (
    *("everyday", "patients", "household", "clinic", "families"),
    *("hearts", "asked", "counter", "inner", "lives"),
    *("shop", "bodies", "papers", "doings"),
    *("breath", "sites", "talk", "ward"),
    *("gossip", "airway", "trade"),
    *("nets", "medic", "ways"),
    *("folk", "lung2", "deals"),
    *("rails", "pupil", "green"),
    *("sugar", "senses", "cradle"),
    *("gadget", "purse", "rights"),
    *("alley", "evening", "lore"),
)
"""Question sets of other bases (only ``evening`` is about old age, in any city), each question asked one way."""

TOGETHER = 3
THREES = (*(FOREIGN[n : n + TOGETHER] for n in range(0, len(FOREIGN), TOGETHER)),)
"""Three are left out of fitting together, which takes a third of the time."""


@dataclass(frozen=True)
class Sample:
    """A question's candidates, which of them is right (None: none is), and which are of its topic."""

    found: Pool
    right: int | None
    akin: frozenset[int] = frozenset()
    asked: frozenset[str] = frozenset()
    said: tuple[frozenset[str], ...] = ()
    """The words and characters of the question and of each candidate's phrasing, where a base is asked one
    way."""


@dataclass
class Samples:
    """Questions of one set: to be answered, with their entry taken out, and not answered at all."""

    inside: list[Sample] = field(default_factory=list)
    near: list[Sample] = field(default_factory=list)
    outside: list[Sample] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    """The topic of each question inside."""

    @property
    def everything(self) -> list[Sample]:
        """All of them."""
        return [*self.inside, *self.near, *self.outside]


def own_made(items: Sequence[Item], topics: dict[str, str]) -> Samples:
    """Each phrasing in turn asked of an index without it, and of one without its topic.

    Half of the questions are seen without the answers' text.
    """
    made = Samples()
    for fold in range(FOLDS):
        kept, left_out = _split(items, fold)
        index = Index.build(kept)
        for number, (text, target) in enumerate(left_out):
            sample = _sample(index, dictated(text), target, topics)
            made.inside.append(_bare(sample) if number % 2 else sample)
            made.topics.append(topics[target])
            if number % 2 == 0:
                kin = {name for name, topic in topics.items() if topic == topics[target]}
                made.near.append(_without(index, text, kin))
    return made


def own_written(
    items: Sequence[Item],
    topics: dict[str, str],
    questions: Iterable[tuple[str, str]],
    outside: Iterable[str],
) -> Samples:
    """Questions that people wrote: (text, item id) to be answered, texts to be refused."""
    index, written = Index.build(items), Samples()
    for text, target in questions:
        for said in dict.fromkeys((text, *(noise.noisy(text, kind, 0) for kind in MISHEARD))):
            written.inside.append(_sample(index, said, target, topics))
            written.topics.append(topics[target])
    written.outside = [
        _sample(index, said, None, topics)
        for text in outside
        for said in dict.fromkeys((text, noise.noisy(text, MISHEARD[0], 0)))
    ]
    return written


def own_glued(items: Sequence[Item], topics: dict[str, str], outside: Iterable[str]) -> Samples:
    """Short questions behind the subject of the one before them, as a dialogue reads what follows:
    phrasings that the index lacks, their own subject cut out; and what is to be refused however
    much the subject is ours."""
    kept, left_out = _split(items, 0)
    index, glued = Index.build(kept), Samples()
    subjects = {item.id: _subject(item.question) for item in items}
    for text, target in left_out:
        said = _without_subject(text)
        if subjects[target] and FEW <= len(said) <= SHORT:
            glued.inside.append(_sample(index, f"{subjects[target]} {said}", target, topics))
            glued.topics.append(topics[target])
    names = sorted(set(filter(None, subjects.values())))
    for number, text in enumerate(outside):
        if len(said := normalise(text)) <= SHORT and not _subject(text):
            for about in (names[(number + step) % len(names)] for step in STEPS):
                glued.outside.append(_sample(index, f"{about} {said}", None, topics))
    return glued


def _subject(text: str) -> str:
    """The first thing that ``text`` says it is about."""
    plain = normalise(text).replace(" ", "")
    return next((plain[start:end] for start, end in subject_words(plain)), "")


def _without_subject(text: str) -> str:
    plain = normalise(text).replace(" ", "")
    for start, end in reversed(subject_words(plain)):
        plain = plain[:start] + plain[end:]
    return plain


def asked_one_way(
    items: Sequence[Item], questions: Sequence[tuple[str, str]], outside: Iterable[str] = ()
) -> Samples:
    """A base with one phrasing an item: its questions as they are and as dictated."""
    index, made = Index.build(items), Samples()
    own = {item.id: item.id for item in items}
    for number, (text, target) in enumerate(questions):
        made.inside.append(_sample(index, text, target, own))
        if (changed := dictated(text)) != text:
            made.inside.append(_sample(index, changed, target, own))
        if number % 2 == 0:
            made.near.append(_without(index, text, {target}))
    made.outside = [_sample(index, text, None, own) for text in outside]
    return made


def beside(name: str) -> tuple[str, ...]:
    """The sets that are left out where ``name`` is."""
    return next((three for three in THREES if name in three), (name,))


def foreign(folder: Path, name: str) -> Samples:
    """A foreign set as it stands in ``folder``; not to be answered are its look-alikes."""
    kb, queries, oos = (
        read_lines(folder / f"{name}_{part}.jsonl") for part in ("kb", "queries", "oos")
    )
    questions = [(row["q"], str(row["target"])) for row in queries]
    return asked_one_way(to_items(kb), questions, [row["q"] for row in oos])


def own_one_way(items: Sequence[Item]) -> Samples:
    """This project's standard questions alone, asked with four of their other phrasings."""
    questions = [(text, item.id) for item in items for text in item.alternates[::5][:4]]
    return asked_one_way([Item(item.id, item.question) for item in items], questions)


def dictated(text: str) -> str:
    """``text``, for a fixed share of texts with noise of a fixed kind."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
    if number % 100 >= 100 * NOISY:
        return text
    return noise.noisy(text, noise.KINDS[number // 100 % len(noise.KINDS)], 0)


def _split(items: Sequence[Item], fold: int) -> tuple[list[Item], list[tuple[str, str]]]:
    """Items without a third of their phrasings, and these as questions."""
    kept, questions = [], []
    for item in items:
        start = hashlib.sha256(item.id.encode()).digest()[0]
        out = [t for n, t in enumerate(item.alternates) if (start + n) % FOLDS == fold]
        rest = tuple(t for t in item.alternates if t not in out)
        kept.append(replace(item, alternates=rest))
        questions += [(text, item.id) for text in out]
    return kept, questions


def _sample(index: Index, text: str, target: str | None, topics: dict[str, str]) -> Sample:
    sample = _asked(index, text, index.fitting(age_in(text)))
    ids = [index.ids[owner] for owner in sample.found.owners]
    akin = frozenset(n for n, i in enumerate(ids) if target and topics[i] == topics[target])
    return replace(sample, right=ids.index(target) if target in ids else None, akin=akin)


def _without(index: Index, text: str, out: set[str]) -> Sample:
    return _asked(index, text, np.array([name not in out for name in index.ids]))


def _asked(index: Index, text: str, allowed: NDArray[np.bool_]) -> Sample:
    plain = normalise(text)
    found = pool(index, Found.of(index, plain), allowed, age_in(text))
    if not index.mostly_asked_one_way:
        return Sample(found, None)
    said = tuple(_marks(index.texts[place]) for place in found.places)
    return Sample(found, None, asked=_marks(plain), said=said)


@cache
def _marks(plain: str) -> frozenset[str]:
    text = without_ages(plain)
    letters = (LETTER + letter for letter in text.replace(" ", ""))
    return frozenset((*words(plain_words(cut(text)), concepts(text)), *letters))


def _bare(sample: Sample) -> Sample:
    rows = sample.found.rows.copy()
    rows[:, WITHOUT_ANSWERS] = 0
    return replace(sample, found=replace(sample.found, rows=rows))
