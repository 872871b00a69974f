"""Danger, a wish for a person, small talk: found before anything is matched."""

from __future__ import annotations

import pytest

from intents.signs.signals import (
    danger_doubted_in,
    danger_in,
    is_called,
    is_over,
    needs_nobody,
    only_needs_nobody,
    smalltalk_in,
    wants_person,
)

DANGER = {
    "我妈摔倒了起不来": "120", "我媽摔倒了起不來": "120", "我妈　摔倒了，起不来！！": "120", "我刚摔了一跤": "120",
    "老人摔倒了怎么办": "120", "老伴倒在地上叫不醒": "120", "我喘不上气": "120", "我爸心脏病犯了": "120",
    "胸 口 疼": "120", "心口疼得厉害": "120", "嘴歪眼斜": "120", "半边身子麻": "120", "昏过去了": "120",
    "老人噎住了": "120", "吃错药了": "120", "喝了农药": "120", "煤气中毒了": "120", "大出血": "120", "救命": "120",
    "沒有呼吸了": "120",
    "家里着火了": "119", "廚房起火了": "119", "楼道冒烟": "119", "煤气泄漏了": "119", "煤氣洩漏": "119",
    "家里有煤气味": "119", "电线烧了": "119",
    "儿子打我,把我的卡拿走了": "110", "儿子打我，抢我的存折": "110", "儿子打了我还拿走我的卡": "110",
    "儿子打了我": "110", "儿子把我打了": "110", "女婿推我,存折抢走了": "110",
    "我妈走丢了": "110", "老伴出门没回来": "110", "爷爷不见了": "110", "有人撬门": "110", "护工打老人": "110",
    "我不想活了": "120", "活不下去了": "120", "想自杀": "120",
    "防跌倒扶手怎么申请，我妈刚摔倒了起不来": "120",
}  # fmt: skip
NO_DANGER = (
    "儿子打我电话要我的卡", "儿子打我电话", "儿子打我卡里五百块钱", "津贴打我爸卡里卡被我拿走了", "儿子给我打了老年餐",
    "推我轮椅的阿姨拿我的卡去刷", "邻居打我招呼", "儿子把我的卡拿走了",
    "防跌倒扶手怎么申请", "怎么预防老人摔倒", "跌倒风险评估在哪做", "摔了腿能申请护理补贴吗", "骨折能评失能吗",
    "心脏病能住养老院吗", "中风后遗症能申请护理补贴吗", "脑梗后遗症算失能吗", "卧床起不来能评估吗",
    "消防检查多久一次", "火灾隐患向谁反映", "灭火器哪里领", "煤气费怎么交", "燃气报警器有补贴吗",
    "走失手环怎么申请", "怎么防止走失", "防走失定位器在哪领", "找不到助餐点", "我妈找不到身份证了",
    "一键呼叫怎么申请", "高龄津贴八十五岁一个月多少", "老人去世后津贴怎么停", "累死了", "打12345有用吗", "",
)  # fmt: skip
MISSED = (
    "摔倒了", "滑倒了动弹不得", "瘫在地上起不来", "爸爸从床上掉下来了", "我妈倒在地上了", "骨折了", "血止不住",
    "上不来气", "呼吸不上来", "脑梗了", "脑出血了", "突然说不出话", "喊不醒", "没脉搏了",
    "心跳停了", "口吐白沫", "触电了", "被车撞了", "误吃了药", "闻见煤气味", "烧着了",
    "找不到我妈了", "儿媳妇打我", "上吊", "想跳楼", "割腕", "活够了",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "别算我爸，就算我妈",
        "先不算老伴，只算我自己",
        "别算我奶奶，光算爷爷的",
        "听说眼睛也快不行了",
        "我妈86，北京户口，听力二级，听说眼睛也快不行了",
        "我妈腿脚快不行了，能评残吗",
        "记性也快不行了",
    ],
)
def test_what_wears_out_and_who_is_left_out_is_no_danger(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["她快不行了", "我妈心脏快不行了", "别管我妈了，我不想活了", "我爸眼睛突然看不见了，说不出话"],
)
def test_danger_beside_such_words_is_seen_all_the_same(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(("text", "number"), DANGER.items())
def test_danger_is_seen_and_names_the_number_to_call(text: str, number: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.number == number
    assert len(rule.say) > 10


@pytest.mark.parametrize("text", NO_DANGER)
def test_questions_that_only_sound_like_danger_are_questions(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize("text", MISSED)
def test_danger_in_other_words_is_seen(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("救", "120"), ("吐了半盆子血", "120"), ("痰堵了 吸不出来 咋整", "120"), ("高压锅炸了", "119"),
        ("着货了着货了快救人", "119"), ("爸出去了没回", "110"), ("奶奶不剑了", "110"),
        ("人不见了急死了", "110"), ("我被抢了", "110"), ("我儿字打人了快来", "110"),
        ("他要沙了我", "110"), ("真想一头撞死", "120"), ("我要自沙", "120"), ("药我攒够了", "120"),
        ("不想再醒了", "120"),
    ],
)  # fmt: skip
def test_a_short_cry_is_seen_by_its_words_alone(text: str, number: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.number == number


@pytest.mark.parametrize(
    "text",
    [
        "药攒着怎么退",
        "不让走楼梯",
        "名额被抢光了",
        "打人了怎么赔",
        "津贴没回音",
        "电池坏了",
        "救助站在哪",
    ],
)
def test_what_shares_a_word_with_a_short_cry_is_none(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("救名啊", "medical"), ("我帅了一跤", "medical"), ("心藏病犯了", "medical"), ("脑出学了", "medical"),
        ("呼吸困南", "medical"), ("快教救护车", "medical"), ("煤气楼了", "fire"), ("找火了快救火", "fire"),
        ("困在点梯里了", "trapped"), ("有人抢截", "violence"), ("儿子达我", "violence"), ("我不想火了", "despair"),
        ("我想司", "despair"),
    ],
)  # fmt: skip
def test_a_short_cry_is_seen_as_a_recogniser_spells_it(text: str, name: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(
    "text",
    [
        "好像是这样",
        "运到家了",
        "中度失能",
        "这活儿谁干",
        "我找活干",
        "上调养老金",
        "电题怎么答",
        "孙子帅了",
    ],
)
def test_what_is_a_word_of_its_own_is_not_respelt_into_danger(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("早点儿闭眼得了", "despair"), ("喝药了，别管我", "despair"), ("护工拿针扎我妈", "violence"),
        ("胰岛素打多了", "medical"), ("燃气报警器响个不停", "fire"), ("脚卡在马桶里出不来", "trapped"),
    ],
)  # fmt: skip
def test_dangers_of_more_kinds_are_seen(text: str, name: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(
    "text",
    [
        "我给儿子打电话他不接", "我儿子打电话来了", "孙子打我电话让我去吃饭", "忙得我吐血", "着急上火嗓子疼吃啥药",
        "电视里演一个老头心梗倒地上了", "小说里那老爷子喝农药死了", "我填在平台上了", "我站在平台上等车呢",
    ],
)  # fmt: skip
def test_calls_idioms_and_what_is_seen_on_a_screen_are_no_danger(text: str) -> None:
    assert danger_in(text) is None


def test_not_wanting_to_exercise_is_no_despair() -> None:
    assert danger_in("老人不想活动怎么办") is None


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "轉人工",
        "人工服务",
        "找客服",
        "要人工",
        "真人",
        "没有解决",
        "沒有解決",
        "还是没解决。",
        "没用",
        "答非所问",
    ],
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text", ["人工智能是什么", "人工费多少", "工作人员有多少", "不对吗", "高龄津贴没用完怎么办", ""]
)
def test_questions_about_people_are_questions(text: str) -> None:
    assert not wants_person(text)


@pytest.mark.parametrize("text", ["没有解决，我要找人", "都不是，我要找人", "我要找人"])
def test_the_words_on_the_button_are_understood(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "您好！",
        "ＨＥＬＬＯ",
        "早上好",
        "在吗？",
        "谢谢",
        "謝謝你啊",
        "再见",
        "好的",
        "你是谁",
        "您能干啥",
    ],
)
def test_small_talk_gets_a_short_reply(text: str) -> None:
    assert smalltalk_in(text)


