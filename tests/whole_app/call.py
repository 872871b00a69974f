"""What is sent to one address of the access matrix, and the right that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Call:
    """What is sent to one address, and the right that it takes."""

    needs: str
    path: Mapping[str, str] | None = None
    json: Any = None
    form: Mapping[str, Any] | None = None
    query: Mapping[str, str] | None = None
    settled: bool = False
    """Asked as of an elder who holds nothing that has to be ended first."""
