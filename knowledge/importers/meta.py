"""Reads what a document says about itself: title, number, issuers, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from knowledge.importers import formal
from knowledge.importers.articles import Article, paragraphs_of
from knowledge.importers.models import SourceDocument
from knowledge.importers.numbering import Level, marker
from knowledge.importers.passage import Passage

_KINDS = (
    "通知|办法|方案|规划|措施|意见|规定|细则|条例|标准|指南|公告|通告|批复|函|决定|计划|清单|要点|规范|"
    "须知|问答|解读|报告|目录|制度"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:（[^）]{{1,12}}）)?$")
_CIRCULATES = re.compile(r"关于(?:印发|发布|转发|公布)[《〈](?P<title>.+)[》〉]")
_TITLE_START = re.compile(r"关于|^北京市|^《")
_SENTENCE_END = re.compile(r"[。；：，]$")
_LONGEST_TITLE = 90
_FRONT = 60
_MOST_LINES = 3
_SAME_TITLE = 75
_TAKES_EFFECT = r"(?:施行|实施|执行|试行|生效)"
_EFFECT = re.compile(rf"[^。；]{{0,30}}自(?P<date>{formal.DATE})起[^。；]{{0,6}}?{_TAKES_EFFECT}")
_EFFECT_IN_WORDS = re.compile(
    rf"[^。；]{{0,20}}自(?:发布|印发|公布)之日起[^。；]{{0,12}}?{_TAKES_EFFECT}"
)
_UNTIL = re.compile(rf"(?:有效期|施行|执行|有效|试行)[^。；]{{0,6}}?至(?P<date>{formal.DATE})")
_VALIDITY = re.compile(r"有效期(?:为)?[一二三四五\d]{1,2}年")
_OWN = re.compile(r"(?:本|《)[^。；]{0,30}自")
_LABELS = {
    "issued_on": "成文日期",
    "published_on": "(?:发布|公布)日期",
    "effective_from": "(?:实施|施行|生效)日期",
}
_LABELLED = {
    name: re.compile(rf"{label}[】\]：]*(?P<date>{formal.DATE}|\d{{4}}-\d\d-\d\d)")
    for name, label in _LABELS.items()
}


@dataclass
class Titles:
    """Titles found, and the paragraphs that hold them (by raw offset)."""

    title: str | None = None
    notice: str | None = None
    starts: set[int] = field(default_factory=set)


def describe(article: Article, number: int) -> tuple[SourceDocument, Titles]:
    """What article ``number`` of a file says about itself, and where its titles stand."""
    paragraphs = paragraphs_of(article)
    titles = _news_titles(article) if article.is_news else _titles(paragraphs)
    front = [p.text for p in paragraphs if article.is_news is False][:_FRONT]
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    dates, effect = _dates(paragraphs, text)
    document = SourceDocument(
        id=f"d{number}",
        title=titles.title,
        notice_title=titles.notice,
        document_number=_own_number(front),
        issuers=tuple(_issuers(article, paragraphs, titles)),
        effect=tuple(effect),
        **dates,
    )
    return document, titles


def _news_titles(article: Article) -> Titles:
    return Titles(title=article.headline.quote if article.headline else None)


def _titles(paragraphs: Sequence[Passage]) -> Titles:
    found = list(_title_candidates(paragraphs))
    result = Titles()
    for text, starts in found:
        circulated = _CIRCULATES.search(text)
        if circulated and result.notice is None:
            result.notice, result.title = text, circulated["title"]
        elif result.title is None or (result.notice and _is_same(text, result.title)):
            result.title = text
        else:
            continue
        result.starts |= starts
    return result


def _is_same(text: str, title: str) -> bool:
    """Whether two titles are one, apart from what recognition got wrong."""
    return fuzz.ratio(text, title) >= _SAME_TITLE


def _title_candidates(paragraphs: Sequence[Passage]) -> list[tuple[str, set[int]]]:
    """Lines that read as titles; a title broken over lines is taken together."""
    front = paragraphs[:_FRONT]
    found: list[tuple[str, set[int]]] = []
    index = 0
    while index < len(front):
        sizes = range(1, _MOST_LINES + 1)
        size = next((n for n in sizes if _is_title(front[index : index + n])), 0)
        if size:
            lines = front[index : index + size]
            found.append(("".join(_bare(line) for line in lines), {line.start for line in lines}))
        index += size or 1
    return found


def _is_title(lines: Sequence[Passage]) -> bool:
    if any(not _may_be_title(line) for line in lines):
        return False
    text = "".join(_bare(line) for line in lines)
    if len(lines) > 1 and not _TITLE_START.search(_bare(lines[0])):
        return False
    styled = len(lines) == 1 and lines[0].text.startswith("#")
    return 5 <= len(text) <= _LONGEST_TITLE and (styled or bool(_TITLE_END.search(text)))


def _may_be_title(line: Passage) -> bool:
    mark = marker(line.text)
    numbered = mark is not None and mark.level is not Level.TITLE
    return not numbered and not formal.is_formal(line) and not _SENTENCE_END.search(line.text)


def _bare(line: Passage) -> str:
    return line.quote.strip("#*_ ")


def _own_number(front: Sequence[str]) -> str | None:
    """The number on a line of its own or after the title; other numbers are of cited papers."""
    for text in front:
        if formal.is_number_line(text) or (len(text) <= _LONGEST_TITLE and "文字号" in text):
            return formal.document_number(text)
    return None


def _issuers(article: Article, paragraphs: Sequence[Passage], titles: Titles) -> list[str]:
    """Organs on lines of their own, else those before 关于 in the title, else in the news lead."""
    named = [organ for paragraph in paragraphs for organ in formal.organs_in(paragraph)]
    if not named and article.is_news:
        named = formal.organs_in_lead(article.opening())
    if not named:
        named = formal.organs_before(titles.notice or titles.title or "")
    return list(dict.fromkeys(named))


def _dates(paragraphs: Sequence[Passage], text: str) -> tuple[dict[str, str | None], list[str]]:
    dates = {name: _labelled(pattern, text) for name, pattern in _LABELLED.items()}
    if dates["issued_on"] is None:
        lines = (formal.date_line(paragraph.text) for paragraph in paragraphs)
        dates["issued_on"] = next((day for day in lines if day), None)
    effects = sorted(_EFFECT.finditer(text), key=lambda found: not _OWN.search(found[0]))
    if effects and dates["effective_from"] is None:
        dates["effective_from"] = formal.iso_date(effects[0]["date"])
    until = _UNTIL.search(text)
    dates["effective_until"] = formal.iso_date(until["date"]) if until else None
    words = [*effects[:1], *_EFFECT_IN_WORDS.finditer(text), *_VALIDITY.finditer(text)]
    return dates, [found[0].strip("，\n") for found in words]


def _labelled(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    if not found:
        return None
    return found["date"] if "-" in found["date"] else formal.iso_date(found["date"])
