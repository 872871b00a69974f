"""How old somebody is by her papers, where these and her real age are both told: the papers count
("今年80，身份证上是78", "身份证写小了三岁")."""

from __future__ import annotations

import re

from intents.words.numerals import COUNTS, digit

_PAPERS = "(?:身份证|户口[本簿]|户口|证件|证|档案|档案里)(?:件|册)?"
_AGE = r"(?P<age>[5-9]\d|1[01]\d)(?:周?岁)?(?!\d|[块元年月号日])"
_BY_THE_PAPERS = re.compile(
    rf"(?:但是?|可是?|不过)?(?:按照?|照|在)?{_PAPERS}(?:上|里|上面)?(?:的|写|登记|岁数|年龄|年纪|是|着|才|只有|只|却|都|为|今年|刚|满|快)*{_AGE}"
)
_REAL = re.compile(
    r"(?:其实|实际上?|真实?|实岁|真岁数|实足)(?:年龄|岁数|年纪|是|上|已经|都|有|的|今年)*(?:[5-9]\d|1[01]\d)(?:周?岁)?了?"
)
_OFF = re.compile(
    rf"{_PAPERS}(?:上|里|上面)?(?:的|岁数|年龄|年纪|把|给|我|他|她|写|登记|报|上|填|弄)*(?:(?P<less>小|少)|(?P<more>大|多))了?(?P<n>\d{{1,2}}|[{COUNTS}])岁"
)
_TOLD = re.compile(r"(?<![\d小大少多了])(?P<age>[5-9]\d|1[01]\d)(?:周?岁)?(?!\d|[块元年月号日])")


def by_the_papers(spoken: str) -> str:
    """``spoken`` (unified) of one person with the age by her papers alone; as it is where it tells no such age."""
    if off := _OFF.search(spoken):
        left = f"{spoken[: off.start()]}{spoken[off.end() :]}"
        years = digit(off["n"]) * (-1 if off["less"] else 1)
        return _TOLD.sub(lambda real: str(int(real["age"]) + years), left, count=1)
    written = _BY_THE_PAPERS.search(spoken)
    if written is None:
        return spoken
    before, after = spoken[: written.start()], spoken[written.end() :]
    real = re.compile(rf"{_REAL.pattern}|{_TOLD.pattern}岁?了?")
    return f"{real.sub('', before)}{written['age']}岁{real.sub('', after)}"
