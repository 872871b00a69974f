"""Made-up question bases of any size: templates over a small word list, always the same for a seed.

Many entries differ in one word only, as in a city whose districts each have rules of their own:
that is what makes a large base hard to search.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

SEED = 20261121

_PLACES = (
    "东城", "西城", "朝阳", "丰台", "石景山", "海淀", "门头沟", "房山", "通州", "顺义", "昌平", "大兴",
    "怀柔", "平谷", "密云", "延庆", "亦庄", "燕山", "天津", "廊坊",
)  # fmt: skip
_PEOPLE = (
    "老人",
    "独居老人",
    "失能老人",
    "高龄老人",
    "低保老人",
    "外地老人",
    "农村老人",
    "残疾老人",
    "失独老人",
    "退役老兵",
)
_SERVICES = (
    "高龄津贴", "护理补贴", "养老助残卡", "老年餐", "助浴服务", "上门护理", "家庭床位", "养老驿站", "日间照料",
    "康复辅具", "长护险", "适老化改造", "能力评估", "紧急呼叫器", "老年大学", "健康体检", "流感疫苗", "陪诊服务",
    "法律援助", "心理咨询", "临终关怀", "巡视探访", "家庭医生", "送药上门", "理发服务", "养老院", "消费券",
    "意外险", "公园年票", "免费乘车",
)  # fmt: skip
_ASKED = (
    ("怎么申请", "在哪儿办理", "去哪个窗口办"),
    ("要什么材料", "需要带哪些证件", "办的时候带什么东西"),
    ("多少钱", "一个月给多少", "标准是多少"),
    ("什么时候到账", "几号能发下来", "多久可以拿到"),
    ("谁可以享受", "需要什么条件", "哪些人符合要求"),
    ("电话是多少", "打哪个号码问", "怎么联系"),
    ("能不能代办", "子女可以帮忙办吗", "别人替办行不行"),
    ("停发了怎么办", "突然没有了找谁", "为什么不给了"),
)
_SAID = ("", "请问", "我想问问", "麻烦问一下", "那个")
_ENDED = ("", "啊", "呢", "呀", "？")


@dataclass(frozen=True)
class Made:
    """One entry: its question and the other ways of asking it."""

    id: str
    question: str
    alternates: tuple[str, ...]

    def phrasings(self) -> tuple[str, ...]:
        """Every way of asking, the standard question first."""
        return (self.question, *self.alternates)


def entries(count: int, seed: int = SEED) -> list[Made]:
    """``count`` different entries. Raises ValueError beyond what the words allow (48 000)."""
    most = math.prod(map(len, (_PLACES, _PEOPLE, _SERVICES, _ASKED)))
    if count > most:
        raise ValueError(f"at most {most} entries can be made from these words")
    return [_entry(number) for number in sorted(random.Random(seed).sample(range(most), count))]


def _entry(number: int) -> Made:
    rest, asked = divmod(number, len(_ASKED))
    rest, service = divmod(rest, len(_SERVICES))
    place, person = divmod(rest, len(_PEOPLE))
    about = (_PLACES[place], _PEOPLE[person], _SERVICES[service])
    first, second, third = _ASKED[asked]
    return Made(
        id=f"made-{number:05d}",
        question=f"{''.join(about)}{first}",
        alternates=(
            f"{about[0]}的{about[1]}，{about[2]}{second}",
            f"{about[1]}在{about[0]}{third}，就是{about[2]}",
        ),
    )


def asked(base: list[Made], count: int, seed: int = SEED) -> list[tuple[str, str]]:
    """``count`` questions with the id each is meant for: a phrasing with fillers, a character lost."""
    chance = random.Random(seed + 1)
    return [_asked(chance.choice(base), chance) for _ in range(count)]


def _asked(entry: Made, chance: random.Random) -> tuple[str, str]:
    text = chance.choice(entry.phrasings())
    lost = chance.randrange(len(text))
    return f"{chance.choice(_SAID)}{text[:lost]}{text[lost + 1 :]}{chance.choice(_ENDED)}", entry.id
