"""Scores an ability assessment by GB/T 42195-2022《老年人能力评估规范》, for a self-check.

A self-check decides nothing: every result says so, and who decides. The table of items is
``gbt42195.yaml``, in our own words; where it comes from and what is undecided stands in it.
"""

from knowledge.assessment.answers import Answers, InvalidScore, Reason
from knowledge.assessment.bounds import Bounds, bounds
from knowledge.assessment.circumstances import Circumstances
from knowledge.assessment.course import Course, Step, step, steps
from knowledge.assessment.scoring import Assessment, GroupTotal, score
from knowledge.assessment.standard import (
    AssessmentLevel,
    Group,
    Item,
    Level,
    LevelChange,
    Option,
    Sentence,
    Standard,
    load,
    standard,
)

__all__ = [
    "Answers",
    "Assessment",
    "AssessmentLevel",
    "Bounds",
    "Circumstances",
    "Course",
    "Group",
    "GroupTotal",
    "InvalidScore",
    "Item",
    "Level",
    "LevelChange",
    "Option",
    "Reason",
    "Sentence",
    "Standard",
    "Step",
    "bounds",
    "load",
    "score",
    "standard",
    "step",
    "steps",
]
