"""Eligibility in conversation: what facts add up to, told with the next question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from intents.told.ages import AGES
from knowledge.schema import Entry
from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut, CheckOut, CitationOut, QuestionOut
from server.conversation import compose
from server.conversation.asked.days import on_that_day
from server.conversation.reckoned import assess_first
from server.conversation.reckoned.birthdays import (
    BY_AGE,
    OLD_ENOUGH,
    at_least,
    begin_later,
    begun_earlier,
    turns_old_enough,
    turns_soon,
)
from server.conversation.reckoned.supposed import at_age, hangs_on_registration, registered_here
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.state import INCOME, LEVEL, SEVERAL, State
from server.conversation.told import assessed
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today
from server.kit.money import spoken

_ASSESSED = ("care_subsidy", "consumption_voucher", "home_care_bed")


ASKS = "请再告诉我："
"""How the paragraph begins that asks for the next fact."""

TOWN_OR_COUNTRY = "规定写的是本市户口，没有分农村和城镇："
"""京民养老发〔2019〕160号 asks for a Beijing registration and says no more of it."""

NOT_CAUGHT = "这句我没听明白。"
MORE_WANTED = "还差几样情况，说了我就能算。"
CARE, DIFFICULTY = "care_subsidy", "difficulty_subsidy"
MONTHLY = (BY_AGE, CARE, DIFFICULTY)
_BY_REGISTRATION = (*MONTHLY, "consumption_voucher", "senior_card")
_MAY_ADD = {
    "hukou": "是不是北京户口", "income_class": "是不是低保、低收入", "family_planning_special": "是不是计生特殊家庭",
    "disability": "有没有残疾证", "assessment_level": "能力评估的等级",
}  # fmt: skip
"""Facts that may bring more money, as they are named to who will not be asked."""

ANY_BENEFIT = "补贴津贴"
ASSESSMENT = "老年人能力评估"


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

_SAID_ONCE = ("金额以最新公布为准",)
"""Notes that the headline has said for all benefits."""


_NAMES = {
    "age_allowance": "高龄津贴",
    "care_subsidy": "失能老年人护理补贴",
    "difficulty_subsidy": "困难老年人养老服务补贴",
    "consumption_voucher": "养老服务消费补贴",
    "senior_card": "养老助残卡",
    "home_care_bed": "家庭养老床位",
    "ltci_shijingshan": "石景山长护险",
}


def name_of(code: str) -> str:
    """How a benefit is called."""
    return _NAMES[code]


def subject_of(state: State, focus: str | None, found: ReplyOut) -> str:
    """What a follow-up to the verdicts ``found`` is about."""
    if focus:
        return _NAMES[focus]
    granted = [benefit.code for benefit in found.benefits if benefit.verdict == "eligible"]
    if granted == ["senior_card"] and state.facts.get("hukou") == "other":
        return _NAMES["senior_card"]
    unsure = state.unwell and "assessment_level" not in state.facts
    return ASSESSMENT if unsure else ANY_BENEFIT


def names_granted(found: ReplyOut) -> str:
    """The benefits granted, those first that exclude another one: what goes together is asked of them."""
    granted = [b for b in found.benefits if b.verdict == "eligible" and b.amount_fen_per_month]
    return " ".join(_NAMES[b.code] for b in sorted(granted, key=lambda b: not b.not_with))


def reply(
    state: State,
    day: date,
    knowledge: LiveKnowledge,
    focus: str | None = None,
    also: Sequence[Entry] = (),
    *,
    asks: bool = True,
) -> ReplyOut:
    """The verdicts for what is known, and the next question that can change them.

    ``focus`` is the code of the benefit that was asked about; it is told and asked for first. ``also`` are the
    answers to what the message asked beside it. Without ``asks`` it is said what is left out, and nothing asked.
    """
    facts = on_that_day(state.facts, day, state.born_in)
    found = benefits.check(facts, day, knowledge.documents, state.skipped, focus)
    if day.replace(day=1) > business_today():
        begin_later(found, state, day)
    begun_earlier(found, state, day)
    head = _of_whom(state, _head(state, facts, day, knowledge, found, focus))
    asked = _worth_asking(facts, day, knowledge, found, state) if asks else None
    state.asking = asked.fact if asked else None
    return ReplyOut(
        kind="eligibility",
        text="\n\n".join(
            filter(
                None,
                _paragraphs(state, facts, day, knowledge, found, head, focus, also, asked, asks),
            )
        ),
        speech_text=head + "".join(e.short for e in also) + (asked.question if asked else ""),
        confidence=1.0,
        release=knowledge.release,
        citations=_citations(found.benefits) + compose.citations(also, knowledge.documents),
        choices=[
            *(ChoiceOut(label=c, text=c) for c in (asked.choices if asked else ())),
            *(ChoiceOut(label=f"细说{entry.title}", text=entry.question) for entry in also),
        ],
        actions=[ActionOut(type="call", label="拨打12345核实", target="12345")],
        total_fen_per_month=certain_sum(found),
        benefits=found.benefits,
    )


def _head(
    state: State,
    facts: dict[str, Any],
    day: date,
    knowledge: LiveKnowledge,
    found: CheckOut,
    focus: str | None,
) -> str:
    """What is certain, with what a birthday leaves open or will bring."""
    head = _headline(found, focus) or _if_beijing(facts, day, knowledge, found)
    sure = at_least(facts, day, knowledge, found) if focus in (None, BY_AGE) else ""
    if sure and found.total_fen_per_month and not focus:
        head += sure
    elif sure:
        head = f"{sure}金额以最新公布为准。"
    if elder := turns_old_enough(state, day, knowledge, asked=focus == BY_AGE):
        return elder + head
    return head + turns_soon(state, facts, day, knowledge, asked=focus == BY_AGE)


def _worth_asking(
    facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut, state: State
) -> QuestionOut | None:
    """The next question; not where somebody is registered of who is too young for what hangs on it."""
    asked = _asked(found, state)
    idle = asked and asked.fact == "hukou" and _is_too_young(facts, day, knowledge)
    return None if idle else asked


def _paragraphs(
    state: State,
    facts: dict[str, Any],
    day: date,
    knowledge: LiveKnowledge,
    found: CheckOut,
    head: str,
    focus: str | None,
    also: Sequence[Entry],
    asked: QuestionOut | None,
    asks: bool,
) -> Iterator[str]:
    """What is said, the verdict first; some may be empty."""
    yield head
    yield _granted(found)
    yield _by_the_score(state)
    if (state.unwell or focus in _ASSESSED) and LEVEL not in state.facts:
        yield assess_first.told(facts, day, knowledge)
    yield from (f"您还问了：{entry.title}\n{entry.short}" for entry in also)
    if asked:
        yield f"{ASKS}{asked.question}（不知道就说不知道）"
    elif not asks:
        yield _left_out(found, state)
    yield _others(found)
    yield _coming(found)
    yield f"按{_said_day(day)}的规定算，只供参考，办理以街道和主管部门答复为准。"


def _by_the_score(state: State) -> str:
    """Which level was taken, where only the points of the assessment or a coma were told."""
    level = assessed.level_found(state.score, state.graver)
    if level is None or state.facts.get(LEVEL) != level.code or not state.level_worked_out:
        return ""
    return assessed.how_found(state.score, state.graver)


def _of_whom(state: State, head: str) -> str:
    """``head`` with the person whom it is about, where the talk is of several."""
    if not state.aside or state.who is None:
        return head
    if "按您说的情况" not in head:
        return f"先说{state.who}：{head}"
    return head.replace("按您说的情况", f"按您说的{state.who}的情况")


def asking(state: State, knowledge: LiveKnowledge, lead: str = NOT_CAUGHT) -> ReplyOut:
    """The question for a fact once more, after ``lead``."""
    again = reply(state, business_today(), knowledge)
    asked = next((p for p in again.text.split("\n\n") if p.startswith(ASKS)), "")
    again.text = "\n\n".join(filter(None, [lead, asked or again.text]))
    again.speech_text = again.text
    return again


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


def certain_sum(found: CheckOut) -> int | None:
    """The sum that is certain; None, not 0, while nothing is and something is still open."""
    pending = any(benefit.verdict == "need_info" for benefit in found.benefits)
    return found.total_fen_per_month or (None if pending else 0)


def _headline(found: CheckOut, focus: str | None) -> str | None:
    """What is certain, in a sentence; None where nothing is and the registration is not known."""
    eligible = [b for b in found.benefits if b.verdict == "eligible"]
    total = found.total_fen_per_month
    if asked := next((b for b in found.benefits if b.code == focus), None):
        more = total > (asked.amount_fen_per_month or 0)
        return f"{_told(asked, eligible)}。" + (
            f"各项合起来每月固定能领{spoken(total)}。" if more else ""
        )
    if total:
        names = "、".join(b.name for b in eligible if b.amount_fen_per_month)
        return f"按您说的情况，每月固定能领{spoken(total)}：{names}。金额以最新公布为准。"
    if eligible:
        return f"按您说的情况，符合：{'、'.join(b.name for b in eligible)}。"
    if any(b.verdict == "need_info" for b in found.benefits):
        return None
    return "按您说的情况，目前收录的补贴都不符合。"


def _told(benefit: BenefitOut, eligible: Sequence[BenefitOut]) -> str:
    """The verdict on one benefit, beside those that are ``eligible``."""
    if benefit.verdict == "eligible":
        return _grant(benefit, {b.code: b.name for b in eligible})
    return _open(benefit) if benefit.verdict == "need_info" else _refused(benefit)


def _not_for(found: CheckOut) -> str:
    """That none of the monthly allowances can be had, while something else is still open."""
    judged = [b for b in found.benefits if b.code in MONTHLY]
    if len(judged) < len(MONTHLY) or any(b.verdict != "not_eligible" for b in judged):
        return ""
    return f"{'、'.join(_NAMES[b.code] for b in judged)}目前都不符合。"


def _wants_more(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """That the sum hangs on what is not known, with what is certain all the same."""
    certain = _not_for(found) or _if_old_enough(facts, day, knowledge)
    return f"{certain}别的{MORE_WANTED}" if certain else MORE_WANTED


def _if_beijing(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """What the sum would be with a Beijing registration, while that is not known."""
    if not hangs_on_registration(found):
        return _wants_more(facts, day, knowledge, found)
    local = benefits.check(registered_here(facts), day, knowledge.documents)
    granted = [b for b in local.benefits if b.verdict == "eligible"]
    paid = [b for b in granted if b.amount_fen_per_month]
    if granted and not paid:
        return f"如果是北京户口，可以享受：{'、'.join(b.name for b in granted)}。别的{MORE_WANTED}"
    if not paid:
        return _wants_more(facts, day, knowledge, found)
    names = "、".join(f"{b.name}{spoken(b.amount_fen_per_month or 0)}" for b in paid)
    total = spoken(local.total_fen_per_month)
    return (
        f"如果是北京户口，每月固定能领{total}：{names}。不是北京户口就领不了，金额以最新公布为准。"
    )


def _is_too_young(facts: dict[str, Any], day: date, knowledge: LiveKnowledge) -> bool:
    """Whether nothing of what hangs on the registration could be had with a Beijing one either."""
    local = benefits.check(registered_here(facts), day, knowledge.documents)
    verdicts = {b.code: b.verdict for b in local.benefits}
    return all(verdicts.get(code) == "not_eligible" for code in _BY_REGISTRATION)


def _left_out(found: CheckOut, state: State) -> str:
    """What was not told and may add to the sum, where no more is to be asked."""
    open_facts = {name for b in found.benefits if b.verdict == "need_info" for name in b.missing}
    words = _MAY_ADD | ({INCOME: "是不是低收入"} if "dibao" in state.denied else {})
    named = [said for name, said in words.items() if name in open_facts]
    return f"这是按眼下知道的算的，还没说到的没算进去：{'、'.join(named)}。" if named else ""


def _if_old_enough(facts: dict[str, Any], day: date, knowledge: LiveKnowledge) -> str:
    """What is paid at any age of an elder with a Beijing registration, while the age is not known; no
    sum, for what hangs on a higher age is not in it."""
    if facts.keys() & {*AGES} or facts.get("hukou", "beijing") != "beijing":
        return ""
    supposed = registered_here(at_age(facts, OLD_ENOUGH))
    found = benefits.check(supposed, day, knowledge.documents).benefits
    paid = [b for b in found if b.verdict == "eligible" and b.amount_fen_per_month]
    told = "、".join(f"{b.name}每月{spoken(b.amount_fen_per_month or 0)}" for b in paid)
    where = "" if "hukou" in facts else "是北京户口、"
    return f"如果{where}年满{OLD_ENOUGH}周岁：{told}，金额以最新公布为准。" if told else ""


def _granted(found: CheckOut) -> str:
    """One line for each benefit the person may have."""
    granted = {b.code: b.name for b in found.benefits if b.verdict == "eligible"}
    return "\n".join(f"- {_grant(b, granted)}" for b in found.benefits if b.code in granted)


def _grant(benefit: BenefitOut, granted: dict[str, str]) -> str:
    parts = [f"{benefit.name}：符合，{benefit.tier}"]
    if benefit.pay_from:
        year, month = benefit.pay_from.split("-")
        parts.append(f"从{year}年{int(month)}月起算")
    rivals = [granted[code] for code in benefit.not_with if code in granted]
    if rivals:
        parts.append(f"和{'、'.join(rivals)}只能选一样")
    notes = [note for note in benefit.notes if note not in _SAID_ONCE]
    return "，".join(parts) + (f"（{'；'.join(notes)}）" if notes else "")


def _coming(found: CheckOut) -> str:
    """What a birthday will bring to somebody who may have the benefit already."""
    names = {b.code: b.name for b in found.benefits if b.verdict == "eligible"}
    return "\n".join(
        f"- 到{_said_day(date.fromisoformat(coming.from_))}：{names[coming.code]}变成{coming.tier}"
        for coming in found.upcoming
        if coming.code in names
    )


def _others(found: CheckOut) -> str:
    """What is still open, and what the person may not have and why."""
    order = {"need_info": 0, "not_eligible": 1}
    rest = sorted((b for b in found.benefits if b.verdict in order), key=lambda b: order[b.verdict])
    return "\n".join(f"- {_open(b) if b.verdict == 'need_info' else _refused(b)}" for b in rest)


def _open(benefit: BenefitOut) -> str:
    open_ones = [reason for reason in benefit.reasons if reason.holds is None]
    # A doubt of the rules is told in its own words, a missing fact by its condition.
    because = [r.because if r.because != "还不知道" else r.condition for r in open_ones]
    would = f"够条件的话，{benefit.tier}；" if benefit.tier else ""
    return f"{benefit.name}：{would}还差这些信息：{'；'.join(dict.fromkeys(because))}"


def _refused(benefit: BenefitOut) -> str:
    failed = next(
        (reason.because for reason in benefit.reasons if reason.holds is False), "条件不够"
    )
    soon = (
        f"；{_said_day(date.fromisoformat(benefit.eligible_from))}起就符合了"
        if benefit.eligible_from
        else ""
    )
    return f"{benefit.name}：不符合，{failed}{soon}"


def _said_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _citations(found: list[BenefitOut]) -> list[CitationOut]:
    """The sources of what was judged, each once, those of what is granted first."""
    ordered = sorted(found, key=lambda b: b.verdict != "eligible")
    cited = {
        r.citation.title: r.citation
        for b in ordered
        if b.verdict != "not_eligible"
        for r in b.reasons
        if r.citation
    }
    return list(cited.values())[:4]
