"""Whether the sum is gone on with, whatever else a message may be about."""

from __future__ import annotations

from collections.abc import Callable

from intents.asked import turns
from intents.told.ages import AGES
from intents.told.named import speaks_of_somebody
from intents.told.ours import alone_in
from intents.words.concepts import concepts
from intents.words.normalise import normalise, unify
from server.conversation.asked import wishes
from server.conversation.moment import Moment
from server.conversation.reckoned import benefit_names, readings, sums_asked, taken_in
from server.conversation.told.learning import learn

GIVES_CARE = {"assessment_level", "disability"}
"""Facts on which the care subsidy hangs: its amount is hers then, not that of some tier."""

_HANGS_ON = {
    benefit_names.CARE: GIVES_CARE,
    "consumption_voucher": GIVES_CARE,
    benefit_names.DIFFICULTY: {"income_class", "family_planning_special"},
}
"""Facts of which one must be known for the amount of a benefit to be hers."""


def _says_for_whom(text: str, moment: Moment) -> bool:
    """The person is named after a wide wish, or while nothing is known of whose sum is wanted ("我妈的")."""
    wanted = moment.invites_facts or (moment.after_a_sum and not moment.state.facts)
    if not wanted or not readings.only_names_a_person(text):
        return False
    learn(moment.state, text)
    return True


def _opens_a_sum(text: str, moment: Moment) -> bool:
    """What there is for somebody is asked, or to have it added up, before anything is told of her."""
    if not turns.opens_a_sum(text):
        return False
    learn(moment.state, text)
    return True


def _asks_for_the_rest(text: str, moment: Moment) -> bool:
    """Beside what was told of one benefit all that she gets is asked for ("还有别的吗")."""
    return moment.after_a_sum and sums_asked.asks_for_the_rest(text)


def _leaves_out_the_others(text: str, moment: Moment) -> bool:
    """The sum of one of several is wanted ("就算我妈")."""
    if not alone_in(unify(text)) or concepts(normalise(text)).subjects:
        return False
    learn(moment.state, text)
    return True


def _wants_no_questions(text: str, moment: Moment) -> bool:
    """The sum is wanted as it is, without more questions ("别问了直接说多少钱")."""
    of_somebody = bool(moment.state.facts) or speaks_of_somebody(text)
    if not wishes.wants_no_questions(text) or not of_somebody:
        return False
    taken_in.take_in(text, moment)
    return True


def _asks_if_it_is_hers(text: str, moment: Moment) -> bool:
    """One benefit is asked after, and nothing else, of who is known well enough for it to be judged."""
    known, focus = moment.state.facts.keys(), wishes.benefit_of(text)
    enough = (known & {*AGES} and "hukou" in known) or moment.after_a_sum
    if not known or not enough or not sums_asked.asks_after_one_benefit(text):
        return False
    told = focus not in _HANGS_ON or known & _HANGS_ON[focus] or "receiving" in known
    return not moment.after_several and bool(told or wishes.asks_for_a_verdict(text))


def _goes_on(text: str, moment: Moment) -> bool:
    """The sum is to be gone on with ("接着算"), and something was told or is asked for."""
    return sums_asked.goes_on(text) and bool(moment.state.facts or moment.state.asking)


_GOES_ON: tuple[Callable[[str, Moment], bool], ...] = (
    _says_for_whom,
    _opens_a_sum,
    _asks_for_the_rest,
    _leaves_out_the_others,
    _wants_no_questions,
    _goes_on,
    _asks_if_it_is_hers,
)
"""Asked in this order: what the first that holds tells is taken in."""


def goes_on(text: str, moment: Moment) -> bool:
    """Whether the sum is gone on with by ``text``; what it tells is taken in."""
    return any(reason(text, moment) for reason in _GOES_ON)
