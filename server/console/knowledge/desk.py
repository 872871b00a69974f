"""What the pages of the knowledge have in common: who may, the tabs, the words of codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, request

from knowledge.schema import DISTRICTS
from server.console.knowledge import reasons
from server.console.navigation import Entry
from server.editorial import words
from server.editorial.words import ACTIONS, AUDIENCES, FIGURE_KINDS, MARKS
from server.errors import Problem
from server.identity.access import Caller
from server.oversight.actor import Role

ROLES = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})
WRITES = Caller.staff(*ROLES)
PUBLISHES = Caller.staff(Role.PUBLISHER)
ENTRY = Entry("knowledge_entries.index", "知识", ROLES, order=40)
PREFIX = "/console/knowledge"

blueprint = Blueprint("knowledge_desk", __name__)


@dataclass(frozen=True)
class Tab:
    """A page of the knowledge desk."""

    endpoint: str
    label: str


TABS = (
    Tab("knowledge_entries.index", "条目"),
    Tab("knowledge_queue.index", "没答上的"),
    Tab("knowledge_drafts.index", "草稿"),
    Tab("knowledge_releases.index", "发布"),
    Tab("knowledge_trials.index", "试答"),
    Tab("knowledge_upkeep.review", "该核对的"),
    Tab("knowledge_upkeep.show_conflicts", "打架的说法"),
    Tab("knowledge_upkeep.show_corrections", "更正"),
    Tab("knowledge_upkeep.questions", "回归问题"),
    Tab("knowledge_files.index", "导入导出"),
)

STATUSES: Mapping[str, str] = {
    "draft": "写稿中", "submitted": "等审核", "approved": "已审核", "published": "已发布",
    "withdrawn": "已作废", "waiting": "正在检验", "blocked": "被拦下", "scheduled": "等定时发布",
    "failed": "没有发布",
}  # fmt: skip
FAILURES: Mapping[str, str] = {
    "draft_changed": "检验的时候草稿又改过了，请再发布一次",
    "entry_changed": "检验的时候条目已被别人改过，请作废草稿，重新开一份",
    "called_off": "定时发布已经取消",
}
FIELDS: Mapping[str, str] = {
    "title": "标题", "question": "标准问题", "phrasings": "问法", "synonyms": "同义词", "short": "短答案（念给老人听）",
    "full": "详细说明", "figures": "数字", "citations": "依据", "last_checked": "核对日期",
    "audience": "说给谁", "district": "适用的区", "ages": "适用年龄", "valid_from": "生效日期",
    "valid_until": "到期日期", "actions": "按钮", "related": "相关条目",
    "needs_confirmation": "还不能确定的", "id": "编号", "elder": "老人", "family": "家属",
    "clerk": "工作人员", "document": "来源", "mark": "核实程度", "clause": "条款", "label": "名称",
    "fen": "金额（元）", "percent": "百分比", "number": "个数", "unit": "单位", "kind": "性质",
    "condition": "条件", "type": "做什么", "target": "号码或地址", "unknown": "不知道的", "ask": "去问谁",
    "at_least": "从", "at_most": "到",
}  # fmt: skip
COUNTERS: Mapping[str, tuple[str, str]] = {
    "shown": ("答过", ""),
    "useful": ("说有用", ""),
    "useless": ("说没用", ""),
    "led": ("办成事", "问过以后一天内报名或申请的"),
    "checked": ("算津贴", "同一段对话里，后来算了能领什么"),
    "handed": ("找人", "同一段对话里，后来请工作人员回复或回电话"),
}
"""What is counted of an entry: its name, and how it is counted where that does not say it."""
CODES: Mapping[str, str] = {**AUDIENCES, **FIGURE_KINDS, **ACTIONS, **MARKS}
"""Whatever stands as a code in a content, in words."""
REPLIES: Mapping[str, str] = {
    "answer": "直接回答", "clarify": "请她选", "handoff": "答不了，转人工",
    "eligibility": "按条件算能领多少，或问一个条件", "emergency": "先出紧急提醒",
    "fraud_warning": "先出防骗提醒", "smalltalk": "一句客套话，或这件事的直接答复",
}  # fmt: skip
"""What an elder gets, by the kind of reply."""
DECISIONS: Mapping[str, str] = {"answer": "直接回答", "clarify": "请她选", "handoff": "转人工"}


def entry_written(titles: Mapping[str, str]) -> str:
    """The id in the field ``entry_id``, which holds an id, a title, or both as its list offers them;
    empty for an empty field. Raises Problem 422 for what is neither, or the title of several."""
    written = request.form.get("entry_id", "").strip()
    _, _, offered = written.removesuffix("）").rpartition("（")
    if not written or written in titles:
        return written
    if offered in titles:
        return offered
    called = [name for name, title in titles.items() if title == written]
    if len(called) != 1:
        raise no_such_entry()
    return called[0]


def no_such_entry() -> Problem:
    """What is said where no entry was chosen."""
    why = "请从列出来的条目里选一个"
    return Problem(422, "invalid-input", why, errors=[{"field": "entry_id", "message": why}])


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {
        "knowledge_tabs": TABS, "knowledge_statuses": STATUSES, "knowledge_fields": FIELDS,
        "knowledge_failures": FAILURES, "knowledge_decisions": DECISIONS, "knowledge_counters": COUNTERS, "knowledge_replies": REPLIES,
        "district_names": DISTRICTS,
        "knowledge_codes": CODES, "in_yuan": words.yuan_of,
        "decided_why": reasons.why,
        "measured": reasons.measure,
    }  # fmt: skip
