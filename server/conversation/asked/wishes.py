"""What a message wants of the benefits: if somebody qualifies, what she gets, from when on."""

from __future__ import annotations

import re

from intents.asked import tied
from intents.told.ages import AGES
from intents.told.denials import denied_in
from intents.told.facts import not_received
from intents.told.held import score_in
from intents.told.lapsed import is_lapsed
from intents.told.named import speaks_of_somebody, without_people
from intents.told.young import speaks_of_the_young
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from server.conversation.state import SHARED
from server.conversation.told.facts_told import heard

HOW_MUCH = "(?:多少|几(?:(?:十|10)?[块元毛]|[百千万成]|100|个?(?:钱|子儿)|个(?=[呢啊呀?？]*$)))"
"""How much money is asked for, in whatever words, as they are said and as they are unified ("几百", "几100")."""

_HOW_MUCH = re.compile(HOW_MUCH)

_WANTS = re.compile(
    r"能(领|拿|享受|申请|有|得)|可以(领|拿|享受)|(领|拿|给|发|补|抵)(多少|好多|几|啥|什么|哪些)|多少钱|好多钱|一共|总共|拢共|统共|合计|"
    r"(一个|每)月.{0,4}(多少|几)|(啥|什么)时候(涨|升|变)|(涨|升|长|变|提)(到|成|为)(多少|几)|"
    r"(有|享受)(什么|啥|哪些)(?:钱|补贴|津贴|待遇|补助|\W*$)|符合|够(条件|格|不够)|有没有(补贴|津贴|资格)|还能|"
    r"(?:有|是|给|现在|年|月份?|[今明后][天儿]|以?后|呢|时候?|[,，])多少[呢啊呀]*[?？\s]*$|"
    rf"(?:补贴|津贴|补助|[消费养老]券)(?:现在|每?个?月|[1一]个月|到底|一共|总共|能|可以|该|是|有)*{HOW_MUCH}|"
    r"算(?:上|下来|起来|全|齐)*(?:是|有|能)?(?:多少|几)"
)

_WANTS_ALL = re.compile(
    r"(能|可以)(领|拿|享受|办|申请|得|有)(到|上|个)?(多少|几|啥|什么|哪些|点)|能(领|拿)(到|上)?(点|些)?(钱|补贴|津贴)|"
    r"(一共|总共|加起来|合计|拢共|统共)(呢|是?多少)?$|^(那|我|他|她|这)*(一个|每)月(能|是|有|给|到底)*(多少|几)|(领|拿|给|发|补|享受)(我|俺|咱|他|她|老人)?(多少|好多钱|啥|什么|哪些)|"
    r"(?:评上|评了|批了|到了)(?:以?后|的?话)?[^,，。;；\d]{1,6}(?:多少|几百)[呢啊呀]*\W*$|(?:该|应该)(?:是|有)?多少|[领拿给发](?:我|俺|咱|他|她)?几(?:个|块|百)?钱?[呢啊呀]*\W*$|"
    r"(一共|总共|加起来|合计|拢共|统共).{0,4}(领|拿|给|发|能|多少)|(能|可以|该|应该)(领|拿|给)([一二三四五六七八九两]?[百千]|\d)|"
    r"(能|会|就|可以|该|要)?(涨|升|长|变|提)(到|成|为)(多少|几)|(一分|一点|啥|什么)钱?(都|也)?(没有?|不给|不发|领不)|(给|发|补)(不给|不发)?(钱|补贴|津贴)(吗|不|没|么)|(给不给|发不发)(钱|补贴|津贴)|(有|享受)(点)?(什么|啥|哪些)(钱|补贴|津贴|待遇|补助|优惠|福利|帮助)|(政府|公家|国家|上头)(都|能|会|可以|还)*(给|管|帮)(点|些)?(什么|啥|哪些)|(?:都|能)有(?:什么|啥|哪些)\W*$|(?:到时候?|那时候?|到那会儿)(?:能|是|给)?(?:领|拿)?多少"
)

_ALLOWANCE_AT_ALL = re.compile(
    r"(?:那|我们?|俺|他|她|老人|的|这个?|现在|[1一每]个?月|能|可以|领|拿|给|发|是|有|到底|[,，])*(?:津贴|补贴|补助)(?:[1一每]个?月|现在|能|可以|领|拿|给|发|是|有|到底|[,，])*(?:多少|几百|呢|怎么样)(?:钱|块)?[呢啊呀?？\s]*"
)
"""How much it is that elders are given, named by no name ("津贴多少")."""

