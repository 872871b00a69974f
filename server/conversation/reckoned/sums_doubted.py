"""Whether a message doubts a sum by what others say or get, or asks if one is right."""

from __future__ import annotations

import re

from intents.told.claimed import claim_in
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise
from server.conversation.asked import wishes
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.told.facts_told import heard

_SUM_SAID = r"(?:领|拿|给|发|补|有|是|涨到|到|说)(?:的|着|了|过|到)?(?:是)?(?:好几)?(?:\d{3,5}|[几好]百|[一二两三四五六七八九几好]千|\d+(?:块|元))"
_HEARSAY = re.compile(
    "(?:人家|别人|邻居|街坊|隔壁|楼[上下]|对门|院里|村里|同事|亲戚|朋友|战友|同学|他们|有人|网上|电视|新闻|报纸|抖音|微信|群里|听说|听人|都说|不是说|"
    rf"老[张王李赵刘陈杨周吴孙]).{{0,15}}?{_SUM_SAID}"
)
_DOUBT = re.compile(
    rf"^(?:哎|啊|那|这|我看|我觉得|好像|是不是)*(?:不对|不会|不可能|不是|错|搞错|弄错|怎么可能|怎么会).{{0,10}}?{_SUM_SAID}"
)
_SO_LITTLE = re.compile(
    r"(?:怎么|咋)(?:才|就|只)(?:给|有|领|发)?(?:\d{2,4}(?!岁)|这么?点|点)|"
    r"^(?:这|也|那|给|发|补|得|的|钱|可|真|是)*(?:太|这么|才这么)少[了啊呀吧]*$"
)
_OF_WHAT_WAS_SAID = "|".join(
    ("不多", "没多少", "不够(?:花|用|吃药|看病)?", "太少", "不?止(?:这么?点|这些)?", "不会少", "没少", "不变", "不会变", "没有?[那这]么多", "不能再?多(?:给)?1?[点些]")
)  # fmt: skip
_ONLY_OF_THE_SUM = re.compile(
    rf"(?:[这那就也可真钱给发的是都还个]|应该|恐怕)*(?:{_OF_WHAT_WAS_SAID})[了啊呀吧吗么呢的嘛]*"
)
"""What is said of the sum that was told, and nothing else: it hopes for more, or wants to be sure of it."""

_WHY = re.compile(
    "(?:这是)?(?:为什么|为啥|凭什么|凭啥|怎么回事|咋回事|什么原因|怎么这么多|咋这么多)[呢啊呀]?"
)
_ASKS_MORE = re.compile(
    "能领|能拿|多少|(?:怎么|咋)(?:申请|办|弄|要|领[^\\d]|才能)|哪|什么|啥|还能|能不能|可以"
)


def doubts_a_sum(text: str) -> bool:
    """Whether ``text`` doubts a sum by what others say or get ("不对吧，我邻居领两百呢"), and asks no more."""
    plain = _WHY.sub("", bare(text))
    if _ONLY_OF_THE_SUM.fullmatch(plain):
        return True
    if _ASKS_MORE.search(plain):
        return False
    if _HEARSAY.search(plain) or _SO_LITTLE.search(plain):
        return True
    return bool(_DOUBT.search(plain)) and not heard(text)


def claims_a_sum(text: str) -> bool:
    """Whether ``text`` asks if a sum is right that may be what somebody gets a month all together."""
    of_others = concepts(normalise(text)).subjects - wishes.BENEFITS
    one = wishes.benefit_of(text)
    return claim_in(text) is not None and not of_others and one in (None, *MONTHLY)
