"""The simulator's clock, which can be wrong on demand."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """``skew_s`` seconds ahead of the machine's clock."""

    def __init__(self, machine: Callable[[], float] = time.time) -> None:
        self._machine = machine
        self.skew_s = 0.0

    def now(self) -> float:
        """Epoch seconds."""
        return self._machine() + self.skew_s
