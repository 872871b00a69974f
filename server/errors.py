"""One error shape everywhere: ``application/problem+json`` (RFC 9457), HTML for pages.

Body: ``{"type", "title", "status", "errors": [{"field", "message"}], "request_id"}`` and
``detail`` where there is one. ``title`` is a Chinese sentence a person can act on; ``type`` is
stable and listed in docs/api.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, current_app, g, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

log = structlog.get_logger()

TITLES = {
    400: ("bad-request", "这个请求我们看不懂，请检查后再发一次"),
    401: ("not-signed-in", "请先登录，再试一次"),
    403: ("forbidden", "您没有办理这件事的权限，请联系工作人员"),
    404: ("not-found", "没有找到您要的内容，请回到首页再试"),
    405: ("method-not-allowed", "这个地址不支持这样的操作"),
    406: ("not-acceptable", "我们给不出您要的格式"),
    413: ("too-large", "内容太大了，请缩短后再发"),
    414: ("too-large", "地址太长了，请缩短后再试"),
    415: (
        "unsupported-media-type",
        "请用 JSON 格式发送（Content-Type: application/json）",
    ),
    422: ("invalid-input", "有几处填写不对，请按提示改好再发"),
    431: ("too-large", "浏览器发来的内容太多了，请换一个浏览器再试，或清一下这个网站的数据"),
    429: ("rate-limited", "您问得太快了，请稍等一会儿再试"),
    500: ("internal-error", "系统出了点问题，您的内容没有丢，请稍后再试，或拨打12345"),
    503: ("unavailable", "系统正忙，请过一分钟再试，急事请拨打12345"),
}
"""Stable type and Chinese title for each HTTP status that has no more exact problem."""

FIELD_MESSAGES = {
    "missing": "这一项要填",
    "extra_forbidden": "没有这一项，请去掉",
    "string_type": "这一项要写文字",
    "string_too_short": "这一项至少写 {min_length} 个字",
    "string_too_long": "这一项最多写 {max_length} 个字，请写短一点",
    "string_unicode": "这一项里有认不出的字符，请改一改",
    "string_pattern_mismatch": "这一项的格式不对",
    "date_parsing": "请写成 2026-11-21 这样的日期",
    "date_type": "请写成 2026-11-21 这样的日期",
    "date_from_datetime_parsing": "请写成 2026-11-21 这样的日期",
    "date_from_datetime_inexact": "请写成 2026-11-21 这样的日期",
    "too_short": "请至少选 {min_length} 项",
    "list_type": "这一项要写成列表",
    "tuple_type": "这一项要写成列表",
    "frozen_set_type": "这一项要写成列表",
    "dict_type": "这一项要写成 JSON 对象",
    "literal_error": "这一项只能是 {expected}",
    "enum": "这一项只能是 {expected}",
    "int_type": "这一项要写整数",
    "int_parsing": "这一项要写整数",
    "decimal_type": "这一项要写数字",
    "decimal_parsing": "这一项要写数字",
    "finite_number": "这一项要写数字",
    "bool_type": "这一项只能是 true 或 false",
    "model_type": "请发送一个 JSON 对象",
    "model_attributes_type": "请发送一个 JSON 对象",
    "greater_than_equal": "这一项不能小于 {ge}",
    "less_than_equal": "这一项不能大于 {le}",
}
"""Chinese for each Pydantic error type (https://docs.pydantic.dev/latest/errors/validation_errors/)."""


_ENUM = re.compile(r"<[\w.]+: ([^>]+)>")


class Problem(Exception):
    """An expected failure with its answer. ``slug`` is the stable end of its type."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        *,
        detail: str | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.slug, self.title = status, slug, title
        self.detail, self.errors, self.headers = (
            detail,
            list(errors),
            dict(headers or {}),
        )


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """One ``{"field", "message"}`` per error, in Chinese."""
    return [
        {"field": ".".join(map(str, e["loc"])), "message": _field_message(e)}
        for e in error.errors(include_url=False)
    ]


def _field_message(error: Any) -> str:
    context = error.get("ctx") or {}
    if error["type"] == "value_error":  # raised by our own validators, already Chinese
        return str(context.get("error", error["msg"]))
    if error["type"] == "string_too_short" and not str(error["input"]).strip():
        return "这一项不能空着"
    template = FIELD_MESSAGES.get(error["type"], "这一项不对，请检查")
    return template.format_map({key: _plainly(value) for key, value in context.items()})


def _plainly(value: object) -> str:
    """A bound or choice without Python's own marks: ``<Source.FAMILY: 'family'>`` is family."""
    return _ENUM.sub(r"\1", str(value).replace("'", "")).replace(" or ", " 或 ")


def init_app(app: APIFlask) -> None:
    """Register the one handler for our own, APIFlask's, Werkzeug's and unforeseen errors."""
    app.error_processor(_from_apiflask)
    for kind in (Problem, HTTPException, CSRFError, DBAPIError, PoolTimeout):
        app.register_error_handler(kind, _handle)
    if not app.testing:  # tests want to see an unforeseen error, not a page that hides it
        app.register_error_handler(Exception, _handle)


def _from_apiflask(error: HTTPError) -> Response:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return _respond(_problem(422, errors=field_errors(cause)))
    return _respond(_problem(error.status_code, headers=dict(error.headers)))


def _handle(error: Exception) -> Response:
    problem = to_problem(error)
    if problem.status >= 500 or isinstance(error, DataError):
        log.error("request_failed", error=type(error).__name__, exc_info=error)
    return _respond(problem)


def to_problem(error: Exception) -> Problem:
    """The problem that answers ``error``."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, CSRFError):
        return Problem(400, "stale-page", "页面放得太久了，请回到首页再发一次，内容没有丢")
    if isinstance(error, HTTPException):
        # get_headers() may build a body; only Allow and Retry-After matter to the client.
        kept = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
        return _problem(error.code or 500, headers=kept)
    if isinstance(error, DataError):  # no value of that column: asked again it is refused again
        return _problem(422)
    if isinstance(error, (DBAPIError, PoolTimeout)):
        return _problem(503, headers={"Retry-After": "5"})
    return _problem(500)


def _problem(status: int, **extra: Any) -> Problem:
    slug, title = TITLES.get(status, (f"http-{status}", HTTPStatus(status).phrase))
    return Problem(status, slug, title, **extra)


def _respond(problem: Problem) -> Response:
    response = _rendered(problem)
    if response.status_code != 303:
        response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _rendered(problem: Problem) -> Response:
    if "X-Part" in request.headers:  # the page's script shows what it gets as it is
        notice = render_template("portal/notice.html", message=problem.title)
        return Response(notice, mimetype="text/html")
    return _page(problem) if _wants_page() else _json(problem)


def _wants_page() -> bool:
    if request.path.startswith("/api/"):
        return False
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return best == "text/html"


def _json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:yinian:problem:{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "errors": problem.errors,
        "request_id": g.get("request_id", ""),
    }
    if problem.detail:
        body["detail"] = problem.detail
    response = jsonify(body)
    response.mimetype = "application/problem+json"
    return response


def _back() -> str:
    """The page that a form was sent from, where it is one of ours."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    return came.path if came.netloc == request.host else ""


def _page(problem: Problem) -> Response:
    """Whoever opens a page that needs a login is led there; what was sent is not thrown away: the
    browser's way back leads to the form as it was."""
    sign_in, template = _face()
    if problem.status == 405 and request.method == "GET":
        return Response(status=303, headers={"Location": _form_above()})
    if problem.status == 401 and request.method == "GET":
        return Response(
            status=303, headers={"Location": url_for(sign_in, next=request.full_path.rstrip("?"))}
        )
    return Response(render_template(template, problem=problem, back=_back()), mimetype="text/html")


def _form_above() -> str:
    """The nearest page above an address that takes a form alone, where the form stands: a telephone
    loads its tab again when somebody comes back to it."""
    adapter, path = current_app.create_url_adapter(request), request.path
    while adapter is not None and path != "/":
        path = path.rpartition("/")[0] or "/"
        if adapter.test(path, "GET"):
            break
    asked = request.query_string.decode("ascii", "ignore")
    return f"{path}?{asked}" if asked else path


def _face() -> tuple[str, str]:
    """Where to sign in and which page tells of an error: staff have their own."""
    if request.path == "/console" or request.path.startswith("/console/"):
        return "console_sign_in.page", "console/error.html"
    return "sign_in.page", "portal/error.html"
