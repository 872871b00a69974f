"""Messages in everyday words that once got no answer, or one to another question."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def verdict(reply: dict[str, Any], code: str) -> dict[str, Any]:
    return next(benefit for benefit in reply["benefits"] if benefit["code"] == code)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("中度失能消费券多少钱", "voucher-amount"),
        ("上个月的没到账", "allowance-pay-day"),
        ("我爸走了，卡里还有钱怎么处理", "allowance-death"),
        ("八十岁生日还没到能提前申请吗", "age-allowance-under-80"),
        ("刚满90，涨到五百从哪个月开始", "age-allowance-step-up"),
        ("我腿脚不便能上门办吗", "allowance-who-applies"),
        ("住院期间补贴停吗", "allowance-stop-reasons"),
        ("七十岁吃饭有补贴吗", "meal-subsidy-who"),
        ("苹果园街道电话", "allowance-pingguoyuan"),
    ],
)
def test_everyday_words_find_their_entry(client: FlaskClient, text: str, entry: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    "text", ["驾照七十岁换证", "老人免费旅游景点有哪些", "补贴比上个月少了一百", "儿子女儿都在国外"]
)
def test_what_is_none_of_ours_gets_neither_a_sum_nor_a_warning(
    client: FlaskClient, text: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] in ("handoff", "clarify")
    assert "国外的请问当地" not in reply["text"]


@pytest.mark.parametrize("text", ["重度失能一个月补多少", "重度失能的给多少钱啊"])
def test_a_kind_of_people_is_told_what_it_gets(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "eligibility"
    assert "年满60周岁：失能老年人护理补贴每月600元" in reply["text"]
    assert reply["total_fen_per_month"] is None
    assert verdict(reply, "care_subsidy")["verdict"] == "need_info"


def test_whoever_is_named_next_is_of_that_kind(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("重度失能一个月补多少")
    assert chat.say("我爸75，北京户口")["total_fen_per_month"] == 60000


def test_what_the_speaker_says_of_herself_is_nobody_elses(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我吃低保，能领多少")
    assert chat.say("我妈90，北京户口，能领多少")["total_fen_per_month"] == 50000


def test_a_kind_asked_about_beside_a_known_person_is_only_supposed(client: FlaskClient) -> None:
    chat = Chat(client)
    assert chat.say("我妈85，北京户口，能领多少")["total_fen_per_month"] == 10000
    chat.say("重度失能一个月补多少")
    assert chat.say("那我妈到底能领多少")["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我妈肢体二级残疾，能领多少", "如果是北京户口、年满60周岁：失能老年人护理补贴每月400元"),
        ("我爸是低保，北京户口，能领多少", "如果年满60周岁：困难老年人养老服务补贴每月300元"),
    ],
)
def test_what_hangs_on_the_age_alone_is_told_before_it_is_known(
    client: FlaskClient, text: str, told: str
) -> None:
    assert told in Chat(client).say(text)["text"]


def test_a_registration_elsewhere_is_told_no_amount_for_beijing(client: FlaskClient) -> None:
    assert (
        "护理补贴每月"
        not in Chat(client).say("我妈外地户口，重度失能，能领多少")["text"].split("\n")[0]
    )


@pytest.mark.parametrize("text", ["我1946年12月生，啥时候能领高龄", "79岁11个月能领不"])
def test_who_is_not_old_enough_is_told_so(client: FlaskClient, text: str) -> None:
    assert verdict(Chat(client).say(text), "age_allowance")["verdict"] == "not_eligible"


def test_a_year_of_birth_needs_no_word_for_birth(client: FlaskClient) -> None:
    assert verdict(Chat(client).say("1940年的能领多少"), "age_allowance")["tier"].startswith(
        "80至89"
    )


def test_the_telephone_of_one_office_is_not_told_for_another(client: FlaskClient) -> None:
    reply = Chat(client).say("街道电话多少")
    assert reply["entry_id"] == "street-phone"
    assert "88932121" not in reply["text"]


def test_where_the_children_live_is_told_of_not_asked_about(client: FlaskClient) -> None:
    assert Chat(client).say("儿子在上海，我83，北京户口，能领多少")["total_fen_per_month"] == 10000
    there = Chat(client).say("儿子在上海，那边高龄津贴多少")
    assert (there["kind"], "上海" in there["text"]) == ("handoff", True)


@pytest.mark.parametrize(
    "text", ["电梯困住了", "我妈被反锁在屋里出不来了", "老爷子困在电梯里，按铃没人应"]
)
def test_people_who_are_trapped_are_helped_first(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "emergency"
    assert "119" in [action["target"] for action in reply["actions"]]


@pytest.mark.parametrize(
    "text", ["老楼加装电梯补多少钱", "电梯坏了找谁修", "没电梯的老楼送饭送到几楼"]
)
def test_a_lift_by_itself_is_no_danger(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] != "emergency"


@pytest.mark.parametrize("before", [(), ("您好",)])
@pytest.mark.parametrize("doubt", ["你说的准吗", "您说的话靠谱吗"])
def test_whether_to_be_believed_is_answered_with_the_sources(
    client: FlaskClient, before: tuple[str, ...], doubt: str
) -> None:
    chat = Chat(client)
    for text in before:
        chat.say(text)
    reply = chat.say(doubt)
    assert reply["kind"] == "smalltalk"
    assert "出处" in reply["text"]


def test_whether_what_was_told_is_right_is_answered_with_it(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("高龄津贴多少钱")
    assert chat.say("你说的准吗")["text"].startswith("我刚才说的是：")


@pytest.mark.parametrize(
    "over", ["没事了，已经起来了", "现在起来了没事了", "人缓过来了", "虚惊一场"]
)
def test_when_it_is_over_the_card_is_not_shown_again(client: FlaskClient, over: str) -> None:
    chat = Chat(client)
    assert chat.say("我妈刚才摔了一跤")["kind"] == "emergency"
    reply = chat.say(over)
    assert (reply["kind"], "120" in reply["text"]) == ("smalltalk", True)


@pytest.mark.parametrize("again", ["又疼起来了", "没事了又摔了起不来", "他又晕过去了"])
def test_what_begins_again_is_danger_again(client: FlaskClient, again: str) -> None:
    chat = Chat(client)
    chat.say("我妈胸口疼")
    chat.say("缓过来了")
    assert chat.say(again)["kind"] == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "我今年八十五，老伴七十九，北京户口，我能领多少",
        "老伴七十九，我八十五，都是北京户口，我一个月拿多少",
    ],
)
def test_who_asks_for_herself_is_told_of_herself(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == 10000


def test_two_old_people_are_told_of_one_by_one(client: FlaskClient) -> None:
    assert "各算各的" in Chat(client).say("老伴86，我84，都北京户口")["text"]
    assert "各算各的" not in Chat(client).say("我52，我妈85，北京户口，能领多少")["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我儿子残疾，能领护理补贴吗",
        "我孙女智力残疾，能领护理补贴吗",
        "我媳妇残疾一级，45岁，有补贴吗",
        "我闺女瘫了有补贴没有",
    ],
)
def test_an_allowance_for_the_young_is_not_promised(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert reply["entry_id"] == "elder-age-for-allowance"
    assert reply["text"].startswith("要看岁数，不满60周岁的领不了")


def test_an_elder_named_beside_them_is_told_of(client: FlaskClient) -> None:
    text = "女儿残疾，我82，北京户口，能领多少"
    assert Chat(client).say(text)["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("凭什么高龄津贴才一百", "age-allowance-amount"),
        ("三百块那个困难补贴怎么申请", "allowance-apply-channels"),
        ("六百块钱的护理补贴上哪儿办", "allowance-apply-channels"),
        ("户口在大兴人住朝阳，去哪申请", "allowance-apply-any-street"),
        ("妈妈户口从西城迁到丰台津贴会断吗", "allowance-move-district"),
        ("我腿脚不好下不了楼能不能让我儿子替我办", "allowance-who-applies"),
        ("坐轮椅算失能吗", "gbt-is-it-disability"),
        ("尿毒症透析能评上重度失能吗", "gbt-is-it-disability"),
        ("我妈耳聋算失能吗", "gbt-is-it-disability"),
        ("高龄补贴和高龄津贴是一个东西吗", "age-allowance-names"),
        ("助残卡和老年卡是一张卡吗", "elder-card-names"),
        ("困难补贴与重残护理补贴能否同时享受", "allowance-vs-disability-subsidies"),
    ],
)
def test_the_question_is_answered_not_its_neighbour(
    client: FlaskClient, text: str, entry: str
) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


@pytest.mark.parametrize(
    "text",
    [
        "企业退休和机关退休差多少",
        "养老金怎么涨",
        "遗产怎么分",
        "住院押金多少",
        "户口怎么迁到北京",
        "去河北养老北京医保能用吗",
        "高龄津贴和消费券是一回事吗",
        "养老院多久能回家一次",
        "养老院能养猫吗",
        "低收入标准多少",
        "养老保险断了五年怎么补",
        "我在广州能领高龄补贴吗",
    ],
)
def test_another_matter_is_handed_over(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "handoff"


@pytest.mark.parametrize(
    "text",
    [
        "失智老人有什么帮助",
        "床位补贴是给谁的",
        "老人不愿意去养老院怎么办",
        "我老伴儿瘫炕上三年了国家管不管呐",
    ],
)
def test_a_wide_question_offers_what_there_is(client: FlaskClient, text: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], len(reply["choices"])) == ("clarify", 3)


@pytest.mark.parametrize(
    ("first", "entry"),
    [("老年卡怎么办", "elder-card-where"), ("助餐点在哪", "meal-point-lookup")],
)
def test_a_district_after_a_rule_of_the_city_gets_the_rule(
    client: FlaskClient, first: str, entry: str
) -> None:
    chat = Chat(client)
    chat.say(first)
    reply = chat.say("朝阳区呢")
    assert (reply["entry_id"], reply["text"][:8]) == (entry, "查到的是全市的说")


def test_where_the_asker_lives_is_not_asked_about(client: FlaskClient) -> None:
    reply = Chat(client).say("我叔叔在北京，今年86，我在成都，能帮他代办吗")
    assert "成都的请问" not in reply["text"]


def test_from_when_is_answered_by_the_age(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我妈79，北京户口，能领多少")
    assert "要满80周岁" in chat.say("那她什么时候能领")["text"].split("\n")[0]


def test_a_person_after_a_wide_wish_is_worked_out(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("我想问补贴")
    assert chat.say("我妈的")["kind"] == "eligibility"
    assert "高龄津贴100元" in chat.say("83")["text"]


def test_who_is_of_beijing_is_registered_there(client: FlaskClient) -> None:
    assert Chat(client).say("我姥姥一百零二了，北京的，每月给多少")["total_fen_per_month"] == 80000


def test_asking_for_money_is_more_than_asking_for_bigger_letters(client: FlaskClient) -> None:
    assert Chat(client).say("我耳朵背听不清楚有没有啥补贴")["kind"] != "smalltalk"
    assert Chat(client).say("我耳朵背听不清楚")["kind"] == "smalltalk"


@pytest.mark.parametrize(
    "text", ["我这个岁数八十六了北京户口能拿好多钱一个月", "岁数八十三了，北京户口，一个月给好多钱"]
)
def test_an_age_after_its_word_and_a_sum_in_dialect(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["total_fen_per_month"] == 10000


@pytest.mark.parametrize("text", ["说了半天等于没说", "昏迷算失能吗", "老人摔倒谁负责"])
def test_scolding_and_questions_of_rules_are_no_danger(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] != "emergency"


def test_who_has_not_moved_her_registration_is_told_so(client: FlaskClient) -> None:
    reply = Chat(client).say("我老伴今年八十，河北人，户口没过来，她有没有")
    assert verdict(reply, "age_allowance")["verdict"] == "not_eligible"


@pytest.mark.parametrize("text", ["家里遭贼了", "我妈糖尿病低血糖出汗发抖"])
def test_danger_in_other_words_is_seen(client: FlaskClient, text: str) -> None:
    assert Chat(client).say(text)["kind"] == "emergency"


@pytest.mark.parametrize("text", ["公租房怎么申请", "白内障手术报销吗", "摇号怎么申请"])
def test_another_matter_after_an_answer_is_not_asked_of_its_subject(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say("高龄津贴多少钱")
    assert chat.say(text)["kind"] == "handoff"
    assert chat.say("那高龄津贴怎么申请")["entry_id"] == "age-allowance-auto"


def test_a_place_said_in_between_is_no_ground_for_a_sum(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("老年餐怎么订")
    chat.say("我在海淀")
    assert chat.say("多少钱")["entry_id"] == "meal-price"


def test_who_is_of_another_province_is_registered_there(client: FlaskClient) -> None:
    reply = Chat(client).say("我婆婆88，河北的，能领啥")
    assert verdict(reply, "age_allowance")["verdict"] == "not_eligible"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("评完级能给多少钱", "assessment-use"), ("住院的老人能做评估吗", "assessment-where-done"),
        ("小时工偷我妈钱", "elder-theft"), ("消费券能买面买油不", "voucher-services"),
        ("六楼没电梯，中午饭能端上来吗", "meal-home-delivery"), ("送来的餐馊了，跟谁说", "meal-food-bad"),
        ("平谷有没有老人吃饭的地方", "meal-point-lookup"), ("食堂晚饭给减钱不", "meal-subsidy-meals-covered"),
        ("护理补贴改领券划算不", "voucher-or-care-subsidy"),
        ("住养老院每月四千五，中度，券能抵多少", "voucher-amount"), ("办的老年卡仨礼拜没动静", "elder-card-how-long"),
        ("补贴审核俩月了没下来", "allowance-chase"), ("老年卡坐什么车不要钱", "elder-card-bus"),
        ("我爸怕走丢，有手环领吗", "wandering-prevention"), ("护工不干了，我妈谁照看", "home-daily-care"),
        ("上七十了，逛动物园要票不", "elder-card-park"),
    ],
)  # fmt: skip
def test_homely_words_find_their_entry(client: FlaskClient, text: str, entry: str) -> None:
    reply = Chat(client).say(text)
    assert (reply["kind"], reply["entry_id"]) == ("answer", entry)


def test_three_allowances_at_once_are_not_promised_beside_the_voucher(client: FlaskClient) -> None:
    for text in ("困难、护理、高龄三样补贴能同时拿吗", "高龄津贴、护理补贴、养老券能三样都拿不"):
        assert "只能" in Chat(client).say(text)["text"].split("\n")[0], text


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("退订", "老年餐没送到"),
        ("独居", "上门探访"),
        ("上门", "请人上门照料"),
        ("失能", "失能护理补贴"),
        ("海淀", "怎么找附近的助餐点"),
        ("评估", "能力评估怎么申请"),
        ("助餐", "怎么找附近的助餐点"),
        ("低保", "低保老人的养老服务补贴"),
        ("多少钱", "高龄津贴每月多少钱"),
        ("批了吗", "补贴申请没动静找谁催"),
        ("想给我爸找个养老院", "签养老院前要看什么"),
    ],
)
def test_a_word_by_itself_offers_what_is_likely_meant(
    client: FlaskClient, text: str, offered: str
) -> None:
    reply = Chat(client).say(text)
    assert reply["kind"] == "clarify"
    assert any(offered in choice["label"] for choice in reply["choices"])


def test_a_word_by_itself_goes_on_from_what_was_asked_before(client: FlaskClient) -> None:
    chat = Chat(client)
    chat.say("养老院押金最多收多少")
    assert chat.say("退不退")["entry_id"] == "prepaid-refund"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("我想取消今天的饭", "meal-order-trouble"),
        ("几点停止订餐", "meal-order-times"),
        ("礼拜天老年食堂开门不", "meal-open-days"),
        ("我爸牙不好，助餐点有烂糊点的饭吗", "meal-diets"),
        ("老年餐的钱给我扣了两回", "meal-payment-trouble"),
        ("饭送来都凉了，找谁说去", "meal-food-bad"),
        ("外省老人能进北京的养老院吗", "institution-nonlocal"),
        ("养老院能不能先试住", "institution-own-rules"),
        ("住了半年退房，押金养老院赖着不还", "overcharge-complaint"),
    ],
)
def test_the_life_of_an_order_and_a_place_in_a_home_are_answered(
    client: FlaskClient, text: str, entry: str
) -> None:
    assert Chat(client).say(text)["entry_id"] == entry
