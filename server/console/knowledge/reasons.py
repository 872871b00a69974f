"""Why an entry won, in words: what the matcher measures (``intents.matching.features``) and decides."""

from __future__ import annotations

from collections.abc import Mapping

DECIDED: Mapping[str, str] = {
    "nothing in the base is near enough": "没有足够相近的条目",
    "an exact phrasing": "和一种问法一字不差",
    "only sounds like it": "只是听起来像，先问一句",
    "in scope, and the first stands out": "是我们管的事，第一名明显领先",
    "probably one of these": "多半是其中之一，请她选",
    "still unclear after asking once": "问过一次还不清楚",
}

MEASURED: Mapping[str, str] = {
    "words of the question in the phrasing": "问题里的词有多少在问法里",
    "words of the phrasing in the question": "问法里的词有多少在问题里",
    "rarest word of the question in the phrasing": "问题里最少见的词在不在问法里",
    "rarest word of the phrasing in the question": "问法里最少见的词在不在问题里",
    "content of the question in the phrasing": "问题的实词有多少在问法里",
    "content of the phrasing in the question": "问法的实词有多少在问题里",
    "least common word of the question in the phrasing": "问题里最不常用的实词在不在问法里",
    "least common word of the phrasing in the question": "问法里最不常用的实词在不在问题里",
    "matter of the question in the phrasing": "问题说的事有多少在问法里",
    "matter of the phrasing in the question": "问法说的事有多少在问题里",
    "rarest matter of the question in the phrasing": "问题里最特别的事在不在问法里",
    "rarest matter of the phrasing in the question": "问法里最特别的事在不在问题里",
    "characters of the question in the phrasing": "问题的字有多少在问法里",
    "characters of the phrasing in the question": "问法的字有多少在问题里",
    "sounds of the question in the phrasing": "问题的读音有多少在问法里",
    "sounds of the phrasing in the question": "问法的读音有多少在问题里",
    "word score against the best": "按词的得分，和最高的比",
    "character score against the best": "按字的得分，和最高的比",
    "sound score against the best": "按音的得分，和最高的比",
    "words of the question in the entry": "问题里的词有多少在整个条目里",
    "entry score against the best": "整个条目的得分，和最高的比",
    "words of the question in the answer": "问题里的词有多少在答案里",
    "answer score against the best": "答案的得分，和最高的比",
    "edit likeness": "字面有多像",
    "edit likeness of sounds": "读音有多像",
    "edit likeness of meanings": "意思有多像",
    "content of the question heard in the phrasing": "问题的实词有多少听起来在问法里",
    "least common word of the question heard in the phrasing": "最不常用的实词听起来在不在问法里",
    "longest common part of the question": "最长的相同部分占问题多少",
    "longest common part of the phrasing": "最长的相同部分占问法多少",
    "one within the other": "一句包含另一句",
    "same negation": "肯定否定一致",
    "same numbers": "数字一致",
    "subject named in both": "两边说的是同一件东西",
    "no other subject": "没有说别的东西",
    "same kind of question": "问的是同一类事",
    "no other kind of question": "没有问别的类",
    "age is the entry's own": "年龄正是条目说的",
    "exchanged words": "换掉的词多半还是同一个意思",
    "share of the pool": "在候选里占多少",
    "exact": "一字不差的问法",
    "heard": "听起来一样的问法",
}


def why(text: str) -> str:
    """A decision's reason in words."""
    return DECIDED.get(text, text)


def measure(name: str) -> str:
    """What was measured, in words."""
    return MEASURED.get(name, name)
