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

_SPOKEN_OF = "[我俺他她咱]们?|[爸妈]|老人|老伴儿?|家里?"
_BREATH = re.compile(r"[\s\W]+|(?<=[的了有][呀啊嘛哟])|(?<=的)(?=[我俺他她咱])")
"""Where a clause ends: speech has no commas ("北京的呀我一辈子在北京")."""

_FILLER = re.compile(
    rf"(?:(?:评|做)过?(?:估|级)?了|[哦噢嗯啊哎唉那这]个?|您好|你好|{_SPOKEN_OF}|[呀嘛呢吧])+"
)
"""What stands before an answer, set apart from it, and says nothing."""

_BEFORE = rf"(?:[哦噢嗯啊哎唉那这可倒并真确实都还也就]|目前|现在|从来|{_SPOKEN_OF})*"
_AFTER = "[啊呀呢的哪嘛哦呗哈咯诶]*"
_BARE_YES = "(?:是的?|对的?|有的?|嗯|没错|可不是?|当然|中)+"
_BARE_NO = rf"(?:{_BEFORE}(?:不是|没有?)+|[哦噢嗯啊哎]*[不无]+)"
_DOUBTED = "(?<=没有)吧"
"""Who doubts says "没有吧" of what she has not; "不是吧" is said of a sum that is less than was hoped for."""

_OBJECTS = re.compile(
    "问|听|懂|明白|意思|[那这]么|[你您](?:说|听|没|弄|搞)|(?:太|真|就这?|才)(?:少|低|点)"
)
"""What is said after a no that stands for "wait", or is said of the sum: it answers nothing."""

_CORRECTS = re.compile(r"不对|说错|不是.+是|错了")
_REFUSAL = (
    "不想(?:说|讲|提|答|回答|告诉)|不愿意?(?:说|讲|提|答|回答|告诉)|不(?:方便|便)(?:说|讲|透露|告诉)?|不告诉|保密|跳过|"
    "(?:不|懒得)(?:回答|说(?:收入|这个|家里|户口))|问这个?(?:干嘛|干什么|干啥|做什么|有什么用|干吗)|凭什么(?:告诉|说)|下一个"
)
_REFUSES = re.compile(_REFUSAL)
_ONLY_REFUSES = re.compile(
    rf"(?:{_REFUSAL}|那|这|我|你|您|就|先|还是|吧|呀|啊|了|个|问题|的|也|都|低保|低收入|残疾证?|户口|评估|吗|啥|是不是|有没有|好|行|请)+"
)
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

_OWN: dict[str, str] = {
    "hukou": "(?:[是在落]|北京市?|本市|本地|京城?|户口|户籍|[籍户人])+",
    "residence_permit": "(?:办理?过?|(?:办理?|领|申请|有)?过?(?:北京)?的?(?:居住|暂住|登记|居住登记)?[证卡])",
    "income_class": "[是有]?(?:困难|贫困)(?:户|家庭|人家)?",
    "family_planning_special": "[是有]?(?:失独|计生|计划生育)?(?:特殊|家庭|老?人)*",
    "disability": "(?:办过?|[是有]?(?:办理?|领|评)?过?(?:残疾|残障)?[证人]|[是有]?残疾)",
    "basic_service_elder": "[是有]?(?:基本)?(?:养老)?(?:服务)?对象?",
    "alone": "[是有]?(?:一个?人|1个?人|独居|自己|独自|单独)?(?:住|过|生活)?",
    "insured_district": "(?:[是在]|石景山区?|参保|医保|上)+",
}
"""With which words of its own a yes or a no to the question for a fact may go on, and still says no more:
"不是北京的" is a no, "没有户口本行吗" is a question of its own."""

_TO_BE_HAD = ("residence_permit", "disability")
"""What one goes and gets: that it was done ("办了") is a yes."""

