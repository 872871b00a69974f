"""What is told of a family in few words is told of each of them; money is no age."""

from __future__ import annotations

import pytest

from intents.told.amounts import in_money
from intents.told.facts import facts_in
from intents.told.of_all import asks_of_all, told_of_all
from intents.told.people import put_in_place, shares_in
from intents.words.normalise import unify


@pytest.mark.parametrize(
    "text",
    [
        "低保300和高龄100一共400对吗",
        "那月给500还是100",
        "100加300等于400吗",
        "给100还是500",
        "一百加六百等于七百对吗",
        "她每月领100，对吗",
        "从100涨到500是哪年",
        "街道只发了一百",
    ],
)
def test_a_hundred_that_is_money_is_no_age(text: str) -> None:
    assert "age" not in facts_in(text, of_somebody=True)


@pytest.mark.parametrize(
    "text",
    [
        "我妈100，肢体一级，能领1400对吗",
        "我奶奶一百了，北京户口给800对吗",
        "到100给800对吗",
        "我爸就100了，北京户口",
        "我爷爷100，低保300，一共1100对吗",
        "100，北京户口",
    ],
)
def test_a_hundred_that_is_an_age_stays_one(text: str) -> None:
    assert facts_in(text, of_somebody=True)["age"] == 100
    assert in_money(unify(text)) == unify(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我公公79，婆婆81，公公低收入，婆婆也是", {"公公": "low_income", "婆婆": "low_income"}),
        ("我爸88低保，我妈85也是，京籍", {"爸爸": "dibao", "妈妈": "dibao"}),
        ("爸88妈85都低保，北京户口", {"爸爸": "dibao", "妈妈": "dibao"}),
        ("公公90，婆婆84（老两口都低保）", {"公公": "dibao", "婆婆": "dibao"}),
        ("老伴81老头83，都是京籍，低保", {"老伴": "dibao", "老先生": "dibao"}),
        ("公公婆婆80、81，低收入", {"公公": "low_income", "婆婆": "low_income"}),
        ("我爸88低保，我妈85", {"爸爸": "dibao", "妈妈": None}),
        ("爸82妈80，我爸没有低保，我妈有", {"爸爸": None, "妈妈": "dibao"}),
        ("爸82妈80，他不是低保，她是", {"爸爸": None, "妈妈": "dibao"}),
        ("他82她80，他没吃低保她吃，一共多少", {"他": None, "她": "dibao"}),
        ("我82，老伴80，我不是低收入，老伴是", {"您本人": None, "老伴": "low_income"}),
        ("爸82妈80，低保我爸没有，我妈有", {"爸爸": None, "妈妈": "dibao"}),
        (
            "爸82妈80姨85，我爸不是低保，我妈是，我姨也是",
            {"爸爸": None, "妈妈": "dibao", "姨": "dibao"},
        ),
        ("爸82妈80，我爸不是低保，没领高龄津贴，我妈领了", {"爸爸": None, "妈妈": None}),
        ("爸82妈80，我爸不是低保也不是低收入，我妈是", {"爸爸": "none", "妈妈": None}),
        ("爸82妈80，我妈是低保，我爸不是", {"爸爸": None, "妈妈": "dibao"}),
        ("老两口，他91她89，都低保", {"他": "dibao", "她": "dibao"}),
    ],
)
def test_what_both_have_is_told_of_each(text: str, told: dict[str, str | None]) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    found = {
        name: facts_in(words, of_somebody=True, of_one=True) for name, words in shares.told.items()
    }
    assert {name: facts.get("income_class") for name, facts in found.items()} == told


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("老两口，他91，她89，都北京户口", {"他": 91, "她": 89}),
        ("我们家二老，她89，他91，都北京户口", {"她": 89, "他": 91}),
        ("老人他90，老伴她85，北京户口", {"他": 90, "她": 85}),
        ("她85，老伴90，北京户口", {"她": 85, "他": 90}),
        ("我们老两口，他91我89，北京户口", {"老伴": 91, "您本人": 89}),
        ("我爸90，老伴85，北京户口", {"爸爸": 90, "老伴": 85}),
    ],
)
def test_a_couple_is_he_and_she_behind_a_word_for_both(text: str, ages: dict[str, int]) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    found = {name: facts_in(words, of_somebody=True) for name, words in shares.told.items()}
    assert {name: facts.get("age") for name, facts in found.items()} == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("爷爷奶奶姥爷姥姥四个人，81、82、91、93，北京户口", [81, 82, 91, 93]),
        ("我爸我妈我奶奶，86、84、104", [86, 84, 104]),
        ("哥哥82、弟弟79、妹妹75", [82, 79, 75]),
        ("我爸85，我妈比他小三岁", [85, 82]),
        ("我爸86，母亲小他两岁", [86, 84]),
        ("妈妈一级肢体82，爸爸跟妈妈一样", [82, 82]),
        ("老头91 老伴86", [91, 86]),
    ],
)
def test_how_old_each_of_them_is(text: str, ages: list[int]) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    told = [facts_in(words, of_somebody=True, of_one=True) for words in shares.told.values()]
    assert [facts.get("age") for facts in told] == ages


def test_years_between_that_would_make_another_tier_are_left_open() -> None:
    shares = shares_in(unify("我爸85低保，我妈比他大四岁低保"))
    assert shares is None or "age" not in facts_in(shares.told["妈妈"], of_one=True)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("一共多少", True),
        ("那一共呢", True),
        ("我们俩", True),
        ("两个人呢", True),
        ("全家一共多少", True),
        ("都是京籍，一共多少", True),
        ("我妈低保，一共多少", False),
        ("我能领多少", False),
        ("那她呢", False),
        ("一共几样", False),
    ],
)
def test_the_sum_of_all_is_asked_for(text: str, asked: bool) -> None:
    assert asks_of_all(text) is asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("老两口都低保", "都低保"),
        ("都没残疾", "都没残疾"),
        ("都是京籍，我爸低保", "都是京籍,"),
        ("我都82了", None),
        ("我妈都85了", None),
        ("都能领多少", None),
    ],
)
def test_what_is_told_of_all(text: str, told: str | None) -> None:
    found = told_of_all(text)
    assert (found[0] if found else None) == told


def test_another_person_put_in_place_of_the_one_before() -> None:
    assert put_in_place(unify("不是，是我岳父，87")) == ("岳父", "我岳父,87")
    assert put_in_place(unify("不是，是河北的")) is None
    assert put_in_place("不是低保") is None
