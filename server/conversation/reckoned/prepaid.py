"""What a home may take beforehand of the monthly fee that is named: so many months, and so many fees as a deposit.

How many of both there may be are the figures of the entries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from intents.told.billed import lines_in
from intents.told.lengths import YEAR
from intents.told.prices import INSTITUTION
from intents.words.numerals import COUNTS, digit
from knowledge.schema import Entry
from server.kit.money import spoken

MONTHS_ENTRY, DEPOSIT_ENTRY = "prepay-limit", "deposit-limit"
_NUMBER = rf"(?P<n>\d{{1,2}}|[{COUNTS}十])"
_BEFOREHAND = "预收|预交|预付|先交|先收|提前[交收]|一次性?[交收]|[让叫][^,，。]{0,3}交|要交|押金"
_MONTHS = re.compile(
    rf"(?:{_BEFOREHAND})[^,，。;；\s\d百千万]{{0,6}}?(?:{_NUMBER}个月|(?P<half>半年)|(?P<year>[一1]年))"
)
_TIMES = re.compile(rf"{_NUMBER}倍")
_DEPOSIT = re.compile("押|保证金")
_OF_A_HOME = re.compile(f"{INSTITUTION}|押|预[收交付]|月费|保证金")


def told(text: str, entries: Mapping[str, Entry]) -> tuple[str, str] | None:
    """What is to be paid beforehand, what may be at most, and the entry that goes with it; None where no
    fee is named, or nothing that is paid beforehand."""
    if not _OF_A_HOME.search(text):
        return None
    fee = _fee(text)
    months = _months(text)
    times = _TIMES.search(text) if _DEPOSIT.search(text) else None
    if fee is None or not (months or times) or not {MONTHS_ENTRY, DEPOSIT_ENTRY} <= entries.keys():
        return None
    parts: list[tuple[int, str]] = []
    if months:
        parts.append(_part(fee, months, _most(entries[MONTHS_ENTRY]), "预收", "个月的服务费"))
    if times:
        parts.append(_part(fee, digit(times["n"]), _most(entries[DEPOSIT_ENTRY]), "押金", "倍月费"))
    whole = f"；一共{spoken(sum(due for due, _ in parts))}" if len(parts) > 1 else ""
    said = "；".join(part for _, part in parts)
    return f"按每月{spoken(fee)}算，{said}{whole}。", DEPOSIT_ENTRY if times else MONTHS_ENTRY


def _fee(text: str) -> int | None:
    """The fee a month, in fen; None where a sum may as well be for all of the months."""
    lines = lines_in(text)
    return lines[0].fen if len(lines) == 1 and lines[0].per == "month" else None


def _months(text: str) -> int | None:
    """For how many months is paid beforehand."""
    if (found := _MONTHS.search(text)) is None:
        return None
    if found["n"]:
        return digit(found["n"])
    return YEAR // 2 if found["half"] else YEAR


def _most(entry: Entry) -> int:
    return next(int(figure.number) for figure in entry.figures if figure.number)


def _part(fee: int, many: int, most: int, what: str, unit: str) -> tuple[int, str]:
    """What ``many`` of ``fee`` are, in fen and in words, and whether there may be so many."""
    due = fee * many
    said = f"{what}{many}{unit}是{spoken(due)}"
    if many <= most:
        return due, f"{said}，没有超（最多{most}{unit}）"
    over = spoken(fee * (many - most))
    return due, f"{said}，超了：最多{most}{unit}，就是{spoken(fee * most)}，多收{over}"
