/* The knowledge desk works without scripts; this counts and previews while one types, reads aloud,
   and looks again by itself. */
"use strict";

for (const form of document.querySelectorAll("[data-preview]")) {
  form.addEventListener("input", (event) => {
    const field = event.target;
    previewSoon(form);
    if (field.name !== "short") return;
    const letters = [...field.value.trim()].length;
    for (const output of form.querySelectorAll("output[data-count]")) {
      output.textContent = letters;
      output.classList.toggle("notice", letters > Number(output.dataset.count));
    }
    for (const output of form.querySelectorAll("output[data-seconds]")) output.textContent = Math.round(letters / Number(output.dataset.seconds));
  });
}

// What is written as the elder would see it, asked of the server once nobody has typed for a while.
const PAUSE_MS = 500;
let pause = null, asked = 0;
function previewSoon(form) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const turn = ++asked;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.preview, { method: "POST", body, cache: "no-store" });
      if (answer.status !== 200 || answer.redirected || turn !== asked) return;
      document.querySelector("[data-previewed]").innerHTML = await answer.text();
      offerReading();
    } catch { /* the network is away: what was there stays, and saving says so */ }
  }, PAUSE_MS);
}

// Reading aloud, as on the elder's page: offered only where the browser has a Chinese voice.
const speech = window.speechSynthesis;
const voice = () => speech && speech.getVoices().find((one) => /^zh|^cmn/i.test(one.lang));
function offerReading() {
  if (voice()) for (const button of document.querySelectorAll("[data-speak]")) button.hidden = false;
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-speak]");
  if (!button) return;
  const words = new SpeechSynthesisUtterance(button.dataset.speak);
  words.lang = "zh-CN";
  words.rate = 0.85;
  words.voice = voice();
  speech.cancel();
  speech.speak(words);
});
if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", offerReading);
offerReading();

const waiting = document.querySelector("[data-again]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.again) * 1000);
