"""Everyday words for somebody who needs care; they name no level, which only an assessment does."""

from __future__ import annotations

import re

_BY_OTHERS = "(?:都|全)?(?:得|要|需要|靠|全靠|让|叫|由)(?:有)?(?:别人|人|家人|我们?)?"
_WORDS = (
    # An illness or a state by its name.
    r"瘫|卧床|不能自理|(?<!不)(?<!没)失能|脑(?:梗|血栓|溢血|出血)|中风|半身不遂|植物人|没意识|昏迷",
    # Eating.
    rf"(?:吃饭|吃喝|吃东西|喝水){_BY_OTHERS}喂|喂(?:饭|水)|鼻饲|胃管|尿管",
    # Relieving oneself.
    r"(?:大小?便|小便|拉尿|屎尿|拉撒)[^,，。]{0,4}(?:失禁|不行|不能|管不住|憋不住|控制不)|(?:拉|尿)裤子|(?:拉|尿)[一1]?床|端屎|尿不湿",
    rf"(?:上厕所|如厕|吃喝拉撒)[^,，。]{{0,3}}{_BY_OTHERS}(?:扶|抱|帮|伺候)",
    # Moving.
    r"坐(?:着|上)?轮椅|(?:下不了|起不来)[床地炕]|(?:走|动弹?)不了|走不动|不能走|不会[走动](?!账)|走不了[路道]|走路歪|躺(?:在)?床上|在家躺着",
    rf"(?<!伸){_BY_OTHERS}(?:背着?|抱着?)(?=$|[,，。走上下])|(?:髋|胯)骨?(?:骨折|断)",
    # The mind.
    r"痴呆|失智|阿尔茨?海?默|糊涂|不(?:认得?|认识)(?:人|我们?|家里)|找不着北|(?:脑子|神志)不清|记不住路|走不回来|(?:老|总)走丢",
    # Being looked after.
    r"全护|伺候不了",
)
_NEEDS = re.compile("|".join(_WORDS))


def needs_care(text: str) -> bool:
    """Whether ``text`` tells in everyday words that somebody cannot look after herself."""
    return bool(_NEEDS.search(text))
