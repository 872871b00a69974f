"""All talks of this folder are held on one day: what is expected of them hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask

from server.kit.clock import Clock
from tests.evaluation.dialogues import WRITTEN_ON


@pytest.fixture(autouse=True)
def when_written(app: Flask) -> Iterator[None]:
    """Business time stands still on the day for which the expectations were written: a benefit of 2026
    is gone in 2027."""
    with patch.dict(app.extensions, clock=Clock(origin=datetime.fromisoformat(WRITTEN_ON))):
        yield
