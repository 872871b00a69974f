"""Of several people each fact is of whom it is told: put right, pointed at, named only later."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_sums_in_everyday_words import told


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我爸90，不，我妈90，京籍，能领多少",), 50000),
        (("我爸90，不对，我妈90，京籍，能领多少",), 50000),
        (("我奶奶91，说错了，我姥姥91，京籍，低保，一个月多少",), 80000),
        (("我爸90京籍低保，不对，是我妈90，一个月能领多少",), 80000),
        (("我爸85我妈82，不，我妈92，都是京籍，一共多少",), 60000),
        (("我爸82我妈95，不对，我爸95我妈82，都是京籍，我妈多少",), 10000),
        (("我爸85京籍我妈92京籍，我爸低保，不，是我妈低保，我妈多少",), 80000),
        # told of both, and nothing put right
        (("我爸90，我妈90，京籍，一共多少",), 100000),
        (("我爸85低保，我妈83也低保，都京籍，一共多少",), 80000),
    ],
)
def test_who_is_named_in_place_of_another_has_what_was_told(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我妈83，京籍，没有低保，不，有低保，能领多少", 40000),
        ("我妈83，京籍，有低保，不，没低保，能领多少", 10000),
        ("我爸83京籍重度，不，是中度，能领多少", 10000),
        ("我爸83京籍，肢体三级，不，二级，能领多少", 50000),
        ("我妈83，外地户口，不，京籍，能领多少", 10000),
        ("我妈83，京籍，低收入，不，低保，能领多少", 40000),
    ],
)
def test_what_follows_a_bare_no_holds(client: FlaskClient, text: str, fen: int) -> None:
    assert told(client, text)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我爸82我妈91，京籍", "那他呢"), 10000),
        (("我爸82我妈91，京籍", "那他呢", "那她呢"), 50000),
        (("我妈91我爸82，京籍", "那他呢"), 10000),
        (("他82她91，都是京籍", "那他呢"), 10000),
        (("他82她91，都是京籍", "那她呢", "那他呢"), 10000),
        (("我83我老伴91，都京籍", "那他呢"), 50000),
    ],
)
def test_after_the_sums_of_two_the_pronoun_as_written_tells_which(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("一个91一个79，都京籍", "我妈79", "我爸呢"), 50000),
        (("一个91一个83，都京籍", "我爸91", "我妈呢"), 10000),
        (("一个91一个83，都京籍", "我爸呢", "我爸91"), 50000),
        (("家里俩老人一个91一个83，都京籍", "91的是我奶奶", "爷爷呢"), 10000),
        (("我爸妈一个91一个83，都是京籍", "我妈83低保", "我爸多少"), 50000),
    ],
)
def test_two_who_are_named_only_later_keep_what_was_told_of_them(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


def test_a_voucher_is_not_lost_in_the_sum_of_two(client: FlaskClient) -> None:
    reply = told(client, "我爸85京籍，我妈81外地户口有居住证，评了中度失能，两个人一个月一共多少")
    assert "妈妈目前没有按月能领的现钱，另有养老服务消费补贴" in reply["text"]
    assert "合起来每月固定能领100元" in reply["text"]
    both = told(client, "我爸85京籍重度，我妈81京籍中度，一共多少")
    assert "和失能老年人护理补贴只能选一样；妈妈" in both["text"]
    assert both["total_fen_per_month"] == 80000


def test_the_number_is_the_sum_that_the_text_tells_of_all(client: FlaskClient) -> None:
    reply = told(client, "我爸92京籍低保，我妈81京籍，两个人高龄津贴一共多少")
    assert "光算高龄津贴，合起来每月固定能领600元。各项都算上，合起来每月固定能领900元" in reply["text"]
    assert reply["total_fen_per_month"] == 90000


def test_completely_unable_of_one_is_not_said_of_all(client: FlaskClient) -> None:
    reply = told(client, "我妈83京籍，完全失能，听力一级，我爸85京籍，一共多少")
    assert "爸爸每月固定能领100元（高龄津贴）；" in reply["text"] or (
        "爸爸每月固定能领100元（高龄津贴）。" in reply["text"]
    )
    assert reply["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    ("held", "fen"), [("肢体二级", 50000), ("智力三级", 50000), ("听力一级", 30000), ("视力一级", 70000)]
)
def test_completely_unable_with_a_disability_gets_at_least_what_that_pays(
    client: FlaskClient, held: str, fen: int
) -> None:
    reply = told(client, f"我妈83京籍，评了完全失能，{held}，一个月多少")
    assert reply["total_fen_per_month"] == fen
    assert ("按完全失能发多少没有看到明文" in reply["text"]) == ("视力" not in held)
