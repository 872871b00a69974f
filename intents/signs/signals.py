"""What is looked for before matching: danger, a wish for a person, small talk.

The patterns are data (``data/signals.yaml``). Danger prefers recall: a needless card costs a
moment, a missed one may cost a life.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from intents.signs.alarm import ACUTE, ALWAYS, CALM, DANGER, FOUND, FRAUD, SIGN, once
from intents.signs.courtesies import courtesy_in, without_pleasantries
from intents.signs.fraud import fraud_signs_in, trick_named_in
from intents.words.any_of import AnyOf, any_of
from intents.words.misheard import Misheard
from intents.words.normalise import bare, unify
from intents.words.rules import Rule, pattern_of, rule_of

DATA = Path(__file__).parents[1] / "data" / "signals.yaml"

MEDICAL = "medical"

_CLAUSE = re.compile(r"[^\s,，。.!！?？;；]+[\s,，。.!！?？;；]*")
_PAUSE = re.compile(r"[^\w]+")
_A_NOD = 3
"""So short is what is said besides and asks nothing: "好", "行了"."""

SHORT = 10
"""Cries of fewer characters ("老人摔倒了怎么办") say too little by their sound: a sign is enough."""

SHORT_FIRST_AID = 16
"""So are questions of fewer characters for what is to be done there and then."""


LOOKED_AT = 64
"""Of each message it is asked more than once whether it is danger, and then whether it may be: so many texts
are looked at only once."""


@dataclass(frozen=True)
class _Plain:
    """What is no danger where no sign of one is seen: what it is about, unless something else is said beside
    it, or what is made of nothing but ages, sums and who asks."""

    unless: AnyOf
    any: AnyOf
    only: re.Pattern[str]
    asks: re.Pattern[str]
    ails: re.Pattern[str]
    """An illness that somebody has: beside an age and an income it is another fact, no cry."""

    def holds(self, said: str, left: str) -> bool:
        """``said``: all that is said; ``left``: what of it is no figure of speech."""
        if self.only.fullmatch(said):
            return True
        return bool(self.any.search(left)) and not self.unless.search(left)


def _plain_of(data: dict[str, str]) -> _Plain:
    # possessive, so that a word that is none of them is not tried in every other division of those before it
    pieces = re.compile(f"(?:{data['only']})++")
    return _Plain(
        unless=any_of(data["unless"]),
        any=any_of(data["any"]),
        only=pieces,
        asks=pattern_of(data["asks"]),
        ails=pattern_of(data["ails"]),
    )


@dataclass(frozen=True)
class _Assessed:
    """What is taken out of a sentence that tells of an assessment: what somebody has long been unable to do."""

    when: AnyOf
    unless: AnyOf
    out: AnyOf

    def taken_out(self, text: str) -> str:
        if self.when.search(text) and not self.unless.search(text):
            return self.out.taken_out(text)
        return text


@dataclass(frozen=True)
class _Rules:
    misheard: Misheard
    harmless: AnyOf
    assessed: _Assessed
    over: re.Pattern[str]
    called: re.Pattern[str]
    who_comes: dict[str, re.Pattern[str]]
    not_called: tuple[re.Pattern[str], re.Pattern[str]]
    """What stands right before and right after a number that nobody has reached."""
    worse: AnyOf
    arrived: re.Pattern[str]
    hospital: re.Pattern[str]
    calm: AnyOf
    settled: AnyOf
    plain: _Plain
    acute: AnyOf
    now: AnyOf
    beside: dict[str, re.Pattern[str]]
    first_aid: re.Pattern[str]
    decided: dict[str, re.Pattern[str]]
    doubted: dict[str, re.Pattern[str]]
    danger: tuple[Rule, ...]
    variants: tuple[tuple[frozenset[str], Rule], ...]
    """Of which kinds each is, and what is told then instead of the kind's own words."""
    person: Rule
    no_person: re.Pattern[str]
    smalltalk: tuple[Rule, ...]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return _Rules(
        misheard=Misheard.of(data["misheard"].split()),
        harmless=any_of(data["harmless"]),
        assessed=_Assessed(**{name: any_of(data["assessed"][name]) for name in data["assessed"]}),
        over=pattern_of(data["over"]),
        called=pattern_of(data["called"]),
        who_comes={number: re.compile(words) for number, words in data["who_comes"].items()},
        not_called=(
            re.compile(data["not_called_before"]),
            re.compile(data["not_called_after"]),
        ),
        worse=any_of(data["worse"]),
        arrived=pattern_of(data["arrived"]),
        hospital=pattern_of(data["hospital"]),
        calm=any_of([*data["calm"], *data["settled"]]),
        settled=any_of(data["settled"]),
        plain=_plain_of(data["plain"]),
        acute=any_of(data["acute"]),
        now=any_of(data["now"]),
        beside={name: re.compile(pattern) for name, pattern in data["beside"].items()},
        first_aid=pattern_of(data["first_aid"]),
        decided={kind: re.compile(words) for kind, words in data["decided"].items()},
        doubted={kind: re.compile(words) for kind, words in data["doubted"].items()},
        danger=tuple(rule_of(item) for item in data["danger"]),
        variants=tuple((frozenset(item["of"]), rule_of(item)) for item in data["variants"]),
        person=rule_of(data["person"]),
        no_person=pattern_of(data["no_person"]),
        smalltalk=tuple(rule_of(item) for item in data["smalltalk"]),
    )


