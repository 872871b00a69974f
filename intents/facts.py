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

from intents.concepts import elsewhere
from intents.normalise import unify
from intents.slots import OLDEST, YOUNGEST, age_in

DATA = Path(__file__).parent / "data" / "facts.yaml"
DISTRICTS = (
    "东城", "西城", "朝阳", "丰台", "石景山", "海淀", "门头沟", "房山", "通州", "顺义", "昌平", "大兴",
    "怀柔", "平谷", "密云", "延庆",
)  # fmt: skip

AGES = ("age", "age_xusui", "birth_date")
"""Facts that all say how old somebody is."""

_CORRECTION = re.compile(r"不是\s*\d{2,3}\s*岁?[,，、 ]*(?:而)?是(?=\s*\d)")
_EDGES = re.compile(r"[\s\W_]+")
_PLACE = f"({'|'.join(DISTRICTS)})区?"
_HUKOU_AT = re.compile(
    rf"(?:户口|户籍)(?:也|是|在|还在|都在|就在|落在|没迁)*(?:北京)?{_PLACE}|(?<!住){_PLACE}(?:的)?(?:户口|户籍)"
)
_LIVES_AT = re.compile(rf"(?:住|家|搬|人)(?:是|在|到|的是|着)*(?:北京)?{_PLACE}(?!户口|户籍)")
_INSURED_AT = re.compile(
    rf"(?:医保|参保)(?:是|在|关系在)*{_PLACE}|{_PLACE}(?:的)?(?:职工|居民)?(?:医保|参保)"
    rf"|在{_PLACE}(?:参的?保|交的?医保)"
)
_ANYWHERE = re.compile(_PLACE)
_KINDS = {
    "视力": "视力|盲|失明|眼睛", "听力": "听力|耳聋|聋", "言语": "言语|语言|哑",
    "肢体": "肢体|肢残|腿脚|腿|胳膊|瘫",
    "智力": "智力|智障", "精神": "精神",
}  # fmt: skip
_GRADE = r"[(（]?(?P<grade>[1-4一二三四])级"
_NO_DISABILITY = re.compile(
    r"(?<!有)(没|没有|无|不是)(办)?(什么)?残疾(证|人)?|没残疾|残疾证也?没有"
)
_BIRTH = re.compile(r"(?P<y>19[0-6]\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})")
_XUSUI = re.compile(r"虚岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*虚岁|虚(?P<c>\d{2,3})")
_KIN = re.compile(
    r"(?:妈|爸|娘|爹|父亲|母亲|父|母|奶奶?|爷爷?|姥姥|姥爷|外公|外婆|老伴儿?|公公|婆婆|岳父|岳母|大伯|大爷|叔|舅|姑|"
    r"老人|老太太|老爷子|老婆子|老头儿?)[^,，。;；\d]{0,9}?(?P<age>\d{2,3})(?!\d)"
)
_NEARLY = re.compile(r"(快|将近|不到|不满|未满|没满|没到|马上|差.{0,6})\s*\d{2,3}\D{0,3}$")
_TOLD_AGE = re.compile(r"周岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*周岁")
_NOTHING_RECEIVED = re.compile(r"(什么|啥|任何)(补贴|津贴|补助|待遇)?(都|也)(没|没有)(领|拿|享受)")
_RECEIVES = re.compile(r"(在领|领着|正领|已经?领|领了|领的是|享受着|在享受|拿着|在拿|吃着).{0,6}$")
_GRADES = {"一": 1, "二": 2, "三": 3, "四": 4}


def facts_in(text: str, received: dict[str, str] | None = None) -> dict[str, Any]:
    """The facts that ``text`` states, as ``{"hukou": "beijing", …}``.

    ``received`` maps the names of things people may be receiving to the words to report.
    """
    spoken = _CORRECTION.sub("", unify(text))
    plain, clauses = _EDGES.sub("", spoken), _EDGES.sub(",", spoken)
    found: dict[str, Any] = {}
    found |= _age(spoken)
    for name, values in _table().items():
        value = next((value for value, pattern in values if pattern.search(plain)), None)
        if value is not None:
            found[name] = value
    found |= _districts(clauses)
    found |= _hukou(clauses, found)
    found |= _disability(plain)
    return found | _receiving(plain, received or {})


def merged(known: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """``known`` with ``found`` over it; an age in whatever form replaces every other one."""
    if any(name in found for name in AGES):
        known = {name: value for name, value in known.items() if name not in AGES}
    return known | found


def _hukou(clauses: str, found: dict[str, Any]) -> dict[str, str]:
    """户口 in another province is elsewhere, in a district of ours Beijing."""
    if "hukou_district" in found:
        return {"hukou": "beijing"}
    places = elsewhere().pattern
    far = re.search(
        rf"(?:户口|户籍)[^,]{{0,6}}(?:{places})|(?:{places})(?:的)?(?:户口|户籍)", clauses
    )
    return {"hukou": "other"} if far else {}


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
    spoken = re.sub(r"(\d)0有([1-9])", r"\1\2", spoken)
    if told := _TOLD_AGE.search(spoken) or _KIN.search(spoken):
        years = int(next(filter(None, told.groups())))
        # "快八十" and the like are for age_in, which counts them down.
        if YOUNGEST <= years <= OLDEST and not _NEARLY.search(spoken[: told.end()]):
            return {"age": years}
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
    held = {}
    for kind, words in _KINDS.items():
        after = re.search(
            rf"(?:{words})(?:残疾|障碍|残)?(?:证)?(?:是|为|有|定的?|评的?|评残是)?{_GRADE}", plain
        )
        before = re.search(rf"{_GRADE}(?:的)?(?:{words})(?:残|障)", plain)
        if match := after or before:
            grade = match["grade"]
            held[kind] = _GRADES.get(grade) or int(grade)
    if not held and _NO_DISABILITY.search(plain):
        return {"disability": []}
    return {"disability": [{"type": k, "level": v} for k, v in held.items()]} if held else {}


def _receiving(plain: str, names: dict[str, str]) -> dict[str, list[str]]:
    if _NOTHING_RECEIVED.search(plain):
        return {"receiving": []}
    held = []
    for name in sorted(names, key=len, reverse=True):
        place = plain.find(name)
        after = plain[place + len(name) : place + len(name) + 4]
        if place > 0 and (_RECEIVES.search(plain[max(0, place - 10) : place]) or "领着" in after):
            held.append(name)
            plain = plain.replace(name, "")
    return {"receiving": held} if held else {}
