"""What an entry answers though facts are told beside it that a sum could be made of: who objects to a level,
who would apply before the age, who asks if two share a sum, who orders a meal."""

from __future__ import annotations

import re

from intents.words.normalise import bare
from intents.words.relatives import ELDERS_AT_HOME
from server.conversation.asked.wishes import HOW_MUCH

OBJECTION = "对老年人能力评估结果有异议怎么办？"
TOO_EARLY = "不满80周岁的老人有高龄津贴吗？"
ORDERING = "颐年能不能订餐，我的订单在哪里看？"
EACH = "北京高龄津贴每月发多少钱？"
"""The questions of the entries that answer them."""

_SO_MUCH = r"[^,，。还是]{0,4}?(?:\d+|[一二两三四五六七八九]?百)?[元块]?钱?"
_SHARED = re.compile(
    rf"(?:那|这|到底|是|高龄|津贴|补贴)*(?:[一1]|每)个?人{_SO_MUCH}还是(?:[两俩2]个?(?:人|口子)|合起来|加起来|一共|一块儿?){_SO_MUCH}[呢啊呀]*"
)

_GRADED = "(?:[评定给说][^,，。;；]{0,8}(?:[轻中]度|没失能|不失能|(?:能力)?完好)|[评定]得?(?:太)?(?:轻|低)了)"
_RESULT = "评估|评的|等级|级别|结果|结论"
_OBJECTS = "不服|不认(?!识|得|人|路|字)|不公|不准|冤|糊弄|凭什么|凭啥|气人|气死|憋屈|(?:瞎|乱|胡|白)(?:评|打分|给)|走过场|敷衍"
_TOO_LOW = re.compile(
    f"明明[^。;；]{{0,16}}{_GRADED}|{_GRADED}[^。;；]{{0,10}}(?:{_OBJECTS})"
    f"|(?:{_OBJECTS})[^。;；]{{0,12}}(?:{_GRADED}|{_RESULT})|(?:{_RESULT})[^。;；]{{0,6}}(?:{_OBJECTS})"
)
_ASKS_FOR_MONEY = re.compile(rf"{HOW_MUCH}|[领补贴券]|津贴")
_EARLY = re.compile(
    "80[^。;；]{0,8}(?:先|提前|预先|早点)(?:就|去|来|把|给|他|她)*(?:办|申请|报|交|登记)"
)
_NOT_YET = re.compile("明年|后年|下个?月|年底|[没不][满到够]|差|快|79")


_ORDERS = re.compile(
    f"(?:请|麻烦|你|您|帮|给|替|我|俺|要|想|先|家里?|{ELDERS_AT_HOME})*[订定点](?:[一1]?[个份顿点]|今[天儿晚]|明[天儿晚早]|后天|早上|中午|晚上|老年|的)+"
    "(?:午|晚|早|中)?[饭餐][吧呗啊呀]*"
)


def question_of(text: str) -> str | None:
    """The question of the entry that answers ``text``; None for other messages."""
    if objects_to_a_level(text):
        return OBJECTION
    if asks_if_shared(text) and "高龄" in text:
        return EACH
    if _ORDERS.fullmatch(bare(text)):
        return ORDERING
    return TOO_EARLY if applies_early(text) else None


def asks_if_shared(text: str) -> bool:
    """Whether ``text`` asks if a sum is for each of two or for both of them, and no more ("一人一百还是两人一百")."""
    return bool(_SHARED.fullmatch(bare(text)))


def objects_to_a_level(text: str) -> bool:
    """Whether ``text`` says that an assessment found too little, and does not ask what that brings
    ("明明不能动，只给评了个轻度")."""
    plain = bare(text)
    return bool(_TOO_LOW.search(plain)) and not _ASKS_FOR_MONEY.search(plain)


def applies_early(text: str) -> bool:
    """Whether ``text`` asks if the allowance by age may be applied for before the birthday ("明年满八十，今年能先办吗")."""
    plain = bare(text)
    of_something_else = re.search("卡|评估|券|公交", plain)
    return bool(_EARLY.search(plain) and _NOT_YET.search(plain)) and not of_something_else
