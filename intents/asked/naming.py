"""What place or person a message names, and whether that is all that is in it."""

from __future__ import annotations

import re

from intents.asked.tied import core, is_statement, leads_on
from intents.told.districts import NAMED
from intents.told.named import without_people
from intents.words.concepts import concepts, elsewhere
from intents.words.districts import DISTRICTS
from intents.words.normalise import normalise
from intents.words.slots import age_in, without_ages

AT_HOME = re.compile("^我?们?家?(?:是|住|在|的)*|(?:这边|这儿|区|的|住)+$")

_LIVES_AT = re.compile(
    f"(?:我|俺|咱|她|他|我妈|我爸|老人|家里?|们|是|就|现在)*(?:在|住|这儿是|这边是)+(?:北京市?)?(?:{'|'.join(DISTRICTS)})区?[^的]{{0,8}}"
)

AGED = re.compile(r"\S{0,6}#(?:岁|周岁)?了?")

_MEANS = re.compile(
    r"(?:到底|都)*(?:是|指的?是?)?(?:啥|什么)意思|^(?:啥|什么)(?:叫|是)|是(?:啥|什么)$"
)
_POINTS = re.compile("[这那它你您说的话上面里刚才个句条些儿]*")

PLACE = re.compile(f"(?:北京|{'|'.join(DISTRICTS)}|{elsewhere().pattern})[区市省]?的?")


def place_in(text: str) -> str | None:
    """The first place that ``text`` names: Beijing, a district of it, or one outside."""
    found = re.search(f"北京|{'|'.join(DISTRICTS)}|{elsewhere().pattern}", text)
    return found[0] if found else None


def names_beijing(text: str) -> bool:
    """Whether ``text`` names Beijing or a district of it."""
    return re.search(f"北京|京籍|{'|'.join(DISTRICTS)}", text) is not None


def is_of_another_place(text: str) -> bool:
    """Whether ``text`` names a place outside Beijing, and neither Beijing nor where somebody is registered."""
    far = concepts(normalise(text)).elsewhere and not names_beijing(text)
    return bool(far) and not re.search("户口|户籍|居住证", text)


def is_only_a_place(text: str) -> bool:
    """Whether ``text`` names another place and nothing else ("密云呢")."""
    plain = core(text)
    place = place_in(plain)
    return place is not None and len(AT_HOME.sub("", plain).replace(place, "")) <= 1


def says_where_she_is(text: str) -> bool:
    """Whether ``text`` says where somebody lives, with a district, and nothing else ("我在朝阳区望京")."""
    return bool(_LIVES_AT.fullmatch(normalise(text).replace(" ", ""))) and is_statement(text)


def is_only_a_person(text: str) -> bool:
    """Whether ``text`` names another person and nothing else ("我妈呢")."""
    plain = core(text)
    return without_people(plain) != plain and not without_people(plain).strip()


def names_something_else(text: str) -> bool:
    """Whether ``text`` goes on from what was told only to name another thing ("那刷卡呢", "退呢"), which is no
    person, place or age."""
    return leads_on(text) and is_statement(text) and bool(own_words(text))


def asks_what_a_name_means(text: str) -> bool:
    """Whether ``text`` asks what something is that it names itself ("低保是啥意思"), whatever was spoken of."""
    plain = core(text).replace(" ", "")
    named = _MEANS.sub("", plain)
    return named != plain and not _POINTS.fullmatch(named)


def without_district(text: str) -> str:
    """``text`` without the district that it names."""
    return re.sub(f"在?{NAMED}的?", "", text)


def without_place(text: str) -> str:
    """``text`` without the place that it names."""
    return PLACE.sub("", text).replace(" ", "")


def own_words(text: str) -> str:
    """What ``text`` says beside an age, a place and a person."""
    age, plain = age_in(text), without_people(AGED.sub("", without_ages(core(text))))
    if age is not None:  # "九十一的"
        plain = plain.replace(str(age), "")
    return PLACE.sub("", plain).replace(" ", "")
