"""A family on the pages: the elder, her daughter, their simulated phones (样例)."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.elder import SMALL_PHONE
from tests.browser.family import Family, Member, WholeSite
from tests.processes import python


def test_an_elder_invites_her_daughter_who_acts_for_her_until_she_ends_it(family: Family) -> None:
    elder = family.with_a_phone("样例王奶奶").signs_in_with_wechat().registers_herself()
    daughter = family.with_a_phone("样例女儿").signs_in_with_wechat()

    daughter.accepts(elder.invites("大女儿"))
    expect(daughter.page.get_by_text("现在是为这位老人办事")).to_be_visible()
    expect(daughter.link("为谁办：王*例")).to_be_visible()
    daughter.link("看资料").click()
    expect(daughter.main).to_contain_text("1943年5月12日")
    record = daughter.page.url
    daughter.page.locator("summary", has_text="住在哪里").click()
    daughter.page.get_by_label("住在家里").check()
    daughter.page.locator("details[open]").get_by_role("button", name="保存").click()
    expect(daughter.main).to_contain_text("家人填写")

    elder.opens("/people").link("谁能替我办事").click()
    elder.link("谁办过什么、看过什么").click()
    expect(elder.main).to_contain_text("大女儿（子女）登记了一项情况：住在家里还是机构")

    elder.ends_the_grant_of("大女儿")
    refused = daughter.page.goto(record)
    assert refused is not None
    assert refused.status == 404
    expect(daughter.main).not_to_contain_text("王*例")
    daughter.opens("/people")
    expect(daughter.main).not_to_contain_text("王*例")

    for who, said in ((elder, "从现在起不能再代办"), (daughter, "不能再替王*例办事")):
        both_got_it(who, said)


def both_got_it(who: Member, said: str) -> None:
    """On the phone, once the worker has sent it; and on the page."""
    with who.phone() as phone:
        for _ in range(40):
            if phone.get_by_text(said).count():
                break
            phone.wait_for_timeout(250)
            phone.reload()
        expect(phone.get_by_text(said)).to_be_visible()
    who.opens("/messages")
    expect(who.main).to_contain_text("代办授权已经收回")


def test_everything_works_without_scripts_on_a_small_phone(family: Family) -> None:
    elder = family.member(size=SMALL_PHONE, scripts=False).signs_in_by_sms().registers_herself()
    daughter = family.member(size=SMALL_PHONE, scripts=False).signs_in_by_sms()
    daughter.accepts(elder.invites("大女儿"))
    elder.ends_the_grant_of("大女儿")
    expect(daughter.opens("/people").main).not_to_contain_text("王*例")


def test_who_has_no_phone_signs_in_with_a_code_from_the_clerk(
    family: Family, whole_site: WholeSite
) -> None:
    printed = python(whole_site.variables, whole_site.folder, "-c", CLERK)
    code = re.search(r"\d{4} \d{4}", printed)
    assert code
    elder = family.member()
    elder.opens("/sign-in").page.get_by_label("八位数字").fill(code.group())
    elder.page.locator("form", has_text="工作人员给的登录码").get_by_role("button").click()
    elder.heading("为谁办").wait_for()
    elder.registers_herself()


CLERK = """
from server.app import create_app
from server.identity import accounts, clerk_codes
from server.oversight.actor import SYSTEM
from server.transaction import transaction
with create_app().app_context(), transaction() as session:
    print(clerk_codes.issue(session, SYSTEM, accounts.make(session, "counter", SYSTEM).id))
"""
"""What the office does: the page for it comes with the console."""


def test_choosing_the_district_loses_nothing_that_was_written(family: Family) -> None:
    elder = family.member(scripts=False).signs_in_by_sms()
    page = elder.opens("/people/new").page
    page.get_by_label("姓名").fill("王样例")
    page.get_by_label("出生日期").fill("1943.5.12")
    page.get_by_label("住在哪个区").select_option(label="西城区")
    elder.button("选好区，点这里选街道").click()
    page.get_by_label("哪个街道（乡镇）").select_option(label="月坛街道")
    expect(page.get_by_label("姓名")).to_have_value("王样例")
    elder.button("登记").click()
    elder.link("看资料").click()
    expect(elder.main).to_contain_text("西城区月坛街道")
    expect(elder.main).to_contain_text("1943年5月12日")


def test_the_enter_key_registers_and_does_not_ask_for_streets(family: Family) -> None:
    elder = family.member().signs_in_by_sms()
    elder.opens("/people/new").page.get_by_label("姓名").fill("王样例")
    elder.page.get_by_label("姓名").press("Enter")
    elder.heading("为谁办").wait_for()
    expect(elder.main).to_contain_text("王*例（我自己）")


def test_consent_is_asked_for_where_a_fact_needs_it(family: Family) -> None:
    elder = family.member().signs_in_by_sms().registers_herself()
    elder.link("看资料").click()
    elder.page.locator("summary", has_text="有没有低保").click()
    elder.page.get_by_label("低收入").check()
    elder.page.locator("details[open]").get_by_role("button", name="保存").click()
    expect(elder.page.get_by_label("低收入")).to_be_checked()
    elder.button("同意，并保存").click()
    expect(elder.page.locator("#facts dl")).to_contain_text("低收入")
    elder.opens("/me")
    expect(elder.page.locator("form", has_text="健康、残疾和收入情况")).to_contain_text("已同意")


def test_signing_out_leaves_nothing_behind(family: Family) -> None:
    elder = family.member().signs_in_by_sms().registers_herself()
    elder.opens("/me").page.get_by_role("button", name="退出登录").click()
    expect(elder.link("登录，替家人办事")).to_be_visible()
    elder.opens("/people")
    elder.heading("登录").wait_for()
