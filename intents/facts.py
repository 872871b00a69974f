"""What a sentence says about a person: age, household registration, income, disability, level.

Only what is said; nothing is inferred. The names are those of the eligibility rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intents.births import born
from intents.concepts import elsewhere
from intents.normalise import unify
from intents.people import names_two, of_whom_is_asked, speaks_of_somebody
from intents.slots import NEARLY, OLDEST, YOUNGEST, age_in, counts_something_else, of_today
from intents.stance import Clauses, Stance

DATA = Path(__file__).parent / "data" / "facts.yaml"
DISTRICTS = (
    "东城", "西城", "朝阳", "丰台", "石景山", "海淀", "门头沟", "房山", "通州", "顺义", "昌平", "大兴",
    "怀柔", "平谷", "密云", "延庆",
)  # fmt: skip

AGES = ("age", "age_xusui", "birth_date", "birth_lunar")
"""Facts that all say how old somebody is."""

_CORRECTIONS = (
    re.compile(r"不是\s*\d{2,3}\s*岁?[,，、 ]*(?:而)?是(?=\s*\d)"),
    re.compile(r"[,，、 ]*(?<!是)不是\s*\d{2,3}\s*岁?(?=$|[,，。 ])"),
    re.compile(r"[,，、 ]*(?<!是)不是\s*[1-4一二三四]级"),
)
"""What was wrong, taken out: "不是83，是73", "是73，不是83", "是一级不是二级"."""

_CHILDREN = re.compile(
    r"(?:^|(?<=[,，。；、 ]))(?:我|俺|他|她)?(?:儿子|女儿|闺女|孩子|姑娘|儿媳妇?|女婿|孙子|孙女|弟弟|妹妹)"
    r"(?:是|有|吃着?|今年|都|也|呢|的)*(?=低保|低收入|残疾|[1-4一二三四]级|\d{2}|[视听肢智精])[^,，。；\s]*"
)
"""What is told of the children is not true of the elder."""
_EDGES = re.compile(r"[\s\W_]+")
_PLACE = f"({'|'.join(DISTRICTS)})区?"
_HUKOU_AT = re.compile(
    rf"(?:户口|户籍)(?:也|是|在|还在|都在|就在|落在|没迁)*(?:北京)?{_PLACE}|(?<!住)(?<!住在)(?<!住址){_PLACE}(?:的)?(?:农村|农业|非农|城镇|居民|集体)?(?:户口|户籍)"
    rf"|(?:户口|户籍)[^,想要能准打]{{0,8}}?(?:迁|转|落)(?:到|去|进|回)了?(?:北京)?{_PLACE}"
    rf"|(?:户口|户籍),{_PLACE}的(?=,|$)|住{_PLACE}(?:的)?(?:户口|户籍)(?=不|没|,|$)"
)
_LIVES_AT = re.compile(rf"(?:住|住址|家|搬|人)(?:是|在|到|的是|着)*(?:北京)?{_PLACE}(?!户口|户籍)")
_INSURED_AT = re.compile(
    rf"(?:医保|参保)(?:是|在|关系在)*{_PLACE}|{_PLACE}(?:的)?(?:职工|居民)?(?:医保|参保)"
    rf"|在{_PLACE}(?:参的?保|交的?医保)|{_PLACE}(?:参|交|上|缴)的?(?:医保|保险)"
    rf"|医保,?(?:是|都|也)?在{_PLACE}(?:参|交|上|缴)"
)
_ANYWHERE = re.compile(_PLACE)
_NOT_AT = re.compile(rf"不(?:是|在|住在?){_PLACE}")
_MOVED_HERE = re.compile("(?:迁|转|落|入)(?:户口|户籍|户)?(?:到|进|回|在)?了?(?:北京|本市)")
_KINDS = {
    "视力": "视力|盲|失明|眼睛", "听力": "听力|耳聋|聋", "言语": "言语|语言|哑",
    "肢体": "肢体|肢残|腿脚|腿|胳膊|瘫",
    "智力": "智力|智障", "精神": "精神",
}  # fmt: skip
_SHORT_KINDS = {
    "视力": "盲",
    "听力": "聋",
    "言语": "哑",
    "肢体": "肢残",
    "智力": "智残",
    "精神": "精残",
}
_GRADE = r"[(（]?(?P<grade>[1-4一二三四])级"
_NO_DISABILITY = re.compile(
    r"(?<!有)(没|没有|无|不是)(办)?(什么)?残疾(证|人)?|没残疾|残疾证(也|还|都)?没(有|办)"
)
_XUSUI = re.compile(
    r"虚岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*(?:岁[,，(（ ]*)?虚岁|虚(?P<c>\d{2,3})"
)
_KIN = re.compile(
    r"(?:妈|爸|娘|爹|父亲|母亲|父|母|奶奶?|爷爷?|姥姥|姥爷|外公|外婆|老伴儿?|公公|婆婆|岳父|岳母|大伯|大爷|叔|舅|姑|"
    r"老人|老太太|老爷子|老婆子|老头儿?)[^,，。;；\d]{0,9}?(?<![几好])(?<!(?<!岁)数)(?P<age>\d{2,3})(?!\d)"
)
_NEARLY = re.compile(rf"{NEARLY}\s*\d{{2,3}}\D{{0,3}}$")
_MINE = re.compile(r"(?:问|说|算|查|看)(?:的是)?我(?:自己|本人)?的?(?=$|[,，。])")
_MY_AGE = re.compile(r"我(?:自己|今年|都|也|呢|是)*\s*(?P<age>\d{2,3})(?!\d)")
_IN_YEARS = re.compile(
    r"(?:再过|还有|过|还得|差)\s*(?P<n>\d|[一两二三四五六七八九])年[^,，。\d]{0,4}(?P<a>\d{2,3})(?!\d)"
)
_SOON = re.compile(
    r"(?P<after>后年|明年|过了?年|过完年|转过?年|开春|春节|年底|月底|下个?月|下周|下星期|过几天|过些天|过阵子|明天|后天|过两天)"
    r"[^,，。\d]{0,8}(?:\d{1,2}[号日][^,，。\d]{0,5})?(?P<a>\d{2,3})(?!\s*[\d号日月年元块个])"
)
_ABOUT = re.compile(
    r"(?:大概|大约|差不多|可能|也许|[二三四五六七八九])(?:有|是)?\s*(?P<a>\d{2,3})(?!\d)|(?P<b>\d{2,3})\s*(?:来岁|岁?上下|岁?左右)"
)
"""An age said by and large: near a birthday that counts it is not known."""

_NEAR_A_TIER = (9, 0, 1)
_TOLD_AGE = re.compile(r"周岁\s*(?P<a>\d{2,3})|(?P<b>\d{2,3})\s*周岁")
_NOTHING_RECEIVED = re.compile(r"(什么|啥|任何)(补贴|津贴|补助|待遇)?(都|也)(没|没有)(领|拿|享受)")
_RECEIVES = re.compile(
    r"(?<![没不])(?<!没有)(在领|领着|正领|已经?领|领了|领的是|享受着|在享受|拿着|在拿|吃着).{0,6}$"
)
_OF_A_KIND = re.compile(
    r"(?<!失)能(?!力)|可以|有没有|有什么|有啥|怎么|咋|多少|谁|(?:吗|么)$|(?:是|叫|算|指).{0,2}(?:什么|啥)"
)
_A_KIND = re.compile("^.{2,6}的$")
_KINDS_OF_PEOPLE = {"income_class", "assessment_level", "disability", "hukou"}
_STATUS = re.compile("特困(?:人员)?供养|特困|五保|离休")
"""What is received by being it, without a word for receiving."""

_OF_STATUS = re.compile(r"的|呢|吧|了|干部|人员|户|老人|能|可以|一|每|有|是|还|\d")
_DIED = re.compile("去世|过世|病故|病逝|离世")
_NEAR_KIN = re.compile(r"(?:老伴儿?|爱人|丈夫|妻子|先生|太太|儿|女|孩子|孙)\w{0,6}$")
_PUT_RIGHT = re.compile(
    r"[,，。、\s]*(?:哦|啊|哎|噢)?(?:不对|说错了|讲错了|错了|不不)[,，。、\s]*(?:应该)?(?=是|\w)"
)
"""What comes after it holds, in place of what was said before it."""

_BIRTHDAY_TO_COME = re.compile("生日(?:还|都)?(?:没|未)(?:过|到)|没过生日|没到生日")

_DENIAL_MEANS = {
    ("hukou", "beijing"): "other", ("residence_permit", True): False, ("family_planning_special", True): False,
    ("alone", True): False, ("basic_service_elder", "yes"): "no",
}  # fmt: skip
"""What is true of a fact with two values where one of them is denied."""

_ITSELF_A_DENIAL = ("none", "no", False)
_SAYS_NO = re.compile("[不没无非未]")

_UNITS = dict(zip("一两二三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def facts_in(
    text: str,
    received: dict[str, str] | None = None,
    today: date | None = None,
    *,
    of_somebody: bool = False,
) -> dict[str, Any]:
    """The facts that ``text`` states, as ``{"hukou": "beijing", …}``.

    ``received`` maps the names of things people may be receiving to the words to report. ``today`` makes
    an age of a year of birth. ``of_somebody``: the talk is of a certain person, not of people of a kind.
    """
    told, before = _put_right(text), {}
    if told:
        before = facts_in(told[0], received, today, of_somebody=True)
        text = told[1]
    found = _stated(text, received or {}, today)
    if told and not found and not before:  # "户口也说错了，是河北的": the name stands before
        found = _stated("".join(told), received or {}, today)
    found = merged(before, found)
    of_a_kind = len(found) == 1 and not of_somebody and _speaks_of_a_kind(text, found)
    return {} if of_a_kind else found


def _put_right(text: str) -> tuple[str, str] | None:
    """What ``text`` says first and what it puts in its place, where it corrects itself."""
    match = _PUT_RIGHT.search(text)
    return (text[: match.start()], text[match.end() :]) if match and match.start() > 1 else None


def _stated(text: str, received: dict[str, str], today: date | None) -> dict[str, Any]:
    spoken = _of_the_elder(text)
    said, clauses = Clauses.of(spoken), _EDGES.sub(",", spoken)
    found: dict[str, Any] = {}
    found |= _age(spoken, today)
    for name, values in _table().items():
        told = (_told(name, value, pattern, said) for value, pattern in values)
        if (value := next((v for v in told if v is not None), None)) is not None:
            found[name] = value
    found |= _districts(clauses)
    found |= _hukou(clauses, found)
    found |= _disability(said)
    found |= _receiving(said, received)
    return found | _status(said, text)


def not_so(text: str) -> set[tuple[str, Any]]:
    """The facts, by name and value, whose value ``text`` denies without naming another."""
    said = Clauses.of(_of_the_elder(text))
    return {
        (name, value)
        for name, values in _table().items()
        for value, pattern in values
        if value not in _ITSELF_A_DENIAL and (name, value) not in _DENIAL_MEANS
        for match in pattern.finditer(said.plain)
        if not _SAYS_NO.match(match[0]) and said.stance(match) == "not so"
    }


def values_in(text: str, name: str) -> set[Any]:
    """The values of a fact that ``text`` names, of whomever, without those that it denies."""
    said = Clauses.of(unify(text))
    return {
        value
        for value, pattern in _table()[name]
        if value not in _ITSELF_A_DENIAL
        for match in pattern.finditer(said.plain)
        if said.stance(match) != "not so"
    }


def disabilities_in(text: str) -> set[tuple[str, int]]:
    """The disabilities that ``text`` names with their grade, of whomever."""
    said = Clauses.of(unify(text))
    held = filter(None, (_grade_of(kind, said, ("so", "open")) for kind in _KINDS))
    return {(kind, level) for _, kind, level in held}


def not_received(text: str) -> list[str]:
    """What ``text`` says somebody is not, where being it is receiving it ("不是离休")."""
    said = Clauses.of(_of_the_elder(text))
    return [m[0] for m in _STATUS.finditer(said.plain) if said.stance(m) == "not so"]


def _status(said: Clauses, text: str) -> dict[str, str]:
    """That the elder has died; of a husband or a child it is told to explain something else."""
    match = _DIED.search(said.plain)
    if match is None or names_two(text) or _NEAR_KIN.search(said.plain[: match.start()]):
        return {}
    return {"status": "deceased"} if said.stance(match) == "so" else {}


def _told(name: str, value: Any, pattern: re.Pattern[str], said: Clauses) -> Any:
    """What the words for ``value`` say of the fact ``name`` where they stand; None if nothing."""
    for match in pattern.finditer(said.plain):
        stance = said.stance(match)
        if value in _ITSELF_A_DENIAL or _SAYS_NO.match(match[0]) or stance == "so":
            return value
        if stance == "not so" and (name, value) in _DENIAL_MEANS:
            return _DENIAL_MEANS[name, value]
    return None


def _of_the_elder(text: str) -> str:
    """``text`` (unified) without what was corrected in it and what it tells of the children."""
    spoken = of_whom_is_asked(unify(text))
    for pattern in _CORRECTIONS:
        spoken = pattern.sub("", spoken)
    return _CHILDREN.sub("", spoken)


def _speaks_of_a_kind(text: str, found: dict[str, Any]) -> bool:
    """Whether ``text`` asks about people of a kind ("低保老人能领多少"), not about somebody."""
    if speaks_of_somebody(text) or not found.keys() & _KINDS_OF_PEOPLE:
        return False
    plain = _EDGES.sub("", unify(text))
    bare_kind = _A_KIND.match(plain) and not found.keys() & {"hukou"}
    return bool(bare_kind or _OF_A_KIND.search(plain))


def districts_in(text: str) -> list[str]:
    """The districts of Beijing that ``text`` names, without 区."""
    return _ANYWHERE.findall(text)


def grade_in(text: str) -> int | None:
    """The grade of a disability that ``text`` names without its kind ("是一级不是二级")."""
    match = re.fullmatch(
        rf"\D{{0,6}}?(?:是|有)?{_GRADE}(?:的|残疾)?", _EDGES.sub("", _of_the_elder(text))
    )
    return None if match is None else int(_UNITS.get(match["grade"], match["grade"]))


def merged(known: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """``known`` with ``found`` over it; an age in whatever form replaces every other one."""
    if any(name in found for name in AGES):
        known = {name: value for name, value in known.items() if name not in AGES}
    return known | found


_OF_BEIJING = re.compile(
    r"(?:^|,|(?<=\d)|(?<=\d岁)|(?<=\d了))(?:是|老)*(?:北京|本地)的(?=,|$|能|可以|一共|[1一每]?个?月)"
)
"""Who is "北京的" beside an age is registered there."""


def _hukou(clauses: str, found: dict[str, Any]) -> dict[str, str]:
    """户口 in another province is elsewhere, in a district of ours Beijing."""
    if "hukou_district" in found or _MOVED_HERE.search(clauses):
        return {"hukou": "beijing"}
    if found.keys() & {*AGES} and _OF_BEIJING.search(clauses):
        return {"hukou": "beijing"}
    places = elsewhere().pattern
    far = re.search(
        rf"(?:户口|户籍)[^,]{{0,6}}(?:{places})|(?:{places})(?:的)?(?:户口|户籍)", clauses
    )
    if found.keys() & {*AGES}:
        far = far or re.search(
            rf"(?:^|,|(?<=\d)|(?<=\d岁)|(?<=\d了))(?:{places})的(?=,|$)", clauses
        )
    return {"hukou": "other"} if far else {}


@cache
def _table() -> dict[str, list[tuple[Any, re.Pattern[str]]]]:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        name: [(row["value"], re.compile(row["any"])) for row in rows]
        for name, rows in data.items()
    }


def _age(spoken: str, today: date | None) -> dict[str, Any]:
    if birth := born(spoken, today):
        return birth
    if xusui := _XUSUI.search(spoken):
        years = int(next(filter(None, xusui.groups())))
        return {"age_xusui": years} if YOUNGEST <= years <= OLDEST else {}
    age = _full_years(re.sub(r"(\d)0有([1-9一二三四五六七八九])", _odd_years, spoken))
    return {} if age is None else {"age": age}


def _odd_years(match: re.Match[str]) -> str:
    """ "80有二" is 82."""
    return f"{match[1]}{_UNITS.get(match[2], match[2])}"


def _full_years(spoken: str) -> int | None:
    spoken = of_today(spoken)
    age = _told_age(spoken)
    return age - 1 if age is not None and _BIRTHDAY_TO_COME.search(spoken) else age


def _told_age(spoken: str) -> int | None:
    """The full years that ``spoken`` names; a birthday to come is counted back."""
    if (about := _ABOUT.search(spoken)) and int(about["a"] or about["b"]) % 10 in _NEAR_A_TIER:
        return None
    own = _MY_AGE.search(spoken) if _MINE.search(spoken) else None
    told = own or _TOLD_AGE.search(spoken)
    if told is None and (coming := _coming_age(spoken)) is not None:
        return coming if YOUNGEST <= coming <= OLDEST else None
    if told := told or _of_kin(spoken):
        years = int(next(filter(None, told.groups())))
        # "快八十" and the like are for age_in, which counts them down.
        if YOUNGEST <= years <= OLDEST and not _NEARLY.search(spoken[: told.end()]):
            return years
    return age_in(spoken)


def _of_kin(spoken: str) -> re.Match[str] | None:
    """Where an age stands beside who is that old."""
    found = _KIN.finditer(spoken)
    return next((m for m in found if not counts_something_else(spoken, *m.span("age"))), None)


def _coming_age(spoken: str) -> int | None:
    """The full years of today where a birthday to come is told: "再过2年80", "下个月80"."""
    if match := _IN_YEARS.search(spoken):
        return int(match["a"]) - int(_UNITS.get(match["n"], match["n"]))
    if match := _SOON.search(spoken):
        return int(match["a"]) - (2 if match["after"] == "后年" else 1)
    return None


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
    plain = _NOT_AT.sub("", plain)
    if not found and (match := _ANYWHERE.search(plain)):
        found["district"] = f"{match[1]}区"
    return found


def _disability(said: Clauses) -> dict[str, Any]:
    held = sorted(filter(None, (_grade_of(kind, said) for kind in _KINDS)))
    if not held and _NO_DISABILITY.search(said.plain):
        return {"disability": []}
    told = [{"type": kind, "level": level} for _, kind, level in held]
    return {"disability": told} if told else {}


def _grade_of(
    kind: str, said: Clauses, stances: Collection[Stance] = frozenset({"so"})
) -> tuple[int, str, int] | None:
    """Where somebody is said to have a disability, its kind and its grade."""
    words, plain = _KINDS[kind], said.plain
    after = re.search(
        rf"(?:{words})(?:残疾|障碍|残)?(?:证)?(?:是|为|有|的|定的?|评的?|评残是)?{_GRADE}", plain
    )
    before = re.search(
        rf"{_GRADE}(?:的)?(?:(?:{words})(?:残|障)|{_SHORT_KINDS[kind]}|{kind}(?!病|科|[1-4一二三四]级))",
        plain,
    )
    match = after or before
    if match is None or said.stance(match) not in stances:
        return None
    return match.start(), kind, int(_UNITS.get(match["grade"], match["grade"]))


def _is_status(match: re.Match[str], said: Clauses) -> bool:
    """Whether the word says what somebody is, and does not name what people of that kind get."""
    return match.end() in said.ends or bool(_OF_STATUS.match(said.plain, match.end()))


def _receiving(said: Clauses, names: dict[str, str]) -> dict[str, list[str]]:
    plain = said.plain
    if _NOTHING_RECEIVED.search(plain):
        return {"receiving": []}
    being = {
        m[0] for m in _STATUS.finditer(plain) if said.stance(m) == "so" and _is_status(m, said)
    }
    held = [name for name in names if name in being]
    for name in sorted(names, key=len, reverse=True):
        place = plain.find(name)
        after = plain[place + len(name) : place + len(name) + 4]
        going_on = after.startswith("着") and re.search("[领拿吃享受]$", plain[:place])
        if place > 0 and (
            going_on or _RECEIVES.search(plain[max(0, place - 10) : place]) or "领着" in after
        ):
            held.append(name)
            plain = plain.replace(name, "")
    return {"receiving": held} if held else {}
