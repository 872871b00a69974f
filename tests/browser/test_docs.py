"""The description of the API as a page: it has to be shown, not only served."""

from __future__ import annotations

from tests.browser.conftest import Visit


def test_the_docs_show_an_operation_that_unfolds(visit: Visit) -> None:
    page = visit((1280, 800), path="/docs").page
    ask = page.locator(".opblock", has_text="/api/v1/chat/messages").first
    ask.wait_for()
    ask.locator(".opblock-summary").click()
    ask.get_by_text("Request body").first.wait_for()
    assert page.get_by_text("Unable to render").count() == 0
    assert page.get_by_text("Could not resolve reference").count() == 0
