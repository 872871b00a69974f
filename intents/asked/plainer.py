"""The same question in plainer words: its subject, its wish, without what it does not hang on."""

from __future__ import annotations

import re
from functools import cache

from intents.asked.beside_facts import asked_beside
from intents.asked.naming import AGED, names_beijing
from intents.asked.tied import core
from intents.told.districts import NAMED
from intents.told.named import without_people
from intents.words.concepts import (
    ask_words,
    concepts,
    elsewhere,
    general_name,
    plain_names,
    plainly,
    subject_words,
)
from intents.words.normalise import normalise
from intents.words.relatives import CHILDREN, GRANDCHILDREN, NEIGHBOURS, OF_SIBLINGS, THEIR_SPOUSES
from intents.words.slots import age_in, is_negated, without_ages

_EMPTY = set(
    "我你您他她它咱俺们这那的地得要了就还能可以去给让该真先现在再呢吗啊呀吧有没是个事儿到底上来都也怎么办排花等理需他她本找着吃请件料批下核审谁填"
)

_WHETHER = set("能不可以行吗给有没是算要用还会管补成领")
"""Of what stands between 能 and 不 only these ask nothing more: "交钱不" asks whether it costs something."""

_KIND = re.compile("补贴|津贴|补助|费用?|服务|床位|点")

ALL_ALLOWANCES = "补贴津贴"
ANY_ALLOWANCE = re.compile(f"{ALL_ALLOWANCES}|补贴|津贴|补助")
"""How any of the allowances is spoken of, and how entries speak of all."""

OF_EACH = frozenset({"amount", "who", "what", "whether", "both"})
"""Wishes that each of several benefits answers in its own way."""

_CHAT = re.compile(
    r"^(?:你们|咱们|我们|这个?|有关|关于|问|说|的)+|(?:怎么样|咋样|好不好|好吗|的?(?:事儿?|情况|问题)|这块|方面)$"
)

_MANNER = frozenset({"how", "where"})
"""Beside another wish these only say in which way that is meant ("余额怎么查")."""

PRACTICAL = frozenset({"how", "where", "papers", "when", "proxy", "lost"})

_HEADING = re.compile("(?:的|相关)*(?:政策|规定|办法|情况|问题|事儿?|说明)$")

ANY_ILLNESS = "这种病算失能吗"

_IS_DISABLED = re.compile(
    r"(?!.{0,3}\d分).{2,14}?(?:算不算|算是?|属不属于|属于|能不能评[上成]?|能评[上成]?|评得上)(?:重度|中度|轻度)?(?:失能|几级|重度|中度)\S{0,3}"
)
"""Whether some illness is a disability is one question, whatever the illness ("透析算失能吗")."""

_HELPERS = re.compile(
    f"(?:我|他|她|老人)?(?:外孙女?|{GRANDCHILDREN}|{OF_SIBLINGS}|{NEIGHBOURS}|亲戚|朋友|保姆)子?(?=能|可以|可不可以|替|帮|代)"
)
"""Who does it for an elder: that others may is one matter, whoever they are."""

_BY_ANOTHER = re.compile(
    f"(?:让|叫|我|俺|他|她|家里|的)*(?:(?:{CHILDREN})们?|{THEIR_SPOUSES}|姑爷|外孙女?|{GRANDCHILDREN}|老伴儿?|{OF_SIBLINGS}|{NEIGHBOURS}|保姆|别人|家里人|家属)"
    "(?:去|来|办|弄|填|跑|交|领|替|代|帮|送|我|他|她|能|可以|一趟|就|也|材料|表格?|手续|东西|申请)*(?:行|成|中|可以|能|管用)?(?:吗|么|嘛|不|行|啊|呀)+"
)
"""Whether somebody else may do it, in the words of somebody who has just been told what to do."""

_LOOKS_UP = re.compile(
    "(?:那|我|该|要|得|能|可以|都)*(?:[上去到在从]?哪(?:里|儿)?|怎么|咋|如何)(?:能|可以|去|才能)*查(?:询|看)?(?:到|得到|得着|着)?"
)
LOOK_UP = "上哪儿查"
"""How what was spoken of is looked up: that is not how it is applied for."""

_SUM = re.compile(r"(?:每?个?月)?\d{2,4}(?:块钱?|元钱?)的?(?:那个|这个|那种|那份)?")

_DONE_THERE = re.compile("办|填|申请|申领|报|登记|窗口|交")
"""What is done at the place that is asked for, so that no place where something is found is meant."""

_DISTRICT = re.compile(f"{NAMED}的?(?!户口|户籍)")

_AT_A_PLACE = re.compile(
    r"^\s*(?:附近|周边|周围|旁边|[这那](?:边|儿|片|1带)|的|\s)*有(?!关|没有关)"
)

COMMONEST = ("who", "how", "where", "amount", "what")


def subject(text: str) -> str:
    """The words of ``text`` that say what it is about, if only "补贴"."""
    plain = normalise(text).replace(" ", "")
    ends = [(start, _with_kind(plain, end)) for start, end in subject_words(plain)]
    return " ".join(plain[start:end] for start, end in ends) or "".join(
        ANY_ALLOWANCE.findall(plain)[:1]
    )


def _with_kind(plain: str, end: int) -> int:
    """The end of a subject with the word that says what kind of thing it is."""
    kind = _KIND.match(plain, end)
    return kind.end() if kind else end


def asks_only_for_papers(text: str) -> bool:
    """Whether ``text`` asks what to bring and nothing else."""
    return is_bare_wish(text) and "papers" in concepts(normalise(text)).wishes