_MONTHLY = re.compile(
    r"(?:一|1|每)个?月(?:能|是|有|给|补|发|到底)*(?:多少|几(?:100|个))钱?[呢啊呀]*\W*$"
)
"""What somebody gets a month of whom something is told ("评了重度，一个月多少")."""

_WANTS_VERDICT = re.compile(
    r"够(不够)?(条件|格|资格)|符(不符)?合(条件|吗|不)|有(没有)?资格|能不能(领|拿|享受|申请)|"
    r"能(领|拿|申请|享受).{0,8}(吗|不|么)$|能(领|拿)吗"
)

_WHAT_THERE_IS = re.compile(
    r"(?:有|给)(?:点|些)?(?:什么|啥|哪些)(?:补贴|津贴|待遇|钱)?[呢啊呀]*\W*$|有(?:什么|啥)?钱(?:拿|领)?[吗么嘛不没]\W*$|"
    r"(?:是不是|就|能|可以|该|应该|要)+(?:有|给|发|领|拿|变|涨|是)?(?:到|成)?[158](?:百|00)(?:块|元|钱)*了?[吗吧么呢]?\W*$"
)

_OF_THAT_AGE = re.compile(r"\d(?:周?岁|多|以上|往上)+的?(?:老人|老年人|老头|老太|人|高龄)")
"""People of an age, of whom an entry tells, and not somebody ("100岁老人一个月给多少")."""

_IF_GIVEN = re.compile(
    r"(?:有|给|发|享受)[^,，。;；]{0,12}(?:吗|么|嘛|不|没有?|没)[呢啊呀]*[?？\s]*$"
)

_WANTS_WHEN = re.compile(
    r"(哪天|什么时候|啥时候?|几时|多会儿|哪一?年|多大|几岁|多大岁数)(才|就|能|可以|会|开始|该)+(有|领|拿|享受|够|到|轮|给)|"
    r"(哪天|什么时候|啥时候?|几时|几月|哪个?月)(起|开始)(?:能|就|该|给|发|领|拿|是|有|涨|变)*(?:到|成)?[158]00|"
    r"(哪天|什么时候|啥时候?|几时|几月|哪个?月)份?(?:起|开始|才|就|能|可以|会|该|给)*(?:涨|升|(?:[领拿变长提给发到]|是)(?:到|成)?[158]00)(?!价)|"
    r"等到(?:啥时候?|什么时候|几时|哪一?年|哪天|多会儿)|"
    r"(哪天|什么时候|啥时候?|几时|几月|哪个?月)份?(?:起|开始)(?:能|就|该|给)*(?:有|给|领|拿)|"
    r"(还|再)(差|要|有|等|得)(多久|几年|多长时间).{0,4}(能|可以|够|领)"
)

_WHEN_TURNED = re.compile(
    r"(?:哪天|什么时候|啥时候?|几时|几月份?|哪一?年|哪个?月|多会儿)(?:才|能|就|算|可以)*[满到够]了?(?P<age>80|90|100)(?!元|块)"
)

_COUNTRY = re.compile(
    r"(?:农村|农业|乡下|村里|农民).{0,8}(?:一样|也(?:给|发|有|算|行|能|可以)|算|行|能).{0,3}(?:吗|么|不|没)\W*$"
)

_BOTH_TOGETHER = re.compile(
    "(加起来|合起来|加一块儿?|合计|合着|凑一块儿?|俩人|[两2]个?人|[两俩2]口子|他俩|她俩|我俩|他们|俩老).{0,6}(多少|几)"
)

_ALL_TOGETHER = re.compile(
    r"(?:那|就|把|这|我们?|他们?|她们?|咱们?|老)*(?P<all>[俩仨两三四23]个?(?:人|老人|口子)?(?:的|都|全)?)?"
    r"(?:加(?:起来|到?一起|到?一块儿?|一加)|合(?:起来|到?一起|到?一块儿?|计)|合着|凑一块儿?|(?:放?一块儿?|一起)算|(?(all)(?:总共|一共)|$^))"
    r"(?:算|是|能|领|拿|给|有|一下|看看|呢|多少|几百|钱|每?个?月|吧|啊|呀)*"
)
"""The same as a whole message ("俩人一块儿算", "加一块")."""

_OTHER_MONEY = re.compile(
    r"(?<![没无有])(?:养老保险|养老金|退休金|退休费|公积金|年金|抚恤金|抚恤费|丧葬费|遗属(?:补助|补贴|待遇)|医保|社保|失业金|工资|过节费|"
    r"取暖费|暖气费|独生子女费|慰问金|赡养费|拆迁款|存款|利息|奖金|独生子女奖励)"
    r"[^,，。;；、的没\d两二三四五六七八九十百千万]{0,6}?(?:多少|几[百千万]|几个钱|几个?月|几年|多久|什么时候|啥时候|怎么|咋)"
)
"""Money that none of the benefits is, where it is what is asked for: its name stands before the question,
as in "我妈公积金能领多少". Who has a pension and asks what she gets is another matter."""

