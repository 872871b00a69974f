"""Whether a sentence says that something is so, is not so, or leaves it open: "无低保", "低保正在申请"."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

Stance = Literal["so", "not so", "open"]
"""``open``: asked, wished for, under way, or true only in the past."""

_EDGES = re.compile(r"[\s\W_]+")
_FIELD = re.compile(r"(?<=\w)\s*[:：]\s*(?=(?:否|无|没有?|不是|是|有)(?:\W|$))")
"""A form filled in: "低保：无"."""

_BETWEEN = (
    "(?:是|有|享受|享|纳入|评上|评为|评|定为|定|申请[到上]?|办下来|办|吃|领|拿|上|到|过|在|够|属于|达到|符合|列入|"
    "认定为?|批|什么|任何|算|着|得|的|住|进|了|个|当|持)*"
)
"""What may stand between a denial and what is denied ("没评上", "不属于", "没申请到")."""

_DENIED_BEFORE = re.compile(
    r"(?:(?:(?<=要是)|(?<![是有能够]))不(?!光|但|仅|止|只|知|清|确|晓)|(?<!有)没(?!错)|无|未|非|别|[够算评]不上|达不到|[拿领]不到)"
    rf"{_BETWEEN}$"
)
_DENIED_AFTER = re.compile(
    r"^(?:户|家庭|待遇|证|老人|人员|对象|补助|的|资格|认定)*(?:吗|么|嘛|啊|呢)?"
    r"(?:[和跟与或]?(?:低保|低收入|残疾证?|失独|独居|居住证|特困)(?=[^,]{0,6}[都全也]))*"
    r"(?:也|还|都|就|一直|倒|现在|如今|目前|已经|给|被|早就?|申请|办理|去年|前年|上个?月|这个?月|年初|年底|上半年|刚刚?|前些日子|前阵子|最近|街道|社区|居委会|让?人家|后来|从来|根本|并|了|我们?|家里?|他|她)*"
    r"(?:(?:没|未|不|无|否)(?:有|是|批|给|办|下|上|通过|评|过|吃|领|拿|享受|了|申请|定|成|够|算|行|符合|在|认定|纳入)*"
    r"(?:了|的|呢|啊|呀|吧|来|到)*$|停[了掉发]|取消|拒|驳|撤|吊销|过期|到期|失效|注销)"
)
_OPEN_BEFORE = re.compile(
    rf"(?:(?:(?<!要)(.)[不没]\1|是否|能否|有否|有没有){_BETWEEN}|"
    r"(?:想|打算|准备|怎么|咋|如何|可以|(?<!失)能|要|正?在|去|刚|帮)(?:去|给)?(?:申请|办|评|住进?|享受|领|当|报)(?:个|上|到)?|(?:想|打算|准备|考虑)(?:去|给)?|"
    r"(?:以前|原来|过去|曾经|从前|早先|早年|当初|不知道|不清楚|不确定|不晓得|可能|也许|好像|听说)(?:(?!现在|如今|后来).){0,6})$"
)
_OPEN_AFTER = re.compile(
    r"^(?:户|家庭|待遇|证|资格|认定)*(?:还|正|都|刚)*(?:正在|在|还在|刚|没)?"
    r"(?:申请|办|审|审核|审批|评|等|排队|走流程)(?:着|中|呢|理|批|了)*"
    r"(?:(?:还|也)?(?:没|未)(?:有|给)?(?:批|办)?(?:下来?|好|完|成|通过|呢|了)*)?$|^(?:户|家庭)?(?:吗|么|嘛)$"
)
_ANSWERED = re.compile("(?:没有?|无|否|不是|不)")


@dataclass(frozen=True)
class Clauses:
    """A sentence in one piece, and the places where its clauses end."""

    plain: str
    ends: tuple[int, ...]

    @classmethod
    def of(cls, spoken: str) -> Clauses:
        """``spoken`` (unified) without marks; "低保，没有" stays one clause."""
        parts: list[str] = []
        for part in filter(None, _EDGES.split(_FIELD.sub("", spoken))):
            if parts and _ANSWERED.fullmatch(part):
                parts[-1] += part
            else:
                parts.append(part)
        return cls("".join(parts), tuple(itertools.accumulate(map(len, parts))))

    def stance(self, match: re.Match[str]) -> Stance:
        """What is said of the words that ``match`` found in ``plain``."""
        before = self.plain[self._begin(match.start()) : match.start()]
        after = self.plain[match.end() : self._end(match.end())]
        if _OPEN_BEFORE.search(before) or _OPEN_AFTER.search(after):
            return "open"
        return "not so" if _DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after) else "so"

    def _begin(self, place: int) -> int:
        at = bisect_right(self.ends, place)
        return self.ends[at - 1] if at else 0

    def _end(self, place: int) -> int:
        at = bisect_left(self.ends, place)
        return self.ends[at] if at < len(self.ends) else len(self.plain)
