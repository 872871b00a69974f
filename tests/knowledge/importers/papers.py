"""Documents of our own with the defects of real ones: broken lines, page breaks, OCR slips."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

CHINESE = "零一二三四五六七八九十"

LIBRARY_NEWS = [
    "近日，青河市图书馆印发《青河市公共图书馆积分借阅办法（试行）》，要求各馆改进借阅方式，鼓励读者按时还书。",
    "《办法》自2031年5月1日起实施。读者每按时归还一本图书记两分，积分可以换取阅览座位和讲座门票。",
    "《办法》提出，各馆应当公开积分规则，逾期未还的图书由各馆提醒读者，不得收取押金以外的任何费用。",
]
LIBRARY_HEADLINE = "青河市图书馆推出积分借阅办法"
LUNCH_NEWS = [
    "近日，青河市民政局印发《青河市老年助餐点建设方案》（以下简称《方案》），提出年内让每个社区的老年人都能就近吃上热饭。",
    "《方案》提出，全市新建老年助餐点120个，每份午餐价格不超过15元，对八十岁以上老年人给予30%的折扣。",
    "此外，《方案》还提到，助餐点应当公布菜单和电话，为行动不便的老年人送餐上门，送餐不得另行收费。",
]
LUNCH_HEADLINE = "青河市民政局印发老年助餐点建设方案"
CHILD_NEWS = [
    "为丰富儿童暑期生活，青河市教育局日前印发《儿童暑期托管方案》，组织学校开放操场和图书室。",
    "一是开放学校场地。各校每天开放操场不少于六小时。",
    "二是组织志愿者。高校学生可以报名担任儿童阅读志愿者。",
]


def wrapped(paragraphs: Iterable[str], width: int = 14, between: str = "\n\n") -> str:
    """Paragraphs broken every ``width`` characters, as a newspaper column is copied."""
    lines = [p[i : i + width] for p in paragraphs for i in range(0, len(p), width)]
    return between.join(lines) + "\n"


def spaced(paragraph: str, every: int = 13) -> str:
    """A paragraph with a space wherever the printed line ended, as recognition leaves it."""
    return " ".join(paragraph[i : i + every] for i in range(0, len(paragraph), every))


def numeral(number: int) -> str:
    """1–99 in Chinese: 21 → 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else CHINESE[tens] + "十")
    return head + (CHINESE[ones] if ones or not tens else "")


def measure(number: int, mark: str = "({})") -> str:
    """One numbered measure with its responsible offices."""
    return (
        f"{mark.format(numeral(number))}完善第{number}类老年人服务。支持街道为居家老年人提供上门服务,"
        f"每季度走访不少于{number}次,及时记录老年人的需求。(责任单位:市民政局、市财政局,各区政府)"
    )


def notice(measures: int = 22) -> str:
    """An official notice: issuers, number, date, headings and measures through two chapters."""
    half = measures // 2
    lines = [
        "青河市民政局",
        "青河市财政局  ",
        "关于印发《关于改进老年人上门服务的若干措施》的通知",
        "青民养发〔2031〕15号",
        "各区人民政府，市有关单位：",
        "为方便老年人生活，我们制定了《关于改进老年人上门服务的若干措施》，现印发给你们，请认真抓好落实。",
        "青河市民政局",
        "青河市财政局",
        "2031 年 3 月 8 日",
        "# 关于改进老年人上门服务的若干措施",
        "为了让老年人在家里得到照料,根据本市实际,制定以下措施,八十岁以下失能老年人参照执行。",
        "## 一、做好基本服务",
        *(measure(n) for n in range(1, half + 1)),
        "### **二、加强组织保障**",
        *(measure(n) for n in range(half + 1, measures + 1)),
    ]
    return "\n\n".join(lines) + "\n"


TASK_TABLE = """序号 | 任务内容 | 二季度进展情况 |
1 | 新建老年助餐点120个,方便老年人就近用餐。 | 截至5月底,已建成86个助餐点,完成71.7%。 |
2 | 改造老旧小区供水管线。 | 已完成12个小区的改造。 |
3 | 为失能老年人家庭安装扶手2000套。 | 1.一是完成入户评估。 2.已安装1350套。 |
"""


def write(folder: Path, text: str, name: str = "paper.txt") -> Path:
    """``text`` as a UTF-8 file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bare(text: str) -> str:
    """``text`` without any white space."""
    return "".join(text.split())
