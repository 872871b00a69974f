"""Which sums of a text are prices of a service or a meal, and what each of them is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.quantities import AN_EACH, Quantity
from intents.words.sums import SUM, fen

INSTITUTION = "养老院|敬老院|福利院|养老机构|机构|老年公寓|护理院|老人院|院舍|(?<![医住出入学到两])院(?=里|$|[,，。])|的院|托养|日间照料|日托|喘息|床位|膳食|伙食|住宿"
AT_HOME = "上门|居家|住家|在家|家里|洗澡|助浴|做饭|助餐|打扫|助洁|保洁|理发|康复|助医|陪诊|请[了一]*个?人|保姆|阿姨|小时工|钟点工|护工|护理员|(?<=请).{0,2}护理|辅具|轮椅|租床|饭钱|餐费|送餐"
MEALS = "餐费|饭费|伙食费?|早饭|午饭|晚饭|中饭|早餐|午餐|晚餐|中餐|老年餐|饭|餐标|套餐|盒饭|食堂"
SERVICE = f"(?:{INSTITUTION}|{AT_HOME}|{MEALS}|有偿|自费|家床)"
_SPENT = "服务费?|花|交|付|收|要|用|自费|账单|费|价|(?<!还)是|总共|一共|住|工资|单价|每月|一?个?月"
_FILLS = "了|掉|着|大概|差不多|得|是|服务|项目|的|费|用|钱|价|收|要|去|买|约|左右"
_BEFORE = re.compile(rf"(?:{SERVICE}|{_SPENT})(?:{_FILLS})*$")
_BEHIND = re.compile(rf"(?:块|元|钱|的)*(?:请|雇|买|{SERVICE}|(?:能|可以|该|就|应该)*抵)")
_HELD = re.compile(
    f"(?:退休金|养老金|(?<!员)工资|(?<!自)收入|低保|困境|无偿|免费|补贴|补助|津贴|存款|高龄|券|挣|领|拿)(?:(?!{SERVICE})[^,，。;；]){{0,6}}$|"
    "(?:(?<!理)发|到账|给|还?剩|减|补|抵|省|比|选)(?:了|我|他|她|得|的|到|出)*$"
)
"""What stands before a sum that is no price."""

_NO_PRICE = re.compile(
    r"(?:块|元)?钱?的?(?:消费)?(?:券|护理补贴|护理的?(?:钱|补)|补贴|补助|津贴|档|失能|[好强])|[吗吧]|%|[年月号日分岁级]|周岁|(?<=[\d百])[多来]?(?:里|米|斤|平)"
)
_LEAST = 10000
"""From so many fen on a sum with no 元 and nothing it is for may be a price."""

_FOR_MEALS = re.compile(f"(?:{MEALS})[^\\d]{{0,3}}$")
_OF_MEALS = re.compile(f"[元块钱的]*(?:一?[顿份])?(?:{MEALS})")
_CARE_PART = re.compile("护理(?:费|是)*$")
_PARTS_OF_A_FEE = re.compile("床位|膳食|伙食|住宿")
"""Beside these, what care costs is one of them, and no subsidy."""

_AN_AGE = re.compile("多?(?:周?岁|了)")
_OF_HER = re.compile(f"^(?:{_FILLS}|{SERVICE}|{_SPENT}){{0,12}}$|{SERVICE}")
"""What may stand before a sum of two figures that is a price and no age."""

_OF_A_SERVICE = re.compile(f"{SERVICE}|[花交付费请雇住券抵]|差多少|缺口")
"""Without any of these a sum of a month or a year may as well be what comes in ("一年7200对吧")."""

MARKS = re.compile("[,，、;；。 ]")
"""What parts the clauses of a bill."""


@dataclass(frozen=True)
class Price:
    """Where a price stands, and how much it is."""

    start: int
    end: int
    fen: int
    in_yuan: bool


def prices_in(plain: str, counted: list[Quantity], *, bare: bool = False) -> list[Price]:
    """The sums of ``plain`` that are prices of something; ``bare`` ones need nothing beside them."""
    taken = [(one.start, one.end) for one in counted]
    found = []
    for match in re.finditer(SUM, plain):
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        if inside or _NO_PRICE.match(plain, match.end()):
            continue
        in_yuan = bool(re.search("[元块]", match[0]))
        if len(match[0]) == 1 and not match[0].isdecimal():
            continue
        price = Price(match.start(), match.end(), fen(match[0]), in_yuan)
        if _is_one(plain, price, counted, bare=bare):
            found.append(price)
    return found


def _is_one(plain: str, price: Price, counted: list[Quantity], *, bare: bool) -> bool:
    clause = MARKS.split(plain[: price.start])[-1]
    if _HELD.search(clause) or (clause.endswith("满") and not price.in_yuan):
        return False  # "6月1日满80" is an age
    each = each_of(plain, price, counted)
    small = price.fen < _LEAST and not price.in_yuan
    if each and each.unit in ("month", "year") and not _OF_A_SERVICE.search(plain):
        return False
    if each and not small:
        return True
    if each and each.unit not in ("month", "year") and not _AN_AGE.match(plain, price.end):
        return each.end <= price.start or bool(_OF_HER.search(clause))
    if is_of_a_meal(plain, price, clause):
        return True
    told = _BEFORE.search(clause) or _BEHIND.match(plain, price.end)
    told = told or (_CARE_PART.search(clause) and _PARTS_OF_A_FEE.search(plain))
    return bool(told or bare) and price.fen >= _LEAST


def is_of_a_meal(plain: str, price: Price, clause: str) -> bool:
    """Whether a sum under a hundred is the price of a meal by what stands beside it."""
    if price.fen >= _LEAST or _AN_AGE.match(plain, price.end):
        return False
    behind = price.in_yuan and _OF_MEALS.match(plain, price.end)
    return bool(_FOR_MEALS.search(clause) or behind)


def each_of(plain: str, price: Price, counted: list[Quantity]) -> Quantity | None:
    """What ``price`` is for, where that stands beside it."""
    return _each_before(plain, price, counted) or _each_behind(plain, price, counted)


def _each_before(plain: str, price: Price, counted: list[Quantity]) -> Quantity | None:
    """What the price is for, where that stands before it: "一小时40", "每次康复200"."""
    before = [one for one in counted if one.end <= price.start]
    each = before[-1] if before else None
    if each is None or each.times != 1 or each.is_span:
        return None
    gap = plain[each.end : price.start]
    return each if len(gap) <= AN_EACH and not re.search(r"[\d,，。;；、\s]", gap) else None


def _each_behind(plain: str, price: Price, counted: list[Quantity]) -> Quantity | None:
    """What the price is for, where that stands behind it: "40一小时", "六千一个月"."""
    behind = [one for one in counted if one.start >= price.end]
    each = behind[0] if behind else None
    if each is None or each.times != 1 or each.is_span:
        return None
    return each if re.fullmatch("[元块钱的]*", plain[price.end : each.start]) else None
