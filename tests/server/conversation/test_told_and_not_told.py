"""What keeps a sum from being too high: money that shuts out other money, other people's facts, ages by and
large, what is denied, refused, over, to come, put right or only supposed."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat
from tests.server.talk import ask


def replies(client: FlaskClient, *messages: str) -> list[dict[str, Any]]:
    """The reply to each of the messages of one conversation."""
    told: list[dict[str, Any]] = []
    known: str | None = None
    for text in messages:
        said = ask(client, text, conversation_id=known)
        known = said["conversation_id"]
        told.append(said["reply"])
    return told


def verdict(reply: dict[str, Any], code: str) -> tuple[str, int | None]:
    [found] = [b for b in reply["benefits"] if b["code"] == code]
    return found["verdict"], found["amount_fen_per_month"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("我八十四，北京户口，重度失能，工伤保险每月给我发着生活护理费", 10000),
        ("我妈八十二，西城户口，低保，肢体一级，她享受工伤生活护理费", 10000),
        ("我爸早年工伤，单位月月给护理费，八十六，北京户口，肢体一级", 10000),
        ("我妈八十一，北京户口，低保，视力一级，重残护理补贴拿着呢", 10000),
        ("八十三，北京户口，低保，残联给发着两项补贴，肢体一级", 10000),
        ("我有残疾人生活补贴，八十五，北京户口，低保", 10000),
        ("我爸见义勇为伤残的，护理补贴一直领着，八十五，北京户口，低保，肢体一级", 40000),
        ("我享受返城知青护理费，八十一，北京户口，低保，肢体一级", 40000),
        ("我妈享着困境家庭入住福利机构的补贴，八十七，北京户口，低保，重度失能", 40000),
        # What is denied, wished for or asked about shuts nothing out.
        ("我八十四，北京户口，重度失能，工伤护理费没领过", 70000),
        ("我八十四，北京户口，重度失能，重残护理补贴停了", 70000),
        ("我八十四，北京户口，重度失能，有没有重残护理补贴", 70000),
        ("我八十四，北京户口，重度失能，想领残疾人两项补贴", 70000),
    ],
)  # fmt: skip
def test_money_that_is_received_shuts_out_what_the_rules_say(
    client: FlaskClient, text: str, fen: int
) -> None:
    assert replies(client, text)[-1]["total_fen_per_month"] == fen


def test_what_has_to_be_compared_is_not_promised(client: FlaskClient) -> None:
    [reply] = replies(
        client, "我爸因公负伤致残，因公致残的护理费单位给着，八十八，北京户口，肢体一级"
    )
    assert verdict(reply, "care_subsidy")[0] == "need_info"


@pytest.mark.parametrize(
    ("messages", "sums"),
    [
        (("我爸八十五北京户口，重度失能", "他还拿工伤护理费", "低保"), [70000, 10000, 10000]),
        (("我八十五，北京户口，视力一级", "重残护理补贴我领着", "那个停了"), [70000, 10000, 70000]),
        (
            ("我八十五，北京户口，视力一级", "领着重残护理补贴", "也领着工伤护理费", "重残护理补贴不领了"),
            [70000, 10000, 10000, 10000],
        ),
        (("我爸八十六北京户口，特困供养", "说错了不是特困，是低保"), [10000, 40000]),
    ],
)  # fmt: skip
def test_money_that_is_received_is_kept_until_it_is_over(
    client: FlaskClient, messages: tuple[str, ...], sums: list[int]
) -> None:
    assert [reply["total_fen_per_month"] for reply in replies(client, *messages)] == sums


@pytest.mark.parametrize(
    ("messages", "sums"),
    [
        (("我公公八十三，北京户口。我婆婆七十六，北京户口视力一级", "婆婆的是多少"), [10000, 60000]),
        (("我爸言语一级八十四，我妈重度失能八十一，北京户口",), [30000]),
        (("老伴九十二，我八十三肢体一级，北京户口", "我自己能领多少"), [50000, 70000]),
        (("姥爷九十，姥姥肢体二级，北京户口",), [50000]),
        (("我爷九十三，我奶重度失能，都是北京户口",), [50000]),
        (("我妈八十四低保，我爸七十七没低保，都是北京户口",), [40000]),
        (("我爸妈都八十三，北京户口，我妈肢体二级", "那我妈呢"), [10000, 50000]),
        (("我八十二，北京户口，老伴七十六天津户口",), [10000]),
        (("我们老两口，他九十一我八十四，北京户口，他低保我没有",), [80000]),
        (("我爸八十四北京户口低保", "刚才低保说的是我妈", "我爸多少"), [40000, 10000, 10000]),
        (("邻居老王吃低保，我没吃，我八十三，北京户口",), [10000]),
        (("我老伴走了，他生前肢体一级，我八十四，北京户口",), [10000]),
        (("我八十三北京户口肢体二级", "我没有残疾证，刚才是说我老伴的"), [50000, 10000]),
        (("我和老伴都是北京户口，他九十，我八十三肢体一级，我能领多少",), [70000]),
    ],
)  # fmt: skip
def test_what_is_told_of_another_person_is_in_nobody_elses_sum(
    client: FlaskClient, messages: tuple[str, ...], sums: list[int]
) -> None:
    assert [of_the_one_it_is_about(reply) for reply in replies(client, *messages)] == sums


def of_the_one_it_is_about(reply: dict[str, Any]) -> int:
    """What the one gets whom the verdicts are about; the total may be that of several."""
    granted = (b for b in reply["benefits"] if b["verdict"] == "eligible")
    return sum(b["amount_fen_per_month"] or 0 for b in granted)


def test_who_is_no_longer_there_gets_nothing(client: FlaskClient) -> None:
    [reply] = replies(client, "我妈八十七，北京户口，视力一级，人已经不在了")
    assert all(benefit["verdict"] != "eligible" for benefit in reply["benefits"])


@pytest.mark.parametrize(
    "text",
    [
        "我爸三六年的，北京户口", "我爸一九三六年生，北京户口", "我爷爷二六年的，北京户口", "我虚岁九十一，北京户口",
        "姥姥虚岁一百零一，北京户口", "我爸去年就八十九了，北京户口，现在给多少", "我妈八十九九十的样子，北京户口",
        "我妈七十九八十吧，北京户口", "我前年八十八，北京户口",
    ],
)  # fmt: skip
def test_an_age_between_two_bands_is_told_as_neither(client: FlaskClient, text: str) -> None:
    assert verdict(replies(client, text)[-1], "age_allowance") == ("need_info", None)


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我爸奔九十的人了，北京户口",), 10000),
        (("我妈八十六七了，北京户口",), 10000),
        (("我爸去年刚满八十，北京户口",), 10000),
        (("我妈下礼拜过九十大寿，北京户口",), 10000),
        (("虚岁九十一", "北京户口", "九十周岁还没到呢"), 10000),
        (("我爸四六年生的，北京户口", "三月份的"), 10000),
        (("我爸三六年的，北京户口", "阴历七月的"), 50000),
        (("我爸八十六天津户口", "搞错了是北京户口，通州的"), 10000),
    ],
)
def test_what_is_sure_of_an_age_is_told(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert replies(client, *messages)[-1]["total_fen_per_month"] == fen


def test_the_sum_of_this_year_is_that_of_today(client: FlaskClient) -> None:
    [reply] = replies(client, "我妈八十四，北京户口，今年一个月能领多少")
    [plain] = replies(client, "我妈八十四，北京户口，一个月能领多少")
    assert reply["text"].rsplit("按", 1)[-1] == plain["text"].rsplit("按", 1)[-1]


def test_a_sum_of_next_year_begins_with_the_birthday(client: FlaskClient) -> None:
    [reply] = replies(client, "四七年三月生的，北京户口，低保，明年能领多少钱")
    begins = {b["code"]: b["pay_from"] for b in reply["benefits"] if b["verdict"] == "eligible"}
    assert (begins["age_allowance"], begins["difficulty_subsidy"]) == ("2027-03", None)


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我八十四，北京户口", "低保吗，不方便说"), 10000),
        (("我八十四，北京户口", "我不愿意说低保"), 10000),
        (("低保啥的我不想讲，八十三，北京户口",), 10000),
        (("我妈八十四，北京户口，明年才能办上低保",), 10000),
        (("我妈八十四，北京户口，差一点儿够低保",), 10000),
        (("我妈八十四，北京户口，前年低保，现在低收入",), 30000),
        (("我妈八十四，北京户口，低收入，不是低保",), 30000),
        (("我妈八十四，北京户口，不是低保，低收入",), 30000),
        (("我妈八十四，北京户口，低保不是，低收入是",), 30000),
        (("我妈八十四，北京户口，是低收入不是低保，能领多少",), 30000),
        (("我妈八十四京籍低保能领多少", "哦不对她是低收入不是低保"), 30000),
        (("我妈八十四京籍低收入能领多少", "说错了是低保不是低收入户"), 40000),
        (("我妈是去年的低保，今年取消了，八十五岁京籍，现在能领多少",), 10000),
        (("我爸京籍低保，去年办的，今年不给办了，八十三给多少",), 10000),
        (("我妈低保今年取消了，八十五岁京籍，能领多少",), 10000),
        (("我妈八十五京籍低保能领多少", "以前是低保现在不是了"), 10000),
        (("我妈八十五京籍低保能领多少", "低保今年停了", "改成低收入了"), 30000),
        (("我妈八十五京籍，低保去年停的，今年又给了，能领多少",), 40000),
        (("我妈八十四，北京户口，低收入不是，低保是",), 40000),
        (("我妈八十四，北京户口，没有低保、低收入",), 10000),
        (("我妈八十四，北京户口，低收入", "她其实是低保，不是低收入"), 40000),
        (("我妈九十三，北京户口，低保", "把低保去掉，今年停了", "也不是低收入"), 50000),
        (("我八十三，北京户口，低收入吗？不是。低保吗？是",), 40000),
        (("我妈肢体一级，没评失能，八十三，北京户口，低保吗，不是",), 70000),
        (("没吃低保，早停了，低收入也不是，八十五，北京户口",), 10000),
    ],
)
def test_each_class_of_income_is_denied_or_told_by_its_own_clause(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert replies(client, *messages)[-1]["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我爸视力一级，哎不是，是三级，八十三，北京户口",), 10000),
        (("我爸视力一级，记错了，是四级，八十三，北京户口",), 10000),
        (("我妈前年评是重度，今年复核降成中度了，八十三，北京户口，没残疾证",), 10000),
        (("我妈还没评估，大夫说重度失能，八十三，北京户口",), 10000),
        (("我妈肢体三级，去年升成二级了，八十三，北京户口",), 50000),
        (("我妈八十三，北京户口，精神残疾原来二级现在一级",), 70000),
        (("我七十七，北京户口，视力二级", "后来重新评了，改成一级了"), 60000),
        (("我七十七，北京户口，低收入，精神二级", "还有听力四级"), 80000),
        (("我听力和言语都是一级残疾，七十七，北京户口",), 20000),
        (("我妈八十三，听力残疾，北京户口", "一级"), 30000),
        (("我八十三，北京户口", "有残疾证", "听力", "四级，不不一级"), 30000),
        (("我八十三，北京户口", "有残疾证，精神的", "二级", "还有肢体也是残疾三级"), 70000),
    ],
)
def test_a_grade_is_the_one_that_was_told_last_of_its_kind(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert replies(client, *messages)[-1]["total_fen_per_month"] == fen


@pytest.mark.parametrize(
    ("messages", "fen"),
    [
        (("我妈七十八北京户口", "那八十五呢", "接着算低保"), 30000),
        (("我妈七十八北京户口，低保", "等她九十呢", "现在能领多少"), 30000),
        (("我八十四，北京户口", "高龄津贴和低保能不能两个都领", "那和低收入呢", "接着算"), 10000),
        (("我妈要是评上重度失能能拿多少，八十三，北京户口", "接着算"), 10000),
    ],
)
def test_what_was_only_asked_about_is_not_kept(
    client: FlaskClient, messages: tuple[str, ...], fen: int
) -> None:
    assert replies(client, *messages)[-1]["total_fen_per_month"] == fen


def test_another_age_is_told_as_one_to_come(client: FlaskClient) -> None:
    assert "从满90周岁的那个月起" in replies(client, "我七十八，北京户口", "那九十呢")[-1]["text"]


def test_who_skips_a_question_is_in_no_danger(client: FlaskClient) -> None:
    asked, skipped = replies(client, "我八十四，北京户口", "问这个干嘛，跳过")
    assert "120" not in skipped["text"]
    assert "低保" in asked["text"].split("请再告诉我")[1].split("\n")[0]
    assert "低保，还是低收入家庭" not in skipped["text"]


def test_long_term_care_insurance_and_care_subsidy_are_not_said_to_shut_each_other_out(
    client: FlaskClient,
) -> None:
    reply = replies(client, "我八十四，北京户口，重度失能", "长护险和护理补贴能不能两个都领")[-1]
    assert reply["entry_id"] == "ltci-and-care-subsidy"


def test_her_own_care_subsidy_is_told_and_not_that_of_another_grade(client: FlaskClient) -> None:
    reply = replies(client, "我爸八十六北京户口", "完全失能", "护理补贴给几百")[-1]
    assert verdict(reply, "care_subsidy") == ("eligible", None)


@pytest.mark.parametrize("answer", ["低保吗？不知道", "低保办着呢还没批", "低保要下个月才批"])
def test_an_income_that_is_not_known_or_not_granted_yet_adds_nothing(
    client: FlaskClient, answer: str
) -> None:
    chat = Chat(client)
    chat.say("我爸85，京户")
    assert chat.say(answer)["total_fen_per_month"] == 10000


@pytest.mark.parametrize(
    "text", ["老人，85，北京户口，低保还在申请，每月多少", "85，京户，是不是低保我不清楚，多少钱"]
)
def test_what_is_left_open_is_no_question_beside_the_sum(client: FlaskClient, text: str) -> None:
    assert "您还问了" not in Chat(client).say(text)["text"]
