"""A fact that is said to be another person's than was told: "低保是我妈，不是我爸", "弄反了，是我妈重度"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intents.told.clauses import cut_by_person
from intents.told.named import ALL_BUT_THE_SPEAKER, EVERYBODY, NAMES, named_by, person_in

_DISABILITY = "(?:视力|听力|言语|肢体|智力|精神)"
_FACT = (
    rf"(?:低保|低收入|特困|失独|{_DISABILITY}(?:残疾)?[1-4一二三四]级|[1-4一二三四]级{_DISABILITY}(?:残疾)?"
    r"|[轻中重]度(?:失能)?|完全失能|残疾证?|(?:外地|北京|本市)户口|京籍|评(?=的(?:不?是|人是)))"
)
_WHO = rf"(?:[我俺咱他她]?家?(?:{ALL_BUT_THE_SPEAKER})|[我俺咱](?:自己|本人)?|[他她])"
_CLAUSE = r"(?:^|(?<=[,，。;；!！、\s]))"
_MARK = r"[,，、。!！\s]*"
_ENDS = r"的?(?:啊|呀|呢|吧|了)?(?=$|[,，。;；!！、\s]|不是)"
_WRONG = rf"(?:我?[说讲记弄搞写听]?(?:反|混|错|岔|串|颠倒)了?|不对|不是|其实|更正)(?:啊|呀|啦|吧)*{_MARK}"
_LEAD = rf"(?:(?:哦|噢|啊|哎|唉|嗯|等等|对了|那|不过|可是)*{_MARK}(?P<wrong>{_WRONG}))?"
_HAS = "(?:是|有|吃|享受|属于|算|评的?是|评[了上为成]|的)*"
_KIND_OF = "(?:户|家庭|失能|残疾)?(?:的)?(?:那个|那位|人)?(?:应该|其实|实际)?"
_NOT = rf"{_MARK}(?:可|并|而)?不是(?P<other>{_WHO}){_ENDS}"
_FORMS = tuple(
    re.compile(form)
    for form in (
        # "低保的是我妈，不是我爸"
        rf"{_CLAUSE}{_LEAD}(?P<fact>{_FACT}){_KIND_OF}(?:我?[说讲弄搞记](?:错|反|混)人?了?{_MARK})?(?:才|就|刚才|之前|我|说的|讲的|指的|应该)*是(?P<who>{_WHO}){_ENDS}(?:{_NOT})?",
        # "低保的不是我爸，是我妈"
        rf"{_CLAUSE}{_LEAD}(?P<fact>{_FACT}){_KIND_OF}不是(?P<other>{_WHO})的?{_MARK}(?:而|应该)?是(?P<who>{_WHO}){_ENDS}",
        # "不是我爸低保，是我妈"
        rf"{_CLAUSE}{_LEAD}不是(?P<other>{_WHO}){_HAS}(?P<fact>{_FACT})(?:户|家庭|失能)?的?{_MARK}(?:而|应该)?是(?P<who>{_WHO}){_ENDS}",
        # "我妈低保，不是我爸"
        rf"{_CLAUSE}{_LEAD}是?(?P<who>{_WHO}){_HAS}(?P<fact>{_FACT})(?:户|家庭|失能)?的?{_NOT}",
        # "弄反了，是我妈重度"
        rf"{_CLAUSE}(?P<wrong>{_WRONG}|(?=应该))(?:应该)?(?:就|才)?是(?P<who>{_WHO}){_HAS}(?P<fact>{_FACT})(?:户|家庭|失能)?{_ENDS}",
        # "我妈才是低保"
        rf"{_CLAUSE}{_LEAD}(?P<who>{_WHO})才(?:是|有|吃)(?P<fact>{_FACT})(?:户|家庭|失能)?{_ENDS}(?:{_NOT})?",
        # "我爸不是低保，我妈才是"
        rf"{_CLAUSE}{_LEAD}(?P<other>{_WHO})(?:不是|没有?)(?P<fact>{_FACT})(?:户|家庭|失能)?的?{_MARK}(?P<who>{_WHO})(?:才是|才有|是|有){_ENDS}",
    )
)
_MYSELF = re.compile("[我俺咱](?:自己|本人)?")
_ONLY_WHOSE = re.compile(
    rf"{_LEAD}(?:(?:说的|指的|那)?(?:应该)?是(?P<who>{_WHO}){_NOT}"
    rf"|不是(?P<wrong_one>{_WHO})的?{_MARK}(?:而|应该)?是(?P<right_one>{_WHO}){_ENDS})"
)
"""Whose something is and whose not, and not what ("是我不是他")."""


_ONLY_WHO = re.compile(
    rf"{_LEAD}(?<=[错反混对实了啊,，、。!！\s])(?:还|应该|那)*是(?P<who>{_WHO}){_ENDS}"
)
"""Whose something is after all, and not what ("不对，还是我爸")."""


@dataclass(frozen=True)
class Moved:
    """A fact, in the words in which it is told, with whom it is true of, and of whom it is not."""

    fact: str
    who: str
    other: str | None
    swapped: bool
    """Whether two were taken for one another ("弄反了"): what was told of the one is true of the other."""

    begin: int
    end: int

    @property
    def of_a_place(self) -> bool:
        """Whether it is where somebody is registered: who is not of Beijing is of elsewhere."""
        return bool(re.search("户口|京籍", self.fact))


def moved_in(text: str) -> Moved | None:
    """The fact of which ``text`` (unified) says that it is another person's; None where it says so of none."""
    found = [match for form in _FORMS for match in [form.search(text)] if match]
    if not found or _comes_back(text):
        return None
    match = min(found, key=lambda one: (one.start(), -one.end()))
    swapped = "反" in (match["wrong"] or "") or "混" in (match["wrong"] or "")
    other = match["other"] if "other" in match.re.groupindex else None
    return Moved(match["fact"], match["who"], other, swapped, match.start(), match.end())


