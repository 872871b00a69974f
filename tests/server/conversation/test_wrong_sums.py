"""Messages that once got a wrong sum, or one for the wrong person or year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from intents.matching.evaluate import read_lines
from tests.evaluation.dialogues import played
from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("申请人76岁，户籍西城，智力残疾二级，同时听力三级，无低保", 60000),
        ("我妈86，北京户口，未享受低保，能领多少", 10000),
        ("我妈八十三是低保，不对是低收入，北京户口，能领多少", 30000),
        ("我妈今年八十，生日还没过，北京户口，能领多少", None),
        ("北京户口78，低保，特困供养，能领多少", None),
        ("我妈85，北京户口，没评上重度，能领多少", 10000),
        ("我妈还有半年八十，北京户口，能领多少", None),
        ("我老伴前年摔了一跤，今年八十一，北京户口，能领多少", 10000),
        ("我老伴八十四了 本市户口 低保 没有残疾，能享受多少", 40000),
        ("我86了，家里是低收入，没有残疾，北京农业户口，总共能领几百", 30000),
        ("我妈83，北京户口，低保，没评估过，能领多少", 40000),
        ("我妈83，北京户口，低保，没办残疾证，能领多少", 40000),
        ("83京籍低保户没人管，能领多少", 40000),
        ("低保没有，残疾没有，83，京籍，能领多少", 10000),
        ("我妈83，北京户口，低保没评上，能领多少", 10000),
        ("我妈83，北京户口，要么低保要么低收入，搞不清，能领多少", 10000),
        ("我妈83，北京户口，评的重度还是中度我忘了，能领多少", 10000),
        ("我爸95，不，是85，北京户口，多少", 10000),
    ],
)
def test_what_is_not_so_adds_nothing_to_the_sum(
    client: FlaskClient, text: str, fen: int | None
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈82，北京户口，不用算低保，一个月能领多少",), 10000),
        (("我妈82，北京户口，低保那块别算，一个月能领多少",), 10000),
        (("我妈82，北京户口，低保不算在内，能领多少",), 10000),
        (("我妈82，北京户口，别算低保的钱，光高龄津贴有多少",), 10000),
        (("我妈82，北京户口，撇开低保，能领多少",), 10000),
        (("我妈82京籍，别算残疾，能领多少",), 10000),
        (("我妈82京籍，肢体一级，残疾那块先不算，能领多少",), 10000),
        (("我妈82，北京户口", "不用算低保"), 10000),
        (("我妈82，北京户口", "低保还是低收入记不清"), 10000),
        (("我妈82，北京户口，要么低保要么低收入，搞不清", "查了是低收入"), 30000),
        (("我妈82，北京户口，视力一级还是二级记不清", "是二级"), 50000),
        (("我妈82，北京户口", "低保那块别算"), 10000),
        (("我妈82京籍，低保，能领多少", "低保那块别算"), 10000),
        (("我妈82京籍，是低保，别的不用算，能领多少",), 40000),
        (("我妈82京籍，是低保，不用算别的",), 40000),
        (("我妈82京籍是低保不用算别的能领多少",), 40000),
    ],
)
def test_what_is_not_to_be_reckoned_is_no_fact(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    chat = Chat(client)
    replies = [chat.say(text) for text in messages]
    assert replies[-1]["total_fen_per_month"] == fen


def test_what_is_not_to_be_reckoned_is_not_asked_for(client: FlaskClient) -> None:
    reply = Chat(client).say("我妈82，北京户口，不用算低保，一个月能领多少")
    assert "还是低收入家庭" not in reply["text"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我爸九十一低保，我妈八十五肢体一级残疾，都北京户口，各领多少", 150000),
        ("我爸91，我妈85，都北京户口，一共多少", 60000),
        ("我63，低保，我爸91，重度失能，我们俩都是北京户口，各能领多少", 140000),
        ("我今年62肢体一级，我妈88，我们俩都是京籍，一共能领多少", 70000),
        ("老两口一个九十二一个八十五，北京户口，合计能领多少", 60000),
        ("我58，我妈88，我们俩都是京籍，各能领多少", 10000),
        ("我今年62，我妈88，我们俩都是京籍", 10000),
        ("我爸91北京户口，我妈85，一共多少", None),
        # Only one of them is asked about.
        ("我爸88我妈85都是北京户口，别算我爸，就算我妈", 10000),
        ("我爸92我妈85都是北京户口，我爸不用算，能领多少", 10000),
        ("我爸92京籍，我妈85京籍肢体二级，只算我妈的", 50000),
        ("我爸92，我妈85肢体二级，都京籍，先别管我爸，光算我妈的，一个月多少", 50000),
        ("我妈83京籍，我婆婆91京籍，婆婆先不算", 10000),
    ],
)
def test_the_total_is_that_of_all_who_are_told_together(
    client: FlaskClient, text: str, fen: int | None
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "我今年62，我妈88，我们俩都是京籍",
            "妈妈每月固定能领100元（高龄津贴）；您本人眼下没有确定能领的，还差几样情况。",
        ),
        (
            "我妈95我72，我们娘俩都是北京户口，我是低保，一共多少",
            "妈妈每月固定能领500元（高龄津贴）；您本人每月固定能领300元",
        ),
        (
            "我65，我爸92，爷俩都是京籍，各领多少",
            "爸爸每月固定能领500元（高龄津贴）；您本人眼下没有确定能领的，还差几样情况。",
        ),
    ],
)
def test_a_child_of_sixty_told_together_with_the_elder_has_verdicts_of_her_own(
    client: FlaskClient, text: str, told: str
) -> None:
    assert told in Chat(client).say(text)["text"]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("我妈83北京户口中度失能住家里，一个月做了三次，一次150，能抵多少", "抵50%"),
        ("我妈83京籍重度失能住养老院，一个月花3000，能抵多少", "抵40%"),
    ],
)
def test_what_the_voucher_takes_off_is_told_by_its_share_and_cap(
    client: FlaskClient, text: str, share: str
) -> None:
    told = Chat(client).say(text)["text"].split("\n")[0]
    assert "养老服务消费补贴" in told
    assert share in told
    assert "每月最多800元" in told


def test_who_is_not_to_be_reckoned_is_left_out_of_a_sum_told_before(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸88我妈95都是北京户口，能领多少")
    reply = chat.say("别算我爸，就算我妈")
    assert reply["kind"] == "eligibility"
    assert reply["total_fen_per_month"] == 50000


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("俺娘八十八，吃低保好几年了，户口本是大兴的，一个月给几个钱",), 40000),
        (("我妈86京籍，我姐说能领500，对吗",), 10000),
        (("爷爷95奶奶89，爷爷重度失能，奶奶肢体三级，都是北京的，一共多少",), 120000),
        (("我家两个老的，老爷子91肢体一级，老太太88低保，都是京籍，一共多少",), 150000),
        (("我83，老伴91，老伴京籍我不是，一共多少",), 50000),
        (("我爸91京籍，低保，我妈85京籍，我妈不是，一共多少",), 90000),
        (("我妈86京籍", "老爷子呢，90，也是京籍，肢体一级", "他俩一共给多少"), 120000),
        (("我妈86京籍", "老爷子呢，90，也是京籍，肢体一级", "那老太太呢"), 10000),
        (("我爸86京籍能领多少", "老爷子低保"), 40000),
        (("我妈86京籍肢体一级", "不是肢体，是听力"), 30000),
        (("我妈86京籍肢体一级", "不是肢体，是听力", "是二级"), 30000),
        (("我妈86京籍听力一级", "说错了，是视力不是听力"), 70000),
        (("我61肢体一级我妈84都京籍我能领多少",), 60000),
        (("我61肢体一级我妈84都京籍我妈能领多少",), 10000),
        (("大姨85京籍，二姨83京籍低保，她们俩多少",), 50000),
        (("我二姨93京籍，能领多少", "我大姨呢，85，也京籍", "俩人一共多少"), 60000),
        (("我妈84，我爸比她大七岁，都京籍，一共多少",), 60000),
        (("我妈84，我爸比她大五岁，都京籍，一共多少",), None),
        (("我妈84京籍，低保材料交上去了，街道说差不多，能领多少",), 10000),
        (("我爸91京籍，低保，我妈85，京籍，她不是，一共多少",), 90000),
        (("我爸91京籍，我妈85，我妈不是，一共多少",), None),
        (("爷爷92 奶奶88 听力三级证 北京户口", "奶奶证是二级", "俩人一共"), 80000),
        (("我妈85，京籍，肢体一级，低保吗，不是，能领多少",), 70000),
        (("我妈84京籍，低保手续批下来了，能领多少",), 40000),
        (("我妈86京籍，她说她不想要低保，能领多少",), 10000),
        (("我妈86京籍，低保低收入都不沾，重度沾，能领多少",), 70000),
        (("我妈86京籍，重度失能评估过期了，能领多少",), 10000),
        (("我妈86京籍，低保，不想去养老院，能领多少",), 40000),
    ],
)
def test_facts_told_in_odd_ways_are_in_the_sum_and_no_others(
    client: FlaskClient, messages: tuple[str, ...], fen: int | None
) -> None:
    chat = Chat(client)
    replies = [chat.say(text) for text in messages]
    assert replies[-1]["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    "messages",
    [
        ("我妈83，北京户口，能领多少", "哦她上礼拜走了"),
        ("我妈83，北京户口，能领多少", "老人没了"),
        ("我妈83，北京户口，能领多少", "她昨天去世了"),
        ("我妈83，北京户口，能领多少", "老太太夜里走了，还能领这个月的吗"),
        ("我爸90，北京户口", "唉他前天走了"),
        ("我爸90，北京户口", "我爸没了"),
        ("我老伴90，北京户口，能领多少", "老伴上个月走了"),
        ("我妈83，北京户口，能领多少", "高龄津贴怎么申请", "哎她今早没了"),
        ("我爸上个月走了，八十八，北京户口，能领多少",),
    ],
)
def test_who_tells_of_a_death_is_told_what_becomes_of_the_allowances(
    client: FlaskClient, messages: tuple[str, ...]
) -> None:
    chat = Chat(client)
    reply = [chat.say(text) for text in messages][-1]
    assert reply["entry_id"] == "allowance-death"
    assert reply["text"].startswith("请您节哀。")
    assert reply["total_fen_per_month"] is None
    assert "元" not in reply["text"]


@pytest.mark.parametrize(
    "text",
    ["她走了两趟街道都没办成", "她走了，去我哥家了", "她要是走了呢", "老伴去世了，她一个人住"],
)
def test_who_went_somewhere_or_is_left_behind_is_not_mourned(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say("我妈83，北京户口，能领多少")
    assert "节哀" not in chat.say(text)["text"]
    assert chat.say("那我妈到底多少")["total_fen_per_month"] == 10000


def test_nothing_is_promised_to_who_has_died(client: FlaskClient) -> None:
    reply = Chat(client).say("我妈八十八，户口在北京，上个月去世了，还能领吗")
    assert all(benefit["verdict"] != "eligible" for benefit in reply.get("benefits") or [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "老两口一个九十二一个八十五，北京户口，合计能领多少",
            "头一位每月固定能领500元（高龄津贴）；另一位每月固定能领100元（高龄津贴）。合起来每月固定能领600元。",
        ),
        (
            "我爸九十一低保，我妈八十五肢体一级残疾，都北京户口，各领多少",
            (
                "爸爸每月固定能领800元（高龄津贴、困难老年人养老服务补贴）；"
                "妈妈每月固定能领700元（高龄津贴、失能老年人护理补贴），"
                "另有消费券每月最多抵800元（不是现钱，和失能老年人护理补贴只能选一样）。合起来每月固定能领1500元。"
            ),
        ),
        (
            "我和老伴都八十五了，两个人一共能领多少",
            (
                "您本人如果是北京户口，每月固定能领100元（高龄津贴）；"
                "老伴如果是北京户口，每月固定能领100元（高龄津贴）。如果都是北京户口，合起来每月固定能领200元。"
            ),
        ),
        (
            "我爸86，我妈78，北京户口，两人一共多少",
            "爸爸每月固定能领100元（高龄津贴）；妈妈眼下没有确定能领的，还差几样情况。还有没问到的情况",
        ),
    ],
)
def test_two_elders_are_told_what_each_gets_and_both(
    client: FlaskClient, text: str, told: str
) -> None:
    reply = Chat(client).say(text)
    assert told in reply["text"]
    assert told in reply["speech_text"]


def test_there_is_no_sum_of_two_of_whom_one_is_not_known(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸86北京户口")
    told = chat.say("我爸和我妈两个人一共多少")["text"]
    assert "爸爸每月固定能领100元（高龄津贴）" in told
    assert "眼下合起来能确定的是每月100元" in told  # no more is known of the other one
    assert "合起来每月固定能领" not in told


def test_who_asks_for_one_of_two_is_told_of_that_one(client: FlaskClient) -> None:
    told = Chat(client).say("老伴91我84，都北京户口，我能领多少")["text"]
    assert told.startswith("按您说的您本人的情况，每月固定能领100元")


def test_a_benefit_of_this_year_is_not_told_for_the_last(client: FlaskClient) -> None:
    reply = Chat(client).say("2025年我妈八十三北京户口重度失能能领消费券吗")
    [voucher] = [b for b in reply["benefits"] if b["code"] == "consumption_voucher"]
    assert voucher["verdict"] == "not_eligible"


def test_a_year_of_birth_can_be_put_right(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("姥姥1936年3月2日生，北京海淀户口，低收入，一个人住")
    assert chat.say("说错了，是1946年")["total_fen_per_month"] == 30000


def test_a_supposition_is_worked_out_and_not_kept(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸八十二，北京户口，能领多少")
    assert chat.say("如果评成重度能领多少")["total_fen_per_month"] == 70000
    assert chat.say("接着算")["total_fen_per_month"] == 10000


def test_not_assessed_is_an_answer_while_something_else_is_asked(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸八十二，北京户口，能领多少")
    assert chat.say("还没评估过")["total_fen_per_month"] == 10000


def test_a_plain_answer_after_a_question_in_the_middle_is_taken_in(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("老人八十一，北京户口")
    assert chat.say("低保是什么意思")["kind"] == "answer"
    assert chat.say("哦那没有")["kind"] == "eligibility"


def test_who_paid_after_a_warning_is_sent_to_the_police(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("有人上门说给我办养老卡让我先交两千押金")["kind"] == "fraud_warning"
    reply = chat.say("我已经给了")
    assert reply["kind"] == "fraud_warning"
    assert reply["actions"][0]["target"] == "110"


def test_having_given_something_is_no_fraud_where_nobody_was_warned(client: FlaskClient) -> None:
    assert Chat(client).say("我已经交了")["kind"] != "fraud_warning"


@pytest.mark.parametrize(
    "text", ["我两口子都八十五俩人一共多少", "我们俩一共能领多少我八十三他八十六北京户口"]
)
def test_a_couple_in_everyday_words_gets_no_common_sum(client: FlaskClient, text: str) -> None:
    assert "各算各的" in Chat(client).say(text)["text"]


def test_what_two_people_get_together_is_told_of_each_of_them_by_name(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十三了北京户口")
    chat.say("那我爸呢九十一也是北京户口")
    reply = chat.say("加起来多少")
    assert reply["text"].startswith(
        "每位老人各算各的：爸爸每月固定能领500元（高龄津贴）；妈妈每月固定能领100元（高龄津贴）。"
        "合起来每月固定能领600元。"
    )
    assert reply["total_fen_per_month"] == 60000


@pytest.mark.parametrize(
    ("grade", "amount"),
    [
        ("肢体二级呢", "每月400元"),
        ("精神三级的呢", "每月400元"),
        ("听力一级呢", "每月200元"),
        ("肢体一级呢", "每月600元"),
    ],
)
def test_a_grade_gets_its_own_amount_and_no_other_grade_s(
    client: FlaskClient, grade: str, amount: str
) -> None:
    chat = Chat(client)
    chat.say("失能补贴多少")
    reply = chat.say(grade)
    assert reply["kind"] == "eligibility"
    assert amount in reply["text"].split("\n")[0]


def test_a_grade_of_nobody_in_particular_is_not_kept(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("失能补贴多少")
    chat.say("肢体二级呢")
    assert chat.say("我妈八十三北京户口一共多少")["total_fen_per_month"] == 10000


@pytest.mark.parametrize("text", ["我爸三级肢体", "他是三级肢体残疾"])
def test_a_grade_that_has_no_amount_gets_none(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    chat.say("护理补贴几级能领")
    reply = chat.say(text)
    assert reply["kind"] == "eligibility"
    assert "00元" not in reply["text"].split("\n")[0]


@pytest.mark.parametrize(
    "text", ["我八十九北京户口明年能涨到多少", "我八十九北京户口，明年能领多少"]
)
def test_what_it_rises_to_next_year_is_told_as_of_next_year(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == 50000


def test_whether_she_still_qualifies_is_worked_out_again(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我姥姥一百零二了北京户口能领啥")
    chat.say("她住养老院")
    assert chat.say("还能领吗")["total_fen_per_month"] == 80000


def test_a_disability_told_piece_by_piece_is_put_together(client: FlaskClient) -> None:
    chat = Chat(client)
    for piece in ("我妈有残疾证", "智力的", "三级"):
        chat.say(piece)
    assert chat.say("七十岁北京户口")["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    "text",
    [
        "我两口子，一个八十一个八十五，都是北京户口，一共领多少",
        "我和老伴都八十三了，北京户口，加起来领多少",
        "男的八十五女的八十一，北京户口，一共领多少",
    ],
)
def test_the_sum_of_one_is_never_told_as_that_of_two(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert "各算各的" in reply["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我老伴七十九岁零十一个月，什么时候能领高龄津贴",
        "我妈差一个月八十，高龄津贴什么时候开始给",
    ],
)
def test_who_is_nearly_old_enough_hears_from_when(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    [allowance] = [b for b in reply["benefits"] if b["code"] == "age_allowance"]
    assert allowance["verdict"] == "not_eligible"
    assert "满80周岁" in reply["text"]


def test_of_last_years_age_and_this_years_this_years_counts(client: FlaskClient) -> None:
    reply = Chat(client).say("去年我妈九十九，今年一百了，北京户口，能领多少")
    assert reply["total_fen_per_month"] == 80000


@pytest.mark.parametrize("text", ["低保的七十岁老人每月能领几百", "低保，北京户口，能领几百"])
def test_how_many_hundreds_is_no_age(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply.get("total_fen_per_month") in (None, 30000)
    assert "800" not in reply["text"].split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "老伴去世了抚恤金领多少",
        "我妈公积金能领多少",
        "我妈遗属补助能领多少",
        "我妈今年八十五，北京户口，养老金能领多少",
        "我爸八十五，过节费发多少",
    ],
)
def test_money_that_is_none_of_ours_is_not_answered_with_our_sums(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["kind"] != "eligibility"


@pytest.mark.parametrize(
    "text", ["我妈八十五，北京户口，有退休金，能领多少", "我妈八十五，没有养老金，北京户口能领多少"]
)
def test_who_has_a_pension_or_none_is_still_told_what_she_gets(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == 10000


SUMS = read_lines(Path(__file__).resolve().parents[2] / "data" / "sums.jsonl")


@pytest.mark.parametrize(
    "turns", [pytest.param(row["turns"], id=row["turns"][0]["user"]) for row in SUMS]
)
def test_no_sum_is_wrong(client: FlaskClient, turns: list[dict[str, Any]]) -> None:
    assert played(client, turns) == []


def test_another_year_than_the_one_of_the_age_is_the_one_that_is_asked_for(
    client: FlaskClient,
) -> None:
    assert (
        Chat(client).say("我妈今年八十九，北京户口，明年能领多少")["total_fen_per_month"] == 50000
    )
    reply = Chat(client).say("我爸今年八十整，北京户口，去年能领多少")
    assert reply["total_fen_per_month"] is None


def test_what_is_told_of_the_father_is_no_fact_of_the_mother(client: FlaskClient) -> None:
    reply = Chat(client).say("我妈八十二，北京户口，我爸是肢体二级，我妈能领多少")
    assert reply["total_fen_per_month"] == 10000


def test_an_aunt_is_somebody_else_than_the_mother_before_her(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十五，北京户口")
    chat.say("那我姨呢，她九十二，河北户口")
    assert chat.say("我妈的再说一下")["total_fen_per_month"] == 10000


@pytest.mark.parametrize("text", ["低保正在办还没批下来", "低保上个月给停了", "低保还在审核"])
def test_an_income_that_is_not_granted_or_no_longer_is_adds_nothing(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(f"我妈八十五，北京户口，{text}，能领多少")
    assert reply["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("中度失能能领消费券吗", "voucher-who"),
        ("轻度失能能领消费券吗", "voucher-mild"),
        ("重度失能护理补贴多少", "care-subsidy-600"),
        ("听力三级残疾护理补贴多少", "care-subsidy-other-grades"),
        ("低保老人有200块吗", "difficulty-subsidy-dibao"),
        ("我妈户口在河北，住在朝阳，能办老年卡吗", "elder-card-nonlocal"),
    ],
)
def test_an_answer_for_other_people_is_not_given(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert Chat(client).say(text)["entry_id"] == entry


@pytest.mark.parametrize(
    "text", ["我妈79，北京户口，有高龄津贴吗", "我是外地户口，八十五了，有高龄补贴吗"]
)
def test_whether_somebody_has_a_benefit_is_worked_out_for_that_one(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["text"].startswith("高龄津贴：不符合")


def test_one_benefit_named_after_the_sum_is_told_with_what_excludes_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十五，北京户口，低保，重度失能，一共多少")
    told = chat.say("那消费券呢")["text"].split("\n")[0]
    assert told.startswith("养老服务消费补贴：符合")
    assert "和失能老年人护理补贴只能选一样" in told


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我妈迁户口到北京才半年，八十六，能领吗", 10000),
        ("我大爷特困供养，九十一了，北京户口，一个月给几个钱", 50000),
        ("我奶奶今年一百岁虚岁，北京户口，能领多少", 50000),
        ("我妈今年八十一，是北京户口，低收入，老伴去年走的 每月给多少", 30000),
        ("我爸八十五 女儿五十五了 北京户口 退休金三千一共能领多少", 10000),
        ("我婆婆九十周岁，享受低保，本市户口，智力残疾4级一个月一共多少钱", 80000),
        ("俺娘90，评估是重度失能，言语4级残疾，京籍，每月给多少", 110000),
        ("我姥姥80，没有低保也不是低收入，失独，北京户口，评估是重度失能 都能领什么补贴", 80000),
    ],
)
def test_sums_in_still_other_words(client: FlaskClient, text: str, fen: int) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("first", "then", "fen"),
    [
        ("我妈84，京籍", "残疾证有没有？没有，没办过", 10000),
        ("我爸七十七京籍，重度失能", "低保有吗？没有，我们家不困难", 60000),
    ],
)
def test_a_question_that_people_answer_themselves_is_an_answer(
    client: FlaskClient, first: str, then: str, fen: int
) -> None:
    chat = Chat(client)
    chat.say(first)
    assert chat.say(then)["total_fen_per_month"] == fen
    assert chat.say("到底多少")["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    "text",
    [
        "我爸上个月走了，八十八，北京户口，下个月还发津贴吗",
        "姥姥前天没的，九十二，户口海淀，能领多少",
        "老爷子蹲监狱呢，八十五，北京户口，高龄津贴给多少",
    ],
)
def test_nothing_is_promised_to_the_dead_or_to_who_serves_a_sentence(
    client: FlaskClient, text: str
) -> None:
    assert not Chat(client).say(text)["total_fen_per_month"]
