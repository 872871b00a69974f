"""Who is named: "我妈", "他爸", "我二姨", "老两口" become one word each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from intents.told import kin
from intents.told.kin import OLD
from intents.words.any_of import any_of
from intents.words.normalise import unify
from intents.words.relatives import COLLEAGUES, NEIGHBOURS, OLD_ONES, OLD_PEOPLE

SPEAKER = "您本人"

ELDER = 60
"""So old is who may have a claim of her own (首都之窗, guide to 京民养老发〔2019〕160号)."""

SURNAMES = "[王李张刘陈杨赵黄周吴孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭]"
_TITLES = "大妈|大娘|大爷|奶奶|爷爷|大伯|伯伯|婶子?|阿姨|叔叔?"
BY_THEIR_NAMES = "某位"
"""Who is called by a surname or as a cousin, or is a stranger's, beside the age of an elder: each by that name
("老李79,张大妈88", "同事他爸90")."""

_STRANGERS = (
    rf"(?:{COLLEAGUES}|朋友|{NEIGHBOURS}|老?{SURNAMES}(?:姐|哥|师傅|老师)?|老乡|对门|楼上|楼下|隔壁)(?:的|家|他|她|那)*"
    rf"(?:妈妈?|爸爸?|娘|爹|母亲|父亲|奶奶|爷爷|姥姥|姥爷|婆婆|公公|{OLD_ONES})"
)

WORDS = {
    BY_THEIR_NAMES: f"(?:老{SURNAMES}|{SURNAMES}(?:{_TITLES})|{kin.COUSINS}|(?<!{SURNAMES})大[妈娘]|{_STRANGERS})(?={OLD})",
    "后妈": "后妈|后娘|继母|养母|干妈",
    "后爸": "后爸|后爹|继父|养父|干爸",
    "妈妈": r"(?<![大舅姑姨后干])(?<!婆家)妈|(?<![大母姑婆新后])娘(?!家|[俩两])|母亲|老母亲?",
    "爸爸": r"(?<![后干])(?<!婆家)爸|(?<!后)爹|父亲|老父亲?",
    "奶奶": f"奶奶|(?<=[我俺咱])奶(?![粉牛油酪])|(?<![牛羊酸豆鲜喝吃买喂订奶])奶(?={OLD})",
    "爷爷": f"爷爷|(?<=[我俺咱])爷(?!们|[俩两])|(?<![大老少爷])爷(?={OLD})",
    "姥姥": "姥姥|外婆",
    "姥爷": "姥爷|外公",
    "老伴": "老伴|老头子|老婆子|爱人|我们家那口子|(?<![这个])老头儿?(?![子乐衫环票]|老太)|老公(?!公)|丈夫|妻子|当家的"
    f"|(?<=[我俺])(?:老婆|媳妇|先生|太太)(?={OLD})",
    "婆婆": "婆婆|婆家妈",
    "公公": "公公|婆家爸",
    "岳母": "岳母|丈母娘",
    "岳父": "岳父|老丈人",
    "老先生": "老先生",
    "邻居": f"邻居(?!说|讲|告诉|们|家|老?{SURNAMES})",
    **kin.WORDS,
    **{
        name: f"(?:(?<![一-龥])|(?<=[和跟与、])|老人){name}(?![级等型醇醛状亢流肝])"
        for name in ("甲", "乙", "丙")
    },
    SPEAKER: r"我自己|我本人|我的?(?=呢|那份)|我(?=呢|今年|\d{2}|快\d|也(?:是|有|吃)?(?:\d|低保|低收入|残疾|重度|中度|轻度|北京|京籍|[视听肢智精言]))|我这老(头|太)|我老太"
    r"|(?<=[说算问查看讲])我(?:自己|本人)?的(?=吧|了|呗|$)|(?<=[说问讲算]回)我",
}

EVERYBODY = "|".join(WORDS.values())

ALL_BUT_THE_SPEAKER = "|".join(words for name, words in WORDS.items() if name != SPEAKER)

_PATTERNS = {name: re.compile(pattern) for name, pattern in WORDS.items()}

_NAMED = re.compile(f"[我他她]?(?:{EVERYBODY})")

_ANYBODY = re.compile(f"我|俺|咱|他|她|您|老人家|{OLD_PEOPLE}")

_ALIKE = re.compile("也是?|都是?|同样|一样|一个户口")


def person_in(text: str) -> str | None:
    """The person whom ``text`` names; relatives before the speaker."""
    plain = re.sub(r"[\s\W]+", "", unify(text)).replace("俺", "我")
    found = ((name, pattern.search(plain)) for name, pattern in _PATTERNS.items())
    return next((_ranked(name, match[0]) for name, match in found if match), None)


def _ranked(name: str, said: str) -> str:
    """``name`` with which of several it is, as ``said`` ("我二姨" is 二姨)."""
    if name == BY_THEIR_NAMES:
        return said.lstrip("我俺咱他她的家")
    return kin.ranked(name, said)


NOT_THEIR_PENSIONS = "(?!的?(?:退休金|养老金|工资|收入))"

AS_OLD = "(?:都|是)?(?:同岁|同年|同龄|(?:一样|一般|一边)大)"
"""Says that two are as old as one another."""

_TWO_AGES = r"[,，\s]?\d{2,3}岁?[和跟与、,，\s]\d{2}"

GROUPS = {
    "爸妈|父母|爹娘|爸爸妈妈|双亲": ("爸爸", "妈妈"),
    "妈爸": ("妈妈", "爸爸"),
    "爸[和跟与、]?[我俺]?妈(?=[^,，。\\d]{0,3}[都俩两])": ("爸爸", "妈妈"),
    "妈[和跟与、]?[我俺]?爸(?=[^,，。\\d]{0,3}[都俩两])": ("妈妈", "爸爸"),
    "公婆": ("公公", "婆婆"),
    "岳父母": ("岳父", "岳母"),
    rf"[我俺][和跟与][我俺]?(?:{WORDS['老伴']})(?=[^,，。]{{0,3}}[都俩两]|{_TWO_AGES}|{AS_OLD})": (
        SPEAKER,
        "老伴",
    ),
    f"(?:老伴我俩|老两口|[两俩]口子|夫[妻妇](?:[俩两]|(?=[^,，。\\d]{{0,3}}(?:都|各|\\d))|(?={AS_OLD}))|我们?俩(?![爸爹妈娘姨姑舅叔哥姐孩儿闺])){NOT_THEIR_PENSIONS}": (
        "老伴",
        SPEAKER,
    ),
}
"""Two people named in one word, the first of them first."""

COUPLES = frozenset(
    frozenset(pair)
    for pair in (*GROUPS.values(), ("爷爷", "奶奶"), ("姥爷", "姥姥"), ("老先生", "老伴"))
)

WOMEN = frozenset(
    {"妈妈", "后妈", "奶奶", "姥姥", "婆婆", "岳母", "姨", "姑姑", "婶婶", "姐姐", "嫂子"}
)

MEN = frozenset({"爸爸", "后爸", "爷爷", "姥爷", "公公", "岳父", "叔叔", "舅舅", "伯伯", "哥哥"})

OLD_MAN, OLD_LADY = OLD_ONES.split("|")
"""Called so is the one of a couple who is not spoken of by a name."""

PARENTS = ("妈妈", "爸爸", "奶奶", "爷爷", "姥姥", "姥爷", "婆婆", "公公", "岳母", "岳父")

_CHILD = f"儿|女|闺|姑娘|孩|孙|侄|外甥|弟|妹|媳妇|朋友|{COLLEAGUES}|{NEIGHBOURS}"

_WHOSE = "[我俺咱他她]?(?:们|家|的|那|亲|老)*"

_MYSELF = rf"[我俺](?!们|俩|家|这|那|的|{_CHILD}|\d{{2,3}}岁?的|[和跟与替帮给想问要能该看觉记在]|听(?!力))(?!不?可以|应该|怎么|就是?[想问])"

NAMES = any_of(
    [
        *(f"(?P<g{n}>{_WHOSE}(?:{words}))" for n, words in enumerate(GROUPS)),
        *(
            f"(?P<p{n}>{_WHOSE}(?:{words})(?!家))"
            for n, (name, words) in enumerate(WORDS.items())
            if name != SPEAKER
        ),
        f"(?P<me>{_MYSELF})",
        f"(?P<they>[他她](?!们|俩|家|的|{_CHILD}))",
    ]
)


def named_in(text: str) -> list[str]:
    """The people whom ``text`` names, each once, in their order."""
    return [*_named_in(text)]


@lru_cache(maxsize=512)
def _named_in(text: str) -> tuple[str, ...]:
    named = (named_by(token) for token in NAMES.finditer(unify(text)))
    return (*dict.fromkeys(name for names in named for name in names),)


def named_by(token: re.Match[str]) -> tuple[str, ...]:
    kind = token.lastgroup or ""
    if kind == "me":
        return (SPEAKER,)
    if kind.startswith("g"):
        return [*GROUPS.values()][int(kind[1:])]
    return (_ranked([*WORDS][int(kind[1:])], token[0]),) if kind.startswith("p") else ()


def spoken_of(name: str, known: Iterable[str]) -> re.Pattern[str]:
    """How somebody names the one called ``name``, once she is known, without whose she is or how old:
    where several of a kind are ``known``, with which of them she is."""
    one = kin.one_of(name)
    if not one.kin:
        words = "女儿|闺女" if name == "女儿" else re.escape(name)
        return re.compile(rf"(?:[我俺]家?的?)?(?:{words})(?!{OLD})")
    alone = sum(other.endswith(one.kin) for other in known) == 1
    rank = f"{one.rank}{'?' if alone else ''}" if one.rank else ""
    whose = rf"(?<![表堂大小二三四五老]|{SURNAMES})(?:[我俺]家?的?)?"
    called = (
        f"{one.kin}(?:{one.kin}|[子妈](?!{one.kin}))?"
        if rank
        else f"(?:{name}|(?<![一-龥]){one.kin}|(?<=我){one.kin})"
    )
    return re.compile(rf"{whose}{rank}{called}{kin.THEIRS}(?![妈母嫂俩两]|{OLD})")


def as_whose(text: str) -> str:
    """``text`` with whose the relative is, where it only asks after one ("大姨呢")."""
    asked = kin.asked_after(text)
    return f"我{asked.who}呢" if asked and asked.by_whose else text


def without_people(text: str) -> str:
    """``text`` (normalised) without the words for the people whom it names."""
    return re.sub(OLD_ONES, "", _NAMED.sub("", text))


def speaks_of_somebody(text: str) -> bool:
    """Whether ``text`` is about a certain person rather than about elders in general."""
    return person_in(text) is not None or bool(_ANYBODY.search(text))


_SAME = "(?:一样|同样|差不多|这样|这情况|这个情况)(?!大|岁|年|的?户|高|多大)(?!.{0,4}[吗么嘛?？])"

_ALL_ALIKE = re.compile(
    rf"(?:跟|和|与|同|像)(?P<like>[我俺他她](?:家|们)?(?:{ALL_BUT_THE_SPEAKER})?|{ALL_BUT_THE_SPEAKER})(?:的|也|都|是|情况|条件|全)*{_SAME}"
    rf"|(?:也|都|全|完全|是)*(?:情况|条件)(?:也|都|全|完全|是)*{_SAME}"
    r"|(?<=[\d岁了])[,，、\s]*(?:也|都|情况|条件)*(?:一样|同样)的?(?=[\s。!！,，]*$)"
    rf"|(?<![口籍数龄保残])(?:也|都|全|完全)(?:是|都|也|全)*{_SAME}(?=[,，。;；\s]*(?:就是|就|只是|只|不过|但|除了))"
)
"""Says that somebody is in the same case in everything ("我姨跟她一样，就是没低保")."""


def all_alike(text: str) -> tuple[str | None, str] | None:
    """Whom somebody is said to be like in everything (None: whoever was spoken of), and ``text`` without
    that; None where nobody is."""
    match = _ALL_ALIKE.search(unify(text))
    if match is None:
        return None
    return person_in(match["like"] or ""), unify(text).replace(match[0], "", 1)


def is_alike(text: str) -> bool:
    """Whether ``text`` says that this person is in the same case as the one before."""
    return bool(_ALIKE.search(text))
