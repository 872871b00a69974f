"""Large enough, clear enough, by hand, by key, by ear: 工信厅信管函〔2021〕67号 and WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.elder import DESKTOP, LARGEST, PHONE, SMALL_PHONE, Elder

QUESTION = "北京高龄津贴每月发多少钱？"
UNSURE = "老年人能力评估怎么申请？"
FALL = "我妈摔倒了起不来"
OFFER = "业务员说办张三万的会员卡，以后养老院随便住"
ERROR_PAGE = "/no/such/page"

STATES: dict[str, Callable[[Elder], Elder]] = {
    "empty page": lambda elder: elder,
    "answer": lambda elder: elder.asks(QUESTION),
    "answer with everything unfolded": lambda elder: (
        elder.asks(QUESTION).asks(UNSURE).unfolds_everything()
    ),
    "sum of benefits": lambda elder: elder.asks("老人83岁北京户口能领哪些钱").unfolds_everything(),
    "hand-over": lambda elder: elder.asks("没有解决"),
    "emergency": lambda elder: elder.asks(FALL),
    "fraud warning": lambda elder: elder.asks(OFFER).unfolds_everything(),
    "refusal": lambda elder: elder.is_refused("问" * 501),
    "error page": lambda elder: elder.opens(ERROR_PAGE),
}
each_state = pytest.mark.parametrize("state", STATES)
each_phone = pytest.mark.parametrize("screen", [PHONE, SMALL_PHONE], ids=["390 px", "320 px"])

NUMBERS = "石景山高龄津贴窗口电话"
"""Is answered with a telephone number with its area code and with a code of twelve digits."""

FEWEST = {"error page": 12}
"""Visible elements that a check must have looked at, 20 if not told otherwise."""

FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {name: e.id || e.className || e.tagName, ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
          seen: box.left >= 0 && Math.min(box.bottom, innerHeight) - Math.max(box.top, 0) >= 30};
}"""


@each_phone
@each_state
def test_axe_finds_no_barrier(visit: Visit, screen: tuple[int, int], state: str) -> None:
    STATES[state](visit(screen)).meets_no_barrier()


def test_axe_finds_no_barrier_on_a_desktop(visit: Visit) -> None:
    visit(DESKTOP).asks(QUESTION).unfolds_everything().meets_no_barrier()


@each_phone
@each_state
def test_text_and_buttons_are_large_enough(
    visit: Visit, screen: tuple[int, int], state: str
) -> None:
    STATES[state](visit(screen)).has_nothing_too_small(at_least=FEWEST.get(state, 20))


@each_phone
@each_state
def test_at_the_largest_size_main_text_has_at_least_30_px(
    visit: Visit, screen: tuple[int, int], state: str
) -> None:
    elder = STATES[state](visit(screen).chooses_size(LARGEST))
    elder.has_nothing_too_small(smallest_in_main=30, at_least=FEWEST.get(state, 20))


@pytest.mark.parametrize("size", ["标准", LARGEST])
@pytest.mark.parametrize(
    "screen",
    [PHONE, SMALL_PHONE, (640, 400), (195, 422)],
    ids=["390 px", "320 px", "1280 px at 200 %", "390 px at 200 %"],
)
def test_no_number_is_torn(visit: Visit, screen: tuple[int, int], size: str) -> None:
    """Whoever dials reads it off in one go: it breaks at most where one takes breath."""
    elder = visit(screen).chooses_size(size).asks(NUMBERS).unfolds_everything()
    expect(elder.newest).to_contain_text("(010)88932121")
    elder.finds_every_number_whole()
    elder.never_scrolls_sideways()
    if screen == PHONE and size != LARGEST:
        number = elder.newest.locator(".full .whole", has_text="88932121")
        line = number.evaluate("(e) => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)")
        assert line == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("size", ["标准", LARGEST])
@pytest.mark.parametrize(
    "screen",
    [PHONE, SMALL_PHONE, (640, 400), (195, 422)],
    ids=["390 px", "320 px", "1280 px at 200 %", "390 px at 200 %"],
)
def test_nothing_reaches_beyond_the_side_of_the_screen(
    visit: Visit, screen: tuple[int, int], size: str
) -> None:
    elder = visit(screen).chooses_size(size)
    elder.never_scrolls_sideways()
    elder.asks("https://example.com/" + "x" * 150).never_scrolls_sideways()
    elder.asks(UNSURE).unfolds_everything().never_scrolls_sideways()
    elder.asks(FALL).never_scrolls_sideways()
    elder.opens(ERROR_PAGE).never_scrolls_sideways()


