"""What a page looks like once it has come: sizes, what reaches beyond its side, torn numbers, barriers.

A click opens a new page whose words can stand before its style sheet has come; a look at it
then finds everything too small. Every look therefore waits for the page.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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

OVERFLOW = """([width, ignored]) => [...document.querySelectorAll('body *')]
  .filter((e) => !(ignored && e.closest(ignored)) && e.checkVisibility() && e.getBoundingClientRect().right > width + 0.5)
  .map((e) => `${e.tagName}.${e.className} reaches ${e.getBoundingClientRect().right}`)
  .concat(document.scrollingElement.scrollWidth > width ? [`page is ${document.scrollingElement.scrollWidth} wide`] : [])"""

OUT_OF_BOX = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), out = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/(?<!\\d)\\d{1,2}月\\d{1,2}日/g, '12月28日')
      .replace(/\\b\\d:(\\d\\d)\\b/, '10:$1');
  }
  texts.currentNode = document.body;
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    if (!text.data.trim() || !text.parentElement.checkVisibility({visibilityProperty: true})) continue;
    let box = text.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(box).display)) box = box.parentElement;
    if (box.closest('.unseen, .skip, select, script, style')) continue;
    const style = getComputedStyle(box), edge = box.getBoundingClientRect().right;
    const right = edge - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth);
    range.selectNodeContents(text);
    const reaches = Math.max(...[...range.getClientRects()].filter((one) => one.width > 1).map((one) => one.right));
    if (reaches > right + 1) out.push(`${text.data.trim().slice(0, 40)}: ${Math.round(reaches - right)} px too wide`);
  }
  return out;
}"""
"""Words that run over the edge of the box they stand in; every day is first made one of two digits."""

TORN = """() => {
  const torn = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    if (!text.parentElement.checkVisibility({visibilityProperty: true})) continue;
    for (const found of text.data.matchAll(/[0-9][0-9*]{2,}/g)) {
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top)));
      if (lines.size > 1) torn.push(`${found[0]} stands in ${lines.size} lines: ${text.data.trim().slice(0, 60)}`);
    }
  }
  return torn;
}"""
"""Digits (or the stars that stand for some) that stand together belong on one line; a number may go
on in the next one after its hyphen."""


def sizes(page: Page, smallest: int, smallest_in_main: int) -> dict[str, Any]:
    """How many elements were looked at (``inspected``) and which are too small (``bad``)."""
    page.wait_for_load_state("load")
    found: dict[str, Any] = page.evaluate(MEASURE, [smallest, smallest_in_main])
    return found


def beyond_the_side(page: Page, ignored: str = "") -> list[str]:
    """What reaches beyond the screen, but for what lies in an ``ignored`` selector."""
    page.wait_for_load_state("load")
    assert page.viewport_size is not None
    found: list[str] = page.evaluate(OVERFLOW, [page.viewport_size["width"], ignored])
    return found


def out_of_their_box(page: Page) -> list[str]:
    """Words that run over the edge of the card, the button or the column in which they stand."""
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(OUT_OF_BOX)
    return found


def torn_numbers(page: Page) -> list[str]:
    """Numbers of three digits and more that do not stand on one line."""
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(TORN)
    return found


def barriers(page: Page) -> list[str]:
    """Rule and element of each barrier that axe finds; fails when axe looked at next to nothing."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"runOnly": RULES}).response
    assert len(found["passes"]) >= 10, "axe looked at next to nothing"
    return [f"{v['id']}: {node['html']}" for v in found["violations"] for node in v["nodes"]]
