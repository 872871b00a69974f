"""Whether a sentence says that something is so, is not so, or leaves it open: "无低保", "低保正在申请"."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from intents.told import left_out

Stance = Literal["so", "not so", "open"]
"""``open``: asked, wished for, under way, not to be reckoned, or true only in the past."""

_FIELD = re.compile(r"(?<=\w)\s*[:：]\s*(?=(?:否|无|没有?|不是|是|有)(?:\W|$))")
"""A form filled in: "低保：无"."""

_BETWEEN = (
    "(?:是|有|享受|享|纳入|评为|评|定为|定|申请|办|吃|领|拿|上|到|过|在|够|属于|达到|符合|列入|给|下来?|"
    "认定为?|批|什么|任何|算|着|得|的|住|进|了|个|当|持)*"
)
"""What may stand between a denial and what is denied ("没评上", "不属于", "没申请到")."""

_WHO = "我|俺|咱|他|她|您|你|们|家里?|老人|妈|爸|老伴"
_WHOSE = f"(?:{_WHO})*"
_NEVER_SO = (
    r"(?:(?:^|(?<=[我俺咱他她家们妈爸伴里]))哪(?:里|儿|能)?(?:是|有|算得?上?|能?够得?[上着]?|能?吃得?[上着起]|能?享受[得上了到]*|能?[评轮达]得?[上到着]|能?算)"
    rf"|(?:谁|哪个|(?:什么|啥)时候|几时|哪天|何时){_WHOSE}(?:告诉你?|(?:跟你|和你|对你)?[说讲])(?:过|了|是|有|吃|{_WHO})*"
    rf"|(?:怎么|咋|为什么|为啥|凭什么|凭啥)(?:就|又|还|都)?[把给拿将]{_WHOSE}(?:当|按|照|[算写说记归](?=成|作|到))(?:了|成|作|到|着|是|个)*"
    rf"|凭(?:什么|啥)(?:就|又)*[说给把拿]{_WHOSE}(?:算|按|当|是)(?:了|成|作|着|个)*)"
)
"""What asks back what nobody has said: "我哪够得上低保", "谁说我是低保"."""

_DENIED_BEFORE = re.compile(
    rf"{_NEVER_SO}$|"
    r"(?:(?:(?<=要是)|(?<![是有能够]))不(?!光|但|仅|止|只|知|清|确|晓)|(?<!有)没(?!错)|无|未|非|别|[够算评]不上|达不到|[拿领]不到)"
    rf"{_BETWEEN}$"
)
_DENIED_AFTER = re.compile(
    r"^(?:户|家庭|待遇|证|老人|人员|对象|补助|的|资格|认定|失能|评估|评定)*(?:[有是](?=[吗么嘛啊呢])|有没有(?=没)|是不是(?=不))?(?:吗|么|嘛|啊|呢)?"
    r"(?:[和跟与或]?(?:低保|低收入|残疾证?|失独|独居|居住证|特困)(?=[^,]{0,6}[都全也]))*"
    r"(?:也|还|都|就|一直|倒|到|现在|如今|目前|今年|已经|给|被|早|申请|办理|去年|前年|上个?月|这个?月|年初|年底|上半年|刚|前些日子|前阵子|最近|街道|社区|居委会|让?人家|后来|从来|根本|并|了|我们?|家里?|他|她)*"
    r"(?:(?:没|未|不|无|否)(?:有|是|批|给|办|下|上|通过|评|过|吃|领|拿|享受|了|申请|定|成|够|算|行|符合|在|认定|纳入|沾|占|挨)*"
    r"(?:了|的|呢|啊|呀|吧|来|到)*$|停[了掉发的]|取消|去掉|删掉|划掉|拿掉|拒|驳|撤|吊销|过期|到期|失效|注销)"
)
_ASKED_BACK = (
    "(?:怎么|咋|为什么|为啥|凭什么|凭啥|干嘛|干啥|何必|不|别|没|甭|还|又|老是?|总是?|一直|净|光|你|您)"
    "(?:还|又|老|总|要|用|再|得|一直|来)*(?:问|提|扯|说)(?:起|到|了|的|你|您|我|他|她|家|什么|啥|是不是|有没有)*"
    "|^问(?:我|他|她|家)*|(?:^|这|那|津贴|补贴|我)跟|(?:什么|啥|何谓)(?:是|叫|算)?|(?:怎么|咋|怎样|什么样的?|啥样的?)才?(?:叫|算)"
    "|(?:必须|非得|只有|除非|一定(?:得|要)|(?:^|都|也|就|还)得)(?:是|有|吃)+"
)
"""What is spoken of and not told, before it: "怎么还要问低保", "啥叫低收入"."""

_SPOKEN_OF = (
    "^(?:户|家庭|失能)?(?:到底|究竟|又|都)?(?:是|指的?是?|叫)个?(?:什么|啥|哪种)(?:意思|东西|玩意儿?|人|概念|回事)?[呢呀啊]*$"
    "|^(?:户|家庭|的|这|那|事儿?|问题|个|项)*(?:怎么|咋|怎样|如何)(?:才)?(?:能|去|给)?(?:算|认定|界定|划分|办理?|申请|评)(?:的|下来|呢|呀|啊)*$"
    "|^(?:户|家庭|的|这|那|事儿?|问题|个|项)*(?:别|不用|甭|不要|不)(?:再|老|总)?(?:问|提|说)(?:了|啦|我)*$"
    "|^(?:跟|和|与).{1,8}(?:有|没)(?:什么|啥|个|有)?关系"
)
"""The same behind it: "低保是啥意思", "低保怎么办"."""

_OPEN_BEFORE = re.compile(
    rf"(?:{left_out.BEFORE}|{_ASKED_BACK}|(?:(?<!要)(.)[不没]\1|是否|能否|有否|有没有){_BETWEEN}|"
    r"(?:想|打算|准备|怎么|咋|如何|可以|(?<!失)能|要|正在|(?<!现)在|去|刚(?!评[上为成定了])|帮)(?:去|给)?(?:申请|办|评|住进?|享受|领|当|报)(?:个|上|到)?|(?:不?想|不?打算|准备|考虑|不愿意?|不稀罕|不肯)(?:去|给|要|吃|领|拿|办|再)*|"
    r"(?:医生|大夫|护士|邻居|人家|别人)(?:都|也)?(?:说|讲|看|估计|判断|觉得)(?:是|他|她|我|算|够|属于|能|得|该|应该|要|可以|评|定)*|(?:估计|感觉|觉得)(?:是|他|她|我|算|够|属于|能评上?)*|"
    r"(?:不想|不愿意?|不方便|不便|不肯|不好意思|懒得)(?:再?[说讲提答告诉你您跟回聊]|是不是|有没有)*|"
    r"(?:快|接近|将近|离|往|比)(?:要|到|成|是|够|变|评上?|赶上)*|差一?点儿?(?:就|才|没|不)?(?:够|到|是|上|算|吃上|评上|评为)?|"
    r"(?:明年|后年|下半年|下个?月|以后|将来|年底|过几个?月|过阵子)(?:[才就要会]|(?<!失)能|可以|应该|估计|吃上|评上|办上|办|有|是|吃|给|领)*|"
    r"(?:以前|原来|过去|曾经|从前|早先|早年|当初|原先|本来|往年|不知道|不清楚|不确定|不晓得|可能|也许|好像|听说)(?:(?!现在|如今|后来).){0,6})$"
)
_OPEN_AFTER = re.compile(
    rf"^{left_out.AFTER}|{_SPOKEN_OF}|^(?:失能|户|家庭)?不$|^(?:的)?(?:材料|手续|申请表|表格?)(?!.{{0,6}}(?:批|下来|通过))|"
    r"^(?:户|家庭|待遇|证|资格|认定)*(?:估计|大概|说是?|街道说|得|要|还得|还要|等|到)*(?:明年|后年|下半年|下个?(?:月|周|礼拜|星期)|年底|月底|过几天|过些天|过阵子|以后|将来)(?:估计|大概|才|就|能|可以|会|要)*(?:批|下来|办|评|定|生效|开始|给|吃上|享受|有)|"
    r"^(?:户|家庭|待遇|证)*(?:还|也|该|我|他|她)*(?:能|可以|好)(?:不能|不可以|不好)?(?:申请|办(?!下来|了|成)|评|批(?!了))|"
    r"^(?:户|家庭|待遇|证|资格|认定)*(?:还|正|都|刚)*(?:正在|在|还在|刚|没)?"
    r"(?:申请|办|审|审核|审批|评|等|排队|走流程)(?:着|中|呢|理|批|了)*"
    r"(?:(?:还|也)?(?:没|未)(?:有|给)?(?:批|办)?(?:下来?|好|完|成|通过|呢|了)*)?$|^(?:户|家庭)?(?:吗|么|嘛|有没有|是不是)$|"
    r"^.{0,6}?(?:不想|不愿意?|不方便|不便|不肯|懒得)[说讲提答告回聊]|^.{0,6}?(?:保密|不告诉|不好说|说不好|说不准|不清楚|不知道|不确定|不太清)"
)
_ANSWERED = re.compile(r"(没有?|无|否|不是|不)\1*")
_AFFIRMED = re.compile("(?:是的?|对|有的?)")
_NOT_KNOWN = re.compile(
    "(?:这个?|我|也|可|还|真|都|就)*(?:不(?:太|大)?(?:知道|清楚|晓得|确定|记得)|说不(?:好|准|清)|没(?:问过|打听)|忘了)[了呢啊呀]*"
)
"""An answer to one's own question that leaves it open ("低保吗？不知道")."""

