"""Two elders have two claims: one sum is never told for both."""

from __future__ import annotations

import pytest

from intents.told.departed import gone_in
from intents.told.moved import meant_of
from intents.told.ours import of_ours
from intents.told.people import names_two, of_whom_is_asked, shares_in
from intents.told.young import of_the_young
from intents.words.normalise import unify


@pytest.mark.parametrize(
    "text",
    [
        "我爸妈都八十五，北京户口",
        "我爸八十六我妈八十三都是北京户口",
        "老两口一个九十一一个八十五，合计能领多少",
        "二老都过九十了",
        "我两口子，一个八十一个八十五，都是北京户口",
        "男的八十五女的七十九，能领多少",
        "我和老伴都过了八十，加起来多少",
        "俺跟俺老头子都八十二了，一共领几个钱",
    ],
)
def test_two_elders_are_told_apart_from_one(text: str) -> None:
    assert names_two(text)


@pytest.mark.parametrize(
    "text",
    [
        "我妈八十三，跟我爸住",
        "我五十五，我妈八十三",
        "老两口过日子，我八十五",
        "我妈八十三",
        "我和老伴都退休了，我妈八十五",
        "我和老伴住，我今年八十五",
        "一个八十岁的老人",
    ],
)
def test_one_elder_with_company_is_one(text: str) -> None:
    assert not names_two(text)


@pytest.mark.parametrize(
    ("text", "main", "told"),
    [
        ("我爸86,北京户口。我妈75,肢体一级", "爸爸", {"爸爸": "我爸86,北京户口。", "妈妈": "我妈75,肢体一级"}),
        ("老伴91,我84肢体一级,北京户口", "老伴", {"老伴": "老伴91,北京户口", "您本人": "我84肢体一级,北京户口"}),
        ("我爸妈都84,我妈低保", "爸爸", {"爸爸": "我爸妈都84,", "妈妈": "我爸妈都84,我妈低保"}),
        ("我62低保,我妈89", "妈妈", {"您本人": "我62低保,", "妈妈": "我妈89"}),
        ("我老伴走了,她生前重度失能,我84", "您本人", {"您本人": "我84"}),
    ],
)  # fmt: skip
def test_a_clause_is_told_of_the_person_named_last_before_it(
    text: str, main: str, told: dict[str, str]
) -> None:
    shares = shares_in(text)
    assert shares is not None
    assert (shares.main, shares.told) == (main, told)


@pytest.mark.parametrize(
    "text",
    [
        "我替我妈问问,她84,北京户口", "我84,住在我姐家,低保", "我妈84,我爸陪着,低保", "我84岁的妈妈,低保",
        "我妈84和我爸一起住,低保", "我老伴高血压,我84,肢体二级",
    ],
)  # fmt: skip
def test_who_is_only_mentioned_is_told_nothing_of(text: str) -> None:
    assert shares_in(text) is None


@pytest.mark.parametrize(
    ("text", "person"),
    [("刚才低保说的是我妈", "妈妈"), ("我没有残疾证,刚才是说我老伴的", "老伴"), ("刚才说的是低保", None)],
)  # fmt: skip
def test_what_was_told_of_somebody_else_is_given_to_her(text: str, person: str | None) -> None:
    assert (meant_of(text) or (None, ""))[0] == person


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("街坊重度失能拿六百，我八十五没病", "我85没病"),
        ("隔壁老王吃低保我不吃我八十二", "我不吃我82"),
        ("我八十四，同事他爸是低收入，肢体一级，我家不是，北京户口", "我84，我家不是，北京户口"),
        ("对门评了重度，八十九了，我妈没评过，八十一", "我妈没评过，81"),
        ("我儿子五十八，肢体一级残疾，老爷子八十五", "老爷子85"),
        ("我们院里老太太失独，我不是，八十一", "我不是，八十一"),
        ("我表姐低保，七十九了，我八十三", "我八十三"),
        ("我闺女照顾我，她五十九，我八十九", "我闺女照顾我，我八十九"),
        ("我妈八十四，京籍，我爸七十九，没病，不用算他", "我妈八十四，京籍，"),
        ("我妈八十四，京籍，不用算我爸，他七十九", "我妈八十四，京籍，"),
        ("我妈八十四，我爸七十九，不用算我爸", "我妈八十四，"),
        ("我爸不用算，他才七十六，没病，我妈八十四", "我妈84"),
        ("先不说我爸，他七十九。我妈八十六", "我妈86"),
        ("我妈不用管，她八十，算我爸的，他九十一", "算我爸的，爸爸91"),
    ],
)  # fmt: skip
def test_what_is_told_of_those_who_are_not_reckoned_is_left_out(text: str, ours: str) -> None:
    assert of_ours(unify(text)) == unify(ours)


@pytest.mark.parametrize(
    "text",
    [
        "邻居八十四，吃低保，能领多少", "隔壁老王吃低保，八十二，他能领多少", "我替楼上老李问问，他八十二，吃低保",
        "我儿子陪着我，八十四，低保，我能领多少", "老张八十五，我八十三，俩人一共多少",
        "邻居说我妈八十四能领一百，她是北京户口", "我妈不用人照顾，八十四", "我爸八十六，不用轮椅",
        "楼下老太太低保，我替她问问能领多少", "我爸不用管我妈，八十四", "我弟弟六十七，智力三级，我是他姐",
    ],
)  # fmt: skip
def test_who_is_asked_about_is_not_left_out(text: str) -> None:
    assert of_ours(unify(text)) == unify(text)


