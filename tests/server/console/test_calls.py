"""A call of the list is made on a page of its own: what to say, the number, what came of it."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from server.oversight.models import AuditRecord
from server.transaction import transaction
from tests.server.console.conftest import Browser
from tests.server.console.test_work_lists import CALLS, ToRing, state, to_ring
from tests.server.talk import words_of

__all__ = ["to_ring"]


def test_a_row_of_the_list_leads_to_the_words_and_the_masked_name(
    at_yuetan: Browser, to_ring: ToRing
) -> None:
    call = to_ring()
    found = re.search(rf'href="(/console/calls/{call})"', at_yuetan.get(CALLS).text)
    assert found
    page = words_of(at_yuetan.get(found[1]))
    assert "照着说" in page
    assert "王*例" in page
    assert "王样例" not in page


def test_the_number_is_shown_when_it_is_asked_for_and_that_is_audited(
    at_yuetan: Browser, to_ring: ToRing, site: Flask
) -> None:
    call = to_ring(own_account=False)
    assert "13912340000" not in at_yuetan.get(f"/console/calls/{call}").text
    assert "13912340000" in at_yuetan.send(f"/console/calls/{call}/number").text
    with site.app_context(), transaction(writes=False) as session:
        assert "contact.read" in set(session.scalars(select(AuditRecord.action)))


def test_who_did_not_answer_is_rung_up_again(
    at_yuetan: Browser, to_ring: ToRing, site: Flask
) -> None:
    call = to_ring()
    assert at_yuetan.send(f"/console/calls/{call}/heard", heard="").status_code == 422
    assert at_yuetan.send(f"/console/calls/{call}/heard", heard="no_answer").status_code == 303
    assert state(site, call) == ("open", 1)


def test_the_clerk_of_another_street_sees_and_changes_nothing(
    at_zhanlan: Browser, to_ring: ToRing, site: Flask
) -> None:
    call = to_ring()
    assert at_zhanlan.get(f"/console/calls/{call}").status_code == 404
    assert at_zhanlan.send(f"/console/calls/{call}/number").status_code == 404
    assert at_zhanlan.send(f"/console/calls/{call}/heard", heard="reached").status_code == 404
    assert state(site, call) == ("open", 0)