@pytest.mark.parametrize(
    "text",
    ["你好，高龄津贴多少", "谢谢，那怎么申请", "好的养老院有哪些", "你是谁的老人", "高龄津贴", ""],
)
def test_what_holds_a_question_is_no_small_talk(text: str) -> None:
    assert smalltalk_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "怎么找真人", "我要找活人", "叫你们领导来", "有没有人啊", "不跟机器说", "我不想和机器人说话", "怎么没人接",
        "连个人都没有", "有活人吗", "帮我转一下人工", "人工客服电话", "换成人工行不行", "找个懂的人来", "叫个人来",
        "让你们负责人接电话", "你们领导呢", "我要跟人说", "有人管没有", "你个机器懂啥", "找個真人跟我說",
    ],
)  # fmt: skip
def test_a_wish_for_a_person_in_other_words_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "有没有人来家里做饭", "找个人照顾老人多少钱", "请个人来家里照顾", "叫人来帮我洗澡", "找个人帮我洗澡", "换个人照顾",
        "有没有人上门", "没人照顾怎么办", "家里没有人", "我妈不爱跟人说话怎么办", "领导来慰问吗", "请人工护理补贴多少",
        "有人上门做饭吗", "你是真人吗", "没有人陪护怎么办",
    ],
)  # fmt: skip
def test_a_wish_for_help_at_home_is_a_question(text: str) -> None:
    assert not wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "护工嫌累不干了，老爷子自己在家", "阿姨请假了，我妈没人照应，找谁", "我人在广州，回不去，能托人办吗",
        "让这个页面给困住了，怎么返回", "小程序把我绕住了，出不来", "我闺女把我气死了，不给我报名", "商家把我坑死了，不退卡",
        "护理员把我爸磕了，该不该赔", "我爸洗澡摔怕了，想装扶手", "我妈吃了一碗馄饨", "吃了八块钱的套餐",
        "我在楼门口等送饭的，等了半天", "天天盼着天黑", "吃什么都没滋味", "算一算三百零五乘六", "怎么防着老伴走丢", "反家暴归谁管", "我爸有点糊涂，怕他出门找不着家，有手环发吗",
    ],
)  # fmt: skip
def test_what_only_tires_or_angers_or_is_eaten_is_no_danger(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("护工不来，我爸从床上摔下来，动不了", "medical"), ("护工把我妈摔了，现在站不起来，赔不赔再说", "medical"),
        ("我妈吃了碗面噎着了，脸都紫了", "medical"), ("我在外地，我妈电话里喘不上气", "medical"),
        ("送饭的让电梯困住了", "trapped"), ("不签字就不让我妈吃饭", "violence"), ("不给房本就别想出门", "violence"),
        ("盼着天黑，天黑了盼着别再醒", "despair"),
    ],
)  # fmt: skip
def test_a_cry_in_the_same_words_is_heard(text: str, name: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(
    "text",
    [
        "活着没啥劲", "一个人活着有什么意思", "我活着图个啥", "活着真没什么奔头", "天天就我自己，活着没滋味",
        "吃点什么药能睡过去不醒", "买哪种药吃了就醒不过来",
    ],
)  # fmt: skip
def test_a_mild_wish_not_to_live_is_heard(text: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.name == "despair"


@pytest.mark.parametrize("text", ["老年人怎么活得有意思", "社区活动没啥意思", "活着就得动弹"])
def test_what_is_dull_or_lively_is_no_despair(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "手滑了，点错了", "对不住，我就是试一下", "孙子瞎按的", "想看看你管不管用", "没事，闹着玩的", "打错电话了", "哎呀不小心碰着了",
    ],
)  # fmt: skip
def test_a_slip_or_a_trial_is_over(text: str) -> None:
    assert is_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "我没开玩笑", "不是闹着玩的", "没按错", "我妈吃错药了", "打错针了", "试试能不能动", "没找到", "他没醒", "不是真的想死",
    ],
)  # fmt: skip
def test_what_denies_it_or_goes_wrong_is_not_over(text: str) -> None:
    assert not is_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "我爸胸口疼出大汗，问问补贴能不能先领",
        "我妈说胸口闷得慌，能不能先问补贴再去医院",
        "我爸心绞痛犯了，想问护理补贴",
        "老爷子说话不清楚嘴歪了，是不是该去评估",
        "婆婆心口疼得冒虚汗，高龄津贴能提前给吗",
        "爷爷突然瘫地上叫不醒，能评重度吗",
        "奶奶现在喘得说不出话，救护车的钱补贴给报吗",
        "姥爷胸闷喘不上来，住院了补贴还发吗",
    ],
)
def test_an_attack_that_goes_on_is_seen_beside_a_question_about_money(text: str) -> None:
    found = danger_in(text)
    assert found is not None
    assert found.number == "120"


