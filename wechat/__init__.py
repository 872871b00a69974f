"""Everything that speaks to WeChat: the mini-program API, message push, and a simulator of both.

Knows neither Flask nor a database. ``wechat.simulator`` is a program of its own.
"""
