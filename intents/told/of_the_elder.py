"""A text without what it tells of the children, what it corrects in itself and what it leaves open between two."""

from __future__ import annotations

import re
from functools import lru_cache

from intents.told.corrections import plainly
from intents.told.disabilities import with_kinds_first, without_grade_of_several
from intents.told.either_or import without_either
from intents.told.people import of_whom_is_asked
from intents.words.normalise import unify
from intents.words.relatives import CHILDREN, GRANDCHILDREN, THEIR_SPOUSES

_CORRECTIONS = (
    re.compile(r"不是\s*\d{2,3}\s*岁?[,，、 ]*(?:而)?是(?=\s*\d)"),
    re.compile(r"[,，、 ]*(?<!是)不是\s*\d{2,3}\s*岁?(?=$|[,，。 ])"),
    re.compile(r"[,，、 ]*(?<!是)不是\s*[1-4一二三四]级"),
)
"""What was wrong, taken out: "不是83，是73", "是73，不是83", "是一级不是二级"."""

_CHILDREN = re.compile(
    rf"(?:^|(?<=[,，。；、 ]))是?(?:我|俺|他|她)?(?:{CHILDREN}|{THEIR_SPOUSES}|{GRANDCHILDREN}|弟弟?|妹妹?)(?![6-9]\d)"
    r"(?:是|有|吃着?|今年|都|也|呢|的)*(?=低保|低收入|残疾|[1-4一二三四]级|\d{2}|[视听肢智精])[^,，。；\s]*"
)
"""What is told of the children is not true of the elder."""

EDGES = re.compile(r"[\s\W_]+")
"""What stands between words."""

_BOOKLET = re.compile("(?<=户口)[簿本册](?:子|儿)?")
"""Where somebody is registered is written there ("户口簿是东城的")."""


@lru_cache(maxsize=512)
def of_the_elder(text: str, *, of_one: bool = False) -> str:
    """``text`` (unified) without what was corrected in it, what it tells of the children and leaves open."""
    spoken = unify(text) if of_one else of_whom_is_asked(unify(text))
    for pattern in _CORRECTIONS:
        spoken = pattern.sub("", spoken)
    return without_grade_of_several(
        with_kinds_first(plainly(without_either(_CHILDREN.sub("", _BOOKLET.sub("", spoken)))))
    )
