"""Which benefits are meant that somebody asks about together: by names, by what they pay, or by pointing at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product

from intents.asked import ellipsis, together
from server.benefits import service as benefits
from server.conversation.asked import benefits_named, wishes
from server.conversation.asked.benefits_named import Named, Sum
from server.conversation.moment import Moment
from server.conversation.reckoned.benefit_names import MONTHLY, VOUCHER
from server.conversation.schemas import ReplyOut
from server.kit.clock import business_today

ASKED = "together"
"""Under this name the reasons keep what was asked about together."""

_PAID = {*MONTHLY, VOUCHER}
_FEN = 100


@dataclass(frozen=True)
class Meant:
    """The benefits by their codes, and what each of the ``sums`` may be; ``unknown`` are paid by none.

    ``same``: what is asked about are, or may be, two names or two tiers of this one. ``pointed``: the text does not
    name all of them; ``received``: one of them is what the person receives.
    """

    codes: frozenset[str]
    sums: tuple[tuple[Sum, tuple[str, ...]], ...] = ()
    unknown: tuple[Sum, ...] = ()
    same: str | None = None
    pointed: bool = False
    received: bool = False


def of(text: str, moment: Moment) -> Meant | None:
    """What ``text`` asks about together; None where it asks no such thing, or it is not known of what."""
    if pointing := together.points(text):
        return None if moment.after_several else _pointed(pointing, moment)
    if together.asks_which(text):
        return _received(moment)
    if together.adds(text):
        return _added(benefits_named.named_in(text), moment)
    named = benefits_named.named_in(text) if together.asks(text) else Named(frozenset())
    if named.count > 1:
        return _by_sums(named, moment)
    if named.twice:
        return Meant(named.codes, same=named.twice)
    points_back = ellipsis.lacks_the_other(text) or together.points_back(text)
    return _beside(named, moment) if named.count and points_back else None


def _added(named: Named, moment: Moment) -> Meant | None:
    """What was asked about together in the message before, with what is ``named`` beside it."""
    before = moment.previous.reasons.get(ASKED) if moment.previous else None
    if not before or not named.count:
        return None
    found = _by_sums(named, moment)
    return replace(found, codes=found.codes.union(before), pointed=True)


def _pointed(pointing: re.Match[str], moment: Moment) -> Meant | None:
    """The benefits that are only pointed at ("那两个"): what was spoken of last and what it excludes, what is
    received, what was spoken of, what a sum is made of."""
    count = together.how_many(pointing)
    spoken_of, granted = _spoken_of(moment), _granted(moment)
    last = {*spoken_of[:1]}
    bars = benefits.barred(last | {*granted}, business_today())
    rivals = {code for bar in bars if bar.between & last for code in bar.between}
    if rivals <= {*granted}:
        last = rivals
    if len(last) > 1:
        return Meant(frozenset(last), pointed=True)
    if received := _received(moment):
        return received
    monthly = [code for code, fen in granted.items() if fen]
    alone = len(monthly) == count or not pointing["things"]
    made_of = monthly if alone and len(monthly) > 1 else [*granted]
    codes = spoken_of[:count] if len(spoken_of) > 1 else made_of
    return Meant(frozenset(codes), pointed=True) if len(codes) > 1 else None


def _received(moment: Moment) -> Meant | None:
    """Money from elsewhere that the person spoken of receives, beside ours."""
    codes, money = benefits.names(), benefits.told_together().money
    held = [codes[name] for name in moment.state.received if codes.get(name) in money]
    return Meant(frozenset(held[:1]), pointed=True, received=True) if held else None


def _beside(named: Named, moment: Moment) -> Meant | None:
    """The one that is named, with what it is to go together with: what was spoken of last, what is received, or
    what a sum is made of."""
    found = _by_sums(named, moment)
    codes = benefits.names()
    held = [codes[name] for name in moment.state.received if name in codes]
    for others in (_spoken_of(moment)[:1], held, [*_granted(moment)]):
        if more := {*others} - found.codes:
            return replace(found, codes=found.codes | more, pointed=True)
    return found if found.unknown else None


def _spoken_of(moment: Moment) -> list[str]:
    """The benefits that were asked about, the newest first."""
    named = (wishes.benefit_of(subject["about"]) for subject in reversed(moment.state.subjects))
    return [*dict.fromkeys(code for code in named if code)]


def _granted(moment: Moment) -> dict[str, int | None]:
    """The money that the reply before granted, with the fen of each that is paid every month."""
    before = ReplyOut.model_validate(moment.previous.reply) if moment.previous else None
    granted = [b for b in before.benefits if b.verdict == "eligible"] if before else []
    return {b.code: b.amount_fen_per_month for b in granted if b.code in _PAID}


def _by_sums(named: Named, moment: Moment) -> Meant:
    """What is ``named``, with what its sums may be: each another one than the rest, where that can be."""
    may_be = {one: _paid_as(one, named, moment) for one in named.sums}
    unknown = tuple(one for one, codes in may_be.items() if not codes)
    open_ones = [one for one in may_be if not one.code and one not in unknown]
    ways = [*product(*(may_be[one] for one in open_ones))]
    apart = [way for way in ways if len({*way, *named.codes}) == len(way) + len(named.codes)]
    alike = next((way[0] for way in ways if len(way) > 1 and len({*way}) == 1), None)
    meant = ways if alike or not apart else apart
    taken = {one: [way[n] for way in meant] for n, one in enumerate(open_ones)}
    taken |= {one: [one.code] for one in may_be if one.code and one not in unknown}
    sums = tuple((one, tuple(dict.fromkeys(taken[one]))) for one in may_be if one in taken)
    if not apart:
        alike = alike or next(code for way in ways for code in way if code in named.codes)
    codes = named.codes.union(*(may for _, may in sums))
    return Meant(codes, sums, unknown, same=alike, pointed=bool(open_ones))


def _paid_as(one: Sum, named: Named, moment: Moment) -> tuple[str, ...]:
    """The benefits that ``one`` may be: that which was told to be so much, else all of which a tier is."""
    fen = one.yuan * _FEN
    paying = benefits.paying(fen, business_today())
    if one.code:
        return (one.code,) if one.code in paying else ()
    told = [code for code, paid in _granted(moment).items() if paid == fen]
    return tuple(told) if len(told) == 1 and told[0] not in named.codes else tuple(paying)
