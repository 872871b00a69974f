"""WeChat, an SMS gateway and the outside registers, on this machine, with sample people only.

Behaves as the documented server API of mini programs does, errors and limits included, so that
everything can be run without credentials: ``python -m wechat.simulator``.
"""
