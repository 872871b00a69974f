"""The mini-program API of WeChat.

A subclass of wechatpy's client: its own endpoints (``client.message`` …) work through our
transport, token and errors. What is overridden, and why: the base class retries token errors
without end, fetches a token before ``code_to_session``, has no time-out for the token, keeps its
expiry in the instance, and names WeChat's host in the code.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar
from urllib.parse import urljoin, urlsplit

from wechatpy.client import WeChatClient

from wechat import content, qr, subscribe
from wechat.content import Scene, Verdict
from wechat.errors import WeChatError
from wechat.http import Http, Timeout, read_image, read_json
from wechat.login import Login, Phone
from wechat.shipping import OrderKey, Shipment, ShippingState
from wechat.tokens import TokenKeeper, TokenStore, read_token

API_BASE = "https://api.weixin.qq.com"
SYSTEM_BUSY = -1
PAUSES_S = (0.1, 0.3)
"""Between the attempts at a login that WeChat was too busy for."""

SPARE_S = 4.0
"""What the lease on the token lasts longer than the two requests its holder may make."""

Answer = TypeVar("Answer")
ProgramState = Literal["developer", "trial", "formal"]


class MiniProgramClient(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    """One mini program.

    Every method raises :class:`wechat.errors.WeChatError`, and
    :class:`wechat.errors.RefusedValue` for an argument that WeChat would refuse. Threads may share
    a client, and it survives a fork. ``before`` is called before each request.
    """

    def __init__(
        self,
        appid: str,
        secret: str,
        *,
        tokens: TokenStore,
        base_url: str = API_BASE,
        timeout: Timeout = (3.0, 5.0),
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(appid, secret, auto_retry=False)
        self._transport = Http(base_url, timeout, before)
        self._sleep = sleep
        self._tokens = TokenKeeper(
            tokens,
            appid,
            self._stable_token,
            now=now,
            sleep=sleep,
            lease_s=2 * sum(timeout) + SPARE_S,
        )

    # -- who somebody is

    def code_to_session(self, js_code: str) -> Login:
        """Who pressed login (code2Session); needs no access token.

        Only "system busy" is tried again, at most twice. After a time-out the code may be spent:
        the person has to log in anew.
        """
        for pause in PAUSES_S:
            try:
                return self._login(js_code)
            except WeChatError as error:
                if error.errcode != SYSTEM_BUSY:
                    raise
            self._sleep(pause)
        return self._login(js_code)

    def phone_number(self, code: str) -> Phone:
        """The phone number a person allowed us to have. ``code`` works once; each success is paid."""
        answer = self._post_json("phone_number", "/wxa/business/getuserphonenumber", {"code": code})
        return Phone.read(answer, self.appid)

    # -- messages and texts

    def send_subscribe_message(
        self,
        openid: str,
        template_id: str,
        values: Mapping[str, str],
        *,
        page: str | None = None,
        program_state: ProgramState = "formal",
    ) -> str:
        """Send one message and return its id (empty where WeChat gives none).

        ``values``: template key → text; shortened where that is allowed. Kind ``consent`` (43101)
        means that the person has not agreed.
        """
        body: dict[str, Any] = {
            "touser": openid,
            "template_id": template_id,
            "miniprogram_state": program_state,
            "lang": "zh_CN",
            "data": {key: {"value": text} for key, text in subscribe.fit(values).items()},
        }
        if page is not None:
            body["page"] = page
        path = "/cgi-bin/message/subscribe/send"
        return str(self._post_json("send_subscribe_message", path, body).get("msgid", ""))

    def check_message(self, openid: str, text: str, scene: Scene = Scene.FORUM) -> Verdict:
        """Is ``text`` (at most 2500 characters) fit to be shown? The person visited within 2 hours."""
        body = {
            "version": 2,
            "openid": openid,
            "scene": int(scene),
            "content": content.checked(text),
        }
        return Verdict.read(self._post_json("check_message", "/wxa/msg_sec_check", body))

    def unlimited_code(
        self,
        scene: str,
        *,
        page: str | None = None,
        version: qr.Version = "release",
        width: int = 430,
    ) -> bytes:
        """A mini-program code that opens ``page`` with ``scene``: a PNG or JPEG."""
        body = qr.request(scene, page, version, width)
        return self._post("unlimited_code", "/wxa/getwxacodeunlimit", body, read_image)

    # -- orders

    def upload_shipping(self, shipment: Shipment) -> None:
        """Tell WeChat that an order was handed over; told before is as good as told now.

        Kind ``wait`` (10060001) is normal in the first minute after a payment.
        """
        try:
            path = "/wxa/sec/order/upload_shipping_info"
            self._post_json("upload_shipping", path, shipment.body())
        except WeChatError as error:
            if error.kind != "done":
                raise

    def order_shipping(self, order: OrderKey) -> ShippingState:
        """What WeChat knows of an order."""
        body = order.body()
        key = (
            {"merchant_id": body["mchid"], "merchant_trade_no": body["out_trade_no"]}
            if "mchid" in body
            else {"transaction_id": body["transaction_id"]}
        )
        answer = self._post_json("order_shipping", "/wxa/sec/order/get_order", key)
        return ShippingState.read(answer)

    def is_trade_managed(self) -> bool:
        """Whether this mini program has to upload shipping before it is paid out."""
        path = "/wxa/sec/order/is_trade_managed"
        answer = self._post_json("is_trade_managed", path, {"appid": self.appid})
        return bool(answer.get("is_trade_managed"))

    # -- the access token

    @property
    def access_token(self) -> str:
        """The shared token, fetched if need be."""
        return self._tokens.current()

    def fetch_access_token(self) -> dict[str, str]:
        """Where wechatpy would rotate the token, the shared one is handed out."""
        return {"access_token": self.access_token}

    # -- how it is done

    def _login(self, js_code: str) -> Login:
        params = {
            "appid": self.appid,
            "secret": self.secret,
            "js_code": js_code,
            "grant_type": "authorization_code",
        }
        raw = self._transport.get("code_to_session", "/sns/jscode2session", params)
        return Login.read(read_json("code_to_session", raw))

    def _stable_token(self, force: bool) -> tuple[str, float]:
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": force,
        }
        raw = self._transport.post("stable_token", "/cgi-bin/stable_token", {}, body)
        return read_token(read_json("stable_token", raw))

    def _post_json(self, operation: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._post(operation, path, body, read_json)

    def _post(
        self,
        operation: str,
        path: str,
        body: Mapping[str, Any],
        read: Callable[[str, bytes], Answer],
    ) -> Answer:
        def attempt(token: str) -> Answer:
            raw = self._transport.post(operation, path, {"access_token": token}, body)
            return read(operation, raw)

        return self._with_token(attempt)

    def _with_token(self, attempt: Callable[[str], Answer]) -> Answer:
        """Once more with another token if the first is refused; never a third time."""
        token = self.access_token
        try:
            return attempt(token)
        except WeChatError as error:
            if error.kind != "token":
                raise
        return attempt(self._tokens.renew(token))

    def _request(self, method: str, url_or_endpoint: str, **options: Any) -> Any:
        """What wechatpy's own endpoints call: their path, but our host, token and errors."""
        base = str(options.get("api_base_url") or self.API_BASE_URL)
        path: str = urlsplit(urljoin(base, url_or_endpoint)).path
        params, data = options.get("params") or {}, options.get("data")
        read = options.get("result_processor") or (lambda answer: answer)

        def attempt(token: str) -> Any:
            with_token = {**params, "access_token": token}
            if method == "get":
                raw = self._transport.get(path, path, with_token)
            else:
                raw = self._transport.post(path, path, with_token, data or {})
            return read(read_json(path, raw))

        return self._with_token(attempt)