_MEANT_OF = re.compile(
    rf"(?:低保|低收入|特困|残疾证?|[1-4一二三四]级|失能|评估)[^,，。;；]{{0,3}}是(?P<whose>[我俺他她]?(?:{EVERYBODY}))的|"
    rf"(?:刚才|刚刚|前面|上面|之前|那个|这个)[^,，。;；]{{0,8}}?(?:说的?是|是说|指的?是|讲的?是|是)(?P<who>[我俺他她]?(?:{EVERYBODY}))的?(?=$|\W|不是)"
)


def meant_of(text: str) -> tuple[str, str] | None:
    """Whom something told before is true of, where ``text`` (unified) puts that right, and what it
    names beside ("刚才低保说的是我妈", "低保是我爸的")."""
    match = _MEANT_OF.search(text)
    who = (match["who"] or match["whose"]) if match else ""
    person = person_in(who)
    if match is None or person is None:
        return None
    return person, text[: match.end()].replace(who, "") + text[match.end() :]


def _comes_back(text: str) -> bool:
    """Whether ``text`` ends with her of whom the talk is ("低保是我爸的，我妈不是"): it only says of another what is
    his, which ``meant_of`` reads."""
    return text.endswith("不是") and meant_of(text) is not None


def only_whose(text: str) -> tuple[str, str] | None:
    """Whose something is and whose it is not, as ``text`` (unified) says that does not say what; in words."""
    match = _ONLY_WHOSE.fullmatch(text.rstrip("。.!！ "))
    if match is None:
        return None
    who, other = match["who"] or match["right_one"], match["other"] or match["wrong_one"]
    return None if who == other else (who, other)


def only_who(text: str) -> str | None:
    """Whose something is after all, as ``text`` (unified) says that puts it right and does not say what; in words."""
    match = _ONLY_WHO.fullmatch(text.rstrip("。.!！ "))
    return match["who"] if match and match["wrong"] else None


def told_of_its_owner(text: str, words: str = "") -> str:
    """``text`` (unified) with the fact, in ``words`` where it is known in others, told of whom it is true, and of
    nobody before it of whom it is not ("我爸90，低保是我，不是他" as "我爸90，我自己低保")."""
    moved = moved_in(text)
    if moved is None:
        return text
    before = _without(moved, cut_by_person(text[: moved.begin]))
    mark = "," if before and before[-1] not in ",，。;；!！、 " else ""
    told = [f"{by_name(moved.who)}{words or moved.fact}"]
    if moved.other and moved.of_a_place:
        first = text.find(moved.other, moved.begin) < text.find(moved.who, moved.begin)
        told.insert(0 if first else 1, f"{moved.other}不是{moved.fact}")
    return f"{before}{mark}{','.join(told)}{text[moved.end :]}"


def by_name(word: str) -> str:
    """``word`` for somebody as she is named who has the facts behind it."""
    return "我自己" if _MYSELF.fullmatch(word) else word


def _without(moved: Moved, pieces: list[str]) -> str:
    """``pieces`` without the fact that is ``moved``, where they tell it of whom it is not true of."""
    hers, not_hers = _named(moved.who), _named(moved.other or "")
    told = re.compile(rf"{_HAS}{re.escape(moved.fact)}(?:户|家庭|失能|残疾)?的?")
    kept, about = "", frozenset[str]()
    for piece in pieces:
        about = _named(piece) or about
        wrong = about & not_hers if not_hers else about - hers
        kept += told.sub("", piece) if wrong and not about & hers else piece
    return kept


def _named(words: str) -> frozenset[str]:
    return frozenset(name for token in NAMES.finditer(words) for name in named_by(token))
