"""Danger, a wish for a person, small talk: found before anything is matched."""

from __future__ import annotations

import pytest

from intents.signals import danger_in, smalltalk_in, wants_person

DANGER = {
    "我妈摔倒了起不来": "120", "我媽摔倒了起不來": "120", "我妈　摔倒了，起不来！！": "120", "我刚摔了一跤": "120",
    "老人摔倒了怎么办": "120", "老伴倒在地上叫不醒": "120", "我喘不上气": "120", "我爸心脏病犯了": "120",
    "胸 口 疼": "120", "心口疼得厉害": "120", "嘴歪眼斜": "120", "半边身子麻": "120", "昏过去了": "120",
    "老人噎住了": "120", "吃错药了": "120", "喝了农药": "120", "煤气中毒了": "120", "大出血": "120", "救命": "120",
    "沒有呼吸了": "120",
    "家里着火了": "119", "廚房起火了": "119", "楼道冒烟": "119", "煤气泄漏了": "119", "煤氣洩漏": "119",
    "家里有煤气味": "119", "电线烧了": "119",
    "我妈走丢了": "110", "老伴出门没回来": "110", "爷爷不见了": "110", "有人撬门": "110", "护工打老人": "110",
    "我不想活了": "120", "活不下去了": "120", "想自杀": "120",
    "防跌倒扶手怎么申请，我妈刚摔倒了起不来": "120",
}  # fmt: skip
NO_DANGER = (
    "防跌倒扶手怎么申请", "怎么预防老人摔倒", "跌倒风险评估在哪做", "摔了腿能申请护理补贴吗", "骨折能评失能吗",
    "心脏病能住养老院吗", "中风后遗症能申请护理补贴吗", "脑梗后遗症算失能吗", "卧床起不来能评估吗",
    "消防检查多久一次", "火灾隐患向谁反映", "灭火器哪里领", "煤气费怎么交", "燃气报警器有补贴吗",
    "走失手环怎么申请", "怎么防止走失", "防走失定位器在哪领", "找不到助餐点", "我妈找不到身份证了",
    "一键呼叫怎么申请", "高龄津贴八十五岁一个月多少", "老人去世后津贴怎么停", "累死了", "打12345有用吗", "",
)  # fmt: skip
MISSED = (
    "摔倒了", "滑倒了动弹不得", "瘫在地上起不来", "爸爸从床上掉下来了", "我妈倒在地上了", "骨折了", "血止不住",
    "上不来气", "呼吸不上来", "脑梗了", "脑出血了", "突然说不出话", "喊不醒", "没脉搏了",
    "心跳停了", "口吐白沫", "触电了", "被车撞了", "误吃了药", "闻见煤气味", "烧着了",
    "找不到我妈了", "儿媳妇打我", "上吊", "想跳楼", "割腕", "活够了",
)  # fmt: skip


@pytest.mark.parametrize(("text", "number"), DANGER.items())
def test_danger_is_seen_and_names_the_number_to_call(text: str, number: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.number == number
    assert len(rule.say) > 10


@pytest.mark.parametrize("text", NO_DANGER)
def test_questions_that_only_sound_like_danger_are_questions(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize("text", MISSED)
def test_danger_in_other_words_is_seen(text: str) -> None:
    assert danger_in(text) is not None


def test_not_wanting_to_exercise_is_no_despair() -> None:
    assert danger_in("老人不想活动怎么办") is None


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "轉人工",
        "人工服务",
        "找客服",
        "要人工",
        "真人",
        "没有解决",
        "沒有解決",
        "还是没解决。",
        "没用",
        "答非所问",
    ],
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text", ["人工智能是什么", "人工费多少", "工作人员有多少", "不对吗", "高龄津贴没用完怎么办", ""]
)
def test_questions_about_people_are_questions(text: str) -> None:
    assert not wants_person(text)


@pytest.mark.parametrize("text", ["没有解决，我要找人", "都不是，我要找人", "我要找人"])
def test_the_words_on_the_button_are_understood(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "您好！",
        "ＨＥＬＬＯ",
        "早上好",
        "在吗？",
        "谢谢",
        "謝謝你啊",
        "再见",
        "好的",
        "你是谁",
        "您能干啥",
    ],
)
def test_small_talk_gets_a_short_reply(text: str) -> None:
    assert smalltalk_in(text)


@pytest.mark.parametrize(
    "text",
    ["你好，高龄津贴多少", "谢谢，那怎么申请", "好的养老院有哪些", "你是谁的老人", "高龄津贴", ""],
)
def test_what_holds_a_question_is_no_small_talk(text: str) -> None:
    assert smalltalk_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "怎么找真人", "我要找活人", "叫你们领导来", "有没有人啊", "不跟机器说", "我不想和机器人说话", "怎么没人接",
        "连个人都没有", "有活人吗", "帮我转一下人工", "人工客服电话", "换成人工行不行", "找个懂的人来", "叫个人来",
        "让你们负责人接电话", "你们领导呢", "我要跟人说", "有人管没有", "你个机器懂啥", "找個真人跟我說",
    ],
)  # fmt: skip
def test_a_wish_for_a_person_in_other_words_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "有没有人来家里做饭", "找个人照顾老人多少钱", "请个人来家里照顾", "叫人来帮我洗澡", "找个人帮我洗澡", "换个人照顾",
        "有没有人上门", "没人照顾怎么办", "家里没有人", "我妈不爱跟人说话怎么办", "领导来慰问吗", "请人工护理补贴多少",
        "有人上门做饭吗", "你是真人吗", "没有人陪护怎么办",
    ],
)  # fmt: skip
def test_a_wish_for_help_at_home_is_a_question(text: str) -> None:
    assert not wants_person(text)
