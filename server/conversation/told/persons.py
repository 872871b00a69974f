"""Whom the talk is about, and to whom a message turns it."""

from __future__ import annotations

import re
from typing import Any

from intents.told.ages import AGES
from intents.told.alike import says_also
from intents.told.corrections import puts_right
from intents.told.departed import gone_in, is_gone
from intents.told.family import OLD_MAN as HUSBAND
from intents.told.family import as_old_man, by_years_between, years_between
from intents.told.named import (
    ELDER,
    MEN,
    OLD_LADY,
    OLD_MAN,
    SPEAKER,
    WOMEN,
    all_alike,
    is_alike,
    named_in,
    person_in,
    spoken_of,
    without_people,
)
from intents.told.ours import alone_in
from intents.told.people import instead, put_in_place, shares_in
from intents.told.pronouns import pronoun_at_first, tells_of_others, with_names
from intents.told.unnamed import NOT_NAMED
from intents.told.young import of_the_young
from intents.words.normalise import bare, unify
from server.conversation.state import SHARED, State
from server.conversation.told.facts_told import heard
from server.conversation.told.message import PRONOUNS, Message, asks_after
from server.conversation.told.spoken_facts import in_words

_ONLY_THE_SUM = re.compile(
    r"(?=.*(?:多少|几百|几个钱|(?:先|再|还是)[说算讲看]|[说算]回?吧|呢))"
    r"(?:那|的|先|还是|[说算看]回?|到底|究竟|刚才|又|是|能|该|可以|一共|总共|每月|一个月|[领拿给发]|[再讲]|一[下遍]|多少|几百|几个|钱|来着|[呢吧啊呀])+"
)
"""Asks for the sum of a person, and says nothing else."""

_PRONOUN = re.compile("[他她](?!们)")

_SPOUSE = "老伴"
_ONLY_AFTER_ONE = re.compile(f"(?:那|还有|我们?家)*(?:{OLD_MAN}|{OLD_LADY})呢[呀啊]?")
"""Asks after another one of a couple, and says nothing else ("老头90", then "老太太呢")."""

UNLIKE = {"他": WOMEN | {OLD_LADY, "她"}, "她": MEN | {OLD_MAN, HUSBAND, "他"}}
"""Who is not meant by a pronoun as it is written."""

_ONLY_BESIDE = re.compile(r"[,，。;；、\s][^,，。;；]*[他她我俺]")
"""After somebody's death is told, the talk goes on about another one ("老伴去世了，她一个人住")."""


def with_the_old_man(state: State, text: str) -> str:
    """``text`` with 老头 as he is called who was told of beside his wife."""
    return as_old_man(unify(text)) if HUSBAND in (state.who, *state.aside) else text


def with_years_between(state: State, text: str) -> str:
    """``text`` with how old who is, who is told in it to be older, younger or as old as somebody known."""
    like = years_between(unify(text))
    if like is None:
        return text
    named = person_in(like)
    facts = state.facts if named in (None, state.who) else state.aside.get(named, {})
    return by_years_between(unify(text), facts["age"]) if "age" in facts else text


def with_known_names(state: State, text: str) -> str:
    """``text`` with their ages beside those who are known and are told by these alone from whom a helper
    is called so ("妹妹多少" is "妹妹83多少")."""
    known, spoken = [name for name in (state.who, *state.aside) if name], unify(text)
    named = {*named_in(spoken)}
    for name in known:
        age = state.facts_of(name).get("age")
        if age is not None and name not in named:
            spoken = spoken_of(name, known).sub(f"{name}{age}", spoken)
    return text if spoken == unify(text) else spoken


def with_pronouns_named(state: State, text: str) -> str:
    """``text`` with the names of those who are known for 他 and 她, where it names nobody else and several are."""
    known = [name for name in (state.who, *state.aside) if name and name != SPEAKER]
    beside = state.who == SPEAKER or "" in state.aside or SPEAKER in state.aside
    spoken = unify(text)
    others = {*named_in(spoken)} - {SPEAKER} or tells_of_others(spoken)
    if len(known) + beside < 2 or others:
        return text
    meant = {word: _meant_by(known, unlike) for word, unlike in UNLIKE.items()}
    return with_names(spoken, {word: name for word, name in meant.items() if name})


