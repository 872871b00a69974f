"""What is paid for the months that were missed: 京民养老发〔2019〕160号, six months late and no more."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conversation.test_dialogues import Chat


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我妈今年7月满的80，现在办能补几个月，补多少钱", "前面4个月一共补400元"),
        ("我妈9月过的80生日，11月申请，能补多少", "前面2个月一共补200元"),
        ("我妈6月满80，11月申请，能补到哪个月", "从2026年6月补起"),
        ("我妈10月20满80，北京户口，现在去办，能补上10月的吗", "从2026年10月补起"),
        ("1945年5月的，一直没申请，能补多少钱", "只从申请当月（2026年11月）起算"),
        ("我爸3月就满80了，忘了申请，现在11月去办，能补吗", "前面的不补"),
        ("我妈5月满80，现在去办，能补几个月", "要看到哪一天"),
        ("高龄津贴晚了四个月，补多少钱", "前面4个月的都补"),
        ("重度失能评了8个月才申请，能补多少", "只从申请当月起算"),
        ("高龄津贴晚了六个多月，能补多少", "前面的不补"),
        ("高龄津贴晚了半年多，补多少钱", "晚了6个多月，超过半年了"),
        ("我妈满80以后6个多月才想起来，能补多少", "超过半年了"),
        ("高龄津贴晚了半年，补多少钱", "差不多正好6个月，要看到哪一天"),
        ("高龄津贴晚了6个月才办，能补多少", "差不多正好6个月，要看到哪一天"),
        ("高龄津贴晚了五个月，补多少钱", "前面5个月的都补"),
        ("我妈2024年9月满80，现在才申请，能补多少", "晚了26个月，超过半年了"),
        ("我爸25年10月过的80，现在去办，能补几个月", "晚了13个月，超过半年了"),
        ("我妈前年9月满80，北京户口，现在才办，能补多少", "晚了26个月，超过半年了"),
        ("大前年的8月我爸满80，现在去申请，补多少", "晚了39个月，超过半年了"),
        ("我妈2026年9月满80，现在才申请，能补多少", "前面2个月一共补200元"),
        ("我妈85，北京户口，2024年6月评的重度，没领钱，现在申请能补吗", "由系统自动生成并发放"),
        ("我妈明年3月满80，能补多少", "没有要补的"),
    ],
)
def test_the_months_that_were_missed_are_counted(client: FlaskClient, text: str, says: str) -> None:
    reply = Chat(client).say(text)
    assert says in reply["text"]
    assert says in reply["speech_text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我爸今年8月15满90，一直领100，从8月起能补多少", "差1200元"),
        ("我爸今年4月满90，还按100发的，差的钱能补吗，补多少", "差2800元"),
    ],
)
def test_whether_a_higher_allowance_is_paid_back_is_left_to_the_street(
    client: FlaskClient, text: str, says: str
) -> None:
    told = Chat(client).say(text)["text"]
    assert says in told
    assert "文件没有写细，请问户籍地街道" in told


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我妈85，北京户口，6月评了重度没领钱，现在申请补多少",), "前面5个月一共补3000元"),
        (("我妈85，北京户口，6月评了重度没领钱，现在申请补多少",), "由系统自动生成并发放"),
        (("我妈85，北京户口，去年1月评的重度，现在才申请，能补吗",), "前面的不补"),
        (
            ("残疾证今年9月办的，北京户口，肢体一级，78，12月去申请，补多少",),
            "前面3个月一共补1800元",
        ),
        (("1月份户口才迁到北京，84，11月申请，补几个月",), "晚了10个月，超过半年了"),
        (("我妈84，8月户口迁来北京的，现在去办，补多少",), "前面3个月一共补300元"),
        (("9月批的低保，81，京户，现在申请补几个月，补多少",), "前面2个月一共补600元"),
        (("我爸2026年6月满80，北京户口，12月申请，补几个月多少钱",), "前面6个月一共补600元"),
        (("我爸今年4月满80没办，北京户口", "12月办补几个月"), "从申请当月（2026年12月）起算"),
        (("我爸今年4月满80没办，北京户口", "12月办补几个月", "9月办呢"), "前面5个月一共补500元"),
        (("我爸今年9月刚满90，京户，到现在还是100", "差多少"), "差800元"),
        (("我爸去年10月满90，到今年11月才改，差的补吗",), "差5200元"),
        (("我爸8个月前满的80，能补几个月",), "晚了8个月"),
        (("我妈90岁7个月一直按100发的，能补多少",), "文件没有写细"),
    ],
)
def test_months_are_counted_from_whatever_made_her_qualify(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    chat = Chat(client)
    assert says in [chat.say(text) for text in messages][-1]["text"]


@pytest.mark.parametrize(
    "text", ["老年卡丢了能补吗", "助餐一天补多少", "评上重度能补多少", "9月评上重度能补多少"]
)
def test_what_is_paid_or_replaced_at_all_is_not_what_was_missed(
    client: FlaskClient, text: str
) -> None:
    chat = Chat(client)
    chat.say("我妈1946年9月生，北京户口，能领多少")
    assert "补起" not in chat.say(text)["text"]


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我妈今年88，再过两年呢",), "每月固定能领500元"),
        (("再过三年我就90了，那时候一个月多少",), "每月固定能领500元"),
        (("现在79，三年后82能领多少",), "每月固定能领100元"),
        (("我爸八十整，北京户口", "十年后呢"), "每月固定能领500元"),
        (("到2030年我妈多少钱，她1940年的，北京户口",), "满了90周岁是500元"),
        (("我爸明年80，到时候多少",), "每月固定能领100元"),
        (("我妈1937年3月生，北京户口", "明年几月开始涨"), "从2027年3月起高龄津贴每月500元"),
        (("我爸1947年6月生，哪个月开始有",), "从2027年6月起高龄津贴每月100元"),
        (("我1926年12月30日生的，北京户口", "什么时候拿800"), "2026年12月30日满100周岁"),
    ],
)
def test_a_time_to_come_is_moved_to(
    client: FlaskClient, messages: tuple[str, ...], says: str
) -> None:
    chat = Chat(client)
    replies = [chat.say(text) for text in messages]
    assert says in replies[-1]["text"]
