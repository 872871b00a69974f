"""Who may do it, where, by telephone or in person, when it is open: asked after an answer, or of a benefit by itself."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat
from tests.server.talk import reply_to


@pytest.mark.parametrize(
    ("text", "entry", "begins"),
    [
        ("高龄津贴只能去街道办吗", "allowance-apply-channels", "不是只有一条路。"),
        ("护理补贴必须去街道办吗", "allowance-apply-channels", "不是只有一条路。"),
        ("高龄津贴必须本人去吗", "allowance-who-applies", "不用非得本人去。"),
        ("高龄津贴能在手机上办吗", "allowance-apply-online", "能。"),
        ("困难补贴手机上能办吗", "allowance-apply-online", "能。"),
        ("居住证丢了", "residence-permit-lost", "怎么补居住证，我没查到"),
    ],
)
def test_how_it_is_applied_for_is_no_question_of_how_it_is_paid(
    client: FlaskClient, text: str, entry: str, begins: str
) -> None:
    reply = reply_to(client, text)
    assert reply["entry_id"] == entry
    assert reply["text"].startswith(begins)


@pytest.mark.parametrize(
    ("first", "then", "entry", "begins"),
    [
        ("高龄津贴多少钱", "只能去街道办吗", "allowance-apply-channels", "不是只有一条路。"),
        ("护理补贴谁能领", "要本人去吗", "allowance-who-applies", "不用非得本人去。"),
        ("老年卡怎么办", "必须本人去吗", "elder-card-proxy", "不用非得本人去。"),
        ("怎么登录", "忘了密码", "this-platform-sign-in", "登颐年用不着密码。"),
        ("老年卡丢了", "忘了密码", "elder-card-password", "养老助残卡由北京农商银行办"),
        ("助浴服务", "怎么约", "home-bathing", "怎么约、几天能来，没查到"),
        ("有人上门打扫吗", "怎么预约", "home-cleaning", "怎么约、几天能来，没查到"),
        ("一键呼叫怎么装", "谁来装", "emergency-button-apply", "谁来装、几天能装上，没查到"),
        ("一键呼怎么申请", "能代办吗", "emergency-button-apply", "能不能代办，没查到"),
        ("家庭养老床位怎么申请", "能代办吗", "home-bed-apply", "能不能代办，没查到"),
        ("能力评估怎么申请", "能代办吗", "assessment-apply", "能不能代办，没查到"),
        ("养老服务消费补贴怎么申请", "能代办吗", "voucher-proxy", "能代办。"),
        ("能力评估怎么申请", "周末上班吗", "allowance-window-hours", "网上随时能填报"),
        ("怎么查附近的助餐点", "周末上班吗", "meal-open-days", "没查到全市统一的开门时间"),
        ("老年卡去哪里办", "周末上班吗", "elder-card-where", "到北京农商银行的网点办"),
    ],
)  # fmt: skip
def test_what_is_asked_next_is_asked_of_what_was_told(
    client: FlaskClient, first: str, then: str, entry: str, begins: str
) -> None:
    chat = Chat(client)
    chat.say(first)
    reply = chat.say(then)
    assert reply["entry_id"] == entry
    assert reply["text"].startswith(begins)


@pytest.mark.parametrize("text", ["要我充100元饭卡有补贴吗", "食堂让我充200块饭卡，可信吗"])
def test_a_small_sum_on_a_meal_card_is_an_ordinary_question(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["entry_id"] == "meal-card-top-up"


@pytest.mark.parametrize(
    "text",
    [
        "不充钱就不给办卡，让我充5万",
        "助餐点要我充值一千块",
        "逼我充200饭卡",
        "食堂让我充2000，充满送冰箱",
    ],
)
def test_a_large_sum_and_pressure_are_warned_of(client: FlaskClient, text: str) -> None:
    assert reply_to(client, text)["kind"] == "fraud_warning"
