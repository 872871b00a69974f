"""Which role holds where: what each needs to be said, checked against the list of divisions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from knowledge import divisions
from server.oversight.actor import Post, Role


@dataclass(frozen=True)
class Place:
    """What a role must name, and what else it may name."""

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


PLACES = {
    Role.STREET_CLERK: Place(needs=frozenset({"district", "street"})),
    Role.DISTRICT_REVIEWER: Place(needs=frozenset({"district"})),
    Role.POINT_OPERATOR: Place(needs=frozenset({"provider"})),
    Role.ASSESSOR: Place(may=frozenset({"district", "provider"})),
    Role.EDITOR: Place(),
    Role.PUBLISHER: Place(),
    Role.CITY_SUPERVISOR: Place(),
    Role.ADMIN: Place(),
}
NAMES = {
    Role.EDITOR: "知识编辑",
    Role.PUBLISHER: "知识发布",
    Role.STREET_CLERK: "街道经办",
    Role.DISTRICT_REVIEWER: "区级审核",
    Role.CITY_SUPERVISOR: "市级监督",
    Role.POINT_OPERATOR: "助餐点经营",
    Role.ASSESSOR: "评估员",
    Role.ADMIN: "系统管理员",
}
"""What each role is called on pages."""

LABELS = {"district": "区", "street": "街道", "provider": "服务商"}


def post(
    role: Role,
    district: str | None = None,
    street: str | None = None,
    provider_id: uuid.UUID | None = None,
) -> Post:
    """A post with district and street as codes, whichever way they were named.

    Raises ValueError with a Chinese sentence for a place that is missing, unknown or too much.
    """
    given = {"district": district, "street": street, "provider": provider_id}
    named = {key for key, value in given.items() if value is not None}
    place = PLACES[role]
    for key in sorted(place.needs - named):
        raise ValueError(f"{NAMES[role]}要写明{LABELS[key]}")
    for key in sorted(named - place.needs - place.may):
        raise ValueError(f"{NAMES[role]}不分{LABELS[key]}，请去掉")
    district = None if district is None else _district(district)
    street = None if street is None else _street(street, district)
    return Post(role, district, street, provider_id)


def described(held: Post) -> str:
    """A post in words, for lists: ``street_clerk 西城区月坛街道``."""
    street = divisions.street(held.street) if held.street else None
    if street is not None:
        return f"{held.role.value} {street.full_name}"
    where = divisions.district_name(held.district) if held.district else ""
    provider = f"服务商 {held.provider_id}" if held.provider_id else ""
    return " ".join(filter(None, (held.role.value, where, provider)))


def _district(text: str) -> str:
    code = divisions.district_code(text)
    if code is None:
        raise ValueError(f"没有叫“{text}”的区，请写区名，比如 西城区")
    return code


def _street(text: str, district: str | None) -> str:
    by_code = divisions.street(text)
    found = (by_code,) if by_code else divisions.streets_named(text, district)
    right = [each for each in found if each.district == district]
    if len(right) != 1:
        raise ValueError(f"这个区没有叫“{text}”的街道，请写街道名，比如 月坛街道")
    return right[0].code
