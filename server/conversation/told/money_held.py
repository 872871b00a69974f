"""The money that somebody receives, where it is over or another one is taken instead of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from intents.told.facts import not_received
from intents.told.incomes import incomes_in
from intents.told.received import UNCLEAR
from intents.told.receiving import money_in
from intents.words.normalise import bare, unify
from server.benefits import service as benefits
from server.kit.clock import business_today

_ALL_OVER = re.compile(
    r"(?:那个|这个|那项|那笔|那些|它|他|她|我|现在|已经|早就?|去年|前年|今年|上个月|也|都)*"
    r"(?:(?:停|停发|取消|不领|不拿|没|不发|不给)了)+"
)
"""What was received is not any more, and is not named again ("那个停了，不领了")."""

_INSTEAD = re.compile(
    r"(?:改|换|转)(?:成|为|去|到)?(?:领|拿|用|要|申请|申领|办|选|享受)?(?:成|为)?(?P<what>[^,，。;；]{2,12})"
    r"|(?:(?<![不没别])选(?:择|的是|的|了|着)*|(?:就|只|光)要)(?:领|拿|用)?(?:了|的是)?(?P<chosen>[^,，。;；还]{1,8})(?=$|[,，。;；])"
)
_TAKES = "(?:再|太|大)?(?:想|要|愿意?|打算|稀罕|肯)*(?:再|去)?(?:领|拿|要|用|选|申请|办)(?:了|的)?"
_REFUSES = f"(?<!不是)[不别]{_TAKES}"
_WANTS = f"(?<![不没别谁])(?:想|要|愿意?){_TAKES}"
_WANTED = re.compile(
    rf"{_REFUSES}(?P<left>[^,，。;；不没]{{2,12}}?)(?:了|[,，、]|而|但|她|他|我|就|只|还是|是)+{_TAKES}(?P<what>[^,，。;；]{{1,10}})"
    rf"|{_WANTS}(?P<chosen>[^,，。;；不没能和跟还]{{1,10}}?)(?:了|[,，、]|她|他|我|就)*{_REFUSES}(?P<behind>[^,，。;；]{{2,12}})"
)
"""One benefit that is not wanted and another that is ("不想领护理补贴，想领消费券")."""

_VOUCHER = re.compile("(?<!消费)(?<!养老)券")
_MAY = re.compile(
    "(?:能|可以|想|要不要|该不该|怎么|咋|如何|打算|准备|考虑|(?<=[^,，。])还是)[^,，。;；]{0,4}$"
)
_ASKED = re.compile(r"(?:吗|么|嘛|不|合适|合算|划算|好)[?？\s]*$")
_DESTITUTE = "destitute_support"
"""Who has 低保 is no 特困; where that was said by mistake, it is taken back with the mistake."""


_NAMED = re.compile(
    "(?:工伤(?:保险)?|见义勇为(?:致残)?(?:人员)?|(?:返城)?知青(?:因公致残)?|因公致残|离休(?:干部)?|残联|困残|护残|重(?:度)?残(?:疾)?(?:人)?|困难残疾人)的?(?:生活)?"
    "(?:护理|生活)?(?:费|补贴|补助)"
)
"""Money that is received instead of one of the benefits, by a name that has the benefit's in it."""

_SOME_MONEY = re.compile(
    "(?P<whose>[^没不能怎什啥哪几多想要]{0,8}?)(?:补[贴助]|津贴|护理[费金])[了啦的呢]*"
)
_WHOSE = re.compile("(?:[他她我您你咱]们?|[那这]个?|的|失能|老人|老年人?|民政|政府|国家|街道)*")
"""What may stand before a benefit's name and changes nothing of it ("咱们的护理补贴")."""

_VAGUE = ("unclear", "unclear_care", "unclear_institution")
"""Money of which it has not been said which it is; whatever is told then says it."""


