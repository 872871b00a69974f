"""The cutter is jieba, only faster."""

from __future__ import annotations

import json
from pathlib import Path

import jieba
import pytest

from intents.words import segment
from intents.words.normalise import normalise

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def tokenizer() -> jieba.Tokenizer:
    made = jieba.Tokenizer()
    made.load_userdict(str(segment.DICTIONARY))
    return made


@pytest.mark.parametrize(
    "name", ["utterances", "refuse", "danger", "several", "foreign/patients_kb"]
)
def test_texts_are_cut_as_jieba_cuts_them(tokenizer: jieba.Tokenizer, name: str) -> None:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    said = [text for line in lines for text in json.loads(line).values() if isinstance(text, str)]
    for text in (*said, *map(normalise, said)):
        assert segment.cut(text) == [word for word in tokenizer.cut(text) if not word.isspace()]
