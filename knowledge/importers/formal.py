"""Recognises the formal lines of papers and newspapers: issuers, dates, numbers, bylines."""

from __future__ import annotations

import re

from knowledge.importers.numbering import chinese_number
from knowledge.importers.passage import Passage

_ORGAN = (
    r"[\u4e00-\u9fff]{2,28}?(?:委员会|办公室|局|厅|部|署|政府|法院|检察院|总队|支队"
    r"|联合会|协会|中心|银行|联|委|办|会)"
)
_ORGAN_LINE = re.compile(rf"^{_ORGAN}$")
_TITLE_ORGAN = re.compile(rf"^(?P<organs>{_ORGAN}(?:[、 ]?{_ORGAN}){{0,12}}?)关于")
_NEWS_ORGANS = re.compile(
    r"(?:^|[，。：\n])(?P<organs>[\u4e00-\u9fff]{2,28}?(?:、[\u4e00-\u9fff]{2,28}?){0,9}?)"
    r"(?:等[\u4e00-\u9fff\d]{1,4}部门)?(?:近日|日前)?(?:联合|批准并)?(?:印发|发布|出台)"
)
_YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_DAY = r"[\d一二三四五六七八九十]{1,3}"
DATE = rf"{_YEAR}年{_DAY}月{_DAY}日"
_DATE_LINE = re.compile(rf"^（?(?P<date>{DATE})）?(印发|发布|公布)?$")
_DATE_PARTS = re.compile(rf"(?P<y>{_YEAR})年(?:(?P<m>{_DAY})月(?:(?P<d>{_DAY})日)?)?")
_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,14})[〔\[［【（〈(](?P<year>(?:19|20)\d\d)[〕\]］】）〉)]第?(?P<n>\d{1,5})号"
)
_ADDRESSEE = re.compile(r"^(各|市|区|有关|相关|驻|本市|中央)[^。]{2,120}：$")
_BYLINE = re.compile(r"^[■□●◆▲]?(本报|特约)?(记者|通讯员)\S{2,12}$")
_SOURCE_LINE = re.compile(r"^（?(来源|稿件来源|供稿)：.{1,30}$")
_OPENNESS = re.compile(r"^（?此件(主动|依申请|不予)?公开.{0,4}）?$")


def organs_in(paragraph: Passage) -> list[str]:
    """The organs named by a line that holds nothing else; empty for any other line."""
    pieces = paragraph.raw[paragraph.start : paragraph.end].split()
    # "北 京 市 民 政 局" is one name, spread out.
    if len(pieces) > 1 and max(map(len, pieces)) == 1:
        pieces = ["".join(pieces)]
    return pieces if pieces and all(_ORGAN_LINE.match(piece) for piece in pieces) else []


def organs_before(title: str) -> list[str]:
    """Issuers that a title names before 关于: "北京市民政局关于…"."""
    found = _TITLE_ORGAN.match(title)
    return _organs(found["organs"]) if found else []


def organs_in_lead(text: str) -> list[str]:
    """Organs that a news report says have issued something."""
    for found in _NEWS_ORGANS.finditer(text):
        organs = found["organs"].split("、")
        if _ORGAN_LINE.match(organs[0]):
            return organs
    return []


def _organs(text: str) -> list[str]:
    return re.findall(rf"{_ORGAN}(?=$|[、 ]|北京|中共|国家)", text) or [text]


def date_line(text: str) -> str | None:
    """The date of a line that holds nothing else, as YYYY-MM-DD."""
    found = _DATE_LINE.match(text)
    return iso_date(found["date"]) if found else None


def iso_date(text: str) -> str | None:
    """2024年9月30日 or 二〇二四年九月三十日 as 2024-09-30; 2025年 as 2025; None if impossible."""
    found = _DATE_PARTS.match(text.replace("○", "〇"))
    if not found:
        return None
    parts = [chinese_number(found[key]) for key in "ymd" if found[key]]
    limits = ((1900, 2100), (1, 12), (1, 31))
    if not all(low <= part <= high for part, (low, high) in zip(parts, limits, strict=False)):
        return None
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def document_number(text: str) -> str | None:
    """The first document number in ``text`` with the standard brackets: 京民发〔2024〕87号."""
    found = _NUMBER.search(text)
    return f"{found['code']}〔{found['year']}〕{found['n']}号" if found else None


def is_number_line(text: str) -> bool:
    """Whether a document number fills the line (a label such as 文号： may stand before it)."""
    found = _NUMBER.search(text)
    return bool(found and found.end() == len(text) and found.start() <= 8)


def is_byline(text: str) -> bool:
    """A reporter's name under a headline."""
    return bool(_BYLINE.match(text))


def is_formal(paragraph: Passage) -> bool:
    """Whether a line belongs to the form of a paper and says nothing itself."""
    text = paragraph.text
    return bool(
        is_byline(text)
        or date_line(text)
        or is_number_line(text)
        or _ADDRESSEE.match(text)
        or _SOURCE_LINE.match(text)
        or _OPENNESS.match(text)
        or organs_in(paragraph)
    )
