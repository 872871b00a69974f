"""A yes or no at the head of an answer is said only to whoever asked for one."""

from __future__ import annotations

import re

from intents.words.normalise import unify
from server.conversation.schemas import ReplyOut

_VERDICT = re.compile(
    r"^(?:不能|不行|能代办|能接上|能|可以|会|有人[查管]|有这一项|有|要|是|行)[。，](?=.)"
)
"""Yes or no by itself, as the short answers of entries begin."""

_OPEN = re.compile(
    r"怎么|怎样|咋|如何|哪|谁|为什么|为啥|为何|凭什么|凭啥|多少|几[个点天号月岁时块]|多久|多长时间|(?:什么|啥)(?:时候|地方|材料|人)"
)
_WHETHER = re.compile(
    r"(?<![怎什这那多])么|[吗嘛]|(.)[不没]\1|有没有|能否|是否|可不可以|[^,，。？?]{2}(?:不|没有?)[呢啊呀]*[?？\s]*$"
)


def fitted(reply: ReplyOut, text: str) -> ReplyOut:
    """``reply`` without its yes or no, if ``text`` asks how, where, who or why and not whether."""
    asked = unify(text)
    if not _OPEN.search(asked) or _WHETHER.search(asked):
        return reply
    shown = {name: _VERDICT.sub("", getattr(reply, name)) for name in ("text", "speech_text")}
    return reply.model_copy(update=shown)
