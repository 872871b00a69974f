"""Asking and being answered, as an elder does it on her phone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Visit
from tests.browser.elder import DOUBLE_TAP_MS, LARGEST, PHONE, SMALL_PHONE, Elder

QUESTION = "北京高龄津贴每月发多少钱？"
ANSWER = "80到89周岁每月100元"
DOCUMENT = "京民养老发〔2019〕160号"
IN_FORCE = "2019年10月1日起施行"
ANOTHER = "您好"
FALL = "我妈摔倒了起不来"
PAID = "我妈已经交了两万会员费，现在公司人去楼空了"
NO_SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def test_a_question_typed_and_sent_with_the_button_is_answered(visit: Visit) -> None:
    elder = visit()
    elder.box.fill(QUESTION)
    elder.send.click()
    elder.is_answered(QUESTION)
    expect(elder.short_answer).to_contain_text(ANSWER)
    expect(elder.box).to_have_value("")


def test_the_enter_key_sends(visit: Visit) -> None:
    elder = visit()
    elder.box.fill(QUESTION)
    elder.box.press("Enter")
    expect(elder.short_answer).to_contain_text(ANSWER)


def test_enter_while_a_chinese_word_is_being_composed_does_not_send(visit: Visit) -> None:
    elder = visit()
    elder.box.fill("gaoling")
    elder.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    elder.box.press("Shift+Enter")
    elder.box.press_sequentially("jintie")
    expect(elder.box).to_have_value("gaoling\njintie")
    assert elder.questions_sent == 0


def test_the_short_answer_comes_first_then_its_source_then_the_full_text(visit: Visit) -> None:
    elder = visit().asks(QUESTION)
    card = elder.newest.locator(".reply")
    order = [
        card.get_by_text(ANSWER),
        card.get_by_text(f"依据：{DOCUMENT}"),
        card.get_by_text(re.compile(r"我们核对于\d{4}年\d{1,2}月\d{1,2}日")),
        card.get_by_text("看详细说明"),
        card.get_by_text("您可能还想问"),
    ]
    assert tops(order) == sorted(tops(order))
    expect(card.locator(".basis")).to_contain_text(IN_FORCE)


@NO_SCRIPTS
def test_the_full_text_and_the_document_unfold(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts).asks(QUESTION)
    full = elder.newest.get_by_text("90至99周岁：每人每月500元")
    expect(full).to_be_hidden()
    elder.takes_her_time().newest.get_by_text("看详细说明").click()
    expect(full).to_be_visible()
    expect(elder.newest.get_by_text("《北京市老年人养老服务补贴津贴管理实施办法》")).to_be_visible()
    expect(elder.newest.get_by_text("收起详细说明")).to_be_visible()


@NO_SCRIPTS
def test_a_sample_question_is_asked_with_one_tap(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts)
    elder.button(QUESTION).click()
    elder.is_answered(QUESTION)
    expect(elder.short_answer).to_contain_text(ANSWER)


def test_all_six_sample_questions_are_answered_at_once(visit: Visit) -> None:
    elder = visit()
    samples = elder.page.locator(".samples .choice").all_inner_texts()
    assert len(samples) == 6
    for sample in samples:
        elder.button(sample).press("Enter")
        elder.is_answered(sample)
        expect(elder.newest.locator(".reply")).to_have_class("reply answer")


@NO_SCRIPTS
def test_a_related_question_is_asked_with_one_tap(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts).asks(QUESTION).takes_her_time()
    related = elder.newest.locator(".choice").first
    asked = related.get_attribute("value")
    related.click()
    elder.is_answered(str(asked))
    expect(elder.newest.locator(".reply")).to_have_class("reply answer")


@NO_SCRIPTS
def test_an_answer_that_did_not_help_leads_to_12345(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts).asks(QUESTION).takes_her_time()
    elder.button("没有解决，我要找人").click()
    elder.is_answered("没有解决")
    expect(elder.newest.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    expect(elder.newest.locator(".notes")).to_contain_text("打通以后，您照着念这两句就行")
    expect(elder.newest.locator(".points li")).to_have_count(2)
    expect(elder.newest.locator(".points")).to_contain_text(QUESTION)


def test_a_vague_question_offers_choices_before_the_telephone(visit: Visit) -> None:
    elder = vague(visit())
    choices = elder.newest.locator(".choice")
    assert 1 <= choices.count() <= 3
    telephone = elder.newest.get_by_role("link", name="12345")
    assert tops([choices.first, telephone]) == sorted(tops([choices.first, telephone]))
    choices.first.press("Enter")
    expect(elder.newest.locator(".reply")).to_have_class("reply answer")


@pytest.mark.parametrize("button", ["发送", QUESTION])
def test_a_double_tap_asks_once(visit: Visit, button: str) -> None:
    elder = visit()
    elder.box.fill(QUESTION)
    elder.button(button).dblclick()
    elder.is_answered(QUESTION).takes_her_time()
    assert elder.questions_sent == 1


def test_the_second_tap_of_a_double_tap_presses_nothing_that_moved_under_the_finger(
    visit: Visit,
) -> None:
    elder = visit()
    elder.page.clock.install()
    elder.page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    elder.button(QUESTION).tap()
    elder.is_answered(QUESTION)
    related = elder.newest.locator(".choice").first
    asked = str(related.get_attribute("value"))
    related.tap()
    elder.newest.get_by_text("看详细说明").tap()
    expect(elder.newest.locator("details")).not_to_have_attribute("open", "")
    elder.page.clock.run_for(DOUBLE_TAP_MS)
    related.tap()
    elder.is_answered(asked)
    assert elder.questions_sent == 2


def test_a_slow_answer_is_waited_for_in_sight_and_asked_for_once(visit: Visit) -> None:
    elder = visit()
    held: list[Route] = []
    elder.page.route("**/ask", lambda route: held.append(route))
    elder.box.fill(QUESTION)
    elder.send.click()
    expect(elder.newest.locator(".asked")).to_be_in_viewport()
    expect(elder.newest).to_contain_text("正在查，请稍等")
    elder.button("老年人能力评估怎么申请？").press("Enter")
    held[0].continue_()
    elder.is_answered(QUESTION)
    assert elder.questions_sent == 1


@NO_SCRIPTS
def test_too_long_a_question_is_kept_and_the_limit_told(visit: Visit, scripts: bool) -> None:
    elder, written = visit(scripts=scripts), "问" * 501
    elder.box.fill(written)
    elder.send.click()
    expect(elder.notice).to_contain_text("问题最多 500 个字，现在有 501 个字，请写短一点")
    expect(elder.notice).to_be_in_viewport()
    expect(elder.box).to_have_value(written)


@NO_SCRIPTS
def test_sending_nothing_is_explained_on_the_page(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts)
    elder.send.click()
    expect(elder.notice).to_contain_text("请先写下您的问题")


def test_without_a_network_the_question_is_kept_and_can_be_sent_later(visit: Visit) -> None:
    elder = visit()
    elder.box.fill(QUESTION)
    elder.page.context.set_offline(True)
    elder.send.click()
    expect(elder.notice).to_contain_text("网络好像断了")
    expect(elder.notice).to_be_in_viewport()
    expect(elder.box).to_have_value(QUESTION)
    elder.page.context.set_offline(False)
    elder.takes_her_time().send.click()
    elder.is_answered(QUESTION)
    expect(elder.notice).to_be_empty()


def test_a_sample_question_tapped_without_a_network_waits_in_the_box(visit: Visit) -> None:
    elder = visit()
    elder.page.context.set_offline(True)
    elder.button(QUESTION).click()
    expect(elder.notice).to_contain_text("网络好像断了")
    expect(elder.box).to_have_value(QUESTION)


def test_a_fault_of_the_server_is_told_in_plain_words(visit: Visit) -> None:
    elder = visit()
    elder.page.route("**/ask", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    elder.box.fill(QUESTION)
    elder.send.click()
    expect(elder.notice).to_have_text(re.compile("系统出了点问题。您写的还在.*12345"))
    expect(elder.box).to_have_value(QUESTION)


def test_a_page_that_outlived_its_cookie_sends_at_the_second_try(visit: Visit) -> None:
    elder = visit()
    elder.page.context.clear_cookies()
    elder.box.fill(QUESTION)
    elder.box.press("Enter")
    expect(elder.notice).to_contain_text("您写的还在，请再点一次“发送”")
    elder.box.press("Enter")
    elder.is_answered(QUESTION)


@NO_SCRIPTS
def test_earlier_answers_fold_away_and_can_be_read_again(visit: Visit, scripts: bool) -> None:
    elder = visit(scripts=scripts).asks(QUESTION).asks(ANOTHER)
    earlier = elder.page.locator("#earlier-turns").get_by_text(ANSWER)
    expect(earlier).to_be_hidden()
    elder.page.get_by_text("看前面的问答").click()
    expect(earlier).to_be_visible()
    assert elder.newest.locator(".asked").inner_text() == f"您问：{ANOTHER}"


def test_the_answer_is_still_there_after_a_reload_until_she_starts_over(visit: Visit) -> None:
    elder = visit().asks(QUESTION)
    elder.page.reload()
    expect(elder.short_answer).to_contain_text(ANSWER)
    elder.button("收起这些问答，重新开始").click()
    expect(elder.page.locator(".turn")).to_have_count(0)
    expect(elder.page.get_by_text("您想问什么？")).to_be_visible()


def test_without_scripts_the_answer_is_the_same(visit: Visit) -> None:
    cards = [
        visit(scripts=scripts).asks(QUESTION).newest.locator(".reply") for scripts in (True, False)
    ]
    with_scripts, without = (card.inner_text() for card in cards)
    assert ANSWER in without
    assert with_scripts == without


@pytest.mark.parametrize("size", ["标准", LARGEST])
@pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE], ids=["390 px", "320 px"])
def test_the_newest_answer_is_in_sight_right_after_asking(
    visit: Visit, screen: tuple[int, int], size: str
) -> None:
    elder = visit(screen).chooses_size(size).asks(ANOTHER)
    elder.button(QUESTION).press("Enter")  # from the bottom of the page
    elder.is_answered(QUESTION)
    expect(elder.newest.locator(".asked")).to_be_in_viewport(ratio=1)
    expect(elder.short_answer).to_be_in_viewport(ratio=0.5)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_in_an_emergency_the_number_is_in_sight_at_once(
    visit: Visit, size: str, scripts: bool
) -> None:
    elder = visit(SMALL_PHONE, scripts=scripts).chooses_size(size).asks(FALL)
    call = elder.newest.get_by_role("link", name="马上拨打120")
    expect(call).to_be_in_viewport(ratio=1)
    expect(call).to_have_attribute("href", "tel:120")


def test_a_long_story_does_not_push_the_number_out_of_sight(visit: Visit) -> None:
    elder = (
        visit(SMALL_PHONE)
        .chooses_size(LARGEST)
        .asks("我今天早上去买菜，回来的时候在楼道里，" * 10 + FALL)
    )
    expect(elder.newest.get_by_role("link", name="马上拨打120")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_whoever_has_paid_a_swindler_sees_the_warning_and_110_at_once(
    visit: Visit, size: str
) -> None:
    elder = visit(SMALL_PHONE).chooses_size(size).asks(PAID)
    expect(elder.newest.get_by_text("小心上当")).to_be_in_viewport(ratio=1)
    expect(elder.newest.get_by_role("link", name="打110报警")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_when_handed_over_the_number_is_in_sight_at_once(visit: Visit, size: str) -> None:
    elder = visit(SMALL_PHONE).chooses_size(size).asks("没有解决")
    expect(elder.newest.get_by_role("link", name="12345")).to_be_in_viewport(ratio=1)


def test_the_first_view_shows_the_box_and_the_first_sample_questions(visit: Visit) -> None:
    elder = visit()
    expect(elder.send).to_be_in_viewport(ratio=1)
    for number in range(3):
        expect(elder.page.locator(".samples .choice").nth(number)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", ["标准", LARGEST])
def test_on_the_smallest_phone_the_first_view_shows_the_whole_box(visit: Visit, size: str) -> None:
    elder = visit(SMALL_PHONE).chooses_size(size)
    expect(elder.send).to_be_in_viewport(ratio=1)


@NO_SCRIPTS
def test_an_unknown_page_leads_home_and_to_a_person(visit: Visit, scripts: bool) -> None:
    elder = visit(path="/no/such/page", scripts=scripts)
    expect(elder.page.get_by_role("heading", level=1)).to_contain_text("没有找到")
    expect(elder.page.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    elder.page.get_by_role("link", name="回到首页").click()
    expect(elder.box).to_be_visible()


def test_an_unknown_page_says_so_to_machines_too(visit: Visit) -> None:
    answer = visit().page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404


def tops(places: list[Locator]) -> list[float]:
    """How far down the page each place begins."""
    boxes = [place.bounding_box() for place in places]
    assert None not in boxes, "not all of these are on the page"
    return [box["y"] for box in boxes if box]


def vague(elder: Elder) -> Elder:
    """Asks something that the matcher does not take for one thing alone."""
    for word in ("补贴", "卡", "津贴", "评估", "床位", "申请", "老人"):
        elder.asks(word)
        if "clarify" in str(elder.newest.locator(".reply").get_attribute("class")):
            return elder
        elder.asks(ANOTHER)
    raise AssertionError("none of these words is vague any more")