def test_the_checks_see_what_is_small_pale_or_too_wide(visit: Visit) -> None:
    elder = visit(SMALL_PHONE)
    elder.page.evaluate(
        "document.querySelector('.send').style.cssText = 'min-height: 0; height: 50px'"
    )
    with pytest.raises(AssertionError, match=r"发送: .* x 50 px"):
        elder.has_nothing_too_small()
    elder.page.evaluate(
        "document.querySelector('.hint').style.cssText = 'font-size: 17px; color: #aaa'"
    )
    with pytest.raises(AssertionError, match="text 17 px"):
        elder.has_nothing_too_small()
    with pytest.raises(AssertionError, match="color-contrast"):
        elder.meets_no_barrier()
    elder.page.evaluate("document.querySelector('.hint').style.width = '400px'")
    with pytest.raises(AssertionError, match="reaches"):
        elder.never_scrolls_sideways()
    elder.page.evaluate("document.body.textContent = ''")
    with pytest.raises(AssertionError, match=r"only \d+ elements"):
        elder.has_nothing_too_small()


# ---- type size


@pytest.mark.parametrize(("name", "pixels"), [("标准", 20), ("大", 24), ("特大", 32)])
def test_a_type_size_shows_at_once_and_is_remembered(visit: Visit, name: str, pixels: int) -> None:
    elder = visit()
    before = base_size(elder.page)
    elder.chooses_size(name)
    assert (before, base_size(elder.page)) == (20, pixels)
    elder.page.reload()
    assert base_size(elder.page) == pixels
    expect(elder.button(f"{name}字号")).to_have_attribute("aria-pressed", "true")
    expect(elder.page.locator("[aria-pressed=true]")).to_have_count(1)


def test_a_change_of_type_size_keeps_what_is_being_written(visit: Visit) -> None:
    elder = visit()
    elder.box.fill(QUESTION)
    elder.chooses_size(LARGEST)
    expect(elder.box).to_have_value(QUESTION)


def test_type_sizes_work_without_scripts(visit: Visit) -> None:
    elder = visit(scripts=False).chooses_size(LARGEST)
    assert base_size(elder.page) == 32
    elder.opens(ERROR_PAGE)
    assert base_size(elder.page) == 32


def test_a_late_picture_does_not_undo_a_choice(visit: Visit) -> None:
    """A cookie sent along with a file would overwrite what was chosen while the file was loading."""
    elder = visit()
    with elder.page.expect_response("**/static/portal.css") as answer:
        elder.page.reload()
    assert "set-cookie" not in answer.value.all_headers()


# ---- keyboard


def test_everything_is_done_with_the_keyboard_alone(visit: Visit) -> None:
    elder = visit(DESKTOP)
    tabs_to(elder.page, "text", at_most=8)
    elder.page.keyboard.type(QUESTION)
    elder.page.keyboard.press("Enter")
    elder.is_answered(QUESTION)
    tabs_to(elder.page, "choice", at_most=4)
    elder.page.keyboard.press("Enter")
    expect(elder.newest.locator(".asked")).not_to_contain_text(QUESTION)
    expect(elder.newest.locator(".reply")).to_have_class("reply answer")


def test_every_stop_of_the_tab_key_is_in_sight_and_ringed(visit: Visit) -> None:
    elder = visit(DESKTOP).asks(QUESTION)
    elder.opens()
    stops = []
    for _ in range(40):
        elder.page.keyboard.press("Tab")
        focus = elder.page.evaluate(FOCUS)
        if focus["name"] == "BODY" or (stops and focus["name"] == "skip"):
            break
        stops.append(focus["name"])
        assert focus["ring"] >= 3, f"{focus['name']} shows no focus"
        assert focus["seen"], f"{focus['name']} is not in sight"
    assert len(stops) >= 15


