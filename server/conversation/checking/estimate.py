"""A level that is named after a self-check: was it assessed, or only estimated?

Amounts go by the assessed level (京民养老发〔2019〕160号), so an estimate is never taken for it.
"""

from __future__ import annotations

from intents.told.facts import facts_in
from intents.told.held import score_in
from intents.told.self_check import says_it_was_assessed, says_it_was_estimated, without_level
from server.conversation.asked import followup
from server.conversation.compose import HOTLINE
from server.conversation.models import Conversation, Turn
from server.conversation.schemas import TEXT_LIMIT, ChoiceOut, ReplyOut

LEVEL = "assessment_level"
BECAUSE = "the level may be the one of the self-check"
ASSESSED = "，是正式评估过的"


def may_be_meant(conversation: Conversation, text: str) -> bool:
    """Whether ``text`` names a level that the self-check of this conversation may have given.

    Somebody who was asked for the assessed level just now has been told which one is meant.
    """
    if not conversation.self_check or conversation.person.get("asking") == LEVEL:
        return False
    told = LEVEL in facts_in(text) or score_in(text) is not None
    named = told and without_level(text) != text
    return named and not says_it_was_assessed(text) and len(text) + len(ASSESSED) <= TEXT_LIMIT


def meant(previous: Turn | None, text: str) -> str | None:
    """The message in the meaning that ``text`` chooses, where :func:`ask_whether_assessed` asked."""
    if previous is None or previous.reasons.get("because") != BECAUSE:
        return None
    choices = [ChoiceOut.model_validate(choice) for choice in previous.reply["choices"][:2]]
    texts = [choice.text for choice in choices]
    if text in texts:
        return None  # it was tapped, and says all itself
    if says_it_was_assessed(text):
        return texts[0]
    if says_it_was_estimated(text):
        return texts[1]
    chosen = followup.chosen(text, choices, asked=True)
    return chosen.text if chosen else None


def ask_whether_assessed(shown: str, release: int) -> ReplyOut:
    """The question, with the message as it was sent (``shown``: masked) in both its meanings."""
    text = "您说的这个等级，是评估人员正式评出来的，还是自己估的？能领多少，只按正式评估的等级算。"
    return ReplyOut(
        kind="clarify",
        text=text,
        speech_text=text,
        confidence=1.0,
        release=release,
        choices=[
            ChoiceOut(label="正式评估过", text=f"{shown}{ASSESSED}"),
            ChoiceOut(label="是自己估的", text=without_level(shown)),
        ],
        actions=[HOTLINE],
    )
