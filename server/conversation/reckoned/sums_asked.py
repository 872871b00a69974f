"""What a whole message asks of the sum or of one benefit, saying nothing else."""

from __future__ import annotations

import re

from intents.words.normalise import bare
from intents.words.relatives import PARENT
from server.conversation.asked.wishes import HOW_MUCH

_GO_ON = re.compile(r"^(.{0,12}(?<!能)(?<!怎么)(?<!不))?(接着|继续)(算|说|来|刚才的?)?(吧|啊|呗)?$")


def goes_on(text: str) -> bool:
    """Whether the sum is to be gone on with: all of it, whatever was asked in between."""
    return bool(_GO_ON.match(re.sub(r"\W", "", text)))


_THE_REST = re.compile(
    "(?:那|除了这个|除了这些|除此之外|她|他|我|老人|还)*(?:还?有|能领)?(?:没有)?(?:别的|其他的?|另外的?|其它的?|什么别的|啥别的)(?:补贴|津贴|补助|钱|能领的?|可以领的?|可领的?|待遇)*(?:吗|么|没有?|呢|嘛)?[呢啊呀]?"
    # "再加上低保呢" supposes that she has it: of what is a fact, too, only the money is asked for.
    "|(?:那|再|要是|把|连)*(?:加上|算上|带上|连上|加)(?:高龄|困难|护理|(?:低保|失能|残疾)(?=老人|津贴|补贴|补助|的|那份|钱))(?:老人)?(?:津贴|补贴|补助)?(?:的|那份|钱|一共|总共|是|有)*(?:多少|几百)?钱?(?:呢|吗)?"
    "|(?:那)?还(?:有|能领|可以领)(?:什么|啥|哪些|别的)?(?:补贴|津贴|补助|钱|能领的?|别的|其他的?)*(?:吗|么|没有?|呢|嘛)?"
)
_OTHER_AGE = re.compile(
    r"(?:那|要|等|到了?|再|过了?|满了?|我|俺|他|她|老人家?|[妈爸]|如果)*\d{2,3}(?:周?岁)?(?:了|的?时候|以后|之后|的?那个?月|的?那会儿|的?当月|的?那天)*"
    r"(?:呢|(?:又|就|能|可以|该)*(?:领|拿|给|发|有|是)?多少钱?)[呢啊呀]?"
)
_WANTS_MONEY = re.compile(
    r"(?=.*(?:[领拿给发补]|享受|有.*钱))(?=.*(?:多少|几百|几个|好多|什么|啥|哪些))(?:请问|[你您]好|问一?下|想问|想知道|咨询|老人家?|老年人|上岁数的|我们?|俺|咱们?|家里|他|她|"
    r"每个?月|[一1]个?月|现在|国家|政府|公家|北京|到底|都|能|可以|该|会|[领拿给发补得到有点些]|享受|一共|总共|多少|几百|几个|好多|什么|啥|哪些|钱|补贴|补助|津贴|待遇|[呢啊呀吗吧的么])+"
)
"""Asks what there is to be had, and says nothing else ("能领多少钱")."""

_WITHOUT = re.compile(
    rf"(?:那|要|那要)(?:我|俺|他|她|老人|{PARENT})?(?:要|就|先)?(?:不|没)(?:再|给)?(?:领|拿|要|享受|吃|办|申请|评上?|是)[^,，。]{{1,12}}呢[呀啊]?"
    rf"|(?:那|把|我们?把)(?:我们?|俺|他|她|老人|[妈爸]|把)*[^,，。]{{2,10}}(?:退|停|取消|不[领拿要吃])(?:了|掉)+呢[呀啊]?"
)
_GOES_WITH = re.compile("那?(?:和|跟|与|同)(?!我|俺|他|她)[^,，。]{2,12}呢")
_SUM_OF_ONE = re.compile(
    "(?:那|我|他|她)*(?:失能|老年人|养老)*护理补贴(?:那|一共|总共|每月|一个?月|现在|能|可以|该|领|拿|给|发|是|到底|有)*"
    rf"{HOW_MUCH}(?:钱|块|块钱|元)?[呢啊呀]?"
)
_SUM_ONLY = re.compile(
    "(?:那|他|她|我|俺|还|剩|剩下|下来|一共|总共|每月|一个?月|现在|能|可以|该|领|拿|给|是|到底|有)*"
    rf"{HOW_MUCH}(?:钱|块|块钱|元)?[呢啊呀]?"
)