_KEPT_APART = "(?:[是在从就落还一直现在目前都当然]|户口|户籍|我们?|俺|他|她|老人|我?[爸妈])*"
_OF_A_PLACE = "(?:[的人省市县户籍在落那边来]|户口|户籍|老家|农村|本地)*[啊呀呗哈嘞]*"
_AT_HOME = "(?:[还就都在住跟和搁是我他她]|一直|现在|目前|老人|自己|自个儿?|儿子|闺女|女儿|孩子|我?[爸妈])*家(?:[里中住呢的啊呀]|养老|待着)*"
_IN_A_HOME = "(?:[还就都在住进去了着是我他她]|一直|现在|目前|我?[爸妈])*(?:养老院|敬老院|养老机构|机构|院里|福利院|护理院|老年公寓)[里住呢啊呀]*"
_LEVEL_TOLD = "(?:度|失能|失智|的|那档|那级|那种|那类|[啊呀呢])*"
_MONEY_NAMED = "(?:保险|生活|护理|两项|补贴|补助|津贴|费|发|的|钱|致残|家庭|入住|社会福利机构|人员|那个|[啊呀呢])*"
_INSURED = "(?:医保|医疗|保险|的|[啊呀呢])*"
_SAID: dict[str, tuple[tuple[Any, str], ...]] = {
    "hukou": (
        ("other", rf"{_KEPT_APART}(?:(?:外地|外省|外埠|老家|农村来|{elsewhere().pattern})[的省市县户籍人农村]*)+{_OF_A_PLACE}"),
        ("beijing", rf"{_KEPT_APART}(?:老|本地|土生土长的?)*(?:北京市?|京城|京籍|京户|本市|本地){_OF_A_PLACE}"),
    ),
    "income_class": (
        ("dibao", "[是吃有]*低保户?(?:[的啊呀])*"), ("low_income", "[是有]*低收入(?:家庭|户)?(?:[的啊呀])*"),
        ("none", rf"{_BEFORE}(?:[哪那两][个样种])?都?不(?:是|沾|占)[的啊呀呢]*|(?:我们?|他|她)?(?:家里?|家庭)?(?:条件)?不(?:困难|穷)[的啊呀呢]*"),
    ),
    "assessment_level": (
        ("total", f"是?(?:完全|全失能){_LEVEL_TOLD}"), ("severe", f"是?最?重{_LEVEL_TOLD}"),
        ("moderate", f"是?中(?:等|{_LEVEL_TOLD})"), ("mild", f"是?轻{_LEVEL_TOLD}"),
        ("intact", f"是?(?:能力)?(?:完好|正常|没失能){_LEVEL_TOLD}"),
    ),
    "receiving": (
        (["工伤护理费"], f"是?工伤{_MONEY_NAMED}"), (["知青护理费"], f"是?(?:因公致残)?(?:返城)?知青{_MONEY_NAMED}"),
        (["见义勇为护理补贴"], f"是?见义勇为{_MONEY_NAMED}"), (["困境家庭入住补贴"], f"是?困境{_MONEY_NAMED}"),
        (["残疾人两项补贴"], f"是?(?:残疾人?|残联|两项){_MONEY_NAMED}"),
        ([], f"{_BEFORE}(?:没有?|不)(?:在)?领[过着]?(?:[这那]?[个些样]?钱?|别的)[的啊呀呢]*"),
    ),
    "lives": (("institution", _IN_A_HOME), ("home", _AT_HOME)),
    "insurance_type": (("employee", f"[是上]*(?:城镇|单位)?(?:职工|单位){_INSURED}"), ("resident", f"[是上]*(?:城镇|城乡|新)?(?:居民|农合){_INSURED}")),
}  # fmt: skip
"""What else is a plain answer to the question for a fact, and to no other: a clause that says it and no more."""

_IN_ANY_CLAUSE = ("hukou",)
"""Facts that may be told in any clause: "跟着孩子来的，外地的"."""

_TELLS_NOTHING = {
    "assessment_level": rf"{_BEFORE}(?:没有?|不)(?:去?[做评办测]|参加|申请|听说)?[过上]?(?:评估|能力评估|等级)?[啊呀呢的]*",
    "basic_service_elder": rf"{_BEFORE}(?:没有?人?|不)(?:告诉|通知|说|提|听说)过?[我们您]*[啊呀呢的]*",
}
"""What leaves a fact as open as it was, and says that nobody can tell it yet."""

_UNKNOWN = re.compile(
    rf"{_BEFORE}(?:{'|'.join(_NAMES.values())}|证|这个?|是不是|有没有|评没评|是(?!不是)|有(?!没有)|几级|哪[类级种])*"
    "(?:(?:不|没)(?:太|大|怎么)?(?:知道|清楚|晓得|记得|了解|好说|确定)|(?:说|记|搞|弄|分|拿|闹)不(?:太)?(?:好|清|准)楚?|忘了)"
    rf"(?:[啊呀呢的了吧他她我有是不算在过上这个样些哪几什么啥类种区没办]|老人|家里?|{'|'.join(_NAMES.values())}|证)*"
)
"""That she does not know, and no more: "不知道怎么领" asks."""


def says_yes(text: str) -> bool:
    """Whether ``text`` says yes and nothing else."""
    return bool(re.fullmatch(f"{_BARE_YES}[啊呀吧呢的了哪嘛哦]*|办了[啊呀的]*", bare(text)))


def says_unknown(asked: str, text: str) -> bool:
    """Whether ``text`` says of the fact ``asked`` that she does not know it, or that nobody can tell it yet,
    and asks nothing."""
    first = _clauses(text)[:1]
    nothing = _TELLS_NOTHING.get(asked, "$^")
    return any(
        (_UNKNOWN.fullmatch(said) or re.fullmatch(nothing, said)) and not _is_asked(said, text)
        for said in first
    )


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
    clauses = _clauses(without_either(unify(text)))
    apart = alone or len(clauses) > 1
    if not (clauses and apart) or asked in left_out_in(text):
        return {}
    corrects = bool(_CORRECTS.search(bare(text)))
    if corrects and asked not in _IN_ANY_CLAUSE:
        return {}
    said = _said_in(asked, clauses, text)
    if said is None and not corrects:
        said = _yes_or_no(asked, clauses, text, yes)
    return {} if said is None else {asked: said}


