"""Finds in a message what a seller or swindler has said: the trick, and whether it presses.

Patterns (``data/fraud.yaml``) and a model of sounds (``alarm.FRAUD``) look together. A question about
the rules for deposits, fees or fraud is no quotation: it is left to the knowledge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import yaml

from intents.signs.alarm import DATA, FRAUD, SIGN
from intents.words.any_of import AnyOf, any_of
from intents.words.normalise import bare, unify
from intents.words.rules import Rule, Unless, pattern_of, rule_of, spelt_out

FILE = DATA / "fraud.yaml"
LONGEST_GIVEN = 24
_GIVEN = re.compile(
    r"^(?!.*(?:没|不是|不会|还给我|退给))(?:可是?|但是?|那|啊|哎呀?|坏了|完了|我们?|俺|他们?|她|妈|爸|老伴儿?|老头子|已经|都|刚才?|昨天|前天|上午|早就?|"
    r"把|钱|定金|押金|会费|身份证号?码?|验证码|卡号|密码|银行卡|合同|信息|照片|\d[块元]?|[几好]?[千百万]块?|给|人家|对方|那人|家里)*"
    r"(?:给|交|转|汇|打|付|买|签|填|告诉|发|念|报|刷|说)(?:给|过|出)?(?:他们?|她|人家|对方|那人|去|出去|字)*[了啦]?"
    r"(?:(?<=[了啦])|(?:(?:一张|我的?|我妈的?|我爸的?)*(?:身份证|银行卡|社保卡|存折|验证码|密码|卡号|号码|合同|照片|复印件|定金|押金|会费|[\d一二两三四五六七八九十几好]+[块元万千百十]*|钱)(?:的?(?:号码?|照片|复印件|密码))?)[了啦])"
)


@dataclass(frozen=True)
class Trick:
    """What somebody is up to; ``pressing`` if money has gone or there is no time to think."""

    name: str
    pressing: bool
    given: str = ""
    """What has been given away already, "secret" (numbers of a card), "money" or "signed"; empty where nothing has."""


@dataclass(frozen=True)
class _Rules:
    calm: AnyOf
    pressing: AnyOf
    given: dict[str, AnyOf]
    not_given: AnyOf
    tricks: tuple[Rule, ...]
    after_loss: re.Pattern[str]
    everyday: tuple[Unless, ...]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data = spelt_out(data, data["words"])
    return _Rules(
        calm=any_of(data["calm"]),
        pressing=any_of(data["pressed"]),
        given={name: any_of(pattern) for name, pattern in data["given"].items()},
        not_given=any_of(data["not_given"]),
        tricks=tuple(rule_of(item) for item in data["tricks"]),
        after_loss=pattern_of(data["after_loss"]),
        everyday=tuple(
            Unless(any_of(row["any"]), any_of(row["unless"])) for row in data["everyday"]
        ),
    )


def fraud_in(text: str) -> Trick | None:
    """The trick that ``text`` quotes, None if it quotes nobody who is after money."""
    plain = bare(text)
    name = trick_named_in(plain) or _trick_heard_in(text, plain)
    given = given_in(plain)
    pressing = bool(given or _rules().pressing.search(plain))
    return Trick(name, pressing, given) if name else None


def _trick_heard_in(text: str, plain: str) -> str | None:
    """The trick that ``text`` sounds like, None where it tells of what happens every day."""
    if any(row.holds(plain) for row in _rules().everyday):
        return None
    return FRAUD.heard_in(unify(text), fraud_signs_in(plain))


def given_in(text: str) -> str:
    """What ``text`` says has been given away already: "secret", "money", "signed", or nothing (empty)."""
    plain = _rules().not_given.taken_out(bare(text))
    return next((name for name, sign in _rules().given.items() if sign.search(plain)), "")


def has_given(text: str) -> bool:
    """Whether an answer to a warning says that money, a number or a signature has been given."""
    plain = bare(text)
    return len(plain) <= LONGEST_GIVEN and bool(_GIVEN.match(plain))


def goes_on_about_a_loss(text: str) -> bool:
    """Whether ``text`` asks who deals with a loss or how the money comes back, or tells how much it was, and
    nothing else."""
    plain = bare(text)
    return len(plain) <= LONGEST_GIVEN and bool(_rules().after_loss.fullmatch(plain))


def fraud_signs_in(text: str) -> list[str]:
    """What the model of fraud is told beside the sound: that the sentence asks about rules."""
    return [f"{SIGN}calm"] if _rules().calm.search(bare(text)) else []


def trick_named_in(plain: str) -> str | None:
    """The trick whose signs stand in ``plain`` (see ``normalise.bare``)."""
    rules = _rules()
    always = next((rule.name for rule in rules.tricks if rule.holds_always(plain)), None)
    if always or rules.calm.search(plain):
        return always
    return next((rule.name for rule in rules.tricks if rule.holds(plain)), None)
