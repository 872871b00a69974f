"""Whether benefits may be had together: by their rules, told by the entry on just those, else that nothing is found
against it."""

from __future__ import annotations

from intents.told.ages import AGES
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from knowledge.eligibility.together import Bar
from server.benefits import service as benefits
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.asked import openings, wishes
from server.conversation.asked.benefits_named import Sum
from server.conversation.moment import Moment
from server.conversation.reckoned import meant_together, shut_out
from server.conversation.reckoned.benefit_names import VOUCHER, name_of, short_names
from server.conversation.reckoned.meant_together import Meant
from server.conversation.said import Said
from server.conversation.state import INCOME, LEVEL
from server.conversation.told.facts_told import heard
from server.kit.clock import business_today
from server.kit.money import spoken

_NOT_FOUND = "没查到写着{}只能领一样的规定。"
_ONLY_THOSE_TWO = "报道说的二选一，只是护理补贴和消费补贴这两样，没有说到{}。"
_SAME = "说的都是{0}，是同一样，一个人只有一份，不能领两份。"
_PERHAPS_THE_SAME = "要是说的都是{0}，那是同一样，一个人只按一档领。"
_NONE_PAYS = "没查到{}，您说说它叫什么名字，我再告诉您能不能一起领。"
_WISHES = frozenset({"both", "whether", "stop"})
"""What is asked of two things that go together or not; whatever else is asked is another question beside it."""

_FEN = 100


def told(said: Said, moment: Moment) -> Told | None:
    """The answer to ``said`` where it asks if benefits go together, and asks nothing of a person's sum."""
    meant = meant_together.of(said.text, moment)
    if meant is None or _asks_for_more(said.text, meant, moment):
        return None
    entry, lead = _answer(meant)
    known = moment.knowledge.entries.get(entry or "")
    if known is None or (said.is_exact and said.candidates[0].item_id != entry):
        return None
    reply, reasons = moment.told_by(known.question, said)
    if reply.entry_id != entry:
        return None
    reply = openings.behind(lead, reply)
    reply = compose.ended_with(_ours(moment) if meant.received else "", reply)
    return reply, reasons | {meant_together.ASKED: sorted(meant.codes)}


def _asks_for_more(text: str, meant: Meant, moment: Moment) -> bool:
    """Whether ``text`` asks for what somebody gets, or something else beside."""
    if concepts(normalise(text)).wishes - _WISHES - ({"amount"} if meant.sums else set()):
        return True
    told = heard(text)
    if told.get("age") in {one.yuan for one, _ in meant.sums}:
        told = {}  # "一百的和五百的" tells of nobody
    of_herself = bool(meant.sums) or not (meant.received or meant.pointed)
    if of_herself and told.keys() & {*AGES}:
        return True
    of_benefits = {"receiving", INCOME, LEVEL} if meant.sums else {"receiving"}  # "低保300"
    of_somebody = told.keys() - of_benefits or moment.state.facts.keys() & {*AGES}
    return bool(of_somebody) and not meant.pointed and wishes.asks_for_the_sum(text)


def _answer(meant: Meant) -> tuple[str | None, str]:
    """The entry that tells of what is ``meant``, and what is said before it."""
    table, codes = benefits.told_together(), meant.codes
    if meant.unknown:
        return table.overview, f"{_taken(meant)}{_none_pays(meant)}"
    if len(codes) == 1 and not codes & table.money.keys():
        return table.tiers.get(meant.same or ""), _SAME.format(*map(name_of, codes))
    held = [code for code in table.money if code in codes]
    if held and (codes & {*table.written.of} or codes == {*held}):
        return table.money[held[0]], _taken(meant)
    if shut := benefits.barred(codes, business_today()):
        return _of_barred(meant, shut[0])
    if codes <= {*table.written.of}:
        return table.written.entry, _all_of(meant)
    return _of_others(meant)


def _of_barred(meant: Meant, bar: Bar) -> tuple[str, str]:
    """What is told of those of which two exclude one another: by the entry on these two, else as their rule says."""
    entry = benefits.told_together().of_pair(bar.between)
    if entry is None:
        return benefits.told_together().others, f"{_taken(meant)}{bar.because}。"
    return entry, f"{_taken(meant)}{_what_excludes(meant, bar.between)}"


def _of_others(meant: Meant) -> tuple[str, str]:
    """What is told of benefits of which no rule says that they exclude one another, nor a document that they do not."""
    table, codes = benefits.told_together(), meant.codes
    own = next((one for one in table.pairs if {*one.of} <= codes), None)
    if own:
        return own.entry, _taken(meant)
    *others, last = short_names(codes)
    only = "、".join(short_names(codes - {VOUCHER}))
    more = _ONLY_THOSE_TWO.format(only) if VOUCHER in codes else ""
    lead = _NOT_FOUND.format(f"{'、'.join(others)}和{last}")
    return table.others, f"{_taken(meant)}{lead}{more}"


def _what_excludes(meant: Meant, pair: frozenset[str]) -> str:
    """That the ``pair`` excludes one another, and of the others that they do not."""
    two = "和".join(name_of(code) for code in sorted(pair))
    others = "、".join(name_of(code) for code in sorted(meant.codes - pair))
    if others:
        return f"不能全要：{two}只能选一样，{others}不受影响，没查到和它们只能选一样的规定。"
    return f"不能全要：{two}只能选一样。" if meant.pointed else ""


def _all_of(meant: Meant) -> str:
    """That all of them go together, with what they come to where that is known."""
    total = f"，一共每月{sum(one.yuan for one, _ in meant.sums)}元"
    of_sums = {code for _, codes in meant.sums for code in codes} == meant.codes
    if meant.same:
        apart = f"不是同一样的，能一起领{total if of_sums else ''}"
        return (
            f"要看是哪一样：{_taken(meant)}{apart}；{_PERHAPS_THE_SAME.format(name_of(meant.same))}"
        )
    if of_sums and all(len(codes) == 1 for _, codes in meant.sums):
        listed = "、".join(f"{name_of(codes[0])}每月{one.yuan}元" for one, codes in meant.sums)
        return f"能一起领，各看各的条件：{listed}{total}。"
    names = "、".join(short_names(meant.codes))
    whole = f"{names}可以一起领，各看各的条件。" if meant.pointed else ""
    return f"{_taken(meant)}{whole}"


def _taken(meant: Meant) -> str:
    """What the sums that have no name are taken for ("每月300元的是困难补贴")."""
    said = [
        f"每月{one.yuan}元的是{'或者'.join(short_names(codes))}"
        for one, codes in meant.sums
        if not one.code
    ]
    return f"{'，'.join(said)}。" if said else ""


def _none_pays(meant: Meant) -> str:
    return _NONE_PAYS.format("、".join(map(_named, meant.unknown)))


def _named(one: Sum) -> str:
    return f"每月{spoken(one.yuan * _FEN)}的{name_of(one.code) if one.code else '补贴津贴'}"


def _ours(moment: Moment) -> str:
    """What ours come to without the other money; empty where that is none, or not more."""
    facts, day = moment.state.facts, business_today()
    found = benefits.check(facts, day, moment.knowledge.documents)
    sure = shut_out.instead(facts, day, moment.knowledge, found)
    also = found.total_fen_per_month
    beside = f"现在不受影响、照样能领的是每月{spoken(also)}。" if sure and also else ""
    return f"{beside}{sure}另一边每月给多少，看存折或者问发钱的单位。" if sure else ""
