"""Says in full what only makes sense after the question before it: "在哪办" → "老年卡 在哪办"."""

from __future__ import annotations

import re
from functools import cache

from intents.told.districts import DISTRICTS
from intents.told.named import without_people
from intents.words.concepts import (
    ask_words,
    concepts,
    elsewhere,
    general_name,
    plain_names,
    plainly,
    subject_words,
)
from intents.words.normalise import normalise
from intents.words.relatives import CHILDREN, GRANDCHILDREN, NEIGHBOURS, OF_SIBLINGS, THEIR_SPOUSES
from intents.words.slots import age_in, is_negated, without_ages

_LEADS = re.compile(
    r"^(?:不是 ?是|哦|噢|嗯|好的|好吧|好|行吧|行|那么|那要是|那|要是|如果|换成|改成|对了|等等|等一下|算了|不对|不是|还有|另外|"
    r"再问一下|再问|顺便问一下|顺便问|顺便|接着说|我想知道|我问的是|我说的是|我(?:是)?(?:要|想)问的?|我是问|你说的|请问|刚才说的?|"
    r"你?(?:能不能|会不会)?(?:说人话|好好说)|(?:先)?不(?:测|评|答|做|弄|算)了|(?:你)?(?:就)?直接(?:说|讲|告诉我|问)|我就(?:想)?问)"
)
_NOT_BUT = re.compile(
    r"^(?:我?(?:问|说|要)的?可?)?不是 ?[^是]{2,12}?(?: |[,，])+(?:我?(?:问|说|要)的?)?是"
)
"""Another subject for the one before: "不是高龄津贴，是护理补贴"."""

_BACK = re.compile(r"(?:刚才|前面|上面|之前|一开始)(?:说|问)?(?:的|过的)?(?:那个|那件事|这个)?")
_TAIL = re.compile(r"(?:呢|吧|啊|呀|嘛)$")
_LEADING_ON = re.compile(r"^(?:那|要是|如果|换成|改成)|呢$|^不是.*是")
_EMPTY = set(
    "我你您他她它咱俺们这那的地得要了就还能可以去给让该真先现在再呢吗啊呀吧有没是个事儿到底上来都也怎么办排花等理需他她本找着吃请件料批下核审"
)
_WHETHER = set("能不可以行吗给有没是算要用还会管补成领")
"""Of what stands between 能 and 不 only these ask nothing more: "交钱不" asks whether it costs something."""
_KIND = re.compile("补贴|津贴|补助|费用?|服务|床位|点")
_MONEY = re.compile("补贴津贴|补贴|津贴|补助")
_ASKING = re.compile(
    r"[?？]|[吗呢么不没][\s\W]*$|谁|什么|啥|怎|咋|如何|多少|几|哪|(.)[不没]\1|想|要|请|帮"
)
_AT_HOME = re.compile("^我?们?家?(?:是|住|在|的)*|(?:这边|这儿|区|的|住)+$")
_LIVES_AT = re.compile(
    f"(?:我|俺|咱|她|他|我妈|我爸|老人|家里?|们|是|就|现在)*(?:在|住|住在|这儿是|这边是)+(?:北京市?)?(?:{'|'.join(DISTRICTS)})区?[^的]{{0,8}}"
)
_POINTS_BACK = re.compile("(?:这|那)(?:个|项|种|笔)(?:钱|补贴|津贴|券|卡)?(?!月|星期|礼拜)")
OF_EACH = frozenset({"amount", "who", "what", "whether", "both"})
"""Wishes that each of several benefits answers in its own way."""

