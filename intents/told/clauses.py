"""Which clause of a message tells of whom."""

from __future__ import annotations

import re
from functools import lru_cache

from intents.told.animals import ANIMALS
from intents.told.departed import GONE_ONE
from intents.told.named import AS_OLD, COUPLES, NAMES, PARENTS, SPEAKER, named_by
from intents.told.young import ELDERLY

OF_BOTH = re.compile("[和跟与]|都|[两俩2]|他们|我们|一样")

_REGISTERED = re.compile("户口|户籍|京籍|京户|外地户")
"""Said of nobody right before the question, it is said of whoever is asked about."""

CARES = re.compile("陪|照顾|照看|照料|伺候|侍候|看护|护理着|带着|养着")
"""What a clause says of somebody who is not told of, but looks after who is."""

TELLS = re.compile(
    r"\d|低保|低收入|户口|户籍|京籍|居住证|残|[一二三四]级|失能|[轻中重]度|特困|失独|[盲聋哑]|离休|护理|确诊|昏迷"
    r"|[二三四五六][零〇一二三四五六七八九]年"
    f"|{AS_OLD}|属[{ANIMALS}]"
)

OF_ALL = re.compile(f"都|(?<!完)全(?!失能|护理)|俩|一样|同样|也是|{AS_OLD}")

_HOUSE = "(?:[我俺咱他她]们家?|[我俺咱他她]家里?|家里?|家庭|全家|[1一]家人?)"
OF_THE_HOUSE = re.compile(
    rf"(?P<house>{_HOUSE})?(?:里|还|吃|享受|是|属于|也|有)*(?:(?P<income>低保|低收入)(?:户|家庭|的)?|(?P<only_child>失独|计生特殊)(?:家庭|的|老人)?)[,，。;；!！?？、\s]*"
)
"""What is true of who live together, told by itself behind both."""

_SAME_KIND = {"income": re.compile("低保|低收入"), "only_child": re.compile("失独|计生")}
_BARE = re.compile("低|失独")
_ENDS = re.compile(r"[。；;！!？?]\s*$")

_WHILE_ALIVE = re.compile("生前|在世|活着|走的?时候|走之前|去世前")

PIECES = re.compile(r"[^,，。；;！!？?、\s]+[,，。；;！!？?、\s]*")


Owned = list[tuple[tuple[str, ...] | None, str]]
"""Clauses with those of whom they tell, None for everybody."""


def told_of(pieces: list[str]) -> Owned:
    """The clauses with those of whom they tell, None for everybody; nothing that is told of the dead."""
    owned = _by_whom(pieces)
    return [
        (_who_live_there(owned, place) or whose, piece)
        for place, (whose, piece) in enumerate(owned)
    ]


def _who_live_there(owned: Owned, place: int) -> tuple[str, ...] | None:
    """Of whom the clause at ``place`` tells what holds of a house ("家里低保"): of all of whom nothing of
    the kind is told otherwise. None where it tells no such thing, or of one alone."""
    whose, piece = owned[place]
    told = OF_THE_HOUSE.fullmatch(piece)
    if told is None or whose is None or NAMES.search(piece):
        return None
    if not (told["house"] or _closes_on_a_couple(owned, place)):
        return None
    kind = _SAME_KIND["income" if told["income"] else "only_child"]
    others = [one for one in owned if one[1] is not piece]
    named = dict.fromkeys(name for names, _ in owned for name in names or ())
    known = {n for names, words in others if kind.search(words) for n in names or ()}
    return tuple(name for name in named if name not in known)


def _closes_on_a_couple(owned: Owned, place: int) -> bool:
    """Whether the clause at ``place`` says, last of all that is told of a couple, what is true of both: the
    two are not told of apart, each with where she is registered, in a sentence of her own or once more
    behind her age."""
    named = {name for names, _ in owned for name in names or ()}
    whose, piece = owned[place][0] or (), owned[place][1]
    if frozenset(named) not in COUPLES or len(whose) != 1 or not _BARE.match(piece):
        return False
    naming = [words for _, words in owned[:place] if whose in map(named_by, NAMES.finditer(words))]
    if not naming or not ELDERLY.search(naming[-1]):
        return False
    later = [words for _, words in owned[place + 1 :]]
    if any(TELLS.search(words) and not is_shared(words) for words in later):
        return False
    if any(len(names or ()) == 1 and _REGISTERED.search(words) for names, words in owned):
        return False
    sentences = [bool(_ENDS.search(words)) for _, words in owned[:place]]
    return not any(sentences) or sentences[-1]