def asks_for_the_rest(text: str) -> bool:
    """Whether ``text`` asks what there is beside what was told, and says nothing else ("还有别的吗")."""
    return bool(_THE_REST.fullmatch(bare(text)))


def asks_of_another_age(text: str) -> bool:
    """Whether ``text`` asks what it is at an age, and says nothing else ("等她八十呢")."""
    return bool(_OTHER_AGE.fullmatch(bare(text)))


def only_asks_for_money(text: str) -> bool:
    """Whether ``text`` asks what elders or the speaker can get, and says nothing else."""
    return bool(_WANTS_MONEY.fullmatch(bare(text)))


def supposes_without(text: str) -> bool:
    """Whether ``text`` asks what it would be without something, and says nothing else ("那不领残联的呢");
    "没办残疾证呢" tells it."""
    return bool(_WITHOUT.fullmatch(bare(text)))


def asks_what_goes_with(text: str) -> bool:
    """Whether ``text`` names what else may be had beside something ("那和低收入呢"): it tells no fact."""
    return bool(_GOES_WITH.fullmatch(bare(text)))


def asks_the_sum_of(text: str) -> bool:
    """Whether ``text`` asks how much a benefit is, and nothing else ("护理补贴给几百")."""
    return bool(_SUM_OF_ONE.fullmatch(bare(text)))


_HOW_LONG = re.compile(
    "(?:那|她|他|我|这|就|是|不是)*(?:还|再)(?:得|要|差|需要)*(?:等|差|过)?(?:多久|几年|多长时间|几个月|多少年)[呢啊呀吗]?"
    "|(?:那|她|他|我|这|就|是|从|到|今年|明年|到底|得|要)*(?:几月份?|哪个?月|哪年|哪天|几号|什么时候|啥时候|多会儿)"
    "(?:起|开始|才|就|能|可以|会)*(?:领|拿|有|发|给|算)(?:上|到|得到|起)?(?:钱)?[呢啊呀吗]?"
)


def asks_how_long(text: str) -> bool:
    """Whether ``text`` asks how long it is until it is paid, or from when on, and says nothing else
    ("那还得等多久", "从哪个月开始发")."""
    return bool(_HOW_LONG.fullmatch(bare(text)))


_ONE_BENEFIT = "高龄津贴|高龄补贴|(?:失能)?(?:老人|老年人)?护理补贴|失能补贴|困难补贴|(?:养老)?(?:服务)?消费[券补]贴?|家庭养老床位|家床|长护险|长期护理保险"
_AFTER_ONE_BENEFIT = re.compile(
    rf"(?:那|这|我|俺|他|她|[妈爸]|的|现在|还|也|到底|就|能|可以|该|会|有|是|领|拿|给|发|享受|申请|用)*(?:{_ONE_BENEFIT})"
    r"(?:那|他|她|我|还|也|能|可以|该|会|现在|到底|每个?月|[1一]个?月|领|拿|给|发|享受|申请|用|是|有)*"
    r"(?:(?:得|不|到|成|着|上|了)*(?:吗|么|嘛|不)|行(?:吗|不行|不)|有没有|能不能[领用拿]?|够(?:不够)?(?:条件|格)吗?|多少(?:钱|块|元)?|几百|按哪个)[呢啊呀]*"
)


def asks_after_one_benefit(text: str) -> bool:
    """Whether ``text`` asks if there is one benefit, or how much it is, and nothing else ("护理补贴还能领吗")."""
    return bool(_AFTER_ONE_BENEFIT.fullmatch(bare(text)))


def asks_only_the_sum(text: str) -> bool:
    """Whether ``text`` asks how much, and names nothing ("多少")."""
    return bool(_SUM_ONLY.fullmatch(bare(text)))
