"""Whom a sentence is about: "我妈", "他爸", "我自己" become one word each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intents.births import names_a_year
from intents.normalise import unify
from intents.registration import of_each_of_two

SPEAKER = "您本人"

ELDER = 60
"""So old is who may have a claim of her own (首都之窗, guide to 京民养老发〔2019〕160号)."""

_RELATIVES = ("姨", "姑姑", "叔叔", "舅舅", "伯伯", "婶婶", "姐姐", "哥哥", "嫂子")
"""Only with a word for whose they are: "大姐" and "阿姨" alone are what the helper is called."""

_RANK, _OF_RANK = "[大二三四五小老]", ("姨", "姑姑", "叔叔", "舅舅", "伯伯")
"""Which of several a relative is, and of whom it is said without whose they are, beside an age ("大姨85")."""

_PEOPLE = {
    "妈妈": r"(?<!大)妈|(?<![大母姑婆新])娘(?!家|[俩两])|母亲|老母",
    "爸爸": r"爸|爹|父亲|老父",
    "奶奶": "奶奶|(?<=[我俺咱])奶(?![粉牛油酪])",
    "爷爷": "爷爷|(?<=[我俺咱])爷(?!们|[俩两])",
    "姥姥": "姥姥|外婆",
    "姥爷": "姥爷|外公",
    "老伴": "老伴|老头子|老婆子|爱人|我们家那口子|(?<![这个])老头儿?(?![子乐衫环票]|老太)|(?<=[我俺])老公|当家的",
    "婆婆": "婆婆",
    "公公": "公公",
    "岳母": "岳母|丈母娘",
    "岳父": "岳父|老丈人",
    "邻居": "邻居(?!说|讲|告诉|们|家)",
    **{
        name: rf"[我俺咱他她](?:家|们)?{_RANK}?{name[0]}(?!们|妹|弟|娘)"
        + (rf"|{_RANK}{name[0]}(?=\D{{0,4}}\d{{2}})" if name in _OF_RANK else "")
        for name in _RELATIVES
    },
    SPEAKER: r"我自己|我本人|我的?(?=呢|那份)|我(?=呢|今年|\d{2}|快\d)|我这老(头|太)|我老太",
}
_NAMES = "|".join(words for name, words in _PEOPLE.items() if name != SPEAKER)
_PATTERNS = {name: re.compile(pattern) for name, pattern in _PEOPLE.items()}
_NAMED = re.compile(f"[我他她]?(?:{'|'.join(_PEOPLE.values())})")
_ANYBODY = re.compile("我|俺|咱|他|她|您|老人家|老爷子|老太太|大爷|大妈")
_INSTEAD = re.compile(r".{0,4}?不是(?P<wrong>\S{1,5}?)是(?P<right>\S{1,6})$")
_ALIKE = re.compile("也是?|都是?|同样|一样|一个户口")


def person_in(text: str) -> str | None:
    """The person whom ``text`` names; relatives before the speaker."""
    plain = re.sub(r"[\s\W]+", "", unify(text)).replace("俺", "我")
    found = ((name, pattern.search(plain)) for name, pattern in _PATTERNS.items())
    return next((_ranked(name, match[0]) for name, match in found if match), None)


def _ranked(name: str, said: str) -> str:
    """``name`` with which of several it is, as ``said`` ("我二姨" is 二姨)."""
    rank = re.search(_RANK, said) if name in _RELATIVES else None
    return f"{rank[0]}{name}" if rank else name


def instead(text: str) -> str | None:
    """The person whom ``text`` names in place of another one: "不是我妈，是我婆婆"."""
    plain = re.sub(r"[\s\W]+", "", unify(text))
    wrong, right = _INSTEAD.match(plain), None
    if wrong and person_in(wrong["wrong"]):
        right = person_in(wrong["right"])
    return right


_MEANT_OF = re.compile(
    rf"(?:低保|低收入|特困|残疾证?|[1-4一二三四]级|失能|评估)[^,，。;；]{{0,3}}是(?P<whose>[我俺他她]?(?:{'|'.join(_PEOPLE.values())}))的|"
    rf"(?:刚才|刚刚|前面|上面|之前|那个|这个)[^,，。;；]{{0,8}}?(?:说的?是|是说|指的?是|讲的?是|是)(?P<who>[我俺他她]?(?:{'|'.join(_PEOPLE.values())}))的?(?=$|\W|不是)"
)


def meant_of(text: str) -> tuple[str, str] | None:
    """Whom something told before is true of, where ``text`` (unified) puts that right, and what it
    names beside ("刚才低保说的是我妈", "低保是我爸的")."""
    match = _MEANT_OF.search(text)
    who = (match["who"] or match["whose"]) if match else ""
    person = person_in(who)
    if match is None or person is None:
        return None
    return person, text[: match.end()].replace(who, "") + text[match.end() :]


_NOT_THEIR_PENSIONS = "(?!的?(?:退休金|养老金|工资|收入))"
_BOTH = re.compile(
    r"(?:[两俩]个?人|我[们俩]+|他们俩|[两俩]口子)"
    rf"{_NOT_THEIR_PENSIONS}"
    r"[^,，。]{0,4}(?:一共|总共|加起来|合计|合起来|加一块儿?)|"
    r"(?:爸妈|父母|二老|老两口|老俩|[两俩]口子|[两俩]老|爹娘|公婆|夫妻[俩两]?|夫妇|岳父母|[两俩]个?位?老人|(?:我们|他们|她们|咱们?)俩|爷爷奶奶|姥姥姥爷)"
    rf"{_NOT_THEIR_PENSIONS}"
    r"[^,，。]{0,6}(?:都|一个|各|合|一共|加|一块|\d)|"
    r"一[个位]\d{2,3}岁?\D{0,3}[个位]\d{2,3}|男的?\D{0,3}\d{2,3}岁?\W?女的?\D{0,3}\d{2,3}|"
    rf"[我俺][和跟与][我俺]?(?:{_PEOPLE['老伴']}|老公|老婆|媳妇)[^,，。]{{0,4}}都[^,，。]{{0,5}}\d{{2,3}}"
)
"""The second 一 of "一个八十一个八十五" is read as a part of the first number."""


_FOR_ALL = re.compile("都.*(?:一共|总共|合计|加起来|合起来|各(?:能|领|拿|是)?多少)")
"""Asks what all get who are told of."""


def names_two(text: str) -> bool:
    """Whether ``text`` tells of two elders, each with a claim of their own."""
    plain = of_ours(unify(text))
    if _BOTH.search(plain) or _tells_of_a_pair(plain) or _one_each(plain):
        return True
    if _FOR_ALL.search(plain) and len({*named_in(plain)} - {SPEAKER, *gone_in(plain)}) > 1:
        return True
    aged = re.compile(
        rf"({'|'.join(_PEOPLE.values())})[^,，。\d说讲领拿发给]{{0,6}}(?P<age>[1-9]\d|1[01]\d)(?![\d块元])"
    )
    shares = shares_in(plain)
    if shares and sum(_is_old(words) for words in shares.told.values()) > 1:
        return True
    told = {person_in(m[0]): int(m["age"]) for m in aged.finditer(_without_others(plain))}
    told.pop(None, None)
    if told.get(SPEAKER, ELDER) < ELDER:  # "我52，我妈85"
        del told[SPEAKER]
    return len(told) > 1


def _tells_of_a_pair(text: str) -> bool:
    """Whether ``text`` (unified) tells of two people in one word for both ("我们两口子六十七")."""
    pair = next((names for words, names in _GROUPS.items() if re.search(words, text)), None)
    shares = shares_in(text) if pair else None
    return shares is not None and {*shares.told} == {*(pair or ())}


_CLAUSES = re.compile(r"[,，。；;、]+\s*")
_FOR_MYSELF = re.compile(
    r"(?:那|请问|问问)*[我俺](?:自己|本人|自个儿)?(?:[1一每]?个?月|[一共总到底还也都又现在这样]+)?"
    r"(?:能|可以|该|应该|有|领|拿|享受|够|符合|给)"
)
"""How somebody asks what she gets herself ("我能领多少")."""

_MINE_AT_LAST = re.compile(
    "[我俺](?:自己|本人)?(?:[1一每]?个?月|一共|总共|到底)*(?:能|可以|该)(?:领|拿|享受)(?:多少|什么|啥|几|哪些)[^,，。]{0,4}$"
)
"""The same at the end of speech without marks ("我61肢体一级我妈84都京籍我能领多少")."""

_FOR_THE_OTHER = re.compile(_FOR_MYSELF.pattern.replace("[我俺]", "[他她]", 1))
"""The same of the one named beside her ("他能领多少")."""

_ASKS = re.compile("多少|几百|几块|什么|啥|吗|呢|能不能|够不够|哪些")
_GONE = re.compile(r"老伴\S{0,4}?(?:走|去世|过世|不在|没)(?:的|了)")
"""Who is no longer there is told of, not asked about."""

_OF_BOTH = re.compile("[和跟与]|都|[两俩2]|他们|我们|一样")


_REGISTERED = re.compile("户口|户籍|京籍")
"""Said of nobody right before the question, it is said of whoever is asked about."""


_GROUPS = {
    "爸妈|父母|爹娘|爸爸妈妈": ("爸爸", "妈妈"),
    "妈爸": ("妈妈", "爸爸"),
    "爸[和跟与、]?[我俺]?妈(?=[^,，。\\d]{0,3}[都俩两])": ("爸爸", "妈妈"),
    "妈[和跟与、]?[我俺]?爸(?=[^,，。\\d]{0,3}[都俩两])": ("妈妈", "爸爸"),
    "公婆": ("公公", "婆婆"),
    "岳父母": ("岳父", "岳母"),
    rf"[我俺][和跟与][我俺]?(?:{_PEOPLE['老伴']})(?=[^,，。]{{0,3}}[都俩两])": (SPEAKER, "老伴"),
    f"(?:老伴我俩|老两口|[两俩]口子|夫妻[俩两]|我们?俩){_NOT_THEIR_PENSIONS}": ("老伴", SPEAKER),
}
"""Two people named in one word, the first of them first."""

WOMEN = frozenset({"妈妈", "奶奶", "姥姥", "婆婆", "岳母", "姨", "姑姑", "婶婶", "姐姐", "嫂子"})
MEN = frozenset({"爸爸", "爷爷", "姥爷", "公公", "岳父", "叔叔", "舅舅", "伯伯", "哥哥"})
OLD_MAN, OLD_LADY = "老爷子", "老太太"
"""Called so is the one of a couple who is not spoken of by a name."""

_PARENTS = ("妈妈", "爸爸", "奶奶", "爷爷", "姥姥", "姥爷", "婆婆", "公公", "岳母", "岳父")
_FOR_ME = re.compile("(?:问|说|算|查|看)(?:的是)?我(?:自己|本人)?的?(?=$|[,，。])")
_CARES = re.compile("陪|照顾|照看|照料|伺候|侍候|看护|护理着|带着|养着")
"""What a clause says of somebody who is not told of, but looks after who is."""

_CHILD = "儿|女|闺|姑娘|孩|孙|侄|外甥|弟|妹|媳妇|朋友|同事|同学|街坊|邻居"
_WHOSE = "[我俺咱他她]?(?:们|家|的|那|亲|老)*"
_MYSELF = rf"[我俺](?!们|俩|家|这|那|的|{_CHILD}|\d{{2,3}}岁?的|[和跟与替帮给想问要能该听看觉记在])(?!不?可以|应该|怎么|就是?[想问])"
_TOKENS = re.compile(
    "|".join(
        [
            *(f"(?P<g{n}>{_WHOSE}(?:{words}))" for n, words in enumerate(_GROUPS)),
            *(
                f"(?P<p{n}>{_WHOSE}(?:{words})(?!家))"
                for n, (name, words) in enumerate(_PEOPLE.items())
                if name != SPEAKER
            ),
            f"(?P<me>{_MYSELF})",
            f"(?P<they>[他她](?!们|俩|家|的|{_CHILD}))",
        ]
    )
)
_TELLS = re.compile(
    r"\d|低保|低收入|户口|户籍|京籍|残|[一二三四]级|失能|[轻中重]度|特困|失独|[盲聋哑]|离休|护理"
    r"|[二三四五六][零〇一二三四五六七八九]年"
)
_OF_ALL = re.compile("都|全|俩|一样|同样|也是")
_WHILE_ALIVE = re.compile("生前|在世|活着|走的?时候|走之前|去世前")
_PIECES = re.compile(r"[^,，。；;！!？?、\s]+[,，。；;！!？?、\s]*")


@dataclass(frozen=True)
class Shares:
    """What is told of whom in one message: of each person in the order in which they are named."""

    told: dict[str, str]

    @property
    def main(self) -> str:
        """Whom the sum is about: the first elder whose age is told, or else the first of all; a child
        of hers who tells her own age as well asks for her."""
        aged = [name for name, words in self.told.items() if _is_old(words)]
        named = [*aged, *self.told]
        return next((name for name in named if name in _PARENTS and SPEAKER in named), named[0])


def shares_in(text: str) -> Shares | None:
    """What ``text`` (unified) tells of each person, None unless it tells something of several.

    A clause belongs to the person named last before it. What is said of all of them, or before anybody is named,
    belongs to each; where somebody is registered belongs to all named so far of whom that was not told.
    """
    text = _in_full(_of_those_named(of_ours(text)))
    if each := _one_each(text):
        return Shares(each)
    pieces = _cut_by_person(text)
    owned = _owned(pieces)
    order = dict.fromkeys(name for whose, _ in owned for name in whose or ())
    told = {
        name: "".join(words for whose, words in owned if whose is None or name in whose)
        for name in order
        if any(
            whose and name in whose and _TELLS.search(words) and not _is_shared(words)
            for whose, words in owned
        )
    }
    somebody_gone = any(_GONE_ONE.search(piece) for piece in pieces)
    return Shares(told) if len(told) > 1 or (told and somebody_gone) else None


_DENIED_ALIKE = re.compile(
    rf"(?P<what>京籍|(?:北京|本市|本地)(?:户口|户籍)|低保|低收入)(?P<mark>[,，、]?(?:可是?|但是?|不过|而)?)"
    rf"(?P<who>[我俺](?!们)|他|她|{'|'.join(words for name, words in _PEOPLE.items() if name != SPEAKER)})"
    r"(?P<denied>(?:就|却|倒|还|可)?(?:不是|没有|没吃|不吃))(?=$|[,，。;；!！?？\s]|一共|总共|[能领])"
)
"""What is true of one is denied of another in one word ("老伴京籍我不是")."""


def _in_full(text: str) -> str:
    """``text`` with what is denied named once more."""
    return _DENIED_ALIKE.sub(
        lambda m: f"{m['what']}{m['mark'] or ','}{m['who']}{m['denied']}{m['what']}", text
    )


def _of_those_named(text: str) -> str:
    """``text`` (unified) with "都" for a word for two people where both were named before it ("我62,我妈88,我们俩都是京籍")."""
    pair = _THE_TWO.search(text)
    before = named_in(text[: pair.start()]) if pair else []
    return text if pair is None or len(before) < len(NOT_NAMED) else _THE_TWO.sub("都", text)


_THE_TWO = re.compile(
    "(?:(?:我们?|咱们?|他们?|她们?)(?:娘|爷|母子|母女|父子|父女)?[俩两]|[娘爷][俩两]|[两俩]个?人)个?人?"
)
"""Two people in one word that names neither."""


_OUTSIDER = re.compile(
    "(?:你看|听说|为什么|为啥|凭什么|凭啥|怎么|可是?|但是?|那)*(?:[我俺咱]们?)?(?:家|的|那|这|有|[1一]?个|老|住|村里?|院里?|小区里?|单元里?|单位)*"
    "(?:街坊|邻居|隔壁|楼[上下]|对[门过]|前院|后院|同事|工友|同学|战友|朋友|病友|牌友|舞伴|亲戚|人家|别人|别家|"
    "老[王李张刘陈杨赵黄周吴孙马](?!头)|儿子|女儿|闺女|姑娘|孩子(?!他?[爸妈爹娘爷奶])|弟弟?|妹妹?|孙子|孙女|侄子|侄女|外甥女?|"
    "(?:村|院|小区|单元|楼|胡同|单位)里?的?(?:有个)?(?:老人|老太太|老头|大爷|大妈|人)|[表堂][哥姐弟妹]|[大小][姑叔舅姨]子|妯娌|连襟|亲家)"
)
"""Somebody of whom a message may tell only to compare ("街坊吃低保")."""

_PASSED_ON = re.compile("说|讲|告诉|问|替|帮|代|让|叫|给[他她]|是[他她]|介绍|推荐")
_OUR_OWN = re.compile(
    "[我俺咱]们?家|[1一全]家(?=都|子|人|是|低|吃|户)|(?:家里)?(?:的|有)?(?:老人(?!的|家?护理)|老爷子|老太太|老头|老两口)"
)
_TOGETHER = re.compile(
    "(?:[俩两]个?人|[我他她]们?俩|[加合]起来|一块儿?|合计)[^,，。]{0,8}(?:多少|几百|几个)"
)
_LEADS = re.compile("(?:那|而|可是?|但是?|不过|其实|至于|要说)*")
_LEFT_OUT = re.compile(
    rf"(?:(?P<first>{'|'.join(words for name, words in _PEOPLE.items() if name != SPEAKER)})"
    r"(?:的|那份|那边|这边|就|先|都|也|暂时|这回|可以)*(?:(?:不用|甭|别|不必|不要|先不|就不)再?[算管看说问提查]|不[算说](?=[他她了进在]))|"
    r"^(?:那|就|先|这回|暂时)*(?:不用|甭|别|不必|不要|不)再?[算管看说提查](?:[我俺]家?的?)?"
    rf"(?P<last>{'|'.join(words for name, words in _PEOPLE.items() if name != SPEAKER)}|(?<=[算管提])[他她]))"
    r"(?:的|他|她|了|啦|吧|进去|在内|呢)*[,，。;；!！\s]*$"
)
"""Who is said not to be reckoned ("我爸不用算", "先不说我爸")."""

_NOBODY_ELSE = re.compile(
    rf"(?:就|只|光|单|先|单独|那)+(?:算|看|说|查|问|要)(?:一?下)?[我俺]?(?P<who>{'|'.join(_PEOPLE.values())}|自己|自个儿)(?:1?个?人)?(?:的|那份|就行|能|可以|该|[领拿]|一共|每月|1?个?月|多少|几百|钱|了|吧|呢)*(?=[,，。;；!！?？\s]|$)"
)
"""Whose sum alone is asked for ("就算我妈")."""


def of_ours(text: str) -> str:
    """``text`` (unified) without what it tells of neighbours and the like, where it goes on to tell of
    one's own ("街坊吃低保,我不吃"), and of who is said not to be reckoned."""
    text = _aged_in_turn(of_each_of_two(text, _NAMES))
    kept: list[str] = []
    others, strangers, ours, carer = False, False, False, False
    together = _TOGETHER.search(text)
    for piece in _pieces_beside_outsiders(text):
        named = {name for mark in _TOKENS.finditer(piece) for name in _named_by(mark)}
        spouse = together and piece.startswith("老")  # "老张85,我83,俩人一共多少"
        if not spouse and _is_of_an_outsider(piece):
            others = strangers = True
        elif left_out := _LEFT_OUT.search(piece):
            others = ours = True
            kept = _before(left_out["last"], kept)
        elif carer and piece[0] in "他她" and not named:
            strangers = True
        elif (
            not others
            or named - {"邻居"}
            or _OUR_OWN.match(piece)
            or _is_shared(piece)
            or _ASKS.search(piece)
        ):
            kept.append(piece)
            ours = ours or _is_of_our_own(piece)
            others = others and not (named or _OUR_OWN.search(piece))
            carer = bool(_OUTSIDER.match(piece) and _CARES.search(piece))
    if out := _left_out_of(text):
        kept = [*_told_of_others(kept, out)]
    return "".join(kept) if ours or not strangers else text


