"""The release this process answers from, with its index.

A process looks at the newest release number at most once a second, beside the questions that come
meanwhile: they are answered from the release that is open. The index is an artefact in
the data folder, named by the content's digest. It is built before serving starts, or by a child
process when a release appears meanwhile: an index built in a thread of a web process would hold
up every question. Until the new one is there, the process answers from the release it has.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from intents.matching.index import Index, fingerprint
from intents.matching.matcher import Matcher
from intents.matching.memory import Memory
from intents.matching.model import Item
from intents.signs.fraud import fraud_in
from intents.signs.signals import danger_in
from intents.told.districts import districts_in
from intents.told.kinds import Kinds, kinds_of_entry
from intents.words import segment
from knowledge.schema import Document, Entry
from server.config import ROOT, Settings
from server.editorial import service
from server.editorial.service import Published
from server.transaction import transaction

log = structlog.get_logger()

ANY_QUESTION = "高龄津贴怎么领"
LOOK_EVERY_S = 1.0
QUIET_AFTER_S = 1.5
"""Where nobody has asked for so long, whoever asks next waits for the newest release instead."""
BUILD_AGAIN_AFTER_S = 60.0
"""A builder that failed is not started again at once, by every process, for ever."""


class NothingPublished(Exception):
    """No release exists yet, or none could be opened."""


@dataclass(frozen=True)
class LiveKnowledge:
    """A release opened for answering."""

    release: int
    documents: dict[str, Document]
    entries: dict[str, Entry]
    matcher: Matcher
    dated: tuple[Entry, ...] = ()
    """Entries that are not in force for ever."""

    def prepare(self) -> None:
        """Work out what is remembered, so that no question has to wait for it."""
        _ = self.by_question, self.districts, self.kinds

    @cached_property
    def by_question(self) -> dict[str, str]:
        """The id of the entry that each question is the name of."""
        return {entry.question: entry.id for entry in self.entries.values()}

    @cached_property
    def districts(self) -> dict[str, list[str]]:
        """The districts that the titles of entries name: those entries are about nothing else."""
        named = {entry.id: [*_named_in(entry.title)] for entry in self.entries.values()}
        return {name: found for name, found in named.items() if found}

    @cached_property
    def kinds(self) -> dict[str, Kinds]:
        """The kinds of people that entries are for, of those that are not for everybody."""
        named = {e.id: _kinds_of(e.title, e.question, e.short) for e in self.entries.values()}
        return {name: found for name, found in named.items() if found}


_kinds_of = lru_cache(maxsize=1 << 14)(kinds_of_entry)


@lru_cache(maxsize=1 << 14)
def _named_in(title: str) -> tuple[str, ...]:
    """Remembered, since nearly all titles are the same after a swap."""
    return tuple(districts_in(title))


class Live:
    """Holds the open release of this process and swaps it when a newer one is ready."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.current: LiveKnowledge | None = None
        self._published: Published | None = None
        self._looked = 0.0
        self._lock = threading.Lock()
        self._builder: subprocess.Popen[bytes] | None = None
        self._builder_started = -BUILD_AGAIN_AFTER_S

    def get(self) -> LiveKnowledge:
        """The newest release that is ready. Raises NothingPublished when there is none."""
        if self.current is None:
            with self._lock:
                if self.current is None:
                    self.refresh(may_build=True)
        else:
            waited = time.monotonic() - self._looked
            if waited > LOOK_EVERY_S and self._lock.acquire(blocking=False):
                if waited > QUIET_AFTER_S:
                    self._look()
                else:
                    threading.Thread(target=self._look_aside, daemon=True).start()
        if self.current is None:
            raise NothingPublished
        return self.current

    def _look_aside(self) -> None:
        with self.app.app_context():
            self._look()

    def _look(self) -> None:
        """What is open answers until a newer one can be opened. Lets go of the lock."""
        try:
            self.refresh(may_build=False)
        except (DBAPIError, PoolTimeout) as error:
            log.warning("release_not_looked_up", error=type(error).__name__)
        finally:
            self._lock.release()

    def refresh(self, *, may_build: bool) -> None:
        """Open the newest release if it is not the one that is open."""
        self._looked = time.monotonic()
        with transaction(writes=False) as session:
            number = service.latest_release(session)
            if number is None or (self.current and self.current.release == number):
                return
            # Of what is open only the differences are read: to swap takes a few milliseconds.
            published = service.published(session, number, self._published)
        try:
            opened = _open(artefact(self.folder, published), published)
        except FileNotFoundError:  # not built yet, or removed (``cleaning``)
            if not may_build:
                self._start_builder()
                return
            opened = _open(build(self.folder, published), published)
        self.current, self._published = opened, published
        log.info("release_opened", release=number, entries=len(published.entries))

    def _start_builder(self) -> None:
        running = self._builder is not None and self._builder.poll() is None
        if not running and time.monotonic() - self._builder_started > BUILD_AGAIN_AFTER_S:
            self._builder_started = time.monotonic()
            command = [sys.executable, "-m", "flask", "knowledge", "index"]
            self._builder = subprocess.Popen(command, cwd=ROOT)


