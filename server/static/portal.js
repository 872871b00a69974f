"use strict";
// Everything here is an extra: without it the page's forms do the same by reloading.
(() => {
  const turns = document.getElementById("turns");
  const box = document.getElementById("text");
  const notice = document.getElementById("notice");
  const OFFLINE = "网络好像断了，您写的还在，请检查网络后再点一次“发送”";

  function say(text) {
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = text;
    notice.replaceChildren(line);
  }

  // A double tap must not ask twice, so one question is under way at a time.
  let asking = false;
  async function ask(form, submitter) {
    if (asking) return;
    asking = true;
    const body = new FormData(form, submitter);
    const send = document.querySelector(".send");
    send.disabled = true;
    send.textContent = "正在查…";
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "turn" } });
      const html = await answer.text();
      if (!answer.ok) {
        notice.innerHTML = html;
        box.focus();
        return;
      }
      notice.replaceChildren();
      document.getElementById("latest")?.removeAttribute("id");
      turns.insertAdjacentHTML("beforeend", html);
      if (form.id === "ask") box.value = "";
      document.getElementById("latest").scrollIntoView();
      offerReading();
    } catch {
      say(OFFLINE);
    } finally {
      asking = false;
      send.disabled = false;
      send.textContent = "发送";
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (turns && new URL(form.action).pathname === "/ask") {
      event.preventDefault();
      ask(form, event.submitter);
    }
  });

  // Enter sends, as in a chat; Shift+Enter is a new line; while a Chinese word is being composed, neither.
  box?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });

  // Type size changes at once and is remembered by the server.
  document.querySelector(".sizes")?.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const chosen = event.submitter;
    document.documentElement.className = `size-${chosen.value}`;
    for (const button of form.querySelectorAll(".size")) button.setAttribute("aria-pressed", String(button === chosen));
    fetch(form.action, { method: "POST", body: new FormData(form, chosen) }).catch(() => {});
  });

  // Reading aloud is offered only where the browser has a Chinese voice.
  const voice = () => window.speechSynthesis?.getVoices().find((one) => one.lang.startsWith("zh"));
  function offerReading() {
    if (voice()) for (const button of document.querySelectorAll(".read")) button.hidden = false;
  }
  window.speechSynthesis?.addEventListener?.("voiceschanged", offerReading);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".read");
    if (!button) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(button.dataset.speech);
    words.lang = "zh-CN";
    words.rate = 0.9;
    words.voice = voice();
    speechSynthesis.speak(words);
  });
  offerReading();
})();
