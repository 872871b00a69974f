"""What is denied, asked, wished for or over is never taken for a fact: a sum would hang on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intents.told.denials import denied_in
from intents.told.facts import facts_in
from knowledge.eligibility.names import names

NAMES = names().codes
TODAY = date(2026, 11, 28)


def facts(text: str) -> dict[str, Any]:
    return facts_in(text, NAMES, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "无低保", "低保：无", "低保否", "低保，没有", "未享受低保", "没纳入低保", "不属于低保", "没评上低保", "没申请到低保",
        "达不到低保", "低保未批", "低保没批下来", "低保申请被拒了", "低保去年停了", "低保被取消了", "低保低收入都没有",
        "我妈86，北京户口，无低保无残疾", "我妈低保今年取消了", "低保去年停的", "是去年的低保，今年取消了",
        "我哪够得上低保", "我家哪有低保", "哪儿吃得上低保", "谁说我是低保", "我什么时候说低保了", "怎么把我当低保",
        "凭什么说我是低保", "低保，去年办的，今年不给办了", "以前是低保，现在不是了", "原来吃低保，年初让街道给撤了", "低保早先办过，后来停了",
        "她是低保户，京籍，今年给取消了", "低保到今年就没了", "去年还是低保今年不是",
    ],
)  # fmt: skip
def test_a_denied_income_class_is_no_income_class(text: str) -> None:
    assert "income_class" not in facts(text)
    assert ("income_class", "dibao") in denied_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "低保吗？不知道", "低保能申请吗", "低保办着呢还没批", "街道说低保要下个月才批", "低保年底才能办下来", "低保吗，说不好",
        "低保正在申请", "想申请低保", "以前是低保现在不是了", "原来吃低保，去年停了", "不知道是不是低保", "是不是低保",
        "想住养老院", "不住养老院", "没住养老院", "没评上重度", "评不上重度", "够不上重度", "不是重度失能", "轻度痴呆",
        "中度阿尔茨海默", "重度听力残疾", "不是特困", "不是五保户", "一直没领着高龄津贴", "没评上肢体二级", "医保不在石景山",
        "正在办居住证", "七八十岁", "七老八十了", "低保吗不想说", "低保这个保密", "明年才能吃上低保",
        "怎么还要问低保，我问的是高龄津贴", "问低保干啥呀", "不问低保了", "为什么老说低保", "低保的事别问了", "跟低保有什么关系",
        "低保跟这有啥关系", "我问的低保是啥意思", "啥叫低收入", "我们这怎么才算低收入", "我想知道低保怎么办", "问重度失能干啥",
        "快到中度了", "离重度不远了", "我爸残疾证评了四级", "差一点够低保", "还没评估，大夫说重度失能", "医生说重度失能",
    ],
)  # fmt: skip
def test_what_is_denied_wished_for_or_vague_is_no_fact(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("非失独", {"family_planning_special": False}),
        ("无居住证", {"residence_permit": False}),
        ("居住证过期了", {"residence_permit": False}),
        ("非独居", {"alone": False}),
        ("无北京户口", {"hukou": "other"}),
        ("户口没迁过来", {"hukou": "other"}),
        ("户口不是北京的", {"hukou": "other"}),
        ("户口从河北迁到北京了", {"hukou": "beijing"}),
        ("不光是低保还是肢体二级", {"income_class": "dibao", "disability": [{"type": "肢体", "level": 2}]}),
        ("北京户口不是低保", {"hukou": "beijing"}),
        ("低保，肢体二级", {"income_class": "dibao", "disability": [{"type": "肢体", "level": 2}]}),
        ("低保：是", {"income_class": "dibao"}),
        ("你问低保啊，我是低保", {"income_class": "dibao"}),
        ("我想问低保八十三能领多少", {"age": 83, "income_class": "dibao"}),
        ("我是低保怎么没给我发", {"income_class": "dibao"}),
        ("我妈低保怎么办理补贴", {"income_class": "dibao"}),
        ("凭什么我低保才领一百", {"income_class": "dibao"}),
        ("他俩谁是低保", {"income_class": "dibao"}),
        ("我妈低保是去年批的", {"income_class": "dibao"}),
        ("谁都说她是重度", {"assessment_level": "severe"}),
        ("轻度，快到中度了", {"assessment_level": "mild"}),
        ("快九十了，重度", {"age": 89, "assessment_level": "severe"}),
        ("原来轻度，后来转中度了", {"assessment_level": "moderate"}),
        ("我爸评了四级", {"assessment_level": "total"}),
        ("我爸失能四级", {"assessment_level": "total"}),
        ("我爸评了肢体四级", {"disability": [{"type": "肢体", "level": 4}]}),
        ("以前评过中度现在重度了", {"assessment_level": "severe"}),
        ("评的重度失能", {"assessment_level": "severe"}),
        ("前年评的重度，今年复核降成中度了", {"assessment_level": "moderate"}),
        ("去年低保，今年低收入", {"income_class": "low_income"}),
        ("低收入，不是低保", {"income_class": "low_income"}),
        ("低收入不是，低保是", {"income_class": "dibao"}),
        ("是低收入不是低保", {"income_class": "low_income"}),
        ("是低收入家庭不是低保户", {"income_class": "low_income"}),
        ("低收入没有低保", {"income_class": "low_income"}),
        ("是低保不是低收入", {"income_class": "dibao"}),
        ("不是低收入是低保", {"income_class": "dibao"}),
        ("低保不是低收入也不是", {"income_class": "none"}),
        ("低保停了改低收入了", {"income_class": "low_income"}),
        ("低保去年停的，今年又办上了", {"income_class": "dibao"}),
        ("低保去年停过，后来恢复了", {"income_class": "dibao"}),
        ("低保一直没断过", {"income_class": "dibao"}),
        ("低保，残疾证今年取消了", {"income_class": "dibao"}),
        ("低保，工伤护理费停了", {"income_class": "dibao"}),
        ("低保，去年老伴没了", {"income_class": "dibao"}),
        ("低保，现在走不了了", {"income_class": "dibao"}),
        ("低保，钱不够了", {"income_class": "dibao"}),
        ("低保，日子不好过了", {"income_class": "dibao"}),
        ("我妈低保，现在不能动了", {"income_class": "dibao"}),
        ("低保，今年没评上重度", {"income_class": "dibao"}),
        ("残疾吗没有，低保吗有", {"income_class": "dibao", "disability": []}),
        ("视力肢体都一级", {"disability": [{"type": "视力", "level": 1}, {"type": "肢体", "level": 1}]}),
        ("精神残疾原来二级现在一级", {"disability": [{"type": "精神", "level": 1}]}),
        ("肢体一级，哎不是，是三级", {"disability": [{"type": "肢体", "level": 3}]}),
        ("还有半年八十", {"age": 79}),
        ("领护理补贴着呢", {"receiving": ["护理补贴"]}),
        ("户籍北京", {"hukou": "beijing"}),
        ("马上就九十了", {"age": 89}),
        ("年近九十", {"age": 89}),
        ("大概八十五吧", {"age": 85}),
        ("民国三十五年生", {"age_xusui": 81}),
        ("19461128", {"birth_date": "1946-11-28"}),
    ],
)  # fmt: skip
def test_what_is_so_is_taken_in_beside_what_is_not(text: str, told: dict[str, Any]) -> None:
    assert facts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我妈八十三是低保，不对是低收入", {"age": 83, "income_class": "low_income"}),
        ("我爸肢体二级，说错了，是一级肢体残疾", {"disability": [{"type": "肢体", "level": 1}]}),
        ("我妈今年八十，生日还没过", {"age": 79}),
        (
            "78，低保，特困供养，能领多少",
            {"age": 78, "income_class": "dibao", "receiving": ["特困供养"]},
        ),
        ("我妈八十八，去世了，还能领吗", {"age": 88, "status": "deceased"}),
        ("老伴去世了我八十五", {"age": 85}),
        ("我爸不是低保，不对，是低保", {"income_class": "dibao"}),
        ("我爸八十三，不是低保，不对，是的", {"age": 83, "income_class": "dibao"}),
        ("我爸是低保，不对，不是，八十三了", {"age": 83}),
        ("我妈八十五，没评过，不对评过，重度", {"age": 85, "assessment_level": "severe"}),
        ("我妈八十五，重度，不对，没评过", {"age": 85}),
        ("我妈八十三，户口不是北京的，说错了，是北京的", {"age": 83, "hukou": "beijing"}),
        ("我妈八十三，户口在河北，说错了，在北京", {"age": 83, "hukou": "beijing"}),
        ("我妈八十三，户口在北京，说错了，是河北的", {"age": 83, "hukou": "other"}),
        ("我妈户口是北京的，不对，她住在河北", {"hukou": "beijing"}),
        ("八十二，不对，八十三，不对，八十四", {"age": 84}),
        ("我爸90，不，是80", {"age": 80}),
        ("我爸九十五，不，八十五", {"age": 85}),
        ("我爸95，北京户口，不，应该是85", {"age": 85, "hukou": "beijing"}),
        ("我爸95，哦是85", {"age": 85}),
        ("我爸95岁，哦，85岁了", {"age": 85}),
        ("他不是90，是80", {"age": 80}),
        ("不，我妈85", {"age": 85}),
        ("我爸95，不，80块钱是补贴", {"age": 95}),
        ("我爸95，哦，85年退的休", {"age": 95}),
        ("我妈是北京户口，不对，八十三，说错了户口还在山西呢", {"age": 83, "hukou": "other"}),
        ("我爸去世了，我妈今年八十三，爸走时九十", {"age": 83}),
    ],
)
def test_a_sentence_that_corrects_itself_or_tells_of_an_end(
    text: str, told: dict[str, Any]
) -> None:
    assert facts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我爸80还是79记不清了", {"age_between": [79, 80]}),
        ("我爸是90还是89我记不清", {"age_between": [89, 90]}),
        ("我爸90还是80，我也不知道", {"age_between": [80, 90]}),
        ("我爸要么七十九要么八十", {"age_between": [79, 80]}),
        ("我爸虚岁92还是91忘了", {"age_between": [89, 91]}),
        ("我妈82，评的重度还是中度我忘了", {"age": 82}),
        ("我妈82，重度或者中度失能吧，记不清", {"age": 82}),
        ("我妈82，要么低保要么低收入，搞不清", {"age": 82}),
        ("我妈82，低保还是低收入", {"age": 82}),
        ("我妈82，视力一级还是二级记不清", {"age": 82}),
        ("我妈82，一级或者二级视力残疾", {"age": 82}),
        ("我妈82，残疾证一级，视力的还是听力的忘了", {"age": 82}),
    ],
)
def test_what_is_left_open_between_two_is_told_of_neither(text: str, told: dict[str, Any]) -> None:
    assert facts(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("80还是90的人多", {"age": 80}),
        ("高龄津贴是满80还是90岁", {"age": 80}),
        ("那月给90还是100", {}),
        ("我妈82，没有低保或者低收入", {"age": 82, "income_class": "none"}),
        ("我妈82，以前低保，现在还是低保", {"age": 82, "income_class": "dibao"}),
        ("我妈82，以前低保，现在还是低收入", {"age": 82, "income_class": "low_income"}),
        ("我妈82，记不清几级，是重度", {"age": 82, "assessment_level": "severe"}),
    ],
)
def test_two_that_are_no_choice_are_read_as_before(text: str, told: dict[str, Any]) -> None:
    assert facts(text) == told
