"""Disabilities, with their kind and the grade on the card, in official and in everyday words."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from intents.told.stance import CHANGED, Clauses, Stance
from intents.words.numerals import digit

KINDS = {
    "视力": "视力|盲|失明|眼|瞎|看不见", "听力": "听力|聋|耳|听不见|听障", "言语": "言语|语言|哑|说不了话|不会说话",
    "肢体": "肢体|肢残|腿|胳膊|瘫|瘸|跛|手脚|手残", "智力": "智力|智障|智残|弱智", "精神": "精神",
}  # fmt: skip
_LOST = (
    "(?:(?:(?:一?点儿?|[一1]丁点|什么|啥)(?:都|也)?|也)?(?:看|听|说|动|走)不(?:见|清|着|了|到|出)(?:东西|亮|光|路|话|声音?|声儿)?|"
    "分裂症?|[睛朵巴脚子人残障病瞎聋哑瘫瘸]|障碍|[两俩双左右全]|[一1]?[只条]|边|截肢?|都|全|完全|已经|早就?|坏|不行|不好使?|没了|了|的)*"
)
"""What is said of eyes, ears and legs between their name and the grade that is on the card."""

_SHORT = {
    "视力": "盲",
    "听力": "聋",
    "言语": "哑",
    "肢体": "肢残",
    "智力": "智残",
    "精神": "精残",
}
GRADE = r"[(（]?(?P<grade>[1-4一二三四])级"
_OF_A_PERSON = "(?!医院|甲|护理(?!补|费|钱|津)|失能|能力|以[上下])"
"""What follows a grade that is no person's."""

_BARE_GRADE = re.compile(
    rf"(?:应该)?(?:是|为|成|到|了|评|定|残疾)*{GRADE}(?!失能|能力|[视听言肢智精盲聋哑])"
)
_OF_KINDS = "朵|睛|巴|脚|聋|背|残|障|瞎|盲|哑|瘫|了|不好|不行|也|还|上"
_KIND_ALONE = re.compile(
    rf"(?P<a>{'|'.join(KINDS)})残疾(?!.{{0,4}}[1-4一二三四]级)|残疾证?(?:是|上是|上写的?是?)?(?P<b>{'|'.join(KINDS)})(?:类|方面)?的?$"
    rf"|(?:但是?|不过|可是?|,)是?(?P<c>{'|'.join(KINDS)})(?:类|方面)?的"
    rf"|(?P<d>{'|'.join(KINDS.values())})(?:{_OF_KINDS})*(?:有|办了?|领了|持|办过)(?:残疾)?证"
    rf"|(?:还|又|同时|也)(?:还|又|也|带着?|有|是|兼|伴)+点?(?P<f>{'|'.join(KINDS)})(?:残疾|残|障碍)(?!证?的?[1-4一二三四]级)"
    r"|(?P<g>盲|聋|哑)(?:人|子|巴)(?!.{0,6}[1-4一二三四]级)"
    rf"|残疾证?(?:是?有的?|有)(?:是)?(?P<e>{'|'.join(KINDS.values())})(?:{_OF_KINDS})*的?$"
)
_ALL_KINDS = "|".join(KINDS.values())
_ONCE = "(?:原来|以前|原先|过去|从前|去年|本来)?"
_GRADE_OF_A_CARD = re.compile(
    rf"(?:残疾[证本]?|残废)(?:是|上|写的?|等级|级别|评的?)*(?P<a>[1-4一二三四])级{_OF_A_PERSON}|(?P<b>[1-4一二三四])级(?:的)?残(?:疾|废)?(?![类联])"
)
"""The grade of a disability whose kind is not named ("残疾证一级")."""

_SEVERAL = "多重残(?:疾|障)"
_GRADE_OF_SEVERAL = re.compile(
    rf"(?P<kind>{_SEVERAL})证?(?:是|为|的|上|写的|[,，、\s])*{GRADE}(?!{'|'.join(KINDS)})"
    rf"|{''.join(f'(?<!{kind})(?<!{kind}残疾)' for kind in KINDS)}(?<![1-4一二三四])[1-4一二三四]级的?(?P<after>{_SEVERAL})"
)
"""The grade of several disabilities together, which is that of the heaviest: whose it is, is not said."""

_WHICH = rf"(?:{'|'.join(KINDS.values())})"
_OF_KIND = "(?:方面|类|残疾|残|的|那类)*"
_KIND_PUT_RIGHT = re.compile(
    rf"(?:哦|啊|不对|错了|说错了|她|他|我)*(?:不是{_WHICH}{_OF_KIND}(?:而|应该)?是(?P<right>{_WHICH}){_OF_KIND}"
    rf"|是(?P<first>{_WHICH}){_OF_KIND}不是{_WHICH}{_OF_KIND})[啊呀了吧]*"
)
"""Another kind than was said ("不是肢体，是听力")."""