_NO_QUESTIONS = re.compile(
    r"(?:别|不要|甭|不用|少|不想)(?:再|老|总|一直|继续|跟我)*(?:问|打听|盘问|啰嗦|废话)|"
    r"(?:就|只|直接|干脆|光)(?:要|是|跟我|给我)*(?:问|说|告诉|讲|知道|算|报)(?:我|个|一下|出来?|清楚|一句)*"
    r"(?:一共|总共|到底|最后|合计|能|该|可以|每个?月|[1一]?个?月|领|拿|给|发|有|是|我妈?爸?|他|她|老人|的)*(?:多少|几百|总数|个?数(?!字))"
)
"""How somebody asks for the sum and will not be asked anything more."""

_SPEAKS_OF_A_PERSON = 2
"""Facts that a first message must state for the sum to be worked out whatever it names."""

_TELLS_ALL = 3
"""Facts after which naming money at all, and no benefit, asks what they add up to."""

_DEFINES = re.compile(
    r"(什么|啥|怎么|咋|哪些|谁).{0,3}(叫|算|才是|是低|意思)|(算|叫|指|(?<![说讲])是).{0,2}(什么|啥|怎么算|咋算|咋定|怎么定)|"
    r"^(那|这|那个)?(什么|啥)(是|叫|算)?(低|残|评|失能|重度|中度|轻度|计|基本|户口|居住)|"
    r"(低保|低收入|失能|残疾|重度|中度|轻度|失独|特殊家庭|服务对象)(户|家庭|人|证)?(吗|么|嘛)\W*$"
)

_STILL = re.compile("还(?:能|给|有|发|可以)|给不给|能不能|有没有")
"""Asks if there is anything beside what is received."""

_ONLY_HOW_MUCH = re.compile(r"[,，。;；、\s](?:能|是|有|给)?(?:多少|几百)[呢啊呀]*[?？\s]*$")
_OF_FACTS = re.compile(
    r"(?:今年|明年|后年|现在|眼下|家里?|那|[我俺他她您的是有]|[都也就能该]|[领拿]|虚岁|\d{2,3}(?:周?岁)?[了整]?|京籍|京户|北京市?(?:户口|户籍|人)?|本市户口|户口|户籍"
    r"|[轻中重]度|失能|低保|低收入|失独|(?:再过|再等|过)(?:\d{1,2}|[两二三四五六七八九])年|生日过了?|过了?生日|[以之]?后|[1一每]个?月)*多少钱?[呢啊呀]*"
)
"""A clause that tells facts and asks how much, and says nothing else ("我妈84京籍多少")."""

_ANY = re.compile(
    "(?:有|给|能?领|享受)(?:到|点|些|什么|啥|哪些|没有?|的)*[^,，。]{0,3}(?:补贴|津贴|补助|待遇)(?!.{0,6}(?:补发|停|断|申请|到账))"
)
_ALLOWANCE = re.compile("补贴|津贴|补助")

_MONEY = re.compile("补贴|津贴|补助|待遇|政策|钱|领|给|拿|享受|办")

_DONE_AT = re.compile(
    r"就近|附近|(?:在|去|到|上|回)[^,，。]{1,8}?(?:办|申请|申领|报)|(?:街道|窗口)(?:能|可以|给|让)?办"
)
"""Where something is done is asked, though it is said where somebody lives and is registered."""

_WHO_SPEAKS = re.compile("我(?:是|还是|就是)(?:一?个|名)?[大中小高初]*学生(?:[,，。!！]|(?=我))")
"""A child tells that who asks is one: what is asked is of an elder all the same."""

_CONDITIONS = {*AGES, "hukou", "hukou_district", "income_class", "disability", "assessment_level"}

CODES = {
    "age-allowance": "age_allowance",
    "care-subsidy": "care_subsidy",
    "difficulty-subsidy": "difficulty_subsidy",
    "voucher": "consumption_voucher",
    "elder-card": "senior_card",
    "home-bed": "home_care_bed",
    "insurance": "ltci_shijingshan",
}
"""The benefit that a subject is about."""

BENEFITS = frozenset(CODES)
"""The subjects that are benefits."""


_OFFSETS = re.compile("抵(?:多少|几|掉|扣)|能抵")
"""What only the voucher does: it takes off a share of what was spent."""


