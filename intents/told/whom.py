"""Who is meant, where that is all that is said: whom to turn to with a matter ("归谁管", "这事儿找谁"), or
another person ("那他呢")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise

_OFFICE = "(?:谁|什么人|啥人|哪儿|哪里|哪块儿?|哪(?=管)|哪1?(?:个|家)(?:部门|单位|机关|窗口|地方|人|科|局))"
_BEFORE = "(?:那|这|该|我们?|俺|咱们?|要|应该|得|可以|能|到底|究竟|具体|都|又|是|请问|像|这种|这样|个|件|事儿?|事情|情况|的话|老人|的|就|现在|有)*"
_TO = "(?:(?:去|上|来)?(?:找|问|联系)(?:去|问)?|归|属|由|属于|(?:向|跟|和|给|朝)(?=.{1,8}(?:说|问|反映|打听|联系|申请)))"
_DOES = "(?:管|负责|主管|办理?|问|说|打听|反映|申请|解决|说了算|拍板|处理|咨询|联系)"
_AFTER = "(?:这|那|个|件|事儿?|事情|块儿?|的|去|呢|啊|呀|呐|吗|一下|1下|才行|才对|好)*"
_AT_AN_OFFICE = "(?:上|去|到|在)(?:哪儿|哪里|哪)(?:去|能|可以)*(?:问|打听|咨询|反映|说理)"
_ONLY_ASKS = re.compile(
    f"{_BEFORE}(?:{_TO}{_OFFICE}(?:来|在|去|能)*{_DOES}?|{_OFFICE}(?:来|在|能|会|给|专门)*(?:管|负责|主管|说了算|拍板)|{_AT_AN_OFFICE}){_AFTER}"
)
_TELLS = re.compile(
    "找谁|向谁|谁.{0,3}(?:管|负责|监督|做|出面)|哪个部门|怎么(?:申请|办)|打哪个电话"
)


def asks_whom_to_see(text: str) -> bool:
    """Whether ``text`` asks who is in charge, or whom to see, and names no matter."""
    return bool(_ONLY_ASKS.fullmatch(bare(text)))


def tells_whom_to_see(question: str) -> bool:
    """Whether the answer to ``question`` (an entry's own) says where or with whom something is dealt with."""
    plain = normalise(question)
    return "where" in concepts(plain).wishes or bool(_TELLS.search(plain))


_SOMEBODY = re.compile(
    "(?P<turns>(?:那|要是|如果|换成?|轮到|还有|至于)*)(?P<who>[他她]|别人|人家|另外?(?:那|1)?个?(?:老人|人)?|那1?个?(?:人|位))(?:的)?"
    "(?:呢|(?P<asks>(?:能|可以|该|有|领|拿|给|怎么|咋)*(?:多少钱?|什么|啥|算|办|样)))+(?:呢|啊|呀)*"
)


@dataclass(frozen=True)
class Pointed:
    """Somebody who is pointed at by a pronoun, in a message that says nothing else."""

    word: str
    turns: bool
    """Whether it turns to whoever that is from somebody else ("那他…", "换成她…")."""

    asks: bool
    """Whether it asks something of its own ("她能领多少"): "她呢" asks what was asked of another."""


def only_points_at(text: str) -> Pointed | None:
    """Whom ``text`` points at, where it says nothing else ("那他呢"); else None."""
    found = _SOMEBODY.fullmatch(bare(text))
    return found and Pointed(found["who"], bool(found["turns"]), bool(found["asks"]))


_NO_MORE_OF_THAT = re.compile(
    "(?:那|我们?|俺|他|她|现在|已经|就|都|也|早|老人)*(?:(?:不|没)(?:再|想)?(?:领|拿|要|用)|停|退|取消)(?:了|掉)*"
    "(?:那|这)(?:一?[个项笔份样]|边|头)(?:的|钱|补[贴助]|津贴)*了?[啊呀啦]?"
    "|(?:那|我们?|俺|他|她|现在|已经)*把(?:那|这)(?:一?[个项笔份样]|边|头)(?:的|钱|补[贴助]|津贴)*(?:停|退|取消)(?:了|掉)+[啊呀啦]?"
    "|(?:那|这)(?:一?[个项笔份样]|边|头)(?:的|钱|补[贴助]|津贴)+(?:现在|已经|就|都|也|早|我们?|他|她)*(?:(?:不|没)(?:再)?(?:领|拿|要|用)|停|退|取消)(?:了|掉)+[啊呀啦]?"
)
"""Says that the money spoken of is received no more, which it only points at ("不领那个了")."""

THAT_NO_MORE = "那个不领了"
"""The same as everybody reads it."""


def gives_up_what_it_points_at(text: str) -> bool:
    """Whether ``text`` says no more than that "that" money is received no more."""
    return bool(_NO_MORE_OF_THAT.fullmatch(bare(text)))
