"""What is wrong with a draft, in the words of its form: which row, which field, what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.console.knowledge.desk import CODES, FIELDS

VALUE = ("fen", "percent", "number")
"""One column of the form."""
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "figures": {"label": "是什么", "value": "数", "unit": "单位", "kind": "性质", "condition": "条件"},
    "citations": {"document": "来源", "mark": "核实程度", "clause": "条款"},
    "actions": {"type": "做什么", "label": "按钮上的字", "target": "号码或地址"},
}  # fmt: skip
MAIN = {"figures": "value", "citations": "document", "actions": "target"}
"""Where to look for what is wrong with a whole row."""
GROUPED: Mapping[str, Mapping[str, str]] = {
    "ages": {"at_least": "年龄从", "at_most": "年龄到"},
    "needs_confirmation": {"unknown": "还不能确定的", "ask": "请老人去问谁"},
    "phrasings": {"elder": "老人这样问", "family": "家属这样问", "clerk": "工作人员这样问"},
}
"""Fields of the content that stand as several on the form."""
A_NUMBER = "要写数字，比如 100 或 99.5"
_CODE = re.compile(r"\b(?:[a-z]+(?:_[a-z]+)*)\b")


@dataclass(frozen=True)
class Fault:
    """``field`` is the content's, ``place`` the id on the form, ``where`` the row and column, empty
    where the whole field is meant."""

    field: str
    place: str
    where: str
    message: str

    @property
    def label(self) -> str:
        """The field and what of it, as the form calls them."""
        name = FIELDS.get(self.field, "整个条目")
        return f"{name}，{self.where}" if self.where else name


def told(problems: Iterable[Mapping[str, str]]) -> list[Fault]:
    """``{"field", "message"}`` as the form tells it."""
    listed = [(each["field"].split("."), each["message"]) for each in problems]
    inside = {path[0] for path, _ in listed if len(path) > 1}
    # Of a list in which something does not hold it need not be said that too little of it does.
    return [_fault(path, text) for path, text in listed if len(path) > 1 or path[0] not in inside]


def of_line(line: str) -> Fault:
    """``field：message``, as the report of a workbook keeps it."""
    field, _, message = line.partition("：")
    return told([{"field": field, "message": message}])[0] if message else Fault("", "", "", line)


def _fault(path: list[str], message: str) -> Fault:
    field, rest = path[0], path[1:]
    place, where = field or "title", ""
    if field in COLUMNS and rest:
        place, where = _in_table(field, rest)
        if rest[-1] in VALUE and "要写" in message:
            message = A_NUMBER
    elif field in GROUPED and rest:
        place, where = _in_group(field, rest)
    elif rest and rest[0].isdigit():
        where = f"第{int(rest[0]) + 1}个"
    elif field == "ages":
        place = "at_least"
    plain = _CODE.sub(_in_words, message.removeprefix("这一项"))
    return Fault(field, place, where, plain.replace(", ", "、") if "只能是" in plain else plain)


def _in_table(field: str, rest: list[str]) -> tuple[str, str]:
    row, column = int(rest[0]), rest[1] if len(rest) > 1 else MAIN[field]
    column = "value" if column in VALUE else column
    where = f"第{row + 1}行" + (f"的{COLUMNS[field][column]}" if len(rest) > 1 else "")
    return f"{field}-{row}-{column}", where


def _in_group(field: str, rest: list[str]) -> tuple[str, str]:
    place = f"phrasings-{rest[0]}" if field == "phrasings" else rest[0]
    line = f"第{int(rest[1]) + 1}行" if len(rest) > 1 else ""
    return place, GROUPED[field].get(rest[0], rest[0]) + line


def _in_words(found: re.Match[str]) -> str:
    return CODES.get(found[0], found[0])
