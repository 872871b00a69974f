"""What a message does, told by its words alone: goes on, asks of a matter, asks for the sum."""

from __future__ import annotations

import re

from intents.asked import plainer, several, tied
from intents.told.ages import AGES
from intents.told.births import born_in
from intents.told.claimed import claim_in
from intents.told.denials import denied_in
from intents.told.facts import not_received, score_in
from intents.told.graver import EVENTS, graver_in
from intents.told.left_out import left_out_in
from intents.told.named import speaks_of_somebody, without_people
from intents.told.receiving import says_only_that_it_is_over
from intents.words.concepts import concepts
from intents.words.normalise import bare, normalise, unify
from intents.words.relatives import PARENT
from server.conversation.asked import wishes
from server.conversation.asked.days import points_at_a_time
from server.conversation.asked.questions import is_bare_subject
from server.conversation.asked.spans_named import span_in
from server.conversation.reckoned.benefit_names import MONTHLY
from server.conversation.state import INCOME, SEVERAL
from server.conversation.told.facts_told import heard
from server.conversation.told.plain_answers import leaves_open
from server.kit.clock import business_today

_ALSO_SAID_OF_HER = frozenset({"assessment"})
"""Subjects that a supposition about somebody names beside benefits ("要是评上重度")."""

_COUNTED = {*AGES} - {"age"}
"""Ages that have to be counted out: no entry tells what they come to."""

OLD_ENOUGH = 60
"""Who is younger is told that, whatever disability she has (首都之窗, guide to 京民养老发〔2019〕160号)."""

_FOR_WHOM = re.compile("[给替帮为问是的啊呀了我家想要打听]*")

_GO_ON = re.compile(r"^(.{0,12}(?<!能)(?<!怎么)(?<!不))?(接着|继续)(算|说|来|刚才的?)?(吧|啊|呗)?$")


_WHICH_LEVEL = re.compile(
    "(?:这|那|是|算|属于|能算|到底)*(?:几级|哪一?[级档]|什么(?:等级|级别|程度)|啥(?:等级|级别))(?:失能)?[呢啊呀]?"
)

_SUM_SAID = r"(?:领|拿|给|发|补|有|是|涨到|到|说)(?:的|着|了|过|到)?(?:是)?(?:好几)?(?:\d{3,5}|[几好]百|[一二两三四五六七八九几好]千|\d+(?:块|元))"
_HEARSAY = re.compile(
    "(?:人家|别人|邻居|街坊|隔壁|楼[上下]|对门|院里|村里|同事|亲戚|朋友|战友|同学|他们|有人|网上|电视|新闻|报纸|抖音|微信|群里|听说|听人|都说|不是说|"
    rf"老[张王李赵刘陈杨周吴孙]).{{0,15}}?{_SUM_SAID}"
)
_DOUBT = re.compile(
    rf"^(?:哎|啊|那|这|我看|我觉得|好像|是不是)*(?:不对|不会|不可能|不是|错|搞错|弄错|怎么可能|怎么会).{{0,10}}?{_SUM_SAID}"
)
_SO_LITTLE = re.compile(
    r"(?:怎么|咋)(?:才|就|只)(?:给|有|领|发)?(?:\d{2,4}(?!岁)|这么?点|点)|"
    r"^(?:这|也|那|给|发|补|得|的|钱|可|真|是)*(?:太|这么|才这么)少[了啊呀吧]*$"
)
_WHY = re.compile(
    "(?:这是)?(?:为什么|为啥|凭什么|凭啥|怎么回事|咋回事|什么原因|怎么这么多|咋这么多)[呢啊呀]?"
)
_ASKS_MORE = re.compile(
    "能领|能拿|多少|(?:怎么|咋)(?:申请|办|弄|要|领[^\\d]|才能)|哪|什么|啥|还能|能不能|可以"
)

_TELEPHONE = re.compile(r"电话|热线|号码|\d{5}")

