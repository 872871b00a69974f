"""What is taken back or put right, said as other readers know it: "我没说低保，我说的是低收入" as "不是低保，是低收入"."""

from __future__ import annotations

import re

from intents.told.endings import ended_in_place
from intents.words.districts import DISTRICTS

_INCOME = "低保户?|低收入(?:家庭|户)?"
_FACT = rf"{_INCOME}|特困|失独|残疾|[视听肢智精言][力语体神]|[重中轻]度(?:失能)?|完全失能"
_CLASS_OR_LEVEL = f"{_INCOME}|[重中轻]度(?:失能)?|完全失能"
_SPEAKER = "[我俺咱]?"
_A_CLAUSE_BEGINS = "(?:^|(?<=[,，。!！]))"

# "不，低收入": what follows holds
_NO = rf"^(?:哎|啊|哦|唉|嗯|呃)*不[,，。!！、\s]+(?=(?:是)?(?:{_FACT}))"

# "我可没说低保"
_NEVER = "(?:可|又|压根|从来|根本)?没(?:有)?"
_NEVER_SAID = rf"{_SPEAKER}{_NEVER}(?:说|讲)(?:过|他|她|它|是|有|我|家)*(?=(?:{_FACT}))"

# "我说的是低收入"
_MEANT = rf"{_SPEAKER}(?:说|讲|指)的(?:是|应该是)?(?=(?:{_FACT}))"

# "啥低保，…": asks nothing
_OF_ALL_THINGS = "(?:啥|什么|哪来的|哪有什么?|哪是)"
_NO_SUCH = rf"{_A_CLAUSE_BEGINS}{_OF_ALL_THINGS}(?P<w>{_FACT})(?=[,，。!！])"

# "低保那句收回", "重度是我说错了"
_WHAT_WAS_SAID = "(?:的|那|这)?(?:句|话|个|条|事儿?|档|件)*"
_WRONGLY_SAID = "是?我?(?:说|讲|记|弄|搞)(?:错|早|岔|反)了?的?"
_VOID = rf"(?:我?(?:收回|撤回|作废)|不作数|不算数|(?:就)?当我没说|{_WRONGLY_SAID})"
_TAKEN_BACK = rf"(?P<w>{_CLASS_OR_LEVEL}){_WHAT_WAS_SAID}{_VOID}"

# "别按低保算"
_NOT = "(?:别|不要|不用|甭|先别|先不|不能)(?:再|给|她|他|我|妈|爸)*"
_TAKE_HER_FOR = "(?:按|照|当)(?:着|成)?(?:她|他|我)?"
_NOT_BY_IT = rf"{_NOT}{_TAKE_HER_FOR}(?P<w>{_FACT})(?:的|级|来|去|算|等|了)*"

# "低保申请了没批下来"
_BETWEEN = "[^。;；没未不停残评卡证户]{1,12}"
_NOT_THROUGH = "(?:没|未)(?:有|给|能)?(?:批|通过|办)(?:下来|准|成|给|了)*"
_NOT_GRANTED = rf"(?P<w>{_INCOME})(?P<told>{_BETWEEN}){_NOT_THROUGH}(?=\W|$|[呢啊呀])"

# "我说的低收入是指退休金低": no class of income that was recognised
_IS_MEANT = "(?:的|这|那|,|，)*(?:是指|是说|指的?是|说的?是|就是)"
_LITTLE_MONEY = "[^。;；]{0,10}(?:退休金|养老金|工资|收入|钱)(?:低|少|不高|不多)"
_ONLY_POOR = rf"(?P<w>低收入){_IS_MEANT}{_LITTLE_MONEY}"

# "谁说她低保没了", "她不是没低保": so it is, where it is not asked back ("不是没低保嘛")
_WHO_SAYS = "(?:谁|哪个)(?:告诉你?|跟你|和你)?[说讲](?:过|了)?(?:我|俺|咱|他|她|您|你|们|家里?|老人|妈|爸|老伴)*"
_NOT_NONE = rf"(?:{_WHO_SAYS}(?:没有?|不是|不算)|(?<![是要怎])(?:并)?不是没有?)"
_NOT_WITHOUT = (
    rf"{_NOT_NONE}(?P<w>{_FACT})(?![^,，。;；]*(?:吗|么|嘛|[?？])|[^,，。;；]{{0,3}}[就才])"
)
_NOT_OVER = rf"{_WHO_SAYS}(?P<w>{_FACT})(?:的|待遇)*(?:没有?|停|取消|不[给发领]|丢)了?(?=[啊呀的吗,，。!！?？]|$)"