def _open(folder: Path, published: Published) -> LiveKnowledge:
    return knowledge_of(published, Matcher(Index.open(folder)), published.number)


def knowledge_of(content: Published, matcher: Matcher, release: int) -> LiveKnowledge:
    """Content made ready for answering; ``release`` is what its answers are said to come from."""
    dated = tuple(e for e in content.entries.values() if e.valid_from or e.valid_until)
    made = LiveKnowledge(release, content.documents, content.entries, matcher, dated)
    made.prepare()
    return made


def artefact(folder: Path, published: Published) -> Path:
    """Where the index of this content lies."""
    return folder / _name(published.digest)


def _name(digest: str) -> str:
    return f"{digest[:24]}-{fingerprint()}"


def names(digests: Iterable[str]) -> set[str]:
    """What the indexes of these contents are called, and what was found out for all of them."""
    return {_known(), *map(_name, digests)}


def _known() -> str:
    return f"known-{fingerprint()}.json"


def opened(folder: Path, published: Published) -> Matcher:
    """A matcher on this content, whose index is built unless it is there. It may be removed between
    the look and the opening: then it is built."""
    try:
        return Matcher(Index.open(build(folder, published)))
    except FileNotFoundError:
        return Matcher(Index.open(build(folder, published)))


def build(folder: Path, published: Published) -> Path:
    """Build the index of a release and save it; does nothing when it is there."""
    target = artefact(folder, published)
    if not target.exists():
        known = folder / _known()
        memory = Memory.open(known)
        Index.build([to_item(entry) for entry in published.entries.values()], memory).save(target)
        memory.save(known)
    return target


def to_item(entry: Entry) -> Item:
    """What the matcher has to know of an entry."""
    return Item(
        id=entry.id,
        question=entry.question,
        alternates=entry.phrasings.all(),
        title=entry.title,
        body=f"{entry.short}\n{entry.full}",
        at_least=entry.ages.at_least if entry.ages else None,
        at_most=entry.ages.at_most if entry.ages else None,
        synonyms=entry.synonym_groups(),
    )


def init_app(app: Flask) -> None:
    """Prepare the holder; the release is opened at the first question or by ``warm``."""
    settings: Settings = app.extensions["settings"]
    segment.keep_cache_in(settings.data_dir / "cache")
    app.extensions["live"] = Live(app, settings.data_dir / "index")


def live_knowledge(app: Flask) -> LiveKnowledge:
    """The release this process answers from. Raises NothingPublished when there is none."""
    live: Live = app.extensions["live"]
    return live.get()


def documents(app: Flask) -> dict[str, Document]:
    """The sources of the open release, none while nothing is published."""
    try:
        return live_knowledge(app).documents
    except NothingPublished:
        return {}


def warm(app: Flask) -> None:
    """Open the release, and go through a question: whoever asks first, in any of the processes that are
    forked then, does not wait for dictionary, patterns and models to be read."""
    segment.warm()
    danger_in(ANY_QUESTION)
    fraud_in(ANY_QUESTION)
    with app.app_context():
        try:
            live_knowledge(app).matcher.match(ANY_QUESTION)
        except NothingPublished:
            log.warning("nothing_published")