_STREET = re.compile(r"(?:我?(?:家)?(?:住|在))*.{2,6}(?:街道|社区|小区|镇|乡|村)(?:的)?")
_CHAT = re.compile(
    r"^(?:你们|咱们|我们|这个?|有关|关于|问|说|的)+|(?:怎么样|咋样|好不好|好吗|的?(?:事儿?|情况|问题)|这块|方面)$"
)
PRACTICAL = frozenset({"how", "where", "papers", "when", "proxy", "lost"})
_HEADING = re.compile("(?:的|相关)*(?:政策|规定|办法|情况|问题|事儿?|说明)$")
ANY_ILLNESS = "这种病算失能吗"
_IS_DISABLED = re.compile(
    r"(?!.{0,3}\d分).{2,14}?(?:算不算|算是?|属不属于|属于|能不能评[上成]?|能评[上成]?|评得上)(?:重度|中度|轻度)?(?:失能|几级|重度|中度)\S{0,3}"
)
"""Whether some illness is a disability is one question, whatever the illness ("透析算失能吗")."""

_HELPERS = re.compile(
    f"(?:我|他|她|老人)?(?:外孙女?|{GRANDCHILDREN}|{OF_SIBLINGS}|{NEIGHBOURS}|亲戚|朋友|保姆)子?(?=能|可以|可不可以|替|帮|代)"
)
"""Who does it for an elder: that others may is one matter, whoever they are."""

_BY_ANOTHER = re.compile(
    f"(?:让|叫|我|俺|他|她|家里|的)*(?:(?:{CHILDREN})们?|{THEIR_SPOUSES}|姑爷|外孙女?|{GRANDCHILDREN}|老伴儿?|{OF_SIBLINGS}|{NEIGHBOURS}|保姆|别人|家里人|家属)"
    "(?:去|来|办|跑|交|领|替|代|帮|我|他|她|能|可以|一趟|就|也)*(?:行|成|中|可以|能|管用)?(?:吗|么|嘛|不|不行|行|啊|呀)+"
)
"""Whether somebody else may do it, in the words of somebody who has just been told what to do."""

_SUM = re.compile(r"(?:每?个?月)?\d{2,4}(?:块钱?|元钱?)的?(?:那个|这个|那种|那份)?")
_AGED = re.compile(r"\S{0,6}#(?:岁|周岁)?了?")
_DONE_THERE = re.compile("办|申请|申领|报|登记|窗口|交")
"""What is done at the place that is asked for, so that no place where something is found is meant."""

_PLACE = re.compile(f"(?:北京|{'|'.join(DISTRICTS)}|{elsewhere().pattern})[区市省]?的?")
_DISTRICT = re.compile(f"(?:{'|'.join(DISTRICTS)})区?(?:的)?(?!户口|户籍)")
COMMONEST = ("who", "how", "where", "amount", "what")
FEW = 6
"""So few words of its own may a follow-up have to be asked of what is more general, too."""

LONGEST = 24
"""Longer messages are questions of their own."""


def place_in(text: str) -> str | None:
    """The first place that ``text`` names: Beijing, a district of it, or one outside."""
    found = re.search(f"北京|{'|'.join(DISTRICTS)}|{elsewhere().pattern}", text)
    return found[0] if found else None


def names_beijing(text: str) -> bool:
    """Whether ``text`` names Beijing or a district of it."""
    return re.search(f"北京|京籍|{'|'.join(DISTRICTS)}", text) is not None


def is_of_another_place(text: str) -> bool:
    """Whether ``text`` names a place outside Beijing, and neither Beijing nor where somebody is registered."""
    far = concepts(normalise(text)).elsewhere and not names_beijing(text)
    return bool(far) and not re.search("户口|户籍|居住证", text)


def core(text: str) -> str:
    """``text`` (normalised) without what only ties it to the talk before it."""
    plain, before = _NOT_BUT.sub("", normalise(text)), None
    while plain != before:
        before, plain = plain, _TAIL.sub("", _LEADS.sub("", plain)).strip()
    return plain


def corrected(text: str) -> str | None:
    """What ``text`` asks instead of something else ("不是高龄津贴，是护理补贴"), None where it corrects nothing."""
    plain = normalise(text)
    rest = _NOT_BUT.sub("", plain)
    return None if rest == plain else rest


