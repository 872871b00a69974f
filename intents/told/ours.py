"""What a message tells of one's own: without strangers, and without who is left out of the sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from intents.told.clauses import CARES, PIECES, TELLS, cut_by_person, is_shared, told_of
from intents.told.in_full import in_full
from intents.told.moved import told_of_its_owner
from intents.told.named import ALL_BUT_THE_SPEAKER, EVERYBODY, NAMES, SPEAKER, named_by, person_in
from intents.told.replaced import without_who_was_wrong
from intents.words.relatives import (
    CHILDREN,
    COLLEAGUES,
    GRANDCHILDREN,
    NEIGHBOURS,
    OF_SIBLINGS,
    OLD_ONES,
)

FOR_MYSELF = re.compile(
    r"(?:那|请问|问问)*[我俺](?:自己|本人|自个儿)?(?:[1一每]?个?月|[一共总到底还也都又现在这样]+)?"
    r"(?:能|可以|该|应该|有|领|拿|享受|够|符合|给)"
)
"""How somebody asks what she gets herself ("我能领多少")."""

ASKS = re.compile("多少|几百|几块|什么|啥|吗|呢|能不能|够不够|哪些")

_OUTSIDER = re.compile(
    "(?:你看|听说|为什么|为啥|凭什么|凭啥|怎么|可是?|但是?|那)*(?:[我俺咱]们?)?(?:家|的|那|这|有|[1一]?个|老|住|村里?|院里?|小区里?|单元里?|单位)*"
    f"(?:{NEIGHBOURS}|隔壁|楼[上下]|对[门过]|前院|后院|{COLLEAGUES}|工友|战友|朋友|病友|牌友|舞伴|亲戚|人家|别人|别家|"
    rf"老[王李张刘陈杨赵黄周吴孙马](?!头)|(?:{CHILDREN})(?!他?[爸妈爹娘爷奶]|[6-9]\d)|[弟妹]{{1,2}}(?![弟妹6-9])|{GRANDCHILDREN}|{OF_SIBLINGS}|"
    "(?:村|院|小区|单元|楼|胡同|单位)里?的?(?:有个)?(?:老人|老太太|老头|大爷|大妈|人)|[表堂][哥姐弟妹]|[大小][姑叔舅姨]子|妯娌|连襟|亲家)"
)
"""Somebody of whom a message may tell only to compare ("街坊吃低保")."""

_PASSED_ON = re.compile("说|讲|告诉|问|替|帮|代|让|叫|给[他她]|是[他她]|介绍|推荐")

_OUR_OWN = re.compile(
    f"[我俺咱]们?家|[1一全]家(?=都|子|人|是|低|吃|户)|(?:家里)?(?:的|有)?(?:老人(?!的|家?护理)|{OLD_ONES}|老头|老两口)"
)

_TOGETHER = re.compile(
    "(?:[俩两]个?人|[我他她]们?俩|[加合]起来|一块儿?|合计)[^,，。]{0,8}(?:多少|几百|几个)"
)

_LEADS = re.compile("(?:那|而|可是?|但是?|不过|其实|至于|要说)*")

_LEFT_OUT = re.compile(
    rf"(?:(?P<first>{ALL_BUT_THE_SPEAKER})"
    r"(?:的|那份|那边|这边|就|先|都|也|暂时|这回|可以)*(?:(?:不用|甭|别|不必|不要|先不|就不)再?[算管看说问提查]|不[算说](?=[他她了进在]))|"
    r"^(?:那|就|先|这回|暂时)*(?:不用|甭|别|不必|不要|不)再?[算管看说提查](?:[我俺]家?的?)?"
    rf"(?P<last>{ALL_BUT_THE_SPEAKER}|(?<=[算管提])[他她]))"
    r"(?:的|他|她|了|啦|吧|进去|在内|呢)*[,，。;；!！\s]*$"
)
"""Who is said not to be reckoned ("我爸不用算", "先不说我爸")."""

_NOBODY_ELSE = re.compile(
    rf"(?:就|只|光|单|先|单独|那)+(?:算|看|说|查|问|要)(?:一?下)?[我俺]?(?P<who>{EVERYBODY}|自己|自个儿)(?:1?个?人)?(?:的|那份|就行|能|可以|该|[领拿]|一共|每月|1?个?月|多少|几百|钱|了|吧|呢)*(?=[,，。;；!！?？\s]|$)"
)
"""Whose sum alone is asked for ("就算我妈")."""


@lru_cache(maxsize=512)
def of_ours(text: str) -> str:
    """``text`` (unified) without what it tells of neighbours and the like, where it goes on to tell of
    one's own ("街坊吃低保,我不吃"), and of who is said not to be reckoned."""
    text = told_of_its_owner(without_who_was_wrong(in_full(text)))
    kept: list[str] = []
    others, strangers, ours, carer = False, False, False, False
    together = _TOGETHER.search(text)
    for piece in _pieces_beside_outsiders(text):
        named = {name for mark in NAMES.finditer(piece) for name in named_by(mark)}
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
            or is_shared(piece)
            or ASKS.search(piece)
        ):
            kept.append(piece)
            ours = ours or _is_of_our_own(piece)
            others = others and not (named or _OUR_OWN.search(piece))
            carer = bool(_OUTSIDER.match(piece) and CARES.search(piece))
    if out := _left_out_of(text):
        kept = [*_told_of_others(kept, out)]
    return "".join(kept) if ours or not strangers else text