_IN_TURN = re.compile(
    r"(?:^|(?<=[,，。;；、\s])|(?<=[妈爸爹娘婆公姥奶爷伴]))(?:分别是?|各是?)?(?P<one>[一1][个位])?(?P<a>[6-9]\d|1[01]\d)岁?(?:和|跟|与|、|,|，)*(?(one)[一1][个位]|(?<=[和跟与、,，]))(?P<b>[6-9]\d|1[01]\d)岁?(?=[,，。;；\s]|$)"
)
"""Two ages beside one another, of two people named in the same order ("妈肢体一级爸听力二级，81和90")."""


def _aged_in_turn(text: str) -> str:
    """``text`` (unified) with each of two ages beside one another told of whom it is of, where nobody's
    is told otherwise."""
    ages, named = _IN_TURN.search(text), [name for name in named_in(text) if name != "邻居"]
    if ages is None or len(named) != len(NOT_NAMED):
        return text
    before, after = text[: ages.start()], text[ages.end() :]
    if ages["one"] and not _TELLS.search(_REGISTERED_AT.sub("", before)):
        return text  # nothing else is told of either, and which is how old is not said
    close = ages["b"] == str(int(ages["a"]) + 1) and not re.search("[和跟与]", ages[0])
    if close or _is_old(before) or _is_old(after):
        return text
    first, other = ("我" if name == SPEAKER else name for name in named)
    return f"{before},{first}{ages['a']},{other}{ages['b']}{after}"