_ASKS_ITSELF = re.compile("[吗么嘛]$")

_DENIES_WHAT_FOLLOWS = re.compile("[^吗么嘛]{0,3}(?:没有?|不是?|非|无)")

_OF_ANOTHER = re.compile("护理|工伤|残|津贴|补[贴助]|评估|券|失能")
"""What a clause is about that denies nothing of the one before it."""

_DENIES_ITS_OWN = re.compile(
    "(?:但是?|可是?|不过|也|又|并|家里?|老人|我们?|他|她)*不是"
    r"(?!了|的|啊|呀|呢|吧|真|说|(?:去|今|前)年|现在|这|那|我|您|你|他|她|北京|本市|京)\w{2}"
)
"""A clause that denies what it names itself ("不是计生特殊家庭"), and nothing of the one before it."""

_OF_ITS_OWN = re.compile("低保|低收入|残疾|户口|户籍|失能|评估|失独|居住证|特困")
"""What a denial is about that needs nothing after it."""

CHANGED = re.compile(
    "今年|现在|如今|后来|眼下|目前|又(?!是|算|属于|吃|享受|低)|新近|这次|(?:改|降|升|变|转|恢复|复评|复核|重新评|换|调)(?:成|为|到|作|了)"
    "|[改降升变转](?=低保|低收入|[重中轻]度|完全失能|[1-4一二三四]级)"
)
"""What is told behind it holds in place of what was told before it."""