def danger_in(text: str) -> Rule | None:
    """The danger that ``text`` speaks of, with the number to call and what to say.

    Patterns find signs of danger, of calm (rules, money, the past), of now and of a swindler's
    words; a model that was shown thousands of sentences weighs them together with how the whole
    sounds (see ``alarm``). Short cries have too little sound: their signs decide. A greeting before it alarms
    nobody by its sound, and calms nothing.
    """
    rest = without_pleasantries(text)
    heard = _heard_in(rest)
    if heard and (rest == text or _heard_in(text)):
        return heard
    cry = _without_facts(rest)
    if cry == rest or not speaks_of_danger(cry) or _rules().plain.ails.search(bare(cry)):
        return None
    return _heard_in(cry)


def _without_facts(text: str) -> str:
    """``text`` without its clauses that only tell how old somebody is and the like: beside them a short cry
    sounds like a question for money ("我爸摔了，他90，低收入")."""
    rules = _rules()
    said = [clause for clause in _CLAUSE.findall(text) if bare(clause)]
    return "".join(
        clause
        for clause in said
        if rules.plain.asks.search(bare(clause)) or not rules.plain.only.fullmatch(bare(clause))
    )


def _heard_in(text: str) -> Rule | None:
    plain, seen = _looked_at(text)
    if is_over(text) or _is_harmless(text, seen):
        return None
    if decided := _named_in(plain, _rules().decided):
        return _told_as(decided, plain)
    calm = CALM in seen and _NOW not in seen
    found = bool(seen) and seen[0].startswith(FOUND)
    if _is_short(plain) and found and (not calm or seen[0].startswith(ALWAYS)):
        return _told_as(_kind_of(seen), plain)
    if not found and _TRICK in seen and _sounds_more_like_fraud(text, seen):
        return None  # nobody is hurt: "钱打过去，他把我拉黑了"
    return _told_as(DANGER.heard_in(sounding(text), seen), plain)


def _named_in(plain: str, kinds: dict[str, re.Pattern[str]]) -> str | None:
    return next((kind for kind, words in kinds.items() if words.search(plain)), None)


def _is_short(plain: str) -> bool:
    asks = _rules().first_aid.search(plain)
    return len(plain) < (SHORT_FIRST_AID if asks else SHORT)


def _sounds_more_like_fraud(text: str, seen: Sequence[str]) -> bool:
    swindled = FRAUD.above(unify(text), fraud_signs_in(text))
    return swindled > max(DANGER.above(sounding(text), seen), 0)