def _by_whom(pieces: list[str]) -> Owned:
    """The clauses with those of whom they tell by their own words and by whom the ones before name."""
    owned: Owned = []
    about: tuple[str, ...] = ()
    third, apart = _beside_the_speaker(pieces), _he_and_she(pieces)
    dead = {name for piece in pieces if GONE_ONE.search(piece) for name in _owners(piece)[0]}
    for place, piece in enumerate(pieces):
        owners, pronoun = ((), False) if CARES.search(piece) else _owners(piece)
        if cared := _cared_for_by_me(piece, about, third):
            third = cared
            following = next(iter(pieces[place + 1 :]), "")
            elder = any(about == whose and ELDERLY.search(words) for whose, words in owned)
            if not elder or cared in PARENTS or ELDERLY.search(following) or TELLS.search(piece):
                owners = (cared,)
        if pronoun:
            word = _pronoun(piece)
            owners = (word,) if word in apart else (third,) if third else about
        if {*owners} & dead:
            third = owners[0]
            if not pronoun or _WHILE_ALIVE.search(piece):
                continue
            owners = about
        about = owners or about
        third = next((name for name in owners if name != SPEAKER), third)
        of_all = OF_ALL.search(piece) or _goes_on(owned, piece)
        everybody = not about or (not owners and of_all)
        whose = (
            None
            if everybody
            else _registered_there(owned, about, pieces[place:])
            if is_shared(piece)
            else about
        )
        owned.append((whose, piece))
    return owned


def _beside_the_speaker(pieces: list[str]) -> str:
    """她 or 他, of whom something is told beside the speaker's own age where nobody is named ("她89,我95"); else
    empty."""
    mine = any(_owners(piece)[0] == (SPEAKER,) and ELDERLY.search(piece) for piece in pieces)
    hers = [NAMES.search(piece) for piece in pieces if _owners(piece)[1] and TELLS.search(piece)]
    named = {name for piece in pieces for name in _owners(piece)[0]}
    return hers[0][0] if mine and hers and hers[0] and named == {SPEAKER} else ""


def _he_and_she(pieces: list[str]) -> set[str]:
    """他 and 她, where nobody is named and how old either is is told ("他85,她82"); else empty."""
    old = {_pronoun(piece) for piece in pieces if _owners(piece)[1] and ELDERLY.search(piece)}
    named = {name for piece in pieces for name in _owners(piece)[0]}
    return old if len(old) > 1 and named <= {SPEAKER} else set()


def _pronoun(piece: str) -> str:
    """The pronoun with which a clause begins."""
    found = NAMES.search(piece)
    return found[0] if found else ""


def _goes_on(owned: Owned, piece: str) -> bool:
    """Whether ``piece`` goes on with what the clause before it tells of all ("都是京籍,低保")."""
    whose, before = owned[-1] if owned else ((), "")
    return whose is None and bool(OF_ALL.search(before)) and bool(OF_THE_HOUSE.fullmatch(piece))


def _cared_for_by_me(piece: str, about: tuple[str, ...], third: str) -> str | None:
    """Whom the speaker says that she looks after: what follows is told of that one ("我55,伺候公公,93")."""
    cares = CARES.search(piece)
    if cares is None or about not in ((), (SPEAKER,)):
        return None
    before = {name for mark in NAMES.finditer(piece[: cares.start()]) for name in named_by(mark)}
    named = next(NAMES.finditer(piece, cares.end()), None)
    after = named_by(named) if named else ()
    if named and named.lastgroup == "they" and third and before <= {SPEAKER}:
        return third
    return after[0] if before <= {SPEAKER} and len(after) == 1 and after != (SPEAKER,) else None


def _registered_there(owned: Owned, about: tuple[str, ...], later: list[str]) -> tuple[str, ...]:
    """Those named so far of whom it is not told, before or ``later``, where they are registered, and who is
    spoken of."""
    if any(is_shared(words) for words in later[1:]):
        return about
    named = dict.fromkeys(name for whose, _ in owned for name in whose or ())
    known = {n for whose, words in owned if _REGISTERED.search(words) for n in whose or ()}
    known |= {n for words in later if _REGISTERED.search(words) for n in _owners(words)[0]}
    return (*(name for name in named if name not in known and name not in about), *about)


