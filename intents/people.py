"""Whom a sentence is about: "我妈", "他爸", "我自己" become one word each."""

from __future__ import annotations

import re

from intents.normalise import unify

SPEAKER = "您本人"

ELDER = 60
"""So old is who may have a claim of her own (首都之窗, guide to 京民养老发〔2019〕160号)."""

_RELATIVES = ("姨", "姑姑", "叔叔", "舅舅", "伯伯", "婶婶", "姐姐", "哥哥", "嫂子")
"""Only with a word for whose they are: "大姐" and "阿姨" alone are what the helper is called."""

_PEOPLE = {
    "妈妈": r"妈|(?<!大)娘(?!家)|母亲|老母",
    "爸爸": r"爸|爹|父亲|老父",
    "奶奶": "奶奶",
    "爷爷": "爷爷",
    "姥姥": "姥姥|外婆",
    "姥爷": "姥爷|外公",
    "老伴": "老伴|老头子|老婆子|爱人|我们家那口子",
    "婆婆": "婆婆",
    "公公": "公公",
    "岳母": "岳母|丈母娘",
    "岳父": "岳父|老丈人",
    "邻居": "邻居(?!说|讲|告诉|们|家)",
    **{
        name: rf"[我俺咱他她](?:家|们)?[大二三四五小老]?{name[0]}(?!们|妹|弟|娘)"
        for name in _RELATIVES
    },
    SPEAKER: r"我自己|我本人|我的?(?=呢|那份)|我(?=呢|今年|\d{2}|快\d)|我这?老(头|太)",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _PEOPLE.items()}
_NAMED = re.compile(f"[我他她]?(?:{'|'.join(_PEOPLE.values())})")
_ANYBODY = re.compile("我|俺|咱|他|她|您|老人家|老爷子|老太太|大爷|大妈")
_INSTEAD = re.compile(r".{0,4}?不是(?P<wrong>\S{1,5}?)是(?P<right>\S{1,6})$")
_ALIKE = re.compile("也是?|都是?|同样|一样|一个户口")


def person_in(text: str) -> str | None:
    """The person whom ``text`` names; relatives before the speaker."""
    plain = re.sub(r"[\s\W]+", "", unify(text)).replace("俺", "我")
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(plain)), None)


def instead(text: str) -> str | None:
    """The person whom ``text`` names in place of another one: "不是我妈，是我婆婆"."""
    plain = re.sub(r"[\s\W]+", "", unify(text))
    wrong, right = _INSTEAD.match(plain), None
    if wrong and person_in(wrong["wrong"]):
        right = person_in(wrong["right"])
    return right


_BOTH = re.compile(
    r"(?:[两俩]个?人|我[们俩]+|他们俩|[两俩]口子)[^,，。]{0,4}(?:一共|总共|加起来|合计|合起来|加一块儿?)|"
    r"(?:爸妈|父母|二老|老两口|老俩|[两俩]口子|[两俩]老|爹娘|公婆|夫妻[俩两]?|夫妇|岳父母|[两俩]个?位?老人|(?:我们|他们|她们|咱们?)俩|爷爷奶奶|姥姥姥爷)"
    r"[^,，。]{0,6}(?:都|一个|各|合|一共|加|一块|\d)|"
    r"一[个位]\d{2,3}岁?\D{0,3}[个位]\d{2,3}|男的?\D{0,3}\d{2,3}岁?\W?女的?\D{0,3}\d{2,3}|"
    rf"[我俺][和跟与][我俺]?(?:{_PEOPLE['老伴']}|老公|老婆|媳妇)[^,，。]{{0,4}}都[^,，。]{{0,5}}\d{{2,3}}"
)
"""The second 一 of "一个八十一个八十五" is read as a part of the first number."""


def names_two(text: str) -> bool:
    """Whether ``text`` tells of two elders, each with a claim of their own."""
    plain = unify(text)
    if _BOTH.search(plain):
        return True
    aged = re.compile(rf"({'|'.join(_PEOPLE.values())})[^,，。\d]{{0,6}}(?P<age>\d{{2,3}})(?!\d)")
    told = {person_in(m[0]): int(m["age"]) for m in aged.finditer(of_whom_is_asked(plain))}
    told.pop(None, None)
    if told.get(SPEAKER, ELDER) < ELDER:  # "我52，我妈85"
        del told[SPEAKER]
    return len(told) > 1


