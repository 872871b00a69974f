"""Thanks, praise, good-byes and complaints in many words, and what only sounds like them."""

from __future__ import annotations

import pytest

from intents.asked.turns import move_in
from intents.signs.courtesies import courtesy_in, without_pleasantries, without_thanks
from intents.signs.signals import danger_doubted_in, danger_in, smalltalk_in, wants_person


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("谢谢啊说得挺明白", "thanks"), ("太谢谢了啊，说得真明白", "thanks"), ("成，麻烦您嘞", "thanks"),
        ("行，知道了，麻烦您了", "thanks"), ("我明白了，谢谢姑娘", "thanks"), ("哎呀太谢谢你了，你可真有耐心", "thanks"),
        ("十分感谢", "thanks"), ("让您费心了", "thanks"), ("谢谢您的耐心解答", "thanks"),
        ("您真行，讲得清楚", "praise"), ("讲得真好，比我儿子强", "praise"), ("多亏了你，帮大忙了", "praise"),
        ("你比居委会讲得都清楚", "praise"), ("说得够清楚的，我心里有数了", "praise"),
        ("好嘞，不打扰您了", "leaving"), ("没别的了，谢谢", "leaving"), ("那就这样，您忙吧", "leaving"),
        ("我先做饭去了，再见", "leaving"), ("得嘞，回头再找您", "leaving"),
        ("成，那我明儿去街道问问", "going"), ("行嘞，我回头让我儿子去街道问问", "going"),
        ("那我先打12345问问", "going"), ("好，那我明天去办", "going"), ("那我跟孩子商量商量", "going"),
        ("行，我知道了", "understood"), ("可算弄明白了", "understood"), ("嗯", "nod"), ("好的好的，我记下了", "understood"), ("谢谢，祝您身体健康", "leaving"),
    ],
)  # fmt: skip
def test_a_courtesy_is_heard_in_many_words(text: str, kind: str) -> None:
    found = courtesy_in(text)
    assert found is not None
    assert (found.name, smalltalk_in(text)) == (kind, found.say)
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "谢谢，那护理补贴呢", "麻烦您帮我查一下", "那我去街道问什么", "我去街道问问要带什么", "讲得不清楚", "你说得不对",
        "知道了，那老年卡呢", "好不好办", "可以吗", "去街道办", "真麻烦", "上门看看", "去医院看看", "给孩子打电话",
        "您真行，什么都不知道", "太好了，那能领多少", "我走了，谢谢你们照顾", "那上街道问问行吗", "",
    ],
)  # fmt: skip
def test_what_asks_or_says_more_is_no_courtesy(text: str) -> None:
    assert courtesy_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "谢谢你们，我活够了",
        "不麻烦你们了，药我攒够了",
        "以后再也不麻烦你们了",
        "谢谢谢谢，我妈摔了",
    ],
)
def test_thanks_hide_no_danger(text: str) -> None:
    assert danger_in(text) is not None


def test_a_nod_that_begins_a_conversation_is_greeted() -> None:
    assert str(smalltalk_in("哦", first=True)).startswith("您好")
    assert not str(smalltalk_in("哦")).startswith("您好")
    assert smalltalk_in("谢谢您", first=True) == smalltalk_in("谢谢您")


@pytest.mark.parametrize(
    "text",
    ["你是真人吗", "你是机器人吗", "你叫什么", "跟我说话的是人还是机器", "是不是机器人在回答", "您贵姓", "对面是活人吗"],
)  # fmt: skip
def test_it_says_plainly_that_it_is_a_program(text: str) -> None:
    told = str(smalltalk_in(text))
    assert "程序，不是真人" in told
    assert "12345" in told


@pytest.mark.parametrize("text", ["机器人能陪老人吗", "你叫什么医生来", "养老院是真人照顾吗"])
def test_questions_about_robots_and_people_are_questions(text: str) -> None:
    assert smalltalk_in(text) is None


@pytest.mark.parametrize("text", ["人工客服电话多少", "客服热线是多少", "有没有人工电话"])
def test_whoever_asks_for_the_number_of_a_person_wants_one(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("我问的可不是这事", "complaint"), ("答得不对，重新答", "complaint"), ("重新来", "complaint"),
        ("你说的都不对", "complaint"), ("你这破机器人真没用", "complaint"), ("胡说八道", "complaint"),
        ("你听不懂人话吗", "complaint"), ("你是猪吗", "complaint"), ("你算得不对", "complaint"),
        ("驴唇不对马嘴", "complaint"), ("什么破玩意儿", "complaint"),
        ("你这回答太啰嗦了", "simpler"), ("别啰嗦，说重点", "simpler"), ("太长了，一句话说", "simpler"),
        ("为啥老问我", "why_asked"), ("怎么问起来没完了", "why_asked"), ("问这些干什么", "why_asked"),
        ("别问了直接说多少钱", "no_more"), ("直接算吧", "no_more"), ("就这么算", "no_more"),
        ("啊？", "repeat"), ("嗯？", "repeat"), ("啊", "repeat"),
    ],
)  # fmt: skip
def test_complaints_and_puzzled_words_are_moves(text: str, move: str) -> None:
    assert move_in(text) == move


@pytest.mark.parametrize(
    "text",
    [
        "我妈傻了怎么办", "智力残疾二级给多少", "问谁", "为什么不给我发", "怎么问街道", "直接去街道办行吗", "重新评估怎么申请",
        "嗯", "不是这个月，是上个月", "破的老年卡能换吗", "补贴少了不对吧", "我爸没用过轮椅",
    ],
)  # fmt: skip
def test_questions_with_such_words_are_no_moves(text: str) -> None:
    assert move_in(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("您好啊，我今年八十三了，天真冷", "我今年八十三了，"), ("姑娘你好啊，吃饭了没，我七十八", "我七十八"), ("天真冷", ""),
        ("今天下雨了，路滑摔了", "路滑摔了"), ("早上起来头晕", "早上起来头晕"), ("今天冷得喘不上气", "今天冷得喘不上气"),
    ],
)  # fmt: skip
def test_a_pleasantry_is_left_out_wherever_it_is_a_clause(text: str, rest: str) -> None:
    assert without_pleasantries(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "您好啊，我今年八十三了，天真冷",
        "您好啊，我八十三了，眼睛不好",
        "姑娘你好啊，吃饭了没，我七十八，腿脚不好",
    ],
)
def test_a_greeting_makes_no_danger_of_an_age(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["您好啊，我妈躺地上起不来了", "今天真冷，我妈喘不上气", "你好啊，我爸走丢了", "有人吗，救命"],
)
def test_a_danger_is_heard_behind_a_greeting(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("居民来问护理补贴停了", "护理补贴停了"), ("有个外地老人问老年卡", "有个外地老人问老年卡"), ("老人问谁", "老人问谁"),
        ("你好，老年卡多少钱", "老年卡多少钱"), ("你好", "你好"),
    ],
)  # fmt: skip
def test_what_is_asked_stands_alone_behind_how_it_begins(text: str, asked: str) -> None:
    assert without_thanks(text) == asked
