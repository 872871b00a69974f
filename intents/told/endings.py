"""A class of income that is over, or was given again: "是去年的低保，今年取消了", "低保去年停的，今年又办上了".

That it ended may be said in a clause of its own; it is put right behind what ended, where every reader of a
denial finds it.
"""

from __future__ import annotations

import re

_CLASS = "(?P<class>低保|低收入)(?:户|家庭|待遇|的|证|资格)*"
_TIME = (
    r"今年|去年|前年|上个?月|这个?月|上半年|下半年|年初|年底|月初|现在|如今|后来|目前|眼下|刚才?|最近|前阵子|前些日子|"
    r"(?:\d{1,2}|[一二三四五六七八九])月份?"
)
_BY_WHOM = "到|从|打|早|就|已经|也|都|又|给|被|让|叫|人家|街道|社区|居委会|民政局?|他们|她|他|我们?|俺|可|却|但|不过|可是|但是"
_STOPPED = (
    "(?:取消|停|撤|收|注销|吊销|清退|退|掐|断|拿)(?:掉|发|回|出|走|销|保)*(?:来|去)?(?:了|的|啦)+"
)
_NO_MORE = "(?:(?:条件|收入|日子)[^,，。;；没不]{0,4}就)?不(?:再)?(?:是|给|办|批|让|吃|领|享受|符合|发|条件)+(?:了|啦)"
_NOT_NOW = (
    f"(?:今年|现在|如今|目前|眼下|后来)(?:{_BY_WHOM})*"
    "(?:没(?:有|给|批|办|续|过)*(?:上|成|下来)?(?:了|啦)?|不(?:再)?(?:是|给|办|批|让|够|符合|算)+)"
)
"""Nobody is spoken of who may be gone ("去年老伴没了"), nor the elder herself ("上个月没了")."""

_OF_SOMETHING_ELSE = (
    "残|津贴|补贴|补助|护理|评估|失能|[重中轻]度|券|居住证|医保|保险|工伤|退休|卡|低保|低收入|特困"
)
_MARK = r"[,，。;；、\s]+"
_ENDED = re.compile(
    rf"{_CLASS}(?P<told>(?:(?!{_OF_SOMETHING_ELSE})[^,，。;；、\s停没不]){{0,6}}?(?:{_MARK}(?:(?!{_OF_SOMETHING_ELSE})[^,，。;；、\s])+){{0,2}}?)(?:{_MARK})?"
    rf"(?:{_TIME}|{_BY_WHOM})*(?:{_STOPPED}|{_NO_MORE}|{_NOT_NOW})(?=$|[,，。;；、\s?？!！])"
)
_GIVEN_AGAIN = re.compile(
    rf"{_CLASS}[^,，。;；]{{0,8}}?(?:停|取消|撤|没|断)[了的掉发过]*(?:{_MARK})?(?:{_TIME}|{_BY_WHOM})*"
    "(?:又|重新|再)[^,，。;；没不]{0,3}(?:办|批|给|吃|领|恢复|评|续|享受)[^,，。;；没不]{0,4}(?=$|[,，。;；])"
)
_GOES_ON = re.compile(
    rf"{_CLASS}(?:{_BY_WHOM}|一直)*(?:没有?|未)(?:给|被)?(?:停|断|取消|变)(?:过|掉|发|了)*(?=$|[,，。;；、\s])"
)


def ended_in_place(text: str) -> str:
    """``text`` (unified) with the end of a class of income right behind it, and none that was made good."""
    text = _GOES_ON.sub(r"\g<class>", _GIVEN_AGAIN.sub(r"\g<class>", text))
    return _ENDED.sub(r"\g<class>停了\g<told>", text)