def is_shared(piece: str) -> bool:
    """Whether a clause names nobody and says where somebody is registered, and nothing else."""
    return not NAMES.search(piece) and only_registered(piece)


def only_registered(piece: str) -> bool:
    if _FROM_HERE.fullmatch(piece):
        return True
    left = REGISTERED_AT.sub("", piece)
    return left != piece and not TELLS.search(left)


REGISTERED_AT = re.compile("(?:北京|本市|京)?(?:市|城)?(?:户口本?|户籍|籍)|京户")

_FROM_HERE = re.compile(r"(?:是|就是)?(?:老?北京|本市|本地)(?:的|人)[\s\W]*")
"""The same in everyday words, last of all ("我爸85,我妈82,北京的")."""

_ALL_REGISTERED = re.compile(
    "[都全](?=[是在有]?(?:北京|本市|京)市?的?(?:户|籍)|[是在有]?[一-龥]{2,4}(?:户口|户籍))|(?<=[\\d岁])(?:都|全)?(?:是|在)?(?:北京|本市|本地)的(?=[都全])"
)
"""Where, in speech without marks, what is said of all of them begins."""

_ALL_ARE = re.compile(
    r"(?<=[\d岁了级度能保入户口籍])都(?=(?:是|有|没|吃|不是|享受|领|拿)*(?:低保|低收入|特困|残|失独|[轻中重]度|失能|评过))"
)
"""The same of other facts, behind an age ("爸88妈85都低保")."""

_AT_LAST = re.compile(
    r"(?<=[\d岁了级保入])(?=(?:北京|本市|京)市?的?(?:户口|户籍|籍)[,，。;；!！?？、\s]*$)"
)
"""The same of where all are registered of whom a clause tells without marks ("爸爸90妈妈86北京户口")."""


def cut_by_person(text: str) -> list[str]:
    """``text`` in clauses, and where a clause tells of one person after another, in one for each."""
    return [*_cut(text)]


@lru_cache(maxsize=512)
def _cut(text: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for match in PIECES.finditer(text):
        clause, begin = match[0], 0
        marks = [
            *[*NAMES.finditer(clause)][1:],
            *_ALL_REGISTERED.finditer(clause),
            *_ALL_ARE.finditer(clause),
            *(mark for mark in _AT_LAST.finditer(clause) if _names_several(clause)),
            *CARES.finditer(clause),
        ]
        for token in sorted(marks, key=lambda mark: mark.start()):
            before = clause[begin : token.start()]
            together = before.endswith(("和", "跟", "与", "同", "随"))
            ends = TELLS.search(before) or GONE_ONE.search(before)
            named = NAMES.search(before) or _ALL_REGISTERED.match(before)
            if ends and not together and named:
                pieces.append(f"{before}," if before.endswith("的") else before)
                begin = token.start()
        pieces.append(clause[begin:])
    return (*pieces,)


def _names_several(clause: str) -> bool:
    return len({name for mark in NAMES.finditer(clause) for name in named_by(mark)}) > 1


@lru_cache(maxsize=2048)
def _owners(piece: str) -> tuple[tuple[str, ...], bool]:
    """Of whom a clause tells, and whether it only says 他 or 她."""
    tokens = [*NAMES.finditer(piece)]
    if not tokens:
        return (), False
    named = [named_by(token) for token in tokens]
    whole = tuple(name for names in named for name in names)
    several = OF_BOTH.search(piece) and OF_ALL.search(piece)
    if several and _ME_AND.match(piece) and SPEAKER not in whole:
        whole = (SPEAKER, *whole)
    kin = next((names for names in named if names and names != (SPEAKER,)), None)
    if several and len({*whole}) > 1:
        return tuple(dict.fromkeys(whole)), False
    if kin:
        return kin, False
    if named[0] == (SPEAKER,) and _AT_FIRST.match(piece):
        return named[0], False
    return (), tokens[0].lastgroup == "they" and bool(_AT_FIRST.match(piece))


_ME_AND = re.compile("[我俺](?:自己|本人)?[和跟与同](?=[我俺]|[^,，]{0,6}都)")
_AT_FIRST = re.compile("(?:那|而|但是?|可是?|不过|其实|另外|还有|至于)?[我俺他她]")
