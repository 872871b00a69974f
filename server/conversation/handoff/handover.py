"""Hands over to a person: the number, its hours, two sentences to read out, and the way back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intents.asked.ours import is_near, is_of_elders
from intents.asked.turns import move_in, sentence
from intents.signs.signals import wants_person
from intents.told.denials import denied_in
from intents.told.facts import merged
from intents.words.concepts import concepts
from intents.words.normalise import normalise
from knowledge.hotlines import hotlines
from knowledge.schema import Entry
from server.conversation import compose
from server.conversation.answering import QUESTION
from server.conversation.asked.wishes import asks_for_the_sum
from server.conversation.checking.self_check import SELF_CHECK
from server.conversation.compose import speakable
from server.conversation.handoff.asked_first import Nearest, nearest
from server.conversation.handoff.other_offices import Office
from server.conversation.models import Turn
from server.conversation.schemas import ActionOut, ChoiceOut, ReplyOut
from server.conversation.told.facts_told import heard
from server.conversation.told.spoken_facts import in_words
from server.editorial.live import LiveKnowledge

TURNS_READ = 20
"""How far back the last topic and the facts are looked for."""

LONGEST_QUOTE = 40
ANY_SUM = "老人能领哪些补贴津贴，一共多少"
_AGES = ("age", "age_xusui", "age_between", "birth_date")
WINDOW = "户籍地街道（乡镇）的民政窗口"

GOES_ON = 8
"""Whoever goes on from what was spoken of ("几点开门") says no more characters than this."""

FAR = 0.11
"""A question none of whose candidates is as sure as this is about nothing that the base knows."""

WHAT_WE_KNOW = (
    "对不起，这件事我不懂，帮不上您。"
    "我知道的是北京养老的事：补贴津贴、养老助餐、上门照护、能力评估、养老院、老年卡，这些您随时问我。"
    "想找人问养老的事，请拨打12345。"
)

OF_ANOTHER = (
    "对不起，这件事我不懂，不敢乱说。{ask}"
    "我知道的是北京养老的事：补贴津贴、养老助餐、上门照护、能力评估、养老院、老年卡。说不清找谁的，打12345也能问。"
)

_OF_A_DOCTOR = re.compile(
    r"(?!.*(?:报销|医保|费|钱|补[贴助]|谁|哪儿|哪里|上门|证明|材料|办理|申请))"
    r".*(?:药.{0,8}(?:吃几|几[次片粒颗顿]|怎么吃|咋吃|一[起块]儿?吃|停|换|副作用|伤[胃肝肾]|管用|能吃)|[吃用打换](?:点|些)?(?:什么|啥)药|忘了?.{0,3}吃药|药.{0,3}忘|忘.{0,2}[吃服]药|[吃打]几[片粒颗针次]|"
    r"(?:胰岛素|降压药|阿司匹林|安眠药|止疼药|抗生素|中药).{0,6}(?:多少|几|忘|漏|能|怎么|停)|"
    r"(?:病|癌|瘤|炎|痛风|帕金森|糖尿|血压|血糖|血脂|支架|结石|便秘|失眠|咳嗽|头晕|腿肿|白内障)[^,，。]{0,6}"
    r"(?:能治|治得好|治好|会好|好得了|怎么治|咋治|怎么办|咋办|吃(?:点|些)?(?:什么|啥)|能吃|不能吃|喝(?:点|些)?(?:什么|啥)|犯了|忌口|正常吗|高吗))"
)
"""What only a doctor or a pharmacist can tell."""

_AILS = re.compile(
    r"(?:我|他|她|俺|老伴儿?|老头子?|老太太|老人|爸|妈|爷爷|奶奶|这|几天|两天|今天|昨天|最近|有点儿?|老是?|总是?|1直|一直|又|天天|好|的|很|特别|,|，| )*"
    r"(?:(?:头|胸口?|肚子|胃|腰|腿|脚|膝盖|关节|牙|嗓子|脖子|后背|眼睛|耳朵|心口?|手)(?:里|也)?(?:有点儿?|老|总|很|直|又)?(?:晕|昏|疼|痛|胀|肿|麻|慌|痒|鸣|酸)"
    r"|(?:发|低|高)烧(?:到|了)?(?:3[78](?:度|\.)?\d?度?)?|咳嗽|恶心|想吐|拉肚子|便秘|失眠|睡不着觉?|没(?:劲儿?|力气|胃口)|浮肿|血[压糖脂](?:高|低|上来)|尿[频急]|感冒|过敏|出虚汗)"
    r"(?:了|得慌|得厉害|厉害|好几天|[一两三四五六七几1-7]天|怎么办|咋办|怎么回事|咋回事|啊|呢|吗| )*"
)
"""What ails somebody, and nothing else asked: too little for an alarm, and nothing of ours."""

ASK_A_DOCTOR = (
    "看病、吃药的事我不懂，不敢乱说。请问给您看病的医生或者药店的药师，签了家庭医生的也可以问家庭医生。"
    "要是突然难受、说不出话、站不住，马上打120。想找人问，请拨打12345。"
)

_TO_READ_OUT = "打通以后，您照着念这两句就行："
SAY_IT_THERE = "去的时候，把刚才那两句话说给窗口的人听就行。"
TELL_ME_WHICH = "您先跟我说说是什么事，比如“高龄津贴没到账”“押金不退”，我告诉您该找谁、怎么说。"

_NO_TOPIC = ("smalltalk", "emergency", "staff")
_NOT_REACHED = re.compile(
    r"打不通|没(有)?人接|占线|打(了)?(半天|好几(次|遍))|一直(响|忙)|打(过|了)?.{0,6}(没用|不管用|没人管|白打)"
    r"|(别|不要|甭|老|总|净)+(是)?(让|叫|喊)我打"
)


@dataclass(frozen=True)
class Matter:
    """What the call is about: a name for it, the question, and the numbers that its answer names.
    ``plainly``: the question without anything that it told of somebody."""

    name: str | None
    question: str | None
    calls: tuple[ActionOut, ...] = ()
    plainly: str | None = None


def not_reached(text: str, previous: Turn | None) -> bool:
    """Whether ``text`` says that nobody answered the number that was just given."""
    told = previous.reply.get("text", "").split("\n\n")[0] if previous else ""
    handed = previous is not None and (previous.kind == "handoff" or "12345" in told)
    just_given = handed or "12345" in text
    return just_given and bool(_NOT_REACHED.search(text))


def asked_for(
    turns: Sequence[Turn], person: Mapping[str, Any], knowledge: LiveKnowledge
) -> ReplyOut:
    """The reply to somebody who wants a person. ``turns``: the conversation, oldest first."""
    matter = _matter(turns, knowledge)
    about = f"关于“{matter.name}”，" if matter.name else "好，"
    head = f"{about}这就帮您找人。请拨打12345，有工作人员帮您查。"
    return _completed(
        compose.handoff(release=knowledge.release, head=head, calls=matter.calls),
        matter,
        turns,
        person,
    )


def not_known(
    bare: ReplyOut, question: str, turns: Sequence[Turn], person: Mapping[str, Any]
) -> ReplyOut:
    """``bare`` (compose.handoff) with what to say. ``question``: what was asked now, as masked."""
    first = nearest(question)
    reply = _completed(_with_nearest(bare, first), Matter(None, question), turns, person)
    reply.text += (
        "\n\n补贴津贴、养老助餐、上门照护、能力评估、养老院这些事，您也可以换个说法再问我一次。"
    )
    return reply


def _with_nearest(bare: ReplyOut, first: Nearest | None) -> ReplyOut:
    """``bare`` with who may be asked before the hotline."""
    if first is None:
        return bare
    actions = [*bare.actions[:1], *first.calls, *bare.actions[1:]]
    text, speech = f"{bare.text}\n\n{first.ask}", f"{bare.speech_text}{speakable(first.ask)}"
    return bare.model_copy(update={"text": text, "speech_text": speech, "actions": actions})


def is_far(text: str, reasons: Mapping[str, Any]) -> bool:
    """Whether ``text``, for which no answer was found, has nothing to do with what we know of.

    ``reasons``: why the reply is the one, with the candidates.
    """
    plain = normalise(text)
    own, found = concepts(plain), reasons.get("candidates") or []
    sure = max((candidate["confidence"] for candidate in found), default=0.0)
    foreign = own.foreign and not own.nouns & ~own.foreign
    near = (own.subjects and not foreign) or is_near(text) or heard(text)
    return not near and (sure < FAR or bool(foreign or own.elsewhere))


def stands_alone(text: str) -> bool:
    """Whether ``text`` says too much, or of another place or matter, to go on from what was spoken of."""
    own = concepts(normalise(text))
    return len(normalise(text)) > GOES_ON or bool(own.foreign or own.elsewhere)


def is_of_a_doctor(text: str) -> bool:
    """Whether ``text``, for which no answer was found, asks how to take a medicine or treat an illness."""
    plain = normalise(text)
    return bool(_OF_A_DOCTOR.match(plain) or _AILS.fullmatch(plain))


def which_matter(release: int | None) -> ReplyOut:
    """What is said to a message that says too little: it is asked what it is about."""
    return compose.handoff(release=release, head=sentence("which_matter"))


def ask_a_doctor(release: int | None) -> ReplyOut:
    """Who can tell about medicines and illnesses."""
    return compose.handoff(release=release, head=ASK_A_DOCTOR)


def nothing_of_ours(release: int | None) -> ReplyOut:
    """What we know of, for whoever asks about something else: nobody is sent to a telephone with it."""
    return compose.handoff(release=release, head=WHAT_WE_KNOW)


def of_another_office(office: Office, release: int | None) -> ReplyOut:
    """Which kind of place knows about what we do not."""
    return compose.handoff(release=release, head=OF_ANOTHER.format(ask=office.ask))


def not_answered(release: int | None, previous: Turn | None) -> ReplyOut:
    """Where to go when the number was not answered. ``previous``: the turn before, which may have told what to
    say there."""
    head = f"电话帮不上不要紧，过一会儿再打12345，也可以去社区居委会，或者{WINDOW}当面问。"
    reply = compose.handoff(release=release, head=head)
    told = _TO_READ_OUT in previous.reply.get("text", "") if previous else False
    reply.text += f"\n\n{SAY_IT_THERE if told else TELL_ME_WHICH}"
    return reply


def _completed(
    reply: ReplyOut, matter: Matter, turns: Sequence[Turn], person: Mapping[str, Any]
) -> ReplyOut:
    """``reply`` with the hours of its numbers and two sentences to read out."""
    known = _known(turns, person, matter.question or "")
    if _contradicts(matter.question or "", known):
        matter = replace(matter, question=matter.plainly)
    first, second = _sentences(matter, in_words(known))
    told = f"{_hours(reply.actions)}\n\n{_TO_READ_OUT}\n- {first}\n- {second}"
    speech = f"{reply.speech_text}打通以后这样说：{speakable(first + second)}"
    return reply.model_copy(update={"text": f"{reply.text}\n\n{told}", "speech_text": speech})


def _hours(calls: Sequence[ActionOut]) -> str:
    """When each number is answered; that no source says so is said too."""
    known = [hotlines()[call.target] for call in calls if call.target in hotlines()]
    told = [f"{line.number}是{line.name}，{line.hours}有人接。" for line in known if line.hours]
    silent = "、".join(line.number for line in known if not line.hours)
    told.append(
        f"{silent}几点到几点有人接，我没查到公开的说法，不敢说准；"
        f"打不通就过一会儿再打，也可以去{WINDOW}当面问。"
    )
    return "\n".join(told)


def _sentences(matter: Matter, known: str) -> tuple[str, str]:
    """What it is about and for whom, and what one wants to know."""
    named = f"想咨询‘{matter.name}’这件事" if matter.name else "想咨询一件养老方面的事"
    about = "想咨询一件事" if _of_no_elder(matter) else named
    whom = f"，老人的情况是{known}" if known else ""
    asked = _quoted(matter.question) if matter.question else ""
    ends = "" if asked.endswith(("？", "?", "！", "……", "。")) else "。"
    wanted = f"我想问的是：{asked}{ends}" if asked else ""
    return f"“您好，我{about}{whom}。”", f"“{wanted}请问该找哪里、怎么办、要带什么？”"


def _of_no_elder(matter: Matter) -> bool:
    """Whether a question that names nothing of ours, nor anybody, is all that is known of the matter."""
    if matter.name or not matter.question:
        return False
    return not heard(matter.question) and not is_of_elders(matter.question)


def _quoted(question: str) -> str:
    shown = " ".join(question.split())
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}……"


def _matter(turns: Sequence[Turn], knowledge: LiveKnowledge) -> Matter:
    """The last thing that was talked about, however many other words came after it."""
    for turn in reversed(turns):
        if turn.kind in _NO_TOPIC or wants_person(turn.text) or move_in(turn.text):
            continue
        if turn.reasons.get("because") == SELF_CHECK:
            return Matter("老年人能力评估", "自己估的失能等级，怎么申请正式评估")
        if turn.kind == "eligibility":
            return Matter("养老补贴津贴", _sum_asked_for(turns), plainly=ANY_SUM)
        entry = knowledge.entries.get(turn.entry_id or "")
        asked = str(turn.reasons.get(QUESTION, turn.text))
        plainly = entry.question if entry else None
        return Matter(entry.title if entry else None, asked, _calls(entry), plainly)
    return Matter(None, None)


def _sum_asked_for(turns: Sequence[Turn]) -> str:
    """How the sum was asked for; the turns after it only answer our own questions."""
    asked = (
        t.text for t in reversed(turns) if t.kind == "eligibility" and asks_for_the_sum(t.text)
    )
    return next(asked, ANY_SUM)


def _calls(entry: Entry | None) -> tuple[ActionOut, ...]:
    actions = entry.actions if entry else ()
    return tuple(ActionOut(**a.model_dump()) for a in actions if a.type == "call")


def _known(turns: Sequence[Turn], person: Mapping[str, Any], now: str) -> Mapping[str, Any]:
    """What was told of the person; later words count for more than earlier ones.

    Where the talk was of several people, only what was taken in for this one counts.
    """
    if person.get("aside"):
        facts: Mapping[str, Any] = person["facts"]
        return facts
    found: dict[str, Any] = {}
    for text in (*(turn.text for turn in turns if turn.kind != "emergency"), now):
        found = merged(found, heard(text))
        for name, _ in denied_in(text):
            found.pop(name, None)
    return merged(found, person.get("facts", {}))


def _contradicts(question: str, known: Mapping[str, Any]) -> bool:
    """Whether ``question`` tells of somebody what was corrected since: read out together with what is
    known, one would deny the other."""
    told = heard(question)
    ages = {name: told[name] for name in _AGES if name in told}
    aged = any(name in known for name in _AGES)
    if aged and any(known.get(name) != value for name, value in ages.items()):
        return True
    return any(name in known and not _is_within(told[name], known[name]) for name in told)


def _is_within(said: Any, known: Any) -> bool:
    """Whether what was said stands; a list may have grown."""
    if isinstance(said, list) and isinstance(known, list):
        return all(each in known for each in said)
    return bool(said == known)


def way_back(previous: Turn | None) -> list[ChoiceOut]:
    """The choices that stood open when somebody asked for a person."""
    open_choice = previous is not None and previous.kind == "clarify"
    if not open_choice or previous is None or previous.reasons.get("because") == SELF_CHECK:
        return []
    return [ChoiceOut.model_validate(choice) for choice in previous.reply.get("choices", [])]