def _told_of_others(pieces: list[str], out: set[str]) -> Iterator[str]:
    """What ``pieces`` tell of anybody but those who are left ``out``."""
    for whose, words in told_of(cut_by_person("".join(pieces))):
        if not whose or not {*whose} <= out:
            yield words


def _left_out_of(text: str) -> set[str]:
    """The people whom ``text`` (unified) says not to reckon."""
    said = (_LEFT_OUT.search(piece) for piece in PIECES.findall(text))
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
        {name for mark in NAMES.finditer(piece) for name in named_by(mark)} for piece in pieces
    ]
    place = next((n for n in reversed(range(len(names))) if names[n]), None)
    if person is None or place is None or SPEAKER in names[place]:
        return pieces
    same = person in ("他", "她") or names[place] == {person_in(person)}
    return pieces[:place] if same else pieces


def _is_of_our_own(piece: str) -> bool:
    """Whether a clause begins with the speaker or one of hers, and does not speak for somebody else."""
    plain = _LEADS.sub("", piece, count=1)
    lead = NAMES.match(plain)
    own = {*named_by(lead)} - {"邻居"} if lead else set()
    begins = own or FOR_MYSELF.match(plain) or _OUR_OWN.match(plain)
    return bool(begins and not _PASSED_ON.search(piece))


_ONLY_AGED = re.compile(r"(?:今年|都|有)?(?:[6-9]\d|1[01]\d)(?:周?岁)?了?[,，。;；、\s]*")
"""Who is told of beside one's own by her age alone is no comparison ("一个邻居85,我83")."""


def tells_only_of_outsiders(text: str) -> bool:
    """Whether all that ``text`` (unified) tells is of people who are nobody's of the family, and none of them is
    known by a name ("街坊吃低保")."""
    pieces = PIECES.findall(text)
    return bool(pieces) and all(map(_is_of_an_outsider, pieces)) and not NAMES.search(text)


def _is_of_an_outsider(piece: str) -> bool:
    begins = _OUTSIDER.match(piece)
    rest = piece[begins.end() :] if begins else ""
    ours = re.search("[我俺咱]|老伴|爱人", rest) or _is_only_aged(piece, rest)
    return bool(TELLS.search(rest) and not ours and not _PASSED_ON.search(rest))


def _is_only_aged(piece: str, rest: str) -> bool:
    """Whether ``piece`` tells of somebody by a name no more than her age, ``rest`` without whose she is."""
    return bool(NAMES.search(piece) and _ONLY_AGED.fullmatch(NAMES.taken_out(rest)))


def _pieces_beside_outsiders(text: str) -> list[str]:
    """The clauses of ``text``; what is told of an outsider ends where the speaker comes to herself."""
    pieces: list[str] = []
    for piece in PIECES.findall(text):
        begins = _OUTSIDER.match(piece)
        ends = (
            re.compile("(?<![和跟与同比])[我俺咱]").search(piece, begins.end()) if begins else None
        )
        if ends and not CARES.search(piece[: ends.start()]):
            pieces += [piece[: ends.start()], piece[ends.start() :]]
        else:
            pieces.append(piece)
    return pieces
