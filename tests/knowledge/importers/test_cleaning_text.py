"""Broken lines become paragraphs, and every character stays traceable to the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.clean import paragraphs
from knowledge.importers.passage import passage
from knowledge.importers.propose import propose_from
from knowledge.importers.raw import RawDocument, Span

from .papers import LIBRARY_NEWS, LUNCH_NEWS, bare, spaced, wrapped


def cleaned(text: str, line_is_paragraph: bool = False) -> list[str]:
    document = RawDocument("paper.txt", text, line_is_paragraph=line_is_paragraph)
    return [paragraph.quote for paragraph in paragraphs(document)]


def whole(text: str) -> str:
    """The quote of a one-paragraph text."""
    return passage(text, [Span(0, len(text))]).quote


def test_newspaper_lines_with_blank_lines_between_are_joined() -> None:
    found = cleaned(wrapped([*LIBRARY_NEWS, *LUNCH_NEWS]))
    assert "".join(found) == "".join(LIBRARY_NEWS + LUNCH_NEWS)
    assert LUNCH_NEWS[0] in found


def test_short_line_ends_a_headline_in_a_narrow_column() -> None:
    text = wrapped(["市民政局印发老年助餐点建设方案", *LUNCH_NEWS])
    assert cleaned(text)[1] == LUNCH_NEWS[0]


def test_sentence_broken_by_a_page_goes_on() -> None:
    text = "(一)发展助餐。各区应当统筹安排老年助餐点的位置,方便老年\n\n\n\n人步行到达。\n\n(二)送餐上门。为失能老年人送餐。\n"
    assert cleaned(text) == [
        "(一)发展助餐。各区应当统筹安排老年助餐点的位置,方便老年人步行到达。",
        "(二)送餐上门。为失能老年人送餐。",
    ]


def test_indented_lines_start_paragraphs_of_a_wrapped_plan() -> None:
    body = "为老年人建设助餐点和活动室。" * 9
    text = "\n\n".join("\n\n".join(wrapped(["  " + body], 40).split("\n\n")) for _ in range(3))
    assert cleaned(text) == [body] * 3


def test_two_classes_of_hospitals_at_a_line_start_are_no_heading() -> None:
    text = wrapped(
        ["积极稳妥地推进本市人口密集地区的一、二级医院转型为护理机构或者增加护理床位。" * 4], 16
    )
    assert "\n一、二级医院" in text.replace("\n\n", "\n")
    assert len(cleaned(text)) == 1


def test_issuers_date_and_number_keep_their_lines() -> None:
    lines = ["青河市民政局", "青河市财政局", "青民养发〔2031〕15号", "2031 年 3 月 8 日"]
    assert cleaned("\n".join(lines)) == [*lines[:3], "2031年3月8日"]


def test_heading_is_not_joined_with_the_text_below_in_word() -> None:
    lines = ["一、扩大普惠养老服务供给，培育养老服务市场主体和服务品牌", "支持企业开办助餐点。"]
    assert cleaned("\n".join(lines), line_is_paragraph=True) == lines


def test_spaces_inside_chinese_sentences_disappear() -> None:
    assert cleaned(spaced(LUNCH_NEWS[0]))[0] == LUNCH_NEWS[0]


def test_space_between_words_and_figures_stays() -> None:
    assert whole("按照 GB 42195 开展  评估，2024 年 起") == "按照GB 42195开展评估，2024年起"


def test_widths_are_evened_for_analysis_but_not_in_the_quote() -> None:
    found = passage("(一)送餐,每份１５元", [Span(0, 11)])
    assert found.text == "（一）送餐，每份15元"
    assert found.quote == "(一)送餐,每份１５元"


def test_thousands_and_times_keep_their_signs() -> None:
    assert passage("补贴1,000元,8:30发放", [Span(0, 15)]).text == "补贴1,000元，8:30发放"


def test_radicals_from_pdf_fonts_are_read_as_characters() -> None:
    assert passage("⽼年⼈⺠政", [Span(0, 5)]).text == "老年人民政"


def test_slips_of_recognition_stay_in_the_quote() -> None:
    text = "推行“万联网+监管”,打造-批助餐点。"
    assert cleaned(text) == [text]


def test_byline_is_cut_from_the_headline() -> None:
    text = "青河市新建老年助餐点 方便老年人就近用餐 ■ 本报记者 王小明\n\n" + spaced(LUNCH_NEWS[0])
    assert cleaned(text) == [
        "青河市新建老年助餐点方便老年人就近用餐",
        "■本报记者王小明",
        LUNCH_NEWS[0],
    ]


@given(st.text(alphabet="老年人养一二三是第条（）()1.2、，。：“”《》#*| \n\t元%万|", max_size=200))
def test_every_quote_stands_in_the_source_whatever_the_layout(text: str) -> None:
    found = propose_from(RawDocument("paper.txt", text))
    quotes = [item.quote for item in found.proposals] + [item.opening for item in found.set_apart]
    assert all(bare(quote) in bare(text) for quote in quotes)


@given(
    st.lists(st.sampled_from([*LUNCH_NEWS, *LIBRARY_NEWS]), min_size=3, max_size=6),
    st.integers(9, 40),
)
def test_no_word_is_lost_or_added_at_any_line_width(texts: list[str], width: int) -> None:
    assert bare("".join(cleaned(wrapped(texts, width)))) == "".join(texts)
