"""Says in full what only makes sense after the question before it: "在哪办" → "老年卡 在哪办"."""

from __future__ import annotations

import re

from intents.asked.naming import AT_HOME, PLACE, own_words, place_in
from intents.asked.plainer import (
    ALL_ALLOWANCES,
    ANY_ALLOWANCE,
    OF_EACH,
    is_done_somewhere,
    subject,
    wish_alone,
)
from intents.asked.tied import BACK, POINTS_BACK, core, is_statement, leads_on, points_back
from intents.told.named import without_people
from intents.words.concepts import (
    are_peers,
    ask_words,
    concepts,
    general_name,
    plain_names,
    subject_words,
)
from intents.words.normalise import normalise
from intents.words.slots import age_in, is_negated, without_ages

_STREET = re.compile(r"(?:我?(?:家)?(?:住|在))*.{2,6}(?:街道|社区|小区|镇|乡|村)(?:的)?")

FEW = 6
"""So few words of its own may a follow-up have to be asked of what is more general, too."""


def names(text: str, subject_of_before: str) -> bool:
    """Whether ``text`` takes up a subject by two characters of its name ("那个床位")."""
    plain = normalise(text)
    words = subject_of_before.replace(" ", "")
    return any(words[n : n + 2] in plain for n in range(len(words) - 1))


def readings(text: str, before: str, about: str, *also: str) -> list[str]:
    """What ``text`` may ask in full after the question ``before``, which was about ``about``.

    ``also`` are other names for that. The likeliest comes first. Another age or place replaces the one before; another subject takes
    over what was asked; a bare wish or remark takes over the subject.
    """
    plain = core(BACK.sub("", core(text)))
    own, found = concepts(plain), []
    if _STREET.fullmatch(plain):
        return [f"{about} {plain}"]
    swapped = _with_age(plain, before) or _with_place(plain, before)
    if swapped:
        found += [swapped, *_there(plain, about)]
    if points_back(plain) and about:
        found.append(POINTS_BACK.sub(about, plain))
    if own.nouns and not own.asks:
        found.append(_with_noun(plain, before, attribute=not own.subjects))
    if _takes_its_place(plain, about) and "both" not in concepts(normalise(before)).wishes:
        # "高龄津贴 护理补贴" would ask if both can be had together
        return found + as_worded(plain, before) + _of_all_of_them(plain, before)
    also_before = [f"{before} {plain}"] if own.subjects and not found else []
    found += [f"{about} {plain}".strip(), *also_before]
    wishes = wish_alone(plain)
    found += [
        f"{name}{wish}" for name in (about, *about.split(), *plain_names(about)) for wish in wishes
    ]
    if is_statement(plain):
        also_asked = f"{before} {plain}"
        first = own.nouns or swapped
        return list(dict.fromkeys([*found, also_asked] if first else [also_asked, *found]))
    if (
        (general := general_name(normalise(about)))
        and not own.subjects
        and ("proxy" in own.wishes or not own.wishes & OF_EACH)
    ):
        bare = [plain] if len(own_words(plain)) <= FEW else []
        dealt_with = [f"{general} {words}" for words in (*bare, *wishes)]
        if is_done_somewhere(plain):  # where all of them are applied for, not where one is spent
            return dealt_with
        found += dealt_with
    if ANY_ALLOWANCE.fullmatch(about) and about != ALL_ALLOWANCES:
        found += [f"{ALL_ALLOWANCES} {words}" for words in (plain, *wishes)]
    found[:0] = _of_money(plain, about)
    found += [f"{name} {plain}" for name in plain_names(about) if name != about]
    found += [f"{name} {plain}" for name in [*also, *about.split()] if name and name != about]
    return list(dict.fromkeys(found))


def _takes_its_place(plain: str, about: str) -> bool:
    """Whether ``plain`` puts something else in the place of ``about``, of the same rank."""
    alone = not concepts(plain).asks and are_peers(plain, normalise(about))
    return alone or names_another_of_them(plain, about)


def _of_all_of_them(plain: str, before: str) -> list[str]:
    """What ``before`` asks in the place of ``plain`` of all that is dealt with like it, where that is one
    matter ("护理补贴呢" after "消费券能代办吗")."""
    general = general_name(plain)
    if general is None or concepts(normalise(before)).wishes & OF_EACH - {"whether"}:
        return []
    return [_with_noun(general, before, attribute=False)]


def names_another_of_them(text: str, about: str) -> bool:
    """Whether ``text`` and ``about`` name what is dealt with together, each another one ("护理补贴呢" after 高龄津贴)."""
    general = general_name(normalise(about))
    named, before = concepts(normalise(text)).subjects, concepts(normalise(about)).subjects
    return general is not None and general_name(core(text)) == general and not named & before


