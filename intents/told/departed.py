"""Who is said to be no longer there: "我爸去年走了", "她上礼拜没了"."""

from __future__ import annotations

import re

from intents.told.named import ALL_BUT_THE_SPEAKER, GROUPS, named_in
from intents.words.relatives import OLD_ONES

_GONE_FOR_GOOD = (
    r"(?:已经|早就?|去年|前年|今年|上个?月|大前年|前些年|先|也|都|刚|昨天|前天|(?:上个?|这个?|前)(?:礼拜|星期|周)[一二三四五六日天1-6]?|前[两几]天|头[两几]天|前些日子|前不久|刚才|今天|今早|夜里|夜间|昨晚|\d+月(?:份|底|初|\d+[号日])?|突然|忽然|还是|就|又|已|人就?|\d+年前?|[一二三四五六七八九几两]年前?|了)*"
    r"(?:走|去世|过世|病故|没|不在|离世)(?:人世|世)?(?:的|了|得早)"
    r"(?![一二两三几半\d]+[趟步站里圈道]|过|出|回|路|弯)"
)

_SOMEWHERE = r"(?![,，]?\s*(?:去(?!世|年)|到(?!现在|今|如今)|上(?!个?月|礼拜|周|星期|年)|回|跟))"
"""Who "走了，去买菜了" has only left the house."""

_HER_AGE = r"(?:(?:今年|都|活到|享年)*(?:[6-9]\d|1[01]\d)(?:周?岁)?[,，]?)?"
GONE_ONE = re.compile(rf"(?:{ALL_BUT_THE_SPEAKER}){_HER_AGE}{_GONE_FOR_GOOD}{_SOMEWHERE}")
"""Who is no longer there: nothing is worked out for her."""


def gone_in(text: str) -> set[str]:
    """The people whom ``text`` (unified) says are no longer there."""
    return {name for match in GONE_ONE.finditer(text) for name in named_in(match[0])}


_DIES = "(?:走|没|去世|过世|不在|病故)"
_ONE_IS_GONE = re.compile(
    rf"[,，。;；、\s]*(?:如果|要是|万一|假如|后来|现在|今年|去年|上个?月)*(?:{_DIES}了?[一1]个|[一1]个(?:人|先|要是|已经|就|都)*{_DIES}了?)(?:的话|了|呢)*(?![,，、\s]*[一1]个)"
)
_ALIKE_PAIR = re.compile(
    rf"[我俺咱他她]?们?家?的?(?:{'|'.join(GROUPS)})(?=(?:今年|现在)*(?:都|同|一样|一般))(?:今年|现在)*都?"
)


_WHO_IS_LEFT = re.compile("(?:剩下?|活着|留下|另外?)的?(?:那|这)?[一1]?个?(?:人|老人)?的?|还剩下?")


def who_is_left(text: str) -> str:
    """``text`` told of the one who is left of two of whom the same is told and "one" has died
    ("老两口都91，走了一个，剩下那个多少")."""
    gone, pair = _ONE_IS_GONE.search(text), _ALIKE_PAIR.search(text)
    if gone is None or pair is None or pair.end() > gone.start():
        return text
    left = f"{text[: gone.start()]},{_WHO_IS_LEFT.sub('', text[gone.end() :])}"
    who = "他" if re.search("爸|父|爹|公婆", pair[0]) else "我"
    return f"{left[: pair.start()]}{who}{left[pair.end() :]}"


_THAT_ONE = re.compile(
    rf"(?:^|[,，。;；\s])(?:哦|唉|哎|嗯|噢|啊|对了|可惜|可是|但是?|其实|不用了|别算了|忘了说|跟您说)*"
    rf"(?:他|她|人|老人家?|{OLD_ONES}|老妈|老爸|老头儿?){_GONE_FOR_GOOD}(?=[呀啊呢]*(?:[,，。;；!！\s]|$)){_SOMEWHERE}"
)


def is_gone(text: str) -> bool:
    """Whether ``text`` (unified) says that the one spoken of is no longer there ("她上礼拜走了")."""
    return bool(_THAT_ONE.search(text))
