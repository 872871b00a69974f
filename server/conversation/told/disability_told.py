"""A disability, of which a message tells the kind, the grade, or what is put right of one known."""

from __future__ import annotations

import re
from typing import Any

from intents.asked import tied
from intents.told.clauses import PIECES
from intents.told.disabilities import KINDS, kind_put_right, with_kinds_first
from intents.told.held import disabilities_in, grade_in, grade_of_a_card_in, kind_in
from intents.words.normalise import bare, unify
from intents.words.numerals import digit
from server.conversation.state import SEVERAL, State
from server.conversation.told.facts_told import heard
from server.conversation.told.message import Message, asks_after
from server.conversation.told.plain_answers import half_of_a_disability, speaks_of_a_card

_ONLY_A_GRADE = re.compile(
    "(?P<grade>[1-4一二三四]级)的?(?:残疾)?的?(?:给|是|有|能领|领|拿)*(?:多少|几百)?(?:钱|块)?"
)
_HERS = "(?:是|有|她|他|我|妈|爸|老伴|证上|写的)*"
_ONLY_A_KIND = re.compile(
    rf"{_HERS}(?P<kind>{'|'.join(KINDS.values())})(?:残疾|残障|残|方面|类|上|那类)*的?[啊呀吧呢]?"
)
_ONLY_ITS_GRADE = re.compile(rf"{_HERS}(?P<grade>[1-4一二三四])级的?(?:残疾)?的?[啊呀吧呢]?")
_TOLD_ALONE = re.compile(
    "(?:是|有|吃|享受|评了?|评的|评上|定的)*(?:低保|低收入|[轻中重]度(?:失能)?|完全失能|(?:视力|听力|言语|肢体|智力|精神)(?:残疾)?[1-4一二三四]级(?:残疾)?)(?:户|家庭|的|了)*"
)
"""A fact and nothing else: "低保标准" is a matter."""

_GRADE_ASKED_ABOUT = re.compile(
    r"(?P<told>\D{2,6}?[1-4一二三四]级)(?:的|残疾?|是|不|有|没|能|可以|应?该|领|拿|给|发|得|就|都|还|才|也|每个?月|[一1]个?月"
    r"|多少|几百|[1-9]\d{2}|钱|块|元|护理|补贴|对|[吗吧呢么嘛啊])+"
)

_PUT_RIGHT = re.compile(r"(?:不对|错了|啊不|不不)[,，。、\s]*(?:是(?!.*不是))?[,，。、\s]*(?=\S)")
_NOT_SO = r"(?:残疾)?(?:[1-4一二三四]级)?的?(?:那|这)?(?:个|项|份|张|样)?的?(?:就|都|也|我)?(?:不算(?!重)|不要算|别算|不用算|甭算|先不算|不作数|作废|没有?证|没办证|没办下来|去掉|拿掉|说错了|是?说错的|记错了|没有的事)"
"""How it is said that a disability does not count after all."""

_DENIES = "(?<!是)(?:没有?|不是|无|不算)(?:那个|什么)?"
_ALL_OF_IT = r"(?:残疾)?(?:[1-4一二三四]级)?(?:残疾)?证?(?:的|了|啊|呀)*(?=[,，。;；!！\s]|我?是?[说讲弄搞记]错|$)"
"""The same said first ("不是肢体一级", "他没有肢体残疾")."""

_BESIDES = re.compile("还有|还|另外|另有|也有|也是|加上|再加|同时|外加|又有")
"""Another disability is told beside the one that is known ("还有视力四级")."""


def with_its_kind(state: State, text: str) -> str:
    """``text`` with the kind of disability that was asked about just before, where it names only
    another grade ("二级呢")."""
    if (first := with_kinds_first(unify(text))) != unify(text):
        return first
    plain = tied.core(text)
    held = {one["type"] for one in state.disabilities}
    kind = next(iter(held)) if len(held) == 1 else state.kind_asked if not held else None
    asks = asks_after(text) or "多少" in text or "几百" in text
    only = _ONLY_A_GRADE.fullmatch(plain.replace(" ", ""))
    return f"{kind}残疾{only['grade']}呢" if kind and asks and only else text


def grade_asked_about(text: str) -> str | None:
    """The disability, with kind and grade, of which ``text`` only asks what it gives ("听力一级不是600吗")."""
    asked = _GRADE_ASKED_ABOUT.fullmatch(bare(unify(text)))
    held = disabilities_in(asked["told"]) if asked else set()
    return called([{"type": k, "level": n} for k, n in held]) if len(held) == 1 else None


def called(held: list[dict[str, Any]]) -> str:
    """The disabilities ``held`` in words."""
    return "、".join(f"{one['type']}残疾{'一二三四'[one['level'] - 1]}级" for one in held)


def note_half(state: State, text: str) -> None:
    """Keep what a short statement says of a disability card, though nothing was asked for yet; what it
    says later of the same one holds ("不对，二级")."""
    if not (state.half or speaks_of_a_card(text)):
        return
    whole = made_whole(state, text)
    if not state.disabilities or _is_of_one_kind(state.disabilities + whole.get("disability", [])):
        state.facts = state.facts | whole
        state.of_a_kind = state.of_a_kind or state.who is None  # of whoever is named next


def _is_of_one_kind(held: list[dict[str, Any]]) -> bool:
    return len({one["type"] for one in held}) == 1