def as_worded(text: str, wording: str) -> list[str]:
    """What ``text`` asks where another subject ("押金呢") takes over what an entry asks in its own words
    (``wording``), or another age ("七十九呢") asks for its matter."""
    plain, age = core(text), age_in(text)
    if age is not None and len(own_words(text)) <= 1:
        return [f"{name}{age}岁有吗" for name in plain_names(normalise(wording))]
    if not concepts(plain).subjects or is_negated(plain) or _asks_beside(plain):
        return []
    return [_with_noun(plain, wording, attribute=False)]


def _asks_beside(plain: str) -> bool:
    """Whether ``plain`` asks anything outside the words for its subject ("预收费" asks nothing)."""
    compact = plain.replace(" ", "")
    named = subject_words(compact)
    return any(
        not any(first <= start and end <= last for first, last in named)
        for start, end, _ in ask_words(compact)
    )


def both_named(text: str, about: str, topic: str, wording: str) -> list[str]:
    """What ``text`` asks if something goes together with, put in its place: what was spoken of, or the
    benefits of a sum (``topic``)."""
    plain = core(text)
    with_other = [f"{name} {plain}" for name in (*topic.split(), about) if name]
    if general_name(normalise(wording)) and general_name(plain):
        return [f"{subject(wording)} {subject(plain)}能同时领吗", *with_other]
    return with_other


_COSTS = re.compile("(?:钱|费用|价钱|花费)(?:的?事儿?)?")
"""What something costs, in a word ("那钱呢")."""


def _of_money(plain: str, about: str) -> list[str]:
    """What ``plain`` asks where it only asks what ``about`` costs, or whether there is a subsidy for it."""
    said = plain.replace(" ", "")
    if _COSTS.fullmatch(said):
        return [f"{about}要钱吗", f"{about}多少钱"]
    names = [*plain_names(about), about] if _SUBSIDISED.fullmatch(said) else []
    return [f"{name}补贴多少钱" for name in names]


def turns_to_a_word(text: str) -> bool:
    """Whether ``text`` goes on from what was told with one word that asks for something else ("退呢")."""
    return leads_on(text) and len(own_words(text)) == 1 and not _COSTS.fullmatch(core(text))


_SUBSIDISED = re.compile(
    r"(?:这个?|那|国家|政府|街道|公家|还|能|有没有|有|给不给|给|会|要|管)*(?:补不补|补点儿?|补贴|补助|补钱|补)(?:点儿?|一?些|钱)?(?:的|吗|么|没有|没|不)*"
    r"|(?:那|这个?)*(?:补贴|补助)(?:是|有|给)?多少钱?"
)
"""Whether there is a subsidy for what was spoken of ("有没有给补点儿")."""


def asks_if_subsidised(text: str) -> bool:
    """Whether ``text`` only asks if there is a subsidy for what was spoken of ("有补贴吗")."""
    return bool(_SUBSIDISED.fullmatch(core(text).replace(" ", "")))


_WITH_ANOTHER = re.compile(r"^(?:那|这个?|它|还|也|能不能|可不可以|可以|能|会不会)*(?:和|跟|与|同)")


_TOGETHER = re.compile("同时|[一1][块起]|重复|冲突")
_AND = re.compile("[和跟与同及](?!时)|两[个口人]|[俩都]")


def lacks_the_other(text: str) -> bool:
    """Whether ``text`` asks if something goes together with what it does not name ("能和消费券一起拿吗",
    "护理补贴还能不能一块拿")."""
    plain = core(text)
    own = concepts(plain)
    if "both" not in own.wishes:
        return False
    one_alone = len(own.subjects) == 1 and _TOGETHER.search(plain) and not _AND.search(plain)
    return bool(_WITH_ANOTHER.match(plain) or (one_alone and without_people(plain) == plain))


def _with_age(plain: str, before: str) -> str | None:
    age, asked = age_in(plain), without_ages(normalise(before))
    if age is None:
        return None
    return re.sub("#岁?", f"{age}岁", asked, count=1) if "#" in asked else f"{asked} {age}岁"


def _with_place(plain: str, before: str) -> str | None:
    """Another place for the one before, where the message says nothing but the place."""
    place, old = place_in(plain), place_in(normalise(before))
    if place is None or len(AT_HOME.sub("", plain).replace(place, "")) > 1:
        return None
    asked = normalise(before)
    return asked.replace(old, place, 1) if old else f"{place} {asked}"


def _there(plain: str, about: str) -> list[str]:
    """Whether there is such a thing at the place that ``plain`` names, where it names no more."""
    place = place_in(plain)
    thing = PLACE.sub("", about).replace(" ", "")
    return [f"{place}有没有{thing}", f"{place}{thing}"] if place and thing else []


def _with_noun(plain: str, before: str, *, attribute: bool) -> str:
    """``before`` with its last subject, or what it said of whom, replaced."""
    asked = normalise(before)
    spans = subject_words(asked, attributes=attribute)
    if not spans:
        return f"{plain} {asked}"
    start, end = spans[-1]
    return f"{asked[:start]}{plain.removesuffix('的')}{asked[end:]}"
