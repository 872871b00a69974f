"""So many calls to the outside at once, so that a gateway that is slow does not hold every thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

PATIENCE_S = 0.3
"""A gateway in good health answers sooner, so whoever waits longer than that waits in vain."""


class Places:
    """Half of a web process's threads may wait for the outside; the others answer questions."""

    def __init__(self, threads: int) -> None:
        self._free = BoundedSemaphore(max(1, threads // 2))

    @contextmanager
    def one(self) -> Iterator[bool]:
        """Take a place for the length of a call; False where none became free."""
        taken = self._free.acquire(timeout=PATIENCE_S)
        try:
            yield taken
        finally:
            if taken:
                self._free.release()
