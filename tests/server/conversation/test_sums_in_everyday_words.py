"""Sums of people who tell of themselves in everyday words, in pieces, or with what is over or to come."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_facts_in_talk import told


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("婆婆八十四北京户口，眼睛一点儿看不见了残疾证一级，给多少",), 70000),
        (("我爸眼残一级京籍88能领多少",), 70000),
        (("大姨京籍79，盲人一级残，能领啥",), 60000),
        (("我爸76岁聋了，耳朵二级残，京籍，给多少",), 20000),
        (("我妈京籍82，精神病二级残，多少钱",), 50000),
        (("我爸京籍85肢体二级护理补贴给多少",), 50000),
        (("我爸83京籍，眼睛和耳朵都是二级残疾，能领多少",), 50000),
        (("我妈83京籍，肢体残疾，等级是二级，能领多少",), 50000),
        (("我妈失能了", "重度的", "八十三", "北京户口", "那一个月一共给多少钱"), 70000),
        (("我妈83京籍能领多少", "肢体二级的"), 50000),
        (("我爸残疾一级京籍88能领多少", "眼睛的"), 70000),
        (("我爸有残疾证，二级，京籍88，能领多少", "耳朵"), 30000),
        (("我妈81京籍，精神二级同时还有肢体三级残疾，是多重残疾，护理补贴多少",), 70000),
    ],
)
def test_a_disability_is_in_the_sum_however_it_is_told(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    "text",
    [
        "精神二级加肢体三级算多重残疾，护理补贴一个月多少",
        "智力二级还有听力一级，护理补贴几百",
        "精神二级加肢体三级，护理补贴多少",
    ],
)
def test_several_disabilities_are_judged_together(client: FlaskClient, text: str) -> None:
    assert "每月600元" in told(client, text)["text"].split("\n")[0]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈75岁京籍，智力二级，多重残疾，一个月能领多少",), 60000),
        (("我爸80，北京户口，精神二级的多重残疾，每月多少",), 70000),
        (("多重残疾，智力二级，78岁京籍，给多少",), 60000),
        (("我妈75京籍，智力二级，还有肢体残疾，能领多少",), 60000),
        (("我妈75北京户口 智力二级", "她是多重残疾"), 60000),
        (("我妈75京籍，残疾证写的是多重残疾，能领多少", "智力二级"), 60000),
        (("我妈75京籍，智力二级，不是多重残疾，能领多少",), 40000),
        (("我妈75京籍，智力三级，多重残疾，能领多少",), 40000),
        (("我妈75京籍，肢体二级，多重残疾，能领多少", "都不是", "不是", "听力一级"), 40000),
        (("我妈75京籍，肢体二级，多重残疾，能领多少", "都不是", "不是", "智力二级"), 60000),
        # The grade of the whole is that of the heaviest: whose it is, is not said.
        (("我妈75京籍，多重残疾二级，能领多少",), None),
        (("我妈75京籍，多重残疾二级，能领多少", "都不是", "不是", "智力三级，肢体二级"), 40000),
    ],
)
def test_several_disabilities_count_though_the_other_kind_is_not_named(
    client: FlaskClient, messages: tuple[str, ...], fen: int | None
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("我妈75京籍，肢体二级，多重残疾，能领多少", "另外那一类是什么残疾，几级？"),
        ("我妈75京籍，多重残疾二级，能领多少", "是哪几类残疾，各是几级？"),
    ],
)
def test_the_kind_that_was_not_named_is_asked_for(
    client: FlaskClient, text: str, question: str
) -> None:
    assert question in told(client, text, "都不是", "不是")["text"]


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈83，北京户扣，能领多少",), 10000),
        (("我妈83，京级，肢体二及，低宝，能领多少",), 80000),
        (("我妈83，北京户口，评了重读失能，能领多少",), 70000),
        (("我妈83，北京户口，评了众度失能，能领多少",), 10000),
        (("我爸92，户级北京，听力一及，多少钱",), 70000),
        (("我妈83北京户口能领多少", "低宝", "肢题二及"), 80000),
    ],
)
def test_facts_that_were_misheard_are_in_the_sum(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


def test_a_grade_without_its_kind_is_asked_after(client: FlaskClient) -> None:
    reply = told(client, "我爸88京籍，一级残疾，给多少钱")
    assert "残疾证上是哪一类残疾" in reply["text"]


@pytest.mark.parametrize(
    ("messages", "sums"),
    [
        (("我爸腿二级残京籍78，已经领残联给的护理补贴了，还能领多少", "那不领残联的呢"), [None, 40000]),
        (("我爸85京籍肢体二级，领着残联护理补贴呢", "要是不领残联那份呢"), [10000, 50000]),
        (("我爸85京籍肢体二级，护理补贴在残联领着呢", "残联的停了"), [10000, 50000]),
        (("我爸85京籍肢体二级，残联发的补贴领着呢", "不要残联的能领多少"), [10000, 50000]),
        # What somebody else gives, or does not, shuts nothing out.
        (("我爸85京籍肢体二级，残联给配了轮椅，能领多少",), [50000]),
        (("我爸85京籍肢体二级，残联发过辅具补贴，能领多少",), [50000]),
        (("我爸85京籍肢体二级，残联的护理补贴没批，能领多少",), [50000]),
        (("我爸85京籍肢体二级，残联能给护理补贴吗",), [50000]),
        (("我妈87京籍重度失能，领着护理补贴600，要是改领消费券一个月能拿多少",), [10000]),
        (("我妈87京籍重度失能能领多少", "要是改领消费券呢", "接着算"), [70000, 10000, 70000]),
        (("我爸85京籍肢体二级，已经换成消费券了，能领多少",), [10000]),
        (("我爸85京籍肢体二级，残联的护理补贴领着，要是换成失能护理补贴能拿多少",), [50000]),
        (("我爸85京籍低保能领多少", "那不吃低保呢", "接着算"), [40000, 10000, 40000]),
        (("我爸85京籍肢体二级，在残联领着护理补贴", "那我们把残联的退了呢"), [10000, 50000]),
        (("我爸85京籍低保能领多少", "低保停了呢", "接着算"), [40000, 10000, 10000]),
        (("我爸85京籍低保能领多少", "那低保停了呢", "接着算"), [40000, 10000, 40000]),
    ],
)  # fmt: skip
def test_of_two_that_exclude_each_other_one_is_in_the_sum(
    client: FlaskClient, messages: tuple[str, ...], sums: list[int | None]
) -> None:
    got = [told(client, *messages[: n + 1])["total_fen_per_month"] for n in range(len(messages))]
    assert got == sums


def test_who_asks_if_she_may_change_has_not_changed(client: FlaskClient) -> None:
    messages = ("我妈87京籍重度失能能领多少", "能改领消费券吗", "接着算")
    assert told(client, *messages)["total_fen_per_month"] == 70000


@pytest.mark.parametrize(
    ("messages", "fen", "level"),
    [
        (("我妈83京籍，评估得了40分，能领多少",), 70000, "重度失能（30到45分）"),
        (("我妈京籍80，评估分数58分，算几级，能领多少",), 10000, "中度失能（46到65分）"),
        (("我妈83京籍，评估总分三十，能领多少",), 70000, "重度失能（30到45分）"),
        (("我妈83京籍能领多少", "都不是", "不是", "没有残疾证", "四十五分"), 70000, "重度失能（30到45分）"),
        (("我妈83京籍，评了28分，能领多少",), 10000, "完全失能（0到29分）"),
        (("我妈83京籍，评估打了46分，能领多少",), 10000, "中度失能（46到65分）"),
        (("我妈83京籍，自己测的评估40分，能领多少",), 10000, ""),
        (("我妈83京籍，评估得了58分，能领多少", "等级写的重度"), 70000, ""),
        (("我妈83京籍，没评估，能领多少",), 10000, ""),
    ],
)  # fmt: skip
def test_the_points_of_an_assessment_stand_for_its_level(
    client: FlaskClient, messages: tuple[str, ...], fen: int, level: str
) -> None:
    reply = told(client, *messages)
    assert reply["total_fen_per_month"] == fen
    assert (level in reply["text"]) if level else "按国家标准是" not in reply["text"]
    assert "昏迷" not in reply["text"]


def test_what_a_score_stands_for_is_told_by_the_entry(client: FlaskClient) -> None:
    assert told(client, "评估得了46分算什么等级")["entry_id"] == "gbt-levels"


ASKED = "请再告诉我："


def questions(client: FlaskClient, *messages: str) -> list[str]:
    """What each reply asks for."""
    texts = [told(client, *messages[: n + 1])["text"] for n in range(len(messages))]
    return [next((p for p in t.split("\n\n") if p.startswith(ASKED)), "") for t in texts]


@pytest.mark.parametrize(
    "messages",
    [
        ("我妈85岁京籍能领多少", "都不是", "没有残疾证", "没评过", "住家里", "一共多少"),
        ("我爸88京籍，能领几个钱", "有残疾证，肢体二级", "住家里", "总共多少"),
        ("我83北京户口能领什么", "评的重度", "一共能领多少"),
    ],
)
def test_what_was_passed_over_is_not_asked_again(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    asked = [question for question in questions(client, *messages) if question]
    assert len(asked) == len({*asked})


def test_what_a_sum_hangs_on_is_asked_again(client: FlaskClient) -> None:
    first, second = questions(client, "我妈83，能领多少", "她低保")
    assert "北京户口" in first
    assert "北京户口" in second


def test_what_is_told_with_a_particle_is_an_answer(client: FlaskClient) -> None:
    *_, last = questions(client, "我妈83京籍低保，能领多少", "没办残疾证呢")
    assert "能力评估" in last


def test_a_sum_gone_on_with_asks_what_it_asked(client: FlaskClient) -> None:
    first, *_, last = questions(client, "我妈83京籍，能领多少", "老年卡丢了怎么补", "接着算")
    assert first == last


@pytest.mark.parametrize(
    "messages",
    [
        ("我妈85京籍，能领多少", "别问了直接说多少钱"),
        ("我妈85京籍不低保没残疾没评估 住家 不失独 就问一共多少",),
        ("我妈85京籍，能领多少", "甭问那么多，你就说一个月给几百"),
        ("我妈85京籍，别啰嗦，给个数",),
    ],
)
def test_who_wants_no_questions_is_told_the_sum_and_what_it_leaves_out(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    reply = told(client, *messages)
    assert reply["total_fen_per_month"] == 10000
    assert ASKED not in reply["text"]
    assert "没算进去" in reply["text"]


def test_who_is_too_young_is_not_asked_where_she_is_registered(client: FlaskClient) -> None:
    reply = told(client, "我58岁肢体一级残疾能领老年人护理补贴吗")
    assert reply["text"].startswith("失能老年人护理补贴：不符合")
    assert ASKED not in reply["text"]
    assert "北京户口" in questions(client, "我妈61岁肢体一级残疾能领护理补贴吗")[0]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("我家老太太虚岁九十一，京籍，多少钱", "高龄津贴每月至少能领100元：不满90周岁是100元，满了90周岁是500元"),
        ("我爸虚岁一百零一了，北京户口，能领多少", "高龄津贴每月至少能领500元：不满100周岁是500元"),
        ("我妈八十九九十的样子，能领多少", "如果是北京户口，高龄津贴每月至少能领100元"),
    ],
)  # fmt: skip
def test_what_is_sure_between_two_bands_comes_first(
    client: FlaskClient, text: str, head: str
) -> None:
    assert told(client, text)["text"].startswith(head)


def test_nothing_is_sure_before_eighty(client: FlaskClient) -> None:
    assert "至少能领" not in told(client, "我爸虚岁八十一，北京户口，能领多少")["text"]


@pytest.mark.parametrize(
    ("text", "told_of_it"),
    [
        ("我妈1946年12月出生的，能领高龄津贴了吗", "2026年12月满80周岁，是北京户口的，从2026年12月起高龄津贴每月100元"),
        ("我爸四七年三月生，京籍，高龄津贴能领了吗", "2027年3月满80周岁，从2027年3月起高龄津贴每月100元"),
        ("我妈下个月过八十岁生日，京籍，啥时候能领高龄津贴领多少", "2026年12月满80周岁，从2026年12月起"),
        ("我爸京籍，下个月满九十，能领多少", "从2026年12月起高龄津贴每月500元"),
        ("我妈京籍，明年五月过百岁生日，现在能领多少", "从2027年5月起高龄津贴每月800元"),
    ],
)  # fmt: skip
def test_a_birthday_to_come_is_told_with_what_it_brings(
    client: FlaskClient, text: str, told_of_it: str
) -> None:
    assert told_of_it in told(client, text)["text"].split("\n")[0]


@pytest.mark.parametrize(
    "text",
    ["我妈85京籍，能领多少", "我爸1946年8月生，京籍，能领多少", "我妈下个月满86，京籍，能领多少"],
)
def test_a_birthday_that_brings_nothing_is_not_spoken_of(client: FlaskClient, text: str) -> None:
    assert "周岁，从" not in told(client, text)["text"].split("\n")[0]


@pytest.mark.parametrize(
    ("messages", "fen", "begins"),
    [
        (("我爸京籍79，下个月就80了，下个月能领多少",), 10000, "2026-12"),
        (("我爸京籍，明年三月满九十，现在领一百，到时候能领多少",), 50000, "2027-03"),
        (("我妈明年五月过百岁生日，京籍，现在领五百，到时候给多少",), 80000, "2027-05"),
        (("我爸京籍，明年三月满九十，现在能领多少",), 10000, "2026-11"),
        (("我89北京户口能领多少", "明年过了生日呢"), 50000, None),
        (("我89北京户口能领多少", "等过了生日能领多少"), 50000, None),
        (("我爸京籍，明年二月满九十，能领多少", "明年过了生日呢"), 50000, "2027-02"),
        (("爷爷89了京籍，到九十能领多少",), 50000, None),
        (("我妈79京籍，等满了八十能拿多少钱",), 10000, None),
        (("我妈83京籍，到九十岁还早，现在能领多少",), 10000, "2026-11"),
    ],
)
def test_the_sum_of_a_time_to_come_is_that_of_the_age_then(
    client: FlaskClient, messages: tuple[str, ...], fen: int, begins: str | None
) -> None:
    reply = told(client, *messages)
    [of_age] = [b for b in reply["benefits"] if b["code"] == "age_allowance"]
    assert (reply["total_fen_per_month"], of_age["pay_from"]) == (fen, begins)


@pytest.mark.parametrize(
    "text",
    ["我爸京籍，今年腊月满八十，能领吗", "我妈京籍，腊月里过八十大寿，能领多少", "我爸京籍，今年12月满80，能领吗"],
)  # fmt: skip
def test_who_is_not_yet_eighty_gets_nothing_for_it(client: FlaskClient, text: str) -> None:
    assert told(client, text)["total_fen_per_month"] is None


@pytest.mark.parametrize("text", ["要是没评上呢", "要是评不上呢", "那没评上呢"])
def test_a_sum_supposes_that_nothing_was_assessed(client: FlaskClient, text: str) -> None:
    messages = ("我妈83京籍重度失能能领多少", text, "接着算")
    assert told(client, *messages[:2])["total_fen_per_month"] == 10000
    assert told(client, *messages)["total_fen_per_month"] == 70000


@pytest.mark.parametrize(
    "text", ["能领多少钱", "我能拿多少补贴", "老人一个月给多少", "请问每个月能发多少钱啊"]
)
def test_who_asks_for_money_and_says_nothing_else_is_asked_about_herself(
    client: FlaskClient, text: str
) -> None:
    reply = told(client, text)
    assert (reply["kind"], ASKED in reply["text"]) == ("eligibility", True)


@pytest.mark.parametrize("text", ["工资发多少", "能领多少养老金", "有什么好处", "老人有啥"])
def test_other_money_is_no_sum_of_ours(client: FlaskClient, text: str) -> None:
    assert told(client, text)["kind"] != "eligibility"


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("街坊重度失能拿六百，我八十五没病，北京户口，我该多少",), 10000),
        (("隔壁老王吃低保，我可不吃，我八十二，北京户口，能领多少",), 10000),
        (("楼上老李家是低收入，我家不是，我八十三，京籍，给我多少",), 10000),
        (("我们楼下的邻居吃低保呢，我妈不吃，我妈八十六，京籍，一个月多少",), 10000),
        (("我八十二，北京户口", "街坊重度失能领六百，我能领多少"), 10000),
        (("我儿子五十八，肢体一级残疾，老爷子八十五，北京户口，能领多少",), 10000),
        (("村里老李一百了领八百，我九十，北京户口，该领多少",), 50000),
        (("我儿子残疾一级，全家都是低保，我八十三，京籍，能领多少",), 40000),
        (("我表姐低保，我不是，我八十三，北京户口，能领多少",), 10000),
        (("我闺女照顾我，她五十九，我八十九，京籍，肢体一级，多少钱",), 70000),
        (("楼上老李家老太太九十一，低保，北京户口，她能领多少",), 80000),
        (("隔壁老王八十二，吃低保，北京户口，他能领多少",), 40000),
        (("我五十五，在家伺候我公公，他九十三，肢体一级残疾，北京户口，一个月该给他多少",), 110000),
        (("我六十二了还照顾我婆婆，她九十五，视力一级残疾，北京户口，婆婆该得多少",), 110000),
        (("我照顾我妈，我五十八，她八十八，京籍，多少",), 10000),
        (("我五十九照顾老妈九十一重度失能北京户口能领多少",), 110000),
        (("我五十二岁，在家伺候婆婆，婆婆九十，京籍，多少",), 50000),
        (("我八十四，还得照顾老伴，北京户口，低保，我能领多少",), 40000),
        (("我八十四，老伴照顾我，肢体二级，北京户口，能领多少",), 50000),
        (("我妈八十四，京籍，肢体一级", "我爸不用算，他才七十六，没病"), 70000),
        (("我姥姥九十三，京籍", "不用算我妈，她才六十九", "到底多少"), 50000),
        (("我老头北京户口八十五，我是山东户口九十三，我老头能领多少", "一共多少"), 10000),
        (("我老头山东户口九十五，我是北京户口八十三，我能领多少", "一共多少"), 10000),
        (("我妈九十三，我五十四，我伺候她，肢体一级，北京户口，能领多少",), 110000),
        (("我妈九十三，我六十四，我伺候她，肢体一级，北京户口，我妈能领多少",), 110000),
        (("我儿子六十一，智力二级，我八十二，京籍，我能领多少",), 10000),
        (("我妈八十四，京籍", "我爸才七十六，不用算他", "一共多少"), 10000),
        (("我妈八十六，京籍", "不管我爸，他没满八十"), 10000),
        (("我妈不用管，她八十，京籍，算我爸的，他九十一，北京户口",), 50000),
        (("我弟弟六十七了，智力残疾三级，户口门头沟，能领多少",), 40000),
        (("我闺女六十二了，智力一级残疾，北京户口",), 60000),
        (("儿子六十二智力二级京籍能领几百",), 40000),
        (("我妈八十四，京籍", "我儿子五十八，肢体一级残疾", "一共多少"), 10000),
        (("我妈八十四，京籍", "我弟弟六十七，智力三级，京籍，能领多少", "那我妈呢"), 10000),
    ],
)
def test_nobody_gets_what_is_told_of_somebody_else(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert told(client, *messages)["total_fen_per_month"] == fen


def test_the_sum_of_those_who_were_told_of_one_by_one_is_that_of_both(client: FlaskClient) -> None:
    messages = ("我八十，北京户口", "老伴八十二，肢体一级，北京户口", "俩人多少")
    assert "合起来每月固定能领800元" in told(client, *messages)["text"]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("我老头户口北京的八十五，我是山东户口八十三，俩人一共能领多少", ("老伴每月固定能领100元", "您本人目前没有按月能领的")),
        ("家里俩老人，老头九十三评了重度失能，老太太八十五听力二级残疾，都是海淀户口，一共多少", ("领1100元", "领300元", "合起来每月固定能领1400元")),
        ("老头儿九十一，我八十一，俩人户口都在北京，合起来多少", ("合起来每月固定能领600元",)),
        ("我八十二老伴九十三，全北京户口，俩人多少", ("合起来每月固定能领600元",)),
        ("我妈八十五，我丈母娘九十二，都北京户口，一共多少", ("合起来每月固定能领600元",)),
        ("我公公九十四，婆婆九十整，我亲妈八十二，全是京籍，三个人加一块儿多少", ("公公每月固定能领500元", "妈妈每月固定能领100元", "合起来每月固定能领1100元")),
        ("我奶奶九十八，我姥姥九十一，我妈八十，都是北京户口，仨人一共多少", ("合起来每月固定能领1100元",)),
    ],
)  # fmt: skip
def test_each_of_several_gets_her_own(
    client: FlaskClient, text: str, sums: tuple[str, ...]
) -> None:
    reply = told(client, text)["text"]
    assert all(each in reply for each in sums)


@pytest.mark.parametrize(
    "text",
    [
        "我儿子五十八，肢体一级残疾，北京户口，能不能领老年人的护理补贴",
        "我闺女五十五，智力二级，北京户口，能领护理补贴吗",
        "我儿子三十五，智力一级，北京户口，能领护理补贴吗",
    ],
)
def test_a_child_below_sixty_is_told_no_at_once(client: FlaskClient, text: str) -> None:
    assert told(client, text)["text"].startswith("失能老年人护理补贴：不符合，还不满60周岁")
