"""What is measured beside one another: our matcher, and what can be had ready made.

Each is built from the same items, kept in a folder and opened from it again by another process.
The references are given jieba's words of every phrasing, and of the question when it is asked.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import bm25s
import jieba
import numpy as np
import tantivy
from rapidfuzz import fuzz, process

from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item
from intents.words import segment

jieba.setLogLevel(logging.WARNING)

Ask = Callable[[str], str | None]
"""The id of the entry that is found first."""

FOUND = 10
"""Each is asked for so many entries, as our matcher gives them."""


class Engine(Protocol):
    """One way of finding entries."""

    def warm(self) -> None:
        """Load what does not depend on the entries; not measured."""

    def build(self, items: Sequence[Item], folder: Path) -> Callable[[], None]:
        """Index ``items``; what is given back writes them to ``folder``."""

    def open(self, folder: Path) -> Ask:
        """What ``build`` has written, ready to be asked."""


class Ours:
    """``intents``: the index as an artefact, and the matcher over it."""

    def warm(self) -> None:
        """The segmenter with our dictionary."""
        segment.warm()

    def build(self, items: Sequence[Item], folder: Path) -> Callable[[], None]:
        """The index; the matcher over it is made when it is opened."""
        index = Index.build(items)
        return lambda: index.save(folder)

    def open(self, folder: Path) -> Ask:
        """The matcher, with everything that it works out when it starts."""
        matcher = Matcher(Index.open(folder))

        def ask(text: str) -> str | None:
            found = matcher.match(text, most=FOUND)
            return found[0].item_id if found else None

        return ask


class Bm25s:
    """bm25s: BM25 scores worked out beforehand, in sparse arrays of numpy's."""

    def warm(self) -> None:
        """jieba as it comes."""
        jieba.initialize()

    def build(self, items: Sequence[Item], folder: Path) -> Callable[[], None]:
        """All phrasings, with the library's own parameters."""
        index = bm25s.BM25()
        index.index([jieba.lcut(text) for _, text in _phrasings(items)], show_progress=False)

        def save() -> None:
            index.save(folder, show_progress=False)
            _keep_ids(items, folder)

        return save

    def open(self, folder: Path) -> Ask:
        """The index, mapped into memory."""
        index = bm25s.BM25.load(folder, mmap=True, show_progress=False)
        ids, most = _kept_ids(folder), min(FOUND, index.scores["num_docs"])

        def ask(text: str) -> str | None:
            known = [word for word in jieba.cut(text) if word in index.vocab_dict]
            if not known:
                return None
            places, _ = index.retrieve([known], k=most, show_progress=False)
            return ids[int(np.asarray(places)[0, 0])]

        return ask


class Tantivy:
    """tantivy: a full-text index in Rust."""

    def warm(self) -> None:
        """jieba as it comes."""
        jieba.initialize()

    def build(self, items: Sequence[Item], folder: Path) -> Callable[[], None]:
        """All phrasings; the index is written while it is built, by one thread."""
        folder.mkdir()
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=32 << 20, num_threads=1)
        for name, text in _phrasings(items):
            words = " ".join(word for word in jieba.cut(text) if not word.isspace())
            writer.add_document(tantivy.Document(id=name, text=words))
        writer.commit()
        return writer.wait_merging_threads

    def open(self, folder: Path) -> Ask:
        """The index, mapped into memory."""
        schema = _schema()
        searcher = tantivy.Index.open(str(folder)).searcher()

        def ask(text: str) -> str | None:
            wanted = [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word))
                for word in jieba.cut(text)
            ]
            hits = searcher.search(tantivy.Query.boolean_query(wanted), limit=FOUND).hits
            return str(searcher.doc(hits[0][1])["id"][0]) if hits else None

        return ask


class WRatio:
    """rapidfuzz: the text itself against every phrasing."""

    def warm(self) -> None:
        """Nothing."""

    def build(self, items: Sequence[Item], folder: Path) -> Callable[[], None]:
        """There is nothing to build: the phrasings are kept as they are."""
        kept = [*_phrasings(items)]

        def save() -> None:
            folder.mkdir()
            (folder / "texts.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

        return save

    def open(self, folder: Path) -> Ask:
        """The phrasings."""
        kept = json.loads((folder / "texts.json").read_text("utf-8"))
        texts = [text for _, text in kept]

        def ask(text: str) -> str | None:
            best = process.extractOne(text, texts, scorer=fuzz.WRatio)
            return str(kept[best[2]][0]) if best else None

        return ask


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "rapidfuzz_wratio": WRatio,
}


def _phrasings(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    return ((item.id, text) for item in items for text in item.phrasings())


def _keep_ids(items: Sequence[Item], folder: Path) -> None:
    (folder / "ids.json").write_text(json.dumps([name for name, _ in _phrasings(items)]), "utf-8")


def _kept_ids(folder: Path) -> list[str]:
    ids: list[str] = json.loads((folder / "ids.json").read_text("utf-8"))
    return ids


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    return fields.build()
