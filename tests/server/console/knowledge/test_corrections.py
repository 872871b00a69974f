"""更正, by way of the pages: who was told the old figure is listed, told, or rung up by the street."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server.console.knowledge import upkeep
from server.editorial import audiences
from server.oversight.actor import Role
from server.people import assisting
from server.transaction import transaction
from tests.doing_jobs import do_jobs
from tests.server.console.conftest import DISTRICT, Browser, Hired
from tests.server.console.knowledge.test_from_question_to_answer import (
    Worked,
    published,
    sent_on,
    version_of,
)
from tests.server.people import makers
from tests.server.people.makers import YUETAN
from tests.server.talk import words_of
from tests.small_knowledge import PHRASINGS, entry

PAGE, CALLS = "/console/knowledge/upkeep/corrections", "/console/lists/calls"
Told = Callable[[str], dict[str, object]]
LUNCH = PHRASINGS["lunch"][0]


def form(yuan: str) -> dict[str, str]:
    """The form of the entry on lunch, which costs so much."""
    said = entry("lunch")
    return {
        "title": said["title"], "question": said["question"],
        "phrasings-elder": "\n".join(said["phrasings"]["elder"]), "short": said["short"],
        "full": said["full"], "citations-0-document": "notice", "citations-0-mark": "原文",
        "figures-0-label": "一份午饭", "figures-0-value": yuan, "figures-0-in": "fen",
        "figures-0-unit": "元", "figures-0-condition": "在食堂吃", "figures-0-kind": "price",
        "last_checked": said["last_checked"], "audience": "elder",
    }  # fmt: skip


@pytest.fixture
def costs(editor: Browser, publisher: Browser, worked: Worked) -> Callable[[str], None]:
    """Publishes what lunch costs, with a second person, by way of the pages."""

    def change(yuan: str) -> None:
        draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
        sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **form(yuan))
        result = published(publisher, draft, worked)
        assert "已经发布" in words_of(publisher.get(result))

    return change


def ask(site: Flask, said: dict[str, Any], headers: dict[str, str]) -> None:
    site.extensions["live"]._looked = 0.0
    body = {"text": LUNCH} | said
    answer = site.test_client().post("/api/v1/chat/messages", json=body, headers=headers)
    assert answer.get_json()["reply"]["entry_id"] == "lunch"


@pytest.fixture
def asked(site: Flask, told: Told) -> Callable[[], None]:
    """Lunch is asked about by an elder, for another by the clerk of her street, and by somebody."""

    def do() -> None:
        with site.app_context(), transaction() as session:
            first = makers.elder(session, name="王大样")
            second = makers.elder(session, name="李二例")
            herself, clerk = makers.herself(session, first), makers.clerk(session)
            assisting.begin(session, clerk, second.id, "样例：老人来电问吃饭")
            who = [
                ({"elder_id": str(elder.id)}, makers.token(session, actor))
                for elder, actor in ((first, herself), (second, clerk))
            ]
        for said, headers in who:
            ask(site, said, headers)
        ask(site, {}, {})

    return do


def newest(browser: Browser) -> str:
    """The address of the newest correction."""
    found = re.search(rf'href="({PAGE}/[0-9a-f-]+)"', browser.get(PAGE).text)
    assert found
    return found[1]


def tell(publisher: Browser) -> str:
    """Decide the newest correction; where that leads."""
    return sent_on(publisher, f"{newest(publisher)}/tell")


def test_who_was_told_the_old_figure_is_listed_masked(
    costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser, editor: Browser
) -> None:
    costs("15")
    asked()
    costs("12")
    assert "原来 15 元，现在 12 元" in words_of(editor.get(PAGE))
    page = words_of(editor.get(newest(editor)))
    assert "原来 15 元，现在 12 元" in page
    assert "有 3 段对话听到过旧数字，其中 2 位联系得上" in page
    assert "王*样" in page
    assert "李*例" in page
    assert "王大样" not in page
    assert "月坛街道" in page
    assert "发更正通知" not in page, "whoever writes does not decide"
    assert "发更正通知给 2 位" in words_of(publisher.get(newest(publisher)))


def test_who_does_not_fit_on_the_page_is_counted_and_told_all_the_same(
    costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(audiences, "LISTED", 1)
    costs("15")
    asked()
    costs("12")
    page = words_of(publisher.get(newest(publisher)))
    assert "还有 1 位没有列出来" in page
    assert "发更正通知给 2 位" in page
    assert "已通知 2 位" in words_of(publisher.get(tell(publisher)))
    assert "已通知 2 位" in words_of(publisher.get(PAGE))


def test_those_no_gateway_reaches_are_on_the_call_list_of_their_street(
    site: Flask, costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser,
    hired: Hired,
) -> None:  # fmt: skip
    costs("15")
    asked()
    costs("12")
    tell(publisher)
    do_jobs(site, waited=True)
    assert "已通知 2 位" in words_of(publisher.get(PAGE))
    clerk = hired(Role.STREET_CLERK, DISTRICT, YUETAN)
    addresses = re.findall(r'href="(/console/calls/[0-9a-f-]+)"', clerk.get(CALLS).text)
    assert len(addresses) == 2
    one = words_of(clerk.get(addresses[0]))
    assert "您问过的“食堂几点开门的答案”" in one
    sent_on(clerk, f"{addresses[0]}/heard", heard="reached")
    assert clerk.get(CALLS).text.count('name="row"') == 1


@pytest.fixture
def notices(
    site: Flask, costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser
) -> str:
    """The address of what became of two notices, both of which the street has to ring up for."""
    costs("15")
    asked()
    costs("12")
    return tell(publisher)


def test_each_notice_says_what_became_of_it(
    site: Flask, notices: str, publisher: Browser, editor: Browser, hired: Hired
) -> None:
    page = words_of(publisher.get(notices))
    assert "已通知 2 位。 还没发出 2 位" in page
    do_jobs(site, waited=True)
    assert "微信、短信送不到，等街道打电话 2 位" in words_of(publisher.get(notices))
    clerk = hired(Role.STREET_CLERK, DISTRICT, YUETAN)
    first, second = re.findall(r'href="(/console/calls/[0-9a-f-]+)"', clerk.get(CALLS).text)
    sent_on(clerk, f"{first}/heard", heard="reached")
    sent_on(clerk, f"{second}/heard", heard="no_answer")
    page = words_of(publisher.get(notices))
    assert "电话打通，已告知 1 位" in page
    assert "打过电话没人接，还会再打 1 位" in page
    sent_on(clerk, f"{second}/heard", heard="wrong_number")
    page = words_of(editor.get(notices))
    assert "电话号码不对，没有告知 1 位" in page
    assert "王*样" in page
    assert "王大样" not in page


def test_notices_follow_one_another_page_by_page(
    site: Flask, notices: str, publisher: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "PAGE_ROWS", 1)
    first = publisher.get(notices)
    onward = re.search(r'href="([^"]+)">下一页', first.text)
    assert onward
    second = publisher.get(onward[1].replace("&amp;", "&"))
    assert "下一页" not in second.text
    assert {"王*样", "李*例"} == set(re.findall("[王李][*][样例]", first.text + second.text))
    assert publisher.get(f"{notices}?after=nowhere").status_code == 422


def test_telling_nobody_takes_a_reason_which_the_page_keeps(
    costs: Callable[[str], None], publisher: Browser, editor: Browser
) -> None:
    costs("15")
    costs("12")
    path = newest(publisher)
    assert "要不要通知，由知识发布的同事决定" in words_of(editor.get(path))
    again = publisher.send(f"{path}/dismiss", reason="短")
    assert again.status_code == 422
    assert "请写明为什么不用通知" in words_of(again)
    assert 'value="短"' in again.text
    sent_on(publisher, f"{path}/dismiss", reason="只差了标点")
    assert "不用通知：只差了标点" in words_of(publisher.get(path))
    late = publisher.send(f"{path}/tell")
    assert (late.status_code, "已经有人办了" in words_of(late)) == (409, True)


def test_a_correction_that_does_not_exist_is_not_found(publisher: Browser) -> None:
    assert publisher.get(f"{PAGE}/{uuid.uuid4()}").status_code == 404


def test_a_way_back_to_the_figure_that_somebody_was_told_corrects_nothing(
    costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser
) -> None:
    costs("15")
    asked()
    costs("12")
    sent_on(publisher, "/console/knowledge/releases/2/roll-back", sure="1")
    page = words_of(publisher.get(newest(publisher)))
    assert "第 4 版" in page
    assert "原来 12 元，现在 15 元" in page
    assert "有 0 段对话" in page


def test_whoever_was_told_that_it_was_wrong_hears_of_the_way_back(
    costs: Callable[[str], None], asked: Callable[[], None], publisher: Browser
) -> None:
    costs("15")
    asked()
    costs("12")
    tell(publisher)
    sent_on(publisher, "/console/knowledge/releases/2/roll-back", sure="1")
    page = words_of(publisher.get(newest(publisher)))
    assert "第 4 版" in page
    assert "有 3 段对话听到过旧数字，其中 2 位联系得上" in page


def test_two_versions_of_an_entry_are_compared_field_by_field_in_words(
    costs: Callable[[str], None], editor: Browser
) -> None:
    costs("15")
    costs("12.5")
    page = words_of(editor.get("/console/knowledge/entries/lunch?from=2&to=3"))
    compared = page.split("比较 哪一项 第 2 版 第 3 版")[1]
    assert "数字 名称 一份午饭 金额（元） 15 单位 元 性质 价格 条件 在食堂吃" in compared
    assert "金额（元） 12.5" in compared