def subject(text: str) -> str:
    """The words of ``text`` that say what it is about, if only "补贴"."""
    plain = normalise(text).replace(" ", "")
    ends = [(start, _with_kind(plain, end)) for start, end in subject_words(plain)]
    return " ".join(plain[start:end] for start, end in ends) or "".join(_MONEY.findall(plain)[:1])


def _with_kind(plain: str, end: int) -> int:
    """The end of a subject with the word that says what kind of thing it is."""
    kind = _KIND.match(plain, end)
    return kind.end() if kind else end


def leads_on(text: str) -> bool:
    """Whether ``text`` plainly goes on from the question before it ("那…呢")."""
    plain = normalise(text).replace(" ", "")
    with_tail = re.sub(r"[\s\W]+", "", text)
    return len(plain) <= LONGEST and bool(_LEADING_ON.search(with_tail))


def is_elliptic(text: str) -> bool:
    """Whether ``text`` is short and does not say what it is about."""
    plain = core(text)
    return len(plain) <= LONGEST and not concepts(plain).subjects


def points_back(text: str) -> bool:
    """Whether ``text`` is short and points at what was spoken of ("还能要这个吗")."""
    plain = normalise(text)
    return len(plain) <= LONGEST and bool(_POINTS_BACK.search(plain))


def is_statement(text: str) -> bool:
    """Whether ``text`` is short and asks nothing."""
    plain = core(text)
    return len(plain) <= LONGEST and not (concepts(plain).asks or _ASKING.search(plain))


def goes_back(text: str) -> bool:
    """Whether ``text`` returns to something said earlier."""
    return bool(_BACK.search(normalise(text)))


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
    plain = core(_BACK.sub("", core(text)))
    own, found = concepts(plain), []
    if _STREET.fullmatch(plain):
        return [f"{about} {plain}"]
    swapped = _with_age(plain, before) or _with_place(plain, before)
    if swapped:
        found += [swapped, *_there(plain, about)]
    if points_back(plain) and about:
        found.append(_POINTS_BACK.sub(about, plain))
    if own.nouns and not own.asks:
        found.append(_with_noun(plain, before, attribute=not own.subjects))
    if names_another_of_them(plain, about) and "both" not in concepts(normalise(before)).wishes:
        # "高龄津贴 护理补贴" would ask if both can be had together
        return found + as_worded(plain, before)
    also_before = [f"{before} {plain}"] if own.subjects and not found else []
    found += [f"{about} {plain}".strip(), *also_before]
    wishes = _bare_wish(plain)
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
    if _SUBSIDISED.fullmatch(plain.replace(" ", "")):
        found[:0] = [f"{name}补贴多少钱" for name in [*plain_names(about), about]]
    found += [f"{name} {plain}" for name in plain_names(about) if name != about]
    found += [f"{name} {plain}" for name in [*also, *about.split()] if name and name != about]
    return list(dict.fromkeys(found))


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


_SUBSIDISED = re.compile(
    r"(?:这个?|那|国家|政府|街道|公家|还|能|有没有|有|给不给|给|会|要|管)*(?:补不补|补点儿?|补贴?钱|补钱|补)(?:点儿?|一?些|钱)?(?:的|吗|么|没有|没|不)*"
)
"""Whether there is a subsidy for what was spoken of ("有没有给补点儿")."""

_WITH_ANOTHER = re.compile(r"^(?:那|这个?|它|还|也|能不能|可不可以|可以|能|会不会)*(?:和|跟|与|同)")


def lacks_the_other(text: str) -> bool:
    """Whether ``text`` asks if something goes together with what it does not name ("能和消费券一起拿吗")."""
    plain = core(text)
    return "both" in concepts(plain).wishes and bool(_WITH_ANOTHER.match(plain))


def is_only_a_place(text: str) -> bool:
    """Whether ``text`` names another place and nothing else ("密云呢")."""
    plain = core(text)
    place = place_in(plain)
    return place is not None and len(_AT_HOME.sub("", plain).replace(place, "")) <= 1


