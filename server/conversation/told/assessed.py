"""The level that the points of an assessment stand for, with what makes it heavier (GB/T 42195-2022)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intents.told.graver import COMA, DIAGNOSIS, EVENTS, NAMED
from knowledge.assessment import Circumstances, Level, standard
from knowledge.assessment.circumstances import changed_level
from knowledge.assessment.standard import TOTAL, LevelChange

_FACTS = (COMA, DIAGNOSIS, EVENTS)
_DECIDES = "以评估结论上写的等级为准。"
_MAY_BE_HEAVIER = "确诊痴呆的、一个月里跌倒走失这类危险有两次以上的，等级还会加重；"
_ASSESS = "要先申请老年人能力综合评估，"
Graver = Mapping[str, Any]


def level_found(score: int | None, graver: Graver) -> Level | None:
    """The level that the points and the circumstances make; None where neither makes one."""
    table, applying = standard(), _applying(graver)
    if score is not None:
        return changed_level(table, table.level_for(score), applying)
    outright = [change for change in applying if change.sets_level is not None]
    return changed_level(table, table.levels[0], outright) if outright else None


def how_found(score: int | None, graver: Graver) -> str:
    """How that level was found, in sentences; empty where there is none."""
    level, applying = level_found(score, graver), _applying(graver)
    if level is None:
        return ""
    if score is None:
        because = "".join(change.because for change in applying if change.sets_level is not None)
        return f"{because}我先按{level.name}算；{_ASSESS}{_DECIDES}"
    more = "" if level is standard().levels[-1] or applying else _if_confirmed(score, graver)
    return f"评估{level_of(score, graver)}我先按{level.name}算。{more}{_DECIDES}"


def level_of(points: int, graver: Graver) -> str:
    """What ``points`` of an assessment stand for with what makes the level heavier, in sentences."""
    if points > TOTAL:
        return f"满分是{TOTAL}分，没有{points}分的。"
    first, level = standard().level_for(points), level_found(points, graver) or standard().levels[0]
    told = f"{points}分，按国家标准是{first.name}（{span(first)}）。"
    applying = _applying(graver)
    if not applying:
        return told
    turns = (
        f"所以从{first.name}变成{level.name}。"
        if level is not first
        else f"已经是最重的{level.name}。"
    )
    return told + "".join(change.because for change in applying) + turns


def asked_about(points: Sequence[int], graver: Graver, not_lately: bool) -> str:
    """What ``points`` stand for; of dangers that are ``not_lately`` that they do not count."""
    old = (
        "三十天以前的不算，只看近30天里有没有两次以上。"
        if not_lately and EVENTS not in graver
        else ""
    )
    return old + "".join(level_of(one, graver) + _named_only(one, graver) for one in points)


def _named_only(points: int, graver: Graver) -> str:
    """What a diagnosis would make of the level, where a dementia is named and none was told."""
    if points > TOTAL or not graver.get(NAMED) or DIAGNOSIS in graver:
        return ""
    heavier = level_found(points, {DIAGNOSIS: True})
    return f"要是医院确诊了痴呆，就加重一级，是{heavier.name}。" if heavier else ""


def if_lately(points: Sequence[int], graver: Graver) -> str:
    """What the level would be if there were two dangers in the last 30 days, of which it is not told when."""
    levels = [level_found(one, {**graver, EVENTS: 2}) for one in points if one <= TOTAL]
    named = "、".join(dict.fromkeys(level.name for level in levels if level))
    return f"要是近30天里真有两次以上，就加重一级，是{named}。" if named else ""


def _if_confirmed(score: int, graver: Graver) -> str:
    """What else would make the level heavier; by name where a dementia was named and no diagnosis told."""
    if not graver.get(NAMED) or DIAGNOSIS in graver:
        return _MAY_BE_HEAVIER
    heavier = level_found(score, {DIAGNOSIS: True})
    return f"要是医院确诊了痴呆，就加重一级，是{heavier.name if heavier else ''}，您再告诉我一声；"


def _applying(graver: Graver) -> tuple[LevelChange, ...]:
    known = {name: graver[name] for name in _FACTS if name in graver}
    return Circumstances(**known).applying(standard())


def span(level: Level) -> str:
    """The points of ``level``, in words."""
    one = level.lowest == level.highest
    return f"满分{level.highest}分" if one else f"{level.lowest}到{level.highest}分"