_ASKS_ITSELF = re.compile("(?:[吗么嘛]|有没有|是不是)$")
_ANSWER = re.compile("(?:是的?|不是|有的?|没有?|对|不)[了啊呀的]*")
_CHECKS = re.compile(
    "(?:那|这|我|他|她)*(?:是不是|有没有)?(?:对吗|对不对?|对吧|对么|真的吗|没错吧|(?:发|给|算|领)?(?:错|多|少)了?)(?:吗|吧|呢)?[?？]*"
)
"""Asks whether the sum before it is right, and says nothing else."""

_ANSWERED = re.compile("[吗么嘛](?:是的?|不是|有的?|没有?|北京的?)[了啊呀的]*$")
"""What somebody asks herself and answers."""


def goes_on(text: str) -> bool:
    """Whether the sum is to be gone on with: all of it, whatever was asked in between."""
    return bool(_GO_ON.match(re.sub(r"\W", "", text)))


_THE_REST = re.compile(
    "(?:那|除了这个|除了这些|除此之外|她|他|我|老人|还)*(?:还?有|能领)?(?:没有)?(?:别的|其他的?|另外的?|其它的?|什么别的|啥别的)(?:补贴|津贴|补助|钱|能领的?|可以领的?|可领的?|待遇)*(?:吗|么|没有?|呢|嘛)?[呢啊呀]?"
    "|(?:那)?还(?:有|能领|可以领)(?:什么|啥|哪些|别的)?(?:补贴|津贴|补助|钱|能领的?|别的|其他的?)*(?:吗|么|没有?|呢|嘛)?"
)
_HOW_MUCH = re.compile("多少|几[百块]")
_OTHER_AGE = re.compile(
    rf"(?:那|要|等|到了?|再|过了?|满了?|我|俺|他|她|老人家?|{PARENT}|如果)*\d{{2,3}}(?:周?岁)?(?:了|的?时候|以后|之后|的?那个?月|的?那会儿|的?当月|的?那天)*"
    r"(?:呢|(?:又|就|能|可以|该)*(?:领|拿|给|发|有|是)?多少钱?)[呢啊呀]?"
)
_WANTS_MONEY = re.compile(
    r"(?=.*(?:[领拿给发补]|享受|有.*钱))(?=.*(?:多少|几百|几个|好多|什么|啥|哪些))(?:请问|[你您]好|问一?下|想问|想知道|咨询|老人家?|老年人|上岁数的|我们?|俺|咱们?|家里|他|她|"
    r"每个?月|[一1]个?月|现在|国家|政府|公家|北京|到底|都|能|可以|该|会|[领拿给发补得到有点些]|享受|一共|总共|多少|几百|几个|好多|什么|啥|哪些|钱|补贴|补助|津贴|待遇|[呢啊呀吗吧的么])+"
)
"""Asks what there is to be had, and says nothing else ("能领多少钱")."""

_WITHOUT = re.compile(
    rf"(?:那|要|那要)(?:我|俺|他|她|老人|{PARENT})?(?:要|就|先)?(?:不|没)(?:再|给)?(?:领|拿|要|享受|吃|办|申请|评上?|是)[^,，。]{{1,12}}呢[呀啊]?"
    rf"|(?:那|把|我们?把)(?:我们?|俺|他|她|老人|{PARENT}|把)*[^,，。]{{2,10}}(?:退|停|取消|不[领拿要吃])(?:了|掉)+呢[呀啊]?"
)
_GOES_WITH = re.compile("那?(?:和|跟|与|同)(?!我|俺|他|她)[^,，。]{2,12}呢")
_SUM_OF_ONE = re.compile(
    "(?:那|我|他|她)*(?:失能|老年人|养老)*护理补贴(?:那|一共|总共|每月|一个?月|现在|能|可以|该|领|拿|给|发|是|到底|有)*(?:多少|几百|几100)(?:钱|块|块钱|元)?[呢啊呀]?"
)
_SUM_ONLY = re.compile(
    "(?:那|他|她|我|俺|一共|总共|每月|一个?月|现在|能|可以|该|领|拿|给|是|到底|有)*(?:多少|几百|几100)(?:钱|块|块钱|元)?[呢啊呀]?"
)