def says_where_she_is(text: str) -> bool:
    """Whether ``text`` says where somebody lives, with a district, and nothing else ("我在朝阳区望京")."""
    return bool(_LIVES_AT.fullmatch(normalise(text).replace(" ", ""))) and is_statement(text)


def is_only_a_person(text: str) -> bool:
    """Whether ``text`` names another person and nothing else ("我妈呢")."""
    plain = core(text)
    return without_people(plain) != plain and not without_people(plain).strip()


def asks_only_for_papers(text: str) -> bool:
    """Whether ``text`` asks what to bring and nothing else."""
    return is_bare_wish(text) and "papers" in concepts(normalise(text)).wishes


def is_done_somewhere(text: str) -> bool:
    """Whether ``text`` asks where something is done ("在哪办")."""
    return "where" in concepts(text).wishes and bool(_DONE_THERE.search(text))


def without_district(text: str) -> str:
    """``text`` without the district that it names."""
    return re.sub(f"在?(?:{'|'.join(DISTRICTS)})区?的?", "", text)


def bare_wish(text: str) -> list[str]:
    """The plainest forms of a wish that is all there is in ``text``, its heading ("政策") aside."""
    return _bare_wish(_HEADING.sub("", core(text).replace(" ", "")))


def without_place(text: str) -> str:
    """``text`` without the place that it names."""
    return _PLACE.sub("", text).replace(" ", "")


def own_words(text: str) -> str:
    """What ``text`` says beside an age, a place and a person."""
    age, plain = age_in(text), without_people(_AGED.sub("", without_ages(core(text))))
    if age is not None:  # "九十一的"
        plain = plain.replace(str(age), "")
    return _PLACE.sub("", plain).replace(" ", "")


def is_bare_wish(text: str) -> bool:
    """Whether ``text`` is a wish and nothing else ("要带什么")."""
    return bool(_bare_wish(core(text)))


def plain_wishes() -> list[str]:
    """The commonest wishes in their plainest words."""
    return [wish for name in COMMONEST for wish in plainly(name)]


def plainer(text: str) -> list[str]:
    """The same question without what may stand in its way.

    How and where something is done does not hang on the age, and seldom on the district; a subject
    and a bare wish are asked in the plainest words.
    """
    plain = normalise(text)
    if names_sum_idly(plain):
        text = plain = _SUM.sub("", plain).strip()
    own, found, age = concepts(plain), [core(text)], age_in(plain)
    if own.foreign:  # its subject is no word that may be left out
        return []
    if names_age_idly(plain):
        found.append(_AGED.sub("", without_ages(plain)).strip())
    elif age is not None and f"{age}岁" not in plain:  # "八十七的高龄津贴"
        found.append(plain.replace(str(age), f"{age}岁", 1))
    if own.subjects:
        wishes = _bare_wish(without_people(_without_subjects(_AGED.sub("", without_ages(plain)))))
        named = subject(text)
        # "评不上" is no other word for 评估, and "评不上怎么办" does not ask how it is done.
        names = [] if is_negated(named) else [named, *plain_names(plain)[:1]]
        found += [f"{name}{wish}" for name in names for wish in wishes]
        if (general := general_name(plain)) and not own.wishes & OF_EACH:
            if is_done_somewhere(plain):
                found = [core(text)]
                found += [f"{general}{wish}" for wish in wishes]
            found.append(f"{general} {_without_subjects(plain)}")
    found += _more_generally(plain)
    return [other for other in found if other != plain]


def _more_generally(plain: str) -> list[str]:
    """The same question of any illness, of any district, of any place outside."""
    found = []
    if _IS_DISABLED.fullmatch(plain.replace(" ", "")):
        found.append(ANY_ILLNESS)
    if _DISTRICT.search(plain):
        found.append(_DISTRICT.sub("", plain))
    # who is registered in Hebei and lives here asks of here
    if concepts(plain).elsewhere and names_beijing(plain):
        found.append(_registered_elsewhere().sub("外地户口", _DISTRICT.sub("北京", plain)))
    return found