@pytest.mark.parametrize(
    "text",
    [
        "我爸心绞痛好几年了，想问护理补贴",
        "老爷子前年嘴歪过，现在好了，要不要去评估",
        "我妈中过风，说话不清楚，评估能评几级",
        "住院做完手术了，补贴能先领吗",
        "能不能先领补贴再评估",
        "打120花了三百多，能报吗",
        "帮我打12345",
        "我妈确诊阿尔茨海默",
        "她得了阿尔茨海默病",
        "我妈糊涂，出门找不着家，不过有人看着",
        "我女儿在国外，电话里让我汇钱，声音像她",
        "我侄子拿着我的卡把补贴都取走了",
        "他们踢皮球，把我当猴耍",
        "老太太不吭声，意思是同意了",
    ],
)
def test_what_is_settled_and_what_is_no_attack_is_calm(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("帮我打120", "120"),
        ("打120", "120"),
        ("快打120啊", "120"),
        ("给我拨120", "120"),
        ("麻烦叫个救护车", "120"),
        ("快报警", "110"),
        ("替我打110", "110"),
        ("快打119", "119"),
        ("想去死", "120"),
        ("我想去死，没人管我", "120"),
        ("绳子都备好了", "120"),
        ("火烧到二楼了", "119"),
        ("发烧39度老太太91一个人在家", "120"),
        ("我三天没吃饭了，没人管", "120"),
        ("老人卡着鱼刺了", "120"),
        ("蒸锅在火上坐着呢，我出来扔垃圾门撞上了，没带钥匙", "119"),
    ],
)
def test_a_call_for_help_names_the_number_that_is_meant(text: str, number: str) -> None:
    found = danger_in(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    "text",
    [
        "我不头疼也不胸闷，身体好着呢，就想问老年卡",
        "我不胸闷，不心慌，挺好",
        "头不疼胸不闷，身体好着呢",
    ],
)
def test_what_somebody_has_not_is_no_danger(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text", ["没发烧，就是喘不上气", "他不头疼了，昏过去了", "我爸胸口疼，没发烧"]
)
def test_what_somebody_has_beside_what_not_is_danger(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    ("text", "number", "says"),
    [
        ("我爸噎着了", "120", "120"),
        ("我妈摔着了", "120", "120"),
        ("我妈烫着了", "120", "120"),
        ("我妈神志不清了", "120", "120"),
        ("停电了我爸用着呼吸机", "120", "120"),
        ("煤气中毒", "120", "请马上开窗"),
        ("我妈煤气中毒了叫不醒", "120", "请马上开窗"),
        ("老人落水了", "119", "别自己下水"),
        ("我男人打我", "110", "110"),
        ("前夫打我", "110", "110"),
        ("儿子要打死我", "110", "110"),
        ("儿媳妇不给我看病", "110", "110"),
        ("隔壁屋有怪味，老头一个人住", "110", "请警察上门看人"),
        ("邻居老太太好几天没见了", "110", "请警察上门看人"),
        ("独居老人敲门没人应", "110", "请警察上门看人"),
        ("我妈走丢了电话也打不通", "110", "最后出现的地方"),
        ("屋子着了", "119", "119"),
        ("弄错了，我吃了两倍的药", "120", "120"),
        ("糟了，吃了双份的降压药", "120", "120"),
        ("我在深圳出差，我妈在家忘关火了", "119", "邻居或物业去关"),
        ("我出门忘了关煤气了", "119", "邻居或物业去关"),
        ("想起来了，出门没关火", "119", "邻居或物业去关"),
        ("忘关火了，厨房冒烟了", "119", "请马上离开屋子"),
        ("我妈一个人在家，锅烧干了", "119", "请马上离开屋子"),
    ],
)
def test_each_danger_names_its_own_number_and_what_to_do_first(
    text: str, number: str, says: str
) -> None:
    found = danger_in(text)
    assert found is not None
    assert found.number == number
    assert says in found.say