_CLAUSES = re.compile(r"[,，。；;、]+\s*")
_FOR_MYSELF = re.compile(
    r"(?:那|请问|问问)*[我俺](?:自己|本人|自个儿)?(?:[1一每]?个?月|[一共总到底还也都又现在这样]+)?"
    r"(?:能|可以|该|应该|有|领|拿|享受|够|符合|给)"
)
"""How somebody asks what she gets herself ("我能领多少")."""

_ASKS = re.compile("多少|几百|几块|什么|啥|吗|呢|能不能|够不够|哪些")
_GONE = re.compile(r"老伴\S{0,4}?(?:走|去世|过世|不在|没)(?:的|了)")
"""Who is no longer there is told of, not asked about."""

_OF_BOTH = re.compile("[和跟与]|都|[两俩2]|他们|我们|一样")


_REGISTERED = re.compile("户口|户籍|京籍")
"""Said of nobody right before the question, it is said of whoever is asked about."""


def of_whom_is_asked(text: str) -> str:
    """``text`` (unified) without what it tells of others, where the question at its end names somebody.

    "我妈八十二，我爸是肢体二级，我妈能领多少" says nothing of a disability of the mother.
    """
    *told, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    person = person_in(_GONE.sub("", asked)) if _ASKS.search(asked) else None
    if person is None and _FOR_MYSELF.match(asked) and SPEAKER in map(person_in, told):
        person = SPEAKER
    if person is None or not told:
        return text
    kept, about = [], person
    for clause in told:
        others = about == SPEAKER and clause[:1] in "他她"
        mine = SPEAKER if clause[:1] in "我俺" and clause[1:2] not in "们家" else None
        about = person_in(clause) or mine or (person if others else about)
        last = clause is told[-1] and person_in(clause) is None and _REGISTERED.search(clause)
        if about == person or last or _OF_BOTH.search(clause):
            kept.append(clause)
    return ",".join([*kept, asked])


_YOUNG = "儿子|女儿|闺女|姑娘|孩子|儿媳妇?|女婿|外?孙子|外?孙女|外孙|侄子|侄女|外甥女?|弟弟?|妹妹?|媳妇|老婆"
_YOUNG_HAS = re.compile(
    rf"^(?:那|请问|问问|问一下|要是|如果)*(?:我|俺|他|她|咱|我们|我家|咱家)?(?:家|的|大|小|二|有个)*(?:{_YOUNG})"
    r"[^,，。]{0,8}?(?P<has>残疾?|瘫|失能|[一二三四1-4]级|智[力障]|精神|自闭|脑瘫|生病|有病|不能自理|聋|哑|盲|失明|低保|低收入|"
    r"(?<!\d)[1-5]?\d(?!\d|级)岁?)"
)
"""What is told of somebody younger than the elders of whom the base knows ("我儿子残疾")."""


_NOT_OF_THE_YOUNG = re.compile("我|俺|老人|老爷子|老太太|替|代|照顾|伺候")
"""What shows that an elder is spoken of all the same, or that the child acts for one."""


_ELDERLY = re.compile(r"(?<!\d)(?:[6-9]\d|1[01]\d)(?!\d)")


def speaks_of_the_young(text: str) -> bool:
    """Whether ``text`` begins with what is the matter with a child or somebody as young, and names no elder."""
    plain = re.sub(r"\s+", "", unify(text))
    told = _YOUNG_HAS.match(plain)
    if told is None or _ELDERLY.search(plain):
        return False
    rest = plain[told.start("has") :]
    return person_in(rest) is None and not _NOT_OF_THE_YOUNG.search(rest)


def without_people(text: str) -> str:
    """``text`` (normalised) without the words for the people whom it names."""
    return _NAMED.sub("", text)


def speaks_of_somebody(text: str) -> bool:
    """Whether ``text`` is about a certain person rather than about elders in general."""
    return person_in(text) is not None or bool(_ANYBODY.search(text))


def is_alike(text: str) -> bool:
    """Whether ``text`` says that this person is in the same case as the one before."""
    return bool(_ALIKE.search(text))
