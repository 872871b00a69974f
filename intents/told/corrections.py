"""What is taken back or put right, said as other readers know it: "我没说低保，我说的是低收入" as "不是低保，是低收入"."""

from __future__ import annotations

import re

from intents.told.endings import ended_in_place

_INCOME = "低保户?|低收入(?:家庭|户)?"
_FACT = rf"{_INCOME}|特困|失独|残疾|[视听肢智精言][力语体神]|[重中轻]度(?:失能)?|完全失能"
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = (
    # "不，低收入": what follows holds
    (re.compile(rf"^(?:哎|啊|哦|唉|嗯|呃)*不[,，。!！、\s]+(?=(?:是)?(?:{_FACT}))"), ""),
    (
        re.compile(
            rf"[我俺咱]?(?:可|又|压根|从来|根本)?没(?:有)?(?:说|讲)(?:过|他|她|它|是|有|我|家)*(?=(?:{_FACT}))"
        ),
        "不是",
    ),
    (re.compile(rf"[我俺咱]?(?:说|讲|指)的(?:是|应该是)?(?=(?:{_FACT}))"), "是"),
    # "啥低保，…": asks nothing
    (
        re.compile(
            rf"(?:^|(?<=[,，。!！]))(?:啥|什么|哪来的|哪有什么?|哪是)(?P<w>{_FACT})(?=[,，。!！])"
        ),
        r"不是\g<w>",
    ),
    (
        re.compile(
            rf"(?P<w>{_INCOME}|[重中轻]度(?:失能)?|完全失能)(?:的|那|这)?(?:句|话|个|条|事儿?|档|件)*"
            r"(?:我?(?:收回|撤回|作废)|不作数|不算数|(?:就)?当我没说|是?我?(?:说|讲|记|弄|搞)(?:错|早|岔|反)了?的?)"
        ),
        r"不是\g<w>",
    ),
    (
        re.compile(
            rf"(?:别|不要|不用|甭|先别|先不|不能)(?:再|给|她|他|我|妈|爸)*(?:按|照|当)(?:着|成)?(?:她|他|我)?(?P<w>{_FACT})(?:的|级|来|去|算|等|了)*"
        ),
        r"不是\g<w>",
    ),
    (
        re.compile(
            rf"(?P<w>{_INCOME})(?P<told>[^。;；没未不停残评卡证户]{{1,12}})(?:没|未)(?:有|给|能)?(?:批|通过|办)(?:下来|准|成|给|了)*(?=\W|$|[呢啊呀])"
        ),
        r"\g<w>没批下来\g<told>",
    ),
    # who asks here of a registration that came, means one that came to Beijing
    (
        re.compile(
            r"(?P<w>(?:户口|户籍)[^,，。;；没未不想要打从由]{0,6}?(?:迁|转|落|挪))(?:过|进|回)?来了"
        ),
        r"\g<w>到北京了",
    ),
)

_PUTS_RIGHT = re.compile(
    r"不对|错了|更正|改一下|改成|收回|撤回|作废|不作数|不算数|当我没说|不是[^,，。]{1,8}[,，、\s]*(?:而|应该)?是(?!不)|"
    r"^(?:哎|啊|哦|唉|嗯|呃)*不(?:是)?[,，。!！\s]|没(?:有)?说(?!明|清)|说的是|(?:那|这)(?:个|项|条|句)?(?:不算|别算|不要算)|别按|"
    r"(?:加|换|改|调)回(?:来|去)|才?不是(?:了|的|她|他|我)|弄(?:混|反)了|搞(?:混|反)了"
)
_DISTRICTS = "东城|西城|朝阳|丰台|石景山|海淀|门头沟|房山|通州|顺义|昌平|大兴|怀柔|平谷|密云|延庆"
_OF_WHAT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hukou", re.compile(f"户口|户籍|京籍|北京人|外地|迁|省|县|{_DISTRICTS}")),
    ("income_class", re.compile("低保|低收入|困难")),
    ("disability", re.compile("残|[视听肢智精言][力语体神]|证")),
    ("assessment_level", re.compile("评|失能|[重中轻]度")),
    ("receiving", re.compile("补贴|津贴|补助|护理费|券|领|工伤")),
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
