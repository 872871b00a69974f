"""What speaks to the outside, built from the settings; tests put their own in its place."""

from __future__ import annotations

from flask import Flask
from redis import Redis

from server.config import Settings
from server.identity.wechat_tokens import DatabaseTokenStore
from server.kit.places import Places
from server.kit.sms import HttpSms
from server.transaction import tell_outside
from wechat.client import MiniProgramClient
from wechat.redis_tokens import RedisTokenStore
from wechat.tokens import TokenStore


def init_app(app: Flask, settings: Settings) -> None:
    """Nothing is called yet: an application starts whether or not the outside answers."""
    app.extensions["wechat"] = MiniProgramClient(
        settings.wechat_appid,
        settings.wechat_secret,
        tokens=_token_store(settings),
        base_url=settings.wechat_base,
        before=tell_outside,
    )
    app.extensions["places"] = Places(settings.web_threads)
    app.extensions["sms"] = HttpSms(settings.sms_base, settings.sms_api_key)


def _token_store(settings: Settings) -> TokenStore:
    if not settings.redis_url:
        return DatabaseTokenStore()
    return RedisTokenStore(Redis.from_url(settings.redis_url), prefix="yinian:wechat:token:")