@pytest.mark.parametrize(
    ("text", "main", "her_words"),
    [
        ("我五十五，在家伺候我公公，他九十三，肢体一级", "公公", "在家伺候我公公，他93，肢体一级"),
        ("我五十九照顾老妈九十一，重度失能", "妈妈", "照顾老妈91，重度失能"),
        ("我六十三，陪着我老妈，九十二，低保", "妈妈", "陪着我老妈，92，低保"),
        ("我照顾我妈，我五十八，她八十八", "妈妈", "照顾我妈，她88"),
    ],
)
def test_who_is_looked_after_is_told_of_not_who_looks_after_her(
    text: str, main: str, her_words: str
) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    assert (shares.main, shares.told[main].removeprefix("我")) == (main, unify(her_words))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("我六十二了还照顾我婆婆，她九十五，视力一级，婆婆该得多少", "照顾我婆婆，她95，视力一级，婆婆该得多少"),
        ("我八十四，还得照顾老伴，低保，我能领多少", "我八十四，还得照顾老伴，低保，我能领多少"),
        ("我爸九十一我妈八十八，都北京户口，我爸能领多少", "我爸91都北京户口，我爸能领多少"),
    ],
)  # fmt: skip
def test_the_question_at_the_end_says_whose_facts_count(text: str, asked: str) -> None:
    assert of_whom_is_asked(unify(text)) == unify(asked)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我老头户口北京的八十五，我是山东户口八十三", ["老伴", "您本人"]),
        ("老头儿九十一，我八十一，俩人户口都在北京", ["老伴", "您本人"]),
        ("我公公九十四，婆婆九十整，我亲妈八十二，全是京籍", ["公公", "婆婆", "妈妈"]),
        ("我妈八十五，我丈母娘九十二", ["妈妈", "岳母"]),
        ("老头九十三评了重度失能，老太太八十五听力二级", ["老先生", "老太太"]),
        ("他八十五，她八十二，北京户口", ["他", "她"]),
    ],
)
def test_each_of_several_is_told_of(text: str, told: list[str]) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    assert [*shares.told] == told
    assert names_two(text)


@pytest.mark.parametrize(
    ("text", "of_him", "of_her"),
    [
        ("爸九十，妈八十五，他是低保她不是", "爸90,爸爸是低保,", "妈85,妈妈不是低保"),
        ("妈八十五，爸九十，他是低保", "爸90,爸爸是低保", "妈85,"),
        ("爷爷九十奶奶八十八，她重度他低保", "爷爷90爷爷低保", "奶奶88,奶奶重度,"),
        ("他八十五她八十二，她是重度他是低保", "他85他是低保", "她82,她是重度"),
        ("老头九十老太太八十九，她重度他没评", "老头90老头没评", "老太太89,老太太重度,"),
        ("男的九十女的八十八，女的低保男的重度", "男的90男的重度", "女的88,女的低保,"),
        ("我爸九十，我妈八十五，我陪着她，她重度", "我爸90,", "我妈85,我陪着妈妈,妈妈重度"),
    ],
)
def test_he_and_she_beside_a_man_and_a_woman_are_the_two(
    text: str, of_him: str, of_her: str
) -> None:
    shares = shares_in(unify(text))
    assert shares is not None
    told = {name: words.replace("，", ",") for name, words in shares.told.items()}
    assert {*told.values()} == {of_him, of_her}


@pytest.mark.parametrize(
    "text",
    [
        "老太太九十九岁，下个月过一百岁生日", "老太太七十九，下个月八十", "我妈八十五，他是低保", "他说她八十二",
        "她八十二，他儿子五十八", "她八十五，她八十二", "他八十五，他低保",
    ],
)  # fmt: skip
def test_one_person_is_not_told_of_as_two(text: str) -> None:
    assert shares_in(unify(text)) is None
    assert not names_two(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我弟弟六十七了，智力残疾三级", ("弟弟", 67)), ("闺女六十二智力一级能领几百", ("闺女", 62)),
        ("我儿子五十八，肢体一级，能不能领老年人的护理补贴", ("儿子", 58)), ("我儿子五十八，我八十四", None),
        ("我儿子残疾一级，我妈八十四", None), ("我姑娘在外地，我八十四", None), ("我儿子六十了，老爷子八十五", None),
        ("我闺女六十了伺候我，我八十七", None), ("儿子一级残疾", None),
    ],
)  # fmt: skip
def test_who_is_younger_than_the_elder_has_an_age_of_her_own(
    text: str, who: tuple[str, int] | None
) -> None:
    assert of_the_young(unify(text)) == who


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("我妈走了", {"妈妈"}),
        ("我爸走了，去年走的", {"爸爸"}),
        ("我妈走了，上个月的事", {"妈妈"}),
        ("我妈走了，去买菜了", set()),
        ("我爸走了，去遛弯了", set()),
        ("我妈走了，回娘家去了", set()),
    ],
)
def test_who_only_left_the_house_is_not_gone(text: str, gone: set[str]) -> None:
    assert gone_in(unify(text)) == gone
