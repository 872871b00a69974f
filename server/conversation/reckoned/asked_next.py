"""Which fact is asked for next, and what is left out where nothing more is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.benefits import service as benefits
from server.benefits.schemas import CheckOut, QuestionOut
from server.conversation.asked.days import on_that_day
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.reckoned.supposed import registered_here
from server.conversation.state import INCOME, SEVERAL, State
from server.editorial.live import LiveKnowledge

ASKS = "请再告诉我："
"""How the paragraph begins that asks for the next fact."""

_BY_REGISTRATION = (*MONTHLY, "consumption_voucher", "senior_card")
_MAY_ADD = {
    "hukou": "是不是北京户口", "income_class": "是不是低保、低收入", "family_planning_special": "是不是计生特殊家庭",
    "disability": "有没有残疾证", "assessment_level": "能力评估的等级",
}  # fmt: skip
"""Facts that may bring more money, as they are named to who will not be asked."""

_LOW_INCOME = QuestionOut(
    fact=INCOME, question="老人家里是低收入家庭吗？", choices=["是低收入家庭", "不是低收入家庭"]
)
_DIBAO = QuestionOut(fact=INCOME, question="老人家里是低保吗？", choices=["是低保", "不是低保"])
"""The question for the income, where one of its kinds was denied."""

_KIND_HELD = QuestionOut(
    fact="disability",
    question="残疾证上是哪一类残疾？",
    choices=["肢体残疾", "视力残疾", "听力残疾", "言语残疾", "智力残疾", "精神残疾"],
)
_GRADE_HELD = QuestionOut(
    fact="disability", question="残疾证上是几级？", choices=["一级", "二级", "三级", "四级"]
)
_KINDS_HELD = QuestionOut(
    fact="disability", question="多重残疾里是哪几类残疾，各是几级？", choices=[]
)
_OTHER_HELD = QuestionOut(
    fact="disability", question="多重残疾里，另外那一类是什么残疾，几级？", choices=[]
)
"""The questions for what is missing of a disability."""


def worth_asking(
    facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut, state: State
) -> QuestionOut | None:
    """The next question; not where somebody is registered of who is too young for what hangs on it."""
    asked = _asked(found, state)
    idle = asked and asked.fact == "hukou" and _is_too_young(facts, day, knowledge)
    return None if idle else asked


def ask_no_more(state: State, day: date, knowledge: LiveKnowledge) -> None:
    """Leave open whatever is not known yet: nothing is asked for any more."""
    facts, state.half = on_that_day(state.facts, day), {}
    while True:
        wanted = benefits.check(facts, day, knowledge.documents, state.skipped).ask_next
        if wanted is None:
            return
        state.skipped.append(wanted.fact)


def _asked(found: CheckOut, state: State) -> QuestionOut | None:
    """The next question, without what was said of it already."""
    asked = found.ask_next
    if any("disability" in benefit.missing for benefit in found.benefits):
        if state.half:
            return _KIND_HELD if "type" not in state.half else _GRADE_HELD
        if asked and asked.fact == "disability" and state.facts.get(SEVERAL):
            return _OTHER_HELD if state.facts.get("disability") else _KINDS_HELD
    if asked is None or asked.fact != INCOME or not state.denied:
        return asked
    return _LOW_INCOME if "dibao" in state.denied else _DIBAO


def _is_too_young(facts: dict[str, Any], day: date, knowledge: LiveKnowledge) -> bool:
    """Whether nothing of what hangs on the registration could be had with a Beijing one either."""
    local = benefits.check(registered_here(facts), day, knowledge.documents)
    verdicts = {b.code: b.verdict for b in local.benefits}
    return all(verdicts.get(code) == "not_eligible" for code in _BY_REGISTRATION)


def left_out(found: CheckOut, state: State) -> str:
    """What was not told and may add to the sum, where no more is to be asked."""
    open_facts = {name for b in found.benefits if b.verdict == "need_info" for name in b.missing}
    words = _MAY_ADD | ({INCOME: "是不是低收入"} if "dibao" in state.denied else {})
    named = [said for name, said in words.items() if name in open_facts]
    return f"这是按眼下知道的算的，还没说到的没算进去：{'、'.join(named)}。" if named else ""
