"""What stands in the place of what, between a question and a phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from intents.matching.exchanges import MOST, NOTHING_TOLD, Exchanges, scaled
from intents.matching.features import NAMES, pool
from intents.matching.finding import Found
from intents.matching.index import Index
from intents.matching.keys import word_key
from intents.matching.model import Item
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from intents.words.segment import cut, plain_words, words

COLUMN = NAMES.index("exchanged words")


def told(asked: str, said: str, lacking: list[bool], odds: list[tuple[str, str, float]]) -> float:
    """What ``odds`` say of two texts whose words are parted by spaces."""
    mine, theirs = ([*map(word_key, text.split())] for text in (asked, said))
    found = Exchanges.of(odds).told(
        np.array(mine, np.uint64),
        np.array([lacking]),
        np.array(theirs, np.uint64),
        np.zeros(len(theirs), np.int64),
    )
    return float(found[0])


def test_words_and_pairs_of_them_are_added_up() -> None:
    odds = [("取消", "", -0.5), ("", "开通", 0.25), ("取消", "开通", -1.0), ("怎么", "", 3.0)]
    value = told("怎么 取消", "开通", [False, True], odds)
    assert value == pytest.approx(NOTHING_TOLD - 1.25 / (2 * MOST))


def test_what_was_never_learned_says_nothing() -> None:
    assert told("怎么 取消", "开通", [False, True], [("别的", "开通", 2.0)]) == NOTHING_TOLD


def test_odds_of_many_words_are_bounded() -> None:
    assert scaled(np.array([-99.0, 0.0, 99.0])).tolist() == [0.0, NOTHING_TOLD, 1.0]


def words_of(text: str) -> frozenset[str]:
    """The words of a text as an index has them."""
    plain = normalise(text)
    return frozenset(words(plain_words(cut(plain)), concepts(plain)))


@pytest.mark.parametrize(
    "question",
    ["怎么取消自动续费", "身份证没了怎么弄", "在哪儿买得到儿童用的口罩呀", "怎么开通自动续费"],
)
def test_the_index_tells_of_each_phrasing_what_its_own_words_say(question: str) -> None:
    asked = ["怎么开通自动续费", "身份证丢了怎么补办", "哪里买儿童口罩"]
    index = Index.build([Item(str(n), text) for n, text in enumerate(asked)])
    shipped = Exchanges.load()
    found = pool(index, Found.of(index, normalise(question)))
    for owner, row in zip(found.owners, found.rows, strict=True):
        mine, theirs = (sorted(w) for w in _apart(question, asked[owner]))
        keys = [np.array([*map(word_key, side)], np.uint64) for side in (mine, theirs)]
        lacking = np.ones((1, len(mine)), np.bool_)
        expected = shipped.told(keys[0], lacking, keys[1], np.zeros(len(theirs), np.int64))
        assert row[COLUMN] == pytest.approx(expected[0])


def _apart(first: str, second: str) -> tuple[frozenset[str], frozenset[str]]:
    mine, theirs = words_of(first), words_of(second)
    return mine - theirs, theirs - mine


def test_where_an_item_is_asked_in_many_ways_nothing_is_told() -> None:
    index = Index.build([Item("a", "怎么开通自动续费", ("自动续费怎么开", "我想要自动续费"))])
    found = pool(index, Found.of(index, "怎么取消自动续费"))
    assert found.rows[:, COLUMN].tolist() == [NOTHING_TOLD]
