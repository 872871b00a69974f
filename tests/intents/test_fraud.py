"""Sellers and swindlers quoted by elders and families, held to recorded floors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intents.matching.evaluate import read_lines
from intents.signs.alarm import FRAUD
from intents.signs.fraud import fraud_in, given_in, trick_named_in
from intents.signs.signals import danger_in
from intents.words.noise import noisy
from intents.words.normalise import bare

DATA = Path(__file__).resolve().parents[1] / "data"
QUOTED = {
    "有人劝我把十万块钱放他们养老项目里，一年给两万利息": "high_return",
    "业务员说办张三万的会员卡，以后养老院随便住": "membership",
    "服务中心让我充一万送三千，说今天最后一天": "prepaid",
    "助餐点要我充值一千块": "prepaid", "食堂让我先存两千": "prepaid", "老年餐桌要老人充五百": "prepaid",
    "楼还没盖好，让我先交五万块定金占床位": "deposit",
    "说是以房养老，让我把房本交给他们去抵押": "house",
    "讲座上卖的药说能根治糖尿病，一个疗程六千": "health",
    "他说有门路，先给两千就能帮我妈办下补贴": "agent",
    "自称银行的让我把验证码念给他": "impersonation",
    "九十九块钱的海南六日游，说专收老人还送镯子": "giveaway",
    "有人让我把短信里的验证码念给他": "impersonation",
    "【通知】您可领取3000元补贴，请点击链接办理": "impersonation",
}  # fmt: skip
MATTERS_OF_RULES = (
    "养老院收押金合规吗有什么规定", "怎么防诈骗", "助餐点充值一百能吃多少顿", "助餐点要充值吗", "我充了一千饭卡里还剩多少",
     "以房养老是什么政策", "消费券怎么领要验证码吗",
    "养老院会员费有什么规定", "预收费最多收几个月", "高龄津贴要交手续费吗", "怎么查养老院有没有备案",
    "办卡要不要验证码", "闺女让我转一千给她买菜", "街道组织的一日游免费吗", "我就买个四块钱的粥，那五块给扣吗",
    "子女代办老年卡要带什么", "社区通知让去登记高龄津贴要带什么", "不知道", "没有", "",
    "那价格能把人吓死，养老院一个月真要八千？", "明年我爸100，今年99，现在500对不", "400加100，500对不对", "到80加100，就是300对吗",
    "民政局的人说我妈的补贴要停", "我爸88，低保，每月只领300", "医院让先交押金五千", "街道让我带银行卡去登记，对吗",
)  # fmt: skip


@pytest.mark.parametrize(("text", "trick"), QUOTED.items())
def test_the_trick_that_is_quoted_is_named(text: str, trick: str) -> None:
    found = fraud_in(text)
    assert found is not None
    assert found.name == trick


@pytest.mark.parametrize("text", MATTERS_OF_RULES)
def test_questions_about_rules_and_money_are_questions(text: str) -> None:
    assert fraud_in(text) is None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("码都念给他了", "secret"), ("身份证正反面拍给对方了", "secret"), ("软件我已经装上了", "secret"),
        ("骗子转走了我妈十二万", "money"), ("花了两万买的床垫", "money"), ("会所关门了我充的五千", ""),
        ("我充了五千会所关门了", "money"), ("以房养老的合同签了字", "signed"), ("好多人都交了", ""),
        ("让我把验证码念给他", ""), ("说买了就能根治", ""), ("叫我转钱自证清白", ""), ("我没交钱", ""),
    ],
)  # fmt: skip
def test_what_is_given_away_already_is_heard(text: str, given: str) -> None:
    assert given_in(text) == given


@pytest.mark.parametrize(
    "text",
    [
        "码我念给她了", "身份证发过去了", "冒充我外甥要钱", "派出所说我涉案", "发来一张逮捕令", "保本三分利", "说投五千返一万",
        "喝了就不用吃药", "返老还童", "送两条烟包评重度", "听课就领鸡蛋", "给评估员六百就能评重度", "花五百能办低保", "钱打过去人没了", "把我拉黑了", "交会费享分红",
    ],
)  # fmt: skip
def test_short_words_of_swindlers_are_heard(text: str) -> None:
    assert trick_named_in(bare(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "健康码给他看了", "电话号码告诉他了", "低保本人去办吗", "邮编发给他了", "押金条丢了", "押一付三合适吗", "药店办会员卡便宜两块",
        "闺女让我把存折给她保管", "骗子电话我挂了没上当", "要不要重新认证", "社区听课发鸡蛋吗", "干完活付了六十块",
        "听说海淀家床给六百，她能拿吗", "高龄津贴每月给八百，百岁能办吗", "朝阳补贴发三百，他能批吗",
    ],
)  # fmt: skip
def test_what_only_sounds_like_these_is_none(text: str) -> None:
    assert trick_named_in(bare(text)) is None


@pytest.mark.parametrize("text", ["保见品吃一个廖程就好，让我再买八千的", "让我把炎正码报给他才给发补帖"])  # fmt: skip
def test_misheard_tricks_are_heard(text: str) -> None:
    assert fraud_in(text) is not None


def test_money_that_is_gone_is_pressing_and_an_offer_is_not() -> None:
    gone, offered = fraud_in("钱已经交了两万，老板跑了"), fraud_in("说存五万一年给六千利息")
    assert gone is not None
    assert gone.pressing
    assert offered is not None
    assert not offered.pressing


def test_danger_that_is_quoted_to_sell_something_is_left_to_fraud() -> None:
    assert danger_in("我姐妹拉我入会，说拉三个人进来会费就返回来") is None
    assert danger_in("定位手环显示我爸在五环边上不动了打电话也打不通") is not None


def told(name: str, *, fraud: bool) -> list[dict[str, Any]]:
    return [row for row in read_lines(DATA / f"{name}.jsonl") if row["fraud"] is fraud]


def share(texts: list[str]) -> float:
    return sum(fraud_in(text) is not None for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("name", "recall", "false"),
    [
        ("fraud", 0.99, 0.0),
        ("fraud_told", 0.99, 0.0),
        ("fraud_fresh", 0.98, 0.04),
        ("fraud_heldout2", 0.97, 0.04),
        ("fraud_heldout3", 0.98, 0.085),
        ("fraud_heldout4", 0.95, 0.09),
        ("fraud_heldout5", 0.96, 0.045),
    ],
)
def test_recall_and_false_alarms_hold_their_floors(name: str, recall: float, false: float) -> None:
    assert share([row["q"] for row in told(name, fraud=True)]) >= recall
    assert share([row["q"] for row in told(name, fraud=False)]) <= false


@pytest.mark.parametrize("name", ["fraud_fresh", "fraud_heldout2"])
@pytest.mark.parametrize("kind", ["homophones", "accent", "dropped"])
def test_fraud_is_heard_through_noise(kind: str, name: str) -> None:
    texts = [row["q"] for row in told(name, fraud=True)]
    assert share([noisy(text, kind, seed) for text in texts for seed in (1, 2, 3)]) >= 0.95


def test_questions_for_the_base_are_rarely_taken_for_fraud() -> None:
    """Entries about fraud left out: their questions quote sellers."""
    rows = read_lines(DATA / "utterances.jsonl")
    assert share([row["q"] for row in rows if not row["id"].startswith("fraud-")]) <= 0.006
    assert share([row["q"] for row in read_lines(DATA / "refuse.jsonl")]) == 0


def test_most_quotations_get_the_warning_of_their_own_trick() -> None:
    rows = told("fraud_fresh", fraud=True)
    named = [(trick and trick.name) == r["trick"] for r in rows for trick in [fraud_in(r["q"])]]
    assert sum(named) / len(named) >= 0.75


def test_what_is_seldom_danger_is_not_kept_from_the_warning() -> None:
    rows = told("fraud_fresh", fraud=True)
    assert sum(danger_in(row["q"]) is not None for row in rows) / len(rows) <= 0.06


def test_the_model_says_what_was_measured_on_sentences_it_had_not_seen() -> None:
    measured = json.loads(FRAUD.path.read_text(encoding="utf-8"))["measured"]
    assert measured["recall"] > 0.94
    # of near lines that are meant to be hard; 153 harder ones were added in November 2026
    assert measured["false_near"] < 0.12
    assert measured["false_other"] <= 0.012


def test_letters_alone_quote_nobody() -> None:
    assert fraud_in("gaolingjintie") is None


@pytest.mark.parametrize(
    "text",
    [
        "公交卡刷不出来 司机不让上车", "公交卡刷不出来了 司机不让我上车 凭啥", "一卡通刷不上 公交司机撵我", "打那个电话要不要说身份证号",
        "打过去用报身份证吗", "评估不公平 走后门的都评上了", "都是走关系进的公办养老院", "房价跌了 养老的钱没了一半",
        "他说他就领一百块 少了吧",
    ],
)  # fmt: skip
def test_what_happens_every_day_quotes_nobody(text: str) -> None:
    assert fraud_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我妈被骗了 不敢告诉我爸", "我爸让人骗了两万 不敢跟我妈说", "老伴被骗了 怕儿子骂", "有人打来电话让我报身份证号和验证码",
        "能走后门 花两千包你评上重度", "卡刷不了 客服让我点链接重新激活", "房价跌了 让我把房本抵押出去养老",
    ],
)  # fmt: skip
def test_a_loss_that_is_hidden_and_a_trick_beside_everyday_things_are_seen(text: str) -> None:
    assert fraud_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "他们说八十岁以上每月给二百,对不对", "人家说重度失能每月给六百，对吗", "老姐妹说她每月领三百,我也能领吗,我七十",
        "老同事说他每月领五百，我爸能领吗", "有人说老年卡坐公交免费,对不对", "邻居说六十岁就能办老年卡，真的吗",
        "朋友说消费券能当钱花，对吗", "办高龄津贴要不要交手续费", "办老年卡用不用交工本费",
    ],
)  # fmt: skip
def test_what_others_tell_of_a_benefit_quotes_nobody(text: str) -> None:
    assert fraud_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "有人说投一万每月给二百,对不对", "他们说存十万每月返两千，真的吗", "他们说交三百手续费就能领高龄津贴,对不对",
        "有人打电话说八十岁以上每月给二百要我卡号对不对", "老姐妹说她投了三万每月领三百，我也能投吗",
        "中介说帮我办低保每月领一千要给他三百对不对",
    ],
)  # fmt: skip
def test_what_others_tell_of_money_to_be_given_is_a_trick(text: str) -> None:
    assert fraud_in(text) is not None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("有人让我把身份证拍照发过去办消费券", ""),
        ("客服叫我把身份证传过去", ""),
        ("客服让我把验证码发过去我就发给他了", "secret"),
        ("我把身份证照片发过去了", "secret"),
    ],
)
def test_what_is_only_asked_for_is_not_given_away(text: str, given: str) -> None:
    assert given_in(text) == given