def asks_for_the_rest(text: str) -> bool:
    """Whether ``text`` asks what there is beside what was told, and says nothing else ("还有别的吗")."""
    return bool(_THE_REST.fullmatch(bare(text)))


def asks_of_another_age(text: str) -> bool:
    """Whether ``text`` asks what it is at an age, and says nothing else ("等她八十呢")."""
    return bool(_OTHER_AGE.fullmatch(bare(text)))


def told_before_an_age_to_come(text: str) -> tuple[str, str] | None:
    """What ``text`` tells of somebody, and the age at whose sum it asks ("爷爷89京籍，到九十能领多少")."""
    *told, asked = several.pieces(text) or [""]
    comes = re.search("^(?:那|他|她|老人|以后)*[等到再过满]", asked) and asks_of_another_age(asked)
    of_her = "，".join(told)
    return (of_her, asked) if comes and heard(of_her).keys() & {*AGES} else None


def only_asks_for_money(text: str) -> bool:
    """Whether ``text`` asks what elders or the speaker can get, and says nothing else."""
    return bool(_WANTS_MONEY.fullmatch(bare(text)))


def supposes_without(text: str) -> bool:
    """Whether ``text`` asks what it would be without something, and says nothing else ("那不领残联的呢");
    "没办残疾证呢" tells it."""
    return bool(_WITHOUT.fullmatch(bare(text)))


def speaks_of_a_number(text: str) -> bool:
    """Whether ``text`` is about a telephone number."""
    return bool(_TELEPHONE.search(text))


def doubts_a_sum(text: str) -> bool:
    """Whether ``text`` doubts a sum by what others say or get ("不对吧，我邻居领两百呢"), and asks no more."""
    plain = _WHY.sub("", bare(text))
    if _ASKS_MORE.search(plain):
        return False
    if _HEARSAY.search(plain) or _SO_LITTLE.search(plain):
        return True
    return bool(_DOUBT.search(plain)) and not heard(text)


def claims_a_sum(text: str) -> bool:
    """Whether ``text`` asks if a sum is right that may be what somebody gets a month all together."""
    of_others = concepts(normalise(text)).subjects - wishes.BENEFITS
    one = wishes.benefit_of(text)
    return claim_in(text) is not None and not of_others and one in (None, *MONTHLY)


def asks_what_goes_with(text: str) -> bool:
    """Whether ``text`` names what else may be had beside something ("那和低收入呢"): it tells no fact."""
    return bool(_GOES_WITH.fullmatch(bare(text)))


def beside_what_is_supposed(text: str, supposes: re.Pattern[str]) -> str:
    """What ``text`` tells as true of somebody whose age it names, beside what it only supposes."""
    told = [piece for piece in several.pieces(text) if not supposes.search(piece)]
    return "，".join(told) if heard("，".join(told)).keys() & {*AGES} else ""


def tells_of_several_disabilities(text: str) -> bool:
    """Whether ``text`` names more than one disability with its grade, and asks nothing practical: no
    entry tells what they come to together."""
    held = heard(text, of_somebody=True).get("disability") or ()
    return len(held) > 1 and not concepts(normalise(text)).wishes & plainer.PRACTICAL


def asks_of_a_grade(text: str) -> bool:
    """Whether ``text`` asks what disabilities of some kind and grade give, and tells nothing else."""
    if tells_of_several_disabilities(text):
        return True
    told = heard(text)
    only = told.keys() - {SEVERAL} == {"disability"} and bool(told["disability"])
    return only and tied.is_elliptic(text) and not asks_of_a_matter(text)


def asks_the_sum_of(text: str) -> bool:
    """Whether ``text`` asks how much a benefit is, and nothing else ("护理补贴给几百")."""
    return bool(_SUM_OF_ONE.fullmatch(bare(text)))


