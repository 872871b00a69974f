"""What a short message means after the one before it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat
from tests.server.talk import ask


def test_the_contract_s_example_gets_the_condition_and_the_next_question(
    client: FlaskClient,
) -> None:
    reply = Chat(client).say("我妈八十三了,一个月能领多少")
    [allowance] = [b for b in reply["benefits"] if b["code"] == "age_allowance"]
    assert reply["kind"] == "eligibility"
    assert (allowance["verdict"], allowance["amount_fen_per_month"]) == ("need_info", 10000)
    assert reply["text"].startswith("如果是北京户口，每月固定能领100元：高龄津贴100元。")
    assert "老人是北京户口吗？" in reply["text"]


def test_no_sum_is_promised_while_the_registration_is_not_known(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈八十三了,一个月能领多少")["total_fen_per_month"] is None
    assert chat.say("是北京户口")["total_fen_per_month"] == 10000


def test_another_person_s_facts_are_put_aside(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈九十二，北京户口，低保，能领多少")["total_fen_per_month"] == 80000
    assert chat.say("我爸呢？")["total_fen_per_month"] is None
    assert chat.say("他八十一，北京户口")["total_fen_per_month"] == 10000
    assert chat.say("那我妈呢")["total_fen_per_month"] == 80000


def test_what_is_shared_is_kept_only_when_it_is_said(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈九十二，北京户口，低保，能领多少")
    assert chat.say("我爸也一样，他八十一")["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("correction", "total"),
    [("说错了，我妈九十一", 50000), ("不是八十三，是七十三", None), ("不对，是九十二", 50000)],
)
def test_an_age_is_corrected(client: FlaskClient, correction: str, total: int | None) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，北京户口，不是低保，能领多少")
    assert chat.say(correction)["total_fen_per_month"] == total


def test_a_correction_is_no_answer_to_what_was_asked(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈九十二，低保，能领多少")
    reply = chat.say("不对，她九十一")
    assert "老人是北京户口吗？" in reply["text"]


def test_corrected_facts_last(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈评上重度失能了，北京户口，七十六岁，能领什么")
    assert chat.say("她吃着低保")["total_fen_per_month"] == 90000
    assert chat.say("不是低保，是低收入")["total_fen_per_month"] == 80000
    chat.say("这钱发到哪张卡上")
    assert chat.say("接着算吧")["total_fen_per_month"] == 80000


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("第二个", 1),
        ("后面那个", 2),
        ("最后一个", 2),
        ("上面那个", 0),
        ("就是这个", 0),
        ("是的", 0),
        ("对", 0),
        ("中间那个", 1),
    ],
)
def test_a_choice_is_picked_in_words(client: FlaskClient, words: str, place: int) -> None:
    chat = Chat(client)
    offered = chat.say("我想问补贴")["choices"]
    assert chat.say(words)["entry_id"] == Chat(client).say(offered[place]["text"])["entry_id"]


def test_a_choice_is_picked_by_its_name(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我想问补贴")
    assert chat.say("失能护理的那个")["entry_id"] == "care-subsidy-amount"


@pytest.mark.parametrize("words", ["都不是", "没有我要的", "不是", "都不对"])
def test_none_of_the_choices_is_asked_about_once(client: FlaskClient, words: str) -> None:
    chat = Chat(client)
    chat.say("我想问补贴")
    reply = chat.say(words)
    assert (reply["kind"], reply["choices"]) == ("clarify", [])
    assert "拨打12345" in reply["text"]
    assert chat.say("说不清楚")["kind"] == "handoff"


@pytest.mark.parametrize(
    ("before", "then", "entry"),
    [
        ("养老助残卡去哪里办？", "要带什么", "elder-card-materials"),
        ("养老助残卡去哪里办？", "能让我闺女代办吗", "elder-card-proxy"),
        ("养老助残卡丢了怎么补办？", "在哪办", "elder-card-where"),
        ("北京高龄津贴每月发多少钱？", "那护理补贴呢", "care-subsidy-amount"),
        ("上海高龄津贴多少", "那北京呢", "age-allowance-amount"),
        ("80到89周岁的老人高龄津贴有多少？", "一百岁的呢", "age-allowance-100-plus"),
        ("养老院的押金最多能收多少？", "那预收呢", "prepay-limit"),
    ],
)
def test_the_subject_is_taken_from_the_question_before(
    client: FlaskClient, before: str, then: str, entry: str
) -> None:
    chat = Chat(client)
    chat.say(before)
    assert chat.say(then)["entry_id"] == entry


def test_small_talk_in_between_does_not_lose_the_subject(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("养老助残卡去哪里办？")
    chat.say("谢谢你啊")
    assert chat.say("要带什么")["entry_id"] == "elder-card-materials"


def test_an_earlier_subject_is_taken_up_by_its_name(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("家庭养老床位怎么申请")
    chat.say("老年人能力评估由什么人来做？")
    assert chat.say("接着说刚才那个床位，收不收费")["entry_id"] == "home-bed-fee"


def test_a_question_of_its_own_is_not_bent_to_the_one_before(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("北京高龄津贴每月发多少钱？")
    assert chat.say("老年卡去哪儿办")["entry_id"] == "elder-card-where"


def test_again_means_the_short_answer_again(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("北京高龄津贴每月发多少钱？")
    assert chat.say("再说一遍")["text"] == first["text"].split("\n\n")[0]


def test_whoever_is_upset_is_spoken_to_kindly(client: FlaskClient) -> None:
    reply = Chat(client).say("我问了三遍了，补贴津贴每个月哪天到账")
    assert reply["text"].startswith("让您着急了，对不起。")


def test_elsewhere_is_said_to_be_unknown(client: FlaskClient) -> None:
    assert "我只知道北京的养老政策" in Chat(client).say("上海高龄津贴多少")["text"]


@pytest.mark.parametrize("text", ["吃了吗", "今天天气怎么样", "你真好", "讲个笑话"])
def test_small_talk_is_answered_in_a_line_and_turned_to_the_point(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "smalltalk"
    assert len(reply["text"]) < 60
    assert any(word in reply["text"] for word in ("养老", "补贴", "老年"))


def test_a_fact_told_on_the_way_is_remembered(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸七十八了，老年卡去哪儿办")
    assert "养老助残卡" in chat.say("那他现在能享受啥")["text"]


@pytest.mark.parametrize("words", ["不用了", "没事了", "不想算了"])
def test_leaving_off_is_no_answer_to_what_was_asked(client: FlaskClient, words: str) -> None:
    chat = Chat(client)
    chat.say("我妈八十三了,一个月能领多少")
    chat.say(words)
    assert "如果是北京户口" in chat.say("接着算")["text"]


def test_what_something_costs_is_no_question_about_benefits(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，北京户口，不是低保，能领多少")
    assert chat.say("养老院押金一共要交多少")["entry_id"] == "deposit-limit"


def test_a_fact_told_after_an_answer_is_applied_to_its_benefit(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("失能老年人护理补贴每月多少钱？")
    reply = chat.say("北京户口，六十五")
    assert reply["kind"] == "eligibility"
    assert reply["text"].startswith("失能老年人护理补贴：")


def test_what_was_told_is_told_again_to_who_remembers_another_number(client: FlaskClient) -> None:
    chat = Chat(client)
    told = chat.say("评估几天出结果")
    again = chat.say("之前你说二十天")
    assert again["kind"] == told["kind"]
    assert again["text"].startswith("我刚才说的是：")


def test_the_only_choice_is_picked_by_its_subject(client: FlaskClient) -> None:
    chat = Chat(client)
    offered = chat.say("我卡丢了")
    assert [choice["text"] for choice in offered["choices"]] != []
    assert chat.say("就是坐车那个卡")["entry_id"] == "elder-card-lost"


@pytest.mark.parametrize(
    "text", ["我已经把身份证号告诉他了", "已经给了他验证码了", "我转给人家两千了"]
)
def test_what_was_given_to_a_seller_is_heard_whatever_it_was(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say("有人给我打电话说代办高龄津贴要收手续费三百")
    assert "110" in chat.say(text)["text"]


def test_another_subject_takes_over_what_the_entry_asked(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("押金最多收几个月")["entry_id"] == "deposit-limit"
    assert chat.say("预收费呢")["entry_id"] == "prepay-limit"


def test_another_age_never_gets_the_amount_of_the_age_before(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("一百岁老人一个月给多少")["entry_id"] == "age-allowance-100-plus"
    told = chat.say("九十一的")["text"].split("\n")[0]
    assert "500元" in told
    assert "800元" not in told
    assert "80周岁" in chat.say("七十九呢")["text"].split("\n")[0]


def test_a_follow_up_is_answered_by_what_has_its_own_words(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("养老院能收我会员费吗")
    chat.say("押金呢")
    assert chat.say("要是他们关门了怎么办")["entry_id"] == "institution-closing"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("评估是不是自费", "assessment-fee"),
        ("家庭养老床位有什么条件", "home-bed-who"),
        ("海淀做评估要自费吗", "haidian-assessment-fee"),
        ("家庭养老床位每月有多少无偿服务额度", "haidian-home-bed-free-quota"),
    ],
)
def test_the_city_s_own_entry_goes_before_one_district_s(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert Chat(client).say(text)["entry_id"] == entry


def test_the_district_that_somebody_is_known_to_live_in_keeps_its_own_entry(
    client: FlaskClient,
) -> None:
    chat = Chat(client)
    chat.say("我妈八十三，住海淀，北京户口，能领多少")
    assert chat.say("评估是不是自费")["entry_id"] == "haidian-assessment-fee"


def test_an_entry_that_tells_of_the_district_asked_about_comes_first(client: FlaskClient) -> None:
    reply = Chat(client).say("丰台养老院多少钱一个月")
    assert reply["entry_id"] == "institution-fee-by-district"


@pytest.mark.parametrize("text", ["护理补贴在哪办", "失能补贴去哪里办理", "困难补贴在哪儿登记"])
def test_where_an_allowance_is_applied_for_is_not_where_it_is_spent(
    client: FlaskClient, text: str
) -> None:
    assert Chat(client).say(text)["entry_id"].startswith("allowance-apply")


def test_what_goes_together_with_a_sum_is_asked_of_the_benefits_in_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我爸九十，京籍，评的重度，能领多少")
    assert chat.say("跟消费券能同时要吗")["entry_id"] == "voucher-or-care-subsidy"
    chat = Chat(client)
    chat.say("计生特殊家庭补助标准")
    assert chat.say("能与高龄津贴叠加吗")["entry_id"] == "three-allowances-together"


def test_a_wish_without_a_subject_is_offered_for_the_commonest_ones(client: FlaskClient) -> None:
    reply = Chat(client).say("需要哪些证件")
    assert reply["kind"] == "clarify"
    assert {"申请补贴津贴带什么", "办老年卡带什么"} <= {c["label"] for c in reply["choices"]}


def test_the_subject_that_all_choices_have_picks_the_first(client: FlaskClient) -> None:
    chat = Chat(client)
    first = chat.say("办卡")["choices"][0]["label"]
    assert first == "老年卡谁能办"
    assert chat.say("老年卡那个")["entry_id"] == "elder-card-who"


def test_going_on_with_a_sum_is_no_next_step_of_the_answer_in_the_middle(
    client: FlaskClient,
) -> None:
    chat = Chat(client)
    chat.say("老爷子八十七，丰台户口，能领什么")
    assert chat.say("丰台的助餐点咋找")["entry_id"] == "meal-point-lookup"
    assert chat.say("继续")["total_fen_per_month"] == 10000


def test_a_registration_in_the_country_is_told_to_be_as_good(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我婆婆八十八，户口在延庆农村")
    reply = chat.say("农村户口也一样吗")
    assert reply["text"].startswith("规定写的是本市户口，没有分农村和城镇")
    assert reply["total_fen_per_month"] == 10000


def test_what_was_said_just_now_is_said_again(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("家庭医生要交签约费吗")
    again = chat.say("刚才说交多少来着，再讲一遍")
    assert "没查到，不能报数" in again["text"]


@pytest.mark.parametrize(
    ("first", "then", "entry"),
    [
        ("高龄津贴多少钱", "朝阳区去哪办", "allowance-apply-channels"),
        ("护理补贴多少钱", "丰台在哪申请", "allowance-apply-channels"),
        ("能力评估要多少钱", "大兴去哪儿申请", "assessment-apply"),
    ],
)
def test_where_a_rule_of_the_city_is_dealt_with_in_one_district_is_told(
    client: FlaskClient, first: str, then: str, entry: str
) -> None:
    chat = Chat(client)
    chat.say(first)
    assert chat.say(then)["entry_id"] == entry


def test_what_is_none_of_ours_in_a_district_stays_unanswered(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("高龄津贴多少钱")
    assert chat.say("朝阳区去哪理发")["kind"] == "handoff"


@pytest.mark.parametrize(
    ("first", "then", "entry"),
    [
        ("家庭养老床位什么人能办", "收钱不", "home-bed-fee"),
        ("老年卡怎么办", "花钱不", "elder-card-fee"),
        ("高龄津贴多少钱", "能取出来不", "age-allowance-cash"),
    ],
)
def test_what_stands_between_the_words_of_a_yes_or_no_is_asked(
    client: FlaskClient, first: str, then: str, entry: str
) -> None:
    chat = Chat(client)
    chat.say(first)
    assert chat.say(then)["entry_id"] == entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("第一个办法具体说说", "allowance-apply-online"),
        ("第二种法子怎么弄", "allowance-apply-any-street"),
        ("第三个途径细说一下", "allowance-apply-paper"),
    ],
)
def test_one_of_the_ways_that_were_told_is_told_in_full(
    client: FlaskClient, text: str, entry: str
) -> None:
    chat = Chat(client)
    assert chat.say("高龄津贴怎么申请")["kind"] == "answer"
    assert chat.say(text)["entry_id"] == entry


def test_a_way_that_no_entry_tells_is_told_as_it_was(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("能力评估怎么申请")
    reply = chat.say("第二个办法说细点")
    assert reply["kind"] == "answer"
    assert "电话预约" in reply["text"]


def test_a_list_is_open_while_its_choices_are_picked(client: FlaskClient) -> None:
    chat = Chat(client)
    choices = chat.say("老人有什么补贴")["choices"]
    chat.say("第一个")
    reply = chat.say("那第二个呢")
    assert reply["citations"]
    assert reply["entry_id"] == "care-subsidy-amount", choices


@pytest.mark.parametrize("text", ["都要", "都说说吧", "三个都想知道"])
def test_all_that_was_offered_is_told_one_by_one(client: FlaskClient, text: str) -> None:
    chat = Chat(client)
    offered = chat.say("老人有什么补贴")["choices"]
    reply = chat.say(text)
    assert reply["kind"] == "answer"
    assert reply["text"].startswith("您问了三件事")
    assert [choice["text"] for choice in reply["choices"]] == [one["text"] for one in offered]


@pytest.mark.parametrize(
    ("messages", "entry"),
    [
        (("公办养老院怎么进", "要排队吗", "多久"), "public-home-waiting"),
        (("理发", "上门的"), "station-haircut"),
        (("喘息服务", "一次几天", "收费吗"), "respite-care"),
        (("助餐点在哪", "方庄"), "meal-point-lookup"),
        (("助餐点在哪", "我在劲松"), "meal-point-lookup"),
        (("外地老人", "能住养老院吗"), "institution-nonlocal"),
        (("养老院押金一般多少", "退不退"), "prepaid-refund"),
    ],
)
def test_what_was_told_still_answers_what_goes_on_from_it(
    client: FlaskClient, messages: tuple[str, ...], entry: str
) -> None:
    chat = Chat(client)
    for text in messages[:-1]:
        chat.say(text)
    assert chat.say(messages[-1])["entry_id"] == entry


@pytest.mark.parametrize("text", ["劲松附近的老年食堂", "方庄哪有老年餐桌"])
def test_a_street_is_told_what_holds_in_the_whole_city(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["entry_id"] == "meal-point-lookup"
    assert reply["text"].startswith("查到的是全市的说法，没有单说")


def test_who_stands_nearest_is_named_for_what_goes_on_after_a_hand_over(
    client: FlaskClient,
) -> None:
    chat = Chat(client)
    for text in ("老年卡去哪办", "能邮寄吗"):
        chat.say(text)
    assert "96198" in chat.say("几点开门")["text"]


@pytest.mark.parametrize(
    ("texts", "entry"),
    [
        (("评估", "多长时间"), "assessment-days"),
        (("我想问评估", "要钱不"), "assessment-fee"),
        (("评估", "去哪"), "assessment-apply"),
        (("预收费最多几个月", "退呢"), "prepaid-refund"),
        (("老年餐送家里要加钱吗", "那刷卡呢"), "meal-payment-card"),
        (("驿站理发", "那钱呢"), "station-haircut"),
        (("高龄津贴多少钱", "那九十五的呢"), "age-allowance-90-99"),
        (("消费券怎么领", "护理补贴能一起领吗"), "voucher-or-care-subsidy"),
        (("那个八百块是现金吗", "过月不用还有吗"), "voucher-month-expiry"),
        (("护理补贴能取现吗", "过月不用还有吗"), "care-subsidy-expire"),
        (("天津的老人高龄津贴多少", "那我把户口迁到北京呢"), "allowance-hukou-kinds"),
        (("高龄津贴多少", "我把户口迁到天津呢"), "allowance-move-out"),
    ],
)
def test_a_few_words_go_on_from_what_was_named_or_told(
    client: FlaskClient, texts: tuple[str, str], entry: str
) -> None:
    known = ask(client, texts[0])["conversation_id"]
    assert ask(client, texts[1], conversation_id=known)["reply"]["entry_id"] == entry


@pytest.mark.parametrize("text", ["名单呢", "那养狗呢", "那股票呢"])
def test_what_was_told_is_no_answer_to_another_thing_named(client: FlaskClient, text: str) -> None:
    known = ask(client, "养老院最多能预收几个月")["conversation_id"]
    assert ask(client, text, conversation_id=known)["reply"]["kind"] != "answer"


def test_another_choice_may_be_picked_of_those_under_an_answer(client: FlaskClient) -> None:
    first = ask(client, "第一 老年卡怎么办 第二 丢了怎么补")
    known = first["conversation_id"]
    ask(client, "第二个", conversation_id=known)
    told = ask(client, "第一个呢", conversation_id=known)["reply"]
    assert told["entry_id"] == "elder-card-where"
