"""What concerns elders, which figures a passage names, and what recognition may have got wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.importers.figures import figures_in
from knowledge.importers.passage import passage
from knowledge.importers.raw import Span
from knowledge.importers.relevance import relevance
from knowledge.importers.slips import confused_spellings, doubts, spelling_doubts
from knowledge.importers.wording import LONGEST_TITLE, draft_question, draft_title


def figures(text: str) -> list[tuple[str, str, Decimal | str | None]]:
    found = figures_in(passage(text, [Span(0, len(text))]))
    return [(figure.kind, figure.text, figure.value) for figure in found]


def test_title_about_elders_decides_with_a_reason() -> None:
    found = relevance("发展老年助餐", [], "")
    assert found.concerns_elders
    assert found.reasons == ("标题提到“老年”1次",)


def test_heading_above_decides_for_a_part_that_names_no_elders() -> None:
    found = relevance("加强组织领导", ["一、改进养老服务"], "各区要加强统筹。")
    assert found.concerns_elders
    assert "一、改进养老服务" in found.reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "加强社会组织信用监管，公开信用信息。",
        "关爱留守儿童和困境儿童。",
        "加强政府救助与慈善帮扶衔接。",
        "为老旧小区改造管线，为老师办实事。",
    ],
)
def test_other_matters_are_set_apart(text: str) -> None:
    assert not relevance("", [], text).concerns_elders


def test_long_text_that_names_elders_in_passing_is_set_apart() -> None:
    found = relevance("", [], "完善残疾人福利制度，" * 40 + "与失能失智老年人的需求衔接。")
    assert not found.concerns_elders
    assert "顺带" in found.reasons[0]


def test_longer_word_counts_once() -> None:
    assert relevance("为老年人打造健康养老", [], "").reasons == ("标题提到“老年人”1次、“养老”1次",)


def test_amounts_percentages_counts_and_dates_are_found_in_order() -> None:
    assert figures(
        "自2031年5月起，每人每月补贴100、500、800元，覆盖率达95%，新建床位不少于1.2万张。"
    ) == [
        ("date", "2031年5月", "2031-05"),
        ("money", "每人每月补贴100、500、800元", Decimal(10_000)),
        ("money", "每人每月补贴100、500、800元", Decimal(50_000)),
        ("money", "每人每月补贴100、500、800元", Decimal(80_000)),
        ("percent", "覆盖率达95%", Decimal(95)),
        ("count", "不少于1.2万张", Decimal(12_000)),
    ]


def test_ages_shares_in_words_and_dates_without_a_year_are_found() -> None:
    assert figures("80周岁及以上老年人，截至5月底，覆盖九成的社区") == [
        ("count", "80周岁及以上", Decimal(80)),
        ("date", "5月底", None),
        ("percent", "九成", Decimal(90)),
    ]


def test_amount_of_money_is_no_count() -> None:
    assert [kind for kind, _, _ in figures("发放资金35.24亿元")] == ["money"]


def test_broken_number_is_no_figure_but_a_doubt() -> None:
    assert figures("每月补贴5 00元") == []
    assert any("空格" in doubt for doubt in doubts("每月补贴5 00元。"))


@pytest.mark.parametrize(
    ("text", "slip", "likely"),
    [
        ("推行“万联网+监管”。", "万联网", "互联网"),
        ("《方案》（以以下简称）。", "以以下", "以下"),
        ("打造-批品牌。", "-", "一"),
        ("己建成助餐点。", "己", "已"),
        ("62个末开工。", "末", "未"),
        ("自2O31年起。", "O", "0"),
    ],
)
def test_known_slips_are_reported_with_what_was_probably_printed(
    text: str, slip: str, likely: str
) -> None:
    assert any(f"“{slip}”疑为“{likely}”" in doubt for doubt in doubts(text))


@pytest.mark.parametrize(
    ("text", "pair"),
    [("推动养老服务+监管”。", "“”"), ("《方案（试行）。", "《》"), ("村居）民委员会。", "（）")],
)
def test_half_of_a_pair_is_reported(text: str, pair: str) -> None:
    assert any(pair in doubt for doubt in doubts(text))


def test_text_that_breaks_off_is_reported_but_a_cell_may() -> None:
    assert any("没有句号" in doubt for doubt in doubts("形成数据采集的"))
    assert doubts("形成数据采集的", is_prose=False) == []


def test_faultless_text_raises_no_doubt() -> None:
    assert (
        doubts("“老老人”可以到《办法》（试行）所列助餐点用餐。老人可以自己完成，年末完成。") == []
    )


def test_spellings_that_vary_in_quotation_marks_are_reported() -> None:
    groups = confused_spellings("加强“老老人”服务。优化“老人”设施。老年人。")
    assert groups == [("老老人", "老人")]
    assert "“老老人”、“老人”" in spelling_doubts("优化“老人”设施。", groups)[0]
    assert spelling_doubts("优化设施。", groups) == []


def test_draft_title_keeps_to_the_limit_of_the_knowledge_base() -> None:
    assert draft_title("发展养老金融，鼓励金融机构开发产品", "") == "发展养老金融"
    assert (
        len(draft_title("", "养老护理员和社会工作者以及各类专业人员应当与老年人经常交谈对话"))
        == LONGEST_TITLE
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("此外，《方案》还提到，建设全市统一的信息系统，方便老年人。", "建设全市统一的信息系统"),
        ("为加强组织保障，《方案》强调，各区要建立台账。", "各区要建立台账"),
        ("在言语功能训练方面，对于有障碍的老年人，鼓励交流。", "言语功能训练"),
    ],
)
def test_draft_title_of_prose_skips_what_only_reports(text: str, title: str) -> None:
    assert draft_title("", text) == title


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("完善老年人助餐服务网络", "老年人助餐服务网络方面有哪些安排？"),
        ("补贴对象", "补贴对象有哪些？"),
        ("提高护理补贴标准", "护理补贴标准是多少？"),
        ("全面小康成效", "全面小康成效方面有哪些安排？"),
    ],
)
def test_draft_question_follows_the_title(title: str, question: str) -> None:
    assert draft_question(title, "") == question
