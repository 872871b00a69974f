"""Questions to ask: the knowledge's own phrasings, as written and slightly misheard, and others.

All are different from one another, so that no cache of whole questions can answer them.
"""

from __future__ import annotations

import random

from knowledge.loader import load

SEED = 20261121
UNKNOWN_SHARE = 0.1

_THINGS = (
    "养狗",
    "冰箱",
    "护照",
    "彩票",
    "股票",
    "高铁票",
    "宽带",
    "车牌",
    "电动车",
    "机票",
    "结婚证",
    "公积金",
)
_ASKED = (
    "怎么办理",
    "多少钱一个月",
    "去哪儿申请",
    "坏了找谁",
    "今天能不能买",
    "几点开门",
    "要带什么材料",
)
_WHERE = ("", "朝阳区", "海淀区", "昌平区", "楼下", "网上", "我家附近", "单位里")


def questions(count: int, seed: int = SEED) -> list[str]:
    """``count`` different questions in a fixed order; about one in ten is not in the knowledge."""
    chance = random.Random(seed)
    known = [
        phrasing
        for _, entry in sorted(load().entries.items())
        for phrasing in (entry.question, *entry.phrasings.all())
    ]
    unknown = [
        f"{where}{thing}{asked}" for where in _WHERE for thing in _THINGS for asked in _ASKED
    ]
    made: dict[str, None] = {}
    while len(made) < count:
        outside = chance.random() < UNKNOWN_SHARE
        made[misheard(chance.choice(unknown if outside else known), chance)] = None
    return list(made)


def misheard(text: str, chance: random.Random) -> str:
    """``text`` with one character lost or said twice; in one case of three as it is."""
    place = chance.randrange(len(text))
    kept = (text[:place], text[place], text[place + 1 :])
    return chance.choice((text, kept[0] + kept[2], kept[0] + kept[1] * 2 + kept[2])) or text
