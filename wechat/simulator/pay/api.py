"""The addresses of WeChat Pay v3: direct and partner transactions, refunds, bills, certificates."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from wechat.pay.sealing import ALGORITHM, seal
from wechat.simulator.context import simulator
from wechat.simulator.pay import told
from wechat.simulator.pay.keys import Certified
from wechat.simulator.pay.office import Office
from wechat.simulator.pay.refused import PayRefused
from wechat.simulator.pay.trades import Trade

blueprint = Blueprint("pay", __name__)

DIRECT, PARTNER = "/v3/pay/transactions", "/v3/pay/partner/transactions"
REFUNDS = "/v3/refund/domestic/refunds"


def office() -> Office:
    return simulator().pay


@blueprint.errorhandler(PayRefused)
def refuse(refused: PayRefused) -> Response:
    """Errors are not signed."""
    code = refused.code.replace("_", "") if office().wishes.old_spelling else refused.code
    return _json({"code": code, "message": refused.message}, refused.status)


@blueprint.before_request
def check() -> None:
    path = request.full_path if request.query_string else request.path
    office().notary.check(request.method, path, request.get_data(cache=True), dict(request.headers))


@blueprint.post(DIRECT + "/<way>")
@blueprint.post(PARTNER + "/<way>")
def prepay(way: str) -> Response:
    body, desk = _body(), office()
    ids = _order_ids(body)
    if way not in told.TRADE_TYPES or not isinstance(body.get("amount"), dict):
        raise PayRefused(400, "PARAM_ERROR", "参数错误")
    if way == "jsapi" and not body.get("payer"):
        raise PayRefused(400, "PARAM_ERROR", "缺少付款人")
    if not str(body.get("notify_url", "")).startswith("http"):
        raise PayRefused(400, "PARAM_ERROR", "回调地址错误")
    with desk.lock:
        handle = desk.trades.prepay(ids, way, body, _expiry(body))
    base = request.host_url.rstrip("/")
    answers = {
        "jsapi": {"prepay_id": handle},
        "native": {"code_url": f"{base}/cashier/{handle}"},
        "h5": {"h5_url": f"{base}/cashier/{handle}"},
    }
    return _signed(answers[way])


@blueprint.get(DIRECT + "/out-trade-no/<number>")
@blueprint.get(PARTNER + "/out-trade-no/<number>")
def query(number: str) -> Response:
    with office().lock:
        return _signed(told.trade(office().trades.get(_owner(request.args), number)))


@blueprint.get(DIRECT + "/id/<transaction_id>")
@blueprint.get(PARTNER + "/id/<transaction_id>")
def query_by_id(transaction_id: str) -> Response:
    with office().lock:
        trade: Trade = office().trades.get_by_id(transaction_id)
        return _signed(told.trade(trade))


@blueprint.post(DIRECT + "/out-trade-no/<number>/close")
@blueprint.post(PARTNER + "/out-trade-no/<number>/close")
def close(number: str) -> Response:
    office().close(_owner(_body()), number)
    return _signed(None)


@blueprint.post(REFUNDS)
def refund() -> Response:
    body, desk = _body(), office()
    if not isinstance(body.get("amount"), dict):
        raise PayRefused(400, "PARAM_ERROR", "参数错误")
    with desk.lock:
        before = len(desk.trades.refunds)
        made = desk.trades.refund(_seller(body), body)
        is_new = len(desk.trades.refunds) > before
        answer = told.refund(made)
    if is_new:
        desk.end_later(made)
    return _signed(answer)


@blueprint.get(REFUNDS + "/<number>")
def query_refund(number: str) -> Response:
    with office().lock:
        return _signed(told.refund(office().trades.get_refund(_seller(request.args), number)))


@blueprint.post(REFUNDS + "/<refund_id>/apply-abnormal-refund")
def refund_abnormal(refund_id: str) -> Response:
    body, desk = _body(), office()
    with desk.lock:
        found = desk.trades.get_refund(_seller(body), str(body.get("out_refund_no")))
        if (found.refund_id, found.status) != (refund_id, "ABNORMAL"):
            raise PayRefused(400, "INVALID_REQUEST", "退款单不是异常状态")
        found.status, desk.trades.refund_ends = "PROCESSING", "SUCCESS"
        if body.get("type") == "MERCHANT_BANK_CARD":
            found.received_account = "商户基本账户"
        answer = told.refund(found)
    desk.end_later(found)
    return _signed(answer)


@blueprint.get("/v3/bill/tradebill")
def trade_bill() -> Response:
    day, desk = request.args.get("bill_date", ""), office()
    owner = _seller(request.args)
    with desk.lock:
        trades, refunds = list(desk.trades.trades_of(owner)), list(desk.trades.refunds_of(owner))
        content = told.bill(day, trades, refunds, desk.wishes.spoiled)
        if desk.wishes.spoiled:
            desk.fired[desk.wishes.spoiled] += 1
        if content.count(b"\r\n") <= 3:
            raise PayRefused(400, "NO_STATEMENT_EXIST", "账单文件不存在")
        token = secrets.token_urlsafe(16)
        desk.files[token] = content
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    address = f"{request.host_url}v3/billdownload/file?token={token}"
    return _signed({"hash_type": "SHA1", "hash_value": digest, "download_url": address})


@blueprint.get("/v3/billdownload/file")
def bill_file() -> Response:
    """The file itself, unsigned."""
    content = office().files.get(request.args.get("token", ""))
    if content is None:
        raise PayRefused(404, "RESOURCE_NOT_EXISTS", "文件不存在")
    return Response(content, content_type="text/csv")


@blueprint.get("/v3/certificates")
def certificates() -> Response:
    """While they are being changed the old and the new one."""
    return _signed({"data": [_certificate(each) for each in office().notary.certified]})


# ---- how it is done


def _body() -> dict[str, Any]:
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise PayRefused(400, "PARAM_ERROR", "请求体不是 JSON 对象")
    return found


def _order_ids(body: dict[str, Any]) -> dict[str, str]:
    """Who sells, checked against the sample program and merchant."""
    settings, partner = office().world.settings, request.path.startswith(PARTNER)
    names = ("sp_appid", "sp_mchid", "sub_mchid") if partner else ("appid", "mchid")
    ids = {name: str(body.get(name, "")) for name in names}
    if partner and body.get("sub_appid"):
        ids["sub_appid"] = str(body["sub_appid"])
    ours = (ids[names[0]], ids[names[1]])
    if ours != (settings.appid, settings.pay_mchid) or (partner and not ids["sub_mchid"]):
        raise PayRefused(400, "APPID_MCHID_NOT_MATCH", "商户号和 AppID 不匹配")
    return ids


def _owner(named: Any) -> str:
    """Whose trade numbers are meant in a query or a close."""
    main = "sp_mchid" if request.path.startswith(PARTNER) else "mchid"
    if named.get(main) != office().world.settings.pay_mchid:
        raise PayRefused(400, "MCH_NOT_EXISTS", "商户号不存在")
    return str(named.get("sub_mchid") or named[main])


def _seller(named: Any) -> str:
    return str(named.get("sub_mchid") or office().world.settings.pay_mchid)


def _expiry(body: dict[str, Any]) -> float:
    """Until when it may be paid. The platform moves what is nearer than a minute or further than
    fifteen days; nothing given means seven days."""
    now = office().world.clock.now()
    try:
        asked = datetime.fromisoformat(str(body["time_expire"])).timestamp()
    except KeyError:
        return now + 7 * 86400
    except ValueError:
        raise PayRefused(400, "PARAM_ERROR", "time_expire 格式错误") from None
    return min(max(asked, now + 60), now + 15 * 86400)


def _certificate(each: Certified) -> dict[str, Any]:
    key, nonce, associated = office().notifier.api_v3_key, secrets.token_hex(6), "certificate"
    return {
        "serial_no": each.serial,
        "encrypt_certificate": {
            "algorithm": ALGORITHM,
            "nonce": nonce,
            "associated_data": associated,
            "ciphertext": seal(key, nonce.encode(), associated.encode(), each.certificate),
        },
    }


def _signed(body: dict[str, Any] | None) -> Response:
    """An answer, or 204 without a body, signed with the kind of key the request names."""
    answer = Response(status=204) if body is None else _json(body, 200)
    notary = office().notary
    serial = notary.serial_for(request.headers.get("Wechatpay-Serial"))
    answer.headers.update(notary.sign(answer.get_data(), serial))
    answer.headers["Request-ID"] = secrets.token_hex(12)
    return answer


def _json(body: dict[str, Any], status: int) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type="application/json; charset=utf-8")
