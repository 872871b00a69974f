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
    assert "妈妈目前没有按月能领的现钱，另有消费券每月最多抵800元" in reply["text"]
    assert "合起来每月固定能领100元" in reply["text"]
    both = told(client, "我爸85京籍重度，我妈81京籍中度，一共多少")
    assert "和失能老年人护理补贴只能选一样）；妈妈" in both["text"]
    assert both["total_fen_per_month"] == 80000


def test_the_number_is_the_sum_that_the_text_tells_of_all(client: FlaskClient) -> None:
    reply = told(client, "我爸92京籍低保，我妈81京籍，两个人高龄津贴一共多少")
    assert (
        "光算高龄津贴，合起来每月固定能领600元。各项都算上，合起来每月固定能领900元"
        in reply["text"]
    )
    assert reply["total_fen_per_month"] == 90000


def test_completely_unable_of_one_is_not_said_of_all(client: FlaskClient) -> None:
    reply = told(client, "我妈83京籍，完全失能，听力一级，我爸85京籍，一共多少")
    assert "爸爸每月固定能领100元（高龄津贴）；" in reply["text"] or (
        "爸爸每月固定能领100元（高龄津贴）。" in reply["text"]
    )
    assert reply["total_fen_per_month"] == 40000


@pytest.mark.parametrize(
    ("held", "fen"),
    [("肢体二级", 50000), ("智力三级", 50000), ("听力一级", 30000), ("视力一级", 70000)],
)
def test_completely_unable_with_a_disability_gets_at_least_what_that_pays(
    client: FlaskClient, held: str, fen: int
) -> None:
    reply = told(client, f"我妈83京籍，评了完全失能，{held}，一个月多少")
    assert reply["total_fen_per_month"] == fen
    assert ("按完全失能发多少没有看到明文" in reply["text"]) == ("视力" not in held)


@pytest.mark.parametrize(
    "got",
    [
        "她领护理补贴了",
        "护理补贴领了",
        "护理补贴已经在领了",
        "她在领护理补贴",
        "护理补贴上个月领上了",
    ],
)
def test_who_gets_the_care_subsidy_already_has_to_choose_before_a_voucher(
    client: FlaskClient, got: str
) -> None:
    reply = told(client, "我妈83京籍重度失能", got, "一共多少")
    assert reply["total_fen_per_month"] == 70000
    assert "正在享受失能护理补贴的和消费补贴只能二选一" in reply["text"]


@pytest.mark.parametrize("asked", ["能领护理补贴了吗", "什么时候领护理补贴", "护理补贴还没领"])
def test_who_asks_for_the_care_subsidy_has_it_not(client: FlaskClient, asked: str) -> None:
    reply = told(client, "我妈83京籍重度失能", asked, "一共多少")
    assert "只能二选一" not in reply["text"]


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我妈83京籍重度失能，低保", "护理补贴停了", "现在一个月多少"), 40000),
        (("我妈83京籍重度失能，领着护理补贴", "她护理补贴上个月给停了"), 10000),
        (("我爸91京籍重度，护理补贴停了，一个月多少",), 50000),
        (("我妈83京籍重度失能", "护理补贴停了", "护理补贴又恢复了", "一共多少"), 70000),
        (("我妈83京籍重度失能", "护理补贴停了", "护理补贴又领上了", "一共多少"), 70000),
        (("我妈85京籍，低保", "低保取消了", "现在一个月多少"), 10000),
        (("我妈83京籍重度失能，重残护理补贴停了，一个月多少",), 70000),
    ],
)
def test_what_was_stopped_is_in_the_sum_no_more(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    reply = told(client, *texts)
    assert reply["total_fen_per_month"] == fen
    assert reply["kind"] == "eligibility"


def test_what_is_told_of_two_by_their_pronouns_is_told_of_either(client: FlaskClient) -> None:
    reply = told(client, "我爸85京籍，我妈82京籍", "他重度她低保")
    assert "爸爸每月固定能领700元" in reply["text"]
    assert "妈妈每月固定能领400元" in reply["text"]
    assert reply["total_fen_per_month"] == 110000
    mine = told(
        client, "我爸85外地，我妈82外地", "他有居住证她没有", "我妈能办老年卡吗", "我妈多少"
    )
    assert "符合：养老助残卡" not in mine["text"]


@pytest.mark.parametrize(
    ("texts", "fen"),
    [
        (("我爸90京籍", "不对，我妈90", "一个月多少"), 50000),
        (("我爸90京籍低保", "说错了，我妈90", "一共多少"), 80000),
        (("我爸90京籍", "我妈82京籍", "一共多少"), 60000),
    ],
)
def test_who_is_named_in_place_of_another_later_is_the_same_person(
    client: FlaskClient, texts: tuple[str, ...], fen: int
) -> None:
    assert told(client, *texts)["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    "said", ["做过能力评估吗 — 没有", "能力评估没有", "没做过能力评估", "没评过"]
)
def test_that_there_was_no_assessment_is_no_question(client: FlaskClient, said: str) -> None:
    reply = told(client, "我爸87，京籍", said)
    assert reply["kind"] == "eligibility"
    assert reply["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    ("then", "fen"),
    [("是能力评估的等级", 70000), ("能力评估的", 70000), ("肢体的", 10000), ("智力的", 50000)],
)
def test_a_grade_of_which_it_is_not_said_what_it_grades_is_asked_about(
    client: FlaskClient, then: str, fen: int
) -> None:
    first = told(client, "我爸85京籍评了三级，能领多少")
    assert "您说的是能力评估，还是残疾证？" in first["text"]
    assert told(client, "我爸85京籍评了三级，能领多少", then)["total_fen_per_month"] == fen


def test_a_grade_of_which_it_is_said_is_not_asked_about(client: FlaskClient) -> None:
    assert told(client, "我爸85京籍，能力评估评了三级")["total_fen_per_month"] == 70000
    assert "还是残疾证？" not in told(client, "我爸85京籍，残疾证评了三级")["text"]


def test_in_a_joint_sum_it_is_said_what_is_not_in_it(client: FlaskClient) -> None:
    reply = told(client, "我爸85，我妈83，都京籍", "他完全失能，她中度")
    assert "失能老年人护理补贴够条件，发多少没有看到明文，没有算在里面" in reply["text"]
    stopped = told(client, "我妈83京籍重度", "护理补贴停了", "我爸85京籍", "一共多少")
    assert "说停了的失能老年人护理补贴没有算在里面" in stopped["text"]
    assert stopped["total_fen_per_month"] == 20000