def is_done_somewhere(text: str) -> bool:
    """Whether ``text`` asks where something is done ("在哪办")."""
    return "where" in concepts(text).wishes and bool(_DONE_THERE.search(text))


def bare_wish(text: str) -> list[str]:
    """The plainest forms of a wish that is all there is in ``text``, its heading ("政策") aside."""
    return wish_alone(_HEADING.sub("", core(text).replace(" ", "")))


def is_bare_wish(text: str) -> bool:
    """Whether ``text`` is a wish and nothing else ("要带什么")."""
    return bool(wish_alone(core(text)))


def plain_wishes() -> list[str]:
    """The commonest wishes in their plainest words."""
    return [wish for name in COMMONEST for wish in plainly(name)]


def plainer(text: str) -> list[str]:
    """The same question without what may stand in its way.

    How and where something is done does not hang on the age, and seldom on the district; a subject
    and a bare wish are asked in the plainest words.
    """
    plain = normalise(text)
    if names_sum_idly(plain):
        text = plain = _SUM.sub("", plain).strip()
    own, found, age = concepts(plain), [core(text)], age_in(plain)
    if own.foreign:  # its subject is no word that may be left out
        return []
    if names_age_idly(plain):
        found.append(AGED.sub("", without_ages(plain)).strip())
    elif age is not None and f"{age}岁" not in plain:  # "八十七的高龄津贴"
        found.append(plain.replace(str(age), f"{age}岁", 1))
    if own.subjects:
        wishes = wish_alone(without_people(_without_subjects(AGED.sub("", without_ages(plain)))))
        named = subject(text)
        # "评不上" is no other word for 评估, and "评不上怎么办" does not ask how it is done.
        names = [] if is_negated(named) else [named, *plain_names(plain)[:1]]
        found += [f"{name}{wish}" for name in names for wish in wishes]
        if (general := general_name(plain)) and not own.wishes & OF_EACH:
            if is_done_somewhere(plain):
                found = [core(text)]
                found += [f"{general}{wish}" for wish in wishes]
            found.append(f"{general} {_without_subjects(plain)}")
    found += _more_generally(plain)
    return [other for other in found if other != plain]


def _more_generally(plain: str) -> list[str]:
    """The same question of any illness, of any district, of any place outside."""
    found = []
    if (beside := asked_beside(plain)) is not None:
        found.append(beside)
    if _IS_DISABLED.fullmatch(plain.replace(" ", "")):
        found.append(ANY_ILLNESS)
    if _DISTRICT.search(plain):
        found.append(near_there(_DISTRICT.sub("", plain)))
    # who is registered in Hebei and lives here asks of here
    if concepts(plain).elsewhere and names_beijing(plain):
        found.append(_registered_elsewhere().sub("外地户口", _DISTRICT.sub("北京", plain)))
    return found


def near_there(rest: str) -> str:
    """``rest`` of a question without the place that it names: whether there is one there ("劲松有养老院吗")
    is whether there is one near."""
    return _AT_A_PLACE.sub("附近有", rest).removeprefix("的")


@cache
def _registered_elsewhere() -> re.Pattern[str]:
    places = elsewhere().pattern
    return re.compile(f"户[口籍](?:还|是|在)*(?:{places})|(?:{places})的?户[口籍]")


def topic(text: str) -> str:
    """What a standard question is about: its words without its wish ("驿站免费理发")."""
    compact = normalise(text).replace(" ", "")
    for start, end, _ in reversed(ask_words(compact)):
        compact = compact[:start] + compact[end:]
    return compact


def names_age_idly(text: str) -> bool:
    """Whether ``text`` names an age and asks what does not hang on it."""
    asks = concepts(normalise(text)).wishes
    return age_in(text) is not None and bool(asks & PRACTICAL) and "amount" not in asks


def names_sum_idly(text: str) -> bool:
    """Whether ``text`` knows a benefit by what it pays and asks what does not hang on that ("三百块的困难补贴怎么申请")."""
    plain = normalise(text)
    asks = concepts(plain).wishes
    rest = _SUM.sub("", plain)
    return rest != plain and bool(asks & PRACTICAL) and bool(concepts(rest).subjects)


def without_chat(text: str) -> str:
    """``text`` without words that only make it sound like a question ("那养老院怎么样")."""
    return _CHAT.sub("", core(text)).replace(" ", "")


def _without_subjects(plain: str) -> str:
    compact = plain.replace(" ", "")
    for start, end in reversed(subject_words(compact)):
        compact = compact[:start] + compact[_with_kind(compact, end) :]
    return compact


def wish_alone(plain: str) -> list[str]:
    """The plain forms of the wish that is all there is in ``plain``."""
    compact = plain.replace(" ", "")
    if _BY_ANOTHER.fullmatch(compact):
        return plainly("proxy")
    compact = _HELPERS.sub("", compact)
    wishes = ask_words(compact)
    if _LOOKS_UP.fullmatch(compact):
        return [LOOK_UP]
    if not wishes:
        return []
    told = {
        place
        for start, end, name in wishes
        for place in range(start, end)
        if name != "whether" or compact[place] in _WHETHER or end - start == 1
    }
    if any(char not in _EMPTY for place, char in enumerate(compact) if place not in told):
        return []
    wish = max(wishes, key=lambda w: (w[2] != "whether", w[2] not in _MANNER, w[1] - w[0], w[0]))[2]
    if compact in plainly(wish):
        return [compact]
    if wish == "where":
        done = bool(_DONE_THERE.search(compact))
        return plainly(wish)[:1] if done else plainly(wish)[1:]
    return plainly(wish)
