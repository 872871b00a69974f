"""Drafts the title and the question of a proposal from the words of its passage."""

from __future__ import annotations

import re

LONGEST_TITLE = 24
"""Characters; the limit that an entry's title has in the knowledge base."""

LONGEST_SUBJECT = 40
_SHORTEST = 4
_LIST_MARK = re.compile(r"^(\d{1,2}[.．、]|[一二三四五六七八九十]+是)")
_REPORTED = re.compile(
    r"^(?:此外|另外|同时|其中|据悉|据介绍|近日|日前|最后|首先|根据该?|，|还|也|并|特别)*"
    r"(?:《[^》]{1,30}》|方案|通知|意见|办法|所称)*"
    r"(?:首先|还|也|并|特别)*(?:要求|强调|提出|指出|明确了?|提到|规定)?"
)
"""What a report puts before the matter itself: 此外，《方案》还提到……"""

_BACKGROUND = re.compile(r"^(?:为|围绕|聚焦|依托|根据|按照|针对|立足|结合|对于|通过)|精神$|部署$")
_ASPECT = re.compile(r"^在(?P<matter>.{2,20}?)(?:方面|部分|中)$")
_CLAUSE_END = re.compile(r"[，。；：！？（\n]")
_ADVERBS = "进一步|积极|加快|持续|大力|着力|深入|全面|充分|更好|扎实|有序|统筹"
_VERBS = (
    "建立健全|健全完善|加大|加强|调整|应对|推行|优化|完善|健全|建立|推进|推动|促进|强化|扩大|实施|落实|发展|发挥|实现|提升|提高|补齐|"
    "培育|构建|开展|深化|新建|打造|规范|创新|支持|鼓励|丰富|做好|坚持|保障"
)
_VERB = re.compile(rf"^(?:{_ADVERBS})*(?:{_VERBS})+")
_TEMPLATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(对象|条件|资格)$"), "{subject}有哪些？"),
    (
        re.compile(r"((补贴|津贴|补助|收费|发放|缴费|资助)标准|金额|价格|额度)$"),
        "{subject}是多少？",
    ),
    (re.compile(r"(流程|程序|步骤)$"), "{subject}是怎样的？"),
    (re.compile(r"(申请|申领|申办|办理|领取|报名)$"), "怎样{subject}？"),
    (re.compile(r"(补贴|津贴|补助)$"), "{subject}怎么发，发多少？"),
    (re.compile(r"(时间|期限|日期)$"), "{subject}是什么时候？"),
)


def draft_title(title: str, text: str) -> str:
    """A title within the limit, from the passage's own title or else from its first sentences."""
    return _cut(_matter(title, text), LONGEST_TITLE)


def draft_question(title: str, text: str) -> str:
    """A question that the passage answers, for a person to put into an elder's words."""
    matter = _cut(_matter(title, text), LONGEST_SUBJECT)
    if not title:
        return f"关于“{matter}”，文件是怎么说的？"
    without_verb = _VERB.sub("", matter)
    subject = without_verb if len(without_verb) >= 2 else matter
    for pattern, template in _TEMPLATES:
        if pattern.search(subject):
            return template.format(subject=subject)
    return f"{subject}方面有哪些安排？"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _matter(title: str, text: str) -> str:
    """What the passage is about: the first clause that is neither reporting nor background."""
    clauses = _clauses(_LIST_MARK.sub("", title), 2) or _clauses(text)
    for clause in clauses:
        aspect = _ASPECT.match(clause)
        if aspect:
            return aspect["matter"]
        if not _BACKGROUND.search(clause):
            return clause
    return clauses[0] if clauses else text[:LONGEST_TITLE]


def _clauses(text: str, shortest: int = _SHORTEST) -> list[str]:
    """Clauses of some characters at least, without what only reports them."""
    clauses = (_REPORTED.sub("", part.strip()) for part in _CLAUSE_END.split(text))
    return [clause for clause in clauses if len(clause) >= shortest]