_SHUTS_OUT = (
    "work_injury_care", "heroic_care", "returned_youth_care", "duty_disability", "retired_cadre",
    "disability_living", "disability_care", "hardship_institution",
)  # fmt: skip
"""Money beside which others are not paid, or only the higher one."""

_OF_VOUCHERS = "consumption_voucher"
"""Beside which the care subsidy is in doubt: once they are over, it is sure again. Who says that an allowance
itself was stopped wants to know why."""

_ENDS = (*_SHUTS_OUT, _OF_VOUCHERS)
_OF_CARE = "care_subsidy"

STOPPED_CARE = "停发的护理补贴"
"""The name in the rules of a care subsidy that is said to be paid no more."""

_THE_CARE = "(?:失能老?年?人?)?护理(?:补[贴助]|费|金)"
_SINCE = "(?:已经|也|都|就|又|早|刚|给|被|让|街道|社区|他们|人家|现在|如今|后来|今年|去年|上个?月|这个?月|前阵子|突然|[他她我])*"
_CARE_STOPPED = re.compile(
    rf"{_THE_CARE}{_SINCE}(?:(?:停|取消|断|掐)(?:发|掉)?了|(?:不|没)(?:再)?(?:给|发)了)(?:$|(?=[,，。;；!！\s]))"
)
"""Says that it is paid no more, and asks nothing ("护理补贴上个月给停了")."""

_CARE_AGAIN = re.compile(
    rf"{_THE_CARE}{_SINCE}(?:恢复|续上|(?<=又)(?:给|发|领|有)|没停)(?:发|给|上)?(?:了|过)?(?:$|(?=[,，。;；!！\s]))"
)


def without_named(text: str) -> str:
    """``text`` without the names of money that shuts out others: who tells of it asks of no benefit by them."""
    return _NAMED.sub("", unify(text))


def named_alone(text: str) -> list[str]:
    """The money that shuts out others, where its name is all that ``text`` says ("工伤护理费"): right after
    a sum it is told, and nothing is promised that would not be paid beside it."""
    plain = re.sub(
        "^(?:有|领|拿|享受|他|她|我|还|也|的|是)+|(?:的|呢|啊|有|也有|领着)+$", "", bare(text)
    )
    return [plain] if benefits.names().get(plain) in _SHUTS_OUT else []


def together(known: Sequence[str], more: Sequence[str]) -> list[str]:
    """What is received of what was ``known`` before, with ``more`` that is told now."""
    codes = benefits.names()
    named = [name for name in more if codes.get(name) not in _VAGUE]
    kept = [name for name in known if not named or codes.get(name) not in _VAGUE]
    kept = [name for name in kept if name != STOPPED_CARE or not receives_care(more)]
    return [*kept, *(name for name in more if name not in kept)]


def chooses(text: str) -> bool:
    """Whether ``text`` says which of two benefits is taken, and does not ask it ("不选券了，选护理补贴")."""
    taken = _taken_in(text)
    return taken is not None and _has_changed(taken, text)


def care_paid(text: str, names: Collection[str]) -> int | None:
    """What ``text`` says that the care subsidy, received by one of ``names``, is a month, in fen."""
    if not receives_care(names):
        return None
    told = {income.fen for income in incomes_in(text) if income.name.startswith("护理")}
    return told.pop() if len(told) == 1 else None


def receives_care(names: Collection[str]) -> bool:
    """Whether the care subsidy is among what is received by ``names``."""
    return any(benefits.names().get(name) == _OF_CARE for name in names)


def taken_instead(held: Sequence[str], text: str, *, supposed: bool) -> list[str]:
    """What is received of ``held`` and of what ``text`` says is taken instead ("改领消费券").

    Who asks if she may change has not changed, unless that is ``supposed``.
    """
    taken = _taken_in(text)
    if taken is None or not (supposed or _has_changed(taken, text)):
        return [*held]
    codes = benefits.names()
    what = _VOUCHER.sub("消费券", taken["what"] or taken["chosen"])
    name = _named_in(what)
    if taken["what"] and _is_of_no_known_name(what, name):
        name = UNCLEAR
    if codes.get(name) in _VAGUE:
        return together(held, [name])
    rivals = benefits.rivals_of(codes.get(name, ""), business_today())
    if not rivals:
        return [*held]
    return [*(other for other in held if codes.get(other) not in rivals), name]