def _kind_of(seen: Sequence[str]) -> str:
    """The kind that the signs of a short cry name first; "快来人" by itself is medical, of a fire it is not."""
    kinds = [sign.rpartition(":")[2] for sign in seen if sign.startswith(FOUND)]
    return (
        next((kind for kind in kinds if kind != kinds[0]), kinds[0])
        if kinds[0] == MEDICAL
        else kinds[0]
    )


def danger_doubted_in(text: str) -> Rule | None:
    """The danger that ``text`` may speak of, although it is none by :func:`danger_in`.

    It is answered as it was meant, with the number to call beside the answer.
    """
    text = without_pleasantries(text)
    plain, seen = _looked_at(text)
    if danger_in(text) or is_over(text) or _is_harmless(text, seen):
        return None
    sounds_like = DANGER.doubted_in(sounding(text), seen)
    return _told_as(sounds_like or _named_in(plain, _rules().doubted), plain)


def _is_harmless(text: str, seen: Sequence[str]) -> bool:
    """Whether ``text`` only thanks, takes leave ("麻烦您了"), or says something plain ("给我妈订饭，我在上海",
    "我84他82", "评了轻度，我爸起不来床"), however it sounds, without any sign of danger."""
    if any(sign.startswith(FOUND) for sign in seen):
        return False
    return courtesy_in(text) is not None or _rules().plain.holds(bare(text), _plain(text))


def danger_told_in(said: str) -> Rule | None:
    """The danger whose card says ``said``, the first where it tells of several."""
    rules = [*_rules().danger, *(rule for _, rule in _rules().variants)]
    begins = [
        (said.find(words), place)
        for place, rule in enumerate(rules)
        for words in (rule.say, rule.more, rule.called)
        if words and words in said
    ]
    return rules[min(begins)[1]] if begins else None


def danger_named(name: str) -> Rule | None:
    """The danger of that name, as it is told where nothing more is known of it."""
    return next((rule for rule in _rules().danger if rule.name == name), None)


def speaks_of_danger(text: str) -> bool:
    """Whether patterns find a sign of danger in ``text``, however calm it is."""
    return any(sign.startswith(FOUND) for sign in _looked_at(text)[1])


def is_over(text: str) -> bool:
    """Whether ``text`` says that all is well again, and nothing else ("没事了，已经起来了")."""
    return bool(_rules().over.fullmatch(bare(text)))


def is_called(text: str) -> bool:
    """Whether ``text`` says that the number has been rung up, and nothing else ("已经报警了")."""
    return bool(_rules().called.fullmatch(bare(text)))


def told_beside_the_call(text: str, number: str) -> tuple[str, str] | None:
    """What stands before and after the words that say that ``number`` has been rung up or that those who answer
    it are on their way ("胸口疼，120打过了"); None where nothing says so, or nobody comes."""
    plain = bare(text)
    who = _rules().who_comes.get(number)
    for named in who.finditer(plain) if who else ():
        for start, end in _around(named.span(), len(plain)):
            rest = plain[:start], plain[end:]
            if is_called(plain[start:end]) and _IS_DONE.search(plain[start:end]):
                before, after = _rules().not_called
                return None if before.search(rest[0]) or after.search(rest[1]) else rest
    return None


_IS_DONE = re.compile("[了过完通]|路上|出发|派|[来到赶]")
"""Without it "打120" may be a wish."""

_FAR = 8
"""So many characters around the number may belong to the words that say that it was called."""


def _around(named: tuple[int, int], length: int) -> list[tuple[int, int]]:
    """Where the words around ``named`` may begin and end, the longest first."""
    first, last = named
    spans = [
        (start, end)
        for start in range(max(first - _FAR, 0), first + 1)
        for end in range(last, min(last + _FAR, length) + 1)
    ]
    return sorted(spans, key=lambda span: span[0] - span[1])


def gets_worse(text: str) -> bool:
    """Whether ``text`` tells that somebody is worse than when help was called."""
    return bool(_rules().worse.search(bare(text)))


