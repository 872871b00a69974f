"""Whether a text speaks of what a base for elders and offices may well know of, by its words alone."""

from __future__ import annotations

import re

from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise

SHORTEST_FAR = 7
"""A message of fewer characters that names nothing says too little to be another matter ("周末开门吗")."""

NOT_OURS = frozenset({"not-elders", "another-matter"})
"""Subjects that no answer of ours is about."""

_NEAR_OURS = re.compile(
    "老[人年头太]|养老|长者|爸|妈|爷|奶|姥|岁|补[贴助]|津贴|政策|政府|国家|街道|社区|居委|民政|残|失能|护[理工]|照[顾料护]|"
    "证|户口|医|病|药|险|保$|惠民保|退休|投诉|举报|告状|合同|法律|仲裁|赔|骗|(?<!天)津|费|钱|免费|办理|申请|登记|预约|上门|志愿|陪|聊|"
    "报销|过户|房|拆迁|安置|税|抚恤|慰问|年金|优待|独生|离婚|挂号|的号|献血|骨灰|轮椅|血压|尿裤|花镜|小区|物业|停车|邻居|漏水|"
    "扰民|牌照|落户|档案|保姆|入园|罚款|找谁|归谁|哪儿管|谁收|饭|餐|菜|粥|送到|窗口|材料|床位|押金|压金|入住|试住|机构|院里|驿站|食堂|回民|清真|忌口|手环|手镯|帮浴|疼|睡不着|不舒服|死|自杀|难受"
)
"""Whoever speaks of any of these may well mean something that 12345, the hotline of all offices, can tell."""

_OF_ELDERS = re.compile(
    "老|养|爸|妈|爷|奶|姥|岁|补|津贴|政策|街道|社区|居委|民政|残|失能|护|照[顾料]|卡|领|钱|上门|助|评|陪|扶|轮椅"
)
"""What a call about an elder or an allowance speaks of; "家猫病了去哪看" is no matter of elders."""


def is_near(text: str) -> bool:
    """Whether ``text`` names a subject of ours, or one of offices, beside which nothing is another matter."""
    plain = normalise(text)
    own = concepts(plain)
    return not own.foreign and bool(own.subjects or _NEAR_OURS.search(plain))


def is_of_elders(text: str) -> bool:
    """Whether ``text`` speaks of elders or an allowance."""
    plain = normalise(text)
    own = concepts(plain)
    return bool(own.subjects - NOT_OURS or _OF_ELDERS.search(plain))


def says_too_little(text: str) -> bool:
    """Whether ``text`` is so short, and names so little, that nobody could say what it is about."""
    own = concepts(normalise(text))
    named = own.nouns or own.elsewhere or _NEAR_OURS.search(normalise(text))
    return not named and len(bare(text)) < SHORTEST_FAR
