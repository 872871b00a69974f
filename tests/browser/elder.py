"""What somebody does at the page, in her own words, and what she may expect of every page."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PHONE = (390, 844)
SMALL_PHONE = (320, 640)
DESKTOP = (1280, 800)

LARGEST = "特大"

DOUBLE_TAP_MS = 700
"""portal.js ignores taps this soon after a tap that asked."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

MEASURE = """([smallest, smallestInMain]) => {
  const bad = [];
  let inspected = 0;
  const visible = (e, box) => e.checkVisibility({visibilityProperty: true}) && box.width > 1 && box.height > 1 && box.right > 0;
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (!visible(e, box)) continue;
    inspected += 1;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const name = `${e.tagName} ${(e.textContent || e.placeholder || '').trim().slice(0, 20)}`;
    const ticked = e.matches('[type=radio], [type=checkbox]');
    const writes = (e.matches('textarea, input') && !ticked) || [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (writes) {
      const least = e.closest('main') ? smallestInMain : smallest;
      if (size < least) bad.push(`${name}: text ${size} px`);
      if (!(parseFloat(style.lineHeight) / size >= 1.3)) bad.push(`${name}: line height ${style.lineHeight}`);
    }
    const target = ticked ? e.closest('label').getBoundingClientRect() : box;
    if (e.matches('button, input, textarea, select, summary, [role=button], a') && (target.width < 60 || target.height < 60))
      bad.push(`${name}: ${Math.round(target.width)} x ${Math.round(target.height)} px`);
  }
  return {inspected, bad};
}"""
"""Figures of 工信厅信管函〔2021〕67号 附件2: text 18 and up (30 reachable), line height 1.3, targets 60 x 60."""

OVERFLOW = """(width) => [...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > width + 0.5)
  .map((e) => `${e.tagName}.${e.className} reaches ${e.getBoundingClientRect().right}`)
  .concat(document.scrollingElement.scrollWidth > width ? [`page is ${document.scrollingElement.scrollWidth} wide`] : [])"""


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
        self.page.wait_for_load_state("load")  # words can stand before the style sheet has come
        found = self.page.evaluate(MEASURE, [18, smallest_in_main])
        assert found["inspected"] >= at_least, f"only {found['inspected']} elements were looked at"
        assert not found["bad"], "\n".join(found["bad"])

    def never_scrolls_sideways(self) -> None:
        assert self.page.viewport_size is not None
        self.page.wait_for_load_state("load")
        found = self.page.evaluate(OVERFLOW, self.page.viewport_size["width"])
        assert not found, "\n".join(found)

    def meets_no_barrier(self) -> None:
        found = Axe().run(self.page, options={"runOnly": RULES}).response
        assert len(found["passes"]) >= 10, "axe looked at next to nothing"
        barriers = [
            f"{v['id']}: {node['html']}" for v in found["violations"] for node in v["nodes"]
        ]
        assert not barriers, "\n".join(barriers)
