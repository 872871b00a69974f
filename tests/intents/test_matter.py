"""What a question is about counts by itself, beside the frame it stands in."""

from __future__ import annotations

import numpy as np
import pytest

from intents.matching.focus import end_of_story
from intents.matching.index import Index
from intents.matching.matcher import Matcher
from intents.matching.matter import Matters
from intents.matching.model import Item
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from intents.words.segment import cut, matter, plain_words
from intents.words.slots import is_negated

ABOUT = {
    "苹果怎么削皮": "苹果削皮",
    "为什么会打雷": "打雷",
    "怎么办": "怎么办",
}


@pytest.mark.parametrize(("text", "about"), ABOUT.items())
def test_the_matter_is_what_is_left_without_the_frame(text: str, about: str) -> None:
    assert matter(plain_words(cut(text))) == about


def test_matters_are_compared_character_by_character() -> None:
    """Rows: what the phrasing has of the question, the question of it, the rarest lacking in each."""
    long, other, short = np.array(
        Matters.of(["手机号码", "养老院", "手机"]).compared("手机号", np.arange(3))
    ).T
    assert long[[0, 2]].tolist() == [1, 1]
    assert all(0 < value < 1 for value in (*long[[1, 3]], *short[[0, 2]]))
    assert short[[1, 3]].tolist() == [1, 1]
    assert other[:2].tolist() == [0, 0]


def test_a_question_without_matter_lacks_nothing() -> None:
    assert Matters.of(["养老院"]).compared("", np.arange(1))[0].tolist() == [1]


def test_the_frame_alone_makes_no_match() -> None:
    """Six characters of seven are those of the second; the matter is that of the first."""
    matcher = Matcher(
        Index.build([Item("a", "坐便器不通了用什么疏通"), Item("b", "眼睛红了用什么眼药水")])
    )
    assert matcher.match("马桶堵了用什么好")[0].item_id == "a"


ASKING = ("送饭要多给钱不", "还有我的没", "批下来了没有", "能不能代办", "有没有补贴")
DENYING = ("没评过级", "不住一起", "没有残疾证怎么领", "我没领过")


@pytest.mark.parametrize("text", ASKING)
def test_a_no_that_asks_denies_nothing(text: str) -> None:
    assert not is_negated(text)


@pytest.mark.parametrize("text", DENYING)
def test_a_no_that_denies_is_seen(text: str) -> None:
    assert is_negated(text)


def test_a_last_no_is_a_wish_to_know_whether() -> None:
    assert "whether" in concepts("送饭要多给钱不").wishes
    assert "whether" in concepts("补贴批下来了没有").wishes
    assert not concepts("没有").wishes
    assert not concepts("我妈没有").wishes


STORY = (
    "我妈去年摔了一跤，在医院住了两个月，回来以后就下不了地了，我跟我妹轮着请假照顾，"
    "邻居说办家庭养老床位挺好的，我白天还得上班，这个要上哪儿申请"
)


def test_a_story_is_read_by_its_end_and_its_last_subject() -> None:
    end = end_of_story(normalise(STORY))
    assert end is not None
    assert "家庭养老床位" in end
    assert end.endswith("上哪儿申请")
    assert "医院" not in end


def test_what_is_told_behind_the_last_question_of_a_story_is_no_part_of_its_end() -> None:
    story = "我爸妈都住养老院，一个月两个人一万三，退休金不够，政府对住养老院有没有补贴，我爸是中度失能，我妈还没评过"
    assert (end_of_story(normalise(story)) or "").endswith("政府对住养老院有没有补贴")


def test_a_fact_beside_the_question_of_a_story_is_no_part_of_its_end() -> None:
    story = "我妈去年办了老年卡，前几天坐车刷卡一直响，司机让投币，她今年七十三，北京户口，这卡是不是要重新办"
    end = end_of_story(normalise(story)) or ""
    assert end.endswith("这卡是不是要重新办")
    assert "户口" not in end


@pytest.mark.parametrize("text", ["家庭养老床位上哪儿申请", "我妈 八十了 津贴怎么领", ""])
def test_a_short_question_is_read_as_a_whole(text: str) -> None:
    assert end_of_story(normalise(text)) is None
