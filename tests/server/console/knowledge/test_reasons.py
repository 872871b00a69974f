"""Editors read in Chinese why an entry won."""

from __future__ import annotations

import re
from pathlib import Path

from intents.matching import decide
from intents.matching.features import NAMES
from server.console.knowledge.reasons import DECIDED, MEASURED


def test_all_that_is_measured_has_words() -> None:
    assert set(NAMES) <= set(MEASURED)


def test_all_that_is_decided_has_words() -> None:
    source = Path(str(decide.__file__)).read_text(encoding="utf-8")
    said = set(re.findall(r'Decision\("\w+", [^"]+"([^"]+)"\)', source))
    assert said
    assert said == set(DECIDED)