@pytest.mark.parametrize(
    "text",
    [
        "说反了，是我不是他",
        "弄错了是他不是我",
        "我妈老忘关火，有啥设备",
        "记性不好忘关火",
        "上个月忘了关火，想装个报警器",
        "卡找着了",
        "我妈买着了",
        "我妈急着了",
        "饭送着了",
        "他睡着了",
        "我要给我妈订饭，我在上海",
        "我在广州上班，老人在海淀，卡谁去领",
        "我气得火冒三丈",
        "你真是我的救命稻草",
        "那家食堂火了，排老长的队",
        "好死不如赖活着",
        "老人家屙屎屙尿都在床上，有啥子补助没得",
    ],
)
def test_words_of_danger_that_mean_none_are_calm(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "已经报警了", "打120了", "救护车来了", "警察到了", "我儿子打过电话了", "120打过了", "120已经在路上了", "刚打完120",
        "救护车在路上", "119马上到",
    ],
)  # fmt: skip
def test_who_has_called_says_so(text: str) -> None:
    assert is_called(text)


@pytest.mark.parametrize(
    "text", ["快报警", "打120吗", "报警电话多少", "打过去没人接", "120来了吗", "救护车还没来", ""]
)
def test_a_call_to_be_made_is_none_that_was_made(text: str) -> None:
    assert not is_called(text)