def test_the_first_stop_of_the_tab_key_skips_to_the_main_part(visit: Visit) -> None:
    elder = visit()
    elder.page.keyboard.press("Tab")
    skip = elder.page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_in_viewport(ratio=1)
    elder.page.keyboard.press("Enter")
    tabs_to(elder.page, "text", at_most=1)


# ---- reading aloud

VOICES = """
  window.spoken = [];
  window.cancelled = 0;
  const voices = VOICES, waiting = [];
  window.voicesArrive = () => { voices.push({lang: 'zh-CN', name: '婷婷'}); waiting.forEach((tell) => tell()); };
  Object.defineProperty(window, 'SpeechSynthesisUtterance', {value: class { constructor(text) { this.text = text; } }});
  Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => voices, speak: (words) => window.spoken.push(words), cancel: () => { window.cancelled += 1; },
    addEventListener: (name, tell) => { if (name === 'voiceschanged') waiting.push(tell); },
  }});
"""
A_VOICE = VOICES.replace(
    "VOICES", "[{lang: 'en-US', name: 'Sam'}, {lang: 'zh-CN', name: '婷婷'}]", 1
)
NO_VOICE = VOICES.replace("VOICES", "[{lang: 'en-US', name: 'Sam'}]", 1)
NO_SPEECH = "Object.defineProperty(window, 'speechSynthesis', {value: undefined});"


@pytest.mark.parametrize(
    "before", [NO_VOICE, NO_SPEECH], ids=["no Chinese voice", "no speech at all"]
)
def test_reading_aloud_is_not_offered_without_a_chinese_voice(visit: Visit, before: str) -> None:
    elder = visit(before=before).asks(QUESTION)
    expect(elder.newest.locator(".read")).to_have_count(1)
    expect(elder.newest.locator(".read")).to_be_hidden()


def test_the_short_answer_is_read_aloud_and_can_be_stopped(visit: Visit) -> None:
    elder = visit(before=A_VOICE).asks(QUESTION)
    elder.button("读给我听").click()
    spoken = elder.page.evaluate(
        "spoken.map((w) => ({text: w.text, voice: w.voice.name, rate: w.rate}))"
    )
    assert [words["voice"] for words in spoken] == ["婷婷"]
    assert "每月100元" in spoken[0]["text"]
    assert spoken[0]["rate"] < 1
    cancelled = elder.page.evaluate("cancelled")
    elder.button("停下来").click()
    assert elder.page.evaluate("[spoken.length, cancelled]") == [1, cancelled + 1]
    expect(elder.button("读给我听")).to_be_visible()


def test_the_button_can_be_pressed_again_when_the_reading_is_over(visit: Visit) -> None:
    elder = visit(before=A_VOICE).asks(QUESTION)
    elder.button("读给我听").click()
    elder.page.evaluate("spoken[0].onend()")
    elder.button("读给我听").click()
    assert elder.page.evaluate("spoken.length") == 2


def test_reading_aloud_is_offered_once_the_voices_arrive(visit: Visit) -> None:
    elder = visit(before=NO_VOICE).asks(QUESTION)
    elder.page.evaluate("voicesArrive()")
    expect(elder.button("读给我听")).to_be_visible()


# ---- quiet and private


def test_no_other_host_is_asked_and_the_browser_complains_of_nothing(visit: Visit) -> None:
    elder = visit(before=A_VOICE)
    elder.asks(QUESTION).asks(UNSURE).unfolds_everything().asks("没有解决").asks(FALL)
    elder.chooses_size(LARGEST).button("读给我听").last.click()
    elder.page.reload()
    assert len(elder.requested) >= 10
    assert elder.hosts == {elder.site.removeprefix("http://")}
    assert elder.complaints == []


def test_a_breach_of_the_content_policy_would_be_noticed(visit: Visit) -> None:
    elder = visit()
    elder.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    elder.page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert len(elder.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in elder.complaints)


def base_size(page: Page) -> float:
    """Type size of the question box in px."""
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def tabs_to(page: Page, name: str, at_most: int) -> None:
    """Presses Tab until the element with this id or class has the focus, in sight and ringed."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if name in focus["name"].split():
            assert focus["ring"] >= 3
            assert focus["seen"]
            return
    raise AssertionError(f"{name} was not reached, the focus is on {focus['name']}")
