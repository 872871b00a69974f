"""What a short answer says of the fact that was asked for: "是", "没有", "北京的", "重度", "二级"."""

from __future__ import annotations

import re
from typing import Any

from intents.told.either_or import is_between_two, without_either
from intents.told.left_out import left_out_in
from intents.told.stance import Clauses
from intents.words.concepts import elsewhere
from intents.words.normalise import bare, unify
from intents.words.numerals import digit

_YES = re.compile(r"^(?:是的?|对的?|有的?|办了|嗯|没错|可不|当然|中(?!度|等))+")
_ALSO = re.compile(r"^那?(?:[我俺]?[他她]?[爸妈]?|老伴儿?)也(?=是|有|没)")
_NO = re.compile(
    r"^(不是|没有|没|不|都不是|无)(?!对|行|知道|清楚|用|想|问|算|要|说|事|听|懂|明白|看|关系|重[来新]|从头)"
)
_CORRECTS = re.compile(r"不对|说错|不是.+是|错了")
_REFUSAL = (
    "不想(?:说|讲|提|答|回答|告诉)|不愿意?(?:说|讲|提|答|回答|告诉)|不(?:方便|便)(?:说|讲|透露|告诉)?|不告诉|保密|跳过|"
    "(?:不|懒得)(?:回答|说(?:收入|这个|家里|户口))|问这个?(?:干嘛|干什么|干啥|做什么|有什么用|干吗)|凭什么(?:告诉|说)|下一个"
)
_REFUSES = re.compile(_REFUSAL)
_ONLY_REFUSES = re.compile(
    rf"(?:{_REFUSAL}|那|这|我|你|您|就|先|还是|吧|呀|啊|了|个|问题|的|也|都|低保|低收入|残疾证?|户口|评估|吗|啥|是不是|有没有|好|行|请)+"
)
_PARTICLES = re.compile(r"^[啊呀吧呢的了哪嘛哦]*")

_MEANS: dict[str, tuple[Any, Any]] = {
    "hukou": ("beijing", "other"),
    "residence_permit": (True, False),
    "income_class": (None, "none"),
    "family_planning_special": (True, False),
    "disability": (None, []),
    "receiving": (None, []),
    "basic_service_elder": ("yes", "no"),
    "alone": (True, False),
    "insured_district": ("石景山区", None),
}
"""What yes and no mean as an answer to the question for a fact."""

_NAMES = {
    "hukou": "户口|户籍|北京|京",
    "residence_permit": "居住证|登记卡",
    "income_class": "低保|低收入|困难",
    "family_planning_special": "失独|计生|计划生育|特殊家庭",
    "disability": "残|级",
    "assessment_level": "评|失能",
    "basic_service_elder": "服务对象",
    "alone": "独居|一个人|一人",
    "insured_district": "医保|参保|石景山",
    "receiving": "工伤|知青|见义勇为|两项|困境",
}
"""By which words an answer names a fact: "有残疾证" is no yes to another question."""

_SAID: dict[str, tuple[tuple[Any, str], ...]] = {
    "hukou": (
        ("other", rf"外地|外省|外埠|老家|农村来|{elsewhere().pattern}"),
        ("beijing", r"^(?:当然|就)?是?(?:老|本地)?(?:北京|京城|本市|本地)"),
    ),
    "income_class": (("dibao", "^低保"), ("low_income", "^低收入"), ("none", r"^(?:都|两样都)不是|^(?:我们?|他|她)?(?:家里?|家庭)?(?:条件)?不(?:困难|穷)")),
    "assessment_level": (
        ("total", "^(?:是)?(?:完全|全失能)"), ("severe", "^(?:是)?(?:重|最重)"),
        ("moderate", "^(?:是)?中"), ("mild", "^(?:是)?轻"), ("intact", "^(?:是)?(?:完好|正常|没失能)"),
    ),
    "receiving": (
        (["工伤护理费"], "^(?:是)?工伤"), (["知青护理费"], "^(?:是)?(?:返城)?知青"), (["见义勇为护理补贴"], "^(?:是)?见义勇为"),
        (["残疾人两项补贴"], "^(?:是)?(?:残疾|残联|两项)"), (["困境家庭入住补贴"], "^(?:是)?困境"), ([], "^都?(?:没|不)(?:有)?领"),
    ),
    "lives": (("institution", "养老院|敬老院|机构|院里"), ("home", "家")),
    "insurance_type": (("employee", "职工|单位"), ("resident", "居民|农合")),
}  # fmt: skip
"""What else is a plain answer to the question for a fact, and to no other."""