# who asks here of a registration that came, means one that came to Beijing
_NOT_AWAY = "[^,，。;；没未不想要打从由]{0,6}?"
_CAME_HERE = rf"(?P<w>(?:户口|户籍){_NOT_AWAY}(?:迁|转|落|挪))(?:过|进|回)?来了"

# "医生说算二级肢体残疾，证刚办下来": the card says it, and not only a doctor
_DOCTOR_SAYS = "(?:医生|大夫|医院)(?:都|也|给)?(?:说|讲|看)(?:是|算|够|属于)*"
_CARD_IS_THERE = "(?:残疾)?证(?:也|都|刚|已经|早|前几天|上个?月|今年|去年|就|才|给)*(?:办|发|拿|领|批)(?:下来|到手|到|好)?了?"
_BY_A_CARD = rf"{_DOCTOR_SAYS}(?=[^。;；]{{0,6}}(?:[1-4一二三四]级|残)[^。;；]{{0,8}}[,，、]{_CARD_IS_THERE}(?=[,，。;；!！]|$))"

_DENIED = r"不是\g<w>"
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_NO), ""),
    (re.compile(_BY_A_CARD), ""),
    (re.compile(_NOT_WITHOUT), r"是\g<w>"),
    (re.compile(_NOT_OVER), r"是\g<w>"),
    (re.compile(_NEVER_SAID), "不是"),
    (re.compile(_MEANT), "是"),
    (re.compile(_NO_SUCH), _DENIED),
    (re.compile(_TAKEN_BACK), _DENIED),
    (re.compile(_NOT_BY_IT), _DENIED),
    (re.compile(_NOT_GRANTED), r"\g<w>没批下来\g<told>"),
    (re.compile(_ONLY_POOR), _DENIED),
    (re.compile(_CAME_HERE), r"\g<w>到北京了"),
)
"""What is taken back, and how other readers know it."""

_WRONG = "不对|错了|更正|改一下|改成|收回|撤回|作废|不作数|不算数|当我没说"
_ONE_FOR_ANOTHER = r"不是[^,，。]{1,8}[,，、\s]*(?:而|应该)?是(?!不)"
_BEGINS_WITH_NO = r"^(?:哎|啊|哦|唉|嗯|呃)*不(?:是)?[,，。!！\s]"
_NOT_SAID_SO = "没(?:有)?说(?!明|清)|说的是|(?:那|这)(?:个|项|条|句)?(?:不算|别算|不要算)|别按"
_BACK_AGAIN = "(?:加|换|改|调)回(?:来|去)|才?不是(?:了|的|她|他|我)|[弄搞说讲记写](?:混|反)了"
_PUTS_RIGHT = re.compile(
    f"{_WRONG}|{_ONE_FOR_ANOTHER}|{_BEGINS_WITH_NO}|{_NOT_SAID_SO}|{_BACK_AGAIN}"
)
_OF_WHAT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hukou", re.compile(f"户口|户籍|京籍|北京人|外地|迁|省|县|{'|'.join(DISTRICTS)}")),
    ("income_class", re.compile("低保|低收入|困难")),
    ("disability", re.compile("残|[视听肢智精言][力语体神]|证")),
    ("assessment_level", re.compile("评|失能|[重中轻]度")),
    ("receiving", re.compile("补贴|津贴|补助|护理费|券|领|工伤|[离退]休|特困")),
    ("lives", re.compile("养老院|敬老院|住|家里|接回")),
    ("age", re.compile(r"岁|生|年|月|属|\d")),
)


def plainly(text: str) -> str:
    """``text`` (unified) with what it takes back, or says to be over, in the words of a denial."""
    for pattern, written in _REWRITTEN:
        text = pattern.sub(written, text)
    return ended_in_place(text)


def puts_right(text: str) -> bool:
    """Whether ``text`` (unified) says that something was wrong that was told."""
    return bool(_PUTS_RIGHT.search(text))


def of_which_fact(text: str) -> str | None:
    """The name of the fact that ``text`` (unified) puts right, by its words; the age by its name in the rules."""
    return next((name for name, words in _OF_WHAT if words.search(text)), None)
