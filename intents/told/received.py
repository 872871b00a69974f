"""What somebody receives, as a fact: by the names that people have for it, or by being what gives it."""

from __future__ import annotations

import re
from itertools import pairwise

from intents.told.receiving import is_of_now, no_more_in, received_in
from intents.told.stance import Clauses

_NOTHING_RECEIVED = re.compile(r"(什么|啥|任何)(补贴|津贴|补助|待遇)?(都|也)(没|没有)(领|拿|享受)")
_RECEIVES = re.compile(
    r"(?<![没不])(?<!没有)(在领|领着|正领|已经?领|领了|领的是|享受着|在享受|拿着|在拿|吃着|在用|用着|用上了?).{0,6}$"
)
_GETS_NOW = re.compile(
    r"(?:^|[他她我俺咱们人妈爸爷奶姥伴公婆父母度级岁保籍口]|已经?|早就?|也|都|现在|[去今前]年|上个?月|开始|一直|刚|正在?|[\d岁])[领拿]$"
)
_GOT = re.compile(r"了(?![没吗么嘛])")
"""What stands before and behind money of which it is said in few words that it came ("她领护理补贴了")."""

_GOES_ON = re.compile(
    "(?:也|都|早就?|已经?|一直|现在|正|他|她|我|[去今前]年|上个?月|这个?月|刚|又)*(?:在(?:领|拿|享受|发)|(?:领|拿|享受|发)(?:着|上|到|下来)?(?=[了着呢的上到]))"
    "(?:着|上|到|了|呢|的|啊)*$"
)
"""The same behind it up to the end of the clause ("护理补贴已经在领了")."""

UNCLEAR = "没听出名目的补贴"
"""The name reported for money that is received under a name that nobody knows."""

_OF_NO_MATTER = "退休|养老金|低保|[取供采]暖|住房|房租|租房|交通|乘车|公交|燃油|煤|电|水|话费|通讯|医[疗药]|种粮|耕地|农机|独生|计生|失独|扶助"
"""Money that is neither for living nor for care: it shuts out nothing."""

_UNKNOWN_NAME = re.compile(
    rf"(?:[领拿吃享受]着|(?:正在?|在|已经)(?:领|拿|享受)(?:着|了)?)(?P<name>(?:(?!{_OF_NO_MATTER})[^\W\d丨没不能想要怎咋什啥哪几多])"
    r"{2,10}?)(?:补[贴助]|津贴|护理[费金])"
)
_OF_ANYTHING = re.compile(
    "(?:政府|国家|公家|民政|街道|区里|市里|的|给|发|那|这|个|份|一|些|点|老人|老年)*"
)
"""What names no money by itself: "领着政府给的补贴" may be any, her allowance too."""

_STATUS = re.compile("特困(?:人员)?供养|特困|五保|离休")
"""What is received by being it, without a word for receiving."""

_OF_STATUS = re.compile(
    r"的|呢|吧|了|老?干部|人员|户|老人|能|可以|一|每|有|是|还|\d|[轻中重]度|完全失能|失能|残|[视听言肢智精][力语体神]|京|北京|本市|户口|评"
)


def no_longer_received(said: Clauses) -> list[str]:
    """What is received no more, or was never, where being it is receiving it ("不是离休")."""
    denied = [m[0] for m in _STATUS.finditer(said.plain) if said.stance(m) == "not so"]
    return no_more_in(said) + denied


def _is_status(match: re.Match[str], said: Clauses) -> bool:
    """Whether the word says what somebody is, and does not name what people of that kind get."""
    return match.end() in said.ends or bool(_OF_STATUS.match(said.plain, match.end()))


def received(said: Clauses, names: dict[str, str]) -> dict[str, list[str]]:
    """What is received by the ``names`` that people have for it, as a fact; nothing where that is not told."""
    plain = said.plain
    if _NOTHING_RECEIVED.search(plain):
        return {"receiving": []}
    being = {
        m[0] for m in _STATUS.finditer(plain) if said.stance(m) == "so" and _is_status(m, said)
    }
    being -= {status for status in being if any(n.startswith(status) for n in no_more_in(said))}
    known, plain = received_in(said)
    held = [name for name in names if name in being] + [name for name in known if name in names]
    unclear = _of_no_known_name(said, plain, names)
    for name in sorted(names, key=len, reverse=True):
        place = plain.find(name)
        after = plain[place + len(name) : place + len(name) + 4]
        going_on = after.startswith("着") and re.search("[领拿吃享受]$", plain[:place])
        if (going_on or _comes(said, plain, place, name)) and place >= 0:
            held.append(name)
            plain = plain.replace(name, "丨" * len(name))
        elif place > 0 and (_RECEIVES.search(plain[max(0, place - 10) : place]) or "领着" in after):
            held.append(name)
            plain = plain.replace(name, "")
    held += [UNCLEAR] if unclear else []
    return {"receiving": held} if held else {}


def _comes(said: Clauses, left: str, place: int, name: str) -> bool:
    """Whether it is said in a few words before or behind the ``name`` at ``place`` that the money comes."""
    if place < 0 or name not in said.plain:
        return False
    begin, end = said.around(said.plain.find(name))
    before, after = said.plain[begin : said.plain.find(name)], said.plain[:end].partition(name)[2]
    got = _GETS_NOW.search(before) and _GOT.match(after)
    goes_on = _GOES_ON.fullmatch(after) and not re.search("[没不怎能]", before)
    return bool((got and is_of_now(before[:-1])) or goes_on)


def _of_no_known_name(said: Clauses, left: str, names: dict[str, str]) -> bool:
    """Whether money is said to be received by a name that is none of ``names``; ``left`` is what ``said`` tells
    without the money that was heard already."""
    for name in names:
        left = left.replace(name, "丨" * len(name))
    clauses = (left[begin:end] for begin, end in pairwise((0, *said.ends)))
    found = ((clause, _UNKNOWN_NAME.search(clause)) for clause in clauses)
    return any(
        match and is_of_now(clause[: match.start()]) and not _OF_ANYTHING.fullmatch(match["name"])
        for clause, match in found
    )