def _meant_by(known: list[str], unlike: frozenset[str]) -> str | None:
    """The one of those ``known`` who may be meant by a pronoun, as a message names her; who is alone is
    meant whatever is written."""
    left = [name for name in known if name not in unlike] if len(known) > 1 else known
    if len(left) != 1:
        return None
    named = left[0] if left[0] in (OLD_LADY, OLD_MAN, HUSBAND) else f"我{left[0]}"
    return named if person_in(named) == left[0] or named in (OLD_LADY, OLD_MAN) else None


def put_right(state: State, text: str) -> str:
    """``text`` without "不是，是我岳父", after which the talk is of the one whom it names in place
    of who was meant so far."""
    put = put_in_place(unify(text), state.facts.get("age")) if state.facts else None
    if put is None:
        return text
    state.who, text = put
    return text


_ALSO_SO = re.compile(r".{1,6}?[,，。!！\s]+(?P<who>[^,，。\s]{1,5})也(?:是|有)[的呢啊呀]*")


def with_what_is_also_true(state: State, text: str) -> str:
    """``text``, which puts right that somebody "也是", with the one thing that is known of the other one
    and not of her ("不对，我爸也是"); as it is where that is not one thing."""
    match = _ALSO_SO.fullmatch(unify(text).rstrip(",，。!！ "))
    whose = person_in(match["who"]) if match else None
    known = {**state.aside, state.who or "": state.facts}
    if match is None or whose not in known or not puts_right(match[0]):
        return text
    others = [facts for name, facts in known.items() if name != whose and facts]
    if len(others) != 1:
        return text
    hers = known[whose]
    more = {k: v for k, v in others[0].items() if k not in AGES and hers.get(k) != v}
    more = {k: v for k, v in more.items() if v not in ("none", [])}
    return f"{match['who']}是{in_words(more)}" if len(more) == 1 else text


def of_whom_is_known(state: State, message: Message) -> Message:
    """``message`` with who is meant by 她 or 他 beside the speaker: the one spoken of, unless that is a man
    and she is not."""
    known = state.who not in (None, SPEAKER) and bool(state.facts)
    told = message.shares.told if message.shares else {}
    if not known or (state.who in MEN and PRONOUNS[0] in told):
        return message
    return message.of_whom_is_known(state.who or "")


def without_likeness(state: State, text: str) -> tuple[str, dict[str, Any] | None]:
    """``text`` without whom it says another person is like in everything, and the facts of that one."""
    alike = all_alike(text)
    if alike is None or not state.facts:
        return text, None
    named, left = alike
    like = state.facts if named in (None, state.who) else state.aside.get(named or "")
    return text if like is None else left, like


def name_the_unnamed(state: State, message: Message, found: dict[str, Any]) -> None:
    """Call by their names, as soon as ``message`` tells these, two of whom only the ages were told
    ("一个85一个79", then "我妈79"): who is of that age is meant, and then the one who is left."""
    told = message.shares.told if message.shares else {_named(message): ""}
    for name, words in told.items():
        unnamed = [one for one in NOT_NAMED if one == state.who or one in state.aside]
        if name is None or state.facts_of(name).keys() & {*AGES}:
            continue
        age = (heard(words, of_somebody=True, of_one=True) if words else found).get("age")
        fits = [one for one in unnamed if age in (None, state.facts_of(one).get("age"))]
        if fits and (age is not None or len(unnamed) == 1):
            state.rename(fits[0], name)


def turn_to_whom(state: State, message: Message, *, told: bool) -> bool:
    """Turn to the person whom ``message`` is about, which has ``told`` facts or not; whether the talk
    turned."""
    person = _named(message) or _old_man_or_lady(state, message.text)
    person = person or _by_pronoun(state, message.text)
    return _turn_to(state, person, message.text, told, message.like)


