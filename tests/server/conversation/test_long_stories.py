"""A long story is answered by what it asks at last, not by the facts that lead up to it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat

STORIES = [
    (
        "我妈八十七,在家雇了个保姆看着,保姆下个月要回老家过年,我跟我爱人都上班,想问有没有地方能让我妈住上个把月,过完年再接回来",
        "respite-care",
    ),
    (
        "我姑姑七十二岁,一直没结婚,在村里是五保户,现在走不动路了,村干部说可以去敬老院,我们想问问去了以后还要不要自己掏钱",
        "list-destitute-in-home",
    ),
    (
        "我妈住的养老院这个月突然说要涨价,每月多要八百,事先也没跟我们商量,说不交就搬走,他们能这样吗,我们上哪告去",
        "overcharge-complaint",
    ),
    (
        "我想干护工这行,今年五十二,从河北来的,小学文化,不知道去哪学,要不要考证,听说政府给发补贴",
        "care-training",
    ),
    (
        "我妈在石景山,评了重度,长护险批下来了,说是一个月有三千块的服务,可我们想自己请人,钱能不能直接打给我们,还是只能用他们的人",
        "ltci-sjs-benefit",
    ),
    (
        "我妈去年评的中度,今年明显更糊涂了,大小便也不知道了,要不要等到期再评,还是现在就能再评一次,评一次要花钱吗",
        "assessment-again",
    ),
    (
        "我是社区志愿者,楼里有个孤老八十五了,没儿没女,最近摔了一跤不敢出门,吃饭都成问题,我该帮她找谁,能不能给她送饭",
        "meal-home-delivery",
    ),
    (
        "我妈的老年卡上个礼拜坐地铁的时候丢了,里头还有补贴没花呢,不知道会不会被人家捡去用了,我该先干什么,补一张新的要多久",
        "elder-card-lost",
    ),
    (
        "我妈交了十年的养老院,最近院里换了老板,说合同要重签,押金也要补交两万,我们觉得不合理,押金有没有上限,补交合不合规矩",
        "deposit-limit",
    ),
    (
        "我给老姨申请消费券,她八十六,评了轻度,可是她眼睛快看不见了,腿也肿得厉害,是不是评低了,能不能重新评,多久之后能再评",
        "assessment-again",
    ),
]


@pytest.mark.parametrize(("story", "entry"), STORIES)
def test_a_story_is_answered_by_what_it_asks(client: FlaskClient, story: str, entry: str) -> None:
    assert Chat(client).say(story)["entry_id"] == entry


def test_a_couple_who_asks_for_meals_hears_of_meals(client: FlaskClient) -> None:
    story = "我和老伴都快八十了没儿没女,腿脚不好做饭困难,想问社区能不能天天送饭到家里,多少钱一份,是不是有补贴"
    reply = Chat(client).say(story)
    assert reply["kind"] == "answer"
    assert "送餐" in str(reply["text"])


def test_who_came_from_another_place_asks_of_here(client: FlaskClient) -> None:
    reply = Chat(client).say("我从河南来的,想当养老护理员,去哪儿培训")
    assert "河南的请问" not in str(reply["text"])


def test_a_story_that_asks_for_the_sum_still_gets_it(client: FlaskClient) -> None:
    story = "我是家里老大,爸妈都九十多了,一个九十一一个九十三,都是东城户口,两人都没评过级,生活还能自理,就是耳朵背,想问问他俩每个月能从政府领多少钱,要不要自己去申请"
    assert Chat(client).say(story)["kind"] == "eligibility"
