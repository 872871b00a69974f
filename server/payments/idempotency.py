"""``Idempotency-Key``: a call that moves money may be sent again, and moves it once.

The header's meaning is that of draft-ietf-httpapi-idempotency-key-header: the first call under a
key is carried out, and its answer kept; the same call again gets the same answer. A page sends the
key in a hidden field, ``idempotency_key``.

Kept are answers that say how it ended. A request that has to be put right first, one that is told
to come back later (``Retry-After``) and a fault of ours (5xx, a crash) leave the key free.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, Response, current_app, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.errors import TITLES, Problem
from server.identity.access import current_actor
from server.kit.ids import new_capability
from server.payments import repeats
from server.payments.repeats import Asked, Claim
from server.transaction import in_transaction, repeated, transaction

log = structlog.get_logger()

View = TypeVar("View", bound=Callable[..., Any])

HEADER, FIELD, REPLAYED = "Idempotency-Key", "idempotency_key", "Idempotency-Replayed"
_KEY = re.compile(r"[A-Za-z0-9_.:~+/=-]{8,64}")
_NOT_THE_END = frozenset({400, 401, 413, 415, 422, 429})
_KEPT_HEADERS = ("Content-Type", "Location", "Allow")
_LEFT_OUT = frozenset({FIELD, "csrf_token"})


def idempotent(*, required: bool = False, anybody: bool = False) -> Callable[[View], View]:
    """Carry the view out once for each key. Put it right below the route, above everything that
    reads the body: what is kept is the answer as it was sent.

    ``required``: a call without a key is refused with 400, instead of being carried out each time.
    ``anybody``: who has not signed in may call it, too, under a key that nobody else comes upon.
    """

    def around(view: View) -> View:
        @wraps(view)
        def once(*arguments: Any, **named: Any) -> Any:
            key = key_given(required=required)
            if key is None:
                return view(*arguments, **named)
            return _once(_whose(key, anybody), key, lambda: view(*arguments, **named))

        once.__dict__["idempotency_required"] = required
        return cast("View", once)

    return around


def init_app(app: Flask) -> None:
    """Pages make their keys with ``idempotency_key()``: one for each form that is shown."""
    app.jinja_env.globals["idempotency_key"] = new_capability


def key_given(*, required: bool = False) -> str | None:
    """The key of this call, if it has one. Raises Problem 400 for one that is missing or malformed."""
    is_api = request.path.startswith("/api/")
    given = request.headers.get(HEADER) if is_api else request.form.get(FIELD)
    if not given:
        if required:
            title = f"请带上 {HEADER} 请求头（每次操作一个新的编号），重发时用同一个编号"
            raise Problem(400, "key-missing", title if is_api else "页面不完整，请回到上一页再试")
        return None
    key = given.strip().strip('"')  # the draft writes it as a quoted string
    if not _KEY.fullmatch(key):
        title = f"{HEADER} 要写 8 到 64 个字母或数字，如 UUID，请换一个再发"
        raise Problem(400, "key-malformed", title)
    return key


def _whose(key: str, anybody: bool) -> str:
    """Whose key it is: nobody's keys are everybody's, so that they must not be guessed."""
    actor = current_actor()
    if actor.id is not None:
        return f"{actor.kind.value}:{actor.id}"
    if not anybody:
        raise Problem(401, *TITLES[401])
    if len(key) < len(new_capability()):
        title = f"没有登录时，{HEADER} 要用别人猜不到的编号，如 UUID，请换一个再发"
        raise Problem(400, "key-malformed", title)
    return actor.kind.value


def _once(whose: str, key: str, do: Callable[[], Any]) -> Response:
    asked = Asked(whose, request.endpoint or "", key, _digest())
    found = in_transaction(lambda session: repeats.claim(session, asked))
    if isinstance(found, dict):
        return _replayed(found)
    repeats.hold(found)
    try:
        response = _answer(do)
    except BaseException:
        _settle(found, None)
        raise
    finally:
        repeats.let_go()
    _settle(found, response)
    return response


def _answer(do: Callable[[], Any]) -> Response:
    """The view's answer, a refusal included, as it would have been sent."""
    try:
        return current_app.make_response(repeated(do))
    except Exception as error:
        # Raises again what nobody handles.
        return current_app.make_response(current_app.handle_user_exception(error))


def _settle(found: Claim, response: Response | None) -> None:
    """Keep how it ended, or free the key. If the database is away, the lease frees it."""
    try:
        with transaction() as session:
            if response is None or not _is_the_end(response):
                repeats.release(session, found)
            elif not repeats.finish(session, found, _packed(response)):
                log.warning("lease_lost", endpoint=request.endpoint)
    except (DBAPIError, PoolTimeout) as error:
        log.warning("request_failed", error=type(error).__name__)


def _is_the_end(response: Response) -> bool:
    status = response.status_code
    return status < 500 and status not in _NOT_THE_END and "Retry-After" not in response.headers


def _packed(response: Response) -> dict[str, Any]:
    body = b64encode(response.get_data()).decode()
    headers = {n: response.headers[n] for n in _KEPT_HEADERS if n in response.headers}
    return {"status": response.status_code, "headers": headers, "body": body}


def _replayed(kept: dict[str, Any]) -> Response:
    response = Response(b64decode(kept["body"]), status=kept["status"])
    response.headers.update(kept["headers"])
    response.headers[REPLAYED] = "true"
    return response


def _digest() -> str:
    """Of the address and what was sent, however it was written down."""
    told = f"{request.method} {request.full_path}\n{_content()}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _content() -> str:
    if request.is_json:
        return json.dumps(request.get_json(silent=True), sort_keys=True, ensure_ascii=False)
    fields = [(n, v) for n, v in request.form.items(multi=True) if n not in _LEFT_OUT]
    return json.dumps(sorted(fields), ensure_ascii=False)