def turns_back_to(state: State, text: str) -> bool:
    """Turn to the person whom ``text`` names, where it only asks for a sum worked out before
    ("那我爸到底多少"); whether it did."""
    alone = alone_in(unify(text))
    person = alone or person_in(text) or _old_man_or_lady(state, text) or _by_pronoun(state, text)
    told = state.facts.keys() - {"district", "residence_district"}  # where she is makes no sum
    known = state.aside.get(person or "") or (person == state.who and told)
    if not known or not (alone or _asks_only_for_the_sum(text)):
        return False
    _turn_to(state, person, text, told=False)
    return True


def asks_of_several(state: State, text: str) -> bool:
    """Whether ``text`` only asks for the sums of several people who were told of ("我妈多少，我爸多少")."""
    told = {state.who, *state.aside} & {*named_in(text)}
    return len(told) > 1 and _asks_only_for_the_sum(text)


def tells_of_several(state: State, text: str) -> bool:
    """Whether ``text`` tells facts of several who are known ("他重度她低保"). Who speaks and is too young for
    any benefit tells of herself in passing ("我52，我妈85")."""
    shares = shares_in(unify(with_pronouns_named(state, text))) if state.aside else None
    known = {state.who, *state.aside}
    if state.facts_of(SPEAKER).get("age", ELDER) < ELDER:
        known -= {SPEAKER}
    return shares is not None and len(known & shares.told.keys()) > 1


def gone(state: State, text: str) -> dict[str, Any]:
    """That the person of whom something is known has died, as ``text`` says ("她上礼拜走了")."""
    spoken = unify(text)
    hers = state.who in gone_in(spoken) or is_gone(spoken)
    return {"status": "deceased"} if hers and state.facts and shares_in(spoken) is None else {}


def _asks_only_for_the_sum(text: str) -> bool:
    return bool(_ONLY_THE_SUM.fullmatch(_PRONOUN.sub("", bare(without_people(unify(text))))))


def _named(message: Message) -> str | None:
    """Whom ``message`` names of whom it tells something."""
    text, spoken, shares = message.text, message.spoken, message.shares
    if shares and spoken in shares.told.values():
        named = [name for name, words in shares.told.items() if words == spoken]
        return shares.main if shares.main in named else named[0]
    young = of_the_young(unify(text))
    person = person_in(spoken)
    if young and person in (None, SPEAKER):
        person = person_in(text) or young[0]
    return None if person in gone_in(unify(text)) and _ONLY_BESIDE.search(text) else person


def _old_man_or_lady(state: State, text: str) -> str | None:
    """Who is meant by 老爷子 or 老太太, where that is not the one spoken of ("我妈86…老爷子呢，90")."""
    for word, others in ((OLD_MAN, WOMEN | {OLD_LADY}), (OLD_LADY, MEN | {OLD_MAN, HUSBAND})):
        if word in text and state.who in others:
            known = [name for name in state.aside if name and name not in others]
            return known[0] if len(known) == 1 else word
        if word in text and state.who in (_SPOUSE, SPEAKER):
            return word if _ONLY_AFTER_ONE.fullmatch(bare(text)) else None
    return None


def _by_pronoun(state: State, text: str) -> str | None:
    """他 or 她 with whom ``text`` begins, where somebody is known by no other name."""
    word = pronoun_at_first(unify(text))
    return word if word in (state.who, *state.aside) else None


def _turn_to(
    state: State, person: str | None, text: str, told: bool, like: dict[str, Any] | None = None
) -> bool:
    """Turn to ``person``; whether that is somebody else. ``like``: the facts of whom she is like."""
    if (meant := instead(text)) and state.facts:
        state.who = meant
        return True
    if person is None or person == state.who:
        return False
    # Who had no name so far is the speaker, or of the kind that was asked about; facts of somebody else
    # begin anew.
    same = (not told and like is None) or not state.facts or state.of_a_kind or person == SPEAKER
    if state.who is None and same and not asks_after(text):
        state.who = person
        return False
    state.turn_to(person, like or _true_of_both(state, text))
    return True


def _true_of_both(state: State, text: str) -> dict[str, Any]:
    """What is known of the one spoken of so far that ``text`` says of the next one, too."""
    both = {k: v for k, v in state.facts.items() if k in SHARED} if is_alike(text) else {}
    plain = len(state.told_last) == 1  # of several facts it is not said which are meant
    return both | (state.told_last if plain and says_also(unify(text)) else {})
