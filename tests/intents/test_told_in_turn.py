"""How old each of several is, told in turn, by the years between them, or by the eldest, is told of the one
whom it is true of."""

from __future__ import annotations

import pytest

from intents.told.facts import facts_in
from intents.told.people import names_two, shares_in
from intents.words.normalise import unify


def ages_in(text: str) -> dict[str, int | None]:
    shares = shares_in(unify(text))
    told = shares.told if shares else {}
    return {name: facts_in(words, of_one=True).get("age") for name, words in told.items()}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("我们老哥仨 80 84 90 都京籍 一共多少", [80, 84, 90]),
        ("三个老人，81、85、92，一共多少钱一个月", [81, 85, 92]),
        ("五个舅舅分别79 81 84 90 93，高龄一共", [79, 81, 84, 90, 93]),
        ("三个姐姐，79、82、90，高龄各多少", [79, 82, 90]),
        ("我有四个叔叔，分别是76，83，88，91", [76, 83, 88, 91]),
        ("俩老的一个轻度一个中度，85和83", [85, 83]),
        ("老两口一个肢体二级一个低保，91和88，一共", [91, 88]),
    ],
)
def test_ages_of_several_who_are_not_named(text: str, ages: list[int]) -> None:
    assert [*ages_in(text).values()] == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("爸妈86、85，岳父母90和88", {"爸爸": 86, "妈妈": 85, "岳父": 90, "岳母": 88}),
        ("我爸妈88和90，他爸妈85、83，一共", {"爸爸": 88, "妈妈": 90, "公公": 85, "婆婆": 83}),
        (
            "女方父母88、90，男方父母85、83，总的",
            {"岳父": 88, "岳母": 90, "公公": 85, "婆婆": 83},
        ),
        ("我爸妈88、90，媳妇家父母79、82", {"爸爸": 88, "妈妈": 90, "岳父": 79, "岳母": 82}),
        ("媳妇她爸妈86和91，我爸妈80和79", {"岳父": 86, "岳母": 91, "爸爸": 80, "妈妈": 79}),
        ("岳父母76和96，岳父重度，岳母低保", {"岳父": 76, "岳母": 96}),
        ("妈103，儿子81，女儿79，全家一个月", {"妈妈": 103, "儿子": 81, "女儿": 79}),
        ("我92，闺女70，俩人都算吗", {"您本人": 92, "女儿": 70}),
        ("她89，我95，都低保", {"她": 89, "您本人": 95}),
        ("我85，他91，一共多少", {"您本人": 85, "他": 91}),
        ("夫妻都100岁，一月多少", {"老伴": 100, "您本人": 100}),
    ],
)
def test_ages_of_pairs_and_of_who_is_only_pointed_at(text: str, ages: dict[str, int]) -> None:
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("我妈80，她妹妹小三岁，妹妹肢体一级", {"妈妈": 80, "妹妹": 77}),
        ("我妈85，老丈人呢比她大六岁", {"妈妈": 85, "岳父": 91}),
        ("我85，跟老伴同岁，一共多少", {"您本人": 85, "老伴": 85}),
        ("我比老伴大两岁，我88，一共多少", {"您本人": 88, "老伴": 86}),
        ("我跟我妹差五岁，我88", {"您本人": 88, "妹妹": 83}),
        ("我跟我姐差一轮，她96", {"您本人": 84, "姐姐": 96}),
        ("我爸和我妈同岁，都91", {"爸爸": 91, "妈妈": 91}),
        ("我妈85，我爸91，我舅舅比我妈小3岁", {"妈妈": 85, "爸爸": 91, "舅舅": 82}),
        ("爷爷87，奶奶比爷爷大7岁，姥姥比奶奶小16岁", {"爷爷": 87, "奶奶": 94, "姥姥": 78}),
    ],
)
def test_ages_by_the_years_between(text: str, ages: dict[str, int]) -> None:
    assert ages_in(text) == ages


def test_an_age_by_that_of_a_child() -> None:
    assert facts_in("我儿子五十了，我比他大三十三，我多少钱")["age"] == 83
    assert "age" not in facts_in("我比我儿子大三十三")


def test_the_eldest_is_not_given_a_name() -> None:
    text = "我爸妈和公婆四个人都过八十，最大的九十一，一共几个钱"
    assert [*ages_in(text).values()] == [91, None, None, None]
    assert {*ages_in(text)}.isdisjoint({"爸爸", "妈妈", "公公", "婆婆"})


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("四个老人都过80，最大的98，一共多少", [98, None, None, None]),
        ("三个老人都过80，最小的85", [85, None, None]),
        ("三个老人都过80，最大的88", [88, 80, 80]),
        ("三个老人都过60，最大的68", [68, None, None]),
        ("三个老人都八十多，最大的快九十了", [89, 80, 80]),
        ("四个老人都过80，最小的83，最大的89", [83, 89, 83, 83]),
        ("四个老人都过80，最小的83，最大的92", [83, 92, None, None]),
    ],
)
def test_all_are_so_old_at_least(text: str, ages: list[int | None]) -> None:
    assert [*ages_in(text).values()] == ages


@pytest.mark.parametrize(
    "text",
    [
        "我儿子62，残疾一级，能领吗",
        "我闺女58，我能领多少",
        "姑娘，我85，能领多少",
        "我妈比我爸小两岁",
        "他走了，我85，低保",
        "她重度，一级残疾",
        "三个老人，一个85",
        "兄弟三个，最大的91",
        "我比老伴大两岁",
    ],
)
def test_nobody_is_told_of_beside_another(text: str) -> None:
    assert not names_two(text)
    assert len(ages_in(text)) < 2


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("公婆都在河北户口，父母都北京，四人都86", {"爸爸": "beijing", "公公": "other"}),
        ("爸妈都是北京的，公婆都河北户口，都91", {"妈妈": "beijing", "婆婆": "other"}),
    ],
)
def test_where_each_pair_is_registered(text: str, here: dict[str, str]) -> None:
    shares = shares_in(unify(text))
    told = shares.told if shares else {}
    assert len(told) == 4
    assert {name: facts_in(told[name], of_one=True).get("hukou") for name in here} == here