def _told_of_others(pieces: list[str], out: set[str]) -> Iterator[str]:
    """What ``pieces`` tell of anybody but those who are left ``out``."""
    for whose, words in _owned(_cut_by_person("".join(pieces))):
        if not whose or not {*whose} <= out:
            yield words


def _left_out_of(text: str) -> set[str]:
    """The people whom ``text`` (unified) says not to reckon."""
    said = (_LEFT_OUT.search(piece) for piece in _PIECES.findall(text))
    named = (person_in(match["first"] or match["last"]) for match in said if match)
    return set(filter(None, named))


def alone_in(text: str) -> str | None:
    """The person whose sum alone ``text`` (unified) asks for ("别算我爸,就算我妈")."""
    match = _NOBODY_ELSE.search(text)
    if match is None:
        return None
    return person_in(match["who"]) or SPEAKER


def _before(person: str | None, pieces: list[str]) -> list[str]:
    """``pieces`` without what they tell at their end of ``person``, who is said last not to be reckoned
    ("我爸76,不用算他")."""
    names = [
        {name for mark in _TOKENS.finditer(piece) for name in _named_by(mark)} for piece in pieces
    ]
    place = next((n for n in reversed(range(len(names))) if names[n]), None)
    if person is None or place is None or SPEAKER in names[place]:
        return pieces
    same = person in ("他", "她") or names[place] == {person_in(person)}
    return pieces[:place] if same else pieces


