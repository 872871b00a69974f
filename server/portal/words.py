"""What codes are called on pages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from flask import Blueprint
from markupsafe import Markup, escape

from knowledge import divisions
from knowledge.assessment import standard
from server.kit import masking, money
from server.kit.clock import BEIJING, business_now, to_beijing
from server.people.states import Made, Relation, Scope, Status

blueprint = Blueprint("words", __name__)

SCOPES: Mapping[str, str] = {
    Scope.ASK: "替问事情、看资料和消息",
    Scope.ORDER: "替订餐、订服务",
    Scope.PAY: "替付钱",
    Scope.APPLY: "替申请津贴、填写收入、残疾这些情况",
    Scope.SEE_ASSESSMENT: "看能力评估结果",
    Scope.MANAGE: "邀请别人、取消授权",
}
RELATIONS: Mapping[str, str] = {
    Relation.SELF: "本人",
    Relation.CHILD: "子女",
    Relation.SPOUSE: "老伴",
    Relation.RELATIVE: "亲属",
    Relation.NEIGHBOUR: "邻居",
    Relation.GUARDIAN: "监护人",
    Relation.INSTITUTION: "养老服务机构",
    Relation.STAFF_ASSISTED: "街道工作人员",
}
STATUSES: Mapping[str, str] = {
    Status.OFFERED: "已邀请，等对方接受",
    Status.PENDING_STREET: "等街道核实",
    Status.ACTIVE: "正在生效",
    Status.DISPUTED: "有不同意见，等街道决定",
    Status.REFUSED: "没有通过",
    Status.REVOKED: "已取消",
    Status.EXPIRED: "已到期",
}
MADE: Mapping[str, str] = {
    Made.ELDER: "老人自己给的",
    Made.GUARDIAN: "监护人给的",
    Made.STREET: "街道按材料登记的",
    Made.CLAIM: "街道核实过的申请",
    Made.FIRST_USE: "本人登记的",
}
"""By whose will a grant came about."""
SOURCES: Mapping[str, str] = {
    "self": "本人填写",
    "family": "家人填写",
    "staff": "工作人员登记",
    "outside_check": "部门核实",
    "document": "看过材料",
}
TICKET_KINDS: Mapping[str, str] = {
    "complaint": "投诉",
    "request": "求助",
    "suggestion": "建议",
}
TICKET_TOPICS: Mapping[str, str] = {
    "meals": "吃饭、助餐",
    "allowances": "补贴、津贴",
    "care": "上门照护、探访",
    "assessment": "能力评估",
    "institutions": "养老院、驿站",
    "payments": "付款、退款",
    "this_platform": "这个平台",
    "other": "别的事",
}
TICKET_STATUSES: Mapping[str, str] = {
    "received": "收到了，等人接手",
    "working": "有人在办",
    "answered": "已经答复，等您评价",
    "closed": "办结",
    "withdrawn": "已撤回",
}
PLACES: Mapping[str, str] = {
    "waiting": "名额留着，等付款",
    "confirmed": "名额定好了",
    "given_back": "已经退掉了",
}
SATISFACTIONS: Mapping[str, str] = {"good": "满意", "so_so": "一般", "bad": "不满意，请再办"}
HOW: Mapping[str, str] = {
    "mini_program": "微信小程序",
    "web_code": "微信扫码",
    "sms": "手机验证码",
    "clerk_code": "工作人员给的登录码",
    "password": "密码",
}
_VALUES: Mapping[str, Mapping[Any, str]] = {
    "hukou": {"beijing": "北京户口", "other": "外地户口"},
    "residence_permit": {True: "有", False: "没有"},
    "lives": {"home": "住在家里", "institution": "住养老机构", "elsewhere": "住在别处"},
    "alone": {True: "一个人住", False: "有人同住"},
    "basic_service_elder": {"yes": "是", "no": "不是"},
    "income_class": {"dibao": "低保", "low_income": "低收入", "none": "都不是"},
    "family_planning_special": {True: "是", False: "不是"},
    "multiple_disability": {True: "是", False: "不是"},
    "birth_lunar": {True: "农历", False: "阳历"},
    "moved_out": {True: "迁出了", False: "没有迁出"},
    "assessment_level": {level.code: level.name for level in standard().levels},
    "insurance_type": {"employee": "职工医保", "resident": "居民医保", "student": "学生医保"},
}
ASKED: Mapping[str, str] = {
    "hukou": "户口在哪里",
    "income_class": "有没有低保、低收入",
    "lives": "住在哪里",
    "alone": "是不是一个人住",
    "residence_permit": "有没有居住证",
    "family_planning_special": "是不是计划生育特殊家庭",
    "assessment_level": "评估过的失能等级",
}
"""Facts that a page asks for: picked from a few answers. The others are told in the chat or at the
street."""

CHOICES = _VALUES
"""Facts whose value is picked, with what each value is called."""


def value_of(name: str, value: Any) -> str:
    """A fact's value in words."""
    named = _VALUES.get(name)
    if named is not None:
        return named.get(value, str(value))
    if name == "disability":
        cards = (f"{card['type']}{'一二三四'[card['level'] - 1]}级" for card in value)
        return "、".join(cards) or "没有残疾证"
    if name == "emergency_contact":
        return f"{value['name']}（{value['relation']}）{value['phone']}"
    if name == "residence_street":
        return place_of(value)
    if name == "birth_date":
        return day(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


@blueprint.app_template_global()
def place_of(code: str | None) -> str:
    """区 and 街道 of a street's code."""
    street = divisions.street(code) if code else None
    return street.full_name if street else ""


@blueprint.app_template_filter()
def in_words(scopes: Iterable[str]) -> list[str]:
    """What scopes allow, the simplest first."""
    held = set(map(str, scopes))
    return [words for scope, words in SCOPES.items() if str(scope) in held]


@blueprint.app_template_global()
def word(kind: str, code: str) -> str:
    """What ``code`` is called; ``kind`` is scope, relation, status, source, how or place."""
    tables = {
        "scope": SCOPES,
        "relation": RELATIONS,
        "status": STATUSES,
        "source": SOURCES,
        "how": HOW,
        "place": PLACES,
    }
    return tables[kind].get(code, code)


def soon(moment: datetime, now: datetime | None = None) -> str:
    """When somebody is to do something, as one says it in Beijing: ``今天上午9:05``, ``明天下午5:30``,
    ``12月7日 周一 下午5:30``, with its year where that is another one."""
    there, today = moment.astimezone(BEIJING), (now or business_now()).astimezone(BEIJING)
    days = (there.date() - today.date()).days
    if near := {0: "今天", 1: "明天"}.get(days):
        return near + _clock(there)
    year = "" if there.year == today.year else f"{there.year}年"
    weekday = "一二三四五六日"[there.weekday()]
    return f"{year}{there.month}月{there.day}日 周{weekday} {_clock(there)}"


def _clock(there: datetime) -> str:
    """The time by the half of the day: nobody reads 17:30 off a watch with hands."""
    parts = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    part = next(name for until, name in parts if there.hour < until)
    return f"{part}{there.hour - 12 if there.hour > 12 else there.hour}:{there:%M}"


def day(moment: Any) -> str:
    """``2026年11月28日 9:05`` of a Beijing time as the API writes it, or of an instant."""
    text = moment if isinstance(moment, str) else to_beijing(moment)
    date, _, time = text.partition("T")
    year, month, number = date.split("-")
    clock = f" {int(time[:2])}:{time[3:5]}" if time else ""
    return f"{int(year)}年{int(month)}月{int(number)}日{clock}"


_NUMBER = re.compile(r"(?:[(（]0\d{2,3}[)）]|(?<!\d)0\d{2,3}[- ])?[\d*]{6,}(?:-\d{1,5}(?!\d))?")
_RUN = re.compile(r"[(（]?[\d*]+[)）\- ]?")
_READ_OUT: Mapping[int, tuple[int, ...]] = {
    5: (5,),
    6: (6,),
    7: (3, 4),
    11: (3, 4, 4),
    18: (6, 8, 4),
}
"""How many digits are read out in one breath, by how many there are: of a telephone number, of an ID
card. Others go by fours."""


@blueprint.app_template_filter()
def numbers(text: str) -> Markup:
    """Text whose long numbers stand on one line wherever they fit on one, and else go on where
    whoever reads them out takes breath."""
    parts, done = [Markup("")], 0
    for found in _NUMBER.finditer(text):
        parts += [escape(text[done : found.start()]), _breathing(found.group())]
        done = found.end()
    return Markup("").join([*parts, escape(text[done:])])


def _breathing(number: str) -> Markup:
    breaths = (each for run in _RUN.findall(number) for each in _breaths(run))
    return Markup('<span class="whole">{}</span>').format(Markup("<wbr>").join(breaths))


def _breaths(run: str) -> Iterator[str]:
    digits = len(run.rstrip(")）- "))
    sizes = _READ_OUT.get(digits, (4,) * math.ceil(digits / 4))
    ends = list(accumulate(sizes))
    for begin, end in pairwise([0, *ends[:-1], len(run)]):
        yield run[begin:end]


def _uncut(say: Callable[..., str]) -> Callable[..., Markup]:
    """A filter whose words are not torn over lines but between a day and its time."""

    def filled(*given: Any) -> Markup:
        parts = (
            Markup('<span class="kept">{}</span>').format(each) for each in say(*given).split(" ")
        )
        return Markup(" ").join(parts)

    return filled


blueprint.add_app_template_filter(masking.phone, "masked_phone")

WHOLE: Mapping[str, Callable[..., str]] = {"yuan": money.yuan, "soon": soon, "day": day}
for name, say in WHOLE.items():
    blueprint.add_app_template_filter(_uncut(say), name)
