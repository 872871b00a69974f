"""How old somebody is of whom a great birthday is told ("去年九十大寿"): by custom it is kept by 虚岁, or by full years."""

from __future__ import annotations

import re
from datetime import date

from intents.words.slots import age_in

_FEAST = re.compile(
    r"(?<!\d)(?P<a>[6-9]\d|1[01]\d)(?:周?岁)?的?(?:(?:大|整|高)寿|寿(?:辰|宴|诞|酒)|寿(?![星衣险命材数终]))"
)
_BY_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "明年": 1, "大后年": 3, "后年": 2}
_NEXT_YEAR = "过了?年|过完年|转过?年|年后|开春|春节|元旦|新年"
_TO_COME = (
    r"大?[明后]天|[明后]儿|下+个?(?:月|周|礼拜|星期)|(?:这|本)个?(?:周|星期|礼拜)|[月年]底|过[几两]天|"
    "过阵子|[冬腊]月|快|马上|即将|就要|该|准备|打算|(?<!刚)要"
)
_OVER = "刚|才|已经|上+个?(?:月|周|礼拜|星期)|昨[天儿]|前[天儿几]|前些|过完|办完|摆完|过了(?!年)|办了|过的|办的|摆的|办过|今[天儿]"
_TIME = (
    rf"(?P<year>{'|'.join(_BY_YEARS)}|20\d\d年)|(?P<next>{_NEXT_YEAR})|(?P<soon>{_TO_COME})"
    rf"|(?P<over>{_OVER})"
)
_BEFORE = re.compile(rf"(?:{_TIME})[^,，。;；\d]{{0,8}}(?:\d{{1,2}}[号日][^,，。;；\d]{{0,4}})?$")
_AFTER = re.compile(rf"^[^,，。;；\d]{{0,6}}?(?:{_TIME}|(?P<done>[了过的]))")


def feast_in(spoken: str, today: date | None) -> tuple[int, int] | None:
    """The fewest and the most full years of today, of whom ``spoken`` (unified) tells a great birthday and no
    other age; None where it tells none, or by which count it is kept."""
    match = _FEAST.search(spoken)
    if match is None or re.search(rf"虚|周岁|满\D{{0,2}}{match['a']}", spoken):
        return None
    before, after = spoken[: match.start()], spoken[match.end() :]
    if age_in(f"{before},{after}") is not None:
        return None
    years = int(match["a"])
    least, most = _off(_BEFORE.search(before), _AFTER.search(after), today)
    return years + least, years + most


def _off(
    before: re.Match[str] | None, after: re.Match[str] | None, today: date | None
) -> tuple[int, int]:
    """How many full years she is from the age that is kept, at least and at most."""
    said = before or after
    if said is None:
        return -2, 0
    if said["year"] or said["next"]:
        on = _years_on(said["year"], today) if said["year"] else 1
        return -on - 2, -on
    if after is not None and (after["over"] or after["done"]):
        return -1, 0
    return (-2, -1) if said["soon"] else (-1, 0)


def _years_on(named: str, today: date | None) -> int:
    if named in _BY_YEARS:
        return _BY_YEARS[named]
    return int(named.removesuffix("年")) - today.year if today else 0
