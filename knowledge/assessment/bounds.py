"""What partial answers leave possible, so that a self-check stops as soon as nothing can change."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.assessment.answers import Answers, check_given
from knowledge.assessment.circumstances import Circumstances, changed_level
from knowledge.assessment.scoring import NOT_ASKED, closing, open_changes, undecided
from knowledge.assessment.standard import Item, Level, LevelChange, Sentence, Standard, standard


@dataclass(frozen=True)
class Bounds:
    """The totals and levels still possible; both ends are reached by some completion.

    ``open_items`` and ``open_changes``: what is not answered yet, in the order of the standard.
    """

    lowest_total: int
    highest_total: int
    lightest: Level
    heaviest: Level
    open_items: tuple[Item, ...]
    open_changes: tuple[LevelChange, ...]
    explanation: tuple[Sentence, ...]

    @property
    def settled(self) -> bool:
        """Whether no further answer can change the level."""
        return self.lightest == self.heaviest

    @property
    def text(self) -> str:
        """The whole explanation, a sentence a line; its end says who decides."""
        return "\n".join(sentence.text for sentence in self.explanation)


def bounds(answers: Answers, circumstances: Circumstances = NOT_ASKED) -> Bounds:
    """The lowest and highest total and level that ``answers`` leave possible (GB/T 42195-2022).

    A fact that is None in ``circumstances`` counts as open. Raises InvalidScore as ``score``
    does, but not for missing items.
    """
    table = standard()
    check_given(table, answers)
    circumstances.refuse_contradiction(table, answers)
    known = {**answers, **circumstances.needed_scores(table)}
    lowest = sum(known.get(code, 0) for code in table.items)
    highest = sum(known.get(code, item.max) for code, item in table.items.items())
    applying = circumstances.applying(table)
    unasked = circumstances.still_open(table, answers)
    lightest = changed_level(table, table.level_for(highest), applying)
    heaviest = changed_level(table, table.level_for(lowest), (*applying, *unasked))
    open_items = tuple(item for code, item in table.items.items() if code not in answers)
    return Bounds(
        lowest_total=lowest,
        highest_total=highest,
        lightest=lightest,
        heaviest=heaviest,
        open_items=open_items,
        open_changes=unasked,
        explanation=(
            _totals(table, len(open_items), lowest, highest),
            _levels(table, lightest, heaviest),
            *undecided(table, applying),
            *(() if lightest == heaviest else open_changes(table, unasked)),
            *closing(table),
        ),
    )


def _totals(table: Standard, open_items: int, lowest: int, highest: int) -> Sentence:
    answered = f"{len(table.items)}项答了{len(table.items) - open_items}项"
    span = f"在{lowest}到{highest}分之间" if lowest < highest else f"是{lowest}分"
    text = f"{answered}，总分{span}。"
    return Sentence(text=text, citations=table.cite("评估指标B.1–B.4"))


def _levels(table: Standard, lightest: Level, heaviest: Level) -> Sentence:
    if lightest == heaviest:
        text = f"没答的不管怎么答，估出来都是{lightest}。"
    else:
        text = f"等级最轻是{lightest}，最重是{heaviest}，要看没答的怎么答。"
    return Sentence(text=text, citations=table.cite("能力等级划分"))