@pytest.mark.parametrize(
    "text",
    ["我爸没反应了", "摸不到脉了", "老爷子不行了", "我妈三天没醒", "插线板烧了", "我孙子丢了"],
)
def test_a_short_cry_in_rarer_words_is_seen(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize("text", ["昏迷过", "噎着过一次", "走失过两次", "她吃错过药"])
def test_what_has_happened_once_is_no_cry(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "梦见着火了", "做梦让人捅了", "电影里他跳楼了", "片子里那老头不想活了", "报上登的煤气中毒", "戏台上唱上吊", "游戏里被人杀了",
        "老猫没气了", "我家狗中毒了", "金鱼死了", "君子兰死了", "电脑中毒了", "馒头蒸糊了", "气得我肝疼", "气得冒烟", "腿都跑断了",
        "等我死了才给发吧", "齁死个人", "不知道我要问啥", "你把我绕晕了", "救命这表怎么填", "单子不见了", "联系不上驿站",
        "把老伴绑错了", "我没想不开", "我不想死", "怕哪天摔了没人知道", "呛着一口没事了", "电梯卡丢了", "烫伤膏能报吗", "水倒地上了",
    ],
)  # fmt: skip
def test_stories_things_and_figures_of_speech_are_no_danger(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "梦见他叫我去，我不想活了", "看电视呢老伴突然歪倒了", "狗把我咬得直流血", "吃了电视里说的偏方，现在吐血", "视频里看我妈倒地上不动",
        "血糖二点一", "血糖三十多", "药吃岔了", "他倒厕所了", "俺娘率了", "大爷晕求了", "突然大舌头了", "没脉了", "血往外滋",
        "吞了假牙", "油烫了手", "头磕破了", "让电打了", "孙子把我的药吃了", "电梯卡住了", "我反锁在阳台了", "等不到下个月了",
        "下个月我就不在了", "不是想不开，就是活够了", "喝了洗厕所的水",
    ],
)  # fmt: skip
def test_bare_words_dialect_numbers_and_farewells_are_danger(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "我想问下我们老两口 我84他82", "我想问下我们老两口 我81他80", "想了解下我跟老头子的 我82他85", "就给我一百 也太少了",
        "我一个人住84 只领了一百 少给了吧", "她说她现在只领了一百 那差多少", "我爸评了个轻度 我觉得不对 他都下不了床",
        "评了轻度 我爸起不来床", "我爸站不起来了还给评轻度 去哪申诉", "我妈说话说不清 会不会评不准", "走丢过两次 这个月",
        "股票跌成这样咋办 你说我卖不卖", "我妈被骗了 不敢告诉我爸 咋跟她说", "养老院把我妈押金扣了 人走了不退",
        "我被人忽悠买了保健品 不敢让闺女知道", "我爸腿站不住 他们就给评个中度 我不服",
    ],
)  # fmt: skip
def test_ages_sums_levels_and_losses_are_no_danger_and_leave_no_doubt(text: str) -> None:
    assert danger_in(text) is None
    assert danger_doubted_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["不用人工了", "我不找人工了", "别转人工了，谢谢", "好的，不用工作人员了", "不等客服了", "取消人工",
     "人工取消吧", "算了，不用麻烦工作人员了", "还是换回机器人吧", "我不要人工"],
)  # fmt: skip
def test_nobody_is_needed_any_more(text: str) -> None:
    assert only_needs_nobody(text)
    assert not wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "我84他82 他没气了", "我和老伴 我80她79 她倒了", "就给我一百 活着干什么", "评了中度 老伴一下子站不起来 手也麻",
        "评估的人走了以后 我爸没动静了", "不服评级 我爸气得倒地上了", "我爸评了重度 现在高烧迷糊", "我妈突然说不清楚话 评估还来吗",
        "走丢过两次 今天又没影了", "摔过两次 这次动不了", "股票赔光了 我没脸活着", "基金赔了 老头坐窗台上不下来",
        "被骗了二十万 我想一了百了", "养老院扣押金 还把我妈绑着", "扣了押金 把我爸关小屋里", "养老院扣了钱 不给我妈饭吃",
    ],
)  # fmt: skip
def test_danger_beside_ages_sums_levels_and_losses_is_seen(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "我热得喘不上气 要晕", "我想自沙", "农要喝下去了", "儿子大我 打的浑身是商", "充电的电动车嘭一声烧了", "一天的药一次喝了",
        "冬天摔门外头 冻了半宿", "老伴洗澡被热水器电了", "痴呆老爸一大早出门找不着人", "爷爷老念叨要跳井", "护工虐带我妈", "老伴叫步应了",
    ],
)  # fmt: skip
def test_dangers_in_other_words_and_misheard_ones_are_seen(text: str) -> None:
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    "text",
    ["转人工", "要不要人工", "不要机器人回答", "为什么不给我转人工", "不要人工智能", "不用人工了吗",
     "不用人工可以办吗", "工作人员不来了怎么办", "工作人员说不用了"],
)  # fmt: skip
def test_somebody_may_still_be_needed(text: str) -> None:
    assert not needs_nobody(text)


