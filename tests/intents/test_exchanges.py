"""What stands in the place of what, between a question and a phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from intents.matching.exchanges import MOST, NOTHING_TOLD, Apart, Exchanges, scaled
from intents.matching.features import NAMES, pool
from intents.matching.finding import Found
from intents.matching.index import Index
from intents.matching.keys import LETTERS, word_key
from intents.matching.model import Item
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from intents.words.segment import cut, plain_words, words

COLUMN = NAMES.index("exchanged words")


def told(asked: str, said: str, lacking: list[bool], odds: list[tuple[str, str, float]]) -> float:
    """What ``odds`` say of two texts whose words are parted by spaces; characters are no part of them."""
    nothing = apart([], [], [])
    mine, theirs = ([*map(word_key, text.split())] for text in (asked, said))
    return float(Exchanges.of(odds).told(apart(mine, lacking, theirs), nothing)[0])


def apart(mine: list[int], lacking: list[bool], theirs: list[int]) -> Apart:
    """One phrasing beside a question."""
    keys = (np.array(side, np.uint64) for side in (mine, theirs))
    rows = np.zeros(len(theirs), np.int64)
    return Apart(next(keys), np.array([lacking], np.bool_), next(keys), rows)


def test_words_and_pairs_of_them_are_added_up() -> None:
    odds = [("取消", "", -0.5), ("", "开通", 0.25), ("取消", "开通", -1.0), ("怎么", "", 3.0)]
    value = told("怎么 取消", "开通", [False, True], odds)
    assert value == pytest.approx(NOTHING_TOLD - 1.25 / (2 * MOST))


def test_what_was_never_learned_says_nothing() -> None:
    assert told("怎么 取消", "开通", [False, True], [("别的", "开通", 2.0)]) == NOTHING_TOLD


def test_odds_of_many_words_are_bounded() -> None:
    assert scaled(np.array([-99.0, 0.0, 99.0])).tolist() == [0.0, NOTHING_TOLD, 1.0]


def test_a_character_that_only_one_side_has_tells_of_words_that_were_never_seen() -> None:
    odds = Exchanges.of([("~肺", "", -0.5), ("", "~肠", -0.25), ("肺", "", 3.0), ("", "~炎", 3.0)])
    letters = apart(
        [LETTERS | ord("肺"), LETTERS | ord("炎")], [True, False], [LETTERS | ord("肠")]
    )
    value = odds.told(apart([], [], []), letters)[0]
    assert value == pytest.approx(NOTHING_TOLD - 0.75 / (2 * MOST))


def test_of_two_neighbours_nothing_is_known() -> None:
    pair = LETTERS | ord("肺") << 16 | ord("炎")
    odds = Exchanges.of([("~肺", "", -0.5), ("", "~炎", -0.25)])
    assert odds.told(apart([], [], []), apart([pair], [True], [pair]))[0] == NOTHING_TOLD


def words_of(text: str) -> frozenset[str]:
    """The words of a text as an index has them."""
    plain = normalise(text)
    return frozenset(words(plain_words(cut(plain)), concepts(plain)))


def letters_of(text: str) -> frozenset[str]:
    """The characters of a text as an index has them."""
    return frozenset(normalise(text).replace(" ", ""))


def all_apart(mine: list[int], theirs: list[int]) -> Apart:
    """Where the phrasing lacks all of these."""
    return apart(mine, [True] * len(mine), theirs)


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
        expected = shipped.told(
            *(
                all_apart(*([*map(key, sorted(side))] for side in (mine - theirs, theirs - mine)))
                for of, key in ((words_of, word_key), (letters_of, lambda c: LETTERS | ord(c)))
                for mine, theirs in [(of(question), of(asked[owner]))]
            )
        )
        assert row[COLUMN] == pytest.approx(expected[0])


def test_where_an_item_is_asked_in_many_ways_nothing_is_told() -> None:
    index = Index.build([Item("a", "怎么开通自动续费", ("自动续费怎么开", "我想要自动续费"))])
    found = pool(index, Found.of(index, "怎么取消自动续费"))
    assert found.rows[:, COLUMN].tolist() == [NOTHING_TOLD]
