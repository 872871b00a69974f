"""What somebody does at the page, in her own words, and what she may expect of every page."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.browser import looks

PHONE = (390, 844)
SMALL_PHONE = (320, 640)
DESKTOP = (1280, 800)

LARGEST = "特大"

DOUBLE_TAP_MS = 700
"""portal.js ignores taps this soon after a tap that asked."""


class Elder:
    """A visitor with slow fingers; remembers what the browser complained of and asked for."""

    def __init__(self, page: Page, site: str, *, scripts: bool) -> None:
        self.page, self.site, self.scripts = page, site, scripts
        self.complaints: list[str] = []
        self.requested: list[str] = []
        self.questions_sent = 0
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._notes(request.method, request.url))

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _notes(self, method: str, url: str) -> None:
        self.requested.append(url)
        self.questions_sent += method == "POST" and urlsplit(url).path == "/ask"

    # ---- what she sees

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("问什么")

    @property
    def send(self) -> Locator:
        return self.page.get_by_role("button", name="发送")

    @property
    def newest(self) -> Locator:
        """The newest question with its answer."""
        return self.page.locator("#latest .turn").last

    @property
    def short_answer(self) -> Locator:
        return self.newest.locator(".short")

    @property
    def notice(self) -> Locator:
        return self.page.get_by_role("alert")

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(url).netloc for url in self.requested}

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    # ---- what she does

    def opens(self, path: str = "/") -> Self:
        self.page.goto(self.site + path)
        return self

    def asks(self, question: str) -> Self:
        """Writes a question and sends it with the enter key (or the button where no script runs)."""
        self.box.fill(question)
        if self.scripts:
            self.box.press("Enter")
        else:
            self.send.click()
        return self.is_answered(question)

    def is_answered(self, question: str) -> Self:
        self.page.locator("#latest .turn", has=self.page.locator(".short")).filter(
            has_text=question
        ).wait_for()
        expect(self.page.locator("#latest .turn")).to_have_count(1)
        return self

    def is_refused(self, question: str) -> Self:
        """Sends what cannot be answered."""
        self.box.fill(question)
        self.send.click()
        expect(self.notice).not_to_be_empty()
        return self

    def takes_her_time(self) -> Self:
        self.page.wait_for_timeout(DOUBLE_TAP_MS)
        return self

    def chooses_size(self, name: str) -> Self:
        remembered = (
            self.page.expect_response("**/font") if self.scripts else self.page.expect_navigation()
        )
        with remembered:
            self.button(f"{name}字号").click()
        return self

    def unfolds_everything(self) -> Self:
        self.page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        return self

    # ---- what she may expect

    def has_nothing_too_small(self, smallest_in_main: int = 18, at_least: int = 20) -> None:
        found = looks.sizes(self.page, 18, smallest_in_main)
        assert found["inspected"] >= at_least, f"only {found['inspected']} elements were looked at"
        assert not found["bad"], "\n".join(found["bad"])

    def never_scrolls_sideways(self) -> None:
        found = looks.beyond_the_side(self.page)
        assert not found, "\n".join(found)

    def finds_everything_in_its_box(self) -> None:
        found = looks.out_of_their_box(self.page)
        assert not found, "\n".join(found)

    def finds_every_number_whole(self) -> None:
        found = looks.torn_numbers(self.page)
        assert not found, "\n".join(found)

    def meets_no_barrier(self) -> None:
        found = looks.barriers(self.page)
        assert not found, "\n".join(found)
