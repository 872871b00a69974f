"use strict";
// Everything here is an extra: without it the page's forms do the same by reloading.
// Old phones count: nothing newer than Chrome 80 and Safari 13.1 is taken for granted.
(() => {
  const OFFLINE = "网络好像断了。您写的还在，网络好了再点一次“发送”。";
  const BROKEN = "系统出了点问题。您写的还在，请过一会儿再点一次“发送”，急事请拨打12345。";
  const UNJUDGED = "没记下来，请过一会儿再点一次。";
  const WAIT_MS = 25000;

  const box = document.getElementById("text");
  const notice = document.getElementById("notice");
  const latest = document.getElementById("latest");

  // The second tap of a double tap lands on whatever has moved under the finger meanwhile, perhaps
  // a telephone number: it is not meant. (detail is 0 when a key or this script pressed.)
  const DOUBLE_TAP_MS = 700;
  let tappedAt = -DOUBLE_TAP_MS;
  let askedAt = -DOUBLE_TAP_MS;
  let pressed = null;
  document.addEventListener("click", (event) => {
    tappedAt = event.detail > 0 ? performance.now() : -DOUBLE_TAP_MS;
    if (event.detail > 0 && tappedAt - askedAt < DOUBLE_TAP_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // For browsers that do not tell which button sent a form.
    pressed = event.target.closest("button");
  }, true);

  function filled(form, button) {
    const body = new FormData(form);
    if (button && button.name && button.form === form) body.set(button.name, button.value);
    return body;
  }

  // ---- asking

  async function post(form, body) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), WAIT_MS);
    try {
      const headers = { "X-Part": "turn" };
      const response = await fetch(form.action, { method: "POST", body, headers, signal: patience.signal });
      const part = document.createElement("template");
      part.innerHTML = await response.text();
      return part.content;
    } finally {
      clearTimeout(timer);
    }
  }

  function make(tag, className, ...inside) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...inside);
    return made;
  }

  // The question is shown at once, at the top of the screen, and the keyboard goes away.
  function waiting(question) {
    const asked = make("h2", "asked", make("span", "who", "您问："), question);
    asked.tabIndex = -1;
    const turn = make("article", "turn", asked, make("p", "reply", "正在查，请稍等……"));
    latest.append(turn);
    bringUp(turn);
    return turn;
  }

  function bringUp(turn) {
    turn.querySelector(".asked").focus({ preventScroll: true });
    turn.scrollIntoView();
  }

  // The newest answer stands alone above the box; those before it are folded.
  function show(turn, placeholder) {
    const before = latest.querySelector(".turn");
    placeholder.replaceWith(turn);
    if (before !== placeholder) {
      document.getElementById("earlier-turns").append(before);
      document.getElementById("earlier").hidden = false;
    }
    document.getElementById("main").classList.add("talking");
    bringUp(turn);
    offerReading();
  }

  function refuse(text, question) {
    notice.textContent = "";
    notice.append(make("p", "notice", text));
    if (!box.value.trim()) box.value = question;
    box.focus({ preventScroll: true });
    box.form.scrollIntoView();
  }

  // A page that outlived its cookie gets a fresh token, so that pressing again does work.
  function renew(token) {
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  }

  // A double tap must not ask twice, so one question is under way at a time.
  let asking = false;
  async function ask(form, button) {
    if (asking) return;
    asking = true;
    askedAt = tappedAt;
    const body = filled(form, button);
    const question = body.get("text") || "";
    const written = box.value;
    const send = document.querySelector("#ask .send");
    send.disabled = true;
    notice.textContent = "";
    const placeholder = waiting(question);
    try {
      const part = await post(form, body);
      const turn = part.querySelector(".turn");
      const refusal = part.querySelector(".notice");
      if (turn) {
        if (form === box.form && box.value === written) box.value = "";
        show(turn, placeholder);
      } else {
        placeholder.remove();
        if (refusal) renew(part.querySelector("[name=csrf_token]").value);
        refuse(refusal ? refusal.textContent : BROKEN, question);
      }
    } catch {
      placeholder.remove();
      refuse(OFFLINE, question);
    } finally {
      asking = false;
      send.disabled = false;
    }
  }

  // ---- 有用, 没用: the buttons make room for what comes next, in their place

  async function judge(form, button) {
    if (asking) return;
    asking = true;
    askedAt = tappedAt;
    const place = form.closest(".feedback");
    try {
      const part = await post(form, filled(form, button));
      const next = part.querySelector(".feedback");
      const refusal = part.querySelector(".notice");
      if (next) {
        place.replaceWith(next);
        next.querySelector("h3").focus({ preventScroll: true });
      } else {
        const fresh = part.querySelector("[name=csrf_token]");
        if (fresh) renew(fresh.value);
        excuse(form, refusal ? refusal.textContent : UNJUDGED);
      }
    } catch {
      excuse(form, UNJUDGED);
    } finally {
      asking = false;
    }
  }

  function excuse(form, text) {
    const before = form.querySelector(".notice");
    if (before) before.remove();
    const said = make("p", "notice", text);
    said.setAttribute("role", "alert");
    form.prepend(said);
  }

  if (box) {
    const SENT = { "/ask": ask, "/feedback": judge };
    document.addEventListener("submit", (event) => {
      const send = SENT[new URL(event.target.action).pathname];
      if (!send) return;
      event.preventDefault();
      send(event.target, event.submitter || pressed);
    });

    // The plain link leads to the box; with a script the keyboard comes up too.
    document.addEventListener("click", (event) => {
      if (!event.target.closest("a[href='#ask']")) return;
      event.preventDefault();
      box.focus({ preventScroll: true });
      box.form.scrollIntoView();
    });

    // Enter sends, as in a chat; Shift+Enter is a new line; while a Chinese word is being
    // composed, neither (229 is what some keyboards report then).
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      box.form.querySelector(".send").click();
    });
  }

  // ---- a person answers: asked for every five seconds while somebody waits for one

  const NOW_MS = 5000;
  const standing = document.getElementById("standing");

  async function lookForReply(tag) {
    const answer = await fetch(`${standing.dataset.now}?after=${standing.dataset.after}`, {
      headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store",
    });
    if (answer.status !== 200) return tag;
    const part = document.createElement("template");
    part.innerHTML = await answer.text();
    standing.replaceChildren(...part.content.querySelector("#standing-now").childNodes);
    for (const turn of part.content.querySelectorAll(".turn")) {
      standing.dataset.after = turn.querySelector(".asked").dataset.seq;
      const placeholder = make("p", "reply");
      latest.append(placeholder);
      show(turn, placeholder);
    }
    return answer.headers.get("ETag");
  }

  if (standing) {
    let tag = null;
    setInterval(async () => {
      if (document.hidden || asking) return;
      try { tag = await lookForReply(tag); } catch { /* the next try comes by itself */ }
    }, NOW_MS);
  }

  // ---- type size: changes at once and is remembered by the server

  document.querySelector(".sizes").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const chosen = event.submitter || pressed;
    document.documentElement.className = `size-${chosen.value}`;
    for (const one of form.querySelectorAll(".size")) one.setAttribute("aria-pressed", String(one === chosen));
    fetch(form.action, { method: "POST", body: filled(form, chosen), keepalive: true }).catch(() => {});
  });

  // ---- reading aloud: offered only where the browser has a Chinese voice

  const speech = window.speechSynthesis;
  const voice = () => speech && speech.getVoices().find((one) => /^zh|^cmn/i.test(one.lang));
  let reading = null;

  function offerReading() {
    if (voice()) for (const button of document.querySelectorAll(".read")) button.hidden = false;
  }

  function stopReading() {
    if (reading) reading.textContent = "读给我听";
    reading = null;
  }

  function read(button) {
    const words = new SpeechSynthesisUtterance(button.dataset.speech);
    words.lang = "zh-CN";
    words.rate = 0.85;
    words.voice = voice();
    words.onend = words.onerror = () => { if (reading === button) stopReading(); };
    reading = button;
    button.textContent = "停下来";
    speech.speak(words);
  }

  if (speech) {
    if (speech.addEventListener) speech.addEventListener("voiceschanged", offerReading);
    document.addEventListener("click", (event) => {
      const button = event.target.closest(".read");
      if (!button) return;
      const again = reading === button;
      stopReading();
      speech.cancel();
      if (!again) read(button);
    });
    offerReading();
  }
})();
