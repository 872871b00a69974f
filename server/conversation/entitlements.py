"""Eligibility in conversation: what facts add up to, told with the next question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from intents import ellipsis
from intents.concepts import concepts
from intents.facts import AGES
from intents.normalise import normalise, unify
from intents.people import speaks_of_somebody
from knowledge.schema import Entry
from server.benefits import service as benefits
from server.benefits.schemas import BenefitOut, CheckOut, CitationOut, QuestionOut
from server.conversation import compose
from server.conversation.days import on_that_day
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.state import INCOME, State, heard
from server.editorial.live import LiveKnowledge
from server.kit.clock import business_today

_WANTS = re.compile(
    r"能(领|拿|享受|申请|有|得)|可以(领|拿|享受)|(领|拿|给|发|补)(多少|几|啥|什么|哪些)|多少钱|一共|总共|合计|"
    r"(一个|每)月.{0,4}(多少|几)|(啥|什么)时候(涨|升|变)|(涨|升|长|变|提)(到|成|为)(多少|几)|"
    r"(有|享受)(什么|啥|哪些)(?:钱|补贴|津贴|待遇|补助|\W*$)|符合|够(条件|格|不够)|有没有(补贴|津贴|资格)|还能|"
    r"(?:有|是|给|现在|年|呢)多少[呢啊呀]*[?？\s]*$"
)
_WANTS_ALL = re.compile(
    r"(能|可以)(领|拿|享受|办|申请|得|有)(到|上)?(多少|几|啥|什么|哪些|点)|能(领|拿)(到|上)?(点|些)?(钱|补贴|津贴)|"
    r"(一共|总共|加起来|合计|拢共|统共)(呢|是?多少)?$|^(那|我|他|她|这)*(一个|每)月(能|是|有|给|到底)*(多少|几)|(领|拿|给|发|享受)(我|俺|咱|他|她|老人)?(多少|啥|什么|哪些)|"
    r"(一共|总共|加起来|合计|拢共|统共).{0,4}(领|拿|给|发|能|多少)|(能|可以|该|应该)(领|拿|给)([一二三四五六七八九两]?[百千]|\d)|"
    r"(能|会|就|可以|该|要)?(涨|升|长|变|提)(到|成|为)(多少|几)|(一分|一点|啥|什么)钱?(都|也)?(没有?|不给|不发|领不)|(给|发|补)(不给|不发)?(钱|补贴|津贴)(吗|不|没|么)|(给不给|发不发)(钱|补贴|津贴)|(有|享受)(点)?(什么|啥|哪些)(钱|补贴|津贴|待遇|补助|优惠|福利)|(?:都|能)有(?:什么|啥|哪些)\W*$"
)
_WANTS_VERDICT = re.compile(
    r"够(不够)?(条件|格|资格)|符(不符)?合(条件|吗|不)|有(没有)?资格|能不能(领|拿|享受|申请)|"
    r"能(领|拿|申请|享受).{0,8}(吗|不|么)$|能(领|拿)吗"
)
_IF_GIVEN = re.compile(
    r"(?:有|给|发|享受)[^,，。;；]{0,12}(?:吗|么|嘛|不|没有?|没)[呢啊呀]*[?？\s]*$"
)
_WANTS_WHEN = re.compile(
    r"(哪天|什么时候|啥时候|几时|多会儿|哪一?年|多大|几岁|多大岁数)(才|就|能|可以|会|开始|该)+(有|领|拿|享受|够|到|轮|给)|"
    r"(还|再)(差|要|有|等|得)(多久|几年|多长时间).{0,4}(能|可以|够|领)"
)
_COUNTRY = re.compile(
    r"(?:农村|农业|乡下|村里|农民).{0,8}(?:一样|也(?:给|发|有|算|行|能|可以)|算|行|能).{0,3}(?:吗|么|不|没)\W*$"
)
_BOTH_TOGETHER = re.compile(
    "(加起来|合起来|加一块儿?|合计|合着|凑一块儿?|俩人|[两2]个?人|[两俩2]口子|他俩|她俩|我俩|他们|俩老).{0,6}(多少|几)"
)
_OTHER_MONEY = re.compile(
    r"(?<![没无有])(?:养老保险|养老金|退休金|退休费|公积金|年金|抚恤金|抚恤费|丧葬费|遗属(?:补助|补贴|待遇)|医保|社保|失业金|工资|过节费|"
    r"取暖费|暖气费|独生子女费|慰问金|赡养费|拆迁款|存款|利息|奖金|独生子女奖励)"
    r"[^,，。;；、的没\d]{0,6}?(?:多少|几[百千万]|几个钱|什么时候|啥时候|怎么|咋)"
)
"""Money that none of the benefits is, where it is what is asked for: its name stands before the question,
as in "我妈公积金能领多少". Who has a pension and asks what she gets is another matter."""

_ASSESSED = ("care_subsidy", "consumption_voucher", "home_care_bed")
_SPEAKS_OF_A_PERSON = 2
"""Facts that a first message must state for the sum to be worked out whatever it names."""

_TELLS_ALL = 3
"""Facts after which naming money at all, and no benefit, asks what they add up to."""

_DEFINES = re.compile(
    r"(什么|啥|怎么|咋|哪些|谁).{0,3}(叫|算|才是|是低|意思)|(算|叫|指|是).{0,2}(什么|啥|怎么算|咋算|咋定|怎么定)|"
    r"^(那|这|那个)?(什么|啥)(是|叫|算)?(低|残|评|失能|重度|中度|轻度|计|基本|户口|居住)|"
    r"(低保|低收入|失能|残疾|重度|中度|轻度|失独|特殊家庭|服务对象)(户|家庭|人|证)?(吗|么|嘛)\W*$"
)
_MONEY = re.compile("补贴|津贴|补助|待遇|政策|钱|领|给|拿|享受|办")

ASKS = "请再告诉我："
"""How the paragraph begins that asks for the next fact."""

ONE_BY_ONE = "两位老人各算各的，下面只是先说的那一位，不是两个人合起来的数；另一位请再说一遍，比如“那我妈呢，八十三”。"
TOWN_OR_COUNTRY = "规定写的是本市户口，没有分农村和城镇："
"""京民养老发〔2019〕160号 asks for a Beijing registration and says no more of it."""

ONLY_THIS_ONE = "每位老人各算各的，合不到一起：下面只是{who}的数，别人的另算。"
CARE = "care_subsidy"
ANY_BENEFIT = "补贴津贴"
ASSESSMENT = "老年人能力评估"
_ASSESS_FIRST = (
    "老人身体不能自理的，先申请老年人能力综合评估：护理补贴、消费补贴、家庭养老床位都要看评估结果。"
)
"""京民养老发〔2019〕160号 asks for the assessment before the care subsidy."""

_CONDITIONS = {*AGES, "hukou", "hukou_district", "income_class", "disability", "assessment_level"}

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
"""The question for what is missing of a disability."""

_SAID_ONCE = ("金额以最新公布为准",)
"""Notes that the headline has said for all benefits."""

_CODES = {
    "age-allowance": "age_allowance",
    "care-subsidy": "care_subsidy",
    "difficulty-subsidy": "difficulty_subsidy",
    "voucher": "consumption_voucher",
    "elder-card": "senior_card",
    "home-bed": "home_care_bed",
    "insurance": "ltci_shijingshan",
}
"""The benefit that a subject is about."""

_NAMES = {
    "age_allowance": "高龄津贴",
    "care_subsidy": "失能老年人护理补贴",
    "difficulty_subsidy": "困难老年人养老服务补贴",
    "consumption_voucher": "养老服务消费补贴",
    "senior_card": "养老助残卡",
    "home_care_bed": "家庭养老床位",
    "ltci_shijingshan": "石景山长护险",
}


def benefit_of(text: str) -> str | None:
    """The code of the one benefit that ``text`` names."""
    named = {_CODES[name] for name in concepts(normalise(text)).subjects if name in _CODES}
    return named.pop() if len(named) == 1 else None


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


def speaks_of_a_person(text: str) -> bool:
    """Whether a first message states enough of a person, and asks what it adds up to."""
    found = heard(text)
    more = [name for name in found if name not in (*AGES, "district")]
    own = concepts(normalise(text))
    if len(found) >= _TELLS_ALL and found.keys() & {*AGES}:
        return True
    if more and found.keys() & {*AGES} and not own.subjects and own.wishes <= {"whether"}:
        return True
    if len(found) >= _TELLS_ALL and _MONEY.search(text) and not concepts(normalise(text)).subjects:
        return True
    asks = _WANTS.search(unify(text)) or asks_if_given(text)
    return len(found) >= _SPEAKS_OF_A_PERSON and bool(more) and bool(asks)


def tells_more_than_a_district(text: str) -> bool:
    """Whether ``text`` states anything beside the district that somebody is in ("我在海淀")."""
    return heard(text).keys() != {"district"} and heard(text).keys() != {"residence_district"}


def tells_of_a_person(text: str) -> bool:
    """Whether ``text`` says how old or registered where somebody is, and asks about nothing."""
    if not heard(text).keys() & {*AGES, "hukou"} or concepts(normalise(text)).subjects:
        return False
    return ellipsis.is_statement(text)


def tells_a_condition(text: str) -> bool:
    """Whether ``text`` states a fact that a benefit may hang on ("北京户口")."""
    return bool(set(heard(text)) & _CONDITIONS)


def tells_much(text: str) -> bool:
    """Whether ``text`` states so many facts that they are what it is about."""
    return len(heard(text)) >= _TELLS_ALL and bool(_MONEY.search(text))


def defines(text: str) -> bool:
    """Whether ``text`` asks what a word means ("低收入是咋算的"): then it tells nothing."""
    return bool(_DEFINES.search(unify(text)))


def asks_for_everything(text: str, *, known: bool) -> bool:
    """Whether ``text`` asks what a certain person gets, naming no benefit.

    ``known`` is True where the conversation already knows facts of that person.
    """
    if not _WANTS_ALL.search(unify(text)) or concepts(normalise(text)).subjects:
        return False
    return known or speaks_of_somebody(text)


def asks_of_other_money(text: str) -> bool:
    """Whether ``text`` asks for money that no benefit is ("抚恤金领多少"): no sum of ours answers it."""
    return bool(_OTHER_MONEY.search(unify(text)))


def asks_for_the_sum(text: str) -> bool:
    """Whether ``text`` asks what somebody gets."""
    return bool(_WANTS.search(unify(text)))


def asks_if_given(text: str) -> bool:
    """Whether ``text`` asks if there is one benefit, and nothing else of it ("有高龄津贴吗")."""
    whether = concepts(normalise(text)).wishes <= {"whether"}
    return whether and bool(_IF_GIVEN.search(unify(text))) and benefit_of(text) is not None


def asks_for_a_verdict(text: str) -> bool:
    """Whether ``text`` asks if somebody qualifies."""
    return bool(_WANTS_VERDICT.search(unify(text)))


def asks_of_the_country(text: str) -> bool:
    """Whether ``text`` asks if a registration in the country is as good ("农村户口也一样吗")."""
    return bool(_COUNTRY.search(unify(text)))


def asks_from_when(text: str) -> bool:
    """Whether ``text`` asks from when on somebody qualifies ("哪天能有高龄津贴")."""
    return bool(_WANTS_WHEN.search(unify(text)))


def reply(
    state: State,
    day: date,
    knowledge: LiveKnowledge,
    focus: str | None = None,
    also: Sequence[Entry] = (),
) -> ReplyOut:
    """The verdicts for what is known, and the next question that can change them.

    ``focus`` is the code of the benefit that was asked about; it is told and asked for first. ``also`` are the
    answers to what the message asked beside it.
    """
    facts = on_that_day(state.facts, day)
    found = benefits.check(facts, day, knowledge.documents, state.skipped, focus)
    head = _of_whom(state, _headline(found, focus) or _if_beijing(facts, day, knowledge, found))
    asked = _asked(found, state)
    state.asking = asked.fact if asked else None
    parts = [head, _granted(found)]
    if (state.unwell or focus in _ASSESSED) and "assessment_level" not in state.facts:
        parts.append(_ASSESS_FIRST)
    parts += [f"您还问了：{entry.title}\n{entry.short}" for entry in also]
    if asked:
        parts.append(f"{ASKS}{asked.question}（不知道就说不知道）")
    parts += [
        _others(found),
        _coming(found),
        f"按{_said_day(day)}的规定算，只供参考，办理以街道和主管部门答复为准。",
    ]
    return ReplyOut(
        kind="eligibility",
        text="\n\n".join(filter(None, parts)),
        speech_text=head + "".join(e.short for e in also) + (asked.question if asked else ""),
        confidence=1.0,
        release=knowledge.release,
        citations=_citations(found.benefits) + compose.citations(also, knowledge.documents),
        choices=[
            *(ChoiceOut(label=c, text=c) for c in (asked.choices if asked else ())),
            *(ChoiceOut(label=f"细说{entry.title}", text=entry.question) for entry in also),
        ],
        actions=[ActionOut(type="call", label="拨打12345核实", target="12345")],
        total_fen_per_month=_certain_sum(found),
        benefits=found.benefits,
    )


def _of_whom(state: State, head: str) -> str:
    """``head`` with the person whom it is about, where the talk is of several."""
    if not state.aside or state.who is None:
        return head
    if "按您说的情况" not in head:
        return f"先说{state.who}：{head}"
    return head.replace("按您说的情况", f"按您说的{state.who}的情况")


def asks_for_both(text: str) -> bool:
    """Whether ``text`` asks for the sum of several people's claims ("加起来多少")."""
    return bool(_BOTH_TOGETHER.search(unify(text)))


