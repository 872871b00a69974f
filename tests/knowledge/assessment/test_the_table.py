"""The table of GB/T 42195-2022 as the policy notes §2.2 give it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import knowledge.assessment
from knowledge.assessment import Standard, load, standard
from knowledge.assessment.standard import DATA
from knowledge.loader import Base

MAXIMA = {
    "自理能力": {
        "进食": 4,
        "修饰": 4,
        "洗澡": 4,
        "穿/脱上衣": 4,
        "穿/脱裤子和鞋袜": 4,
        "小便控制": 4,
        "大便控制": 4,
        "如厕": 4,
    },
    "基础运动能力": {"床上体位转移": 4, "床椅转移": 4, "平地行走": 4, "上下楼梯": 3},
    "精神状态": {
        "时间定向": 4,
        "空间定向": 4,
        "人物定向": 4,
        "记忆": 4,
        "理解能力": 4,
        "表达能力": 4,
        "攻击行为": 1,
        "抑郁症状": 1,
        "意识水平": 2,
    },
    "感知觉与社会参与": {
        "视力": 2,
        "听力": 2,
        "执行日常事务": 4,
        "使用交通工具外出": 3,
        "社会交往能力": 4,
    },
}


def test_items_and_their_maxima_are_those_of_the_standard() -> None:
    found = {
        group.name: {item.name: item.max for item in group.items} for group in standard().groups
    }
    assert found == MAXIMA
    assert [list(items) for items in found.values()] == [list(items) for items in MAXIMA.values()]


def test_groups_have_32_15_28_and_15_points() -> None:
    assert [group.max for group in standard().groups] == [32, 15, 28, 15]


def test_codes_are_numbered_through_in_order() -> None:
    expected = [
        f"B.{g}.{i}" for g, items in enumerate(MAXIMA.values(), 1) for i in range(1, len(items) + 1)
    ]
    assert list(standard().items) == expected


@pytest.mark.parametrize("item", standard().items.values(), ids=lambda item: item.name)
def test_options_of_an_item_are_different_and_its_question_is_short(item: Any) -> None:
    assert item.scores == tuple(range(item.max, -1, -1))
    assert len({option.text for option in item.options}) == len(item.options)
    assert len(item.question) <= 30
    assert len(item.hint or "") <= 40


def test_no_question_is_asked_twice() -> None:
    table = standard()
    questions = [asked.question for asked in (*table.items.values(), *table.changes)]
    assert len(set(questions)) == len(questions) == 29


def test_every_cited_document_is_registered_with_the_knowledge(base: Base) -> None:
    table = standard()
    sentences = (table.certainty, table.notice, table.apply, table.undecided)
    cited = {citation.document for sentence in sentences for citation in sentence.citations}
    cited |= {table.document} | {change.citation.document for change in table.changes}
    assert cited <= set(base.documents)


def test_nothing_is_said_about_fees_or_validity() -> None:
    text = DATA.read_text("utf-8")
    assert not [word for word in ("费用", "收费", "免费", "自费", "有效期", "元") if word in text]


def test_the_package_is_a_pure_library() -> None:
    folder = Path(knowledge.assessment.__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {n.module.split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
    modules |= {a.name.split(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
    assert modules <= {
        "__future__",
        "collections",
        "dataclasses",
        "enum",
        "functools",
        "pathlib",
        "typing",
    } | {
        "knowledge",
        "pydantic",
        "yaml",
    }


Spoil = Callable[[dict[str, Any]], object]

SPOILED: dict[str, tuple[Spoil, str]] = {
    "an option is missing": (
        lambda d: d["groups"][0]["items"][0]["options"].pop(1),
        "B.1.1的选项应从4分逐一到0分",
    ),
    "an item has other points": (
        lambda d: d["groups"][1]["items"][3].update(
            max=4, options=[{"score": s, "text": f"第{s}档"} for s in range(4, -1, -1)]
        ),
        "基础运动能力各项的满分加起来不是15分",
    ),
    "an item is in another group": (
        lambda d: d["groups"][2]["items"][0].update(code="B.1.9"),
        "编号应以B.3.开头",
    ),
    "an item is there twice": (
        lambda d: d["groups"][0]["items"][1].update(code="B.1.1"),
        "应有4组、26项，不重复",
    ),
    "points move between groups": (
        lambda d: d["groups"][3].update(max=14),
        "感知觉与社会参与各项的满分加起来不是14分",
    ),
    "a question is no question": (
        lambda d: d["groups"][0]["items"][0].update(question="说说吃饭的事。"),
        "question",
    ),
    "a score is text": (
        lambda d: d["groups"][0]["items"][0]["options"][0].update(score="4"),
        "score",
    ),
    "an unknown key": (lambda d: d.update(fee=100), "fee"),
    "levels leave a gap": (lambda d: d["levels"][2].update(lowest=47), "不重不漏"),
    "levels overlap": (lambda d: d["levels"][3].update(highest=46), "不重不漏"),
    "a level is missing": (lambda d: d["levels"].pop(), "levels 应依次写0级到4级"),
    "levels change names": (
        lambda d: d["levels"][1].update(code="severe"),
        "levels 应依次写0级到4级",
    ),
    "a change is missing": (lambda d: d["changes"].pop(), "changes 应写"),
    "a change sets and adds": (lambda d: d["changes"][0].update(adds_levels=1), "写且只写一个"),
    "a change needs an unknown item": (
        lambda d: d["changes"][0]["needs"].update(item="B.9.9"),
        "没有B.9.9这一项",
    ),
    "a change needs an impossible score": (
        lambda d: d["changes"][0]["needs"].update(score=3),
        "没有3分",
    ),
    "a source is missing": (lambda d: d["notice"].update(citations=[]), "citations"),
}


@pytest.mark.parametrize(("spoil", "message"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_table_is_refused(spoil: Spoil, message: str) -> None:
    data = copy.deepcopy(yaml.safe_load(DATA.read_text("utf-8")))
    unshared = yaml.safe_load(yaml.dump(data, Dumper=_WithoutAnchors, allow_unicode=True))
    Standard.model_validate(unshared)
    spoil(unshared)
    with pytest.raises(ValidationError, match=message):
        Standard.model_validate(unshared)


def test_points_that_do_not_add_up_to_90_are_refused() -> None:
    data = yaml.safe_load(DATA.read_text("utf-8"))
    sight = data["groups"][3]["items"][0]
    sight["max"], sight["options"] = 1, sight["options"][1:]
    data["groups"][3]["max"] = 14
    with pytest.raises(ValidationError, match="各组满分加起来应是90分"):
        Standard.model_validate(data)


def test_load_reads_any_file_of_this_shape(tmp_path: Path) -> None:
    copied = tmp_path / "table.yaml"
    copied.write_text(DATA.read_text("utf-8"), "utf-8")
    assert load(copied) == standard()


class _WithoutAnchors(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True
