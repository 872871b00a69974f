"""What two or three of a family get: told in one message, one by one, or as like one another."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


def last(client: FlaskClient, *messages: str) -> dict[str, Any]:
    chat = Chat(client)
    return [chat.say(text) for text in messages][-1]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我妈四二年的，我爸三五年的，都北京户口，一月一共", 60000),
        ("我妈1942年生，我爸1935年生，都北京户口，一共多少", 60000),
        ("我爸35年生人我妈42年生人都京户一共多少", 60000),
        ("婆婆三八年，公公三四年，京户，俩人一共", 60000),
        ("我爸1935年3月2日，我妈1942年5月6日，都北京户口，一共", 60000),
        ("妈肢体一级爸听力二级，81和90，京户", 140000),
        ("爸肢体二级妈听力一级，一个83一个92，京户，一共", 120000),
        ("爸妈86和91，爸肢体二级，妈没残疾，京户", 100000),
        ("爸九十妈八十一，爸听力二级妈肢体一级，京户，一共", 140000),
    ],
)
def test_two_who_are_told_of_in_one_message_each_get_their_own(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert last(client, text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("四个老人都过80，最大的98，都北京户口，一共几个钱", None),
        ("三个老人都过80，最小的85，都北京户口，一共多少", None),
        ("三个老人都过80，最大的88，都北京户口，一共多少", 30000),
    ],
)
def test_all_who_are_so_old_at_least_are_added_up_only_where_they_get_the_same(
    client: FlaskClient, text: str, fen: int | None
) -> None:
    said = last(client, text)
    assert said["total_fen_per_month"] == fen
    assert fen or "不是合起来的数" in said["text"]


def test_of_two_born_in_some_year_both_are_told(client: FlaskClient) -> None:
    told = last(client, "爸1936年生，妈1943年生，都京户，一共")["text"]
    assert "爸爸" in told
    assert "妈妈每月固定能领100元" in told


@pytest.mark.parametrize(
    "asked", ["俩人加一起", "俩人一块儿算", "加一块", "他们俩合起来算", "俩人一共"]
)
def test_the_sum_of_all_is_asked_for_in_few_words(client: FlaskClient, asked: str) -> None:
    reply = last(client, "我妈91北京户口低保", "我爸84北京户口没低保", asked)
    assert reply["total_fen_per_month"] == 90000


def test_three_are_told_together(client: FlaskClient) -> None:
    told = last(client, "我妈八十三北京户口", "我爸呢，七十八", "我婆婆九十", "仨人一共多少")[
        "text"
    ]
    assert all(
        name in told
        for name in ("妈妈每月固定能领100元", "爸爸", "婆婆如果是北京户口，每月固定能领500元")
    )


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我爸也一样，就是没低保", 70000),
        ("那我姨跟她一样就是没低保", 70000),
        ("我姨跟我妈情况一样，不过她90", 140000),
        ("我婆婆也是这样，不过没评重度", 40000),
        ("我爸情况也一样", 100000),
    ],
)
def test_who_is_like_another_has_the_same_facts(client: FlaskClient, text: str, fen: int) -> None:
    told = last(client, "我妈85北京户口低保重度，能领多少", text)
    assert told["total_fen_per_month"] == fen


@pytest.mark.parametrize("text", ["我爸也一样吗", "我爸户口也一样", "我爸跟她一样大", "我爸也一样"])
def test_what_is_alike_in_one_thing_or_only_asked_about_is_not_taken_over(
    client: FlaskClient, text: str
) -> None:
    told = last(client, "我妈85北京户口低保重度，能领多少", text)
    assert not told["total_fen_per_month"]


def test_what_another_gets_is_told_again_by_name(client: FlaskClient) -> None:
    messages = ("我妈85北京户口低保", "那我姨呢，她90", "刚才我妈多少来着")
    assert last(client, *messages)["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    "text", ["老伴京籍我河北的，我92他85，一共多少", "我河北的老伴京籍，我92他85，一共多少", "我是山西户口老伴北京户口，我92他85，俩人一共多少"]
)  # fmt: skip
def test_of_two_registered_apart_the_one_elsewhere_adds_nothing(
    client: FlaskClient, text: str
) -> None:
    assert "合起来每月固定能领100元" in last(client, text)["text"]


def test_a_whole_sum_that_hangs_on_a_registration_says_so(client: FlaskClient) -> None:
    told = last(client, "我妈86，北京户口，我爸92，俩人一共能领多少")
    assert "爸爸如果是北京户口，合起来每月固定能领600元" in told["text"]
    assert told["total_fen_per_month"] is None


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我爸91我妈88，都是京籍，我爸重度失能，俩人一个月多少",), 120000),
        (("爷爷85奶奶83，都吃低保，西城户口，总共能领多少",), 80000),
        (("婆婆79公公82，北京户口，婆婆低收入，公公也是", "一共"), 50000),
        (("姥姥92，姥爷95", "姥爷肢体一级", "都是海淀户口", "总共呢"), 160000),
        (("我和老伴都83，都低保，北京户口", "一共领几个钱"), 80000),
        (("我俩都是北京户口，我81，他79，他视力一级", "加一块多少"), 70000),
        (("爸90，妈比爸小5岁，京籍，一共",), 60000),
        (("老头85老太太82，北京户口，一个月一共",), 20000),
        (("大爷86，大妈81，北京户口，都低收入，合计",), 60000),
        (("我哥81，我嫂子80，北京户口，俩人合计",), 20000),
        (("姐姐91弟弟84，北京户口，都没残疾，一共多少",), 60000),
        (("爸83妈81奶奶101，都是北京户口，仨人加起来",), 100000),
        (("爷爷奶奶都91，姥姥85，北京户口，三个人一共",), 110000),
        (("我妈83，北京户口", "那我爸呢，90", "他也是北京户口", "两个人合计多少"), 60000),
        (("岳父88岳母86", "都是北京户口", "岳母智力二级", "加起来呢"), 60000),
        (("老两口都82，都低保，北京户口，一共",), 80000),
        (("老两口一个82一个78，都低保，北京户口，一共",), 70000),
        (("我82，老伴80，两口子都是重度失能，朝阳户口，一共",), 140000),
        (("我爸84", "不对，是我妈，84", "她北京户口", "能领多少"), 10000),
        (("我妈80北京户口", "不是，是我婆婆", "低保"), 40000),
        (("我妈84京籍", "她表妹79低保领300", "我妈能领多少"), 10000),
        (("我妈81，京籍，低保", "给300还是400"), 40000),
        (("爸妈83和81，京籍", "200对吗"), 20000),
        (("我婆婆领着高龄100，低保300，公公91啥也没领，都北京户口，公公能领多少",), 50000),
        (("我奶奶一百了，北京户口",), 80000),
        (("我奶奶100，低保，北京户口，一共1100对吧",), 110000),
        (("爷爷100奶奶98，北京户口，一共",), 130000),
        (("我爸82低保妈妈80不是，北京户口，两个人",), 50000),
        (("我家四口老人，爷爷90奶奶88姥爷86姥姥84，全是京籍，总数多少",), 80000),
        (("我爸妈都82了，北京户口，爸爸评估重度，妈妈轻度，合计",), 80000),
        (("我公公85低保", "婆婆也是，83", "都是京籍", "俩人一共"), 80000),
        (("我爸87我妈85，爸爸肢体二级妈妈没有，京籍，一共",), 60000),
        (("公公婆婆80、81，低收入，北京户口，合起来多少",), 60000),
        (("我妈90，肢体一级", "我爸也是，88", "都是北京户口", "一共"), 180000),
        (("我爸我妈我奶奶，86、84、104，北京户口，总共",), 100000),
        (("爸妈分别81和93，北京户口，合计",), 60000),
        (("我妈82", "我姨78", "都是低保", "都是北京户口", "合计"), 70000),
        (("婆婆85，娘家妈83，都是北京户口，一共多少",), 20000),
        (("岳父85，我爸88，我妈86，京籍，加一起多少",), 30000),
        (("我妈83，我爸85，二老都是低收入，海淀户口，一个月总共",), 60000),
        (("我爸90北京户口", "他100岁时候呢", "那时给500还是800"), 80000),
        (("我80，京籍", "老张头85领700，咋回事", "我领多少"), 10000),
        (("我老公83，我81，北京户口，一共",), 20000),
        (("我和我爱人，一个84，一个81，京籍，她听力二级，一共多少",), 40000),
        (("爷爷91，奶奶也91，都是京籍，合计",), 100000),
        (("爷爷低保88，奶奶同样，86，京籍，一共",), 80000),
        (("我妈83低保，我爸比她大4岁也低保，京籍，一共",), 80000),
        (("老太太86老头88，京籍，老头视力二级，一共",), 60000),
        (("老伴走了，我85，北京户口，一共多少",), 10000),
        (("两个老人，一个91一个79，79的低保，京籍，合计",), 80000),
        (("爸爸去世了，妈妈86，北京户口，一共多少",), 10000),
    ],
)
def test_families_in_everyday_words(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert last(client, *messages)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("爸92，妈80，都京籍", "妈低保", "噢不，俩人都低保", "加起来"), 120000),
        (("老妈86，京籍，低收入", "家里都算低收入", "老爸88呢，京籍", "俩一共"), 60000),
        (("俺娘94，京籍，评了重度", "那俺爹90，京籍，啥都好，一块儿呢"), 160000),
        (("丈母娘85，京籍", "老丈人呢比她大六岁，也是京籍", "他俩合多少"), 60000),
        (("她89，我95，都京籍低保，她重度，我肢体二级，俩总共",), 220000),
        (("咱家四位老人，爸妈86、85，岳父母90和88，都京籍，一共",), 80000),
        (("夫妻都百岁，都京籍，一月多少",), 160000),
        (("我跟老伴同岁，都是三五年的，低保户，都京籍，一块儿每月多少",), 160000),
        (("我妈86，京籍，都不是低保", "她现在重度，我62，她能领多少"), 70000),
    ],
)
def test_what_is_told_of_all_in_a_word_is_reckoned_for_each(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert last(client, *messages)["total_fen_per_month"] == fen


def test_what_is_sure_of_all_is_said_where_they_are_registered_is_not_told(
    client: FlaskClient,
) -> None:
    told = last(client, "我88我姐92我妹79，三人一块一个月")["text"]
    assert "如果都是北京户口，眼下合起来能确定的是每月600元" in told
