"""Whether a message asks if things are had together, and whether it only points at them."""

from __future__ import annotations

import re

from intents.words.normalise import bare
from intents.words.numerals import digit

_ASKS = tuple(
    map(
        re.compile,
        (
            "(?:[1一][起块]儿?|同时|[都全])(?:能|可以|也|去|来)?(?:领|拿|要|给|享受?|办|用|有|申请?|[吗么不])",
            "冲突|重复|叠加|互斥|[2二两]选[1一]|择[1一]|顶掉",
            "只(?:能|许|让|准|可以)?(?:选|领|要|拿|挑|给)(?:其中)?[1一](?:个|样|份|种|项)",
            "还(?:能|可以|给|有|发|让)(?:不能|不给|没有)?(?:再|领|拿|申请|要|享受|用|办|发|我|他|她)*[^什啥多几哪怎]{0,10}?(?:吗|么|不|没有?)",
            "停不停|(?:会|要)(?:不会)?(?:停|扣|减)(?:吗|么|不|掉)",
            "[两俩](?:样|份|个|头|边)?都|双份",
        ),
    )
)

_OF_THEM = (
    "(?:能|可以|可不可以|是不是|[都全]|[1一]起|[1一]块儿?|同时|[1一]并|想|还|也|就|只|给|[他她我])*"
)
_HAS = "(?:领|拿|要|享受|发|占|选|挑|申请|办|得)?(?:了|到|着)?(?:双份|[1一][个样])?"
_ASKED = (
    "(?:(?:会|犯)?冲突)?(?:[吗么不呢吧]|[行成]不[行成]|能?行[吗不]|成吗|可以吗|可不可以)[呀啊]?"
)
_THINGS = "(?:(?P<n>[两俩三四234])(?:个|样|份|种|项|笔|边|头)?|[这那]几[个样份种项]|[这那]些|它们)(?:补贴|津贴|钱|待遇)?"
_POINTS = re.compile(
    f"(?=.*(?:[1一][起块并]|同时|[都全]|双份|[1一][个样]|冲突))"
    f"(?:那|这|我们?|他|她|就|是不是|还是)*(?P<things>{_THINGS})?{_OF_THEM}{_HAS}{_ASKED}"
)
_WHICH = re.compile(
    r"(?:那|这|到底|应该|该|我们?|他|她|领|选|挑|要|拿|留|两个?|[俩])*(?:哪个?|哪样|哪份|哪头|哪边)(?:更|多|合算|划算|好|合适|值|上算|钱|领|选|[一1]点|点|些)*[呢啊呀]?"
)
_BACK = re.compile("[这那](?:[1一]?[个样份种项笔]|(?=和|跟|与|同))|它|^(?:和|跟|与|同)")
_ADDS = re.compile("(?:那|要是|如果|再)*(?:加上?|算上|带上|连上?|还有).{2,12}[呢吗么][啊呀]?")


def asks(text: str) -> bool:
    """Whether ``text``, which names what it asks about, asks if that is had together ("冲突吗", "还能再领吗")."""
    plain = bare(text)
    return any(pattern.search(plain) for pattern in _ASKS)


def points(text: str) -> re.Match[str] | None:
    """``text`` that asks so and names nothing: ``things`` where it points at some ("那两个能一起不"), None for others."""
    return _POINTS.fullmatch(bare(text))


def how_many(pointing: re.Match[str]) -> int | None:
    """How many it is that :func:`points` found; None where it is not said."""
    return digit(pointing["n"]) if pointing["n"] else None


def points_back(text: str) -> bool:
    """Whether ``text`` points at something beside what it names ("那个和消费券能一起领吗")."""
    return bool(_BACK.search(bare(text)))


def adds(text: str) -> bool:
    """Whether ``text`` adds something to what was asked about together ("加上困难那个呢"), and asks nothing else."""
    return bool(_ADDS.fullmatch(bare(text)))


def asks_which(text: str) -> bool:
    """Whether ``text`` only asks which of two is better ("那哪个合算")."""
    return bool(_WHICH.fullmatch(bare(text)))
