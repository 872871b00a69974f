"""A round hundred that is money though no 元 stands behind it ("100加300", "领着高龄100").

It is the only sum of the allowances that could be somebody's age, so only of it is that told apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

from intents.told.billed import priced
from intents.words.normalise import unify

_HUNDRED = r"(?<![\d.])100(?![\d.]|岁|周岁|[元块])"
_ANOTHER = r"(?:[1-9]\d00|[2-9]00|1000)(?!\d|年|岁|分|米)"
"""Another sum beside it, written with no 元 either."""

_PAID = "津贴|补贴|补助|高龄(?!老人)|低保|困难|护理"
_GOT = "给|领|拿|发|加|减|补|才|只|到手|等于|得|多|少|差|涨|还是|或者?|从|那份|那个"
_JOINED = r"加|减|和|跟|与|\+|还是|或者?|变成?|涨到?|换成?|到|、"
_A_TIME = r"(?<![过再差到第隔])(?:[1一每]个?[月年]|每[天日]|[1一]天)(?:就|才|只|都|也|是|有)*"
"""What a sum is paid for; a number behind or before it is no age."""

_PAID_LESS = r"[多少](?:算|发|给|打|扣|领|拿)[了过着]?(?:我|俺|他|她|我们|俺们)?"
_CLAIMED = r"(?:对|是)(?:不对|不是|吧|吗|么|嘛)|对不|对[。？?]?$|等于|够(?!了)|太少|少了|没错|算错"

_EACH = r"[^,，。;；\d年岁今已都贴补低困护一共]{1,5}"
"""Who gets it, where another one gets a sum that is no age ("我100,老李300")."""

_MONEY = re.compile(
    rf"(?:(?:{_PAID})(?:着|了|的|是|有|每?个?月|也|都)*|(?:(?<!快)(?:{_GOT})|[领拿给发](?:着|了|我|他|她|的是?))){_HUNDRED}"
    rf"|(?:{_A_TIME}|{_PAID_LESS}){_HUNDRED}|{_HUNDRED}(?=[1一每]个?[月年天](?!前|后|以))"
    rf"|(?<=[1-9]00[,，])(?:我|俺|他|她|我们?家?的?)(?:就|才|只|是)*{_HUNDRED}"
    rf"|(?:我|俺|他|她)(?:就|才|只|是)*{_HUNDRED}(?=[,，][^,，\d]{{1,6}}[1-9]00(?!\d|岁|年))"
    rf"|{_HUNDRED}(?=(?:{_JOINED})(?:[\u4e00-\u9fff]{{0,6}}?){_ANOTHER})"
    rf"|(?<=[+加减和跟与或]){_HUNDRED}(?=是|等于|[一总]共|合计|就是|对)"
    rf"|(?:^|[,，。?？\s那是说]){_HUNDRED}(?=(?:{_CLAIMED}))"
    rf"|(?:就|只|才|仅|光)有{_HUNDRED}"
    rf"|(?:[1一每]个?[年月]|每人)(?:是|给|发|有)?{_HUNDRED}(?!了)"
    rf"|(?<!快)(?<!要)有{_HUNDRED}(?!了|[,，])"
    rf"|那(?:不?就|只|才|总共|一共)+(?:是|有)?{_HUNDRED}(?=[?？吗吧么呗]|$)"
    rf"|(?:^|(?<=[,，。\s]))(?:{_EACH}){_HUNDRED}(?=[,，](?:{_EACH})(?:[2-9]\d\d|1[1-9]\d)(?:$|[,，。;；!！?？\s]))"
    rf"|(?:为什么|为啥|凭什么|凭啥|怎么|咋)[^,，。\d活满到]{{0,6}}{_HUNDRED}(?!了)"
    rf"|(?:现在|眼下|如今|每个?月|这个?月|目前)(?:就|才|只)(?:是|有)?{_HUNDRED}(?!了)"
)


def hundreds_in_money(text: str) -> str:
    """``text`` as it is, or unified with 元 where a round hundred in it is a sum of money."""
    plain = unify(text)
    told = in_money(plain)
    return text if told == plain else told


@lru_cache(maxsize=512)
def in_money(text: str) -> str:
    """``text`` (unified) with 元 behind every price, and every round hundred that is a sum of money."""
    return _MONEY.sub(lambda match: f"{match[0]}元", priced(text))