def test_who_needs_nobody_and_asks_something_as_well_has_said_two_things() -> None:
    assert needs_nobody("不用人工了，高龄津贴多少")
    assert not only_needs_nobody("不用人工了，高龄津贴多少")
    assert danger_in("不用人工了，我摔倒了起不来")


@pytest.mark.parametrize(
    "text",
    [
        "想找个高楼往下跳", "找个河沟跳了算了", "觉得拖累孩子,想找个高楼跳下去", "想从桥上跳下去", "爬上阳台想往下跳",
        "我是个累赘,想找个地方了结", "寻个法子了断自己", "我想安乐死", "能不能给我打一针安乐死", "我爸说他想安乐死",
        "不想治了,想安乐死走得体面", "我妈求我给她安乐死", "去哪儿能做安乐死", "我想去陪我老伴了",
        "老伴肝癌晚期疼得厉害,他跟我说想安乐死,我该怎么办", "我瘫在床上五年了,不想拖累孩子,就想问问能不能给我安乐死",
        "医生能给我爸安乐死吗", "我妈老说让我给她打针安乐死,我心里难受",
    ],
)  # fmt: skip
def test_a_wish_to_jump_to_end_it_or_to_be_put_to_death_is_despair(text: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.name == "despair"


@pytest.mark.parametrize(
    "text",
    [
        "安乐死合法吗", "想问问安乐死合法吗", "电视里讲国外有人想安乐死,咱们国家呢", "国内允许安乐死吗", "我想给我家狗安乐死", "想去楼下跳广场舞", "想找个地方跳舞", "我想跳广场舞,楼下有地方吗",
        "想找个时间把这件事了结", "我想去陪老伴住院",
    ],
)  # fmt: skip
def test_a_question_of_law_a_dance_and_a_matter_to_be_settled_are_none(text: str) -> None:
    assert danger_in(text) is None


def test_a_question_about_being_put_to_death_may_be_meant() -> None:
    doubt = danger_doubted_in("安乐死合法吗")
    assert doubt is not None
    assert doubt.name == "despair"
    assert danger_doubted_in("狗能安乐死吗") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("看见有人晕倒该怎么办", "120"), ("遇到老人突发心梗该怎么急救", "120"), ("煤气泄漏应该怎么处理", "119"),
        ("街上碰见老人抽搐怎么办", "120"),
    ],
)  # fmt: skip
def test_who_asks_what_to_do_there_and_then_is_told_the_number(text: str, number: str) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.number == number


