"""The form of a draft: what was not touched stays as it is, and what is wrong is told in its words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from knowledge.schema import Entry
from server.console.knowledge import faults, forms
from tests.server.console.conftest import Browser
from tests.server.console.knowledge.test_corrections import form
from tests.server.console.knowledge.test_from_question_to_answer import sent_on, version_of
from tests.server.talk import words_of
from tests.small_knowledge import entry

OF_LUNCH = "/console/knowledge/drafts/of/lunch"


def sent_back(content: dict[str, Any]) -> dict[str, Any]:
    """A content after its form was sent as it was shown."""
    fields: MultiDict[str, str] = MultiDict()
    for name, value in forms.shown(content).items():
        if name in forms.LISTED:
            for place, row in enumerate(value):
                fields.update({f"{name}-{place}-{field}": text for field, text in row.items()})
        else:
            fields.setlist(name, value if isinstance(value, list) else [str(value)])
    return forms.content_of(fields, content["id"])


@pytest.mark.parametrize(
    "ages", [{"at_least": 80}, {"at_most": 60}, {"at_least": 0, "at_most": 6}, None]
)
def test_an_open_bound_of_an_age_stays_open(ages: dict[str, int] | None) -> None:
    kept = Entry.model_validate(entry("lunch", ages=ages)).model_dump(mode="json")
    assert "None" not in str([*forms.shown(kept).values()])
    assert Entry.model_validate(sent_back(kept)).ages == Entry.model_validate(kept).ages


@pytest.mark.parametrize(
    ("written", "fen"),
    [("100", 10000), ("99.5", 9950), ("2元", 200), ("1,000 元", 100000)],
)
def test_an_amount_is_read_in_yuan(written: str, fen: int) -> None:
    fields = MultiDict(
        {"figures-0-label": "样例", "figures-0-value": written, "figures-0-in": "fen"}
    )
    assert forms.content_of(fields, "lunch")["figures"][0]["fen"] == fen


@pytest.mark.parametrize("written", ["10000000000", "1_000", "-5", "1.005", "三百"])
def test_what_is_no_amount_is_never_taken_for_fen(editor: Browser, written: str) -> None:
    draft = sent_on(editor, OF_LUNCH)
    wrong = form("15") | {"figures-0-value": written}
    answer = editor.send(draft, version=version_of(editor.get(draft)), submit="1", **wrong)
    assert answer.status_code == 422
    assert f"第1行的数：{faults.A_NUMBER}" in words_of(answer)
    assert f'value="{written}"' in answer.text


WRONG = {
    "at_least": "八十", "valid_from": "2027-01-01", "valid_until": "2026-01-01", "audience": "老人们",
    "figures-0-unit": "", "citations-1-clause": "第一条", "actions-0-label": "打电话",
    "actions-0-target": "街道", "actions-0-type": "call", "full": "洗一次澡3元。", "unknown": "价钱",
}  # fmt: skip


@pytest.fixture
def refused(editor: Browser) -> str:
    draft = sent_on(editor, OF_LUNCH)
    written = form("15") | WRONG
    answer = editor.send(draft, version=version_of(editor.get(draft)), submit="1", **written)
    assert answer.status_code == 422
    return answer.text


def test_everything_that_is_wrong_is_told_at_once_row_by_row(refused: str) -> None:
    listed = [
        re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(<a href=\"#.*?)</li>", refused)
    ]
    assert listed == [
        "数字，第1行的单位：要填", "依据，第2行的来源：要填", "依据，第2行的核实程度：要填",
        "说给谁，第1个：只能是 老人、家属、工作人员 或 服务机构", "适用年龄，年龄从：要写整数",
        "到期日期：到期日期不能早于生效日期",
        "按钮，第1行：打电话的按钮要写电话号码，打开网页的按钮要写 https:// 或 / 开头的地址",
        "还不能确定的，请老人去问谁：要填",
    ]  # fmt: skip


def test_each_mistake_is_marked_where_it_was_written(refused: str) -> None:
    for place in re.findall(r'<li><a href="#([^"]+)"', refused):
        assert f'id="{place}"' in refused, place
    marked = re.findall(r'<input[^>]* id="([^"]+)"[^>]*aria-invalid', refused)
    assert {"at_least", "valid_until", "figures-0-unit", "actions-0-target", "ask"} <= {*marked}
    assert "at_most" not in marked


def test_what_holds_is_judged_beside_what_does_not(editor: Browser) -> None:
    draft = sent_on(editor, OF_LUNCH)
    written = form("15") | {"at_least": "八十", "full": "洗一次澡3元。"}
    page = editor.send(draft, version=version_of(editor.get(draft)), submit="1", **written).text
    assert "年龄从</a>：要写整数" in page
    assert "文中的 3 元 不在“数字”里" in page
