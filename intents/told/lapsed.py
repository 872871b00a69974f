"""Whether the assessment of somebody is said to be over its time ("重度是去年的，过期了")."""

from __future__ import annotations

import re

_LAPSED = re.compile(
    r"(?:评估|评级|评定|评的|评[了上过]|等级|结果|结论|报告|[轻中重]度|完全失能)[^。;；?？]{0,12}?(?:过期|过了?有效期|到期|失效|作废)了"
    r"(?![^,，。]{0,3}(?:怎么|咋|呢|要不要|还要|会|能|得|吗|么|再))"
)
_OF_SOMETHING_ELSE = re.compile(
    "(?:身份证|残疾证|居住证|社保卡|老年卡|证件|券)[^,，。]{0,4}(?:过期|到期|失效|作废)|(?:没|未|还没|不会)(?:有)?(?:过期|到期|失效)"
)


def is_lapsed(spoken: str) -> bool:
    """Whether ``spoken`` (unified) says so; what is only asked about, or is of a card, is no lapse."""
    return bool(_LAPSED.search(spoken)) and not _OF_SOMETHING_ELSE.search(spoken)