@cache
def _registered_elsewhere() -> re.Pattern[str]:
    places = elsewhere().pattern
    return re.compile(f"户[口籍](?:还|是|在)*(?:{places})|(?:{places})的?户[口籍]")


def topic(text: str) -> str:
    """What a standard question is about: its words without its wish ("驿站免费理发")."""
    compact = normalise(text).replace(" ", "")
    for start, end, _ in reversed(ask_words(compact)):
        compact = compact[:start] + compact[end:]
    return compact


def names_age_idly(text: str) -> bool:
    """Whether ``text`` names an age and asks what does not hang on it."""
    asks = concepts(normalise(text)).wishes
    return age_in(text) is not None and bool(asks & PRACTICAL) and "amount" not in asks


def names_sum_idly(text: str) -> bool:
    """Whether ``text`` knows a benefit by what it pays and asks what does not hang on that ("三百块的困难补贴怎么申请")."""
    plain = normalise(text)
    asks = concepts(plain).wishes
    rest = _SUM.sub("", plain)
    return rest != plain and bool(asks & PRACTICAL) and bool(concepts(rest).subjects)


def without_chat(text: str) -> str:
    """``text`` without words that only make it sound like a question ("那养老院怎么样")."""
    return _CHAT.sub("", core(text)).replace(" ", "")


def _without_subjects(plain: str) -> str:
    compact = plain.replace(" ", "")
    for start, end in reversed(subject_words(compact)):
        compact = compact[:start] + compact[_with_kind(compact, end) :]
    return compact


def _with_age(plain: str, before: str) -> str | None:
    age, asked = age_in(plain), without_ages(normalise(before))
    if age is None:
        return None
    return re.sub("#岁?", f"{age}岁", asked, count=1) if "#" in asked else f"{asked} {age}岁"


def _with_place(plain: str, before: str) -> str | None:
    """Another place for the one before, where the message says nothing but the place."""
    place, old = place_in(plain), place_in(normalise(before))
    if place is None or len(_AT_HOME.sub("", plain).replace(place, "")) > 1:
        return None
    asked = normalise(before)
    return asked.replace(old, place, 1) if old else f"{place} {asked}"


def _there(plain: str, about: str) -> list[str]:
    """Whether there is such a thing at the place that ``plain`` names, where it names no more."""
    place = place_in(plain)
    thing = _PLACE.sub("", about).replace(" ", "")
    return [f"{place}有没有{thing}", f"{place}{thing}"] if place and thing else []


def _with_noun(plain: str, before: str, *, attribute: bool) -> str:
    """``before`` with its last subject, or what it said of whom, replaced."""
    asked = normalise(before)
    spans = subject_words(asked, attributes=attribute)
    if not spans:
        return f"{plain} {asked}"
    start, end = spans[-1]
    return f"{asked[:start]}{plain.removesuffix('的')}{asked[end:]}"


def _bare_wish(plain: str) -> list[str]:
    """The plain forms of the wish that is all there is in ``plain``."""
    compact = _HELPERS.sub("", plain.replace(" ", ""))
    wishes = ask_words(compact)
    if _BY_ANOTHER.fullmatch(compact):
        return plainly("proxy")
    if not wishes:
        return []
    told = {
        place
        for start, end, name in wishes
        for place in range(start, end)
        if name != "whether" or compact[place] in _WHETHER or end - start == 1
    }
    if any(char not in _EMPTY for place, char in enumerate(compact) if place not in told):
        return []
    wish = max(wishes, key=lambda w: (w[2] != "whether", w[1] - w[0], w[0]))[2]
    if compact in plainly(wish):
        return [compact]
    if wish == "where":
        done = bool(_DONE_THERE.search(compact))
        return plainly(wish)[:1] if done else plainly(wish)[1:]
    return plainly(wish)