def says_yes(text: str) -> bool:
    """Whether ``text`` says yes and nothing else."""
    plain = bare(text)
    yes = _YES.match(plain)
    return yes is not None and not _PARTICLES.sub("", plain[yes.end() :])


def refuses(text: str) -> bool:
    """Whether ``text`` will not say what was asked for ("低保吗不想说", "跳过")."""
    return bool(_REFUSES.search(bare(text)))


def only_refuses(text: str) -> bool:
    """Whether ``text`` does so and says nothing else: it tells of nobody's trouble."""
    return refuses(text) and bool(_ONLY_REFUSES.fullmatch(bare(text)))


def answer_to(asked: str, text: str, *, alone: bool, yes: Any = None) -> dict[str, Any]:
    """The fact ``asked`` as ``text`` answers it, empty if it does not; never in a correction.

    ``alone`` is False where ``text`` says something else of the person, too: then only a yes or no set
    apart from it counts. ``yes`` is what a yes means where only one possibility was asked for.
    """
    plain = without_either(_ALSO.sub("", bare(text)))
    if (
        asked in left_out_in(text)
        or _CORRECTS.search(plain)
        or not (alone or re.match(r"\w{1,3}[\s\W]", text))
    ):
        return {}
    said = next((v for v, pattern in _SAID.get(asked, ()) if _says(pattern, plain)), None)
    if said is None:
        said = _yes_or_no(asked, plain, yes)
    return {} if said is None else {asked: said}


def leaves_open(asked: str, text: str) -> bool:
    """Whether ``text`` names the fact ``asked`` as applied for or not granted yet ("低保办着呢还没批"), or says
    that it is one of two ("重度还是中度记不清")."""
    if is_between_two(asked, unify(text)):
        return True
    said = Clauses.of(unify(text))
    named = re.finditer(_NAMES.get(asked, "$^"), said.plain)
    return any(said.stance(match) == "open" for match in named)


def _says(pattern: str, plain: str) -> bool:
    """Whether ``plain`` has the words of ``pattern`` and does not leave them open ("低保办着呢还没批")."""
    match = re.search(pattern, plain)
    return match is not None and Clauses.of(plain).stance(match) != "open"


def _yes_or_no(asked: str, plain: str, yes: Any) -> Any:
    means_yes, means_no = _MEANS.get(asked, (None, None))
    if match := _NO.match(plain):
        return None if _names_another(asked, plain[match.end() :]) else means_no
    if match := _YES.match(plain):
        rest = _PARTICLES.sub("", plain[match.end() :])
        own = re.search(_NAMES.get(asked, "$^"), rest)
        return (yes or means_yes) if not rest or own else None
    return None


def _names_another(asked: str, rest: str) -> bool:
    named = [fact for fact, words in _NAMES.items() if re.search(words, rest)]
    return bool(named) and asked not in named


_KINDS = {
    "视力": "视力|眼|盲", "听力": "听力|耳|聋", "言语": "言语|说话|哑", "肢体": "肢|腿|脚|胳膊|手|瘫|走路",
    "智力": "智", "精神": "精神|脑子|痴呆",
}  # fmt: skip
_LEVEL = re.compile(r"([1-4一二三四])级?$|([1-4一二三四])级")
_PUT_RIGHT = re.compile("不对|不不+|(?:说|讲|记|搞|弄)?错了")


_CARD = re.compile(
    rf"(?!.*[没不无]).{{0,4}}?(?:(?:有|办了|是)个?)?(?:{'|'.join(_KINDS)})?残疾(?:证|人)?(?:上?写的?是?(?:{'|'.join(_KINDS)})|.?)"
)


def speaks_of_a_card(text: str) -> bool:
    """Whether ``text`` says that there is a disability, of whatever kind ("有残疾证", "视力残疾")."""
    return bool(_CARD.fullmatch(bare(text)))


def half_of_a_disability(text: str) -> dict[str, Any]:
    """What an answer to "哪类、几级？" says of the two: ``type``, ``level``, or only that a card is held."""
    plain = without_either(_PUT_RIGHT.split(bare(text))[-1])
    if len(plain) > 12 or re.search("没|不", plain):
        return {}
    found: dict[str, Any] = {}
    kind = next((kind for kind, words in _KINDS.items() if re.search(words, plain)), None)
    if kind:
        found["type"] = kind
    if match := _LEVEL.search(plain):
        found["level"] = digit(match[1] or match[2])
    if not found and re.search("^有|残疾|证", plain):
        found["held"] = True
    return found
