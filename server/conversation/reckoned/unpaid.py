"""What is owed to who applied and was not paid yet, or is still paid by the band of age before, where the month
of the birthday is not known."""

from __future__ import annotations

import re

from intents.told.lengths import YEAR
from server.conversation.asked import wishes
from server.conversation.asked.months_begun import month_begun, month_of
from server.conversation.asked.spans_named import Span
from server.conversation.moment import Moment
from server.conversation.reckoned import spans
from server.conversation.reckoned.birthdays import BEGINS_AT, BY_AGE
from server.conversation.state import State
from server.kit.clock import business_today
from server.kit.money import spoken

_ASK = "请问户籍地街道（乡镇）的民政窗口，或打12345。"
_NOT_PAID = re.compile(
    "(?:还|一直|都|也|到现在|至今|1分(?:钱)?|一分(?:钱)?)[^,，。;；]{0,3}(?:没|未)(?:有|给|见)?(?:发|给|到账|到手|领|拿|收|下来|批下来|钱)"
)
_NEVER_APPLIED = re.compile(
    "才(?:知道|听说|想起|申请|办|去|明白)|不知道(?:有|能|可以)|没(?:有)?(?:领|拿|申请|办)过|(?:一直|从来|都|还)没(?:有)?(?:去)?(?:领|拿|申请|办)|忘了(?:申请|办)|漏(?:了|领)"
)
"""What says that the money was never applied for."""

_STILL_PAID = re.compile(
    r"(?:还|一直|只|才|仍)[^,，。;；\d]{0,4}(?:发|领|拿|按|给|是|有)(?:着|的|到)?(?P<yuan>100|500)(?!\d|岁|天)"
)


def since_the_application(plain: str, tried: State, moment: Moment) -> str:
    """What the months from that of an application that was not paid yet come to; empty where none is told."""
    today = business_today()
    begun, age = month_begun(plain, today), tried.facts.get("age")
    if begun is None or not _NOT_PAID.search(plain) or wishes.benefit_of(plain) != BY_AGE:
        return ""
    count = month_of(today) - begun
    if not isinstance(age, int) or age < BEGINS_AT[0] or count <= 0:
        return ""
    if age * YEAR - count < BEGINS_AT[0] * YEAR:  # she may have turned 80 since
        return ""
    step = max(begins for begins in BEGINS_AT if begins <= age)
    same = age * YEAR - count >= step * YEAR
    whole = f"，一共{spoken(count * _a_month(age, moment))}" if same else ""
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    month = f"{begun // YEAR}年{begun % YEAR + 1}月"
    return (
        f"高龄津贴自递交申请当月计发：{here}{month}申请的，从{month}起算，到上个月是{count}个月{whole}。"
        f"到现在还没发，{_ASK}"
    )


def for_years(plain: str, tried: State, moment: Moment) -> str:
    """What is paid back to who never applied, by her age alone; empty where she is too young, or it is not said
    that nothing was paid."""
    age = tried.facts.get("age")
    if not isinstance(age, int) or age < BEGINS_AT[0] or not _NEVER_APPLIED.search(plain):
        return ""
    if wishes.benefit_of(plain) not in (None, BY_AGE):
        return ""
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    due = spoken(_a_month(age, moment))
    today = business_today()
    month = f"{today.year}年{today.month}月"
    if age == BEGINS_AT[0]:
        return (
            f"{here}高龄津贴要看是哪个月满的{age}：没超过6个月的，从满的那个月补起，每月{due}；"
            f"超过半年的只从申请当月（{month}）起，前面的不补。说了哪年哪月出生，我就能算。"
        )
    return (
        f"{here}高龄津贴满{BEGINS_AT[0]}周岁就够条件了，到现在晚了一年以上，超过半年了："
        f"只从申请当月（{month}）起算，每月{due}，前面的不补。"
    )


def paid_before(plain: str) -> int | None:
    """What the allowance is said to be still paid at, in yuan ("还只发100")."""
    match = _STILL_PAID.search(plain)
    return int(match["yuan"]) if match else None


def short_a_month(paid: int, tried: State, moment: Moment) -> str:
    """By how much ``paid``, in yuan, is short of what the age of her brings a month; empty where it is not what
    the band before brings."""
    age = tried.facts.get("age")
    if not isinstance(age, int) or age < BEGINS_AT[1]:
        return ""
    step = max(begins for begins in BEGINS_AT if begins <= age)
    due, before = (_a_month(of, moment) for of in (step, step - 1))
    if before != paid * 100:
        return ""
    here = "" if tried.facts.get("hukou") else "北京户口的，"
    return (
        f"{here}满{step}周岁那个月起该是每月{spoken(due)}，比{spoken(before)}多{spoken(due - before)}：少发一个月就差{spoken(due - before)}。"
        f"老人是哪年哪月满{step}的？说“今年8月满{step}”这样，我就能算一共差多少。"
        f"升档晚了差的钱补不补、从哪个月补，文件没有写细，{_ASK}"
    )


def _a_month(age: int, moment: Moment) -> int:
    """What the allowance by age is this month at ``age``, in fen."""
    facts, today = {"hukou": "beijing", "age": age}, business_today()
    return spans.summed(facts, None, Span(month_of(today), 1), moment.knowledge, BY_AGE).fen
