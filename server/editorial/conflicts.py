"""What the working copy says twice or in two ways, or what leads nowhere: for editors to look through.

Links are judged by how they are written, and by what is there of our own: sources, entries, pages.
No address outside is opened, so one that is written well may still be gone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from knowledge import checks
from knowledge.loader import Base
from knowledge.schema import Entry, Figure
from server.editorial import drafts

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Conflict:
    """``kind`` is a stable code, ``message`` for people; the entries it is between."""

    kind: str
    entries: tuple[str, ...]
    message: str


def find(session: Session) -> list[Conflict]:
    """Every conflict in the working copy, by kind and entry."""
    base = drafts.working_base(session)
    entries = list(base.entries.values())
    found = [
        *_checked(base),
        *two_amounts(entries),
        *overlapping(entries),
        *two_meanings(entries),
        *dead_links(base, _is_page),
    ]
    return sorted(found, key=lambda one: (one.kind, one.entries, one.message))


def _checked(base: Base) -> Iterator[Conflict]:
    kinds = {
        "same_phrasing": checks.phrasings_on_two_entries,
        "amount_without_figure": checks.amounts_without_figures,
    }
    for kind, run in kinds.items():
        for problem in run(base):
            name = problem.file
            yield Conflict(kind, (name,), problem.message.removeprefix(f"{name}: "))


def two_amounts(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """One item under one condition in one district, with two figures in entries in force at once."""
    told = [(entry, figure) for entry in entries for figure in entry.figures]
    for (first, one), (second, other) in _pairs(told, lambda pair: _item(*pair)):
        if first.id != second.id and _value(one) != _value(other) and _meet(first, second):
            message = f"“{one.label}”（{one.condition}）有两个数：请核对"
            yield Conflict("two_amounts", (first.id, second.id), message)


def overlapping(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """Two entries of one title in one district, both in force on some day."""
    for first, second in _pairs(entries, lambda e: (checks.bare(e.title), e.district)):
        if _meet(first, second):
            message = f"“{first.title}”有两个条目，生效日期重叠"
            yield Conflict("overlapping_dates", (first.id, second.id), message)


def two_meanings(entries: Iterable[Entry]) -> Iterator[Conflict]:
    """A word that two entries want to be read as two others: the first of them is heeded."""
    known: dict[str, tuple[str, str]] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        for plainest, *others in entry.synonym_groups():
            for word in (plainest, *others):
                first, read_as = known.setdefault(word, (entry.id, plainest))
                if read_as != plainest:
                    message = f"“{word}”一处当作“{read_as}”，一处当作“{plainest}”，现在按前一个"
                    yield Conflict("synonym_twice", (first, entry.id), message)


def dead_links(base: Base, is_page: Callable[[str], bool]) -> Iterator[Conflict]:
    """References to sources and entries that are not there, addresses that cannot be one, buttons
    for pages that we do not have. ``is_page`` tells of an address of our own whether one answers."""
    for entry in base.entries.values():
        for message in _leading_nowhere(entry, base, is_page):
            yield Conflict("dead_link", (entry.id,), message)


def _leading_nowhere(entry: Entry, base: Base, is_page: Callable[[str], bool]) -> Iterator[str]:
    for name in dict.fromkeys(cited.document for cited in entry.citations):
        source = base.documents.get(name)
        if source is None:
            yield f"引用的来源 {name} 已经没有了"
        elif source.url is not None and not well_written(source.url):
            yield f"来源“{source.title}”的网址写得不对：{source.url}"
    for name in entry.related:
        if name not in base.entries:
            yield f"相关条目 {name} 已经没有了"
    for action in entry.actions:
        if action.type != "open_page":
            continue
        if action.target.startswith("/") and not is_page(action.target):
            yield f"按钮“{action.label}”打开的页面没有：{action.target}"
        if not action.target.startswith("/") and not well_written(action.target):
            yield f"按钮“{action.label}”的网址写得不对：{action.target}"


def well_written(url: str) -> bool:
    """Whether ``url`` can be a page's address: http(s), a host with a domain, nothing else in it
    (RFC 3986, 3.2). Names in Chinese are hosts too."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    right = parts.scheme in ("http", "https") and not parts.username
    return right and bool(_HOST.fullmatch(host)) and not _FOREIGN.search(url)


_HOST = re.compile(r"(?!.*\.\.)[^\W_](?:[\w.-]*[^\W_])?\.[^\W\d_]{2,}")
_FOREIGN = re.compile(r"[\s<>\"{}|\\^`，。；）（]")
"""What no address has: it was copied together with the sentence around it."""


def _is_page(path: str) -> bool:
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path.split("?")[0].split("#")[0], "GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _pairs(
    items: Iterable[Thing], key: Callable[[Thing], Hashable]
) -> Iterator[tuple[Thing, Thing]]:
    groups: dict[Hashable, list[Thing]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    for group in groups.values():
        yield from combinations(group, 2)


def _item(entry: Entry, figure: Figure) -> Hashable:
    return (checks.bare(figure.label), checks.bare(figure.condition), figure.unit, entry.district)


def _value(figure: Figure) -> Hashable:
    return (figure.fen, figure.percent, figure.number)


def _meet(first: Entry, second: Entry) -> bool:
    begins = max(first.valid_from or date.min, second.valid_from or date.min)
    return begins <= min(first.valid_until or date.max, second.valid_until or date.max)