_ONE_BENEFIT = "高龄津贴|高龄补贴|(?:失能)?(?:老人|老年人)?护理补贴|失能补贴|困难补贴|(?:养老)?(?:服务)?消费[券补]贴?|家庭养老床位|家床|长护险|长期护理保险"
_AFTER_ONE_BENEFIT = re.compile(
    rf"(?:那|这|我|俺|他|她|{PARENT}|的|现在|还|也|到底|就|能|可以|该|会|有|是|领|拿|给|发|享受|申请|用)*(?:{_ONE_BENEFIT})"
    r"(?:那|他|她|我|还|也|能|可以|该|会|现在|到底|每个?月|[1一]个?月|领|拿|给|发|享受|申请|用|是|有)*"
    r"(?:(?:得|不|到|成|着|上|了)*(?:吗|么|嘛|不)|行(?:吗|不行|不)|有没有|能不能[领用拿]?|够(?:不够)?(?:条件|格)吗?|多少(?:钱|块|元)?|几百|按哪个)[呢啊呀]*"
)


def asks_after_one_benefit(text: str) -> bool:
    """Whether ``text`` asks if there is one benefit, or how much it is, and nothing else ("护理补贴还能领吗")."""
    return bool(_AFTER_ONE_BENEFIT.fullmatch(bare(text)))


def asks_only_the_sum(text: str) -> bool:
    """Whether ``text`` asks how much, and names nothing ("多少")."""
    return bool(_SUM_ONLY.fullmatch(bare(text)))


def asks_of_hers(text: str, focus: str | None, *, known: bool) -> bool:
    """Whether ``text`` asks what one benefit is to somebody: if she qualifies, from when, how much."""
    counted = bool(heard(text).keys() & _COUNTED) or born_in(unify(text), business_today())
    if focus and wishes.asks_for_a_verdict(text) and (counted or tied.is_elliptic(text)):
        return True
    aged = bool(heard(text).keys() & {*AGES})  # "我妈差一个月八十，什么时候开始给"
    meant = focus or (aged and not concepts(normalise(text)).subjects)  # "生于…，哪天起500"
    if meant and (known or aged) and wishes.asks_from_when(text):
        return True
    too_young = heard(text).get("age", OLD_ENOUGH) < OLD_ENOUGH
    if focus and too_young and wishes.asks_for_a_verdict(text):
        return True
    of_her = known and wishes.benefit_of(text) and speaks_of_somebody(text)
    return bool(of_her) and wishes.asks_for_the_sum(text)  # "她能领多少高龄津贴"


def asks_of_ours(text: str) -> bool:
    """Whether ``text`` tells a fact, or names a subject or an allowance: it does not only ask for bigger letters."""
    named = concepts(normalise(text)).subjects or wishes.names_an_allowance(text)
    return bool(heard(text) or named)


def asks_again_of_her(text: str) -> bool:
    """Whether ``text`` asks if or from when she qualifies, naming nothing ("还能领吗")."""
    again = wishes.asks_for_a_verdict(text) or wishes.asks_of_the_country(text)
    again = again or wishes.asks_from_when(text)
    return tied.is_elliptic(text) and again


def only_names_a_benefit(text: str) -> bool:
    """Whether ``text`` is one benefit and nothing else ("那消费券呢")."""
    return is_bare_subject(text) and wishes.benefit_of(text) is not None


def only_names_a_person(text: str) -> bool:
    """Whether ``text`` says for whom something is asked and nothing else ("给我妈问的")."""
    plain = bare(text)
    rest = without_people(plain)
    return rest != plain and bool(_FOR_WHOM.fullmatch(rest))


def only_denies(text: str) -> bool:
    """Whether ``text`` says that a fact is not so, or not to be reckoned, and asks nothing ("还没评估过")."""
    return bool(denied_in(text) or left_out_in(text)) and concepts(normalise(text)).wishes <= {
        "missing"
    }


def supposes_of_a_matter(text: str) -> bool:
    """Whether a supposition asks how something is done, or of what is no benefit."""
    own = concepts(normalise(text))
    named = own.subjects - _ALSO_SAID_OF_HER
    if "lives" in heard(text):  # "要是住到养老院呢" is where she lives
        named -= {"care-home"}
    return bool(own.wishes & plainer.PRACTICAL) or bool(named - wishes.BENEFITS)


