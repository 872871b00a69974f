"""What a sentence says about a person: age, household registration, income, disability, level.

Only what is said; nothing is inferred. The names are those of the eligibility rules.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.normalise import unify
from intents.slots import OLDEST, YOUNGEST, age_in

DATA = Path(__file__).parent / "data" / "facts.yaml"
DISTRICTS = (
    "东城", "西城", "朝阳", "丰台", "石景山", "海淀", "门头沟", "房山", "通州", "顺义", "昌平", "大兴",
    "怀柔", "平谷", "密云", "延庆",
)  # fmt: skip

_CORRECTION = re.compile(r"不是.{1,12}?[,，、 ]*(?:而)?是(?=.)")
_EDGES = re.compile(r"[\s\W_]+")
_PLACE = f"({'|'.join(DISTRICTS)})区?"
_HUKOU_AT = re.compile(
    rf"(?:户口|户籍)(?:是|在|还在|都在|就在|落在)*(?:北京)?{_PLACE}|{_PLACE}(?:的)?(?:户口|户籍)"
)
_LIVES_AT = re.compile(rf"(?:住|家|搬)(?:是|在|到|的是)*(?:北京)?{_PLACE}")
_INSURED_AT = re.compile(
    rf"(?:医保|参保)(?:是|在|关系在)*{_PLACE}|{_PLACE}(?:的)?(?:职工|居民)?(?:医保|参保)|在{_PLACE}(?:参保|交的?医保)"
)
_ANYWHERE = re.compile(_PLACE)
_KINDS = {
    "视力": "视力|盲|失明|眼睛", "听力": "听力|耳聋|聋", "言语": "言语|语言|哑", "肢体": "肢体|肢残|腿脚|瘫",
    "智力": "智力|智障", "精神": "精神",
}  # fmt: skip
_GRADE = r"[(（]?(?P<grade>[1-4一二三四])级"
_NO_DISABILITY = re.compile(r"(没|没有|无|不是)(办)?(什么)?残疾(证|人)?|没残疾")
_BIRTH = re.compile(r"(?P<y>19[0-6]\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})")
_XUSUI = re.compile(r"虚岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*虚岁|虚(?P<c>\d{2,3})")
_RECEIVES = re.compile(r"(在领|领着|正领|已经?领|领了|领的是|享受着|在享受|拿着|在拿|吃着).{0,6}$")
_GRADES = {"一": 1, "二": 2, "三": 3, "四": 4}


def facts_in(text: str, received: dict[str, str] | None = None) -> dict[str, Any]:
    """The facts that ``text`` states, as ``{"hukou": "beijing", …}``.

    ``received`` maps the names of things people may be receiving to the words to report.
    """
    spoken = _CORRECTION.sub("", unify(text))
    plain = _EDGES.sub("", spoken)
    found: dict[str, Any] = {}
    found |= _age(spoken)
    for name, values in _table().items():
        value = next((value for value, pattern in values if pattern.search(plain)), None)
        if value is not None:
            found[name] = value
    found |= _districts(plain)
    found |= _disability(plain)
    return found | _receiving(plain, received or {})


@cache
def _table() -> dict[str, list[tuple[Any, re.Pattern[str]]]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        name: [(row["value"], re.compile(row["any"])) for row in rows]
        for name, rows in data.items()
    }


def _age(spoken: str) -> dict[str, Any]:
    if birth := _BIRTH.search(spoken):
        day = f"{birth['y']}-{int(birth['m']):02}-{int(birth['d']):02}"
        return {"birth_date": day} if _is_a_day(day) else {}
    if xusui := _XUSUI.search(spoken):
        years = int(next(filter(None, xusui.groups())))
        return {"age_xusui": years} if YOUNGEST <= years <= OLDEST else {}
    age = age_in(spoken)
    return {} if age is None else {"age": age}


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _districts(plain: str) -> dict[str, str]:
    found = {}
    patterns = {
        "hukou_district": _HUKOU_AT,
        "residence_district": _LIVES_AT,
        "insured_district": _INSURED_AT,
    }
    for name, pattern in patterns.items():
        if match := pattern.search(plain):
            found[name] = f"{next(filter(None, match.groups()))}区"
    if not found and (match := _ANYWHERE.search(plain)):
        found["district"] = f"{match[1]}区"
    return found


def _disability(plain: str) -> dict[str, Any]:
    if _NO_DISABILITY.search(plain):
        return {"disability": []}
    held = {}
    for kind, words in _KINDS.items():
        after = re.search(
            rf"(?:{words})(?:残疾|障碍|残)?(?:证)?(?:是|为|有|定的?|评的?)?{_GRADE}", plain
        )
        before = re.search(rf"{_GRADE}(?:的)?(?:{words})(?:残|障)", plain)
        if match := after or before:
            grade = match["grade"]
            held[kind] = _GRADES.get(grade) or int(grade)
    return {"disability": [{"type": k, "level": v} for k, v in held.items()]} if held else {}


def _receiving(plain: str, names: dict[str, str]) -> dict[str, list[str]]:
    held = []
    for name in sorted(names, key=len, reverse=True):
        place = plain.find(name)
        if place > 0 and _RECEIVES.search(plain[max(0, place - 10) : place]):
            held.append(name)
            plain = plain.replace(name, "")
    return {"receiving": held} if held else {}
