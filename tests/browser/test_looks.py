"""A look at a page sees it as a person does, once its style sheet has come."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Route

from tests.browser import looks

AT = "http://look.test"
PAGES = {
    "/": "<a href='/form'>打开</a>",
    "/form": "<link rel=stylesheet href='/large.css'><main><button>交上去</button></main>",
    "/large.css": "button { min-width: 60px; min-height: 60px; font-size: 18px; line-height: 1.5 }",
}


def served_slowly(route: Route) -> None:
    path = route.request.url.removeprefix(AT)
    if path.endswith(".css"):
        time.sleep(0.5)
    kind = "text/css" if path.endswith(".css") else "text/html; charset=utf-8"
    route.fulfill(body=PAGES[path], content_type=kind)


def test_a_page_whose_style_sheet_comes_late_is_not_taken_for_too_small(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"{AT}/**", served_slowly)
        page.goto(AT)
        page.get_by_role("link", name="打开").click()
        assert looks.sizes(page, 18, 18) == {"inspected": 2, "bad": []}


def test_a_number_that_goes_on_in_the_next_line_is_seen(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(
            "<body style='width: 120px; font: 20px monospace; overflow-wrap: anywhere'>"
            "<p>电话(010)88932121</p><p>010-<wbr>8893<wbr>2121</p><p>拨打12345</p>"
        )
        [torn] = looks.torn_numbers(page)
        assert torn.startswith("88932121 stands in 2 lines")
