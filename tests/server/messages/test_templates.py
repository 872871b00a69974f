"""The words of messages: what they never hold, what they always hold, what WeChat takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from server.messages import templates
from server.messages.templates import Audience, Text, UnknownEvent, book, render
from server.people import grants
from server.people.states import Relation
from wechat.subscribe import limit_of

WHEN = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)
VERIFY = "123456782"
LONGEST = {
    "relation": max(book().words["relation"], key=lambda code: len(book().words["relation"][code])),
    "until": "2027-12-31",
    "fen": 12_345_67,
    "matter": "样例街道老年餐桌助餐点的开门时间和预约的办法",
    "day": "2027-12-31",
    "how": "settled_by_hand",
}
EVERY = [(name, audience) for name, event in book().events.items() for audience in event.to]
EXPECTED = {
    "grant_offered", "grant_expiring", "signed_in_new_device", "sign_in_code_issued", "emergency_told_family",
    "erasure_done", "correction_notice", "money_comes_back", "wrong_amount_back",
    "payment_received", "refund_done", "test_message",
} | set(grants._EVENTS.values())  # fmt: skip
LINK = re.compile(r"https?|www\.|\.(com|cn|net|top)|二维码|链接|点这里", re.IGNORECASE)
AMOUNT = re.compile(r"\d\s*元|[¥￥]|万元|块钱")
DIAGNOSIS = re.compile(r"病|癌|痴呆|失能|残疾|梗|瘤|诊断|等级")
ASKS = re.compile(r"转账|汇款|验证码|密码")


def texts(name: str, audience: Audience) -> Text:
    return render(name, audience, LONGEST, who="欧阳*兰", verify=VERIFY, when=WHEN)


def test_every_event_that_others_announce_has_its_words() -> None:
    assert set(book().events) == EXPECTED


def test_every_relation_has_its_word() -> None:
    assert set(Relation) - {Relation.SELF} <= set(book().words["relation"])


@pytest.mark.parametrize(("name", "audience"), EVERY)
def test_a_text_can_be_verified_and_asks_for_nothing(name: str, audience: Audience) -> None:
    text = texts(name, audience)
    said = [text.sms, text.inbox, text.call, "".join(text.wechat.values())]
    amounts = "money" in book().events[name].values.values()
    for words in said:
        if not (amounts and words in (text.inbox, text.call)):
            assert not AMOUNT.search(words), words
        assert VERIFY in words
        assert "核实号" in words
        assert book().number in words
        assert not LINK.search(words), words
        assert not DIAGNOSIS.search(words), words
    promise = "我们不会向您要钱、要密码、要验证码。"
    assert text.call.endswith(promise)
    assert not any(ASKS.search(words.replace(promise, "")) for words in said)


@pytest.mark.parametrize(("name", "audience"), EVERY)
def test_an_sms_is_one_sms_and_begins_with_its_sender(name: str, audience: Audience) -> None:
    sms = texts(name, audience).sms
    assert len(sms) <= 70
    assert sms.startswith(f"【{book().sender}】")


@pytest.mark.parametrize(("name", "audience"), EVERY)
def test_wechat_takes_the_values_as_they_are(name: str, audience: Audience) -> None:
    for key, value in texts(name, audience).wechat.items():
        limit = limit_of(key)
        assert limit is not None
        assert limit.fits(value), (key, value)


@pytest.mark.parametrize(("name", "audience"), EVERY)
def test_nothing_is_left_to_fill_in_and_sentences_end(name: str, audience: Audience) -> None:
    text = texts(name, audience)
    for words in (text.sms, text.inbox, text.call, *text.wechat.values()):
        assert "{" not in words
        assert "。。" not in words
    assert "。核实打" in text.sms


def test_a_grant_without_an_end_says_so() -> None:
    text = render("grant_active", Audience.ELDER, {}, who="王*兰", verify=VERIFY, when=WHEN)
    assert "有效期到收回为止" in text.sms


def test_the_time_is_beijings() -> None:
    assert texts("test_message", Audience.ACCOUNT).wechat["time3"] == "2026年11月21日 15:05"


def test_values_that_are_not_declared_and_codes_that_are_unknown_do_no_harm() -> None:
    details = {"relation": "godmother", "note": "身份证", "scopes": ["ask"]}
    text = render("grant_active", Audience.ELDER, details, who="王*兰", verify=VERIFY, when=WHEN)
    assert "您指定的人" in text.sms
    assert "身份证" not in text.inbox


def test_an_event_without_words_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        render("won_the_lottery", Audience.ELDER, {}, who="", verify=VERIFY, when=WHEN)
    with pytest.raises(UnknownEvent):
        render("erasure_done", Audience.GRANTEE, {}, who="", verify=VERIFY, when=WHEN)


def test_a_file_that_names_an_unknown_template_is_refused() -> None:
    held = book().model_dump()
    held["events"]["test_message"]["wechat"] = "nothing"
    with pytest.raises(ValueError, match="test_message"):
        templates.Book.model_validate(held)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("食堂几点开门", "您问过的“食堂几点开门”，我们以前答得不对"),
        ("失能护理补贴", "您问过的一件事，我们以前答得不对"),
        ("每月200元的补贴", "您问过的一件事，我们以前答得不对"),
        (None, "您问过的一件事，我们以前答得不对"),
    ],
)
def test_a_correction_names_its_matter_unless_that_says_too_much(
    title: str | None, said: str
) -> None:
    details = {"matter": title}
    text = render("correction_notice", Audience.ACCOUNT, details, who="", verify=VERIFY, when=WHEN)
    assert said in text.inbox
