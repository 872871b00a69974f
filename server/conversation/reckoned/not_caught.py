"""What is said to somebody who puts something right of which it was not understood what: never the old sum
again, but the one fact that is wrong."""

from __future__ import annotations

from copy import deepcopy

from intents.asked import several
from intents.told.claimed import claim_in
from intents.told.corrections import of_which_fact, puts_right
from intents.told.moved import only_whose
from intents.told.named import named_in
from intents.words.normalise import unify
from server.conversation import compose
from server.conversation.answering import Told
from server.conversation.moment import Moment
from server.conversation.said import Said
from server.conversation.told.learning import learn
from server.conversation.told.spoken_facts import in_words

_ASKED = {
    "hukou": "户口在哪儿？说一句，比如“北京户口”“河北户口”。",
    "income_class": "是低保、低收入，还是都不是？",
    "disability": "残疾证是哪一类、几级？没有证就说“没有残疾证”。",
    "assessment_level": "评的是轻度、中度、重度还是完全失能？没评过就说“没评过”。",
    "receiving": "现在领的是哪一项补贴？不领了就说“不领护理补贴了”这样。",
    "lives": "现在住家里，还是住养老院？",
    "age": "是哪年哪月哪日出生的？说周岁也行。",
}
_KEPT = ("hukou", "income_class", "disability", "assessment_level", "lives")
"""Facts of which a short answer is understood."""

_ANY = "哪一样不对，您直接说，比如“是88岁，不是85岁”“不是低保”。"


def told(said: Said, moment: Moment) -> Told | None:
    """The question for the fact that the message puts right and does not tell; None where it changes
    something, or puts nothing right."""
    plain, state = unify(said.text), moment.state
    whose = only_whose(plain) is not None
    if not (moment.after_a_sum and state.facts and (whose or puts_right(plain))):
        return None
    if {*named_in(plain)} - {state.who} and not whose:
        return None
    if several.asks(said.text) or claim_in(said.text) or _changes(said.text, moment):
        return None
    known, fact = in_words(state.facts), of_which_fact(plain)
    text = (
        f"您像是要改一样情况，可我没听明白改成什么，先不重算。我记的是：{known}。"
        f"{_ASKED.get(fact or '', _ANY)}"
    )
    state.asking = fact if fact in _KEPT else state.asking
    reply = compose.saying("eligibility", text, release=moment.knowledge.release)
    return reply, {"because": "a correction that was not caught"}


def _changes(text: str, moment: Moment) -> bool:
    """Whether ``text`` tells anything that is not known already."""
    tried = deepcopy(moment.state)
    learn(tried, text, answers=True)
    return (tried.facts, tried.who, tried.denied, tried.half, tried.aside) != (
        moment.state.facts,
        moment.state.who,
        moment.state.denied,
        moment.state.half,
        moment.state.aside,
    )
