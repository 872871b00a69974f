"""What somebody tells or asks of herself, while the talk is of another one: "我低保", "我多少"."""

from __future__ import annotations

import re

from intents.told.named import SPEAKER, named_in
from intents.words.normalise import bare, unify

_BEGINS = r"^(?P<before>(?:那么?|可是?|但是?|对了|还有|另外|其实|哦|噢|嗯|[,，、\s])*)"
_I = r"[我俺](?:自己|本人|自个儿|个人)?"
_AM = "(?:现在|今年|去年|前年|一直|已经|也|又|还|就|才|可|都|是|有|没|不|吃着?|享受|算|属于|评[上了为成定]{0,2}|的|办了?|领着?|在领|拿着?)*"
_FACT = (
    "低保|低收入|特困|失独|离休|残疾|[视听言肢智精][力语体神]|[1-4一二三四]级|[轻中重]度|完全失能|失能"
    "|京籍|京户|北京|本市|外地|户口|户籍|居住证|工伤|知青|残联|高龄|护理补贴|困难补贴|消费券"
)
_MY_FACT = re.compile(rf"{_BEGINS}(?P<me>{_I})(?={_AM}(?:{_FACT}))")

_HOW_MUCH = "多少|几百|几个钱|几块|好多|什么|啥|哪些"
_IN_ALL = "一共|总共|合计|加起来|拢共"
_MY_SUM = re.compile(
    rf"(?=.*(?:{_HOW_MUCH}|{_IN_ALL}))(?:那么?|可是?|对了|到底|还有|哦|嗯)*{_I}(?:的|那份|那边|这边)?"
    rf"(?:现在|每个?月|[1一]个?月|到底|究竟|能|可以|该|应该|也|还|都|又|就|是|有|[领拿给得发]|到手?|享受|{_IN_ALL}|{_HOW_MUCH}|钱|块|元|津贴|补贴|补助|[了呢啊呀])*"
)
_ANOTHER = re.compile("[他她您你]|[我俺咱]们|[我俺]家|咱")
_BY_HERSELF = re.compile("[我俺](?:自己|本人|自个儿)")
_MYSELF = "我自己"


def asks_of_myself(text: str) -> bool:
    """Whether ``text`` asks what the speaker gets herself, and says nothing else ("我一共多少")."""
    return _is_only_mine(text) and bool(_MY_SUM.fullmatch(bare(unify(text))))


def tells_of_myself(text: str) -> bool:
    """Whether ``text`` begins with a fact or a benefit of the speaker's own, and names nobody else ("我低保")."""
    return _is_only_mine(text) and bool(_MY_FACT.search(unify(text)))


def is_emphatic(text: str) -> bool:
    """Whether ``text`` says by a word of its own that nobody else is meant ("我自己低保")."""
    return bool(_BY_HERSELF.search(text))


def as_asked_of(name: str) -> str:
    """The question what ``name`` gets, as everybody reads it."""
    return f"{_MYSELF if name == SPEAKER else name}多少"


def told_of(name: str, text: str) -> str:
    """``text``, which tells of the speaker, as it is told of ``name``."""
    who = _MYSELF if name == SPEAKER else name
    return _MY_FACT.sub(lambda match: f"{match['before']}{who}", unify(text), count=1)


def _is_only_mine(text: str) -> bool:
    return {*named_in(text)} <= {SPEAKER} and not _ANOTHER.search(text)