def has_arrived(text: str) -> bool:
    """Whether ``text`` says that those who were called are there, and nothing else ("救护车到了")."""
    return bool(_rules().arrived.fullmatch(bare(text)))


def is_in_hospital(text: str) -> bool:
    """Whether ``text`` says that somebody is with doctors by now, and nothing else ("送医院了")."""
    return bool(_rules().hospital.fullmatch(bare(text)))


def sounding(text: str) -> str:
    """``text`` without idioms ("气死我了"), with its clauses: what the model of danger hears."""
    return _without_harmless(unify(text))


def danger_signs_in(text: str) -> list[str]:
    """What the patterns find in ``text``: the signs that the model of danger weighs."""
    return [*_looked_at(text)[1]]


@lru_cache(maxsize=LOOKED_AT)
def _looked_at(text: str) -> tuple[str, tuple[str, ...]]:
    """What the patterns look at, and what they find there."""
    plain = _plain(text)
    return plain, tuple(_seen(plain))


_NOW, _TRICK = f"{SIGN}now", f"{SIGN}trick"


@lru_cache(maxsize=LOOKED_AT)
def _plain(text: str) -> str:
    return _rules().misheard.respelt(_without_harmless(once(bare(text))))


@lru_cache(maxsize=LOOKED_AT)
def _without_harmless(text: str) -> str:
    return _rules().assessed.taken_out(_rules().harmless.taken_out(text))


def _seen(plain: str) -> list[str]:
    """The dangers first, then what speaks for or against them."""
    rules = _rules()
    seen = [f"{ALWAYS}:{rule.name}" for rule in rules.danger if rule.holds_always(plain)]
    seen += [f"{SIGN}any:{rule.name}" for rule in rules.danger if rule.holds(plain)]
    around = {
        CALM: rules.calm.search(plain),
        ACUTE: rules.acute.search(plain) and not rules.settled.search(plain),
        _NOW: rules.now.search(plain),
        _TRICK: trick_named_in(plain),
    }
    seen += [sign for sign, found in around.items() if found]
    return seen + [f"{SIGN}{name}" for name, sign in rules.beside.items() if sign.search(plain)]


def _told_as(kind: str | None, plain: str) -> Rule | None:
    """What is told of a danger of that kind: what the text says more closely of it, else the kind's own."""
    if kind is None:
        return None
    closer = (rule for kinds, rule in _rules().variants if kind in kinds and rule.holds(plain))
    own = (rule for rule in _rules().danger if rule.name == kind)
    return next(closer, None) or next(own)


def wants_person(text: str) -> bool:
    """Whether ``text`` asks for a human or says that the answer did not help."""
    asked = {bare(text), bare(without_pleasantries(text))}
    return any(map(_rules().person.holds, asked)) and not needs_nobody(text)


def needs_nobody(text: str) -> bool:
    """Whether a clause of ``text`` says that no human has to answer any more ("不用人工了")."""
    return any(map(_rules().no_person.fullmatch, _clauses(text)))


def only_needs_nobody(text: str) -> bool:
    """Whether that is all it says, but for a word of courtesy."""
    rest = [each for each in _clauses(text) if not _rules().no_person.fullmatch(each)]
    return needs_nobody(text) and all(courtesy_in(each) or len(each) < _A_NOD for each in rest)


def _clauses(text: str) -> list[str]:
    return [plain for each in _PAUSE.split(unify(text)) if (plain := bare(each))]


def smalltalk_in(text: str, *, first: bool = False) -> str | None:
    """The short reply to a greeting, thanks or good-bye that is nothing more than that.

    ``first``: the conversation begins with it.
    """
    plain = bare(text)
    if said := next((rule.say for rule in _rules().smalltalk if rule.holds(plain)), None):
        return said
    courtesy = courtesy_in(text)
    if courtesy is None:
        return None
    return courtesy.only if first and courtesy.only else courtesy.say
