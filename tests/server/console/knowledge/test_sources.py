"""A policy that was imported can be cited: kept as a source, published with the draft that cites it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.server.console.conftest import Browser
from tests.server.console.knowledge.test_from_question_to_answer import (
    ANSWER,
    Worked,
    published,
    sent_on,
    version_of,
)
from tests.server.talk import words_of

POLICY = (
    "样例市关于养老补贴的通知\n样民发〔2026〕5号\n\n一、标准\n老年人每人每月发放补贴200元。\n\n"
    "样例市民政局\n2026年11月20日\n"
)
Told = Callable[[str], dict[str, object]]


@pytest.fixture
def imported(editor: Browser) -> str:
    file = (io.BytesIO(POLICY.encode()), "通知.txt")
    return sent_on(editor, "/console/knowledge/files/import", file=file)


@pytest.fixture
def source(editor: Browser, imported: str) -> dict[str, str]:
    """The form as it is offered."""
    page = editor.get(imported).text
    names = ("title", "document_number", "issuer", "issued_on")
    offered = {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', page)[1] for n in names}
    assert offered["document_number"] == "样民发〔2026〕5号"
    return offered


def test_an_imported_policy_is_cited_and_published_with_its_draft(
    site: Flask,
    editor: Browser,
    publisher: Browser,
    told: Told,
    worked: Worked,
    imported: str,
    source: dict[str, str],
) -> None:
    sent_on(editor, f"{imported}/sources", place="0", **source | {"issued_on": "2026年11月20日"})
    assert "已经可以在草稿的“依据”里选它" in words_of(editor.get(imported))
    [accept] = re.findall(r'action="([^"]*/proposals/[^"]*/accept)"', editor.get(imported).text)
    draft = sent_on(editor, accept)
    page = editor.get(draft)
    assert "还没有发布过的来源" in words_of(page)
    assert "2026-11-20" in words_of(page)
    [cited] = re.findall(r'<option value="(s-[0-9a-f]{12})" selected', page.text)
    answer = ANSWER | {"citations-0-document": cited}
    sent_on(editor, draft, version=version_of(page), submit="1", **answer)
    assert "还没有发布过的来源" in words_of(publisher.get(draft))
    published(publisher, draft.partition("?")[0], worked)
    reply = told("小猫小狗能带进食堂吗")
    [citation] = reply["citations"]
    assert citation["document_number"] == "样民发〔2026〕5号"
    assert "还没有发布过的来源" not in words_of(publisher.get(draft))


def test_the_same_document_is_kept_once(
    editor: Browser, imported: str, source: dict[str, str]
) -> None:
    for _ in range(2):
        sent_on(editor, f"{imported}/sources", place="0", **source)
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    offered = re.findall(r'<option value="(s-[0-9a-f]{12})"', editor.get(draft).text)
    assert len({*offered}) == 1


def test_a_source_without_a_date_is_refused_in_words(
    editor: Browser, imported: str, source: dict[str, str]
) -> None:
    answer = editor.send(f"{imported}/sources", place="0", **source | {"issued_on": ""})
    assert answer.status_code == 422
    assert "生效日期、公布日期、发文日期至少写一个" in words_of(answer)


def test_a_source_that_staff_brought_outlives_the_way_back(
    editor: Browser, publisher: Browser, worked: Worked, imported: str, source: dict[str, str]
) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/new")
    sent_on(editor, draft, version=version_of(editor.get(draft)), submit="1", **ANSWER)
    published(publisher, draft, worked)
    sent_on(editor, f"{imported}/sources", place="0", **source)
    sent_on(publisher, "/console/knowledge/releases/1/roll-back", sure="1")
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    assert re.search(r'<option value="s-[0-9a-f]{12}"', editor.get(draft).text)