def _is_of_our_own(piece: str) -> bool:
    """Whether a clause begins with the speaker or one of hers, and does not speak for somebody else."""
    plain = _LEADS.sub("", piece, count=1)
    lead = _TOKENS.match(plain)
    own = {*_named_by(lead)} - {"邻居"} if lead else set()
    begins = own or _FOR_MYSELF.match(plain) or _OUR_OWN.match(plain)
    return bool(begins and not _PASSED_ON.search(piece))


def _is_of_an_outsider(piece: str) -> bool:
    begins = _OUTSIDER.match(piece)
    rest = piece[begins.end() :] if begins else ""
    ours = re.search("[我俺咱]|老伴|爱人", rest)
    return bool(_TELLS.search(rest) and not ours and not _PASSED_ON.search(rest))


def _pieces_beside_outsiders(text: str) -> list[str]:
    """The clauses of ``text``; what is told of an outsider ends where the speaker comes to herself."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        begins = _OUTSIDER.match(piece)
        ends = (
            re.compile("(?<![和跟与同比])[我俺咱]").search(piece, begins.end()) if begins else None
        )
        if ends and not _CARES.search(piece[: ends.start()]):
            pieces += [piece[: ends.start()], piece[ends.start() :]]
        else:
            pieces.append(piece)
    return pieces


_ONE = re.compile(
    r"(?<![每几两])(?:[一1]?[个位]|(?:[老那]?(?:男|女)(?:的|方|人)?)|大爷|大妈|老头儿?|老太太|老爷子|老两口里?[男女]的)\D{0,2}(?P<age>\d{2,3})(?!\d|[块元万分])"
)
_ONE_REGISTERED = re.compile(
    r"(?<![每几两])(?:另)?[一1][个位](?=(?:不?是|没?有|无)?[^,，。\d]{0,8}?(?:户口|户籍|京户|外地户))"
)
NOT_NAMED = ("头一位", "另一位")
"""What two people are called of whom only their ages are told."""


def _one_each(text: str) -> dict[str, str] | None:
    """What is told of either of two who are not named ("老两口一个92一个88"): which of them is how old
    is not said, and neither is given a name."""
    marks = [match for match in _ONE.finditer(text) if int(match["age"]) >= ELDER]
    marks = marks or [*_ONE_REGISTERED.finditer(text)]
    if len(marks) != len(NOT_NAMED):
        return None
    first, second = (match.start() for match in marks)
    before, one = text[:first], text[first:second]
    other, *rest = _PIECES.findall(text[second:])
    all_of_them = "".join(piece for piece in rest if _OF_ALL.search(piece) or _is_shared(piece))
    told = before + one + all_of_them, before + other + "".join(rest)
    return dict(zip(NOT_NAMED, told, strict=True))


def _owned(pieces: list[str]) -> list[tuple[tuple[str, ...] | None, str]]:
    """The clauses with those of whom they tell, None for everybody; nothing that is told of the dead."""
    owned: list[tuple[tuple[str, ...] | None, str]] = []
    about: tuple[str, ...] = ()
    third = ""
    dead = {name for piece in pieces if _GONE_ONE.search(piece) for name in _owners(piece)[0]}
    for place, piece in enumerate(pieces):
        owners, pronoun = ((), False) if _CARES.search(piece) else _owners(piece)
        if cared := _cared_for_by_me(piece, about, third):
            third = cared
            following = next(iter(pieces[place + 1 :]), "")
            elder = any(about == whose and _ELDERLY.search(words) for whose, words in owned)
            if not elder or cared in _PARENTS or _ELDERLY.search(following) or _TELLS.search(piece):
                owners = (cared,)
        if pronoun:
            owners = (third,) if third else about
        if {*owners} & dead:
            third = owners[0]
            if not pronoun or _WHILE_ALIVE.search(piece):
                continue
            owners = about
        about = owners or about
        third = next((name for name in owners if name != SPEAKER), third)
        everybody = not about or (not owners and _OF_ALL.search(piece))
        whose = (
            None if everybody else _registered_there(owned, about) if _is_shared(piece) else about
        )
        owned.append((whose, piece))
    return owned


def _cared_for_by_me(piece: str, about: tuple[str, ...], third: str) -> str | None:
    """Whom the speaker says that she looks after: what follows is told of that one ("我55,伺候公公,93")."""
    cares = _CARES.search(piece)
    if cares is None or about not in ((), (SPEAKER,)):
        return None
    before = {name for mark in _TOKENS.finditer(piece[: cares.start()]) for name in _named_by(mark)}
    named = next(_TOKENS.finditer(piece, cares.end()), None)
    after = _named_by(named) if named else ()
    if named and named.lastgroup == "they" and third and before <= {SPEAKER}:
        return third
    return after[0] if before <= {SPEAKER} and len(after) == 1 and after != (SPEAKER,) else None


def _registered_there(
    owned: list[tuple[tuple[str, ...] | None, str]], about: tuple[str, ...]
) -> tuple[str, ...]:
    """Those named so far of whom it was not told where they are registered, and who is spoken of."""
    named = dict.fromkeys(name for whose, _ in owned for name in whose or ())
    known = {n for whose, words in owned if _REGISTERED.search(words) for n in whose or ()}
    return (*(name for name in named if name not in known and name not in about), *about)


def _is_shared(piece: str) -> bool:
    """Whether a clause names nobody and says where somebody is registered, and nothing else."""
    return not _TOKENS.search(piece) and _only_registered(piece)


def _only_registered(piece: str) -> bool:
    left = _REGISTERED_AT.sub("", piece)
    return left != piece and not _TELLS.search(left)


_GONE_FOR_GOOD = (
    r"(?:已经|早就?|去年|前年|今年|上个?月|大前年|前些年|先|也|都|刚|昨天|前天|(?:上个?|这个?|前)(?:礼拜|星期|周)[一二三四五六日天1-6]?|前[两几]天|头[两几]天|前些日子|前不久|刚才|今天|今早|夜里|夜间|昨晚|\d+月(?:份|底|初|\d+[号日])?|突然|忽然|还是|就|又|已|人就?|\d+年前?|[一二三四五六七八九几两]年前?|了)*"
    r"(?:走|去世|过世|病故|没|不在|离世)(?:人世|世)?(?:的|了|得早)"
    r"(?![一二两三几半\d]+[趟步站里圈道]|过|出|回|路|弯)"
)
_GONE_ONE = re.compile(
    rf"(?:{'|'.join(words for name, words in _PEOPLE.items() if name != SPEAKER)}){_GONE_FOR_GOOD}"
)
"""Who is no longer there: nothing is worked out for her."""

_REGISTERED_AT = re.compile("(?:北京|本市|京)?(?:市|城)?(?:户口本?|户籍|籍)|京户")


_ALL_REGISTERED = re.compile("都(?=[是在有]?(?:北京|本市|京)市?的?(?:户|籍))")
"""Where, in speech without marks, what is said of all of them begins."""


def gone_in(text: str) -> set[str]:
    """The people whom ``text`` (unified) says are no longer there."""
    return {name for match in _GONE_ONE.finditer(text) for name in named_in(match[0])}


_THAT_ONE = re.compile(
    rf"(?:^|[,，。;；\s])(?:哦|唉|哎|嗯|噢|啊|对了|可惜|可是|但是?|其实|不用了|别算了|忘了说|跟您说)*"
    rf"(?:他|她|人|老人家?|老太太|老爷子|老妈|老爸|老头儿?){_GONE_FOR_GOOD}(?=[呀啊呢]*(?:[,，。;；!！\s]|$))(?![,，]?\s*(?:去|到|上|回|跟)[^世])"
)


def is_gone(text: str) -> bool:
    """Whether ``text`` (unified) says that the one spoken of is no longer there ("她上礼拜走了")."""
    return bool(_THAT_ONE.search(text))


def named_in(text: str) -> list[str]:
    """The people whom ``text`` names, each once, in their order."""
    named = (_named_by(token) for token in _TOKENS.finditer(unify(text)))
    return list(dict.fromkeys(name for names in named for name in names))


def _cut_by_person(text: str) -> list[str]:
    """``text`` in clauses, and where a clause tells of one person after another, in one for each."""
    pieces: list[str] = []
    for match in _PIECES.finditer(text):
        clause, begin = match[0], 0
        marks = [
            *[*_TOKENS.finditer(clause)][1:],
            *_ALL_REGISTERED.finditer(clause),
            *_CARES.finditer(clause),
        ]
        for token in sorted(marks, key=lambda mark: mark.start()):
            before = clause[begin : token.start()]
            together = before.endswith(("和", "跟", "与", "同", "随"))
            ends = _TELLS.search(before) or _GONE_ONE.search(before)
            named = _TOKENS.search(before) or _ALL_REGISTERED.match(before)
            if ends and not together and named:
                pieces.append(f"{before}," if before.endswith("的") else before)
                begin = token.start()
        pieces.append(clause[begin:])
    return pieces


def _owners(piece: str) -> tuple[tuple[str, ...], bool]:
    """Of whom a clause tells, and whether it only says 他 or 她."""
    tokens = [*_TOKENS.finditer(piece)]
    if not tokens:
        return (), False
    named = [_named_by(token) for token in tokens]
    whole = tuple(name for names in named for name in names)
    several = _OF_BOTH.search(piece) and _OF_ALL.search(piece)
    kin = next((names for names in named if names and names != (SPEAKER,)), None)
    if several and len({*whole}) > 1:
        return tuple(dict.fromkeys(whole)), False
    if kin:
        return kin, False
    if named[0] == (SPEAKER,) and _AT_FIRST.match(piece):
        return named[0], False
    return (), tokens[0].lastgroup == "they" and bool(_AT_FIRST.match(piece))


_AT_FIRST = re.compile("(?:那|而|但是?|可是?|不过|其实|另外|还有|至于)?[我俺他她]")


def _named_by(token: re.Match[str]) -> tuple[str, ...]:
    kind = token.lastgroup or ""
    if kind == "me":
        return (SPEAKER,)
    if kind.startswith("g"):
        return [*_GROUPS.values()][int(kind[1:])]
    return (_ranked([*_PEOPLE][int(kind[1:])], token[0]),) if kind.startswith("p") else ()


def of_whom_is_asked(text: str) -> str:
    """``text`` (unified) without what it tells of others than the person whom it is about."""
    text = _NOT_A_CHILD.sub("他", text) if of_the_young(text) else of_ours(text)
    asked, shares = _without_others(text), shares_in(text)
    if shares and (person := _asked_for(text)) in shares.told:
        return shares.told[person or ""]
    if shares is None or asked != text:
        return asked
    return shares.told[_asked_among(text, shares)]


def _asked_among(text: str, shares: Shares) -> str:
    """Whose sum is asked for of those told of: who is named in the question, or the one it is about."""
    *_, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    named = SPEAKER if _FOR_ME.search(text) else _asked_for(text)
    if named is None and _FOR_MYSELF.match(asked):
        named = SPEAKER
    others = [name for name in shares.told if name != SPEAKER]
    if named is None and _FOR_THE_OTHER.match(asked) and len(others) == 1:
        named = others[0]
    return named if named in shares.told else shares.main


def _without_others(text: str) -> str:
    """``text`` (unified) without what it tells of others, where the question at its end names somebody.

    "我妈八十二，我爸是肢体二级，我妈能领多少" says nothing of a disability of the mother.
    """
    *told, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    person = _asked_for(text)
    if person is None or not told:
        return text
    kept, about = [], person
    for clause in told:
        others = about == SPEAKER and clause[:1] in "他她"
        mine = SPEAKER if clause[:1] in "我俺" and clause[1:2] not in "们家" else None
        named = person_in(clause)
        if _CARES.search(clause) and named != person:  # "我84,还得照顾老伴,低保,我能领多少"
            named = None
        about = named or mine or (person if others else about)
        last = clause is told[-1] and person_in(clause) is None and _only_registered(clause)
        if about == person or last or _OF_BOTH.search(clause):
            kept.append(clause)
    return ",".join([*kept, asked])


def asks_for_one(text: str) -> bool:
    """Whether the question in ``text`` is about one person, though it tells of others ("…，我能领多少")."""
    plain = of_each_of_two(unify(text), _NAMES)
    *_, asked = _CLAUSES.split(plain.rstrip("?？!！。 "))
    for_one = (
        _asked_for(plain) is not None or _FOR_MYSELF.match(asked) or _FOR_THE_OTHER.match(asked)
    )
    of_all = len(named_in(asked)) > 1 and _ADDED_UP.search(asked)
    return bool(for_one) and not (of_all or _BOTH.search(plain) or _THE_TWO.search(asked))


_ADDED_UP = re.compile("一共|总共|合计|[合加]起来|[合加]一起|[合加]一块")


def _asked_for(text: str) -> str | None:
    """Whom the question at the end of ``text`` (unified) names."""
    if alone := alone_in(text):
        return alone
    *told, asked = _CLAUSES.split(text.rstrip("?？!！。 "))
    mine = _MINE_AT_LAST.search(asked)
    if mine and SPEAKER in named_in(asked[: mine.start()]):
        return SPEAKER
    person = person_in(_GONE.sub("", asked)) if _ASKS.search(asked) else None
    if person is None and _FOR_MYSELF.match(asked) and SPEAKER in map(person_in, told):
        return SPEAKER
    return person


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


def _is_old(words: str) -> bool:
    """Whether ``words`` tell the age or the year of birth of an elder."""
    return bool(_ELDERLY.search(words)) or names_a_year(words)


def speaks_of_the_young(text: str) -> bool:
    """Whether ``text`` begins with what is the matter with a child or somebody as young, and names no elder."""
    plain = re.sub(r"\s+", "", unify(text))
    told = _YOUNG_HAS.match(plain)
    if told is None or _ELDERLY.search(plain):
        return False
    rest = plain[told.start("has") :]
    return person_in(rest) is None and not _NOT_OF_THE_YOUNG.search(rest)


_NOT_A_CHILD = re.compile(
    r"^(?:那|请问|问问|问一下)*[我俺]?(?:们|家|的|大|小|二|三|老|亲|有个)*(?P<who>儿子|女儿|闺女|姑娘|孩子|弟弟?|妹妹?|侄子|侄女|外甥女?)"
    r"(?=(?:呢|啊|他|她|今年|今儿|都|已经|快|也|是|有|了|周岁|[,，])*\d{2}(?!\d|级|块|元|年|月|号|日|分))"
)
_AN_AGE = re.compile(r"(?<![\d几领拿发给补])(?:[1-9]\d|1[01]\d)(?!\d|级|块|元|年|月|号|日|分)")
_IS_HIS = re.compile("[我俺]是[他她][^,，。;；]{1,3}")
_NAMES_ANOTHER = re.compile(
    "[我俺咱](?!弟|妹|儿|女|闺|姑|家|的)|老人(?!的|家?护理)|老爷子|老太太|大爷|大妈"
)


def of_the_young(text: str) -> tuple[str, int] | None:
    """Who of those younger than the elder ``text`` (unified) tells the own age of, and that age, where it
    is about nobody else ("我弟弟67了,智力残疾三级")."""
    told = _NOT_A_CHILD.match(text)
    if told is None:
        return None
    rest = _IS_HIS.sub("", text[told.end() :])
    ages = _AN_AGE.findall(rest)
    if len(ages) != 1 or _NAMES_ANOTHER.search(rest) or person_in(rest):
        return None
    return told["who"], int(ages[0])


def without_people(text: str) -> str:
    """``text`` (normalised) without the words for the people whom it names."""
    return re.sub(f"{OLD_MAN}|{OLD_LADY}", "", _NAMED.sub("", text))


def speaks_of_somebody(text: str) -> bool:
    """Whether ``text`` is about a certain person rather than about elders in general."""
    return person_in(text) is not None or bool(_ANYBODY.search(text))


_SAME = "(?:一样|同样|差不多|这样|这情况|这个情况)(?!大|岁|年|的?户|高|多大)(?!.{0,4}[吗么嘛?？])"
_ALL_ALIKE = re.compile(
    rf"(?:跟|和|与|同|像)(?P<like>[我俺他她](?:家|们)?(?:{_NAMES})?|{_NAMES})(?:的|也|都|是|情况|条件|全)*{_SAME}"
    rf"|(?:也|都|全|完全|是)*(?:情况|条件)(?:也|都|全|完全|是)*{_SAME}"
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