def asks_of_a_matter(text: str) -> bool:
    """Whether ``text`` asks how something of ours is done, or anything of what is no benefit."""
    own = concepts(normalise(text))
    if own.wishes & plainer.PRACTICAL or (own.subjects and own.asks):
        return True
    benefit = wishes.benefit_of(text)
    return bool(own.subjects) and benefit is None and not tied.is_statement(text)


def apart(text: str) -> tuple[str, list[str]]:
    """What ``text`` tells of a person and asks of the sum, and the questions beside it."""
    pieces = [part for piece in _answered(several.pieces(text)) for part in after_the_sum(piece)]
    asked = [p for p in pieces if is_a_question_beside(p)]
    if score_in(text) is not None:  # the sum says which level it takes
        asked = [piece for piece in asked if not _WHICH_LEVEL.fullmatch(bare(piece))]
    return "，".join(piece for piece in pieces if piece not in asked), asked[: several.MOST - 1]


def _answered(pieces: list[str]) -> list[str]:
    """``pieces`` with a question and its own answer in one: "低保吗？不是" asks nothing."""
    found: list[str] = []
    for piece in pieces:
        of_it = _CHECKS.fullmatch(piece) and claim_in(f"{found[-1] if found else ''}，{piece}")
        if found and (of_it or (_ASKS_ITSELF.search(found[-1]) and _ANSWER.fullmatch(piece))):
            found[-1] += f"，{piece}"
        else:
            found.append(piece)
    return found


_ASKED_OUTRIGHT = re.compile("[吗么嘛]$|怎么|咋|哪|多少|能不能|如何|什么|啥")


def _only_leaves_open(piece: str) -> bool:
    """Whether ``piece`` says that the income is applied for or not known, and asks nothing of it."""
    return leaves_open(INCOME, piece) and not _ASKED_OUTRIGHT.search(bare(piece))


def is_a_question_beside(piece: str) -> bool:
    if _ANSWERED.search(bare(piece)) or _tells_an_end(piece) or tells_without_asking(piece):
        return False
    if claims_a_sum(piece) or asks_of_months(piece) or _only_leaves_open(piece):
        return False
    if points_at_a_time(piece) and _HOW_MUCH.search(piece):
        return False
    asks = several.asks(piece) and not tied.is_statement(piece)
    tells = heard(piece, of_somebody=True).keys() - {"district"}
    return asks and not tells and not asks_the_sum(piece)


def asks_of_months(text: str) -> bool:
    """Whether ``text`` asks what several months come to, and of nothing but benefits."""
    others = concepts(normalise(text)).subjects - wishes.BENEFITS
    return not others and span_in(text, business_today()) is not None


def tells_without_asking(piece: str) -> bool:
    """Whether ``piece`` tells of dangers, or of money that is not received, whatever else its words ask."""
    return EVENTS in graver_in(piece) or bool(not_received(piece))


def _tells_an_end(piece: str) -> bool:
    """Whether ``piece`` says that something is over and asks nothing of it ("低保今年取消了", "停了")."""
    if says_only_that_it_is_over(bare(piece)):
        return True
    return bool(denied_in(piece)) and concepts(normalise(piece)).wishes == {"stop"}


def after_the_sum(piece: str) -> list[str]:
    """``piece`` cut behind the sum that it asks for, where something else is asked after that."""
    if not heard(piece):
        return [piece]
    ways = (way for way in several.ways_apart(piece) if len(way) == 2)
    fitting = (w for w in ways if heard(w[0]) and asks_the_sum(w[0]) and not heard(w[1]))
    return next(fitting, [piece])


def asks_the_sum(piece: str) -> bool:
    """Whether ``piece`` asks what somebody gets, or if she gets one benefit ("有高龄津贴吗")."""
    sum_of_hers = wishes.asks_for_the_sum(piece) and not asks_of_a_matter(piece)
    of_one = wishes.benefit_of(piece) is not None and wishes.asks_for_a_verdict(piece)
    return sum_of_hers or of_one or wishes.asks_if_given(piece)
