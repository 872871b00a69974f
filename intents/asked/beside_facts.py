"""What a message asks beside the facts that it tells: "60岁山东居住证 老年证在哪办" asks where the card is had."""

from __future__ import annotations

import re
from functools import cache

from intents.asked import tied
from intents.asked.several import asks
from intents.told.departed import GONE_ONE
from intents.told.disabilities import KINDS
from intents.told.districts import NAMED
from intents.told.named import NAMES
from intents.words.concepts import concepts, elsewhere
from intents.words.normalise import unify
from intents.words.relatives import CHILDREN

_ANY_MARK = re.compile(r"[？?；;，,。！!、()（）\s]+")
_ANSWERED = re.compile(
    r"[^？?；;，,。！!、()（）\s]{1,8}[吗嘛么][？?，,、\s]*(?:不是|没有|是|有|不|没)[的啊呀呢]*(?=[，,。；;！!\s]|$)"
)
"""A question that she answers herself tells a fact ("低保吗，不是")."""

_LEAST = 4
"""So many characters a question has at least that is left where the facts before it are cut off."""

_WHOSE = 2
"""So many characters say whose relative it is who has died ("我家老伴走了")."""

_KINDS = "|".join(KINDS)


@cache
def _facts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A clause that tells facts and nothing else; facts with which a clause begins that goes on."""
    place = f"(?:{NAMED}|(?:{elsewhere().pattern})[省市]?|北京市?)"
    strong = "|".join(
        [
            r"(?:今年|快|刚|虚岁|周岁|都|满)*(?<!\d)(?:[4-9]\d|1[01]\d)(?:多|来)?(?:周岁|虚岁|岁)?(?:了|多)?(?![\d元块天年月号点分%人]|个|百)",
            r"(?:19)?\d\d年(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?(?:的|生人?|出生)*",
            f"(?:{place}|外[地省埠]|本[地市]|农村|农业|非京)(?:农村|农业|集体)?的?(?:户口|户籍|籍)",
            f"(?:户口|户籍)(?:还|就|都|是|在|落)*{place}",
            f"(?:非)?京[籍户]|(?:{place}的?)?(?:居住证|居住登记卡|暂住证)",
            r"(?:吃|是|享受|属于)?(?:低保|低收入)(?:户|家庭)?(?![老的]|[1-9]00)",
            f"(?:{_KINDS})(?:残疾)?[1-4一二三四]级(?:残疾)?|残疾证?[1-4一二三四]级|[1-4一二三四]级残疾",
            "(?:评(?:了|过|上|的|为|成|定)*|是|属于)?个?(?:[轻中重]度|完全)(?:失能)?",
        ]
    )
    lives = f"(?:现在|[1一]直|平时|人)*(?:家|住|在|到)+(?:{place}|(?:{CHILDREN})家)|[跟和](?:{CHILDREN})(?:1起|一起|1块儿?|一块儿?)?(?:住|过)"
    weak = f"{NAMES.pattern}|老人家?|老太太|老头儿?|本人|[我俺咱](?:们|家)?|[和跟与的是了都也还有,]|{place}|现在|今年|独居|空巢|(?:自己|[1一]个人)住|丧偶|退休"
    weak = re.sub(r"\(\?P<\w+>", "(?:", weak)
    fact = f"(?:{weak})*(?:{strong}|{lives})(?:{weak}|{strong}|{lives})*"
    return re.compile(fact), re.compile(f"(?:{weak})*(?:{strong})+")


def asked_beside(text: str) -> str | None:
    """``text`` without the clauses that only tell facts, and without the facts that its question begins
    with; None where nothing is told so, or nothing is asked beside it."""
    _, first = _facts()
    plain = _ANY_MARK.split(_ANSWERED.sub("", unify(text)))
    kept = [piece for piece in plain if piece and not only_tells(piece)]
    kept = [_cut_off(piece, first) for piece in kept]
    rest = " ".join(kept)
    if not rest or rest == " ".join(filter(None, plain)):
        return None
    return rest if any(map(_is_asked, kept)) else None


def _is_asked(piece: str) -> bool:
    """Whether ``piece`` asks something, or names what it is about ("养老院押金不退")."""
    return asks(piece) or not tied.is_statement(piece) or bool(concepts(piece).subjects)


def only_tells(piece: str) -> bool:
    """Whether ``piece`` (unified) tells facts of somebody and nothing else ("北京户口", "她今年73")."""
    whole, _ = _facts()
    gone = GONE_ONE.search(piece)
    dead = gone is not None and gone.end() == len(piece) and gone.start() <= _WHOSE
    return dead or bool(whole.fullmatch(piece))


def _cut_off(piece: str, first: re.Pattern[str]) -> str:
    """``piece`` without the facts that it begins with, where a question is left."""
    told = first.match(piece)
    rest = piece[told.end() :] if told else ""
    return rest if len(rest) >= _LEAST and _is_asked(rest) else piece
