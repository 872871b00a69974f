"""Words that the editors hold for the same find one another, in phrasings and in questions."""

from __future__ import annotations

from pathlib import Path

from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.model import Item
from intents.words.synonyms import Synonyms

GROUP = ("高龄津贴", "尊老金", "老龄补贴")
ITEMS = (
    Item("allowance", "高龄津贴怎么领", ("尊老金哪天到账",), synonyms=(GROUP,)),
    Item("card", "养老卡丢了怎么补", ("养老卡坏了",)),
)


def test_a_word_in_a_question_is_read_as_the_plainest_of_its_group() -> None:
    matcher = Matcher(Index.build(ITEMS))
    for asked in ("高龄津贴怎么领", "尊老金怎么领", "老龄补贴怎么领", "老龄补贴哪天到账"):
        first = matcher.match(asked)[0]
        assert (first.item_id, first.confidence) == ("allowance", 1.0)
        assert matcher.exactly(asked) == "allowance"


def test_without_the_group_the_words_are_strange_to_one_another() -> None:
    matcher = Matcher(Index.build((Item("allowance", ITEMS[0].question), ITEMS[1])))
    assert all(found.confidence < 1 for found in matcher.match("尊老金怎么领"))


def test_nothing_is_replaced_within_a_longer_word_of_a_group() -> None:
    words = Synonyms.of([("养老卡", "老卡"), ("老卡通", "老卡通卡")])
    assert words.read("老卡丢了，养老卡、老卡通卡") == "养老卡丢了 养老卡 老卡通"


def test_a_word_of_two_groups_belongs_to_the_first() -> None:
    assert Synonyms.of([("甲乙", "丙丁"), ("戊己", "丙丁")]).read("丙丁") == "甲乙"


def test_an_opened_artefact_knows_them(tmp_path: Path) -> None:
    Index.build(ITEMS).save(tmp_path / "index")
    opened = Index.open(tmp_path / "index")
    assert dict(opened.synonyms.plainest) == dict.fromkeys(GROUP, "高龄津贴")
    assert Matcher(opened).exactly("老龄补贴怎么领") == "allowance"
