"""In which district somebody is registered, lives or is insured, and who is registered elsewhere."""

from __future__ import annotations

import re
from collections.abc import Container

from intents.told.ages import AGES
from intents.told.registration import moved_to
from intents.words.concepts import elsewhere
from intents.words.districts import DISTRICTS
from intents.words.relatives import ELDERS_AT_HOME

_NOW_NAMED = {"宣武": "西城", "崇文": "东城", "通县": "通州"}
"""Districts that became part of others in 2010, and a county that is a district; elders go by their names."""

_OLD_NAMES = re.compile(rf"(?:{'|'.join(_NOW_NAMED)})(?!门)")
NAMED = rf"(?:{'|'.join(DISTRICTS)}|{_OLD_NAMES.pattern})[区县]?"
"""A district as people name it ("密云县", "宣武")."""

_PLACE = f"({'|'.join(DISTRICTS)})区?"
_HUKOU_AT = re.compile(
    rf"(?:户口|户籍)(?:也|是|在|还在|落在|没迁|打小|从小|一直|原来|都|就|上|写的?|着|登记)*(?:北京市?)?{_PLACE}|(?<!住)(?<!住在)(?<!住址){_PLACE}(?:的)?(?:农村|农业|非农|城镇|居民|集体)?(?:户口|户籍)"
    rf"|(?:户口|户籍)[^,想要能准打没未不]{{0,8}}?(?:迁|转|落)(?:到|去|进|回)了?(?:北京)?{_PLACE}|{_PLACE}的?(?:单位)?集体户"
    rf"|(?:户口|户籍)[^,不没未]{{0,6}},{_PLACE}的(?=,|$)|住{_PLACE}(?:的)?(?:户口|户籍)(?=不|没|,|$)"
)
_LIVES_AT = re.compile(rf"(?:住|住址|家|搬|人)(?:是|在|到|的是|着)*(?:北京)?{_PLACE}(?!户口|户籍)")
_INSURED_AT = re.compile(
    rf"(?:医保|参保)(?:是|在|关系在)*{_PLACE}|{_PLACE}(?:的)?(?:职工|居民)?(?:医保|参保)"
    rf"|在{_PLACE}(?:参的?保|[参交上缴]的?(?:职工|居民|城镇|城乡)*医保)|{_PLACE}(?:参|交|上|缴)的?(?:医保|保险)"
    rf"|医保,?(?:是|都|也)?在{_PLACE}(?:参|交|上|缴)"
)
_ANYWHERE = re.compile(_PLACE)
_NOT_AT = re.compile(rf"不(?:是|在|住在?){_PLACE}")

_OF_BEIJING = re.compile(
    r"(?:^|,)北京(?=,)|(?:^|,|(?<=\d)|(?<=\d岁)|(?<=\d了)|(?<=生)|(?<=生的)|(?<=生人))(?:都|全|也|是|老)*(?:北京|本地)的(?=,|$|能|可以|一共|[1一每]?个?月|[都也全]?(?:没|不|有|是|吃|低))"
)
"""Who is "北京的" beside an age is registered there."""

_REGISTERED_HERE = re.compile(
    rf"(?:北京|本市|京)市?城?的?(?:户口|户籍)|京[籍户]|(?:户口|户籍)(?:就|都|也|还|一直|仍然?|落|是|在)*(?:北京|本市|{_PLACE})市?"
)
"""A registration told in full: a place behind it is where somebody lives ("北京户口住在三亚")."""

_BY_ONESELF = rf"(?:[我俺他她]?(?:{ELDERS_AT_HOME})?是)?"
_ANY_FAR = "外地|外省|外埠"


def as_named_today(text: str) -> str:
    """``text`` with the districts that are no more by the names of those they belong to."""
    return _OLD_NAMES.sub(lambda match: _NOW_NAMED[match[0]], text)


def districts_in(text: str) -> list[str]:
    """The districts of Beijing that ``text`` names, without 区."""
    return _ANYWHERE.findall(as_named_today(text))


def places_in(plain: str) -> dict[str, str]:
    """The districts that ``plain`` names, each by the fact that it is."""
    found = {}
    patterns = {
        "hukou_district": _HUKOU_AT,
        "residence_district": _LIVES_AT,
        "insured_district": _INSURED_AT,
    }
    for name, pattern in patterns.items():
        if match := pattern.search(plain):
            found[name] = f"{next(filter(None, match.groups()))}区"
    plain = _NOT_AT.sub("", plain)
    if not found and (match := _ANYWHERE.search(plain)):
        found["district"] = f"{match[1]}区"
    return found


def registered_in(clauses: str, found: Container[str]) -> dict[str, str]:
    """户口 in another province is elsewhere, in a district of ours Beijing."""
    if moved := moved_to(clauses):
        return {"hukou": moved}
    if "hukou_district" in found:
        return {"hukou": "beijing"}
    if any(name in found for name in AGES) and _OF_BEIJING.search(clauses):
        return {"hukou": "beijing"}
    places = elsewhere().pattern
    clauses = _REGISTERED_HERE.sub(lambda here: f"{here[0]},", clauses)
    far = re.search(
        rf"(?:户口|户籍)(?:[^,]{{0,3}}[没未](?:有|能)?[迁转落])?[^,迁转落]{{0,6}}(?:{places})|(?:{places})(?:的)?(?:户口|户籍)"
        r"|不是(?:咱们?|我们)?(?:北京|本市|本地)的(?=,|$)",
        clauses,
    )
    if any(name in found for name in AGES):
        far = far or re.search(
            rf"(?:^|,|(?<=\d)|(?<=\d岁)|(?<=\d了)){_BY_ONESELF}(?:{places}|{_ANY_FAR})的(?=,|$|\d)",
            clauses,
        )
    return {"hukou": "other"} if far else {}
