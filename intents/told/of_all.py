"""What a message says of all who were told of before, in no more than a word for them, or asks of them."""

from __future__ import annotations

import re

from intents.told.clauses import PIECES
from intents.told.named import named_in
from intents.words.normalise import bare, unify

_COUNT = "[俩两仨三四五六2-9]个?"
_THEM = (
    rf"(?:[我咱他她](?:们家?|家?(?=(?:这|那|老)?{_COUNT}))(?:这|那|老)?(?:{_COUNT}(?:老?人|口子|老)?)?人?|{_COUNT}(?:老?人|口子|老的?)|"
    f"{_COUNT}家的?(?:老人)?|"
    "二老|老[俩两](?:口子?)?|[公婆夫妻]{2}[俩两]|"
    f"(?:兄弟|姐妹|姊妹|姐弟|兄妹|(?:哥|姐|娘|爷)(?:们|儿|们儿)?|父子|父女|母子|母女){_COUNT}人?|"
    "夫妻|夫妇|全家人?|一家(?:子|人)?|大家伙?|(?:[我俺咱]们?)?家里(?:人|老人)?)"
)
_LEAD = "(?:那|[哦噢啊哎唉嗯]|不是?(?=[,，、 ])|不对|(?:说|讲|记|搞|弄)错了|对了?|还有|其实|另外|现在|今年|目前|反正|就|也|[,，、 ])*"
_ALL = "(?:全都?|都|均)"
_OF_ALL = re.compile(
    rf"^{_LEAD}{_THEM}?(?:现在|今年|目前|也)*(?=(?:{_ALL})(?!(?:多少|怎么|能|可以)))"
)
_BEHIND_A_PLACE = re.compile(
    rf"^[^,，。;；、\s]{{2,4}}的[,，、\s]+{_THEM}?(?=(?:{_ALL})是?(?:北京|本市|京))"
)
"""Where all are from, and then what is told of all ("密云的，都是北京户口")."""

_WHOLE = (
    "一共|总共|拢共|统共|共计?|总计|合计|合(?=[能领拿是多几])|总数|总的|合着|凑一块儿?|加一加|"
    "[加合]到?(?:起来|一起|一块儿?|在一起|一块堆儿?)"
)
_MONTHLY = "每个?月|[1一]个?月|月月|固定|到手"
_HOW_MUCH = "能|可以|该|应该|会|有|是|[领拿给发得算]|多少|几百|几个|钱|块|元|一下|看看|了|的"
_ENDS = "[呢吧啊呀啦吗嘛]*"
_ASKS = re.compile(
    rf"(?:那|就|把|这|要|到底|究竟|现在)*(?:{_THEM})?(?:的|都|全|各)*(?:{_MONTHLY}|{_HOW_MUCH})*"
    rf"(?:(?:{_WHOLE})(?:{_MONTHLY}|{_HOW_MUCH}|{_WHOLE})*)?{_ENDS}"
)
_WHEN = re.compile(
    r"^(?:那|到|等)*(?:(?:今年|明年|后年|\d{4}年)(?:\d{1,2}月份?|年底)|下下?个?月)(?:的时候|以后|起)?(?=.)"
)
"""In which month to come it is asked for ("明年5月一共多少")."""

_NAMES_A_WHOLE = re.compile(_WHOLE)
_SEVERAL = re.compile(rf"{_COUNT}|们|二老|夫[妻妇]|家|大家")


def told_of_all(text: str) -> tuple[str, str] | None:
    """What ``text`` tells of all who were told of before, and ``text`` without the word for them; None
    where it tells nothing of all ("老两口都低保", "都没残疾")."""
    plain = unify(text)
    first = _OF_ALL.match(plain) or _BEHIND_A_PLACE.match(plain)
    if first is None:
        return None
    rest = plain[first.end() :]
    told: list[str] = []
    for piece in PIECES.findall(rest):
        if named_in(piece):
            break
        told.append(piece)
    return ("".join(told), rest) if told else None


def asks_of_all(text: str) -> bool:
    """Whether ``text`` asks, at its end, what all who were told of get, and names none of them
    ("一共多少", "我们俩呢", "都是京籍,全家一共")."""
    *told, plain = _clauses(text)
    plain = _WHEN.sub("", plain)
    found = _ASKS.fullmatch(plain)
    if found is None or not plain:
        return False
    several = speaks_of_several(text)
    if not (several or _NAMES_A_WHOLE.search(plain)):
        return False
    return not told or several or told_of_all(text) is not None


def speaks_of_several(text: str) -> bool:
    """Whether ``text`` has, at its end, a word for several people ("我们俩呢")."""
    return bool(_SEVERAL.search(_clauses(text)[-1]))


def _clauses(text: str) -> list[str]:
    plain = unify(text).rstrip("?？!！。 ,，")
    return [bare(one) for one in re.split(r"[,，。;；!！?？\s]+", plain)]
