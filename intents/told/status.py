"""That somebody has died or serves a sentence."""

from __future__ import annotations

import re

from intents.told.departed import gone_in
from intents.told.named import named_in
from intents.told.people import names_two
from intents.told.stance import Clauses
from intents.words.normalise import unify

_SPOUSE = "老伴"
"""Who has lost one tells it of herself ("老伴走了，八十五")."""

_DIED = re.compile("去世|过世|病故|病逝|离世|已故|(?:已经|早就?|人)不在(?:世|人世)?了(?![家这那])")
RELEASED = re.compile(
    "刑满|坐完牢|出狱|(?:坐牢|服刑|监狱|判刑|牢里|大狱).{0,4}(?:出来|回来|放|期满|完了)"
)
IMPRISONED = re.compile(
    "服刑|坐(?:了|着)?牢|判了?刑|劳改|蹲(?:了|在|着|进)?(?:大牢|大狱|监狱|监|号子|笆篱子)"
    "|(?:在|进|关|住)(?:了|着|在|进)?(?:监狱|大牢)(?!.{0,4}(?:外|旁|附近|工作|上班|对面))|(?:在|进了?|关在?|还在)(?:号子?|牢)(?:里|呢|$)"
)

_NEAR_KIN = re.compile(r"(?:老伴儿?|老头子|老婆子|爱人|丈夫|妻子|先生|太太|儿|女|孩子|孙)\w{0,6}$")


def status_in(said: Clauses, text: str) -> dict[str, str]:
    """That the elder has died or serves a sentence; of a husband or a child it is told to explain
    something else."""
    for status, pattern in (("deceased", _DIED), ("imprisoned", IMPRISONED)):
        match = pattern.search(said.plain)
        if status == "imprisoned" and RELEASED.search(said.plain):
            continue
        if match is None or names_two(text) or _NEAR_KIN.search(said.plain[: match.start()]):
            continue
        if said.stance(match) == "so":
            return {"status": status}
    gone = gone_in(unify(text))
    hers = gone and not {*named_in(text)} - gone and _SPOUSE not in gone
    return {"status": "deceased"} if hers else {}
