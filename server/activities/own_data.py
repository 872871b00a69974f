"""Places still to come when an elder's data are to be erased: later nobody could give them back."""

from __future__ import annotations

import uuid

from flask import Flask
from sqlalchemy.orm import Session

from server.activities import repository, service
from server.activities.models import Activity, SignUp
from server.jobs.outcome import Retry
from server.kit.clock import business_now
from server.kit.money import yuan
from server.oversight.actor import SYSTEM
from server.people.acting import Acting
from server.people.registry import Registry, Unfinished
from server.transaction import transaction

SENTENCES = {
    "activity.signed_up": "报名了一个活动",
    "activity.given_back": "退掉了一个活动的名额",
}
"""What our audit records are called in her list of what was done in her name."""


def init_app(app: Flask) -> None:
    """Register our part of people's rights over their data."""
    people: Registry = app.extensions["people"]
    people.openings["activities"] = unfinished
    people.enders["activities"] = end
    people.sentences |= SENTENCES


def unfinished(session: Session, acting: Acting) -> list[Unfinished]:
    """The places an elder holds at what has not begun."""
    found = repository.to_come(session, acting.elder_id, business_now())
    return [_told(place, activity) for place, activity in found]


def _told(place: SignUp, activity: Activity) -> Unfinished:
    closed = activity.closes_at <= business_now()
    hinders = bool(place.fee_fen) or not closed
    return Unfinished(_sentence(place, activity, closed), hinders, service.KIND, place.id)


def _sentence(place: SignUp, activity: Activity, closed: bool) -> str:
    name = f"“{activity.title}”"
    if not place.fee_fen:
        return (
            f"{name}已经截止报名，删除以后名额就作废了"
            if closed
            else f"{name}报了名，请先点“不去了”"
        )
    if place.status == "waiting":
        if closed:
            return f"{name}没有付钱，名额正在取消，请过一会儿再来"
        return f"{name}报了名还没付钱，请先点“不去了”"
    paid = f"{name}已经付了{yuan(place.fee_fen)}"
    if closed:
        return f"{paid}，报名已经截止。要退请先联系街道工作人员；去参加的，等活动过了再来删除"
    return f"{paid}，请先点“不去了”，钱全部退给付款的人"


def end(elder_id: uuid.UUID) -> None:
    """Give back, with the fee, what was signed up for at the moment of erasing. See ``Ender``."""
    for place in _can_be_given_back(elder_id):
        service.give_up(SYSTEM, place)
    if _can_be_given_back(elder_id):
        raise Retry(None, "place_still_held")


def _can_be_given_back(elder_id: uuid.UUID) -> list[SignUp]:
    now = business_now()
    with transaction(writes=False) as session:
        found = repository.to_come(session, elder_id, now)
        return [place for place, activity in found if activity.closes_at > now]
