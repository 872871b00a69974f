"""What a message takes up of what the reply before offered: all of it, one of the ways, a choice."""

from __future__ import annotations

from intents.asked import turns
from server.conversation.answering import Told
from server.conversation.asked import followup
from server.conversation.moment import Moment
from server.conversation.said import Said
from server.conversation.schemas import ChoiceOut
from server.conversation.told import disability_told


def all_or_a_way(said: Said, moment: Moment) -> Told | None:
    """All that was offered, or one of the ways that were told, where the message asks for that."""
    answering, before = moment.answering(), moment.kind_before
    if before == "clarify" and followup.wants_all(said.text):
        return answering.all_offered()
    way = followup.way_asked(said.text) if before == "answer" else None
    return answering.way(way) if way else None


def picked(said: Said, moment: Moment) -> Said | None:
    """The question or answer that a choice in words stands for. What the words tell of a disability card
    is kept as well: "三级" picks a title and tells the grade."""
    text = _picked(said.text, moment)
    if text is None:
        return None
    disability_told.note_half(moment.state, said.text)
    return Said(text, text, moment.answering().ask(text).candidates)


def _picked(text: str, moment: Moment) -> str | None:
    """The words of the choice; "嗯？" stands for none."""
    if turns.move_in(text) == "repeat":
        return None
    asked = moment.kind_before == "clarify"
    kept = [ChoiceOut(**one) for one in moment.state.offered]
    if listed := followup.of_the_list(text, kept, moment.question_told):
        return listed.text
    offered = moment.answering().offered
    choice = followup.chosen(text, offered, asked=asked)
    if choice is not None:  # "那第一个呢" picks another one of them
        moment.state.offered = [one.model_dump() for one in offered]
    if choice is None:
        choice = followup.corrected(text, kept)
    return choice.text if choice else None
