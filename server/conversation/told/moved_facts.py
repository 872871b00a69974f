"""A fact that was taken for one person's and is said to be another's: it is taken from the one and told of the
other."""

from __future__ import annotations

from typing import Any

from intents.told.ages import AGES
from intents.told.corrections import of_which_fact
from intents.told.moved import Moved, by_name, moved_in, only_who, only_whose, told_of_its_owner
from intents.told.named import MEN, SPEAKER, WOMEN, person_in
from intents.words.normalise import unify
from server.conversation.state import SHARED, State
from server.conversation.told.facts_told import heard
from server.conversation.told.spoken_facts import in_words

_UNLIKE = {"他": WOMEN, "她": MEN}


def with_its_owner(state: State, text: str) -> str:
    """``text`` with the fact told of whom it says to be the owner; of whom it was told before, it is taken back."""
    spoken = unify(text)
    moved = moved_in(spoken)
    if moved is None:
        return _what_is_whose(state, text)
    who, told = _meant(state, moved.who), heard(moved.fact, of_somebody=True)
    names, words = set(told) or {of_which_fact(moved.fact) or ""}, ""
    for name in _wrongly(state, moved, who):
        had = {k: v for k, v in state.facts_of(name).items() if k in names}
        taken = {k: _left(v, told.get(k)) for k, v in had.items()}
        hers = {k: v for k, v in state.facts_of(who).items() if k in names} if who else {}
        _keep_instead(state, name, taken, hers if moved.swapped else {})
        words = words if told else in_words(had)
    return told_of_its_owner(spoken, words)


def _wrongly(state: State, moved: Moved, who: str | None) -> list[str]:
    """Those of whom the fact that is ``moved`` was told, and is not true: who is named, or else all others."""
    known = [name for name in (state.who or "", *state.aside) if state.facts_of(name)]
    if moved.other is None:
        return [name for name in known if name != (who or "")]
    other = _meant(state, moved.other)
    return [name for name in known if (name or SPEAKER) == other and name != who]


def _left(value: Any, told: Any) -> Any:
    """What is left of the ``value`` of a fact when what is ``told`` of it is taken away; None of nothing."""
    if isinstance(value, list) and told:
        return [one for one in value if one not in told] or None
    return None if told in (None, value) else value


def _keep_instead(state: State, name: str, taken: dict[str, Any], more: dict[str, Any]) -> None:
    """Keep of the one called ``name`` the facts ``taken`` as they are now, those of None no more, and ``more``."""
    left = {k: v for k, v in state.facts_of(name).items() if k not in taken}
    left |= {k: v for k, v in taken.items() if v is not None} | more
    state.keep_of(name, left)


def _what_is_whose(state: State, text: str) -> str:
    """``text``, which says only whose something is and whose not ("是我不是他"), with the one fact that it can mean;
    as it is where that is not one. Where nobody else is known, all is meant."""
    if (owner := only_who(unify(text))) is not None:
        return _told_last_of(state, owner) or text
    whose = only_whose(unify(text))
    who, other = (_meant(state, word) for word in whose) if whose else (None, None)
    if whose is None or who is None or other is None or other == who:
        return text
    if other == state.who and who not in state.aside:
        state.rename(other, who)
        return by_name(whose[0])
    had = {
        k: v
        for k, v in state.facts_of(other).items()
        if k not in (*AGES, *SHARED) and v not in ("none", [])
    }
    if len(had) != 1 or not state.facts_of(who):
        return text
    _keep_instead(state, other, dict.fromkeys(had), {})
    return f"{by_name(whose[0])}{in_words(had)}"


def _told_last_of(state: State, owner: str) -> str:
    """The one fact that was told last, told of the ``owner``, who is known beside the one of whom it was told; empty
    where it is not one fact."""
    who = _meant(state, owner)
    last = {k: v for k, v in state.told_last.items() if k not in SHARED and state.facts.get(k) == v}
    if len(last) != 1 or who in (None, state.who) or not state.aside.get(who or ""):
        return ""
    _keep_instead(state, state.who or "", dict.fromkeys(last), {})
    return f"{by_name(owner)}{in_words(last)}"


def _meant(state: State, word: str) -> str | None:
    """Who is meant by ``word``: by name, the speaker by "我", by 他 or 她 the one known whom it can mean."""
    if named := person_in(word):
        return named
    if word[:1] not in _UNLIKE:
        return SPEAKER
    known = [name for name in (state.who, *state.aside) if name and name != SPEAKER]
    fits = [name for name in known if name not in _UNLIKE[word[:1]]]
    return fits[0] if len(fits) == 1 or (fits and fits[0] == state.who) else None