@pytest.mark.parametrize("text", ["我妈走路老摔跤怎么办", "我爸总是走着走着晕一下怎么办"])
def test_what_happens_time_and_again_is_asked_of_no_emergency(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("外面零下十度,有个老人坐路边不动", "说清在哪条路"),
        ("老头躺马路上不动", "说清在哪条路"),
        ("屋里进水了漏电了", "断电闸，人离开"),
        ("插座泡水了跑电", "断电闸，人离开"),
        ("家里漏电把我妈电着了", "别用手碰他"),
    ],
)
def test_who_sits_outside_and_what_leaks_current_have_words_of_their_own(
    text: str, says: str
) -> None:
    rule = danger_in(text)
    assert rule is not None
    assert rule.number == "120"
    assert says in rule.say


@pytest.mark.parametrize(
    "text",
    ["我爸喝多了回家躺下就睡了", "脚崴了肿了老高", "腿肿得厉害,好几天了", "整天哭,我妈这是怎么了"],
)
def test_what_a_doctor_sees_by_day_is_no_emergency(text: str) -> None:
    assert danger_in(text) is None


@pytest.mark.parametrize(
    "text", ["我爸喝多了叫不醒", "腿肿了喘不上气", "整天哭说活着没意思,怎么办", "喝多了摔了头流血"]
)
def test_what_is_worse_beside_it_is(text: str) -> None:
    assert danger_in(text) is not None