BREAK = "丨"
"""Stands between clauses that are about one thing each, where patterns would read across them."""


_NOT_RECEIVED = re.compile(
    "(?:也|都|还|就|从来|一直|现在|她|他|我)*(?:没|不)(?:有|再)?(?:吃|领|拿|享受)(?:过|着|了|的|到)*$"
)
_IS_RECEIVED = re.compile(
    "低保|低收入|特困|失独|计生|特殊|证|补|津|费|金|券|[离退]休|工伤|知青|见义|养"
)


def _is_of_money(named: str, after: str) -> bool:
    """Whether what stands ``after`` what is ``named`` denies that money is received, and not that
    which is none ("京籍不吃" of 低保)."""
    return bool(_NOT_RECEIVED.match(after)) and not _IS_RECEIVED.search(named)


def _pieces(spoken: str) -> Iterator[tuple[str, str]]:
    """The pieces of ``spoken`` between marks, each with the mark before it."""
    mark = ""
    for match in re.finditer(r"([\s\W_]+)|([^\W_]+)", spoken):
        if match[1]:
            mark = match[1].strip()
        else:
            yield mark, match[2]


@dataclass(frozen=True)
class Clauses:
    """A sentence in one piece, and the places where its clauses end."""

    plain: str
    ends: tuple[int, ...]
    listed: frozenset[int] = frozenset()
    """Those ends behind which a list goes on ("低保、低收入")."""

    @classmethod
    def of(cls, spoken: str) -> Clauses:
        """``spoken`` (unified) without marks; "低保，没有" stays one clause."""
        parts: list[str] = []
        listed: set[int] = set()
        for mark, part in _pieces(_FIELD.sub("", spoken)):
            if mark == "、":
                listed.add(sum(map(len, parts)))
            asked = parts and _ASKS_ITSELF.search(parts[-1])
            answers_itself = asked and (_AFFIRMED.fullmatch(part) or _NOT_KNOWN.fullmatch(part))
            denies = _ANSWERED.fullmatch(part)
            if parts and (answers_itself or denies):
                parts[-1] += denies[1] if denies else part
            else:
                parts.append(part)
        ends = tuple(itertools.accumulate(map(len, parts)))
        return cls("".join(parts), ends, frozenset(listed) & frozenset(ends))

    def broken_at(self, words: re.Pattern[str]) -> Clauses:
        """The same with a BREAK before each clause that has ``words`` and is not what a denial before
        it denies ("没有 低保"), and before one of something else behind it ("低保，没领工伤护理费")."""
        parts: list[str] = []
        for begin, end in itertools.pairwise((0, *self.ends)):
            part = self.plain[begin:end]
            before = parts[-1] if parts else ""
            denied = _DENIES_WHAT_FOLLOWS.fullmatch(before) and not _OF_ITS_OWN.search(before)
            goes_on = not before or begin in self.listed or denied
            of_another = _OF_ANOTHER.search(part) or _DENIES_ITS_OWN.match(part)
            apart = words.search(part) or (words.search(before) and of_another)
            parts.append(BREAK + part if apart and not goes_on else part)
        return Clauses("".join(parts), tuple(itertools.accumulate(map(len, parts))))

    def stance(self, match: re.Match[str]) -> Stance:
        """What is said of the words that ``match`` found in ``plain``."""
        before = self.before(match)
        after = self.plain[match.end() : self._end(match.end())]
        if _OPEN_BEFORE.search(before) or _OPEN_AFTER.search(after):
            return "open"
        denied = _DENIED_AFTER.search(after) and not _is_of_money(match[0], after)
        return "not so" if _DENIED_BEFORE.search(before) or denied else "so"

    def before(self, match: re.Match[str]) -> str:
        """What stands in its clause before the words that ``match`` found."""
        return self.plain[self._begin(match.start()) : match.start()]

    def around(self, place: int) -> tuple[int, int]:
        """Where the clause begins and ends in which a place of ``plain`` is."""
        return self._begin(place), self._end(place + 1)

    def clause(self, place: int) -> int:
        """In which clause a place of ``plain`` is."""
        return bisect_right(self.ends, place)

    def _begin(self, place: int) -> int:
        at = bisect_right(self.ends, place)
        return self.ends[at - 1] if at else 0

    def _end(self, place: int) -> int:
        at = bisect_left(self.ends, place)
        return self.ends[at] if at < len(self.ends) else len(self.plain)
