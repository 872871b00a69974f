"""A pattern of many alternatives finds what `re` finds by it, in the time of the few that may begin in a text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.signs.signals import _rules
from intents.told.named import NAMES
from intents.words.any_of import AnyOf, any_of
from intents.words.normalise import bare
from tests.intents.test_patterns import PIECES
from tests.server.conversation.test_long_messages import texts

STORIES = [text for _, text in texts(500)]

OURS = {
    "people": NAMES,
    "idioms": _rules().harmless,
    "calm": _rules().calm,
    "medical": _rules().danger[0].any,
}


def found(pattern: re.Pattern[str] | AnyOf, text: str) -> list[tuple[tuple[int, int], str | None]]:
    return [(match.span(), match.lastgroup) for match in pattern.finditer(text)]


@pytest.mark.parametrize("name", OURS)
def test_what_is_looked_for_in_a_message_is_found_as_one_pattern_finds_it(name: str) -> None:
    ours = OURS[name]
    assert ours is not None
    whole = re.compile(ours.pattern)
    for story in STORIES:
        for text in (story, bare(story), *re.split("[,，。]", story)):
            assert found(ours, text) == found(whole, text)
            assert ours.taken_out(text) == whole.sub("", text)


@given(
    st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=5),
    st.text("abc"),
    st.integers(0, 3),
)
def test_any_alternatives_find_what_one_pattern_finds(
    sources: list[list[str]], text: str, start: int
) -> None:
    ones = [f"(?:{''.join(pieces)})(?P<n{n}>b)" for n, pieces in enumerate(sources)]
    whole, ours = re.compile("|".join(ones)), any_of(ones)
    assert found(ours, text) == found(whole, text)
    assert [m.span() for m in ours.finditer(text, start)] == [
        m.span() for m in whole.finditer(text, start)
    ]
    assert ours.sub("<\\g<0>>", text) == whole.sub("<\\g<0>>", text)
    first, begins = ours.search(text), ours.match(text)
    assert (first and first.span()) == ((m := whole.search(text)) and m.span())
    assert (begins and begins.span()) == ((m := whole.match(text)) and m.span())


def test_a_pattern_that_may_be_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="may be empty"):
        any_of("津贴|老?")


def test_idioms_are_taken_out_of_a_long_message_in_a_fraction_of_the_time_of_one_pattern() -> None:
    ours, whole = _rules().harmless, re.compile(_rules().harmless.pattern)
    assert taken(ours.taken_out) < taken(lambda text: whole.sub("", text)) / 2  # a twelfth


def taken(take_out: Callable[[str], str]) -> float:
    """The seconds of this process for all stories, the best of three: others run beside it."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        for story in STORIES:
            take_out(story)
        spent.append(time.process_time() - begun)
    return min(spent)