def asking(state: State, knowledge: LiveKnowledge) -> ReplyOut:
    """The question for a fact once more, after an answer that was not understood."""
    again = reply(state, business_today(), knowledge)
    asked = next((p for p in again.text.split("\n\n") if p.startswith(ASKS)), "")
    again.text = "\n\n".join(filter(None, ["这句我没听明白。", asked or again.text]))
    again.speech_text = again.text
    return again


def _asked(found: CheckOut, state: State) -> QuestionOut | None:
    """The next question, without what was said of it already."""
    asked = found.ask_next
    if state.half and any("disability" in benefit.missing for benefit in found.benefits):
        return _KIND_HELD if "type" not in state.half else _GRADE_HELD
    if asked is None or asked.fact != INCOME or not state.denied:
        return asked
    return _LOW_INCOME if "dibao" in state.denied else _DIBAO


def _certain_sum(found: CheckOut) -> int | None:
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
            f"各项合起来每月固定能领{_yuan(total)}元。" if more else ""
        )
    if total:
        names = "、".join(b.name for b in eligible if b.amount_fen_per_month)
        return f"按您说的情况，每月固定能领{_yuan(total)}元：{names}。金额以最新公布为准。"
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


def _if_beijing(facts: dict[str, Any], day: date, knowledge: LiveKnowledge, found: CheckOut) -> str:
    """What the sum would be with a Beijing registration, while that is not known."""
    if "hukou" not in {name for benefit in found.benefits for name in benefit.missing}:
        return "还差几样情况，说了我就能算。"
    local = benefits.check({**facts, "hukou": "beijing"}, day, knowledge.documents)
    granted = [b for b in local.benefits if b.verdict == "eligible"]
    paid = [b for b in granted if b.amount_fen_per_month]
    if granted and not paid:
        return f"如果是北京户口，可以享受：{'、'.join(b.name for b in granted)}。别的还差几样情况，说了我就能算。"
    if not paid:
        return "还差几样情况，说了我就能算。"
    names = "、".join(f"{b.name}{_yuan(b.amount_fen_per_month or 0)}元" for b in paid)
    total = _yuan(local.total_fen_per_month)
    return f"如果是北京户口，每月固定能领{total}元：{names}。不是北京户口就领不了，金额以最新公布为准。"


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


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02}"
