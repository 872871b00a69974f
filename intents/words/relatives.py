"""The words for family, neighbours and old people, each list once: patterns are built from these."""

from __future__ import annotations

ELDERS_AT_HOME = "妈|爸|爹|娘|奶奶|爷爷|姥姥|姥爷|婆婆|公公|岳母|岳父|老伴"
"""Those of a family who may have a claim, in their shortest words."""

LAST_SIGNS = "妈爸爹娘婆公姥奶爷伴"
"""With which the words for them end."""

PARENT = "我?[妈爸]"
"""One of the speaker's parents, among other words for whom a remark is about."""

OLD_ONES = "老爷子|老太太"

OLD_PEOPLE = f"{OLD_ONES}|大爷|大妈"
"""Somebody old who is not named."""

CHILDREN = "儿子|女儿|闺女|姑娘|孩子"

THEIR_SPOUSES = "儿媳妇?|女婿"

GRANDCHILDREN = "孙子|孙女"

OF_SIBLINGS = "侄子|侄女|外甥女?"

SIBLINGS = "弟弟?|妹妹?"
"""The younger ones."""

WIVES = "媳妇|老婆"

YOUNGER = f"{CHILDREN}|{THEIR_SPOUSES}|外?孙子|外?孙女|外孙|{OF_SIBLINGS}|{SIBLINGS}|{WIVES}"
"""Those too young for the allowances."""

NEIGHBOURS = "街坊|邻居"

COLLEAGUES = "同事|同学"
