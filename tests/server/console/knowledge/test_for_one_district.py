"""What one district does otherwise: a draft made from the city's entry, made right, published, told."""

from __future__ import annotations

from html import unescape

import pytest

from server.oversight.actor import Role
from tests.server.console.conftest import Browser, Hired
from tests.server.console.knowledge.test_corrections import form
from tests.server.console.knowledge.test_from_question_to_answer import (
    Told,
    Worked,
    published,
    sent_on,
    version_of,
)
from tests.server.talk import words_of
from tests.small_knowledge import PHRASINGS

ENTRY = "/console/knowledge/entries/lunch"
SHIJINGSHAN = "110107"
THERE = ("石景山区食堂中午几点能吃上饭", "石景山区几点打饭", "石景山区饭点是什么时候")
ASKED = "\n".join([*THERE, "石景山区吃饭时间", "石景山区啥时候开饭", "住石景山区到哪儿打饭"])


def copied(editor: Browser, district: str = SHIJINGSHAN, entry: str = ENTRY) -> str:
    """The address of the draft."""
    return sent_on(editor, f"{entry}/for-district", for_district=district)


def test_the_draft_holds_the_entry_with_the_district_before_every_question(
    editor: Browser,
) -> None:
    page = unescape(editor.get(copied(editor)).text)
    assert 'value="石景山区食堂几点开门的答案"' in page
    assert '<option value="110107" selected' in page
    for asked in THERE:
        assert asked in page
    assert "食堂几点开门，有人回答您。" in page
    assert "照着“食堂几点开门的答案”写" in page


def test_it_is_not_handed_on_before_somebody_has_looked_it_up(editor: Browser) -> None:
    draft = copied(editor)
    answer = editor.send(f"{draft}/submit", version=version_of(editor.get(draft)))
    assert answer.status_code == 422
    assert "核对日期 ：请写成 2026-11-21 这样的日期" in words_of(editor.get(draft))


def test_once_published_it_is_told_there_and_the_city_s_everywhere_else(
    editor: Browser, publisher: Browser, told: Told, worked: Worked
) -> None:
    draft = copied(editor)
    said = form("9") | {
        "title": "石景山区食堂几点开门", "question": "请说明石景山区食堂几点开门",
        "phrasings-elder": ASKED,
        "short": "石景山区的食堂十一点开门。", "district": SHIJINGSHAN,
    }  # fmt: skip
    sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **said)
    own = editor.send(
        f"/console/knowledge/releases/publish/{draft.rsplit('/', 1)[1]}",
        version=version_of(editor.get(draft)),
    )
    assert own.status_code == 403
    published(publisher, draft, worked)
    assert "十一点" in str(told("石景山区的食堂几点开门")["text"])
    for elsewhere in (PHRASINGS["lunch"][0], "海淀区的食堂几点开门"):
        assert "有人回答您" in str(told(elsewhere)["text"])
    assert "石景山区食堂几点开门" in words_of(editor.get(ENTRY))


def test_asked_for_twice_it_is_one_draft_and_later_the_district_s_own_entry(
    editor: Browser, publisher: Browser, worked: Worked
) -> None:
    draft = copied(editor)
    assert copied(editor) == draft
    assert copied(editor, "110108") != draft
    said = form("9") | {"title": "石景山区食堂几点开门的答案", "district": SHIJINGSHAN,
                        "question": "请说明石景山区食堂几点开门", "phrasings-elder": ASKED,}  # fmt: skip
    sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **said)
    published(publisher, draft, worked)
    again = copied(editor)
    assert again != draft
    assert "lunch-110107" in words_of(editor.get(again))
    theirs = "/console/knowledge/entries/lunch-110107"
    answer = editor.send(f"{theirs}/for-district", for_district=SHIJINGSHAN)
    assert answer.status_code == 409
    assert "说的就是这个区" in words_of(answer)
    assert "海淀区食堂几点开门的答案" in unescape(editor.get(copied(editor, "110108", theirs)).text)


@pytest.mark.parametrize("district", ["", "310101", "石景山区"])
def test_without_a_district_of_beijing_the_page_asks_for_one(
    editor: Browser, district: str
) -> None:
    answer = editor.send(f"{ENTRY}/for-district", for_district=district)
    assert answer.status_code == 422
    assert "请选要给哪个区写" in words_of(answer)


def test_of_an_entry_that_does_not_exist_there_is_nothing_to_copy(editor: Browser) -> None:
    missing = "/console/knowledge/entries/nothing/for-district"
    assert editor.send(missing, for_district=SHIJINGSHAN).status_code == 404


def test_a_street_clerk_copies_no_entry(hired: Hired) -> None:
    clerk = hired(Role.STREET_CLERK, "110102", "110102007")
    assert clerk.send(f"{ENTRY}/for-district", for_district=SHIJINGSHAN).status_code == 403