def _taken_in(text: str) -> re.Match[str] | None:
    """Where ``text`` says what is taken: instead of something, or by wanting it and not its rival."""
    said = unify(text)
    return _INSTEAD.search(said) or next(filter(_of_rivals, _WANTED.finditer(said)), None)


def _of_rivals(wanted: re.Match[str]) -> bool:
    """Whether only one may be had of what is ``wanted`` and what is not."""
    codes = benefits.names()
    taken, left = (
        codes.get(_named_in(_VOUCHER.sub("消费券", what or "")), "")
        for what in (wanted["what"] or wanted["chosen"], wanted["left"] or wanted["behind"])
    )
    return left in benefits.rivals_of(taken, business_today())


def _named_in(what: str) -> str:
    """The name of the money that ``what`` names first, also in other words than the table of names has."""
    named = {name: at for name in benefits.names() if (at := what.find(name)) >= 0}
    return money_in(what) or min(named, key=lambda name: (named[name], -len(name)), default="")


def _is_of_no_known_name(what: str, name: str) -> bool:
    """Whether ``what`` is called by something that is not in the ``name`` found in it ("因公的护理补贴")."""
    money = _SOME_MONEY.fullmatch(what)
    before = what.partition(name)[0] if name else money["whose"] if money else ""
    return bool(money) and name != money_in(what) and not _WHOSE.fullmatch(before)


def _has_changed(taken: re.Match[str], text: str) -> bool:
    return not (_MAY.search(taken.string[: taken.start()]) or _ASKED.search(text))


def tells_an_end(text: str) -> bool:
    """Whether ``text`` says of money that shuts out an allowance that it is received no more ("消费券停了"), or of
    the care subsidy that it is paid no more, or again."""
    return bool(_over_in(text, _ENDS)) or tells_of_stopped_care(text)


def tells_of_stopped_care(text: str) -> bool:
    """Whether ``text`` says of the care subsidy that it is paid no more, or again."""
    plain = without_named(text)
    return bool(_CARE_STOPPED.search(plain) or _CARE_AGAIN.search(plain))


def _with_stopped_care(held: list[str], text: str) -> list[str]:
    """``held`` with the care subsidy as one that is paid no more where ``text`` says so: it is due and not to be
    counted on. Who takes the voucher instead has chosen that, and who gets it again has it."""
    plain, codes = without_named(text), benefits.names()
    if _CARE_AGAIN.search(plain):
        return [name for name in held if name != STOPPED_CARE]
    instead = any(codes.get(name) == _OF_VOUCHERS for name in held)
    if instead or not _CARE_STOPPED.search(plain):
        return held
    return [*(n for n in held if codes.get(n) != _OF_CARE and n != STOPPED_CARE), STOPPED_CARE]


def _over_in(text: str, held: Collection[str | None]) -> list[str]:
    """The names of what ``text`` says is received no more, of the codes ``held``."""
    called = [name for name, code in benefits.names().items() if code in held]
    return not_received(_VOUCHER.sub("消费券", text), called)


def left_over(held: Sequence[str], text: str, *, by_mistake: bool) -> list[str]:
    """What is left of ``held`` without what ``text`` says is over or not so ("不是离休"); ``by_mistake``:
    a lower class of income was named by mistake."""
    codes = benefits.names()
    may_end = {codes.get(name) for name in held} & {*_ENDS, _OF_CARE}
    over = {codes.get(name) for name in _over_in(text, may_end)}
    if _ALL_OVER.fullmatch(bare(text)):
        over |= {codes.get(name) for name in held}
    if by_mistake:
        over.add(_DESTITUTE)
    return _with_stopped_care([name for name in held if codes.get(name) not in over], text)
