"""``/openapi.json`` and ``/docs``: the API described by the code, with local assets only."""

from __future__ import annotations

import re
from typing import Any, cast

from apiflask import APIFlask
from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    render_template,
    send_from_directory,
)
from swagger_ui_bundle import swagger_ui_path

from server.identity.access import Caller, access

blueprint = Blueprint("docs", __name__)

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def init_app(app: APIFlask) -> None:
    """Serve the description. APIFlask's own docs page loads from a CDN, which we never do."""
    app.config["INFO"] = {
        "description": "北京养老服务问答、助餐、申办的开放接口。错误一律为 application/problem+json。"
    }
    app.register_blueprint(blueprint)


@blueprint.get("/openapi.json")
@access(Caller.ANYONE)
def spec() -> Response:
    """The OpenAPI 3.1 description."""
    return jsonify(_describe())


def _describe() -> dict[str, Any]:
    description = cast(dict[str, Any], cast(APIFlask, current_app).spec)
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "errors", "request_id"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "中文，一句能照着做的话"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "field": {"type": "string"},
                        "message": {"type": "string"},
                    },
                },
            },
            "request_id": {"type": "string"},
        },
    }
    description.setdefault("components", {}).setdefault("schemas", {})["Problem"] = problem
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    _tell_of_keys(description)
    for operations in description.get("paths", {}).values():
        for operation in operations.values():
            for status, response in operation.get("responses", {}).items():
                if str(status) >= "400":
                    response["content"] = content
    for name in ("HTTPError", "ValidationError"):
        description["components"]["schemas"].pop(name, None)
    return description


def _tell_of_keys(description: dict[str, Any]) -> None:
    """Say where ``Idempotency-Key`` is taken, and where it has to be sent."""
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        required = getattr(view, "idempotency_required", None)
        path = description.get("paths", {}).get(_PARAMETER.sub(r"{\1}", rule.rule), {})
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            operation = path.get(method.lower())
            if required is None or operation is None:
                continue
            told = {
                "name": "Idempotency-Key",
                "in": "header",
                "required": required,
                "schema": {"type": "string", "minLength": 8, "maxLength": 64},
                "description": "每次操作一个新的编号（如 UUID）；重发时用同一个，结果也是同一个",
            }
            parameters = operation.setdefault("parameters", [])
            if told["name"] not in {each.get("name") for each in parameters}:
                parameters.append(told)


@blueprint.get("/docs/openapi.json")
@access(Caller.ANYONE)
def shown_spec() -> Response:
    """The same in the words of OpenAPI 3.0, for the page: the packaged Swagger UI (4.15) refuses to
    show a description of 3.1."""
    return jsonify(as_3_0(_describe()) | {"openapi": "3.0.3"})


def as_3_0(part: Any) -> Any:
    """A part of a description of 3.1 in the words of 3.0: what may be null is ``nullable``, a
    constant is the only one of its ``enum``."""
    if isinstance(part, list):
        return [as_3_0(each) for each in part]
    if not isinstance(part, dict):
        return part
    told = {key: as_3_0(value) for key, value in part.items()}
    if "const" in told:
        told["enum"] = [told.pop("const")]
    others = [each for each in told.get("anyOf", ()) if each != {"type": "null"}]
    if len(others) == len(told.get("anyOf", ())):
        return told
    del told["anyOf"]
    if len(others) == 1 and "$ref" not in others[0]:
        return others[0] | told | {"nullable": True}
    return told | {"allOf" if len(others) == 1 else "anyOf": others, "nullable": True}


@blueprint.get("/docs")
@access(Caller.ANYONE)
def page() -> str:
    """The description as a page to read and try."""
    return render_template("docs.html")


@blueprint.get("/docs/assets/<path:name>")
@access(Caller.ANYONE)
def asset(name: str) -> Response:
    """Swagger UI's files, from its package."""
    return send_from_directory(swagger_ui_path, name)