def leaves_open(asked: str, text: str) -> bool:
    """Whether ``text`` names the fact ``asked`` as applied for or not granted yet ("低保办着呢还没批"), or says
    that it is one of two ("重度还是中度记不清")."""
    if is_between_two(asked, unify(text)):
        return True
    said = Clauses.of(unify(text))
    named = re.finditer(_NAMES.get(asked, "$^"), said.plain)
    return any(said.stance(match) == "open" for match in named)


def _clauses(text: str) -> list[str]:
    """The clauses of ``text`` from the first on that says something."""
    clauses = [clause for clause in _BREATH.split(unify(text)) if clause]
    while len(clauses) > 1 and _FILLER.fullmatch(clauses[0]):
        clauses = clauses[1:]
    return clauses


def _is_asked(clause: str, text: str) -> bool:
    """Whether ``clause`` of ``text`` is a question by its mark."""
    plain = unify(text)
    return bool(re.match(r"\s*[?？]", plain[plain.find(clause) + len(clause) :]))


def _said_in(asked: str, clauses: list[str], text: str) -> Any:
    """What a clause says of the fact ``asked`` in its own words; None where none does, or it leaves it
    open ("低保办着呢还没批")."""
    for clause in clauses if asked in _IN_ANY_CLAUSE else clauses[:1]:
        for value, pattern in _SAID.get(asked, ()):
            whole = re.fullmatch(pattern, clause)
            if whole and Clauses.of(clause).stance(whole) != "open" and not _is_asked(clause, text):
                return value
    return None


def _yes_or_no(asked: str, clauses: list[str], text: str, yes: Any) -> Any:
    """What the yes or no with which ``clauses`` begin means of the fact ``asked``; None where they begin
    with none, where more is said in the same breath than that, or where it is asked back."""
    means_yes, means_no = _MEANS.get(asked, (None, None))
    first, rest = clauses[0], "".join(clauses[1:])
    own = _OWN.get(asked, "")
    if _is_asked(first, text):
        return None
    done = "|早?就?办[了过]" if asked in _TO_BE_HAD else ""
    if re.fullmatch(f"{_BEFORE}(?:{_BARE_YES}{done})(?:{own})?{_AFTER}[吧了]?", first):
        return yes or means_yes if not rest or re.search(_NAMES.get(asked, "$^"), rest) else None
    if re.fullmatch(f"{_BARE_NO}(?:(?:{own})?{_AFTER}|{_DOUBTED})", first):
        return None if _OBJECTS.search(rest) or _names_another(asked, rest) else means_no
    return None


def _names_another(asked: str, rest: str) -> bool:
    named = [fact for fact, words in _NAMES.items() if re.search(words, rest)]
    return bool(named) and asked not in named


_KINDS = {
    "视力": "视力|眼|盲", "听力": "听力|耳|聋", "言语": "言语|说话(?![慢快大小])|哑", "肢体": "肢体?|腿|脚|胳膊|手(?![机续头里])|瘫|走路",
    "智力": "智", "精神": "精神|脑子|痴呆",
}  # fmt: skip
_LEVEL = re.compile(r"([1-4一二三四])级?$|([1-4一二三四])级")
_PUT_RIGHT = re.compile("不对|不不+|(?:说|讲|记|搞|弄)?错了")


_CARD = re.compile(
    rf"(?!.*[没不无]).{{0,4}}?(?:(?:有|办了|是)个?)?(?:{'|'.join(_KINDS)})?残疾(?:证|人)?(?:上?写的?是?(?:{'|'.join(_KINDS)})|.?)"
)


_FORGOTTEN = re.compile(
    "(?:但|可|就是|我|他|她|也|都|是|上头?|的|到底)*(?:忘|记不|不(?:太|大)?(?:知道|清楚|晓得|记得)|想不起|说不[清好准])[^有]*$"
)
_SAYS_A_HALF = re.compile(
    rf"{'|'.join(_KINDS.values())}|[1-4一二三四]级?|残疾?|残障|[证人有是都的写定评办了那类方面上本子个吧啊呀呢他她我妈爸老睛朵体]|应该|好像|大概"
)
_SOME_WORD = 2
"""So many more characters an answer has that says a kind in words of its own ("腿瘸了"): not "说话慢点儿"."""


def speaks_of_a_card(text: str) -> bool:
    """Whether ``text`` says that there is a disability, of whatever kind ("有残疾证", "视力残疾，忘了几级")."""
    return bool(_CARD.fullmatch(_FORGOTTEN.sub("", bare(text))))


def half_of_a_disability(text: str) -> dict[str, Any]:
    """What an answer to "哪类、几级？" says of the two: ``type``, ``level``, or only that a card is held."""
    plain = without_either(_PUT_RIGHT.split(bare(text))[-1])
    if (
        len(plain) > 12
        or re.search("没|不|十|怎么|咋|吗|多少", plain)
        or len(_SAYS_A_HALF.sub("", plain)) > _SOME_WORD
    ):
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
