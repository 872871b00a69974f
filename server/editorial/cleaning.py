"""Indexes that nobody needs any more: of drafts that came to nothing, of releases long past.

A process may have one of them open. On Unix what is open stays readable after it is removed, and a
folder is renamed before it is emptied, so nobody can open half of one; who comes too late builds it
again (``live.opened``).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex

import structlog
from sqlalchemy.orm import Session

from server.editorial import desk_repository, live

log = structlog.get_logger()

IN_ONE_CLICK = 20
"""So many releases stand on the first page of the desk: the way back to each takes one click, and no
process has to build an index for it."""
SETTLED_S = 24 * 3600.0
"""What is younger may belong to somebody who is about to publish, or to a newer program that is
just being rolled out."""
REMOVED = ".removed-"


def needed(session: Session) -> set[str]:
    """The digests of the contents whose index has to be there at once: what is live, what is on the
    first page of the way back, what waits for its time or for somebody's word."""
    newest = desk_repository.releases(session, None, IN_ONE_CLICK)
    waiting = desk_repository.digests_on_their_way(session)
    return {release.digest for release in newest} | waiting


def clean(folder: Path, digests: Iterable[str]) -> int:
    """Remove every index but those of ``digests``; how many."""
    keep = live.names(digests)
    count = 0
    for path in _settled(folder):
        if path.name not in keep and _remove(path):
            count += 1
    if count:
        log.info("indexes_removed", count=count)
    return count


def _settled(folder: Path) -> Iterator[Path]:
    before = time.time() - SETTLED_S
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        try:
            if path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:  # another process removed it just now
            continue


def _remove(path: Path) -> bool:
    """Rename it, then remove it. Whether this process did: another may have been first."""
    gone = path.with_name(f"{REMOVED}{token_hex(8)}")
    try:
        path.rename(gone)
    except FileNotFoundError:
        return False
    if gone.is_dir():
        shutil.rmtree(gone, ignore_errors=True)
    else:
        gone.unlink(missing_ok=True)
    return True