def note_told_alone(state: State, text: str) -> None:
    """Keep a fact that is told before anybody is spoken of and is all that ``text`` says ("重度失能"):
    it is true of whoever is told of next, and no sum hangs on it until then."""
    if not state.facts and _TOLD_ALONE.fullmatch(bare(text)):
        state.beforehand = state.beforehand | heard(text, of_somebody=True)


def told_apart(text: str) -> dict[str, Any]:
    """The disability whose grade and kind ``text`` tells apart from one another ("残疾一级，但是听力的")."""
    kind, level = kind_in(text), grade_of_a_card_in(text)
    return {"disability": [{"type": kind, "level": level}]} if kind and level else {}


def completed(state: State, text: str) -> dict[str, Any]:
    """The disability of which the kind or the grade was told before, with the other one, which is all that a
    clause of ``text`` says ("一级残疾", and then "肢体的，83")."""
    *_, text = _PUT_RIGHT.split(text)
    kind, level = state.half.get("type"), state.half.get("level")
    if bool(kind) == bool(level):
        return {}
    for piece in map(bare, PIECES.findall(unify(text))):
        if level and (named := _ONLY_A_KIND.fullmatch(piece)):
            kind = next(k for k, words in KINDS.items() if re.fullmatch(words, named["kind"]))
        elif kind and (graded := _ONLY_ITS_GRADE.fullmatch(piece)):
            level = digit(graded["grade"])
    return {"disability": [{"type": kind, "level": level}]} if kind and level else {}


def made_whole(state: State, text: str) -> dict[str, Any]:
    """The disability whose kind and grade are known with what ``text`` says of the two, which is kept;
    empty while one of them is missing."""
    state.half |= half_of_a_disability(text)
    held = {name: state.half[name] for name in ("type", "level") if name in state.half}
    return {"disability": [held]} if len(held) == 2 else {}


def half_told(state: State, text: str) -> bool:
    """Keep the kind or the grade of a disability that ``text`` tells without the other; whether it
    tells one."""
    told = {"type": kind_in(text), "level": grade_of_a_card_in(text)}
    held: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    if not held and any(speaks_of_a_card(piece) for piece in PIECES.findall(unify(text))):
        held = {"held": True}
    if not held or "disability" in state.facts:
        return False
    state.half = state.half | held
    return True


def put_right(state: State, text: str) -> dict[str, Any]:
    """The disability that is known, or begun, with its kind or grade as ``text`` puts it; what it says
    last holds ("四级，不对，一级，啊不，二级")."""
    *_, text = _PUT_RIGHT.split(text)
    return _of_another_kind(state, text) or _regraded(state, text) or _graded(state, text)


def _of_another_kind(state: State, text: str) -> dict[str, Any]:
    """The disability that is known with the kind that ``text`` puts right ("不是肢体，是听力")."""
    held, kind = state.disabilities, kind_put_right(unify(text))
    if len(held) != 1 or kind is None:
        return {}
    return {"disability": [{**held[0], "type": kind}]}


def _regraded(state: State, text: str) -> dict[str, Any]:
    """The disability that is known with the grade that ``text`` puts right ("是一级不是二级")."""
    held, level = state.disabilities, grade_in(text)
    if len(held) != 1 or level is None:
        return {}
    return {"disability": [{**held[0], "level": level}]}


def regraded(state: State, message: Message) -> dict[str, Any]:
    """The one disability known of her to whom the talk just turned, with the grade that ``message`` tells
    of her card; her age may stand beside her name."""
    text = re.sub(rf"(?<!\d){state.facts.get('age', '')}(?=\D)", "", message.text, count=1)
    return _regraded(state, text) if "证" in text else {}


def _graded(state: State, text: str) -> dict[str, Any]:
    """The disability whose kind was told before, with the grade that ``text`` tells of it."""
    kind, level = state.half.get("type"), grade_in(text)
    if kind is None or level is None or "disability" in state.facts:
        return {}
    return {"disability": [{"type": kind, "level": level}]}


def takes_back(state: State, text: str) -> bool:
    """Take back the disability of one kind that ``text`` says not to count ("肢体那个不算，没证"), or put the
    kind that it names in its place ("视力说错了，是听力"); whether it does."""
    not_so = {
        kind
        for kind, words in KINDS.items()
        if re.search(rf"(?:{words}){_NOT_SO}|{_DENIES}(?:{words}){_ALL_OF_IT}", unify(text))
    }
    left = [one for one in state.disabilities if one["type"] not in not_so]
    if len(left) == len(state.disabilities):
        return False
    others = [kind for kind, words in KINDS.items() if re.search(f"是(?:{words})", unify(text))]
    if len(others) == 1 and len(state.disabilities) == 1 and others[0] not in not_so:
        left = [{**state.disabilities[0], "type": others[0]}]
    state.facts = state.facts | {"disability": left}
    return True


def beside_the_known(state: State, found: dict[str, Any], message: Message) -> dict[str, Any]:
    """The disabilities of ``found`` with those that are known, where ``message`` tells another one."""
    held, further = state.disabilities, found.get("disability")
    another = state.facts.get(SEVERAL) or _BESIDES.search(unify(message.text))
    if not (held and further and another) or message.corrects:
        return {}
    kinds = {one["type"] for one in further}
    return {"disability": [*(one for one in held if one["type"] not in kinds), *further]}