def benefit_of(text: str) -> str | None:
    """The code of the one benefit that ``text`` names."""
    named = {CODES[name] for name in concepts(normalise(text)).subjects if name in CODES}
    if not named and _OFFSETS.search(text):
        return "consumption_voucher"
    return named.pop() if len(named) == 1 else None


def names_an_allowance(text: str) -> bool:
    """Whether ``text`` speaks of any money for elders."""
    return bool(_ALLOWANCE.search(text))


def asks_what_there_is(text: str) -> bool:
    """Whether ``text`` asks which allowances there are, or if there are any ("岁数大了有补贴没")."""
    return bool(_ANY.search(unify(text)))


def speaks_of_a_person(text: str) -> bool:
    """Whether a first message states enough of a person, and asks what it adds up to."""
    found = heard(text)
    own = concepts(normalise(text))
    if not found.keys() & {*AGES}:
        # "低保老人住养老院补多少" asks of the home; where somebody lives is then not told beside it
        found.pop("lives", None)
        if found.keys() <= {*SHARED} and _DONE_AT.search(unify(text)):
            return False
    if found.keys() & {*AGES} and _asks_plainly(text, own.subjects):
        return True
    more = [name for name in found if name not in (*AGES, "district")]
    # what is received no more, and the points of an assessment, are told of her as well
    beside = bool(not_received(text)) + (score_in(text) is not None)
    if len(found) + beside >= _TELLS_ALL and found.keys() & {*AGES}:
        return True
    if found.keys() & {*AGES} and "receiving" in found and _STILL.search(unify(text)):
        return True
    # "八十七，没评估" tells of the assessment and asks nothing of it.
    subjects = own.subjects - {"assessment"} if tied.is_statement(text) else own.subjects
    over = {"stop"} if denied_in(text) or beside else set()  # "低保去年停了" asks nothing
    if more and found.keys() & {*AGES} and not subjects and own.wishes <= {"whether"} | over:
        return True
    if len(found) >= _TELLS_ALL and _MONEY.search(text) and not concepts(normalise(text)).subjects:
        return True
    asks = _WANTS.search(unify(text)) or asks_if_given(text)
    if found.keys() & {*AGES}:
        asks = asks or asks_if_any(text)
    if found.keys() & {*AGES} and speaks_of_somebody(text):
        asks = asks or asks_how_much_at_last(text)
    return len(found) + beside >= _SPEAKS_OF_A_PERSON and bool(more or beside) and bool(asks)


def asks_how_much(text: str) -> bool:
    """Whether ``text`` asks how much money, of whatever."""
    return bool(_HOW_MUCH.search(text))


def asks_how_much_at_last(text: str) -> bool:
    """Whether ``text`` only asks how much at its end ("…,京籍,多少")."""
    return bool(_ONLY_HOW_MUCH.search(text))


def _asks_plainly(text: str, subjects: frozenset[str]) -> bool:
    """Whether ``text``, which tells an age, asks how much and names nothing (``subjects``) that would be asked about."""
    lapsed = {"assessment"} if is_lapsed(unify(text)) else set()
    if not subjects and _asks_at_that_age(unify(text)):
        return True
    return subjects <= lapsed and _asks_how_much_of_facts(text)


def _asks_how_much_of_facts(text: str) -> bool:
    """Whether a clause of ``text`` tells facts and asks how much, and names nothing else that could be so much."""
    pieces = re.split(r"[,，。;；!！?？\s]+", unify(text))
    return any(_OF_FACTS.fullmatch(without_people(piece)) for piece in pieces)


def _asks_at_that_age(text: str) -> bool:
    """Whether ``text`` (unified), which tells an age, asks what there is at it ("82有啥", "是不是就500了")."""
    if _OF_THAT_AGE.search(text):
        return False
    return bool(_WANTS_ALL.search(text) or _WHAT_THERE_IS.search(text))


def tells_more_than_a_district(text: str) -> bool:
    """Whether ``text`` states anything beside the district that somebody is in ("我在海淀")."""
    return heard(text).keys() != {"district"} and heard(text).keys() != {"residence_district"}


def tells_of_a_person(text: str) -> bool:
    """Whether ``text`` says how old or registered where somebody is, and asks about nothing."""
    if not heard(text).keys() & {*AGES, "hukou"}:
        return False
    return tied.is_statement(text) and not concepts(normalise(text)).subjects - {"assessment"}


def tells_a_condition(text: str) -> bool:
    """Whether ``text`` states a fact that a benefit may hang on ("北京户口")."""
    return bool(set(heard(text)) & _CONDITIONS)