_GRADE_FIRST = re.compile(
    rf"(?P<grade>[1-4一二三四]级)的?(?P<kind>{'|'.join(KINDS)})(?:残疾)?(?:[,，、和跟又加还有]|加上|同时)*"
)
_NOT_BEHIND_A_KIND = "".join(f"(?<!{kind})(?<!{kind}残疾)" for kind in KINDS)
_GRADES_FIRST = re.compile(
    rf"{_NOT_BEHIND_A_KIND}(?:{_GRADE_FIRST.pattern.replace('?P<grade>', '').replace('?P<kind>', '')}){{2,}}(?![1-4一二三四]级)"
)

_NO_DISABILITY = re.compile(
    r"(?<!有)(没|没有|无|不是)(办)?(什么)?残疾(证|人)?|没残疾|残疾证(也|还|都)?没(有|办)|残疾证?(有没有|有?[吗么嘛呢])(也|还)?没有"
    r"|(?:^|,)(?!\D{0,6}(?:居住|登记|身份|结婚|房|老年|退休|军))[^,\d不]{0,6}?没(?:有|办|领)?过?证儿?(?:的|呢|呀|啊)*(?=$|,)"
)


def held_in(said: Clauses) -> dict[str, Any]:
    """The disabilities that somebody is said to have, or that there is none, as a fact."""
    held = sorted(filter(None, (grade_of(kind, said) for kind in KINDS)))
    if not held and _NO_DISABILITY.search(said.plain):
        return {"disability": []}
    told = [{"type": kind, "level": level} for _, kind, level in held]
    for change in CHANGED.finditer(said.plain):
        level = bare_grade(said.plain[change.end() :])
        earlier = sum(place < change.start() for place, _, _ in held)
        if level is not None and earlier:  # "肢体三级，去年升成二级了"
            told[earlier - 1] = {**told[earlier - 1], "level": level}
    further = kind_alone(said)
    several = bool(told) and further not in {None, *(one["type"] for one in told)}
    if several:  # "智力二级，还有肢体残疾"
        return {"disability": told, "multiple_disability": True}
    return {"disability": told} if told else {}


def with_kinds_first(spoken: str) -> str:
    """``spoken`` (unified) with each grade behind its kind, where several stand before theirs ("一级听力二级视力")."""
    return _GRADES_FIRST.sub(lambda run: _GRADE_FIRST.sub(r"\g<kind>\g<grade>,", run[0]), spoken)


def without_grade_of_several(spoken: str) -> str:
    """``spoken`` (unified) without the grade that "多重残疾" has as a whole ("多重残疾二级")."""
    return _GRADE_OF_SEVERAL.sub(lambda match: match["kind"] or match["after"], spoken)


def bare_grade(words: str) -> int | None:
    """The grade that ``words`` begin with, of whatever kind."""
    match = _BARE_GRADE.match(words)
    return None if match is None else digit(match["grade"])


def grade_of(
    kind: str, said: Clauses, stances: Collection[Stance] = frozenset({"so"})
) -> tuple[int, str, int] | None:
    """Where somebody is said to have a disability, its kind and its grade."""
    words, plain = KINDS[kind], said.plain
    after = re.search(
        rf"(?:{words}){_LOST}(?:残疾|障碍|残)?(?:证)?(?:(?:[和跟与及]?(?:{_ALL_KINDS})[睛朵巴脚]?(?:残疾|障碍|残)?)*(?:都|全|均))?"
        rf"{_ONCE}(?:的?(?:等级|级别))?(?:也|都)?(?:是|为|有|的|定的?|评的?|评残是)?(?:残疾[证本]?(?:是|上|写的?)*)?{GRADE}{_OF_A_PERSON}",
        plain,
    )
    before = re.search(
        rf"{GRADE}(?:的)?(?:(?:{words})(?:残|障)|{_SHORT[kind]}|{kind}(?!病|科|[1-4一二三四]级))",
        plain,
    ) or re.search(
        rf"(?<![力语体神盲聋哑障])残疾[证本]?(?:是|上|写的?)*{GRADE}(?:残疾)?(?:的|是|因为|就是)*(?:{words})(?!也|还|倒|.{{0,10}}[1-4一二三四]级)",
        plain,
    )
    match = after or before
    if match is None or said.stance(match) not in stances:
        return None
    return match.start(), kind, digit(match["grade"])


def kind_alone(said: Clauses) -> str | None:
    """The kind of a disability that somebody is said to have, without its grade."""
    match = _KIND_ALONE.search(said.plain)
    if match is None or said.stance(match) != "so":
        return None
    said_so = next(filter(None, match.groups()))
    return next(kind for kind, words in KINDS.items() if re.fullmatch(words, said_so))


def kind_put_right(spoken: str) -> str | None:
    """The kind that ``spoken`` (unified) puts in place of another one, and says nothing else."""
    match = _KIND_PUT_RIGHT.fullmatch(re.sub(r"[\s\W]+", "", spoken))
    if match is None:
        return None
    right = match["right"] or match["first"]
    return next(kind for kind, words in KINDS.items() if re.fullmatch(words, right))


def grade_alone(said: Clauses) -> int | None:
    """The grade on the card that somebody is said to have, without its kind."""
    match = _GRADE_OF_A_CARD.search(said.plain)
    if match is None or said.stance(match) != "so":
        return None
    return digit(match["a"] or match["b"])