def tells_much(text: str) -> bool:
    """Whether ``text`` states so many facts that they are what it is about."""
    return len(heard(text)) >= _TELLS_ALL and bool(_MONEY.search(text))


def defines(text: str) -> bool:
    """Whether ``text`` asks what a word means ("低收入是咋算的"): then it tells nothing."""
    return bool(_DEFINES.search(unify(text)))


def asks_for_everything(text: str, *, known: bool) -> bool:
    """Whether ``text`` asks what a certain person gets, naming no benefit.

    ``known`` is True where the conversation already knows facts of that person.
    """
    named = concepts(normalise(_WHO_SPEAKS.sub("", text))).subjects
    level = "assessment_level" in heard(text, of_somebody=True) or score_in(text) is not None
    if named == {"assessment"} and level:
        named = frozenset()  # "评估完是中度能领什么" names no benefit
    told_and_asked = _MONTHLY.search(unify(text)) and heard(text, of_somebody=True)
    at_all = _WANTS_ALL.search(unify(text)) or _ALLOWANCE_AT_ALL.fullmatch(unify(text))
    if named or not (told_and_asked or at_all):
        return False
    return known or speaks_of_somebody(text)


def asks_of_other_money(text: str) -> bool:
    """Whether ``text`` asks for money that no benefit is ("抚恤金领多少"): no sum of ours answers it."""
    return bool(_OTHER_MONEY.search(unify(text)))


def asks_for_the_sum(text: str) -> bool:
    """Whether ``text`` asks what somebody gets."""
    return bool(_WANTS.search(unify(text))) or _asks_how_much_of_facts(text)


def wants_no_questions(text: str) -> bool:
    """Whether ``text`` asks for the sum as it is, without being asked more ("别问了直接说多少钱")."""
    return bool(_NO_QUESTIONS.search(unify(text))) and not concepts(normalise(text)).subjects - {
        "assessment"
    }


def asks_for_one_sum(text: str) -> bool:
    """Whether ``text`` asks what is paid, and not what all of it comes to."""
    return asks_for_the_sum(text) and not asks_for_everything(text, known=True)


def asks_if_given(text: str) -> bool:
    """Whether ``text`` asks if there is one benefit, and nothing else of it ("有高龄津贴吗")."""
    return _asks_if(text) and benefit_of(text) is not None


def asks_if_any(text: str) -> bool:
    """The same of any allowance ("12月的津贴有吗")."""
    return _asks_if(text) and names_an_allowance(text) and not concepts(normalise(text)).subjects


def _asks_if(text: str) -> bool:
    whether = concepts(normalise(text)).wishes <= {"whether"}
    return whether and bool(_IF_GIVEN.search(unify(text)))


def asks_how_much_of_one(text: str) -> bool:
    """Whether ``text`` asks how much one benefit is, or an allowance, and nothing else of it ("护理补贴多少钱")."""
    named = concepts(normalise(text))
    ours = benefit_of(text) or (names_an_allowance(text) and not named.subjects)
    return named.wishes <= {"amount", "whether"} and bool(ours) and asks_how_much(text)


def asks_for_the_young(text: str) -> bool:
    """Whether ``text`` asks for an allowance for a child ("我儿子残疾，能领护理补贴吗")."""
    named = benefit_of(text) or names_an_allowance(text)
    wanted = _WANTS.search(unify(text)) or concepts(normalise(text)).wishes & {
        "whether",
        "how",
        "amount",
    }
    return bool(named and wanted) and speaks_of_the_young(text)


def asks_for_a_verdict(text: str) -> bool:
    """Whether ``text`` asks if somebody qualifies."""
    return bool(_WANTS_VERDICT.search(unify(text)))


def asks_of_the_country(text: str) -> bool:
    """Whether ``text`` asks if a registration in the country is as good ("农村户口也一样吗")."""
    return bool(_COUNTRY.search(unify(text)))


def age_asked_when(text: str) -> int | None:
    """The age of which ``text`` asks when it is turned ("我爸什么时候满80"); None where it asks of none."""
    match = _WHEN_TURNED.search(unify(text))
    return int(match["age"]) if match else None


def asks_from_when(text: str) -> bool:
    """Whether ``text`` asks from when on somebody qualifies ("哪天能有高龄津贴")."""
    return bool(_WANTS_WHEN.search(unify(text))) or age_asked_when(text) is not None


def asks_for_both(text: str) -> bool:
    """Whether ``text`` asks for the sum of several people's claims ("加起来多少")."""
    plain = unify(text)
    return bool(_BOTH_TOGETHER.search(plain) or _ALL_TOGETHER.fullmatch(bare(plain)))
